"""The task on dates: what counts as right, and whether its set is sound."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
import yaml

from evals import dates
from evals.dates import Days, Item

SET = yaml.safe_load(dates.DATA.read_text(encoding="utf-8"))
MAY = dt.date(2031, 5, 1), dt.date(2031, 5, 14)


def expression(**changes: object) -> Item:
    told = {
        "id": "since-01",
        "published": dt.date(2031, 5, 14),
        "text": "Rebels have shelled the harbour of Odrel since May.",
        "words": "since May",
        "expect": {"first": MAY[0], "last": MAY[1], "grain": "span"},
    }
    return {**told, **changes}


@pytest.mark.parametrize(
    ("changes", "answer", "right"),
    [
        ({}, MAY, True),
        ({}, (MAY[0], None), False),
        ({"also": [[MAY[0], "open"]]}, (MAY[0], None), True),
        ({}, (None, None), False),
        ({"also": ["unresolved"]}, (None, None), True),
        ({"expect": "unresolved"}, (None, None), True),
        ({"expect": "unresolved"}, MAY, False),
        ({"expect": {"first": "any", "last": MAY[1]}}, (None, MAY[1]), True),
        ({"expect": {"first": "any", "last": MAY[1]}}, (MAY[1], None), False),
    ],
)
def test_an_interval_is_right_to_the_day_on_both_sides(
    changes: dict[str, object], answer: Days, right: bool
) -> None:
    assert dates.accepts(expression(**changes), answer) is right


def test_an_act_lies_ahead_when_every_accepted_end_is_later_than_the_report() -> None:
    week = {"first": dt.date(2031, 5, 12), "last": dt.date(2031, 5, 18)}
    assert dates.lies_ahead(expression(expect=week))
    assert not dates.lies_ahead(expression(expect=week, also=[[dt.date(2031, 5, 12), MAY[1]]]))


def test_a_day_given_to_an_undated_report_is_made_up(tmp_path: Path) -> None:
    path = tmp_path / "dates.yml"
    items = [
        expression(
            id="weekday-01",
            text="Gunmen attacked a mill near Odrel on Sunday.",
            words="on Sunday",
            expect={"first": dt.date(2031, 5, 11), "last": dt.date(2031, 5, 11)},
        ),
        expression(
            id="full_date-01",
            published=None,
            text="Gunmen attacked a mill on 3 May 2029.",
            words="on 3 May 2029",
            expect="unresolved",
        ),
    ]
    path.write_text(yaml.safe_dump(items), encoding="utf-8")
    scored = dates.score(path)
    assert {name: found.value for name, found in scored.metrics.items()} == {
        "exact": 0.5,
        "made_up": 1.0,
        "end_to_end": 0.5,
        "found": 1.0,
    }


def test_the_set_is_sound() -> None:
    assert len(SET) >= 250
    assert max(Counter(item["id"] for item in SET).values()) == 1
    for item in SET:
        assert item["text"].count(item["words"]) == 1, item["id"]
        for first, last in dates.accepted(item):
            if isinstance(first, dt.date) and isinstance(last, dt.date):
                assert first <= last, item["id"]
