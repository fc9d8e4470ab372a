"""What a report tells of where it plays: the places it names, and those it names with what holds them."""

import functools
from collections.abc import Sequence

from tocsin.knowledge.names import NameIndex
from tocsin.knowledge.places import Place, Places
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Report, Sentence, Token
from tocsin.resolve.chances import Chances, Named

PLACE_WORDS = frozenset(
    "in at near outside inside around across from into to within on off toward towards of".split()
)
"""Words that stand before places: a name that is an ordinary word needs one."""

BESIDE_WORDS = frozenset(
    "river creek brook lake pond bay reservoir dam canal lagoon swamp beach mountain hill hills valley ridge falls township "
    "interstate route highway turnpike parkway freeway motorway street st. avenue ave. road rd. drive lane boulevard "
    "school park bridge".split()
)
"""Words for what may bear the name of a town elsewhere: "Madison Street", "Green River", "Washington Township"."""


class Surroundings:
    """Reads the places that one report names."""

    def __init__(
        self, report: Report, sentences: Sequence[Sentence], places: Places, adjectives: NameIndex
    ) -> None:
        """Read the names.

        Args:
            report: the report.
            sentences: its sentences.
            places: the gazetteer.
            adjectives: adjectives of countries, to codes.
        """
        self._places = places
        self._adjectives = adjectives
        self._names: dict[str, Named] = {}
        for tokens in _datelines(report):
            self._read(tokens, dateline=True)
        for sentence in sentences:
            self._read(sentence.tokens, dateline=False, times=sentence.times)

    def pinned(self, form: str) -> frozenset[str]:
        """Give the places that a name means elsewhere in the report, where a larger place is written behind it."""
        name = self._names.get(form)
        return name.pinned if name else frozenset()

    @functools.cached_property
    def chances(self) -> Chances:
        """The names weighed against each other; left out is what stands in a longer name, or is mostly an ordinary word."""
        return Chances(
            (
                name
                for name in self._names.values()
                if name.pinned or (name.is_lone and (name.is_placed or name.form not in self._places.common))
            ),
            self._places,
        )

    def _read(
        self, tokens: Sequence[Token], *, dateline: bool, times: Sequence[tuple[int, int]] = ()
    ) -> None:
        words = [token.lower for token in tokens]
        dated = {start: end for start, end in times if start < end}  # "in March" is not the town in England
        at = 0
        while at < len(words):
            if at in dated:
                at = dated[at]
                continue
            end, name, is_lone = self._name(tokens, words, at)
            if name is not None:
                name.is_placed |= dateline or (at > 0 and words[at - 1] in PLACE_WORDS)
                name.is_lone |= dateline or is_lone
            at = end

    def _name(self, tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, Named | None, bool]:
        """Read the name or adjective that begins at a word: where the next may begin, the name, whether it stands alone."""
        length, ids = match(self._places, tokens[at].text, words, at)
        if not length and (ids := postal(self._places, tokens, words, at)):
            length = 1
        if length:
            end = at + length
            form = " ".join(words[at:end])
            name = self._names.setdefault(form, Named(form, ids))
            behind = holder_behind(self._places, tokens, words, end)
            name.pinned |= frozenset(within(self._places, ids, behind))
            return end, name, not (_is_name(tokens, at - 1) or _is_beside(tokens, end))
        length, ids = adjective(self._places, self._adjectives, tokens[at].text, words, at)
        if not length:
            return at + 1, None, False
        form = " ".join(words[at : at + length])
        return at + length, self._names.setdefault(form, Named(form, ids)), True


def adjective(
    places: Places, adjectives: NameIndex, shape: str, words: Sequence[str], at: int
) -> tuple[int, tuple[str, ...]]:
    """Find the places that an adjective stands for: "Syrian", "South Ossetian".

    Args:
        places: the gazetteer.
        adjectives: adjectives of countries, to codes.
        shape: the first word as written.
        words: folded words.
        at: index of the first word.

    Returns:
        Length in words and place ids; (0, ()) where none begins or the word has no capital letter.
    """
    if shape == shape.lower():
        return 0, ()
    for length in (2, 1)[at + 2 > len(words) :]:
        found = places.adjectives.get(" ".join(words[at : at + length]))
        if found is not None:
            return length, (found,)
    length, codes = adjectives.match(words, at)
    ids = tuple(identifier for code in codes if (identifier := f"country:{code}") in places)
    return (length, ids) if ids else (0, ())


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


def postal(places: Places, tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[str, ...]:
    """Give the state or province that two capitals mean behind a place: "Paris, TX".

    Args:
        places: the gazetteer.
        tokens: tokens of the sentence.
        words: their folded words.
        at: index of the capitals.

    Returns:
        Ids; () where no place of up to three words and a comma or bracket stand before.
    """
    ids = places.postal.get(tokens[at].text, ()) if at and words[at - 1] in {",", "("} else ()
    starts = range(max(0, at - 4), at - 1) if ids else ()
    behind = any(match(places, tokens[i].text, words, i)[0] == at - 1 - i for i in starts)
    return ids if behind else ()


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
    at = end + 2 if tokens[end + 1].text in {"the", "in"} else end + 1
    ids = match(places, tokens[at].text, words, at)[1] if at < len(words) else ()
    ids = ids or (postal(places, tokens, words, at) if at < len(words) else ())
    areas = {"admin1", "admin2", "country"}
    return tuple(i for i in ids if words[end] == "in" or places[i].kind in areas)


def within(places: Places, ids: Sequence[str], holders: Sequence[str]) -> tuple[str, ...]:
    """Keep the places that lie in one of others.

    Args:
        places: the gazetteer.
        ids: places.
        holders: countries and subdivisions.

    Returns:
        Those that lie within. A country lies in no other: "Mexico, Canada" is a list.
    """
    above = [places[i] for i in holders]
    if any(places[i].kind == "country" for i in ids):
        above = [place for place in above if place.kind != "country"]
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


def _is_beside(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether the word behind a name makes it that of a street, a river and such: "Madison Street"."""
    behind = tokens[end].text if end < len(tokens) else ""
    return behind != behind.lower() and tokens[end].lower in BESIDE_WORDS


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is part of a proper name."""
    if not 0 <= at < len(tokens) or tokens[at].tag != "P":
        return False
    return tokens[at].text != tokens[at].text.lower()
