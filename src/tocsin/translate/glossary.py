"""Mends what Apertium gets wrong by rule in news of conflict ("amenazó": "loomed"), by a list that anybody can read."""

import functools
import re
from collections.abc import Sequence
from pathlib import Path

from tocsin.translate.spanish_forms import mend_forms
from tocsin.translate.spanish_names import mend_names
from tocsin.translate.spanish_order import mend_comings, mend_nations, mend_order
from tocsin.translate.spanish_verbs import mend_verbs

Rule = tuple[re.Pattern[str], re.Pattern[str], str]
"""What stands in the original, what Apertium made of it, what it should be."""

VERSION = "4"
"""Goes into the key of a translation: raise it whenever the list changes."""

_LIST = Path(__file__).with_name("apertium.tsv")
_SPACES = re.compile(r"[ \t]{2,}")


def mend(source: str, english: str, lang: str) -> str:
    """Mend a translation by Apertium.

    Args:
        source: the original segment.
        english: what Apertium made of it, without marks.
        lang: language of the source; each rule holds for one language, or for all; verbs are those of Spanish.

    Returns:
        The mended English.
    """
    begins_large = english[:1].isupper()
    english = _SPACES.sub(" ", english)
    if lang == "es":
        english = mend_verbs(source, mend_order(source, mend_names(source, english)))
    english = _apply(_rules(lang), source, english)
    if lang == "es":
        english = mend_forms(source, mend_nations(source, mend_comings(source, english)))
    english = _apply(_rules("*"), source, english).strip()
    return english[:1].upper() + english[1:] if begins_large else english


def _apply(rules: Sequence[Rule], source: str, english: str) -> str:
    for original, wrong, right in rules:
        if original.search(source):
            english = wrong.sub(right, english)
    return english


@functools.cache
def _rules(lang: str) -> tuple[Rule, ...]:
    """Read the rules of a language, or those of all languages ("*"), which come last."""
    rules = []
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            of, original, wrong, right = line.split("\t")
            if of == lang:
                rules.append((re.compile(original, re.IGNORECASE), re.compile(wrong, re.IGNORECASE), right))
    return tuple(rules)
