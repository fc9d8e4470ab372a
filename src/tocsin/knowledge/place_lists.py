"""Read the lists of places and write the gazetteer.

Sources: `knowledge/places/cities.tsv`, `subdivisions.tsv` and `countries.tsv` (built by `tools/build_gazetteer.py`),
`villages.tsv` (built by `tools/build_villages.py`), and `regions.yml` and `local.yml` (written by hand; their form is explained at their top).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.names import NameIndex, build_index
from tocsin.knowledge.places import WELL_KNOWN, Place, write_gazetteer
from tocsin.knowledge.sources import read_rows, read_yaml
from tocsin.knowledge.tokens import fold, folded_words

SAME_TOWN = 0.3
"""Degrees within which a town of the same name and country is the same town."""

_ARTICLE = re.compile(r"(?i)(al|ar|as|ash|ad|adh|an|at|ath|az|el) (?=\S{3})")
_CUT = {"Saint": ("St.", "St"), "Mount": ("Mt.", "Mt"), "Fort": ("Ft.", "Ft"), "Sankt": ("St.",)}
"""First words of names, and how reports shorten them."""

_UPON = re.compile(r"(\S+(?: \S+)?)[ -](?:upon|on|under|le|by|in)[ -]", re.IGNORECASE)
_ENGLISH = frozenset("AUS CAN GBR IRL NZL USA".split())
"""Where "Newcastle upon Tyne" is called Newcastle for short."""

_STATES = frozenset("BRA IND MEX MMR MYS NGA SDN SSD USA VEN".split())
"""Countries whose first-level regions are called states."""

_APOSTROPHES = re.compile("['’‘ʿʾʼʻ`]")
_MARKS = re.compile(r"[\W_]+")


def read_places(source: Path, target: Path) -> None:
    """Read the lists of places and write the gazetteer.

    Args:
        source: the knowledge folder.
        target: file to write; same input, same content.

    Raises:
        KnowledgeError: a row is malformed; the message names file and row.
    """
    folder = source / "places"
    local = read_yaml(folder / "local.yml")
    found = _Collector()
    capitals = _countries(folder, found)
    _add_subdivisions(folder, found)
    for row in read_rows(folder / "cities.tsv", 9):
        found.add(_city(row, found), row[8])
    for number, *where in read_rows(folder / "villages.tsv", 7):
        found.add(_city([number, *where, "0", ""], found, "post"), "")
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
    people = frozenset(fold(name) for name in local["common"].split())
    common = _common(index, found.places, people, source / "words" / "en" / "tags.tsv")
    postal: dict[str, tuple[str, ...]] = {}
    for identifier, code in local["postal"].items():
        postal[code] = (*postal.get(code, ()), _listed(identifier, found))
    lists: dict[str, Mapping[str, object]] = {
        "capitals": capitals,
        "adjectives": _adjectives(local, found),
        "postal": postal,
    }
    write_gazetteer(target, found.centred(), index, common, lists)


def _adjectives(local: dict[str, Any], found: "_Collector") -> dict[str, str]:
    """Give the adjectives of places that are no countries, folded, and the ids of these."""
    return {
        " ".join(folded_words(word)): _listed(identifier, found)
        for identifier, words in local["adjectives"].items()
        for word in words
    }


def _listed(identifier: str, found: "_Collector") -> str:
    """Give an id of a place back."""
    if identifier not in found.places:
        message = f"local.yml: {identifier} is no place"
        raise KnowledgeError(message)
    return identifier


def _countries(folder: Path, found: "_Collector") -> dict[str, str]:
    """Add countries; give country codes and the ids of their capitals."""
    capitals = {}
    for code, name, capital, others in read_rows(folder / "countries.tsv", 4):
        found.add(Place(f"country:{code}", name, "country", code), others)
        if capital:
            capitals[code] = f"geonames:{capital}"
    return capitals


def _add_subdivisions(folder: Path, found: "_Collector") -> None:
    """Add first-level regions, those written by hand first, and second-level ones."""
    for country, named in read_yaml(folder / "regions.yml").items():
        for code, names in named.items():
            name, _, others = names.partition("|")
            found.add_region(country, code, name, others, is_listed=True)
    rows = list(read_rows(folder / "subdivisions.tsv", 6))
    firsts = Counter((country, code) for _, _, country, code, level, _ in rows if level == "1")
    inner = set()
    for number, name, country, code, level, others in rows:
        names = [name, *filter(None, others.split("|"))]
        region = found.regions.get((country, code))
        if level != "1":
            continue
        if region is None:
            found.add_region(country, code, name, others)
        elif firsts[country, code] == 1 or fold(region) in map(fold, names):
            found.name(f"admin1:{country}.{code}", names)
        else:
            inner.add(number)  # one of several of a code: the counties of Leinster
    for number, name, country, code, level, others in rows:
        if level == "2" or number in inner:
            region = found.regions.get((country, code), "")
            found.add(Place(f"admin2:{number}", name, "admin2", country, region), others)


class _Collector:
    """Gathers places and their names."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.regions: dict[tuple[str, str], str] = {}
        """Country and code of a first-level region, and its name."""
        self._names: list[tuple[str, str]] = []
        self._towns: dict[tuple[str, str], list[Place]] = {}

    def add(self, place: Place, others: str) -> None:
        """Add a place with its other names, joined by "|"."""
        if place.id in self.places:
            message = f"The place {place.id} ({place.name}) is given twice."
            raise KnowledgeError(message)
        self.places[place.id] = place
        self.name(place.id, [place.name, *filter(None, others.split("|"))])

    def add_region(self, country: str, code: str, name: str, others: str, *, is_listed: bool = False) -> None:
        """Add a first-level region."""
        self.regions[country, code] = name
        place = Place(f"admin1:{country}.{code}", name, "admin1", country, name, is_listed=is_listed)
        self.add(place, others)

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
        """Add an entry of local.yml; to a town that is there already it only adds names and the mark."""
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
                    self.places[town.id] = msgspec.structs.replace(self.places[town.id], is_listed=True)
                    return
        place = Place(f"local:{_slug(name)}", name, kind, country, "", lat, lon, is_listed=True)
        self.add(place, others)

    def centred(self) -> dict[str, Place]:
        """Give the places; subdivisions with the middle of their towns and the inhabitants of these."""
        towns: dict[str, list[Place]] = {}
        above = {(p.country, p.admin1): p.id for p in self.places.values() if p.kind == "admin1"}
        for town in self.places.values():
            if town.kind == "city":
                region = above.get((town.country, town.admin1), "")
                for area in (town.admin2, region):
                    towns.setdefault(area, []).append(town)
        return {place.id: _centred(place, towns.get(place.id, ())) for place in self.places.values()}

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Give names and ids; with an Arabic article also hyphened ("al-Fallujah"), and with "Saint" and such cut short."""
        for name, identifier in self._names:
            yield name, identifier
            place = self.places[identifier]
            if place.kind == "admin1" and name == place.name and place.country in _STATES:
                yield f"{name} State", identifier
            first, _, rest = name.partition(" ")
            for cut in _CUT.get(first, ()) if rest else ():
                yield f"{cut} {rest}", identifier
            upon = _UPON.match(name)
            if upon and place.kind == "city" and place.country in _ENGLISH:
                yield upon[1], identifier
            hyphened = _ARTICLE.sub(r"\1-", name, count=1) if _ARTICLE.match(name) else name
            if hyphened != name:
                yield hyphened, identifier


def _centred(place: Place, towns: Sequence[Place]) -> Place:
    if place.kind not in {"admin1", "admin2"} or not towns:
        return place
    lat, lon = (
        sum(axis) / len(towns) for axis in zip(*((t.lat or 0, t.lon or 0) for t in towns), strict=True)
    )
    return msgspec.structs.replace(
        place,
        population=sum(town.population for town in towns),
        middle=(round(lat, 2), round(lon, 2)),
    )


def _slug(name: str) -> str:
    return _MARKS.sub("-", fold(name)).strip("-")


def _city(row: list[str], found: _Collector, source: str = "geonames") -> Place:
    number, name, country, code, county, lat, lon, population, _ = row
    above = f"admin2:{county}"
    try:
        return Place(
            f"{source}:{number}",
            name,
            "city",
            country,
            found.regions.get((country, code), ""),
            float(lat),
            float(lon),
            int(population),
            above if above in found.places else "",
        )
    except ValueError as error:
        message = f"{source}: {number} {name}: {error}"
        raise KnowledgeError(message) from error


def _common(index: NameIndex, places: dict[str, Place], people: frozenset[str], tags: Path) -> frozenset[str]:
    """Find the one-word names that are mostly something else."""
    kinds = {word: kinds.split(" ") for word, kinds in read_rows(tags, 2, heading=False)}
    found = set()
    for name, ids in index.ids.items():
        if " " in name or any(places[i].kind in {"country", "region"} for i in ids):
            continue
        tagged = kinds.get(name, ["P"])
        known = max(places[i].population for i in ids) >= WELL_KNOWN
        if name in people or tagged[0] != "P" or (len(tagged) > 1 and not known):
            found.add(name)
    return frozenset(found)
