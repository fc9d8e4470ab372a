"""Parquet: the native records as columns, a folder a record and month, for analysis.

Field names are those of the native form and nested records are structs. Null stands for an absent value; of nested
fields and lists also for an empty one. Fields of open shape (sources of a commitment, patch of a review, options of a
translation) are JSON text. Written with pyarrow, read back with DuckDB.
"""

import datetime as dt
import hashlib
import io
import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from tocsin import model
from tocsin.errors import FormatError, TocsinError
from tocsin.model import Claim, Header
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS, Tally, loss_of
from tocsin.store.formats.native import FACTUALITIES, rows
from tocsin.store.formats.records import Record, Records
from tocsin.store.formats.tables import fail
from tocsin.store.formats.units import Choice
from tocsin.store.formats.writing import UNFINISHED, Written, unchanged, write_notes

if TYPE_CHECKING:
    import pyarrow as pa

KINDS: dict[str, type[msgspec.Struct]] = {
    "report": model.Report,
    "claim": model.Claim,
    "issue": model.Issue,
    "incident": model.Incident,
    "commitment": model.Commitment,
    "status_change": model.StatusChange,
    "assessment": model.Assessment,
    "forecast": model.Forecast,
    "review": model.Review,
    "tombstone": model.Tombstone,
    "translation": model.Translation,
    "unread": model.Unread,
}
"""Name of a record to its type; the header stands in the manifest."""

BUFFER = 64 << 20
"""Bytes of JSON that wait to be written. With less, many months at once give many small shards."""

MANIFEST = "manifest.json"
"""Name of the list of shards."""

LOSS = dict.fromkeys(FIELDS, "the same field")
"""Our field to what the format makes of it."""

_SIMPLE = {
    inspect.StrType: "string",
    inspect.LiteralType: "string",
    inspect.DictType: "string",
    inspect.IntType: "int64",
    inspect.BoolType: "bool",
    inspect.FloatType: "double",
}


class _Shards:
    """Gathers lines by record and month, and writes them out when they fill the buffer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[dict[str, Any]] = []
        self._lines: dict[tuple[str, str], list[bytes]] = defaultdict(list)
        self._sizes: dict[tuple[str, str], int] = defaultdict(int)
        self._waiting = 0
        self._numbers: Counter[tuple[str, str]] = Counter()

    def add(self, kind: str, month: str, line: bytes) -> None:
        """Keep a line; write the fullest shard when all are too many."""
        self._lines[kind, month].append(line)
        self._sizes[kind, month] += len(line)
        self._waiting += len(line)
        if self._waiting >= BUFFER:
            self._write(max(self._sizes, key=lambda shard: (self._sizes[shard], shard)))

    def close(self) -> None:
        """Write what is left."""
        for shard in sorted(self._lines):
            self._write(shard)

    def _write(self, shard: tuple[str, str]) -> None:
        import pyarrow as pa  # noqa: PLC0415, RUF100  an extra
        from pyarrow import parquet  # noqa: PLC0415, RUF100

        kind, month = shard
        lines = self._lines.pop(shard)
        self._waiting -= self._sizes.pop(shard)
        table = table_of(kind, lines)
        path = self.folder / kind / month / f"{self._numbers[shard]:05}.parquet"
        self._numbers[shard] += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(table, path, compression="zstd")
        pa.default_memory_pool().release_unused()
        self.written.append(
            {
                "path": path.relative_to(self.folder).as_posix(),
                "record": kind,
                "month": month,
                "rows": len(lines),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
        )


def write_folder(records: Records, form: Format, target: Path, choice: Choice) -> Written:
    """Write records as shards of Parquet.

    Args:
        records: what to export.
        form: this format.
        target: the folder, or one that holds it; an earlier export there is replaced, anything else is refused.
        choice: what may leave.

    Returns:
        Folder, notes and loss report.

    Raises:
        FormatError: the folder holds something else, or a shard cannot be read back.
        TocsinError: pyarrow or DuckDB is not installed.
    """
    _need_extras()
    if target.is_dir() and not (target / MANIFEST).exists():
        target /= form.name
    if target.exists() and any(target.iterdir()) and not (target / MANIFEST).exists():
        message = f"{target} holds other files. Name a new or empty folder for Parquet."
        raise FormatError(message)
    unfinished = target.with_name(target.name + UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        tally, shards = _write(records, choice, unfinished)
        check(unfinished, shards)
        manifest = {"coder": records.header, "made": choice.made, "shards": shards}
        (unfinished / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
        if target.exists():
            shutil.rmtree(target)
        unfinished.replace(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    loss = loss_of(form.name, tally, choice, form.from_memory)
    package = {
        "name": f"tocsin-{form.name}",
        "created": choice.made,
        "resources": [
            {"name": s["path"].replace("/", "-"), "path": f"{target.name}/{s['path']}"} for s in shards
        ],
        "citation": loss.citation,
    }
    return Written(loss=loss, files=(target, *write_notes(target.parent, target.name, loss, package)))


def _need_extras() -> None:
    try:
        import duckdb  # noqa: F401, PLC0415, RUF100
        import pyarrow as pa  # noqa: F401, PLC0415, RUF100
    except ImportError as error:
        message = "Parquet needs pyarrow and DuckDB: pip install 'tocsin[analysis]'"
        raise TocsinError(message) from error


def _write(records: Records, choice: Choice, folder: Path) -> tuple[Tally, list[dict[str, Any]]]:
    tally = Tally(LOSS)
    shards = _Shards(folder)
    for record in records.stream():
        tally.input += 1
        outcome = rows(record, choice, None)
        if outcome.skipped or unchanged(record, records, choice):
            tally.skipped[outcome.skipped or "not_changed"] += 1
            continue
        for _, row in outcome.rows:
            if not isinstance(row, Header):
                kind = str(row.__struct_config__.tag)
                shards.add(kind, _month(record, records), line_of(row))
        tally.count((), outcome.approximated)
    shards.close()
    return tally, shards.written


def _month(record: Record, records: Records) -> str:
    """Give the month a record belongs to: of publication, of the incident, of the entry; "unknown" if there is none."""
    if isinstance(record, Claim):
        record = records.find_report(record.report)
    day = next(
        (
            found
            for name in ("published", "founded", "made", "at")
            if (found := getattr(record, name, None)) is not None
        ),
        getattr(getattr(record, "when", None), "first", None),
    )
    return f"{day:%Y-%m}" if isinstance(day, dt.date) else "unknown"


def line_of(record: Any) -> bytes:
    """Write a record as the JSON that `table_of` reads: fields of open shape become JSON text."""
    line = msgspec.json.encode(record)
    open_fields = [
        name for name in ("sources", "patch", "options") if isinstance(getattr(record, name, None), dict)
    ]
    if not open_fields:
        return line
    plain = msgspec.json.decode(line)
    plain |= {name: msgspec.json.encode(plain.get(name, {})).decode() for name in open_fields}
    return msgspec.json.encode(plain)


def table_of(kind: str, lines: Sequence[bytes]) -> "pa.Table":
    """Make an Arrow table of records.

    Args:
        kind: a key of `KINDS`.
        lines: what `line_of` gave of each record, together less than `BUFFER` twice over; at least one.

    Returns:
        One row a record, in order, with the columns of `schema(kind)`.
    """
    from pyarrow import json  # noqa: PLC0415, RUF100  an extra

    options = json.ParseOptions(explicit_schema=schema(kind, dates="timestamp[s]"))
    reading = json.ReadOptions(use_threads=False, block_size=BUFFER << 1)
    table = json.read_json(io.BytesIO(b"\n".join(lines)), reading, options)
    wanted = schema(kind)
    return _with_defaults(table.select(wanted.names).cast(wanted), kind)


@cache
def schema(kind: str, dates: str = "date32") -> "pa.Schema":
    """Give the Arrow schema of a record.

    Args:
        kind: a key of `KINDS`.
        dates: Arrow type of days; Arrow reads JSON days only as moments.

    Returns:
        One field for each of the record's.
    """
    import pyarrow as pa  # noqa: PLC0415, RUF100  an extra

    return pa.schema(list(_arrow(inspect.type_info(KINDS[kind]), dates)))


def _arrow(kind: inspect.Type, dates: str) -> "pa.DataType":
    import pyarrow as pa  # noqa: PLC0415, RUF100  an extra

    if isinstance(kind, inspect.UnionType):
        (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    if isinstance(kind, inspect.StructType):
        return pa.struct([(field.name, _arrow(field.type, dates)) for field in kind.fields])
    if isinstance(kind, inspect.VarTupleType):
        return pa.list_(_arrow(kind.item_type, dates))
    if isinstance(kind, inspect.TupleType):
        return pa.list_(_arrow(kind.item_types[0], dates))
    if isinstance(kind, inspect.DateTimeType):
        return pa.timestamp("us", tz="UTC")
    if isinstance(kind, inspect.DateType):
        return pa.timestamp("s") if dates == "timestamp[s]" else pa.date32()
    return pa.type_for_alias(_SIMPLE[type(kind)])


def _with_defaults(table: "pa.Table", kind: str) -> "pa.Table":
    """Put back the words and numbers that JSON leaves out because they are a field's default."""
    from pyarrow import compute  # noqa: PLC0415, RUF100  an extra

    for at, field in enumerate(msgspec.structs.fields(KINDS[kind])):
        if isinstance(field.default, str | bool | int):
            filled = compute.fill_null(table.column(at), field.default)
            table = table.set_column(at, table.schema.field(at), filled)
    return table


def check(folder: Path, shards: list[dict[str, Any]]) -> None:
    """Read every shard back with DuckDB.

    Args:
        folder: where they lie.
        shards: the manifest.

    Raises:
        FormatError: a shard holds other columns or another number of rows, or an id twice; names the shard.
    """
    import duckdb  # noqa: PLC0415, RUF100  an extra

    with duckdb.connect(config={"threads": 1, "memory_limit": "150MB"}) as base:
        for shard in shards:
            path = folder / shard["path"]
            wanted = list(KINDS[shard["record"]].__struct_fields__)
            found = base.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description
            if [column[0] for column in found] != wanted:
                fail(path, 0, "", f"columns {[column[0] for column in found]}, want {wanted}")
            unique = "count(DISTINCT id)" if "id" in wanted else "count(*)"
            counts = base.execute(f"SELECT count(*), {unique} FROM read_parquet(?)", [str(path)]).fetchone()
            if counts != (shard["rows"], shard["rows"]):
                fail(path, 0, "id", f"rows and ids {counts}, want {shard['rows']}")


FORMAT = Format(name="parquet", unit="record", extension="", rows=rows, loss=LOSS, factualities=FACTUALITIES)
"""Parquet."""
