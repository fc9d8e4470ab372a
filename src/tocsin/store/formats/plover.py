"""PLOVER JSON lines: one event a claim, with offsets, and our own fields where PLOVER has none.

Fields: PLOVER codebook 2.0 (draft of 4 February 2024), chapter 6. Extra fields are allowed there.
"""

from collections.abc import Sequence
from typing import Any

from tocsin.knowledge.exchange import Exchange
from tocsin.knowledge.plover import PloverCode, quad
from tocsin.model import Claim, Mention, Report, Where
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.objects import Objects
from tocsin.store.formats.tables import is_day
from tocsin.store.formats.units import (
    Choice,
    Outcome,
    Told,
    auxiliary,
    city,
    code_of,
    count_of,
    days_of,
    harm,
    point,
    words,
)

COLUMNS = tuple(
    "id has_event date time enddate endtime actor recipient event event_loc event_text quad_code event_scale mode "
    "context link text text_info cite_info coder coded_date coded_time comment".split()
)
"""PLOVER's 23 fields; those without a value are left out of an object."""

EXTRA = (
    "factuality", "certainty", "attribution", "condition", "deadline", "until", "auxiliary", "claims", "size",
)  # fmt: skip
"""Our fields."""

LOSS = dict.fromkeys(FIELDS, "a field") | {
    "said": "",
    "about": "",
    "speaks_for": "",
    "score": "",
    "count_range": "",
    "candidates": "",
    "reasons": "",
}
"""Our field to what the format makes of it."""

RESOLUTION = {"exact": 4, "near": 4, "admin1": 2, "country": 1}
"""Our precision to PLOVER's, 5 below a town to 1 country; the steps between are from memory."""


def rows(told: Told, choice: Choice, codes: Exchange) -> Outcome:
    """Make one event of a claim.

    Args:
        told: the claim and its report.
        choice: what may leave.
        codes: quads and scores.

    Returns:
        The event, or why there is none.
    """
    report, claim, _ = told
    code = code_of(claim, choice)
    if isinstance(code, str):
        return Outcome(skipped=code)
    days = days_of(claim.when, report.published, choice)
    if days is None:
        return Outcome(skipped="no_date")
    if not claim.actor and not harm(claim):
        return Outcome(skipped="no_actor")
    event: dict[str, Any] = {
        "id": claim.id,
        "has_event": True,
        "date": days.first.isoformat(),
        "enddate": days.last.isoformat(),
        "actor": _entities(claim.actor) or [_nobody(claim)],
        "recipient": _entities(claim.recipient),
        "event": code.event_type,
        "event_loc": _location(claim.where, codes),
        "event_text": words(claim.trigger.quote, choice),
        "quad_code": quad(code.event_type, codes.ontology),
        "event_scale": score(code, codes),
        "mode": [code.mode] if code.mode else [],
        "context": list(claim.contexts),
        "text": words(claim.span.quote, choice),
        "text_info": {"start": claim.span.start, "end": claim.span.end},
        "cite_info": _citation(report, choice),
        "coder": claim.by,
        "coded_date": choice.made.date().isoformat(),
    }
    event |= _ours(claim, report, choice)
    rules = [rule for rule in (days.rule, "" if claim.actor else "no_actor") if rule]
    return Outcome(
        rows=((0, {k: v for k, v in event.items() if v not in (None, "", [])}),), approximated=tuple(rules)
    )


def score(code: PloverCode, codes: Exchange) -> float:
    """Give the score of a mode, or of the type where the mode has none: -10 (conflict) to 10 (cooperation)."""
    kind = codes.ontology.types[code.event_type]
    found = kind.modes.get(code.mode)
    return kind.score if found is None else found


def sector_of_nobody(claim: Claim) -> str:
    """Give the sector of an actor whom nobody names: an armed force behind an assault, else unknown (PLOVER 5.2)."""
    return "UAF" if claim.event_type == "ASSAULT" else "UNK"


def _nobody(claim: Claim) -> dict[str, Any]:
    return {"sector": [sector_of_nobody(claim)]}


def _entities(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    found = []
    for m in mentions:
        entity: dict[str, Any] = {"entity_text": m.span.quote}
        if m.country:
            entity["code"] = m.country
        if m.sectors:
            entity["sector"] = list(m.sectors)
        if m.name:
            entity["identifier_text"] = m.name
        found.append(entity)
    return found


def _location(where: Where | None, codes: Exchange) -> dict[str, Any] | None:
    if where is None:
        return None
    at = point(where)
    country = codes.countries.get(where.country)
    found: dict[str, Any] = {
        "extracted_place": where.span.quote,
        "resolved_place": where.name,
        "geonameid": where.place.removeprefix("geonames:") if where.place.startswith("geonames:") else "",
        "lat": at[0] if at else None,
        "lon": at[1] if at else None,
        "city": city(where),
        "province": where.admin1,
        "country": country.name if country else "",
        "country_code": where.country,
        "resolution": RESOLUTION[where.precision] if where.precision else None,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _citation(report: Report, choice: Choice) -> dict[str, str]:
    found = {
        "citation": report.id,
        "url": report.url,
        "title": report.title if choice.with_text else "",
        "language": report.lang,
        "publication": report.outlet,
        "license": choice.licence,
        "codebook": "PLOVER",
        "version": "2.0 draft",
    }
    return {name: value for name, value in found.items() if value}


def _ours(claim: Claim, report: Report, choice: Choice) -> dict[str, Any]:
    size = {
        name: count.low
        for name, count in ((what, count_of(claim.counts, what)) for what in ("dead", "injured", "arrested"))
        if count is not None
    }
    return {
        "factuality": claim.factuality,
        "certainty": claim.certainty,
        "attribution": _entities(claim.attribution),
        "condition": words(claim.condition.span.quote, choice) if claim.condition else "",
        "deadline": words(claim.deadline.span.quote, choice) if claim.deadline else "",
        "until": words(claim.until.span.quote, choice) if claim.until else "",
        "auxiliary": auxiliary(claim, report),
        "claims": [claim.id],
        "size": size or None,
    }


def check_object(found: dict[str, Any]) -> str:
    """Say what is wrong with an event: a required field is missing, a date, type, place or offset cannot be."""
    for name in ("id", "date", "actor", "event", "factuality"):
        if not found.get(name):
            return f"{name}: it is missing"
    if unknown := found.keys() - set(COLUMNS) - set(EXTRA):
        return f"{min(unknown)}: no such field"
    for name in ("date", "enddate"):
        if name in found and not is_day(found[name]):
            return f"{name}: {found[name]!r} is no day"
    if found["quad_code"] not in {1, 2, 3, 4}:
        return f"quad_code: {found['quad_code']!r} is none of 1 to 4"
    place = found.get("event_loc", {})
    for name, limit in (("lat", 90), ("lon", 180)):
        if name in place and not -limit <= place[name] <= limit:
            return f"event_loc.{name}: {place[name]} lies outside the globe"
    return ""


FORMAT = Format(
    name="plover",
    unit="claim",
    extension="jsonl",
    files=(
        Objects(columns=(*COLUMNS, *EXTRA), check_object=check_object, id_of=lambda found: str(found["id"])),
    ),
    rows=rows,
    loss=LOSS,
    from_memory=("event_loc.resolution",),
)
"""PLOVER."""
