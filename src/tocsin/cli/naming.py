"""Everyone and every place in reports: `tocsin names`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.output import PARTLY_BAD, standard_output
from tocsin.cli.own import known_here

if TYPE_CHECKING:
    from tocsin.model import Names


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE | DIR | -...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table"]),
    help="Default: table on a terminal, else jsonl.",
)
def names(sources: tuple[str, ...], form: str | None) -> None:
    """List who and what places reports name, with or without a part in an act.

    Bodies, groups, states, public figures and places, each with what it was resolved
    to or the reason why not, and how they stand to one another. Persons who are no known public figures are counted,
    not listed. In other languages than English only what the knowledge tables know
    is found.

    \b
    tocsin names report.txt
    tocsin names articles/ --format jsonl
    """  # noqa: D301  click wants the backspace
    import msgspec

    from tocsin.config import load_settings
    from tocsin.ingest import Source, reports
    from tocsin.model import Issue
    from tocsin.pipeline import names_of, with_languages
    from tocsin.present.words import printable
    from tocsin.read.encoder import load_encoder

    settings, _ = load_settings({}, os.environ, Path.cwd())
    wanted = [Source(name, sys.stdin.buffer if name == "-" else None) for name in sources]
    know, encoder, out = known_here(), load_encoder(), standard_output()
    as_table = form == "table" or (form is None and out.isatty())
    bad = False
    for given in with_languages(reports(wanted, settings)):
        found = given if isinstance(given, Issue) else names_of(given, know, encoder)
        if isinstance(found, Issue):
            bad = bad or found.severity != "note"
            click.echo(printable(f"{found.severity}: {found.source}: {found.message}"), err=True)
        elif as_table:
            out.write("\n".join(_rows(found)) + "\n")
        else:
            out.write(msgspec.json.encode(found).decode() + "\n")
    sys.exit(PARTLY_BAD if bad else 0)


def _rows(found: "Names") -> Iterator[str]:
    """Write each name once, within 80 columns: how often, its words, what it is."""
    from tocsin.present.words import place, printable, shorten

    seen: dict[tuple[str, str], int] = {}
    for mention in found.actors:
        told = " ".join(filter(None, (mention.name, mention.country, *mention.sectors)))
        key = printable(mention.span.quote), told or f"- ({mention.reason})"
        seen[key] = seen.get(key, 0) + 1
    for where in found.places:
        key = printable(where.span.quote), place(where)
        seen[key] = seen.get(key, 0) + 1
    for (words, told), times in seen.items():
        yield f"{times:>3} {shorten(words, 30):<32}{shorten(told, 43)}".rstrip()
    for tie in found.ties:
        ends = (shorten(printable(" ".join(end.quote.split())), 32) for end in (tie.first, tie.second))
        yield f"    {f' {tie.kind} '.join(ends)}"
    if found.persons:
        yield f"{found.persons:>3} words for persons who are no known public figures"
