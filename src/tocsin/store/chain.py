"""Commits: each one names the rows it added and the commit before it, so that a missing row is seen."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import apsw
import msgspec

from tocsin.store.connection import transaction
from tocsin.store.head import START, Head, Mark, check_head, read_head
from tocsin.store.schema import APPENDED, DERIVED

Content = dict[str, tuple[int, str]]
"""Table to its last row number (for derived tables: the number of rows), and the digest of the rows' digests."""


class Link(msgspec.Struct, frozen=True):
    """One commit."""

    number: int
    """From 1."""
    kind: str
    """"added": rows of evidence or ledger; "derived": derived tables were replaced."""
    content: str
    """`Content` as JSON: only the tables that changed."""
    previous: str
    """Digest of the commit before; "" for the first."""
    digest: str
    """SHA-256 over all of the above."""

    def tables(self) -> Content:
        """Read `content`."""
        return msgspec.json.decode(self.content, type=Content)


def make_link(number: int, kind: str, content: Content, previous: str) -> Link:
    """Make a commit.

    Args:
        number: its number.
        kind: see `Link`.
        content: what it holds.
        previous: digest of the one before.

    Returns:
        The commit with its digest.
    """
    text = json.dumps(content, sort_keys=True)
    return Link(number, kind, text, previous, link_digest(number, kind, text, previous))


def link_digest(number: int, kind: str, content: str, previous: str) -> str:
    """Give the digest of a commit."""
    return hashlib.sha256(f"{number} {kind} {content} {previous}".encode()).hexdigest()


def last_link(db: apsw.Connection) -> Link | None:
    """Give the newest commit; None where there is none."""
    row = db.execute("SELECT n, kind, content, previous, digest FROM chain ORDER BY n DESC LIMIT 1").get
    return Link(*row) if row else None


def rows_digest(db: apsw.Connection, table: str, after: int) -> tuple[int, str] | None:
    """Sum up the rows of a table behind a number.

    Args:
        db: the connection.
        table: its name.
        after: rows with greater numbers count.

    Returns:
        The last row's number, and the SHA-256 over the rows' digests in order; None where there is no row.
    """
    total = hashlib.sha256()
    rows = 0
    for (sha,) in db.execute(f"SELECT sha FROM {table} WHERE n > ? ORDER BY n", (after,)):
        total.update(sha.encode())
        rows += 1
    return (after + rows, total.hexdigest()) if rows else None


def last_row(db: apsw.Connection, table: str) -> int:
    """Give the number of the last row of a table; 0 where it is empty."""
    return int(db.execute(f"SELECT ifnull(max(n), 0) FROM {table}").get)


@contextlib.contextmanager
def commit(db: apsw.Connection, path: Path, head: Head, kind: str = "added") -> Iterator[int]:
    """Write rows in one transaction, link it into the chain and sync the head.

    Args:
        db: connection open for writing.
        path: the store.
        head: its head file.
        kind: see `Link`.

    Yields:
        The number of the commit, for the column `chain`. Where nothing was added to the chained tables, the
        transaction is kept and no commit is counted.

    Raises:
        StoreDamaged: the store is not the one that the head speaks of.
    """
    with head.locked():
        with transaction(db, write=True):
            last = last_link(db)
            mark = Mark(last.number, last.digest) if last else START
            known = read_head(path)
            found = db.execute("SELECT digest FROM chain WHERE n = ?", (known.number if known else 0,)).get
            check_head(path, known, mark.number, found)
            before = (
                dict.fromkeys(DERIVED, 0) if kind == "derived" else {t: last_row(db, t) for t in APPENDED}
            )
            yield mark.number + 1
            found = {table: rows_digest(db, table, after) for table, after in before.items()}
            content = {table: rows for table, rows in found.items() if rows}
            if content or kind == "derived":
                link = make_link(mark.number + 1, kind, content, mark.digest)
                db.execute("INSERT INTO chain VALUES (?, ?, ?, ?, ?)", msgspec.structs.astuple(link))
                mark = Mark(link.number, link.digest)
        if mark not in {known, START}:
            head.write(mark)
