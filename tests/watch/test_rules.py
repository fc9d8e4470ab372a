"""Rules R0 to R5, as reports of truces put them to the test."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.watch.stories import Story, expecting
from tocsin.model import Assessment
from tocsin.watch.assessments import assess

FILE = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "watch" / "incidents.yml").read_text(encoding="utf-8")
)


def judged(case: dict[str, Any], until: dt.date = dt.date(2031, 6, 1)) -> list[Assessment]:
    """Judge the incidents of a case."""
    story = Story({**case, "truce": {**FILE["truce"], **case.get("truce", {})}})
    rows = assess(story.commitment, story.statuses, story.history, expecting(0), until)
    return [row for row in rows if row.incident]


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["name"] for case in FILE["cases"]])
def test_an_incident_is_judged_by_the_first_rule_that_decides(case: dict[str, Any]) -> None:
    rows = [row for row in judged(case) if row.incident == "e1"]
    if case["wanted"] == "none":
        assert rows == []
        return
    (row,) = rows
    assert {name: getattr(row, name) for name in case["wanted"]} == case["wanted"], row.reasons
    reasons = "; ".join(row.reasons)
    assert case.get("because", "") in reasons
    assert case.get("never", "not in it") not in reasons


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["name"] for case in FILE["cases"]])
def test_every_verdict_says_why_and_on_what_it_rests(case: dict[str, Any]) -> None:
    for row in judged(case):
        assert row.claims
        assert [reason[:2] for reason in row.reasons if reason[:1] == "R"] == [
            f"R{number}" for number in range(len([r for r in row.reasons if r[:1] == "R"]))
        ]
        assert (row.proof is not None) == row.verdict.startswith("violation")
        assert (row.perpetrator is not None) == row.verdict.startswith("violation")


def test_every_rule_decides_in_some_case_and_passes_in_another() -> None:
    decided = {case["wanted"]["rule"] for case in FILE["cases"] if "rule" in case["wanted"]}
    assert decided == {"R0", "R1", "R2", "R3", "R4", "R5"}
