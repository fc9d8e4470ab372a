"""From a translation back to the original: claims read in English point into the text as it was published."""

import bisect
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import msgspec

from tocsin.knowledge.tokens import token_spans
from tocsin.model import PRONOUN, Claim, Count, Issue, Mention, Part, Report, Span, Translation, Where
from tocsin.translate.doers import opens_with, stands_for
from tocsin.translate.numbers import number_spans
from tocsin.translate.subjects import HEARD, nations_in

Record = TypeVar("Record", bound=msgspec.Struct)


class SourceNames(Protocol):
    """Names in a text that is not English."""

    def places(self, text: str) -> Iterable[Where]:
        """Find known places in a segment, resolved; the spans count in the segment."""

    def find(self, text: str, lang: str) -> Sequence[Mention]:
        """Find known actors in a segment, resolved; the spans count in the segment."""

    def subject(self, text: str, lang: str) -> Mention | None:
        """Find the actor that opens a segment as its subject; None where none surely does."""

    def locate(self, name: str, text: str, lang: str) -> tuple[int, int] | None:
        """Find an English name in a segment: half-open offsets there, None where it is not found."""


class Shadow:
    """A report's translation as a report of its own, and the way back.

    Args:
        report: the original.
        translations: its segments, in text order. Those without text are left out.
    """

    def __init__(self, report: Report, translations: Sequence[Translation]) -> None:
        """Put the English text together, part by part."""
        self.original = report
        self._segments: list[Translation] = []
        self._starts: list[int] = []
        parts: list[Part] = []
        text = ""
        for part in report.parts or (Part(kind="body", start=0, end=len(report.text)),):
            own = [one for one in translations if one.text and part.start <= one.span.start < part.end]
            if not own:
                continue
            text += "\n\n" if text else ""
            first = len(text)
            for one in own:
                text += " " if len(text) > first else ""
                self._starts.append(len(text))
                self._segments.append(one)
                text += one.text + ("." if _runs_on(one) else "")
            parts.append(Part(kind=part.kind, start=first, end=len(text)))
        title = next((text[part.start : part.end] for part in parts if part.kind == "title"), "")
        self.report = msgspec.structs.replace(
            report, text=text, parts=tuple(parts), lang="en", title=title or report.title
        )
        """The translation; its offsets count in its own text, its id is that of the original."""

    def start_of(self, one: Translation) -> int:
        """Give the first code point of a segment in the English text."""
        return self._starts[self._segments.index(one)]

    def segments(self, start: int, end: int) -> list[Translation]:
        """Give the segments that a stretch of the English text touches, at least one."""
        first = max(bisect.bisect_right(self._starts, start) - 1, 0)
        last = max(bisect.bisect_left(self._starts, end) - 1, first)
        return self._segments[first : last + 1]


def _runs_on(one: Translation) -> bool:
    """Tell whether a segment ends without the mark that its source ends with."""
    return one.span.quote[-1:] in ".؟۔!?…" and one.text[-1:].isalnum()


class Bridge:
    """Carries claims from the translation to the original.

    Args:
        shadow: the translation.
        lang: language of the original.
        names: finds names in the original; None = names lead to their segment.
    """

    def __init__(self, shadow: Shadow, lang: str, names: SourceNames | None) -> None:
        """Keep them; names are looked for once a segment."""
        self._shadow = shadow
        self._lang = lang
        self._names = names
        self._known: dict[str, Sequence[Mention]] = {}
        self._subjects: dict[str, Mention | None] = {}
        self._told: dict[str, set[str]] = {}

    def carry(self, claims: Sequence[Claim]) -> list[Claim]:
        """Carry claims over.

        Args:
            claims: resolved claims of `Shadow.report`, a claim after those it refers to.

        Returns:
            The claims in the same order: every span slices the original, names are those of the original where they
            are known there, ids name the translations too.
        """
        renamed: dict[str, str] = {}
        carried = []
        for claim in claims:
            [first, *_] = self._shadow.segments(claim.span.start, claim.span.end)
            others = (*claim.actor, *claim.recipient, *claim.attribution)
            self._told.setdefault(first.id, set()).update(one.country for one in others if one.country)
        for claim in claims:
            used = self._shadow.segments(claim.span.start, claim.span.end)
            ids = tuple(one.id for one in used)
            renamed[claim.id] = _renamed(claim.id, ids)
            found = self._with_doer(self._claim(claim), claim)
            condition = found.condition and msgspec.structs.replace(
                found.condition, claim=renamed.get(found.condition.claim, found.condition.claim)
            )
            lost = any("polarity" in one.checks for one in used)
            flags = {f"translation.{check}" for one in used for check in one.checks}
            carried.append(
                msgspec.structs.replace(
                    found,
                    id=renamed[claim.id],
                    about=renamed.get(claim.about, claim.about),
                    condition=condition,
                    certainty="possible" if lost else claim.certainty,
                    coded_from="translation",
                    translations=ids,
                    flags=tuple(sorted({*claim.flags, *flags})),
                )
            )
        return carried

    def issue(self, issue: Issue) -> Issue:
        """Let an issue of the reading point into the original."""
        return self._claim(issue)

    def _claim(self, record: Record) -> Record:
        """Carry all spans of a record over, at any depth."""
        return type(record)(
            **{name: self._value(getattr(record, name), record) for name in record.__struct_fields__}
        )

    def _with_doer(self, found: Claim, claim: Claim) -> Claim:
        """Give an act without a known actor the subject of its sentence in the original, where that must be its actor.

        Args:
            found: the claim as carried over.
            claim: the claim as read in English.
        """
        used = self._shadow.segments(claim.span.start, claim.trigger.end)
        named = any(one.actor or one.country or one.candidates for one in found.actor)
        if len(used) != 1 or named or claim.event_type == "TIE" or self._names is None:
            return found
        subject = self._subject(used[0].span.quote)
        others = (*found.recipient, *(() if found.actor else found.attribution))
        if subject is None or any(one.country == subject.country for one in others):
            return found
        start = self._shadow.start_of(used[0])
        if found.actor:
            meant = self._is_actor_of(claim, subject, used[0])
        else:
            meant = opens_with(claim, self._shadow.report.text[start : claim.trigger.start], subject)
        if not meant:
            return found
        span = self._inside(used[0], (subject.span.start, subject.span.end), "name", claim.trigger)
        reason = f"{subject.reason}, subject of the sentence in the original"
        return msgspec.structs.replace(
            found, actor=(msgspec.structs.replace(subject, span=span, reason=reason),)
        )

    def _is_actor_of(self, claim: Claim, subject: Mention, one: Translation) -> bool:
        """Tell whether the unknown actor of a claim stands for the subject of the original.

        It does where both open the sentence, and where it is a pronoun behind the one actor that the original names.
        """
        if len(claim.actor) != 1:
            return False
        actor, start = claim.actor[0], self._shadow.start_of(one)
        if actor.reason != PRONOUN:
            return actor.span.start == start and subject.span.start < _OPENING
        if actor.span.start == start:
            return False
        texts = one.span.quote, one.text
        known = {other.country for text in texts for other in self._find(text) if other.country}
        countries = known.union(self._told.get(one.id, ()), *map(nations_in, texts))
        return countries <= {subject.country} and stands_for(actor.span.quote, subject)

    def _subject(self, source: str) -> Mention | None:
        if source not in self._subjects:
            self._subjects[source] = self._names.subject(source, self._lang) if self._names else None
        return self._subjects[source]

    def _value(self, value: object, owner: msgspec.Struct) -> object:
        if isinstance(value, Span):
            return self._span(value, owner)
        if isinstance(value, Mention):
            return self._mention(value)
        if isinstance(value, Where):
            return self._where(value)
        if isinstance(value, msgspec.Struct):
            return self._claim(value)
        return tuple(self._value(part, owner) for part in value) if isinstance(value, tuple) else value

    def _span(self, span: Span, owner: msgspec.Struct) -> Span:
        """Carry a span over: numbers to their digits, all else to the segment."""
        used = self._shadow.segments(span.start, span.end)
        if len(used) == 1 and isinstance(owner, Count):
            found = _number(span.quote, used[0].span.quote)
            if found:
                return self._inside(used[0], found, "number", span)
        start, end = used[0].span.start, used[-1].span.end
        quote = self._shadow.original.text[start:end]
        return Span(start=start, end=end, quote=quote, approx="segment", translated=span.quote)

    def _inside(self, one: Translation, found: tuple[int, int], how: str, span: Span) -> Span:
        start, end = one.span.start + found[0], one.span.start + found[1]
        return Span(
            start=start,
            end=end,
            quote=self._shadow.original.text[start:end],
            approx=how,
            translated=span.quote,
        )

    def _where(self, where: Where) -> Where:
        """Carry a place over; one that is not known in English may be known as the original has it."""
        used = self._shadow.segments(where.span.start, where.span.end)
        source = used[0].span.quote
        located = self._locate(where.span, used[0]) if len(used) == 1 else None
        if located is None:
            return msgspec.structs.replace(where, span=self._span(where.span, where))
        span = self._inside(used[0], located, "name", where.span)
        known = self._names.places(source) if self._names is not None and not where.place else ()
        native = next(
            (one for one in known if one.span.start <= located[0] and located[1] <= one.span.end), None
        )
        if native is None:
            return msgspec.structs.replace(where, span=span)
        return msgspec.structs.replace(native, span=span, reason=f"{native.reason}, in the original")

    def _mention(self, mention: Mention) -> Mention:
        """Carry a mention over, and let the original say who it is where a known name stands there."""
        used = self._shadow.segments(mention.span.start, mention.span.end)
        if len(used) != 1:
            return self._claim(mention)
        source = used[0].span.quote
        known = self._find(source)
        located = self._locate(mention.span, used[0])
        native = _same(mention, known) or _at(located, known)
        if native is not None and located is None:
            located = native.span.start, native.span.end
        span = (
            self._span(mention.span, mention)
            if located is None
            else self._inside(used[0], located, "name", mention.span)
        )
        if native is None or mention.country or not self._agrees(native, mention):
            return msgspec.structs.replace(mention, span=span)
        return msgspec.structs.replace(native, span=span, reason=f"{native.reason}, in the original")

    def _agrees(self, native: Mention, mention: Mention) -> bool:
        """Tell whether a name of the original may be that of a mention: one only heard must be heard in English too."""
        if native.reason != HEARD or self._names is None:
            return True
        return self._names.locate(native.name, mention.span.quote, "en") is not None

    def _find(self, source: str) -> Sequence[Mention]:
        if self._names is None:
            return ()
        if source not in self._known:
            self._known[source] = self._names.find(source, self._lang)
        return self._known[source]

    def _locate(self, span: Span, one: Translation) -> tuple[int, int] | None:
        """Find English words in their original segment: written the same way, or as the finder of names knows."""
        source = one.span.quote
        share = (span.start - self._shadow.start_of(one)) / max(len(one.text), 1)
        for name in _names_in(span.quote):
            if found := _nearest(name, source, share):
                return found
            if self._names is not None and (found := self._names.locate(name, source, self._lang)):
                return found
        return None


def _nearest(name: str, source: str, share: float) -> tuple[int, int] | None:
    """Find a name as it is written; of several places the one that lies as far on as the share of the sentence says."""
    places = [found.span() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", source)]
    return min(places, key=lambda place: abs(place[0] / len(source) - share), default=None)


def _renamed(claim: str, translations: tuple[str, ...]) -> str:
    """Name a claim by what it is in the English text and by the translations, so that another engine makes others."""
    return "c_" + hashlib.sha256("\0".join([claim, *translations]).encode()).hexdigest()[:16]


def _names_in(words: str) -> list[str]:
    """List what may be a name in an English phrase: runs of capitalised words, longest first."""
    runs: list[list[tuple[int, int]]] = [[]]
    for start, end in token_spans(words):
        if words[start].isupper() or (runs[-1] and words[start:end].lower() in _INSIDE):
            runs[-1].append((start, end))
        else:
            runs.append([])
    names = set()
    for run in runs:
        while run and not words[run[-1][0]].isupper():
            run.pop()
        if run and run[-1][1] - run[0][0] >= _SHORTEST:
            names.add(words[run[0][0] : run[-1][1]])
    return sorted(names, key=lambda name: (-len(name), name))


_INSIDE = frozenset("al el de la del los las bin ibn von van der du le".split())
_SHORTEST = 3
_OPENING = 4
"""Letters of an article that may stand before the subject with which a sentence opens."""


def _number(words: str, source: str) -> tuple[int, int] | None:
    """Find the number of an English phrase in the original, where it stands there in digits, once."""
    wanted = {digits for _, _, digits in number_spans(words)}
    found = [(start, end) for start, end, digits in number_spans(source) if digits in wanted]
    return found[0] if len(found) == 1 else None


def _same(mention: Mention, known: Sequence[Mention]) -> Mention | None:
    """Find the one known name of the original that stands for the same actor, or for the state it belongs to."""
    same = [one for one in known if one.actor and f"{mention.actor}.".startswith(f"{one.actor}.")]
    return same[0] if len(same) == 1 else None


def _at(located: tuple[int, int] | None, known: Sequence[Mention]) -> Mention | None:
    """Find the known name of the original that covers a name: "Washington" is not "The Washington Post"."""
    if located is None:
        return None
    return next((one for one in known if one.span.start <= located[0] and located[1] <= one.span.end), None)
