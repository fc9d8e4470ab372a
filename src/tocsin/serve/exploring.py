"""Explore: questions in SQL over the record, kept ones beside it, answers to take along."""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin import __version__
from tocsin.errors import QueryError
from tocsin.serve.answers import render
from tocsin.serve.desk import Desk, Prepared
from tocsin.serve.reviewing import check_writing
from tocsin.store.formats import NAMES
from tocsin.store.query import Limits, check_query, columns
from tocsin.store.query.results import cell, csv_lines, json_lines, parquet_bytes, rows_of

SHOWN = Limits(rows=500, seconds=20, memory=512)
"""Of an answer on a page."""
TAKEN = Limits(rows=100_000, seconds=60, memory=512)
"""Of an answer that is taken along."""
LONGEST = 8_000
"""Characters of a question."""
KEPT = 200
"""Kept questions that are listed."""
FOLDER = "queries"
"""Folder beside the store in which questions are kept, one file NAME.sql each: `tocsin query - < queries/NAME.sql`."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_ADDRESSES = {"i": "/incident/", "r": "/report/"}
_ID = re.compile(r"([ir])_[0-9a-f]{16}")

_columns = cache(columns)

READY = {
    "Events by type and month": """\
SELECT date_trunc('month', day) AS month, event_type, count(*) AS events
FROM events WHERE day IS NOT NULL GROUP BY ALL ORDER BY month DESC, events DESC""",
    "Who attacked whom": """\
SELECT actor, recipient, sum(assaults) AS assaults, sum(dead_low) AS dead_at_least, max(day) AS last
FROM dyad_day GROUP BY ALL HAVING assaults > 0 ORDER BY assaults DESC""",
    "Deadliest events": """\
SELECT id, day, event_type, mode, actor_names, place_name, country, dead_low, dead_high, standing
FROM events WHERE dead_low > 0 ORDER BY dead_low DESC LIMIT 50""",
    "Threats, offers and demands with a deadline": """\
SELECT report, factuality, event_type, deadline.kind AS deadline, deadline.span.quote AS words, span.quote AS claim
FROM claims WHERE deadline IS NOT NULL ORDER BY report""",
    "Who denies what": """\
SELECT name AS speaker, event_type, count(*) AS claims
FROM parties JOIN claims ON claims.id = parties.claim
WHERE role = 'attribution' AND factuality = 'denied' GROUP BY ALL ORDER BY claims DESC""",
    "What each source tells, and how it stands": """\
SELECT outlet, factuality, count(*) AS claims
FROM claims JOIN reports ON reports.id = claims.report GROUP BY ALL ORDER BY outlet, claims DESC""",
    "Names that were not resolved": """\
SELECT lower(quote) AS words, reason, count(*) AS claims
FROM parties WHERE actor IS NULL GROUP BY ALL ORDER BY claims DESC LIMIT 100""",
}
"""Questions that any record can answer."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A kept question."""

    name: str
    sql: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An answer on a page."""

    names: tuple[str, ...]
    """Of its columns."""
    numeric: tuple[bool, ...]
    """Columns of numbers, which stand to the right."""
    rows: tuple[tuple[tuple[str, str], ...], ...]
    """For each cell its words and the address they lead to; "" = none."""
    is_cut: bool
    """There are more rows."""
    citation: str


def explore(request: Request, desk: Desk) -> Response:
    """Show the questions, and the answer to the one in the address."""
    sql = _question(request)
    answer, prepared, fault, waits, tables = None, None, "", False, {}
    try:
        tables = _columns()
        if sql and request.headers.get("sec-fetch-site") == "cross-site":
            fault = "Another page led here with this question. Read it, then ask."
        elif sql:
            check_query(sql, SHOWN)
            prepared = desk.prepared()
            waits = prepared is None
            answer = _shown(desk, sql, prepared) if prepared else None
    except QueryError as error:
        fault = str(error)
    return render(
        request,
        "explore.html",
        400 if fault else 200,
        sql=sql,
        answer=answer,
        fault=fault,
        waits=waits,
        behind=answer is not None and prepared is not None and prepared.moment < desk.store().views.moment(),
        ready=READY,
        formats=NAMES,
        kept=kept(desk.path),
        tables=tables,
    )


def take(request: Request, desk: Desk, form: str) -> Response:
    """Answer a question as CSV, JSON lines or Parquet; the header X-Citation says what was asked of what.

    Raises:
        HTTPException: 400 the question is none; 503 the tables are being made ready.
    """
    sql = _question(request)
    try:
        check_query(sql, TAKEN)
        if (prepared := desk.prepared()) is None:
            raise HTTPException(503, "The tables of this record are being made ready. Ask again in a minute.")
        answer = prepared.tables.ask(sql, limits=TAKEN)
    except QueryError as error:
        raise HTTPException(400, str(error)) from error
    body: Callable[[], bytes] = {
        "csv": lambda: "".join(csv_lines(answer)).encode(),
        "jsonl": lambda: "".join(json_lines(answer)).encode(),
        "parquet": lambda: parquet_bytes(answer),
    }[form]
    kinds = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
    headers = {
        "x-citation": _citation(desk, sql, len(answer), prepared.moment),
        "content-disposition": f'attachment; filename="answer.{form}"',
    }
    return Response(body(), headers=headers, media_type=kinds.get(form, "application/vnd.apache.parquet"))


def save(request: Request, desk: Desk, form: dict[str, str]) -> Response:
    """Keep a question.

    Args:
        request: what was asked.
        desk: the desk.
        form: name and sql.

    Returns:
        The way to the question.

    Raises:
        HTTPException: 400 the name or the question is none; 403 for reading only; 409 the name is taken.
    """
    del request
    check_writing(desk)
    name = re.sub(r"[^a-z0-9]+", "-", form.get("name", "").lower()).strip("-")
    sql = form.get("sql", "").strip()[:LONGEST]
    if not _NAME.fullmatch(name):
        raise HTTPException(400, "A kept question needs a name of letters and digits, up to 60.")
    try:
        check_query(sql)
    except QueryError as error:
        raise HTTPException(400, str(error)) from error
    file = desk.path.parent / FOLDER / f"{name}.sql"
    file.parent.mkdir(exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(sql + "\n")
    except FileExistsError as error:
        if file.read_text(encoding="utf-8").strip() != sql:
            message = f"A question of this name is kept already, in {FOLDER}/{name}.sql. Choose another name."
            raise HTTPException(409, message) from error
    return RedirectResponse("/explore?" + urlencode({"sql": sql}), 303)


def kept(store: Path) -> list[Kept]:
    """List the kept questions of a store, by name; files with other names or longer questions are left out."""
    files = sorted((store.parent / FOLDER).glob("*.sql"))[:KEPT]
    return [
        Kept(name=file.stem, sql=file.read_text(encoding="utf-8", errors="replace").strip())
        for file in files
        if _NAME.fullmatch(file.stem) and file.stat().st_size <= 4 * LONGEST
    ]


def _question(request: Request) -> str:
    """Read the question of an address."""
    return request.query_params.get("sql", "").strip()[:LONGEST]


def _shown(desk: Desk, sql: str, prepared: Prepared) -> Shown:
    answer, is_cut = prepared.tables.begin(sql, limits=SHOWN)
    rows = [list(row.values()) for row in rows_of(answer)]
    numeric = tuple(
        bool(rows) and all(row[at] is None or isinstance(row[at], int | float) for row in rows)
        for at in range(len(answer.schema.names))
    )
    return Shown(
        names=tuple(answer.schema.names),
        numeric=numeric,
        rows=tuple(tuple(map(_cell, answer.schema.names, row)) for row in rows),
        is_cut=is_cut,
        citation=_citation(desk, sql, len(answer), prepared.moment),
    )


def _cell(name: str, value: object) -> tuple[str, str]:
    """Write a value of a column, and say where it leads: an id of an incident, a report or an actor to its page."""
    words = "" if (found := cell(value)) is None else str(found)
    if name in {"actor", "recipient"} and isinstance(value, str) and value:
        return words, f"/actor/{quote(words)}"
    matched = _ID.fullmatch(words)
    return words, _ADDRESSES[matched[1]] + words if matched else ""


def _citation(desk: Desk, sql: str, rows: int, moment: int) -> str:
    """Say which answer this is: of what record, at which commit, to which question."""
    digest = hashlib.sha256(sql.encode()).hexdigest()[:16]
    return f"tocsin {__version__}, record {desk.path.name} at commit {moment}, {rows} rows, query sha256 {digest}"
