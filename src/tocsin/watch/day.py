"""A day of the watch: what is judged, appended and shown when the newest reports are in."""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.model import Assessment, Commitment, Forecast, History, Review, StatusChange
from tocsin.watch.assessments import Docket, open_dockets
from tocsin.watch.blocks import Card
from tocsin.watch.cards import Basis, card
from tocsin.watch.changes import State
from tocsin.watch.holding import Blind
from tocsin.watch.survey import Survey
from tocsin.watch.term import by_commitment
from tocsin.watch.threats import threat_changes
from tocsin.watch.verdicts import appended, reviewed, standing


class Known(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What is known at the end of a day; nothing later may be in it."""

    history: History
    commitments: tuple[Commitment, ...]
    statuses: tuple[StatusChange, ...]
    reviews: tuple[Review, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    """Forecasts made for these commitments."""
    today: dt.date

    @functools.cached_property
    def survey(self) -> Survey:
        """Indexes over the history."""
        return Survey(self.history)

    @functools.cached_property
    def changes(self) -> dict[str, list[StatusChange]]:
        """Commitment id to its status changes."""
        return by_commitment(self.statuses)

    @functools.cached_property
    def dockets(self) -> list[Docket]:
        """What is to be judged under each clause of the commitments."""
        return open_dockets(self.commitments, self.statuses, self.survey, self.today)


def judge_day(known: Known, ledger: Sequence[Assessment], blind: Blind) -> State:
    """Judge everything anew and say what stands on record after the day.

    Args:
        known: what is known.
        ledger: the assessments so far, in the order in which they were appended.
        blind: the truce-blind forecast.

    Returns:
        The state of the watch: its ledger is the old one with the rows of the day behind it. What people decided counts
        before the truces are judged as a whole. The same day judged again appends nothing.
    """
    rows = list(ledger)
    rows += reviewed(rows, known.reviews)
    rows += appended(rows, (row for docket in known.dockets for row in docket.incidents()))
    rows += reviewed(rows, known.reviews)
    now = _by_clause(standing(rows).values())
    wholes = (
        row
        for docket in known.dockets
        for _, row in docket.stretches(now.get((docket.bench.commitment.id, docket.bench.number), ()), blind)
    )
    rows += appended(rows, wholes)
    threats = [
        change
        for commitment in known.commitments
        if commitment.kind != "truce"
        for change in threat_changes(
            commitment, known.changes.get(commitment.id, ()), known.history, known.today, known.survey
        )
    ]
    return State(commitments=known.commitments, statuses=(*known.statuses, *threats), assessments=tuple(rows))


def _by_clause(rows: Iterable[Assessment]) -> dict[tuple[str, int], list[Assessment]]:
    found: dict[tuple[str, int], list[Assessment]] = {}
    for row in rows:
        if row.incident:
            found.setdefault((row.commitment, row.clause), []).append(row)
    return found


def cards_of(known: Known, state: State, blind: Blind, our_record: str = "") -> list[Card]:
    """Make the cards of all truces.

    Args:
        known: what is known.
        state: what `judge_day` gave for it.
        blind: the truce-blind forecast.
        our_record: how our own forecasts did, in words.

    Returns:
        The cards, in the order of the commitments.
    """
    basis = Basis(
        survey=known.survey,
        dockets=known.dockets,
        commitments=state.commitments,
        statuses=state.statuses,
        assessments=tuple(row for row in standing(state.assessments).values() if row.incident),
        forecasts=known.forecasts,
        our_record=our_record,
    )
    return [card(one, basis, blind, known.today) for one in state.commitments if one.kind == "truce"]
