"""Watching truces: `tocsin watch`."""

import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from tocsin.cli.output import opened

if TYPE_CHECKING:
    from tocsin.model import Assessment
    from tocsin.watch.blocks import Card
    from tocsin.watch.changes import Change, State
    from tocsin.watch.day import Known

CHANGED = 5
"""Exit code when a watched truce changed."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE...")
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
    sources: tuple[str, ...],
    rules: Path | None,
    before: Path | None,
    since: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Say which truces hold, and ring when something changes.

    Reads records as JSON lines ("-": standard input): reports, claims, incidents,
    commitments, status changes, and what was judged and decided before. The last
    day that is known is that of the newest report. Exit code 5: a watched truce
    changed.

    \b
    tocsin watch records.jsonl
    tocsin watch records.jsonl --format ledger -o ledger.jsonl
    tocsin watch records.jsonl --before yesterday.jsonl --format atom -o truces.xml
    """  # noqa: D301  click wants the backspace
    from tocsin.knowledge import load_knowledge
    from tocsin.watch.changes import State, changes, concerning
    from tocsin.watch.changes import since as begun
    from tocsin.watch.records import read_known
    from tocsin.watch.survey import Survey
    from tocsin.watch.wanted import read_watches, watched

    day = _day(since)
    types = load_knowledge().events.ontology.types
    wanted_rules = read_watches(rules, types) if rules is not None else ()
    known, ledger = read_known(_lines(sources))
    state, cards = _judged(known, ledger)
    old = State()
    if before is not None:
        earlier, old_ledger = read_known(_lines([str(before)]))
        old, _ = _judged(earlier, old_ledger)
    wanted = watched(state.commitments, wanted_rules, Survey(known.history))
    found = concerning(changes(old, state), list(wanted))
    found = begun(found, day) if day is not None else found
    with opened(None if output == Path("-") else output) as out:
        _write(out, form, [card for card in cards if card.commitment in wanted], (found, state))
    rings = before is not None or day is not None
    sys.exit(CHANGED if rings and found else 0)


def _judged(known: "Known", ledger: "Sequence[Assessment]") -> "tuple[State, list[Card]]":
    """Judge the day with the plain forecast from the events before each truce."""
    from tocsin.watch.day import cards_of, judge_day
    from tocsin.watch.series import empirical_blind, series
    from tocsin.watch.survey import Survey

    days = series(known.commitments, known.statuses, Survey(known.history))
    dated = (report.published for report in known.history.reports.values() if report.published is not None)
    blind = empirical_blind(days, min(dated, default=None))
    state = judge_day(known, ledger, blind)
    return state, cards_of(known, state, blind)


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
