"""Join what the network sees in a sentence to what the patterns read there.

The patterns read circumstances well (dates, deadlines, conditions, speech over sentences) and know few words; the
network knows many words. So an act that only the network sees becomes a draft like any other, and goes through the
same steps; an act that both see is one draft, and `Joined` says which of the two is believed in what.
"""

from collections.abc import Iterator

from tocsin.claim.clauses import Scene
from tocsin.claim.details import count_in
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.ties import Tie
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry
from tocsin.model import Condition, Count, CountKind, Deadline, SeenAct, Sight, When

SEEN = "network"
"""Rule of an act that the patterns do not know."""
ADDED = 0.5
"""Least score of an act that only the network sees."""
DROPPED = 0.02
"""An act of the patterns is dropped where the network gives every word of its trigger less than this."""
CORRECTED = 0.8
"""Least score with which the network changes the type, mode or standing of an act that both see."""
COUNTS: tuple[CountKind, ...] = ("dead", "injured", "arrested", "participants")


def join(scene: Scene, namer: Namer, sight: Sight, drafts: list[Draft]) -> list[Draft]:
    """Join the network's acts to those of the patterns.

    Args:
        scene: the sentence.
        namer: its names.
        sight: what the network sees in it.
        drafts: acts that the patterns found.

    Returns:
        All acts, those of the patterns first.
    """
    kept = [draft for draft in drafts if sight.chance(*draft.trigger) >= DROPPED]
    added = []
    for act in sight.acts:
        if act.event_type == "TIE":
            continue
        twins = [d for d in kept if d.trigger[0] < act.end and act.start < d.trigger[1]]
        for twin in twins:
            _correct(twin, act)
        if not twins and act.score >= ADDED:
            added.append(_draft(scene, namer, act))
    return [*kept, *added]


def _correct(draft: Draft, act: SeenAct) -> None:
    """Let the network change an act that both see."""
    draft.seen = act
    if act.score >= CORRECTED and act.event_type != draft.event_type:
        draft.event_type, draft.mode = act.event_type, act.chosen["mode"][0].partition("/")[2]
        draft.reasons.append("network.type")
    standing, sure = act.chosen["factuality"]
    if sure >= CORRECTED and standing != draft.factuality:
        draft.factuality = standing  # type: ignore[assignment]  # the card's labels are those of the model
        draft.reasons.append("network.factuality")


def _draft(scene: Scene, namer: Namer, act: SeenAct) -> Draft:
    """Make a draft of an act that only the network sees."""
    token = _head(scene, act)
    phrase = scene.phrase_at(token)
    mode = act.chosen["mode"][0].partition("/")[2]
    return Draft(
        entry=Entry(id=SEEN, event_type=act.event_type, mode=mode, contexts=act.contexts),
        rule=f"{SEEN}.{act.event_type.lower()}",
        trigger=(act.start, act.end),
        token=token,
        phrase=phrase,
        clause=scene.clause_of.get(phrase, -1),
        event_type=act.event_type,
        mode=mode,
        actor=words_of(act, "actor"),
        recipient=words_of(act, "recipient"),
        factuality=act.chosen["factuality"][0],  # type: ignore[arg-type]  # as above
        certainty=act.chosen["certainty"][0],  # type: ignore[arg-type]  # as above
        counts=list(_counts(scene, namer, act)),
        seen=act,
    )


def _head(scene: Scene, act: SeenAct) -> int:
    """Find the token of a trigger that heads its phrase, else its first."""
    inside = [n for n, token in enumerate(scene.tokens) if token.start < act.end and act.start < token.end]
    heads = {phrase.head for phrase in scene.phrases}
    return next((n for n in inside if n in heads), inside[0])


def words_of(act: SeenAct, role: str) -> list[Ref]:
    """Give the stretches that the network takes for a role, in text order."""
    return [(one.start, one.end) for one in act.roles if one.role == role]


def seen_words(draft: Draft, role: str) -> list[Ref]:
    """Give what the network takes for a role of an act; nothing where it does not see the act."""
    return words_of(draft.seen, role) if draft.seen else []


def seen_place(draft: Draft, scene: Scene) -> Ref | None:
    """Give the place that the network sees, without the preposition before it."""
    for start, end in seen_words(draft, "where")[:1]:
        inside = [n for n, token in enumerate(scene.tokens) if token.start < end and start < token.end]
        while len(inside) > 1 and scene.tags[inside[0]] in {"I", "TO"}:
            inside.pop(0)
        return scene.tokens[inside[0]].start, end
    return None


def first(refs: list[Ref]) -> Ref | None:
    """Give the first stretch, None of none."""
    return refs[0] if refs else None


def seen_condition(draft: Draft, namer: Namer) -> Condition | None:
    """Give the condition that the network sees on an act that only it sees."""
    refs = seen_words(draft, "condition")
    relation = draft.seen.chosen["relation"][0] if draft.seen and draft.rule.startswith(SEEN) else ""
    return Condition(relation=relation, span=namer.span(refs[0])) if refs and relation else None  # type: ignore[arg-type]


def seen_deadline(draft: Draft, namer: Namer) -> Deadline | None:
    """Give the deadline that the network sees on an act that only it sees."""
    refs = seen_words(draft, "deadline")
    kind = draft.seen.chosen["deadline"][0] if draft.seen and draft.rule.startswith(SEEN) else ""
    if not refs or not kind:
        return None
    span = namer.span(refs[0])
    return Deadline(kind=kind, span=span, when=None if kind == "none_stated" else When(span=span))  # type: ignore[arg-type]


def _counts(scene: Scene, namer: Namer, act: SeenAct) -> Iterator[Count]:
    """Read the numbers of people that the network points to."""
    for what in COUNTS:
        for start, end in words_of(act, what):
            tokens = [n for n, token in enumerate(scene.tokens) if token.start < end and start < token.end]
            count = count_in(scene, scene.phrase_at(tokens[0]), what, namer) if tokens else None
            if count is not None:
                yield count


def seen_ties(scene: Scene, sight: Sight, known: list[Tie]) -> list[Tie]:
    """Give the ties that only the network sees: those whose trigger or parties no tie of the patterns has."""
    found = []
    for act in sight.acts:
        actor, recipient = words_of(act, "actor"), words_of(act, "recipient")
        mode = act.chosen["mode"][0].partition("/")[2]
        if act.event_type != "TIE" or act.score < ADDED or not (actor and recipient and mode):
            continue
        same = [
            tie
            for tie in known
            if (tie.trigger[0] < act.end and act.start < tie.trigger[1])
            or (_meet(tie.actor, actor[0]) and _meet(tie.recipient, recipient[0]))
        ]
        if not same:
            token = _head(scene, act)
            found.append(
                Tie(
                    mode=mode,
                    actor=actor[0],
                    recipient=recipient[0],
                    trigger=(act.start, act.end),
                    token=token,
                    clause=scene.clause_of.get(scene.phrase_at(token), -1),
                )
            )
    return found


def _meet(one: Ref, two: Ref) -> bool:
    return one[0] < two[1] and two[0] < one[1]
