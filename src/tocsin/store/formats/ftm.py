"""FollowTheMoney: entities as JSON lines, for Aleph, OpenAleph and other tools that follow people and organisations.

An incident is an Event; its actors are PublicBody, Organization or Person, its reports Article. Schemas and properties:
opensanctions/followthemoney, followthemoney/schema (Event, Thing, Interval, LegalEntity, Document); ids may hold letters,
digits, "-" and "." only (followthemoney/types/entity.py). Written by hand: the package itself is not needed.

An entity stands before each event that names it; the tools merge equal ids.
"""

import hashlib
import re
from array import array
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, TypedDict

import msgspec

from tocsin.knowledge import load_knowledge
from tocsin.knowledge.actors import Actor
from tocsin.knowledge.exchange import Exchange, load_exchange
from tocsin.knowledge.plover import PloverCode
from tocsin.model import Mention, Report
from tocsin.store.formats.cameo import role
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.objects import Objects
from tocsin.store.formats.tables import check_known, check_unique, fail, is_day
from tocsin.store.formats.units import (
    Choice,
    Days,
    Happening,
    Outcome,
    Told,
    asserted,
    days_of,
    lead_of,
    name_of,
    sides,
    words,
)

SCHEMAS = {
    "state": "PublicBody",
    "government": "PublicBody",
    "office": "PublicBody",
    "group": "Organization",
    "organisation": "Organization",
    "person": "Person",
}
"""Kind of a known actor to its schema. Persons are known by a public office or public role only."""

LEGAL = frozenset(SCHEMAS.values())
"""Schemas that may stand in `organizer` and `involved`."""

PROPERTIES = {
    "Event": frozenset(
        "name summary notes keywords startDate endDate location organizer involved proof sourceUrl publisher".split()
    ),
    "Article": frozenset("name title publishedAt sourceUrl publisher".split()),
    **dict.fromkeys(LEGAL, frozenset(["name", "wikidataId"])),
}
"""Schema to the properties that are written; all schemas want a name."""

LOSS = dict.fromkeys(FIELDS, "") | {
    "mode": "keywords",
    "contexts": "keywords",
    "recipient": "involved",
    "condition": "summary",
    "deadline": "summary",
    "until": "summary",
    "when_interval": "startDate, endDate",
}
"""Our field to what the format makes of it. The words of claims go to `notes`, their offsets are lost."""

KEPT = 1 << 12
"""Entities and links that are remembered, so that what stands before many events is made and checked once."""

_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")

Entity = dict[str, Any]
"""An entity: id, schema, and property to its values."""

Values = Annotated[list[Annotated[str, msgspec.Meta(min_length=1)]], msgspec.Meta(min_length=1)]
"""Values of a property: words, at least one."""


class _Written(TypedDict):
    """An entity as it is read back."""

    id: str
    schema: str
    properties: dict[str, Values]


_decode: Callable[[bytes], Any] = msgspec.json.Decoder(_Written).decode
_encode_lines = msgspec.json.Encoder().encode_lines


def rows(happening: Happening, choice: Choice, codes: Exchange) -> Outcome:
    """Make the entities of an incident.

    Args:
        happening: the incident and its claims.
        choice: what may leave.
        codes: names of countries, roles of sectors.

    Returns:
        One row, the entities with the event last; or why there is none.
    """
    found = lead_of(happening, choice)
    if isinstance(found, str):
        return Outcome(skipped=found)
    lead, code = found
    if lead.claim.factuality != "asserted":
        return Outcome(skipped="not_asserted")  # an Event does not say how it stands
    days = days_of(happening.incident.when, lead.report.published, choice)
    if days is None:
        return Outcome(skipped="no_date")
    actors, recipients = sides(happening, lead)
    tellers = asserted(happening)
    reports = {told.report.id: told.report for told in tellers}
    named = {
        mention.actor: body
        for mention in (*actors, *recipients)
        if (body := _body(mention, codes)) is not None
    }
    names = [", ".join(filter(None, map(name_of, side))) for side in (actors, recipients)]
    event = _event(
        happening,
        (lead, code),
        " to ".join(filter(None, [names[0] or "unknown", names[1]])),
        days,
        choice,
        codes,
    )
    linked = {
        "organizer": [named[m.actor]["id"] for m in actors if m.actor in named],
        "involved": [named[m.actor]["id"] for m in recipients if m.actor in named],
        "proof": [_id(key) for key in reports],
    }
    event["properties"] |= {name: list(dict.fromkeys(ids)) for name, ids in linked.items() if ids}
    entities = (*named.values(), *(_article(report, choice) for report in reports.values()), event)
    rules = {
        days.rule: True,
        "direction": bool(recipients),
        "actor_in_name_only": len(named) < len({m.actor or m.span.quote for m in (*actors, *recipients)}),
        "claim_as_incident": not happening.stated,
        "contested": any(t.claim.factuality in {"denied", "doubted"} for t in happening.told),
    }
    return Outcome(
        rows=((0, entities),), approximated=tuple(rule for rule, holds in rules.items() if rule and holds)
    )


def _event(
    happening: Happening, led: tuple[Told, PloverCode], who: str, days: Days, choice: Choice, codes: Exchange
) -> Entity:
    """Describe what happened."""
    (lead, code), where = led, happening.incident.where
    claim = lead.claim
    place = "" if where is None else _place(where.name, where.admin1, where.country, codes)
    what = f"{code.event_type}/{code.mode}" if code.mode else code.event_type
    summary = [words(claim.span.quote, choice)]
    summary += [f"Condition: {words(claim.condition.span.quote, choice)}"] if claim.condition else []
    summary += [f"Deadline: {words(claim.deadline.span.quote, choice)}"] if claim.deadline else []
    summary += [f"Until: {words(claim.until.span.quote, choice)}"] if claim.until else []
    tellers = asserted(happening)
    held = {
        "name": [
            " - ".join(filter(None, [f"{what}: {who}", where.name if where else "", days.first.isoformat()]))
        ],
        "summary": [". ".join(part.rstrip(".") for part in summary)],
        "notes": [words(told.claim.span.quote, choice) for told in tellers],
        "keywords": [code.event_type, code.mode, *claim.contexts, happening.incident.standing],
        "startDate": [days.first.isoformat()],
        "endDate": [days.last.isoformat()],
        "location": [place],
        "sourceUrl": [told.report.url for told in tellers],
        "publisher": [told.report.outlet for told in tellers],
    }
    return _entity(happening.incident.id, "Event", held)


def _place(name: str, admin1: str, country: str, codes: Exchange) -> str:
    """Write a place as an address. FollowTheMoney's countries are two letters, which our tables have not."""
    known = codes.countries.get(country)
    return ", ".join(dict.fromkeys(filter(None, [name, admin1, known.name if known else ""])))


def _body(mention: Mention, codes: Exchange) -> Entity | None:
    """Describe an actor that has an id; None = it is only named, and stays in the event's name."""
    if not mention.actor:
        return None
    return _body_of(mention.actor, mention.name, role(mention, codes) == "state")


@lru_cache(maxsize=KEPT)
def _body_of(actor: str, name: str, state: bool) -> Entity | None:
    """Describe an actor by its id, its name and whether it is the state."""
    known = _actors().get(actor)
    if known is not None:
        held = {"name": [known.name], "wikidataId": [known.wikidata]}
        return _entity(known.id, SCHEMAS[known.kind], held)
    codes = load_exchange()
    country, *parts = actor.upper().split(".")
    sectors = [codes.sectors[part].name for part in parts if part in codes.sectors]
    if sectors and len(sectors) == len(parts):  # "irq.mil": army, troops and soldiers are one entity
        home = codes.countries.get(country)
        name = f"{home.name if home else country}: {', '.join(sectors)}"
    return _entity(actor, "PublicBody" if state else "Organization", {"name": [name]}) if name else None


def _article(report: Report, choice: Choice) -> Entity:
    """Describe a report; without texts its headline stays at home."""
    title = report.title if choice.with_text else ""
    day = report.published.isoformat() if report.published else ""
    return _article_of(report.id, title, day, report.url, report.outlet)


@lru_cache(maxsize=KEPT)
def _article_of(identifier: str, title: str, day: str, url: str, outlet: str) -> Entity:
    held = {
        "name": [title or ", ".join(filter(None, [outlet, day])) or identifier],
        "title": [title],
        "publishedAt": [day],
        "sourceUrl": [url],
        "publisher": [outlet],
    }
    return _entity(identifier, "Article", held)


def _entity(identifier: str, schema: str, held: dict[str, list[str]]) -> Entity:
    """Put an entity together; values that are empty or said twice are left out."""
    kept = {
        name: values if len(values) == 1 else list(dict.fromkeys(filter(None, values)))
        for name, values in held.items()
    }
    return {
        "id": _id(identifier),
        "schema": schema,
        "properties": {name: values for name, values in kept.items() if values and values[0]},
    }


def _id(identifier: str) -> str:
    """Write one of our ids as FollowTheMoney allows: no underscore."""
    return identifier.replace("_", "-")


@cache
def _actors() -> dict[str, Actor]:
    return load_knowledge().actors.actors


def check_object(found: dict[str, Any]) -> str:
    """Say what is wrong with an entity: id, schema, property, day, link."""
    if not _ID.fullmatch(found["id"]):
        return f"id: {found['id']!r} cannot stand there"
    allowed = PROPERTIES.get(found["schema"])
    if allowed is None:
        return f"schema: {found.get('schema')!r} is none that is written"
    held = found["properties"]
    if unknown := held.keys() - allowed:
        return f"properties.{min(unknown)}: {found['schema']} has no such property"
    for name, values in held.items():
        if name in {"startDate", "endDate", "publishedAt"} and not all(map(is_day, values)):
            return f"properties.{name}: {values[0]!r} is no day"
    if not all(map(_WIKIDATA.fullmatch, held.get("wikidataId", []))):
        return f"properties.wikidataId: {held['wikidataId'][0]!r} is no id of Wikidata"
    return "" if "name" in held else "properties.name: it is missing"


class Entities(Objects, frozen=True, kw_only=True):
    """A file of entities: a row is an event with those that it links to, and gives a line for each."""

    def line(self, row: Any, before: int = 0) -> str:
        """Write the entities of a row, one a line."""
        del before  # lines stand alone
        return _encode_lines(row).decode()

    def check(self, path: Path) -> "tuple[int, array[int]]":
        """Read a written file and check it.

        Args:
            path: the file.

        Returns:
            Number of events, and their keys as numbers.

        Raises:
            FormatError: a line is no such entity, an event stands twice, an id has two schemas, or a link
                leads to nothing.
        """
        events, entities, schemas, links = array("Q"), array("Q"), array("Q"), array("Q")
        checked: set[bytes | str] = set()
        for at, line in _lines(path):
            if line in checked:
                continue
            if len(checked) > KEPT:
                checked.clear()
            found = _decoded(line, at, path)
            field, _, wrong = self.check_object(found).partition(": ")
            if field:
                fail(path, at, field, wrong)
            if found["schema"] != "Event":
                kind = "proof" if found["schema"] == "Article" else "legal"
                entities.append(_key(f"{kind}:{found['id']}"))
                schemas.append(_key(found["schema"]))
                checked.add(line)
                continue
            events.append(_key(f"event:{found['id']}"))
            for name, kind in (("organizer", "legal"), ("involved", "legal"), ("proof", "proof")):
                for one in found["properties"].get(name, []):
                    link = f"{kind}:{one}"
                    if link not in checked:
                        checked.add(link)
                        links.append(_key(link))
        check_unique(events, path, above=False, column="id of an event")
        _check_alike(entities, schemas, path)
        check_known(links, entities, path, 0, "a link of an event")
        return len(events), events


def _check_alike(ids: "array[int]", schemas: "array[int]", path: Path) -> None:
    """Raise FormatError where an id stands for two different things; of names one may have several."""
    import numpy as np  # noqa: PLC0415  heavy

    pairs = np.unique(np.array([ids, schemas], dtype=np.uint64), axis=1)
    if len(np.unique(pairs[0])) != pairs.shape[1]:
        fail(path, 0, "id", "one id stands for entities of two schemas")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a file, with their numbers."""
    with path.open("rb") as file:
        yield from enumerate(file, 1)


def _decoded(line: bytes, at: int, path: Path) -> dict[str, Any]:
    try:
        found: Entity = _decode(line)
    except msgspec.DecodeError as error:
        fail(path, at, "", f"no JSON of an entity ({error})")
    return found


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


FORMAT = Format(
    name="ftm",
    unit="incident",
    extension="jsonl",
    files=(Entities(check_object=check_object, id_of=lambda found: str(found["id"])),),
    rows=rows,
    loss=LOSS,
)
"""FollowTheMoney."""
