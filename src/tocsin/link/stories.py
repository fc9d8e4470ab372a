"""Stories: which reports are about the same event in the first place, told from all their words.

This needs no claims, so it also holds where none could be read. Names that stand side by side ("Anna Brisk", "200
block") count as words of their own. Sentences that an outlet prints under any story are left out.
"""

import datetime as dt
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from tocsin.knowledge import Knowledge
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.link.clusters import Grouping, clusters
from tocsin.link.scenes import Scenes
from tocsin.link.words import NAME, Lexicon, Words, content_words
from tocsin.model import Report

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

Vector = dict[str, float]
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
    standing = _standing(ordered)
    told = [_count_words(report, standing, know) for report in ordered]
    lexicon = Lexicon()
    for _, shares in told:
        lexicon.learn(shares)
    vectors = [_weigh(counts, shares, lexicon) for counts, shares in told]
    days = [report.published for report in ordered]

    def score(one: str, two: str) -> float:
        first, second = int(one), int(two)
        return likeness(vectors[first], vectors[second]) - _loss(days[first], days[second])

    keys = [f"{number:09d}" for number in range(len(ordered))]
    edges = {
        (keys[one], keys[two]): points
        for one, two in _candidates(vectors)
        if (points := score(keys[one], keys[two])) >= LIKE
    }
    groups = clusters(edges, keys, score, Grouping(least=LIKE, mean=MEAN * LIKE))
    return {ordered[int(key)].id: ordered[int(group[0])].id for group in groups for key in group}


def likeness(one: Vector, two: Vector) -> float:
    """Say how alike two reports are.

    Args:
        one: word to weight.
        two: another.

    Returns:
        Mostly the cosine, 0 to 1, and part of it the share of the shorter text: a brief and a long report on one event
        have a small cosine.
    """
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    product = sum(weight * long[word] for word, weight in short.items() if word in long)
    if not product:
        return 0.0
    ours, theirs = (math.sqrt(sum(weight * weight for weight in vector.values())) for vector in (one, two))
    return (1 - OF_SHORTER) * product / (ours * theirs) + OF_SHORTER * product / min(ours, theirs) ** 2


def _loss(one: dt.date | None, two: dt.date | None) -> float:
    if one is None or two is None:
        return APART[-1][1]
    gap = abs((one - two).days)
    return next((loss for most, loss in APART if gap <= most), FAR)


def _candidates(vectors: Sequence[Vector]) -> Iterator[tuple[int, int]]:
    """Give pairs of reports that share heavy words."""
    having: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for word in sorted(vector, key=lambda word: (-vector[word], word))[:HEAVY]:
            having[word].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in having.values():
        if len(numbers) <= COMMON:
            shared.update(combinations(numbers, 2))
    yield from (pair for pair, count in shared.items() if count >= SHARED)


def _weigh(counts: Mapping[str, int], shares: Words, lexicon: Lexicon) -> Vector:
    return {word: (1 + math.log(count)) * lexicon.weigh(word, shares[word]) for word, count in counts.items()}


def _count_words(report: Report, standing: set[bytes], know: Knowledge) -> tuple[Counter[str], Words]:
    """Count the words and pairs of names of a report, and say how rare they are expected to be."""
    counts: Counter[str] = Counter()
    shares: Words = {}
    for sentence in _sentences(report):
        if _key(sentence) in standing:
            continue
        words = content_words(sentence, know)
        shares.update(words)
        spans = token_spans(sentence)
        folded = [fold(sentence[start:end]) for start, end in spans]
        counts.update(word for word in folded if word in words)
        for number in range(len(spans) - 1):
            (start, end), (after, _) = spans[number], spans[number + 1]
            named = sentence[start].isupper() and sentence[after].isupper()
            numbered = sentence[start].isdigit() and sentence[after].isalpha()
            if sentence[end:after] in {" ", "-"} and (named or numbered):
                pair = f"{folded[number]} {folded[number + 1]}"
                counts[pair] += 1
                shares[pair] = NAME
    return counts, shares


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
