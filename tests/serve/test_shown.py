"""Days, ranges and changes are written as people write them."""

import datetime as dt

import pytest

from tocsin.serve.shown import change, days, outline, spell_days

D = dt.date


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (D(2031, 3, 5), D(2031, 3, 5), "5 Mar 2031"),
        (D(2031, 3, 5), D(2031, 3, 7), "5–7 Mar 2031"),
        (D(2031, 2, 27), D(2031, 3, 2), "27 Feb – 2 Mar 2031"),
        (D(2030, 12, 30), D(2031, 1, 2), "30 Dec 2030 – 2 Jan 2031"),
        (D(2031, 2, 1), D(2031, 2, 28), "Feb 2031"),
        (D(2031, 12, 1), D(2031, 12, 31), "Dec 2031"),
        (None, D(2031, 3, 5), "until 5 Mar 2031"),
        (D(2031, 3, 5), None, "from 5 Mar 2031"),
        (None, None, ""),
    ],
)
def test_days(first: D | None, last: D | None, words: str) -> None:
    assert days(first, last) == words


def test_days_within_words() -> None:
    assert spell_days("left on 2031-04-01; no day in 2031 or 12031-04-012") == (
        "left on 1 Apr 2031; no day in 2031 or 12031-04-012"
    )
    assert spell_days("by 2031-02-31") == "by 2031-02-31"


@pytest.mark.parametrize(
    ("week", "before", "word"),
    [(5, 0, "new"), (0, 0, "quiet"), (13, 10, "large rise"), (12, 10, "rise"), (10, 10, "steady"),
     (8, 10, "fall"), (7, 10, "large fall")],
)  # fmt: skip
def test_a_week_is_set_against_the_weeks_before(week: float, before: float, word: str) -> None:
    assert change(week, before) == word


def test_bars_are_drawn_as_one_path_and_nothing_is_drawn_where_nothing_is() -> None:
    assert outline([0, 2, 1], 30, 20) == "M10 20v-20h9v20zM20 20v-10h9v10z"
    assert outline([0, 0]) == ""
    assert outline([]) == ""
