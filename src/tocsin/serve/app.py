"""The application: addresses, templates, and what happens when something is not there."""

from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from tocsin import __version__
from tocsin.errors import StoreError, TocsinError
from tocsin.knowledge import Knowledge
from tocsin.present import words
from tocsin.serve import (
    actors,
    adjudicating,
    claims,
    described,
    exploring,
    exports,
    feeds,
    incidents,
    joining,
    maps,
    reading,
    reviewer,
    reviewing,
    shown,
    tellings,
    theme,
    timelines,
    today,
    truces,
)
from tocsin.serve.answers import fields_of, render
from tocsin.serve.choices import kept_query
from tocsin.serve.desk import Desk
from tocsin.serve.guard import LOOPBACK, Guard

HERE = Path(__file__).parent

Page = Callable[..., Response]

LISTS: dict[str, Page] = {
    "/incidents": incidents.incidents,
    "/incident/{key}": tellings.incident,
    "/timeline": timelines.timeline,
    "/claims": claims.claims,
    "/search": claims.search,
    "/report/{key}": reading.report,
    "/actors": actors.actors,
    "/actor/{key}": actors.actor,
    "/truces": truces.board,
    "/truce/{key}": truces.card,
}
"""Pages that are also there as .json and .csv."""


def create_app(
    path: Path, know: Knowledge, *, read_only: bool = False, token: str = "", hosts: Collection[str] = ()
) -> Guard:
    """Make the application.

    Args:
        path: the store.
        know: knowledge tables.
        read_only: nothing may be decided here.
        token: what a browser must show; "" = nothing.
        hosts: names and addresses beside the loopback ones by which the desk may be asked for.

    Returns:
        An ASGI application. The guard stands around all of it, so that faults too leave with its headers.
    """
    desk = Desk(path, know, read_only=read_only)
    routes: list[BaseRoute] = [
        Route("/", _page(today.today, desk)),
        Route("/review", _page(reviewing.queue, desk)),
        Route("/review", _posted(reviewing.decide, desk), methods=["POST"]),
        Route("/reviewer", reviewer.choose, methods=["POST"]),
        Route("/review/adjudicate", _page(adjudicating.adjudicate, desk)),
        Route("/review/quality", _page(adjudicating.quality, desk)),
        Route("/review/quality.json", _page(adjudicating.quality, desk, "json")),
        Route("/review/export/{name}", _page(adjudicating.export, desk)),
        Route("/explore", _page(exploring.explore, desk)),
        Route("/explore", _posted(exploring.save, desk), methods=["POST"]),
        *(
            Route(f"/explore.{form}", _page(exploring.take, desk, form))
            for form in ("csv", "jsonl", "parquet")
        ),
        Route("/export", _posted(exports.hand_on, desk), methods=["POST"]),
        Route("/incident/{key}/merge", _posted(joining.merge, desk), methods=["POST"]),
        Route("/incident/{key}/split", _posted(joining.split, desk), methods=["POST"]),
        Route("/joining/undo", _posted(joining.undo, desk), methods=["POST"]),
        Route("/theme", theme.choose, methods=["POST"]),
        Route("/map", _page(maps.world_map, desk)),
        Route("/map.geojson", _page(maps.world_map, desk, "geojson")),
        Route("/feed.atom", _page(feeds.atom, desk)),
        Route("/about", _page(feeds.about, desk)),
        Route("/openapi.json", _page(described.openapi, desk)),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    for address, page in LISTS.items():
        routes += [Route(f"{address}.{form}", _page(page, desk, form)) for form in ("json", "csv")]
        routes.append(Route(address, _page(page, desk)))
    app = Starlette(routes=routes, exception_handlers={HTTPException: _missing, TocsinError: _failed})
    app.state.pages = _templates(desk)
    return Guard(app, frozenset({*LOOPBACK, *(host.lower() for host in hosts)}), token)


def _page(page: Page, desk: Desk, form: str = "") -> Callable[[Request], Response]:
    """Give a page its desk; a plain function runs in a thread of its own, so readers do not wait for each other."""

    def answer(request: Request) -> Response:
        return page(request, desk, form) if form else page(request, desk)

    return answer


def _posted(act: Page, desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """Take a form; what it decides is written in a thread of its own."""

    async def answer(request: Request) -> Response:
        form = fields_of(await request.body())
        return await run_in_threadpool(act, request, desk, form)

    return answer


def _templates(desk: Desk) -> Environment:
    pages_ = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "name": desk.name,
        "spell": shown.spell,
        "range": shown.span_of,
        "index_of": list.index,
        "dated": shown.dated,
        "day": shown.day,
        "days": shown.days,
        "spell_days": shown.spell_days,
        "placed": shown.placed,
        "act": words.act,
        "who": words.who,
        "facts": words.facts,
        "shorten": words.shorten,
    }
    pages_.filters |= filters
    pages_.globals |= {
        "desk": desk,
        "curve": shown.curve,
        "outline": shown.outline,
        "change": shown.change,
        "theme_of": theme.theme_of,
        "themes": theme.THEMES,
        "date_kinds": shown.DATES,
        "decisive": shown.decisive,
        "endorsed": shown.ENDORSED,
        "roles": shown.ROLES,
        "kept_query": kept_query,
        "scale": shown.scale,
        "standing": shown.STANDING,
        "version": __version__,
    }
    return pages_


def _missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return render(
        request, "message.html", status, title="Not here" if status == 404 else "Not possible", words=detail
    )


def _failed(request: Request, error: Exception) -> Response:
    status = 503 if isinstance(error, StoreError) else 400
    return render(request, "message.html", status, title="The store cannot be read", words=str(error))
