"""What takes long is made beside the pages: they show what was made before, and are never waited for."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 0.2
"""Seconds that a page may wait for something to be made anew."""
SHARE = 20
"""What takes longer is made in at most one part in so many of the time, however often the store changes."""


class Beside(Generic[T]):
    """Something made of the store, kept until the store changes.

    Args:
        make: makes it.
        clock: seconds, from any beginning.
    """

    def __init__(self, make: Callable[[], T], clock: Callable[[], float] = time.monotonic) -> None:
        """Make nothing yet."""
        self._make, self._clock = make, clock
        self._lock = threading.Lock()
        self._value: T | None = None
        self._moment = -1
        self._is_making = False
        self._seconds, self._made = 0.0, float("-inf")

    def get(self, moment: int, *, wait: bool) -> T | None:
        """Give it as it was made last.

        Args:
            moment: number of the last commit of the store: another number asks for another making.
            wait: the first time, wait until it is made.

        Returns:
            The newest that there is; None = it is being made for the first time.
        """
        with self._lock:
            if self._moment == moment or self._is_making:
                return self._value
            if self._seconds <= PATIENCE and (wait or self._value is not None):
                self._run(moment)
            elif self._clock() - self._made >= SHARE * self._seconds:
                self._is_making = True
                threading.Thread(target=self._run, args=(moment,), daemon=True).start()
            return self._value

    def _run(self, moment: int) -> None:
        started = self._clock()
        try:
            self._value = self._make()
            self._moment = moment
        finally:
            self._made = self._clock()
            self._seconds = self._made - started
            self._is_making = False
