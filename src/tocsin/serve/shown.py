"""Words and lines of the pages: labels, ranges, small pictures."""

import datetime as dt
import re
from collections.abc import Sequence

from tocsin.model import Count, Incident
from tocsin.present import words
from tocsin.watch.blocks import Event, Held
from tocsin.watch.holding import Stretch

STANDING = {
    "reported": "one source",
    "corroborated": "several sources",
    "attributed": "several sources name who",
}
"""What the standing of an incident means."""


TIMES = {"news": "news", "background": "history or anniversary"}
"""Whether an incident is told of in its own days, or only later."""

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "ku": "Kurdish",
    "my": "Burmese", "pt": "Portuguese", "ru": "Russian", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
"""ISO 639-1 codes to English names, of the languages that news of conflicts is mostly written in."""

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

DATES = {
    "published": "Published",
    "fetched": "Fetched",
    "event": "Event",
    "caption": "Date in a caption",
    "said": "Said",
    "deadline": "Deadline",
    "until": "Until",
}
"""What a date of a report is the date of."""


ENDORSED = {
    "explicit": "bound itself",
    "claimed_by_other": "was spoken for, has not endorsed it",
    "silent": "has said nothing",
    "denied": "says that it takes no part",
}
"""Whether a party of a truce spoke for itself."""

ROLES = {
    "addressee": "asked to act",
    "beneficiary": "spared",
}
"""What a party is to a truce."""


def spell(word: object) -> str:
    """Write a word of the records for people: "not_holding" to "not holding"."""
    return str(word).replace("_", " ").replace("-", " ")


def span_of(count: Count) -> str:
    """Write a range: "12", "3–5", "12+"."""
    if count.high == count.low:
        return str(count.low)
    return f"{count.low}–{count.high}" if count.high is not None else f"{count.low}+"


def days(first: dt.date | None, last: dt.date | None) -> str:
    """Write days for people: "12 Oct 2020", "12–14 Oct 2020", "Oct 2020" for a whole month; "" = unknown."""
    if first is None or last is None:
        known = first or last
        return "" if known is None else f"{'from' if first else 'until'} {_day(known)}"
    if first == last:
        return _day(first)
    behind = last + dt.timedelta(days=1)
    if first.day == behind.day == 1 and (last - first).days < 31:
        return f"{MONTHS[first.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    begun = f"{first.day} {MONTHS[first.month - 1]}" if first.year == last.year else _day(first)
    return f"{begun} – {_day(last)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day(value: dt.date | str | None) -> str:
    """Write one day for people; "" = unknown."""
    known = dt.date.fromisoformat(value) if isinstance(value, str) and value else value
    return _day(known) if isinstance(known, dt.date) else ""


def spell_days(text: str) -> str:
    """Write the days "YYYY-MM-DD" in a text for people; what is no day stays as it is."""
    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", lambda found: _spelled(found[0]), text)


def _spelled(text: str) -> str:
    try:
        return day(text)
    except ValueError:
        return text


def dated(incident: Incident) -> str:
    """Write the days of an incident; "" = unknown."""
    return days(incident.when.first, incident.when.last) if incident.when is not None else ""


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


def curve(said: Sequence[float], happened: Sequence[float], side: int = 120) -> str:
    """Draw what happened over what was said.

    Args:
        said: probabilities, ascending.
        happened: for each, the share of cases in which it happened.
        side: of the square, in pixels; 0 is its lower left.

    Returns:
        The `points` of an SVG polyline.
    """
    return " ".join(
        f"{one * side:.1f},{(1 - two) * side:.1f}" for one, two in zip(said, happened, strict=True)
    )


def outline(values: Sequence[int], width: int = 156, height: int = 20) -> str:
    """Draw a row of bars as one path: a page may hold hundreds of them.

    Args:
        values: heights, oldest first; at least 0.
        width: of the whole, in pixels.
        height: of the highest bar.

    Returns:
        The `d` of an SVG path.
    """
    return "".join(
        f"M{bar['x']:g} {height}v-{bar['h']:g}h{bar['w']:g}v{bar['h']:g}z"
        for bar in bars(values, width, height)
        if bar["h"]
    )


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


def decisive(event: Event) -> str:
    """Give the reasons that decided an event: those of its rule, and remarks."""
    found = [one for one in event.reasons if one.startswith(event.rule) or not one.startswith("R")]
    return "; ".join(found or event.reasons[-1:])


def scale(found: Stretch, among: Sequence[Held]) -> dict[str, float]:
    """Place what was seen and expected on a line from 0 to the highest number among all classes.

    Args:
        found: the numbers of one class.
        among: all classes of the truce.

    Returns:
        x of low, high, expected and seen, 4 to 156 pixels.
    """
    most = max((max(one.stretch.seen, one.stretch.high, one.stretch.expected) for one in among), default=0)
    return {
        name: round(4 + 152 * getattr(found, name) / (most or 1), 1)
        for name in ("low", "high", "expected", "seen")
    }
