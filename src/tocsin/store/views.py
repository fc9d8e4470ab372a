"""Reading a store a page at a time: what a person looks at, without loading what he does not."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import apsw
import msgspec

from tocsin.model import Claim, Commitment, Incident, Report, Review
from tocsin.store.connection import transaction
from tocsin.store.records import one_report
from tocsin.store.rows import decode
from tocsin.store.search import query_of, terms

PAGE = 50
"""Rows of a page where no number is asked for."""
MOST = 500
"""Rows of a page at the most."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which incidents to show; an empty field does not narrow."""

    event_type: str = ""
    """PLOVER type."""
    standing: str = ""
    """reported, corroborated or attributed."""
    actor: str = ""
    """Id of an actor, or the beginning of one: "irq" finds all of Iraq; as actor or recipient."""
    country: str = ""
    """ISO 3166 alpha-3 code of the place."""
    place: str = ""
    """Gazetteer id of the place."""
    since: str = ""
    """First day, YYYY-MM-DD."""
    until: str = ""
    """Last day."""


class Rise(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents of one type in the last seven days, against the weeks before."""

    event_type: str
    week: int
    """Incidents of the last seven days."""
    month: float
    """Mean of the four weeks before, a week."""
    year: float
    """Mean of the 52 weeks before, a week; weeks before the first incident of the store are left out."""


class Views:
    """Pages of a store.

    Args:
        db: connection to it.
    """

    def __init__(self, db: apsw.Connection) -> None:
        """Keep the connection."""
        self._db = db

    def moment(self) -> int:
        """Give the number of the last commit: it grows with every change of the store."""
        return int(str(self._db.execute("SELECT ifnull(max(n), 0) FROM chain").get))

    @contextlib.contextmanager
    def at_one_moment(self) -> Iterator[apsw.Connection]:
        """Let all that is read inside belong to one moment."""
        with transaction(self._db):
            yield self._db

    def today(self) -> dt.date | None:
        """Give the day of the newest report; None where no day is known."""
        found = self._db.execute("SELECT max(published) FROM report").get
        return dt.date.fromisoformat(str(found)) if found else None

    def incidents(self, wanted: Wanted, after: str = "", limit: int = PAGE) -> tuple[list[Incident], str]:
        """Give a page of incidents, newest first.

        Args:
            wanted: which.
            after: where the last page ended, as this method gave it; "" = from the newest on.
            limit: how many, 1 to `MOST`.

        Returns:
            The incidents, and where the page ends; "" = there are no more. Incidents without a day come last.
        """
        where, bound = _where(wanted)
        day, _, key = after.partition("~")
        if after and day:
            where.append("(first < ? OR (first = ? AND id < ?) OR first IS NULL)")
            bound += [day, day, key]
        elif after:
            where.append("(first IS NULL AND id < ?)")
            bound.append(key)
        limit = max(1, min(limit, MOST))
        rows = list(
            self._db.execute(
                "SELECT record, sha, ifnull(first, ''), id FROM incident"
                + (f" WHERE {' AND '.join(where)}" if where else "")
                + " ORDER BY first DESC, id DESC LIMIT ?",
                (*bound, limit + 1),
            )
        )
        end = f"{rows[limit - 1][2]}~{rows[limit - 1][3]}" if len(rows) > limit else ""
        return [decode(Incident, text, sha) for text, sha, *_ in rows[:limit]], end

    def incidents_at(self, rows: Iterable[int]) -> list[Incident]:
        """Give the incidents of some rows, in their order; rows that are gone are passed over."""
        return [
            decode(Incident, text, sha)
            for row in rows
            for text, sha in self._db.execute("SELECT record, sha FROM incident WHERE n = ?", (row,))
        ]

    def claims_at(self, rows: Iterable[int]) -> list[Claim]:
        """Give the claims of some rows, in their order."""
        return [
            decode(Claim, text, sha, (reading, place))
            for row in rows
            for text, sha, reading, place in self._db.execute(
                "SELECT record, sha, reading, ordinal FROM claim WHERE n = ?", (row,)
            )
        ]

    def incident(self, key: str) -> Incident | None:
        """Give one incident; None where there is none of this id."""
        found: Incident | None = self._one(Incident, "incident", key)
        return found

    def commitment(self, key: str) -> Commitment | None:
        """Give one commitment; None where there is none of this id."""
        found: Commitment | None = self._one(Commitment, "commitment", key)
        return found

    def _one(self, kind: Any, table: str, key: str) -> Any:
        row = next(iter(self._db.execute(f"SELECT record, sha FROM {table} WHERE id = ?", (key,))), None)
        return decode(kind, *row) if row else None

    def claims(self, keys: Iterable[str]) -> dict[str, Claim]:
        """Give claims by their ids, in the order asked for; ids of none are passed over."""
        found = {}
        for key in keys:
            row = next(
                iter(
                    self._db.execute(
                        "SELECT c.record, c.sha, c.reading, c.ordinal FROM claim c "
                        "JOIN document d ON d.reading = c.reading WHERE c.id = ?",
                        (key,),
                    )
                ),
                None,
            )
            if row:
                text, sha, reading, ordinal = row
                found[key] = decode(Claim, text, sha, (reading, ordinal))
        return found

    def reports(self, keys: Iterable[str]) -> dict[str, Report]:
        """Give reports by their ids; ids of none are passed over."""
        found = {}
        with transaction(self._db):
            for key in dict.fromkeys(keys):
                row = self._db.execute(
                    "SELECT reading FROM document WHERE id = ? AND reading IS NOT NULL", (key,)
                ).get
                if row is not None:
                    found[key] = one_report(self._db, int(row))
        return found

    def newest(self, limit: int = 12) -> list[Report]:
        """Give the newest reports, newest first."""
        rows = self._db.execute(
            "SELECT n FROM report r WHERE EXISTS (SELECT 1 FROM document d WHERE d.reading = r.n) "
            "ORDER BY published DESC, id DESC LIMIT ?",
            (limit,),
        )
        return [one_report(self._db, number) for (number,) in list(rows)]

    def incidents_of(self, report: str) -> dict[str, str]:
        """Give the incidents to which the claims of a report belong: claim id to incident id."""
        rows = self._db.execute(
            "SELECT i.claim, i.incident FROM document d JOIN claim c ON c.reading = d.reading "
            "JOIN incident_claim i ON i.claim = c.id WHERE d.id = ?",
            (report,),
        )
        return dict(list(rows))

    def parties(self, limit: int = 100) -> list[tuple[str, int, str]]:
        """List the actors by the number of incidents in which they have a part: id, number, newest day."""
        return list(
            self._db.execute(
                "SELECT actor, count(*), max(first) FROM incident_party GROUP BY actor"
                " ORDER BY count(*) DESC, actor LIMIT ?",
                (limit,),
            )
        )

    def months(self, actor: str) -> list[tuple[str, int]]:
        """Count the incidents in which an actor has a part by month ("2020-10"), earliest first."""
        return list(
            self._db.execute(
                "SELECT substr(first, 1, 7), count(*) FROM incident_party WHERE actor = ? AND first <> ''"
                " GROUP BY 1 ORDER BY 1",
                (actor,),
            )
        )

    def rises(self, today: dt.date) -> list[Rise]:
        """Count the incidents of the last seven days by type, against the weeks before.

        Args:
            today: the last day that counts.

        Returns:
            Types in which anything happened in the last 53 weeks, most first.
        """
        week, month = today - dt.timedelta(days=7), today - dt.timedelta(days=35)
        begun = self._db.execute("SELECT min(first) FROM incident WHERE first <> ''").get
        start = max(today - dt.timedelta(days=371), dt.date.fromisoformat(str(begun)) if begun else today)
        weeks = max(1.0, (week - start).days / 7)
        rows = self._db.execute(
            "SELECT event_type, sum(first > ?2), sum(first <= ?2 AND first > ?3), sum(first <= ?2) FROM incident"
            " WHERE first > ?1 AND first <= ?4 GROUP BY event_type",
            tuple(day.isoformat() for day in (today - dt.timedelta(days=371), week, month, today)),
        )
        found = [
            Rise(event_type=kind, week=last, month=before / 4, year=past / weeks)
            for kind, last, before, past in rows
        ]
        return sorted(found, key=lambda rise: (-rise.week, -rise.year, rise.event_type))

    def issue_counts(self, limit: int = 20) -> list[tuple[str, str, int]]:
        """Count the issues by severity and code, most first."""
        return list(
            self._db.execute(
                "SELECT json_extract(record, '$.severity'), json_extract(record, '$.code'), count(*) FROM issue"
                " GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT ?",
                (limit,),
            )
        )

    def reviews(self, subjects: Iterable[str]) -> list[Review]:
        """Give what people decided about some records, in the order in which they did.

        Args:
            subjects: ids; of a judgement about two records the first one counts.
        """
        found: dict[str, Review] = {}
        for subject in subjects:
            for text, sha in self._db.execute("SELECT record, sha FROM review WHERE subject = ?", (subject,)):
                review: Review = decode(Review, text, sha)
                found[review.id] = review
        return sorted(found.values(), key=lambda review: (review.made, review.id))

    def reviews_count(self) -> int:
        """Count what people decided."""
        return int(str(self._db.execute("SELECT count(*) FROM review").get))

    def claims_with(self, words: str) -> list[int]:
        """Find claims whose own words hold all of some words, in no order: rows.

        Whole words count first; where none is found, terms of three letters or more inside words.
        """
        found = terms(words)
        for index in ("words", "letters") if found else ():
            if index == "words" or min(map(len, found)) >= 3:
                table = f"claim_{index}"
                sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
                if rows := [row for (row,) in self._db.execute(sql, (query_of(found),))]:
                    return rows
        return []

    def unreviewed(self, after: int, limit: int = 1) -> list[tuple[int, Claim]]:
        """Give claims that nobody has reviewed, in the order in which they arrived.

        Args:
            after: row behind which to begin; 0 = at the first.
            limit: how many.

        Returns:
            Row and claim.
        """
        rows = self._db.execute(
            "SELECT c.n, c.record, c.sha, c.reading, c.ordinal FROM claim c JOIN document d ON d.reading = c.reading"
            " WHERE c.n > ? AND NOT EXISTS (SELECT 1 FROM review r WHERE r.subject = c.id) ORDER BY c.n LIMIT ?",
            (after, limit),
        )
        return [
            (n, decode(Claim, text, sha, (reading, place))) for n, text, sha, reading, place in list(rows)
        ]


def _where(wanted: Wanted) -> tuple[list[str], list[str]]:
    """Write the conditions of a page of incidents, and what is bound to them."""
    where, bound = [], []
    for column in ("event_type", "standing", "place"):
        if value := getattr(wanted, column):
            where.append(f"{column} = ?")
            bound.append(value)
    if wanted.actor:
        where.append(
            "id IN (SELECT incident FROM incident_party WHERE actor = ? OR (actor > ? AND actor < ?))"
        )
        bound += [wanted.actor, f"{wanted.actor}.", f"{wanted.actor}/"]
    if wanted.country:
        where.append("json_extract(record, '$.where.country') = ?")
        bound.append(wanted.country)
    if wanted.since:
        where.append("last >= ?")
        bound.append(wanted.since)
    if wanted.until:
        where.append("first <= ?")
        bound.append(wanted.until)
    return where, bound
