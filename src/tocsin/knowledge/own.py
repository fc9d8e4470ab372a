"""Actors of a user's own, beside those of the tables: JSON lines, one actor a line."""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.actors import INTERNATIONAL, Actor, Actors, fault_of, part_names, spellings
from tocsin.knowledge.names import NameIndex, build_index, name_forms
from tocsin.knowledge.tokens import folded_words


def read_own(path: Path) -> list[Actor]:
    """Read a file of own actors.

    Args:
        path: the file; a missing one holds none.

    Returns:
        Its actors, in file order.

    Raises:
        KnowledgeError: a line is no actor; the message names file, line and what is wrong.
    """
    found = []
    for number, line in enumerate(path.read_bytes().splitlines() if path.is_file() else (), 1):
        try:
            found += [msgspec.json.decode(line, type=Actor)] if line.strip() else []
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = (
                f"{path.name}:{number}: {error}; each line is one actor, as `tocsin actors add` writes it"
            )
            raise KnowledgeError(message) from error
    return found


def with_own(actors: Actors, own: Sequence[Actor], ordinary: frozenset[str]) -> Actors:
    """Join own actors to those of the tables.

    Args:
        actors: those of the tables.
        own: those of the user.
        ordinary: words that are more often something else than a proper noun.

    Returns:
        All of them, with their names indexed.

    Raises:
        KnowledgeError: an id is taken, or a country or sector is unknown.
    """
    known = dict(actors.actors)
    for actor in own:
        if fault := _fault(actor, known):
            message = f"{actor.id}: {fault}"
            raise KnowledgeError(message)
        known[actor.id] = actor
    pairs = [
        (spelling, actor.id)
        for actor in own
        for name in (actor.name, *actor.names)
        for spelling in spellings(name)
    ]
    exact, loose = part_names(pairs, ordinary)
    small = {form for name, _ in loose if name.split(" ")[-1].islower() for form in name_forms(name)}
    return msgspec.structs.replace(
        actors,
        actors=known,
        index=_joined(actors.index, build_index(loose)),
        acronyms=_united(actors.acronyms, exact),
        uncapitalised=actors.uncapitalised | small,
    )


def _united(one: dict[str, tuple[str, ...]], two: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return one | {key: tuple(sorted({*one.get(key, ()), *ids})) for key, ids in two.items()}


def _joined(one: NameIndex, two: NameIndex) -> NameIndex:
    lengths = one.lengths | {
        first: tuple(sorted({*one.lengths.get(first, ()), *many}, reverse=True))
        for first, many in two.lengths.items()
    }
    return NameIndex(ids=_united(one.ids, two.ids), lengths=lengths)


def _fault(actor: Actor, known: dict[str, Actor]) -> str:
    """Say what is wrong with an actor that is to be added to those that are known; "" = nothing."""
    countries = {one.country for one in known.values() if one.kind == "state"} | INTERNATIONAL
    if actor.id in known:
        return f"the id is taken by {known[actor.id].name}"
    return fault_of(actor, countries) or ("" if folded_words(actor.name) else "it has no name")


def add_own(path: Path, actor: Actor, known: dict[str, Actor]) -> None:
    """Add an actor to a file of own actors; the file is never seen half written.

    Args:
        path: the file; made if missing.
        actor: the actor.
        known: id to actor of all that are there.

    Raises:
        KnowledgeError: its id is taken, it has no name, or its country or a sector is unknown.
    """
    if fault := _fault(actor, known):
        message = f"{actor.id}: {fault}."
        raise KnowledgeError(message)
    before = path.read_bytes() if path.is_file() else b""
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(before + gap + msgspec.json.encode(actor) + b"\n")
    unfinished.replace(path)


def find_actors(actors: Actors, words: str) -> list[Actor]:
    """Find the actors that bear a name, or an id.

    Args:
        actors: where to look.
        words: a name in any script, or an id.

    Returns:
        Those that bear just that name, by id; several where it is ambiguous.
    """
    if words in actors.actors:
        return [actors.actors[words]]
    found = set(actors.acronyms.get(words, ()))
    for form in name_forms(words):
        found.update(actors.index.ids.get(form, ()))
    return [actors.actors[key] for key in sorted(found)]


def near_names(actors: Actors, words: str) -> list[str]:
    """Give up to five names that are spelled much like the words, the nearest first."""
    names: Iterable[str] = (actor.name for actor in actors.actors.values())
    return difflib.get_close_matches(words, list(names), n=5, cutoff=0.6)
