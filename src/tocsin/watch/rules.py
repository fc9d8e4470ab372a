"""Rules R0 to R5: what one incident means under one clause. `holding` has R7 and R8, `threats` has R6.

Every rule is one function of a case. It says in words what it found, and either decides or lets the case pass to the next
rule: the first that decides wins. The rules and their thresholds are those of docs/watch.md; monitoring, verification and
attribution are three steps, so that a violation is alleged, reported or confirmed and never just "violated".
"""

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from tocsin.model import (
    Clause,
    Commitment,
    Incident,
    Party,
    Perpetrator,
    Proof,
    StatusChange,
    Verdict,
)
from tocsin.watch.area import Area
from tocsin.watch.evidence import INDEPENDENT, Evidence, Telling, evidence_of
from tocsin.watch.sides import INTERNATIONAL, Sides
from tocsin.watch.survey import Survey, days_of, words_of
from tocsin.watch.term import Term, conditions, day_of, is_called, membership


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for all incidents under one clause."""

    commitment: Commitment
    clause: Clause
    number: int
    """Which clause, from 0."""
    statuses: tuple[StatusChange, ...]
    """Changes of this commitment."""
    sides: Sides
    area: Area
    term: Term
    survey: Survey
    made: dt.datetime
    """Publication of the newest report, UTC."""


class Case:
    """One incident under one clause; its evidence is weighed when a rule first asks for it.

    Args:
        bench: the clause and all that belongs to it.
        incident: the incident.
    """

    def __init__(self, bench: Bench, incident: Incident) -> None:
        """Open the case."""
        self.bench, self.incident = bench, incident
        self.days = days_of(incident)
        """First and last possible day of the incident; None = unknown."""
        self._evidence: Evidence | None = None

    @property
    def evidence(self) -> Evidence:
        """Who tells of it, and who is said to have done it."""
        if self._evidence is None:
            self._evidence = evidence_of(self.incident, self.bench.sides, self.bench.survey)
        return self._evidence


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule found."""

    reason: str
    """In words."""
    verdict: Verdict | None = None
    """None = the next rule goes on."""
    proof: Proof | None = None
    """How well a violation is shown; None = not said by this rule."""
    perpetrator: Perpetrator | None = None
    """How the one who did it is known; None = not said by this rule."""


Rule = Callable[[Case], Finding]


# ---------------------------------------------------------------------- R0


def in_force(case: Case) -> Finding:
    """R0: the event lies in the time of the commitment; on its first and last day the hour decides, and is not known."""
    term = case.bench.term
    if case.days is None:
        return Finding(reason="the day of the event is not known", verdict="unclear")
    if term.start is None:
        return Finding(reason="nobody says when the commitment began", verdict="unclear")
    first, last = case.days
    began, begun = term.start
    if last < began:
        return Finding(reason=f"it happened before the commitment began on {began}", verdict="out_of_scope")
    if first <= begun:
        day = f"{began}" if began == begun else f"{began} to {begun}"
        return Finding(
            reason=f"it happened on the day of declaration ({day}), and which came first is not known",
            verdict="unclear",
        )
    if term.ends is not None and first > term.ends[1]:
        return Finding(reason=f"it happened after the end: {term.end}", verdict="out_of_scope")
    if term.ends is not None and last >= term.ends[0] and not (term.ends_at_night and last == term.ends[0]):
        return Finding(
            reason=f"it happened when the commitment ended ({term.end}), and which came first is not known",
            verdict="unclear",
        )
    for paused, resumed in term.pauses:
        if first > paused and (resumed is None or last < resumed):
            return Finding(reason=f"it was suspended on {paused}", verdict="out_of_scope")
    offered = term.observed is None or term.observed > first
    state = "an offer, which binds those who made it" if offered else f"in force since {term.observed}"
    return Finding(reason=f"day {(first - begun).days} of the commitment: {state}")


# ---------------------------------------------------------------------- R1


def in_scope(case: Case) -> Finding:
    """R1: type of event, target class, place and who was hit match the clause."""
    clause, incident = case.bench.clause, case.incident
    act = f"{incident.event_type}/{incident.mode}" if incident.mode else incident.event_type
    if not _matches(incident, clause.events):
        return Finding(reason=f"{act} is none of {', '.join(clause.events)}", verdict="out_of_scope")
    if clause.target_classes and incident.target_class == "other":
        return Finding(reason="what kind of target was hit is not known", verdict="unclear")
    if clause.target_classes and incident.target_class not in clause.target_classes:
        spared = ", ".join(clause.target_classes)
        return Finding(
            reason=f"it hit {incident.target_class}; the clause spares {spared}", verdict="out_of_scope"
        )
    place = case.bench.area.holds(incident)
    if place is False:
        return Finding(reason="it happened outside the area", verdict="out_of_scope")
    hosted = place is not None or case.bench.area.is_hosted(incident)
    if not hosted and not case.evidence.is_strangers:
        return Finding(reason="where it happened is not known", verdict="unclear")
    if other := _others_hit(case):
        return Finding(reason=f"it hit {other}, whom the commitment does not spare", verdict="out_of_scope")
    where = "in the area" if place else "place unknown"
    return Finding(reason=f"{act} against {incident.target_class}, {where}")


def _matches(incident: Incident, events: Sequence[str]) -> bool:
    return incident.event_type in events or f"{incident.event_type}/{incident.mode}" in events


def _others_hit(case: Case) -> str:
    """Name who was hit if all of them are known and none is spared; "" otherwise, or where nobody in particular is spared."""
    hit = case.incident.recipient
    if not hit:
        return ""
    spared = case.bench.sides.spared
    countries = {code for side in spared for code in side.countries}
    actors = {side.party.actor for side in spared if side.party.actor}
    if not countries and not actors:
        return ""
    for actor in hit:
        ally = any((actor, one) in case.bench.survey.allies for one in _with_states(actors, countries))
        if actor in actors or ally or _country(actor) in countries | INTERNATIONAL:
            return ""
    return ", ".join(hit)


def _country(actor: str) -> str:
    return actor.partition(".")[0].upper()


def _with_states(actors: set[str], countries: set[str]) -> list[str]:
    return sorted(actors | {code.lower() for code in countries})


# ---------------------------------------------------------------------- R2


def by_party(case: Case) -> Finding:
    """R2: who did it is bound; a stranger is not; an unknown perpetrator goes on and is blamed on nobody."""
    seen = case.evidence
    if seen.party is not None:
        return _bound(case, seen.party.party)
    if seen.front:
        return Finding(
            reason=f"unattributed: claimed by “{seen.front}”, whose side is not known",
            perpetrator="front_name",
        )
    if seen.is_strangers:
        who = ", ".join(seen.strangers)
        return Finding(reason=f"it is said to be the work of {who}: no party", verdict="out_of_scope")
    kinds = f" than “{seen.kinds[0]}”" if seen.kinds else ""
    said = f"nobody says more{kinds}" if kinds else "nobody says who did it"
    return Finding(reason=f"unattributed: {said}", perpetrator="unknown")


def _bound(case: Case, party: Party) -> Finding:
    if case.days is not None:
        change = membership(case.bench.commitment, case.bench.statuses, party, case.days[0])
        left = change is not None and change.status == "left"
        if change is not None and left and not failed_condition(case):
            return Finding(reason=f"{party.name} left on {day_of(change)}", verdict="out_of_scope")
    how = "bound itself" if party.endorsement == "explicit" else "was said to be bound, by somebody else"
    strangers = case.evidence.strangers
    others = f"; others name {', '.join(strangers)}" if strangers else ""
    return Finding(reason=f"{party.name} is named, which {how}{others}")


# ---------------------------------------------------------------------- R3


def excepted(case: Case) -> Finding:
    """R3: self-defence or an excluded group is claimed."""
    if case.evidence.exception:
        return Finding(reason=f"exception claimed: “{case.evidence.exception}”", verdict="unclear")
    claims = case.bench.survey.history.claims
    for exception in case.bench.clause.exceptions:
        hit = [
            words_of(mention.name or mention.span.words)
            for claim in case.incident.claims
            if claim in claims
            for mention in claims[claim].recipient
        ]
        if any(words and words <= words_of(exception) for words in hit):
            return Finding(reason=f"exception claimed: the clause excepts “{exception}”", verdict="unclear")
    return Finding(reason="no exception is claimed")


# ---------------------------------------------------------------------- R4


def proven(case: Case) -> Finding:
    """R4: how well it is shown that it happened, and who did it. Copies of one report count once."""
    seen = case.evidence
    number = len(seen.independent)
    sources = f"{number} independent source{'' if number == 1 else 's'}"
    if seen.party is None:
        who: Perpetrator = "front_name" if seen.front else "unknown"
        return _act_only(number, f"{sources} for the act, none for who did it", who)
    name = seen.party.party.name
    if seen.claimed:
        return Finding(
            reason=f"{name} itself says that it did it", proof="confirmed", perpetrator="self_claimed"
        )
    if seen.denied:
        return Finding(
            reason=f"{name} denies it; {sources} for the act", proof="disputed", perpetrator="accused"
        )
    if is_corroborated(seen.naming):
        return Finding(
            reason=f"an independent official and another independent source name {name}",
            proof="confirmed",
            perpetrator="corroborated",
        )
    return _act_only(number, f"{sources} for the act; that it was {name} is said, not shown", "accused")


def _act_only(independent: int, reason: str, who: Perpetrator) -> Finding:
    if independent:
        return Finding(reason=reason, proof="reported", perpetrator=who)
    only = "only a party, an armed group or an unknown channel tells of it"
    return Finding(reason=only, proof="alleged", perpetrator=who)


def is_corroborated(naming: Sequence[Telling]) -> bool:
    """Tell whether an independent official and another source, of another origin and mouth, name who did it.

    Args:
        naming: the tellings that name the party.

    Returns:
        True if both are there; two outlets that quote the same official are one.
    """
    officials = [told for told in naming if told.source == "official"]
    return any(
        other.origin != told.origin and other.speaker != told.speaker and other.source in INDEPENDENT
        for told in officials
        for other in naming
    )


# ---------------------------------------------------------------------- R5


def after_failure(case: Case) -> Finding:
    """R5: the party struck after the condition had failed: a violation of its own kind, counted apart."""
    if failed := failed_condition(case):
        return Finding(reason=failed, verdict="violation_after_failed_condition")
    return Finding(reason="no condition had failed for whoever did it", verdict="violation")


def failed_condition(case: Case) -> str:
    """Say which condition had failed before the event, for the party that is named.

    Args:
        case: the incident and clause.

    Returns:
        With a deadline: that it passed and the condition was not met. Without one: that this very party had declared it not
        met. "" where neither is so, or where it is not known who struck.
    """
    bench, party = case.bench, case.evidence.party
    if party is None or case.days is None:
        return ""
    deadline = bench.commitment.deadline
    due = deadline.when.last if deadline is not None and deadline.when is not None else None
    day = case.days[0]
    for state in conditions(bench.commitment, bench.statuses, day - dt.timedelta(days=1)):
        if state is None or state.status != "not_met":
            continue
        if due is not None and day > due and day_of(state) >= due:
            return f"the condition was not met by its deadline, {due}"
        own = is_called(state.actor, party.party)
        if due is None and own and (deadline is None or deadline.kind == "none_stated"):
            return f"{party.party.name} had declared the condition not met on {day_of(state)}"
    return ""


RULES: dict[str, Rule] = {
    "R0": in_force,
    "R1": in_scope,
    "R2": by_party,
    "R3": excepted,
    "R4": proven,
    "R5": after_failure,
}
"""The rules in their order."""
