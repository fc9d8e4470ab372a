"""The truce card on paper: every block of a card, 80 columns wide."""

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.present.words import printable, shorten
from tocsin.watch.blocks import Card, Event, Held, Line, Outlook, PartyLine
from tocsin.watch.past import Analogue, Doubt

VERDICTS = {
    "holding": "bold green", "compliant": "bold green", "eroding": "bold yellow", "not_holding": "bold red",
    "ended": "bold bright_black", "too_early": "bold blue", "unclear": "bold bright_black", "violation": "bold red",
    "violation_after_failed_condition": "bold yellow", "out_of_scope": "bright_black",
}  # fmt: skip
"""Verdict to colour; the word itself always stands beside it."""

_ENDORSED = {
    "explicit": "bound itself",
    "claimed_by_other": "was spoken for, has not endorsed it",
    "silent": "has said nothing",
    "denied": "says that it takes no part",
}
_ROLES = {"promisor": "bound", "member": "bound", "addressee": "asked to act", "beneficiary": "spared"}
_OTHERS = 8
"""Unclear and out-of-scope events listed; more are only counted."""


def show_card(console: Console, card: Card) -> None:
    """Print a card.

    Args:
        console: where to print; its width is used, from 60 columns.
        card: the card.
    """
    console.print(Rule(style="dim"))
    console.print(_heading(card))
    for title, block in _blocks(card):
        if block:
            console.print(Text(title, style="bold dim"))
            for line in block:
                console.print(Padding(line, (0, 0, 0, 2), expand=False))
    console.print()


def _heading(card: Card) -> Group:
    bound = [party.name for party in card.parties if party.role == "promisor"]
    kind = f"{card.form or ''} {card.kind}".strip().capitalize()
    title = Text(shorten(f"{kind}: {', '.join(bound) or 'nobody named'}", 76), style="bold")
    day = f"day {card.day}" if card.day is not None else "start unknown"
    status = f"{words(card.status)} since {card.status_day}" if card.status else "state unknown"
    under = Text(f"{day} · {status} · as of {card.today}", style="dim")
    line = Text()
    for one in card.held[:1]:
        line.append(words(one.verdict).upper(), style=VERDICTS[one.verdict])
    return Group(title, under, line) if card.held else Group(title, under)


def _blocks(card: Card) -> Iterator[tuple[str, list[RenderableType]]]:
    yield "TERMS", list(_terms(card))
    yield "WHO", [_party(party) for party in card.parties]
    yield "CONDITIONS", list(_conditions(card))
    yield "CLOCK, EXPECTED AND SEEN", [_clock(card.held)] if card.held else []
    yield f"VIOLATIONS ({len(card.violations)})", [*_counts(card), *map(_event, card.violations)]
    shown = sorted(card.others, key=lambda event: event.rule == "R0" and event.verdict == "out_of_scope")[
        :_OTHERS
    ]
    more = len(card.others) - len(shown)
    rest = [Text(f"and {more} more", style="dim")] if more else []
    yield "UNCLEAR OR OUT OF SCOPE", [*map(_event, shown), *rest]
    yield "FORECAST", list(_outlook(card))
    yield "WHAT THE VERDICTS HANG ON", [Text(printable(line)) for line in card.moved]
    yield "WHO DOUBTED IT", [_doubt(doubt) for doubt in card.doubts]
    yield "TRUCES LIKE IT", [_analogue(one) for one in card.analogues[:5]]
    yield "COVERAGE", [_coverage(card)]
    yield "DECIDED BY PEOPLE", [Text(printable(line)) for line in card.reviewed]


def words(name: str | None) -> str:
    """Write a value of the records as words: "not_holding" is "not holding"."""
    return (name or "").replace("_", " ")


def _terms(card: Card) -> Iterator[Text]:
    terms = card.terms
    for line in terms.clauses:
        yield _quoted("", line)
    for line in terms.conditions:
        yield _quoted("if: ", line)
    yield (
        Text(terms.deadline)
        if terms.deadline_line is None
        else _quoted(f"{terms.deadline}: ", terms.deadline_line)
    )
    if terms.consequence is not None:
        yield _quoted("else: ", terms.consequence)
    until = f", until {terms.until}" if terms.until else ""
    watched = f", watched over by {printable(terms.mechanism)}" if terms.mechanism else ""
    yield Text(f"since {terms.since}{until}{watched}", style="dim")


def _quoted(label: str, line: Line) -> Text:
    text = Text(label)
    text.append(f"“{printable(line.words)}”", style="italic")
    source = " · ".join(part for part in (printable(line.outlet), str(line.published or "")) if part)
    text.append(f" [{source}, {line.span.start}]", style="dim")
    return text


def _party(party: PartyLine) -> Text:
    text = Text(printable(party.name), style="bold")
    role = _ROLES.get(party.role, party.role)
    said = f", {_ENDORSED[party.endorsement]}" if role == "bound" else ""
    text.append(f" {role}{said}", style="default not bold")
    if party.state:
        text.append(f", {party.state}", style="bold yellow")
    return text


def _conditions(card: Card) -> Iterator[Text]:
    for one in card.conditions:
        text = Text(f"{words(one.state) or 'unknown'}: ", style="bold")
        text.append(f"{words(one.relation)} “{printable(one.words)}”", style="default not bold")
        who = f", says {printable(one.actor)}" if one.actor else ""
        text.append(f" ({one.day}{who})" if one.day is not None else "", style="dim not bold")
        yield text


def _clock(held: Iterable[Held]) -> Table:
    """Set each class beside what was to be expected of it."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("target", "held", "seen", "expected", "90 %", "P", "verdict"):
        table.add_column(
            name, justify="left" if name in {"target", "verdict"} else "right", header_style="dim"
        )
    for one in held:
        found = one.stretch
        table.add_row(
            one.target_class or "all",
            f"{one.days} d",
            str(found.seen),
            f"{found.expected:.1f}",
            f"{found.low}–{found.high}",
            f"{found.p:.3f}",
            Text(words(one.verdict), style=VERDICTS[one.verdict]),
        )
    return table


def _counts(card: Card) -> Iterator[Text]:
    for name, counts in card.counts.items():
        if counts and not (name == "verdict" and list(counts) == ["violation"]):
            told = ", ".join(f"{number} {words(value)}" for value, number in counts.items())
            yield Text(f"by {words(name)}: {told}", style="dim")


def _event(event: Event) -> Group:
    day = f"day {event.number}" if event.number is not None else "day ?"
    text = Text(f"{day:<8}", style="dim")
    text.append(f"{words(event.verdict)} ", style=VERDICTS[event.verdict])
    facts = [event.target_class, printable(event.place), str(event.day or "day unknown")]
    text.append(", ".join(fact for fact in facts if fact), style="default not dim")
    shown = [words(fact) for fact in (event.proof, event.perpetrator) if fact]
    text.append(f"; {', '.join(shown)}" if shown else "", style="bold not dim")
    decisive = [reason for reason in event.reasons if reason.startswith(event.rule) or reason[:1] != "R"]
    why = Text(printable("; ".join(decisive or event.reasons[-1:])), style="dim")
    return Group(text, Padding(why, (0, 0, 0, 8), expand=False))


def _outlook(card: Card) -> Iterator[RenderableType]:
    """Set the next days beside what they would be without the truce, a line a target class."""
    lines: dict[str, dict[int, Outlook]] = {}
    for one in card.outlook:
        lines.setdefault(one.unit.partition(" > ")[2].removeprefix("@"), {})[one.horizon_days] = one
    horizons = sorted({one.horizon_days for one in card.outlook})
    if lines:
        coverage = ", ".join(sorted({words(one.coverage) for one in card.outlook}))
        yield Text(f"at least one event (90 % range), without the truce; {coverage}", style="dim")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("target", header_style="dim")
        for days in horizons:
            table.add_column(f"{days} days", justify="right", header_style="dim")
        for name, row in lines.items():
            table.add_row(name, *(_chance(row[days]) if days in row else Text() for days in horizons))
        yield table
    for one in card.outlook:
        yield from (
            Text(f"{one.unit}, {one.horizon_days} days: {printable(line)}", style="dim")
            for line in one.moved_by
        )
    if card.our_record:
        yield Text(f"our record: {printable(card.our_record)}", style="dim")


def _chance(one: Outlook) -> Text:
    text = Text(f"{one.p:.0%}", style="bold")
    text.append(f" ({one.low}–{one.high})", style="default not bold")
    text.append(f", {one.baseline:.0%}", style="dim not bold")
    return text


def _doubt(doubt: Doubt) -> Text:
    text = Text(f"{doubt.day} {printable(doubt.who) or 'the outlet'}: “{shorten(doubt.words)}”")
    judged = {True: "right", False: "wrong", None: "not known yet"}
    scores = ", ".join(f"{days} days: {judged[value]}" for days, value in doubt.right.items())
    text.append(f" ({scores})", style="dim")
    return text


def _analogue(one: Analogue) -> Text:
    fates = ", ".join(
        f"{number} violation{'' if number == 1 else 's'} in {days} days"
        for days, number in one.violations.items()
        if number is not None
    )
    end = f"; {one.how}" if one.ended is not None else ""
    return Text(f"{one.since} {printable(one.parties)} (same {one.shared}): {fates or 'too young'}{end}")


def _coverage(card: Card) -> Text:
    if not card.held:
        return Text("nothing is judged yet", style="dim")
    weeks = ", ".join(str(day) for day in card.silent_weeks)
    if weeks:
        return Text(f"no report from the area in the weeks from {weeks}", style="yellow")
    return Text("reports from the area in every week", style="dim")
