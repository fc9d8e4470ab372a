"""Who opens a sentence that is not English: a known actor, or a role with its nation, in the place of the subject."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tocsin.knowledge.actors import INTERNATIONAL, Actor
from tocsin.knowledge.name_words import senses_of
from tocsin.knowledge.native_roles import role_of
from tocsin.model import Mention, Span

HEARD = "known name, as it sounds"
"""Reason of a name that was found in the original by its sound alone."""

REASON = "country and role"
"""How an agent made of a role and a nation is resolved, as in English."""

_WORD = re.compile(r"[^\W_]+(?:[\u200c-][^\W_]+)*")
_NATION_BEFORE = frozenset({"ru", "uk", "tr"})
_NATION_BEHIND = frozenset({"ar", "es", "fa", "fr", "ru", "uk"})
"""Where an adjective of a nation, or the state, stands beside the role."""
_LINKS = {
    "es": frozenset("de del la las los asuntos relaciones".split()),
    "fr": frozenset("de d du des la le l les affaires".split()),
    "ru": frozenset({"дел"}),
    "uk": frozenset({"справ"}),
}
"""Small words between a role and its nation, those of "foreign affairs" among them."""
_ARTICLES = {
    "es": frozenset("el la los las".split()),
    "fr": frozenset("le la les l".split()),
}
_AND = frozenset("y e et и і й та و ve ile".split())
_ARABIC_ADJECTIVE = re.compile(r"ال\w+(?:ي|ية|يين|يون|يان)")
_MOST_BETWEEN = 2
"""Words of a ministry or an army between role and nation: "minister of foreign affairs of Iran"."""
_VERB_FIRST = "ar"
_PREPOSITIONS = frozenset(
    "في من على إلى الى عن مع بعد قبل خلال منذ حتى بين عند ضد لدى وفي ومن وعلى ومع أثناء حسب وفقا".split()
)


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def agents_in(text: str, lang: str, actors: Mapping[str, Actor]) -> list[Mention]:
    """Find roles that stand beside their nation: "сирийская армия", "le président français".

    Args:
        text: a segment.
        lang: its language.
        actors: all known actors; those whose id is the code of a state in small letters are states.

    Returns:
        Mentions in text order, made of state and sector as in English ("syr.mil"). A role in an oblique case is none.
    """
    words = _tokens(text)
    found = []
    for at, word in enumerate(words):
        role = role_of(word.text, lang)
        if role is None:
            continue
        for other in _beside(text, words, at, lang):
            state = _state(words[other].text, actors)
            if state is not None and _agrees(word.text, words[other].text, lang):
                start, end = min(word.start, words[other].start), max(word.end, words[other].end)
                found.append(
                    Mention(
                        span=Span(start=start, end=end, quote=text[start:end]),
                        actor=f"{state.id}.{role.sectors[0].lower()}",
                        name=f"{state.name}: {role.name}",
                        country=state.country,
                        sectors=role.sectors,
                        reason=REASON,
                    )
                )
                break
    return found


def subject_of(text: str, lang: str, found: Sequence[Mention], actors: Mapping[str, Actor]) -> Mention | None:
    """Find the actor that opens a segment as its subject.

    Args:
        text: a segment.
        lang: its language.
        found: known actors in it, in text order.
        actors: all known actors.

    Returns:
        The actor; None where the segment opens with anything else, a name in an oblique case or behind a preposition,
        several actors joined by "and", a longer name, or one without a country. A person named right behind an office is meant by it.
    """
    words = _tokens(text)
    places = _openings(text, words, lang)
    agent = next((one for one in agents_in(text, lang, actors) if one.span.start in places), None)
    named = [one for one in found if one.actor and one.country]
    chosen = agent or next(
        (one for one in named if one.span.start in places and _is_first(one, lang, actors)), None
    )
    if chosen is None or chosen.country in INTERNATIONAL:
        return None
    behind = next((one for one in named if one.span.start - chosen.span.end in {1, 2}), None)
    if agent is not None and behind is not None and actors[behind.actor].kind == "person":
        span = Span(
            start=agent.span.start, end=behind.span.end, quote=text[agent.span.start : behind.span.end]
        )
        chosen = msgspec.structs.replace(behind, span=span)
    following = next((word.text.lower() for word in words if word.start >= chosen.span.end), "")
    joined = following in _AND or (lang == "ar" and following.startswith("و"))
    goes_on = chosen.span.end < len(text) and text[chosen.span.end :].lstrip(" -")[:1].isupper()
    return None if joined or (agent is None and goes_on) else chosen


def nations_in(text: str) -> set[str]:
    """Give the nations that words of a text may name, in any of the languages.

    Args:
        text: a segment, or its translation.

    Returns:
        ISO codes, and names of peoples without one state.
    """
    return {
        sense.meaning for word in _tokens(text) for sense in senses_of(word.text) if sense.kind == "nation"
    }


def _tokens(text: str) -> list[_Token]:
    return [_Token(match[0], *match.span()) for match in _WORD.finditer(text)]


def _beside(text: str, words: Sequence[_Token], at: int, lang: str) -> Iterator[int]:
    """Give the words in which the nation of a role may stand, nearest first."""
    if lang in _NATION_BEFORE and at and not text[words[at - 1].end : words[at].start].strip():
        yield at - 1
    between = 0
    for other in range(at + 1, len(words) if lang in _NATION_BEHIND else 0):
        if text[words[other - 1].end : words[other].start].strip(" '’"):
            return
        if words[other].text.lower() in _LINKS.get(lang, ()):
            continue
        yield other
        between += 1
        kinds = {sense.kind for sense in senses_of(words[other].text)}
        if between > _MOST_BETWEEN or not kinds & {"word", "kind", "title"}:
            return


def _state(word: str, actors: Mapping[str, Actor]) -> Actor | None:
    """Find the one state that a word names or is the adjective of."""
    nations = {sense.meaning.lower() for sense in senses_of(word) if sense.kind == "nation"}
    states = [actors[nation] for nation in nations if nation in actors and actors[nation].kind == "state"]
    return states[0] if len(states) == 1 else None


def _agrees(role: str, nation: str, lang: str) -> bool:
    """Tell whether an Arabic nation belongs to the role: both with an article, or a state behind a role without one.

    "قصف الجيش إسرائيل" is "the army bombed Israel".
    """
    if lang != _VERB_FIRST or not role.startswith("ال"):
        return True
    return _ARABIC_ADJECTIVE.fullmatch(nation) is not None


def _openings(text: str, words: Sequence[_Token], lang: str) -> set[int]:
    """Give where a subject may begin: the first word, behind articles; in Arabic also behind a verb that comes first.

    Where the segment opens with a preposition, a subject may begin behind the first comma.
    """
    articles = _ARTICLES.get(lang, frozenset())
    first = 0
    if words and words[0].text.lower() not in articles and _is_particle(words[0].text):
        comma = text.find(",")
        first = next((at for at, word in enumerate(words) if word.start > comma), 0) if comma > 0 else 0
    opening = first
    while first < len(words) - 1 and words[first].text.lower() in articles:
        first += 1
    places = {word.start for word in words[opening : first + 1]}
    if lang == _VERB_FIRST and len(words) > 1 and words[0].text not in _PREPOSITIONS:
        places.add(words[1].start)
    return places


def _is_particle(word: str) -> bool:
    return any(sense.kind == "particle" for sense in senses_of(word.lower()))


def _is_first(one: Mention, lang: str, actors: Mapping[str, Actor]) -> bool:
    """Tell whether a known name at the opening is in the nominative, and not the genitive of what follows.

    A Turkish name of a state or body before another noun is its genitive: "İran gezisi" is "the trip to Iran".
    """
    actor = actors[one.actor]
    if one.reason == HEARD or one.span.quote.split()[-1][0].islower():
        return False
    if lang == "tr":
        return actor.kind == "person" and not re.search(r"['’]", one.span.quote)
    names = {name if name.isupper() else name.casefold() for name in (actor.name, *actor.names)}
    written = one.span.quote in names or one.span.quote.casefold() in names
    return lang not in {"ru", "uk"} or actor.kind == "person" or written
