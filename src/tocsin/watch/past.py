"""The past: what became of truces like this one, and whether those who doubted it were right."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tocsin.model import PRONOUN, Assessment, Commitment, Incident, StatusChange
from tocsin.watch.assessments import VIOLATIONS
from tocsin.watch.sides import sides_of
from tocsin.watch.survey import Survey, days_of, words_of
from tocsin.watch.term import term_of

HORIZONS = (7, 30, 90)
"""Days after which a doubt is scored, and forecasts are made: a doubt can be wrong for a month and right for three."""
FATES = (30, 90)
"""Days after which past truces are looked at."""


class Doubt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody doubts a truce: a claim about it, never part of it."""

    claim: str
    """Id."""
    words: str
    who: str
    """"" = the outlet itself."""
    day: dt.date
    """Day of publication."""
    right: dict[int, bool | None]
    """Horizon in days to whether a violation followed within it; None = not over yet, and none so far."""


class Analogue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An earlier truce of the same party or form."""

    commitment: str
    """Id."""
    parties: str
    since: dt.date
    shared: str
    """"party" or "form"."""
    violations: dict[int, int | None]
    """Days after its start to violations up to then; None = not so long ago."""
    ended: dt.date | None = None
    how: str = ""


def doubts(
    commitment: Commitment, violated: Sequence[dt.date], survey: Survey, today: dt.date
) -> tuple[Doubt, ...]:
    """List the doubts about a truce and score them.

    Args:
        commitment: the truce.
        violated: days of its violations.
        survey: the history.
        today: the last day that is known.

    Returns:
        The first doubt of each doubter, in the order of publication: a claim that the halt is doubted, in a report that names
        a party, published since the start of the truce. Doubts told again, and copies, count once.
    """
    start = term_of(commitment, ()).start
    if commitment.kind != "truce" or start is None:
        return ()
    found: dict[str, Doubt] = {}
    reports, history = sides_of(commitment, survey).reports, survey.history
    for claim in survey.halt_doubted:
        if claim.report not in reports:
            continue
        day = history.reports[claim.report].published
        if day is None or day < start[0]:
            continue
        named = [m.span.words for m in claim.attribution if m.reason != PRONOUN]
        words = words_of(named[0]) if named else frozenset()
        if any(words <= words_of(told.who) or words_of(told.who) <= words for told in found.values()):
            continue
        doubt = Doubt(
            claim=claim.id,
            words=claim.span.quote,
            who=named[0] if named else "",
            day=day,
            right={h: _came_true(day, h, violated, today) for h in HORIZONS},
        )
        found.setdefault(history.origins.get(claim.report, claim.report), doubt)
    return tuple(found.values())


def _came_true(day: dt.date, horizon: int, violated: Iterable[dt.date], today: dt.date) -> bool | None:
    end = day + dt.timedelta(days=horizon)
    if any(day < hit <= end for hit in violated):
        return True
    return False if today >= end else None


def analogues(
    commitment: Commitment,
    others: Iterable[Commitment],
    changes: Mapping[str, Sequence[StatusChange]],
    violated: Mapping[str, Sequence[dt.date]],
    today: dt.date,
) -> tuple[Analogue, ...]:
    """List earlier truces of a party of this one, then those of its form.

    Args:
        commitment: the truce.
        others: all commitments.
        changes: commitment id to its status changes.
        violated: commitment id to the days of its violations.
        today: the last day that is known.

    Returns:
        The truces that began before this one, newest first within each kind of likeness.
    """
    start = term_of(commitment, changes.get(commitment.id, ())).start
    if start is None:
        return ()
    found = []
    for other in others:
        shared = _likeness(commitment, other)
        if other.kind != "truce" or other.id == commitment.id or not shared:
            continue
        term = term_of(other, changes.get(other.id, ()))
        if term.start is not None and term.start[1] < start[0]:
            since = term.start[1]
            found.append(
                Analogue(
                    commitment=other.id,
                    parties=", ".join(_bound(other)),
                    since=since,
                    shared=shared,
                    violations={
                        days: _up_to(since, days, violated.get(other.id, ()), today) for days in FATES
                    },
                    ended=term.ends[1] if term.ends is not None and term.ends[1] <= today else None,
                    how=term.end,
                )
            )
    return tuple(
        sorted(found, key=lambda one: (one.shared != "party", -one.since.toordinal(), one.commitment))
    )


def _up_to(since: dt.date, days: int, violated: Iterable[dt.date], today: dt.date) -> int | None:
    end = since + dt.timedelta(days=days)
    return sum(since < day <= end for day in violated) if today >= end else None


def _likeness(one: Commitment, two: Commitment) -> str:
    if set(_bound(one)) & set(_bound(two)):
        return "party"
    return "form" if one.form is not None and one.form == two.form else ""


def _bound(commitment: Commitment) -> list[str]:
    return [party.name for party in commitment.parties if party.role in {"promisor", "member"}]


def violation_days(rows: Iterable[Assessment], incidents: Mapping[str, Incident]) -> dict[str, list[dt.date]]:
    """Give the days of the violations of each commitment, each incident once.

    Args:
        rows: what stands of the incidents.
        incidents: incident id to incident.

    Returns:
        Commitment id to days, in order.
    """
    hit = {(row.commitment, row.incident) for row in rows if row.verdict in VIOLATIONS}
    found: dict[str, list[dt.date]] = {}
    for commitment, name in sorted(hit):
        days = days_of(incidents[name]) if name in incidents else None
        if days is not None:
            found.setdefault(commitment, []).append(days[0])
    return {commitment: sorted(days) for commitment, days in found.items()}
