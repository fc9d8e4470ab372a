"""A report in English, and the way back from its words to those of the original."""

import bisect
import re
from typing import Any

import msgspec

from tocsin.model import Claim, Part, Report, Span, Translation


class English(msgspec.Struct, frozen=True, kw_only=True):
    """A report put together of translations."""

    report: Report
    """In English; same id, day, outlet as the original."""
    original: Report
    pieces: tuple[tuple[int, int, Translation], ...]
    """First code point in the English text, one past the last, and the translation; in text order."""

    def back(self, claim: Claim) -> Claim:
        """Lead a claim read in English back to the words of the original.

        Args:
            claim: the claim; its spans count in `report.text`.

        Returns:
            The claim with spans of `original.text`, `approx` saying how each was found: "name" (the same word stands in
            the original), "number" (the same figures), else "segment" (the whole segment).
        """
        used: dict[str, None] = {}
        moved = _moved(claim, lambda span: self._span(span, used))
        assert isinstance(moved, Claim)  # noqa: S101  a struct is moved to its own kind
        flags = {check for _, _, one in self.pieces if one.id in used for check in one.checks}
        return msgspec.structs.replace(
            moved,
            coded_from="translation",
            translations=tuple(used),
            reasons=(*moved.reasons, *(f"translation.{flag}" for flag in sorted(flags))),
        )

    def _span(self, span: Span, used: dict[str, None]) -> Span:
        starts = [start for start, _, _ in self.pieces]
        first = max(0, bisect.bisect_right(starts, span.start) - 1)
        last = max(first, bisect.bisect_left(starts, span.end) - 1)
        for _, _, translation in self.pieces[first : last + 1]:
            used[translation.id] = None
        begin, end = self.pieces[first][2].span.start, self.pieces[last][2].span.end
        words = self.original.text[begin:end]
        for approx, place in (("name", _name(span.quote, words)), ("number", _number(span.quote, words))):
            if place is not None:
                start, stop = begin + place[0], begin + place[1]
                quote = self.original.text[start:stop]
                return Span(start=start, end=stop, quote=quote, approx=approx, english=span.quote)
        return Span(start=begin, end=end, quote=words, approx="segment", english=span.quote)


def english_of(report: Report, translations: list[Translation]) -> English:
    """Put translations together to a report.

    Args:
        report: the original.
        translations: of its segments, in text order; failed ones are left out.

    Returns:
        The report in English, with the way back.
    """
    kinds = [(part.kind, part.start, part.end) for part in report.parts] or [("body", 0, len(report.text))]
    text = ""
    parts: list[Part] = []
    pieces: list[tuple[int, int, Translation]] = []
    for kind, start, end in kinds:
        own = [t for t in translations if t.status == "ok" and start <= t.span.start < end]
        if not own:
            continue
        text += "\n\n" if text else ""
        begun = len(text)
        for number, translation in enumerate(own):
            text += " " if number else ""
            pieces.append((len(text), len(text) + len(translation.text), translation))
            text += translation.text
        parts.append(Part(kind=kind, start=begun, end=len(text)))
    title = next((text[part.start : part.end] for part in parts if part.kind == "title"), report.title)
    english = msgspec.structs.replace(report, text=text, parts=tuple(parts), lang="en", title=title)
    return English(report=english, original=report, pieces=tuple(pieces))


def _moved(value: Any, move: Any) -> Any:
    """Move every span of a record."""
    if isinstance(value, Span):
        return move(value)
    if isinstance(value, msgspec.Struct):
        fields = {name: _moved(getattr(value, name), move) for name in value.__struct_fields__}
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(_moved(one, move) for one in value)
    return value


def _name(words: str, original: str) -> tuple[int, int] | None:
    """Find a name that is written alike: the run of its capitalised words in the original."""
    names = re.findall(r"\b[^\W\d_a-z][\w'’-]+", words)
    places = [
        match.span() for name in names for match in [re.search(rf"\b{re.escape(name)}\b", original)] if match
    ]
    if not names or len(places) < len(names):
        return None
    return min(start for start, _ in places), max(end for _, end in places)


def _number(words: str, original: str) -> tuple[int, int] | None:
    """Find the same figures in the original."""
    figures = re.search(r"\d[\d.,]*", words)
    found = (
        re.search(rf"(?<![\d.,]){re.escape(figures[0].rstrip('.,'))}(?![\d])", original) if figures else None
    )
    return found.span() if found else None
