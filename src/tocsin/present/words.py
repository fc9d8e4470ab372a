"""Claims as plain words, safe to print."""

import unicodedata
from collections.abc import Sequence

from tocsin.model import Claim, Coded, Mention, Span, Unread, When, Where

_LIMIT = 60


def printable(text: str) -> str:
    """Make hostile text safe for a terminal.

    Args:
        text: any text.

    Returns:
        The text on one line; control, format and bidirectional characters shown as escapes, unusual spaces as " ". The
        non-joiner between two Arabic letters stays, as Persian is spelled with it.
    """
    plain = " ".join(text.split())
    return "".join(
        c if unicodedata.category(c)[0] != "C" or _joins(plain, at) else f"\\u{{{ord(c):x}}}"
        for at, c in enumerate(plain)
    )


def _joins(text: str, at: int) -> bool:
    """Tell whether a character is a non-joiner between two Arabic letters."""
    return text[at] == "\u200c" and all(
        unicodedata.bidirectional(beside) == "AL"
        for beside in (text[at - 1 : at] or " ", text[at + 1 : at + 2] or " ")
    )


def shorten(text: str, limit: int = _LIMIT) -> str:
    """Cut a text at a word.

    Args:
        text: any text.
        limit: most characters, an ellipsis included.

    Returns:
        The printable text.
    """
    text = printable(text)
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def shown(span: Span) -> str:
    """Give the words of a span to read: the original, with its English where it was read in a translation.

    Args:
        span: words of a report.

    Returns:
        The words as written; "Фронт Мараш = Marash Front"; the English alone where only its sentence is known.
    """
    if span.approx == "segment":
        return printable(span.words)
    if span.translated in {"", span.quote}:
        return printable(span.quote)
    return f"{printable(span.quote)} = {printable(span.translated)}"


def who(mentions: Sequence[Mention]) -> str:
    """Name actors as the text does, with the country or "?" where the name is unresolved.

    Args:
        mentions: mentions of one role.

    Returns:
        "US troops [USA MIL], the group [?]", or "" for none.
    """
    return ", ".join(
        f"{shorten(shown(m.span), 64 if m.span.translated else 48)} [{_known(m)}]" for m in mentions
    )


def _known(mention: Mention) -> str:
    return " ".join([mention.country, *mention.sectors[:1]]).strip() or "?"


def act(claim: Claim) -> str:
    """Name the act: "ASSAULT drone"."""
    return f"{claim.event_type} {claim.mode}".strip()


def days(when: When) -> str:
    """Give the days of a date, or its words and why they are unresolved."""
    if when.first is None and when.last is None:
        return f"“{shown(when.span)}” ({when.reason})"
    if when.first == when.last:
        return str(when.first)
    return f"{when.first or '…'} to {when.last or '…'}"


def place(where: Where) -> str:
    """Name a place with its country and precision, or its words and why they are unresolved."""
    if not where.place:
        return f"“{shown(where.span)}” (?)"
    inside = [where.name, *([where.country] if where.country and where.precision != "country" else [])]
    return ", ".join(inside) + (f" ({where.precision})" if where.precision not in {"exact", None} else "")


def facts(claim: Claim) -> list[tuple[str, str]]:
    """List what a claim says beside who did what: label and words, in reading order."""
    rows: list[tuple[str, str]] = []
    if claim.when is not None:
        rows.append(("when", days(claim.when)))
    if claim.where is not None:
        rows.append(("where", place(claim.where)))
    rows += [
        ("count", f"{c.low}{'' if c.high == c.low else f'–{c.high}' if c.high else '+'} {c.what}")
        for c in claim.counts
    ]
    if claim.condition is not None:
        rows.append(("condition", shorten(shown(claim.condition.span), 70)))
    if claim.deadline is not None:
        stated = "none stated" if claim.deadline.kind == "none_stated" else shown(claim.deadline.span)
        rows.append(("deadline", stated))
    if claim.until is not None:
        rows.append(("until", days(claim.until)))
    if claim.attribution:
        rows.append(("says", who(claim.attribution)))
    if claim.speaks_for:
        rows.append(("for", who(claim.speaks_for)))
    if claim.flags:
        rows.append(("doubtful", ", ".join(claim.flags)))
    return rows


def unread_words(unread: Unread) -> list[tuple[str, str]]:
    """List what can be told of a report that was not read: label and words."""
    rows = [
        ("actors", who(unread.actors)),
        ("places", "; ".join(f"{printable(one.span.quote)}: {place(one)}" for one in unread.places)),
        ("numbers", ", ".join(printable(one.quote) for one in unread.numbers)),
        ("days", ", ".join(days(one) for one in unread.days)),
    ]
    return [row for row in rows if row[1]]


def words_of(coded: Coded) -> str:
    """Show a coded report in plain words.

    Args:
        coded: the report and its claims.

    Returns:
        A heading and one line a claim.
    """
    report = coded.report
    if report is None:
        return (
            "\n".join(f"{issue.severity}: {printable(issue.message)}" for issue in coded.issues)
            or "nothing read"
        )
    heading = shorten(report.title or report.text, 70)
    lines = [f"{heading} ({report.published or 'no date'}, {len(coded.claims)} claims)"]
    if coded.unread is not None:
        lines[0] = f"{heading} ({report.published or 'no date'}, not read: language {coded.unread.lang})"
        lines += [f"  {label}: {words}" for label, words in unread_words(coded.unread)]
    for claim in coded.claims:
        roles = " → ".join(part for part in (who(claim.actor) or "?", who(claim.recipient)) if part)
        notes = "; ".join(f"{label} {text}" for label, text in facts(claim))
        lines.append(f"  {claim.factuality:<10} {act(claim)}: {roles}" + (f"; {notes}" if notes else ""))
    return "\n".join(lines)
