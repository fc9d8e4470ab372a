"""What other programs ask of the desk: the change feed, what it offers, how it is doing."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin import __version__
from tocsin.present.feed import as_atom
from tocsin.serve.answers import answer_record, render
from tocsin.serve.choices import TITLES
from tocsin.serve.desk import Desk

FEED = 200
"""Changes in the feed at the most."""


def atom(request: Request, desk: Desk) -> Response:
    """Give the newest changes of the truces as an Atom feed."""
    del request
    judged = desk.truces()
    if judged is None:
        raise HTTPException(503, "The truces are being judged. Ask again in a few minutes.")
    return Response(as_atom(judged.changes[-FEED:]), media_type="application/atom+xml; charset=utf-8")


def about(request: Request, desk: Desk) -> Response:
    """Say what the store holds and how the sources are doing."""
    return render(
        request,
        "about.html",
        record=desk.record(),
        issues=desk.store().views.issue_counts(),
        path=desk.path.name,
    )


def openapi(request: Request, desk: Desk) -> Response:
    """Describe the lists that other programs may read (OpenAPI 3.1)."""
    del request, desk
    text = {"schema": {"type": "string"}}
    pages = [{"name": name, "in": "query", **text} for name in ("since", "until", "after", "limit")]
    narrowing = [
        {"name": name, "in": "query", "description": words, **text} for name, words in TITLES.items()
    ]
    words = [{"name": "q", "in": "query", **text}]
    lists = {
        "/incidents.json": ("Incidents, newest first", [*narrowing, *pages]),
        "/claims.json": ("Claims, newest report first; q: words of the claims", [*words, *narrowing, *pages]),
        "/actors.json": ("Actors by the number of their incidents", []),
        "/truces.json": ("Truces, those that do not hold first", []),
        "/search.json": ("Reports that hold all words of q", words),
    }
    one = {"name": "key", "in": "path", "required": True, **text}
    lists |= {
        f"/{noun}/{{key}}.json": (f"One {noun}, as native JSON", [one])
        for noun in ("incident", "report", "truce")
    }
    paths = {
        address: {
            "get": {
                "summary": summary,
                "parameters": parameters,
                "responses": {"200": {"description": "JSON", "content": {"application/json": {}}}},
            }
        }
        for address, (summary, parameters) in lists.items()
    }
    return answer_record(
        {"openapi": "3.1.0", "info": {"title": "tocsin desk", "version": __version__}, "paths": paths}
    )
