"""Series: the daily counts of one unit, and the day numbers that all of this room reckons in."""

import datetime as dt

import msgspec
import numpy as np
import numpy.typing as npt

from tocsin.model import Coverage

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

STEP = 28
"""Days between the origins from which models learn (design note on truces, section 4)."""


class Series(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How many events a unit saw on each day that was watched."""

    unit: str
    """Whose events, as in `Forecast.unit`."""
    first: dt.date
    """First day that was watched, whether or not anything happened on it."""
    counts: Ints
    """Events on each day from `first` on, >= 0; a day without events is a 0. Any integer dtype."""
    coverage: Coverage
    """What is counted."""

    def __post_init__(self) -> None:
        """Refuse what are no counts.

        Raises:
            ValueError: the counts are negative, not whole, or not one row.
        """
        if self.counts.ndim != 1 or self.counts.dtype.kind not in "iu" or (self.counts < 0).any():
            message = f"The counts of {self.unit!r} must be one row of whole numbers >= 0, one for each day."
            raise ValueError(message)

    def before(self, day: dt.date) -> "Series":
        """The same series as it was known when `day` began."""
        kept = max(0, day.toordinal() - self.first.toordinal())
        return msgspec.structs.replace(self, counts=self.counts[:kept])
