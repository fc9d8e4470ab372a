"""What is known of languages: their names, and words that matter before anything is translated."""

import functools
import re
from pathlib import Path
from typing import Any

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.sources import read_yaml

TABLE = Path(__file__).parent / "tables" / "languages.msgpack"


class Language(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A language."""

    name: str
    """English name."""
    negation: tuple[str, ...] = ()
    """Folded words that deny; "-" at an end stands for any letters."""
    common: frozenset[str] = frozenset()
    """Folded frequent words, where the language is told by them."""
    abbreviations: frozenset[str] = frozenset()
    """Words whose full stop ends no sentence, as written, without it."""

    def denies(self, text: str) -> bool:
        """Tell whether a text has a word that denies."""
        folded = text.lower().replace("’", "'")
        return any(re.search(_pattern(word), folded) for word in self.negation)


class Languages(msgspec.Struct, frozen=True, kw_only=True):
    """All languages, by ISO 639-1 code."""

    known: dict[str, Language]


@functools.cache
def _pattern(word: str) -> str:
    start = "" if word.startswith("-") else r"(?<!\w)"
    end = "" if word.endswith(("-", "'")) else r"(?!\w)"
    return start + re.escape(word.strip("-")) + end


def read_languages(source: Path) -> Languages:
    """Read `languages/languages.yml` of the knowledge folder.

    Raises:
        KnowledgeError: an entry has a key that is none.
    """
    entries: dict[str, Any] = read_yaml(source / "languages" / "languages.yml")
    known = {}
    for code, entry in entries.items():
        unknown = entry.keys() - set(Language.__struct_fields__)
        if unknown or not re.fullmatch("[a-z]{2}", str(code)):
            message = f"languages.yml: {code!r} {sorted(unknown)} cannot be read; keys are {Language.__struct_fields__}"
            raise KnowledgeError(message)
        words = {key: str(entry.get(key, "")).split() for key in ("negation", "common", "abbreviations")}
        known[code] = Language(
            name=entry["name"],
            negation=tuple(words["negation"]),
            common=frozenset(words["common"]),
            abbreviations=frozenset(words["abbreviations"]),
        )
    return Languages(known=known)


@functools.cache
def load_languages() -> dict[str, Language]:
    """Load the compiled table: ISO 639-1 code to language.

    Raises:
        KnowledgeError: it is missing.
    """
    try:
        return msgspec.msgpack.decode(TABLE.read_bytes(), type=Languages).known
    except FileNotFoundError as error:
        message = f"The knowledge table {TABLE.name} is missing; run `make knowledge`, or reinstall tocsin."
        raise KnowledgeError(message) from error
