"""Rule R6: what became of a threat, an ultimatum or a promise: carried out, lapsed, or still open."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.model import Clause, Commitment, History, StatusChange
from tocsin.watch.area import Area
from tocsin.watch.evidence import evidence_of
from tocsin.watch.rules import is_corroborated
from tocsin.watch.sides import Sides, sides_of
from tocsin.watch.survey import Survey, moment_of
from tocsin.watch.term import Term, term_of, whole

MAKER = "watch/0.1.0"
REVIEW_DAYS = 90
"""A threat without a deadline stays open; after so many days somebody should look at it (first setting)."""


def threat_changes(
    commitment: Commitment,
    statuses: Sequence[StatusChange],
    history: History,
    until: dt.date,
    survey: Survey | None = None,
) -> list[StatusChange]:
    """R6: say what became of something that was to be done.

    Args:
        commitment: a threat, demand or promise with a clause that something is done.
        statuses: what is known of it so far.
        history: everything known up to `until`.
        until: the last day that is known.
        survey: the survey of the history; None = make one.

    Returns:
        Fulfilled, when whoever threatened or promised claims an incident in scope, or is shown to have done it; an
        accusation carries out no threat. Else lapsed, when the deadline has passed. Nothing while it is open, or when its
        state is known already.
    """
    survey = Survey(history) if survey is None else survey
    known = whole(statuses, commitment)
    if known and known[-1].status not in {"open", "offered", "in_force"}:
        return []
    term, sides = term_of(commitment, statuses), sides_of(commitment, survey)
    for clause in commitment.clauses if commitment.kind in {"threat", "promise"} else ():
        if clause.act == "do" and (done := _done(commitment, clause, (sides, term), survey)) is not None:
            return [done]
    due = _due(commitment)
    if due is None or until <= due:
        return []
    row = StatusChange(
        id="",
        commitment=commitment.id,
        status="lapsed",
        when=commitment.deadline.when if commitment.deadline is not None else None,
        reason=f"R6: nothing of the kind was reported by its deadline, {due}",
        rule="status.lapsed",
        by=MAKER,
        made=dt.datetime.combine(due + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC),
    )
    return [_identified(row)]


def wants_review(commitment: Commitment, statuses: Sequence[StatusChange], until: dt.date) -> bool:
    """Tell whether an open threat without a deadline has stood for so long that somebody should look at it.

    Args:
        commitment: a threat, demand or promise.
        statuses: what is known of it.
        until: the last day that is known.

    Returns:
        True after 90 days without a deadline and without a change that closes it.
    """
    known, term = whole(statuses, commitment), term_of(commitment, statuses)
    still_open = not known or known[-1].status in {"open", "offered"}
    old = term.start is not None and (until - term.start[1]).days > REVIEW_DAYS
    return still_open and old and _due(commitment) is None


def _due(commitment: Commitment) -> dt.date | None:
    deadline = commitment.deadline
    return deadline.when.last if deadline is not None and deadline.when is not None else None


def _done(
    commitment: Commitment, clause: Clause, frame: tuple[Sides, Term], survey: Survey
) -> StatusChange | None:
    """Find the first incident that does what was threatened, and of which it is shown who did it."""
    sides, term = frame
    area = Area(clause, sides, survey, commitment)
    due = _due(commitment)
    for day, incident in survey.after(term.start[1]) if term.start is not None else ():
        if due is not None and day > due:
            break
        act = {incident.event_type, f"{incident.event_type}/{incident.mode}"}
        spared = clause.target_classes and incident.target_class not in clause.target_classes
        if not act & set(clause.events) or spared or area.holds(incident) is False:
            continue
        evidence = evidence_of(incident, sides, survey)
        if evidence.party is not None and (evidence.claimed or is_corroborated(evidence.naming)):
            made = _made(survey, incident.claims)
            row = StatusChange(
                id="",
                commitment=commitment.id,
                status="fulfilled",
                actor=evidence.party.party.actor or evidence.party.party.name,
                when=incident.when,
                claims=incident.claims,
                reason=f"R6: {evidence.party.party.name} has done it",
                rule="status.fulfilled",
                by=MAKER,
                made=made,
            )
            return _identified(row)
    return None


def _made(survey: Survey, claims: Iterable[str]) -> dt.datetime:
    """Give the moment at which an incident became known."""
    found = survey.history.claims
    reports = [survey.history.reports[found[claim].report] for claim in claims if claim in found]
    moments = [moment for report in reports if (moment := moment_of(report)) is not None]
    return min(moments, default=dt.datetime.min.replace(tzinfo=dt.UTC))


def _identified(row: StatusChange) -> StatusChange:
    digest = hashlib.sha256(msgspec.json.encode(row)).hexdigest()[:16]
    return msgspec.structs.replace(row, id=f"s_{digest}")
