"""Place names with coordinates: what the two place tasks share.

The span is given; the question is where it lies. End to end it is not given: what the network sees as places, resolved in
the same way, is compared with the toponyms that have coordinates. A town or site is right within 161 km of the true point
(100 miles, the usual measure: Gritta et al. 2020, section 4). An area has no point in tocsin: it is right
when the true name is one of its names, or its adjective ("Syrian"), and the town nearest to the true point lies in
the same country; of an area of several countries, such as Europe, the name is enough.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.scoring import Case, Hits, Scored, estimate, f1, ratio, read_jsonl
from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge, load_knowledge
from tocsin.knowledge.places import Place
from tocsin.knowledge.tokens import folded_words
from tocsin.model import Span, Where
from tocsin.pipeline import names_of
from tocsin.read import sentences
from tocsin.read.encoder import load_encoder
from tocsin.resolve.places import PlaceResolver

NEAR_KM = 161.0
EARTH_KM = 6371.0
"""Mean radius of the earth."""


class Atlas:
    """The gazetteer, asked by name and by point."""

    def __init__(self, know: Knowledge) -> None:
        """Sort towns into cells of one degree."""
        self._places = know.places
        self._adjectives = know.actors.adjectives
        self._cells: dict[tuple[int, int], list[Place]] = {}
        for place in know.places.values():
            if place.kind == "city" and place.lat is not None and place.lon is not None:
                cell = math.floor(place.lat), math.floor(place.lon)
                self._cells.setdefault(cell, []).append(place)

    def named(self, name: str) -> list[Place]:
        """Places of exactly this name, and countries of this adjective."""
        words = folded_words(name)
        length, ids = self._places.match(words, 0) if words else (0, ())
        found = [self._places[i] for i in ids] if length == len(words) else []
        length, codes = self._adjectives.match(words, 0) if words else (0, ())
        states = [f"country:{code}" for code in codes if length == len(words)]
        return found + [self._places[i] for i in states if i in self._places]

    def right(self, place: Place, toponym: dict[str, Any]) -> bool:
        """Tell whether a place is the one that a toponym of the data means."""
        lat, lon = float(toponym["lat"]), float(toponym["lon"])
        if place.lat is not None and place.lon is not None:
            return distance_km(lat, lon, place.lat, place.lon) <= NEAR_KM
        names = (toponym.get("gaz_name") or "", toponym["name"])
        known = {one.id for name in names for one in self.named(name)}
        return place.id in known and place.country in {"", self.country_at(lat, lon)}

    def country_at(self, lat: float, lon: float) -> str:
        """Country of the town nearest to a point, "" when none is within about five degrees."""
        for reach in range(1, 6):
            towns = list(self._around(math.floor(lat), math.floor(lon), reach))
            if towns:
                nearest = min(towns, key=lambda t: distance_km(lat, lon, t.lat or 0.0, t.lon or 0.0))
                return nearest.country
        return ""

    def place(self, identifier: str) -> Place | None:
        """The place of an id; None of ""."""
        return self._places.get(identifier)

    def _around(self, row: int, column: int, reach: int) -> Iterator[Place]:
        for north in range(row - reach, row + reach + 1):
            for east in range(column - reach, column + reach + 1):
                yield from self._cells.get((north, (east + 180) % 360 - 180), ())


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two points given in degrees (haversine), in km."""
    north, east = math.radians(lat2 - lat), math.radians(lon2 - lon)
    chord = (
        math.sin(north / 2) ** 2
        + math.cos(math.radians(lat)) * math.cos(math.radians(lat2)) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def score(data: Path) -> Scored:
    """Score a file of toponyms: acc_161km, answered, gazetteer_recall, over all toponyms with coordinates; end_to_end_f1."""
    know, encoder = load_knowledge(), load_encoder()
    atlas = Atlas(know)
    whole: list[Hits] = []
    cases: list[Case] = []
    documents: list[list[Case]] = []
    for document in read_jsonl(data):
        report = report_from_text(document["text"])
        resolver = PlaceResolver(report, list(sentences(report, know)), know)
        judged = [
            _judge(document["id"], toponym, resolver, atlas)
            for toponym in document["toponyms"]
            if toponym.get("lat") is not None
        ]
        cases += judged
        documents.append(judged)
        whole.append(_found(names_of(report, know, encoder).places, document["toponyms"], atlas))
    return Scored(
        metrics={
            "acc_161km": estimate(_counts(documents, "ok"), ratio, len(cases)),
            "answered": estimate(_counts(documents, "predicted"), ratio, len(cases)),
            "gazetteer_recall": estimate(_counts(documents, "listed"), ratio, len(cases)),
            "end_to_end_f1": estimate(whole, f1, len(cases)),
        },
        cases=cases,
    )


def _found(places: Sequence[Where], toponyms: Sequence[dict[str, Any]], atlas: Atlas) -> Hits:
    """Compare the places found in a text with its toponyms; those at toponyms without coordinates are not judged."""
    gold = [toponym for toponym in toponyms if toponym.get("lat") is not None]
    known: set[int] = set()
    right = judged = 0
    for where in places:
        met = [one for one in toponyms if one["start"] < where.span.end and where.span.start < one["end"]]
        place = atlas.place(where.place)
        if place is None or (met and not any(one in gold for one in met)):
            continue
        judged += 1
        fitting = {n for n, one in enumerate(gold) if one in met and atlas.right(place, one)}
        known |= fitting
        right += bool(fitting)
    return right, judged, len(known), len(gold)


def _judge(document: str, toponym: dict[str, Any], resolver: PlaceResolver, atlas: Atlas) -> Case:
    span = Span(start=toponym["start"], end=toponym["end"], quote=toponym["name"])
    where = resolver.where(Where(span=span))
    place = atlas.place(where.place)
    ok = place is not None and atlas.right(place, toponym)
    return {
        "id": f"{document}:{span.start}",
        "gold": toponym.get("geonames_id", ""),
        "predicted": where.place,
        "ok": ok,
        "listed": ok or any(atlas.right(one, toponym) for one in atlas.named(toponym["name"])),
    }


def _counts(documents: Sequence[Sequence[Case]], field: str) -> list[tuple[int, int]]:
    return [(sum(bool(case[field]) for case in judged), len(judged)) for judged in documents]
