"""Attacks: the series that our own incidents make, for each dyad and each kind of target."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import msgspec
import numpy as np

from tocsin.forecast.series import Series
from tocsin.model import Incident

ANYBODY = "any"
"""Stands for the actor where all attacks count, whoever did them."""
WIDEST = 6
"""Days that an attack may span to be counted on its first day, as in the backtest on GED (design note, section 4)."""
FEWEST = 3
"""Attacks from which a unit is forecast. First setting."""


class Attacks(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Attacks by unit."""

    units: dict[str, list[tuple[dt.date, str]]]
    """Unit to day and incident id of each attack, by day."""
    undated: int
    """Attacks that count nowhere: their day is not known well enough."""


def find_attacks(incidents: Iterable[Incident]) -> Attacks:
    """Sort attacks by who did them and whom they hit.

    Args:
        incidents: any; what is no ASSAULT, or only told as history, is passed over.

    Returns:
        Units "ACTOR > RECIPIENT" and "ACTOR > @target_class"; "any" stands for every actor. An incident counts once in
        each of its units.
    """
    units: dict[str, set[tuple[dt.date, str]]] = defaultdict(set)
    undated = 0
    for incident in incidents:
        if incident.event_type != "ASSAULT" or incident.background:
            continue
        when = incident.when
        if when is None or when.first is None or when.last is None or (when.last - when.first).days > WIDEST:
            undated += 1
            continue
        for actor in (ANYBODY, *incident.actor):
            for hit in (f"@{incident.target_class}", *incident.recipient):
                units[f"{actor} > {hit}"].add((when.first, incident.id))
    return Attacks(units={unit: sorted(found) for unit, found in sorted(units.items())}, undated=undated)


def series_of(attacks: Attacks, first: dt.date, last: dt.date) -> list[Series]:
    """Count attacks by day.

    Args:
        attacks: the attacks.
        first: first day that the reports cover.
        last: last day known.

    Returns:
        A series for each unit with `FEWEST` attacks or more in these days; coverage is "all_reported".
    """
    length = (last - first).days + 1
    found = []
    for unit, days in attacks.units.items():
        places = [(day - first).days for day, _ in days if first <= day <= last]
        if len(places) >= FEWEST:
            counts = np.bincount(places, minlength=length)
            found.append(Series(unit=unit, first=first, counts=counts, coverage="all_reported"))
    return found


def count_attacks(attacks: Attacks, unit: str, start: dt.date, days: int) -> int:
    """Count the attacks of a unit in the days from `start` on."""
    return sum(start <= day < start + dt.timedelta(days=days) for day, _ in attacks.units.get(unit, ()))


def say_moves(attacks: Attacks, unit: str, before: dt.date, now: dt.date, expected: float) -> tuple[str, ...]:
    """Say what moved a forecast since the last one.

    Args:
        attacks: the attacks.
        unit: whose.
        before: day on which the last forecast began.
        now: day on which this one begins.
        expected: mean of the last forecast, carried down to the days between.

    Returns:
        What happened since, in words, with the incidents.
    """
    since = [(day, incident) for day, incident in attacks.units.get(unit, ()) if before <= day < now]
    told = f"{len(since)} since {before}, {expected:.1f} were expected"
    return (told, *(f"{day}: {incident}" for day, incident in since))
