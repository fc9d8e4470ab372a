"""Turn words of time into days, counted from the day of publication where they are relative.

What cannot be known is not guessed: such a `When` keeps its words and says why.
"""

import datetime as dt
import re

import msgspec

from tocsin.knowledge.tokens import folded_words
from tocsin.model import When
from tocsin.resolve.calendars import other_date
from tocsin.resolve.date_rules import NEVER, apply_rules
from tocsin.resolve.date_words import (
    DAY,
    HOUR,
    MONTH,
    PART,
    WEEKDAY,
    YEAR,
    Anchor,
    Days,
    later,
    no_days,
)

_TIME_OF_DAY = re.compile(
    rf"^(?:(?:shortly|just|soon) )?(?:at|before|after|around) {HOUR} (?:on |of )?"
    rf"|^(?:(?:late )?(?:in|during|on) )?the (?:early |late |small )?(?:hours|{PART}|eve) (?:of|on) (?:the )?"
    rf"| at {HOUR}$"
)
_BY_HOUR = re.compile(rf"^(?P<lead>by|until|till|from) {HOUR} (?:on |of )?")
"""A time of day between a word that bounds and its day: "by noon on Friday"."""
_LOOSE = re.compile(
    rf"\b(?:earlier|later) (?!than)(?:in )?|\b(?:early|late) (?=(?:on )?(?:the )?(?:{WEEKDAY}|yesterday|today|tomorrow|tonight))"
    r"|\bthe year (?=\d)|^(?:a )?day of |^(?:on )?(?:a )?(?:morning|afternoon|evening|night) of "
)
"""Words that do not bear on the days."""

_PART_OF = re.compile(
    r"(?:(?:in|at|on|around|during) )?(?:the )?(?:very )?(?P<part>early|late|mid|beginning|start|middle|end|(?:first|second|latter|last) half"
    r"|first (?:few )?(?:days|weeks?|months?)|last (?:few )?(?:days|weeks?|months?)|opening (?:days|weeks)|closing (?:days|weeks))"
    r"(?: - |-| )(?:of |in |part of )?(?:the )?(?P<whole>(?!the\b).+)"
)
"""Part of a month, year, quarter or decade: thirds, halves, and weeks or days of seven and ten."""

_LASTING = re.compile(
    r"(?:(?:for|by) )?(?:the )?(?:(?:another|(?:a|an) (?:further|extra|additional)) )?(?P<length>.+?)(?: long)?"
)
"""What may stand around a length: "for another two weeks", "week-long"."""
_SHORT = re.compile(r".*\b(?:hour|day|night|week|fortnight)s?")
_LEAD = re.compile(
    "(?P<lead>on|in|at|by|since|until|till|before|after|from|during|for|over|throughout|within|around|as of"
    "|no later than|starting|beginning) (?:on )?(?:the )?"
)
_BARE = re.compile("^(week|month|year|decade)$")
"""A period of which an article was left out; `date_rules` knows it as "whole week"."""
_RANGE = re.compile("(?:between |from )?(?P<left>.+?) (?P<link>to|and|or|until|through|-|–|—) (?P<right>.+)")


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
    words = " ".join(folded_words(when.span.quote)).replace(" ,", "").strip(" .")
    try:
        days = _resolve(words, Anchor(published, future) if published else None)
    except (ValueError, OverflowError):
        days = no_days("beyond the calendar")
    return msgspec.structs.replace(when, first=days.first, last=days.last, reason=days.reason)


def resolve_length(when: When, published: dt.date) -> When:
    """Count a stretch of time from the day of publication: "a ten-day truce", "gave it 72 hours".

    Args:
        when: a stretch of time that no rule of dates could place.
        published: day of publication.

    Returns:
        The days from publication on. A bare length of months or years stays unresolved: it may have begun long before.
    """
    words = " ".join(folded_words(when.span.quote))
    bare = words.replace(" - ", " ").replace("-", " ")
    match = _LASTING.fullmatch(bare)
    if match is None or (words == match["length"] and not _SHORT.fullmatch(words)):
        return when
    length = match["length"] if " " in match["length"] else f"one {match['length']}"
    days = apply_rules(f"within {length}", Anchor(published, future=True))
    return (
        msgspec.structs.replace(when, first=days.first, last=days.last, reason=days.reason) if days else when
    )


def _resolve(words: str, anchor: Anchor | None) -> Days:
    words = _BY_HOUR.sub(r"\g<lead> ", words)
    for pattern, reason in NEVER:
        if pattern.fullmatch(words):
            return no_days(reason)
    words = _LOOSE.sub("", _TIME_OF_DAY.sub("", words)).removesuffix(" 's").strip()
    words = re.sub(r"^(\w+ )?the (week|month|year|decade)$", r"\1whole \2", words)
    days = _plain(words, anchor) or (
        _between(words, anchor) if words.startswith(("from ", "between ")) else None
    )
    if days is not None:
        return days
    lead = ""
    while (match := _LEAD.match(words)) is not None:
        lead, words = lead or match["lead"], words[match.end() :]
    if lead == "since" and anchor:
        anchor = anchor._replace(future=False)
    if lead == "before" and re.match("(?:very )?end of ", words):
        lead = "by"
    days = (
        _plain(_BARE.sub(r"whole \1", words.removeprefix("the ")), anchor)
        or _between(words, anchor)
        or no_days("not understood")
    )
    return _led(lead, days, anchor)


def _plain(words: str, anchor: Anchor | None) -> Days | None:
    """Resolve a date without preposition: a rule, another calendar, or part of a period."""
    days = apply_rules(words, anchor)
    if days is not None:
        return days
    other = other_date(
        re.sub(r"^(?:in |on |at |during |over )?(?:the )?", "", words),
        anchor.published if anchor else None,
        future=bool(anchor and anchor.future),
    )
    if other is not None:
        return no_days(other) if isinstance(other, str) else Days(*other)
    match = _PART_OF.fullmatch(words)
    if match is None:
        return None
    whole = _BARE.sub(r"whole \1", match["whole"])
    found = _plain(whole, anchor) if "end of" not in whole else None
    if found is None or found.first is None or found.last is None or whole.startswith("this "):
        return found
    return _narrowed(match["part"], found)


def _narrowed(part: str, whole: Days) -> Days:
    """Cut a period: thirds (of a month 10 days, 10 days and the rest), halves, the first or last week or days."""
    first, last = whole.first, whole.last
    if first is None or last is None or (last - first).days < 4:
        return whole
    length = (last - first).days + 1
    name, _, size = part.partition(" ")
    reason = f"{part} of it; {whole.reason}"
    if size == "week":
        week = dt.timedelta(days=6)
        return Days(first, first + week, reason) if name == "first" else Days(last - week, last, reason)
    third = 10 if 28 <= length <= 31 else length // 3
    early, late = (length // 2,) * 2 if size == "half" else (third, 2 * third)
    if name in {"mid", "middle"}:
        return Days(_edge(first, length, early), later(_edge(first, length, late), -1), reason)
    if name in {"late", "end", "last", "second", "latter", "closing"}:
        return Days(_edge(first, length, late), last, reason)
    return Days(first, later(_edge(first, length, early), -1), reason)


def _edge(first: dt.date, length: int, days: int) -> dt.date:
    """Give the day a number of days on; of a quarter or more the first of a month, of a decade the first of a year."""
    day = later(first, days)
    if length < 80:
        return day
    if length > 3000:
        return dt.date(day.year + (day.month > 6), 1, 1)
    nearest = later(day, 15)
    return nearest.replace(day=1)


def _between(words: str, anchor: Anchor | None) -> Days | None:
    """Resolve a range: its end first, then its beginning as the last such day before that."""
    match = _RANGE.fullmatch(words)
    if match is None:
        return None
    left, right = match["left"], match["right"]
    if re.fullmatch(DAY, left) and (end := re.search(rf"{MONTH}(?: {YEAR})?$", right)):
        left = f"{left} {end[0]}"
    elif (start := re.match(rf"{MONTH} (?=\d)", left)) and re.fullmatch(rf"{DAY}(?: {YEAR})?", right):
        right = start[0] + right
    last = _plain(right, anchor)
    if last is None or last.first is None:
        return last
    first = _plain(left, Anchor(last.first, future=False))
    if first is None or first.first is None:
        return first
    if last.last is not None and first.first > last.last:
        return no_days("the range ends before it begins")
    return Days(first.first, last.last, f"a range; its end: {last.reason}")


def _led(lead: str, days: Days, anchor: Anchor | None) -> Days:
    """Open or bound an interval by its preposition."""
    if days.first is None or days.last is None:
        return days
    published = anchor.published if anchor else None
    now = None if anchor and anchor.future else published
    if lead in {"since", "from", "as of", "starting", "beginning"}:
        return Days(days.first, now if now is None or now >= days.first else None, f"{lead}: {days.reason}")
    if lead == "after":
        return Days(
            later(days.last, 1), now if now is None or now > days.last else None, f"after: {days.reason}"
        )
    if lead in {"by", "until", "till", "no later than", "before"}:
        last = later(days.first, -1) if lead == "before" else days.last
        start = published if anchor and anchor.future and anchor.published <= last else None
        return Days(start, last, f"{lead}: {days.reason}")
    return days
