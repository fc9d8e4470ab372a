"""The truce card: all that is known of one truce on one day, every line with what it rests on."""

import datetime as dt
import functools
from collections.abc import Collection, Iterable, Sequence

import msgspec

from tocsin.model import (
    Assessment,
    Commitment,
    Forecast,
    Incident,
    Span,
    StatusChange,
    Verdict,
)
from tocsin.watch.assessments import VIOLATIONS, Docket, gravity
from tocsin.watch.blocks import Card, ConditionLine, Event, Held, Line, Outlook, PartyLine, Terms
from tocsin.watch.holding import Blind
from tocsin.watch.past import analogues, doubts, violation_days
from tocsin.watch.survey import Survey, days_of
from tocsin.watch.term import by_commitment, conditions, day_of, is_called, membership, term_of, whole


class Basis(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What cards are made from."""

    survey: Survey
    """Everything known up to today."""
    commitments: tuple[Commitment, ...]
    """All of them: earlier truces are compared."""
    statuses: tuple[StatusChange, ...]
    assessments: tuple[Assessment, ...]
    """What stands of the incidents under all commitments: judged by the rules or by people."""
    forecasts: tuple[Forecast, ...] = ()
    our_record: str = ""
    """How our own forecasts did, in words."""
    dockets: Sequence[Docket] = ()
    """What is judged under each clause; a card without them does not say whether the truce holds."""

    @functools.cached_property
    def changes(self) -> dict[str, list[StatusChange]]:
        """Commitment id to its status changes."""
        return by_commitment(self.statuses)

    @functools.cached_property
    def violated(self) -> dict[str, list[dt.date]]:
        """Days of the violations of each commitment."""
        return violation_days(self.assessments, self.survey.history.incidents)

    @functools.cached_property
    def rows(self) -> dict[str, tuple[Assessment, ...]]:
        """What stands of the incidents under each commitment."""
        found: dict[str, list[Assessment]] = {}
        for row in self.assessments:
            if row.incident:
                found.setdefault(row.commitment, []).append(row)
        return {commitment: tuple(rows) for commitment, rows in found.items()}


def card(commitment: Commitment, basis: Basis, blind: Blind, today: dt.date) -> Card:
    """Put together the card of a commitment.

    Args:
        commitment: the commitment.
        basis: everything known up to today.
        blind: the truce-blind forecast.
        today: the last day that is known.

    Returns:
        The card; a block about which nothing is known is empty.
    """
    own = basis.changes.get(commitment.id, [])
    term = term_of(commitment, own)
    rows = basis.rows.get(commitment.id, ())
    start = term.start[1] if term.start is not None else None
    events = _events(rows, basis.survey, start)
    violations = tuple(event for event in events if event.verdict in VIOLATIONS)
    dockets = [docket for docket in basis.dockets if docket.bench.commitment.id == commitment.id]
    held, moved = _held(rows, dockets, basis.survey, blind)
    changes = whole(own, commitment)
    return Card(
        commitment=commitment.id,
        kind=commitment.kind,
        form=commitment.form,
        today=today,
        day=(today - start).days if start is not None else None,
        status=changes[-1].status if changes else None,
        status_day=day_of(changes[-1]) if changes else None,
        terms=_terms(commitment, basis.survey),
        parties=_parties(commitment, own, today),
        conditions=_conditions(commitment, own, today),
        held=held,
        violations=violations,
        others=tuple(event for event in events if event.verdict not in VIOLATIONS),
        counts=_counts(violations),
        outlook=outlook(commitment.id, basis.forecasts),
        our_record=basis.our_record,
        moved=moved,
        doubts=doubts(commitment, basis.violated.get(commitment.id, ()), basis.survey, today),
        analogues=analogues(commitment, basis.commitments, basis.changes, basis.violated, today),
        silent_weeks=held[0].stretch.silent if held else (),
        reviewed=tuple(f"{row.incident}: {row.reasons[-1]}" for row in rows if row.rule == "review"),
    )


# ---------------------------------------------------------------------- terms and parties


def line_of(claim: str, survey: Survey, span: Span | None = None) -> Line | None:
    """Quote a claim, or some of its words; None where the claim is not in the history."""
    found = survey.history.claims.get(claim)
    if found is None:
        return None
    words, report = span or found.span, survey.history.reports[found.report]
    return Line(
        words=words.quote,
        claim=claim,
        report=report.id,
        span=words,
        outlet=report.outlet,
        published=report.published,
        url=report.url,
    )


def _terms(commitment: Commitment, survey: Survey) -> Terms:
    sources = commitment.sources
    deadline, line = "deadline unknown", None
    if commitment.deadline is not None:
        when = commitment.deadline.when
        stated = (
            f"by {when.last}" if when is not None and when.last is not None else "by a day that is not known"
        )
        deadline = "no deadline stated" if commitment.deadline.kind == "none_stated" else stated
        line = _first(sources.get("deadline", ()), survey, commitment.deadline.span)
    clauses = (_first(sources.get(f"clauses.{n}", ()), survey) for n in range(len(commitment.clauses)))
    hangs_on = (
        _first(sources.get(f"conditions.{n}", ()), survey, one.span)
        for n, one in enumerate(commitment.conditions)
    )
    return Terms(
        clauses=tuple(found for found in clauses if found is not None),
        conditions=tuple(found for found in hangs_on if found is not None),
        deadline=deadline,
        deadline_line=line,
        consequence=line_of(commitment.consequence, survey) if commitment.consequence else None,
        since=_days(commitment.since.first, commitment.since.last)
        if commitment.since is not None
        else "unknown",
        until=_days(commitment.until.first, commitment.until.last) if commitment.until is not None else "",
        mechanism=commitment.mechanism,
    )


def _first(claims: Iterable[str], survey: Survey, span: Span | None = None) -> Line | None:
    """Quote the first claim that is known; words of a span only where they stand in its report."""
    for claim in claims:
        found = survey.history.claims.get(claim)
        if found is None:
            continue
        text = survey.history.reports[found.report].text
        inside = span is not None and text[span.start : span.end] == span.quote
        return line_of(claim, survey, span if inside else None)
    return None


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first is None and last is None:
        return "unknown"
    return str(first) if first == last else f"{first or '…'} to {last or '…'}"


def _parties(commitment: Commitment, own: Sequence[StatusChange], today: dt.date) -> tuple[PartyLine, ...]:
    lines = []
    for party in commitment.parties:
        change = membership(commitment, own, party, today)
        state = f"{change.status} on {day_of(change)}" if change is not None else ""
        lines.append(PartyLine(name=party.name, role=party.role, endorsement=party.endorsement, state=state))
    return tuple(lines)


def _conditions(
    commitment: Commitment, own: Sequence[StatusChange], today: dt.date
) -> tuple[ConditionLine, ...]:
    return tuple(_condition(number, commitment, own, today) for number in range(len(commitment.conditions)))


def _condition(
    number: int, commitment: Commitment, own: Sequence[StatusChange], today: dt.date
) -> ConditionLine:
    condition = commitment.conditions[number]
    last = conditions(commitment, own, today)[number]
    return ConditionLine(
        words=condition.span.quote,
        relation=condition.relation,
        state=last.status if last is not None else None,
        actor=_named(last.actor, commitment) if last is not None else "",
        day=day_of(last) if last is not None else None,
    )


def _named(actor: str, commitment: Commitment) -> str:
    """Give the name of a party for its id; an actor that is no party keeps its own."""
    return next((party.name for party in commitment.parties if actor and is_called(actor, party)), actor)


# ---------------------------------------------------------------------- events


def _events(rows: Collection[Assessment], survey: Survey, start: dt.date | None) -> list[Event]:
    """List the incidents once each, by day; under several clauses a violation of one counts."""
    ranked: dict[str, Assessment] = {}
    for row in rows:
        now = ranked.get(row.incident)
        if now is None or gravity(row.verdict) < gravity(now.verdict):
            ranked[row.incident] = row
    known = survey.history.incidents
    events = [_event(row, known[name], start) for name, row in ranked.items() if name in known]
    return sorted(events, key=lambda event: (event.day or dt.date.max, event.incident))


def _event(row: Assessment, incident: Incident, start: dt.date | None) -> Event:
    days = days_of(incident)
    where = incident.where
    return Event(
        incident=incident.id,
        day=days[0] if days is not None else None,
        number=(days[0] - start).days if days is not None and start is not None else None,
        target_class=incident.target_class,
        place=(where.name or where.span.words) if where is not None else "",
        verdict=row.verdict,
        proof=row.proof,
        perpetrator=row.perpetrator,
        rule=row.rule,
        reasons=row.reasons,
    )


def _counts(violations: Iterable[Event]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {"proof": {}, "perpetrator": {}, "target_class": {}, "verdict": {}}
    for event in violations:
        for name, found in counts.items():
            value = getattr(event, name)
            found[value] = found.get(value, 0) + 1
    return {name: dict(sorted(found.items())) for name, found in counts.items()}


def _held(
    rows: Collection[Assessment], dockets: Iterable[Docket], survey: Survey, blind: Blind
) -> tuple[tuple[Held, ...], tuple[str, ...]]:
    """Judge the time since the start per target class, and find the incidents on which a verdict hangs."""
    held: dict[str, Held] = {}
    moved: list[str] = []
    for docket in dockets:
        own = [row for row in rows if row.clause == docket.bench.number]
        start, span = docket.bench.term.start, docket.span()
        if start is None or span is None:
            continue
        for found, judged in docket.stretches(own, blind):
            if judged.rule == "R7" or found.target_class in held:
                continue
            broken = _broken(own, found.target_class, survey)
            held[found.target_class] = Held(
                target_class=found.target_class,
                days=((broken or span[1]) - start[1]).days,
                broken=broken,
                verdict=judged.verdict,
                reason=judged.reasons[0],
                stretch=found,
            )
        moved += _moved(docket, own, blind)
    return tuple(held.values()), tuple(dict.fromkeys(moved))


def _broken(rows: Iterable[Assessment], target_class: str, survey: Survey) -> dt.date | None:
    """Give the day of the first violation against a class."""
    known = survey.history.incidents
    hit = [known[row.incident] for row in rows if row.verdict in VIOLATIONS and row.incident in known]
    days = [days_of(one) for one in hit if not target_class or one.target_class == target_class]
    return min((found[0] for found in days if found is not None), default=None)


_LEAVE_OUT = 40
"""Only so few violations are left out one by one; of more, none decides alone."""


def _moved(docket: Docket, rows: Sequence[Assessment], blind: Blind) -> list[str]:
    """Leave the violations out one by one, and say which of them changes a verdict."""
    violations = [row for row in rows if row.verdict in VIOLATIONS]
    if not 0 < len(violations) <= _LEAVE_OUT:
        return []
    whole_verdicts = _verdicts(docket, rows, blind)
    found = []
    for left in violations:
        others = [row for row in rows if row is not left]
        for name, verdict in _verdicts(docket, others, blind).items():
            before = whole_verdicts.get(name)
            if before not in {None, verdict}:
                found.append(f"{name or 'all'}: {before}; without {left.incident} it would be {verdict}")
    return found


def _verdicts(docket: Docket, rows: Iterable[Assessment], blind: Blind) -> dict[str, Verdict]:
    return {
        found.target_class: row.verdict for found, row in docket.stretches(rows, blind) if row.rule == "R8"
    }


# ---------------------------------------------------------------------- forecasts


def outlook(commitment: str, forecasts: Iterable[Forecast]) -> tuple[Outlook, ...]:
    """Show the newest forecast of each unit and horizon that was made for a commitment.

    Args:
        commitment: its id.
        forecasts: any forecasts.

    Returns:
        In the order of units and horizons.
    """
    newest: dict[tuple[str, int], Forecast] = {}
    for forecast in forecasts:
        key = (forecast.unit, forecast.horizon_days)
        if forecast.commitment == commitment and (key not in newest or newest[key].made < forecast.made):
            newest[key] = forecast
    return tuple(
        Outlook(
            unit=one.unit,
            horizon_days=one.horizon_days,
            p=1 - one.pmf[0],
            low=_reaching(one.pmf, 0.05),
            high=_reaching(one.pmf, 0.95),
            baseline=1 - one.baseline[0],
            coverage=one.coverage,
            model=one.model,
            made=one.made,
            moved_by=one.moved_by,
        )
        for _, one in sorted(newest.items())
    )


def _reaching(pmf: Sequence[float], level: float) -> int:
    total = 0.0
    for number, p in enumerate(pmf):
        total += p
        if total >= level:
            return number
    return len(pmf) - 1
