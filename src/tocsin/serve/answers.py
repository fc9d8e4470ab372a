"""Answers in their forms: pages, JSON, CSV."""

import csv
import io
from typing import Any
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tocsin.present.rows import safe


def render(request: Request, template: str, status: int = 200, **content: Any) -> Response:
    """Answer with a page.

    Args:
        request: what was asked.
        template: file in `templates`.
        status: HTTP status.
        content: what the page shows.

    Returns:
        HTML; every value was escaped.
    """
    page: str = request.app.state.pages.get_template(template).render(request=request, **content)
    return Response(page, status, media_type="text/html; charset=utf-8")


def answer_list(form: str, rows: list[dict[str, object]], noun: str, after: str) -> Response:
    """Answer with a list.

    Args:
        form: "json" or "csv".
        rows: one record each, all with the same keys.
        noun: what they are.
        after: where the next page begins; "" = there is none.

    Returns:
        {noun: rows, "after": after} as JSON; or CSV that is safe to open in a spreadsheet, `after` in a header.
    """
    if form == "json":
        return Response(msgspec.json.encode({noun: rows, "after": after}), media_type="application/json")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([[safe(value) for value in row.values()] for row in rows])
    return Response(out.getvalue(), headers={"x-after": after}, media_type="text/csv; charset=utf-8")


def answer_record(record: object) -> Response:
    """Answer with a record, or several, as native JSON."""
    return Response(msgspec.json.encode(record), media_type="application/json")


def fields_of(body: bytes) -> dict[str, str]:
    """Read the fields of a form as browsers send it; of several of one name the first counts."""
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
