"""Watching truces: `tocsin watch`."""

import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tocsin.cli.output import opened
from tocsin.cli.own import known_here, own_actors

if TYPE_CHECKING:
    from tocsin.knowledge import Knowledge
    from tocsin.model import Assessment, Claim, Report
    from tocsin.watch.blocks import Card
    from tocsin.watch.changes import Change, State
    from tocsin.watch.day import Known

CHANGED = 5
"""Exit code when a watched truce changed."""


@click.command()
@click.argument("sources", nargs=-1, metavar="[STORE | FILE | -]...")
@click.option("--replay", is_flag=True, help="The sources are raw reports: code them first.")
@click.option("--record", is_flag=True, help="Append what was judged to the ledger of the store.")
@click.option("--rules", type=click.Path(path_type=Path), help="Watch rules (TOML). Default: all truces.")
@click.option(
    "--before",
    type=click.Path(path_type=Path),
    help="Records as they were: the feed tells only what is new since.",
)
@click.option("--since", metavar="DATE", help="The feed begins on this day (YYYY-MM-DD).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["card", "json", "changes", "rss", "atom", "ledger"]),
    default="card",
    show_default=True,
    help="Cards for people or as JSON; the change feed as JSON lines, RSS or Atom; the assessments.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help='Write to this file ("-": standard output).',
)
def watch(
    sources: tuple[str, ...], form: str, output: Path | None, *, replay: bool, record: bool, **wanted: Any
) -> None:
    """Say which truces hold, and ring when something changes.

    Reads a store (default: tocsin.db), records as JSON lines ("-": standard input),
    or with --replay raw reports. What is not linked yet is linked first. The last
    day that is known is that of the newest report. Exit code 5: a watched truce
    changed.

    \b
    tocsin watch --replay iraq-2020
    tocsin watch tocsin.db --since 2024-05-01 --format atom -o truces.xml
    tocsin watch records.jsonl --before yesterday.jsonl --format changes
    """  # noqa: D301  click wants the backspace
    from tocsin.pipeline import judge
    from tocsin.watch.changes import State, changes, concerning
    from tocsin.watch.changes import since as begun
    from tocsin.watch.wanted import read_watches, watched

    day = _day(wanted["since"])
    know = known_here()
    rules = read_watches(wanted["rules"], know.events.ontology.types) if wanted["rules"] is not None else ()
    store = _store_of(sources, replay=replay, record=record)
    known, ledger = _replayed(sources) if replay else _known(sources or ("tocsin.db",), know)
    state, cards = judge(known, ledger)
    if record and store is not None:
        _record(store, state)
    before = wanted["before"]
    old = State() if before is None else judge(*_known((str(before),), know))[0]
    watching = watched(state.commitments, rules, known.survey)
    found = concerning(changes(old, state), list(watching))
    found = begun(found, day) if day is not None else found
    with opened(None if output == Path("-") else output) as out:
        _write(out, form, [card for card in cards if card.commitment in watching], (found, state))
    rings = before is not None or day is not None
    sys.exit(CHANGED if rings and found else 0)


def _store_of(sources: Sequence[str], *, replay: bool, record: bool) -> Path | None:
    """Give the store that is named, or the one in the folder; None = the sources are files of records or reports."""
    from tocsin.store import is_store

    names = [Path(name) for name in (sources or ("tocsin.db",)) if name != "-"]
    stores = [] if replay else [name for name in names if name.is_file() and is_store(name)]
    if stores and len(sources) > 1:
        message = f"{stores[0]} is a store: watch it alone."
        raise click.UsageError(message)
    if record and not stores:
        message = "--record appends to a store; name one: tocsin watch tocsin.db --record"
        raise click.UsageError(message)
    if not sources and not stores:
        message = "Nothing to watch: there is no tocsin.db here. Make one with tocsin ingest, or name a file."
        raise click.UsageError(message)
    return stores[0] if stores else None


def _known(sources: Sequence[str], know: "Knowledge") -> "tuple[Known, list[Assessment]]":
    """Read what is known, and the assessments on record; link what was not linked."""
    from tocsin.pipeline import history_of, known_of
    from tocsin.store import is_store, open_store
    from tocsin.watch.records import read_known

    first = Path(sources[0])
    if sources[0] != "-" and first.is_file() and is_store(first):
        with open_store(first) as store:
            history, reviews = store.history(), list(store.ledger("review"))
            forecasts, ledger = list(store.ledger("forecast")), list(store.ledger("assessment"))
            found = tuple(store.commitments()) if history.incidents else None
    else:
        given, ledger = read_known(_lines(sources))
        if given.history.incidents or not given.history.claims:
            return given, ledger
        history, reviews, forecasts, found = given.history, list(given.reviews), list(given.forecasts), None
    if not history.incidents:
        history = history_of(history.reports.values(), history.claims.values(), know, reviews)
    return known_of(history, know, found, reviews=reviews, forecasts=forecasts), ledger


def _replayed(sources: Sequence[str]) -> "tuple[Known, list[Assessment]]":
    """Code raw reports and derive what they come to; a bundled example may be named without its path."""
    import os

    from tocsin.coder import Coder
    from tocsin.config import load_settings
    from tocsin.ingest import Source, reports
    from tocsin.pipeline import history_of, known_of, with_languages
    from tocsin.present.examples import replay_path
    from tocsin.present.words import printable

    settings, _ = load_settings({}, os.environ, Path.cwd())
    coder = Coder(reader=settings.reader, actors=own_actors(settings))
    wanted = [
        Source(replay_path(name) or name, sys.stdin.buffer if name == "-" else None) for name in sources
    ]
    read: list[Report] = []
    told: list[Claim] = []
    for coded in coder.stream(with_languages(reports(wanted, settings))):
        for issue in coded.issues:
            if issue.severity != "note":
                click.echo(printable(f"{issue.severity}: {issue.source}: {issue.message}"), err=True)
        if coded.report is not None:
            read.append(coded.report)
            told += coded.claims
    return known_of(history_of(read, told, coder.know), coder.know), []


def _record(store: Path, state: "State") -> None:
    from tocsin.store import open_store

    with open_store(store, write=True) as writing:
        new = writing.add_ledger([*state.statuses, *state.assessments])
    click.echo(f"{new} new rows in the ledger of {store}", err=True)


def _write(out: TextIO, form: str, cards: "Sequence[Card]", told: "tuple[Sequence[Change], State]") -> None:
    import msgspec

    from tocsin.present.feed import as_atom, as_jsonl, as_rss

    found, state = told
    if form in {"changes", "rss", "atom"}:
        out.write({"changes": as_jsonl, "rss": as_rss, "atom": as_atom}[form](found))
    elif form == "card":
        _print_cards(out, cards)
    else:
        records = cards if form == "json" else state.assessments
        out.writelines(msgspec.json.encode(record).decode() + "\n" for record in records)


def _print_cards(out: TextIO, cards: "Sequence[Card]") -> None:
    import os

    from rich.console import Console

    from tocsin.present.card import show_card

    width = None if out.isatty() or "COLUMNS" in os.environ else 80
    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
    for card in cards:
        show_card(console, card)
    if not cards:
        click.echo("No truce is watched in these records.", err=True)


def _lines(sources: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Read all lines, each with its place."""
    for source in sources:
        with click.open_file(source, encoding="utf-8") as lines:
            yield from ((f"{source}:{number}", line) for number, line in enumerate(lines, 1) if line.strip())


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"--since {text}: want a day, YYYY-MM-DD."
        raise click.UsageError(message) from error
