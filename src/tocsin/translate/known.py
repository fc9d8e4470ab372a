"""Names that the knowledge tables know, in a text that is not English, and what else can be told of it unread."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.actors import Actor
from tocsin.knowledge.namesakes import Likeness, Word, compare, is_sought, keys_of, words_in, words_of
from tocsin.knowledge.places import WELL_KNOWN, Place
from tocsin.knowledge.scripts import CLITICS, find_name
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Mention, Report, Span, Unread, When, Where
from tocsin.translate.evidence import SourceNames
from tocsin.translate.neighbours import is_of_another
from tocsin.translate.numbers import number_spans, plain_digits
from tocsin.translate.segments import cut_segments
from tocsin.translate.subjects import HEARD, subject_of

Record = TypeVar("Record", Mention, Where)

REASON = "known name"
"""How `KnownNames` resolves a name as it is written; see also `HEARD`."""

SURE = 0.75
"""Score from which a name that is only heard is taken for a known actor. This and what follows was chosen on
`names.tsv`, `evals/sets/names_dev.tsv` and on how many ordinary words of FLORES news were taken for names."""

_ENOUGH, _EACH, _UNSEEN = 7, 0.035, 1
"""Consonants from which `SURE` holds, what each that is missing adds, and how many more it takes without capitals."""
_TIE = 0.02
"""Actors whose scores lie this close are not told apart."""
_PARTICLES, _PREFIXED = frozenset(part for part in CLITICS if len(part) == 1), 4
"""Particles of one letter, and how long a word is from which they are looked for."""
_ELIDED = re.compile(r"[ld]'(?=\w{3})")
"""The French article and preposition that lose their vowel before a name: "l'Iran"."""
_LONGEST = 12
"""No name has more words."""
_BREAK = re.compile(r"[.,;:!?()،؛؟\n]")
"""No name goes beyond these."""

_DAY = re.compile(r"(?<!\d)(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?!\d)")
"""ISO 8601, and day.month.year; 10/12/2020 is left alone, as it may be either day."""


class _Found(NamedTuple):
    """A stretch of text that bears a name."""

    start: int
    end: int
    score: float
    ids: tuple[str, ...]


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
            Names of persons and bodies are also found as they sound or by the meaning of their words.
        """
        return [mention for mention, _ in self.scored(text, lang)]

    def subject(self, text: str, lang: str) -> Mention | None:
        """Find the actor that opens a segment as its subject, see `subject_of`."""
        return subject_of(text, lang, self.find(text, lang), self._know.actors.actors)

    def scored(self, text: str, lang: str) -> list[tuple[Mention, float]]:
        """Find known actors as `find` does, with scores.

        Args:
            text: a segment.
            lang: its language; names are sought in all.

        Returns:
            Mentions in text order, and how alike the name is that the tables hold, 0 to 1; 1 = as it is written there.
        """
        del lang
        words = words_in(text)
        found: list[_Found] = []
        for start, end, ids in self._matches(text):
            found.append(_Found(start, end, 1.0, ids))
        found += [one for one in self._sounding(text, words) if not self._holds_foreign_state(one, found)]
        chosen: list[_Found] = []
        for one in sorted(found, key=lambda one: (one.start - one.end, -one.score, one.ids)):
            if all(one.end <= other.start or other.end <= one.start for other in chosen):
                chosen.append(one)
        mentions = []
        for one in sorted(chosen):
            actors = [self._know.actors.actors[identifier] for identifier in one.ids]
            if not any(is_of_another(text, words, (one.start, one.end), actor) for actor in actors):
                mentions.append((_mention(text, one, actors), one.score))
        return mentions

    def _holds_foreign_state(self, heard: _Found, written: Sequence[_Found]) -> bool:
        """Tell whether words that sound like a name hold the written name of another country: "the troops of Ukraine"."""
        actors = self._know.actors.actors
        countries = {actors[identifier].country for identifier in heard.ids}
        inside = [one for one in written if heard.start <= one.start and one.end <= heard.end]
        owners = [actors[identifier] for one in inside for identifier in one.ids]
        return any(owner.kind == "state" and owner.country not in countries for owner in owners)

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

    def _sounding(self, text: str, words: Sequence[Word]) -> Iterator[_Found]:
        """Find actors whose names sound like words of the text, or mean what these mean.

        More than half of the words of a name must be found close together; then it is sought around these.
        """
        heard: dict[tuple[str, str], dict[int, set[int]]] = {}
        for key, read in keys_of(words):
            for name, actor, told in self._know.actors.heard.get(key, ()):
                heard.setdefault((name, actor), {}).setdefault(read.start, set()).update(told)
        best: dict[tuple[int, int], dict[str, float]] = {}
        for (name, actor), places in heard.items():
            own = words_of(name)
            for first in _starts(places, own):
                near = words[first : first + len(own) + 2]
                like = compare(own, near)
                if like is None or not _is_sure(like, near):
                    continue
                start, end = words[first + like.first].start, words[first + like.last].end
                if not _BREAK.search(text, start, end):
                    scores = best.setdefault((start, end), {})
                    scores[actor] = max(scores.get(actor, 0.0), like.score)
        for (start, end), scores in best.items():
            most = max(scores.values())
            ids = sorted(actor for actor, score in scores.items() if score > most - _TIE)
            yield _Found(start, end, most, tuple(ids))

    def _matches(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Find names as they are written in the tables, also after a particle that is written together with them."""
        spans = token_spans(text)
        words = [text[a:b] for a, b in spans]
        lowers = [fold(word) for word in words]
        at = 0
        while at < len(words):
            found = self._match_at(words, lowers, at)
            if found is not None:
                cut, length, ids = found
                yield spans[at][0] + cut, spans[at + length - 1][1], ids
                at += length
            else:
                at += 1

    def _match_at(
        self, words: Sequence[str], lowers: Sequence[str], at: int
    ) -> tuple[int, int, tuple[str, ...]] | None:
        """Find the longest name that begins at a word: letters before it, number of words, ids."""
        table = self._know.actors
        if ids := table.acronyms.get(words[at], ()):
            return 0, 1, ids
        for number, first in enumerate(_unprefixed(lowers[at])):
            cut = number * (2 if _ELIDED.match(lowers[at]) else 1)
            following = [first, *lowers[at + 1 : at + _LONGEST]]
            length, ids = table.index.match(following, 0)
            written_small = " ".join(following[:length]) in table.uncapitalised
            if ids and (_may_be_name(words[at][cut:]) or written_small):
                return cut, length, ids
        ids = self._inflected(lowers[at]) if _may_be_name(words[at]) else ()
        return (0, 1, ids) if ids else None

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


def _is_sure(like: Likeness, words: Sequence[Word]) -> bool:
    """Tell whether words in running text are taken for a name: the fewer consonants agree, the more alike they must be.

    Where the script has capitals the first word has one, and so has each that is known by ear alone; where it has none,
    or one word is taken for two, more must agree.
    """
    first = words[like.first].text[0]
    enough = _ENOUGH + _UNSEEN * (not first.isupper()) + _UNSEEN * (like.first == like.last)
    least = SURE + max(enough - like.evidence, 0) * _EACH
    capitals = {like.first, *like.heard}
    return like.score >= least and not any(words[number].text[0].islower() for number in capitals)


def _unprefixed(word: str) -> list[str]:
    """Give a folded word, and it without what is written together with it.

    That is a particle of one letter in Arabic and Hebrew, where "for the" hides an article, or "l'" and "d'" in French.
    """
    if elided := _ELIDED.match(word):
        return [word, word[elided.end() :]]
    if len(word) < _PREFIXED or word[0] not in _PARTICLES:
        return [word]
    return [word, f"ا{word[1:]}" if word.startswith("لل") else word[1:]]


def _starts(places: Mapping[int, set[int]], own: Sequence[Word]) -> Iterator[int]:
    """Give the words of a text from which a name is sought.

    Args:
        places: numbers of words of the text, to those of the words of the name that they may be.
        own: words of the name.

    Yields:
        One before each place from which more than half of the words of the name that are sought are close together.
    """
    least = sum(map(is_sought, own)) // 2 + 1
    for place in places:
        near = [numbers for other, numbers in places.items() if place <= other <= place + len(own)]
        if len(set().union(*near)) >= least:
            yield max(place - 1, 0)


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


def _mention(text: str, found: _Found, actors: Sequence[Actor]) -> Mention:
    span = Span(start=found.start, end=found.end, quote=text[found.start : found.end])
    if len(actors) > 1:
        return Mention(span=span, reason="ambiguous name", candidates=found.ids)
    return Mention(
        span=span,
        actor=actors[0].id,
        name=actors[0].name,
        country=actors[0].country,
        sectors=actors[0].sectors,
        reason=REASON if found.score == 1 else HEARD,
    )


def _is_large_town(place: Place) -> bool:
    """Tell whether a place has a point and is known by its name; a subdivision has inhabitants, but no point."""
    return place.kind == "city" and place.population >= WELL_KNOWN
