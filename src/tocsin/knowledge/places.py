"""The gazetteer: towns, regions, countries and the places that reports of conflict name.

A file of SQLite, made by `tocsin.knowledge.place_lists` and only read here: nothing is loaded until a name is asked
for, so that a quarter of a million places cost neither time nor memory at the start.
"""

import functools
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.names import NameIndex

PlaceKind = Literal["city", "site", "admin1", "admin2", "region", "country"]
"""What a place is; only a city (any town or village) and a site have a point."""

WELL_KNOWN = 100_000
"""Inhabitants from which a town keeps a name that is a word now and then ("Hama" against "Reading")."""

_KEPT_WORDS, _KEPT_PLACES = 30_000, 20_000
"""Answers held in memory, together under 20 MB."""

_Forms = dict[str, tuple[str, ...]]


class Place(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A place of the gazetteer."""

    id: str
    """"geonames:98182", "post:US.35620.elkmont", "local:taji", "admin1:IRQ.07", "admin2:4737316", "region:donbas" or "country:IRQ"."""
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
    """Inhabitants, of a subdivision those of its towns; 0 = unknown."""
    admin2: str = ""
    """Place id of its second-level subdivision; "" = unknown."""
    is_listed: bool = False
    """Whether it is listed by hand, as reports of conflict name it."""
    middle: tuple[float, float] | None = None
    """Mean of the towns of a subdivision, degrees: to weigh what lies near, never given as a point of it."""


class Places(Mapping[str, Place]):
    """All places by id, and the names under which they are found.

    Args:
        path: file written by `write_gazetteer`.

    Raises:
        KnowledgeError: the file is missing or no gazetteer of this version.
    """

    def __init__(self, path: Path) -> None:
        """Open the file."""
        if not path.is_file():
            message = (
                f"The knowledge table {path.name} is missing; run `make knowledge`, or reinstall tocsin."
            )
            raise KnowledgeError(message)
        self._file = sqlite3.connect(
            f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        try:
            facts = dict(self._file.execute("SELECT key, value FROM fact"))
        except sqlite3.DatabaseError as error:
            message = f"The knowledge table {path.name} cannot be read ({error}); reinstall tocsin."
            raise KnowledgeError(message) from error
        self.capitals = msgspec.msgpack.decode(facts["capitals"], type=dict[str, str])
        """Country code to the place id of its capital."""
        self.common = msgspec.msgpack.decode(facts["common"], type=frozenset[str])
        """Folded one-word names that are mostly something else: ordinary words, people's names."""
        self.adjectives = msgspec.msgpack.decode(facts["adjectives"], type=dict[str, str])
        """Folded adjectives and names of people to the place ids they stand for: "kurdish"; countries have theirs elsewhere."""
        self.postal = msgspec.msgpack.decode(facts["postal"], type=dict[str, tuple[str, ...]])
        """Two capitals that stand behind a comma for a state or province, "TX", to place ids."""
        self.digest = bytes(facts["digest"])
        """SHA-256 over the content."""
        self._count = int(facts["count"])
        self._forms = functools.lru_cache(_KEPT_WORDS)(self._read_forms)
        self._place = functools.lru_cache(_KEPT_PLACES)(self._read_place)

    def match(self, words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
        """Find the longest known name that begins at a word.

        Args:
            words: folded words (`Token.lower`).
            at: index of the first word.

        Returns:
            Number of words and the place ids, sorted, or (0, ()) where no name begins.
        """
        forms, lengths = self._forms(words[at])
        for length in lengths:
            ids = forms.get(" ".join(words[at : at + length]))
            if ids is not None and at + length <= len(words):
                return length, ids
        return 0, ()

    def named(self, name: str) -> tuple[str, ...]:
        """Give the ids of the places of exactly this name.

        Args:
            name: folded words joined by one space.

        Returns:
            Place ids, sorted.
        """
        return self._forms(name.partition(" ")[0])[0].get(name, ())

    def names(self) -> Iterator[str]:
        """Give all folded names, sorted by their first word."""
        for (forms,) in self._file.execute("SELECT forms FROM name ORDER BY first"):
            yield from msgspec.msgpack.decode(forms, type=_Forms)

    def __getitem__(self, identifier: str) -> Place:
        """Give the place of an id."""
        place = self._place(identifier)
        if place is None:
            raise KeyError(identifier)
        return place

    def __iter__(self) -> Iterator[str]:
        """Give all ids, sorted."""
        return (identifier for (identifier,) in self._file.execute("SELECT id FROM place ORDER BY id"))

    def __len__(self) -> int:
        """Count the places."""
        return self._count

    def _read_forms(self, first: str) -> tuple[_Forms, tuple[int, ...]]:
        """Read the names that begin with a word, and their lengths in words, longest first."""
        row = self._file.execute("SELECT forms FROM name WHERE first = ?", (first,)).fetchone()
        forms = msgspec.msgpack.decode(row[0], type=_Forms) if row else {}
        return forms, tuple(sorted({form.count(" ") + 1 for form in forms}, reverse=True))

    def _read_place(self, identifier: str) -> Place | None:
        row = self._file.execute("SELECT record FROM place WHERE id = ?", (identifier,)).fetchone()
        return msgspec.msgpack.decode(row[0], type=Place) if row else None


def write_gazetteer(
    path: Path,
    places: dict[str, Place],
    index: NameIndex,
    common: frozenset[str],
    lists: Mapping[str, Mapping[str, object]],
) -> None:
    """Write a gazetteer.

    Args:
        path: file to write; an old one is replaced.
        places: id to place.
        index: the names.
        common: names that are mostly something else.
        lists: what else `Places` gives, by its names: "capitals", "adjectives", "postal".
    """
    by_first: dict[str, _Forms] = {}
    for form, ids in index.ids.items():
        by_first.setdefault(form.partition(" ")[0], {})[form] = ids
    records = [(key, msgspec.msgpack.encode(places[key])) for key in sorted(places)]
    names = [(key, msgspec.msgpack.encode(by_first[key], order="deterministic")) for key in sorted(by_first)]
    facts = {name: msgspec.msgpack.encode(told, order="deterministic") for name, told in lists.items()}
    facts["common"] = msgspec.msgpack.encode(sorted(common))
    digest = hashlib.sha256()
    for key, content in (*records, *names, *sorted(facts.items())):
        digest.update(key.encode() + b"\0" + content)
    unfinished = path.with_suffix(".tmp")
    unfinished.unlink(missing_ok=True)
    file = sqlite3.connect(unfinished, isolation_level=None)
    file.executescript(
        """
        BEGIN;
        CREATE TABLE fact (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE name (first TEXT PRIMARY KEY, forms BLOB) WITHOUT ROWID;
        CREATE TABLE place (id TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID;
        """
    )
    file.executemany("INSERT INTO place VALUES (?, ?)", records)
    file.executemany("INSERT INTO name VALUES (?, ?)", names)
    every = {**facts, "digest": digest.digest(), "count": len(records)}
    file.executemany("INSERT INTO fact VALUES (?, ?)", sorted(every.items()))
    file.execute("COMMIT")
    file.close()
    unfinished.replace(path)
