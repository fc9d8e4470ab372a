"""Incidents: the list, and an incident as a row."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from tocsin.model import Claim, Count, Incident
from tocsin.serve import shown
from tocsin.serve.answers import answer_list, render
from tocsin.serve.choices import address_of, choice_of, groups, number_of_rows, pairs_of
from tocsin.serve.desk import Desk
from tocsin.store.views import MOST, PAGE


def incidents(request: Request, desk: Desk, form: str = "") -> Response:
    """List incidents, narrowed by what the address says."""
    choice, columns = choice_of(request), desk.record().incidents
    kept = columns.select(choice)
    rows, end = columns.page(kept, request.query_params.get("after", ""), number_of_rows(request, PAGE, MOST))
    found = desk.store().views.incidents_at(rows)
    if form:
        return answer_list(form, [flat(desk, incident) for incident in found], "incidents", end)
    return render(
        request,
        "incidents.html",
        incidents=found,
        founding=founding(desk, found),
        count=int(kept.sum()),
        whole=len(kept),
        choice=choice,
        groups=groups(request, columns, choice, None, desk.word),
        following=address_of(request, [*pairs_of(request), ("after", end)]) if end else "",
    )


def founding(desk: Desk, found: Iterable[Incident]) -> dict[str, Claim]:
    """Give the claim that founded each incident: its words name who has no name in the tables."""
    kept = list(found)
    claims = desk.store().views.claims(incident.claims[0] for incident in kept)
    return {incident.id: claims[incident.claims[0]] for incident in kept if incident.claims[0] in claims}


def flat(desk: Desk, incident: Incident) -> dict[str, object]:
    """Flatten an incident."""
    where, when = incident.where, incident.when
    counts: dict[str, Count] = {count.what: count for count in incident.counts}
    row: dict[str, object] = {
        "id": incident.id,
        "event_type": incident.event_type,
        "mode": incident.mode,
        "actor": "; ".join(map(desk.name, incident.actor)),
        "actor_id": "; ".join(incident.actor),
        "recipient": "; ".join(map(desk.name, incident.recipient)),
        "recipient_id": "; ".join(incident.recipient),
        "target_class": incident.target_class,
        "first": when.first.isoformat() if when and when.first else "",
        "last": when.last.isoformat() if when and when.last else "",
        "place": shown.placed(incident),
        "country": where.country if where else "",
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "precision": where.precision if where else None,
    }
    for what in ("dead", "injured"):
        count = counts.get(what)
        row |= {f"{what}_low": count.low if count else None, f"{what}_high": count.high if count else None}
    return row | {
        "standing": incident.standing,
        "origins": incident.origins,
        "background": incident.background,
        "claims": len(incident.claims),
    }
