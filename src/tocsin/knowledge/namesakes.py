"""How alike two names are: an English one, and one in any language and script.

Words of meaning ("party", "Syrian") are compared by meaning, all others by ear (`tocsin.knowledge.scripts`). Each word
of the English name is given the word of the other that is most like it, best pairs first, in any order, since
languages put words in different orders; two words may be written as one. The score is half the mean and half the worst
word of the English name, times the share of the other name that it accounts for: "New Party of Labour" is not the
"Party of Labour". The costs are our own choice, made on `names.tsv` and `evals/sets/names_dev.tsv`.
"""

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.knowledge.name_words import senses_of
from tocsin.knowledge.scripts import JOINS, likeness, outlines_of, sound_of

ALIKE = 0.6
"""Likeness below which two words are not taken for the same."""

_WORD = re.compile(r"[^\W_]+(?:['’`ʿʾ׳״\"\u200c][^\W_]+)*")
_INNER = re.compile(r"[’`'ʿʾ](?=[A-Z])|\u200c")
_WEIGHTS = {"kind": 0.5, "word": 1.0, "nation": 1.0, "other": 2.0, "title": 0.1, "particle": 0.0}
_COMMON = frozenset({"kind", "title"})
"""How many words of a name are how many of the other: "Abu Mahdi" is one word in Persian."""
_VOWELS = frozenset("aeiou")
_JOINED = 0.06
"""Cost of two words written as one."""
_ORDINARY = 0.1
"""Cost of a word that sounds like a name and means something else."""
_TURNED, _MIXED = 0.15, 0.03
"""Costs of names in another order, and of translated words in one that is neither that of the other name nor its mirror."""
_LEFT_OUT = 0.5
"""What a word for the kind of body, or a middle name, counts where the other name does without it."""

_SURE_END = 0.8
"""Likeness from which first and last name carry a name whose middle is left out."""


class Word(NamedTuple):
    """A word of a name or text; articles and particles are none."""

    text: str
    start: int
    end: int
    meanings: frozenset[str]
    kinds: frozenset[str]
    weight: float
    """What it counts in the name, 0 to 1."""


class Likeness(NamedTuple):
    """What a comparison found."""

    score: float
    """0 to 1."""
    first: int
    """Number of the first word of the other name that is accounted for."""
    last: int
    """Number of the last one."""
    heard: frozenset[int]
    """Numbers of the words that are known by ear alone."""
    evidence: int
    """How many consonants agree, a word that is known by its meaning counting as three, one for the kind of body as one."""


class _Pair(NamedTuple):
    score: float
    own: range
    other: range
    heard: bool


def words_in(text: str) -> list[Word]:
    """Cut a name or text into the words that count.

    Args:
        text: in any language.

    Returns:
        Words in text order, without particles.
    """
    found = []
    for match in _WORD.finditer(text):
        at = match.start()
        for part in _INNER.split(match[0]):
            start = text.index(part, at)
            at = start + len(part)
            word = _word(part)
            if word.weight:
                found.append(word._replace(start=start, end=at))
    return found


@functools.lru_cache(100_000)
def _word(text: str) -> Word:
    senses = senses_of(text)
    kinds = frozenset(sense.kind for sense in senses)
    weight = min((_WEIGHTS[kind] for kind in kinds), default=1.0)
    return Word(text, 0, 0, frozenset(sense.meaning for sense in senses), kinds, weight)


@functools.lru_cache(50_000)
def words_of(name: str) -> tuple[Word, ...]:
    """Cut a name of the tables into words, once."""
    return tuple(words_in(name))


def is_sought(word: Word) -> bool:
    """Tell whether a word helps to find a name: not if it only tells the kind of body or a title, nor by one consonant."""
    return bool(_keys(word))


def keys_of(words: Sequence[Word]) -> Iterator[tuple[str, range]]:
    """Give what the words of a name or text are found by: the outlines of their consonants, and their meanings.

    Args:
        words: words of a name or text.

    Yields:
        Key, and the numbers of the words it stands for: one, or two that may be written as one. None for a word that
        is not sought.
    """
    for number, word in enumerate(words):
        for key in _keys(word):
            yield key, range(number, number + 1)
    for number, (word, following) in enumerate(itertools.pairwise(words)):
        for key in _clear_outlines(word.text + following.text):
            yield key, range(number, number + 2)


def _keys(word: Word) -> frozenset[str]:
    if word.kinds and word.kinds <= _COMMON:
        return frozenset()
    return _clear_outlines(word.text) | {f"={meaning}" for meaning in word.meanings}


def _clear_outlines(word: str) -> frozenset[str]:
    return frozenset(outline for outline in outlines_of(word) if len(outline) > 1)


def name_likeness(name: str, other: str) -> float:
    """Tell how alike two whole names are.

    Args:
        name: an English name.
        other: a name in any language and script.

    Returns:
        0 to 1; words of the other name that the English one does not account for count against it.
    """
    words = words_in(other)
    found = compare(words_of(name), words)
    return found.score * share_of(words, found.first, found.last) if found else 0.0


def share_of(words: Sequence[Word], first: int, last: int) -> float:
    """Tell what share of a name some of its words are.

    Args:
        words: words of the name.
        first: number of the first of them.
        last: number of the last.

    Returns:
        0 to 1; titles hardly count, words for the kind of body little.
    """
    rest = sum(_burden(word) for word in (*words[:first], *words[last + 1 :]))
    taken = sum(word.weight for word in words[first : last + 1])
    return taken / (taken + rest) if taken else 0.0


def _burden(word: Word) -> float:
    """Tell what a word that is not accounted for counts: "movement" beside a name little, "new" much."""
    return 0.15 if "kind" in word.kinds else word.weight


def compare(name: Sequence[Word], words: Sequence[Word]) -> Likeness | None:
    """Compare an English name with words of another language.

    Args:
        name: words of the name.
        words: words of a stretch of text, in text order.

    Returns:
        Score and the words that are like it, None where none are; words between these that are not accounted for
        count against it, those before and after do not.
    """
    chosen = _chosen(name, words)
    if not chosen:
        return None
    scores = {number: pair.score for pair in chosen for number in pair.own}
    taken = {number for pair in chosen for number in pair.other}
    first, last = min(taken), max(taken)
    other_kind = any("kind" in word.kinds for at, word in enumerate(words) if at not in taken)
    each = [scores.get(number, _missing(name, number, scores, other_kind)) for number in range(len(name))]
    weights = [word.weight or 0.1 for word in name]
    mean = sum(map(float.__mul__, each, weights)) / sum(weights)
    score = (mean + min(each)) / 2 - _turned(chosen)
    gaps = sum(_burden(words[number]) for number in range(first, last + 1) if number not in taken)
    total = sum(words[number].weight for number in taken)
    return Likeness(
        max(score, 0.0) * total / ((total + gaps) or 1.0),
        first,
        last,
        frozenset(number for pair in chosen if pair.heard for number in pair.other),
        sum(_evidence(name, pair) for pair in chosen),
    )


def _evidence(name: Sequence[Word], pair: _Pair) -> int:
    words = [name[number] for number in pair.own]
    if pair.heard:
        return sum(letter not in _VOWELS for word in words for letter in sound_of(word.text))
    return sum(1 if "kind" in word.kinds else 3 for word in words)


def _missing(name: Sequence[Word], number: int, scores: dict[int, float], other_kind: bool) -> float:
    """Tell what a word of the name that the other lacks counts; the other may be another kind of body."""
    if "kind" in name[number].kinds:
        return 0.0 if other_kind else _LEFT_OUT
    ends = min(scores.get(0, 0.0), scores.get(len(name) - 1, 0.0))
    return _LEFT_OUT if ends > _SURE_END and not any(word.meanings for word in name) else 0.0


def _turned(chosen: Sequence[_Pair]) -> float:
    """Tell what another order of the words costs: much for words that are heard, little where none is but a mirror's."""
    pairs = sorted(chosen, key=lambda pair: pair.own.start)
    heard = [pair.other.start for pair in pairs if pair.heard]
    order = [pair.other.start for pair in pairs]
    if heard != sorted(heard):
        return _TURNED
    return 0.0 if order in (sorted(order), sorted(order, reverse=True)) else _MIXED


def _chosen(name: Sequence[Word], words: Sequence[Word]) -> list[_Pair]:
    """Choose pairs of words, the most alike first."""
    pairs = sorted(
        _pairs(name, words), key=lambda pair: (-pair.score, -len(pair.own), pair.own.start, pair.other.start)
    )
    chosen: list[_Pair] = []
    own: set[int] = set()
    other: set[int] = set()
    for pair in pairs:
        if own.isdisjoint(pair.own) and other.isdisjoint(pair.other):
            chosen.append(pair)
            own.update(pair.own)
            other.update(pair.other)
    return chosen


def _pairs(name: Sequence[Word], words: Sequence[Word]) -> Iterator[_Pair]:
    for own in range(len(name)):
        for other in range(len(words)):
            for parts, reads in JOINS:
                if own + parts <= len(name) and other + reads <= len(words):
                    score, heard = _alike(name[own : own + parts], words[other : other + reads])
                    if score >= ALIKE:
                        yield _Pair(score, range(own, own + parts), range(other, other + reads), heard)


def _alike(own: Sequence[Word], other: Sequence[Word]) -> tuple[float, bool]:
    """Compare one or two words with one or two, by meaning or by ear; tell which."""
    if len(own) == len(other) == 1 and own[0].meanings & other[0].meanings:
        return 1.0, False
    if len(own) == 2 and _means_both(own, other[0]):
        return 1.0, False
    left, right = "".join([word.text for word in own]), "".join([word.text for word in other])
    if not _may_be_alike(left, right):
        return 0.0, True
    score = likeness(left, right)
    if len(own) == len(other) == 1 and other[0].meanings:
        score = score / 2 if own[0].meanings else score - _ORDINARY
    return score - _JOINED * (len(own) + len(other) - 2), True


@functools.lru_cache(200_000)
def _may_be_alike(left: str, right: str) -> bool:
    """Tell quickly whether two words share half of their consonants."""
    return any(
        2 * len(one & other) >= max(len(one), len(other))
        for one in _consonants(left)
        for other in _consonants(right)
    )


@functools.lru_cache(100_000)
def _consonants(word: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(found) for found in outlines_of(word))


def _means_both(own: Sequence[Word], other: Word) -> bool:
    """Tell whether one word means two: Russian writes "ministry of defence" as one."""
    first, second = (word.meanings & other.meanings for word in own)
    return bool(first and second and first != second)
