"""Assessments: every incident near a commitment judged by the rules, and the commitment as a whole."""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from tocsin.model import Assessment, Claim, Commitment, History, Incident, StatusChange, Verdict
from tocsin.watch.area import Area
from tocsin.watch.holding import Blind, Stretch, compliant, holds, stretch, unit_of
from tocsin.watch.rules import RULES, Bench, Case, Finding, in_scope
from tocsin.watch.sides import party_of, sides_of
from tocsin.watch.survey import Survey, days_of, moment_of, words_of
from tocsin.watch.term import by_commitment, day_of, term_of

MAKER = "watch/0.1.0"
"""Name and version of these rules, as rows carry it in `by`."""
VIOLATIONS = frozenset({"violation", "violation_after_failed_condition"})
"""Verdicts that count as a violation."""
_AROUND = dt.timedelta(days=30)
"""Events this far outside the time of a commitment are still shown, as out of scope; later and earlier ones give no row."""
_TOLD_WITHIN_DAYS = 4
"""Reports so soon after an event may doubt that it was an event of its own (first setting)."""
_BEFORE = dt.timedelta(days=365)
"""Target classes that were hit within this time before a truce are those of which it is asked whether it holds."""


def assess(
    commitment: Commitment,
    statuses: Iterable[StatusChange],
    history: History,
    blind: Blind,
    until: dt.date,
) -> Iterator[Assessment]:
    """Judge what happened under a commitment, and whether it holds.

    Args:
        commitment: the commitment; only clauses that something stops are judged, threats have `threat_changes`.
        statuses: status changes, of other commitments as well.
        history: everything known up to `until`; nothing later may be in it.
        blind: the truce-blind forecast.
        until: the last day that is known.

    Yields:
        Of each clause: the incidents near it in the order of the history, then the stretch as a whole (R7), then each target
        class, "" for all (R8). Near means: not more than 30 days outside its time, and in its area or told together with a
        party. `made` is the publication of the newest report that was used; nothing is yielded while no report has a date.
    """
    for docket in open_dockets([commitment], statuses, Survey(history), until):
        rows = list(docket.incidents())
        yield from rows
        yield from (row for _, row in docket.stretches(rows, blind))


def open_dockets(
    commitments: Iterable[Commitment], statuses: Iterable[StatusChange], survey: Survey, until: dt.date
) -> "list[Docket]":
    """Prepare what is the same for all incidents, for each clause that something stops.

    Args:
        commitments: the commitments.
        statuses: their status changes, in order.
        survey: the history.
        until: the last day that is known.

    Returns:
        One docket for each such clause; none for demands and threats, which bind nobody, and none while no report of the
        history has a date.
    """
    own = by_commitment(statuses)
    return [
        Docket(bench, until) for one in commitments for bench in _benches(one, own.get(one.id, ()), survey)
    ]


def _benches(commitment: Commitment, own: Sequence[StatusChange], survey: Survey) -> list[Bench]:
    if survey.newest is None or commitment.kind not in {"truce", "promise"}:
        return []
    sides, term = sides_of(commitment, survey), term_of(commitment, own)
    return [
        Bench(
            commitment=commitment,
            clause=clause,
            number=number,
            statuses=tuple(own),
            sides=sides,
            area=Area(clause, sides, survey, commitment),
            term=term,
            survey=survey,
            made=survey.newest,
        )
        for number, clause in enumerate(commitment.clauses)
        if clause.act == "stop"
    ]


class Docket:
    """What is to be judged under one clause on one day.

    Args:
        bench: the clause and all that belongs to it.
        until: the last day that is known.
    """

    def __init__(self, bench: Bench, until: dt.date) -> None:
        """Open it."""
        self.bench, self.until = bench, until
        self._types = {event.partition("/")[0] for event in bench.clause.events}

    def incidents(self) -> Iterator[Assessment]:
        """Judge every incident near the commitment, in the order of the history."""
        for incident in self.bench.area.near:
            if self._is_near(incident):
                yield self._judge(incident)

    def _is_near(self, incident: Incident) -> bool:
        """Tell whether an incident that is near the area is worth a row under this clause.

        Of other types of event only what a party did is shown, as out of scope.
        """
        if incident.background or not self._is_near_in_time(incident):
            return False
        if incident.event_type not in self._types:
            return self._is_by_party(incident)
        named = any(report in self.bench.sides.reports for report in self.bench.survey.reports[incident.id])
        if named or self.bench.area.holds(incident) is True:
            return True
        return self.bench.area.is_local(incident) and Case(self.bench, incident).evidence.is_strangers

    def _is_by_party(self, incident: Incident) -> bool:
        survey, bound = self.bench.survey, self.bench.sides.bound
        told = (survey.history.claims[name] for name in incident.claims if name in survey.history.claims)
        return any(party_of(doer, bound, survey) is not None for claim in told for doer in claim.actor)

    def _is_near_in_time(self, incident: Incident) -> bool:
        days, term = days_of(incident), self.bench.term
        if days is None or term.start is None:
            return True
        if days[1] < term.start[0] - _AROUND or days[0] > self.until:
            return False
        return term.ends is None or days[0] <= term.ends[1] + _AROUND

    def _judge(self, incident: Incident) -> Assessment:
        """Let the rules judge one incident, first match wins."""
        case = Case(self.bench, incident)
        reasons: list[str] = []
        proof = perpetrator = None
        for name, rule in RULES.items():
            found = rule(case)
            reasons.append(f"{name}: {found.reason}")
            proof, perpetrator = found.proof or proof, found.perpetrator or perpetrator
            if found.verdict is not None:
                break
        verdict = found.verdict or "violation"
        violation = verdict in VIOLATIONS
        return identified(
            Assessment(
                id="",
                commitment=self.bench.commitment.id,
                clause=self.bench.number,
                incident=incident.id,
                target_class=incident.target_class,
                verdict=verdict,
                proof=proof if violation else None,
                perpetrator=perpetrator if violation else None,
                rule="R4" if verdict == "violation" else name,
                reasons=tuple(reasons + self._doubles(incident)),
                claims=incident.claims,
                by=MAKER,
                made=self._made(incident),
            )
        )

    def _made(self, incident: Incident) -> dt.datetime:
        """Give the moment from which the verdict could be given: the newest of its reports, or of the changes it looks at."""
        reports, days = self.bench.survey.history.reports, days_of(incident)
        told = [moment_of(reports[name]) for name in self.bench.survey.reports[incident.id]]
        changed = [one.made for one in self.bench.statuses if days is not None and day_of(one) <= days[1]]
        return max([moment for moment in told if moment is not None] + changed, default=self.bench.made)

    def _doubles(self, incident: Incident) -> list[str]:
        """Say that an incident may be told twice, where a report of these days doubts that it was another one."""
        days, survey = days_of(incident), self.bench.survey
        if days is None:
            return []
        claims = survey.history.claims
        for number in range(_TOLD_WITHIN_DAYS + 1 if survey.doubted else 0):
            for claim in survey.doubted.get(days[1] + dt.timedelta(days=number), ()):
                hit = _hit(claims[name] for name in incident.claims if name in claims)
                if claim.event_type == incident.event_type and hit & _hit([claim]):
                    return ["possible duplicate: a report doubts that this was an event of its own"]
        return []

    # ------------------------------------------------------------------ the whole

    def span(self) -> tuple[dt.date, dt.date] | None:
        """Give the first and last day that are judged as a whole: from the day after the start to today or the end."""
        term = self.bench.term
        if term.start is None or self.bench.commitment.kind != "truce":
            return None
        first = term.start[1] + dt.timedelta(days=1)
        last = min(self.until, term.ends[1]) if term.ends is not None else self.until
        return (first, last) if first <= last else None

    def stretches(self, rows: Iterable[Assessment], blind: Blind) -> Iterator[tuple[Stretch, Assessment]]:
        """Judge the time since the start, by R7 as a whole and by R8 per target class.

        Args:
            rows: what stands of each incident under this clause: judged by the rules or by people.
            blind: the truce-blind forecast.

        Yields:
            What was seen and expected, and the verdict on it; R7 only where nothing in scope happened.
        """
        span = self.span()
        if span is None:
            return
        known = self.bench.survey.history.incidents
        judged = [(known[row.incident], row) for row in rows if row.incident in known]
        days = self.bench.area.days
        violations = [pair for pair in judged if pair[1].verdict in VIOLATIONS]
        for name in ("", *self._classes(hit.target_class for hit, _ in violations)):
            dated = [
                (when[0], row.proof == "confirmed")
                for hit, row in violations
                if (not name or hit.target_class == name) and (when := days_of(hit)) is not None
            ]
            pmf = blind(unit_of(self.bench.commitment, name), span[0], (span[1] - span[0]).days + 1)
            found = stretch(span, name, dated, days, pmf)
            if not name and not _in_scope(judged, span[0]):
                yield found, self._window(found, compliant(found), "R7")
            yield found, self._window(found, holds(found, self.bench.term, self.until), "R8")

    def _classes(self, violated: Iterable[str]) -> list[str]:
        """List the target classes of the clause; where it names none, those that were hit since a year before."""
        return list(self.bench.clause.target_classes) or sorted(self._hit_before | set(violated))

    @functools.cached_property
    def _hit_before(self) -> frozenset[str]:
        start = self.bench.term.start
        found: set[str] = set()
        for incident in self.bench.area.near if start is not None else ():
            days = days_of(incident)
            if incident.target_class in found or days is None or start is None:
                continue
            recent = start[0] - _BEFORE <= days[0] <= start[1] and self.bench.area.holds(incident)
            if recent and in_scope(Case(self.bench, incident)).verdict is None:
                found.add(incident.target_class)
        return frozenset(found)

    def _window(self, found: Stretch, finding: Finding, rule: str) -> Assessment:
        return identified(
            Assessment(
                id="",
                commitment=self.bench.commitment.id,
                clause=self.bench.number,
                window=(found.first, found.last),
                target_class=found.target_class,
                verdict=finding.verdict or "unclear",
                rule=rule,
                reasons=(f"{rule}: {finding.reason}",),
                by=MAKER,
                made=self.bench.made,
            )
        )


def _hit(claims: Iterable[Claim]) -> frozenset[str]:
    """Give the words for whom or what some claims say was hit."""
    return frozenset(word for claim in claims for one in claim.recipient for word in words_of(one.span.words))


def gravity(verdict: Verdict) -> int:
    """Rank the verdicts on an incident under several clauses: a violation of one comes first, then the unclear."""
    return 0 if verdict in VIOLATIONS else 1 if verdict == "unclear" else 2


def identified(row: Assessment) -> Assessment:
    """Give a row its id, the digest of its content."""
    digest = hashlib.sha256(msgspec.json.encode(row)).hexdigest()[:16]
    return msgspec.structs.replace(row, id=f"a_{digest}")


def _in_scope(judged: Iterable[tuple[Incident, Assessment]], first: dt.date) -> int:
    """Count what happened in scope since a day, the unclear included."""
    return sum(
        row.verdict != "out_of_scope" and ((days := days_of(incident)) is None or days[1] >= first)
        for incident, row in judged
    )
