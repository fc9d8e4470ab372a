"""Resolve: names become actors, words of place and time become places and days.

In: claims whose mentions, dates and places hold words. Out: the same claims, same ids, with what could be
resolved filled in and, for the rest, the reason why not. Nothing is guessed and nothing removed.
"""

import re
from collections.abc import Iterable

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.model import (
    AHEAD,
    PRONOUN,
    Claim,
    Deadline,
    Issue,
    Mention,
    NamedTie,
    Names,
    Report,
    Sentence,
    Sight,
    Span,
    When,
    Where,
)
from tocsin.resolve.actors import ActorResolver
from tocsin.resolve.anchors import day_of, resolve_anchored
from tocsin.resolve.dates import resolve_length, resolve_when
from tocsin.resolve.places import PlaceResolver

_END = re.compile("(?:until|till|through|to|from|between) ", re.IGNORECASE)
"""What opens words that state an end rather than a length."""


def resolve(
    report: Report, sentences: list[Sentence], claims: list[Claim], know: Knowledge
) -> tuple[list[Claim], list[Issue]]:
    """Resolve the names, places and dates of a report's claims.

    Args:
        report: the report; its day of publication anchors relative dates.
        sentences: its sentences, for short forms and other places.
        claims: its claims, unresolved.
        know: knowledge tables.

    Returns:
        Claims in the same order, and one issue a report whose relative dates lack a day of publication.
    """
    if not claims:
        return [], []
    resolver = _Resolver(report, sentences, know)
    resolved = [resolver.claim(claim) for claim in claims]
    return resolved, resolver.issues()


def resolve_names(
    report: Report, sentences: list[Sentence], sights: Iterable[Sight], know: Knowledge
) -> Names:
    """Resolve what a report names.

    Args:
        report: the report.
        sentences: its sentences.
        sights: what the network sees in them: words for persons, groups and places, and their ties.
        know: knowledge tables.

    Returns:
        Actors, places and their ties. Pronouns are left out, and persons who are no known public figures are only
        counted.
    """
    resolver = _Resolver(report, sentences, know)
    actors: list[Mention] = []
    places: list[Where] = []
    ties: list[NamedTie] = []
    persons = 0
    for sight in sights:
        listed: dict[int, Span] = {}
        for number, name in enumerate(sight.names):
            span = Span(start=name.start, end=name.end, quote=report.text[name.start : name.end])
            if name.kind == "place":
                places.append(resolver.places.where(Where(span=span)))
                listed[number] = span
                continue
            mention = resolver.actors.mention(Mention(span=span))
            if name.kind == "person" and mention.actor not in know.actors.actors:
                persons += mention.reason != PRONOUN
            elif mention.reason != PRONOUN:
                actors.append(mention)
                listed[number] = span
        ties += (
            NamedTie(first=listed[tie.first], second=listed[tie.second], kind=tie.kind, score=tie.score)
            for tie in sight.ties
            if tie.first in listed and tie.second in listed
        )
    return Names(
        report=report.id, actors=tuple(actors), places=tuple(places), persons=persons, ties=tuple(ties)
    )


class _Resolver:
    """Holds the resolvers of one report."""

    def __init__(self, report: Report, sentences: list[Sentence], know: Knowledge) -> None:
        self.report = report
        self.actors = ActorResolver(report, sentences, know)
        self.places = PlaceResolver(report, sentences, know)
        self.sentences = sentences
        self.day = day_of(report)
        self.undated: list[When] = []

    def claim(self, claim: Claim) -> Claim:
        """Resolve one claim."""
        actor, recipient = self._mentions(claim.actor), self._mentions(claim.recipient)
        countries = tuple(dict.fromkeys(m.country for m in (*actor, *recipient) if m.country))
        ahead = claim.factuality in AHEAD
        return msgspec.structs.replace(
            claim,
            actor=actor,
            recipient=recipient,
            attribution=self._mentions(claim.attribution),
            speaks_for=self._mentions(claim.speaks_for),
            when=self._lasting(self._when(claim.when, ahead=ahead))
            if ahead
            else self._when(claim.when, ahead=False),
            said=self._when(claim.said, ahead=False),
            where=self._where(claim.where, countries),
            deadline=self._deadline(claim.deadline),
            until=self._until(claim.until),
        )

    def _mentions(self, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(self.actors.mention(mention) for mention in mentions)

    def _when(self, when: When | None, *, ahead: bool) -> When | None:
        if when is None:
            return None
        resolved = resolve_anchored(resolve_when(when, self.day, future=ahead), self.sentences, self.day)
        if self.day is None and resolved.first is None and resolved.last is None:
            self.undated.append(resolved)
        return resolved

    def _where(self, where: Where | None, countries: tuple[str, ...]) -> Where | None:
        return self.places.where(where, countries) if where is not None else None

    def _lasting(self, when: When | None) -> When | None:
        """Count a length of time that no rule placed from the day of publication."""
        if when is None or when.last is not None or when.first is not None or self.day is None:
            return when
        return resolve_length(when, self.day)

    def _deadline(self, deadline: Deadline | None) -> Deadline | None:
        if deadline is None or deadline.when is None:
            return deadline
        when = self._when(deadline.when, ahead=True)
        if deadline.kind == "relative":
            when = self._lasting(when)
        if deadline.kind == "date" and when is not None and when.last is not None:
            when = msgspec.structs.replace(when, first=when.last)
        return msgspec.structs.replace(deadline, when=when)

    def _until(self, until: When | None) -> When | None:
        """Resolve how long an act lasts: a length counts from publication, of "until 5 May" only the last day is its end."""
        when = self._lasting(self._when(until, ahead=True))
        if when is None or when.last is None or not _END.match(when.span.words):
            return when
        return msgspec.structs.replace(when, first=when.last)

    def issues(self) -> list[Issue]:
        """List what the whole report lacks."""
        if not self.undated:
            return []
        first = self.undated[0].span
        return [
            Issue(
                report=self.report.id,
                source=self.report.source,
                stage="resolve",
                code="date.no_publication_date",
                severity="note",
                message=(
                    f'"{first.quote}" and dates like it stay unresolved: the day of publication is unknown. '
                    "Give it with --published YYYY-MM-DD."
                ),
                span=first,
            )
        ]
