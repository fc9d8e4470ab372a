"""Knowledge: compiled tables of words, events, actors and places, loaded once a process.

The sources are YAML files in the repository's `knowledge/` folder; `tocsin.knowledge.build` compiles
them. Nothing here reads text or makes claims.
"""

import functools
import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.actors import Actors, ordinary_words
from tocsin.knowledge.events import Events
from tocsin.knowledge.places import Places
from tocsin.knowledge.targets import Targets
from tocsin.knowledge.words import Words

TABLES = Path(__file__).parent / "tables"

Table = TypeVar("Table", bound=msgspec.Struct)


class Knowledge(msgspec.Struct, frozen=True, kw_only=True):
    """All tables, and the digest that stamps what is coded with them."""

    actors: Actors
    events: Events
    places: Places
    targets: Targets
    words: Words
    digest: str
    """"sha256:" and 16 hex digits over the tables' content."""
    own: Path | None = None
    """File of own actors that were joined to those of the tables; None = there is none."""


@functools.cache
def load_knowledge(folder: Path = TABLES, own: Path | None = None) -> Knowledge:
    """Load the compiled tables; the second call returns the same record.

    Args:
        folder: where `<subject>.msgpack` and `places.sqlite` lie.
        own: a file of own actors, which are joined to those of the tables; None = there is none.

    Returns:
        The tables.

    Raises:
        KnowledgeError: a table is missing or was made by another version; a file of own actors cannot be used.
    """
    digest = hashlib.sha256()

    def load(subject: str, kind: type[Table]) -> Table:
        path = folder / f"{subject}.msgpack"
        try:
            table = path.read_bytes()
            digest.update(table)
            return msgspec.msgpack.decode(table, type=kind)
        except FileNotFoundError:
            message = (
                f"The knowledge table {path.name} is missing; run `make knowledge`, or reinstall tocsin."
            )
        except msgspec.ValidationError as error:
            message = (
                f"The knowledge table {path.name} does not fit this version ({error}); reinstall tocsin."
            )
        raise KnowledgeError(message)

    places = Places(folder / "places.sqlite")
    digest.update(places.digest)
    actors, events = load("actors", Actors), load("events", Events)
    targets, words = load("targets", Targets), load("words", Words)
    if own is not None and own.is_file():
        from tocsin.knowledge.own import read_own, with_own  # noqa: PLC0415  most have none

        digest.update(own.read_bytes())
        ordinary = ordinary_words(words.tags.items())
        actors = with_own(actors, read_own(own), ordinary)
    return Knowledge(
        actors=actors,
        events=events,
        places=places,
        targets=targets,
        words=words,
        digest=f"sha256:{digest.hexdigest()[:16]}",
        own=own,
    )
