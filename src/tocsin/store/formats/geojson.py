"""GeoJSON (RFC 7946): one feature an incident, for maps.

A point only where the place is a town or narrower. A region or country has no point: the gazetteer holds no outlines,
and a country's middle would be a false place.
"""

from collections.abc import Sequence
from typing import Any

from tocsin.knowledge.exchange import Exchange
from tocsin.knowledge.plover import PloverCode
from tocsin.model import Count, Mention
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.objects import Objects
from tocsin.store.formats.tables import is_day
from tocsin.store.formats.units import (
    Choice,
    Days,
    Happening,
    Outcome,
    Told,
    days_of,
    lead_of,
    name_of,
    point,
    sides,
    words,
)

LOSS = dict.fromkeys(FIELDS, "property") | {
    "said": "",
    "about": "",
    "speaks_for": "",
    "candidates": "",
    "reasons": "",
}
"""Our field to what the format makes of it."""

COLUMNS = (
    "id", "event_type", "mode", "factuality", "certainty", "contexts", "actor", "recipient", "target_class", "first",
    "last", "place", "country", "admin1", "precision", "counts", "standing", "origins", "attribution", "condition",
    "deadline", "until", "score", "claims", "outlets", "quotes",
)  # fmt: skip
"""Properties of a feature; those without a value are left out."""


def rows(happening: Happening, choice: Choice, codes: Exchange) -> Outcome:
    """Make one feature of an incident.

    Args:
        happening: the incident and its claims.
        choice: what may leave.
        codes: not needed.

    Returns:
        The feature, or why there is none. Its type is PLOVER's: a threat that the user lets out is THREATEN.
    """
    del codes
    found = lead_of(happening, choice)
    if isinstance(found, str):
        return Outcome(skipped=found)
    lead, code = found
    incident = happening.incident
    days = days_of(incident.when, lead.report.published, choice)
    if days is None:
        return Outcome(skipped="no_date")
    at = point(incident.where)
    feature = {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": [at[1], at[0]]} if at else None,
        "properties": _properties(happening, lead, code, days, choice),
    }
    rules = (days.rule, "" if at else "no_point", "" if happening.stated else "claim_as_incident")
    return Outcome(rows=((0, feature),), approximated=tuple(filter(None, rules)))


def _properties(
    happening: Happening, lead: Told, code: PloverCode, days: Days, choice: Choice
) -> dict[str, Any]:
    incident, claim, where = happening.incident, lead.claim, happening.incident.where
    actors, recipients = sides(happening, lead)
    tellers = [told for told in happening.told if told.claim.factuality == claim.factuality]
    held: dict[str, Any] = {
        "id": incident.id,
        "event_type": code.event_type,
        "mode": code.mode,
        "factuality": claim.factuality,
        "certainty": claim.certainty,
        "contexts": claim.contexts,
        "actor": _people(actors),
        "recipient": _people(recipients),
        "target_class": incident.target_class,
        "first": days.first.isoformat(),
        "last": days.last.isoformat(),
        "place": where.name if where else "",
        "country": where.country if where else "",
        "admin1": where.admin1 if where else "",
        "precision": where.precision if where else None,
        "counts": [_count(count) for count in incident.counts],
        "standing": incident.standing,
        "origins": incident.origins,
        "attribution": _people(claim.attribution),
        "condition": words(claim.condition.span.quote, choice) if claim.condition else "",
        "deadline": words(claim.deadline.span.quote, choice) if claim.deadline else "",
        "until": words(claim.until.span.quote, choice) if claim.until else "",
        "score": claim.score,
        "claims": [told.claim.id for told in tellers],
        "outlets": sorted({told.report.outlet for told in tellers if told.report.outlet}),
        "quotes": [
            {"start": t.claim.span.start, "end": t.claim.span.end, "quote": words(t.claim.span.quote, choice)}
            for t in tellers
        ],
    }
    return {name: value for name, value in held.items() if value not in (None, "", [], ())}


def _people(mentions: Sequence[Mention]) -> list[str]:
    return [name for name in map(name_of, mentions) if name]


def _count(count: Count) -> dict[str, Any]:
    return {"what": count.what, "low": count.low, "high": count.high}


def check_object(found: dict[str, Any]) -> str:
    """Say what is wrong with a feature: no such type, a place off the globe, no day, a claim that is not there."""
    if found.get("type") != "Feature":
        return f"type: {found.get('type')!r}, want 'Feature'"
    shape = found["geometry"]
    if shape is not None:
        lon, lat = shape["coordinates"]
        if not -180 <= lon <= 180 or not -90 <= lat <= 90:
            return f"geometry: {lon}, {lat} lies outside the globe"
    held = found["properties"]
    if unknown := held.keys() - set(COLUMNS):
        return f"properties.{min(unknown)}: no such property"
    for name in ("first", "last"):
        if not is_day(held[name]):
            return f"properties.{name}: {held[name]!r} is no day"
    return "" if held["claims"] else "properties.claims: it rests on no claim"


FORMAT = Format(
    name="geojson",
    unit="incident",
    extension="geojson",
    files=(
        Objects(
            columns=COLUMNS,
            above='{"type":"FeatureCollection","features":[',
            below="]}",
            parted=",",
            check_object=check_object,
            id_of=lambda found: str(found["id"]),
        ),
    ),
    rows=rows,
    loss=LOSS,
)
"""GeoJSON."""
