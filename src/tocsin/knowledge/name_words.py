"""Words that names of bodies and groups are made of, by their meaning: "party", "liberation", "Syrian", "new".

Such words are translated, not carried over by sound. `knowledge/name_words.tsv` gives their stems in eleven languages;
a stem that ends in an asterisk stands for all words that begin with it.
"""

import functools
import unicodedata
from pathlib import Path
from typing import Literal, NamedTuple, cast

from tocsin.knowledge.scripts import CLITICS
from tocsin.knowledge.tokens import fold

WORDS = Path(__file__).parent / "tables" / "name_words.tsv"
"""Made from `knowledge/name_words.tsv`."""

Kind = Literal["kind", "word", "nation", "other", "title", "particle"]
"""What a word does in a name: the kind of body ("party"); a word of its own; a nation; a word that makes another body of
the one it stands beside ("new", "youth"); a title, which names nobody; "of" and "the"."""

PREFIXES = (*CLITICS, "וה", "שה")
"""Particles that are written together with the next word."""

_ONE_LETTER = str.maketrans("کیىةہھەٱı", "كييههههاi", "ـ")
"""Letters of the Arabic script that writers exchange, and the Turkish undotted i."""


class Sense(NamedTuple):
    """A meaning that a word may have in a name."""

    meaning: str
    kind: Kind


def plain(word: str) -> str:
    """Fold a word, and write letters that writers exchange as one.

    Args:
        word: one word in any script.

    Returns:
        The folded word.
    """
    return unicodedata.normalize("NFKC", fold(word)).translate(_ONE_LETTER)


def stems_of(word: str) -> list[str]:
    """Give a folded word as it is, and without particles written together with it.

    Args:
        word: one word, as `plain` gives it.

    Returns:
        The word, and what is left of it: three letters or more, after an article two.
    """
    cut = [(part, word[len(part) :]) for part in PREFIXES if word.startswith(part)]
    return [word.removesuffix("'s"), *(rest for part, rest in cut if len(rest) > 1 + (len(part) == 1))]


@functools.lru_cache(100_000)
def senses_of(word: str) -> frozenset[Sense]:
    """Give the meanings that a word may have in a name.

    Args:
        word: one word in any of the languages.

    Returns:
        Meanings; none for a word that is a name of its own.
    """
    whole, begins = _table()
    found: set[Sense] = set()
    for stem in stems_of(plain(word)):
        found |= whole.get(stem, frozenset())
        for length in range(2, len(stem) + 1):
            found |= begins.get(stem[:length], frozenset())
    return frozenset(found)


@functools.cache
def _table() -> tuple[dict[str, frozenset[Sense]], dict[str, frozenset[Sense]]]:
    """Read the table: whole words, and stems."""
    whole: dict[str, frozenset[Sense]] = {}
    begins: dict[str, frozenset[Sense]] = {}
    for row in WORDS.read_text(encoding="utf-8").splitlines()[1:]:
        meaning, kind, *cells = row.split("\t")
        sense = Sense(meaning, cast("Kind", kind))
        for form in " ".join(cells).split():
            table = begins if form.endswith("*") else whole
            key = plain(form.rstrip("*"))
            table[key] = table.get(key, frozenset()) | {sense}
    return whole, begins
