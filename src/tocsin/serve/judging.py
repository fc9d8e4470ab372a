"""Judging the truces of a store: what `tocsin watch` says, for the pages.

Of a large store it takes long, so it has a process of its own: `python -m tocsin.serve.judging STORE` writes what was
judged to standard output as MessagePack.
"""

import datetime as dt
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tocsin.errors import StoreError
from tocsin.knowledge import Knowledge, load_knowledge
from tocsin.pipeline import judge, known_of, past_forecasts
from tocsin.store import open_store
from tocsin.watch.blocks import Card
from tocsin.watch.changes import Change, State, changes, concerning

if TYPE_CHECKING:
    from tocsin.forecast.judged import Verdict


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """How the recorded forecasts of one horizon did."""

    horizon_days: int
    number: int
    """Forecasts whose days are over."""
    brier: float
    brier_skill: float
    """Against conflictology; 0 = no better."""
    ece: float
    coverage: float
    """Share of 90 % ranges that held what was seen."""
    said: tuple[float, ...]
    """Probabilities that were said, ascending."""
    happened: tuple[float, ...]
    """For each, the share of cases in which it happened, by isotonic regression (CORP)."""


class Judged(msgspec.Struct, frozen=True):
    """The truces of a store at one moment."""

    made: dt.datetime
    """When they were judged, UTC."""
    changes: tuple[Change, ...]
    """All that ever changed under the truces, in the order in which it became known."""
    cards: tuple[Card, ...]
    track: tuple[Track, ...] = ()
    """How forecasts of this record did, shortest horizon first."""


def judge_store(path: Path, know: Knowledge) -> Judged:
    """Judge the truces of a store.

    Args:
        path: the store.
        know: knowledge tables.

    Returns:
        The judgement. Nothing is recorded: `tocsin watch --record` does that.
    """
    from tocsin.forecast.judged import judge_forecasts  # noqa: PLC0415  scipy, loaded late

    with open_store(path) as store:
        history = store.history()
        known = known_of(
            history,
            know,
            tuple(store.commitments()) if history.incidents else (),
            reviews=list(store.ledger("review")),
            forecasts=list(store.ledger("forecast")),
        )
        state, cards = judge(known, list(store.ledger("assessment")))
    watched = [one.commitment for one in cards]
    found = concerning(changes(State(), state), watched)
    track = tuple(_track(one) for one in judge_forecasts(past_forecasts(history, known.forecasts)))
    return Judged(dt.datetime.now(dt.UTC), tuple(found), tuple(cards), track)


def _track(verdict: "Verdict") -> Track:
    curve = verdict.reliability
    points = sorted(set(zip(curve.said.tolist(), curve.happened.tolist(), strict=True)))
    return Track(
        horizon_days=verdict.horizon_days,
        number=verdict.number,
        brier=verdict.brier,
        brier_skill=verdict.brier_skill,
        ece=verdict.ece,
        coverage=verdict.coverage,
        said=tuple(said for said, _ in points),
        happened=tuple(happened for _, happened in points),
    )


def judge_apart(path: Path, own: Path | None = None) -> Judged:
    """Judge the truces of a store in a process of its own.

    Args:
        path: the store.
        own: a file of own actors; None = there is none.

    Returns:
        As `judge_store`.

    Raises:
        StoreError: the process failed; the message holds its last words.
    """
    command = [sys.executable, "-m", "tocsin.serve.judging", str(path), *([str(own)] if own else [])]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words) as judging,
    ):
        answer = judging.stdout.read() if judging.stdout else b""
        if judging.wait():
            words.seek(0)
            last = words.read().decode(errors="replace").strip().rpartition("\n")[2]
            message = f"The truces could not be judged: {last}"
            raise StoreError(message)
    return msgspec.msgpack.decode(answer, type=Judged)


def _end_with_parent() -> None:
    """Wait for the end of standard input, which the desk holds open, and end with it."""
    while os.read(sys.stdin.fileno(), 64):
        pass
    os._exit(1)


def _main() -> None:
    os.nice(10)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    path, *own = map(Path, sys.argv[1:])
    know = load_knowledge(own=own[0] if own else None)
    sys.stdout.buffer.write(msgspec.msgpack.encode(judge_store(path, know)))


if __name__ == "__main__":
    _main()
