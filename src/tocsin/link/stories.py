"""Stories: which reports are about the same event in the first place, told from all their words.

This needs no claims, so it also holds where none could be read. Names that stand side by side ("Anna Brisk", "200
block") count as words of their own. Sentences that an outlet prints under any story are left out.
"""

import datetime as dt
import hashlib
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tocsin.knowledge import Knowledge
from tocsin.link.clusters import Grouping, clusters
from tocsin.link.scenes import Scenes
from tocsin.link.words import NAME, Words, rarities, told_words
from tocsin.model import Report

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LIKE, MEAN = 0.24, 0.7
"""Likeness from which two reports tell one story, and the share of it that the mean of all pairs of a story must have."""
OF_SHORTER = 0.2
"""Weight of the share of the shorter text, against the cosine."""
APART = ((3, 0.0), (7, 0.05), (30, 0.15))
"""What reports lose that were published so many days apart, at most."""
FAR = 0.3
"""What they lose beyond the last of these."""
HEAVY, COMMON, SHARED = 40, 80, 2
"""Heaviest words of a report under which it is looked up, reports from which a word is too common for that, and how
many such words two reports must share to be compared."""
STANDING, STANDING_DAYS, STANDING_WORDS = 3, 30, 3
"""A sentence of so many words that so many reports have, more than so many days apart, is no news."""

ROWS, PAIRS = 1000, 20_000
"""Reports looked up at a time, and pairs compared at a time."""
_WORD = re.compile(r"\w+")


def stories(reports: Iterable[Report], know: Knowledge) -> dict[str, str]:
    """Group reports by the event that they are about.

    Args:
        reports: reports in any order; titles count.
        know: knowledge tables.

    Returns:
        Report id to the id of the first report of its story, by publication, then id.
    """
    ordered = sorted(reports, key=lambda report: (report.published or dt.date.max, report.id))
    if not ordered:
        return {}
    vectors = _Vectors(ordered, know)
    days = [report.published for report in ordered]
    keys = [f"{number:09d}" for number in range(len(ordered))]

    def score(one: str, two: str) -> float:
        first, second = int(one), int(two)
        return vectors.likeness([first], [second])[0] - _loss(days[first], days[second])

    edges: dict[tuple[str, str], float] = {}
    for ones, twos in vectors.candidates():
        for one, two, like in zip(ones, twos, vectors.likeness(ones, twos), strict=True):
            points = like - _loss(days[one], days[two])
            if points >= LIKE:
                edges[keys[one], keys[two]] = points
    groups = clusters(edges, keys, score, Grouping(least=LIKE, mean=MEAN * LIKE))
    return {ordered[int(key)].id: ordered[int(group[0])].id for group in groups for key in group}


class _Vectors:
    """The reports as rows of weighted words."""

    def __init__(self, ordered: Sequence[Report], know: Knowledge) -> None:
        from scipy.sparse import csr_matrix  # noqa: PLC0415  slow to load, and not needed to code a report

        standing = _standing(ordered)
        columns: dict[str, int] = {}
        starts, where, counts, shares = [0], array("l"), array("d"), array("d")
        for report in ordered:
            counted, expected = _count_words(report, standing, know)
            for word, count in sorted(counted.items()):
                where.append(columns.setdefault(word, len(columns)))
                counts.append(count)
                shares.append(expected[word])
            starts.append(len(where))
        held = np.asarray(where, dtype=np.int64)
        having = np.bincount(held, minlength=len(columns))
        rarity = rarities(having[held], np.asarray(shares), len(ordered))
        self._shared = having > 1
        weights = (1 + np.log(np.asarray(counts))) * rarity
        self._rows = csr_matrix((weights, held, starts), shape=(len(ordered), len(columns)))
        self._norms = np.sqrt(np.asarray(self._rows.multiply(self._rows).sum(axis=1)).ravel())

    def likeness(self, ones: Sequence[int], twos: Sequence[int]) -> list[float]:
        """Say how alike pairs of reports are.

        Mostly the cosine, 0 to 1, and part of it the share of the shorter text: a brief and a long report on one event
        have a small cosine.
        """
        products = np.asarray(self._rows[ones].multiply(self._rows[twos]).sum(axis=1)).ravel()
        ours, theirs = self._norms[ones], self._norms[twos]
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (1 - OF_SHORTER) * products / (ours * theirs)
            found += OF_SHORTER * products / np.minimum(ours, theirs) ** 2
        return [float(points) for points in np.where(products > 0, found, 0.0)]

    def candidates(self) -> Iterator[tuple[list[int], list[int]]]:
        """Give pairs of reports that share heavy words, some at a time."""
        heavy = self._heavy()
        for start in range(0, heavy.shape[0], ROWS):
            shared = (heavy[start : start + ROWS] @ heavy.T).tocoo()
            ones, twos = shared.row + start, shared.col
            kept = (shared.data >= SHARED) & (ones < twos)
            for at in range(0, int(kept.sum()), PAIRS):
                yield ones[kept][at : at + PAIRS].tolist(), twos[kept][at : at + PAIRS].tolist()

    def _heavy(self) -> "csr_matrix":
        """Mark the heaviest words of each report among those that other reports have, but not many."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        rows, columns = [], []
        for number in range(self._rows.shape[0]):
            at = slice(self._rows.indptr[number], self._rows.indptr[number + 1])
            words, weights = self._rows.indices[at], self._rows.data[at]
            kept = self._shared[words]
            order = np.lexsort((words[kept], -weights[kept]))[:HEAVY]
            columns.append(words[kept][order])
            rows.append(np.full(len(order), number))
        marks = np.ones(sum(map(len, rows)), dtype=np.int32)
        marked = csr_matrix((marks, (np.concatenate(rows), np.concatenate(columns))), shape=self._rows.shape)
        return marked[:, np.asarray(marked.sum(axis=0)).ravel() <= COMMON]


def _loss(one: dt.date | None, two: dt.date | None) -> float:
    if one is None or two is None:
        return APART[-1][1]
    gap = abs((one - two).days)
    return next((loss for most, loss in APART if gap <= most), FAR)


def _count_words(report: Report, standing: set[bytes], know: Knowledge) -> tuple[Counter[str], Words]:
    """Count the words and pairs of names of a report, and say how rare they are expected to be."""
    counts: Counter[str] = Counter()
    shares: Words = {}
    for sentence in _sentences(report):
        if _key(sentence) in standing:
            continue
        before: tuple[int, int, str] | None = None
        for start, end, word, share in told_words(sentence, know):
            if share:
                counts[word] += 1
                shares[word] = share
            if before is not None and _is_name(sentence, before, start):
                pair = f"{before[2]} {word}"
                counts[pair] += 1
                shares[pair] = NAME
            before = start, end, word
    return counts, shares


def _is_name(sentence: str, before: tuple[int, int, str], start: int) -> bool:
    """Whether a word and the one before it are two names side by side, or a number and what it counts."""
    first, end, _ = before
    if sentence[end:start] not in {" ", "-"}:
        return False
    if sentence[first].isupper():
        return sentence[start].isupper()
    return sentence[first].isdigit() and sentence[start].isalpha()


def _sentences(report: Report) -> Iterator[str]:
    if report.title and not report.text.startswith(report.title):
        yield report.title
    yield from (report.text[scene.start : scene.end] for scene in Scenes(report.text).scenes)


def _standing(reports: Sequence[Report]) -> set[bytes]:
    """Find sentences that reports of other weeks have too."""
    seen: dict[bytes, list[dt.date]] = defaultdict(list)
    for report in reports:
        if report.published is not None:
            for key in {_key(sentence) for sentence in _sentences(report)}:
                seen[key].append(report.published)
    return {
        key
        for key, days in seen.items()
        if key and len(days) >= STANDING and (max(days) - min(days)).days > STANDING_DAYS
    }


def _key(sentence: str) -> bytes:
    """Give a digest of the words of a sentence; empty for a sentence of few words."""
    words = _WORD.findall(sentence.lower())
    if len(words) < STANDING_WORDS:
        return b""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=12).digest()
