"""Bonds: commitments in the making, each with the claims that state it and the claims that change it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from tocsin.model import Claim, CommitmentKind, Mention, PartyRole, Report, Status
from tocsin.watch.parties import Voice, is_specific, same_party, words_of

_BINDING: frozenset[PartyRole] = frozenset({"promisor", "member"})


@dataclass(slots=True)
class Turn:
    """A claim that changes a commitment.

    Attributes:
        claim: the claim.
        status: what became of the commitment, its condition or its party.
        part: "" the whole, "condition" its conditions, "party" a party.
        actor: who did or said it; None = unknown.
        reason: why, in words.
    """

    claim: Claim
    status: Status
    part: str
    actor: Mention | None
    reason: str


@dataclass(slots=True)
class Standing:
    """A party of a bond and the claims that show it."""

    voice: Voice
    claims: list[str]


@dataclass(slots=True, eq=False)
class Bond:
    """A commitment in the making.

    Attributes:
        kind: truce, promise, demand or threat.
        founding: the claim that founds it.
        report: its report.
        place: its number among all bonds.
        statements: claims that state it, the founding one first.
        standings: its parties, in the order in which they appeared.
        turns: claims that change it, in order.
        limits: claims of its deadline that are no statements of it.
        consequences: claims that threaten what follows if it is not met.
        watching: claims of who watches over it.
        reports: ids of the reports that speak of it.
        countries: countries of its parties.
        awaits: types of act that may carry it out or meet its conditions.
        ended: day on which it became known that it ended; None = it goes on.
        renews: the bond that it renews.
    """

    kind: CommitmentKind
    founding: Claim
    report: Report
    place: int
    statements: list[Claim] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    limits: list[Claim] = field(default_factory=list)
    consequences: list[Claim] = field(default_factory=list)
    watching: list[Claim] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    awaits: set[str] = field(default_factory=set)
    ended: dt.date | None = None
    renews: "Bond | None" = None

    def mentions(self, *roles: PartyRole) -> list[Mention]:
        """List the parties in some roles."""
        return [standing.voice.mention for standing in self.standings if standing.voice.role in roles]

    @property
    def sides(self) -> list[Mention]:
        """Who is bound, or demands or threatens."""
        return self.mentions("promisor", "member")

    @property
    def agreed(self) -> bool:
        """Whether both sides bound themselves."""
        return self.founding.factuality == "accepted" and len(self.sides) > 1

    def add_voices(self, voices: Iterable[Voice], claim: Claim) -> None:
        """Add parties, or claims to the parties that are there.

        Args:
            voices: parties as a claim shows them.
            claim: the claim. A kind of people ("the factions") becomes a party only through the founding claim or where
                somebody speaks for it; nobody who was only spoken for becomes explicit before it is named as speaking.
        """
        for voice in voices:
            known = next((s for s in self.standings if _same_standing(s.voice, voice)), None)
            if known is None:
                unnamed = not is_specific(voice.mention) and voice.endorsement != "claimed_by_other"
                if claim is not self.founding and unnamed:
                    continue
                self.standings.append(Standing(voice, [claim.id]))
            else:
                spoke = voice.endorsement == "explicit" and is_specific(voice.mention)
                if spoke and known.voice.endorsement != "explicit":
                    known.voice = Voice(
                        mention=known.voice.mention, role=known.voice.role, endorsement="explicit"
                    )
                    known.claims.insert(0, claim.id)
                elif claim.id not in known.claims:
                    known.claims.append(claim.id)
        self.countries |= {s.voice.mention.country for s in self.standings} - {""}


def _same_standing(one: Voice, two: Voice) -> bool:
    """Tell whether two voices are one party in one role; who is bound may be so as promisor or member."""
    roles = {one.role, two.role}
    if len(roles) > 1 and not roles <= _BINDING:
        return False
    if is_specific(one.mention) != is_specific(two.mention) and not words_of(one.mention) & words_of(
        two.mention
    ):
        return False
    return same_party(one.mention, two.mention)
