"""The linker: takes reports as they come, and says at any moment which incidents they tell of."""

import datetime as dt
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.link.clusters import clusters
from tocsin.link.incidents import incident_of
from tocsin.link.judgements import Judgements
from tocsin.link.likeness import SAME, Likeness, compare, may_be_one
from tocsin.link.telling import Telling
from tocsin.link.tellings import tellings
from tocsin.link.words import NAME, Lexicon, content_words
from tocsin.model import Claim, Incident, Report, Review

NAMES = 6
"""Names of a telling under which it is looked up: those with the least hashes, so that two tellings that share many
names mostly share some of these (min-wise sampling, Broder 1997)."""
LONGEST = 14
"""Days, the last ones, under which the country and the sides of a telling are looked up; names by all its weeks."""
WEEK = 7

Pair = tuple[str, str]


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What came of linking."""

    incidents: tuple[Incident, ...]
    """Incidents, in the order of their founding claims: by publication, then id."""
    left: dict[str, str]
    """Claims about what happened that stand in no incident, each with its reason."""


class Linker:
    """Links claims to incidents.

    The same reports give the same incidents, in whatever order they come. Only what is compared is kept of a report.

    Args:
        know: knowledge tables.
    """

    def __init__(self, know: Knowledge) -> None:
        """Begin with nothing."""
        self._know = know
        self._tellings: dict[str, Telling] = {}
        self._claims: dict[str, Claim] = {}
        self._published: dict[str, dt.date | None] = {}
        self._blocks: dict[int, list[str]] = defaultdict(list)
        self._countries: dict[str, str] = {}
        """Key of a telling to its country, "" = unknown: most mates by a common name are of another one."""
        self._pairs: set[Pair] = set()
        self._lexicon = Lexicon()

    def add(self, report: Report, claims: Sequence[Claim]) -> None:
        """Take in a report; one that is known already changes nothing.

        Args:
            report: the report.
            claims: all its claims.
        """
        if report.id in self._published:
            return
        self._published[report.id] = report.published
        self._lexicon.learn(content_words(report.text, self._know))
        for telling in tellings(report, claims, self._know):
            self._enter(telling)
        self._claims.update((claim.id, claim) for claim in claims)

    def _enter(self, telling: Telling) -> None:
        names = _blocks(telling)
        country = self._countries[telling.key] = telling.place.country if telling.place is not None else ""
        mates = {mate for name in names for mate in self._blocks[name]}
        for mate in mates:
            apart = country and country != (self._countries[mate] or country)
            if not apart and may_be_one(self._tellings[mate], telling):
                self._pairs.add(_pair(mate, telling.key))
        for name in names:
            self._blocks[name].append(telling.key)
        self._tellings[telling.key] = telling

    def explain(self, one: str, two: str) -> Likeness:
        """Say why two claims were joined or not.

        Args:
            one: id of a claim that was taken in.
            two: another.

        Returns:
            The likeness of the tellings in which they stand.

        Raises:
            KeyError: a claim was not taken in, or tells of nothing that happened.
        """
        home = {claim: telling for telling in self._tellings.values() for claim in telling.claims}
        return compare(home[one], home[two], self._lexicon)

    def link(self, origins: dict[str, str], reviews: Iterable[Review] = ()) -> Linked:
        """Say which incidents the reports so far tell of.

        Args:
            origins: report id to the id of the earliest report of which it is a copy, or its own.
            reviews: what people decided; "same" and "different" of two claims bind, the newest first.

        Returns:
            Incidents, and the claims that stand in none.
        """
        judged = Judgements(reviews, self._tellings.values())

        def score(one: str, two: str) -> float:
            decided = judged.score(one, two)
            if decided is not None:
                return decided
            return compare(self._tellings[one], self._tellings[two], self._lexicon).score

        edges = {pair: points for pair in self._pairs if (points := score(*pair)) >= SAME}
        edges |= dict.fromkeys(judged.same, judged.most)
        incidents: list[Incident] = []
        left: dict[str, str] = {}
        for keys in clusters(edges, self._tellings, score):
            told = [self._tellings[key] for key in keys]
            incident = incident_of(told, self._claims, origins)
            if incident is None:
                reason = (
                    "only denied or doubted" if not any(t.asserted for t in told) else "no day, place or side"
                )
                left.update((claim, reason) for telling in told for claim in telling.claims)
            else:
                incidents.append(incident)
        return Linked(incidents=tuple(sorted(incidents, key=self._order)), left=dict(sorted(left.items())))

    def _order(self, incident: Incident) -> tuple[dt.date, str]:
        founder = incident.claims[0]
        return self._published[self._claims[founder].report] or dt.date.max, founder


def _pair(one: str, two: str) -> Pair:
    return (one, two) if one < two else (two, one)


def _blocks(telling: Telling) -> list[int]:
    """Name the places where a telling is looked for: type, day and country, place, side or name.

    Each day stands for itself and the next, so that reports that differ by a day meet. Sums of several acts and denials
    without a day could be of any event: they stand nowhere.
    """
    if telling.days is None or not (telling.anchored or telling.recalls):
        return []
    vague = not telling.anchored or (
        not telling.asserted and (not telling.stated or telling.days[0] != telling.days[1])
    )
    first, last = telling.days[0].toordinal(), telling.days[1].toordinal()
    days = range(max(first, last - LONGEST), last + 2)
    weeks = range(first // WEEK, (last + 1) // WEEK + 1)
    country = telling.place.country if telling.place is not None else ""
    sides = sorted(telling.actors | telling.recipients)
    hit = sorted(telling.recipient_words) if telling.stated and last - first <= 1 else []
    if telling.dead and hit is not None and telling.stated and last - first <= 1:
        hit = [*hit, f"dead {telling.dead[0]}"]
    names = {
        *_rarest(_names(telling)),
        *_rarest(word for word, share in telling.context.items() if share == NAME),
    }
    found: list[tuple[int, str]] = []
    if not vague:
        found += [(day, what) for day in days for what in (country, *sides) if what]
        found += [(day, f"@{word}") for day in days for word in hit]
    found += [(week, f"~{name}") for week in weeks for name in names]
    return sorted({hash_of(kind, when, what) for kind in telling.types for when, what in found})


def _names(telling: Telling) -> Iterator[str]:
    yield from telling.place_words
    yield from (
        word for word, share in telling.words.items() if share == NAME and word not in telling.place_words
    )


def _rarest(words: Iterable[str]) -> list[str]:
    """Choose the words with the least hashes."""
    return sorted(set(words), key=lambda word: (zlib.crc32(word.encode()), word))[:NAMES]


def hash_of(event_type: str, when: int, what: str) -> int:
    """Hash a block to 64 bits; the same in every run.

    Args:
        event_type: PLOVER type.
        when: number of a day or week.
        what: country, actor or word.

    Returns:
        A number, >= 0.
    """
    words = f"{event_type} {what}".encode()
    return zlib.crc32(words) << 32 | zlib.crc32(words, when) ^ (when & 0xFFFF)
