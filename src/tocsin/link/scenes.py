"""Scenes: stretches of a report that tell of one thing after the other, and what the text says of their order.

A scene is a sentence; "a day after" and "two days before" inside it begin another one.
"""

import bisect
import itertools
import re
from typing import NamedTuple

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "the": 1}
_UNITS = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
"""Days of a unit; months and years by their usual length."""
_GAP = re.compile(
    rf"\b(?P<less>(?:less|fewer) than )?(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)}) "
    r"(?P<unit>day|night|week|month|year)s? (?P<way>after|earlier|later|before)\b",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b(?:hours|minutes) (?P<way>after|earlier|before)\b", re.IGNORECASE)
"""Another event of the same day; what comes "hours later" may be its outcome."""
_OTHERWISE = re.compile(
    r"\b(?:meanwhile|separately|elsewhere|in (?:a )?(?:another|separate|different) (?:incident|attack|case|development))\b",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"[\s\"“‘'(]*in the (?:far )?(?:(?:north|south)-?(?:east|west)?|east|west|centre|capital)\b",
    re.IGNORECASE,
)
"""A sentence that begins with another part of the country."""
_THEN = re.compile(
    r"[\s\"“‘'(]*(?:after|following|before) (?:the|a|an|this|that|his|her|their) ", re.IGNORECASE
)
"""A sentence that begins with the event before its own."""
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n+")
_CLAUSE = re.compile(r"\s*(?:[.,;]|$)")


class Scene(NamedTuple):
    """A stretch of a report."""

    start: int
    """First code point in the text."""
    end: int
    """One past the last."""
    paragraph: int
    """Number of its paragraph, from 0."""
    earlier: int | None
    """Days by which it lies before the scene it is told from; negative = after; None = the text does not say."""
    other: bool
    """Whether the text says that it is another event."""
    less: bool = False
    """Whether it lies by less than so many days before, but at least one."""
    cut: bool = False
    """Whether it goes on a sentence of which the scene before is the beginning."""


class Scenes:
    """The scenes of a text.

    Args:
        text: the text of a report.
    """

    def __init__(self, text: str) -> None:
        """Cut the text."""
        self.scenes: list[Scene] = []
        self._cut(text)
        self._starts = [scene.start for scene in self.scenes]
        self._sentences = list(itertools.accumulate(not scene.cut for scene in self.scenes))

    def at(self, offset: int) -> int:
        """Give the number of the scene in which a code point stands."""
        return max(0, bisect.bisect_right(self._starts, offset) - 1)

    def between(self, one: int, two: int) -> int:
        """Give the number of sentences from the scene with the first number to that with the second."""
        return self._sentences[two] - self._sentences[one]

    def _cut(self, text: str) -> None:
        start = paragraph = 0
        for found in [*_SENTENCE_END.finditer(text), None]:
            end = found.end() if found else len(text)
            if text[start:end].strip():
                self.scenes += _cut_sentence(text, start, end, paragraph)
            if found and "\n" in found[0]:
                paragraph += 1
            start = end


def _cut_sentence(text: str, start: int, end: int, paragraph: int) -> list[Scene]:
    """Cut a sentence where it goes to another time: "on Sunday, one day after | a similar attack killed two"."""
    other = bool(_OTHERWISE.search(text, start, end) or _FRONTED.match(text, start, end))
    gap = _GAP.search(text, start, end) or _HOURS.search(text, start, end)
    alone = gap is not None and _CLAUSE.match(text, gap.end(), end) is not None
    if gap is None and _THEN.match(text, start, end):
        return [Scene(start, end, paragraph, 0, other)]
    if gap is None or (gap.start() == start and gap["way"].lower() in {"after", "before"} and not alone):
        return [Scene(start, end, paragraph, None, other)]
    way, days, less = gap["way"].lower(), _days_of(gap), bool(gap.groupdict().get("less"))
    joins = way in {"after", "before"} and not alone
    if not joins:
        return [Scene(start, end, paragraph, -days if way in {"later", "after"} else days, other, less)]
    return [
        Scene(start, gap.start(), paragraph, None, other),
        Scene(gap.start(), end, paragraph, days if way == "after" else -days, other, less, cut=True),
    ]


def _days_of(gap: re.Match[str]) -> int:
    """Give the days of a gap; those of hours are none."""
    told = gap.groupdict()
    if "unit" not in told:
        return 0
    number = told["number"].lower()
    return (int(number) if number.isdigit() else _NUMBERS[number]) * _UNITS[told["unit"].lower()]
