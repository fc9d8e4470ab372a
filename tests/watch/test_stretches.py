"""R7 and R8: whether a truce holds."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.watch.stories import Story, expecting, negative_binomial, poisson
from tocsin.model import Assessment
from tocsin.watch.assessments import assess
from tocsin.watch.holding import silent_weeks, thinned, unit_of

FILE = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "watch" / "stretches.yml").read_text(encoding="utf-8")
)
START = dt.date(2031, 3, 1)


def after(days: int) -> dt.date:
    return START + dt.timedelta(days=days)


def attack(number: int, hit: dict[str, Any]) -> dict[str, Any]:
    """Report an attack on the day after it."""
    doer = {"by": "they", "speaker": "Harvan Front"} if hit.get("claimed") else {}
    if hit.get("defence"):
        doer = {"by": "Harvan Front", "words": "fired in self-defence"}
    said = {
        "hit": "a convoy",
        "target": hit.get("target", "convoy"),
        "day": after(hit["day"]),
        "event": f"e{number}",
    }
    return {"out": after(hit["day"] + 1), "from": "Velmark Globe", "says": [{**said, **doer}]}


def told(case: dict[str, Any]) -> Story:
    days = case.get("reports", range(1, case["day"] + 1, 7))
    quiet = [
        {"out": after(day), "says": [{"type": "CONSULT", "by": "Marengan government", "event": f"q{day}"}]}
        for day in days
    ]
    before = [
        attack(90 + n, {"day": -20 - n, "target": name}) for n, name in enumerate(case.get("before", []))
    ]
    hits = [attack(number, hit) for number, hit in enumerate(case.get("hits", []))]
    reports = sorted([*before, *hits, *quiet], key=lambda report: report["out"])
    truce = {**FILE["truce"], **case.get("truce", {})}
    return Story({"truce": truce, "reports": reports, "changes": case.get("changes", [])})


def verdicts(case: dict[str, Any]) -> dict[str, Assessment]:
    """Judge the stretch of a case: target class to row, R7 apart."""
    story = told(case)
    rows = assess(
        story.commitment, story.statuses, story.history, expecting(case["daily"]), after(case["day"])
    )
    return {
        "R7" if row.rule == "R7" else row.target_class or "all": row for row in rows if row.window is not None
    }


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["name"] for case in FILE["cases"]])
def test_a_stretch_is_judged_against_what_was_to_be_expected(case: dict[str, Any]) -> None:
    rows = verdicts(case)
    found = {name: rows[name].verdict if name in rows else "none" for name in case["wanted"]}
    assert found == case["wanted"], [row.reasons for row in rows.values()]
    assert case.get("because", "") in "; ".join(reason for row in rows.values() for reason in row.reasons)


def test_the_arithmetic_of_october_2020() -> None:
    """A quarter of an attack a day; P(seen or fewer) for bursts of size 1, 2 and 4 per 30 days (design, section 7)."""
    wanted = {(14, 0): (0.37, 0.23, 0.14), (30, 0): (0.12, 0.04, 0.01), (60, 1): (0.038, 0.008, 0.001)}
    for (days, seen), by_size in wanted.items():
        for size, p in zip((1, 2, 4), by_size, strict=True):
            pmf = negative_binomial(0.25 * days, size * days / 30)
            assert sum(pmf[: seen + 1]) == pytest.approx(p, abs=0.006), (days, size)


def test_an_attack_that_may_have_been_missed_is_no_evidence_of_peace() -> None:
    pmf = poisson(6.0)
    assert thinned(pmf, 0.5)[:5] == pytest.approx(poisson(3.0)[:5], abs=1e-6)
    assert thinned(pmf, 0.0) == [pytest.approx(1.0, abs=1e-6)]
    assert thinned(pmf, 1.0) == list(pmf)


def test_only_whole_weeks_can_be_silent() -> None:
    assert silent_weeks(after(1), after(13), [after(2)]) == ([], 1)
    assert silent_weeks(after(1), after(14), [after(2)]) == ([after(8)], 2)
    assert silent_weeks(after(1), after(14), [after(0), after(7), after(14)]) == ([], 2)


def test_a_forecast_is_asked_for_the_party_and_the_class() -> None:
    story = told(FILE["cases"][0])
    assert unit_of(story.commitment, "convoy") == "mrg.harvan_front > @convoy"
    assert unit_of(story.commitment, "") == "mrg.harvan_front > @any"


def test_before_the_first_day_is_over_nothing_is_said() -> None:
    assert verdicts({"day": 0, "daily": 1.0}) == {}
