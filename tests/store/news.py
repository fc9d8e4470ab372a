"""Invented reports for the tests of the store, as the reader would have coded them, and what a store holds."""

import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from tocsin.model import Claim, Coded, Issue, Mention, Report, Span, When, Where
from tocsin.store import Store, open_store

DAY = dt.date(2031, 3, 1)
TOWNS = ("Velmark", "Odrel", "Sorqan", "Lissen", "Marenga", "Zell")


def short(*parts: object) -> str:
    """Sixteen hex digits over words."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def report(
    text: str,
    outlet: str = "Osk Radio",
    url: str = "",
    day: dt.date | None = DAY,
    source: str = "feed.jsonl:1",
) -> Report:
    """Make a report as `tocsin.ingest` names it."""
    return Report(
        id="r_" + short(outlet, url or day, text),
        text=text,
        lang="en",
        outlet=outlet,
        url=url,
        published=day,
        source=source,
    )


def claim(told: Report, words: str, number: int = 0, **more: object) -> Claim:
    """Make a claim that rests on some words of a report."""
    start = told.text.index(words)
    span = Span(start=start, end=start + len(words), quote=words)
    fields: dict[str, object] = {
        "id": "c_" + short(told.id, words, number),
        "report": told.id,
        "span": span,
        "trigger": span,
        "event_type": "ASSAULT",
        "actor": (Mention(span=span, actor="x:osk-front"),),
        "when": When(first=DAY, last=DAY, span=span),
        "where": Where(span=span, place="geonames:1"),
        "factuality": "asserted",
        "by": "patterns/0.1.0#verb.attack",
    }
    return Claim(**{**fields, **more})  # type: ignore[arg-type]


def raids(count: int, claims: int = 2) -> Iterator[Coded]:
    """Give reports of raids, each with some claims; every seventh has nothing to code."""
    for number in range(count):
        town = TOWNS[number % len(TOWNS)]
        day = DAY + dt.timedelta(days=number % 50)
        text = f"Fighters raided {town} on day {number}. " + " ".join(
            f"They burned depot {place} near {town}." for place in range(claims)
        )
        told = report(text, url=f"https://osk.example/{number}", day=day, source=f"feed.jsonl:{number + 1}")
        if number % 7 == 6:
            yield Coded(report=told)
            continue
        made = tuple(claim(told, f"burned depot {place} near", place) for place in range(claims))
        note = Issue(
            report=told.id,
            source=told.source,
            stage="resolve",
            code="place.unknown",
            severity="note",
            message=f"{town} is in no list of places.",
        )
        yield Coded(report=told, claims=made, issues=(note,) if number % 3 == 0 else ())


def unreadable(source: str = "broken.html") -> Coded:
    """An input of which no report could be made."""
    issue = Issue(
        source=source,
        stage="ingest",
        code="html.empty",
        severity="failed",
        message="The page shows no text.",
    )
    return Coded(report=None, issues=(issue,))


def dump(store: Store) -> str:
    """Everything in a store, as it would be handed on."""
    out = io.StringIO()
    store.dump(out)
    return out.getvalue()


def dump_of(path: Path) -> str:
    """Everything in the store at a path."""
    with open_store(path) as store:
        return dump(store)
