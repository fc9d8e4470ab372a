"""The words that the network takes for a role of an act, fitted to the names of the sentence."""

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Ref
from tocsin.claim.who import Namer
from tocsin.model import CountKind, SeenAct

COUNTS: tuple[CountKind, ...] = ("dead", "injured", "arrested", "participants")


def tokens_in(scene: Scene, ref: Ref) -> list[int]:
    """Give the tokens that a stretch of the report touches."""
    return [n for n, token in enumerate(scene.tokens) if token.start < ref[1] and ref[0] < token.end]


def meet(one: Ref, two: Ref) -> bool:
    """Tell whether two stretches share a code point."""
    return one[0] < two[1] and two[0] < one[1]


SURE, LESS_SURE = 0.8, {"recipient": 0.7, "where": 0.7}
"""Least score of the words of a role, and of those of two roles; chosen on the development part."""


def seen_words(act: SeenAct | None, role: str) -> list[Ref]:
    """Give the stretches that the network surely takes for a role, in text order, as it sees them."""
    least = LESS_SURE.get(role, SURE)
    return (
        [(one.start, one.end) for one in act.roles if one.role == role and one.score >= least] if act else []
    )


VOICED = 0.4
"""Least score of the words of somebody whom the patterns take to say a plain fact; chosen on the development part."""


def voiced(scene: Scene, act: SeenAct | None, speakers: list[Ref]) -> list[Ref]:
    """Leave out speakers of whom the network knows that they do not say a fact: "X condemned the killing" vouches for it itself.

    Args:
        scene: the sentence.
        act: the fact as the network sees it, None = it does not.
        speakers: offsets of who says it as the patterns read it.

    Returns:
        From the first whom the network takes for a speaker too; where it takes none, those named outside of the sentence.
    """
    if act is None:
        return speakers
    heard = [(one.start, one.end) for one in act.roles if one.role == "speaker" and one.score >= VOICED]
    start, end = scene.sentence.start, scene.sentence.end
    first = next((n for n, ref in enumerate(speakers) if any(meet(ref, one) for one in heard)), -1)
    if first >= 0:
        return speakers[first:]
    return [ref for ref in speakers if not start <= ref[0] < end]


def is_traced(act: SeenAct, role: str, ref: Ref) -> bool:
    """Tell whether the network takes any of some words for a role, or for a number of people, however unsure it is."""
    return any(one.role in (role, *COUNTS) and meet(ref, (one.start, one.end)) for one in act.roles)


def names_of(scene: Scene, namer: Namer, act: SeenAct | None, role: str) -> list[Ref]:
    """Give the noun phrases whose heads the network takes for a role, in text order; none lies in another.

    Phrases of one stretch that a preposition joins are one: "the customs post at Harn". Of parties and places also names
    that stand within a phrase: "committee" in "the committee's coordinator".
    """
    found: list[Ref] = []
    for words in seen_words(act, role):
        last = -2
        for token in tokens_in(scene, words):
            at = scene.phrase_at(token)
            if not scene.is_name(at) or scene.phrases[at].head != token:
                continue
            if last >= 0 and scene.kind(at - 1) == "(" and found and meet(found[-1], words):
                continue  # its short form in brackets
            ref = namer.phrase_ref(at)
            if found and last == at - 2 and scene.preps[at] and meet(found[-1], words):
                found[-1] = (found[-1][0], max(found[-1][1], ref[1]))
            elif act and not meet(ref, (act.start, act.end)) and not any(meet(ref, one) for one in found):
                found.append(ref)
            else:
                continue
            last = at
        if act and role != "speaker" and not any(meet(ref, words) for ref in found):
            found.extend(_inside(scene, namer, words, act))
    return found


_NAMING = frozenset({"P", "N", "NS", "PRP"})
"""Parts of speech of which a name within a phrase must have one."""


def _inside(scene: Scene, namer: Namer, words: Ref, act: SeenAct) -> list[Ref]:
    """Give the name that some words within one noun phrase are, without the "'s" behind it; empty = none."""
    inside = tokens_in(scene, words)
    while inside and scene.tags[inside[-1]] in {"POS", "J", "D"}:
        inside.pop()
    phrases = {scene.phrase_at(token) for token in inside}
    if len(phrases) != 1 or scene.kind(phrases.pop()) != "NP":
        return []
    ref = namer.ref(inside[0], inside[-1] + 1)
    named = any(scene.tags[token] in _NAMING for token in inside)
    return [ref] if named and not meet(ref, (act.start, act.end)) else []


def mode_of(act: SeenAct) -> str:
    """Give the mode that is chosen, if it is one of the type's own."""
    event_type, _, mode = act.chosen["mode"][0].partition("/")
    return mode if event_type == act.event_type else ""


def head_of(scene: Scene, act: SeenAct) -> int:
    """Find the token of a trigger that heads its phrase, else its first."""
    inside = tokens_in(scene, (act.start, act.end))
    heads = {phrase.head for phrase in scene.phrases}
    return next((n for n in inside if n in heads), inside[0])
