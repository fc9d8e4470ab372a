"""Turn words of time into days, counted from the day of publication where they are relative.

What cannot be known is not guessed: such a `When` keeps its words and says why.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import When

NO_PUBLICATION_DATE = "no publication date"
NO_SUCH_DAY = "no such day"
RELATIVE = "relative to another event"
NO_START = "start not stated"

_WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
    for length in (len(name), 3)
} | {"sept": 9}
_NUMBERS = {
    name: number
    for number, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {
    "a": 1, "an": 1, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90, "twenty-four": 24, "forty-eight": 48, "seventy-two": 72,
}  # fmt: skip
_DAYS = {"week": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "year": 12, "decade": 120, "century": 1200}

_W = "(?P<weekday>" + "|".join(_WEEKDAYS) + ")"
_M = "(?P<month>" + "|".join(_MONTHS) + r")\.?"
_D = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_Y = r"(?:,? ?(?P<year>(?:1[89]|20)\d\d))"
_UNIT = "(?P<unit>minute|hour|day|night|week|weekend|fortnight|month|year|decade|centur)(?:s|y|ies)?"
_NUMBER = r"(?P<number>\d{1,3}|a few|a couple of|half an?|several|many|few|" + "|".join(_NUMBERS) + ")"
_MORE = "(?P<more>more than|at least|over)"
_LESS = "less than|fewer than|at most|up to|nearly|almost|about|around|roughly|some|only|just"
_LENGTH = rf"(?:(?:{_MORE}|(?P<less>{_LESS})) )*(?:{_NUMBER} (?P<half>and a half )?)?{_UNIT}(?: (?:and|or) (?:a half|\w+))?"
_PART = "(?:morning|afternoon|evening|night|noon)"
_HOUR = "(?:dawn|dusk|midnight|noon|midday|daybreak|nightfall|sunrise|sunset)"

_TIME_OF_DAY = re.compile(
    rf"^(?:(?:shortly|just|soon) )?(?:at|before|after|around) {_HOUR} (?:on |of )?|"
    rf"^(?:(?:late )?(?:in|during|on) )?the (?:early |late |small )?(?:hours|{_PART}|eve) (?:of|on) (?:the )?|"
    rf" at {_HOUR}$| {_PART}$"
)
_LEAD = re.compile(
    "(?:(early|late|earlier|later|mid|on|in|at|by|since|until|till|before|after|from|during|for|over|throughout|within|around|as of|"
    "no later than|starting|beginning|the|year|mid -) )+"
)
_STAGE = re.compile(r"\b(?:early|late|earlier|later|mid)[ -]+(?:in |on )?|\bmid - ")
_RANGE = re.compile(r"(?:between |from |on |in |during |over |since )?(?P<left>.+?) (?:to|and|or|until|through|-|–|—) (?P<right>.+)")


class _Days(NamedTuple):
    """An interval of days, or why there is none."""

    first: dt.date | None
    last: dt.date | None
    reason: str


class _Anchor(NamedTuple):
    """From where relative dates count, and whether they lie ahead."""

    published: dt.date
    future: bool


def resolve_when(when: When, published: dt.date | None, *, future: bool) -> When:
    """Resolve a date.

    Args:
        when: the words of the date, its preposition included where it bears on the meaning.
        published: day of publication; None = unknown, which leaves relative dates unresolved.
        future: True for an act that is still to come when the report is written.

    Returns:
        The same words with first and last possible day, and how they were found or why not. One side may be
        open: "for months" ends with the day of publication and began nobody knows when.
    """
    quote = when.span.quote
    words = " ".join(fold(quote[a:b]) for a, b in token_spans(quote))
    days = _resolve(words.strip(" ,").replace(" ,", ","), published, future=future)
    return msgspec.structs.replace(when, first=days.first, last=days.last, reason=days.reason)
