"""Turn what somebody says he will do into an offer or a threat, and what he will not do into a truce."""

from collections.abc import Sequence

from tocsin.claim.chain import HALTED
from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.lengths import length
from tocsin.claim.standing import FORBORNE, HOSTILE
from tocsin.claim.terms import HINGES, Terms
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
    if (draft.factuality == "threatened" or draft.event_type == "THREATEN") and _is_alternative(scene, draft):
        draft.reasons.append("threat.otherwise")
    if draft.factuality == "demanded" and _only_describes(scene, draft):
        draft.reasons.append("condition.who")
    ahead = "modal.will" in draft.reasons or any(link.modal in {"will", "would"} for link in draft.links)
    free = draft.factuality in {"planned", "asserted"} and draft.event_type not in HOSTILE
    if free and (ahead or _is_present(scene, draft)) and _in_pact(scene):
        draft.factuality = "accepted"
        draft.reasons.append("offer.pact")
        return
    if not ahead:
        return
    own = _is_own(scene, namer, draft, speakers) if speakers else _is_decreed(scene, draft)
    if draft.factuality == "planned":
        otherwise = follows_failure(scene, draft.clause)
        if draft.event_type in HOSTILE and (otherwise or own or (speakers and conditional)):
            draft.factuality = "threatened"
            draft.reasons += ["threat.own-act", "threat.otherwise"] if otherwise else ["threat.own-act"]
        elif speakers and not own and _is_told_to(scene, draft):
            draft.factuality = "demanded"
            draft.reasons.append("modal.must")
        elif draft.event_type not in HOSTILE and own:
            draft.factuality = "offered"
            draft.reasons.append("offer.own-act")
    elif draft.factuality == "refused" and conditional and speakers and _ends_truce(draft):
        draft.factuality = "threatened"
        draft.reasons.append("threat.own-act")
    elif draft.factuality == "denied" and draft.event_type in FORBORNE and (own or conditional):
        assault = draft.event_type == "ASSAULT"
        if own or (assault and draft.actor):
            draft.event_type, draft.mode = HALTED[draft.event_type]
            draft.factuality = "offered" if own else "planned"
            draft.reasons.append("offer.abstain")


def look_ahead(scene: Scene, draft: Draft, terms: Sequence[Terms]) -> None:
    """Read "if they fire, we block the harbour" as what will be done, and say where an offer or ultimatum has run out.

    Args:
        scene: the sentence.
        draft: an act; changed in place.
        terms: the conditions of the sentence.
    """
    lapsed = draft.clause < 0 and any(
        draft.phrase in clause.subject
        and scene.word(clause.verb) in _LAPSED
        and not scene.phrases[clause.verb].modal
        for clause in scene.clauses
    )
    lapsed = lapsed or any(
        link.phrase in clause.subject and scene.word(clause.verb) in _LAPSED
        for link in draft.links
        if link.clause < 0
        for clause in scene.clauses
    )
    if lapsed:
        draft.reasons.append("operator.expire")
    if draft.event_type == "ASSAULT" and _will_not_begin(scene, draft):
        draft.factuality = "denied"
        draft.reasons += ["modal.will", "negated.verb"]
    if draft.factuality == "asserted" and _hinges(scene, draft, terms):
        draft.factuality = "offered"
        draft.reasons.append("offer.on-conditions")
    outside = not any(one.start <= draft.token < one.end for one in terms)
    if draft.factuality == "asserted" and draft.clause >= 0 and terms and outside and not draft.links:
        clause = scene.clauses[draft.clause]
        own = {scene.word(at) for at in clause.subject} <= {"we", "i"} and bool(clause.subject)
        if own and scene.tags[scene.phrases[clause.verb].start] == "V":
            draft.factuality = "planned"
            draft.reasons.append("modal.will")


def _hinges(scene: Scene, draft: Draft, terms: Sequence[Terms]) -> bool:
    """Tell whether an act is the subject of what says that it hangs on something: "a pause hinges on the release of"."""
    for one in terms:
        apart = [
            at for at in range(one.start) if scene.words[at] in {",", ";", "that"} or scene.tags[at] == '"'
        ]
        subject = range(max(apart, default=-1) + 1, one.start)
        if scene.words[one.start] in HINGES and draft.token in subject:
            return draft.event_type not in HOSTILE
    return False


_LAPSED = frozenset("expired lapsed passed".split())


def _will_not_begin(scene: Scene, draft: Draft) -> bool:
    """Tell whether somebody says that others will have to begin: "would not be the first to open fire"."""
    clause = scene.clauses[draft.clause] if draft.clause >= 0 else None
    if clause is None or clause.link != "to" or scene.word(clause.noun) != "first":
        return False
    copula = scene.phrases[scene.clauses[draft.clause - 1].verb]
    return copula.negated and copula.modal in {"will", "would", "shall"}


def _is_decreed(scene: Scene, draft: Draft) -> bool:
    """Tell whether a text without a speaker lays down what its own side does: "units shall not open fire"."""
    return draft.clause >= 0 and scene.phrases[scene.clauses[draft.clause].verb].modal == "shall"


def _is_told_to(scene: Scene, draft: Draft) -> bool:
    """Tell whether a speaker says what others are to do: "all vessels are to leave"."""
    numbers = [draft.clause, *(link.clause for link in draft.links)]
    groups = [scene.phrases[scene.clauses[number].verb] for number in numbers if number >= 0]
    return bool(draft.actor) and any(
        group.modal == "is to" and scene.words[group.start] in {"is", "are", "was", "were"}
        for group in groups
    )


def _is_present(scene: Scene, draft: Draft) -> bool:
    """Tell whether the verb of an act, or the verb that halts it, stands in the present: "under the deal, X frees Y"."""
    number = draft.clause if draft.clause >= 0 else next((link.clause for link in draft.links), -1)
    return number >= 0 and scene.tags[scene.phrases[scene.clauses[number].verb].start] == "VZ"


def _in_pact(scene: Scene) -> bool:
    """Tell whether a sentence tells what was agreed: "under the deal reached in Tamsin, ...", "..., according to the accord"."""
    for at, phrase in enumerate(scene.phrases):
        if phrase.kind == "NP" and scene.word(at) in scene.know.heads["pacts"]:
            before = scene.words[max(0, phrase.start - 2) : phrase.start]
            if before[-2:] == ["according", "to"] or (before[-1:] == ["under"] and phrase.start == 1):
                return True
    return False


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
    return (first > 0 and scene.words[first - 1] in {"or", "else"}) or "otherwise" in scene.words[
        : scene.phrases[clause.verb].head
    ]


def _is_alternative(scene: Scene, draft: Draft) -> bool:
    """Tell whether a threat is the other half of a demand: "leave or lose your licences", "or the campus stays occupied"."""
    first = scene.phrases[draft.phrase].start
    alone = not draft.links and first > 0 and scene.words[first - 1] == "or"
    return alone or follows_failure(scene, draft.clause)


def _only_describes(scene: Scene, draft: Draft) -> bool:
    """Tell whether an act is asked of those whom an offer is for: "an amnesty for all fighters who hand in their rifles"."""
    if (
        draft.clause < 0
        or set(draft.reasons) - {"network.factuality"}
        or any(link.operator.sets == "demanded" for link in draft.links)
    ):
        return False
    clause = scene.clauses[draft.clause]
    return clause.link == "relative" and scene.phrases[clause.verb].form == "finite"


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


def pauses(scene: Scene, draft: Draft, *, conditional: bool = False) -> bool:
    """Tell whether pressure is reported as eased, or a truce as extended: "suspended its offensive for two weeks".

    Args:
        scene: the sentence.
        draft: the act.
        conditional: the sentence says how long it is to last, by a condition: "have called a halt to the blockade pending talks".

    Returns:
        True where a verb in the past, not "has suspended" unless on a condition or for a stretch of time, halts fighting or extends a truce: it may state an end.
    """
    verbs = [draft.clause, *(link.clause for link in draft.links)]
    perfect = any(number >= 0 and scene.phrases[scene.clauses[number].verb].perfect for number in verbs)
    perfect = perfect and length(scene, draft) is None
    halted = any(link.operator.sets == "halt" or link.operator.id in _GOING_ON for link in draft.links)
    halted = halted or draft.entry.id in _PAUSED
    going_on = any(link.operator.id in _GOING_ON for link in draft.links)
    eased = draft.mode == "ceasefire" or (draft.event_type == "CONCEDE" and bool(draft.actor))
    return eased and draft.factuality == "asserted" and halted and (going_on or conditional or not perfect)
