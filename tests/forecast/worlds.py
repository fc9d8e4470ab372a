"""Invented units and their daily counts."""

import datetime as dt

import numpy as np

from tocsin.forecast import Series
from tocsin.forecast.series import Ints

FIRST = dt.date(2010, 1, 1)


def unit(name: str, counts: list[int] | Ints) -> Series:
    return Series(unit=name, first=FIRST, counts=np.array(counts, dtype=np.int64), coverage="all_reported")


def world(days: int = 2600, units: int = 6, seed: int = 3) -> list[Series]:
    """Units whose violence comes in waves of their own."""
    dice = np.random.default_rng(seed)
    found = []
    for number in range(units):
        level = np.exp(np.cumsum(dice.normal(0, 0.05, days)) - 3 + 0.3 * number)
        found.append(unit(f"Group {number} > Kestria", dice.poisson(np.minimum(level, 5))))
    return found
