"""Query: SQL over the records of a store, of native JSON lines, or of a folder of Parquet; it can only read.

DuckDB in memory answers, over Arrow data sets. SQL reaches nothing else: no file, no network, no setting, no other
variable of the program. One thread, so that the same question gives the same bytes.
"""

import os
import re
import threading
import weakref
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tocsin.errors import QueryError
from tocsin.store.query.inputs import empty_sets, open_input
from tocsin.store.query.views import NAMES, RECORDS, UNLINKED, VIEWS, needed

if TYPE_CHECKING:
    from types import ModuleType

    import duckdb
    import pyarrow as pa
    from pyarrow import dataset


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one question may take."""

    rows: int = 100_000
    """Rows of the answer at the most, >= 1; a longer answer is refused, never cut."""
    seconds: float = 60.0
    """Seconds of work at the most, > 0; making the tables ready does not count."""
    memory: int = 1024
    """MiB that DuckDB may use, >= 64. It writes nothing to the disk when they are used up."""


DEFAULT = Limits()
"""What a question may take where nobody says otherwise."""


def query(sql: str, source: str | os.PathLike[str] = "tocsin.db", *, limits: Limits = DEFAULT) -> "pa.Table":
    """Answer SQL over records.

    Args:
        sql: one SELECT in DuckDB's SQL, or DESCRIBE, SUMMARIZE, EXPLAIN. Tables: `docs/query.md`.
        source: a store, native JSON lines, or a folder of Parquet that `tocsin export` wrote.
        limits: rows, seconds and memory.

    Returns:
        The answer; `.to_pandas()` and `polars.from_arrow(...)` take it on. Sums of whole numbers are int64 where
        they fit.

    Raises:
        QueryError: the SQL is wrong, does more than read, or meets a limit; the message says what to do.
        InputError: the source is not there.
        FormatError: a record of the source is broken.
        StoreError: the store cannot be used.
    """
    check_query(sql, limits)
    with ExitStack() as stack:
        wanted = needed(_named(sql))
        kinds = {kind for table, kind in RECORDS.items() if table in wanted}
        return _whole(_ask(sql, open_input(Path(source), kinds, stack), limits, limits.rows), limits)


class Tables:
    """Records made ready once, for many questions; what they were made of may change meanwhile.

    Args:
        source: as for `query`. Records of a store lie in a folder of Parquet for as long as this is used.

    Raises:
        QueryError: DuckDB is not there.
        InputError: the source is not there.
        FormatError: a record of the source is broken.
        StoreError: the store cannot be used.
    """

    def __init__(self, source: str | os.PathLike[str]) -> None:
        """Read the records."""
        _duckdb()
        stack = ExitStack()
        with ExitStack() as failed:
            failed.push(stack)
            self._sets = open_input(Path(source), set(RECORDS.values()), stack)
            failed.pop_all()
        weakref.finalize(self, stack.close)

    def ask(self, sql: str, *, limits: Limits = DEFAULT) -> "pa.Table":
        """Answer SQL; see `query`."""
        check_query(sql, limits)
        return _whole(_ask(sql, self._sets, limits, limits.rows), limits)

    def begin(self, sql: str, *, limits: Limits = DEFAULT) -> "tuple[pa.Table, bool]":
        """Answer SQL with the first rows.

        Args:
            sql: as for `query`.
            limits: rows, seconds and memory.

        Returns:
            The first `limits.rows` rows, and whether there are more.

        Raises:
            QueryError: as for `query`, but not for more rows.
        """
        check_query(sql, limits)
        answer = _ask(sql, self._sets, limits, limits.rows)
        return answer[: limits.rows], len(answer) > limits.rows


def columns() -> dict[str, tuple[tuple[str, str], ...]]:
    """Give the tables that can be asked, each with the names and DuckDB types of its columns.

    Raises:
        QueryError: DuckDB is not there.
    """
    with _connect(DEFAULT) as base:
        _make_tables(base, set(NAMES), empty_sets(set(RECORDS.values())))
        return {
            name: tuple((row[0], row[1]) for row in base.sql(f"DESCRIBE {name}").fetchall()) for name in NAMES
        }


def check_query(sql: str, limits: Limits = DEFAULT) -> None:
    """See that SQL is one question that only reads.

    Raises:
        QueryError: it is not, the limits make no sense, or DuckDB is not there.
    """
    _check(limits)
    with _explaining(limits), _connect(limits) as base:
        _check_statements(base, sql)


def _duckdb() -> "ModuleType":
    try:
        import duckdb  # noqa: PLC0415, RUF100  an extra
    except ImportError as error:
        message = "Queries need DuckDB and pyarrow: pip install 'tocsin[analysis]'"
        raise QueryError(message) from error
    return duckdb


@contextmanager
def _explaining(limits: Limits) -> Iterator[None]:
    duckdb = _duckdb()
    try:
        yield
    except duckdb.Error as error:
        raise QueryError(_explained(error, limits)) from error


def _ask(sql: str, sets: "dict[str, dataset.Dataset]", limits: Limits, rows: int) -> "pa.Table":
    """Answer SQL over data sets with at most `rows` + 1 rows."""
    with _explaining(limits), _connect(limits) as base:
        _make_tables(base, _named(sql), sets)
        base.execute(
            "SET TimeZone = 'UTC'; SET enable_external_access = false; SET lock_configuration = true"
        )
        return _answer(base, sql, limits, rows)


def _whole(answer: "pa.Table", limits: Limits) -> "pa.Table":
    """Refuse an answer that has more rows than it may."""
    if len(answer) > limits.rows:
        message = f"The answer has more than {limits.rows} rows. Add LIMIT or WHERE, or raise --rows."
        raise QueryError(message)
    return answer


def _check(limits: Limits) -> None:
    if limits.rows < 1 or limits.seconds <= 0 or limits.memory < 64:
        message = "A query needs at least 1 row, more than 0 seconds and 64 MiB of memory."
        raise QueryError(message)


def _connect(limits: Limits) -> "duckdb.DuckDBPyConnection":
    """Open an empty database that can load nothing and spill nothing."""
    base: duckdb.DuckDBPyConnection = _duckdb().connect(
        ":memory:",
        config={
            "threads": 1,
            "memory_limit": f"{limits.memory}MiB",
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        },
    )
    return base


def _check_statements(base: "duckdb.DuckDBPyConnection", sql: str) -> None:
    """Let one question through, and nothing that does more than ask."""
    import duckdb  # noqa: PLC0415, RUF100  an extra

    asked = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI}
    statements = base.extract_statements(sql)  # MULTI is what PIVOT becomes
    if len(statements) != 1:
        message = f"A query is one statement; this is {len(statements)}."
        raise QueryError(message)
    if statements[0].type not in asked:
        message = f"A query can only read: write SELECT, not {statements[0].type.name}."
        raise QueryError(message)


def _named(sql: str) -> set[str]:
    """Give the tables that SQL may mean: those whose names stand anywhere in it, or all if none does."""
    words = set(re.findall(r"\w+", sql.lower()))
    return words & set(NAMES) or set(NAMES)


def _make_tables(
    base: "duckdb.DuckDBPyConnection", names: set[str], sets: "dict[str, dataset.Dataset]"
) -> None:
    wanted = needed(names)
    for table, kind in RECORDS.items():
        if table in wanted:
            base.register(table, sets[kind])
    for name, view in VIEWS.items():
        if name in wanted:
            is_unlinked = name == "happenings" and not sets["incident"].count_rows()
            base.execute(f"CREATE VIEW {name} AS {UNLINKED if is_unlinked else view.sql}")


def _answer(base: "duckdb.DuckDBPyConnection", sql: str, limits: Limits, rows: int) -> "pa.Table":
    alarm = threading.Timer(limits.seconds, base.interrupt)
    alarm.daemon = True
    alarm.start()
    try:
        asked = base.sql(sql)
        if asked is None:
            message = "This asks for nothing. Write SELECT."
            raise QueryError(message)
        twice = sorted(name for name, count in Counter(asked.columns).items() if count > 1)
        if twice:
            message = f"Two columns are called {twice[0]}. Give one another name with AS."
            raise QueryError(message)
        answer = asked.limit(rows + 1).to_arrow_table()
    finally:
        alarm.cancel()
    return _with_whole_numbers(answer)


def _with_whole_numbers(table: "pa.Table") -> "pa.Table":
    """Turn DuckDB's 128-bit sums, which Arrow holds as decimals, into int64 where they fit."""
    import pyarrow as pa  # noqa: PLC0415, RUF100  an extra

    for at, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type) and field.type.scale == 0:
            try:
                table = table.set_column(at, field.name, table.column(at).cast(pa.int64()))
            except pa.ArrowInvalid:
                continue
    return table


def _explained(error: "duckdb.Error", limits: Limits) -> str:
    """Say what an error of DuckDB means for the user."""
    import duckdb  # noqa: PLC0415, RUF100  an extra

    words = str(error).strip()
    if isinstance(error, duckdb.InterruptException):
        return f"The query took more than {limits.seconds:g} seconds. Ask for less, or raise --seconds."
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"The query needs more than {limits.memory} MiB. Ask for less, or raise --memory."
    if isinstance(error, duckdb.PermissionException):
        return f"A query reads the records and nothing else: no file, no network. ({words.splitlines()[0]})"
    if isinstance(error, duckdb.CatalogException) and words.startswith("Catalog Error: Table"):
        return f"{words}\nThere are: {', '.join(NAMES)}."
    return words
