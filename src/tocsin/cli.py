"""The command line: one command per public function.

Results go to standard output, all else to standard error. Exit codes: 0 fine, 1 failure, 2 usage,
3 input partly bad.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tocsin import __version__
from tocsin.errors import TocsinError

if TYPE_CHECKING:
    from tocsin.model import Summary
    from tocsin.present.writers import Writer

PARTLY_BAD = 3
"""Exit code when some of the input could not be coded."""


class _Commands(click.Group):
    """Turns every TocsinError into a message and exit code 2, and a closed pipe into a quiet end."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except TocsinError as error:
            raise click.UsageError(str(error)) from error
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="tocsin")
def main() -> None:
    """News reports in, sourced conflict and political event data out.

    tocsin reads reports and writes down who did what to whom, where and when, who
    says so, and how it stands: asserted, denied, doubted, planned, offered,
    accepted, refused, demanded or threatened. It works offline.
    """


def _output_options(command: Any) -> Any:
    for option in (
        click.option("--no-text", is_flag=True, help="Leave the reports' text out; words are cut to 25."),
        click.option(
            "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["jsonl", "table", "csv"]),
            help="Default: table on a terminal, else jsonl.",
        ),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("sources", nargs=-1, metavar="[FILE | DIR | -]...")
@click.option(
    "--published", metavar="DATE", help="Day of publication (YYYY-MM-DD) where the source gives none."
)
@click.option("--outlet", help="Publisher, where the source names none.")
@click.option("--lang", metavar="CODE", help="Language (ISO 639-1), where the source states none.")
@_output_options
def code(
    sources: tuple[str, ...], form: str | None, output: Path | None, no_text: bool, **stated: str | None
) -> None:
    """Read reports and write down their claims.

    Reads plain text, saved web pages, JSON lines, folders of these, and standard
    input ("-"). Without a day of publication, "on Sunday" stays unresolved.

    \b
    tocsin code report.txt --published 2020-10-12
    tocsin code articles/ --format csv -o claims.csv
    cat reports.jsonl | tocsin code -
    """  # noqa: D301  click wants the backspace
    from tocsin.config import load_settings
    from tocsin.ingest import Source, reports

    if not sources and sys.stdin.isatty():
        message = "Nothing to read. Name files or folders, or pipe a report in: tocsin code report.txt"
        raise click.UsageError(message)
    settings, _ = load_settings(stated, os.environ, Path.cwd())
    wanted = [Source(name, sys.stdin.buffer if name == "-" else None) for name in sources or ("-",)]
    sys.exit(_run(reports(wanted, settings), form, output, no_text=no_text))


@main.command()
@_output_options
def demo(form: str | None, output: Path | None, no_text: bool) -> None:
    """Code the bundled example reports, all of them invented.

    Prints the table and writes the claims to demo-claims.jsonl.
    """
    from tocsin.present.examples import example_reports

    target = output or Path("demo-claims.jsonl")
    failures = _run(example_reports(), "jsonl" if form is None else form, target, no_text=no_text, quiet=True)
    bad = _run(example_reports(), "table", None, no_text=no_text)
    click.echo(f"The claims are in {target.resolve()}", err=True)
    sys.exit(failures or bad)


@main.command()
def config() -> None:
    """Show every setting, its value and where it comes from."""
    from tocsin.config import load_settings

    settings, origins = load_settings({}, os.environ, Path.cwd())
    for name, origin in origins.items():
        value = getattr(settings, name)
        click.echo(f"{name:<18} {value if value not in {'', None} else '-'!s:<14} {origin}")


def _run(
    inputs: Iterator[Any], form: str | None, output: Path | None, *, no_text: bool, quiet: bool = False
) -> int:
    """Code inputs one by one, write each at once, and account for all; returns the exit code."""
    from tocsin.coder import Coder
    from tocsin.model import Summary
    from tocsin.pipeline import account

    coder = Coder()
    summary = Summary()
    with _opened(output) as out:
        writer = _writer(
            form or ("table" if out.isatty() else "jsonl"), out, coder.know.digest, no_text=no_text
        )
        for coded in coder.stream(inputs):
            writer.write(coded)
            summary = account(summary, coded)
    if not quiet:
        click.echo(_account(summary), err=True)
    return PARTLY_BAD if summary.failed or summary.quarantined else 0


def _writer(form: str, out: TextIO, knowledge: str, *, no_text: bool) -> "Writer":
    from tocsin.present import writers

    if form == "csv":
        from tocsin.present.rows import CsvWriter

        return CsvWriter(out)
    return (
        writers.JsonWriter(out, knowledge, no_text=no_text) if form == "jsonl" else writers.TableWriter(out)
    )


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    """Open the output: a file appears only when it is whole."""
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    unfinished = path.with_name(path.name + ".part")
    try:
        out = unfinished.open("w", encoding="utf-8", newline="")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise click.UsageError(message) from error
    try:
        with out:
            yield out
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _account(summary: "Summary") -> str:
    reports = f"{summary.reports} report{'' if summary.reports == 1 else 's'}"
    parts = f"{summary.coded} coded + {summary.no_event} no event + {summary.quarantined} quarantined + {summary.failed} failed"
    return f"{reports} = {parts}; {summary.claims} claims, {summary.issues} issues"
