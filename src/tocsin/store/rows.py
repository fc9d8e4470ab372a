"""Records as rows: which fields become columns, the bytes of a record, and their SHA-256."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from tocsin.errors import StoreDamaged
from tocsin.model import (
    Assessment,
    Claim,
    Commitment,
    Forecast,
    Incident,
    Report,
    Review,
    StatusChange,
    Tombstone,
    Translation,
)

Value = str | int | None
"""What stands in a column."""

_ENCODER = msgspec.json.Encoder(order="deterministic")


class Origin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report and the earliest report that it repeats."""

    id: str
    """Id of the report."""
    origin: str
    """Id of the report it is a copy of; its own id = it is no copy."""


class Table(msgspec.Struct, frozen=True):
    """How one noun is kept."""

    name: str
    """Name of the table and of the noun."""
    kind: type[Any]
    """The record."""
    columns: dict[str, Callable[[Any], Value]]
    """Column to how it follows from the record."""
    placed: tuple[str, ...] = ()
    """Columns that do not follow from the record but belong to its digest."""

    @property
    def names(self) -> tuple[str, ...]:
        """All columns but `n`, `chain`, `record` and `sha`."""
        return (*self.columns, *self.placed)


def _text(name: str) -> Callable[[Any], Value]:
    """Take a field as it stands in JSON."""
    return lambda record: msgspec.to_builtins(getattr(record, name))


def _first(record: Any) -> Value:
    return record.when.first.isoformat() if record.when and record.when.first else None


def _last(record: Any) -> Value:
    return record.when.last.isoformat() if record.when and record.when.last else None


def _place(record: Any) -> Value:
    return record.where.place if record.where else ""


def _table(name: str, kind: type[Any], fields: str, **more: Callable[[Any], Value]) -> Table:
    return Table(name, kind, {**{field: _text(field) for field in fields.split()}, **more})


_TABLES = (
    _table("report", Report, "id outlet url published lang"),
    msgspec.structs.replace(
        _table(
            "claim",
            Claim,
            "id report event_type mode factuality",
            first=_first,
            last=_last,
            place=_place,
        ),
        placed=("reading", "ordinal"),
    ),
    _table(
        "incident",
        Incident,
        "id event_type standing",
        founding=lambda incident: incident.claims[0],
        first=_first,
        last=_last,
        place=_place,
    ),
    _table("translation", Translation, "id report"),
    _table("commitment", Commitment, "id kind founded"),
    _table("origin", Origin, "id origin"),
    _table("status_change", StatusChange, "id commitment status made"),
    _table("assessment", Assessment, "id commitment incident verdict made"),
    _table("forecast", Forecast, "id unit commitment start made"),
    _table("review", Review, "id decision made", subject=lambda review: review.subject[0]),
    _table("tombstone", Tombstone, "id reason", made=lambda stone: msgspec.to_builtins(stone.at)),
)
TABLES = {table.name: table for table in _TABLES}
"""Noun to its table."""
TABLE_OF = {table.kind: table for table in _TABLES}
"""Record to its table."""


def encode(record: Any) -> str:
    """Write a record as JSON: equal records give equal text."""
    return _ENCODER.encode(record).decode()


def digest(text: str, placed: tuple[Value, ...] = ()) -> str:
    """Give the SHA-256 of a record.

    Args:
        text: the record as JSON.
        placed: columns that belong to the record's place, see `Table.placed`.

    Returns:
        64 hex digits, over the columns and the text, with a NUL between.
    """
    return hashlib.sha256("\0".join([*map(str, placed), text]).encode()).hexdigest()


def row_of(record: Any, placed: tuple[Value, ...] = ()) -> tuple[Value, ...]:
    """Make the row of a record: the columns of `Table.names`, then record and sha.

    Args:
        record: a record of `TABLE_OF`.
        placed: values of `Table.placed`.

    Returns:
        The values in order.
    """
    text = encode(record)
    columns = TABLE_OF[type(record)].columns.values()
    return (*(column(record) for column in columns), *placed, text, digest(text, placed))


def insert_sql(table: Table, *, chain: int | None, ignore: bool = False) -> str:
    """Write the statement that inserts a row of `row_of`.

    Args:
        table: where to.
        chain: number of the commit; None = the table is not chained.
        ignore: a row that is already there is passed over.

    Returns:
        SQL with a question mark for each value of the row.
    """
    names = [*table.names, "record", "sha"]
    marks = ["?"] * len(names)
    if chain is not None:
        names.append("chain")
        marks.append(str(int(chain)))
    verb = "INSERT OR IGNORE" if ignore else "INSERT"
    return f"{verb} INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(marks)})"


def decode(kind: Any, text: str, sha: str, placed: tuple[Value, ...] = ()) -> Any:
    """Read a record back, if it is still what was written.

    Args:
        kind: the record's type.
        text: its JSON.
        sha: the digest it was written with.
        placed: see `digest`.

    Returns:
        The record.

    Raises:
        StoreDamaged: it is not; nothing damaged is handed out.
    """
    if digest(text, placed) != sha:
        message = (
            f"A record of the store was changed on the disk ({text[:60]!r} ...). `tocsin verify` lists all of "
            "them. Restore the store from a backup, or ingest the reports again into a new one."
        )
        raise StoreDamaged(message)
    return msgspec.json.decode(text, type=kind)
