"""Names that the knowledge tables know, in a text that is not English, and what else can be told of it unread."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.actors import Actor
from tocsin.knowledge.places import WELL_KNOWN, Place
from tocsin.knowledge.scripts import find_name, starts_of, words_of_name, written_outlines
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Mention, Report, Span, Unread, When, Where
from tocsin.translate.evidence import HEARD, SourceNames
from tocsin.translate.numbers import number_spans, plain_digits
from tocsin.translate.segments import cut_segments

Record = TypeVar("Record", Mention, Where)

REASON = "known name"
"""How `KnownNames` resolves a name as it is written; see also `HEARD`."""

SURE = 0.75
"""Score from which a name that is only heard is taken for a known actor (`names.tsv`: precision .95)."""

_DAY = re.compile(r"(?<!\d)(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?!\d)")
"""ISO 8601, and day.month.year; 10/12/2020 is left alone, as it may be either day."""


class KnownNames:
    """Finds names of the knowledge tables as they are written there, in any script.

    Args:
        know: knowledge tables.
    """

    def __init__(self, know: Knowledge) -> None:
        """Keep the tables."""
        self._know = know

    def find(self, text: str, lang: str) -> list[Mention]:
        """Find known actors.

        Args:
            text: a segment.
            lang: its language; names are sought in all.

        Returns:
            Mentions in text order, longest name first, not overlapping; a name of several actors has candidates only.
            Known names of persons and groups are also found as they sound.
        """
        del lang
        table = self._know.actors
        found = []
        for start, end, ids in self._matches(text, table.acronyms):
            span = Span(start=start, end=end, quote=text[start:end])
            if len(ids) > 1:
                found.append(Mention(span=span, reason="ambiguous name", candidates=ids))
                continue
            found.append(_mention(span, table.actors[ids[0]], REASON))
        for one in self._sounding(text):
            if _is_free(one.span.start, one.span.end, found):
                found.append(one)
        return sorted(found, key=lambda mention: mention.span.start)

    def locate(self, name: str, text: str, lang: str) -> tuple[int, int] | None:
        """Find an English name by its sound in a text of another script.

        Args:
            name: the name as the translation has it.
            text: a segment.
            lang: its language.

        Returns:
            Code-point offsets of the words most like it, None where none are.
        """
        del lang
        found = find_name(name, text)
        return found[:2] if found is not None else None

    def _sounding(self, text: str) -> list[Mention]:
        """Find actors whose names sound like words of the text, longest name first.

        At least half of the words of a name must have the outline of a word of the text, and it is sought around these.
        """
        table, outlines = self._know.actors.actors, self._know.actors.outlines
        heard: dict[tuple[str, str], tuple[set[int], set[int]]] = {}
        for sound, places in written_outlines(text).items():
            for name, number, actor in outlines.get(sound, ()):
                numbers, starts = heard.setdefault((name, actor), (set(), set()))
                numbers.add(number)
                starts.update(start for place in places for start in starts_of(place, number))
        found = []
        for (name, actor), (numbers, starts) in heard.items():
            length = len(words_of_name(name))
            if len(numbers) * 2 >= length and (at := find_name(name, text, SURE, starts)) is not None:
                found.append((-length, -at[2], at[0], at[1], actor))
        mentions: list[Mention] = []
        for _, _, start, end, actor in sorted(found):
            if _is_free(start, end, mentions):
                span = Span(start=start, end=end, quote=text[start:end])
                mentions.append(_mention(span, table[actor], HEARD))
        return mentions

    def _matches(
        self, text: str, acronyms: dict[str, tuple[str, ...]]
    ) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        spans = token_spans(text)
        words = [text[a:b] for a, b in spans]
        lowers = [fold(word) for word in words]
        at = 0
        while at < len(words):
            length, ids = 1, acronyms.get(words[at], ())
            if not ids and _may_be_name(words[at]):
                length, ids = self._know.actors.index.match(lowers, at)
                length, ids = (length, ids) if ids else (1, self._inflected(lowers[at]))
            if ids:
                yield spans[at][0], spans[at + length - 1][1], ids
            at += max(length, 1)

    def _inflected(self, lower: str) -> tuple[str, ...]:
        """Find the state whose name stands in another case: "Германией", "İran'ın"."""
        for name in _nominatives(lower):
            ids = self._know.actors.index.ids.get(name, ())
            if len(ids) == 1 and self._know.actors.actors[ids[0]].kind == "state":
                return ids
        return ()

    def places(self, text: str) -> Iterator[Where]:
        """Find countries and large towns that bear their name alone.

        Args:
            text: a segment.

        Yields:
            Places in text order.
        """
        table = self._know.places
        spans = token_spans(text)
        lowers = [fold(text[a:b]) for a, b in spans]
        at = 0
        while at < len(lowers):
            length, ids = table.match(lowers, at) if _may_be_name(text[spans[at][0] :]) else (0, ())
            chosen = [table[one] for one in ids]
            chosen = [one for one in chosen if one.kind == "country" or _is_large_town(one)]
            if len(chosen) == 1 and " ".join(lowers[at : at + length]) not in table.common:
                place, start, end = chosen[0], spans[at][0], spans[at + length - 1][1]
                yield Where(
                    span=Span(start=start, end=end, quote=text[start:end]),
                    place=place.id,
                    name=place.name,
                    country=place.country,
                    admin1=place.admin1,
                    lat=place.lat,
                    lon=place.lon,
                    precision="country" if place.kind == "country" else "exact",
                    reason="the only large place of this name",
                )
            at += max(length, 1)


_CASE = re.compile(r"(?:ами|ями|ои|еи|ою|ею|ом|ем|ам|ям|ах|ях|[аяуюеиыіь])$")
"""Case endings of Russian and Ukrainian, folded, so that "й" is "и"."""
_NOMINATIVE = ("а", "я", "и", "ь", "ы")
_SHORTEST_STATE = 4
"""Letters that are left of a name without its ending: "Малой" (small) is not of Mali."""


def _nominatives(lower: str) -> Iterator[str]:
    """Guess the forms that a name may have in the nominative: Russian and Ukrainian endings, Turkish ones behind "'"."""
    name, mark, _ = lower.partition("'")
    if mark and len(name) >= _SHORTEST_STATE:
        yield name
    ending = _CASE.search(lower)
    if ending and ending.start() >= _SHORTEST_STATE:
        yield from (lower[: ending.start()] + other for other in ("", *_NOMINATIVE))


def _may_be_name(word: str) -> bool:
    """Tell whether a word is written like a name; scripts without capitals say nothing."""
    return word[:1].isalpha() and not word[0].islower()


def tell_unread(report: Report, lang: str, names: SourceNames) -> Unread:
    """Tell of a report that cannot be read what its names and numbers say.

    Args:
        report: the report.
        lang: its language.
        names: finds names.

    Returns:
        Actors, places, numbers and days, in text order; every span slices the report.
    """
    actors: list[Mention] = []
    places: list[Where] = []
    numbers: list[Span] = []
    days: list[When] = []
    for segment in cut_segments(report, lang):
        shift = segment.start
        actors += [_moved(one, shift) for one in names.find(segment.text, lang)]
        places += [_moved(one, shift) for one in names.places(segment.text)]
        numbers += [_span(segment.text, shift, start, end) for start, end, _ in number_spans(segment.text)]
        days += _days(segment.text, shift)
    return Unread(
        report=report.id,
        lang=lang,
        actors=tuple(actors),
        places=tuple(places),
        numbers=tuple(numbers),
        days=tuple(days),
    )


def _span(text: str, shift: int, start: int, end: int) -> Span:
    return Span(start=shift + start, end=shift + end, quote=text[start:end])


def _days(text: str, shift: int) -> Iterator[When]:
    for found in _DAY.finditer(plain_digits(text)):
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        try:
            when = dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
        span = _span(text, shift, found.start(), found.end())
        yield When(span=span, first=when, last=when, reason="a date in digits")


def _moved(record: Record, shift: int) -> Record:
    """Move a record found in a segment to its place in the report."""
    span = record.span
    return msgspec.structs.replace(
        record, span=Span(start=span.start + shift, end=span.end + shift, quote=span.quote)
    )


def _mention(span: Span, actor: Actor, reason: str) -> Mention:
    return Mention(
        span=span,
        actor=actor.id,
        name=actor.name,
        country=actor.country,
        sectors=actor.sectors,
        reason=reason,
    )


def _is_free(start: int, end: int, found: Sequence[Mention]) -> bool:
    """Tell whether no mention stands on a stretch of the text."""
    return all(end <= one.span.start or one.span.end <= start for one in found)


def _is_large_town(place: Place) -> bool:
    """Tell whether a place has a point and is known by its name; a subdivision has inhabitants, but no point."""
    return place.kind == "city" and place.population >= WELL_KNOWN
