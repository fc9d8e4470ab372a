"""Mends what Apertium gets wrong by rule in news of conflict ("amenazó": "loomed"), by a list that anybody can read."""

import functools
import re
from pathlib import Path

VERSION = "1"
"""Goes into the key of a translation: raise it whenever the list changes."""

_LIST = Path(__file__).with_name("apertium.tsv")


def mend(source: str, english: str, lang: str) -> str:
    """Mend a translation by Apertium.

    Args:
        source: the original segment.
        english: what Apertium made of it, without marks.
        lang: language of the source; each rule holds for one language, or for all.

    Returns:
        The mended English.
    """
    begins_large = english[:1].isupper()
    for original, wrong, right in _rules(lang):
        if original.search(source):
            english = wrong.sub(right, english)
    english = english.strip()
    return english[:1].upper() + english[1:] if begins_large else english


@functools.cache
def _rules(lang: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    rules = []
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            of, original, wrong, right = line.split("\t")
            if of in {lang, "*"}:
                rules.append((re.compile(original, re.IGNORECASE), re.compile(wrong, re.IGNORECASE), right))
    return tuple(rules)
