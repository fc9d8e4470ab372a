"""Merging and splitting incidents: judgements of pairs of claims, appended and taken back, never written over.

Linking honours them: `tocsin rebuild` joins what people called the same and parts what they called different. A record
that is small enough is linked anew at once.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.model import Incident, Review
from tocsin.pipeline import history_of
from tocsin.serve.columns import Choice
from tocsin.serve.desk import Desk
from tocsin.serve.reviewer import reviewer_of
from tocsin.serve.reviewing import append, check_writing, taken_back
from tocsin.store import open_store
from tocsin.watch.commitments import commitments

AT_ONCE = 5_000
"""Claims up to which a record is linked anew while the page waits: about two seconds."""
PAIRS = 400
"""Pairs of claims that one split may judge."""
NEAR = dt.timedelta(days=3)
LIKE = 6
"""Incidents that are offered for merging."""
_INCIDENT = re.compile(r"i_[0-9a-f]{16}")


def merge(request: Request, desk: Desk, form: dict[str, str]) -> Response:
    """Judge that two incidents are one.

    Args:
        request: which, and who decides.
        desk: the desk.
        form: `with`, id of the other, or its `address`; reason.

    Returns:
        The way to the incident that lives on.

    Raises:
        HTTPException: 400 the other is none; 403 for reading only; 404 there is no such incident.
    """
    check_writing(desk)
    one = _incident(desk, request.path_params["key"])
    named = _INCIDENT.search(form.get("address", "") or form.get("with", ""))
    if named is None or named[0] == one.id:
        raise HTTPException(400, "Name another incident: choose one, or paste its address.")
    other = _incident(desk, named[0])
    _judge(request, desk, [(one.claims[0], other.claims[0])], "same", form)
    return _back(desk, one.claims[0], one.id)


def split(request: Request, desk: Desk, form: dict[str, str]) -> Response:
    """Judge that some claims of an incident tell of another event than the rest.

    Args:
        request: which incident, and who decides.
        desk: the desk.
        form: a field by the name of each claim that tells of another event; reason.

    Returns:
        The way to the incident that keeps the first of the claims that stay.

    Raises:
        HTTPException: 400 none or all are chosen, or too many; 403 for reading only; 404 there is no such incident.
    """
    check_writing(desk)
    found = _incident(desk, request.path_params["key"])
    away = [claim for claim in found.claims if claim in form]
    stay = [claim for claim in found.claims if claim not in form]
    if not away or not stay:
        raise HTTPException(400, "Tick the claims that tell of another event; at least one claim must stay.")
    if len(away) * len(stay) > PAIRS:
        raise HTTPException(400, f"That is more than {PAIRS} pairs of claims. Tick fewer at a time.")
    _judge(request, desk, itertools.product(stay, away), "different", form)
    return _back(desk, stay[0], found.id)


def undo(request: Request, desk: Desk, form: dict[str, str]) -> Response:
    """Take a merge or split back, in all its judgements.

    Args:
        request: who decides.
        desk: the desk.
        form: `review`, id of one of its judgements; `incident`, where it was asked for.

    Returns:
        The way back to the incident.

    Raises:
        HTTPException: 400 there is nothing to take back; 403 for reading only.
    """
    check_writing(desk)
    wanted = form.get("review", "")
    act = next((one for one in desk.log().joinings if wanted in {row.id for row in one.reviews}), None)
    if act is None or act.is_undone:
        raise HTTPException(
            400, "There is nothing to take back: it was taken back already, or never decided."
        )
    append(desk, [taken_back(review, reviewer_of(request)) for review in act.reviews])
    relink(desk)
    return _back(desk, act.reviews[0].subject[0], form.get("incident", ""))


def _incident(desk: Desk, key: str) -> Incident:
    found = desk.store().views.incident(key)
    if found is None:
        raise HTTPException(404, f"There is no incident {key[:20]}.")
    return found


def _judge(
    request: Request,
    desk: Desk,
    pairs: Iterable[tuple[str, str]],
    decision: Literal["same", "different"],
    form: dict[str, str],
) -> None:
    made, reviewer = dt.datetime.now(dt.UTC), reviewer_of(request)
    reason = form.get("reason", "")[:500]
    append(
        desk,
        [
            Review(id="", subject=pair, decision=decision, reason=reason, reviewer=reviewer, made=made)
            for pair in pairs
        ],
    )
    relink(desk)


def relink(desk: Desk) -> None:
    """Link a small record anew, as `tocsin rebuild` does; a large one waits for that."""
    if desk.record().account.claims > AT_ONCE:
        return
    with open_store(desk.path, write=True) as store:
        held = store.history()
        history = history_of(held.reports.values(), held.claims.values(), desk.know, store.ledger("review"))
        store.replace_derived(history.incidents.values(), commitments(history, desk.know), history.origins)


def _back(desk: Desk, claim: str, key: str) -> Response:
    """Lead to the incident in which a claim now stands."""
    views = desk.store().views
    told = views.claims([claim]).get(claim)
    home = views.incidents_of(told.report).get(claim, "") if told else ""
    if not home and _INCIDENT.fullmatch(key) and views.incident(key):
        home = key
    return RedirectResponse(f"/incident/{home}#decided" if home else "/incidents", 303)


def alike(desk: Desk, incident: Incident) -> list[Incident]:
    """Find incidents that may be the same: of the same type and country, at most `NEAR` apart; those with most parties in common first, then the nearest in time."""
    when, columns = incident.when, desk.record().incidents
    if when is None or when.first is None or when.last is None:
        return []
    facets = {"event_type": (incident.event_type,)}
    if incident.where and incident.where.country:
        facets["country"] = (incident.where.country,)
    kept = columns.select(Choice(facets=facets, since=when.first - NEAR, until=when.last + NEAR))
    rows, _ = columns.page(kept, "", 10 * LIKE)
    found = [one for one in desk.store().views.incidents_at(rows) if one.id != incident.id]
    parties, begun = {*incident.actor, *incident.recipient}, when.first

    def distance(one: Incident) -> tuple[int, int, str]:
        first = one.when.first if one.when and one.when.first else begun
        return -len(parties & {*one.actor, *one.recipient}), abs((first - begun).days), one.id

    return sorted(found, key=distance)[:LIKE]
