"""Asking records in SQL: `tocsin query`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from tocsin.cli.output import opened

if TYPE_CHECKING:
    import pyarrow as pa

WIDEST = 40
"""Columns of the terminal that a cell of a table takes at the most."""


@click.command()
@click.argument("sql")
@click.argument(
    "source",
    metavar="[INPUT]",
    type=click.Path(exists=True, path_type=Path),
    default=Path("tocsin.db"),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "csv", "parquet"]),
    default="table",
    show_default=True,
    help="How the answer is written.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option(
    "--rows", default=100_000, show_default=True, type=click.IntRange(1), help="Refuse longer answers."
)
@click.option(
    "--seconds",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Give up after so long.",
)
@click.option(
    "--memory", default=1024, show_default=True, type=click.IntRange(64), help="MiB that the query may use."
)
def query(sql: str, source: Path, form: str, output: Path | None, **limits: float) -> None:
    """Ask a store, JSON lines or exported Parquet in SQL.

    SQL is one SELECT ("-" reads it from standard input). INPUT is a store
    (default: tocsin.db), what `tocsin code --format jsonl` wrote, or a folder of
    `tocsin export --format parquet`. Tables: reports, claims, parties, incidents
    and the other records; events, dyad_day and actor_month are ready to count.
    A query can only read, and reaches no file and no network.

    \b
    tocsin query "SELECT event_type, count(*) FROM events GROUP BY 1 ORDER BY 2"
    tocsin query "FROM dyad_day" --format csv -o dyads.csv
    """  # noqa: D301  click wants the backspace
    from tocsin.store.query import Limits
    from tocsin.store.query import query as ask
    from tocsin.store.query.results import csv_lines, json_lines, write_parquet

    if form == "parquet" and output is None:
        message = "Parquet is no text: name a file with --output."
        raise click.UsageError(message)
    words = sys.stdin.read() if sql == "-" else sql
    wanted = Limits(rows=int(limits["rows"]), seconds=limits["seconds"], memory=int(limits["memory"]))
    answer = ask(words, source, limits=wanted)
    if form == "parquet" and output is not None:
        write_parquet(answer, output)
        return
    with opened(output) as out:
        if form == "table":
            _show(answer, out)
            return
        for line in (csv_lines if form == "csv" else json_lines)(answer):
            out.write(line)


def _show(answer: "pa.Table", out: TextIO) -> None:
    """Print an answer in columns as wide as their words, up to `WIDEST`; numbers stand to the right."""
    from rich.cells import cell_len, set_cell_size

    from tocsin.present.words import printable
    from tocsin.store.query.results import cell, rows_of

    rows = [list(row.values()) for row in rows_of(answer)]
    words = [[printable("" if (text := cell(value)) is None else str(text)) for value in row] for row in rows]
    names = [printable(name) for name in answer.schema.names]
    widths = [min(max(map(cell_len, column)), WIDEST) for column in zip(names, *words, strict=True)]
    numeric = [
        all(isinstance(row[at], int | float) or row[at] is None for row in rows) and bool(rows)
        for at in range(len(names))
    ]
    for line in (names, *words):
        cells = []
        for text, width, is_number in zip(line, widths, numeric, strict=True):
            short = text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"
            blank = " " * (width - cell_len(short))
            cells.append(blank + short if is_number else short + blank)
        out.write("  ".join(cells).rstrip() + "\n")
    click.echo(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}", err=True)
