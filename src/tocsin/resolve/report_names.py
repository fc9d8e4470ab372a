"""What one report tells about its names: full forms, abbreviations in brackets, and who is in it at all."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.knowledge.actors import Actors
from tocsin.knowledge.tokens import fold
from tocsin.model import Report, Sentence, Token
from tocsin.resolve.phrases import PARTICLES

ABBREVIATION = re.compile(r"[A-Z][A-Z0-9-]{1,9}")
"""What may be an abbreviation of a name."""

_SMALL = frozenset("of the for and in to 's".split())
_LONGEST = 10
"""Words of a name that an abbreviation stands for, at most."""


class FullName(NamedTuple):
    """A name of several words."""

    start: int
    """First code point in `Report.text`."""
    words: frozenset[str]
    """Its folded words, without particles and articles."""
    text: str
    """The name with the nouns and adjectives before it: "Iraqi Prime Minister Mustafa Al Kadhimi"."""


class ReportNames:
    """Looks up names in one report.

    Args:
        report: the report.
        sentences: its sentences.
        actors: the actor tables.
    """

    def __init__(self, report: Report, sentences: Sequence[Sentence], actors: Actors) -> None:
        """Keep the report; nothing is looked up before it is asked for."""
        self._text = report.text
        self._sentences = sentences
        self._actors = actors
        self._defined: dict[str, str] | None = None
        self._full: dict[str, list[FullName]] | None = None
        self._present: frozenset[str] | None = None

    def written_out(self, word: str) -> str:
        """Give the name that an abbreviation stands for in this report, or the word itself."""
        if self._defined is None:
            self._defined = {}
            for sentence in self._sentences:
                tokens = sentence.tokens
                for at in range(2, len(tokens) - 1):
                    short = tokens[at].text
                    if (
                        tokens[at - 1].text == "("
                        and tokens[at + 1].text == ")"
                        and ABBREVIATION.fullmatch(short)
                    ):
                        start = _spelled(tokens, at - 1, fold(short).replace("-", ""))
                        if start is not None:
                            name = self._text[tokens[start].start : tokens[at - 2].end]
                            self._defined.setdefault(short, name)
        return self._defined.get(word, word)

    def longer(self, words: Sequence[str], before: int) -> list[FullName]:
        """List the names that end in the same word, hold all the words and more, and stand earlier.

        Args:
            words: folded words of a short form, as in "Al Kadhimi".
            before: first code point of the short form.

        Returns:
            Full names in text order.
        """
        if self._full is None:
            self._full = self._full_names()
        wanted = frozenset(map(core, words)) - PARTICLES
        return [
            name
            for name in self._full.get(core(words[-1]), ())
            if name.start < before and wanted < name.words
        ]

    def present(self) -> frozenset[str]:
        """List the ids of actors that are named without ambiguity, and of the states of nationality words."""
        if self._present is None:
            named = set()
            for sentence in self._sentences:
                lowers = [token.lower for token in sentence.tokens]
                for at in range(len(lowers)):
                    ids = self._actors.index.match(lowers, at)[1]
                    codes = self._actors.adjectives.match(lowers, at)[1]
                    if len(ids) == 1:
                        named.add(ids[0].removesuffix(".gov"))
                    if len(codes) == 1:
                        named.add(codes[0].lower())
            self._present = frozenset(named)
        return self._present

    def _full_names(self) -> dict[str, list[FullName]]:
        found: dict[str, list[FullName]] = {}
        for sentence in self._sentences:
            tokens = sentence.tokens
            at = 0
            while at < len(tokens):
                end = _run_end(tokens, at)
                if end - at > 1:
                    words = frozenset(core(token.lower) for token in tokens[at:end]) - PARTICLES
                    start = at
                    while start and tokens[start - 1].tag in {"N", "NS", "P", "J", "POS"}:
                        start -= 1
                    text = self._text[tokens[start].start : tokens[end - 1].end]
                    found.setdefault(core(tokens[end - 1].lower), []).append(
                        FullName(tokens[at].start, words, text)
                    )
                at = max(end, at + 1)
        return found


def core(word: str) -> str:
    """Strip the Arabic article: "al-kadhimi" and "kadhimi" are one name."""
    return word[3:] if word.startswith(("al-", "el-")) else word


def _run_end(tokens: Sequence[Token], at: int) -> int:
    """Find where a run of words written like a name ends; particles inside belong to it."""
    end = at
    for token in range(at, len(tokens)):
        word = tokens[token]
        inside = token > at
        named = word.text[:1].isupper() and (inside or word.tag not in {"D", "PRP", "I", "C", "W"})
        if named or (inside and word.lower.startswith(("al-", "el-"))):
            end = token + 1
        elif word.lower not in PARTICLES or not inside:
            break
    return end


def _spelled(tokens: Sequence[Token], stop: int, letters: str) -> int | None:
    """Find where a name before `stop` begins whose initials, small words left out or not, spell an abbreviation."""
    for start in range(stop - 1, max(-1, stop - 1 - _LONGEST), -1):
        words = [part for token in tokens[start:stop] for part in token.lower.split("-") if part]
        spelled = (
            "".join(word[0] for word in words if word not in left)
            for left in ({"'s"}, _SMALL, _SMALL | PARTICLES)
        )
        if tokens[start].text[:1].isupper() and letters in spelled:
            return start
    return None
