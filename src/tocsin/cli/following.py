"""Keeping up with sources in rounds: what `tocsin ingest` does with a list of sources, and with `--watch`."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from tocsin.config import Settings
    from tocsin.ingest.fetch import World
    from tocsin.ingest.rounds import Rounds
    from tocsin.model import Issue, Report

_SLICE = 0.2
"""Seconds after which a sleeper looks whether it is to stop."""


class Halted(Exception):  # noqa: N818  it is no error
    """Somebody asked to stop while nothing was being done."""


class Halt:
    """Whether somebody asked to stop, with Ctrl-C or `kill`. What is being done is brought to its end first.

    Asking a second time stops at once.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Ask for nothing yet.

        Args:
            sleep: waits so many seconds.
        """
        self.is_asked = False
        self._sleep = sleep
        self._former: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Listen to SIGINT and SIGTERM."""
        self._former = {
            number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Listen no more."""
        for number, former in self._former.items():
            signal.signal(number, former)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.is_asked:
            raise KeyboardInterrupt
        self.is_asked = True

    def sleep(self, seconds: float) -> None:
        """Wait.

        Args:
            seconds: how long.

        Raises:
            Halted: somebody asked to stop.
        """
        left = seconds
        while left > 0 and not self.is_asked:
            self._sleep(min(left, _SLICE))
            left -= _SLICE
        self.check()

    def check(self) -> None:
        """Go on, unless somebody asked to stop.

        Raises:
            Halted: somebody did.
        """
        if self.is_asked:
            raise Halted

    def ended(self, inputs: "Iterator[Report | Issue]") -> "Iterator[Report | Issue]":
        """Give inputs until somebody asks to stop; one that was not given is read the next time."""
        try:
            self.check()
            for given in inputs:
                self.check()
                yield given
        except Halted:
            return


def followed(
    rounds: "Rounds",
    settings: "Settings",
    memory: Path,
    halt: Halt,
    world: "World | None" = None,
    *,
    once: bool,
) -> "Iterator[Report | Issue]":
    """Give what is new in rounds, and remember what was taken.

    Args:
        rounds: lists, addresses and folders.
        settings: limits, and what is stated of reports whose source states nothing.
        memory: the file in which is remembered what was read.
        halt: ends it, and sleeps.
        world: clock and resolver; None = those of the system.
        once: look at everything once.

    Yields:
        Reports and issues; one counts as read when the next is asked for.
    """
    from msgspec.structs import replace

    from tocsin.ingest import follow
    from tocsin.ingest.fetch import Fetcher, Manners, World
    from tocsin.ingest.state import State, load_state, save_state

    manners = Manners(
        contact=rounds.listed.contact, allowed=rounds.listed.allow, limit=settings.max_report_bytes
    )

    def remember(state: State) -> None:
        save_state(memory, state)
        halt.check()

    fetcher = Fetcher(manners, replace(world or World(), sleep=halt.sleep))
    yield from halt.ended(follow(rounds, settings, fetcher, (load_state(memory), remember), once=once))


def memory_of(rounds: "Rounds", store: Path) -> Path:
    """Tell where is remembered what was read: beside the list of sources, else beside the store."""
    from tocsin.ingest.state import state_path

    return state_path(rounds.list_path or store)
