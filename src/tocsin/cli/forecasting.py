"""Forecasting attacks: `tocsin forecast`, `tocsin forecast score`."""

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tocsin.cli.keeping import store_option
from tocsin.cli.output import opened
from tocsin.cli.own import known_here

if TYPE_CHECKING:
    from tocsin.forecast.attacks import Attacks
    from tocsin.forecast.judged import Verdict
    from tocsin.model import Forecast, History


@click.group(invoke_without_command=True)
@store_option
@click.option("--until", metavar="DATE", help="Use only reports up to this day. Default: the newest.")
@click.option("--unit", metavar="TEXT", default="", help='Only units with this text: "@embassy".')
@click.option("--record", is_flag=True, help="Append the forecasts to the ledger, to be scored later.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    help="Default: table on a terminal, else jsonl.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help='Write to this file ("-": standard output).',
)
@click.pass_context
def forecast(context: click.Context, /, path: Path, form: str | None, *, record: bool, **wanted: Any) -> None:
    """Say how many attacks to expect in 7, 30 and 90 days.

    For each actor and whom or what it attacks ("any": whoever did it), beside what
    the last year alone would say. Counts all reported attacks.

    \b
    tocsin forecast --unit @embassy
    tocsin forecast --until 2020-11-01 --record
    tocsin forecast score --svg reliability.svg
    """  # noqa: D301  click wants the backspace
    if context.invoked_subcommand is not None:
        return
    from tocsin.store import open_store

    day, output = _day(wanted["until"]), wanted["output"]
    with open_store(path, write=record) as store:
        found = _made(store.history(), list(store.ledger("forecast")), day)
        made = [one for one in found if wanted["unit"] in one.unit]
        if record:
            click.echo(f"{store.add_ledger(made)} new forecasts in the ledger of {path}", err=True)
    with opened(None if output == Path("-") else output) as out:
        _write(out, form or ("table" if out.isatty() else "jsonl"), made)
    if not made:
        click.echo("No unit has enough attacks to be forecast.", err=True)


@forecast.command()
@store_option
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the reliability diagram to this file.",
)
def score(path: Path, svg: Path | None) -> None:
    """Score the recorded forecasts whose days are over."""
    from tocsin.forecast.judged import judge_forecasts
    from tocsin.pipeline import past_forecasts
    from tocsin.present.reliability import draw_reliability
    from tocsin.store import open_store

    with open_store(path) as store:
        rows, history = list(store.ledger("forecast")), store.history()
    verdicts = judge_forecasts(past_forecasts(history, rows))
    if not verdicts:
        click.echo("No recorded forecast is over yet. Record some: tocsin forecast --record", err=True)
        sys.exit(0)
    click.echo("days  number    CRPS  skill  log score  Brier  skill    ECE  90 % range")
    for one in verdicts:
        click.echo(_verdict_words(one))
    if svg is not None:
        with opened(svg) as out:
            out.write(draw_reliability(verdicts))


def _verdict_words(one: "Verdict") -> str:
    return (
        f"{one.horizon_days:4}  {one.number:6}  {one.crps:6.3f} {one.crps_skill:6.2f}  {one.log_score:9.3f}"
        f"  {one.brier:5.3f} {one.brier_skill:6.2f}  {one.ece:5.3f}  {one.coverage:10.0%}"
    )


def _made(history: "History", earlier: "Sequence[Forecast]", until: dt.date | None) -> "Iterator[Forecast]":
    """Make the forecasts of a day from what was known on it."""
    from tocsin.forecast import fit, forecasts
    from tocsin.forecast.attacks import series_of
    from tocsin.pipeline import history_of

    known = [
        one for one in history.reports.values() if one.published and (not until or one.published <= until)
    ]
    if not known:
        return
    held = {one.id for one in known}
    told = (claim for claim in history.claims.values() if claim.report in held)
    as_known = history_of(known, told, known_here())
    days = [one.published for one in known if one.published is not None]
    first, last = min(days), until or max(days)
    attacks = _attacks(as_known)
    units = series_of(attacks, first, last)
    models = fit(units, dt.date(last.year, 1, 1))
    for one in forecasts(models, units, dt.datetime.combine(last, dt.time(23, 59, 59), tzinfo=dt.UTC)):
        yield _explained(one, attacks, earlier)


def _attacks(history: "History") -> "Attacks":
    from tocsin.forecast.attacks import find_attacks

    return find_attacks(history.incidents.values())


def _explained(one: "Forecast", attacks: "Attacks", earlier: "Sequence[Forecast]") -> "Forecast":
    """Add what was counted, and what moved the number since the last forecast of the unit."""
    import msgspec

    from tocsin.forecast.attacks import say_moves

    basis = tuple(incident for _, incident in attacks.units[one.unit])
    alike = [
        old
        for old in earlier
        if (old.unit, old.horizon_days) == (one.unit, one.horizon_days) and old.start < one.start
    ]
    moved: tuple[str, ...] = ()
    if alike:
        old = max(alike, key=lambda row: row.start)
        mean = sum(number * share for number, share in enumerate(old.pmf))
        days = (one.start - old.start).days
        moved = say_moves(attacks, one.unit, old.start, one.start, mean * days / old.horizon_days)
    return msgspec.structs.replace(one, basis=basis, moved_by=moved)


def _write(out: TextIO, form: str, made: "Sequence[Forecast]") -> None:
    import msgspec
    import numpy as np

    from tocsin.forecast.scores import central_range
    from tocsin.present.words import printable

    if form == "jsonl":
        out.writelines(msgspec.json.encode(one).decode() + "\n" for one in made)
        return
    if made:
        out.write(f"from {made[0].start}, all reported attacks\n")
        out.write(f"{'unit':40} {'days':>4} {'at least one':>12} {'90 %':>8} {'last year':>9}  model\n")
    for one in made:
        low, high = (int(end[0]) for end in central_range(np.array([one.pmf])))
        out.write(
            f"{printable(one.unit)[:40]:40} {one.horizon_days:4} {1 - one.pmf[0]:12.0%} {f'{low}-{high}':>8}"
            f" {1 - one.baseline[0]:9.0%}  {one.model}\n"
        )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        message = f"--until {text}: want a day, YYYY-MM-DD."
        raise click.UsageError(message) from error
