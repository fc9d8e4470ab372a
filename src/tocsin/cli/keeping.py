"""Keeping reports in a store: `tocsin ingest`, `tocsin rebuild`, `tocsin status`, `tocsin verify`, `tocsin search`."""

import itertools
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin.cli.following import Halt, followed, memory_of
from tocsin.cli.output import PARTLY_BAD, standard_output
from tocsin.cli.own import known_here, own_actors
from tocsin.cli.translating import TRANSLATE, opened_desk, translate_options

if TYPE_CHECKING:
    from tocsin.coder import Coder
    from tocsin.model import Issue, Report
    from tocsin.store import Account, Hit, Store

CHECK_FAILED = 5
"""Exit code when a check found something."""

GROUP = 100
"""Reports kept in one commit before they are read, and in one more when they are."""

LIST = "sources.toml"
"""The list that is watched where no source is named."""

store_option = click.option(
    "--store",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("tocsin.db"),
    show_default=True,
    help="The store.",
)


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@store_option
@click.option(
    "--published", metavar="DATE", help="Day of publication (YYYY-MM-DD) where the source gives none."
)
@click.option("--outlet", help="Publisher, where the source names none.")
@click.option("--lang", metavar="CODE", help="Language (ISO 639-1), where the source states none.")
@click.option("--watch", "is_watching", is_flag=True, help="Keep running, and read what is new in rounds.")
@click.option(
    "--every",
    "minutes",
    metavar="MINUTES",
    default=30,
    show_default=True,
    type=click.IntRange(1, 9999),
    help="Time between two rounds, for sources that are in no list.",
)
@translate_options
def ingest(
    sources: tuple[str, ...], path: Path, *, is_watching: bool, minutes: int, **stated: str | None
) -> None:
    """Read reports and keep them and their claims in a store.

    Takes what `tocsin code` takes: files, folders, addresses, and standard input
    ("-"); and a list of sources (a .toml file). The same report is kept once,
    however often it comes. After an interruption the same command goes on where
    it stopped. With --watch it runs until Ctrl-C or kill; without SOURCE it then
    watches sources.toml.

    \b
    tocsin ingest articles/ --store tocsin.db
    cat reports.jsonl | tocsin ingest -
    tocsin ingest sources.toml inbox/ --watch --every 5
    """  # noqa: D301  click wants the backspace
    from tocsin.coder import Coder
    from tocsin.config import load_settings
    from tocsin.ingest import Source, reports
    from tocsin.ingest.rounds import is_list, plan_rounds
    from tocsin.pipeline import with_languages
    from tocsin.store import open_store

    names = sources or (LIST,) * (is_watching and Path(LIST).is_file())
    _check_named(names, is_watching=is_watching)
    asked = {name: stated.pop(name) for name in TRANSLATE}
    settings, _ = load_settings(stated, os.environ, Path.cwd())
    in_rounds = is_watching or any(map(is_list, names))
    rounds = plan_rounds(names, minutes) if in_rounds else None
    with opened_desk(**asked) as desk, open_store(path, write=True) as store:
        coder = Coder(desk, reader=settings.reader, actors=own_actors(settings))
        if rounds is not None:
            with Halt() as halt:
                memory = memory_of(rounds, path)
                found = followed(rounds, settings, memory, halt, once=not is_watching)
                account, bad = _tell(keep(store, coder, with_languages(found), size=1))
        else:
            wanted = [Source(name, sys.stdin.buffer if name == "-" else None) for name in names]
            account, bad = _tell(keep(store, coder, with_languages(reports(wanted, settings))))
    click.echo(account_words(account), err=True)
    sys.exit(PARTLY_BAD if bad and not is_watching else 0)


def _check_named(names: Sequence[str], *, is_watching: bool) -> None:
    """See that there is something to read."""
    message = ""
    if not names:
        message = "Name what to read: files, folders, addresses, or a list of sources."
    elif "-" in names and is_watching:
        message = "Standard input cannot be watched. Name files, folders, addresses, or a list of sources."
    elif "-" in names and sys.stdin is None:
        message = "Nothing to read: standard input is closed. Name files or folders."
    if message:
        raise click.UsageError(message)


def _tell(groups: "Iterable[tuple[Account, list[Issue]]]") -> "tuple[Account, int]":
    """Say what goes wrong while reports are kept; give the account, and how many gave none."""
    from tocsin.store import Account

    account, bad = Account(), 0
    try:
        for more, issues in groups:
            account += more
            grave = [words for issue in issues if (words := _issue_words(issue))]
            bad += len(grave)
            click.echo("".join(words + "\n" for words in grave), nl=False, err=True)
            if sys.stderr.isatty():
                click.echo(f"\r{account.arrivals} arrived, {account.claims} claims ", nl=False, err=True)
    except KeyboardInterrupt:
        click.echo("\nStopped. What arrived is kept: run the same command again to go on.", err=True)
        raise
    if sys.stderr.isatty():
        click.echo("\r", nl=False, err=True)
    return account, bad


def keep(
    store: "Store", coder: "Coder", inputs: "Iterable[Report | Issue]", size: int = GROUP
) -> "Iterator[tuple[Account, list[Issue]]]":
    """Keep reports, read those that are new, and keep what was read.

    Args:
        store: open for writing.
        coder: what reads.
        inputs: what arrives; reports that an earlier run kept and did not read come first.
        size: inputs a group, >= 1; 1 where they come slowly.

    Yields:
        The account and the issues of each group; the accounts together are that of the run.
    """
    from tocsin.model import Issue
    from tocsin.store import Account

    for left in _groups(store.waiting(), size):
        coder.prepare(left)
        coded = list(coder.stream(left))
        account = Account(arrivals=len(left), pending=len(left)) + store.settle(coded)
        yield account, [issue for unit in coded for issue in unit.issues]
    for group in _groups(inputs, size):
        account, wanted = store.accept(group)
        coder.prepare(wanted)
        coded = list(coder.stream(wanted))
        issues = [given for given in group if isinstance(given, Issue)]
        issues += [issue for unit in coded for issue in unit.issues]
        yield account + store.settle(coded), issues


def _groups(inputs: Iterable[Any], size: int) -> Iterator[list[Any]]:
    waiting = iter(inputs)
    while group := list(itertools.islice(waiting, size)):
        yield group


def _issue_words(issue: "Issue") -> str:
    """Write an issue that cost a report on one line; "" for a mere note."""
    from tocsin.present.words import printable

    return "" if issue.severity == "note" else printable(f"{issue.severity}: {issue.source}: {issue.message}")


@click.command()
@store_option
def rebuild(path: Path) -> None:
    """Link the claims of a store to incidents, and derive commitments.

    What was derived before is replaced. The same reports and reviews give the same
    records, however often it runs.
    """
    from tocsin.pipeline import history_of
    from tocsin.store import open_store
    from tocsin.watch.commitments import commitments

    know = known_here()
    with open_store(path, write=True) as store:
        held, reviews = store.history(), list(store.ledger("review"))
        history = history_of(held.reports.values(), held.claims.values(), know, reviews)
        found = commitments(history, know)
        store.replace_derived(history.incidents.values(), found, history.origins)
    copies = sum(origin != report for report, origin in history.origins.items())
    click.echo(f"{len(history.incidents)} incidents, {len(found)} commitments, {copies} copies", err=True)


@click.command()
@store_option
@click.option("--issues", is_flag=True, help="List what could not be read, and why.")
def status(path: Path, *, issues: bool) -> None:
    """Show what became of everything that ever arrived.

    Every document is in one state: coded, no event, quarantined, failed, or pending.
    """
    from tocsin.store import open_store

    with open_store(path) as store:
        out = standard_output()
        out.write(account_words(store.status()) + "\n")
        for issue in store.issues() if issues else ():
            if words := _issue_words(issue):
                out.write(words + "\n")


def account_words(account: "Account") -> str:
    """Write an account as two sums and the number of claims."""
    states = ("coded", "no_event", "quarantined", "failed", "pending")
    parts = " + ".join(f"{getattr(account, state)} {state.replace('_', ' ')}" for state in states)
    arrivals, repeats, claims = (
        f"{number} {noun}{'' if number == 1 else 's'}"
        for number, noun in (
            (account.arrivals, "arrival"),
            (account.repeats, "repeat"),
            (account.claims, "claim"),
        )
    )
    return f"{arrivals} = {repeats} + {account.distinct} distinct\n{account.distinct} distinct = {parts}\n{claims}"


@click.command()
@store_option
def verify(path: Path) -> None:
    """Check every record of a store against its digest.

    Prints what is damaged or lost, one finding a line; exit code 5 says that there
    is something.
    """
    from tocsin.errors import StoreDamaged
    from tocsin.present.words import printable
    from tocsin.store import open_store

    found: list[str] = []
    out = standard_output()
    try:
        with open_store(path) as store:
            for problem in store.verify():
                words = (problem.noun, problem.id, f"row {problem.row}" if problem.row else "")
                found.append(f"{' '.join(filter(None, words))}: {problem.message}")
                out.write(printable(found[-1]) + "\n")
    except StoreDamaged as error:
        found.append(str(error))
        out.write(printable(f"file: {error}") + "\n")
    if found:
        click.echo(f"Damaged: {len(found)} findings. Restore it from a backup, or ingest anew.", err=True)
        sys.exit(CHECK_FAILED)
    click.echo("All records are as they were written.", err=True)


@click.command()
@click.argument("words", nargs=-1, required=True)
@store_option
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="The most reports to show."
)
def search(words: tuple[str, ...], path: Path, limit: int) -> None:
    """Find reports that hold all the words, and their claims that do.

    \b
    tocsin search ceasefire Odrel
    tocsin search '"without a truce"'
    """  # noqa: D301  click wants the backspace
    from tocsin.store import open_store

    with open_store(path) as store:
        out = standard_output()
        for hit in store.search(" ".join(words), limit=limit):
            out.write(_hit_words(hit))


def _hit_words(hit: "Hit") -> str:
    """Show a report that was found and its claims."""
    from tocsin.present.words import printable

    report = hit.report
    day = report.published.isoformat() if report.published else "undated"
    lines = [hit.excerpt]
    for claim in hit.claims:
        act = "/".join(filter(None, (claim.event_type, claim.mode)))
        lines.append(f"{act} {claim.factuality}: {claim.span.quote}")
    head = printable(f"{day} {report.outlet or 'unknown outlet'}: {report.title} ({report.id})")
    return "\n".join([head, *(f"    {printable(line)}" for line in lines), ""])
