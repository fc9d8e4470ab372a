"""The gazetteer: towns, regions, countries and the places that reports of conflict name.

Sources: `knowledge/places/cities.tsv` and `countries.tsv` (built by `tools/build_gazetteer.py`), and `regions.yml`
and `local.yml` (written by hand; their form is explained at their top).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.names import NameIndex, build_index
from tocsin.knowledge.sources import read_rows, read_yaml
from tocsin.knowledge.tokens import fold

PlaceKind = Literal["city", "site", "admin1", "region", "country"]
"""What a place is; only a city (any town or village) and a site have a point."""

SAME_TOWN = 0.3
"""Degrees within which a town of the same name and country is the same town."""

WELL_KNOWN = 100_000
"""Inhabitants from which a town keeps a name that is a word now and then ("Hama" against "Reading")."""

_ARTICLE = re.compile(r"(?i)(al|ar|as|ash|ad|adh|an|at|ath|az|el) (?=\S{3})")
_APOSTROPHES = re.compile("['’‘ʿʾʼʻ`]")
_MARKS = re.compile(r"[\W_]+")


class Place(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A place of the gazetteer."""

    id: str
    """"geonames:98182", "local:taji", "admin1:IRQ.07", "region:donbas" or "country:IRQ"."""
    name: str
    """Its usual name."""
    kind: PlaceKind
    """What it is."""
    country: str = ""
    """ISO 3166 alpha-3 code; "" = lies in several or belongs to none."""
    admin1: str = ""
    """Name of its first-level region; "" = unknown."""
    lat: float | None = None
    """Degrees north, WGS 84; None for areas."""
    lon: float | None = None
    """Degrees east, WGS 84; None for areas."""
    population: int = 0
    """Inhabitants; 0 = unknown."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """All places and the names under which they are found."""

    places: dict[str, Place]
    """Place id to place."""
    index: NameIndex
    """Folded names to place ids; none of one or two letters."""
    common: frozenset[str]
    """Folded one-word names that are mostly something else: ordinary words, people's names."""
    capitals: dict[str, str]
    """Country code to the place id of its capital."""


def read_places(source: Path) -> Places:
    """Read the gazetteer.

    Args:
        source: the knowledge folder.

    Returns:
        All places.

    Raises:
        KnowledgeError: a row is malformed; the message names file and row.
    """
    folder = source / "places"
    local = read_yaml(folder / "local.yml")
    regions = read_yaml(folder / "regions.yml")
    found = _Collector()
    capitals = {}
    for row in read_rows(folder / "countries.tsv", 4):
        code, name, capital, others = row
        found.add(Place(f"country:{code}", name, "country", code), others)
        if capital:
            capitals[code] = f"geonames:{capital}"
    names_of = {}
    for country, named in regions.items():
        for code, names in named.items():
            name, _, others = names.partition("|")
            names_of[country, code] = name
            found.add(Place(f"admin1:{country}.{code}", name, "admin1", country, name), others)
    for row in read_rows(folder / "cities.tsv", 8):
        found.add(_city(row, names_of), row[7])
    for kind, section in (("city", "towns"), ("site", "sites")):
        for country, entries in local[section].items():
            for entry in entries:
                found.add_local(entry, country, "city" if kind == "city" else "site")
    for names, country in local["areas"].items():
        name, _, others = names.partition("|")
        found.add(Place(f"region:{_slug(name)}", name, "region", country), others)
    for identifier, others in local["also"].items():
        found.name(identifier, others)
    index = build_index(
        (name, identifier) for name, identifier in found.pairs() if len(_APOSTROPHES.sub("", name)) > 2
    )
    words = frozenset(fold(name) for name in local["common"].split())
    return Places(
        places=found.places,
        index=index,
        common=_common(index, found.places, words, source / "words" / "en" / "tags.tsv"),
        capitals=capitals,
    )


class _Collector:
    """Gathers places and their names."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self._names: list[tuple[str, str]] = []
        self._towns: dict[tuple[str, str], list[Place]] = {}

    def add(self, place: Place, others: str) -> None:
        """Add a place with its other names, joined by "|"."""
        if place.id in self.places:
            message = f"The place {place.id} ({place.name}) is given twice."
            raise KnowledgeError(message)
        self.places[place.id] = place
        self.name(place.id, [place.name, *filter(None, others.split("|"))])

    def name(self, identifier: str, names: list[str]) -> None:
        """Add names of a place."""
        place = self.places.get(identifier)
        if place is None:
            message = f"local.yml: {identifier} is no place"
            raise KnowledgeError(message)
        for name in names:
            self._names.append((name, identifier))
            if place.kind == "city":
                self._towns.setdefault((place.country, fold(name)), []).append(place)

    def add_local(self, entry: str, country: str, kind: Literal["city", "site"]) -> None:
        """Add an entry of local.yml; to a town that is there already it only adds names."""
        match = re.fullmatch(r"([^|:]+)((?:\|[^|:]+)*): (-?\d+\.\d+) (-?\d+\.\d+)", entry)
        if match is None:
            message = f'local.yml: "{entry}" is not of the form "name|other names: lat lon"'
            raise KnowledgeError(message)
        name, others, lat, lon = match[1], match[2].removeprefix("|"), float(match[3]), float(match[4])
        names = [name, *filter(None, others.split("|"))]
        for spelling in names if kind == "city" else ():
            for town in self._towns.get((country, fold(spelling)), ()):
                if abs((town.lat or 0) - lat) < SAME_TOWN and abs((town.lon or 0) - lon) < SAME_TOWN:
                    self.name(town.id, names)
                    return
        self.add(Place(f"local:{_slug(name)}", name, kind, country, "", lat, lon), others)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Give names and ids; names with an Arabic article also with a hyphen behind it ("al-Fallujah")."""
        for name, identifier in self._names:
            yield name, identifier
            hyphened = _ARTICLE.sub(r"\1-", name, count=1) if _ARTICLE.match(name) else name
            if hyphened != name:
                yield hyphened, identifier


def _slug(name: str) -> str:
    return _MARKS.sub("-", fold(name)).strip("-")


def _city(row: list[str], names_of: dict[tuple[str, str], str]) -> Place:
    number, name, country, code, lat, lon, population, _ = row
    try:
        return Place(
            f"geonames:{number}",
            name,
            "city",
            country,
            names_of.get((country, code), ""),
            float(lat),
            float(lon),
            int(population),
        )
    except ValueError as error:
        message = f"cities.tsv: {number} {name}: {error}"
        raise KnowledgeError(message) from error


def _common(index: NameIndex, places: dict[str, Place], people: frozenset[str], tags: Path) -> frozenset[str]:
    """Find the one-word names that are mostly something else."""
    kinds = {word: kinds.split(" ") for word, kinds in read_rows(tags, 2, heading=False)}
    found = set()
    for name, ids in index.ids.items():
        if " " in name or any(places[i].kind == "country" for i in ids):
            continue
        tagged = kinds.get(name, ["P"])
        known = max(places[i].population for i in ids) >= WELL_KNOWN
        if name in people or tagged[0] != "P" or (len(tagged) > 1 and not known):
            found.add(name)
    return frozenset(found)
