"""Join the toll of an attack to the attack: "a drone strike in Odrel killed three soldiers" is one claim."""

from typing import Literal

from tocsin.claim.clauses import Scene
from tocsin.claim.details import count_in
from tocsin.claim.draft import Draft
from tocsin.claim.seen import meet
from tocsin.claim.who import Namer
from tocsin.model import CountKind, Sight


def fold_casualties(scene: Scene, namer: Namer, drafts: list[Draft]) -> list[Draft]:
    """Count people, and fold killing and wounding into the attack that did it.

    Args:
        scene: the sentence.
        namer: its names.
        drafts: its acts, in text order.

    Returns:
        The acts that remain, in text order. A death that no act caused ("he died in bed") is none.
    """
    remaining = []
    for draft in sorted(drafts, key=lambda draft: draft.token):
        _count(scene, namer, draft)
        toll = draft.entry.counts in {"dead", "injured"} and draft.factuality != "denied"
        cause = _cause(scene, draft, drafts) if toll else None
        if cause is None:
            if draft.entry.actor or not toll or draft.clause < 0:
                remaining.append(draft)
            continue
        cause.counts += draft.counts
        cause.recipient += [ref for ref in draft.recipient if ref not in cause.recipient]
        cause.reasons.append(f"toll.{draft.entry.id}")
    return remaining


_WEAPONS = ("bombs", "munitions")
"""Classes of the event lexicon that name an attack where they are what kills; ..."""
_HARMLESS = frozenset({"car", "cars"})
"""... these only do beside another word for it."""


def name_weapons(scene: Scene, namer: Namer, drafts: list[Draft], sight: Sight | None) -> None:
    """Let a weapon name the act where it is the subject of the killing: "a car bomb killed two".

    Args:
        scene: the sentence.
        namer: its names.
        drafts: its acts; the trigger of some is changed.
        sight: what the network sees; where it reads, it must see the act at the weapon and none at the verb.
    """
    for draft in drafts:
        clause = scene.clauses[draft.clause] if draft.clause >= 0 else None
        if draft.entry.counts not in {"dead", "injured"} or clause is None or draft.phrase != clause.verb:
            continue
        group = scene.phrases[clause.verb]
        if group.passive or group.negated or len(clause.subject) != 1:
            continue
        phrase = scene.phrases[clause.subject[0]]
        word = scene.words[phrase.head]
        if word in _HARMLESS or not any(word in namer.classes[name] for name in _WEAPONS):
            continue
        start = phrase.head - (phrase.head > phrase.start and scene.tags[phrase.head - 1] == "N")
        weapon = namer.ref(start, phrase.head + 1)
        acts = [(act.start, act.end) for act in sight.acts] if sight else [weapon]
        at_verb = any(meet(act, draft.trigger) for act in acts)
        if not at_verb and any(meet(act, weapon) for act in acts):
            draft.trigger, draft.token = weapon, phrase.head


def _count(scene: Scene, namer: Namer, draft: Draft) -> None:
    """Read the numbers of people that an act counts."""
    what: CountKind | Literal[""] = draft.entry.counts or (
        "participants" if draft.event_type == "PROTEST" else ""
    )
    if not what:
        return
    if draft.clause >= 0 and what == "participants":
        places = scene.clauses[draft.clause].subject
    elif draft.clause >= 0:
        clause = scene.clauses[draft.clause]
        turned = scene.phrases[clause.verb].passive or "subject" in draft.entry.recipient
        places = clause.subject if turned else clause.objects
    else:
        places = [at for at in (draft.phrase, draft.phrase + 2) if scene.kind(at) == "NP"]
    for at in places:
        count = count_in(scene, at, what, namer)
        if count is not None:
            draft.counts.append(count)


def _cause(scene: Scene, toll: Draft, drafts: list[Draft]) -> Draft | None:
    """Find the attack of a toll: its subject, or the main clause that it trails behind."""
    if toll.clause < 0 or toll.entry.mode:
        return None
    clause = scene.clauses[toll.clause]
    attacks = [draft for draft in drafts if draft.event_type == "ASSAULT" and draft is not toll]
    group = scene.phrases[clause.verb]
    turned = group.passive or "subject" in toll.entry.recipient
    places = [at for prep, at in clause.preps if prep in {"in", "by"}] if turned else clause.subject
    for attack in attacks:
        if attack.clause < 0 and attack.phrase in places:
            return attack
    if clause.link in {"adverbial", "coordinate"} and clause.governor >= 0:
        for attack in attacks:
            if attack.token < toll.token and attack.clause == clause.governor:
                return attack
    if clause.link == "adverbial" or (clause.link == "coordinate" and not group.passive):
        nearest = [
            attack for attack in attacks if attack.token < toll.token and attack.factuality == toll.factuality
        ]
        return nearest[-1] if nearest else None
    return None
