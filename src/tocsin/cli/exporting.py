"""Handing records on: `tocsin export`."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tocsin.store.formats.loss import Loss
    from tocsin.store.formats.units import Choice

CHECK_FAILED = 5
"""Exit code of `--strict` when a row was lost for another reason than the user's own filter."""

FORMATS = (
    "native", "parquet", "plover", "polecat", "icews", "gdelt", "acled", "ucdp", "hxl", "hxl-ucdp", "geojson", "ftm",
)  # fmt: skip
"""Names of the formats; a test holds them to those of the store, which is not loaded for the help text."""

FACTUALITIES = (
    "asserted", "denied", "doubted", "planned", "offered", "accepted", "refused", "demanded", "threatened",
)  # fmt: skip
"""How a claim can stand; a test holds them to those of the model."""


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="The format to write.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The file to write, or a folder for files called after the format.",
)
@click.option(
    "--factuality",
    multiple=True,
    type=click.Choice(FACTUALITIES),
    help="Let out claims that stand so; may be repeated. Default: asserted; native forms: all.",
)
@click.option(
    "--since", metavar="DATE", help="Only records changed, and deletions made, on that day or later."
)
@click.option(
    "--date-fallback", is_flag=True, help="Use the day of publication where the text gives no date."
)
@click.option(
    "--inter",
    type=click.Choice(["numbers", "labels"]),
    default="numbers",
    show_default=True,
    help="How ACLED's kinds of actors are written.",
)
@click.option("--no-text", is_flag=True, help="Leave texts and headlines out; words are cut to 25.")
@click.option("--licence", default="", metavar="NAME", help="Licence under which you pass the rows on.")
@click.option(
    "--strict", is_flag=True, help="Exit with 5 if a row was lost for another reason than your filter."
)
def export(source: Path, form: str, output: Path, *, strict: bool, **wanted: Any) -> None:
    """Write coded records in a format that other programs read.

    INPUT is a store, or what `tocsin code --format jsonl` wrote. Only what is
    asserted leaves as an event, never a threat, a plan or a denial. Beside the
    file come a loss report, a list of deletions, a data package and a citation.

    \b
    tocsin export tocsin.db --format plover -o plover.jsonl
    tocsin export claims.jsonl --format acled -o exports/ --date-fallback
    """  # noqa: D301  click wants the backspace
    from tocsin.store.formats import load_format
    from tocsin.store.formats.loss import summary
    from tocsin.store.formats.records import open_lines
    from tocsin.store.formats.sources import lines_of
    from tocsin.store.formats.writing import export as write

    format_ = load_format(form)
    with lines_of(source) as lines:
        records = open_lines(lines)
        choice = _choice(wanted, format_.factualities, records.header)
        if format_.unit != "record" and choice.factualities != {"asserted"}:
            click.echo(
                "warning: rows that are not asserted will look like events to most programs.", err=True
            )
        written = write(records, format_, output, choice)
    for line in summary(written.loss, [path.name for path in written.files]):
        click.echo(line, err=True)
    sys.exit(_exit_code(written.loss, strict=strict))


def _choice(wanted: dict[str, Any], usual: frozenset[Any], coder: Any) -> "Choice":
    """Put the options together; a day that is none is a mistake of usage."""
    from tocsin.store.formats.units import Choice

    since = wanted["since"]
    try:
        day = dt.date.fromisoformat(since) if since else None
    except ValueError as error:
        message = f"--since {since} is no day. Write it as YYYY-MM-DD."
        raise click.UsageError(message) from error
    return Choice(
        made=dt.datetime.now(dt.UTC).replace(microsecond=0),
        factualities=frozenset(wanted["factuality"]) or usual,
        since=day,
        date_fallback=wanted["date_fallback"],
        inter=wanted["inter"],
        with_text=not wanted["no_text"],
        licence=wanted["licence"],
        coder=coder,
    )


def _exit_code(loss: "Loss", *, strict: bool) -> int:
    return CHECK_FAILED if strict and loss.lost else 0
