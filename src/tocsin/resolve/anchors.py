"""Dates that hang on another date of the report: "two days later", "the next day", "that year"."""

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from tocsin.knowledge.tokens import folded_words
from tocsin.model import Report, Sentence, When
from tocsin.resolve.date_rules import apply_rules, length_of
from tocsin.resolve.date_words import (
    DAY,
    LENGTH,
    MONTH,
    PART,
    RELATIVE,
    WEEKDAY,
    YEAR,
    Anchor,
    Days,
    period_of,
    shifted,
    unnamed,
)

REACH = 3
"""Sentences within which the other date must stand, that of the words included (own choice)."""

_DATES = re.compile(
    unnamed(
        rf"(?:{DAY} (?:of )?{MONTH}(?: {YEAR})?|{MONTH} {DAY}(?: {YEAR})?|{YEAR} - \d\d - \d\d|{MONTH} {YEAR}"
        rf"|(?<=on ){WEEKDAY}|(?<=in ){MONTH}|(?<=in ){YEAR})(?!\S)"
    )
)
_NEXT = re.compile(
    rf"(?:(?:on|in|by) )?the (?P<way>next|following|previous|preceding|same) (?P<unit>day|night|week|month|year|{PART})"
)
_THAT = re.compile(rf"(?:(?:on|in|by) )?that (?:same )?(?P<unit>day|night|week|month|year|{PART})")
_BESIDE = re.compile("the day (?P<way>before|after)")
_LATER = re.compile(rf"{LENGTH} (?P<way>later|afterwards|earlier)")


def resolve_anchored(when: When, sentences: Sequence[Sentence], published: dt.date | None) -> When:
    """Count a date from the last date that stands before it.

    Args:
        when: a date that `resolve_when` found to hang on another.
        sentences: the sentences of the report, in text order.
        published: day of publication; None = unknown.

    Returns:
        The same words with their days, or as they came where no other date is near or it is too wide.
    """
    if when.reason != RELATIVE:
        return when
    words = " ".join(folded_words(when.span.quote))
    other = _before(when.span.start, sentences, published)
    days = _counted(words, other[1]) if other is not None else None
    if other is None or days is None:
        return when
    return msgspec.structs.replace(when, first=days[0], last=days[1], reason=f'counted from "{other[0]}"')


def day_of(report: Report) -> dt.date | None:
    """Give the day from which a report counts: its day of publication, else that of its dateline.

    Args:
        report: the report.

    Returns:
        The day; None where neither says it in full.
    """
    if report.published is not None:
        return report.published
    for part in report.parts:
        if part.kind == "dateline":
            words = " ".join(folded_words(report.text[part.start : part.end])).replace(" ,", "")
            for match in _DATES.finditer(words):
                days = apply_rules(match[0], None)
                if days is not None and days.first is not None and days.first == days.last:
                    return days.first
    return None


def _before(at: int, sentences: Sequence[Sentence], published: dt.date | None) -> tuple[str, Days] | None:
    """Find the last date before a place that gives days."""
    near = [sentence for sentence in sentences if sentence.start <= at][-REACH:]
    anchor = Anchor(published, future=False) if published is not None else None
    for sentence in reversed(near):
        words = " ".join(token.lower for token in sentence.tokens if token.start < at and token.text != ",")
        for match in reversed(list(_DATES.finditer(words))):
            days = apply_rules(match[0], anchor)
            if days is not None and days.first is not None and days.last is not None:
                return match[0], days
    return None


def _counted(words: str, other: Days) -> tuple[dt.date, dt.date] | None:
    if other.first is None or other.last is None:
        return None
    is_day = other.first == other.last
    if match := _LATER.fullmatch(words):
        number, unit = length_of(match)
        if number is None or not is_day:
            return None
        day = shifted(other.first, -number if match["way"] == "earlier" else number, unit)
        return (day, day) if unit in {"day", "night", "week", "fortnight"} else period_of(day, unit)
    if match := _BESIDE.fullmatch(words):
        return _moved(other, 1 if match["way"] == "after" else -1, "day") if is_day else None
    match = _NEXT.fullmatch(words) or _THAT.fullmatch(words)
    if match is None:
        return None
    way = match.groupdict().get("way") or "same"
    unit = match["unit"] if match["unit"] in {"week", "month", "year"} else "day"
    width = {"day": 0, "week": 6, "month": 30, "year": 365}[unit]
    if (other.last - other.first).days > width:
        return None
    return _moved(other, {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(way, 0), unit)


def _moved(other: Days, count: int, unit: str) -> tuple[dt.date, dt.date] | None:
    if other.first is None:
        return None
    return period_of(shifted(other.first, count, unit), unit)
