"""What looks wrong in a translated segment. A failed check makes what is read there doubtful; it changes nothing."""

import re

from tocsin.translate.numbers import lost_numbers
from tocsin.translate.polarity import lost_negation

SHORTEST_RATIO, LONGEST_RATIO = 0.3, 3.5
"""Characters of English for one of the source. Of some 60,000 news segments of eight languages by up to three engines
each, seven lie outside: all of them broken off or made up (data of the note on translation)."""

_FEW = 20
"""Characters below which the ratio of lengths says nothing."""

_LOOP = re.compile(r"(\b\w[\w' -]{0,60}?\b)(?:[\s,;.-]+\1\b){3,}", re.IGNORECASE)
"""The same words four times on end."""

_SAME = 12
"""Letters of a source from which an unchanged copy is no name any more."""


def check(source: str, translation: str, lang: str, engine: str) -> tuple[str, ...]:
    """Check one translated segment.

    Args:
        source: the original segment.
        translation: its English, marks of the engine taken out.
        lang: language of the source.
        engine: name of the engine.

    Returns:
        Names of the checks that failed: copy, length, repetition, numbers, polarity.
    """
    failed = []
    if len(source) >= _SAME and " " in source.strip() and _bare(source) == _bare(translation):
        failed.append("copy")
    if len(source) >= _FEW and not SHORTEST_RATIO <= len(translation) / len(source) <= LONGEST_RATIO:
        failed.append("length")
    if _LOOP.search(translation) and not _LOOP.search(source):
        failed.append("repetition")
    if lost_numbers(source, translation):
        failed.append("numbers")
    if lost_negation(source, translation, lang, engine):
        failed.append("polarity")
    return tuple(failed)


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
