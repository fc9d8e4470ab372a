"""The map: incidents where they are known to a town, and counted where they are known to a region or country only."""

import functools
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tocsin.model import Incident, Where
from tocsin.serve.answers import answer_record, render
from tocsin.serve.choices import choice_of, groups
from tocsin.serve.desk import Desk
from tocsin.serve.shown import placed
from tocsin.store.views import MOST

WORLD = Path(__file__).parent / "world.json"
MARGIN = 0.15
"""Share of the width that is left free around the outermost points."""
LEAST = 6.0
"""Degrees that the map is wide at least, so that one town does not fill it."""


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """All incidents at one place."""

    place: str
    """Gazetteer id."""
    name: str
    lat: float
    lon: float
    count: int
    violent: int
    """How many of them are ASSAULT."""
    near: bool
    """Only near the place, not in it."""
    newest: str
    """Id of the newest incident there."""


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """All incidents that are known to a region or country only."""

    place: str
    name: str
    country: str
    count: int


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What the map shows, in degrees, y downward."""

    left: float
    top: float
    width: float
    height: float
    squeeze: float
    """Cosine of the middle latitude: a degree of longitude is so much shorter than one of latitude there."""


def world_map(request: Request, desk: Desk, form: str = "") -> Response:
    """Show incidents on a map, narrowed like the list."""
    choice, columns = choice_of(request), desk.record().incidents
    kept = columns.select(choice)
    rows, end = columns.page(kept, "", MOST)
    found = desk.store().views.incidents_at(rows)
    if form:
        return answer_record(_geojson(found))
    dots, areas = dots_of(found), areas_of(found)
    view = view_of(dots, {area.country for area in areas})
    return render(
        request,
        "map.html",
        dots=dots,
        areas=areas,
        view=view,
        countries=_seen(view),
        told={area.country for area in areas},
        nowhere=sum(not placed(incident) for incident in found),
        more=MOST if end else 0,
        choice=choice,
        groups=groups(request, columns, choice, None, desk.word),
    )


def dots_of(found: list[Incident]) -> list[Dot]:
    """Gather the incidents of each place that has coordinates, most first."""
    count: Counter[str] = Counter()
    violent: Counter[str] = Counter()
    first: dict[str, tuple[Where, str]] = {}
    for incident in found:
        where = incident.where
        if where is not None and where.lat is not None and where.lon is not None:
            count[where.place] += 1
            violent[where.place] += incident.event_type == "ASSAULT"
            first.setdefault(where.place, (where, incident.id))
    return [
        Dot(
            place=place,
            name=first[place][0].name,
            lat=first[place][0].lat or 0.0,
            lon=first[place][0].lon or 0.0,
            count=number,
            violent=violent[place],
            near=first[place][0].precision == "near",
            newest=first[place][1],
        )
        for place, number in sorted(count.items(), key=lambda one: (-one[1], one[0]))
    ]


def areas_of(found: list[Incident]) -> list[Area]:
    """Gather the incidents of each place that is an area, most first: an area is never shown as a point."""
    count: Counter[tuple[str, str, str]] = Counter()
    for incident in found:
        where = incident.where
        if where is not None and where.place and where.lat is None:
            count[where.place, where.name, where.country] += 1
    return [
        Area(place=place, name=name, country=country, count=number)
        for (place, name, country), number in sorted(count.items(), key=lambda one: (-one[1], one[0]))
    ]


def view_of(dots: list[Dot], countries: set[str]) -> View:
    """Choose what the map shows: all dots, and all countries of which something is known; the world where there are none.

    Args:
        dots: the dots.
        countries: ISO 3166 alpha-3 codes.

    Returns:
        The view, between latitudes -60 and 80.
    """
    boxes = [_outlines()[code]["box"] for code in sorted(countries) if code in _outlines()]
    xs = [dot.lon for dot in dots] + [box[at] for box in boxes for at in (0, 2)] or [-170.0, 180.0]
    ys = [dot.lat for dot in dots] + [box[at] for box in boxes for at in (1, 3)] or [-56.0, 75.0]
    squeeze = max(0.4, math.cos(math.radians((min(ys) + max(ys)) / 2)))
    width = max(LEAST, (max(xs) - min(xs)) * (1 + 2 * MARGIN))
    height = max(LEAST * squeeze, (max(ys) - min(ys)) * (1 + 2 * MARGIN), width * squeeze * 0.45)
    width = max(width, height / squeeze * 1.2)
    return View(
        left=round((min(xs) + max(xs) - width) / 2, 2),
        top=round(-(min(ys) + max(ys) + height) / 2, 2),
        width=round(width, 2),
        height=round(height, 2),
        squeeze=round(squeeze, 4),
    )


def _seen(view: View) -> list[tuple[str, str, str]]:
    """Give code, name and outline of the countries that the view touches."""
    right, bottom = view.left + view.width, view.top + view.height
    return [
        (code, outline["name"], outline["path"])
        for code, outline in _outlines().items()
        if outline["box"][0] < right
        and outline["box"][2] > view.left
        and -outline["box"][3] < bottom
        and -outline["box"][1] > view.top
    ]


@functools.cache
def _outlines() -> dict[str, Any]:
    """Load the outlines: code to name, box (west, south, east, north) and path."""
    outlines: dict[str, Any] = json.loads(WORLD.read_text(encoding="utf-8"))
    return outlines


def _geojson(found: list[Incident]) -> dict[str, object]:
    """Write incidents as GeoJSON (RFC 7946); those known to an area only have no geometry."""
    features = []
    for incident in found:
        where = incident.where
        point = where is not None and where.lat is not None and where.lon is not None
        features.append(
            {
                "type": "Feature",
                "id": incident.id,
                "geometry": {"type": "Point", "coordinates": [where.lon, where.lat]}
                if where and point
                else None,
                "properties": {
                    "event_type": incident.event_type,
                    "place": where.name if where else "",
                    "country": where.country if where else "",
                    "precision": where.precision if where else None,
                    "origins": incident.origins,
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}
