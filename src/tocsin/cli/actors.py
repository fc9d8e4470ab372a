"""Who is known: `tocsin actors show`, `tocsin actors new`, `tocsin actors add`."""

import os
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.output import standard_output
from tocsin.cli.own import known_here

if TYPE_CHECKING:
    from tocsin.knowledge import Knowledge
    from tocsin.knowledge.actors import Actor
    from tocsin.model import Claim, Mention

OWN = "actors.jsonl"
"""The file of own actors where the settings name none."""

_ACRONYM = re.compile(r"\b[A-Z]{3,7}\b")


@click.group()
def actors() -> None:
    """Show who is known, list who is not, and add actors of your own."""


@actors.command()
@click.argument("words", nargs=-1, required=True, metavar="NAME...")
def show(words: tuple[str, ...]) -> None:
    """Show the actors that bear a name, in any spelling or script, or an id.

    \b
    tocsin actors show Kataib Hizballah
    tocsin actors show irq.pmf
    """  # noqa: D301  click wants the backspace
    from tocsin.errors import InputError
    from tocsin.knowledge.own import find_actors, near_names

    know, name = known_here(), " ".join(words)
    found = find_actors(know.actors, name)
    if not found:
        near = near_names(know.actors, name)
        hint = f"Did you mean {', or '.join(near)}?" if near else "`tocsin actors add` adds one."
        message = f"No actor is known as {name}. {hint}"
        raise InputError(message)
    out = standard_output()
    out.write("\n\n".join("\n".join(_shown(actor, know)) for actor in found) + "\n")


def _shown(actor: "Actor", know: "Knowledge") -> Iterator[str]:
    """Write what is known of an actor, within 80 columns."""
    from tocsin.present.words import printable

    yield printable(actor.name)
    what = ", ".join(filter(None, (actor.kind, actor.country, " ".join(actor.sectors))))
    rows = [("id", actor.id), ("is", what), ("wikidata", actor.wikidata), ("also", "; ".join(actor.names))]
    for label, value in [*rows, *_dated(actor, know), ("source", actor.source)]:
        if value:
            yield from textwrap.wrap(
                printable(value), 79, initial_indent=f"  {label:<15}", subsequent_indent=" " * 17
            )


def _dated(actor: "Actor", know: "Knowledge") -> Iterator[tuple[str, str]]:
    """Give what held for a time: other sectors, offices, ties."""
    from tocsin.knowledge.dated import TIES

    dated = know.actors.dated
    for period in dated.sectors.get(actor.id, ()):
        yield "was", f"{period.what} {_days(period.start, period.until)}"
    for office, terms in dated.offices.items():
        country, _, post = office.partition(" ")
        for term in terms:
            if term.what == actor.id:
                yield "office", f"{post}, {country} {_days(term.start, term.until)}"
    for tie in dated.ties:
        for own, other, said in zip(
            (tie.actor, tie.other), (tie.other, tie.actor), TIES[tie.what], strict=True
        ):
            if own == actor.id:
                known = know.actors.actors.get(other)
                yield said, f"{known.name if known else other} {_days(tie.start, tie.until)}"


def _days(start: str, until: str) -> str:
    return f"({start} to {until})" if until else f"(since {start})"


@actors.command()
@click.argument("sources", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--limit", type=click.IntRange(1), default=30, show_default=True, help="The most names to show."
)
def new(sources: tuple[Path, ...], limit: int) -> None:
    """List the parties of claims that no actor is known for, most reports first.

    SOURCE is a store or what `tocsin code` wrote; without one, tocsin.db. Bodies and
    groups only: the names of private persons are not listed.

    \b
    tocsin actors new claims.jsonl
    """  # noqa: D301  click wants the backspace
    from tocsin.present.words import printable
    from tocsin.store.formats.records import open_lines
    from tocsin.store.formats.sources import lines_of

    know = known_here()
    seen: dict[str, tuple[str, set[str], int, str]] = {}
    for source in sources or (Path("tocsin.db"),):
        with lines_of(source) as lines:
            for claim, mention in _unknown(open_lines(lines).stream(), know):
                key = re.sub(r"^(the|an?) ", "", mention.span.words.lower())
                words, reports, claims, what = seen.get(key, (mention.span.words, set(), 0, ""))
                told = " ".join(filter(None, (mention.country, *mention.sectors)))
                seen[key] = words, reports | {claim.report}, claims + 1, what or told
    out = standard_output()
    ranked = sorted(seen.values(), key=lambda one: (-len(one[1]), -one[2], one[0]))
    if ranked:
        out.write(f"{'reports':>7} {'claims':>6}  {'said to be':<14} name\n")
    for words, reports, claims, what in ranked[:limit]:
        out.write(printable(f"{len(reports):>7} {claims:>6}  {what or '-':<14} {words[:48]}") + "\n")
    click.echo(f"{len(ranked)} names without a known actor", err=True)


def _unknown(records: "Iterable[object]", know: "Knowledge") -> "Iterator[tuple[Claim, Mention]]":
    """Give the mentions of bodies and groups that were not resolved."""
    from tocsin.model import Claim

    bodies = know.words.heads["parties"] | know.words.heads["bodies"]
    for record in records:
        if not isinstance(record, Claim):
            continue
        for mention in (*record.actor, *record.recipient, *record.attribution):
            words = mention.span.words
            named = any(word[0].isupper() for word in words.split()[1:]) or _ACRONYM.search(words)
            body = _ACRONYM.search(words) or any(word in bodies for word in words.lower().split())
            if not mention.actor and not mention.candidates and named and body:
                yield record, mention


@actors.command()
@click.argument("name")
@click.option("--id", "identifier", help="Its id; made of country and name where it is not given.")
@click.option("--country", required=True, metavar="ISO3", help="Its country, or IGO, NGO, UNO ...")
@click.option("--sector", "sectors", multiple=True, metavar="CODE", help="PLOVER sector: REB, GOV, MIL ...")
@click.option(
    "--kind",
    type=click.Choice(["group", "organisation", "office", "person"]),
    default="group",
    show_default=True,
)
@click.option("--also", "names", multiple=True, metavar="NAME", help="Another spelling or short form.")
@click.option("--source", required=True, help="Where this can be checked.")
def add(
    name: str, identifier: str | None, names: tuple[str, ...], sectors: tuple[str, ...], **given: str
) -> None:
    """Add an actor of your own; reports that are coded from then on know it.

    It is kept in the file that the setting `actors` names, else in actors.jsonl,
    which the setting then names. Private persons do not belong there.

    \b
    tocsin actors add "Sons of the Valley" --country IRQ --sector REB \\
        --also "Abna al-Wadi" --source "The Lissen Post, 3 March 2031"
    """  # noqa: D301  click wants the backspace
    from tocsin.config import load_settings
    from tocsin.knowledge.actors import Actor
    from tocsin.knowledge.own import add_own
    from tocsin.knowledge.tokens import folded_words

    know = known_here()
    short = "_".join(re.sub(r"\W", "", word) for word in folded_words(name))
    actor = Actor(
        id=identifier or f"{given['country'].lower()}.{short}",
        name=name, names=names, country=given["country"].upper(), sectors=tuple(one.upper() for one in sectors),
        kind=given["kind"], source=given["source"],  # type: ignore[arg-type]  # the choice is that of the model
    )  # fmt: skip
    settings, _ = load_settings({}, os.environ, Path.cwd())
    add_own(Path(settings.actors or OWN), actor, know.actors.actors)
    click.echo(f"{settings.actors or OWN}: {actor.id} was added.")
    if not settings.actors:
        _name_in_settings()


def _name_in_settings() -> None:
    """Write the file of own actors into the settings of this folder."""
    from tocsin.config import FILE_NAME

    path = Path(FILE_NAME)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(f'actors = "{OWN}"\n{before}', encoding="utf-8")
    click.echo(f'{FILE_NAME}: actors = "{OWN}" was added.')
