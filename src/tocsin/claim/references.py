"""Find words that take up an act told earlier: "rejected the offer", "It is to last for ninety days", "denied it"."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry

LISTED = "noun.listed-condition"
"""Rule of a condition that a list names: "two conditions: a timetable and control of the airspace"."""
TAKEN_UP = "noun.reference"
"""Rule of an act that a noun or "it" takes up."""

DENIED = "noun.denied"
"""Rule of an act told before that somebody says did not happen: "denied it"."""
_IT = frozenset({"it", "this", "that"})
_DISOWNING = frozenset({"denied", "refused"})
"""What the operators set by which somebody denies an accusation: deny, reject."""
_PUNISHED = frozenset({("COERCE", "arrest"), ("SANCTION", "convict")})
"""What is done for something else: who denies the charges after it does not deny it."""

_DEFINITE = frozenset({"the", "this", "that", "its", "their", "his", "her", "our"})
_LASTING = frozenset({"lasts", "expire", "begin"})


class Act(NamedTuple):
    """The last act that a report told as offered or agreed.

    Attributes:
        event_type, mode: PLOVER type and mode.
        near: the sentence before told it.
    """

    event_type: str
    mode: str
    near: bool


class Told(NamedTuple):
    """The act that the sentence before told as done: the one that somebody is blamed for, else the first.

    Attributes:
        event_type, mode: PLOVER type and mode.
        doers: words that name who did it, folded.
    """

    event_type: str
    mode: str
    doers: frozenset[str]


def told_of(event_type: str, mode: str, doers: Iterable[str]) -> Told:
    """Note an act with the words that name its doers."""
    named = frozenset(word for name in doers for word in name.lower().split()) - _DEFINITE
    return Told(event_type, mode, named)


def denials(scene: Scene, namer: Namer, drafts: list[Draft], told: Told | None) -> list[Draft]:
    """Find where an act told before is denied: "denied it", "rejected the accusation".

    Args:
        scene: the sentence.
        namer: its names.
        drafts: the acts that the sentence names itself; one told as done before the denial is the one that is denied.
        told: the act that the sentence before told as done; None = it told none.

    Returns:
        Drafts of the same type and mode; who denies an act of his own, or of nobody named, is its actor. "Denied that ..." names its own act and
        gives none.
    """
    used = {link.phrase for draft in drafts for link in draft.links}
    found = []
    for clause in scene.clauses:
        patterns = scene.know.operator_verbs.get(scene.word(clause.verb), ())
        disowns = any(
            not one.rest and scene.know.operators[one.operator].sets in _DISOWNING for one in patterns
        )
        group = scene.phrases[clause.verb]
        if not disowns or clause.verb in used or group.negated or group.modal:
            continue
        refuses = any(
            not one.rest and scene.know.operators[one.operator].sets == "refused" for one in patterns
        )
        at = next((at for at in clause.objects if _is_accusation(scene, at, refused=refuses)), -1)
        before = [one for one in drafts if one.token < group.start and one.factuality == "asserted"]
        act = _told(namer, min(before, key=_blamed)) if before else told
        if at < 0 or act is None:
            continue
        if (act.event_type, act.mode) in _PUNISHED and scene.word(at) not in _IT:
            continue
        token = group.head if scene.word(at) in _IT else scene.phrases[at].head
        draft = _draft(scene, namer, at, (token, token + 1), DENIED, Act(act.event_type, act.mode, near=True))
        draft.token = token
        refs = [namer.phrase_ref(n) for n in clause.subject if namer.is_actor(n)]
        own = act.doers or {word for ref in refs for word in _folded(namer, ref)}
        draft.actor = [ref for ref in refs if not own.isdisjoint(_folded(namer, ref))]
        found.append(draft)
    return found


def _folded(namer: Namer, ref: Ref) -> frozenset[str]:
    return frozenset(namer.text[slice(*ref)].lower().split()) - _DEFINITE


def _blamed(draft: Draft) -> tuple[bool, int]:
    """Order acts by which of them somebody would deny: what he is blamed for, then the first."""
    return "operator.blame" not in draft.reasons, draft.token


def _told(namer: Namer, draft: Draft) -> Told:
    return told_of(draft.event_type, draft.mode, (namer.text[slice(*ref)] for ref in draft.actor))


def _is_accusation(scene: Scene, at: int, *, refused: bool) -> bool:
    """Tell whether an object stands for what somebody is said to have done: "it", "the allegations", "any involvement".

    What is refused may be anything ("rejected the charge"), but for words that stand for nothing else.
    """
    phrase = scene.phrases[at]
    if scene.words[phrase.end : phrase.end + 1] in (["of"], ["in"], ["for"], ["that"]):
        return False  # "denied involvement in the attack" names its own
    nouns = scene.know.heads["blame" if refused else "accusations"]
    if not refused and (phrase.form == "pronoun" or phrase.end - phrase.start == 1):
        return scene.word(at) in _IT | nouns
    return scene.word(at) in nouns


def references(scene: Scene, namer: Namer, drafts: list[Draft], act: Act | None) -> list[Draft]:
    """Find words that stand for an act told before.

    Args:
        scene: the sentence.
        namer: its names.
        drafts: the acts that the sentence names itself.
        act: the last act offered or agreed in the report; None = there is none, so nothing can be taken up but one that the
            sentence itself names before its list of conditions.

    Returns:
        Drafts of the same type and mode.
    """
    act = act or _hangs_on_list(scene, drafts)
    if act is None:
        return []
    found = list(_nouns(scene, namer, drafts, act))
    found += _listed(scene, namer, act)
    if act.mode == "ceasefire" and act.near:
        found += _pronouns(scene, namer, act)
    return found


def _draft(scene: Scene, namer: Namer, at: int, words: tuple[int, int], rule: str, act: Act) -> Draft:
    entry = Entry(id="reference", event_type=act.event_type, mode=act.mode)
    owner = namer.possessor(at) if rule == TAKEN_UP and scene.phrases[at].form != "pronoun" else None
    return Draft(
        entry=entry,
        rule=rule,
        trigger=namer.ref(*words),
        token=scene.phrases[at].head,
        phrase=at,
        clause=-1,
        event_type=act.event_type,
        mode=act.mode,
        actor=[owner] if owner else [],
    )


def _nouns(scene: Scene, namer: Namer, drafts: list[Draft], act: Act) -> Iterator[Draft]:
    """Yield definite nouns without a complement of their own: "the offer", "their proposal"."""
    used = {link.phrase for draft in drafts for link in draft.links}
    for at, phrase in enumerate(scene.phrases):
        if phrase.kind != "NP" or phrase.form or at in used:
            continue
        if scene.word(at) in scene.know.heads["references"] and scene.words[phrase.start] in _DEFINITE:
            yield _draft(scene, namer, at, (phrase.start, phrase.end), TAKEN_UP, act)


def _pronouns(scene: Scene, namer: Namer, act: Act) -> Iterator[Draft]:
    """Yield "it" as the subject of a verb that says how long a truce holds."""
    for clause in scene.clauses:
        behind = scene.phrases[clause.verb].head + 1
        patterns = scene.know.operator_verbs.get(scene.word(clause.verb), ())
        if not any(
            scene.know.operators[pattern.operator].id in _LASTING
            and tuple(scene.words[behind : behind + len(pattern.rest)]) == pattern.rest
            for pattern in patterns
        ):
            continue
        for at in clause.subject[:1]:
            if scene.words[scene.phrases[at].start] == "it" and not clause.objects:
                yield _draft(
                    scene, namer, at, (scene.phrases[at].start, scene.phrases[at].end), TAKEN_UP, act
                )
                return


def _listed(scene: Scene, namer: Namer, act: Act) -> Iterator[Draft]:
    """Yield the conditions that a list behind a colon names."""
    colon = _colon(scene)
    if colon < 0:
        return
    marks = {n for n in range(colon + 1, len(scene.words) - 2) if _is_mark(scene, n)}
    tokens = range(colon + 1, len(scene.words))
    joints = {n for n in tokens if scene.words[n] == ";"} or {n for n in tokens if scene.words[n] == ","}
    joints = marks or joints or {n for n in tokens if scene.words[n] == "and"}
    start = colon + 1
    for at in (*tokens, len(scene.words)):
        if at == len(scene.words) or at in joints or scene.tags[at] == ".":
            first, last = _trimmed(scene, start, at)
            place = next((n for n in range(first, last) if scene.kind(scene.phrase_at(n)) == "NP"), -1)
            told = any(scene.kind(scene.phrase_at(n)) == "VG" for n in range(first, last))
            named = scene.words[colon - 1] in scene.know.heads["conditions"] and not joints
            whole = bool(marks) or named or scene.words[first : first + 1] == ["that"]
            if place >= 0 and (whole if told else place == first):
                yield _draft(scene, namer, scene.phrase_at(place), (first, last), LISTED, act)
            start = at + (3 if at in marks else 1)


def _colon(scene: Scene) -> int:
    """Find the colon behind a word for conditions, -1 = there is none."""
    named = [at for at in range(len(scene.phrases)) if scene.word(at) in scene.know.heads["conditions"]]
    colon = next((n for n, word in enumerate(scene.words) if word == ":"), -1)
    return colon if named and colon >= scene.phrases[named[0]].end else -1


_MARKS = frozenset("a b c d e f i ii iii iv v 1 2 3 4 5 6".split())


def _is_mark(scene: Scene, at: int) -> bool:
    """Tell whether "(a)" or "(ii)" begins at a token."""
    one, two, three = scene.words[at : at + 3]
    return one == "(" and two in _MARKS and three == ")"


def _trimmed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Cut commas and "and" from both ends of an item."""
    idle = {",", ";", "and", "or"}
    while start < end and scene.words[start] in idle:
        start += 1
    while end > start and scene.words[end - 1] in idle:
        end -= 1
    return start, end


def _hangs_on_list(scene: Scene, drafts: list[Draft]) -> Act | None:
    """Find the truce or offer for which the sentence itself lists conditions: "two conditions for extending the truce: ..."."""
    colon = _colon(scene)
    told = [draft for draft in drafts if draft.token < colon]
    for draft in told:
        if draft.mode == "ceasefire" or draft.factuality in {"offered", "accepted"}:
            if draft.factuality in {"asserted", "planned"}:
                draft.factuality = "offered"
                draft.reasons.append("offer.on-conditions")
            return Act(draft.event_type, draft.mode, near=True)
    return None


def ask_for_listed(taken: list[Draft], drafts: list[Draft]) -> None:
    """Read the acts that a list of conditions names as demanded.

    Args:
        taken: what takes up an act told before, the conditions of a list among it.
        drafts: all acts of the sentence; changed in place.
    """
    listed = [draft.trigger for draft in taken if draft.rule == LISTED]
    for draft in drafts:
        if draft not in taken and any(a <= draft.trigger[0] < b for a, b in listed):
            draft.factuality = "demanded"
            draft.reasons.append("condition.if")
