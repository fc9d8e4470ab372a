"""Find ties between actors: who is part of, backed by, led by or speaks for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.claim.clauses import Clause, Scene
from tocsin.claim.draft import Ref
from tocsin.claim.who import Namer

_PART = frozenset(
    {"part", "member", "faction", "branch", "wing", "offshoot", "subsidiary", "component", "arm"}
)
_BACKED = frozenset("backed supported funded armed sponsored financed trained equipped aided".split())
_LED = frozenset("led commanded headed controlled".split())
_BACKED_ADJECTIVES = frozenset(
    "backed supported funded armed sponsored financed trained aligned allied affiliated linked".split()
)


SIGNS = (
    _PART
    | _BACKED
    | _LED
    | frozenset("belong belongs belonged belonging backs calling sponsors leads heads".split())
)
"""Words without which, and without a hyphen or a title, no sentence states a tie."""


@dataclass(slots=True)
class Tie:
    """A tie before it becomes a claim.

    Attributes:
        mode: part-of, backed-by, speaks-for, leads, recognised-by or same-as.
        actor: the member, client, leader or spokesman.
        recipient: the whole, backer, group or principal.
        trigger: the words that state the tie.
        token: a token of the trigger.
        clause: the clause that states it, -1 = none.
        title: the noun phrase of the role beside a name: "the spokesman"; None = none.
        score: probability, where the network saw it; None = the patterns read it.
    """

    mode: str
    actor: Ref
    recipient: Ref
    trigger: Ref
    token: int
    clause: int = -1
    title: Ref | None = None
    score: float | None = None


def ties(scene: Scene, namer: Namer) -> list[Tie]:
    """Find the ties that a sentence states.

    Args:
        scene: the sentence.
        namer: its names.

    Returns:
        Ties in text order, none twice.
    """
    found: dict[tuple[str, Ref, Ref], Tie] = {}
    for tie in (*_in_clauses(scene, namer), *_in_phrases(scene, namer), *_apposed(scene, namer)):
        found.setdefault((tie.mode, tie.actor, tie.recipient), tie)
    return sorted(found.values(), key=lambda tie: (tie.token, tie.mode))


def _in_clauses(scene: Scene, namer: Namer) -> Iterator[Tie]:
    """Read "X is part of Y", "X belongs to Y", "X, backed by Y", "X calling itself Y"."""
    for number, clause in enumerate(scene.clauses):
        if not clause.subject or not namer.is_actor(clause.subject[0]):
            continue
        group = scene.phrases[clause.verb]
        word = scene.words[group.head]
        subject = namer.phrase_ref(clause.subject[0])
        trigger = namer.ref(group.start, group.end)
        for mode, at, end in _statements(scene, clause, word):
            if not namer.is_actor(at) or namer.phrase_ref(at) == subject:
                continue
            other = namer.phrase_ref(at)
            turned = group.passive if mode == "leads" else mode == "backed-by" and not group.passive
            pair = (other, subject) if turned else (subject, other)
            words = namer.ref(group.start, end) if end else trigger
            yield Tie(mode, *pair, words, group.head, number)


def _statements(scene: Scene, clause: Clause, word: str) -> Iterator[tuple[str, int, int]]:
    """List mode, phrase of the other party, and token end of the tie's words (0 = the verb alone)."""
    passive = scene.phrases[clause.verb].passive
    for prep, at in clause.preps:
        noun = at - 2
        if passive and prep == "by" and word in _BACKED:
            yield "backed-by", at, 0
        elif passive and prep == "by" and word in _LED:
            yield "leads", at, 0
        elif prep == "to" and word in {"belong", "belongs", "belonged", "belonging"}:
            yield "part-of", at, scene.phrases[at].start
        elif prep == "of" and scene.word(noun) in _PART:
            if word in {"recognised", "recognized", "accepted", "acknowledged"}:
                yield "recognised-by", at, scene.phrases[noun].end
            elif word in {"is", "are", "was", "were", "be", "been", "remains", "became", "becomes"}:
                yield "part-of", at, scene.phrases[noun].end
    if not passive:
        for at in clause.objects:
            if word in {"lead", "leads", "heads", "commands"} and scene.phrases[clause.verb].form != "to":
                yield "leads", at, 0
            elif word in {"backs", "sponsors", "funds", "arms"}:
                yield "backed-by", at, 0
    if word in {"calling", "styling"} and scene.word(clause.verb + 1) in {"itself", "themselves"}:
        yield "same-as", clause.verb + 2, scene.phrases[clause.verb + 1].end


def _in_phrases(scene: Scene, namer: Namer) -> Iterator[Tie]:
    """Read "Iran-backed militias", "pro-Iranian fighters", "PMF commander NAME", "X spokesman NAME"."""
    for at, phrase in enumerate(scene.phrases):
        if phrase.kind != "NP" or phrase.form:
            continue
        for token in range(phrase.start, phrase.head):
            tie = _compound(scene, namer, at, token)
            if tie is not None:
                yield tie
        yield from _titled(scene, namer, at)


def _compound(scene: Scene, namer: Namer, at: int, token: int) -> Tie | None:
    word = scene.tokens[token]
    first, dash, last = word.text.rpartition("-")
    if not dash or not namer.is_actor(at):
        return None
    backer = first
    start = word.start
    if last.lower() not in _BACKED_ADJECTIVES | {"led"}:
        prefix, dash, backer = word.text.partition("-")
        if prefix.lower() != "pro":
            return None
        start = word.start + 4
    if not backer or not backer[0].isupper():
        return None
    other = (start, start + len(backer))
    phrase = scene.phrases[at]
    base = namer.ref(token + 1, phrase.end)
    trigger = (word.start, word.end)
    if last.lower() == "led":
        return Tie("leads", other, namer.ref(token, phrase.end), trigger, token)
    return Tie("backed-by", base, other, trigger, token)


def _titled(scene: Scene, namer: Namer, at: int) -> Iterator[Tie]:
    """Read a title between a group and a person's name, or before the name: "PMF commander NAME"."""
    phrase = scene.phrases[at]
    for token in range(phrase.start, phrase.head):
        mode = _role(scene, scene.words[token])
        if not mode or scene.tags[token + 1] != "P" or token == phrase.start:
            continue
        group = namer.modifier(at, token)
        if group is not None and (
            namer.known(phrase.start, token) or "P" in scene.tags[phrase.start : token]
        ):
            yield Tie(mode, namer.ref(token + 1, phrase.end), group, namer.ref(token, token + 1), token)


def _role(scene: Scene, word: str) -> str:
    heads = scene.know.heads
    return "speaks-for" if word in heads["speakers"] else "leads" if word in heads["leaders"] else ""


def _apposed(scene: Scene, namer: Namer) -> Iterator[Tie]:
    """Read "NAME, the spokesman for X" and "the leader of X, NAME"."""
    for at, phrase in enumerate(scene.phrases):
        mode = _role(scene, scene.word(at)) if phrase.kind == "NP" and not phrase.form else ""
        if not mode:
            continue
        group: Ref | None = None
        last = at
        if scene.preps[at + 2 : at + 3] in (["for"], ["of"]) and namer.is_actor(at + 2):
            last = at + 2
            group = namer.phrase_ref(last)
        owner = namer.possessor(at)
        if group is None and owner is not None and scene.tags[phrase.start] != "D":
            group = owner
        if group is None:
            continue
        trigger = namer.ref(phrase.head, phrase.head + 1)
        for place in (at - 2, last + 2):
            between = at - 1 if place < at else last + 1
            if scene.kind(between) == "," and scene.kind(place) == "NP" and _person(scene, place):
                title = namer.phrase_ref(at)
                yield Tie(mode, namer.phrase_ref(place), group, trigger, phrase.head, title=title)
                break


def _person(scene: Scene, at: int) -> bool:
    """Tell whether a noun phrase is a bare proper name."""
    phrase = scene.phrases[at]
    return not phrase.form and all(tag == "P" for tag in scene.tags[phrase.start : phrase.end])


_BEHALF = (("on", "behalf", "of"), ("speaking", "for"), ("in", "the", "name", "of"))


def principals(scene: Scene, namer: Namer, speaker: Ref) -> list[Ref]:
    """Find for whom a speaker without a tie of his own speaks.

    Args:
        scene: the sentence.
        namer: its names.
        speaker: the words that name him.

    Returns:
        The group of "a spokesman for the Red Delta Brigade" and "the group's spokesman"; the parties of "speaking for all
        factions" and "on behalf of both villages".
    """
    found = []
    at = next(
        (n for n, phrase in enumerate(scene.phrases) if scene.tokens[phrase.start].start == speaker[0]), -1
    )
    if at >= 0 and scene.word(at) in scene.know.heads["speakers"]:
        if scene.preps[at + 2 : at + 3] in (["for"], ["of"]) and namer.is_actor(at + 2):
            found += [
                namer.phrase_ref(n) for n in scene.listed(at + 2, len(scene.phrases)) if namer.is_actor(n)
            ]
        elif (owner := namer.possessor(at)) is not None:
            found.append(owner)
    for token in range(len(scene.words)):
        for behalf in _BEHALF:
            end = token + len(behalf)
            if tuple(scene.words[token:end]) == behalf and end < len(scene.words):
                place = scene.phrase_at(end)
                if scene.kind(place) == "NP" and namer.is_actor(place):
                    found.append(namer.phrase_ref(place))
    return found
