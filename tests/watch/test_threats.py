"""R6: threats are carried out, lapse or stay open."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.watch.stories import Story
from tocsin.watch.threats import threat_changes, wants_review

FILE = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "watch" / "threats.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", FILE["cases"], ids=[case["name"] for case in FILE["cases"]])
def test_what_became_of_a_threat(case: dict[str, Any]) -> None:
    story = Story({**case, "truce": {**FILE["truce"], **case.get("truce", {})}})
    until = case.get("until", dt.date(2031, 4, 30))
    rows = threat_changes(story.commitment, story.statuses, story.history, until)
    assert [row.status for row in rows] == ([] if case["wanted"] == "none" else [case["wanted"]])
    assert all(row.reason.startswith("R6: ") for row in rows)
    assert wants_review(story.commitment, story.statuses, until) == case.get("review", False)


def test_the_first_day_carries_a_threat_out_in_whatever_order_the_history_stands() -> None:
    case = FILE["cases"][0]
    later = {**case["reports"][-1]} | {"out": case["reports"][-1]["out"] + dt.timedelta(days=3)}
    later["says"] = [
        {**told, "day": told["day"] + dt.timedelta(days=3), "event": "later"} for told in later["says"]
    ]
    story = Story({**case, "truce": FILE["truce"], "reports": [later, *case["reports"]]})
    (row,) = threat_changes(story.commitment, story.statuses, story.history, dt.date(2031, 4, 30))
    assert (row.status, row.made.date()) == ("fulfilled", dt.date(2031, 3, 16))


def test_a_change_is_dated_by_the_report_that_made_it_known() -> None:
    case = FILE["cases"][0]
    story = Story({**case, "truce": FILE["truce"]})
    (row,) = threat_changes(story.commitment, [], story.history, dt.date(2031, 4, 30))
    assert (row.made.date(), row.actor) == (dt.date(2031, 3, 16), "mrg.harvan_front")
    assert threat_changes(story.commitment, [row], story.history, dt.date(2031, 4, 30)) == []
