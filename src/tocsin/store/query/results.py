"""Results: an answer as lines of JSON or CSV, or as a Parquet file."""

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tocsin.errors import QueryError
from tocsin.store.formats.tables import Table
from tocsin.store.formats.writing import UNFINISHED

if TYPE_CHECKING:
    import pyarrow as pa

_encode = msgspec.json.Encoder(decimal_format="number").encode


def json_lines(answer: "pa.Table") -> Iterator[str]:
    """Write an answer as JSON objects, one a line.

    Args:
        answer: what `query` gave.

    Yields:
        Lines; every column is there, an absent value is null.
    """
    for row in rows_of(answer):
        yield _encode(row).decode() + "\n"


def csv_lines(answer: "pa.Table") -> Iterator[str]:
    """Write an answer as CSV: names first; words that a spreadsheet would take for a formula begin with an apostrophe.

    Args:
        answer: what `query` gave.

    Yields:
        Lines; an absent value is empty, lists and structs are JSON.
    """
    layout = Table(columns=tuple(answer.schema.names), checks={}, key=())
    rows = rows_of(answer)
    yield layout.opening()
    for row in rows:
        yield layout.line([cell(value) for value in row.values()])


def write_parquet(answer: "pa.Table", path: Path) -> None:
    """Write an answer as a Parquet file, which appears only when it is whole.

    Args:
        answer: what `query` gave.
        path: the file.

    Raises:
        QueryError: a column is of a type that Parquet has not.
        OSError: it cannot be written.
    """
    target = path.resolve()
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        unfinished.write_bytes(parquet_bytes(answer))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def parquet_bytes(answer: "pa.Table") -> bytes:
    """Write an answer as Parquet.

    Args:
        answer: what `query` gave.

    Returns:
        The bytes of the file, compressed by zstd.

    Raises:
        QueryError: a column is of a type that Parquet has not.
    """
    import pyarrow as pa  # noqa: PLC0415, RUF100  an extra
    from pyarrow import parquet  # noqa: PLC0415, RUF100

    out = pa.BufferOutputStream()
    try:
        parquet.write_table(answer, out, compression="zstd")
    except pa.ArrowException as error:
        message = f"Parquet cannot hold this ({error}). Cast the column to VARCHAR."
        raise QueryError(message) from error
    return bytes(out.getvalue())


def rows_of(answer: "pa.Table") -> Iterator[dict[str, Any]]:
    """Give the rows of an answer one by one.

    Args:
        answer: what `query` gave.

    Returns:
        Column to value.
    """
    return (row for batch in answer.to_batches(max_chunksize=1000) for row in batch.to_pylist())


def cell(value: Any) -> str | int | float | None:
    """Give a value as it stands in a cell: words and numbers as they are, days in ISO form, all else as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else _encode(value).decode()
