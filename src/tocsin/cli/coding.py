"""Coding reports: `tocsin code`, `tocsin demo`, `tocsin config`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tocsin.cli.output import PARTLY_BAD, opened
from tocsin.cli.own import own_actors
from tocsin.cli.translating import TRANSLATE, opened_desk, translate_options

if TYPE_CHECKING:
    from tocsin.coder import Coder
    from tocsin.model import Summary
    from tocsin.present.writers import Writer


@click.command()
@click.argument("sources", nargs=-1, metavar="[FILE | DIR | -]...")
@click.option(
    "--published", metavar="DATE", help="Day of publication (YYYY-MM-DD) where the source gives none."
)
@click.option("--outlet", help="Publisher, where the source names none.")
@click.option("--lang", metavar="CODE", help="Language (ISO 639-1), where the source states none.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table", "csv"]),
    help="Default: table on a terminal, else jsonl.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help='Write to this file ("-": standard output).',
)
@click.option(
    "--reader",
    type=click.Choice(["network", "patterns"]),
    help="Who reads. Default: network, joined to the patterns.",
)
@translate_options
@click.option("--no-text", is_flag=True, help="Leave the reports' text out; words are cut to 25.")
def code(
    sources: tuple[str, ...],
    form: str | None,
    output: Path | None,
    no_text: bool,
    **stated: str | None,
) -> None:
    """Read reports and write down their claims.

    Reads plain text, saved web pages, JSON lines, folders of these, and standard
    input ("-"). Without a day of publication, "on Sunday" stays unresolved.

    \b
    tocsin code report.txt --published 2020-10-12
    tocsin code articles/ --format csv -o claims.csv
    cat reports.jsonl | tocsin code -
    """  # noqa: D301  click wants the backspace
    from tocsin.coder import Coder
    from tocsin.config import load_settings
    from tocsin.ingest import Source, reports
    from tocsin.pipeline import with_languages

    names = sources or ("-",)
    if "-" in names and (sys.stdin is None or (not sources and sys.stdin.isatty())):
        message = "Nothing to read. Name files or folders, or pipe a report in: tocsin code report.txt"
        raise click.UsageError(message)
    asked = {name: stated.pop(name) for name in TRANSLATE}
    settings, _ = load_settings(stated, os.environ, Path.cwd())
    wanted = [Source(name, sys.stdin.buffer if name == "-" else None) for name in names]
    with opened_desk(**asked) as desk, opened(None if output == Path("-") else output) as out:
        outputs = {form or ("table" if out.isatty() else "jsonl"): out}
        code = _run(
            with_languages(reports(wanted, settings)),
            outputs,
            Coder(desk, reader=settings.reader, actors=own_actors(settings)),
            no_text=no_text,
        )
    sys.exit(code)


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("demo-claims.jsonl"),
    show_default=True,
    help="Write the JSON lines to this file.",
)
def demo(output: Path) -> None:
    """Code the bundled example reports, all of them invented.

    Prints the table and writes the claims as JSON lines.
    """
    from tocsin.coder import Coder
    from tocsin.present.examples import example_desk, example_reports

    with opened(output) as lines:
        code = _run(example_reports(), {"jsonl": lines, "table": sys.stdout}, Coder(example_desk()))
    click.echo(f"The claims are in {output.resolve()}", err=True)
    sys.exit(code)


@click.command()
def config() -> None:
    """Show every setting, its value and where it comes from."""
    from tocsin.config import load_settings

    settings, origins = load_settings({}, os.environ, Path.cwd())
    for name, origin in origins.items():
        value = getattr(settings, name)
        click.echo(f"{name:<18} {value if value not in {'', None} else '-'!s:<14} {origin}")


def _run(inputs: Iterator[Any], outputs: dict[str, TextIO], coder: "Coder", *, no_text: bool = False) -> int:
    """Code inputs one by one, write each at once in every format asked for, and account for all.

    Returns the exit code. What CSV cannot hold, the issues, goes to standard error.
    """
    from tocsin.model import Summary
    from tocsin.pipeline import account
    from tocsin.present.withhold import without_text
    from tocsin.present.words import printable

    writers = [_writer(form, out, coder) for form, out in outputs.items()]
    summary = Summary()
    for coded in coder.stream(inputs):
        shown = without_text(coded) if no_text else coded
        for writer in writers:
            writer.write(shown)
        for issue in coded.issues if "table" not in outputs else ():
            if "csv" in outputs or issue.severity != "note":
                click.echo(printable(f"{issue.severity}: {issue.source}: {issue.message}"), err=True)
        summary = account(summary, coded)
    click.echo(_account(summary), err=True)
    return PARTLY_BAD if summary.failed or summary.quarantined else 0


def _writer(form: str, out: TextIO, coder: "Coder") -> "Writer":
    from tocsin.present.rows import CsvWriter
    from tocsin.present.writers import JsonWriter, TableWriter

    if form == "csv":
        return CsvWriter(out)
    return JsonWriter(out, coder.reader, coder.know.digest) if form == "jsonl" else TableWriter(out)


def _account(summary: "Summary") -> str:
    parts = f"{summary.coded} coded + {summary.no_event} no event + {summary.quarantined} quarantined + {summary.failed} failed"
    numbers = ((summary.reports, "report"), (summary.claims, "claim"), (summary.issues, "issue"))
    reports, claims, issues = (f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in numbers)
    return f"{reports} = {parts}; {claims}, {issues}"
