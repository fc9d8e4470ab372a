"""Find who is asked to do something by a condition whose act is none of the lexicon: "unless the company raises wages"."""

from collections.abc import Sequence

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.standing import HOSTILE
from tocsin.claim.terms import Terms
from tocsin.claim.verbal import PRONOUNS
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry

ASKED = "clause.condition"
"""Rule of such a claim: somebody asks somebody for something that is not stated as an act."""

_BOUND = frozenset({"offered", "accepted", "threatened"})
_STATES = frozenset("be is are am was were been".split())
_VERBAL = frozenset({"AGREE", "THREATEN", "REJECT"})


def asked(scene: Scene, namer: Namer, terms: list[Terms], drafts: list[Draft]) -> list[Draft]:
    """Find the parties that conditions ask to act.

    Args:
        scene: the sentence.
        namer: its names.
        terms: its conditions.
        drafts: its acts, with their standing.

    Returns:
        A REQUEST for each condition whose main clause is no act of its own and whose subject is named. An offer asks for
        what its condition says, a threat for what it denies: "if the company does not leave".
    """
    outside = [d for d in drafts if not any(one.start <= d.token < one.end for one in terms) and _binds(d)]
    found = []
    for one in terms:
        number = _clause(scene, one)
        taken = any(number in _clauses(draft) and draft.actor for draft in drafts)
        if not outside or (number >= 0 and taken):
            continue
        wanted = _doers(scene, namer, number) if number >= 0 else _owners(scene, namer, one)
        if not wanted or not _demands(scene, one, number, outside):
            continue
        at = scene.clauses[number].verb if number >= 0 else scene.phrase_at(one.end - 1)
        group = scene.phrases[at]
        found.append(
            Draft(
                entry=Entry(id="condition", event_type="REQUEST"),
                rule=ASKED,
                trigger=namer.ref(group.head, group.head + 1),
                token=group.head,
                phrase=at,
                clause=number,
                event_type="REQUEST",
                mode="",
                recipient=wanted,
                factuality="demanded",
            )
        )
    return found


def _clauses(draft: Draft) -> list[int]:
    """List the clauses that name an act: its own, and those of the words above it: "lifted" in "lifted its blockade"."""
    return [draft.clause, *(link.clause for link in draft.links)]


def _binds(draft: Draft) -> bool:
    """Tell whether an act is one that may hang on what others do: offered, threatened, promised, or said of oneself."""
    ahead = "modal.will" in draft.reasons and draft.factuality in {"planned", "denied", "refused"}
    return draft.factuality in _BOUND or draft.event_type in _VERBAL or ahead


def _doers(scene: Scene, namer: Namer, number: int) -> list[Ref]:
    """Name those who are to do what a clause says, pronouns left out."""
    clause = scene.clauses[number]
    if scene.phrases[clause.verb].passive:
        places = [at for prep, at in clause.preps if prep == "by"]
    else:
        places = [at for at in clause.subject if scene.phrases[at].form != "pronoun"]
    return [namer.phrase_ref(at) for at in places if namer.can_speak(at)]


def _owners(scene: Scene, namer: Namer, terms: Terms) -> list[Ref]:
    """Name who is to do what a noun asks for: "the army's withdrawal", "the release of the miners by the court"."""
    first, last = scene.phrase_at(terms.start), scene.phrase_at(terms.end - 1)
    for at in range(first, last + 1):
        if scene.kind(at) != "NP" or scene.phrases[at].form or scene.phrases[at].start < terms.start:
            continue
        if scene.preps[at] == "by" and namer.is_actor(at):
            return [namer.phrase_ref(at)]
        owner = namer.possessor(at)
        if owner is not None and namer.text[slice(*owner)].lower() not in PRONOUNS:
            return [owner]
    return []


def _clause(scene: Scene, terms: Terms) -> int:
    """Find the first finite clause of a condition, -1 = there is none."""
    for number, clause in enumerate(scene.clauses):
        group = scene.phrases[clause.verb]
        if terms.start < group.start < terms.end and (group.form == "finite" or group.modal):
            return number
    return -1


def _demands(scene: Scene, terms: Terms, number: int, bound: Sequence[Draft]) -> bool:
    """Tell whether a condition says what is wanted, and not what must not happen."""
    hostile = any(
        draft.event_type in HOSTILE | {"THREATEN"} and "negated.verb" not in draft.reasons for draft in bound
    )
    if number >= 0 and scene.word(scene.clauses[number].verb) in _STATES:
        return False  # "once the two leaders are free" asks nothing of them
    negated = number >= 0 and scene.phrases[scene.clauses[number].verb].negated
    if terms.relation == "if":
        return hostile == negated
    return terms.relation != "unless" or hostile
