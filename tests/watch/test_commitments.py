"""Commitments: from statements (tests/cases/commitments.yml) and from the bundled reports."""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tocsin import Coder
from tocsin.ingest import report_from_text
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Commitment, History, Report
from tocsin.pipeline import code_report
from tocsin.watch.commitments import commitments

Case = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
CASES: list[Case] = yaml.safe_load((ROOT / "tests/cases/commitments.yml").read_text(encoding="utf-8"))
CODER = Coder()
REPLAYS = [
    ROOT / "src/tocsin/examples/iraq-2020/reports.jsonl",
    ROOT / "tests/replays/failing.jsonl",
    ROOT / "tests/replays/holding.jsonl",
]


def history_of(told: Iterable[Report]) -> History:
    """Code reports and put them in order of publication, unknown days last."""
    coded = [code_report(report, CODER.know) for report in told]
    kept = [(one.report, one.claims) for one in coded if one.report is not None]
    kept.sort(key=lambda pair: (pair[0].published or dt.date.max, pair[0].id))
    return History(
        reports={report.id: report for report, _ in kept},
        claims={claim.id: claim for _, claims in kept for claim in claims},
        incidents={},
        origins={report.id: report.id for report, _ in kept},
    )


def news(*told: tuple[str, str]) -> History:
    """Make a history of (day of publication, text)."""
    return history_of(
        report_from_text(text, published=dt.date.fromisoformat(day) if day else None, outlet="Wire")
        for day, text in told
    )


def replayed(path: Path) -> list[Report]:
    """Read the reports of a replay."""
    return [
        report_from_text(
            told["text"],
            published=dt.date.fromisoformat(told["published"]),
            outlet=told["outlet"],
            title=told["title"],
        )
        for told in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def found(history: History) -> tuple[Commitment, ...]:
    """Derive commitments with the shipped knowledge."""
    return commitments(history, CODER.know)


def words(text: str) -> str:
    """Fold words, one space between."""
    return " ".join(fold(text[a:b]) for a, b in token_spans(text))


# ---------------------------------------------------------------------- statements


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_statement_gives_its_commitments(number: int) -> None:
    case = CASES[number]
    got = found(news((str(case["published"]), case["text"])))
    assert [one.kind for one in got] == [want["kind"] for want in case["want"]]
    for one, want in zip(got, case["want"], strict=True):
        assert differences(one, want) == []


def differences(one: Commitment, want: Case) -> list[str]:
    """List the fields in which a commitment is not what a case wants."""
    wrong = []
    for field, roles in (("promisor", {"promisor", "member"}), ("addressee", {"addressee"})):
        names = " | ".join(words(party.name) for party in one.parties if party.role in roles)
        wrong += [f"{field}: {names}" for name in want.get(field, []) if words(name) not in names]
    if "events" in want and [event for clause in one.clauses for event in clause.events] != want["events"]:
        wrong.append(f"events: {one.clauses}")
    if "condition" in want:
        told = [(condition.relation, words(condition.span.quote)) for condition in one.conditions]
        wanted = want["condition"]
        if wanted is None or not any(
            r == wanted["relation"] and words(wanted["words"]) in w for r, w in told
        ):
            wrong += [f"condition: {told}"] if wanted or told else []
    if "deadline" in want:
        wrong += _deadline(one, want["deadline"])
    if "until" in want and (one.until is None or one.until.last != want["until"]):
        wrong.append(f"until: {one.until}")
    if "consequence" in want and bool(one.consequence) != want["consequence"]:
        wrong.append(f"consequence: {one.consequence}")
    return wrong


def _deadline(one: Commitment, want: Case | None) -> list[str]:
    have = one.deadline
    if want is None or have is None:
        return [] if have is None and want is None else [f"deadline: {have}"]
    last = have.when.last if have.when is not None else None
    right = have.kind == want["kind"] and words(want["words"]) in words(have.span.quote)
    return [] if right and want.get("last", last) == last else [f"deadline: {have}"]


# ---------------------------------------------------------------------- fields and their sources


def filled(one: Commitment) -> set[str]:
    """List the paths of the fields of a commitment that are filled."""
    paths = {"kind"}
    for name in ("parties", "clauses", "conditions"):
        paths |= {f"{name}.{number}" for number in range(len(getattr(one, name)))}
    single = "deadline consequence since until form grade medium mechanism renews founded".split()
    return paths | {name for name in single if getattr(one, name)}


def all_reports() -> list[Report]:
    """Give every report that ships or is replayed in tests, and every development statement."""
    told = [report for path in REPLAYS for report in replayed(path)]
    told += [
        report_from_text(path.read_text(encoding="utf-8"), published=dt.date(2021, 4, 20))
        for path in sorted((ROOT / "src/tocsin/examples").glob("*.txt"))
    ]
    statements = yaml.safe_load((ROOT / "evals/sets/commitments_dev.yml").read_text(encoding="utf-8"))
    return told + [report_from_text(one["text"], published=one["published"]) for one in [*statements, *CASES]]


def test_a_field_is_filled_if_and_only_if_it_has_a_source() -> None:
    history = history_of(all_reports())
    got = found(history)
    assert len(got) > 60
    for one in got:
        assert set(one.sources) == filled(one)
        assert all(claims and set(claims) <= set(history.claims) for claims in one.sources.values())


def test_each_party_and_condition_stands_in_a_claim_that_is_named_as_its_source() -> None:
    history = history_of(all_reports())
    for one in found(history):
        for number, condition in enumerate(one.conditions):
            told = [history.claims[claim].condition for claim in one.sources[f"conditions.{number}"]]
            assert condition in told
        for number, party in enumerate(one.parties):
            claims = [history.claims[claim] for claim in one.sources[f"parties.{number}"]]
            reports = [history.reports[claim.report] for claim in claims]
            named = {
                m.name or m.span.quote
                for c in history.claims.values()
                for m in _mentions(c)
                if c.report in {r.id for r in reports}
            }
            assert party.name in named


def _mentions(claim: Any) -> tuple[Any, ...]:
    return (*claim.actor, *claim.recipient, *claim.attribution, *claim.speaks_for)


# ---------------------------------------------------------------------- one commitment, many claims


def test_the_offer_of_october_2020_is_one_truce() -> None:
    got = found(history_of(replayed(REPLAYS[0])))
    truces = [one for one in got if one.kind == "truce"]
    assert len(truces) == 1
    truce = truces[0]
    assert truce.since is not None
    assert (truce.since.first, truce.since.last) == (dt.date(2020, 10, 10), dt.date(2020, 10, 11))
    assert truce.form == "unilateral"
    assert truce.deadline is not None
    assert truce.deadline.kind == "none_stated"
    endorsed = {party.name: party.endorsement for party in truce.parties}
    assert endorsed["Kataib Hezbollah"] == "explicit"
    assert endorsed["all the factions"] == "claimed_by_other"
    assert "timetable" in truce.conditions[0].span.quote
    assert "airspace" in truce.conditions[1].span.quote
    assert truce.consequence


def test_the_airspace_rests_on_the_report_that_names_it_alone() -> None:
    history = history_of(replayed(REPLAYS[0]))
    truce = next(one for one in found(history) if one.kind == "truce")
    reports = {history.claims[claim].report for claim in truce.sources["conditions.1"]}
    assert {history.reports[report].published for report in reports} == {dt.date(2020, 11, 20)}


def test_a_signed_ceasefire_binds_both_and_names_who_watches_over_it() -> None:
    (truce,) = [one for one in found(history_of(replayed(REPLAYS[2]))) if one.kind == "truce"]
    assert (truce.form, truce.grade, truce.medium) == ("bilateral", "preliminary", "written")
    assert "Council of Straits" in truce.mechanism
    assert truce.until is not None
    assert truce.until.last == dt.date(2023, 6, 2)
    assert truce.deadline is None


def test_what_is_known_by_a_day_does_not_hang_on_what_comes_later() -> None:
    told = replayed(REPLAYS[1])
    whole = [one.id for one in found(history_of(told))]
    for day in (dt.date(2022, 9, 5), dt.date(2022, 9, 13), dt.date(2022, 9, 24)):
        known = [one.id for one in found(history_of(r for r in told if r.published and r.published <= day))]
        assert known == whole[: len(known)]


def test_the_order_in_which_reports_come_in_does_not_matter() -> None:
    told = replayed(REPLAYS[0])
    assert found(history_of(told)) == found(history_of(reversed(told)))


def test_a_doubt_is_no_part_of_the_truce() -> None:
    history = news(
        ("2031-05-04", "The Harun Front declared a ceasefire on Sunday."),
        ("2031-05-05", "Diplomats doubt that the ceasefire of the Harun Front will hold."),
    )
    (truce,) = found(history)
    doubts = {claim.id for claim in history.claims.values() if claim.factuality == "doubted"}
    assert doubts
    assert not doubts & {claim for claims in truce.sources.values() for claim in claims}


def test_a_new_truce_after_the_end_of_the_old_renews_it() -> None:
    first, second = found(
        news(
            ("2031-05-04", "The Harun Front declared a ten-day ceasefire on Sunday."),
            ("2031-06-20", "The Harun Front declared a ceasefire on Friday."),
        )
    )
    assert second.renews == first.id


def test_offers_of_two_groups_are_two_truces() -> None:
    got = found(
        news(
            ("2031-05-04", "The Harun Front declared a ceasefire on Sunday."),
            ("2031-05-05", "The Osk Liberation Army offered a ceasefire on Monday."),
        )
    )
    assert [party.name for one in got for party in one.parties] == [
        "The Harun Front",
        "The Osk Liberation Army",
    ]


def test_an_ultimatum_is_one_demand_with_a_consequence() -> None:
    (demand,) = found(
        news(
            (
                "2031-05-04",
                "The Harun Front gave the army 72 hours to leave the valley or face attacks on its bases.",
            )
        )
    )
    assert demand.kind == "demand"
    assert demand.consequence


def test_a_threat_with_its_own_condition_stands_beside_the_truce_whose_consequence_it_is() -> None:
    got = found(
        news(
            (
                "2031-05-04",
                "The Harun Front offered a ceasefire on Sunday. If the army does not leave the valley, the Front will attack its bases.",
            )
        )
    )
    assert sorted(one.kind for one in got) == ["threat", "truce"]
    assert next(one for one in got if one.kind == "truce").consequence
