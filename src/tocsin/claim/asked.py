"""Find who is asked to do something by a condition whose act is none of the lexicon: "unless the company raises wages"."""

from collections.abc import Sequence

from tocsin.claim.clauses import Clause, Scene
from tocsin.claim.draft import Draft
from tocsin.claim.standing import HOSTILE
from tocsin.claim.terms import Terms
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry

ASKED = "clause.condition"
"""Rule of such a claim: somebody asks somebody for something that is not stated as an act."""

_BOUND = frozenset({"offered", "accepted", "threatened"})


def asked(scene: Scene, namer: Namer, terms: list[Terms], drafts: list[Draft]) -> list[Draft]:
    """Find the parties that conditions ask to act.

    Args:
        scene: the sentence.
        namer: its names.
        terms: its conditions.
        drafts: its acts, with their standing.

    Returns:
        A REQUEST for each condition that holds no act of its own and whose subject is named. An offer asks for what its
        condition says, a threat for what it denies: "if the company does not leave".
    """
    free = [d for d in drafts if not any(one.start <= d.token < one.end for one in terms)]
    outside = [draft for draft in free if draft.factuality in _BOUND]
    found = []
    for one in terms:
        if any(one.start <= draft.token < one.end for draft in drafts):
            continue
        clause = _clause(scene, one)
        if clause is None or not _demands(scene, one, clause, outside):
            continue
        subjects = [at for at in clause.subject if namer.is_actor(at) and scene.phrases[at].form != "pronoun"]
        if subjects and not scene.phrases[clause.verb].passive:
            group = scene.phrases[clause.verb]
            found.append(
                Draft(
                    entry=Entry(id="condition", event_type="REQUEST"),
                    rule=ASKED,
                    trigger=namer.ref(group.head, group.head + 1),
                    token=group.head,
                    phrase=clause.verb,
                    clause=scene.clauses.index(clause),
                    event_type="REQUEST",
                    mode="",
                    recipient=[namer.phrase_ref(at) for at in subjects],
                    factuality="demanded",
                )
            )
    return found


def _clause(scene: Scene, terms: Terms) -> Clause | None:
    """Find the first finite clause of a condition."""
    for clause in scene.clauses:
        group = scene.phrases[clause.verb]
        if terms.start <= group.start < terms.end and (group.form == "finite" or group.modal):
            return clause
    return None


def _demands(scene: Scene, terms: Terms, clause: Clause, bound: Sequence[Draft]) -> bool:
    """Tell whether a condition says what is wanted, and not what must not happen."""
    hostile = any(draft.event_type in HOSTILE for draft in bound)
    if terms.relation == "if":
        return bool(bound) and hostile == scene.phrases[clause.verb].negated
    return bool(bound) and (terms.relation != "unless" or hostile)
