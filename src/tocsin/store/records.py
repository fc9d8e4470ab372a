"""Reading the store: records in an order that does not hang on that of their arrival."""

import datetime as dt
from collections.abc import Iterator
from typing import TextIO

import apsw
import msgspec

from tocsin.model import Claim, Coded, Commitment, History, Incident, Issue, Report, Translation
from tocsin.store.connection import transaction
from tocsin.store.rows import TABLES, decode, encode

LEDGER = ("status_change", "assessment", "forecast", "review", "tombstone")
"""Nouns of the ledger, as `ledger` takes them."""

_VERSIONS = """SELECT r.n, lag(r.id) OVER (PARTITION BY outlet, url ORDER BY
  julianday(ifnull(json_extract(record, '$.published_at'), published)) NULLS LAST, d.fetched NULLS LAST, r.id)
  AS replaces FROM report r JOIN document d ON d.reading = r.n WHERE url <> ''"""
"""A report replaces the one that the same outlet published at the same address before: by day or moment of
publication, then by the day it was fetched; where both are equal or unknown, by id."""


def _select(versions: str = _VERSIONS) -> str:
    """Write the statement that reads reports for `full`, up to its conditions."""
    return f"""SELECT r.record, r.sha, d.source, d.fetched, v.replaces, nullif(o.origin, r.id)
      FROM report r JOIN document d ON d.reading = r.n LEFT JOIN ({versions}) v ON v.n = r.n
      LEFT JOIN origin o ON o.id = r.id"""


_BY_DAY = "r.published NULLS LAST, r.id"


def full(row: tuple[str, str, str, str | None, str | None, str | None]) -> Report:
    """Make a report of its record and of what is known beside it.

    Args:
        row: record, digest, source, moment of fetching, id of the version before, id of the original.

    Returns:
        The report.
    """
    text, sha, source, fetched, replaces, copy_of = row
    report: Report = decode(Report, text, sha)
    return msgspec.structs.replace(
        report,
        source=source,
        fetched=dt.datetime.fromisoformat(fetched) if fetched else None,
        replaces=replaces or "",
        copy_of=copy_of or "",
    )


def reports(db: apsw.Connection, until: dt.date | None = None) -> Iterator[Report]:
    """Give the reports by day of publication (unknown days last), then id.

    Args:
        db: the connection.
        until: only those known to be published by this day; None = all.

    Yields:
        Reports, with `source`, `fetched`, `replaces` and `copy_of` filled in.
    """
    day = until.isoformat() if until else None
    where = "" if day is None else "WHERE r.published <= ?"
    bound = () if day is None else (day,)
    for row in db.execute(f"{_select()} {where} ORDER BY {_BY_DAY}", bound):
        yield full(row)


def one_report(db: apsw.Connection, row: int) -> Report:
    """Give the report of a row, as `reports` gives it."""
    versions = f"{_VERSIONS} AND (outlet, url) = (SELECT outlet, url FROM report WHERE n = ?1)"
    [found] = db.execute(f"{_select(versions)} WHERE r.n = ?1", (row,))
    return full(found)


def waiting(db: apsw.Connection) -> list[Report]:
    """Give the reports that were kept but not read yet, in the order of `reports`, without `replaces`."""
    select = _select(f"{_VERSIONS} AND FALSE")
    return [full(row) for row in db.execute(f"{select} WHERE d.state = 'pending' ORDER BY {_BY_DAY}")]


def one_coded(db: apsw.Connection, key: str) -> Coded | None:
    """Give all that was read of one report, of one moment.

    Args:
        db: the connection.
        key: id of the report.

    Returns:
        Report, its translations and claims in the order of the text, and issues; of two translations of a segment the
        later one. None where there is no such report.
    """
    with transaction(db):
        row = db.execute("SELECT reading FROM document WHERE id = ? AND reading IS NOT NULL", (key,)).get
        if row is None:
            return None
        report = one_report(db, row)
        said = db.execute(
            "SELECT record, sha, reading, ordinal FROM claim WHERE reading = ? ORDER BY ordinal", (row,)
        )
        raised = db.execute(
            "SELECT record, sha, document, ordinal FROM issue WHERE document = ? ORDER BY ordinal", (key,)
        )
        found: list[Issue] = [decode(Issue, text, sha, tuple(placed)) for text, sha, *placed in raised]
        return Coded(
            report=report,
            claims=tuple(decode(Claim, text, sha, tuple(placed)) for text, sha, *placed in said),
            issues=tuple(msgspec.structs.replace(issue, source=report.source) for issue in found),
            translations=_newest(db, key),
        )


def _newest(db: apsw.Connection, report: str) -> tuple[Translation, ...]:
    """Give the newest translation of each segment of a report."""
    rows = db.execute("SELECT record, sha FROM translation WHERE report = ? ORDER BY n", (report,))
    found: dict[int, Translation] = {}
    for row in rows:
        one: Translation = decode(Translation, *row)
        found[one.span.start] = one
    return tuple(found[start] for start in sorted(found))


def translations(db: apsw.Connection) -> Iterator[Translation]:
    """Give all translations by report, then id."""
    for row in db.execute("SELECT record, sha FROM translation ORDER BY report, id, sha"):
        yield decode(Translation, *row)


def claims(db: apsw.Connection, until: dt.date | None = None) -> Iterator[Claim]:
    """Give the claims in the order of their reports, then of the text; `until` as in `reports`."""
    where = "" if until is None else "WHERE r.published <= ?"
    bound = () if until is None else (until.isoformat(),)
    for text, sha, reading, ordinal in db.execute(
        "SELECT c.record, c.sha, c.reading, c.ordinal FROM report r CROSS JOIN document d ON d.reading = r.n "
        f"CROSS JOIN claim c ON c.reading = r.n {where} ORDER BY {_BY_DAY}, c.ordinal",
        bound,
    ):
        yield decode(Claim, text, sha, (reading, ordinal))


def incidents(db: apsw.Connection) -> Iterator[Incident]:
    """Give the incidents in the order of their founding claims."""
    for text, sha in db.execute(
        "SELECT i.record, i.sha FROM incident i LEFT JOIN (claim c JOIN document d ON d.reading = c.reading "
        f"JOIN report r ON r.n = c.reading) ON c.id = i.founding ORDER BY {_BY_DAY}, c.ordinal, i.id"
    ):
        yield decode(Incident, text, sha)


def commitments(db: apsw.Connection) -> Iterator[Commitment]:
    """Give the commitments by the day they were founded (unknown days last), then id."""
    for text, sha in db.execute("SELECT record, sha FROM commitment ORDER BY founded NULLS LAST, id"):
        yield decode(Commitment, text, sha)


def origins(db: apsw.Connection) -> dict[str, str]:
    """Give the origin of every report of which one was derived: report id to report id."""
    table = TABLES["origin"]
    rows = db.execute("SELECT record, sha FROM origin ORDER BY id")
    return {origin.id: origin.origin for origin in (decode(table.kind, *row) for row in rows)}


def ledger(db: apsw.Connection, noun: str) -> Iterator[msgspec.Struct]:
    """Give the rows of a ledger in the order in which they were made.

    Args:
        db: the connection.
        noun: one of `LEDGER`.

    Yields:
        Records; rows that a later one supersedes too.
    """
    table = TABLES[noun]
    for text, sha in db.execute(f"SELECT record, sha FROM {noun} ORDER BY made, id, sha"):
        yield decode(table.kind, text, sha)


def issues(db: apsw.Connection) -> Iterator[Issue]:
    """Give the issues by document, then in the order in which they were raised."""
    for text, sha, document, ordinal, source in db.execute(
        "SELECT i.record, i.sha, i.document, i.ordinal, d.source FROM issue i LEFT JOIN document d "
        "ON d.id = i.document ORDER BY i.document, i.ordinal, i.sha"
    ):
        issue: Issue = decode(Issue, text, sha, (document, ordinal))
        yield msgspec.structs.replace(issue, source=source) if issue.report else issue


def history(db: apsw.Connection, until: dt.date | None) -> History:
    """Gather everything known up to a day.

    Args:
        db: the connection.
        until: the day; None = all. With a day, reports of unknown date are left out, and so is every incident
            that a later report had a hand in: link the claims again to know what was known of it then.

    Returns:
        The history, of one moment.
    """
    with transaction(db):
        found = {report.id: report for report in reports(db, until)}
        said = {claim.id: claim for claim in claims(db, until)}
        derived = origins(db)
        return History(
            reports=found,
            claims=said,
            incidents={
                incident.id: incident
                for incident in incidents(db)
                if until is None or all(claim in said for claim in incident.claims)
            },
            origins={report: derived.get(report, report) for report in found},
        )


def dump(db: apsw.Connection, out: TextIO) -> int:
    """Write everything as native JSON lines, without a header: equal content gives equal bytes.

    Args:
        db: the connection.
        out: where to.

    Returns:
        The number of lines.
    """
    lines = 0
    with transaction(db):
        nouns = (reports(db), translations(db), issues(db), claims(db), incidents(db), commitments(db))
        for records in (*nouns, *(ledger(db, noun) for noun in LEDGER)):
            for record in records:
                out.write(encode(record) + "\n")
                lines += 1
    return lines
