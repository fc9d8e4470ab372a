"""Words beside a known name that make it the name of another: "New X", "Youth of X", another first name, another nation."""

import re
from collections.abc import Iterator, Sequence

from tocsin.knowledge.actors import INTERNATIONAL, Actor
from tocsin.knowledge.name_words import senses_of
from tocsin.knowledge.namesakes import Word, words_of
from tocsin.knowledge.scripts import likeness

KIN = 0.7
"""Likeness below which the word before a surname is not this person's first name."""

_CLOSE = re.compile(r"[\s«»“”\"'’-]*")
"""What may stand between the words of one name."""
_ARABIC = re.compile(r"ال\w+(?:ي|ية)")
_SLAVIC = re.compile(r"\w+(?:ск|ськ)[а-яіїє]{1,3}", re.IGNORECASE)
"""Adjectives of nations: Arabic has them after the name, Russian and Ukrainian before it; on the other side, as a noun
beside a name, they may be anything else in the sentence."""
_AMBIGUOUS = frozenset({"SAU", "KURD", "ARAB", "AFR", "EUR"})
"""Nations whose adjective also names the state, and what is no nation of one state."""


def is_of_another(text: str, words: Sequence[Word], span: tuple[int, int], actor: Actor) -> bool:
    """Tell whether the words beside a name show that somebody else is meant.

    Args:
        text: a segment.
        words: its words.
        span: where the name stands.
        actor: whose name it is.

    Returns:
        True for "New X", "Youth of X", a body of another nation, and a surname after the first name of another person.
    """
    before, after = _beside(text, words, span)
    if actor.kind == "person":
        alone = len(words_of(text[span[0] : span[1]])) == 1
        return alone and before is not None and _is_other_first_name(text, before, span[1], actor)
    return any(
        "other" in word.kinds or (adjective.fullmatch(word.text) is not None and _is_foreign(word, actor))
        for word, adjective in ((before, _SLAVIC), (after, _ARABIC))
        if word is not None
    )


def _beside(text: str, words: Sequence[Word], span: tuple[int, int]) -> tuple[Word | None, Word | None]:
    """Find the words directly before and after a stretch."""
    before = next((word for word in reversed(words) if word.end <= span[0]), None)
    after = next((word for word in words if word.start >= span[1]), None)
    if before is not None and not _CLOSE.fullmatch(text, before.end, span[0]):
        before = None
    if after is not None and not _CLOSE.fullmatch(text, span[1], after.start):
        after = None
    return before, after


def _is_foreign(word: Word, actor: Actor) -> bool:
    """Tell whether an adjective names another nation than that of a body."""
    nations = {sense.meaning for sense in senses_of(word.text) if sense.kind == "nation"}
    return actor.country not in INTERNATIONAL and bool(nations) and not nations & {actor.country, *_AMBIGUOUS}


def _is_other_first_name(text: str, word: Word, end: int, actor: Actor) -> bool:
    """Tell whether a word is a first name of somebody else: a capitalised one, no title, not this person's.

    The first word of a sentence is capitalised anyway, and is one only where the sentence is nothing but the name.
    """
    opens = text[: word.start].rstrip("«“\"' ")[-1:] in ("", ".", "!", "?", ":", "\n")
    if not word.text[0].isupper() or word.meanings or (opens and text[end:].strip()):
        return False
    return all(likeness(own.text, word.text) < KIN for own in _first_names(actor))


def _first_names(actor: Actor) -> Iterator[Word]:
    for name in (actor.name, *actor.names):
        yield from words_of(name)[:-1]
