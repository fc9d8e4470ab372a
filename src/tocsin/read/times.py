"""Find the words that say when: dates, weekdays, "for months", "two days ago". What they mean is found later.

The words of a sentence are joined by single spaces and matched against one pattern, so that the grammar below
can be read as text.
"""

import re
from collections.abc import Iterable, Sequence

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = "jan feb mar apr jun jul aug sep sept oct nov dec".split()
_FOREIGN = (
    "muharram safar rajab shaban sha'ban ramadan ramazan shawwal farvardin ordibehesht khordad tir mordad shahrivar "
    "mehr aban azar dey bahman esfand"
).split()
_UNITS = "minute hour day night week weekend fortnight month quarter year decade century".split()
_UNITS_MANY = "minutes hours days nights weeks weekends fortnights months years decades centuries".split()
_SEASONS = "spring summer autumn winter".split()
_HOURS = "dawn dusk midnight noon midday daybreak nightfall sunrise sunset".split()
_PARTS = "morning afternoon evening night".split()
_ALONE = "yesterday today tonight tomorrow overnight eid christmas easter nowruz newroz".split()
_BLENDS = [
    f"{stage}-{name}"
    for stage in ("mid", "early", "late")
    for name in [*_MONTHS, *map(str, range(1900, 2100))]
]
_YEARS = [*map(str, range(1800, 2100)), *(f"{year}s" for year in range(1800, 2100, 10))]

_SIGNS = frozenset(
    _WEEKDAYS + _MONTHS + _SHORT + [f"{month}." for month in _SHORT] + _FOREIGN + _UNITS + _UNITS_MANY + _SEASONS
    + _HOURS + _PARTS + _ALONE + _BLENDS + _YEARS
)  # fmt: skip
"""A sentence without any of these names no time, dates in figures aside."""

_OPENERS = _SIGNS | frozenset(
    "every each on in at by since until till before after from during for over throughout within around as no starting beginning "
    "early late earlier later mid between shortly just soon the last next this that past recent coming following first "
    "previous one two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty forty fifty "
    "sixty ninety twenty-four forty-eight seventy-two a an half several many few more less fewer up nearly almost about "
    "roughly some only".split()
)
"""Words that may open a time expression; figures may too."""

_LONGEST = 9
"""Words within which a time expression shows one of the signs."""

_MONTH_LEADS = frozenset(
    "in since by until till last next this of before after from during early late for between and to through".split()
)
"""Words before "may" and "march" that make them months; so does a number."""

_COUNTING = frozenset("by of from to after before for with than about over and some until between".split())
"""Words between which and a noun in the plural a figure such as 2,000 written 2000 is a number, not a year."""

_NICKNAMES = frozenset("bloody black good easter palm holy red".split())


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


_WEEKDAY, _FULL, _UNIT, _UNITS_PLURAL = _any(_WEEKDAYS), _any(_MONTHS), _any(_UNITS), _any(_UNITS_MANY)
_PART, _SEASON = _any(_PARTS), _any(_SEASONS)
_CLOCK = _any("one two three four five six seven eight nine ten eleven twelve".split())
_HOUR = rf"(?:(?:the )?{_any(_HOURS)}|(?:{_CLOCK}|\d\d?) (?:o'clock|in the {_PART})|\d\d?[:.]\d\d(?: [ap]\.m\.)?(?: (?:gmt|utc|local time))?|\d\d? ?[ap]\.?m\.?)"
_MONTH = rf"(?:{_FULL}|{_any(_SHORT)}\.?)"
_ORDINAL = _any(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirty-first".split()
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)\d\d"
_OF_YEAR = rf"(?: (?:, )?{_YEAR})"
_TO = "(?:to|and|or|until|through|-|–|—)"
_STAGE = "(?:(?:early|late|earlier|later|mid) )"
_NUMBER = _any(
    "one two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty forty fifty sixty "
    "ninety twenty-four forty-eight seventy-two a an several many few".split()
)
_NUMBER = rf"(?:\d{{1,3}}|a few|a couple of|half an?|{_NUMBER})"
_ABOUT = "(?:(?:more than|less than|fewer than|at least|at most|up to|nearly|almost|about|around|over|roughly|some|only|just) )*"
_LENGTH = rf"{_ABOUT}{_NUMBER} (?:and a half )?(?:{_UNITS_PLURAL}|{_UNIT})(?: and a half)?"
_LENGTHS = rf"(?:{_LENGTH}|{_UNITS_PLURAL}(?: (?:and|or) {_UNITS_PLURAL})?)"
_LEAD = (
    "(?:(?:on|in|at|by|since|until|till|before|after|from|during|for|over|throughout|within|around|as of|no later than"
    "|starting|beginning) )"
)
_DATE = "(?:" + "|".join(
    [
        rf"(?:{_WEEKDAY} (?:, )?)?(?:the )?{_DAY}(?: {_TO} {_DAY})? (?:of )?{_MONTH}{_OF_YEAR}?",
        rf"(?:{_WEEKDAY} (?:, )?)?{_MONTH} {_DAY}(?: {_TO} {_DAY}(?! {_MONTH}))?{_OF_YEAR}?",
        rf"the {_ORDINAL} (?:day )?of {_MONTH}{_OF_YEAR}?",
        rf"{_YEAR} - \d\d - \d\d",
        r"\d\d? / \d\d? / (?:20)?\d\d",
        r"\d\d?\.\d\d?\.20\d\d",
        rf"{_MONTH} (?:, )?{_YEAR}",
    ]
) + ")"  # fmt: skip
_NAMED = "(?:" + "|".join(
    [
        rf"{_WEEKDAY} of (?:this|last|next) week|(?:the )?(?:{_WEEKDAY}|week|month|year|weekend) before last",
        rf"{_STAGE}?(?:on )?(?:(?:last|next|this) )?(?:(?:coming|past) )?{_WEEKDAY}(?: {_PART})?",
        rf"{_STAGE}?(?:yesterday|today|tomorrow)(?: {_PART})?|tonight|overnight",
        "the day before yesterday|the day after tomorrow",
        rf"{_STAGE}?(?:last night|(?:this|yesterday) {_PART})",
        rf"{_STAGE}?(?:in )?(?:this|last|next) (?:{_UNIT}|{_SEASON}|{_FULL})",
        rf"(?:the )?(?:{_SEASON}|fall) of {_YEAR}|{_SEASON} {_YEAR}",
        rf"(?:the )?(?:first|second|third|fourth|last) quarter(?: of {_YEAR})?|(?:last|this|next) quarter",
        (rf"the (?:very )?(?:end|start|beginning|middle|(?:first|second|latter|last) half|(?:first|last|opening|closing) (?:few )?(?:days|weeks?|months?)) of "
        rf"(?:{_FULL}{_OF_YEAR}?|{_YEAR}|(?:the|this|last|next) {_UNIT})"),
        rf"(?:the )?{_STAGE}?(?:1[89]|20)\d0s",
    ]
) + ")"  # fmt: skip
_DAY_OR_PERIOD = rf"(?:{_DATE}|{_NAMED})"
_STAGED = r"(?:(?:early|late|mid)(?: - |[ -]))?"
_END = rf"(?:{_DATE}|{_WEEKDAY}(?: {_PART})?|{_STAGED}(?:{_FULL}(?: {_YEAR})?|{_YEAR}))"
_BEGINNING = rf"(?:{_END}|{_DAY})"

_PHRASES = (
    # between 3 and 5 March, from May to July, 3 March to 5 April, on Monday and Tuesday
    rf"(?:between|from) {_BEGINNING} {_TO} {_END}",
    rf"(?:every|each) {_WEEKDAY}",
    rf"{_LEAD}?(?:{_DATE} {_TO} {_DATE}|{_WEEKDAY} {_TO} {_WEEKDAY})",
    # at dawn on Sunday, in the early hours of Monday, on the night of 12 October
    rf"(?:(?:shortly|just|soon) )?(?:at|before|after|around|by|until|till|from) {_HOUR}(?: (?:on|of))? {_DAY_OR_PERIOD}",
    rf"{_any(_HOURS)} (?:on|of) {_DAY_OR_PERIOD}",
    rf"(?:(?:late )?(?:in|during|on) )?the (?:(?:early|late|small) )?(?:hours|{_PART}|eve) (?:of|on) (?:the )?{_DAY_OR_PERIOD}",
    # on Sunday, early on Tuesday, since 12 October 2020, by the end of the year
    rf"{_STAGE}?{_LEAD}?(?:{_LEAD})?{_DAY_OR_PERIOD}(?: at {_HOUR})?",
    # in May, since January 2020, early 2018, mid-May; a month or year needs a word before it
    rf"{_LEAD}(?:the )?{_STAGE}?(?:in |mid - )?{_FULL}{_OF_YEAR}?(?: {_TO} {_FULL}{_OF_YEAR}?)?",
    rf"{_LEAD}?(?:{_STAGE}(?:in )?|mid - ){_FULL}{_OF_YEAR}?",
    rf"{_LEAD}?{_any(_BLENDS)}{_OF_YEAR}?",
    rf"{_LEAD}(?:the (?:year )?)?{_STAGE}?{_YEAR}(?: {_TO} {_YEAR})?(?!(?: to [\d~]+)? hours)",
    rf"{_STAGE}(?:in )?{_YEAR}",
    rf"(?<=of ){_FULL}{_OF_YEAR}?|(?<=of ){_YEAR}|{_FULL}(?= 's)",
    # two days ago, three days later; "two days" before "after" and "one year" before "to leave"
    rf"{_LENGTHS} (?:ago|earlier|later|afterwards)",
    rf"{_LENGTH}(?= (?:before|after|to)(?! {_NUMBER}\b) )",
    # for months, in the coming days, within a year, in recent weeks
    (
        rf"{_LEAD}?(?:the )?(?:past|last|recent|coming|next|following|first|previous) (?:{_NUMBER} )?{_UNITS_PLURAL}"
        rf"(?: (?:and|or) {_UNITS_PLURAL})?(?: of {_YEAR})?"
    ),
    rf"{_LEAD}?(?:the )?(?:past|coming) {_UNIT}",
    rf"{_LEAD}(?:the )?(?:last|next) {_UNIT}",
    rf"(?:for|within|in|over|during) (?:the )?{_LENGTHS}|within the {_UNIT}",
    # by another month, for a further two weeks
    rf"(?:by|for) (?:another|(?:a|an) (?:further|extra|additional)) (?:{_NUMBER} )?(?:{_UNITS_PLURAL}|{_UNIT})",
    # the next day, that night: next to another event
    rf"(?:(?:on|in|by) )?the (?:next|following|previous|same) (?:{_UNIT}|{_PART})",
    rf"(?:on )?that (?:day|night|week|month|year|{_PART})|the day (?:before|after)(?= [.,]|$)",
    # by the 20th, which ends what it stands in: "by the 20th century" is none
    r"(?:by|until|till|before) the (?:[12]?\d|3[01])(?:st|nd|rd|th)(?= (?:[.,;:!?]|or|and|if|unless)|$)",
    # at dawn, over the weekend, in the spring
    rf"(?:at|before|after|by|until|till|from) {_HOUR}|at night|(?:over|at|on|since|during|by|before|after) the weekend|in the (?:early hours|{_PART}|{_SEASON})",
    # 12 Ramadan 1441, on Christmas Day
    rf"(?:on )?\d\d? (?:of )?{_any(_FOREIGN)}(?: 1[34]\d\d)?|(?:during|in|since|before|after) ramadan",
    (
        rf"(?:(?:on|during|after|before|at|for|by|since) )(?:eid(?: al-fitr| al-adha)?|(?:orthodox )?christmas(?: day| eve)?|(?:good friday|easter)"
        rf"(?: sunday| monday)?|new year 's (?:day|eve)|n[eo]w?roz|nowruz)(?: {_YEAR})?"
    ),
)
_PATTERN = re.compile("(?:" + "|".join(_PHRASES) + r")(?!\S)")


def time_spans(words: Sequence[str], tags: Sequence[str]) -> list[tuple[int, int]]:
    """Find the time expressions of a sentence.

    Args:
        words: folded words and marks.
        tags: their parts of speech.

    Returns:
        Half-open token ranges in text order, the preposition included where it bears on the meaning ("since May").
        "Since January, when ..." gives two ranges, "since January" and "January": one for what has lasted
        since, one for the clause behind "when".
    """
    signs = [
        at
        for at, word in enumerate(words)
        if word in _SIGNS
        or (word[0].isdigit() and (word.count(".") == 2 or word.endswith(("st", "nd", "rd", "th"))))
    ]
    if not signs:
        return []
    kept = _without_others(words, tags)
    text = " ".join(kept)
    found: list[tuple[int, int]] = []
    at = offset = 0
    for token, word in enumerate(kept):
        if token >= at and (word in _OPENERS or word[0].isdigit()) and _sign_ahead(signs, token):
            match = _PATTERN.match(text, offset)
            if match and not (token and word in _WEEKDAYS and kept[token - 1] in _NICKNAMES):
                at = token + match[0].count(" ") + 1
                if found and found[-1][1] == token and kept[token - 1] == "ago":
                    found[-1] = (
                        found[-1][0],
                        at,
                    )  # "ten years ago on Sunday" is one date, and not last Sunday
                    offset += len(word) + 1
                    continue
                found.append((token, at))
                if word == "since" and "when" in kept[at : at + 2]:
                    found.append((token + 1, at))
        offset += len(word) + 1
    return found


def _sign_ahead(signs: Sequence[int], token: int) -> bool:
    return any(token <= sign < token + _LONGEST for sign in signs)


def _without_others(words: Sequence[str], tags: Sequence[str]) -> list[str]:
    """Blot out what only looks like a date: "may" the verb, "march" the walk, 2000 as a number."""
    kept = list(words)
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in {"may", "march", "mar"}:
            numbered = (before[:1].isdigit() and tags[at] in {"P", "N"}) or (
                after[:1].isdigit() and tags[at] != "MD"
            )
            if not (before in _MONTH_LEADS and tags[at] not in {"V", "VG"}) and not numbered:
                kept[at] = "~"
        elif (
            len(word) == 4
            and word.isdigit()
            and before in _COUNTING
            and at + 1 < len(tags)
            and tags[at + 1] == "NS"
        ):
            kept[at] = "~"
    return kept
