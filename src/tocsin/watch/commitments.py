"""Commitments: what somebody is bound to, promised, demanded or threatened, as all claims of it together tell it."""

import hashlib
from collections.abc import Iterable

from tocsin.knowledge import Knowledge
from tocsin.model import (
    PRONOUN,
    Claim,
    Clause,
    Commitment,
    CommitmentForm,
    CommitmentGrade,
    CommitmentMedium,
    Condition,
    Deadline,
    History,
    Party,
    When,
)
from tocsin.watch.bonds import Bond
from tocsin.watch.gathering import gather
from tocsin.watch.parties import same_party
from tocsin.watch.terms import (
    clause_of,
    ended_by,
    is_known,
    is_reference,
    joined,
    lasts,
    same_condition,
    starts,
)

_TOLD_APART_DAYS = 3
"""Reports that date a commitment this close together tell of the same day. First setting."""

_EXTENDS = frozenset({"operator.extend", "operator.extend-noun"})

Sources = dict[str, tuple[str, ...]]


def commitments(history: History, know: Knowledge) -> tuple[Commitment, ...]:
    """Derive the commitments of a history.

    Args:
        history: reports, claims and incidents known up to a day.
        know: knowledge tables.

    Returns:
        Commitments in the order of their founding claims. Every filled field has its claims in `sources`: a field without
        a source stays empty.
    """
    return tuple(commitment_of(bond, history) for bond in gather(history, know))


def identity(bond: Bond) -> str:
    """Give the id of the commitment that a bond becomes."""
    return f"k_{hashlib.sha256(bond.founding.id.encode()).hexdigest()[:16]}"


def commitment_of(bond: Bond, history: History) -> Commitment:
    """Make the commitment of a bond.

    Args:
        bond: the claims of one commitment.
        history: reports, for their days of publication.

    Returns:
        The commitment.
    """
    founding = (bond.founding.id,)
    sources: Sources = {"kind": founding}
    since = _since(bond, sources)
    until = _until(bond, since, history, sources)
    consequence = bond.consequences[0].id if bond.consequences else ""
    if consequence:
        sources["consequence"] = tuple(claim.id for claim in bond.consequences)
    if bond.renews is not None:
        sources["renews"] = founding
    if bond.report.published is not None:
        sources["founded"] = founding
    return Commitment(
        id=identity(bond),
        kind=bond.kind,
        parties=_parties(bond, sources),
        clauses=_clauses(bond, sources),
        conditions=conditions_of(bond, sources),
        deadline=_deadline(bond, sources),
        consequence=consequence,
        since=since,
        until=until,
        form=_form(bond, sources),
        grade=_grade(bond, sources),
        medium=_medium(bond, sources),
        mechanism=_mechanism(bond, sources),
        renews=identity(bond.renews) if bond.renews is not None else "",
        founded=bond.report.published,
        sources=sources,
    )


def _ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.id for claim in claims))


# ---------------------------------------------------------------------- content


def _parties(bond: Bond, sources: Sources) -> tuple[Party, ...]:
    for number, standing in enumerate(bond.standings):
        sources[f"parties.{number}"] = tuple(standing.claims)
    return tuple(standing.voice.party() for standing in bond.standings)


def _clauses(bond: Bond, sources: Sources) -> tuple[Clause, ...]:
    """List what all statements bind to; a clause that says less than another of the same act is left out."""
    told: dict[Clause, list[Claim]] = {}
    for claim in bond.statements:
        clause = clause_of(claim)
        if clause is not None and not is_reference(claim):
            told.setdefault(clause, []).append(claim)
    for number, clause in enumerate(told):
        sources[f"clauses.{number}"] = _ids(told[clause])
    return tuple(told)


def conditions_of(bond: Bond, sources: Sources) -> tuple[Condition, ...]:
    """List what a commitment hangs on.

    Args:
        bond: the claims.
        sources: filled with the claims of each condition.

    Returns:
        Conditions in the order in which they became known; the same one in other words is listed once.
    """
    found: list[tuple[Condition, list[Claim]]] = []
    for claim in bond.statements:
        if claim.condition is None:
            continue
        known = next((told for condition, told in found if same_condition(condition, claim.condition)), None)
        if known is None:
            found.append((claim.condition, [claim]))
        else:
            known.append(claim)
    for number, (_, told) in enumerate(found):
        sources[f"conditions.{number}"] = _ids(told)
    return tuple(condition for condition, _ in found)


def _deadline(bond: Bond, sources: Sources) -> Deadline | None:
    """Give the first deadline told; a day is told more exactly than that there is none."""
    told = [
        (claim, limit) for claim in (*bond.statements, *bond.limits) if (limit := claim.deadline) is not None
    ]
    if not told:
        return None
    chosen = told[0][1]
    sources["deadline"] = _ids(claim for claim, limit in told if limit.kind == chosen.kind)
    return chosen


# ---------------------------------------------------------------------- time


def _since(bond: Bond, sources: Sources) -> When | None:
    """Give the stated day of the start, else the day it was said; an interval where reports differ."""
    since: When | None = None
    told = []
    for claim in bond.statements:
        start = starts(claim)
        if start is None or not is_known(start) or (claim is not bond.founding and is_reference(claim)):
            continue
        if since is None:
            if claim.report != bond.report.id:
                break
            since = start
            told.append(claim)
        elif (wider := joined(since, start, _TOLD_APART_DAYS)) is not None:
            since = wider
            told.append(claim)
    if since is not None:
        sources["since"] = _ids(told)
    return since


def _until(bond: Bond, since: When | None, history: History, sources: Sources) -> When | None:
    """Give the latest end stated."""
    until: When | None = None
    for claim in bond.statements:
        end = lasts(claim) if bond.kind == "truce" else claim.until if bond.kind == "promise" else None
        if end is None:
            continue
        extends = until is not None and not _EXTENDS.isdisjoint(claim.reasons)
        end = ended_by(end, until if extends else since, history.reports[claim.report].published)
        if until is None or (end.last is not None and until.last is not None and end.last > until.last):
            until = end
            sources["until"] = (claim.id,)
    return until


# ---------------------------------------------------------------------- form


def _form(bond: Bond, sources: Sources) -> CommitmentForm | None:
    """Say who binds whom (after Clayton and Sticher's ceasefire classes); only of truces."""
    if bond.kind != "truce":
        return None
    accepted = [turn.claim for turn in bond.turns if turn.status == "accepted"]
    founders = [s for s in bond.standings if bond.founding.id in s.claims and s.voice.role == "promisor"]
    form: CommitmentForm | None = "unilateral"
    if bond.founding.factuality in {"accepted", "asserted"} and len(founders) > 1:
        form = "bilateral" if len(founders) == 2 else "multilateral"
    elif bond.founding.factuality == "accepted":
        form = None
    elif accepted:
        form = "reciprocal"
    if form is not None:
        sources["form"] = _ids([bond.founding, *accepted])
    return form


def _grade(bond: Bond, sources: Sources) -> CommitmentGrade | None:
    """Say how far a truce goes: preliminary where somebody watches over it."""
    if bond.kind != "truce":
        return None
    sources["grade"] = _ids([bond.founding, *bond.watching])
    return "preliminary" if bond.watching else "cessation"


def _medium(bond: Bond, sources: Sources) -> CommitmentMedium | None:
    """Say how it was given: signed, told by its party, or told only by others; None where the text gives no speaker."""
    claim = bond.founding
    medium: CommitmentMedium | None = None
    if "operator.sign" in claim.reasons:
        medium = "written"
    elif claim.attribution:
        own = any(
            same_party(m, side) or m.reason == PRONOUN for m in claim.attribution for side in bond.sides
        )
        medium = "verbal" if own or claim.speaks_for else "secondhand"
    if medium is not None:
        sources["medium"] = (claim.id,)
    return medium


def _mechanism(bond: Bond, sources: Sources) -> str:
    """Name who watches over a truce, in the words of the text."""
    named = [claim for claim in bond.watching if claim.actor]
    if not named:
        return ""
    sources["mechanism"] = _ids(named)
    return named[0].actor[0].span.words
