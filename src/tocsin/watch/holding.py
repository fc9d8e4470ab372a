"""Rules R7 and R8: whether a truce holds over a stretch of time, per target class.

Silence is no compliance, and a quiet stretch only means something against what was to be expected without a truce. Both come
from outside: reports from the area, and a forecast that knows nothing of the truce.
"""

import datetime as dt
import itertools
import math
from collections.abc import Callable, Collection, Sequence

import msgspec

from tocsin.model import Commitment
from tocsin.watch.rules import Finding
from tocsin.watch.term import Term

Blind = Callable[[str, dt.date, int], Sequence[float]]
"""The truce-blind forecast: unit ("ACTOR > @target_class"), first day, number of days to the probabilities of 0, 1, 2 ...
events; they sum to 1, and the last entry holds the rest of the tail."""

TOO_EARLY = 3.0
"""Fewer expected events than this tell nothing (design of the watch, R8; first setting)."""
SURPRISE = 0.10
"""Probability of so few events without a truce at or below which it holds (R8; first setting)."""
RATIO = 0.7
"""Seen over expected from which it does not hold (R8; first setting)."""
QUIET_DAYS = 14
"""Days without a confirmed violation that "holding" needs (R8; first setting)."""
ANY = "any"
"""How the unit of a forecast calls all target classes together."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """What was expected and what was seen of one target class over a stretch of days."""

    target_class: str
    """The class; "" = all."""
    first: dt.date
    last: dt.date
    """First and last day, both in it."""
    seen: int
    """Violations, of any proof, those after a failed condition included."""
    confirmed: tuple[dt.date, ...]
    """Days of the confirmed ones, in order."""
    covered: float
    """Share of its weeks with a report from the area, 0 to 1."""
    silent: tuple[dt.date, ...]
    """First days of the weeks without one."""
    expected: float
    """Expected number of events without a truce, in the weeks that are covered."""
    low: int
    high: int
    """The middle 90 % of that forecast."""
    p: float
    """Probability of so few events, or fewer, without a truce."""


def unit_of(commitment: Commitment, target_class: str) -> str:
    """Name what a truce-blind forecast counts.

    Args:
        commitment: the truce.
        target_class: a class; "" = all.

    Returns:
        "irq.kataib_hezbollah > @convoy": the first party that bound itself, by its id, else by its name.
    """
    bound = [party for party in commitment.parties if party.role == "promisor"] or list(commitment.parties)
    who = (bound[0].actor or bound[0].name) if bound else "?"
    return f"{who} > @{target_class or ANY}"


def silent_weeks(first: dt.date, last: dt.date, days: Collection[dt.date]) -> tuple[list[dt.date], int]:
    """Find the weeks without a report from the area.

    Args:
        first: first day of the stretch.
        last: last day of it.
        days: days on which such reports were published.

    Returns:
        First days of the silent weeks, counted from `first`, and the number of all whole weeks; a begun week is not judged.
    """
    number = ((last - first).days + 1) // 7
    heard = {(day - first).days // 7 for day in days if first <= day <= last}
    return [first + dt.timedelta(days=7 * n) for n in range(number) if n not in heard], number


def stretch(
    span: tuple[dt.date, dt.date],
    target_class: str,
    violations: Sequence[tuple[dt.date, bool]],
    days: Collection[dt.date],
    pmf: Sequence[float],
) -> Stretch:
    """Set what was seen beside what was to be expected.

    Args:
        span: first and last day.
        target_class: the class; "" = all.
        violations: day of each violation of this class in the stretch, and whether it is confirmed.
        days: days of reports from the area.
        pmf: truce-blind probabilities of 0, 1, 2 ... events in the stretch.

    Returns:
        Both. What is expected is thinned to the weeks from which anybody reported: an attack in a silent week may have been
        missed, so it must not count as peace.
    """
    silent, weeks = silent_weeks(*span, days)
    covered = 1 - len(silent) / weeks if weeks else 1.0
    told = thinned(pmf, covered)
    reached = list(itertools.accumulate(told))
    return Stretch(
        target_class=target_class,
        first=span[0],
        last=span[1],
        seen=len(violations),
        confirmed=tuple(sorted(day for day, confirmed in violations if confirmed)),
        covered=covered,
        silent=tuple(silent),
        expected=round(sum(k * p for k, p in enumerate(told)), 6),
        low=_first_reaching(reached, 0.05),
        high=_first_reaching(reached, 0.95),
        p=min(1.0, reached[min(len(violations), len(reached) - 1)]),
    )


def thinned(pmf: Sequence[float], covered: float) -> list[float]:
    """Give the forecast of the events that are told when each is told with a given probability.

    Args:
        pmf: probabilities of 0, 1, 2 ... events.
        covered: probability that an event is told, 0 to 1.

    Returns:
        Probabilities of 0, 1, 2 ... told events (binomial thinning).
    """
    if covered >= 1:
        return list(pmf)
    if covered <= 0:
        return [math.fsum(pmf)]
    found = [0.0] * len(pmf)
    odds = covered / (1 - covered)
    for k, p in enumerate(pmf):
        told = p * (1 - covered) ** k
        for j in range(k + 1):
            found[j] += told
            told *= odds * (k - j) / (j + 1)
    return found


def _first_reaching(reached: Sequence[float], level: float) -> int:
    return next((n for n, total in enumerate(reached) if total >= level), len(reached) - 1)


def compliant(found: Stretch) -> Finding:
    """R7: nothing happened, and somebody was there to see it; silence alone is no compliance.

    Args:
        found: the stretch, of all target classes, in which no event was in scope.

    Returns:
        Compliant, or unclear (no_coverage).
    """
    if found.silent:
        weeks = ", ".join(str(day) for day in found.silent)
        return Finding(
            reason=f"no_coverage: no event in scope, but no report from the area in the weeks from {weeks}",
            verdict="unclear",
        )
    return Finding(reason="no event in scope, and reports from the area in every week", verdict="compliant")


def holds(found: Stretch, term: Term, today: dt.date) -> Finding:
    """R8: the truce as a whole, for one target class.

    Args:
        found: what was seen and expected.
        term: the time of the truce.
        today: the last day that is known.

    Returns:
        Ended (by a party's word, a superseding commitment or its stated end), too early, holding, eroding, not holding or
        unclear.
    """
    numbers = f"seen {found.seen}, expected {found.expected:.1f} without a truce, P(so few) = {found.p:.3f}"
    if found.silent:
        numbers += f", {len(found.silent)} weeks without reports left out"
    if term.ends is not None and (term.ended_by not in {None, "lapsed"} or today > term.ends[1]):
        return Finding(reason=f"{term.end}; until then {numbers}", verdict="ended")
    if found.expected < TOO_EARLY:
        if found.covered and found.expected / found.covered < TOO_EARLY:
            return Finding(reason=f"{numbers}: fewer than {TOO_EARLY:g} expected", verdict="too_early")
        return Finding(reason=f"{numbers}: no_coverage", verdict="unclear")
    ratio = found.seen / found.expected
    recent = [day for day in found.confirmed if (today - day).days < QUIET_DAYS]
    if found.p <= SURPRISE and not recent:
        return Finding(reason=f"{numbers}; none confirmed in {QUIET_DAYS} days", verdict="holding")
    if ratio >= RATIO:
        return Finding(reason=f"{numbers}: {ratio:.0%} of what was expected", verdict="not_holding")
    if found.confirmed:
        return Finding(reason=f"{numbers}; confirmed on {found.confirmed[-1]}", verdict="eroding")
    return Finding(reason=f"{numbers}: neither surprising nor broken", verdict="unclear")
