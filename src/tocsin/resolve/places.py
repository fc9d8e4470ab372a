"""Find which place of the gazetteer the words of a place mean."""

import functools
import math
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.places import Place, Places
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Precision, Report, Sentence, Token, Where
from tocsin.resolve.chances import COUNTY_WORDS, REGION_WORDS, is_large, is_stated, point_of
from tocsin.resolve.surroundings import (
    BESIDE_WORDS,
    PLACE_WORDS,
    Surroundings,
    adjective,
    holder_behind,
    match,
    postal,
    within,
)

TOWN_WORDS = frozenset("city town village hamlet settlement suburb capital port".split())
"""Words before a name that make it a town."""

NEAR_WORDS = frozenset("near outside around beyond off".split())
_DIRECTIONS = frozenset(
    "north south east west northeast northwest southeast southwest kilometres km miles".split()
)
_AREA_WORDS = frozenset("area surroundings outskirts vicinity".split())
SITE_WORDS = frozenset(
    "street st. avenue ave. road rd. drive lane boulevard square park bridge estate school university college academy "
    "institute hospital clinic church cathedral chapel basilica mosque temple synagogue shrine prison jail court "
    "courthouse station airport stadium arena theatre theater hotel inn restaurant museum library hall center centre "
    "building tower mall market cemetery graveyard".split()
)
"""Words for what stands in a town or beside it."""

LEADING_WORDS = frozenset("river lake mount interstate route highway".split())
"""Words before the name of what lies beside a town."""

UNKNOWN = "not in the gazetteer"
"""Why a place is not resolved of which no words are known."""

LIKELY = 0.25
"""Chance from which a place is believed. With `LEAD` it puts 2,366 names of Wikinews and of the half of our own reports to
develop on right and 9 wrong; .15 and 1.1 put 2 more right and 5 more wrong, .5 puts 6 fewer right and as many wrong."""

LEAD = 1.4
"""Times as likely as the next a place must be, chosen like `LIKELY`."""

TOLD_NEAR = 0.5
"""Names of the report that lie near a place, from which its reason tells of them."""

SAME_SPOT = 0.3
"""Degrees within which two places of one name, a town and its county, are one to a reader."""

SHOWN = 5
"""Candidates listed when the text does not decide."""

_Found = tuple[int, int, tuple[str, ...]]


class PlaceResolver:
    """Resolves the places of one report; what the report names elsewhere is counted once."""

    def __init__(self, report: Report, sentences: Sequence[Sentence], know: Knowledge) -> None:
        """Keep the report and its sentences.

        Args:
            report: the report.
            sentences: its sentences.
            know: knowledge tables.
        """
        self._report = report
        self._sentences = sentences
        self._actors = know.actors
        self._starts = [sentence.start for sentence in sentences]
        self._places: Places = know.places
        self._resolved: dict[tuple[int, int, tuple[str, ...]], Where] = {}

    @functools.cached_property
    def _surroundings(self) -> Surroundings:
        """What the report names; read when the first place is asked for."""
        return Surroundings(self._report, self._sentences, self._places, self._actors.adjectives)

    def where(self, where: Where, countries: Sequence[str] = ()) -> Where:
        """Resolve a place.

        Args:
            where: the words.
            countries: ISO 3166 alpha-3 codes of the claim's actors, as a hint.

        Returns:
            The place with what could be found, or the reason why not. A town gets a point, an area never.
        """
        key = where.span.start, where.span.end, tuple(countries)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._where(where, frozenset(countries))
        return found

    def _where(self, where: Where, countries: frozenset[str]) -> Where:
        quote = where.span.quote
        shapes = [quote[a:b] for a, b in token_spans(quote)]
        words = [fold(shape) for shape in shapes]
        before, after = self._around(where.span.start, where.span.end)
        led = {token.lower for token in before}
        if site := self._beside_town(where, shapes, words):
            return site
        found = self._names(shapes, words, bool((PLACE_WORDS | {","}) & led))
        adjectives = self._adjectives(shapes, words)
        if not found:
            found = adjectives
        elif [name[:2] for name in found] == [name[:2] for name in adjectives]:
            start, end, ids = found[0]
            found = [(start, end, tuple(sorted({*ids, *adjectives[0][2]})))]
        if not found and len(words) == 1:
            found = self._postal(where.span.start)
        if not found:
            return self._site(where, shapes, words, ()) or msgspec.structs.replace(where, reason=UNKNOWN)
        first, holders = _core(words, found)
        lowers = [token.lower for token in after]
        if found[-1][1] >= len(words) - 1:
            holders += holder_behind(self._places, after, lowers, 0)
        context = led | set(words[: first[0]])
        ids = self._of_kind(first, words, lowers)
        form = " ".join(words[first[0] : first[1]])
        place, reason = self._choose(form, ids, holders, countries)
        if place is None:
            if site := self._site(where, shapes, words, ids):
                return site
            shown = tuple(sorted(ids, key=lambda i: -self._places[i].population)[:SHOWN])
            return msgspec.structs.replace(where, reason=reason, candidates=shown)
        if place.kind not in {"city", "site"} and set(words[first[1] : first[1] + 1]) & SITE_WORDS:
            site = self._site(where, shapes, words, ())  # Ohio University lies in a town of Ohio
            if site and self._places[site.place].country == place.country:
                return site
        near = bool(context & NEAR_WORDS) or _beside(words, first)
        return _filled(where, place, reason, near=near)

    def _postal(self, start: int) -> list[_Found]:
        """Read two capitals behind a place as a state or province: "Paris, TX"."""
        tokens = self._tokens_at(start)
        at = bisect_right(tokens, start - 1, key=lambda token: token.start)
        words = [token.lower for token in tokens]
        ids = postal(self._places, tokens, words, at) if at < len(tokens) else ()
        return [(0, 1, ids)] if ids else []

    def _around(self, start: int, end: int) -> tuple[list[Token], list[Token]]:
        """Give the token before a stretch and the five behind it, in its sentence."""
        tokens = self._tokens_at(start)
        left = bisect_right(tokens, start - 1, key=lambda token: token.start)
        right = bisect_right(tokens, end - 1, key=lambda token: token.start)
        return list(tokens[max(0, left - 1) : left]), list(tokens[right : right + 5])

    def _tokens_at(self, start: int) -> tuple[Token, ...]:
        """Give the tokens of the sentence that a stretch begins in; () = it begins in none."""
        at = bisect_right(self._starts, start) - 1
        return self._sentences[at].tokens if at >= 0 else ()

    def _names(self, shapes: Sequence[str], words: Sequence[str], placed: bool) -> list[_Found]:
        """Find known names; `placed` tells whether a word of place stands before the first word."""
        found: list[_Found] = []
        at = 0
        while at < len(words):
            length, ids = match(self._places, shapes[at], words, at)
            if length == 1 and words[at] in self._places.common and len(words) > 1:
                led = placed or (at > 0 and words[at - 1] in PLACE_WORDS | {","})
                length = length if led else 0
            if length == 1 and words[at] in _DIRECTIONS and at + 1 < len(words):
                length = 0  # "East Mosul" is no town of the name East
            if length:
                found.append((at, at + length, ids))
            at += length or 1
        return [name for name in found if not self._is_cut_out(name, shapes, words, found)]

    def _is_cut_out(
        self, name: _Found, shapes: Sequence[str], words: Sequence[str], found: Sequence[_Found]
    ) -> bool:
        """Tell whether a little known name is part of a longer one that is not known: "Bridge" of "Sill Bridge"."""
        if any(_is_known(self._places[i]) for i in name[2]):
            return False
        named = {at for start, end, _ in found for at in range(start, end)}
        kinds = REGION_WORDS | COUNTY_WORDS | TOWN_WORDS | _AREA_WORDS | _DIRECTIONS | PLACE_WORDS
        return any(
            0 <= at < len(shapes) and at not in named and shapes[at][:1].isupper() and words[at] not in kinds
            for at in (name[0] - 1, name[1])
        )

    def _of_kind(self, first: _Found, words: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
        """Keep the ids of the kind that the words ask for; a bare name means the town before its region."""
        start, end, ids = first
        following = words[end] if end < len(words) else after[0] if after else ""
        leading = (
            words[start - 2] if start > 1 and words[start - 1] == "of" else words[start - 1] if start else ""
        )
        places = {i: self._places[i] for i in ids}
        towns = [i for i in ids if places[i].kind in {"city", "site"}]
        regions = [i for i in ids if places[i].kind in {"admin1", "region"}]
        counties = [i for i in ids if places[i].kind == "admin2"]
        if following in COUNTY_WORDS or leading in COUNTY_WORDS:
            return tuple(counties or regions) or ids
        if following in REGION_WORDS or leading in REGION_WORDS:
            return tuple(regions or counties) or ids
        if leading in TOWN_WORDS:
            return tuple(towns) or ids
        named = {places[i].country for i in ids if places[i].kind == "country"}
        inside = {places[i].admin2 for i in towns} | {(places[i].country, places[i].admin1) for i in towns}
        of_regions = {(places[i].country, places[i].name) for i in regions}
        dropped = {i for i in (*towns, *regions, *counties) if places[i].country in named}
        dropped |= {i for i in counties if i in inside or (places[i].country, places[i].admin1) in of_regions}
        dropped |= {i for i in regions if (places[i].country, places[i].name) in inside}
        return tuple(i for i in ids if i not in dropped)

    def _adjectives(self, shapes: Sequence[str], words: Sequence[str]) -> list[_Found]:
        """Find the adjectives of places: "Syrian soil"; not within a name of something else, such as "French Quarter"."""
        found: list[_Found] = []
        at = 0
        while at < len(words):
            length, ids = adjective(self._places, self._actors.adjectives, shapes[at], words, at)
            found += [(at, at + length, ids)] if ids else []
            at += length or 1
        named = sum(shape[:1].isupper() and fold(shape) not in _DIRECTIONS for shape in shapes)
        return found if len(found) == 1 and found[0][1] - found[0][0] >= named else []

    def _beside_town(self, where: Where, shapes: Sequence[str], words: Sequence[str]) -> Where | None:
        """Place a river, a street or a township that is in no gazetteer, whatever town its own words may name too."""
        capital = shapes[-1] != words[-1] and words[-1] in BESIDE_WORDS
        leads = words[0] in LEADING_WORDS and shapes[0] != words[0]
        if not (capital or leads):
            return None
        ends = {end for _, end, _ in self._names(shapes, words, placed=True)}
        return None if len(words) in ends else self._site(where, shapes, words, ())

    def _site(
        self, where: Where, shapes: Sequence[str], words: Sequence[str], doubted: Sequence[str]
    ) -> Where | None:
        """Place a street, a school, a hospital by the town that its sentence names, or where most of the report plays.

        Not by the place that its own words may mean, and not in capitals, which do not tell what is a name.
        """
        named = {word for shape, word in zip(shapes, words[1:], strict=False) if shape != shape.lower()}
        leads = bool(LEADING_WORDS & set(words[:-1])) and shapes[0] != words[0]
        if not (leads or named & (SITE_WORDS | BESIDE_WORDS)) or where.span.quote.isupper():
            return None
        town = self._town_beside(where.span.start, where.span.end)
        reason = "in no gazetteer; its sentence names the town"
        if town is None:
            town = self._surroundings.chances.home
            reason = "in no gazetteer; most of the report plays there"
        if town is None or town.id in doubted:
            return None
        return _filled(where, town, reason, near=True)

    def _town_beside(self, start: int, end: int) -> Place | None:
        """Give the town that the sentence of a stretch names nearest to it."""
        tokens = self._tokens_at(start)
        words = [token.lower for token in tokens]
        towns = []
        for number, token in enumerate(tokens):
            length, _ = match(self._places, token.text, words, number)
            if length and not start <= token.start < end:
                form = " ".join(words[number : number + length])
                town = self._surroundings.chances.town(form)
                towns += [(abs(token.start - start), town)] if town else []
        return min(towns, key=lambda one: one[0], default=(0, None))[1]

    def _choose(
        self, form: str, ids: Sequence[str], holders: Sequence[str], countries: frozenset[str]
    ) -> tuple[Place | None, str]:
        """Choose a place, with the reason; none where the text does not decide."""
        reasons = []
        if held := within(self._places, ids, holders):
            ids, reasons = held, [f"in {self._places[holders[0]].name}, as written"]
        elif pinned := [i for i in ids if i in self._surroundings.pinned(form)]:
            ids, reasons = pinned, ["named with its region elsewhere in the report"]
        is_held = bool(reasons) or is_stated(form)
        found = self._surroundings.chances.of(form, ids, countries, is_held=is_held)
        place = found[0][1]
        same = sum(chance for chance, other in found if _is_same_spot(place, other))
        others = [chance for chance, other in found if not _is_same_spot(place, other)]
        none = 1 - sum(chance for chance, _ in found)
        if same < max(LIKELY, none, LEAD * max(others, default=0.0)):
            return None, "ambiguous" if len(found) > 1 else self._doubt(place)
        return place, "; ".join(reasons + self._reasons(place, form, [other for _, other in found[1:]]))

    def _reasons(self, place: Place, form: str, others: Sequence[Place]) -> list[str]:
        """Tell what speaks for a place."""
        if not others:
            return ["the only place of that name"]
        facts = self._surroundings.chances.facts(place, form)
        told = {
            "a country": place.kind == "country",
            "its region is named": facts.region_named >= LIKELY,
            f"{place.country} is named in the report": place.kind != "country"
            and facts.country_named >= LIKELY,
            "near other places of the report": facts.near >= math.log1p(TOLD_NEAR),
            "the largest": all(_size(place) >= _size(other) for other in others),
        }
        return [why for why, is_so in told.items() if is_so] or ["the likeliest"]

    def _doubt(self, place: Place) -> str:
        """Say why the only place known of a name may not be the one meant: many small places are in no gazetteer."""
        kind = "in" if place.kind in {"city", "site"} else "a region of"
        return f"the only place known of that name is {kind} {place.country}, which nothing else points to"


def _core(words: Sequence[str], found: list[_Found]) -> tuple[_Found, list[str]]:
    """Part the place itself from what holds it: "Taji, Iraq", "Ramadi in Anbar", "Iraq's Anbar province"."""
    first, rest = found[0], found[1:]
    holders: list[str] = []
    for name in rest:
        between = list(words[first[1] : name[0]])
        if between[-1:] == ["'s"] or (between and between[0] == "'s"):
            holders += first[2]
            first = name
        elif not {"and", "or"} & set(between):
            holders += name[2]
    return first, holders


def _is_known(place: Place) -> bool:
    """Tell whether reports name a place without saying where it is."""
    return place.kind in {"region", "country"} or is_large(place)


def _size(place: Place) -> float:
    """Give the inhabitants of a place; a country has more than any town."""
    return math.inf if place.kind == "country" else place.population


def _is_same_spot(place: Place, other: Place) -> bool:
    """Tell whether two places of one name lie together, as a town and its county do."""
    here, there = point_of(place), point_of(other)
    if here is None or there is None:
        return place.id == other.id
    return max(abs(here[0] - there[0]), abs(here[1] - there[1])) < SAME_SPOT


def _beside(words: Sequence[str], name: _Found) -> bool:
    """Tell whether the words mean the neighbourhood of a place: "south of Baghdad", "the Taji area"."""
    start, end, _ = name
    return (start > 1 and words[start - 1] in {"of", "from"} and bool(_DIRECTIONS & set(words[:start]))) or (
        end < len(words) and words[end] in _AREA_WORDS
    )


def _filled(where: Where, place: Place, reason: str, *, near: bool) -> Where:
    point = place.kind in {"city", "site"}
    precision: Precision = "admin1"
    if point:
        precision = "near" if near else "exact"
    elif place.kind == "country" or not place.country:
        precision = "country"
    return msgspec.structs.replace(
        where,
        place=place.id,
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat if point else None,
        lon=place.lon if point else None,
        precision=precision,
        reason=reason,
    )
