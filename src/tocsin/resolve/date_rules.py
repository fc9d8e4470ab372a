"""The rules of dates: each fits one form of words and gives its days."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

NO_PUBLICATION_DATE = "no publication date"
NO_SUCH_DAY = "no such day"
RELATIVE = "relative to another event"
NO_START = "start not stated"
NO_END = "end not stated"

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30,
    "forty": 40, "forty-eight": 48, "fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90,
}  # fmt: skip
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "year": 12, "decade": 120, "century": 1200}

WEEKDAY = "(?P<weekday>" + "|".join(_WEEKDAYS) + ")"
MONTH = r"(?P<month>" + "|".join(_MONTHS) + r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
PART = "(?:morning|afternoon|evening|night|noon)"
HOUR = "(?:dawn|dusk|midnight|noon|midday|daybreak|nightfall|sunrise|sunset)"
_UNIT = "(?P<unit>minute|hour|day|night|week|fortnight|month|year|decade|century|centurie)s?"
_FUZZY = "a few|a couple of|half an?|several|many|few"
_LENGTH = (
    "(?:(?:(?P<more>more than|at least|over)|(?P<less>less than|fewer than|at most|up to|nearly|almost)"
    "|about|around|roughly|some|only|just) )*"
    rf"(?:(?P<number>\d{{1,3}}|{_FUZZY}|{'|'.join(_NUMBERS)}) )?(?P<half>and a half )?{_UNIT}"
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


def _month(year: int, number: int) -> tuple[dt.date, dt.date]:
    """Give the first and last day of a month; numbers beyond 1 to 12 count into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def _shifted(day: dt.date, count: int, unit: str) -> dt.date:
    """Count days, weeks, months or years onward; 31 becomes 30 or 28 where it must."""
    if unit in _DAYS_IN:
        return later(day, count * _DAYS_IN[unit])
    if unit in {"hour", "minute"}:
        days = -(-abs(count) // (24 if unit == "hour" else 24 * 60))
        return later(day, days if count > 0 else -days)
    first, last = _month(day.year, day.month + count * _MONTHS_IN[unit])
    return min(first.replace(day=min(day.day, last.day)), last)


def _period(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
    """Give the calendar week (from Monday), month, year or decade that holds a day."""
    if unit == "week":
        monday = later(day, -day.weekday())
        return monday, later(monday, 6)
    if unit == "month":
        return _month(day.year, day.month)
    years = {"year": 1, "decade": 10, "century": 100}.get(unit)
    if years is None:
        return day, day
    start = day.year - day.year % years
    return dt.date(start, 1, 1), dt.date(start + years - 1, 12, 31)


def _number(month: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))


def _calendar_day(match: re.Match[str], anchor: Anchor | None) -> Days:
    """Resolve "12 October 2020", "Oct. 12", "Monday, 12 October", "2020-10-12", and "13/10/2020" if it is clear."""
    parts = match.groupdict()
    day, year = int(parts["day"]), int(parts["year"] or 0)
    number = _number(parts["month"]) if "month" in parts else int(parts["number"])
    if parts.get("slash") and day != number:
        if day <= 12 and number <= 12:
            return no_days("day and month cannot be told apart")
        day, number = max(day, number), min(day, number)
    if not 1 <= number <= 12 or not 1 <= day <= _month(year or 2000, number)[1].day:
        return no_days(NO_SUCH_DAY)
    if year:
        found, reason = dt.date(year, number, day), "as written"
    elif anchor is None:
        return no_days(NO_PUBLICATION_DATE)
    else:
        found, reason = _nearest(number, day, anchor), f"no year given: {_side(ahead=anchor.future)}"
    weekday = parts.get("weekday")
    if weekday and found.weekday() != _WEEKDAYS.index(weekday):
        return no_days("the weekday does not fit the date")
    return Days(found, found, reason)


def _nearest(number: int, day: int, anchor: Anchor) -> dt.date:
    """Give the last such day up to publication, or the first from it on; 29 February may be years away."""
    year, step = anchor.published.year, 1 if anchor.future else -1
    while True:
        if day <= _month(year, number)[1].day:
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
        return Days(*_month(int(match["year"]), number), "as written")
    if anchor is None:
        return no_days(NO_PUBLICATION_DATE)
    day, which = anchor.published, match["which"]
    ahead = which == "next" or (anchor.future and which is None)
    if which == "this":
        return Days(*_month(day.year, number), "of the year of publication")
    year = day.year
    first, last = _month(year, number)
    if ahead:
        year += last < day if which is None else first <= day
    else:
        year -= first > day if which is None else last >= day
    return Days(*_month(year, number), f"no year given: {_side(ahead=ahead)}")


def _weekday(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve a weekday to the nearest before publication, that day included, or to the next after it."""
    wanted, which = _WEEKDAYS.index(match["weekday"]), match["which"]
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


def _night(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "overnight" and "last night"."""
    day = anchor.published
    if anchor.future and match[0] == "overnight":
        return Days(day, later(day, 1), "the night after publication")
    return Days(later(day, -1), day, "the night before publication")


def _weekend(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve a weekend, Friday to Sunday since countries differ in which two days they rest."""
    friday = later(anchor.published, -((anchor.published.weekday() - 4) % 7))
    if match["which"] == "next" or (anchor.future and match["which"] != "last"):
        friday = later(friday, 7)
    return Days(friday, min(later(friday, 2), anchor.published) if friday <= anchor.published else later(friday, 2),
                 "Friday to Sunday next to publication")  # fmt: skip


def _this_period(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "last week", "this year", "next month", by the calendar; "this" ends or begins with publication."""
    which, unit = match["which"], match["unit"]
    first, last = _period(_shifted(anchor.published, {"last": -1, "next": 1}.get(which, 0), unit), unit)
    if which == "this":
        first, last = (anchor.published, last) if anchor.future else (first, anchor.published)
    return Days(first, last, f"{which} {unit} by the calendar, from publication")


def _length(match: re.Match[str]) -> tuple[int | None, str]:
    """Read a length as number and unit; None = not stated."""
    unit = match["unit"].replace("centurie", "century")
    words = match["number"]
    number = int(words) if words and words.isdigit() else _NUMBERS.get(words or "")
    if number is not None and (match["half"] or match["half_behind"]):
        return (number * 12 + 6, "month") if unit == "year" else (None, unit)
    return number, unit


def _stretch(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve "the past two weeks", "in recent months", "the next 48 hours"."""
    number, unit = _length(match)
    if number is None and match["unit_end"] == "":
        number = 1
    day, ahead = anchor.published, match["way"] in {"next", "coming", "following"}
    if number is None:
        return Days(day, None, NO_END) if ahead else Days(None, day, NO_START)
    other = _shifted(day, number if ahead else -number, unit)
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
    number, unit = _length(match)
    day = anchor.published
    if number is None or unit in {"decade", "century"}:
        return Days(day, None, NO_END) if sign > 0 else Days(None, day, NO_START)
    if unit in {"hour", "minute"}:
        hours = number if unit == "hour" else number / 60
        far, close = later(day, sign * -int(-hours // 24)), later(day, sign * int(hours // 24))
    else:
        edges = _period(_shifted(day, sign * number, unit), "week" if unit == "fortnight" else unit)
        far, close = edges if sign < 0 else edges[::-1]
    if match["more"]:
        return Days(None, close, NO_START) if sign < 0 else Days(close, None, NO_END)
    if match["less"]:
        close = day
    return Days(min(far, close), max(far, close), "counted from publication")


def _within(match: re.Match[str], anchor: Anchor) -> Days:
    """Resolve a deadline: "within a year"."""
    number, unit = _length(match)
    if not anchor.future:
        return no_days(RELATIVE)
    if number is None:
        return Days(anchor.published, None, NO_END)
    last = _shifted(anchor.published, number, unit)
    return Days(anchor.published, last, "counted from publication")


def _for_length(match: re.Match[str], anchor: Anchor) -> Days:  # noqa: ARG001  called like the other rules
    """Resolve "for months": up to publication, from an unknown day."""
    return no_days(NO_START) if anchor.future else Days(None, anchor.published, NO_START)


def _years(match: re.Match[str], anchor: Anchor | None) -> Days:  # noqa: ARG001  called like the other rules
    """Resolve "2018" and "1990s"."""
    year = match["year"] or match["decade"]
    return Days(*_period(dt.date(int(year), 1, 1), "decade" if match["decade"] else "year"), "as written")


_FOREIGN = (
    "muharram|safar|rajab|sha'?ban|rama[dz]an|shawwal|farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|azar|dey"
    "|bahman|esfand"
)
NEVER = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (rf".*\b(?:{_FOREIGN})\b.*", "a date of another calendar"),
        (r".*\b(?:eid|christmas)\b.*", "a feast, not a date"),
        (r".*\b(?:spring|summer|autumn|winter)\b.*", "a season"),
        (rf"{_LENGTH} (?:earlier|later|afterwards)", RELATIVE),
        (rf"(?:\w+ )?the (?:next|following) (?:day|night|{PART})", RELATIVE),
        (r"(?:\w+ )?the (?:following|previous|same|preceding) .+", RELATIVE),
        (rf"(?:on )?that (?:day|week|month|year|{PART})|the day (?:before|after)", RELATIVE),
        (
            rf"(?:at|before|after|in|by) (?:the )?(?:early hours|{PART}|{HOUR})",
            "a time of day without a day",
        ),
        (rf"(?:\w+ )?(?:the )?(?:first|previous) .*{_UNIT}", RELATIVE),
        (rf"(?!for |in |within ){_LENGTH}", NO_START),
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
)
"""Dates of the calendar."""

_COUNTED: tuple[tuple[re.Pattern[str], _Counted], ...] = (
    (re.compile(rf"(?:on )?(?:(?P<which>last|next|this|coming|past) )*{WEEKDAY}(?: {PART})?"), _weekday),
    (re.compile(rf"(?:yesterday|today|tomorrow)(?: {PART})?|tonight|this {PART}|the day (?:before yesterday|after tomorrow)"),
     _near_day),
    (re.compile("overnight|last night"), _night),
    (re.compile("(?:(?:over|at|on|in|during|by) )?(?P<which>the|this|last|next) weekend"), _weekend),
    (re.compile("(?:in )?(?P<which>this|last|next|whole) (?P<unit>week|month|year|decade|century)"), _this_period),
    (re.compile(
        r"(?:(?:in|over|during|for|within|throughout|by|at) )?(?:the )?(?P<way>past|last|recent|coming|next|following) "
        + _LENGTH.replace("s?", "(?P<unit_end>s?)", 1)), _stretch),
    (re.compile(f"{_LENGTH} ago"), _ago),
    (re.compile(f"within (?:the )?{_LENGTH}"), _within),
    (re.compile(f"in {_LENGTH}"), _in_length),
    (re.compile(f"(?:for|over|during) {_LENGTH}"), _for_length),
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
