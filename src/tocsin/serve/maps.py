"""The map: incidents where they are known to a town, and counted where they are known to a region or country only."""

import functools
import json
import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tocsin.knowledge.places import Place
from tocsin.model import Incident
from tocsin.serve.answers import answer_record, render
from tocsin.serve.choices import choice_of, groups, number_of_rows, pairs_of
from tocsin.serve.columns import Choice, Columns, Mask
from tocsin.serve.desk import Desk
from tocsin.store.views import MOST

DOTS = 2000
"""Places that are drawn at the most."""
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
    if form:
        rows, end = columns.page(
            kept, request.query_params.get("after", ""), number_of_rows(request, MOST, MOST)
        )
        return answer_record(_geojson(desk.store().views.incidents_at(rows), end))
    dots, areas = places_of(columns, kept, desk.know.places)
    view = view_of(dots, {area.country for area in areas})
    return render(
        request,
        "map.html",
        dots=dots[:DOTS],
        areas=areas,
        view=view,
        countries=_seen(view),
        told={area.country for area in areas},
        count=int(kept.sum()),
        nowhere=int(kept.sum()) - sum(dot.count for dot in dots) - sum(area.count for area in areas),
        more=len(dots) - DOTS,
        unit=view.width * view.squeeze / max(130.0, 36 * max((dot.count for dot in dots), default=1) ** 0.5),
        choice=choice,
        groups=groups(request, columns, choice, None, desk.word),
        among=partial(among, request),
    )


def among(request: Request, place: str) -> str:
    """Give the address of the list of incidents of one place, narrowed as the map is."""
    pairs = [pair for pair in pairs_of(request) if pair[0] != "place"]
    return "/incidents?" + urlencode([*pairs, ("place", place)])


def places_of(columns: Columns, kept: Mask, gazetteer: Mapping[str, Place]) -> tuple[list[Dot], list[Area]]:
    """Count the incidents of each place, most first: an area is never shown as a point.

    Args:
        columns: the incidents.
        kept: which of them.
        gazetteer: place id to place; what it does not know is left out.

    Returns:
        Places with a point, and areas.
    """
    facet = columns.facets["place"]
    violent, near = (
        dict(facet.count(columns.select(Choice(facets={name: (value,)}), among=kept)))
        for name, value in (("event_type", "ASSAULT"), ("precision", "near"))
    )
    dots, areas = [], []
    for key, count in facet.count(kept):
        place = gazetteer.get(key)
        if place is not None and place.lat is not None and place.lon is not None:
            dots.append(
                Dot(
                    place=key, name=place.name, lat=place.lat, lon=place.lon, count=count,
                    violent=violent.get(key, 0), near=near.get(key, 0) == count,
                )
            )  # fmt: skip
        elif place is not None:
            areas.append(Area(place=key, name=place.name, country=place.country, count=count))
    return dots, areas


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


def _geojson(found: list[Incident], after: str) -> dict[str, object]:
    """Write incidents as GeoJSON (RFC 7946); those known to an area only have no geometry; `after` leads to the next page."""
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
    return {"type": "FeatureCollection", "features": features, "after": after}
