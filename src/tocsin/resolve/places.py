"""Find which place of the gazetteer the words of a place mean."""

import functools
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.places import WELL_KNOWN, Place, Places
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Precision, Report, Sentence, Token, Where
from tocsin.resolve.surroundings import DOMINANT, Surroundings, holder_behind, match, within

REGION_WORDS = frozenset(
    "province governorate region state oblast department prefecture countryside krai republic".split()
)
"""Words behind a name, or before its "of", that make it a first-level region rather than a town."""

COUNTY_WORDS = frozenset("county counties district districts parish borough township subdistrict".split())
"""The same of a second-level subdivision."""

TOWN_WORDS = frozenset("city town village hamlet settlement suburb capital port".split())
"""Words before a name that make it a town."""

NEAR_WORDS = frozenset("near outside around beyond off".split())
_DIRECTIONS = frozenset(
    "north south east west northeast northwest southeast southwest kilometres km miles".split()
)
_AREA_WORDS = frozenset("area surroundings outskirts vicinity".split())
PLACE_WORDS = frozenset(
    "in at near outside inside around across from into to within on off toward towards of".split()
)
"""Words that stand before places: a name that is an ordinary word needs one."""

GREAT_CITY = 2_000_000
"""Inhabitants of a city that is known everywhere (own choice)."""

CLOSE = 0.5
"""Points by which the best must lead (own choice)."""

LEAST_NEAR = 0.5
"""Neighbours in the report from which a little known place is believed (own choice)."""

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
        return Surroundings(self._report, self._sentences, self._places)

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
        found = self._names(shapes, words, bool((PLACE_WORDS | {","}) & led))
        if not found:
            return self._adjective(where, words)
        first, holders = _core(words, found)
        lowers = [token.lower for token in after]
        if found[-1][1] >= len(words) - 1:
            holders += holder_behind(self._places, after, lowers, 0)
        context = led | set(words[: first[0]])
        ids = self._of_kind(first, words, lowers)
        form = " ".join(words[first[0] : first[1]])
        place, reason = self._choose(form, ids, holders, countries)
        if place is None:
            shown = tuple(sorted(ids, key=lambda i: -self._places[i].population)[:SHOWN])
            return msgspec.structs.replace(where, reason=reason, candidates=shown)
        near = bool(context & NEAR_WORDS) or _beside(words, first)
        return _filled(where, place, reason, near=near)

    def _around(self, start: int, end: int) -> tuple[list[Token], list[Token]]:
        """Give the token before a stretch and the five behind it, in its sentence."""
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return [], []
        tokens = self._sentences[at].tokens
        left = bisect_right(tokens, start - 1, key=lambda token: token.start)
        right = bisect_right(tokens, end - 1, key=lambda token: token.start)
        return list(tokens[max(0, left - 1) : left]), list(tokens[right : right + 5])

    def _names(self, shapes: Sequence[str], words: Sequence[str], placed: bool) -> list[_Found]:
        """Find known names; `placed` tells whether a word of place stands before the first word."""
        found: list[_Found] = []
        at = 0
        while at < len(words):
            length, ids = match(self._places, shapes[at], words, at)
            if length == 1 and words[at] in self._places.common:
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
        dropped = {
            c for c in counties if any(places[c].country == places[i].country for i in (*towns, *regions))
        }
        for i in regions:
            region = places[i]
            same = [t for t in towns if places[t].country == region.country]
            if any(places[t].admin1 == region.name for t in same) or any(
                places[t].population >= WELL_KNOWN for t in same
            ):
                dropped.add(i)
            elif region.kind == "admin1":
                dropped.update(same)
        return tuple(i for i in ids if i not in dropped)

    def _adjective(self, where: Where, words: Sequence[str]) -> Where:
        """Resolve words that name a country by its adjective only: "Syrian soil"."""
        found = [self._actors.adjectives.match(words, at)[1] for at in range(len(words))]
        codes = [code for codes in found for code in codes]
        if len(codes) != 1 or f"country:{codes[0]}" not in self._places:
            return msgspec.structs.replace(where, reason="not in the gazetteer")
        return _filled(where, self._places[f"country:{codes[0]}"], "the adjective of a country", near=False)

    def _choose(
        self, form: str, ids: Sequence[str], holders: Sequence[str], countries: frozenset[str]
    ) -> tuple[Place | None, str]:
        """Choose a place, with the reason; none where the text does not decide."""
        around = self._surroundings
        reasons = []
        if held := within(self._places, ids, holders):
            ids, reasons = held, [f"in {self._places[holders[0]].name}, as written"]
        elif pinned := [i for i in ids if i in around.pinned(form)]:
            ids, reasons = pinned, ["named with its region elsewhere in the report"]
        candidates = [self._places[i] for i in ids]
        named, regions = around.named(frozenset(ids))
        if len(candidates) == 1:
            doubt = "" if reasons else self._doubt(candidates[0], form, named | countries)
            if doubt:
                return None, doubt
            return candidates[0], "; ".join(reasons) or "the only place of that name"
        sizes = sorted((_size(place) for place in candidates), reverse=True)
        much = sizes[0] if sizes[0] >= DOMINANT * max(sizes[1], 1) else -1
        scores = []
        for place in candidates:
            small = place.kind in {"city", "admin2"} and place.population < WELL_KNOWN
            # points are our own choice: a great city or a country outweighs a namesake in a country that is
            # only named, and is outweighed by one whose region is named or whose country takes part too
            points = {
                f"{place.country} is named in the report": (2 if small else 5) * (place.country in named),
                f"{place.country} takes part": 2 * (place.country in countries),
                "its region is named": 3 * ((place.country, place.admin1) in regions),
                "near other places of the report": min(8.0, 3 * around.nearness(place, form)),
                "much the largest": 3 * (_size(place) == much),
                "a great city": 2 * (place.kind == "city" and place.population >= GREAT_CITY),
                "the capital": int(self._places.capitals.get(place.country) == place.id),
                "a scene of conflict": 3 * (place.is_listed and place.kind != "admin1"),
                "a country": 5 * (place.kind == "country"),
            }
            scores.append((sum(points.values()), place, [why for why, worth in points.items() if worth]))
        best = max(score for score, _, _ in scores)
        leaders = [(place, why) for score, place, why in scores if score > best - CLOSE]
        if len(leaders) > 1:
            leaders.sort(key=lambda leader: -_size(leader[0]))
            if best == 0 or _size(leaders[0][0]) < DOMINANT * max(_size(leaders[1][0]), 1):
                return None, "ambiguous"
            leaders[0][1].append("the largest there")
        place, why = leaders[0]
        return place, "; ".join(reasons + why)

    def _doubt(self, place: Place, form: str, told: set[str]) -> str:
        """Say why the only place known of a name may not be the one meant: many small places are in no gazetteer."""
        if _is_known(place) or place.country in told:
            return ""
        if self._surroundings.nearness(place, form) >= LEAST_NEAR:
            return ""
        if told:
            return f"the only place known of that name is in {place.country}, which the report does not name"
        is_spelled_out = bool((COUNTY_WORDS | REGION_WORDS) & set(form.split()))
        if place.kind in {"admin1", "admin2"} and not is_spelled_out:
            return f"the only place known of that name is a region of {place.country}, which nothing else points to"
        return ""


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
    return place.is_listed or place.kind == "region" or _size(place) >= WELL_KNOWN


def _size(place: Place) -> int:
    """Give the inhabitants of a place.

    A country is as well known as a great city, what is listed by hand as a large town, and a subdivision, whose bare name
    mostly means its chief town, as a tenth of its towns (own choices).
    """
    if place.kind == "country":
        return GREAT_CITY
    if place.is_listed and place.kind != "admin1":
        return WELL_KNOWN
    return place.population // 10 if place.kind in {"admin1", "admin2"} else place.population


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
