"""News sources: `tocsin sources check`, `tocsin sources health`."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tocsin.ingest.sources import NewsSource
    from tocsin.ingest.state import SourceState
    from tocsin.ingest.web import WebReader

UNREACHABLE = 4
"""Exit code when a source could not be reached."""
FAILING = 5
"""Exit code when the last try at a source failed."""

_FILE = click.argument(
    "path", metavar="[FILE]", type=click.Path(dir_okay=False, path_type=Path), default=Path("sources.toml")
)


@click.group()
def sources() -> None:
    """Look after the list of news sources, sources.toml."""


@sources.command()
@_FILE
@click.option("--offline", is_flag=True, help="Check the file only, and ask no source.")
def check(path: Path, *, offline: bool) -> None:
    """Check the list, and ask each source once what it lists.

    No article is fetched and nothing is kept. Exit code 4: a source could not be
    reached or read.
    """
    from tocsin.ingest.sources import load_sources

    listed = load_sources(path)
    if offline:
        click.echo(f"{len(listed.sources)} sources, all well written")
        return
    from tocsin.config import Settings
    from tocsin.ingest.fetch import Fetcher, Manners
    from tocsin.ingest.maker import ReportMaker
    from tocsin.ingest.pages import PageReader
    from tocsin.ingest.web import WebReader

    with PageReader(Settings()) as pages:
        fetcher = Fetcher(Manners(contact=listed.contact, allowed=listed.allow))
        reader = WebReader(fetcher, ReportMaker(Settings(), pages))
        faults = [_check_one(source, reader) for source in listed.sources]
    sys.exit(UNREACHABLE if any(faults) else 0)


@sources.command()
@_FILE
def health(path: Path) -> None:
    """Show how each source fared: last success, failures in a row, reports.

    Exit code 5: the last try at a source failed.
    """
    from tocsin.ingest.sources import load_sources
    from tocsin.ingest.state import SourceState, load_state, state_path

    listed, state = load_sources(path), load_state(state_path(path))
    head = ("source", "last success (UTC)", "failures", "reports", "issues", "last error")
    known = [(source, state.sources.get(source.name, SourceState())) for source in listed.sources]
    rows = [head, *(_row(source, one) for source, one in known)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[5]]).rstrip())
    sys.exit(FAILING if any(one.failures for _, one in known) else 0)


def _check_one(source: "NewsSource", reader: "WebReader") -> bool:
    """Ask a source and say what it lists; whether it is at fault."""
    from tocsin.ingest.answers import Failure
    from tocsin.ingest.schedule import open_source
    from tocsin.present.words import printable

    opened = open_source(source, reader)
    if isinstance(opened, Failure):
        click.echo(printable(f"failed: {source.name}: {opened.message} ({opened.code})"))
        return True
    whole = sum(bool(listed.content) for listed in opened.entries)
    count = f"{len(opened.entries)} {'entry' if len(opened.entries) == 1 else 'entries'}"
    lists = "a page" if opened.listing is None else f"{count}, {whole} with the whole article"
    click.echo(printable(f"ok: {source.name}: {lists}"))
    return False


def _row(source: "NewsSource", known: "SourceState") -> tuple[str, ...]:
    """Write the state of a source in words."""
    from tocsin.present.words import printable

    return (
        printable(source.name),
        f"{known.last_success.astimezone(dt.UTC):%Y-%m-%d %H:%M}" if known.last_success else "never",
        str(known.failures),
        str(known.reports),
        str(known.issues),
        printable(known.error),
    )
