"""Turn what somebody says he will do into an offer or a threat, and what he will not do into a truce."""

from tocsin.claim.chain import HALTED
from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.standing import HOSTILE
from tocsin.claim.who import Namer

_SELF = frozenset("we i it they he she our their its us his her my".split())
_GOING_ON = frozenset({"extend", "extend-noun", "begin", "lasts"})
"""Operators by which a truce begins or goes on."""
_PAUSED = frozenset({"retreat.halt-operations", "retreat.hold-fire"})
"""Entries of the lexicon that say themselves that fighting stops."""


def refine(scene: Scene, namer: Namer, draft: Draft, speakers: list[Ref], *, conditional: bool) -> None:
    """Refine how an act stands by who says so.

    Args:
        scene: the sentence.
        namer: its names.
        draft: the act; changed in place.
        speakers: who says it, nearest first.
        conditional: the act hangs on a condition.
    """
    if draft.factuality == "threatened" and follows_failure(scene, draft.clause):
        draft.reasons.append("threat.otherwise")
    ahead = "modal.will" in draft.reasons or any(link.modal in {"will", "would"} for link in draft.links)
    free = draft.factuality in {"planned", "asserted"} and draft.event_type not in HOSTILE
    if free and (ahead or _is_present(scene, draft)) and _in_pact(scene):
        draft.factuality = "accepted"
        draft.reasons.append("offer.pact")
        return
    if not ahead:
        return
    own = bool(speakers) and _is_own(scene, namer, draft, speakers)
    if draft.factuality == "planned":
        otherwise = follows_failure(scene, draft.clause)
        if draft.event_type in HOSTILE and (otherwise or own or (speakers and conditional)):
            draft.factuality = "threatened"
            draft.reasons += ["threat.own-act", "threat.otherwise"] if otherwise else ["threat.own-act"]
        elif draft.event_type not in HOSTILE and own:
            draft.factuality = "offered"
            draft.reasons.append("offer.own-act")
    elif draft.factuality == "refused" and conditional and speakers and _ends_truce(draft):
        draft.factuality = "threatened"
        draft.reasons.append("threat.own-act")
    elif draft.event_type == "ASSAULT" and draft.factuality == "denied" and own:
        draft.event_type, draft.mode = HALTED["ASSAULT"]
        draft.factuality = "offered"
        draft.reasons.append("offer.abstain")


def _is_present(scene: Scene, draft: Draft) -> bool:
    """Tell whether the verb of an act, or the verb that halts it, stands in the present: "under the deal, X frees Y"."""
    number = draft.clause if draft.clause >= 0 else next((link.clause for link in draft.links), -1)
    return number >= 0 and scene.tags[scene.phrases[scene.clauses[number].verb].start] == "VZ"


def _in_pact(scene: Scene) -> bool:
    """Tell whether a sentence opens with what was agreed: "under the deal reached in Tamsin, ..."."""
    first = next((n for n, phrase in enumerate(scene.phrases) if phrase.kind == "NP"), 0)
    return scene.words[0] == "under" and scene.word(first) in scene.know.heads["pacts"]


def follows_failure(scene: Scene, number: int) -> bool:
    """Tell whether a clause says what follows when a demand is not met: "leave or we will burn your camps".

    Args:
        scene: the sentence.
        number: the clause, -1 = none.

    Returns:
        True behind "or" and with "otherwise".
    """
    if number < 0:
        return False
    clause = scene.clauses[number]
    first = scene.phrases[min([clause.verb, *clause.subject])].start
    return scene.words[first - 1] == "or" or "otherwise" in scene.words[: scene.phrases[clause.verb].head]


def _ends_truce(draft: Draft) -> bool:
    """Tell whether a truce is to be ended: "the ceasefire will end if the talks fail"."""
    return draft.mode == "ceasefire" and any(link.operator.sets == "halt" for link in draft.links)


def _is_own(scene: Scene, namer: Namer, draft: Draft, speakers: list[Ref]) -> bool:
    """Tell whether the speaker says what he himself, his side or the side whose spokesman he is will do."""
    words = {namer.text[a:b].lower().partition(" ")[0] for a, b in draft.actor}
    overlap = any(a < d and c < b for a, b in draft.actor for c, d in speakers)
    speaker = namer.text[slice(*speakers[0])].lower().split()
    offices = scene.know.heads["speakers"] | scene.know.heads["leaders"]
    spokesman = (
        speaker[0] in _SELF or any(word.endswith("'s") for word in speaker[:2])
    ) and not offices.isdisjoint(speaker)
    if not draft.actor:
        return (
            draft.clause < 0 or not draft.recipient or scene.phrases[scene.clauses[draft.clause].verb].passive
        )
    return overlap or spokesman or bool(words & _SELF)


def pauses(scene: Scene, draft: Draft) -> bool:
    """Tell whether pressure is reported as eased, or a truce as extended: "suspended its offensive for two weeks".

    Args:
        scene: the sentence.
        draft: the act.

    Returns:
        True where a verb in the past, not "has suspended", halts fighting or extends a truce: it may state an end.
    """
    verbs = [draft.clause, *(link.clause for link in draft.links)]
    perfect = any(number >= 0 and scene.phrases[scene.clauses[number].verb].perfect for number in verbs)
    halted = any(link.operator.sets == "halt" or link.operator.id in _GOING_ON for link in draft.links)
    halted = halted or draft.entry.id in _PAUSED
    going_on = any(link.operator.id in _GOING_ON for link in draft.links)
    eased = draft.mode == "ceasefire" or (draft.event_type == "CONCEDE" and bool(draft.actor))
    return eased and draft.factuality == "asserted" and halted and (going_on or not perfect)
