"""Cut a part of a report into sentences, and find its quotations."""

from collections.abc import Iterator

from tocsin.knowledge.tokens import fold, token_spans
from tocsin.knowledge.words import Words
from tocsin.model import PartKind, Sentence, Token
from tocsin.read.tags import tag_words
from tocsin.read.times import time_spans

_END = frozenset(".?!…")
_CLOSING = frozenset("\"”’)]»'")
_OPENERS = frozenset(
    "the a an he she it they we i in on at but and this that these those there his her its".split()
)
_LONGEST = 200
"""Tokens after which a sentence is cut at the next comma or, failing that, at once: no news sentence is longer."""


def sentence_ends(words: list[str]) -> list[int]:
    """Find where sentences end.

    Args:
        words: words and marks as written.

    Returns:
        Half-open ends in rising order; the last is `len(words)` unless there are no words.
    """
    ends = []
    start, at, last = 0, 0, len(words)
    while at < last:
        word = words[at]
        at += 1
        if word in _END or (word[-1] == "." and len(word) > 1 and _new_start(words, at)):
            while at < last and (words[at] in _CLOSING or words[at] in _END) and not _opens(words, at):
                at += 1
            if at >= last or not words[at][0].islower():
                ends.append(at)
                start = at
        elif at - start >= _LONGEST and (word == "," or at - start >= 2 * _LONGEST):
            ends.append(at)
            start = at
    if last and (not ends or ends[-1] != last):
        ends.append(last)
    return ends


def _new_start(words: list[str], at: int) -> bool:
    """Tell whether a sentence begins after an abbreviation such as "U.S."."""
    return at < len(words) and words[at][0].isupper() and words[at].lower() in _OPENERS


def _opens(words: list[str], at: int) -> bool:
    """Tell whether a straight quotation mark opens the next quotation rather than closing the last."""
    return words[at] == '"' and sum(word == '"' for word in words[:at]) % 2 == 0


def quotations(words: list[str]) -> list[tuple[int, int]]:
    """Find quotations in double marks.

    Args:
        words: words and marks of one part.

    Returns:
        Half-open ranges, marks included; one left open runs to the end of the part.
    """
    found = []
    start = -1
    for at, word in enumerate(words):
        if start < 0 and word in '"“«„':
            start = at
        elif start >= 0 and word in '"”»':
            found.append((start, at + 1))
            start = -1
    if start >= 0:
        found.append((start, len(words)))
    return found


def _possessives(words: list[str], spans: list[tuple[int, int]]) -> list[int]:
    """Find apostrophes that close a plural possessor: "the rebels' offer"."""
    return [
        at
        for at in range(1, len(words) - 1)
        if words[at] in "'’"
        and words[at - 1][-1] == "s"
        and spans[at - 1][1] == spans[at][0]
        and spans[at][1] < spans[at + 1][0]
    ]


def read_part(text: str, place: tuple[PartKind, int, int], words: Words) -> Iterator[Sentence]:
    """Read one part of a report.

    Args:
        text: the words of the part.
        place: its kind, its number in the report, and the offset of its first code point.
        words: word tables.

    Yields:
        Sentences in order.
    """
    kind, number, offset = place
    spans = token_spans(text)
    shapes = [text[a:b] for a, b in spans]
    quotes = quotations(shapes)
    start = 0
    for end in sentence_ends(shapes):
        written = shapes[start:end]
        lowers = [fold(shape) for shape in written]
        for at in _possessives(written, spans[start:end]):
            lowers[at] = "'s"
        tags = tag_words(written, lowers, words)
        yield Sentence(
            part=kind,
            paragraph=number,
            start=offset + spans[start][0],
            end=offset + spans[end - 1][1],
            tokens=tuple(
                Token(shape, lower, tag, offset + a, offset + b)
                for shape, lower, tag, (a, b) in zip(written, lowers, tags, spans[start:end], strict=True)
            ),
            quotes=tuple(
                (max(a, start) - start, min(b, end) - start) for a, b in quotes if a < end and b > start
            ),
            times=tuple(time_spans(lowers, tags)),
        )
        start = end
