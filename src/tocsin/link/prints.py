"""What is kept of a report to compare it with others: hashes of its words and shingles."""

import datetime as dt
import hashlib
import unicodedata
import zlib
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from tocsin.link.words import CALENDAR
from tocsin.model import Report

SHINGLE = 5
"""Words in a shingle: long enough that two authors share few, short enough that a changed number costs little."""
UNSPACED_SHINGLE = 9
"""Characters in a shingle of a script without spaces; a Chinese word has about 1.7 characters."""
PARAGRAPH = 8
"""Shingles (12 words) from which a paragraph is long enough to know a text by."""

Hashes = npt.NDArray[np.uint32]
"""Hashes (CRC-32) of the words or shingles of a text, shape (n,), in text order."""
Places = npt.NDArray[np.int64]
"""Places in such an array."""


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a report to compare it."""

    id: str
    """Report id."""
    moment: dt.datetime
    """When it was published, UTC; the last moment of the day, or of all time, where that is all that is known."""
    outlet: str
    """Publisher; "" = unknown."""
    url: str
    """Address; "" = unknown."""
    words: Hashes
    """The words of its body."""
    word_ends: tuple[int, ...]
    """Where each paragraph ends in `words`."""
    shingles: Hashes
    """The shingles of its body, paragraph after paragraph; none reaches over the end of one."""
    ends: tuple[int, ...]
    """Where each paragraph ends in `shingles`."""
    names: frozenset[int]
    """Hashes of the words that have a capital letter inside a sentence, days and months not."""

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """Earliest published first, then by id."""
        return self.moment, self.id

    def paragraphs(self) -> Iterator[tuple[int, int, int]]:
        """Give the paragraphs that are long enough to know a text by: key, start and end in `shingles`."""
        for start, end in pairwise((0, *self.ends)):
            if end - start >= PARAGRAPH:
                digest = hashlib.blake2b(self.shingles[start:end].tobytes(), digest_size=8).digest()
                yield int.from_bytes(digest), start, end

    def spans(self) -> tuple[Places, Places]:
        """Give the first word of each shingle and one past its last word, both of shape (shingles,)."""
        counts = np.diff(self.ends, prepend=0)
        firsts = np.concatenate(([0], self.word_ends[:-1])).astype(np.int64)
        starts = np.arange(len(self.shingles)) + np.repeat(firsts - np.cumsum(counts) + counts, counts)
        sizes = np.diff(self.word_ends, prepend=0) - counts + 1
        return starts, starts + np.repeat(sizes, counts)


def take_print(report: Report) -> Print:
    """Take what is needed of a report to compare it."""
    shingles: list[int] = []
    hashes: list[int] = []
    ends: list[int] = []
    word_ends: list[int] = []
    names: set[int] = set()
    for paragraph in _body(report):
        words, capitals = _split_words(paragraph)
        shingles += [zlib.crc32(shingle.encode()) for shingle in _cut_shingles(words)]
        hashes += [zlib.crc32(word.encode()) for word in words]
        names.update(zlib.crc32(words[at].encode()) for at in capitals)
        ends.append(len(shingles))
        word_ends.append(len(hashes))
    moment = report.published_at
    if moment is None:
        moment = dt.datetime.combine(report.published or dt.date.max, dt.time.max, tzinfo=dt.UTC)
    return Print(
        id=report.id,
        moment=moment.astimezone(dt.UTC),
        outlet=report.outlet,
        url=report.url,
        words=np.array(hashes, np.uint32),
        word_ends=tuple(word_ends),
        shingles=np.array(shingles, np.uint32),
        ends=tuple(ends),
        names=frozenset(names),
    )


def _body(report: Report) -> list[str]:
    """Take the paragraphs of the body and what only looks like a headline; without parts, all but the headline."""
    kept = [
        report.text[part.start : part.end]
        for part in report.parts
        if part.kind in {"title", "subtitle", "body"}
    ]
    return [words for words in kept if words != report.title] or report.text.removeprefix(report.title).split(
        "\n\n"
    )


_STOPS = frozenset('.!?:…"“”„«»')
_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "TIBETAN ")


class _Signs(dict[int, str | int]):
    """A table for `str.translate`, filled on use.

    Signs part words, stops are kept as words of their own, and so is each letter of a script without spaces.
    """

    def __missing__(self, code: int) -> str | int:
        sign = chr(code)
        if sign in _STOPS:
            self[code] = " . "
        elif unicodedata.category(sign)[0] in "PSZC":
            self[code] = " "
        else:
            self[code] = f" {sign} " if _is_unspaced(sign) else code
        return self[code]


def _is_unspaced(sign: str) -> bool:
    """Tell by the Unicode name whether a letter is of a script written without spaces between words."""
    return unicodedata.name(sign, "").startswith(_UNSPACED)


_SIGNS = _Signs()


def _split_words(text: str) -> tuple[list[str], list[int]]:
    """Split a text into words without case, and say which have a capital letter inside a sentence, days and months not."""
    words: list[str] = []
    capitals = []
    at_start = True
    for word in unicodedata.normalize("NFKC", text).translate(_SIGNS).split():
        if word != ".":
            if word[0].isupper() and not at_start and word.casefold() not in CALENDAR:
                capitals.append(len(words))
            words.append(word.casefold())
        at_start = word == "."
    return words, capitals


def _cut_shingles(words: list[str]) -> list[str]:
    """Cut words into overlapping shingles; a text shorter than one is one."""
    if not words:
        return []
    single = sum(len(word) == 1 and _is_unspaced(word) for word in words)
    size = UNSPACED_SHINGLE if 2 * single > len(words) else SHINGLE
    return [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
