"""The account: every document that arrived is in exactly one state."""

import hashlib
from typing import Literal

import apsw
import msgspec

from tocsin.store.rows import digest, encode

State = Literal["coded", "no_event", "quarantined", "failed", "pending"]
"""coded: it has claims; no_event: read to the end, nothing to code; quarantined: put aside for another try; failed:
no report could be made of it; pending: kept, but not read yet."""

UNSETTLED = frozenset({"pending", "quarantined", "failed"})
"""States that a later reading may still change."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Where all that arrived has gone: arrivals == repeats + distinct, and distinct == the five states together.

    That of a store counts documents. That of a run counts arrivals of this run: a document which was put aside
    and is tried again is no repeat.
    """

    arrivals: int = 0
    """Documents that came in."""
    repeats: int = 0
    """Of these, known already."""
    coded: int = 0
    """Reports with claims."""
    no_event: int = 0
    """Reports with nothing to code."""
    quarantined: int = 0
    """Put aside for another try."""
    failed: int = 0
    """Inputs of which no report could be made."""
    pending: int = 0
    """Kept, not read yet; in the account of `settle` negative: so many fewer."""
    claims: int = 0
    """Claims of the coded reports."""

    @property
    def distinct(self) -> int:
        """Documents, each counted once."""
        return self.coded + self.no_event + self.quarantined + self.failed + self.pending

    def __add__(self, other: "Account") -> "Account":
        """Add two accounts, field by field."""
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Account(**dict(zip(self.__struct_fields__, (a + b for a, b in pairs), strict=True)))


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that arrived: the only rows, beside issues, that change."""

    id: str
    """Id of the report; "x_" and 16 hex digits over source and code for inputs of which none could be made."""
    reading: int | None
    """Row of the report as it counts; None = there is none."""
    state: State
    """Where it is."""
    source: str
    """Where it was read from; of several the first in the alphabet, so that the order of arrival does not matter."""
    fetched: str | None
    """When it was first fetched, ISO 8601; None = read from a file."""
    arrivals: int
    """How often it came in."""


def unread_id(source: str, code: str) -> str:
    """Name an input of which no report could be made."""
    return "x_" + hashlib.sha256(f"{source}\0{code}".encode()).hexdigest()[:16]


def find_document(db: apsw.Connection, key: str) -> Document | None:
    """Look a document up by its id."""
    row = db.execute(
        "SELECT id, reading, state, source, fetched, arrivals FROM document WHERE id = ?", (key,)
    ).fetchone()
    return msgspec.convert(dict(zip(Document.__struct_fields__, row, strict=True)), Document) if row else None


def keep_document(db: apsw.Connection, document: Document) -> None:
    """Write a document, new or changed."""
    db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET reading = "
        "excluded.reading, state = excluded.state, source = excluded.source, fetched = excluded.fetched, "
        "arrivals = excluded.arrivals, sha = excluded.sha",
        (*msgspec.structs.astuple(document), digest(encode(document))),
    )


def sum_up(db: apsw.Connection) -> Account:
    """Give the account of a store."""
    states = dict(db.execute("SELECT state, count(*) FROM document GROUP BY state"))
    arrivals, distinct = db.execute("SELECT ifnull(sum(arrivals), 0), count(*) FROM document").fetchone() or (
        0,
        0,
    )
    claims = db.execute("SELECT count(*) FROM document JOIN claim USING (reading)").get
    return Account(arrivals=arrivals, repeats=arrivals - distinct, claims=claims, **states)
