"""The rules of dates: each fits one form of words and gives its days."""

import datetime as dt
import re
from collections.abc import Callable

from tocsin.resolve.date_words import (
    _UNIT,
    DAY,
    HOUR,
    LENGTH,
    MONTH,
    MONTHS,
    NO_END,
    NO_PUBLICATION_DATE,
    NO_START,
    NO_SUCH_DAY,
    NUMBERS,
    ORDINALS,
    PART,
    RELATIVE,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Anchor,
    Days,
    later,
    month_of,
    no_days,
    period_of,
    shifted,
    unnamed,
)


def _number(month: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month[:3]))


def _calendar_day(match: re.Match[str], anchor: Anchor | None) -> Days:
    """Resolve "12 October 2020", "Oct. 12", "Monday, 12 October", "2020-10-12", and "13/10/2020" if it is clear."""
    parts = match.groupdict()
    day, year = int(parts["day"]), int(parts["year"] or 0)
    number = _number(parts["month"]) if "month" in parts else int(parts["number"])
    if parts.get("slash") and day != number:
        if day <= 12 and number <= 12:
            return no_days("day and month cannot be told apart")
        day, number = max(day, number), min(day, number)
    if not 1 <= number <= 12 or not 1 <= day <= month_of(year or 2000, number)[1].day:
        return no_days(NO_SUCH_DAY)
    if year:
        found, reason = dt.date(year, number, day), "as written"
    elif anchor is None:
        return no_days(NO_PUBLICATION_DATE)
    else:
        found, reason = _nearest(number, day, anchor), f"no year given: {_side(ahead=anchor.future)}"
    weekday = parts.get("weekday")
    if weekday and found.weekday() != WEEKDAYS.index(weekday):
        return no_days("the weekday does not fit the date")
    return Days(found, found, reason)


def _nearest(number: int, day: int, anchor: Anchor) -> dt.date:
    """Give the last such day up to publication, or the first from it on; 29 February may be years away."""
    year, step = anchor.published.year, 1 if anchor.future else -1
    while True:
        if day <= month_of(year, number)[1].day:
            found = dt.date(year, number, day)
            if found == anchor.published or (found > anchor.published) == anchor.future:
                return found
        year += step


def _side(*, ahead: bool) -> str:
    return f"the nearest {'after' if ahead else 'before'} publication"


def _calendar_month(match: re.Match[str], anchor: Anchor | None) -> Days:
    """Resolve "May", "May 2020", "last May"."""
    number = _number(match["month"])
    if match["year"]:
        return Days(*month_of(int(match["year"]), number), "as written")
    if anchor is None:
        return no_days(NO_PUBLICATION_DATE)
    day, which = anchor.published, match["which"]
    ahead = which == "next" or (anchor.future and which is None)
    if which == "this":
        return Days(*month_of(day.year, number), "of the year of publication")
    year = day.year
    first, last = month_of(year, number)
    if ahead:
        year += last < day if which is None else first <= day
    else:
        year -= first > day if which is None else last >= day
    return Days(*month_of(year, number), f"no year given: {_side(ahead=ahead)}")


def _weekday(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve a weekday to the nearest before publication, that day included, or to the next after it."""
    wanted, which = WEEKDAYS.index(match["weekday"]), match["which"]
    back = (anchor.published.weekday() - wanted) % 7
    if which in {"next", "coming"} or (anchor.future and which not in {"last", "past"}):
        return _same(later(anchor.published, 7 - back), "the next such day after publication")
    back = back or (7 if which in {"last", "past"} else 0)
    return _same(later(anchor.published, -back), "the nearest such day before publication")


def _same(day: dt.date, reason: str) -> Days:
    return Days(day, day, reason)


def _near_day(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "yesterday", "tonight", "the day after tomorrow"."""
    words = match[0]
    shift = -2 if "before yesterday" in words else 2 if "after tomorrow" in words else 0
    shift = shift or ("tomorrow" in words) - ("yesterday" in words)
    return _same(later(anchor.published, shift), "counted from publication")


def _far_weekday(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "Monday of last week" and "the Sunday before last"."""
    wanted, day = WEEKDAYS.index(match["weekday"] or match["weekday2"]), anchor.published
    if match["which"]:
        monday = later(day, -day.weekday() + {"last": -7, "next": 7}.get(match["which"], 0))
        return _same(later(monday, wanted), f"in {match['which']} week, from publication")
    back = (day.weekday() - wanted) % 7 or 7
    return _same(later(day, -back - 7), "the last such day but one before publication")


def _day_of_month(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "on the 4th" to the nearest such day."""
    number, month = int(match["day"]), anchor.published.month
    if not 1 <= number <= 31:
        return no_days(NO_SUCH_DAY)
    for shift in range(4):
        first, last = month_of(anchor.published.year, month + (shift if anchor.future else -shift))
        if number <= last.day:
            found = first.replace(day=number)
            if found == anchor.published or (found > anchor.published) == anchor.future:
                return _same(found, f"no month given: {_side(ahead=anchor.future)}")
    return no_days(NO_SUCH_DAY)


def _before_last(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "the week before last"."""
    unit = match["unit"]
    return Days(
        *period_of(shifted(anchor.published, -2, unit), unit), f"the {unit} before last, by the calendar"
    )


def _anniversary(match: re.Match[str], anchor: Anchor | None) -> Days:
    """Resolve "the second anniversary of the raid of 10 May 2018" to the day it falls on."""
    count = ORDINALS.get(match["count"]) or int(match["count"][:-2])
    day = apply_rules(match["day_of"], anchor)
    if day is None or day.first is None or day.first != day.last:
        return no_days("an anniversary of an unknown day")
    found = shifted(day.first, count, "year")
    return _same(found, f"{count} years after {day.first.isoformat()}")


def _night(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "overnight" and "last night"."""
    day = anchor.published
    if anchor.future and match[0] == "overnight":
        return Days(day, later(day, 1), "the night after publication")
    return Days(later(day, -1), day, "the night before publication")


def _weekend(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve a weekend, Friday to Sunday since countries differ in which two days they rest."""
    friday = later(anchor.published, -((anchor.published.weekday() - 4) % 7))
    is_weekend = anchor.published.weekday() >= 4
    if match["which"] == "next" or (anchor.future and match["which"] != "last" and not is_weekend):
        friday = later(friday, 7)
    elif match["which"] == "last" and is_weekend:
        friday = later(friday, -7)
    return Days(friday, min(later(friday, 2), anchor.published) if friday <= anchor.published else later(friday, 2),
                 "Friday to Sunday next to publication")  # fmt: skip


def _this_period(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "last week", "this year", "next month", by the calendar; "this" ends or begins with publication."""
    which, unit = match["which"], match["unit"]
    first, last = period_of(shifted(anchor.published, {"last": -1, "next": 1}.get(which, 0), unit), unit)
    if which == "this":
        first, last = (anchor.published, last) if anchor.future else (first, anchor.published)
    return Days(first, last, f"{which} {unit} by the calendar, from publication")


def length_of(match: re.Match[str]) -> tuple[int | None, str]:
    """Read a length as number and unit; None = not stated."""
    unit = match["unit"].replace("centurie", "century")
    words = match["number"]
    number = int(words) if words and words.isdigit() else NUMBERS.get(words or "")
    if number is not None and (match["half"] or match["half_behind"]):
        return (number * 12 + 6, "month") if unit == "year" else (None, unit)
    return number, unit


def _stretch(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "the past two weeks", "in recent months", "the next 48 hours"."""
    number, unit = length_of(match)
    if number is None and match["unit_end"] == "":
        number = 1
    day, ahead = anchor.published, match["way"] in {"next", "coming", "following"}
    if number is None:
        return Days(day, None, NO_END) if ahead else Days(None, day, NO_START)
    other = shifted(day, number if ahead else -number, unit)
    return (
        Days(day, other, "counted from publication")
        if ahead
        else Days(other, day, "counted back from publication")
    )


def _ago(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "two days ago" to a day, "two weeks ago" to a week, "a year ago" to a year."""
    return _away(match, anchor, -1)


def _in_length(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "in two days" for what is to come; of the past it is a length of time."""
    return _away(match, anchor, 1) if anchor.future else no_days(NO_START)


def _away(match: re.Match[str], anchor: Anchor, sign: int) -> Days:
    number, unit = length_of(match)
    day = anchor.published
    if number is None or unit in {"decade", "century"}:
        return Days(day, None, NO_END) if sign > 0 else Days(None, day, NO_START)
    if unit in {"hour", "minute"}:
        hours = number if unit == "hour" else number / 60
        far, close = later(day, sign * -int(-hours // 24)), later(day, sign * int(hours // 24))
    else:
        edges = period_of(shifted(day, sign * number, unit), "week" if unit == "fortnight" else unit)
        far, close = edges if sign < 0 else edges[::-1]
    if match["more"]:
        return Days(None, close, NO_START) if sign < 0 else Days(close, None, NO_END)
    if match["less"]:
        close = day
    return Days(min(far, close), max(far, close), "counted from publication")


def _within(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve a deadline: "within a year"."""
    number, unit = length_of(match)
    if not anchor.future:
        return no_days(RELATIVE)
    if number is None:
        return Days(anchor.published, None, NO_END)
    last = shifted(anchor.published, number, unit)
    return Days(anchor.published, last, "counted from publication")


def _for_length(match: re.Match[str], anchor: Anchor) -> Days:  # noqa: ARG001  called like the other rules
    """Resolve "for months": up to publication, from an unknown day."""
    return no_days(NO_START) if anchor.future else Days(None, anchor.published, NO_START)


def _years(match: re.Match[str], anchor: Anchor | None) -> Days:  # noqa: ARG001  called like the other rules
    """Resolve "2018" and "1990s"."""
    year = match["year"] or match["decade"]
    return Days(*period_of(dt.date(int(year), 1, 1), "decade" if match["decade"] else "year"), "as written")


NEVER = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (r".*\beid\b.*", "a feast whose day is set by the moon"),
        (r"(?:(?:on|at|in) )?(?:every|each) .+", "again and again, not one date"),
        (rf"{LENGTH} (?:earlier|later|afterwards)", RELATIVE),
        (rf"(?:\w+ )?the (?:next|following) (?:day|night|{PART})", RELATIVE),
        (r"(?:\w+ )?the (?:following|previous|same|preceding) .+", RELATIVE),
        (rf"(?:on )?that (?:day|week|month|year|{PART})|the day (?:before|after)", RELATIVE),
        (
            rf"(?:at|before|after|in|by) (?:the )?(?:early hours|{PART}|{HOUR})",
            "a time of day without a day",
        ),
        (rf"(?:\w+ )?(?:the )?(?:first|previous) .*{_UNIT}", RELATIVE),
        (rf"(?!for |in |within ){LENGTH}", NO_START),
    )
)
"""Words that name no day by themselves, whatever the day of publication."""


_Dated = Callable[[re.Match[str], Anchor | None], Days]
_Counted = Callable[[re.Match[str], Anchor], Days]

_DATED: tuple[tuple[re.Pattern[str], _Dated], ...] = (
    (re.compile(rf"(?:{WEEKDAY} )?(?:the )?{DAY} (?:of )?{MONTH}(?: {YEAR})?"), _calendar_day),
    (re.compile(rf"(?:{WEEKDAY} )?{MONTH} {DAY}(?: {YEAR})?"), _calendar_day),
    (re.compile(rf"{YEAR} ?- ?(?P<number>\d\d) ?- ?(?P<day>\d\d)"), _calendar_day),
    (re.compile(rf"(?P<day>\d\d?)(?P<slash> / |\.)(?P<number>\d\d?)(?: / |\.){YEAR}"), _calendar_day),
    (re.compile(rf"(?:(?P<which>this|last|next) )?{MONTH}(?: {YEAR})?"), _calendar_month),
    (re.compile(rf"(?:the )?(?:{YEAR}|(?P<decade>(?:1[89]|20)\d0)s)"), _years),
    (
        re.compile(
            rf"(?:the )?(?P<count>{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th)) anniversary of (?:.*? )?(?P<day_of>{unnamed(f'{DAY} {MONTH} {YEAR}|{MONTH} {DAY} {YEAR}')})"
        ),
        _anniversary,
    ),
)
"""Dates of the calendar."""

_COUNTED: tuple[tuple[re.Pattern[str], _Counted], ...] = (
    (re.compile(rf"(?:on )?(?:(?P<which>last|next|this|coming|past) )*{WEEKDAY}(?: {PART})?"), _weekday),
    (re.compile(rf"(?:yesterday|today|tomorrow)(?: {PART})?|tonight|this {PART}|the day (?:before yesterday|after tomorrow)"),
     _near_day),
    (re.compile(rf"(?:on )?(?:the )?{WEEKDAY} (?:of )?(?P<which>this|last|next) week|(?:on )?(?:the )?(?P<weekday2>{'|'.join(WEEKDAYS)}) before last"),
     _far_weekday),
    (re.compile(r"(?:on )?(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)"), _day_of_month),
    (re.compile("(?:in )?(?:the )?(?P<unit>week|month|year) before last"), _before_last),
    (re.compile("overnight|last night"), _night),
    (re.compile("(?:(?:over|at|on|in|during|by) )?(?:the )?(?:(?P<which>the|this|last|next) )?weekend"), _weekend),
    (re.compile("(?:in )?(?P<which>this|last|next|whole) (?P<unit>week|month|year|decade|century)"), _this_period),
    (re.compile(
        r"(?:(?:in|over|during|for|within|throughout|by|at) )?(?:the )?(?P<way>past|last|recent|coming|next|following) "
        + LENGTH.replace("s?", "(?P<unit_end>s?)", 1)), _stretch),
    (re.compile(f"{LENGTH} ago"), _ago),
    (re.compile(f"within (?:the )?{LENGTH}"), _within),
    (re.compile(f"in {LENGTH}"), _in_length),
    (re.compile(f"(?:for|over|during) {LENGTH}"), _for_length),
)  # fmt: skip
"""Dates counted from the day of publication."""


def apply_rules(words: str, anchor: Anchor | None) -> Days | None:
    """Apply the first rule that fits all the words."""
    for pattern, rule in _DATED:
        if match := pattern.fullmatch(words):
            return rule(match, anchor)
    for pattern, counted in _COUNTED:
        if match := pattern.fullmatch(words):
            return counted(match, anchor) if anchor else no_days(NO_PUBLICATION_DATE)
    return None
