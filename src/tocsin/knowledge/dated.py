"""What held of actors for a time: offices, ties, and sectors that changed.

Sources: `knowledge/actors/terms.tsv`, `ties.tsv` and `sectors.tsv`. Days are written as a year, a month or a day; an empty `until`
means that no end is known.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.sources import read_rows

TIES = {
    "part-of": ("part of", "has as a part"),
    "backed-by": ("backed by", "backs"),
    "allied-with": ("allied with", "allied with"),
    "split-from": ("split from", "origin of"),
    "successor-of": ("successor of", "followed by"),
    "leads": ("leads", "led by"),
    "speaks-for": ("speaks for", "spoken for by"),
}
"""Kinds of ties, and how each is said of its first and of its second: the whole, the backer, the ally, the origin, or
the group that is led."""


class Row(NamedTuple):
    """A row of a dated table."""

    actor: str
    """Id of whom the row is about."""
    what: str
    """The tie, the office, or sectors joined by a space."""
    other: str
    """Id of the other side of a tie, country of an office, "" for sectors."""
    start: str
    """First day, month or year."""
    until: str
    """Last day, month or year; "" = no end is known."""


class Period(msgspec.Struct, frozen=True, array_like=True):
    """Something that held for a time."""

    what: str
    """Id of who held an office, or sectors joined by a space."""
    start: str
    until: str

    def holds(self, day: str) -> bool:
        """Tell whether it held on a day "2020-05-10"; of a year or month, all its days count."""
        return self.start <= day[: len(self.start)] and (
            not self.until or day[: len(self.until)] <= self.until
        )


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """What held when."""

    offices: dict[str, tuple[Period, ...]] = {}
    """Country and office ("IRQ prime minister") to who held it."""
    sectors: dict[str, tuple[Period, ...]] = {}
    """Actor to the sectors that it had for a time, where they are not those it has now."""
    ties: tuple[Row, ...] = ()
    """Ties in the order of the table."""

    def holder(self, country: str, office: str, day: str) -> str:
        """Say who held an office on a day.

        Args:
            country: ISO 3166 alpha-3 code.
            office: "prime minister".
            day: "2020-05-10".

        Returns:
            Id; "" = not known, or more than one: on the day of a change, or in its month where only months are known.
        """
        found = {term.what for term in self.offices.get(f"{country} {office}", ()) if term.holds(day)}
        return found.pop() if len(found) == 1 else ""

    def in_office(self, actor: str, day: str) -> bool:
        """Tell whether somebody held any office on a day."""
        return any(
            term.what == actor and term.holds(day) for terms in self.offices.values() for term in terms
        )

    def sectors_on(self, actor: str, day: str) -> tuple[str, ...]:
        """Give the sectors that an actor had on a day where they are not those of now; () = those of now."""
        found = [period.what for period in self.sectors.get(actor, ()) if period.holds(day)]
        return tuple(found[0].split(" ")) if found else ()


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Read a table.

    Args:
        path: the file.
        columns: its columns, in order; "other" or "country" may be missing.

    Returns:
        Rows in file order.

    Raises:
        KnowledgeError: the heading or a row has other columns.
    """
    heading, *rows = read_rows(path, len(columns), heading=False)
    if heading != list(columns):
        message = f"{path.name}: want the columns {', '.join(columns)}, found {', '.join(heading)}"
        raise KnowledgeError(message)
    return [Row(*row) if len(row) == 5 else Row(row[0], row[1], "", row[2], row[3]) for row in rows]


def read_dated(folder: Path) -> Dated:
    """Read what held when.

    Args:
        folder: `knowledge/actors`.

    Returns:
        Offices, ties and sectors; none where there are no tables.

    Raises:
        KnowledgeError: see `read_table`.
    """
    if not (folder / "terms.tsv").is_file():
        return Dated()
    offices: dict[str, tuple[Period, ...]] = {}
    for row in read_table(folder / "terms.tsv", ["actor", "office", "country", "from", "until"]):
        key = f"{row.other} {row.what.replace('-', ' ')}"
        offices[key] = (*offices.get(key, ()), Period(row.actor, row.start, row.until))
    sectors: dict[str, tuple[Period, ...]] = {}
    for row in read_table(folder / "sectors.tsv", ["actor", "sectors", "from", "until"]):
        sectors[row.actor] = (*sectors.get(row.actor, ()), Period(row.what, row.start, row.until))
    ties = read_table(folder / "ties.tsv", ["actor", "tie", "other", "from", "until"])
    return Dated(offices=offices, sectors=sectors, ties=tuple(ties))
