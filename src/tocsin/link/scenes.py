"""Scenes: stretches of a report that tell of one thing after the other, and what the text says of their order.

A scene is a sentence; "a day after" and "two days before" inside it begin another one.
"""

import bisect
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
    rf"\b(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)}) (?P<unit>day|night|week|month|year)s? "
    r"(?P<way>after|earlier|later|before)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:meanwhile|separately|elsewhere|in (?:a )?(?:another|separate|different) (?:incident|attack|case|development))\b",
    re.IGNORECASE,
)
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

    def at(self, offset: int) -> int:
        """Give the number of the scene in which a code point stands."""
        return max(0, bisect.bisect_right(self._starts, offset) - 1)

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
    other = _OTHERWISE.search(text, start, end) is not None
    gap = _GAP.search(text, start, end)
    alone = gap is not None and _CLAUSE.match(text, gap.end(), end) is not None
    if gap is None or (gap.start() == start and gap["way"].lower() in {"after", "before"} and not alone):
        return [Scene(start, end, paragraph, None, other)]
    number = gap["number"].lower()
    days = (int(number) if number.isdigit() else _NUMBERS[number]) * _UNITS[gap["unit"].lower()]
    joins = gap["way"].lower() in {"after", "before"} and not alone
    if not joins:
        return [
            Scene(start, end, paragraph, -days if gap["way"].lower() in {"later", "after"} else days, other)
        ]
    away = days if gap["way"].lower() == "after" else -days
    return [
        Scene(start, gap.start(), paragraph, None, other),
        Scene(gap.start(), end, paragraph, away, other),
    ]
