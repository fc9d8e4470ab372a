"""Assessments: every incident near a commitment judged by the rules, and the commitment as a whole."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from tocsin.model import Assessment, Commitment, History, Incident, StatusChange
from tocsin.watch.area import Area
from tocsin.watch.evidence import Evidence, evidence_of
from tocsin.watch.holding import Blind, Stretch, compliant, holds, stretch, unit_of
from tocsin.watch.rules import RULES, Bench, Case, Finding, days_of, in_scope
from tocsin.watch.sides import sides_of
from tocsin.watch.survey import Survey, moment_of
from tocsin.watch.term import term_of

MAKER = "watch/0.1.0"
"""Name and version of these rules, as rows carry it in `by`."""
VIOLATIONS = frozenset({"violation", "violation_after_failed_condition"})
"""Verdicts that count as a violation."""
_AROUND = dt.timedelta(days=30)
"""Events this far outside the time of a commitment are still shown, as out of scope; later and earlier ones give no row."""
_BEFORE = dt.timedelta(days=365)
"""Target classes that were hit within this time before a truce are those of which it is asked whether it holds."""
_NOBODY = Evidence(
    act=(), party=None, naming=(), claimed=False, denied=False, front="", strangers=(), kinds=(), exception=""
)


def assess(
    commitment: Commitment,
    statuses: Iterable[StatusChange],
    history: History,
    blind: Blind,
    until: dt.date,
    survey: Survey | None = None,
) -> Iterator[Assessment]:
    """Judge what happened under a commitment, and whether it holds.

    Args:
        commitment: the commitment; only clauses that something stops are judged, threats have `threat_changes`.
        statuses: status changes, of other commitments as well.
        history: everything known up to `until`; nothing later may be in it.
        blind: the truce-blind forecast.
        until: the last day that is known.
        survey: the survey of the history, where several commitments are judged; None = make one.

    Yields:
        Of each clause: the incidents near it in the order of the history, then the stretch as a whole (R7), then each target
        class, "" for all (R8). Near means: not more than 30 days outside its time, and in its area or told together with a
        party. `made` is the publication of the newest report; nothing is yielded while no report has a date.
    """
    survey = Survey(history) if survey is None else survey
    made = max((moment for r in history.reports.values() if (moment := moment_of(r))), default=None)
    if made is None:
        return
    own = tuple(change for change in statuses if change.commitment == commitment.id)
    sides = sides_of(commitment, survey)
    for number, clause in enumerate(commitment.clauses):
        if clause.act != "stop":
            continue
        bench = Bench(
            commitment=commitment,
            clause=clause,
            statuses=own,
            sides=sides,
            area=Area(clause, sides, survey, commitment),
            term=term_of(commitment, own),
            survey=survey,
        )
        yield from _Judging(bench, number, made, until).rows(blind)


class _Judging:
    """The judgement of one clause on one day."""

    def __init__(self, bench: Bench, number: int, made: dt.datetime, until: dt.date) -> None:
        self.bench, self.number, self.made, self.until = bench, number, made, until

    def rows(self, blind: Blind) -> Iterator[Assessment]:
        judged: list[tuple[Incident, Assessment]] = []
        for incident in self.bench.survey.history.incidents.values():
            if self._is_near(incident):
                row = self._judge(incident)
                judged.append((incident, row))
                yield row
        if self.bench.commitment.kind == "truce":
            yield from self._whole(judged, blind)

    def _is_near(self, incident: Incident) -> bool:
        """Tell whether an incident is worth a row under this clause."""
        if incident.background or not self._is_near_in_time(incident):
            return False
        area = self.bench.area
        if incident.event_type not in self.bench.clause.events and not any(
            event.startswith(f"{incident.event_type}/") for event in self.bench.clause.events
        ):
            return area.is_linked(incident)
        return area.holds(incident) is True or area.is_linked(incident)

    def _is_near_in_time(self, incident: Incident) -> bool:
        days, term = days_of(incident), self.bench.term
        if days is None or term.start is None:
            return True
        if days[1] < term.start[0] - _AROUND or days[0] > self.until:
            return False
        return term.ends is None or days[0] <= term.ends[1] + _AROUND

    def _judge(self, incident: Incident) -> Assessment:
        """Let the rules judge one incident, first match wins."""
        evidence = evidence_of(incident, self.bench.sides, self.bench.survey)
        case = Case(bench=self.bench, incident=incident, evidence=evidence)
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
                clause=self.number,
                incident=incident.id,
                target_class=incident.target_class,
                verdict=verdict,
                proof=proof if violation else None,
                perpetrator=perpetrator if violation else None,
                rule="R4" if verdict == "violation" else name,
                reasons=tuple(reasons + self._doubles(incident)),
                claims=incident.claims,
                by=MAKER,
                made=self.made,
            )
        )

    def _doubles(self, incident: Incident) -> list[str]:
        """Say that an incident may be told twice, where a report of it doubts that it was another one."""
        survey = self.bench.survey
        reports = {c.report for name in incident.claims if (c := survey.history.claims.get(name)) is not None}
        doubted = any(
            claim.event_type == incident.event_type and claim.factuality == "doubted"
            for report in sorted(reports)
            for claim in survey.told[report]
        )
        return ["possible duplicate: a report doubts that this was an event of its own"] if doubted else []

    # ------------------------------------------------------------------ the whole

    def _whole(self, judged: Sequence[tuple[Incident, Assessment]], blind: Blind) -> Iterator[Assessment]:
        """Judge the time since the start, by R7 as a whole and by R8 per target class."""
        term = self.bench.term
        if term.start is None:
            return
        first = term.start[1] + dt.timedelta(days=1)
        last = min(self.until, term.ends[1]) if term.ends is not None else self.until
        if last < first:
            return
        days = self.bench.area.days()
        violations = [pair for pair in judged if pair[1].verdict in VIOLATIONS]
        for name in ("", *self._classes(violations, term.start)):
            struck = [pair for pair in violations if not name or pair[0].target_class == name]
            pmf = blind(unit_of(self.bench.commitment, name), first, (last - first).days + 1)
            dated = [
                (when[0], row.proof == "confirmed")
                for hit, row in struck
                if (when := days_of(hit)) is not None
            ]
            found = stretch((first, last), name, dated, days, pmf)
            if not name and not _in_scope(judged, first):
                yield self._window(found, compliant(found), "R7")
            yield self._window(found, holds(found, term, self.until), "R8")

    def _classes(
        self, violations: Iterable[tuple[Incident, Assessment]], start: tuple[dt.date, dt.date]
    ) -> list[str]:
        """List the target classes of the clause; where it names none, those that were hit since a year before."""
        if self.bench.clause.target_classes:
            return list(self.bench.clause.target_classes)
        found = {incident.target_class for incident, _ in violations}
        since, till = start[0] - _BEFORE, start[1]
        for incident in self.bench.survey.history.incidents.values():
            days = days_of(incident)
            if incident.target_class in found or days is None:
                continue
            if since <= days[0] <= till and self.bench.area.holds(incident):
                case = Case(bench=self.bench, incident=incident, evidence=_NOBODY)
                if in_scope(case).verdict is None:
                    found.add(incident.target_class)
        return sorted(found)

    def _window(self, found: Stretch, finding: Finding, rule: str) -> Assessment:
        return identified(
            Assessment(
                id="",
                commitment=self.bench.commitment.id,
                clause=self.number,
                window=(found.first, found.last),
                target_class=found.target_class,
                verdict=finding.verdict or "unclear",
                rule=rule,
                reasons=(f"{rule}: {finding.reason}",),
                by=MAKER,
                made=self.made,
            )
        )


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


def all_assessments(
    commitments: Collection[Commitment],
    statuses: Sequence[StatusChange],
    history: History,
    blind: Blind,
    until: dt.date,
) -> Iterator[Assessment]:
    """Judge several commitments over one history.

    Args:
        commitments: the commitments.
        statuses: their status changes.
        history: everything known up to `until`.
        blind: the truce-blind forecast.
        until: the last day that is known.

    Yields:
        What `assess` yields of each, in their order.
    """
    survey = Survey(history)
    for commitment in commitments:
        yield from assess(commitment, statuses, history, blind, until, survey)
