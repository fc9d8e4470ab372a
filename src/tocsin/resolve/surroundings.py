"""What a report tells of where it plays: the places it names, those it names with what holds them, and what lies near."""

import functools
import math
from collections.abc import Sequence

import msgspec

from tocsin.knowledge.places import Place, Places
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Report, Sentence, Token

DOMINANT = 5
"""Times larger than the next of the same name a town must be to be meant where nothing else tells (own choice)."""

CELL = 0.5
"""Degrees; a place and those up to two cells away are neighbours, about 100 km: what a local paper covers."""

ROUNDS = 3
"""Times that names draw each other; more change nothing (own observation)."""

MOST_SUPPORT = 8.0
"""Neighbours beyond these say no more."""

LEAST_WEIGHT = 0.01
"""A place that a name means less likely than this draws no other."""

MOST_NAMESAKES = 25
"""A name that more places bear says nothing of where the report plays."""

MOST_NAMES = 300
"""Names of one report that are weighed against each other."""


class Named(msgspec.Struct, frozen=True):
    """A name of places in the report."""

    form: str
    """Its folded words."""
    ids: tuple[str, ...]
    """Places that it may mean; only those within the larger place written behind it."""
    is_pinned: bool
    """Whether a larger place is written behind it."""
    is_lone: bool
    """Whether it stands alone, not in a longer proper name: "Jordan" against "Michael Jordan"."""


class Surroundings:
    """Counts the places of one report once."""

    def __init__(self, report: Report, sentences: Sequence[Sentence], places: Places) -> None:
        """Read the names.

        Args:
            report: the report.
            sentences: its sentences.
            places: the gazetteer.
        """
        self._places = places
        self._found: dict[tuple[str, tuple[str, ...]], Named] = {}
        for tokens in _datelines(report):
            self._read(tokens, dateline=True)
        for sentence in sentences:
            self._read(sentence.tokens, dateline=False)
        self._certain = [
            place
            for name in self._found.values()
            if name.form not in places.common and (place := self._alone(name.ids)) is not None
            if name.is_lone or place.kind == "country"
        ]

    def named(self, asked: frozenset[str]) -> tuple[set[str], set[tuple[str, str]]]:
        """List the countries and regions that the report names without doubt.

        Args:
            asked: ids of the name in question, left out.

        Returns:
            Country codes, and pairs of country code and name of a first-level region.
        """
        others = [place for place in self._certain if place.id not in asked and place.country]
        regions = {(place.country, place.admin1) for place in others if place.kind == "admin1"}
        return {place.country for place in others}, regions

    def pinned(self, form: str) -> frozenset[str]:
        """Give the places that a name means elsewhere in the report, where a larger place is written behind it."""
        return frozenset(
            i for name in self._found.values() if name.is_pinned and name.form == form for i in name.ids
        )

    def nearness(self, place: Place, form: str) -> float:
        """Count the other names of the report that mean a place near.

        Each name is first spread over its places by their inhabitants, then three times over by what lies near them,
        so that names that lie together draw each other: "Paris", "Lamar County" and "Reno" mean Texas.

        Args:
            place: a place.
            form: its folded name in the report.

        Returns:
            The expected number of other names that mean a place within about 100 km. 0 for areas without a middle.
        """
        return self._field.support(_point(place), form)

    @functools.cached_property
    def _field(self) -> "_Field":
        """Weigh the names against each other; only a name of several places, or a little known one, asks for it."""
        places, names = self._places, self._found.values()
        drawing = (name for name in names if name.is_lone and len(name.ids) <= MOST_NAMESAKES)
        kept = [
            (name.form, [places[i] for i in name.ids]) for name in drawing if name.form not in places.common
        ]
        return _Field(kept[:MOST_NAMES])

    def _read(self, tokens: Sequence[Token], *, dateline: bool) -> None:
        words = [token.lower for token in tokens]
        at = 0
        while at < len(words):
            length, ids = match(self._places, tokens[at].text, words, at)
            if not length:
                at += 1
                continue
            end = at + length
            held = within(self._places, ids, holder_behind(self._places, tokens, words, end))
            lone = dateline or not (_is_name(tokens, at - 1) or _is_name(tokens, end))
            name = Named(" ".join(words[at:end]), held or ids, bool(held), lone)
            known = self._found.get((name.form, name.ids))
            if known is None or (lone and not known.is_lone):
                self._found[name.form, name.ids] = name
            at = end

    def _alone(self, ids: tuple[str, ...]) -> Place | None:
        """Give the one place that a name means anywhere: a country, the only one, or much the largest."""
        places = sorted((self._places[i] for i in ids), key=lambda place: (-place.population, place.id))
        countries = [place for place in places if place.kind == "country"]
        if len(countries) == 1:
            is_clear = all(place.kind not in {"admin1", "region"} for place in places)
            return countries[0] if is_clear else None
        if len({place.country for place in places}) == 1:
            return next((place for place in places if place.kind == "admin1"), places[0])
        regions = [place for place in places if place.kind == "admin1"]
        if len(regions) == 1 and places[0].population < 40_000:
            return regions[0]
        return places[0] if places[0].population >= DOMINANT * max(places[1].population, 40_000) else None


def match(places: Places, shape: str, words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
    """Find the name that begins at a word; capitals are looked up with full stops too: "US" as "U.S.".

    Args:
        places: the gazetteer.
        shape: the first word as written.
        words: folded words.
        at: index of the first word.

    Returns:
        Length in words and place ids; (0, ()) where none begins or the word has no capital letter.
    """
    if len(shape) == 2 and shape.isupper():
        ids = places.named(".".join(words[at]) + ".")
        return min(len(ids), 1), ids
    return places.match(words, at) if shape != shape.lower() else (0, ())


def holder_behind(places: Places, tokens: Sequence[Token], words: Sequence[str], end: int) -> tuple[str, ...]:
    """Give the ids of the larger place behind a name: ", Iraq", "(Texas)" or "in Anbar".

    Args:
        places: the gazetteer.
        tokens: tokens of the sentence.
        words: their folded words.
        end: index behind the name.

    Returns:
        Ids; after a comma only of regions and countries.
    """
    if end + 1 >= len(words) or words[end] not in {",", "in", "("}:
        return ()
    at = end + 2 if words[end + 1] in {"the", "in"} else end + 1
    ids = match(places, tokens[at].text, words, at)[1] if at < len(words) else ()
    areas = {"admin1", "admin2", "country"}
    return tuple(i for i in ids if words[end] == "in" or places[i].kind in areas)


def within(places: Places, ids: Sequence[str], holders: Sequence[str]) -> tuple[str, ...]:
    """Keep the places that lie in one of others.

    Args:
        places: the gazetteer.
        ids: places.
        holders: countries and subdivisions.

    Returns:
        Those that lie within.
    """
    above = [places[i] for i in holders]
    return tuple(i for i in ids if any(_holds(holder, places[i]) for holder in above))


def _holds(holder: Place, place: Place) -> bool:
    if holder.kind == "country":
        return place.country == holder.country and place.kind != "country"
    if holder.kind == "admin1":
        return place.country == holder.country and place.admin1 == holder.name and place.kind != "admin1"
    return holder.kind == "admin2" and place.admin2 == holder.id


def _datelines(report: Report) -> list[tuple[Token, ...]]:
    """Give the words of datelines, which are no sentences; capitals are made plain."""
    lines = [report.text[p.start : p.end] for p in report.parts if p.kind == "dateline"]
    return [
        tuple(Token(line[a:b], fold(line[a:b]), "P", a, b) for a, b in token_spans(line)) for line in lines
    ]


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is part of a proper name."""
    if not 0 <= at < len(tokens) or tokens[at].tag != "P":
        return False
    return tokens[at].text != tokens[at].text.lower()


def _point(place: Place) -> tuple[float, float] | None:
    if place.lat is not None and place.lon is not None:
        return place.lat, place.lon
    return place.middle if place.kind == "admin2" else None


class _Field:
    """The weight of names in cells of half a degree."""

    def __init__(self, names: Sequence[tuple[str, list[Place]]]) -> None:
        self._names = {form: [p for p in places if _point(p) is not None] for form, places in names}
        self._weights = {form: _shares([_prior(p) for p in ps]) for form, ps in self._names.items() if ps}
        self._spread()
        for _ in range(ROUNDS):
            self._weights = {
                form: _shares(
                    [_prior(p) + min(self.support(_point(p), form), MOST_SUPPORT) for p in self._names[form]]
                )
                for form in self._weights
            }
            self._spread()

    def support(self, point: tuple[float, float] | None, form: str) -> float:
        """Add up the weight of other names around a point."""
        if point is None:
            return 0.0
        row, column = math.floor(point[0] / CELL), math.floor(point[1] / CELL)
        wide = 1 + round(1 / max(math.cos(math.radians(point[0])), 0.2))
        around: dict[str, float] = {}
        for north in range(row - 2, row + 3):
            for east in range(column - wide, column + wide + 1):
                for other, weight in self._cells.get((north, east), ()):
                    if other != form and other not in form and form not in other:
                        around[other] = around.get(other, 0.0) + weight
        return sum(around.values())

    def _spread(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[str, float]]] = {}
        for form, weights in self._weights.items():
            for place, weight in zip(self._names[form], weights, strict=True):
                point = _point(place)
                if point is not None and weight > LEAST_WEIGHT:
                    cell = math.floor(point[0] / CELL), math.floor(point[1] / CELL)
                    self._cells.setdefault(cell, []).append((form, weight))


def _prior(place: Place) -> float:
    """Weigh a place by its inhabitants: ten times as many, ten times as likely."""
    return math.log(max(place.population, 500))


def _shares(scores: Sequence[float]) -> list[float]:
    """Turn logarithms into shares of one."""
    best = max(scores)
    powers = [math.exp(score - best) for score in scores]
    return [power / sum(powers) for power in powers]
