"""Claims as a table for the terminal."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from tocsin.model import Claim, Coded, Mention
from tocsin.present.words import act, facts, printable, shorten, shown, unread_words

STYLES = {
    "asserted": "bold blue", "accepted": "bold blue", "denied": "bold bright_black", "refused": "bold bright_black",
    "doubted": "bold yellow", "planned": "bold green", "offered": "bold green", "demanded": "bold magenta",
    "threatened": "bold red",
}  # fmt: skip
"""Factuality to colour; the word itself always stands beside it."""

_INDENT = 12


def show(console: Console, coded: Coded) -> None:
    """Print one coded report.

    Args:
        console: where to print; its width is used, from 60 columns.
        coded: the report, its claims and issues.
    """
    if coded.report is not None:
        console.print(_heading(coded))
    for claim in coded.claims:
        if claim.event_type != "TIE":
            console.print(_block(claim))
    for claim in coded.claims:
        if claim.event_type == "TIE":
            console.print(_tie(claim))
    for label, words in unread_words(coded.unread) if coded.unread is not None else ():
        console.print(Padding(Text.assemble((f"{label} ", "dim"), words), (0, 0, 0, 2), expand=False))
    if coded.report is not None and not coded.claims and coded.state == "no_event":
        console.print(Padding(Text("no event", style="dim"), (0, 0, 0, 2), expand=False))
    for issue in coded.issues:
        style = "dim" if issue.severity == "note" else "yellow"
        text = Text(f"{issue.severity}: ", style=f"bold {style}")
        text.append(
            printable(f"{issue.source}: {issue.message}" if issue.source else issue.message), style=style
        )
        console.print(Padding(text, (0, 0, 0, 2), expand=False))
    if coded.report is not None:
        console.print()


def _heading(coded: Coded) -> Group:
    report = coded.report
    assert report is not None  # noqa: S101  the caller has looked
    title = Text(shorten(report.title or report.text, 72), style="bold", no_wrap=True, overflow="ellipsis")
    day = str(report.published or "no publication date")
    source = " · ".join(printable(part) for part in (report.outlet, day, report.source) if part)
    return Group(Rule(style="dim"), title, Text(source, style="dim", no_wrap=True, overflow="ellipsis"))


def _block(claim: Claim) -> Padding:
    line = Text(f"{claim.factuality:<{_INDENT - 1}}", style=STYLES[claim.factuality])
    line.append(act(claim), style="bold")
    if claim.certainty != "certain":
        line.append(f" ({claim.certainty})", style="yellow")
    roles = _people(claim.actor) or [("?", "dim")]
    if claim.recipient:
        roles += [(" → ", "dim"), *_people(claim.recipient)]
    rows: list[Text] = [line, Text.assemble(*roles)]
    if notes := facts(claim):
        rows.append(Text("  ").join(Text.assemble((f"{label} ", "dim"), text) for label, text in notes))
    rows.append(Text(f"“{shorten(claim.span.quote, 100)}”", style="dim italic"))
    if claim.span.translated:
        rows.append(Text(f"= “{shorten(claim.span.translated, 100)}”", style="dim"))
    first, *others = rows
    return Padding(
        Group(first, *(Padding(row, (0, 0, 0, _INDENT - 1), expand=False) for row in others)),
        (0, 0, 0, 2),
        expand=False,
    )


_VERBS = {
    "part-of": "is part of", "backed-by": "is backed by", "speaks-for": "speaks for", "leads": "leads",
    "recognised-by": "is recognised as part of", "same-as": "is also",
}  # fmt: skip


def _tie(claim: Claim) -> Padding:
    """Show a tie on one line: "tie  X is part of Y"."""
    label = "tie" if claim.factuality == "asserted" else f"tie {claim.factuality}"
    line = Text(f"{label:<{_INDENT - 1}}", style="dim")
    line.append_text(
        Text.assemble(*_people(claim.actor), (f" {_VERBS[claim.mode]} ", "dim"), *_people(claim.recipient))
    )
    return Padding(line, (0, 0, 0, 2), expand=False)


def _people(mentions: tuple[Mention, ...]) -> list[tuple[str, str]]:
    """Name actors with country and first sector, "?" where unresolved."""
    pieces: list[tuple[str, str]] = []
    for mention in mentions:
        known = " ".join([mention.country, *mention.sectors[:1]]).strip()
        pieces += [(", ", "dim")] if pieces else []
        pieces += [
            (shorten(shown(mention.span), 64 if mention.span.translated else 48), ""),
            (f" {known or '?'}", "cyan" if known else "dim"),
        ]
    return pieces
