"""Evidence: who tells of an incident, who is said to have done it, and how independent the tellers are."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from tocsin.model import PRONOUN, Claim, Incident, Mention
from tocsin.watch.sides import (
    ARMED,
    INTERNATIONAL,
    STATE,
    Side,
    Sides,
    is_covered,
    is_party,
    may_be_bound,
    party_of,
)
from tocsin.watch.survey import UNKNOWN_NAME, Survey, has_name, same_words, words_of

Source = Literal["outlet", "official", "witness", "party", "unknown"]
"""Who tells: the outlet in its own voice; an official who is no party; anybody else who is quoted; a party, its state or an
armed group; somebody of whom nothing is known, or hearsay."""

INDEPENDENT: frozenset[Source] = frozenset({"outlet", "official", "witness"})
"""Sources that count towards "reported": parties, armed groups and unknown channels do not."""

_DEFENCE = (
    "self-defence",
    "self-defense",
    "in response to",
    "returned fire",
    "returning fire",
    "in retaliation",
)
"""Words by which somebody claims to have defended himself."""
_OWN = frozenset({"his", "her", "their", "its", "our", "my"})
_FORCES = frozenset({"base", "convoy", "troops"})
_BLAME = "operator.blame"
_HEARSAY = "operator.claim-noun"


class Telling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One claim about an incident, as evidence."""

    claim: str
    """Its id."""
    origin: str
    """Id of the report of which its report is a copy, or of its own report."""
    source: Source
    """Who tells."""
    speaker: str
    """Words of who is quoted; "" = the outlet in its own voice."""
    accuses: bool
    """It blames somebody, and does not tell of the act by itself."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What all claims about one incident show together."""

    act: tuple[Telling, ...]
    """Tellings that the act took place."""
    party: Side | None
    """The bound party that is said to have done it; None = nobody names one."""
    naming: tuple[Telling, ...]
    """Tellings that name that party."""
    claimed: bool
    """That party itself says that it did it."""
    denied: bool
    """That party denies it."""
    front: str
    """Name, or words, of somebody of no known side who claimed it; "" = nobody did."""
    strangers: tuple[str, ...]
    """Names of those said to have done it who are no parties, sorted."""
    kinds: tuple[str, ...]
    """Words for a kind of people who may be a party ("gunmen"), sorted."""
    exception: str
    """Words with which self-defence is claimed; "" = it is not."""

    @property
    def is_strangers(self) -> bool:
        """All who are said to have done it are no parties."""
        return bool(self.strangers) and self.party is None and not self.front and not self.kinds

    @property
    def independent(self) -> frozenset[str]:
        """Origins in which an independent source tells of the act."""
        return frozenset(told.origin for told in self.act if told.source in INDEPENDENT and not told.accuses)


def evidence_of(incident: Incident, sides: Sides, survey: Survey) -> Evidence:
    """Weigh the claims about an incident.

    Args:
        incident: the incident.
        sides: the parties of the commitment.
        survey: the history.

    Returns:
        Who tells of it and who is said to have done it.
    """
    return _Weighing(incident, sides, survey).evidence()


class _Weighing:
    """Goes through the claims of one incident once."""

    def __init__(self, incident: Incident, sides: Sides, survey: Survey) -> None:
        self.incident, self.sides, self.survey = incident, sides, survey
        self.act: list[Telling] = []
        self.naming: dict[int, list[Telling]] = {}
        self.claimed: set[int] = set()
        self.denials: set[int] = set()
        self.fronts: set[str] = set()
        self.strangers: set[str] = set()
        self.kinds: set[str] = set()
        self.exception = ""

    def evidence(self) -> Evidence:
        for claim in self.survey.related(self.incident):
            self._take(claim)
        chosen = self._chosen()
        return Evidence(
            act=tuple(self.act),
            party=None if chosen is None else self.sides.bound[chosen],
            naming=() if chosen is None else tuple(self.naming[chosen]),
            claimed=chosen in self.claimed,
            denied=chosen in self.denials,
            front=min(self.fronts, default=""),
            strangers=tuple(sorted(self.strangers)),
            kinds=tuple(sorted(self.kinds)),
            exception=self.exception,
        )

    def _chosen(self) -> int | None:
        """Choose the party to judge: one that claimed it, else the one named most often; a front hides a mere kind."""
        sides = self.sides.bound
        open_to_all = [n for n in self.naming if sides[n].named or not self.fronts]
        return min(open_to_all, key=lambda n: (n not in self.claimed, -len(self.naming[n]), n), default=None)

    def _take(self, claim: Claim) -> None:
        if claim.event_type == "ACCUSE" and claim.factuality == "asserted":
            told = self._telling(claim, claim.actor[0] if claim.actor else None, accuses=True)
            self._name(claim.recipient, told)
        elif claim.event_type == self.incident.event_type and claim.factuality == "denied":
            self.denials |= self._deniers(claim)
        elif claim.event_type == self.incident.event_type and claim.factuality == "asserted":
            speaker = _speaker(claim)
            told = self._telling(claim, speaker, accuses=_BLAME in claim.reasons)
            self.act.append(told)
            self._name(_doers(claim, speaker), told)
            if speaker is not None and any(self._is_self(doer, speaker) for doer in claim.actor):
                self._own(speaker)
            words = claim.span.words.casefold()
            self.exception = self.exception or next((word for word in _DEFENCE if word in words), "")

    def _telling(self, claim: Claim, speaker: Mention | None, *, accuses: bool) -> Telling:
        hearsay = speaker is None and _HEARSAY in claim.reasons
        return Telling(
            claim=claim.id,
            origin=self.survey.history.origins.get(claim.report, claim.report),
            source="unknown" if hearsay else self._source(speaker),
            speaker="" if speaker is None else same_words(speaker.name or speaker.span.words),
            accuses=accuses,
        )

    def _source(self, speaker: Mention | None) -> Source:
        if speaker is None:
            return "outlet"
        who = self.survey.group_of(speaker)
        sectors = set(who.sectors)
        if party_of(who, (*self.sides.bound, *self.sides.spared), self.survey) or self._speaks_for_spared(
            who
        ):
            return "party"
        if sectors & ARMED or ("MIL" in sectors and self._was_hit(who)):
            return "party"
        if sectors & STATE or who.country in INTERNATIONAL:
            return "official"
        return "unknown" if who.reason.endswith(UNKNOWN_NAME) else "witness"

    def _speaks_for_spared(self, who: Mention) -> bool:
        """Tell whether an official speaks for the state whose people or forces are spared."""
        states = {code for side in self.sides.spared if not side.sectors & ARMED for code in side.countries}
        return who.country in states - INTERNATIONAL and (bool(set(who.sectors) & STATE) or not who.sectors)

    def _was_hit(self, army: Mention) -> bool:
        """Tell whether an army that tells of an attack on troops speaks for those who were hit."""
        if self.incident.target_class not in _FORCES:
            return False
        hit = {actor.split(".")[0].upper() for actor in self.incident.recipient}
        return not army.country or not hit or army.country in hit

    def _name(self, doers: Iterable[Mention], told: Telling) -> None:
        """Note who is said to have done it: a party, a kind of people who may be one, or somebody else."""
        for doer in doers:
            who = self.survey.group_of(doer)
            number = self._number(who)
            if number is not None:
                self.naming.setdefault(number, []).append(told)
            elif who.reason == PRONOUN:
                continue
            elif not has_name(who) and may_be_bound(who, self.sides):
                self.kinds.add(who.span.words)
            else:
                self.strangers.add(who.name or who.span.words)

    def _number(self, who: Mention) -> int | None:
        """Give the place among those who are bound of the party that a mention names or that covers it; None = none."""
        sides = self.sides.bound
        named = next((n for n, side in enumerate(sides) if is_party(who, side, self.survey)), None)
        if named is None and has_name(who) and is_covered(who, self.sides):
            return next(n for n, side in enumerate(sides) if not side.named)
        return named

    def _own(self, speaker: Mention) -> None:
        """Note who claims the act as his own: a party, or a front, somebody of whom no side is known."""
        who = self.survey.group_of(speaker)
        number = self._number(who)
        if number is not None and self.sides.bound[number].named:
            self.claimed.add(number)
        elif number is not None or not has_name(who):
            self.fronts.add(who.name or who.span.words)

    def _is_self(self, doer: Mention, speaker: Mention) -> bool:
        who, group = self.survey.group_of(doer), self.survey.group_of(speaker)
        same = bool(who.actor and who.actor == group.actor) or words_of(who.span.words) == words_of(
            group.span.words
        )
        return same or doer.reason == PRONOUN or _first_word(doer) in _OWN

    def _deniers(self, claim: Claim) -> set[int]:
        """List the parties that deny an act; "he denied that his fighters had done it" is whoever was accused."""
        speaker = _speaker(claim)
        if speaker is None:
            own = bool(claim.actor) and _first_word(claim.actor[0]) in _OWN
            return set(self.naming) if own else set()
        number = self._number(self.survey.group_of(speaker))
        return set() if number is None else {number}


def _speaker(claim: Claim) -> Mention | None:
    """Give the nearest speaker who is no pronoun; a pronoun where there is none better; None = the outlet itself."""
    named = (mention for mention in claim.attribution if mention.reason != PRONOUN)
    return next(named, claim.attribution[0] if claim.attribution else None)


def _doers(claim: Claim, speaker: Mention | None) -> list[Mention]:
    """List who is said to act; "it said that it had" is the speaker, "Monday's attack" nobody."""
    dated = range(claim.when.span.start, claim.when.span.end) if claim.when is not None else range(0)
    return [
        speaker
        if mention.reason == PRONOUN and speaker is not None and speaker.reason != PRONOUN
        else mention
        for mention in claim.actor
        if mention.span.start not in dated
    ]


def _first_word(mention: Mention) -> str:
    return mention.span.words.partition(" ")[0].casefold()
