"""Words by which two texts are told to be about the same thing, and what it tells that they share one.

A word tells the more the fewer reports have it (Sparck Jones 1972). While few reports are known, the kind of the word
stands for their number: names are rare, numbers and other words are not.
"""

import calendar
import math
import sys
from collections import Counter
from collections.abc import Iterable

from tocsin.knowledge import Knowledge
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Mention

NAME, NUMBER, WORD = 0.001, 0.03, 0.02
"""Share of reports that are expected to have a name (a word that the word tables do not know, or with a capital letter
inside a sentence), a number, any other word. First settings."""
PRIOR = 200
"""Number of reports for which this expectation counts."""

_FUNCTION = frozenset("I D PRP MD W C TO POS NEG EX".split())
"""Tags of words of grammar; see `knowledge/words/en/tags.tsv`."""
CALENDAR = frozenset(
    name.lower()
    for name in (*calendar.day_name, *calendar.month_name, *calendar.day_abbr, *calendar.month_abbr)
)
"""English names of days and months, folded; most other languages write them without a capital letter."""

_VAGUE = frozenset(
    "everyone everybody nobody anyone anybody someone somebody one ones number least most people person persons others "
    "other same dead wounded injured killed victim victims".split()
)
"""Words for people that do not tell them from others."""

Words = dict[str, float]
"""Folded words, each with the share of reports that are expected to have it."""


def content_words(text: str, know: Knowledge) -> Words:
    """Give the words of a text that tell what it is about, folded; numbers too, days and months not.

    Args:
        text: the text; its first word proves nothing by its capital letter.
        know: knowledge tables.

    Returns:
        The words with the share of reports that are expected to have each.
    """
    found: Words = {}
    first = True
    for start, end in token_spans(text):
        word = sys.intern(fold(text[start:end]))  # the same word is kept once for all reports
        if word[0].isalnum() and word not in CALENDAR:
            share = NAME if not first and text[start].isupper() else expect(word, know)
            if share:
                found[word] = min(share, found.get(word, 1.0))
        first = text[start] in '.!?"“:'
    return found


def expect(word: str, know: Knowledge) -> float:
    """Say which share of reports is expected to have a folded word; 0 for words of grammar."""
    kinds = know.words.tags.get(word)
    if kinds is None:
        return NUMBER if word[0].isdigit() else NAME
    kind = kinds.split()[0]
    if kind == "CD":
        return NUMBER
    return 0.0 if kind in _FUNCTION else WORD


def mention_words(mentions: Iterable[Mention], know: Knowledge) -> Words:
    """Give the words of content of some mentions, numbers not."""
    found: Words = {}
    for mention in mentions:
        told = content_words(mention.span.words, know)
        found.update((word, share) for word, share in told.items() if share != NUMBER and word not in _VAGUE)
    return found


def name_words(text: str) -> frozenset[str]:
    """Give the words of a place that are written with a capital, folded."""
    return frozenset(
        sys.intern(fold(text[start:end])) for start, end in token_spans(text) if text[start].isupper()
    )


class Lexicon:
    """Counts in how many reports each word stands."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._reports = 0
        self._counts: Counter[str] = Counter()

    def learn(self, words: Iterable[str]) -> None:
        """Take in the words of a report, each once."""
        self._reports += 1
        self._counts.update(words)

    def weigh(self, word: str, share: float) -> float:
        """Say what it tells that two texts share a word.

        Args:
            word: folded.
            share: the share of reports that were expected to have it.

        Returns:
            The surprise in nats, >= 0.
        """
        return math.log((self._reports + PRIOR) / (self._counts[word] + PRIOR * share))

    def cosine(self, one: Words, two: Words) -> float:
        """Say how alike two sets of words are: the cosine of their weights, 0 to 1."""
        short, long = (one, two) if len(one) <= len(two) else (two, one)
        shared = sum(
            self.weigh(word, min(share, long[word])) ** 2 for word, share in short.items() if word in long
        )
        if not shared:
            return 0.0
        lengths = [sum(self.weigh(word, share) ** 2 for word, share in words.items()) for words in (one, two)]
        return shared / math.sqrt(lengths[0] * lengths[1])

    def shared(self, one: Words, two: Words) -> float:
        """Sum what the shared words of two texts tell, nats."""
        return sum(self.weigh(word, min(one[word], two[word])) for word in one.keys() & two.keys())
