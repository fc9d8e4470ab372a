"""Words and arithmetic of dates, shared by their rules."""

import calendar
import datetime as dt
import re
from typing import NamedTuple

NO_PUBLICATION_DATE = "no publication date"
NO_SUCH_DAY = "no such day"
RELATIVE = "relative to another event"
NO_START = "start not stated"
NO_END = "end not stated"

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30,
    "forty": 40, "forty-eight": 48, "fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
}  # fmt: skip
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "year": 12, "decade": 120, "century": 1200}

WEEKDAY = "(?P<weekday>" + "|".join(WEEKDAYS) + ")"
MONTH = r"(?P<month>" + "|".join(MONTHS) + r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
PART = "(?:morning|afternoon|evening|night|noon)"
HOUR = (
    "(?:dawn|dusk|midnight|noon|midday|daybreak|nightfall|sunrise|sunset"
    r"|\d\d?[:.]\d\d(?: ?[ap]\.?m\.?)?(?: (?:gmt|utc|local time))?|\d\d? ?[ap]\.?m\.?)"
)
_UNIT = "(?P<unit>minute|hour|day|night|week|fortnight|month|year|decade|century|centurie)s?"
_FUZZY = "a few|a couple of|half an?|several|many|few"
LENGTH = (
    "(?:(?:(?P<more>more than|at least|over)|(?P<less>less than|fewer than|at most|up to|nearly|almost)"
    "|about|around|roughly|some|only|just) )*"
    rf"(?:(?P<number>\d{{1,3}}|{_FUZZY}|{'|'.join(NUMBERS)}) )?(?P<half>and a half )?{_UNIT}"
    r"(?P<half_behind> and a half)?(?: (?:and|or) \w+)?"
)


class Days(NamedTuple):
    """An interval of days, and how it was found; or why there is none."""

    first: dt.date | None
    last: dt.date | None
    reason: str


class Anchor(NamedTuple):
    """The day from which relative dates count, and whether they lie ahead."""

    published: dt.date
    future: bool


def no_days(reason: str) -> Days:
    """Say why there is no interval."""
    return Days(None, None, reason)


def later(day: dt.date, days: int) -> dt.date:
    """Count days onward, or back where the number is negative."""
    return day + dt.timedelta(days=days)


def month_of(year: int, number: int) -> tuple[dt.date, dt.date]:
    """Give the first and last day of a month; numbers beyond 1 to 12 count into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def shifted(day: dt.date, count: int, unit: str) -> dt.date:
    """Count days, weeks, months or years onward; 31 becomes 30 or 28 where it must."""
    if unit in _DAYS_IN:
        return later(day, count * _DAYS_IN[unit])
    if unit in {"hour", "minute"}:
        days = -(-abs(count) // (24 if unit == "hour" else 24 * 60))
        return later(day, days if count > 0 else -days)
    first, last = month_of(day.year, day.month + count * _MONTHS_IN[unit])
    return min(first.replace(day=min(day.day, last.day)), last)


def period_of(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
    """Give the calendar week (from Monday), month, year or decade that holds a day."""
    if unit == "week":
        monday = later(day, -day.weekday())
        return monday, later(monday, 6)
    if unit == "month":
        return month_of(day.year, day.month)
    years = {"year": 1, "decade": 10, "century": 100}.get(unit)
    if years is None:
        return day, day
    start = day.year - day.year % years
    return dt.date(start, 1, 1), dt.date(start + years - 1, 12, 31)


def unnamed(pattern: str) -> str:
    """Take the names of groups out of a pattern."""
    return re.sub(r"\?P<\w+>", "?:", pattern)
