"""Checking a store: every record against its digest, every commit against its rows, the newest against the head.

What cannot be read is a finding, not a failure: the check goes on behind it, row by row.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import msgspec

from tocsin.errors import StoreDamaged
from tocsin.store.account import Document
from tocsin.store.chain import Link, link_digest
from tocsin.store.connection import transaction
from tocsin.store.head import Mark, check_head, head_path, read_head
from tocsin.store.rows import TABLES, Table, digest, encode
from tocsin.store.schema import APPENDED, DERIVED, migrate

_UNREADABLE = (apsw.Error, UnicodeDecodeError)
"""What SQLite makes of damaged pages and damaged text."""
_MISSING = "It is missing."
_FINDINGS = 1000
"""Findings on the structure of the file that SQLite is asked for at most."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something in a store that is not what was written."""

    noun: str
    """Table; "file" for its structure, "chain" for commits, "head" for the head file."""
    id: str = ""
    """Id of the record; "" = no single one, or its id cannot be read any more."""
    row: int = 0
    """Number of its row; 0 = none."""
    message: str
    """What is wrong."""


def verify(db: apsw.Connection, path: Path) -> Iterator[Problem]:
    """Check everything.

    Args:
        db: connection to the store.
        path: its path.

    Yields:
        Every finding; nothing where all is as it was written.
    """
    problem = None
    try:  # the head first: what is committed meanwhile makes the store newer, never the head
        head = read_head(path)
    except StoreDamaged as error:
        problem = Problem(noun="head", message=str(error))
    with transaction(db):
        yield from _check_structure(db)
        yield from _check_schema(db)
        links: list[Link] = []
        yield from _check_chain(db, links)
        yield from [problem] if problem else _check_newest(path, head, links)
        for noun in APPENDED:
            yield from _Rows(db, TABLES[noun]).check_appended(links)
        for noun in DERIVED:
            yield from _Rows(db, TABLES[noun]).check_derived(links)
        yield from _check_issues(db)
        yield from _check_documents(db)


def _check_structure(db: apsw.Connection) -> Iterator[Problem]:
    """Let SQLite look at pages and indexes."""
    try:
        for (message,) in db.execute(f"PRAGMA integrity_check({_FINDINGS})"):
            if message != "ok":
                yield Problem(noun="file", message=message)
    except _UNREADABLE as error:
        yield Problem(noun="file", message=str(error))


def _check_schema(db: apsw.Connection) -> Iterator[Problem]:
    """Compare tables, indexes and triggers with those that the migrations make."""
    sound = apsw.Connection(":memory:")
    migrate(sound, 0)
    listing = "SELECT type || ' ' || name, sql FROM sqlite_schema"
    wanted, found = dict(sound.execute(listing)), dict(_all(db, listing))
    sound.close()
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name, "") != found.get(name, ""):
            yield Problem(noun="file", id=name, message="It is missing, added, or not what tocsin made.")


def _check_chain(db: apsw.Connection, links: list[Link]) -> Iterator[Problem]:
    """Check the commits, and gather those that are sound."""
    last, previous = 0, ""
    sql = "SELECT n, kind, content, previous, digest FROM chain WHERE n > ? ORDER BY n LIMIT 1"
    while True:
        row, message = _fetch(db, sql, last)
        if row is None:
            if message != _MISSING:
                yield Problem(noun="chain", row=last + 1, message=f"From here on: {message}")
            return
        link = Link(*row)
        if link.number != last + 1 or link_digest(*row[:4]) != link.digest:
            message = "This commit is not what was written, or the one before it is missing."
            yield Problem(noun="chain", row=link.number, message=message)
        else:
            if link.previous != previous:
                message = "This commit does not follow the one before."
                yield Problem(noun="chain", row=link.number, message=message)
            links.append(link)
        last, previous = link.number, link.digest


def _check_newest(path: Path, head: Mark | None, links: list[Link]) -> Iterator[Problem]:
    """Compare the newest commit with the head file."""
    last = links[-1].number if links else 0
    if head is None:
        if last > 1:
            message = (
                f"{head_path(path).name} is missing: whether the newest commits are here cannot be told."
            )
            yield Problem(noun="head", message=message)
        return
    digests = {link.number: link.digest for link in links}
    try:
        check_head(path, head, last, digests.get(head.number))
    except StoreDamaged as error:
        yield Problem(noun="head", message=str(error))


class _Rows:
    """The rows of one table under examination."""

    def __init__(self, db: apsw.Connection, table: Table) -> None:
        self._db = db
        self._table = table
        self._ids: dict[int, str] | None = None

    def check_appended(self, links: list[Link]) -> Iterator[Problem]:
        """Check the rows that commits speak of, and that there are no others."""
        last = 0
        for link in links:
            section = link.tables().get(self._table.name) if link.kind == "added" else None
            if section:
                yield from self._check_section(range(last + 1, section[0] + 1), section[1], link.number)
                last = max(last, section[0])
        for row in self._listed_beyond(last):
            problem, _ = self._check_row(row, None)
            message = "No sound commit speaks of it."
            yield problem or Problem(noun=self._table.name, id=self._id(row), row=row, message=message)

    def check_derived(self, links: list[Link]) -> Iterator[Problem]:
        """Check the rows of a table that is replaced as a whole."""
        derived = [link for link in links if link.kind == "derived"]
        last, wanted = derived[-1].tables().get(self._table.name, (0, "")) if derived else (0, "")
        yield from self._check_section(range(1, last + 1), wanted, None)
        for row in self._listed_beyond(last):
            message = "It is not one of those that were derived."
            yield Problem(noun=self._table.name, id=self._id(row), row=row, message=message)

    def _check_section(self, rows: range, wanted: str, number: int | None) -> Iterator[Problem]:
        """Check the rows of one commit."""
        total, found = hashlib.sha256(), False
        for row in rows:
            problem, sha = self._check_row(row, number)
            total.update(sha.encode())
            if problem:
                found = True
                yield problem
        if rows and not found and total.hexdigest() != wanted:
            for row in rows:
                message = "Of the rows of this commit at least one is not what was written, digest and all."
                yield Problem(noun=self._table.name, id=self._id(row), row=row, message=message)

    def _check_row(self, row: int, number: int | None) -> tuple[Problem | None, str]:
        """Check one row; give its digest too."""
        table = self._table
        chain = "chain" if table.name in APPENDED else "NULL"
        sql = f"SELECT record, sha, {chain}, {', '.join(table.names)} FROM {table.name} WHERE n = ?"
        values, message = _fetch(self._db, sql, row)
        sha = ""
        if values is not None:
            text, sha, chain_number, *columns = values
            message = _fault(table, text, sha, columns)
            if not message and number is not None and chain_number != number:
                message = "No sound commit speaks of it: it claims another one, or that one is damaged."
        problem = Problem(noun=table.name, id=self._id(row), row=row, message=message) if message else None
        return problem, str(sha)

    def _id(self, row: int) -> str:
        """Name a row by the index: the row itself may be gone."""
        if self._ids is None:
            index = f"sqlite_autoindex_{self._table.name}_1"
            sql = f"SELECT n, id FROM {self._table.name} INDEXED BY {index}"
            self._ids = {row: str(key) for row, key in _all(self._db, sql) if isinstance(row, int)}
        if row not in self._ids:
            found, _ = _fetch(self._db, f"SELECT id FROM {self._table.name} WHERE n = ?", row)
            self._ids[row] = str(found[0]) if found else ""
        return self._ids[row]

    def _listed_beyond(self, last: int) -> list[Any]:
        """Give the row numbers outside 1 to `last` that the table or its index know."""
        name = self._table.name
        return _keys(self._db, name, f"sqlite_autoindex_{name}_1", where=f"WHERE n < 1 OR n > {last}")


def _fault(table: Table, text: Any, sha: Any, columns: list[Any]) -> str:
    """Say what is wrong with a row; "" = nothing."""
    placed = tuple(columns[len(table.columns) :])
    if not isinstance(text, str) or digest(text, placed) != sha:
        return "The record is not what was written."
    record = msgspec.json.decode(text, type=table.kind)
    wanted = [column(record) for column in table.columns.values()]
    wrong = [name for name, is_, should in zip(table.columns, columns, wanted, strict=False) if is_ != should]
    return f"The record is sound, but not its columns: {', '.join(wrong)}." if wrong else ""


def _fetch(db: apsw.Connection, sql: str, key: Any) -> tuple[Any, str]:
    """Read one row; None and the reason where there is none."""
    try:
        row = db.execute(sql, (key,)).fetchone()
    except _UNREADABLE as error:
        return None, f"It cannot be read: {error}."
    return row, "" if row else _MISSING


def _all(db: apsw.Connection, sql: str) -> Iterator[Any]:
    """Read rows until something cannot be read; what is behind is found by other ways, or reported by SQLite."""
    try:
        yield from db.execute(sql)
    except _UNREADABLE:
        return


def _keys(db: apsw.Connection, table: str, index: str, key: str = "n", where: str = "") -> list[Any]:
    """Give the keys that a table or one of its indexes knows."""
    found = {key for (key,) in _all(db, f"SELECT {key} FROM {table} NOT INDEXED {where}")}
    found |= {key for (key,) in _all(db, f"SELECT {key} FROM {table} INDEXED BY {index} {where}")}
    return sorted(found, key=lambda key: (str(type(key)), key))


def _check_issues(db: apsw.Connection) -> Iterator[Problem]:
    """Check the issues."""
    for row in _keys(db, "issue", "sqlite_autoindex_issue_1"):
        values, message = _fetch(db, "SELECT record, sha, document, ordinal FROM issue WHERE n = ?", row)
        if values is not None:
            text, sha, *placed = values
            is_sound = isinstance(text, str) and digest(text, tuple(placed)) == sha
            message = "" if is_sound else "The record is not what was written."
        if message:
            yield Problem(noun="issue", row=row, message=message)


def _check_documents(db: apsw.Connection) -> Iterator[Problem]:
    """Check the account: each report has a document, and its state is true."""
    keys = set(_keys(db, "document", "document_by_state", "id"))
    keys |= {key for (key,) in _all(db, "SELECT id FROM report INDEXED BY sqlite_autoindex_report_1")}
    for key in sorted(map(str, keys)):
        values, message = _fetch(
            db, "SELECT id, reading, state, source, fetched, arrivals, sha FROM document WHERE id = ?", key
        )
        if values is not None:
            message = _document_fault(db, values)
        if message:
            yield Problem(noun="document", id=key, message=message)


def _document_fault(db: apsw.Connection, values: tuple[Any, ...]) -> str:
    """Say what is wrong with a document; "" = nothing."""
    *fields, sha = values
    try:
        document = msgspec.convert(dict(zip(Document.__struct_fields__, fields, strict=True)), Document)
    except msgspec.ValidationError:
        return "The account of it is not what was written."
    if digest(encode(document)) != sha:
        return "The account of it is not what was written."
    sql = "SELECT EXISTS (SELECT 1 FROM claim WHERE reading = ?)"
    claims, message = _fetch(db, sql, document.reading)
    if claims and bool(claims[0]) != (document.state == "coded"):
        return f"Its state is {document.state}, which its claims do not bear out."
    return message
