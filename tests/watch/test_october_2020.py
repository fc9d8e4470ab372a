"""The truce of October 2020 in Iraq, as records: what must come out of them."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.watch.stories import Story, expecting, known_as, negative_blind
from tocsin.model import Assessment
from tocsin.watch.assessments import assess, open_dockets
from tocsin.watch.blocks import Card
from tocsin.watch.cards import Basis, card
from tocsin.watch.holding import Blind
from tocsin.watch.survey import Survey

FILE = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "watch" / "october_2020.yml").read_text(encoding="utf-8")
)
OFFERED = dt.date(2020, 10, 11)
LAST = dt.date(2021, 2, 20)


def story(until: dt.date) -> Story:
    """Know only what was published by a day."""
    told = {
        **FILE,
        "reports": [report for report in FILE["reports"] if report["out"] <= until],
        "changes": [change for change in FILE["changes"] if change["out"] <= until],
    }
    with known_as(FILE["who"]):
        return Story(told)


def card_on(until: dt.date, blind: Blind) -> Card:
    told = story(until)
    rows = tuple(assess(told.commitment, told.statuses, told.history, blind, until))
    survey = Survey(told.history)
    basis = Basis(
        survey=survey,
        commitments=(told.commitment,),
        statuses=tuple(told.statuses),
        assessments=tuple(row for row in rows if row.incident),
        dockets=open_dockets([told.commitment], told.statuses, survey, until),
    )
    return card(told.commitment, basis, blind, until)


@pytest.fixture(scope="module")
def rows() -> dict[str, Assessment]:
    told = story(LAST)
    return {
        row.incident: row
        for row in assess(told.commitment, told.statuses, told.history, expecting(0.25), LAST)
        if row.incident
    }


@pytest.mark.parametrize("event", FILE["wanted"])
def test_each_attack_is_judged_as_the_design_says(event: str, rows: dict[str, Assessment]) -> None:
    wanted = FILE["wanted"][event]
    assert {name: getattr(rows[event], name) for name in wanted} == wanted, rows[event].reasons


def test_nothing_else_is_a_violation(rows: dict[str, Assessment]) -> None:
    violations = {name for name, row in rows.items() if row.verdict.startswith("violation")}
    assert violations == set(FILE["wanted"]) - {"day_0"}


def test_a_bomb_that_may_be_told_twice_is_flagged(rows: dict[str, Assessment]) -> None:
    flagged = [name for name, row in rows.items() if any("possible duplicate" in r for r in row.reasons)]
    assert flagged == ["day_79"]


def test_the_attack_on_the_embassy_says_that_it_was_an_offer_until_a_report_said_otherwise() -> None:
    told = story(dt.date(2020, 11, 17))
    (row,) = [
        row
        for row in assess(
            told.commitment, told.statuses, told.history, expecting(0.25), dt.date(2020, 11, 17)
        )
        if row.incident == "day_37"
    ]
    assert "day 37 of the commitment: an offer" in row.reasons[0]
    assert row.perpetrator == "unknown"


def test_the_embassy_was_spared_for_37_days_convoys_for_60_and_the_base_for_127() -> None:
    shown = card_on(LAST, expecting(0.25))
    held = {one.target_class: one.days for one in shown.held}
    assert {name: held[name] for name in FILE["held"]} == FILE["held"]
    assert (shown.day, shown.status, shown.terms.deadline) == (132, "in_force", "no deadline stated")


def test_one_party_left_the_condition_failed_and_the_truce_went_on() -> None:
    shown = card_on(LAST, expecting(0.25))
    states = {party.name: party.state for party in shown.parties if party.state}
    assert states == {"Asaib Ahl al-Haq": "left on 2020-11-19"}
    assert [(one.state, one.actor) for one in shown.conditions] == [("not_met", "Asaib Ahl al-Haq")] * 2
    assert "ended" not in {one.verdict for one in shown.held}


def test_the_diplomats_were_wrong_for_a_month_and_right_for_three() -> None:
    (doubt,) = card_on(LAST, expecting(0.25)).doubts
    assert doubt.right == {7: False, 30: False, 90: True}
    (early,) = card_on(dt.date(2020, 11, 1), expecting(0.25)).doubts
    assert early.right == {7: False, 30: None, 90: None}


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(11, "too_early"), (14, "unclear"), (20, "unclear"), (30, "holding"), (36, "holding")],
)
def test_over_all_classes_it_is_too_early_then_unclear_then_it_holds(day: int, verdict: str) -> None:
    """In hindsight: a quarter of an attack a day, in bursts of size 2 (design, section 7)."""
    shown = card_on(OFFERED + dt.timedelta(days=day), negative_blind(0.25, 2))
    assert (shown.held[0].target_class, shown.held[0].verdict) == ("", verdict), shown.held[0].reason


def test_the_records_tell_what_the_sources_say(shared: Path) -> None:
    """Days, target classes and the days since the offer are those of the shared table."""
    with (shared / "data" / "series" / "iraq_oct2020_fixture.csv").open(encoding="utf-8") as table:
        told = [row for row in csv.DictReader(table) if row["kind"] == "incident"]
    events: dict[str, dict[str, Any]] = {}
    for report in FILE["reports"]:
        for said in report["says"]:
            if "hit" in said and "event" in said:
                events.setdefault(said["event"], said)
    for row in told:
        said = events[f"day_{row['day_since_offer']}"]
        assert said["day"] == dt.date.fromisoformat(row["date"])
        assert said["target"] == row["target_class"].removeprefix("coalition_")
    assert len(told) == len(events)
