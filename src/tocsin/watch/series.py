"""Series: the events before a truce that the rules would have counted under it, and the plainest forecast from them.

What was seen under a truce can only be set against what was to be expected if both count the same things: so the rules of scope,
actor and exception (R1 to R3) decide here as well, and only the time (R0) is left out.
"""

import bisect
import datetime as dt
import functools
import itertools
import math
import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tocsin.watch.assessments import Docket
from tocsin.watch.holding import Blind, unit_of
from tocsin.watch.rules import Bench, Case, by_party, excepted, in_scope
from tocsin.watch.survey import days_of

YEARS_DAYS = 730
"""Days before the start of a truce from which events are taken."""
WINDOW_DAYS = 365
"""Days before the start from which the empirical forecast takes its windows; twice as many for horizons of 90 days on
(conflictology, after the VIEWS forecasting competition)."""
SHORTEST_DAYS = 28
"""Days of reports before the start below which no rate is taken from them. First setting."""
_LONG_DAYS = 90
_TAIL = 1e-9
"""Probability at which the tail of a forecast is cut."""
_SPREAD = 0.1
"""Weight of a Poisson of the same mean, so that nothing is impossible (the mixture of the design of the watch)."""


def series(dockets: Iterable[Docket]) -> dict[str, list[dt.date]]:
    """List the days of the events before each truce that would have counted under it.

    Args:
        dockets: what is to be judged under the commitments.

    Returns:
        Unit ("ACTOR > @target_class", "@any" for all) to days in order, one for each event.
    """
    found: dict[str, dict[str, dt.date]] = {}
    for bench in (docket.bench for docket in dockets):
        for name, target_class, day in _counted(bench):
            for one in ("", target_class):
                found.setdefault(unit_of(bench.commitment, one), {})[name] = day
    return {unit: sorted(days.values()) for unit, days in sorted(found.items())}


def _counted(bench: Bench) -> Iterable[tuple[str, str, dt.date]]:
    start = bench.term.start
    for incident in bench.area.near if start is not None else ():
        days = days_of(incident)
        if start is None or days is None or not 0 < (start[0] - days[0]).days <= YEARS_DAYS:
            continue
        case = Case(bench, incident)
        if all(rule(case).verdict is None for rule in (in_scope, by_party, excepted)):
            yield incident.id, incident.target_class, days[0]


def empirical_blind(days: Mapping[str, Sequence[dt.date]], earliest: dt.date | None) -> Blind:
    """Make the plainest truce-blind forecast: what the windows before the truce held.

    Args:
        days: unit to days of events, as `series` gives them.
        earliest: day of the first report; earlier windows would be empty for want of reports. None = there is none.

    Returns:
        A forecast that gives each number of events the share of overlapping windows that held it, spread a little. Where the
        reports do not reach back over one window, the rate of the days that they cover is carried on, with its doubt; below
        `SHORTEST_DAYS` it expects nothing, so that R8 says too early.
    """
    daily = {unit: Counter(day.toordinal() for day in told) for unit, told in days.items()}

    @functools.cache
    def blind(unit: str, first: dt.date, length: int) -> Sequence[float]:
        if earliest is None:
            return (1.0,)
        back = WINDOW_DAYS * (2 if length >= _LONG_DAYS else 1)
        since = max(earliest, first - dt.timedelta(days=back))
        told = days.get(unit, ())
        number = (first - since).days - length + 1
        if number < 1:
            known = (first - since).days
            return (
                _from_rate(_in_window(told, since, known), known, length)
                if known >= SHORTEST_DAYS
                else (1.0,)
            )
        counts = Counter(_windows(daily.get(unit, {}), since.toordinal(), number, length))
        mean = sum(count * times for count, times in counts.items()) / number
        return _spread([counts[k] / number for k in range(max(counts) + 1)], mean)

    return blind


def _windows(daily: Mapping[int, int], first: int, number: int, length: int) -> Iterable[int]:
    """Count the events in so many windows of so many days, which begin one a day; days are ordinals."""
    before = [0, *itertools.accumulate(daily.get(first + n, 0) for n in range(number + length - 1))]
    return map(operator.sub, before[length:], before)


def _in_window(days: Sequence[dt.date], first: dt.date, length: int) -> int:
    return bisect.bisect_left(days, first + dt.timedelta(days=length)) - bisect.bisect_left(days, first)


def _from_rate(events: int, known: int, length: int) -> list[float]:
    """Forecast from a rate that was seen for a while.

    The posterior predictive of Poisson counts under Jeffreys' prior, a negative binomial of size events + 1/2 (Gelman et
    al., Bayesian Data Analysis, 3rd ed., section 2.6).

    Args:
        events: events seen.
        known: days in which they were seen, > 0.
        length: days ahead, > 0.

    Returns:
        Probabilities of 0, 1, 2 ... events; the last entry holds the tail.
    """
    size, share = events + 0.5, length / (known + length)
    pmf, term, rest = [], (1 - share) ** size, 1.0
    while rest > _TAIL:
        pmf.append(term)
        rest -= term
        term *= share * (size + len(pmf) - 1) / len(pmf)
    return [*pmf[:-1], pmf[-1] + rest]


def _spread(pmf: Sequence[float], mean: float) -> list[float]:
    """Mix in a Poisson of the same mean, over twice the range."""
    size = 2 * len(pmf) + 10
    term, poisson = math.exp(-mean), []
    for k in range(size):
        poisson.append(term)
        term *= mean / (k + 1)
    poisson[-1] += 1 - sum(poisson)
    told = [*pmf, *[0.0] * (size - len(pmf))]
    return [(1 - _SPREAD) * one + _SPREAD * other for one, other in zip(told, poisson, strict=True)]
