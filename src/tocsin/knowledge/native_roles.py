"""Words for roles as they stand, in seven languages, before or behind the nation of their people: "army", "president".

`knowledge/actors/native_roles.tsv` gives them in the nominative alone, singular or plural.
"""

import functools
from pathlib import Path
from typing import NamedTuple

from tocsin.knowledge.name_words import plain

ROLES = Path(__file__).parent / "tables" / "native_roles.tsv"
"""Made from `knowledge/actors/native_roles.tsv`."""


class Role(NamedTuple):
    """A role that people have for a country."""

    name: str
    """In English: "prime minister"."""
    sectors: tuple[str, ...]
    """PLOVER sectors, primary first."""


def role_of(word: str, lang: str) -> Role | None:
    """Give the role that a word names.

    Args:
        word: one word.
        lang: its language.

    Returns:
        The role; None for any other word, for oblique cases, and for languages without a column.
    """
    return _table().get((lang, plain(word)))


@functools.cache
def _table() -> dict[tuple[str, str], Role]:
    """Read the table: language and word to role."""
    head, *rows = ROLES.read_text(encoding="utf-8").splitlines()
    langs = head.split("\t")[2:]
    table: dict[tuple[str, str], Role] = {}
    for row in rows:
        name, sectors, *cells = row.split("\t")
        role = Role(name, tuple(sectors.split(" ")))
        for lang, cell in zip(langs, cells, strict=True):
            table.update({(lang, plain(word)): role for word in cell.split()})
    return table
