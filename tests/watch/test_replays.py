"""Replays: raw reports in order of publication become the truce, its changes and the verdicts that people expect.

What must come out stands beside the reports in `tests/replays/*.yml`; `holding.yml` explains the keys. Nothing here
knows a case.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tocsin.config import Settings
from tocsin.ingest import Source, reports
from tocsin.knowledge import Knowledge
from tocsin.model import Assessment, Commitment, Forecast, History, Incident, Report, StatusChange, When
from tocsin.pipeline import code_report, history_of, known_of, truce_forecasts
from tocsin.watch.day import cards_of, judge_day
from tocsin.watch.series import empirical_blind, series

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "replays"
EXPECTED: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))
}
VIOLATIONS = frozenset({"violation", "violation_after_failed_condition"})


class Outcome(NamedTuple):
    """What a replay came to on its last day."""

    history: History
    commitments: Sequence[Commitment]
    changes: Sequence[StatusChange]
    assessments: Sequence[Assessment]
    ahead: Sequence[Forecast]


@pytest.fixture(scope="module")
def outcomes(know: Knowledge) -> dict[str, Outcome]:
    """Every replay, coded from its raw text."""
    return {name: replay(ROOT / expected["reports"], know) for name, expected in EXPECTED.items()}


def replay(path: Path, know: Knowledge) -> Outcome:
    """Code the reports of a file and derive what they come to on the last day."""
    read = [one for one in reports([Source(str(path))], Settings()) if isinstance(one, Report)]
    told = [claim for one in read for claim in code_report(one, know).claims]
    known = known_of(history_of(read, told, know), know)
    dated = [one.published for one in read if one.published is not None]
    blind = empirical_blind(series(known.dockets), min(dated))
    state = judge_day(known, (), blind)
    ahead = truce_forecasts(known, cards_of(known, state, blind), blind)
    return Outcome(known.history, state.commitments, state.statuses, state.assessments, list(ahead))


UNREAD = {
    (
        "failing",
        dt.date(2022, 9, 14),
    ): 'the reader takes "set" behind an apposition for no verb: no claim of the chapel',
}
"""Expectations that the reader does not reach yet."""


def each(*keys: str) -> list[Any]:
    """List the expectations under a path of keys, one a test, with a name that tells which."""
    found = []
    for name, expected in EXPECTED.items():
        value: Any = expected
        for key in keys:
            value = (value or {}).get(key)
        rows = value if isinstance(value, list) else [] if value is None else [value]
        for row in rows:
            words = " ".join(str(part) for part in row.values()) if isinstance(row, dict) else str(row)
            reason = UNREAD.get((name, row.get("day"))) if keys == ("incidents",) else None
            marks = [pytest.mark.xfail(reason=reason)] if reason else []
            found.append(pytest.param(name, row, id=f"{name}: {words[:60]}", marks=marks))
    return found


def lies_in(when: When | None, days: Sequence[dt.date]) -> bool:
    """Tell whether a time is known and lies between two days."""
    if when is None or when.first is None or when.last is None:
        return False
    return bool(days[0] <= when.first and when.last <= days[1])


def has_words(text: str, words: str) -> bool:
    """Tell whether words stand in a text, capitals aside."""
    return words.casefold() in text.casefold()


def is_published_in(report_day: dt.date | None, days: Sequence[dt.date]) -> bool:
    """Tell whether a day of publication lies between two days."""
    return report_day is not None and days[0] <= report_day <= days[1]


def truce_of(name: str, outcome: Outcome) -> Commitment:
    """Find the truce that a replay is about; fail when the replay founds none, or a second one."""
    found = [one for one in outcome.commitments if one.kind == "truce"]
    assert len(found) == 1, f"{name}: one truce, not {[(one.founded, party_names(one)) for one in found]}"
    return found[0]


def party_names(commitment: Commitment) -> list[str]:
    """Name the parties of a commitment as people would read them."""
    return [f"{party.name} ({party.role}, {party.endorsement})" for party in commitment.parties]


def condition_at(commitment: Commitment, words: str) -> int:
    """Find the condition with some words; -1 when there is none."""
    conditions = commitment.conditions
    return next((n for n, one in enumerate(conditions) if has_words(one.span.quote, words)), -1)


def changes_like(row: dict[str, Any], truce: Commitment, outcome: Outcome) -> Iterator[StatusChange]:
    """Find the changes of a truce that an expectation describes, whatever their day."""
    names = {party.actor or party.name: party.name for party in truce.parties}
    statuses = row["status"] if isinstance(row["status"], list) else [row["status"]]
    part = {"whole": "", "party": "party:"}.get(row["part"])
    if part is None:
        part = f"condition:{condition_at(truce, row['words'])}"
    for change in outcome.changes:
        is_part = change.part.startswith(part) if part == "party:" else change.part == part
        actor = change.actor or change.part.removeprefix("party:")
        is_actor = "actor" not in row or has_words(names.get(actor, actor), row["actor"])
        if change.commitment == truce.id and is_part and is_actor and change.status in statuses:
            yield change


def told(changes: Sequence[StatusChange], truce: Commitment) -> str:
    """Put the changes of a truce in words, for the message of a failing test."""
    rows = [
        f"{one.made:%Y-%m-%d} {one.part or 'whole'} {one.status}: {one.reason}"
        for one in changes
        if one.commitment == truce.id
    ]
    return "\n".join(["what came out:", *rows])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_truce_is_read_with_kind_form_and_time(name: str, outcomes: dict[str, Outcome]) -> None:
    truce, expected = truce_of(name, outcomes[name]), EXPECTED[name]["truce"]
    assert (truce.kind, truce.form) == (expected["kind"], expected["form"])
    assert lies_in(truce.since, expected["since"]), truce.since
    if expected.get("until"):
        assert lies_in(truce.until, expected["until"]), truce.until
    assert has_words(truce.mechanism, expected.get("mechanism", ""))


@pytest.mark.parametrize(("name", "row"), each("truce", "parties"))
def test_a_party_is_named_with_how_far_it_is_bound(
    name: str, row: dict[str, Any], outcomes: dict[str, Outcome]
) -> None:
    truce = truce_of(name, outcomes[name])
    found = [party for party in truce.parties if has_words(party.name, row["name"])]
    assert any(party.endorsement in row["endorsement"] for party in found), party_names(truce)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_condition_is_made_up(name: str, outcomes: dict[str, Outcome]) -> None:
    found = truce_of(name, outcomes[name]).conditions
    assert len(found) == len(EXPECTED[name]["truce"]["conditions"]), [one.span.quote for one in found]


@pytest.mark.parametrize(("name", "row"), each("truce", "conditions"))
def test_a_condition_rests_on_the_reports_that_name_it(
    name: str, row: dict[str, Any], outcomes: dict[str, Outcome]
) -> None:
    outcome = outcomes[name]
    truce = truce_of(name, outcome)
    at = condition_at(truce, row["words"])
    assert at >= 0, [one.span.quote for one in truce.conditions]
    if "relation" in row:
        assert truce.conditions[at].relation in row["relation"]
    claims = [outcome.history.claims[key] for key in truce.sources[f"conditions.{at}"]]
    days = [outcome.history.reports[claim.report].published for claim in claims]
    assert days
    assert all(is_published_in(day, row["published"]) for day in days), days


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_deadline_is_dated_or_none_stated_or_unknown(name: str, outcomes: dict[str, Outcome]) -> None:
    deadline, expected = truce_of(name, outcomes[name]).deadline, EXPECTED[name]["truce"]["deadline"]
    assert (deadline and deadline.kind) == (expected and expected["kind"])
    if deadline and "last" in expected:
        assert deadline.when
        assert deadline.when.last == expected["last"]


@pytest.mark.parametrize(("name", "row"), each("truce", "consequence"))
def test_what_follows_if_it_is_not_met_is_linked(
    name: str, row: dict[str, Any], outcomes: dict[str, Outcome]
) -> None:
    history, truce = outcomes[name].history, truce_of(name, outcomes[name])
    claim = history.claims.get(truce.consequence)
    assert claim is not None, "no consequence"
    assert claim.factuality == row["factuality"]
    text = history.reports[claim.report].text
    sentence_end = text.find(".", claim.span.end)
    assert has_words(text[claim.span.start : sentence_end], row["words"]), claim.span.quote


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_filled_field_names_its_claims(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    for commitment in outcome.commitments:
        lists = {
            f"{key}.{n}"
            for key in ("parties", "clauses", "conditions")
            for n in range(len(getattr(commitment, key)))
        }
        single = {key for key in ("deadline", "since", "until", "mechanism") if getattr(commitment, key)}
        for path in lists | single:
            assert commitment.sources.get(path), (
                f"{commitment.kind} of {commitment.founded}: {path} without source"
            )
            assert set(commitment.sources[path]) <= outcome.history.claims.keys()


@pytest.mark.parametrize(("name", "row"), each("others"))
def test_another_commitment_is_read(name: str, row: dict[str, Any], outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    found = [
        one
        for one in outcome.commitments
        if one.kind == row["kind"] and has_words(one.parties[0].name, row["party"])
    ]
    assert found, [(one.kind, party_names(one)) for one in outcome.commitments]
    assert any(one.deadline and one.deadline.kind in row["deadline"]["kind"] for one in found)
    if "status" in row:
        reached = {
            one.status for one in outcome.changes if one.commitment in {k.id for k in found} and not one.part
        }
        assert row["status"] in reached


@pytest.mark.parametrize(("name", "row"), each("statuses"))
def test_a_change_of_status_is_dated(name: str, row: dict[str, Any], outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    truce = truce_of(name, outcome)
    found = list(changes_like(row, truce, outcome))
    assert found, told(outcome.changes, truce)
    if "day" in row:
        assert any(lies_in(change.when, row["day"]) for change in found), told(outcome.changes, truce)
    if "published" in row:
        assert any(is_published_in(change.made.date(), row["published"]) for change in found)


@pytest.mark.parametrize(("name", "row"), each("no_status"))
def test_a_change_that_nobody_told_is_not_made_up(
    name: str, row: dict[str, Any], outcomes: dict[str, Outcome]
) -> None:
    outcome = outcomes[name]
    truce = truce_of(name, outcome)
    found = [
        one for one in changes_like(row, truce, outcome) if is_published_in(one.made.date(), row["published"])
    ]
    assert not found, f"{row['why']}; {told(found, truce)}"


def judged(name: str, outcome: Outcome) -> list[tuple[Incident, Assessment]]:
    """List the incidents that the truce judges, each with the row that stands."""
    truce = truce_of(name, outcome)
    gone = {row.supersedes for row in outcome.assessments}
    rows = [
        row
        for row in outcome.assessments
        if row.incident and row.commitment == truce.id and row.id not in gone
    ]
    return [(outcome.history.incidents[row.incident], row) for row in rows]


def in_words(rows: Sequence[tuple[Incident, Assessment]]) -> str:
    """Put verdicts in words, for the message of a failing test."""
    lines = [
        f"{one.when and one.when.first} to {one.when and one.when.last} {one.target_class}: {row.verdict} "
        f"({row.rule}, {row.proof}, {row.perpetrator}); {'; '.join(row.reasons)}"
        for one, row in rows
    ]
    return "\n".join(["what came out:", *lines])


@pytest.mark.parametrize(("name", "row"), each("incidents"))
def test_an_incident_gets_its_verdict(name: str, row: dict[str, Any], outcomes: dict[str, Outcome]) -> None:
    rows = judged(name, outcomes[name])
    day = row["day"]
    on_day = [
        (one, verdict)
        for one, verdict in rows
        if lies_in(one.when, (day, day)) and row["target"] in {one.target_class, "any"}
    ]
    assert on_day, in_words(rows)
    wanted = {key: row[key] for key in ("verdict", "rule", "proof", "perpetrator") if key in row}
    found = [{key: getattr(verdict, key) for key in wanted} for _, verdict in on_day]
    assert wanted in found, in_words(on_day)
    if row.get("possible_duplicate"):
        assert any("duplicate" in reason for _, verdict in on_day for reason in verdict.reasons), in_words(
            on_day
        )


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_other_day_holds_a_violation(name: str, outcomes: dict[str, Outcome]) -> None:
    expected = {
        (row["day"], row["target"]) for row in EXPECTED[name]["incidents"] if row["verdict"] in VIOLATIONS
    }
    rows = [(one, verdict) for one, verdict in judged(name, outcomes[name]) if verdict.verdict in VIOLATIONS]
    extra = [
        (one, verdict)
        for one, verdict in rows
        if one.when is None or (one.when.first, one.target_class) not in expected
    ]
    assert not extra, in_words(extra)


@pytest.mark.parametrize(("name", "row"), each("final"))
def test_the_truce_gets_its_last_verdict(
    name: str, row: dict[str, Any], outcomes: dict[str, Outcome]
) -> None:
    outcome = outcomes[name]
    truce = truce_of(name, outcome)
    gone = {one.supersedes for one in outcome.assessments}
    rows = [
        one
        for one in outcome.assessments
        if one.window and one.commitment == truce.id and one.rule == "R8" and one.id not in gone
    ]
    assert rows, "no verdict on the truce as a whole"
    last = max(one.window[1] for one in rows if one.window)
    verdicts = {one.verdict for one in rows if one.window and one.window[1] == last}
    if "is" in row:
        assert verdicts <= set(row["is"]), verdicts
    assert not verdicts & set(row.get("not", ())), verdicts


def test_a_truce_that_holds_promises_less_than_the_days_before_it(outcomes: dict[str, Outcome]) -> None:
    ahead = outcomes["holding"].ahead
    assert {one.horizon_days for one in ahead} == {7, 30, 90}
    for one in ahead:
        assert sum(one.pmf) == pytest.approx(1.0)
        assert one.pmf[0] > one.baseline[0]


@pytest.mark.parametrize("name", ["failing", "iraq-2020"])
def test_a_truce_that_is_over_or_without_a_past_gets_no_forecast(
    name: str, outcomes: dict[str, Outcome]
) -> None:
    assert not outcomes[name].ahead
