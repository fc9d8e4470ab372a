"""Store: keeps reports and claims, what is derived from them, and the ledger of what was decided, in one file.

`open_store(path)` opens it. Evidence and ledger are only added to, derived records are replaced as a whole. The
same content gives the same dump, in whatever order and however often it arrived. `docs/store.md` tells the rest.
"""

import os
from pathlib import Path

from tocsin.store.account import Account as Account
from tocsin.store.checks import Problem as Problem
from tocsin.store.search import Hit as Hit
from tocsin.store.store import Store as Store


def open_store(path: str | os.PathLike[str], *, write: bool = False) -> Store:
    """Open a store.

    Args:
        path: the file; beside it lie `-wal` and `-shm` while it is open, and `.head`, which belongs to it.
        write: to add to it; made where it is missing. Several writers take turns, readers never wait.

    Returns:
        The store; use it with `with`.

    Raises:
        SchemaTooNew: a newer tocsin made it.
        StoreDamaged: it is damaged.
        StoreError: it is not there, cannot be opened, or is no store.
    """
    return Store(Path(path).resolve(), write=write)


def is_store(path: str | os.PathLike[str]) -> bool:
    """Say whether a file is an SQLite database, as every store is.

    Args:
        path: the file.

    Returns:
        Whether it begins as SQLite files do (sqlite.org/fileformat.html, section 1.3).

    Raises:
        OSError: it cannot be read.
    """
    with Path(path).open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
