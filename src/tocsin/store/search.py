"""Finding reports and claims by their words."""

import re
from typing import Any

import apsw
import msgspec

from tocsin.model import Claim, Report
from tocsin.store.connection import transaction
from tocsin.store.records import one_report
from tocsin.store.rows import decode

_TERM = re.compile(r'"([^"]+)"|(\S+)')
_AROUND = 60
"""Code points of text shown on either side of the first word found."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A report in which all words were found."""

    report: Report
    """The report."""
    claims: tuple[Claim, ...] = ()
    """Its claims whose own words hold all of them, in text order."""
    excerpt: str
    """The text around the first word, on one line."""


def terms(words: str) -> list[str]:
    """Cut what is looked for into words, and phrases that stand in double quotes."""
    return [phrase or term for phrase, term in _TERM.findall(words)]


def query_of(wanted: list[str]) -> str:
    """Write a query of FTS5 that finds all of some terms; nothing in them is an operator."""
    return " ".join('"' + term.replace('"', '""') + '"' for term in wanted)


def search(db: apsw.Connection, words: str, limit: int) -> list[Hit]:
    """Find the reports that hold all words.

    Whole words come first, without regard to case and accents; if that fills less than the limit, reports follow
    that hold the terms inside words: what finds Chinese, and Arabic behind the article (note on the stack, section
    2). Within each group the best come first (bm25 of FTS5).

    Args:
        db: the connection.
        words: terms; a phrase stands in double quotes. Nothing in them is an operator.
        limit: the most reports to give, >= 1.

    Returns:
        The hits, each report once.
    """
    wanted = terms(words)
    if not wanted:
        return []
    query = query_of(wanted)
    hits: dict[int, Hit] = {}
    with transaction(db):
        for index in ("words", "letters"):
            if len(hits) < limit and (index == "words" or min(map(len, wanted)) >= 3):
                for row in _rows(db, f"report_{index}", query, limit):
                    if row not in hits and len(hits) < limit:
                        hits[row] = _hit(db, row, wanted, query, index)
    return list(hits.values())


def _rows(db: apsw.Connection, table: str, query: str, limit: int) -> list[int]:
    """Give the rows of the best reports; ties by id."""
    found = db.execute(
        f"SELECT r.n FROM {table} f JOIN report r ON r.n = f.rowid JOIN document d ON d.reading = r.n "
        f"WHERE {table} MATCH ? ORDER BY bm25({table}), r.id LIMIT ?",
        (query, limit),
    )
    return [row for (row,) in found]


def _hit(db: apsw.Connection, row: int, terms: list[str], query: str, index: str) -> Hit:
    report = one_report(db, row)
    claims = db.execute(
        f"SELECT c.record, c.sha, c.reading, c.ordinal FROM claim c JOIN claim_{index} f ON f.rowid = c.n "
        f"WHERE claim_{index} MATCH ?1 AND f.rowid BETWEEN (SELECT min(n) FROM claim WHERE reading = ?2) "
        "AND (SELECT max(n) FROM claim WHERE reading = ?2) ORDER BY c.ordinal",
        (query, row),
    )
    found: list[Any] = [
        decode(Claim, text, sha, (reading, ordinal)) for text, sha, reading, ordinal in claims
    ]
    return Hit(report=report, claims=tuple(found), excerpt=_excerpt(report, terms))


def _excerpt(report: Report, terms: list[str]) -> str:
    """Show the text around the first term that stands in it as written; its beginning where accents differ."""
    places = [re.search(re.escape(term), report.text, re.IGNORECASE) for term in terms]
    first = min((place.start() for place in places if place), default=0)
    start, end = max(0, first - _AROUND), first + _AROUND
    cut = " ".join(report.text[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(report.text) else ''}"
