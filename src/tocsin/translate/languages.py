"""Tell in what language a text is written, offline; "und" when it cannot be told."""

import functools
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from tocsin.model import Report

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"
"""ISO 639-2 for a language that cannot be told."""

FOUND = "lang.found"
"""Flag of a report whose language was found in its words, not stated by its source."""

LEAST = 0.5
"""Probability below which a language is not told: of four-word texts 83 % pass it, and 97 % of these are right (note on
translation, section 7)."""

SURE = 0.9
"""Probability from which the words are believed against their source. Own choice."""

_FOLDED = {"sdh": "ckb", "arz": "ar", "ary": "ar", "prs": "fa", "uzs": "uz"}
"""Labels of the model to the code that is given: it calls all Sorani sdh (note on translation, section 7)."""

_LABELS = (
    "am ar ary arz az be bg bn cs de el en es fa fr ha he hi hu hy id it ja ka kk ko ku ky my nl pl ps pt ro ru sdh so sr sw"
    " tg th tr uk ur uz uzs vi zh"
)
"""Languages of large news markets; the model's others (Catalan, Latin, creoles ...) are not considered, as each more
takes probability from a short headline: with 91 labels 2.6 % of headlines on NTREX stay untold, with these 0.9 %."""

_LONGEST = 20_000
"""Characters looked at: what a language is shows long before."""

_FUNCTION_WORDS = frozenset(
    "the of and to in that was for on is with as by at from it he has were said".split()
)
_ENGLISH_SHARE, _ENGLISH_WORDS = 0.2, 20
"""A text of at least 20 words of which a fifth are English function words is English. No text of another language comes
near (on NTREX the highest share outside English is .10), and the model need not be loaded for it."""


_SHORT_SHARE, _VERY_SURE = 0.08, 0.98
"""For texts of fewer than 20 words in Latin letters; first settings."""


def identify(text: str) -> tuple[str, float]:
    """Tell the language of a text.

    Args:
        text: any text; a headline is enough, a document is surer.

    Returns:
        An ISO 639-1 code, or 639-3 where there is none ("ckb"), and its probability, 0 to 1; "und" where the
        probability is below .5 or there are no letters.
    """
    text = text[:_LONGEST]
    if not any(character.isalpha() for character in text):
        return UNKNOWN, 0.0
    words = text.lower().split()
    if len(words) >= _ENGLISH_WORDS and _share(words) >= _ENGLISH_SHARE and script_of(text) == "LATIN":
        return "en", 1.0
    ranked: Counter[str] = Counter()
    for label, probability in _identifier().rank(text):
        ranked[_FOLDED.get(label, label)] += probability
    best = max(ranked, key=lambda label: (ranked[label], label))
    sure = min(float(ranked[best]), 1.0)
    return (best, sure) if sure >= LEAST else (UNKNOWN, sure)


def _share(words: list[str]) -> float:
    return sum(word in _FUNCTION_WORDS for word in words) / len(words)


@functools.cache
def _identifier() -> "LanguageIdentifier":
    """Load the model: 0.7 s and 105 MB, once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  heavy

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LABELS.split())
    return identifier


_SCRIPT_SHOWS = 2000
"""Characters of which the script is looked at."""


def script_of(text: str) -> str:
    """Name the script that most letters of a text belong to.

    Args:
        text: any text.

    Returns:
        The first word of the letters' Unicode names ("LATIN", "ARABIC", "CYRILLIC"); "" without letters.
    """
    scripts = Counter(
        unicodedata.name(character, "").partition(" ")[0]
        for character in text[:_SCRIPT_SHOWS]
        if character.isalpha()
    )
    return max(scripts, key=lambda script: (scripts[script], script), default="")


def language_of(report: Report) -> str:
    """Give the language in which a report is to be read.

    Args:
        report: the report.

    Returns:
        The language that its source states, else the one found in title and text; "und" = it cannot be told. The words
        win over the source where they are surely English and it says otherwise, or the other way round: templates of
        sites in several languages often state the wrong one. A short text in Latin letters with an English function word
        counts as English, and without one as another language only if the model is very sure: names say little.
    """
    text = report.text if report.title in report.text else f"{report.title}\n{report.text}"
    script = script_of(text)
    if report.lang == "en" and script in {"LATIN", ""}:
        return "en"
    words = text[:_LONGEST].lower().split()
    is_short = 0 < len(words) < _ENGLISH_WORDS and script == "LATIN"
    if not report.lang and is_short and _share(words) >= _SHORT_SHARE:
        return "en"
    told, sure = identify(text)
    if not report.lang:
        return told if not is_short or told == "en" or sure >= _VERY_SURE else UNKNOWN
    contradicts = sure >= SURE and (told == "en") != (report.lang == "en")
    return told if contradicts else report.lang
