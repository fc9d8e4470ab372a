"""Actors: the list, and one with its names and what it has a part in."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.serve.answers import answer_list, render
from tocsin.serve.choices import address_of, number_of_rows
from tocsin.serve.desk import Desk
from tocsin.serve.incidents import flat, founding
from tocsin.store.views import MOST, PAGE, Wanted


def actors(request: Request, desk: Desk, form: str = "") -> Response:
    """List the actors of the record."""
    rows: list[dict[str, object]] = [
        {"actor": key, "name": desk.name(key), "incidents": count, "last": last}
        for key, count, last in desk.store().views.parties(200)
    ]
    if form:
        return answer_list(form, rows, "actors", "")
    return render(request, "actors.html", actors=rows)


def actor(request: Request, desk: Desk, form: str = "") -> Response:
    """Show an actor: names, activity, incidents."""
    key = request.path_params["key"]
    views = desk.store().views
    known = desk.names.get(key)
    after = request.query_params.get("after", "")
    found, end = views.incidents(Wanted(actor=key), after, number_of_rows(request, PAGE, MOST))
    if known is None and not found:
        raise HTTPException(404, "No actor of this id has a part in anything here.")
    if form:
        return answer_list(form, [flat(desk, incident) for incident in found], "incidents", end)
    return render(
        request,
        "actor.html",
        key=key,
        actor=known,
        incidents=found,
        founding=founding(desk, found),
        months=views.months(key),
        following=address_of(request, [("after", end)]) if end else "",
    )
