"""Find which place of the gazetteer the words of a place mean."""

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.places import WELL_KNOWN, Place, Places
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Precision, Report, Sentence, Token, Where

REGION_WORDS = frozenset(
    "province governorate region state oblast department prefecture countryside county krai republic district".split()
)
"""Words behind a name, or before its "of", that make it a first-level region rather than a town."""

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

DOMINANT = 5
"""Times larger than the next of the same name a town must be to be meant where nothing else tells (own choice)."""

GREAT_CITY = 2_000_000
"""Inhabitants of a city that is known everywhere (own choice)."""

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
        self._starts = [sentence.start for sentence in sentences]
        self._places: Places = know.places
        self._evidence: list[Place] | None = None
        self._resolved: dict[tuple[int, int, tuple[str, ...]], Where] = {}

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
        found = self._names(shapes, words, bool(PLACE_WORDS & {t.lower for t in before}))
        if not found:
            return msgspec.structs.replace(where, reason="not in the gazetteer")
        first, holders = _core(words, found)
        holders += self._container_behind(words, found, after)
        context = {token.lower for token in before} | set(words[: first[0]])
        ids = self._of_kind(first, words, [token.lower for token in after])
        candidates = [self._places.places[i] for i in ids]
        place, reason = self._choose(candidates, [self._places.places[i] for i in holders], countries)
        if place is None:
            shown = tuple(sorted(ids, key=lambda i: -self._places.places[i].population)[:SHOWN])
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
            length, ids = self._match(shapes[at], words, at)
            if length == 1 and words[at] in self._places.common:
                led = placed or (at > 0 and words[at - 1] in PLACE_WORDS | {","})
                length = length if led else 0
            if length:
                found.append((at, at + length, ids))
            at += length or 1
        return found

    def _match(self, shape: str, words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
        """Find the name that begins at a word; two capitals are looked up with full stops: "US" as "U.S."."""
        if len(shape) == 2 and shape.isupper():
            ids = self._places.index.ids.get(".".join(words[at]) + ".", ())
            return min(len(ids), 1), ids
        return self._places.index.match(words, at) if _capital(shape) else (0, ())

    def _container_behind(
        self, words: Sequence[str], found: list[_Found], after: Sequence[Token]
    ) -> list[str]:
        """Give the ids of the larger place right behind the words: ", Iraq" or "in Anbar"."""
        if found[-1][1] < len(words) - 1 or len(after) < 2 or after[0].lower not in {",", "in", "("}:
            return []
        lowers = [token.lower for token in after]
        at = 2 if lowers[1] in {"the", "in"} else 1
        ids = self._match(after[at].text, lowers, at)[1] if at < len(after) else ()
        return [
            i for i in ids if after[0].lower != "," or self._places.places[i].kind in {"admin1", "country"}
        ]

    def _of_kind(self, first: _Found, words: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
        """Keep the ids of the kind that the words ask for; a bare name means the town before its region."""
        start, end, ids = first
        following = words[end] if end < len(words) else after[0] if after else ""
        leading = (
            words[start - 2] if start > 1 and words[start - 1] == "of" else words[start - 1] if start else ""
        )
        places = self._places.places
        towns = [i for i in ids if places[i].kind in {"city", "site"}]
        regions = [i for i in ids if places[i].kind in {"admin1", "region"}]
        if following in REGION_WORDS or leading in REGION_WORDS:
            return tuple(regions) or ids
        if leading in TOWN_WORDS:
            return tuple(towns) or ids
        dropped = set()
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

    def _choose(
        self, candidates: list[Place], holders: list[Place], countries: frozenset[str]
    ) -> tuple[Place | None, str]:
        """Choose a place, with the reason; none where the text does not decide."""
        held = [place for place in candidates if any(_holds(holder, place) for holder in holders)]
        reasons = [f"in {holders[0].name}, as written"] if held else []
        candidates = held or candidates
        if len(candidates) == 1:
            return candidates[0], "; ".join(reasons) or "the only place of that name"
        named, regions = self._named(frozenset(place.id for place in candidates))
        sizes = sorted((_size(place) for place in candidates), reverse=True)
        much = sizes[0] if sizes[0] >= DOMINANT * max(sizes[1], 1) else -1
        scores = []
        for place in candidates:
            small = place.kind == "city" and place.population < WELL_KNOWN
            # points are our own choice: a great city or a country outweighs a namesake in a country that is
            # only named, and is outweighed by one whose region is named or whose country takes part too
            points = {
                f"{place.country} is named in the report": (2 if small else 5) * (place.country in named),
                f"{place.country} takes part": 2 * (place.country in countries),
                "its region is named": 3 * ((place.country, place.admin1) in regions),
                "much the largest": 3 * (_size(place) == much),
                "a great city": 2 * (place.population >= GREAT_CITY),
                "the capital": int(self._places.capitals.get(place.country) == place.id),
                "a scene of conflict": 3 * place.id.startswith("local:"),
                "a country": 5 * (place.kind == "country"),
            }
            scores.append((sum(points.values()), place, [why for why, worth in points.items() if worth]))
        best = max(score for score, _, _ in scores)
        leaders = [(place, why) for score, place, why in scores if score == best]
        if len(leaders) > 1:
            leaders.sort(key=lambda leader: -_size(leader[0]))
            if best == 0 or _size(leaders[0][0]) < DOMINANT * max(_size(leaders[1][0]), 1):
                return None, "ambiguous"
            leaders[0][1].append("the largest there")
        place, why = leaders[0]
        return place, "; ".join(reasons + why)

    def _named(self, asked: frozenset[str]) -> tuple[set[str], set[tuple[str, str]]]:
        """List the countries and regions that the report names without doubt, leaving out the name in question."""
        if self._evidence is None:
            lines = [(tokens, True) for tokens in self._dateline()]
            lines += [(sentence.tokens, False) for sentence in self._sentences]
            self._evidence = [
                place for tokens, dateline in lines for place in self._certain(tokens, dateline=dateline)
            ]
        others = [place for place in self._evidence if place.id not in asked and place.country]
        regions = {(place.country, place.name) for place in others if place.kind == "admin1"}
        return {place.country for place in others}, regions

    def _dateline(self) -> list[tuple[Token, ...]]:
        """Give the words of datelines, which are no sentences; capitals are made plain."""
        lines = [self._report.text[p.start : p.end] for p in self._report.parts if p.kind == "dateline"]
        return [
            tuple(Token(line[a:b], fold(line[a:b]), "P", a, b) for a, b in token_spans(line))
            for line in lines
        ]

    def _certain(self, tokens: Sequence[Token], *, dateline: bool) -> list[Place]:
        """List the places of a sentence that can be no other and no person."""
        words = [token.lower for token in tokens]
        found = []
        at = 0
        while at < len(words):
            length, ids = self._match(tokens[at].text, words, at)
            if length and not (length == 1 and words[at] in self._places.common):
                place = self._alone(ids)
                lone = dateline or not (_name(tokens, at - 1) or _name(tokens, at + length))
                if place is not None and (lone or place.kind == "country"):
                    found.append(place)
            at += length or 1
        return found

    def _alone(self, ids: tuple[str, ...]) -> Place | None:
        """Give the one place that a name means anywhere: a country, the only one, or much the largest."""
        places = sorted((self._places.places[i] for i in ids), key=lambda place: -place.population)
        countries = [place for place in places if place.kind == "country"]
        if len(countries) == 1:
            return countries[0] if all(place.kind in {"country", "city"} for place in places) else None
        if len({place.country for place in places}) == 1:
            return next((place for place in places if place.kind == "admin1"), places[0])
        return places[0] if places[0].population >= DOMINANT * max(places[1].population, 40_000) else None


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


def _size(place: Place) -> int:
    """Give the inhabitants of a place; what we list by hand is known like a large town."""
    return WELL_KNOWN if place.id.startswith("local:") else place.population


def _holds(holder: Place, place: Place) -> bool:
    if holder.kind == "country":
        return place.country == holder.country and place.kind != "country"
    if holder.kind == "admin1":
        return place.country == holder.country and place.admin1 == holder.name and place.kind != "admin1"
    return False


def _capital(shape: str) -> bool:
    """Tell whether a word has a capital letter, be it behind an article: "al-Fallujah"."""
    return shape != shape.lower()


def _name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is part of a proper name."""
    return 0 <= at < len(tokens) and tokens[at].tag == "P" and _capital(tokens[at].text)


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
