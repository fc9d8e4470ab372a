"""Connections: how the file is opened, and what SQLite's errors mean for the user."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import apsw

from tocsin.errors import StoreDamaged, StoreError
from tocsin.store.head import Head
from tocsin.store.schema import MIGRATIONS, check_version, migrate

OLDEST_SQLITE = 3_051_003
"""3.51.3: older ones can damage a store that two connections write to (sqlite.org/wal.html, the WAL-reset bug)."""

WAIT_MS = 60_000
"""How long to wait for another connection; writers queue at the head file and never come to this."""


def check_sqlite(number: int) -> None:
    """Refuse an SQLite that can damage a store.

    Args:
        number: version as SQLite gives it, 3051003 for 3.51.3.

    Raises:
        StoreError: it is too old.
    """
    if number < OLDEST_SQLITE:
        version = f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
        message = (
            f"SQLite {version} can damage a store; 3.51.3 or later is needed. Run: pip install --upgrade apsw"
        )
        raise StoreError(message)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do.

    Args:
        path: the store, for messages.

    Raises:
        StoreError: the store cannot be used.
        StoreDamaged: it is damaged.
    """
    try:
        yield
    except apsw.FullError as error:
        raise StoreError(_full(path)) from error
    except OSError as error:  # of the head file
        is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        message = _full(path) if is_full else f"{path} cannot be used: {error.strerror}. Check the disk."
        raise StoreError(message) from error
    except (apsw.CorruptError, apsw.NotADBError, UnicodeDecodeError) as error:
        message = f"{path} is damaged, or is no store ({error}). `tocsin verify --store {path}` lists what is damaged."
        raise StoreDamaged(message) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        message = f"{path} stayed locked for {WAIT_MS // 1000} seconds: close the program that holds it."
        raise StoreError(message) from error
    except (apsw.IOError, apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        message = f"{path} cannot be used ({error}). Check the disk, and that you may write in its folder."
        raise StoreError(message) from error


def _full(path: Path) -> str:
    return (
        f"The disk is full: {path} took no more. All that was committed is kept. Free some space (64 MiB or "
        "more) and run the same command again: it goes on where it stopped."
    )


def connect(path: Path, *, write: bool) -> apsw.Connection:
    """Open the file of a store.

    Args:
        path: where it lies.
        write: rows are to be written; the file is made where it is missing.

    Returns:
        The connection; nothing was looked at yet.

    Raises:
        StoreError: there is none, or it cannot be opened.
    """
    check_sqlite(sqlite_number())
    if not path.exists():
        if not write:
            message = f"There is no store at {path}. `tocsin ingest SOURCE --store {path}` makes one."
            raise StoreError(message)
        _make_file(path)
    flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
    db = apsw.Connection(str(path), flags=flags)
    db.set_busy_timeout(WAIT_MS)
    db.pragma("cell_size_check", 1)
    db.pragma("foreign_keys", 1)
    db.pragma("recursive_triggers", 1)
    return db


def sqlite_number() -> int:
    """Give the version of SQLite as one number, 3051003 for 3.51.3."""
    major, minor, patch = (*map(int, apsw.sqlite_lib_version().split(".")), 0)[:3]
    return major * 1_000_000 + minor * 1000 + patch


def _make_file(path: Path) -> None:
    """Make an empty file that only its owner may read (note on reliability, section 6.10)."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        message = f"{path} cannot be made: {error.strerror}. Give a path in a folder that exists."
        raise StoreError(message) from error


def prepare(db: apsw.Connection, path: Path, head: Head | None) -> None:
    """Set up a connection, and bring the tables up to date.

    Args:
        db: the connection.
        path: the store, for messages.
        head: its head file where it is open for writing; None = for reading only.

    Raises:
        SchemaTooNew: a newer program made the store.
        StoreError: it is no store, or one that an older program made and that is open for reading only.
    """
    db.execute("SELECT 1 FROM sqlite_schema").fetchall()  # a damaged schema shows now, not in mid-work
    version = check_version(db, str(path))
    if head is None:
        if version < len(MIGRATIONS):
            message = (
                f"{path} holds nothing yet, or an older tocsin made it. `tocsin ingest SOURCE --store {path}` "
                "brings it up to date."
            )
            raise StoreError(message)
        return
    with head.locked():
        db.pragma("journal_mode", "wal")
        db.pragma("synchronous", "full")
        with transaction(db, write=True):
            version = check_version(db, str(path))
            if version < len(MIGRATIONS):
                migrate(db, version)


@contextlib.contextmanager
def transaction(db: apsw.Connection, *, write: bool = False) -> Iterator[None]:
    """Do all or nothing; what is read inside belongs to one moment.

    Args:
        db: the connection; inside another transaction this one is part of it.
        write: take the right to write at once.
    """
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
        if write:
            db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
