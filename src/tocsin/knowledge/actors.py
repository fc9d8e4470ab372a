"""Actors: states and their governments, organisations, armed groups, public persons, and words for roles.

Sources: `knowledge/actors/*.yml`. `states.yml` makes two actors a state, the state ("irq") and its government
("irq.gov"); `agents.yml` lists nouns for roles; `native_names.tsv` adds names in other languages; all other files list
actors in sections. What stands for an actor
only with its capital letters ("US", "LeT", "Turkey") is kept apart as an acronym, so that "us", "let" and a turkey
on the table name nobody.
"""

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.dated import Dated, read_dated
from tocsin.knowledge.forms import plural
from tocsin.knowledge.names import NameIndex, build_index, name_forms
from tocsin.knowledge.sources import read_rows, read_yaml
from tocsin.knowledge.tokens import fold

ActorKind = Literal["state", "government", "group", "organisation", "office", "person"]
"""What an actor is. `office` is a body of a state: an army, a service, a parliament."""

SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
"""PLOVER sector codes (manual 2.0, table 5.2)."""

INTERNATIONAL = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER codes that stand in place of a country (manual 2.0, 5.1)."""

_AMERICAN = (
    (re.compile(r"([a-z])is(ation|ations|ed)\b"), r"\1iz\2"),
    (re.compile(r"\b([Dd]efen)ce"), r"\1se"),
    (re.compile(r"\b([Ll]ab)our"), r"\1or"),
    (re.compile(r"\b([Cc]ent)re\b"), r"\1er"),
    (re.compile(r"\b([Nn]eighb)our"), r"\1or"),
    (re.compile(r"\b([Pp]rogram)me\b"), r"\1"),
)
_CAPITALS = re.compile(r"[A-Z0-9][A-Z0-9-]*[A-Z0-9]|(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z]{2,5}")


class Actor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody who acts under a name."""

    id: str
    """"irq", "irq.gov", "irq.kataib_hezbollah", "igo.un"; never reused for another actor."""
    name: str
    """Canonical English name."""
    names: tuple[str, ...] = ()
    """Other spellings, short forms, and names in other scripts."""
    country: str
    """ISO 3166 alpha-3 code (XKX for Kosovo), or a code of `INTERNATIONAL`."""
    sectors: tuple[str, ...] = ()
    """PLOVER sectors, primary first; a state has none, since its name does not tell which part of it acts."""
    kind: ActorKind
    """What it is."""
    wikidata: str = ""
    """Wikidata id ("Q796"); "" = not known for sure."""
    source: str
    """Where name and role can be checked."""


_HEARD_KINDS = frozenset({"person", "group", "office", "organisation"})
_PAST_LATIN = "\u0250"
"""The first letter that is not Latin."""


class Actors(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """All actors, and the indexes by which words find them."""

    actors: dict[str, Actor]
    """Id to actor."""
    index: NameIndex
    """Folded names to actor ids."""
    agents: NameIndex
    """Folded nouns for roles to sectors, joined by a space ("PTY OPP"), or "NGO"."""
    adjectives: NameIndex
    """Folded nationality words ("iraqi", "iraqis", "south korean") to ISO 3166 alpha-3 codes."""
    acronyms: dict[str, tuple[str, ...]]
    """Names that count only as spelled here ("US", "IS", "LeT", "Turkey") to actor ids, sorted."""
    uncapitalised: frozenset[str]
    """Folded names whose last word is written small ("us-led coalition"); all others need a capital there."""
    weak: frozenset[str]
    """Folded nouns whose sector gives way to that of the noun or name before them ("officer", "group")."""
    dated: Dated = Dated()
    """Offices and sectors that held for a time."""
    dependent: frozenset[str]
    """Folded roles whose sector holds only beside a country: a "spokesman" alone may be anybody's."""

    @functools.cached_property
    def heard(self) -> dict[str, set[tuple[str, str, range]]]:
        """What words of a name of two words or more are found by (`namesakes.keys_of`), to names, ids and their numbers.

        Only of persons, groups, offices and organisations, and of names in Latin letters: names of states are listed.
        """
        from tocsin.knowledge.namesakes import keys_of, words_of  # noqa: PLC0415  not there when tables are built

        found: dict[str, set[tuple[str, str, range]]] = {}
        for actor in self.actors.values():
            for name in (actor.name, *actor.names) if actor.kind in _HEARD_KINDS else ():
                words = words_of(name) if name < _PAST_LATIN else ()
                for key, numbers in keys_of(words) if len(words) > 1 else ():
                    found.setdefault(key, set()).add((name, actor.id, numbers))
        return found


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: ActorKind
    country: str
    source: str
    actors: dict[str, dict[str, Any] | list[str]]
    sectors: list[str] = []
    under: str = ""


class _State(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    adjectives: list[str]
    capitals: list[str] = []
    people: list[str] = []
    names: list[str] = []
    native: list[str] = []
    seats: list[str] = []
    wikidata: str = ""


def read_actors(source: Path) -> Actors:
    """Read the actors.

    Args:
        source: the knowledge folder.

    Returns:
        All tables.

    Raises:
        KnowledgeError: a file is malformed, an id is given twice, or a country, sector or source is unknown.
    """
    folder = source / "actors"
    actors: dict[str, Actor] = {}
    states, cited = _states(folder / "states.yml")
    files = [path for path in sorted(folder.glob("*.yml")) if path.name not in {"states.yml", "agents.yml"}]
    found = [("states.yml", actor) for code, state in states.items() for actor in _expand(code, state, cited)]
    found += [(path.name, actor) for path in files for actor in _listed(path, states.keys() | INTERNATIONAL)]
    for file, actor in found:
        if actor.id in actors:
            message = f"{file}: {actor.id}: the id is given twice"
            raise KnowledgeError(message)
        actors[actor.id] = actor
    for identifier, names in _native_names(folder / "native_names.tsv", actors).items():
        actor = actors[identifier]
        actors[identifier] = msgspec.structs.replace(actor, names=(*actor.names, *names))
    pairs = [
        (spelling, actor.id)
        for actor in actors.values()
        for name in (actor.name, *actor.names)
        for spelling in spellings(name)
    ]
    exact, loose = part_names(
        pairs, ordinary_words(read_rows(source / "words" / "en" / "tags.tsv", 2, heading=False))
    )
    agents, weak, dependent = _agents(folder / "agents.yml")
    return Actors(
        actors=actors,
        index=build_index(loose),
        agents=build_index(agents),
        adjectives=build_index(
            (word, code) for code, state in states.items() for word in (*state.adjectives, *state.people)
        ),
        acronyms=exact,
        uncapitalised=frozenset(
            form for name, _ in loose if name.split(" ")[-1].islower() for form in name_forms(name)
        ),
        weak=weak,
        dependent=dependent,
        dated=read_dated(folder),
    )


def spellings(name: str) -> set[str]:
    """Give a British name its American spelling as well.

    Args:
        name: "Popular Mobilisation Forces".

    Returns:
        The name, and "Popular Mobilization Forces".
    """
    american = name
    for british, replacement in _AMERICAN:
        american = british.sub(replacement, american)
    return {name, american}


def part_names(
    pairs: list[tuple[str, str]], ordinary: frozenset[str]
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Part the names that count only as spelled from all others.

    Args:
        pairs: name and actor id.
        ordinary: folded words that are more often something else than a proper noun.

    Returns:
        Names that count as spelled to sorted ids; pairs that are found folded.
    """
    exact: dict[str, set[str]] = {}
    loose = []
    for name, identifier in pairs:
        capitals = _CAPITALS.fullmatch(name) is not None
        common = " " not in name and fold(name) in ordinary
        if capitals or common:
            exact.setdefault(name, set()).add(identifier)
        if not (common or (capitals and len(name) < 5)):
            loose.append((name, identifier))
    return {name: tuple(sorted(exact[name])) for name in sorted(exact)}, loose


def ordinary_words(tags: Iterable[Sequence[str]]) -> frozenset[str]:
    """Give the words that are more often something else than a proper noun.

    Args:
        tags: folded word, and its parts of speech, the most frequent first, joined by a space.

    Returns:
        Folded words.
    """
    return frozenset(word for word, parts in tags if parts.split(" ")[0] != "P")


def _native_names(path: Path, actors: Collection[str]) -> dict[str, list[str]]:
    """Read names in other languages: actor id to names."""
    found: dict[str, list[str]] = {}
    for identifier, name in read_rows(path, 2):
        if identifier not in actors:
            message = f"{path.name}: {identifier} is the id of no actor"
            raise KnowledgeError(message)
        found.setdefault(identifier, []).append(name)
    return found


def _states(path: Path) -> tuple[dict[str, _State], str]:
    table = read_yaml(path)
    try:
        return msgspec.convert(table["states"], dict[str, _State]), str(table["source"])
    except (KeyError, msgspec.ValidationError) as error:
        message = f"{path.name}: {error}"
        raise KnowledgeError(message) from error


def _expand(code: str, state: _State, source: str) -> Iterator[Actor]:
    """Make the state and its government."""
    yield Actor(
        id=code.lower(),
        name=state.name,
        names=(*state.names, *state.native),
        country=code,
        kind="state",
        wikidata=state.wikidata,
        source=source,
    )
    yield Actor(
        id=f"{code.lower()}.gov",
        name=f"{state.name}: government",
        names=(*state.capitals, *state.seats),
        country=code,
        sectors=("GOV",),
        kind="government",
        source=source,
    )


def _listed(path: Path, countries: Collection[str]) -> Iterator[Actor]:
    """Read the actors of a file of sections."""
    table = read_yaml(path)
    try:
        cited = msgspec.convert(table["sources"], dict[str, str])
        sections = msgspec.convert(table["sections"], list[_Section])
    except (KeyError, msgspec.ValidationError) as error:
        message = f"{path.name}: {error}"
        raise KnowledgeError(message) from error
    for section in sections:
        for key, entry in section.actors.items():
            identifier = f"{section.under or section.country.lower()}.{key}"
            given = {"name": entry[0], "names": entry[1:]} if isinstance(entry, list) else entry
            shared = {"kind": section.kind, "country": section.country, "sectors": section.sectors}
            fields = {"id": identifier, "source": section.source, **shared, **given}
            try:
                actor = msgspec.convert(fields, Actor)
            except msgspec.ValidationError as error:
                message = f"{path.name}: {identifier}: {error}"
                raise KnowledgeError(message) from error
            wrong = fault_of(actor, countries)
            if not wrong and actor.source not in cited:
                wrong = f"source {actor.source!r} is not one of the file's sources {sorted(cited)}"
            if wrong:
                message = f"{path.name}: {identifier}: {wrong}"
                raise KnowledgeError(message)
            yield msgspec.structs.replace(actor, source=cited[actor.source])


def fault_of(actor: Actor, countries: Collection[str]) -> str:
    """Say what is wrong with the codes of an actor.

    Args:
        actor: the actor.
        countries: ISO 3166 alpha-3 codes that are known, and those of `INTERNATIONAL`.

    Returns:
        A sentence; "" = nothing.
    """
    if actor.country not in countries:
        return f"country {actor.country!r} is no ISO 3166 alpha-3 code and none of {', '.join(sorted(INTERNATIONAL))}"
    if unknown := sorted(set(actor.sectors) - SECTORS):
        return f"{', '.join(unknown)} is no sector of PLOVER's: {', '.join(sorted(SECTORS))}"
    return ""


def _agents(path: Path) -> tuple[list[tuple[str, str]], frozenset[str], frozenset[str]]:
    """Read nouns for roles as pairs of noun and sectors, the weak ones, and the dependent ones."""
    table = read_yaml(path)
    pairs = []
    for part in ("roles", "fixed"):
        for sectors, nouns in table[part].items():
            if unknown := set(sectors.split(" ")) - SECTORS - INTERNATIONAL:
                message = (
                    f"{path.name}: {part}: {sorted(unknown)} are not PLOVER's; want some of {sorted(SECTORS)}"
                )
                raise KnowledgeError(message)
            for noun in nouns:
                forms = {noun, _plural(noun)} if part == "roles" else {noun}
                pairs += [(spelling, sectors) for form in forms for spelling in spellings(form)]
    return pairs, _both_numbers(table["weak"]), _both_numbers(table["dependent"])


def _plural(noun: str) -> str:
    first, space, last = noun.rpartition(" ")
    return f"{first}{space}{plural(last)}"


def _both_numbers(nouns: list[str]) -> frozenset[str]:
    return frozenset(form for noun in nouns for word in (noun, _plural(noun)) for form in name_forms(word))
