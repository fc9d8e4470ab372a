"""Choose the condition of an act among those of its sentence, and believe the network where it is sure that there is none."""

from collections.abc import Mapping, Sequence

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import VERBAL, Draft
from tocsin.claim.pledges import pauses
from tocsin.claim.references import LISTED
from tocsin.claim.saying import Saying
from tocsin.claim.speech import same_speech
from tocsin.claim.standing import FACTS
from tocsin.claim.terms import HINGES, Terms, reaches
from tocsin.claim.who import Namer
from tocsin.model import Condition, ConditionRelation

DENIES = 0.9
"""Least probability with which the network takes a condition or deadline of the patterns away. Chosen on the development part
of the corpus; on its own it finds conditions that are none, so that it adds none."""


def condition_of(
    scene: Scene,
    namer: Namer,
    draft: Draft,
    terms: Sequence[Terms],
    said: Sequence[Saying],
    stated: Mapping[int, str],
) -> Condition | None:
    """Find what an act hangs on.

    Args:
        scene: the sentence.
        namer: its names.
        draft: the act.
        terms: the conditions of the sentence.
        said: its sayings.
        stated: number of a condition to the id of the claim that states it.

    Returns:
        The first condition that the act may hang on and of which the network does not know better; None for plain facts and
        for acts that are themselves part of a condition.
    """
    if draft.rule == LISTED:
        return Condition(relation="if", span=namer.span(draft.trigger))
    paused = pauses(scene, draft, conditional=True)
    bound = draft.factuality in FACTS or draft.event_type in VERBAL or paused
    if not bound or any(one.start <= draft.token < one.end for one in terms):
        return None
    for number, one in enumerate(terms):
        goes_on = one.relation == "until" or not paused or pauses(scene, draft)
        if goes_on and reaches(scene, one, draft.token) and same_speech(scene, said, one, draft):
            named = {*HINGES, "condition"} & set(scene.words[one.start : one.start + 3])
            if not named and _hangs_otherwise(draft, one.relation):
                continue
            span = namer.span(namer.ref(one.start, one.end))
            return Condition(relation=one.relation, span=span, claim=stated.get(number, ""))
    return None


def is_never_due(draft: Draft) -> bool:
    """Tell whether the network is sure that an act has no deadline."""
    return _sure_of(draft, "deadline") == ""


def _hangs_otherwise(draft: Draft, relation: ConditionRelation) -> bool:
    """Tell whether the network is sure that an act does not hang on anything in this way."""
    return _sure_of(draft, "relation") not in {None, relation}


def _sure_of(draft: Draft, what: str) -> str | None:
    """Give what the network is sure of; "" = that there is none, None = it is not sure."""
    chosen, score = draft.seen.chosen[what] if draft.seen else ("", 0.0)
    return chosen if score >= DENIES else None
