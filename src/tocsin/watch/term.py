"""Term: from when to when a commitment holds, and what is known of its conditions and parties on a day."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.model import Commitment, Party, Status, StatusChange, When
from tocsin.watch.survey import words_of

ENDED: frozenset[Status] = frozenset(
    {"withdrawn", "superseded", "collapsed", "lapsed", "refused", "fulfilled"}
)
"""States of the whole after which it binds nobody. A refused offer binds nobody either."""

_PARTY = "party:"
_END_DAYS = 3
"""A stated end this wide is a day that is not known exactly; a wider one is the whole stretch. First setting."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """The time of a commitment."""

    start: tuple[dt.date, dt.date] | None
    """First and last possible day of its start; None = unknown."""
    ends: tuple[dt.date, dt.date] | None = None
    """First and last possible day of its end; None = it has not ended."""
    end: str = ""
    """How it ended, in words."""
    ended_by: Status | None = None
    """The state that ended it; None = it has not ended, or its stated end passed."""
    ends_at_night: bool = False
    """Its last day still counts, since it was stated beforehand."""
    pauses: tuple[tuple[dt.date, dt.date | None], ...] = ()
    """Stretches in which it was suspended; None = still."""
    observed: dt.date | None = None
    """Since when a report says that it is in force, or that it was accepted; None = it is only an offer."""


def day_of(change: StatusChange) -> dt.date:
    """Give the day of a change: when it changed in the world, else when it became known."""
    when = change.when
    if when is not None and when.last is not None:
        return when.last
    if when is not None and when.first is not None:
        return when.first
    return change.made.date()


def by_commitment(statuses: Iterable[StatusChange]) -> dict[str, list[StatusChange]]:
    """Sort changes by their commitments, each in the order given."""
    found: dict[str, list[StatusChange]] = {}
    for change in statuses:
        found.setdefault(change.commitment, []).append(change)
    return found


def whole(statuses: Sequence[StatusChange], commitment: Commitment) -> list[StatusChange]:
    """List the changes of a commitment as a whole, in the order of their days."""
    own = [change for change in statuses if change.commitment == commitment.id and not change.part]
    return sorted(own, key=lambda change: (day_of(change), change.made, change.id))


def term_of(commitment: Commitment, statuses: Sequence[StatusChange]) -> Term:
    """Work out from when to when a commitment holds.

    Args:
        commitment: the commitment.
        statuses: status changes, of other commitments as well.

    Returns:
        Its term. Start: the stated day, else the day it was said, else the day its founding claim was published. End: the
        first change that ends it and that no later change takes back, else its stated end.
    """
    since = commitment.since
    first = since.first if since is not None and since.first is not None else commitment.founded
    last = since.last if since is not None and since.last is not None else first
    changes = whole(statuses, commitment)
    ended = _ending(changes)
    pauses: list[tuple[dt.date, dt.date | None]] = []
    for change in changes:
        if change.status == "suspended":
            pauses.append((day_of(change), None))
        elif change.status in {"in_force", "accepted", "extended"} and pauses and pauses[-1][1] is None:
            pauses[-1] = (pauses[-1][0], day_of(change))
    seen = (day_of(change) for change in changes if change.status in {"in_force", "accepted"})
    ends, how = _end(commitment.until, ended)
    return Term(
        start=(first, last) if first is not None and last is not None else None,
        ends=ends,
        end=how,
        ended_by=ended.status if ended is not None else None,
        ends_at_night=ended is None or ended.status == "lapsed",
        pauses=tuple(pauses),
        observed=next(seen, None),
    )


def _ending(changes: list[StatusChange]) -> StatusChange | None:
    """Find the change that ended it; one that brings it into force again takes the end back."""
    ended: StatusChange | None = None
    for change in changes:
        if change.status in ENDED:
            ended = ended or change
        elif change.status in {"in_force", "accepted", "extended"}:
            ended = None
    return ended


def _end(until: When | None, ended: StatusChange | None) -> tuple[tuple[dt.date, dt.date] | None, str]:
    if ended is not None and ended.status != "lapsed":
        when = ended.when
        day = day_of(ended)
        first = when.first if when is not None and when.first is not None else day
        return (first, day), f"{ended.status} on {day}"
    if until is not None and until.last is not None:
        near = until.first is not None and (until.last - until.first).days <= _END_DAYS
        first = until.first if near and until.first is not None else until.last
        return (first, until.last), f"its stated end was {until.last}"
    if ended is not None:
        day = day_of(ended)
        return (day, day), f"lapsed on {day}"
    return None, ""


def conditions(
    commitment: Commitment, statuses: Sequence[StatusChange], day: dt.date
) -> list[StatusChange | None]:
    """Give the state of each condition on a day.

    Args:
        commitment: the commitment.
        statuses: status changes, of other commitments as well.
        day: the day; changes of that day count.

    Returns:
        For each condition the last change up to that day; None = none is known.
    """
    return [
        _last(statuses, commitment, f"condition:{number}", day)
        for number in range(len(commitment.conditions))
    ]


def membership(
    commitment: Commitment, statuses: Sequence[StatusChange], party: Party, day: dt.date
) -> StatusChange | None:
    """Give the last change of a party up to a day: it joined or left; None = nothing is known."""
    parts = {
        change.part
        for change in statuses
        if change.part.startswith(_PARTY) and is_called(change.part.removeprefix(_PARTY), party)
    }
    if not parts:
        return None
    found = [change for part in sorted(parts) if (change := _last(statuses, commitment, part, day))]
    return max(found, key=lambda change: change.made, default=None)


def is_called(name: str, party: Party) -> bool:
    """Tell whether an actor id, or the words of a name, stand for a party."""
    return name == party.actor or words_of(name) == words_of(party.name)


def _last(
    statuses: Sequence[StatusChange], commitment: Commitment, part: str, day: dt.date
) -> StatusChange | None:
    own = [c for c in statuses if c.commitment == commitment.id and c.part == part and day_of(c) <= day]
    order = {id(change): number for number, change in enumerate(own)}
    return max(own, key=lambda change: (change.made, order[id(change)]), default=None)
