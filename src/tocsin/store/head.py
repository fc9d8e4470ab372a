"""The head file beside a store: the newest commit, synced by itself, and the lock that writers queue at.

SQLite drops all of its log behind a damaged byte without a word (note on reliability, section 1.7). The head says
what must be there. It is written after the commit: a store one commit newer than its head is what a crash leaves.
"""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tocsin.errors import StoreDamaged, StoreError


class Mark(msgspec.Struct, frozen=True):
    """A commit: its number, and the digest of it and all before it."""

    number: int
    """From 1; 0 = nothing was committed yet."""
    digest: str
    """64 hex digits; "" = nothing was committed yet."""


START = Mark(0, "")
"""Before the first commit."""


def head_path(store: Path) -> Path:
    """Say where the head file of a store lies."""
    return store.with_name(store.name + ".head")


def _line(mark: Mark) -> bytes:
    """Write a mark in 128 bytes, so that it is always overwritten whole and needs no room on a full disk."""
    words = f"tocsin store head {mark.number:012d} {mark.digest}"
    check = hashlib.sha256(words.encode()).hexdigest()[:8]
    return f"{words} {check}".ljust(127).encode() + b"\n"


def read_head(store: Path) -> Mark | None:
    """Read the head file.

    Args:
        store: path of the store.

    Returns:
        The newest commit that was acknowledged; None where there is no head file yet.

    Raises:
        StoreDamaged: the file is not what was written.
    """
    try:
        line = head_path(store).read_bytes()
    except FileNotFoundError:
        return None
    if not line:
        return None
    words = line.decode(errors="replace").split()
    if len(words) == 6 and words[3].isdecimal():
        mark = Mark(int(words[3]), words[4])
        if _line(mark) == line:
            return mark
    message = f"{head_path(store)} is damaged. {_advice(store)}"
    raise StoreDamaged(message)


def _advice(store: Path) -> str:
    return (
        f"Run `tocsin verify --store {store}`; restore both files from a backup, or, to go on with what is there, "
        f"delete {head_path(store).name}."
    )


def check_head(store: Path, head: Mark | None, last: int, found: str | None) -> None:
    """Make sure that the store holds all that the head says.

    Args:
        store: path of the store, for messages.
        head: what the head file says; None = there is none yet.
        last: number of the newest commit of the store.
        found: digest of the store's commit that has the head's number; None = it has none.

    Raises:
        StoreDamaged: commits are missing, or are others.
    """
    if head is None or found == head.digest:
        return
    if head.number > last:
        what = f"The newest {head.number - last} commits of {store} are lost"
    else:
        what = f"{store} and {head_path(store).name} do not belong together"
    message = f"{what}. {_advice(store)}"
    raise StoreDamaged(message)


class Head:
    """The head file of a store opened for writing."""

    def __init__(self, store: Path) -> None:
        """Open the file, and make it where it is missing."""
        try:
            self._file = os.open(head_path(store), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            message = f"{head_path(store)} cannot be written: {error.strerror}."
            raise StoreError(message) from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Wait for the other writers, and keep them out."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def write(self, mark: Mark) -> None:
        """Write the newest commit and wait until it is on the disk."""
        os.pwrite(self._file, _line(mark), 0)
        os.fdatasync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
