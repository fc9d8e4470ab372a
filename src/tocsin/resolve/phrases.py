"""Cut the words that name an actor into pieces: known names, nationalities, roles, ties.

"the Iran-backed Badr commander" has the tie "Iran-backed", the name "Badr" and the role "commander". A tie says who
stands behind somebody, never what somebody is; it gives no country.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.knowledge import Knowledge
from tocsin.knowledge.tokens import fold, token_spans

DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some all both no any".split()
)
"""Words that may stand before a noun and name nobody."""

TITLES = frozenset(
    "mr mrs ms miss dr prof sir lord lady dame gen lt col maj capt sgt adm gov sen rep hon rev".split()
)
"""Titles after which only a person's name can follow."""

PARTICLES = frozenset("al el ul ad as ash bin ibn ben abu de da di du del der van von la le dos".split())
"""Small words inside names of persons."""

_TIED = frozenset(
    "backed led aligned allied linked supported funded sponsored trained based born controlled held occupied run "
    "speaking brokered owned friendly affiliated inspired armed supplied made driven dominated installed majority".split()
)
_SIDES = frozenset({"pro", "anti"})
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "exiled", "erstwhile"})
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central neighbouring neighboring greater mainland".split()
)
_ENDS = frozenset(
    ", ( : – — in from at on with by near inside outside against to who which that whose under".split()
)
_NAME_TAGS = frozenset({"P", "N", "NS"})
_LONGEST = 60
"""Words of a phrase that are looked at; no actor's name and role take more."""


class Piece(NamedTuple):
    """A stretch of a phrase with one meaning, half-open in words."""

    start: int
    end: int
    kind: str
    """name, nation, role or tie."""
    ids: tuple[str, ...]
    """Actor ids, ISO codes or sectors; none for ties."""


class Phrase(NamedTuple):
    """The words of a phrase and its pieces."""

    texts: list[str]
    lowers: list[str]
    named: list[bool]
    """Which words are written like a name."""
    pieces: list[Piece]

    def covered(self, at: int) -> bool:
        """Tell whether a word belongs to a piece."""
        return any(piece.start <= at < piece.end for piece in self.pieces)

    def follows_name(self, at: int) -> bool:
        """Tell whether the word before is an unknown name, so that a longer name goes on here: "Eric Jordan"."""
        if at == 0 or self.covered(at - 1) or not self.named[at - 1]:
            return False
        return self.lowers[at - 1] not in _DIRECTIONS and self.lowers[at - 1] not in DETERMINERS

    def until(self, end: int) -> "Phrase":
        """Cut the phrase short."""
        pieces = [piece for piece in self.pieces if piece.end <= end]
        return Phrase(self.texts[:end], self.lowers[:end], self.named[:end], pieces)

    def former(self, at: int) -> bool:
        """Tell whether an office before a word is said to be over."""
        return any(word in _FORMER for word in self.lowers[:at])

    def ties(self) -> str:
        """Say, for a reason, which words were kept from giving a country."""
        words = [" ".join(self.texts[p.start : p.end]) for p in self.pieces if p.kind == "tie"]
        return "".join(f'; "{word}" gives no country' for word in words)

    def several(self) -> tuple[str, ...]:
        """List the known actors of a phrase that joins several by "and" or "or"; () = it does not."""
        joints = [
            at for at, word in enumerate(self.lowers) if word in {"and", "or", "&"} and not self.covered(at)
        ]
        owners = [piece for piece in self.pieces if piece.kind in {"name", "nation"}]
        if not joints or not owners or owners[0].end > joints[0] or self.pieces[-1].start < joints[-1]:
            return ()
        return tuple(dict.fromkeys(id_.lower() for piece in owners for id_ in piece.ids))


class PhraseReader:
    """Cuts phrases.

    Args:
        know: knowledge tables.
    """

    def __init__(self, know: Knowledge) -> None:
        """Keep the tables."""
        self._table = know.actors
        self._tags = know.words.tags
        self._collective = know.words.heads["collective"]

    def read(self, quote: str) -> Phrase:
        """Cut a phrase into words and pieces.

        Args:
            quote: the words of a noun phrase. What follows a comma, a bracket or "in", "from" and the like is left out; "A of B" and "A for B" are
                read as "B A", and as "B" where A only counts: "dozens of soldiers".

        Returns:
            The words that remain, with their pieces.
        """
        phrase = self._cut([quote[start:end] for start, end in token_spans(quote)[:_LONGEST]])
        ends = (
            at for at, word in enumerate(phrase.lowers) if at and word in _ENDS and not phrase.covered(at)
        )
        stop = next(ends, None)
        if stop is not None:
            phrase = self._cut(phrase.texts[:stop])
        while True:
            lowers = phrase.lowers
            of = next(
                (i for i, w in enumerate(lowers) if i and w in {"of", "for"} and not phrase.covered(i)), None
            )
            if of is None:
                return phrase
            first = 1 if lowers[0] in DETERMINERS else 0
            front, back = phrase.texts[first:of], phrase.texts[of + 1 :]
            counts = lowers[of - 1] in self._collective and not phrase.covered(of - 1)
            phrase = self._cut(back if counts and back else [*back, *front])

    def _cut(self, texts: list[str]) -> Phrase:
        while texts and (fold(texts[-1]) == "'s" or not (texts[-1][-1].isalnum() or texts[-1][-1] == ".")):
            texts = texts[:-1]
        lowers = [fold(text) for text in texts]
        named = [text[:1].isupper() for text in texts]
        if lowers and self._tags.get(lowers[0], "P").split(" ")[0] not in _NAME_TAGS:
            named[0] = False
        pieces = []
        at = 0
        while at < len(lowers):
            piece = self._piece(texts, lowers, at) or self._compound(texts, lowers, at)
            if piece is not None:
                piece = _tie(lowers, piece) if piece.kind in {"name", "nation"} else piece
                pieces.append(piece)
            at = piece.end if piece is not None else at + 1
        return Phrase(texts, lowers, named, pieces)

    def _piece(self, texts: Sequence[str], lowers: Sequence[str], at: int) -> Piece | None:
        """Find the longest known name, nationality or role that begins at a word; the name wins a draw."""
        table = self._table
        best = None
        if texts[at] in table.acronyms:
            best = Piece(at, at + 1, "name", table.acronyms[texts[at]])
        length, ids = table.index.match(lowers, at)
        if length > (best is not None) and self._capitalised(texts, lowers, at, length):
            best = Piece(at, at + length, "name", ids)
        length, ids = table.adjectives.match(lowers, at)
        if length > (best.end - at if best else 0) and texts[at] != lowers[at]:
            best = Piece(at, at + length, "nation", ids)
        length, ids = table.agents.match(lowers, at)
        if length > (best.end - at if best else 0):
            best = Piece(at, at + length, "role", ids)
        return best

    def _capitalised(self, texts: Sequence[str], lowers: Sequence[str], at: int, length: int) -> bool:
        """Tell whether the last word of a name has the capital it needs; scripts without capitals need none."""
        last = texts[at + length - 1]
        if last.lower() != last or last.upper() == last:
            return True
        return " ".join(lowers[at : at + length]) in self._table.uncapitalised

    def _compound(self, texts: Sequence[str], lowers: Sequence[str], at: int) -> Piece | None:
        """Find a tie written as one word: "Iran-backed", "pro-Iranian", "US-led"."""
        parts = texts[at].split("-")
        if len(parts) == 1 or texts[at] == lowers[at]:
            return None
        known = any(self._piece([part], [fold(part)], 0) is not None for part in parts if part[:1].isupper())
        return Piece(at, at + 1, "tie", ()) if known or lowers[at].split("-")[-1] in _TIED else None


def _tie(lowers: Sequence[str], piece: Piece) -> Piece:
    """Turn a name into a tie where "backed", "led" and the like follow: "Iran backed", "U.S.-led"."""
    following = piece.end + 1 if lowers[piece.end : piece.end + 1] == ["-"] else piece.end
    if following < len(lowers) and lowers[following] in _TIED:
        return Piece(piece.start, following + 1, "tie", ())
    if piece.start > 0 and lowers[piece.start - 1] in _SIDES:
        return Piece(piece.start - 1, piece.end, "tie", ())
    return piece
