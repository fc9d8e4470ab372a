"""The store: one file that keeps what was read, and what was derived and decided."""

import contextlib
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO, TypeVar

from tocsin.errors import StoreError
from tocsin.model import (
    Assessment,
    Claim,
    Coded,
    Commitment,
    Forecast,
    History,
    Incident,
    Issue,
    Report,
    Review,
    StatusChange,
    Tombstone,
    Translation,
)
from tocsin.store import records
from tocsin.store.account import Account, sum_up
from tocsin.store.chain import commit
from tocsin.store.checks import Problem, verify
from tocsin.store.connection import connect, explained, prepare, transaction
from tocsin.store.head import Head
from tocsin.store.intake import Intake
from tocsin.store.rows import TABLE_OF, TABLES, Origin, insert_sql, row_of
from tocsin.store.schema import DERIVED, index_incidents
from tocsin.store.search import Hit, search
from tocsin.store.views import Views

T = TypeVar("T")

LedgerRow = StatusChange | Assessment | Forecast | Tombstone
"""What `Store.add_ledger` takes."""

Derived = tuple[Iterable[Incident], Iterable[Commitment], Mapping[str, str]]
"""Incidents, commitments, and report id to id of its origin."""

BATCH = 200
"""Documents a commit: at 182 synced commits a second (note on the stack, section 2) the sync is no longer felt."""


class Store:
    """A store; made by `open_store`. Other processes may read and write at the same time; one object serves one thread."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Open the file: see `open_store`."""
        self.path = path
        self._head: Head | None = None
        with explained(path), contextlib.ExitStack() as undo:
            self._db = connect(path, write=write)
            undo.callback(self.close)
            self._head = Head(path) if write else None
            prepare(self._db, path, self._head)
            undo.pop_all()

    def __enter__(self) -> Self:
        """Give the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close the files; what was added is on the disk already."""
        self._db.close()
        if self._head:
            self._head.close()
            self._head = None

    @property
    def views(self) -> Views:
        """Pages of the store, for people to look at."""
        return Views(self._db)

    # ------------------------------------------------------------------ writing

    def add(self, coded: Iterable[Coded], *, batch: int = BATCH) -> Account:
        """Keep what was read, each document once; every batch is on the disk before the next is asked for.

        Args:
            coded: what was read, for example of `Coder.stream`.
            batch: documents a commit, >= 1.

        Returns:
            The account of this call.
        """
        return self._take(coded, batch, Intake.add)

    def accept(self, inputs: Iterable[Report | Issue]) -> tuple[Account, list[Report]]:
        """Keep reports before they are read, in one commit: those not read yet are pending.

        Args:
            inputs: reports, and issues for inputs of which none could be made.

        Returns:
            The account of this call, and the reports to be read and given to `settle`: not those known already.
        """
        account, wanted, arrived = Account(), [], list(inputs)
        with self._commit() as number:
            intake = Intake(self._db, number)
            for given in arrived:
                if isinstance(given, Issue):
                    account += intake.add(Coded(report=None, issues=(given,)))
                    continue
                more, is_wanted = intake.accept(given)
                account += more
                if is_wanted:
                    wanted.append(given)
        return account, wanted

    def settle(self, coded: Iterable[Coded], *, batch: int = BATCH) -> Account:
        """Keep what was read of reports that were accepted.

        Args:
            coded: what was read of each.
            batch: documents a commit, >= 1.

        Returns:
            The account of this call; `pending` is negative.
        """
        return self._take(coded, batch, Intake.settle)

    def add_ledger(self, rows: Iterable[LedgerRow]) -> int:
        """Append rows to the ledger in one commit; a row that is there already is passed over.

        Args:
            rows: status changes, assessments, forecasts, tombstones.

        Returns:
            How many were new.
        """
        return self._append(rows)

    def add_reviews(self, rows: Iterable[Review]) -> int:
        """Append what people decided, in one commit; a review that is there already is passed over.

        Args:
            rows: the reviews.

        Returns:
            How many were new.
        """
        return self._append(rows)

    def replace_derived(
        self,
        incidents: Iterable[Incident],
        commitments: Iterable[Commitment],
        origins: Mapping[str, str],
    ) -> None:
        """Put what was derived in the place of what was derived before, in one commit.

        Args:
            incidents: all incidents.
            commitments: all commitments.
            origins: report id to the id of the report it is a copy of, or its own.
        """
        rows: dict[str, list[Any]] = {
            "incident": sorted(incidents, key=lambda incident: incident.id),
            "commitment": sorted(commitments, key=lambda commitment: commitment.id),
            "origin": [Origin(id=report, origin=origin) for report, origin in sorted(origins.items())],
        }
        with self._commit("derived"):
            for noun in DERIVED:
                self._db.execute(f"DELETE FROM {noun}")
                self._db.executemany(insert_sql(TABLES[noun], chain=None), map(row_of, rows[noun]))
            index_incidents(self._db)

    def rebuild(self, derive: Callable[[History], Derived]) -> None:
        """Derive everything anew from the evidence: the same evidence gives the same store.

        Args:
            derive: gives incidents, commitments, and origins of reports as `replace_derived` takes them.
        """
        self.replace_derived(*derive(self.history()))

    def _take(self, coded: Iterable[Coded], batch: int, take: Callable[[Intake, Coded], Account]) -> Account:
        """Take in documents batch by batch; nothing is locked while the next batch is being read."""
        account = Account()
        units = iter(coded)
        while group := list(itertools.islice(units, batch)):
            with self._commit() as number:
                intake = Intake(self._db, number)
                account = sum((take(intake, unit) for unit in group), account)
        return account

    def _append(self, rows: Iterable[Any]) -> int:
        """Append rows of the ledger."""
        given = list(rows)
        with self._commit() as number:
            before = self._db.total_changes()
            for row in given:
                table = TABLE_OF[type(row)]
                self._db.execute(insert_sql(table, chain=number, ignore=True), row_of(row))
            return self._db.total_changes() - before

    @contextlib.contextmanager
    def _commit(self, kind: str = "added") -> Iterator[int]:
        """Begin a commit, if the store was opened for writing."""
        if self._head is None:
            message = f"{self.path} was opened for reading: open it with write=True to add to it."
            raise StoreError(message)
        with explained(self.path), commit(self._db, self.path, self._head, kind) as number:
            yield number

    # ------------------------------------------------------------------ reading

    def history(self, until: dt.date | None = None) -> History:
        """Gather everything known up to a day: see `tocsin.store.records.history`."""
        with explained(self.path):
            return records.history(self._db, until)

    def reports(self) -> Iterator[Report]:
        """Give the reports by day of publication (unknown days last), then id."""
        return self._read(records.reports(self._db))

    def claims(self) -> Iterator[Claim]:
        """Give the claims in the order of their reports, then of the text."""
        return self._read(records.claims(self._db))

    def translations(self) -> Iterator[Translation]:
        """Give the translations by report, then id, those too that a later one supersedes."""
        return self._read(records.translations(self._db))

    def coded(self, report: str) -> Coded | None:
        """Give all that was read of one report; None where there is no report of this id."""
        with explained(self.path):
            return records.one_coded(self._db, report)

    def incidents(self) -> Iterator[Incident]:
        """Give the incidents in the order of their founding claims."""
        return self._read(records.incidents(self._db))

    def commitments(self) -> Iterator[Commitment]:
        """Give the commitments by the day they were founded, then id."""
        return self._read(records.commitments(self._db))

    def issues(self) -> Iterator[Issue]:
        """Give the issues by document, then in the order in which they were raised."""
        return self._read(records.issues(self._db))

    def ledger(self, noun: str) -> Iterator[Any]:
        """Give the rows of a ledger in the order in which they were made, superseded ones too.

        Args:
            noun: status_change, assessment, forecast, review or tombstone.

        Returns:
            The records one by one.

        Raises:
            StoreError: there is no such ledger.
        """
        if noun not in records.LEDGER:
            message = f"There is no ledger {noun!r}; there are: {', '.join(records.LEDGER)}."
            raise StoreError(message)
        return self._read(records.ledger(self._db, noun))

    def waiting(self) -> list[Report]:
        """Give the reports that were kept but not read yet: those of a run that was cut off."""
        with explained(self.path):
            return records.waiting(self._db)

    def status(self) -> Account:
        """Give the account of all that ever arrived."""
        with explained(self.path), transaction(self._db):
            return sum_up(self._db)

    def search(self, words: str, *, limit: int = 20) -> list[Hit]:
        """Find reports and their claims by words: see `tocsin.store.search.search`."""
        with explained(self.path):
            return search(self._db, words, limit)

    def verify(self) -> Iterator[Problem]:
        """Check every record, every commit and the head: see `tocsin.store.checks.verify`."""
        return self._read(verify(self._db, self.path))

    def dump(self, out: TextIO) -> int:
        """Write everything as native JSON lines: equal content gives equal bytes.

        Args:
            out: where to.

        Returns:
            The number of lines.
        """
        with explained(self.path):
            return records.dump(self._db, out)

    def _read(self, rows: Iterator[T]) -> Iterator[T]:
        """Explain what goes wrong while rows are read."""
        with explained(self.path):
            yield from rows
