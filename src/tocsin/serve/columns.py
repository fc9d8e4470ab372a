"""Columns in memory: what lists are narrowed by, counted by and ordered by, a few bytes a record.

A million claims and a hundred thousand incidents are some 60 MB; narrowing and counting them takes milliseconds, so
every choice shows how much each further choice would leave. The records themselves are read from the store, a page at
a time.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]

WITHIN = frozenset({"actor"})
"""Facets in which a value also finds those below it: "irq" finds "irq.gov"."""


class Facet:
    """What records are sorted by: each has any number of the values.

    Args:
        values: the values; a code is a place in them.
        owners: place of a record, in the order of the list, int32; one entry a pair of record and value.
        codes: code of the value, int32, beside `owners`.
    """

    def __init__(self, values: list[str], owners: Numbers, codes: Numbers) -> None:
        """Keep them."""
        self.values, self.owners, self.codes = values, owners, codes

    def having(self, wanted: Collection[str], size: int, *, within: bool) -> Mask:
        """Say which records have any of some values.

        Args:
            wanted: the values.
            size: number of records.
            within: values that begin with a wanted one and a full stop count too.

        Returns:
            A mask over the records.
        """
        fits = [
            value in wanted or (within and any(value.startswith(f"{one}.") for one in wanted))
            for value in self.values
        ]
        kept = np.zeros(size, dtype=np.bool_)
        kept[self.owners[np.array(fits, dtype=np.bool_)[self.codes]]] = True
        return kept

    def count(self, kept: Mask) -> list[tuple[str, int]]:
        """Count the records that a mask keeps by value: value and number, most first, then by value."""
        found = np.bincount(self.codes[kept[self.owners]], minlength=len(self.values))
        pairs = [(self.values[code], int(found[code])) for code in np.flatnonzero(found)]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to."""

    facets: Mapping[str, tuple[str, ...]] = {}
    """Facet to the values of which a record has one."""
    since: dt.date | None = None
    """First day; a record that ends before is left out, and so is one without a day."""
    until: dt.date | None = None
    """Last day."""


class Columns:
    """The columns of one noun, newest record first, those without a day last.

    Args:
        rows: row of each record in its table, int32, in the order of the list.
        ids: its id as a number, see `number_of`, uint64.
        days: its first day as `date.toordinal` has it, 0 = unknown, int32; falling.
        lasts: its last day, int32.
        facets: name to facet.
    """

    def __init__(
        self, rows: Numbers, ids: NDArray[np.uint64], days: Numbers, lasts: Numbers, facets: dict[str, Facet]
    ) -> None:
        """Keep them."""
        self.rows, self.ids, self.days, self.lasts, self.facets = rows, ids, days, lasts, facets

    def select(self, choice: Choice, but: str = "", among: Mask | None = None) -> Mask:
        """Say which records a choice keeps.

        Args:
            choice: the choice.
            but: a facet whose part of the choice does not count.
            among: the records to choose from; None = all.

        Returns:
            A mask over the records.
        """
        kept = np.ones(len(self.rows), dtype=np.bool_) if among is None else among.copy()
        for name, wanted in choice.facets.items():
            if wanted and name != but and name in self.facets:
                kept &= self.facets[name].having(wanted, len(kept), within=name in WITHIN)
        if choice.since is not None:
            kept &= self.lasts >= choice.since.toordinal()
        if choice.until is not None:
            kept &= (self.days > 0) & (self.days <= choice.until.toordinal())
        return kept

    def counts(self, choice: Choice, among: Mask | None = None) -> dict[str, list[tuple[str, int]]]:
        """Count each facet under the choices made in the others: what a further click would show."""
        every = self.select(choice, among=among)
        return {
            name: facet.count(self.select(choice, name, among) if choice.facets.get(name) else every)
            for name, facet in self.facets.items()
        }

    def page(self, kept: Mask, after: str, size: int) -> tuple[list[int], str]:
        """Cut a page out of a list.

        Args:
            kept: what the list holds.
            after: where the last page ended, as this method gave it; "" = at the beginning.
            size: the most rows of a page, >= 1.

        Returns:
            Rows in the table, and where the page ends; "" = there are no more. A page whose last record is gone goes
            on at the next day.
        """
        places = np.flatnonzero(kept)
        places = places[places >= self._behind(after)] if after else places
        found = places[:size]
        if len(places) <= size:
            return self.rows[found].tolist(), ""
        last = found[-1]
        return self.rows[found].tolist(), f"{self.days[last]}~{self.ids[last]:016x}"

    def _behind(self, after: str) -> int:
        day, _, key = after.partition("~")
        if not day.isdigit() or len(day) > 7:
            return len(self.rows)
        found = np.flatnonzero(self.ids == np.uint64(number_of(key)))
        if len(found):
            return int(found[0]) + 1
        older = np.flatnonzero(self.days < int(day))
        return int(older[0]) if len(older) else len(self.rows)


def number_of(key: str) -> int:
    """Give the hexadecimal end of an id as a number below 2**64; 0 where there is none."""
    try:
        return int(key[-16:], 16)
    except ValueError:
        return 0


def ordinal_of(day: str) -> int:
    """Give the ordinal of a day "YYYY-MM-DD"; 0 for ""."""
    return dt.date.fromisoformat(day).toordinal() if day else 0


class Coding:
    """Gives each distinct value a code."""

    def __init__(self) -> None:
        """Know none."""
        self._codes: dict[str, int] = {}

    def code(self, value: str) -> int:
        """Give the code of a value."""
        return self._codes.setdefault(value, len(self._codes))

    @property
    def values(self) -> list[str]:
        """The values by code."""
        return list(self._codes)


def whole(values: Iterable[int]) -> Numbers:
    """Make an int32 array."""
    return np.fromiter(values, dtype=np.int32)


def facet_of(told: Iterable[Collection[str]], places: Numbers) -> Facet:
    """Make a facet of the values of each record.

    Args:
        told: values of each record, in any order.
        places: place of each in the list, int32, beside `told`.

    Returns:
        The facet; empty values count as none.
    """
    coding, owners, codes = Coding(), [], []
    for place, values in zip(places.tolist(), told, strict=True):
        for value in dict.fromkeys(values):
            if value:
                owners.append(place)
                codes.append(coding.code(value))
    return Facet(coding.values, whole(owners), whole(codes))


def distinct(owners: NDArray[Any], codes: NDArray[Any], values: list[str]) -> Facet:
    """Make a facet of pairs of which some occur more than once, or have the code of ""."""
    pairs = np.unique(owners.astype(np.int64) * max(1, len(values)) + codes)
    owned, coded = np.divmod(pairs, max(1, len(values)))
    named = np.array([bool(value) for value in values], dtype=np.bool_)
    kept = named[coded] if len(values) else np.zeros(0, dtype=np.bool_)
    return Facet(values, owned[kept].astype(np.int32), coded[kept].astype(np.int32))
