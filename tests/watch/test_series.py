"""What is expected counts the same things as what is seen."""

import datetime as dt
from typing import Any

import pytest

from tests.watch.stories import Story
from tocsin.watch.assessments import open_dockets
from tocsin.watch.series import empirical_blind, series
from tocsin.watch.survey import Survey

START = dt.date(2031, 3, 1)


def attack(name: str, days: int, **said: Any) -> dict[str, Any]:
    day = START + dt.timedelta(days=days)
    return {
        "out": day + dt.timedelta(days=1),
        "says": [{"event": name, "hit": "a convoy", "day": day, **said}],
    }


def test_only_what_would_have_counted_is_counted() -> None:
    """Strangers, other acts, other countries, self-defence and what comes after the start are left out."""
    reports = [
        attack("unknown", -30),
        attack("party", -20, by="Harvan Front", target="base"),
        attack("stranger", -19, by="Sons of the Salt"),
        attack("elsewhere", -18, at="in Velmark", land="VLM", by="Harvan Front"),
        attack("arrest", -17, type="COERCE", by="Harvan Front"),
        attack("defence", -16, by="Harvan Front", words="fired in self-defence"),
        attack("long ago", -731, by="Harvan Front"),
        attack("later", 5, by="Harvan Front"),
    ]
    story = Story({"truce": {"told": START, "since": START, "by": ["Harvan Front"]}, "reports": reports})
    dockets = open_dockets([story.commitment], [], Survey(story.history), START)
    found = series(dockets)
    assert found == {
        "mrg.harvan_front > @any": [START - dt.timedelta(days=30), START - dt.timedelta(days=20)],
        "mrg.harvan_front > @base": [START - dt.timedelta(days=20)],
        "mrg.harvan_front > @convoy": [START - dt.timedelta(days=30)],
    }


def test_a_weekly_attack_is_expected_to_go_on_weekly() -> None:
    days = [START - dt.timedelta(days=n) for n in range(364, 0, -7)]
    blind = empirical_blind({"X > @any": days}, START - dt.timedelta(days=400))
    pmf = blind("X > @any", START, 28)
    assert sum(pmf) == pytest.approx(1.0)
    assert sum(k * p for k, p in enumerate(pmf)) == pytest.approx(4.0, abs=0.1)
    assert pmf[4] > 0.8
    assert pmf[0] > 0


def test_a_unit_without_events_is_expected_to_stay_quiet_but_never_for_sure() -> None:
    blind = empirical_blind({}, START - dt.timedelta(days=400))
    assert blind("X > @any", START, 28)[0] == pytest.approx(1.0)


@pytest.mark.parametrize("earliest", [None, START - dt.timedelta(days=20)])
def test_reports_that_do_not_reach_back_give_no_expectation(earliest: dt.date | None) -> None:
    days = [START - dt.timedelta(days=n) for n in range(19, 0, -1)]
    assert empirical_blind({"X > @any": days}, earliest)("X > @any", START, 28) == (1.0,)
