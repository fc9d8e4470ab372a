"""Words and lines of the pages: labels, ranges, small pictures."""

from collections.abc import Sequence

from tocsin.model import Count, Incident
from tocsin.present import words

STANDING = {
    "reported": "one source",
    "corroborated": "several sources",
    "attributed": "one source, actor named",
}
"""What the standing of an incident means."""


def spell(word: object) -> str:
    """Write a word of the records for people: "not_holding" to "not holding"."""
    return str(word).replace("_", " ").replace("-", " ")


def span_of(count: Count) -> str:
    """Write a range: "12", "3–5", "12+"."""
    if count.high == count.low:
        return str(count.low)
    return f"{count.low}–{count.high}" if count.high is not None else f"{count.low}+"


def toll(incident: Incident) -> str:
    """Write the counts of an incident: "4 dead, 12+ injured"."""
    return ", ".join(f"{span_of(count)} {count.what}" for count in incident.counts)


def dated(incident: Incident) -> str:
    """Write the days of an incident; "" = unknown."""
    when = incident.when
    return words.days(when) if when is not None and (when.first or when.last) else ""


def placed(incident: Incident) -> str:
    """Write the place of an incident; "" = unknown."""
    return words.place(incident.where) if incident.where is not None and incident.where.place else ""


def bars(values: Sequence[int], width: int = 240, height: int = 36) -> list[dict[str, float]]:
    """Lay out a row of bars.

    Args:
        values: heights, oldest first; at least 0.
        width: of the whole, in pixels.
        height: of the highest bar.

    Returns:
        x, y, width and height of each bar.
    """
    most = max(values, default=0) or 1
    step = width / max(1, len(values))
    return [
        {
            "x": round(number * step, 2),
            "y": round(height - height * value / most, 2),
            "w": round(max(1.0, step - 1), 2),
            "h": round(height * value / most, 2),
        }
        for number, value in enumerate(values)
    ]


def change(week: float, before: float) -> str:
    """Say how a week differs from the mean before it, as ACLED's Trendfinder does: steps at 10 and 25 percent."""
    if not before:
        return "new" if week else "quiet"
    ratio = week / before - 1
    if ratio > 0.25:
        return "large rise"
    if ratio > 0.10:
        return "rise"
    if ratio >= -0.25:
        return "steady" if ratio >= -0.10 else "fall"
    return "large fall"
