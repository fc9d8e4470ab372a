"""A coded report as HTML for notebooks: the text with the words of its claims marked."""

from html import escape

from tocsin.model import Claim, Coded, Report
from tocsin.present.words import act, facts, who

_LINE = {
    "asserted": "solid", "accepted": "solid", "denied": "double", "refused": "double", "doubted": "wavy",
    "planned": "dotted", "offered": "dashed", "demanded": "dashed", "threatened": "wavy",
}  # fmt: skip
"""Factuality to line style: it must be told apart without colour."""

_COLOUR = {
    "asserted": "#1f4e79", "accepted": "#1f4e79", "denied": "#7a7a7a", "refused": "#7a7a7a", "doubted": "#8a6d00",
    "planned": "#4a6b2a", "offered": "#4a6b2a", "demanded": "#6a3d8a", "threatened": "#a02c2c",
}  # fmt: skip


def page_of(coded: Coded) -> str:
    """Show a coded report with its claims.

    Args:
        coded: the report and its claims.

    Returns:
        HTML without scripts, links or outside resources; every word of the report is escaped.
    """
    if coded.report is None:
        return "".join(f"<p>{escape(issue.severity)}: {escape(issue.message)}</p>" for issue in coded.issues)
    rows = "".join(_row(number, claim) for number, claim in enumerate(coded.claims, 1))
    table = f'<table style="text-align:left">{rows}</table>' if rows else "<p><em>No claims.</em></p>"
    return f'<div style="max-width:46em;line-height:1.5" dir="auto">{_marked(coded.report, coded.claims)}{table}</div>'


def _row(number: int, claim: Claim) -> str:
    notes = "; ".join(f"{label}: {text}" for label, text in facts(claim))
    cells = (str(number), claim.factuality, act(claim), who(claim.actor) or "?", who(claim.recipient), notes)
    return (
        "<tr>"
        + "".join(
            f'<td style="text-align:left;vertical-align:top;padding:2px 10px 2px 0">{escape(cell)}</td>'
            for cell in cells
        )
        + "</tr>"
    )


def _marked(report: Report, claims: tuple[Claim, ...]) -> str:
    """Mark the triggers in the text; where two overlap, the first keeps the words."""
    pieces = []
    at = 0
    numbered = sorted(enumerate(claims, 1), key=lambda found: (found[1].trigger.start, found[0]))
    for number, claim in numbered:
        start, end = claim.trigger.start, claim.trigger.end
        if start < at:
            continue
        style = f"text-decoration:underline {_LINE[claim.factuality]} {_COLOUR[claim.factuality]} 2px"
        label = escape(f"{claim.factuality} {act(claim)}", quote=True)
        pieces += [
            escape(report.text[at:start]),
            f'<mark style="background:none;color:inherit;{style}" title="{label}">',
            f"{escape(report.text[start:end])}<sup>{number}</sup></mark>",
        ]
        at = end
    pieces.append(escape(report.text[at:]))
    return "<p>" + "".join(pieces).replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>"
