"""A survey of a history: what the rules look up again and again, found once for all commitments."""

import bisect
import datetime as dt
import functools
import itertools
import operator
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import PRONOUN, Claim, History, Incident, Mention, Report, Where

UNKNOWN_NAME = "name not in the knowledge base"
"""How the resolver's reason for an unknown name ends."""

_KINDS = (
    "country and role", "generic agent", "definite description", "people of a country", "no actor is named",
    "counted as international", PRONOUN,
)  # fmt: skip
"""How the resolver's reasons begin for words that name a kind of people and nobody in particular."""

_EMPTY = frozenset("a an the of and its their his her our my some all both every each".split())


@functools.lru_cache(maxsize=1 << 16)
def words_of(text: str) -> frozenset[str]:
    """Give the words of a name, folded, without articles and the like."""
    return frozenset(fold(text[a:b]) for a, b in token_spans(text) if text[a].isalnum()) - _EMPTY


@functools.lru_cache(maxsize=1 << 16)
def same_words(text: str) -> str:
    """Give the words of a name in one order, so that two spellings of it compare equal."""
    return " ".join(sorted(words_of(text)))


@functools.lru_cache(maxsize=1 << 16)
def name_words(text: str) -> frozenset[str]:
    """Give the words of a name that are written with a capital, folded."""
    return frozenset(fold(text[a:b]) for a, b in token_spans(text) if text[a].isupper()) - _EMPTY


def moment_of(report: Report) -> dt.datetime | None:
    """Give the moment of publication, UTC; the day at 00:00 where only that is known; None = unknown."""
    if report.published_at is not None:
        return report.published_at.astimezone(dt.UTC)
    if report.published is None:
        return None
    return dt.datetime.combine(report.published, dt.time(), tzinfo=dt.UTC)


def days_of(incident: Incident) -> tuple[dt.date, dt.date] | None:
    """Give the first and last possible day of an incident; None = unknown."""
    when = incident.when
    if when is None or when.first is None or when.last is None:
        return None
    return when.first, when.last


def has_name(mention: Mention) -> bool:
    """Tell whether a mention names somebody in particular: "the Harvan Front", not "gunmen" or "Iraqi police"."""
    named = bool(mention.actor or name_words(mention.span.words))
    return named and not mention.reason.startswith(_KINDS)


def mentions(claim: Claim) -> tuple[Mention, ...]:
    """List everybody whom a claim names: who acts, at whom, who says so and for whom."""
    return (*claim.actor, *claim.recipient, *claim.attribution, *claim.speaks_for)


class Outlet:
    """Where the reports of an outlet come from."""

    def __init__(self) -> None:
        """Know none."""
        self.reports: set[str] = set()
        self.days: set[dt.date] = set()
        self.placed = 0
        """Number of reports that name a country."""
        self.countries: Counter[str] = Counter()

    def add(self, report: Report, countries: Collection[str]) -> None:
        """Take up a report and the countries it names."""
        self.reports.add(report.id)
        self.placed += bool(countries)
        for country in countries:
            self.countries[country] += 1
        if report.published is not None:
            self.days.add(report.published)


class Survey:
    """Indexes over a history.

    Args:
        history: everything known up to a day.
    """

    def __init__(self, history: History) -> None:
        """Walk once over claims and reports."""
        self.history = history
        self.told: dict[str, list[Claim]] = {}
        """Report id to its claims, in the order of the text."""
        self.countries: dict[str, set[str]] = {}
        """Report id to the countries of its places and of those whom it names."""
        self._by_word: dict[str, set[str]] = {}
        self._by_actor: dict[str, set[str]] = {}
        self._about: dict[str, list[Claim]] = {}
        self.doubted: dict[dt.date, list[Claim]] = {}
        """Day of publication to doubts that it was another act: "it was not clear whether it hit another convoy"."""
        self.halt_doubted: list[Claim] = []
        """Doubts of a ceasefire."""
        self.heads: dict[str, Mention] = {}
        """Actor id or name of a person to the group that it leads or speaks for."""
        self.allies: set[tuple[str, str]] = set()
        """Pairs of actor ids: one leads, backs or is part of the other."""
        for claim in history.claims.values():
            self._add(claim)
        self.newest = max(
            (moment for r in history.reports.values() if (moment := moment_of(r))), default=None
        )
        """Publication of the newest report, UTC; None = none has a date."""
        self.days: dict[str, set[dt.date]] = {}
        """Country to the days on which reports from it were published."""
        self.outlets: dict[str, Outlet] = {}
        """Name of an outlet to what it reports from."""
        for report in history.reports.values():
            self._publish(report)
        self.by_country: dict[str, list[str]] = {}
        """Country to incidents in it, or told together with it where their own country is unknown."""
        self.by_report: dict[str, list[str]] = {}
        """Report id to the incidents it tells of."""
        self.by_place: dict[str, list[str]] = {}
        """Folded word of a place to incidents there."""
        self.number = {name: number for number, name in enumerate(history.incidents)}
        """Incident id to its place in the history."""
        self.reports: dict[str, tuple[str, ...]] = {}
        """Incident id to the reports that tell of it, each once."""
        for incident in history.incidents.values():
            self._happen(incident)

    def _publish(self, report: Report) -> None:
        countries = self.countries.get(report.id, ())
        if report.published is not None:
            for country in countries:
                self.days.setdefault(country, set()).add(report.published)
        if report.outlet:
            self.outlets.setdefault(report.outlet, Outlet()).add(report, countries)

    def _happen(self, incident: Incident) -> None:
        claims = self.history.claims
        told = [claims[name].report for name in incident.claims if name in claims]
        reports = self.reports[incident.id] = tuple(dict.fromkeys(told))
        for report in reports:
            self.by_report.setdefault(report, []).append(incident.id)
        where = incident.where
        if where is not None and where.country:
            self.by_country.setdefault(where.country, []).append(incident.id)
            return
        for country in sorted({code for report in reports for code in self.countries.get(report, ())}):
            self.by_country.setdefault(country, []).append(incident.id)
        for word in sorted(name_words(where.span.words)) if where is not None else ():
            self.by_place.setdefault(word, []).append(incident.id)

    def _add(self, claim: Claim) -> None:
        self.told.setdefault(claim.report, []).append(claim)
        if claim.about:
            self._about.setdefault(claim.about, []).append(claim)
        countries = self.countries.setdefault(claim.report, set())
        if claim.where is not None and claim.where.country:
            countries.add(claim.where.country)
        for mention in mentions(claim):
            if mention.country:
                countries.add(mention.country)
            if mention.actor:
                self._by_actor.setdefault(mention.actor, set()).add(claim.report)
            else:
                for word in name_words(mention.span.words):
                    self._by_word.setdefault(word, set()).add(claim.report)
        if claim.factuality == "doubted" and (claim.event_type, claim.mode) == ("RETREAT", "ceasefire"):
            self.halt_doubted.append(claim)
        if claim.event_type == "TIE":
            self._tie(claim)
        elif claim.factuality == "doubted" and claim.recipient and not claim.about:
            published = self.history.reports[claim.report].published
            if published is not None:
                self.doubted.setdefault(published, []).append(claim)

    def _tie(self, claim: Claim) -> None:
        if not claim.actor or not claim.recipient:
            return
        one, two = claim.actor[0], claim.recipient[0]
        if claim.mode in {"leads", "speaks-for"}:
            self.heads[one.actor or one.name or one.span.words] = two
        if claim.mode in {"leads", "part-of", "backed-by"} and one.actor and two.actor:
            self.allies |= {(one.actor, two.actor), (two.actor, one.actor)}

    @functools.cached_property
    def _dated(self) -> list[tuple[dt.date, str]]:
        return sorted((days[0], one.id) for one in self.history.incidents.values() if (days := days_of(one)))

    def after(self, day: dt.date) -> Iterator[tuple[dt.date, Incident]]:
        """List the incidents of which the first possible day lies after a day, with that day, in order."""
        begin = bisect.bisect_right(self._dated, day, key=operator.itemgetter(0))
        for first, name in itertools.islice(self._dated, begin, None):
            yield first, self.history.incidents[name]

    def group_of(self, mention: Mention) -> Mention:
        """Give the group that a person leads or speaks for, else the mention itself."""
        for key in (mention.actor, mention.name, mention.span.words):
            if key and key in self.heads:
                return self.heads[key]
        return mention

    def located(self, reports: Iterable[str]) -> set[str]:
        """List the countries of the places of some reports."""
        return {where.country for where in self._wheres(reports)} - {""}

    def places(self, reports: Iterable[str]) -> set[str]:
        """List the folded words of the places of some reports."""
        return {word for where in self._wheres(reports) for word in name_words(where.span.words)}

    def _wheres(self, reports: Iterable[str]) -> Iterator[Where]:
        told = (claim for report in reports for claim in self.told.get(report, ()))
        return (claim.where for claim in told if claim.where is not None)

    def naming(self, actor: str, words: Iterable[str]) -> set[str]:
        """List the reports that name somebody.

        Args:
            actor: id; "" = unresolved.
            words: folded words of the name with a capital; a report must hold all of them.

        Returns:
            Ids of reports.
        """
        found = set(self._by_actor.get(actor, ()))
        sets = [self._by_word.get(word, set()) for word in sorted(words)]
        return found | (set.intersection(*sets) if sets else set())

    def related(self, incident: Incident) -> list[Claim]:
        """List the claims that bear on an incident, in a fixed order.

        Args:
            incident: the incident.

        Returns:
            Its own claims; those that answer, doubt or deny them; and of the same reports those that accuse somebody or deny
            an act of the same type, where the act last told before them is the incident's.
        """
        claims = self.history.claims
        own = [claims[name] for name in incident.claims if name in claims]
        found = own + [answer for claim in own for answer in self._about.get(claim.id, ())]
        for report in dict.fromkeys([claim.report for claim in found]):
            found += self._follow(report, incident)
        return list({claim.id: claim for claim in found}.values())

    def _follow(self, report: str, incident: Incident) -> Iterator[Claim]:
        here = False
        for claim in self.told.get(report, ()):
            act = claim.event_type == incident.event_type
            if act and claim.factuality == "asserted":
                here = claim.id in incident.claims
            elif here and (claim.event_type == "ACCUSE" or (act and claim.factuality == "denied")):
                yield claim
