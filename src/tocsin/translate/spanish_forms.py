"""Spanish forms that Apertium keeps: subjects left out, "the president X", commas in numbers, capitals that belong to nobody."""

import functools
import re

from tocsin.knowledge.spanish import order_words

_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+,\d{1,2})(?![.,]?\d)")
"""Numbers with points between thousands or a comma before decimals."""


def mend_forms(source: str, english: str) -> str:
    """Write as English does what Apertium leaves as Spanish has it.

    Args:
        source: the Spanish segment.
        english: its English, with all words in their place.

    Returns:
        The English with subjects, titles, numbers and small letters: "President Rey said that it will travel" for
        "the president Rey said that will travel".
    """
    for number in _NUMBER.findall(source):
        turned = number.translate(str.maketrans(".,", ",."))
        english = re.sub(rf"(?<![\d.,]){re.escape(number)}(?!\d)", turned, english)
    return fill_subjects(source, _name_titles(_lower(source, english)))


def _lower(source: str, english: str) -> str:
    """Take the capital from a word behind an unknown first one, or behind "US", as only the engine begins a sentence there."""
    shouted = re.match(r"[A-Z]{2,}(?: [A-Z]{2,})*(?= [a-z])|AN(?= [A-Z])", english)
    if shouted and not source[:2].isupper():
        english = shouted[0].capitalize() + english[shouted.end() :]
    words, made = source.split(), english.split(" ")
    if (
        len(words) > 1
        and len(made) > 1
        and words[0] == made[0]
        and words[1].islower()
        and made[1] not in source
    ):
        made[1] = made[1] if made[1] == "I" else made[1][:1].lower() + made[1][1:]
    return re.sub(
        r"(?<=\bUS )[A-Z][a-z]*\b",
        lambda found: found[0].lower() if found[0].lower() in order_words()["small_english"] else found[0],
        " ".join(made),
    )


@functools.cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"\b[Tt]he ({'|'.join(order_words()['title'])}) (?=[A-Z][a-zá-ú])")


def _name_titles(english: str) -> str:
    """Leave out the article before a title and a name."""

    def turn(found: re.Match[str]) -> str:
        former, _, title = found[1].rpartition("former ")
        short = {"gentleman": "Mr", "lady": "Ms"}.get(title, title.title().rstrip("."))
        return f"{former}{'former ' if 'former ' in found[1] else ''}{short} "

    return _titles().sub(turn, english)


_ASIDE = r"(?:(?:also|never|only|still|already|soon) )?"
_SINGLE = "has|had|is|was|could|can|must|does not|did not|no longer|should|might"
_MANY = "have|are|were|do not"
_WILL = "will|would"
_FUTURE = re.compile(
    r"(?<!\b[Ll]a )(?<!\buna )(?<!\bsu )\b(?!(?:mayor|minor|categor|secretar|mar|artiller|infanter|bater)ía|(?:de|a)trás)"
    r"[a-zñáéíóú]\w+r(?P<person>é|emos|ás|á|án|ías?|ían|íamos)\b"
)
_PERSON = {"é": "I", "emos": "we", "íamos": "we", "ás": "you", "ías": "you", "án": "they", "ían": "they"}
"""Endings of the Spanish future and conditional that tell who acts; the others are "it", as Apertium has it."""


@functools.cache
def _gaps() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make the patterns of a verb without its subject: behind a conjunction, and behind the comma of a clause that opens."""
    words = order_words()
    verb = rf"(?P<verb>{_ASIDE}(?:(?P<will>{_WILL})|(?P<single>{_SINGLE})|(?P<many>{_MANY}))\b)(?! (?:be|been)\b)"
    behind = rf"\b(?P<before>(?:{'|'.join(words['saying'])}) that|{'|'.join(words['joining'])}) {verb}"
    opening = rf"(?P<before>(?:^|[.;:“\"] ?)(?:{'|'.join(words['opening'])})\b[^,.;:“”\"]*,(?: then)?) (?P<verb>{_ASIDE}(?P<will>{_WILL})\b)"
    return re.compile(behind, re.IGNORECASE), re.compile(opening, re.IGNORECASE)


def fill_subjects(source: str, english: str) -> str:
    """Give a verb the pronoun that Spanish leaves out: "If they attack, will respond" is "If they attack, we will respond".

    Args:
        source: the Spanish segment, whose endings tell the person.
        english: its English.

    Returns:
        The English, with "it" and "they" where the ending is lost.
    """
    persons = [_PERSON.get(found["person"], "it") for found in _FUTURE.finditer(source)]
    places = [found.start() for found in re.finditer(rf"\b(?:{_WILL})\b", english)]
    known = dict(zip(places, persons, strict=True)) if len(places) == len(persons) else {}

    def fill(found: re.Match[str]) -> str:
        pronoun = "they" if found.groupdict().get("many") else "it"
        if found["will"]:
            pronoun = known.get(found.start("will"), pronoun)
        return f"{found['before']} {pronoun} {found['verb']}"

    behind, opening = _gaps()
    filled = behind.sub(fill, english)
    if filled == english:
        filled = opening.sub(fill, english)
    return filled
