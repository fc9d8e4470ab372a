"""Dates that no month of the Gregorian calendar names: seasons, quarters, feasts, Persian and Islamic days.

Sources: Persian years by the 33-year cycle (right for 1178 to 1633 AP, that is 1799 to 2254; Heydari-Malayeri 2006); Islamic
days by the tabular calendar (type II, civil epoch), which sighted months miss by a day now and then, so that a day is
given with its neighbours. Seasons are those of the northern half of the earth, and the reason says so.
"""

import datetime as dt
import re
from collections.abc import Callable

_PERSIAN = "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand".split()
_ISLAMIC = (
    "muharram", "safar", "rabi al-awwal|rabi' al-awwal|rabi i", "rabi al-thani|rabi' al-thani|rabi ii",
    "jumada al-awwal|jumada al-ula|jumada i", "jumada al-thani|jumada al-akhira|jumada ii", "rajab", "sha'?ban", "rama[dz]an",
    "shawwal", "dhu al-qa'?dah?|dhul qa'?dah?|zulqa'?dah?", "dhu al-hijjah?|dhul hijjah?|zulhijjah?",
)  # fmt: skip
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FEASTS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year 's eve": (12, 31), "new year 's day": (1, 1), "new year 's": (1, 1), "new year": (1, 1), "may day": (5, 1),
    "valentine 's day": (2, 14), "all saints ' day": (11, 1), "nowruz": (3, 21), "newroz": (3, 21),
    "international women 's day": (3, 8), "orthodox christmas": (1, 7), "epiphany": (1, 6),
}  # fmt: skip
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_WHICH = r"(?:(?P<which>last|this|next|past|coming) )?"
_OF_YEAR = rf"(?:(?:,? of|,? in)? {_YEAR})?"

_SEASON = re.compile(rf"{_WHICH}(?P<season>{'|'.join(_SEASONS)}){_OF_YEAR}")
_WINTER = re.compile(r"winter (?:of )?(?P<year>(?:1[89]|20)\d\d) ?[-–/] ?(?:\d\d)?\d\d")
_QUARTER = re.compile(
    rf"(?:{_WHICH}(?P<quarter>first|second|third|fourth|last) quarter{_OF_YEAR}|q(?P<short>[1-4]) (?:of )?(?P<its_year>(?:1[89]|20)\d\d))"
)
_FEAST = re.compile(rf"{_WHICH}(?P<feast>{'|'.join(_FEASTS)})(?: (?:in |of )?{_YEAR})?")
_EASTER = re.compile(
    rf"{_WHICH}(?P<easter>good friday|easter sunday|easter monday|easter)(?: (?:in |of )?{_YEAR})?"
)
_PERSIAN_DAY = re.compile(
    rf"(?:(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)? )?(?P<month>{'|'.join(_PERSIAN)})(?:,? (?P<year>1[234]\d\d))?"
)
_ISLAMIC_DAY = re.compile(
    rf"(?:(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)? )?(?:the month of )?(?P<month>{'|'.join(f'(?:{name})' for name in _ISLAMIC)})"
    r"(?:,? (?P<year>1[34]\d\d)(?: ah)?)?"
)

Found = tuple[dt.date, dt.date, str]
"""First and last possible day, and how they were found."""


def other_date(words: str, published: dt.date | None, *, future: bool) -> Found | str | None:
    """Resolve a season, a quarter, a feast, or a day of the Persian or Islamic calendar.

    Args:
        words: folded words, without preposition or article.
        published: day of publication; None = unknown.
        future: True for what is still to come.

    Returns:
        The days; or why there are none; None where the words are nothing of the kind.
    """
    for pattern, give in _RULES:
        if match := pattern.fullmatch(words):
            options = give(match, published.year if published else None)
            return _nearest(options, published, match.groupdict().get("which"), future=future)
    return None


def _nearest(
    options: list[Found], published: dt.date | None, which: str | None, *, future: bool
) -> Found | str:
    """Choose the only one, or the nearest on the right side of publication."""
    if len(options) == 1:
        return options[0]
    if published is None or not options:
        return "no publication date" if published is None else "no such day"
    if which in {"next", "coming"} or (future and which not in {"last", "past", "this"}):
        return next(
            ((a, b, f"{why}, the next from publication") for a, b, why in options if b >= published),
            options[-1],
        )
    passed = [one for one in options if (one[1] if which in {"last", "past"} else one[0]) <= published]
    if which == "this" and (now := [one for one in options if one[0].year == published.year]):
        return now[0]
    first, last, why = passed[-1] if passed else options[0]
    return first, last, f"{why}, the last up to publication"


def _years(stated: str | None, published: int | None) -> list[int]:
    if stated:
        return [int(stated)]
    return [] if published is None else [published - 1, published, published + 1]


def _seasons(match: re.Match[str], published: int | None) -> list[Found]:
    found = []
    for year in _years(match["year"], published):
        month = _SEASONS[match["season"]]
        end = dt.date(year + (month == 12), (month + 2) % 12 + 1, 1) - dt.timedelta(days=1)
        found.append((dt.date(year, month, 1), end, "a season of the northern half"))
    return found


def _winter(match: re.Match[str], published: int | None) -> list[Found]:  # noqa: ARG001  called like the others
    year = int(match["year"])
    end = dt.date(year + 1, 3, 1) - dt.timedelta(days=1)
    return [(dt.date(year, 12, 1), end, "a season of the northern half")]


def _quarters(match: re.Match[str], published: int | None) -> list[Found]:
    number = _QUARTERS[match["quarter"] or match["short"]]
    found = []
    for year in _years(match["year"] or match["its_year"], published):
        end = dt.date(year + (number == 4), number * 3 % 12 + 1, 1) - dt.timedelta(days=1)
        found.append((dt.date(year, number * 3 - 2, 1), end, "a quarter of the year"))
    return found


def _feasts(match: re.Match[str], published: int | None) -> list[Found]:
    month, day = _FEASTS[match["feast"]]
    days = [dt.date(year, month, day) for year in _years(match["year"], published)]
    return [(day, day, "a feast of a fixed day") for day in days]


def _easters(match: re.Match[str], published: int | None) -> list[Found]:
    shift = {"good friday": -2, "easter monday": 1}.get(match["easter"], 0)
    days = [_easter(year) + dt.timedelta(days=shift) for year in _years(match["year"], published)]
    return [(day, day, "Easter of the western churches") for day in days]


def _easter(year: int) -> dt.date:
    """Give Easter Sunday by the anonymous Gregorian computus (Meeus 1991, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def _persian(match: re.Match[str], published: int | None) -> list[Found]:
    month = _PERSIAN.index(match["month"]) + 1
    years = (
        [int(match["year"])]
        if match["year"]
        else []
        if published is None
        else [published - shift for shift in (622, 621, 620)]
    )
    found = []
    for year in years:
        start = _nowruz(year) + dt.timedelta(days=31 * min(month - 1, 6) + 30 * max(month - 7, 0))
        length = 31 if month < 7 else 30 if month < 12 else (_nowruz(year + 1) - start).days
        if match["day"] and not 1 <= int(match["day"]) <= length:
            continue
        first = start + dt.timedelta(days=int(match["day"] or 1) - 1)
        last = first if match["day"] else start + dt.timedelta(days=length - 1)
        found.append((first, last, "by the Persian calendar"))
    return found


def _nowruz(year: int) -> dt.date:
    """Give the first day of a Persian year: leap years stand at fixed places of a cycle of 33 years."""
    leaps = [1, 5, 9, 13, 17, 22, 26, 30]
    cycles, place = divmod(year - 1, 33)
    passed = cycles * 8 + sum(leap <= place for leap in leaps)
    return dt.date(622, 3, 21) + dt.timedelta(days=(year - 1) * 365 + passed)


def _islamic(match: re.Match[str], published: int | None) -> list[Found]:
    month = next(n for n, name in enumerate(_ISLAMIC, 1) if re.fullmatch(name, match["month"]))
    if match["year"]:
        years = [int(match["year"])]
    else:
        middle = 0 if published is None else round((published - 622) * 365.2425 / 354.367)
        years = [] if published is None else [middle + shift for shift in (-1, 0, 1, 2)]
    found = []
    for year in years:
        start = _islamic_month(year, month)
        length = (_islamic_month(year + month // 12, month % 12 + 1) - start).days
        first = start + dt.timedelta(days=int(match["day"]) - 1) if match["day"] else start
        last = first if match["day"] else start + dt.timedelta(days=length - 1)
        day = dt.timedelta(days=1)
        found.append((first - day, last + day, "by the Islamic calendar, give or take a day"))
    return found


def _islamic_month(year: int, month: int) -> dt.date:
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + -(-59 * (month - 1) // 2)
    return dt.date(622, 7, 19) + dt.timedelta(days=days)


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], list[Found]]], ...] = (
    (_WINTER, _winter),
    (_SEASON, _seasons),
    (_QUARTER, _quarters),
    (_FEAST, _feasts),
    (_EASTER, _easters),
    (_PERSIAN_DAY, _persian),
    (_ISLAMIC_DAY, _islamic),
)
