"""An invented report, its claims made by hand, and what the tests do with them."""

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tocsin.model import (
    Claim,
    Condition,
    Count,
    CountKind,
    Factuality,
    Header,
    Incident,
    Mention,
    Report,
    Span,
    When,
    Where,
)
from tocsin.store.formats import load_format
from tocsin.store.formats.records import Record, Records
from tocsin.store.formats.units import Choice
from tocsin.store.formats.writing import Written, export

MADE = dt.datetime(2020, 10, 14, 9, 30, tzinfo=dt.UTC)

TEXT = (
    "Harvan Front fighters attacked an army base in Mosul on Sunday, killing at least three soldiers, police said. "
    "The Front threatened to attack the airport, and the army denied that it had attacked a village. "
    "Students marched through Basra on Monday against the government. "
    "On Saturday gunmen of the Front shot dead two farmers near Mosul. "
    "The Front offered to halt its attacks if the army leaves the valley."
)

HEADER = Header(version=1, tocsin="0.1.0", reader="patterns/0.1.0", knowledge="sha256:0123456789abcdef")

REPORT = Report(
    id="r_00000000000000a1",
    text=TEXT,
    lang="en",
    outlet="Velmark Post",
    title="Rebels attack base in Mosul",
    url="https://velmark.example/base",
    published=dt.date(2020, 10, 13),
)


def span(quote: str, start: int = 0) -> Span:
    """Find words in the report."""
    at = TEXT.index(quote, start)
    return Span(start=at, end=at + len(quote), quote=quote)


FRONT = Mention(
    span=span("Harvan Front fighters"),
    actor="irq.harvan_front",
    name="Harvan Front",
    country="IRQ",
    sectors=("REB",),
)
SOLDIERS = Mention(
    span=span("an army base"), actor="irq.army", name="Iraqi Army", country="IRQ", sectors=("MIL",)
)
FARMERS = Mention(span=span("two farmers"), country="IRQ", sectors=("AGR",))
STUDENTS = Mention(span=span("Students"), country="IRQ", sectors=("EDU",))
GOVERNMENT = Mention(
    span=span("the government"), actor="irq.gov", name="Government of Iraq", country="IRQ", sectors=("GOV",)
)
POLICE = Mention(span=span("police"), sectors=("COP",))


def when(quote: str, day: int, last: int | None = None) -> When:
    """A day of October 2020, or an interval of days."""
    return When(
        span=span(quote),
        first=dt.date(2020, 10, day),
        last=dt.date(2020, 10, last if last is not None else day),
    )


MOSUL = Where(
    span=span("Mosul"),
    place="geonames:99072",
    name="Mosul",
    country="IRQ",
    admin1="Nineveh",
    lat=36.335,
    lon=43.11889,
    precision="exact",
)
IRAQ = Where(span=span("Basra"), place="country:IRQ", name="Iraq", country="IRQ", precision="country")


def count(what: CountKind, quote: str, low: int, high: int | None) -> Count:
    """A number of people."""
    return Count(what=what, low=low, high=high, span=span(quote))


def claim(words: str, trigger: str, content: str, factuality: Factuality = "asserted", **held: Any) -> Claim:
    """A claim of the report: its words, the word that names the act, "TYPE/mode", and how it stands."""
    kind, _, mode = content.partition("/")
    words_span = span(words)
    key = f"{words}|{content}|{factuality}|{sorted(held)}|{held.get('actor')}"
    return Claim(
        id=f"c_{hashlib.sha256(key.encode()).hexdigest()[:16]}",
        report=REPORT.id,
        span=words_span,
        trigger=span(trigger, words_span.start),
        event_type=kind,
        mode=mode,
        factuality=factuality,
        by="test",
        **held,
    )


ATTACK = claim(
    "Harvan Front fighters attacked an army base in Mosul on Sunday, killing at least three soldiers",
    "attacked",
    "ASSAULT",
    actor=(FRONT,),
    recipient=(SOLDIERS,),
    when=when("on Sunday", 11),
    where=MOSUL,
    counts=(count("dead", "at least three", 3, None),),
    attribution=(POLICE,),
)
MARCH = claim(
    "Students marched through Basra on Monday against the government",
    "marched",
    "PROTEST/demo",
    actor=(STUDENTS,),
    recipient=(GOVERNMENT,),
    when=when("on Monday", 12),
    where=IRAQ,
)
KILLING = claim(
    "gunmen of the Front shot dead two farmers near Mosul",
    "shot",
    "ASSAULT/firearms",
    actor=(FRONT,),
    recipient=(FARMERS,),
    when=when("On Saturday", 10),
    where=MOSUL,
    counts=(count("dead", "two", 2, 2),),
)
OFFER = claim(
    "The Front offered to halt its attacks if the army leaves the valley",
    "halt",
    "RETREAT/ceasefire",
    "offered",
    actor=(FRONT,),
    when=when("on Monday", 12),
    where=MOSUL,
    condition=Condition(relation="if", span=span("if the army leaves the valley")),
)


def attack_that_stands(factuality: Factuality) -> Claim:
    """The same attack, with everything a row could want, but not asserted."""
    return msgspec.structs.replace(
        ATTACK, id=f"c_{hashlib.sha256(factuality.encode()).hexdigest()[:16]}", factuality=factuality
    )


def incident(*claims: Claim, **held: Any) -> Incident:
    """Claims that somebody linked: the incident is as its first claim tells it."""
    first = claims[0]
    fields: dict[str, Any] = {
        "id": f"i_{hashlib.sha256(first.id.encode()).hexdigest()[:16]}",
        "event_type": first.event_type,
        "mode": first.mode,
        "actor": tuple(m.actor for m in first.actor if m.actor),
        "recipient": tuple(m.actor for m in first.recipient if m.actor),
        "when": first.when,
        "where": first.where,
        "counts": first.counts,
        "standing": "reported",
        "origins": 1,
        "claims": tuple(c.id for c in claims),
    }
    return Incident(**(fields | held))


def records_of(*records: Record) -> Records:
    """Records in memory, as a store would give them."""
    found = {r.id: r for r in (REPORT, *records) if not isinstance(r, Header)}  # type: ignore[union-attr]
    listed: Sequence[Record] = (HEADER, *found.values())

    def stream() -> Iterator[Record]:
        return iter(listed)

    return Records(
        stream=stream,
        find_report=lambda identifier: found[identifier],  # type: ignore[arg-type, return-value]
        find_claim=lambda identifier: found[identifier],  # type: ignore[arg-type, return-value]
        has_incidents=any(isinstance(r, Incident) for r in records),
        header=HEADER,
    )


def write(form: str, folder: Path, records: Records, **wanted: Any) -> Written:
    """Export in a format, with the choices that a user would make by options."""
    format_ = load_format(form)
    choice = Choice(made=MADE, coder=HEADER, **({"factualities": format_.factualities} | wanted))
    return export(records, format_, folder, choice)


def rows_of(form: str, path: Path, file: int = 0) -> list[dict[str, Any]]:
    """Read a written table, or the objects of a written JSON file, back."""
    layout = load_format(form).files[file]
    if path.suffix == ".geojson":
        return [dict(feature) for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    tab = getattr(layout, "delimiter", ",") == "\t"
    with path.open(encoding="utf-8", newline="") as lines:
        quoting: Any = csv.QUOTE_NONE if tab else csv.QUOTE_MINIMAL
        read = list(csv.reader(lines, delimiter="\t" if tab else ",", quoting=quoting))
    above = getattr(layout, "heading", False) + bool(getattr(layout, "tags", ()))
    return [dict(zip(layout.columns, row, strict=True)) for row in read[above:]]


def exported(form: str, folder: Path, *records: Record, **wanted: Any) -> list[dict[str, Any]]:
    """Export records and read the main file back."""
    return rows_of(form, write(form, folder, records_of(*records), **wanted).files[0])
