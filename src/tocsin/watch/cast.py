"""The cast of a report: whom its claims show as bound, as asked, as spared, also where a pronoun stands for them."""

from collections.abc import Mapping, Sequence

from tocsin.model import Claim, CommitmentKind, Mention, Report, Span
from tocsin.watch.parties import (
    Ties,
    Voice,
    bound,
    can_act,
    doers,
    is_named,
    is_owned,
    is_specific,
    same_party,
    silent,
    speakers,
)

_PAIRS = frozenset(
    {"both", "both sides", "both camps", "both parties", "both armies", "neither side", "neither party", "neither", "each side",
     "the two sides", "the two parties", "the two camps", "the two", "the sides", "all sides", "all parties", "the parties", "all three",
     "the three"}
)  # fmt: skip
"""Words for parties that a text has named before."""


class Cast:
    """Names the parties of the claims of one report after the other.

    Attributes:
        passed: the claims of the report that were read so far.
    """

    __slots__ = ("_claims", "_offices", "_report", "_ties", "_told", "passed")

    def __init__(self, claims: Mapping[str, Claim], ties: Ties, offices: frozenset[str]) -> None:
        """Know no report yet.

        Args:
            claims: all claims by their ids.
            ties: who speaks for whom; it grows as reports are read.
            offices: words for spokesmen.
        """
        self._claims, self._ties, self._offices = claims, ties, offices
        self._report = Report(id="", text="")
        self._told: Sequence[Claim] = ()
        self.passed: list[Claim] = []

    def open(self, report: Report, claims: Sequence[Claim]) -> None:
        """Take up a report.

        Args:
            report: the report.
            claims: its claims.
        """
        self._report, self._told, self.passed = report, claims, []

    def voices(self, claim: Claim, kind: CommitmentKind) -> list[Voice]:
        """List the parties that a claim shows.

        Args:
            claim: a claim that states a commitment.
            kind: the kind of commitment.

        Returns:
            Who is bound, who must act, who is spared.
        """
        if kind == "demand":
            return self._asking(claim)
        found = bound(claim, self._ties, self._offices)
        if not found or all(is_owned(voice.mention) for voice in found):
            found = _explicit(self._speakers(claim)[:1]) + found
        if not any(voice.role == "promisor" for voice in found):
            found += _explicit(_first_person(claim) or _things(claim))
        found = [one for voice in found for one in self._spelt_out(voice, claim)]
        if kind == "truce":
            proposed = "operator.propose" in claim.reasons
            found += silent(claim.recipient, "addressee" if proposed else "beneficiary")
        elif kind == "threat":
            found += silent([m for m in claim.recipient if can_act(m) and not is_owned(m)][:1], "addressee")
        required = self._required(claim)
        asked = [] if required is None else self._asked_of(required, found)
        if asked:
            found += silent(asked, "addressee")
        elif kind == "promise" and claim.condition is not None and claim.mode != "release":
            told = claim.event_type == "AGREE" or required is not None
            found += silent([m for m in claim.recipient if told or can_act(m)], "addressee")
        return found

    def _asking(self, claim: Claim) -> list[Voice]:
        verbal = claim.event_type in {"REQUEST", "THREATEN"}
        asked = claim.recipient if verbal else claim.actor
        asking = doers(claim, self._ties) if verbal else speakers(claim, self._ties)
        asking = asking or (self._speakers(claim) if verbal or claim.attribution else [])
        asking = asking or _first_person(claim) or [m for m in claim.attribution if is_named(m)]
        asking = sorted(asking, key=lambda one: not is_specific(one))
        return _explicit(asking[:1]) + silent([m for m in asked if m not in asking], "addressee")

    def _speakers(self, claim: Claim) -> list[Mention]:
        """Name who speaks; "it" and "they" are whoever was named last in the same paragraph."""
        named = speakers(claim, self._ties)
        if named or not (claim.attribution or claim.actor):
            return named
        if any(not is_owned(one) for one in doers(claim, self._ties)):
            return named
        ties = [one for one in self._told if one.event_type == "TIE" and one.span.end <= claim.span.start]
        for before in sorted((*self.passed, *ties), key=lambda one: one.span.start, reverse=True):
            last = doers(before, self._ties) if before.event_type == "TIE" else speakers(before, self._ties)
            last = [one for one in last if not is_owned(one)]
            if last := last or [one for one in doers(before, self._ties) if not is_owned(one)]:
                return [] if "\n" in self._report.text[before.span.end : claim.span.start] else last
        return []

    def _spelt_out(self, voice: Voice, claim: Claim) -> list[Voice]:
        """Replace "both sides" by the parties that the report named together before."""
        if voice.mention.span.words.lower() not in _PAIRS:
            return [voice]
        here = [one for one in self._told if one.span.start <= claim.span.start and one is not claim]
        for before in reversed(here):
            for side in (before.speaks_for, before.actor, before.attribution):
                named = [one for one in side if is_named(one) and one.span.words.lower() not in _PAIRS]
                if len(named) > 1:
                    return [Voice(mention=m, role=voice.role, endorsement=voice.endorsement) for m in named]
        return [voice]

    def _asked_of(self, required: Claim, found: Sequence[Voice]) -> list[Mention]:
        asked = required.recipient if required.event_type == "REQUEST" else required.actor
        bodies = [voice.mention for voice in found]
        return [m for m in asked if is_named(m) and not any(same_party(m, body) for body in bodies)]

    def _required(self, claim: Claim) -> Claim | None:
        """Give the claim of what a condition asks for: the one it names, else the first with an actor among its words."""
        if claim.condition is None:
            return None
        inside = (one for one in self._told if one.actor and lies_in(one.trigger, claim.condition.span))
        return self._claims.get(claim.condition.claim) or next(inside, None)


def _explicit(mentions: Sequence[Mention]) -> list[Voice]:
    return [Voice(mention=m, role="promisor", endorsement="explicit") for m in mentions]


def _first_person(claim: Claim) -> list[Mention]:
    """Give the "we" or "they" of a statement that nobody signs: it binds somebody, though the text does not say whom."""
    return [m for m in (*claim.attribution, *claim.actor) if m.span.words.lower() in {"we", "they"}][:1]


def _things(claim: Claim) -> list[Mention]:
    """Give the leaflet or message that speaks for somebody whom the text does not name."""
    return [m for m in claim.attribution if is_named(m)][:1]


def lies_in(one: Span, two: Span) -> bool:
    """Tell whether words stand inside others: what a condition asks for is no commitment of its own.

    Args:
        one: some words.
        two: other words.

    Returns:
        True where all of the first are among the second.
    """
    return two.start <= one.start and one.end <= two.end
