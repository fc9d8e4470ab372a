"""What is kept of a report to compare it with others: hashes of its shingles, and its names."""

import datetime as dt
import hashlib
import unicodedata
import zlib
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from tocsin.model import Report

SHINGLE = 5
"""Words in a shingle: long enough that two authors share few, short enough that a changed number costs little."""
UNSPACED_SHINGLE = 9
"""Characters in a shingle of a script without spaces; a Chinese word has about 1.7 characters."""
PARAGRAPH = 8
"""Shingles (12 words) from which a paragraph is long enough to know a text by."""

Shingles = npt.NDArray[np.uint32]
"""Hashes (CRC-32) of the shingles of a text, shape (n,), in text order."""


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
    shingles: Shingles
    """The shingles of its body, paragraph after paragraph; none reaches over the end of one."""
    ends: tuple[int, ...]
    """Where each paragraph ends in `shingles`."""
    names: tuple[tuple[int, int], ...]
    """Place in `shingles` and hash of each word that has a capital letter inside a sentence."""

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


def take_print(report: Report) -> Print:
    """Take what is needed of a report to compare it."""
    shingles: list[int] = []
    ends: list[int] = []
    names: list[tuple[int, int]] = []
    for paragraph in _body(report):
        words, capitals = _split_words(paragraph)
        cut = [zlib.crc32(shingle.encode()) for shingle in _cut_shingles(words)]
        last = len(shingles) + len(cut) - 1
        names += [(min(len(shingles) + at, last), zlib.crc32(words[at].encode())) for at in capitals]
        shingles += cut
        ends.append(len(shingles))
    moment = report.published_at
    if moment is None:
        moment = dt.datetime.combine(report.published or dt.date.max, dt.time.max, tzinfo=dt.UTC)
    return Print(
        id=report.id,
        moment=moment.astimezone(dt.UTC),
        outlet=report.outlet,
        url=report.url,
        shingles=np.array(shingles, np.uint32),
        ends=tuple(ends),
        names=tuple(names),
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
    """Split a text into words without case, and say which of them have a capital letter inside a sentence."""
    words: list[str] = []
    capitals = []
    at_start = True
    for word in unicodedata.normalize("NFKC", text).translate(_SIGNS).split():
        if word != ".":
            if word[0].isupper() and not at_start:
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
