"""Names of persons that Apertium translates as if they were words: "Pedro Castillo" comes out as "Pedro Castle"."""

import re

_RUN = re.compile(r"\b[A-ZÁÉÍÓÚÑ][\w’'-]+(?: [A-ZÁÉÍÓÚÑ][\w’'-]+)+")
"""Two or more capitalised words: first name and surnames."""

_SAME = 4
"""Letters in common from which a last word counts as another spelling, not as a translation: "Leona", "Leone"."""


def mend_names(source: str, english: str) -> str:
    """Put surnames back where the first name shows whose they are.

    Args:
        source: the Spanish segment.
        english: what Apertium made of it, without marks.

    Returns:
        The English with the surnames of the original. A run of capitalised words whose first word is translated too is
        left alone: it may be the name of a body.
    """
    for run in _RUN.findall(source):
        first, *others = run.split(" ")
        if run in english or len(first) < len("Ana"):
            continue
        found = re.search(rf"\b{re.escape(first)}((?: [A-ZÁÉÍÓÚÑ][\w’'-]+){{{len(others)}}})", english)
        if found is None:
            continue
        made = found[1].split()
        mended = [
            right if wrong not in source and not _is_spelling(wrong, right) else wrong
            for wrong, right in zip(made, others, strict=True)
        ]
        english = english.replace(found[0], " ".join([first, *mended]), 1)
    return english


def _is_spelling(one: str, other: str) -> bool:
    """Tell whether two words are one name in two spellings: as long, and alike at the beginning."""
    return len(one) == len(other) and one[:_SAME] == other[:_SAME]
