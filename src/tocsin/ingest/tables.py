"""Read Parquet: one report a row, by the same names as in a JSONL line. Runs in the process of `unpacker.py` only."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from tocsin.ingest.archives import Record, broken
from tocsin.ingest.lines import Line

_ROWS = 64  # held at a time (own choice)


def read_table(file: BinaryIO) -> Iterator[Record]:
    """Read the rows of a table.

    Args:
        file: seekable.

    Yields:
        One record a row, a JSON line of the columns that `Line` names; one broken one where the table or its
        rest cannot be read.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        message = "Reading Parquet needs pyarrow: pip install 'tocsin[arrow]'."
        yield broken(message, "table.no_reader", "quarantined")
        return
    number = 0
    try:
        table = pq.ParquetFile(file)
        names = [name for name in Line.__struct_fields__ if name in table.schema_arrow.names]
        if not {"text", "html"} & {*names}:
            message = 'The table has neither a column "text" nor "html": rename one of its columns.'
            yield broken(message, "table.columns")
            return
        for batch in table.iter_batches(batch_size=_ROWS, columns=names, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                line = {name: _written(value) for name, value in row.items() if value is not None}
                yield Record(kind="line", number=number, body=msgspec.json.encode(line))
    except (pa.ArrowException, OSError, UnicodeError, OverflowError) as error:
        message = f"The table or its rest cannot be read ({type(error).__name__}): write it again."
        yield msgspec.structs.replace(broken(message, "table.broken"), number=number + 1)


def _written(value: Any) -> Any:
    """Write what JSON lacks as JSONL lines have it: days and moments in ISO 8601, bytes as text."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str | int) else str(value)
