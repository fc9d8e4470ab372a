"""The change feed: it rings once for what is new, and never for what is not."""

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest

from tests.watch.stories import Story, expecting
from tocsin.model import Clause, Review
from tocsin.present.feed import ATOM, as_atom, as_jsonl, as_rss
from tocsin.watch.changes import Change, State, changes, concerning, since
from tocsin.watch.day import Known, cards_of, judge_day

TRUCE: dict[str, Any] = {
    "told": dt.date(2031, 3, 1), "since": dt.date(2031, 3, 1), "by": ["Harvan Front"], "conditions": ["a timetable"],
}  # fmt: skip
ATTACK = {
    "out": dt.date(2031, 3, 11),
    "says": [{"hit": "a Kestrian convoy", "day": dt.date(2031, 3, 10), "words": "bombed a <convoy> & fled"}],
}
CLAIMED = {
    "out": dt.date(2031, 3, 13),
    "says": [
        {"hit": "a Kestrian convoy", "day": dt.date(2031, 3, 10), "by": "they", "speaker": "Harvan Front"}
    ],
}
ARREST = {
    "out": dt.date(2031, 3, 11),
    "says": [{"type": "COERCE", "hit": "a driver", "day": dt.date(2031, 3, 10), "by": "Harvan Front"}],
}
LEFT = {"status": "not_met", "part": "condition:0", "out": dt.date(2031, 3, 12), "actor": "mrg.harvan_front"}


def day(
    reports: list[dict[str, Any]],
    changed: tuple[dict[str, Any], ...] = (),
    before: State | None = None,
    today: dt.date = dt.date(2031, 3, 14),
    reviews: tuple[Review, ...] = (),
    **truce: Any,
) -> State:
    """Judge a day with these reports."""
    known = known_by(reports, changed, today, reviews, **truce)
    return judge_day(known, before.assessments if before is not None else (), expecting(0.3))


def known_by(
    reports: list[dict[str, Any]],
    changed: tuple[dict[str, Any], ...] = (),
    today: dt.date = dt.date(2031, 3, 14),
    reviews: tuple[Review, ...] = (),
    **truce: Any,
) -> Known:
    story = Story({"truce": {**TRUCE, **truce}, "reports": reports, "changes": changed})
    return Known(
        history=story.history,
        commitments=(story.commitment,),
        statuses=tuple(story.statuses),
        reviews=reviews,
        today=today,
    )


def kinds(found: list[Change]) -> list[str]:
    return [change.kind for change in found]


def test_an_attack_rings_once_though_the_truce_has_two_clauses() -> None:
    """It was offered twice in other words, and the second wording names no more than the town."""
    known = known_by([ATTACK])
    (told,) = known.commitments
    town = Clause(act="stop", events=("ASSAULT",), area="geonames:9")
    twice = msgspec.structs.replace(told, clauses=(*told.clauses, *told.clauses, town))
    state = judge_day(msgspec.structs.replace(known, commitments=(twice,)), (), expecting(0.3))
    found = changes(State(), state)
    assert [c.after for c in found if c.incident] == ["violation, reported, unknown"]
    assert len([c for c in found if c.kind == "holding" and not c.target_class]) == 1


def test_a_verdict_is_dated_by_the_reports_of_its_incident() -> None:
    """A report of something else, a week later, makes no news of an old attack."""
    quiet = {"out": dt.date(2031, 3, 13), "says": [{"type": "CONSULT", "by": "Marenga", "event": "q"}]}
    state = day([ATTACK, quiet])
    assert [row.made.day for row in state.assessments if row.incident] == [11]


def test_a_new_truce_rings() -> None:
    found = changes(State(), day([]))
    assert found[0].what == "truce of Harvan Front"
    assert kinds(found)[0] == "founded"


def test_the_same_state_does_not_ring() -> None:
    state = day([ATTACK])
    assert changes(state, state) == []
    again = day([ATTACK], before=state)
    assert again.assessments == state.assessments
    assert changes(state, again) == []


def test_an_attack_rings_as_a_violation_with_its_proof() -> None:
    before = day([])
    (found,) = [c for c in changes(before, day([ATTACK], before=before)) if c.kind == "violation"]
    assert (found.before, found.after) == ("", "violation, reported, unknown")
    assert found.claims == ("c_0_0",)
    assert found.made == dt.datetime(2031, 3, 11, tzinfo=dt.UTC)


def test_better_proof_rings_again_but_is_no_second_violation() -> None:
    before = day([ATTACK])
    (found,) = [c for c in changes(before, day([ATTACK, CLAIMED], before=before)) if c.incident]
    assert (found.kind, found.before, found.after) == (
        "verdict",
        "violation, reported, unknown",
        "violation, confirmed, self_claimed",
    )


def test_what_is_out_of_scope_does_not_ring() -> None:
    before = day([])
    assert [c for c in changes(before, day([ARREST], before=before)) if c.incident] == []


def test_a_condition_and_a_party_ring() -> None:
    gone = {"status": "left", "part": "party:mrg.harvan_front", "out": dt.date(2031, 3, 13)}
    found = changes(day([]), day([], (LEFT, gone)))
    assert [(c.kind, c.after) for c in found if c.kind in {"condition", "party"}] == [
        ("condition", "not_met"),
        ("party", "left"),
    ]
    assert "by mrg.harvan_front" in next(c.what for c in found if c.kind == "condition")


def test_a_verdict_on_the_whole_rings_when_it_turns() -> None:
    quiet = [
        {"out": dt.date(2031, 3, 2 + 7 * n), "says": [{"type": "CONSULT", "by": "Marenga"}]} for n in range(3)
    ]
    before = day(quiet[:1], today=dt.date(2031, 3, 5))
    after = day(quiet, before=before, today=dt.date(2031, 3, 20))
    found = [(c.before, c.after) for c in changes(before, after) if c.kind == "holding"]
    assert found == [("too_early", "holding")]


def test_new_terms_ring_with_the_field() -> None:
    found = changes(day([]), day([], until=dt.date(2031, 6, 1)))
    assert [(c.kind, c.what, c.before) for c in found if c.kind == "terms"] == [("terms", "until", "")]


def test_a_persons_decision_rings_and_counts_for_the_whole() -> None:
    before = day([ATTACK])
    row = next(row for row in before.assessments if row.incident)
    decided = Review(
        id="v_1",
        subject=(row.id,),
        decision="reject",
        reviewer="heron",
        made=dt.datetime(2031, 3, 14, tzinfo=dt.UTC),
    )
    after = day([ATTACK], before=before, reviews=(decided,))
    assert [(c.kind, c.after) for c in changes(before, after) if c.incident] == [("verdict", "unclear")]
    (shown,) = cards_of(known_by([ATTACK]), after, expecting(0.3))
    assert (len(shown.violations), shown.held[0].stretch.seen) == (0, 0)
    assert shown.reviewed == ("e1: heron: reject",)
    assert day([ATTACK], before=after, reviews=(decided,)).assessments == after.assessments


def test_the_feed_can_begin_on_a_day_and_keep_to_some_truces() -> None:
    found = changes(State(), day([ATTACK], (LEFT,)))
    assert {c.made.date() for c in since(found, dt.date(2031, 3, 12)) if c.made} == {dt.date(2031, 3, 12)}
    assert concerning(found, ["k_9"]) == []
    assert concerning(found, ["k_0"]) == found


# ---------------------------------------------------------------------- formats


@pytest.fixture
def found() -> list[Change]:
    return changes(State(), day([ATTACK], (LEFT,)))


def test_json_lines_hold_every_change_and_read_back(found: list[Change]) -> None:
    lines = as_jsonl(found).splitlines()
    assert [msgspec.json.decode(line, type=Change) for line in lines] == found
    assert {json.loads(line)["record"] for line in lines} == {"change"}


def test_rss_is_newest_first_and_names_each_change_once(found: list[Change]) -> None:
    channel = ET.fromstring(as_rss(found)).find("channel")  # noqa: S314  our own output
    assert channel is not None
    assert [entry.findtext("guid") for entry in channel.findall("item")] == [c.id for c in reversed(found)]
    assert channel.findtext("item/pubDate") == "Wed, 12 Mar 2031 00:00:00 +0000"


def test_atom_has_what_the_standard_asks_for(found: list[Change]) -> None:
    root = ET.fromstring(as_atom(found))  # noqa: S314  our own output
    names = {"a": ATOM}
    assert root.findtext("a:updated", namespaces=names) == "2031-03-12T00:00:00+00:00"
    entries = root.findall("a:entry", names)
    assert len(entries) == len(found) == len({entry.findtext("a:id", namespaces=names) for entry in entries})
    assert all(entry.findtext("a:updated", namespaces=names) for entry in entries)
    assert "feed" in as_atom([])
