"""Columns: the few values of every record by which people narrow lists, without the records themselves.

Each function walks an index of the store where there is one that holds what is asked for: of a million claims the
indexes are some tens of MiB, the records more than a GiB.
"""

from collections.abc import Iterator

import apsw
import msgspec

from tocsin.store.schema import SCORE


class Placed(msgspec.Struct, frozen=True):
    """Where an incident happened."""

    place: str = ""
    """Gazetteer id."""
    country: str = ""
    """ISO 3166 alpha-3 code."""
    precision: str | None = None
    """How narrowly it is known."""


class Told(msgspec.Struct, frozen=True):
    """What is taken from the record of an incident."""

    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    target_class: str = "other"
    where: Placed = Placed()
    background: bool = False


class IncidentRow(msgspec.Struct, frozen=True):
    """An incident in the columns."""

    row: int
    id: str
    event_type: str
    standing: str
    first: str
    """First day; "" = unknown."""
    last: str
    told: Told


class ReportRow(msgspec.Struct, frozen=True):
    """A report in the columns."""

    row: int
    outlet: str
    lang: str
    published: str
    """Day of publication; "" = unknown."""


def incident_rows(db: apsw.Connection) -> Iterator[IncidentRow]:
    """Walk the incidents."""
    decoder = msgspec.json.Decoder(Told)
    for row, key, kind, standing, first, last, record in db.execute(
        "SELECT n, id, event_type, standing, ifnull(first, ''), ifnull(last, ''), record FROM incident"
    ):
        yield IncidentRow(row, key, kind, standing, first, last, decoder.decode(record))


def report_rows(db: apsw.Connection) -> Iterator[ReportRow]:
    """Walk the readings of reports that count."""
    for row in db.execute(
        "SELECT r.n, r.outlet, r.lang, ifnull(r.published, '') FROM report r JOIN document d ON d.reading = r.n"
    ):
        yield ReportRow(*row)


def claim_readings(db: apsw.Connection) -> Iterator[tuple[int, int]]:
    """Walk the claims: row, and row of the reading of their report."""
    yield from db.execute("SELECT n, reading FROM claim INDEXED BY claim_by_reading")


def claim_kinds(db: apsw.Connection) -> Iterator[tuple[int, str, str]]:
    """Walk the claims: row, type and factuality."""
    yield from db.execute("SELECT n, event_type, factuality FROM claim INDEXED BY claim_by_type")


def claim_scores(db: apsw.Connection) -> Iterator[tuple[int, float | None]]:
    """Walk the claims: row, and how sure the reader is, 0 to 1; None = it did not say."""
    yield from db.execute(f"SELECT n, {SCORE} FROM claim INDEXED BY claim_by_score")


def claim_ids(db: apsw.Connection) -> Iterator[tuple[int, str]]:
    """Walk the claims: row and id."""
    yield from db.execute("SELECT n, id FROM claim INDEXED BY claim_by_id")


def incident_claims(db: apsw.Connection) -> Iterator[tuple[str, str]]:
    """Walk the claims that belong to incidents: id of the claim, id of the incident."""
    yield from db.execute("SELECT claim, incident FROM incident_claim")
