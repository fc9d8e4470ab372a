"""What stands of what was judged: rows are only appended, and a person has the last word."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from tests.watch.stories import Story, expecting
from tocsin.errors import ReviewError
from tocsin.model import Assessment, Review
from tocsin.watch.assessments import assess
from tocsin.watch.verdicts import REVIEW, appended, reviewed, standing

FILE = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "watch" / "incidents.yml").read_text(encoding="utf-8")
)
FIRST: list[dict[str, Any]] = [
    {"out": dt.date(2031, 3, 11), "says": [{"hit": "a Kestrian convoy", "day": dt.date(2031, 3, 10)}]}
]
CLAIMED = {
    "out": dt.date(2031, 3, 12),
    "says": [
        {"hit": "a Kestrian convoy", "day": dt.date(2031, 3, 10), "by": "they", "speaker": "Harvan Front"}
    ],
}


def judge(*reports: dict[str, Any]) -> list[Assessment]:
    told = [*FIRST, *reports]
    story = Story({"truce": FILE["truce"], "reports": told})
    rows = assess(story.commitment, [], story.history, expecting(0.1), told[-1]["out"])
    return [row for row in rows if row.incident]


def review(subject: str, decision: str = "correct", **fields: Any) -> Review:
    made = dt.datetime(2031, 3, 20, 9, tzinfo=dt.UTC)
    given = {
        "id": "v_1",
        "subject": (subject,),
        "decision": decision,
        "reviewer": "heron",
        "made": made,
        **fields,
    }
    return msgspec.convert(given, Review)


def test_the_same_again_adds_nothing() -> None:
    ledger = appended([], judge())
    assert len(ledger) == 1
    assert appended(ledger, judge()) == []


def test_a_new_report_adds_a_row_that_supersedes_and_leaves_the_old_one() -> None:
    ledger = appended([], judge())
    (row,) = appended(ledger, judge(CLAIMED))
    assert (row.proof, row.perpetrator, row.supersedes) == ("confirmed", "self_claimed", ledger[0].id)
    assert ledger[0].proof == "reported"
    assert [now.proof for now in standing([*ledger, row]).values()] == ["confirmed"]


def test_a_person_has_the_last_word() -> None:
    ledger = appended([], judge())
    decided = reviewed(
        ledger, [review(ledger[0].id, patch={"verdict": "out_of_scope"}, reason="a gas pipe burst")]
    )
    ledger += decided
    assert [(row.rule, row.verdict, row.proof, row.by) for row in decided] == [
        (REVIEW, "out_of_scope", None, "heron")
    ]
    assert decided[0].reasons[-1] == "heron: correct, a gas pipe burst"
    assert appended(ledger, judge(CLAIMED)) == []
    assert [row.verdict for row in standing(ledger).values()] == ["out_of_scope"]
    assert [row.verdict for row in standing([*ledger, *judge(CLAIMED)]).values()] == ["out_of_scope"]


@pytest.mark.parametrize(
    ("decision", "verdict", "proof"), [("accept", "violation", "reported"), ("reject", "unclear", None)]
)
def test_what_is_accepted_stays_and_what_is_rejected_becomes_unclear(
    decision: str, verdict: str, proof: str | None
) -> None:
    ledger = judge()
    (row,) = reviewed(ledger, [review(ledger[0].id, decision)])
    assert (row.verdict, row.proof) == (verdict, proof)


def test_a_decision_that_was_taken_back_counts_for_nothing() -> None:
    ledger = judge()
    wrong = review(ledger[0].id, "reject")
    back = review(ledger[0].id, "ignore", id="v_2", undoes="v_1")
    assert reviewed(ledger, [wrong, back]) == []


def test_decisions_on_other_records_are_passed_over() -> None:
    assert reviewed(judge(), [review("c_0", "reject")]) == []
    ledger = judge()
    assert reviewed([*ledger, *reviewed(ledger, [review(ledger[0].id)])], [review(ledger[0].id)]) == []


@pytest.mark.parametrize(
    ("patch", "fault"),
    [
        ({"incident": "i_9"}, "corrects incident of an assessment; only verdict, proof, perpetrator"),
        ({"verdict": "broken"}, "cannot be used: Invalid enum value 'broken'"),
        ({"proof": None}, "give its proof and perpetrator"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_is_refused_in_words(patch: dict[str, Any], fault: str) -> None:
    ledger = judge()
    with pytest.raises(ReviewError, match=fault):
        reviewed(ledger, [review(ledger[0].id, patch=patch)])
