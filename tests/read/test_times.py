"""Finding the words of time in a sentence."""

import pytest

from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge
from tocsin.read import sentences


def times(text: str, know: Knowledge) -> list[str]:
    report = report_from_text(text)
    return [
        report.text[sentence.tokens[a].start : sentence.tokens[b - 1].end]
        for sentence in sentences(report, know)
        for a, b in sentence.times
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Sunday the group left Odrel.", ["On Sunday"]),
        ("The group has held the bridge since taking Odrel in May, he said.", ["in May"]),
        ("Shells fell early on Tuesday and again on Monday night.", ["early on Tuesday", "on Monday night"]),
        ("They met on Monday, Sept. 28, 2020, in Velm.", ["on Monday, Sept. 28, 2020"]),
        ("Convoys have faced attacks for months, although few died.", ["for months"]),
        ("He hopes to see more in the coming days and weeks.", ["in the coming days and weeks"]),
        ("Parliament gave the government one year to comply.", ["one year"]),
        ("Two days after the raid the army came.", ["Two days"]),
        ("Three days earlier a mine had killed two men.", ["Three days earlier"]),
        ("The rebels must leave by Friday or within ten days.", ["by Friday", "within ten days"]),
        ("Sunday's attack killed four.", ["Sunday"]),
        ("A truce from 3 to 5 March failed.", ["from 3 to 5 March"]),
        ("The truce of May failed at dawn on Friday.", ["May", "at dawn on Friday"]),
        ("In this Dec 31, 2019 file photo guards watch.", ["Dec 31, 2019"]),
        ("The prophet's birthday fell on 12 Rajab 1441.", ["on 12 Rajab 1441"]),
    ],
)
def test_dates_are_found_with_their_prepositions(text: str, expected: list[str], know: Knowledge) -> None:
    assert times(text, know) == expected


def test_since_a_day_when_something_else_happened_gives_both_readings(know: Knowledge) -> None:
    text = "The road has been shut since January, when a drone killed two guards."
    assert times(text, know) == ["since January", "January"]


@pytest.mark.parametrize(
    "text",
    [
        "The army may attack the harbour.",
        "At least 12 may have died.",
        "Thousands march on the palace.",
        "The union called a march.",
        "The camp was attacked by 2000 fighters.",
        "The court gave him ten years in prison.",
        "Bloody Sunday is a film.",
        "The second brigade left.",
        "Rebels and soldiers fought for the bridge.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str, know: Knowledge) -> None:
    assert times(text, know) == []
