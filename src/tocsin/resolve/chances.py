"""How likely a name means each of its places: what is known of the place, and what the other names of the report mean.

Each name is first spread over its places by what is known of these, then twice over by what the other names mean, so that
names that lie together draw each other: "Paris", "Lamar County" and "Reno" mean Texas. The weights are fitted
(`tools/place_weights.py`).
"""

import functools
import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tocsin.knowledge.places import WELL_KNOWN, Place, Places

CELL = 0.5
"""Degrees; a place and those up to two cells away are neighbours, about 100 km: what a local paper covers."""

ROUNDS = 2
"""Times that names draw each other; four put a few names of 2,400 otherwise, for better or for worse (Wikinews and the half of
our own reports to develop on)."""

LEAST_CHANCE = 0.01
"""A place that a name means less likely than this draws no other."""

MOST_NAMESAKES = 25
"""Places of one name, the largest, that draw others."""

MOST_NAMES = 300
"""Names of one report that are weighed against each other."""

REGION_WORDS = frozenset(
    "province governorate region state oblast department prefecture countryside krai republic".split()
)
"""Words behind a name, or before its "of", that make it a first-level region rather than a town."""

COUNTY_WORDS = frozenset("county counties district districts parish borough township subdistrict".split())
"""The same of a second-level subdivision."""

_LARGEST = 7.0
"""Logarithm of the inhabitants that a country counts as having."""

FEW = 300
"""Inhabitants of a place of which none are known."""

WEIGHTS = {
    "size": 1.26,
    "country": 9.54,
    "admin1": -0.3,
    "admin1_size": 1.25,
    "admin2": -0.03,
    "admin2_size": 0.37,
    "region": 7.98,
    "listed": 1.0,
    "capital": 0.5,
    "near": 2.28,
    "country_named": 0.9,
    "itself_named": 0.53,
    "region_named": 0.92,
    "country_share": 1.2,
    "region_share": 2.37,
    "region_names": 0.7,
    "none": 2.8,
    "none_common": 2.0,
    "none_size": 0.5,
}
"""What a fact of a place adds to the logarithm of its chance, and of the chance that none is meant.

Fitted by `tools/place_weights.py`, cross-validated over documents, on the places of the MUC-3/4 templates (NIST, public
domain), on Wikinews (CC BY 2.5), where the larger place written behind a name tells which is right, and on half of our own
reports of local news (`evals/sets/places_own.yml`). Own choice, since these data tell little of it: "listed", "capital",
"admin1", "admin1_size", "country_named", "country_share", and what speaks for none: of a name of which nothing else is told a
place is meant from about 10,000 inhabitants on.
"""

TAKES_PART = 1.5
"""What it adds that the country of a well known place takes part in what is told; from 1 to 4 the cases of the tests come out
right, and none of these reports tells more (own choice)."""


class Named(msgspec.Struct):
    """A name of places in a report."""

    form: str
    """Its folded words."""
    ids: tuple[str, ...]
    """Places that it may mean."""
    pinned: frozenset[str] = frozenset()
    """Those of them that lie in the larger place written behind it, once or oftener."""
    is_lone: bool = False
    """Whether it stands alone, not in a longer proper name: "Jordan" against "Michael Jordan"."""
    is_placed: bool = False
    """Whether a word of place stands before it."""


class Facts(msgspec.Struct, frozen=True, gc=False):
    """What speaks for a place, by the names of the weights."""

    near: float
    """Logarithm of one more than the expected number of other names that mean a place within about 100 km."""
    country_named: float
    """Chance that the report names its country, of a place that is well known: a country that is named says little of villages."""
    itself_named: float
    """Chance that it is a country that the report names otherwise too: "Syria" and "Syrian"."""
    region_named: float
    """Chance that the report names its first-level region, of a place in it."""
    country_share: float
    """Share of the other names that mean its country or a place in it."""
    region_share: float
    """The same of its first-level region."""
    region_names: float
    """Logarithm of one more than the expected number of other names that mean this or a place in it."""


class Chances:
    """Weighs the names of a report against each other.

    Args:
        names: the names; only those that say something.
        places: the gazetteer.
    """

    def __init__(self, names: Iterable[Named], places: Places) -> None:
        """Weigh them."""
        self._places = places
        self._names: dict[str, tuple[list[Place], bool]] = {}
        for name in list(names)[:MOST_NAMES]:
            found = [places[i] for i in name.pinned or name.ids]
            found.sort(key=lambda place: (-place.population, place.id))
            is_held = bool(name.pinned) or is_stated(name.form)
            self._names[name.form] = found[:MOST_NAMESAKES], is_held
        self._cells: dict[tuple[object, ...], list[tuple[str, float]]] = {}
        self._facts: dict[tuple[str, str], tuple[Facts, float]] = {}
        for _ in range(1 + ROUNDS):
            self._means = {form: self._shares(form, *found) for form, found in self._names.items()}
            self._spread()

    def of(
        self, form: str, ids: Sequence[str], countries: frozenset[str], *, is_held: bool
    ) -> list[tuple[float, Place]]:
        """Tell how likely a name means each of its places.

        Args:
            form: its folded words.
            ids: its places.
            countries: ISO 3166 alpha-3 codes of those who take part.
            is_held: whether the text says what it lies in, so that it is one of these places.

        Returns:
            Chance and place, the most likely first. Together they may be less than one: none of them may be meant.
        """
        places = [self._places[i] for i in ids]
        found = zip(self._shares(form, places, is_held, countries), places, strict=True)
        return sorted(found, key=lambda one: (-one[0], -one[1].population, one[1].id))

    def facts(self, place: Place, form: str) -> Facts:
        """Tell what the other names of the report say for a place.

        Args:
            place: the place.
            form: its folded name in the report.

        Returns:
            The facts.
        """
        return self._weighed(place, form)[0]

    def _weighed(self, place: Place, form: str) -> tuple[Facts, float]:
        """Give the facts, and what they and the place itself are worth together."""
        found = self._facts.get((place.id, form))
        if found is None:
            facts = self._told(place, form)
            worth = dot(place_facts(place, self._places) | msgspec.structs.asdict(facts))
            found = self._facts[place.id, form] = facts, worth
        return found

    def _told(self, place: Place, form: str) -> Facts:
        others = self._sum(("any",), form) + 1
        named = min(self._sum(("country", place.country, ""), form), 1.0)
        region = ("admin1", place.country, place.admin1)
        within = self._sum(("in", place.country, place.admin1), form) if place.admin1 else 0.0
        inside = place.admin1 and place.kind not in {"country", "admin1"}
        return Facts(
            math.log1p(self.nearness(place, form)),
            named if _is_known(place) and place.kind != "country" else 0.0,
            named if place.kind == "country" else 0.0,
            min(self._sum(region, form), 1.0) if inside else 0.0,
            self._sum(("in", place.country), form) / others if place.country else 0.0,
            within / others,
            math.log1p(within),
        )

    def town(self, form: str) -> Place | None:
        """Give the town that a name of the report means, if it more likely does than not."""
        found = zip(self._means.get(form, ()), self._names.get(form, ((), False))[0], strict=True)
        return next((place for chance, place in found if chance >= 0.5 and place.kind == "city"), None)

    @functools.cached_property
    def home(self) -> Place | None:
        """The town about which most names of towns lie; None where there is none."""
        towns = {form: town for form in self._names if (town := self.town(form)) is not None}
        about = {form: 1 + self.nearness(town, form) for form, town in towns.items()}
        if not about or 2 * max(about.values()) < len(towns):
            return None
        return max(towns.items(), key=lambda one: (about[one[0]], one[1].population, one[1].id))[1]

    def nearness(self, place: Place, form: str) -> float:
        """Give the expected number of other names that mean a place within about 100 km; 0 for areas without a middle."""
        point = point_of(place)
        if point is None:
            return 0.0
        row, column = math.floor(point[0] / CELL), math.floor(point[1] / CELL)
        wide = 1 + round(1 / max(math.cos(math.radians(point[0])), 0.2))
        around = [
            (north, east)
            for north in range(row - 2, row + 3)
            for east in range(column - wide, column + wide + 1)
        ]
        return self._sum_of(around, form)

    def _shares(
        self, form: str, places: Sequence[Place], is_held: bool, countries: frozenset[str] = frozenset()
    ) -> list[float]:
        """Give the chances of places; they leave room for none of them, if the text does not say what it lies in."""
        worth = [
            self._weighed(place, form)[1] + TAKES_PART * (place.country in countries and _is_known(place))
            for place in places
        ]
        if not is_held:
            worth.append(dot(none_facts(form, places, self._places)))
        best = max(worth)
        powers = [math.exp(one - best) for one in worth]
        total = sum(powers)
        return [power / total for power in powers][: len(places)]

    def _sum(self, key: tuple[object, ...], form: str) -> float:
        return self._sum_of([key], form)

    def _sum_of(self, keys: Iterable[tuple[object, ...]], form: str) -> float:
        """Add up what other names mean; a name says nothing of one that holds it."""
        return sum(
            chance
            for key in keys
            for other, chance in self._cells.get(key, ())
            if other not in form and form not in other
        )

    def _spread(self) -> None:
        """Note under each cell, country and region which names mean it or a place in it."""
        self._cells, self._facts = {}, {}
        for form, chances in self._means.items():
            for place, chance in zip(self._names[form][0], chances, strict=True):
                if chance > LEAST_CHANCE:
                    for key in _keys(place):
                        self._cells.setdefault(key, []).append((form, chance))


def _keys(place: Place) -> Iterable[tuple[object, ...]]:
    """Give what a place speaks for."""
    yield ("any",)
    point = point_of(place)
    if point is not None:
        yield math.floor(point[0] / CELL), math.floor(point[1] / CELL)
    if place.kind in {"country", "admin1"}:
        yield place.kind, place.country, place.admin1
    if place.country:
        yield "in", place.country
    if place.admin1:
        yield "in", place.country, place.admin1


def is_stated(form: str) -> bool:
    """Tell whether a name of the gazetteer says itself that it is a region: "Lamar County"; then some such place is meant."""
    words = form.split(" ")
    return len(words) > 1 and bool({words[0], words[-1]} & (REGION_WORDS | COUNTY_WORDS))


def is_large(place: Place) -> bool:
    """Tell whether a place is as known as a large town: by its inhabitants, or since it is listed by hand."""
    return place.is_listed or place.population >= WELL_KNOWN


def _is_known(place: Place) -> bool:
    """Tell whether reports name a place of a country without this."""
    return bool(place.country) and is_large(place)


def point_of(place: Place) -> tuple[float, float] | None:
    """Give the point of a place, or the middle of a second-level subdivision; None for larger areas."""
    if place.lat is not None and place.lon is not None:
        return place.lat, place.lon
    return place.middle if place.kind == "admin2" else None


def place_facts(place: Place, known: Places) -> dict[str, float]:
    """Tell what is known of a place itself, by the names of the weights; one listed by hand is as known as a large town."""
    if place.kind in {"country", "region"}:
        return {place.kind: 1.0}
    if place.kind in {"city", "site"}:
        size = max(place.population, WELL_KNOWN if place.is_listed else FEW)
        capital = float(known.capitals.get(place.country) == place.id)
        return {"size": math.log10(size), "listed": float(place.is_listed), "capital": capital}
    return {place.kind: 1.0, f"{place.kind}_size": math.log10(max(place.population, FEW))}


def none_facts(form: str, places: Sequence[Place], known: Places) -> dict[str, float]:
    """Tell what speaks for a name meaning none of its places, by the names of the weights."""
    return {
        "none": 1.0,
        "none_common": float(form in known.common),
        "none_size": max(_size(place) for place in places),
    }


def _size(place: Place) -> float:
    """Give the logarithm of the inhabitants; a country has as many as any town."""
    return _LARGEST if place.kind in {"country", "region"} else math.log10(max(place.population, FEW))


def dot(facts: Mapping[str, float]) -> float:
    """Add up facts by their weights."""
    return sum(WEIGHTS[name] * value for name, value in facts.items())
