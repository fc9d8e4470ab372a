"""Spanish word order that Apertium keeps: subjects after their verbs, adjectives of nations after their nouns."""

import functools
import itertools
import re

from tocsin.knowledge.name_words import senses_of
from tocsin.knowledge.spanish import order_words

_OPENING = r"^(?:(?:ayer|hoy|tambi[ée]n|adem[áa]s|as[íi]),? )?"
_ABOUT = r"(?:(?:al menos|m[áa]s de|unos|unas|cerca de) )?"
_VERB = r"(?:se )?(?!(?:no|que|por|para|en|a|al|de|del|con|sin|seg[úu]n|tras|como|si|y|o) )\w+(?:(?:n|[óoeaí]|os|as)\b)"


@functools.cache
def _late_subjects() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make the patterns of a passive whose subject follows ("Fueron detenidos tres militantes"), and of another verb.

    The subject of the other ("Protestan los maestros") is persons or a body: as an object they would have "a" before them.
    """
    words = order_words()
    single, many = "|".join(words["one"]), "|".join((*words["many"], *words["number"], r"\d+"))
    passive = rf"{_OPENING}(?:fue(?:ron)?|ha(?:n)? sido|ser[áa]n?) \w+[dt][oa]s?(?: a tiros)? {_ABOUT}(?:{single}|{many}) "
    active = (
        rf"{_OPENING}{_VERB} (?:\w+[ns]do )?{_ABOUT}(?:(?P<one>{single})|(?P<many>{many})) "
        rf"(?:(?:grandes?|nuev[oa]s?|numeros[oa]s) )?(?:{'|'.join(words['people'])})\b"
    )
    return re.compile(passive, re.IGNORECASE), re.compile(active, re.IGNORECASE)


_PRONOUN = re.compile(
    r"^(?P<opening>(?:Yesterday|Today|Also|Besides|Moreover|Like this),? )?(?P<pronoun>it|they) ",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:was|were|is|are|has been|have been|will be|will|would|has|have|had)"
_ADVERB = r"(?: (?:also|again|not|now|already))?"
_ACTED = re.compile(rf"(?P<act>(?:{_AUXILIARY}{_ADVERB} )?[a-z-]+(?: up| out| down| over| \w+ing)?(?: to shots| shot dead)?) (?=(?:the|an?|some|several|many|other|at least|more than|around|dozens|hundreds|thousands|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|\d+) )", re.IGNORECASE)  # fmt: skip
_NOUNS = re.compile(
    r"(?:(?:at least|more than|around) )?(?:dozens of |hundreds of |thousands of )?(?:the |an? |some )?"
    r"(?:(?!(?:the|an?|some|that|who|which|when|while|to|in|on|by|against|with|during|for|at|from|after|before|over|about|"
    r"and|or|but|his|her|their|its|of|for|without|between|among|because|yesterday|today)\b)[\w’'-]+(?: |(?=[.,;:]|$)))+"
    r"(?:(?:of|and) (?:the |an? |some |his |their )?(?:(?!(?:the|an?|that|who|to|in|on|by|against|with|during|for|at|from|after|"
    r"before|over|about|his|her|their|of|and|without|between|among|because|yesterday)\b)[\w’'-]+(?: |(?=[.,;:]|$)))+)*"
)
"""A noun with what belongs to it, up to the next article, preposition or mark."""


def mend_order(source: str, english: str) -> str:
    """Put a subject that follows its verb before it.

    Spanish news has the subject after a passive, after verbs of happening and before what is said: "Fueron detenidos tres
    hombres", "Protestan los maestros". Apertium keeps the order and puts a pronoun in front: "They protest the masters".

    Args:
        source: the Spanish segment.
        english: what Apertium made of it, without marks.

    Returns:
        The English with the subject in its place: "The masters protest". What may be an object stays.
    """
    opening = _PRONOUN.match(english)
    passive, active = _late_subjects()
    found = passive.match(source) or active.match(source)
    if opening is None or found is None:
        return english
    wanted = {"one": "it", "many": "they"}.get(found.lastgroup or "", opening["pronoun"].lower())
    act = _ACTED.match(english, opening.end())
    subject = _NOUNS.match(english, act.end()) if act is not None else None
    if act is None or subject is None or not subject[0] or opening["pronoun"].lower() != wanted:
        return english
    rest = english[subject.end() :]
    space = "" if not rest or rest[0] in ".,;:" else " "
    return f"{opening['opening'] or ''}{subject[0].strip()} {act['act']}{space}{rest}"


@functools.cache
def _comings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make the patterns of a verb of happening before its subject, in Spanish and in what Apertium makes of it."""
    words = order_words()
    articles = "|".join((*words["one"], *words["many"], *words["number"], r"\d+"))
    source = rf"\b(?:{'|'.join(words['coming'])})\w* {_ABOUT}(?:{articles})\b"
    made = (
        rf"(?P<before>, |^(?:It|They) |\b(?:after|when|while|because|where|that) )(?P<verb>{'|'.join(words['coming_english'])}) "
        rf"(?=(?:the|an?|some|several|at least|more than|thousands|{'|'.join(words['number_english'])}|\d+)\b)"
        rf"(?P<subject>{_NOUNS.pattern})"
    )
    return re.compile(source, re.IGNORECASE), re.compile(made, re.IGNORECASE)


def mend_comings(source: str, english: str) -> str:
    """Put the subject of a verb of happening before it: "After the attack, died two men".

    Args:
        source: the Spanish segment.
        english: what Apertium made of it, with the verbs of the list in place.

    Returns:
        The English: "After the attack, two men died".
    """
    behind, made = _comings()

    def turn(found: re.Match[str]) -> str:
        before = "" if found["before"].lower() in {"it ", "they "} else found["before"]
        subject = found["subject"].strip()
        space = " " if found["subject"].endswith(" ") else ""
        return f"{before}{subject} {found['verb']}{space}" if subject else found[0]

    return made.sub(turn, english) if behind.search(source) else english


_BESIDE = re.compile(r"\b(?P<noun>[A-Za-z]+) (?P<nation>(?:North |South )?[A-Za-z]+)\b(?! [A-Z])")


def mend_nations(source: str, english: str) -> str:
    """Put an adjective of a nation before its noun.

    Apertium leaves it behind where it does not know one of the two words: "troops Ethiopians", "his counterpart Russian".

    Args:
        source: the Spanish segment; there such an adjective is not capitalised and follows a noun.
        english: the English, with its adjectives of nations.

    Returns:
        The English: "Ethiopian troops".
    """
    words = re.findall(r"\w+", source)
    nations: set[str] = set()
    for before, word in itertools.pairwise(words):
        if word[0].islower() and before.lower() not in order_words()["small"]:
            nations |= _nations(word)
    if not nations:
        return english

    def turn(found: re.Match[str]) -> str:
        noun, nation = found["noun"], found["nation"]
        if noun.lower() in order_words()["small_english"] or not nation[0].isupper() or _nations(noun):
            return found[0]
        if not _nations(nation.rpartition(" ")[2]) & nations or not _ADJECTIVE.search(nation):
            return found[0]
        single = nation.removesuffix("s") if nation.endswith(("ns", "is")) else nation
        opens = found.start() == 0
        return f"{single} {noun[:1].lower() + noun[1:] if opens else noun}"

    return _BESIDE.sub(turn, english)


def _nations(word: str) -> set[str]:
    return {sense.meaning for sense in senses_of(word) if sense.kind == "nation"}


_ADJECTIVE = re.compile(r"(?:[iae]ans?|ese|ish|is?|ech|eek|ench|tch|ghans?)$")
"""Endings of English adjectives of nations; "Iran" and "Sudan" are none."""
