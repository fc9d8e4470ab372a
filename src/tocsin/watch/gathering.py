"""Gather claims into bonds: which claims tell of one commitment, and which change it.

Reports are read in the order of publication, in each the claims that state a commitment before those that change one.
A claim joins the latest bond of its kind with which it shares a side and whose content agrees, if its report already
speaks of it or it falls inside the bond's time; otherwise it founds a bond.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from tocsin.knowledge import Knowledge
from tocsin.model import PRONOUN, Claim, CommitmentKind, History, Mention, Report
from tocsin.watch.bonds import Bond, Standing
from tocsin.watch.cast import Cast, lies_in
from tocsin.watch.parties import (
    Ties,
    Voice,
    doers,
    is_named,
    is_owned,
    is_specific,
    same_side,
    share_side,
    silent,
    speakers,
    words_of,
)
from tocsin.watch.terms import content_words, is_ceasefire, is_impersonal, is_reference, kind_of, lasts
from tocsin.watch.turns import (
    awaited,
    breaks_truce,
    deed_of,
    keeps_truce,
    meets_terms,
    terms_turn,
    turn_of,
    watches_truce,
)

_OLDER_DAYS = 30
"""A claim that dates a commitment this long before a bond began tells of another one. First setting."""
_ALTERNATIVE = 400
"""Characters behind a demand within which "or face attack" is its other half. First setting."""
_DEEDS: tuple[CommitmentKind, ...] = ("promise", "threat", "demand", "truce")
"""Kinds in the order in which a deed is set against them."""
_ALTERNATIVES = frozenset({"operator.suffer", "threat.otherwise"})


def gather(history: History, know: Knowledge) -> list[Bond]:
    """Gather the claims of a history into bonds.

    Args:
        history: reports and claims known up to a day.
        know: knowledge tables.

    Returns:
        Bonds in the order of their founding claims.
    """
    told: dict[str, list[Claim]] = {}
    for claim in history.claims.values():
        told.setdefault(claim.report, []).append(claim)
    gathering = _Gathering(history, know)
    for identifier, claims in told.items():
        gathering.read(history.reports[identifier], claims)
    return gathering.bonds


class _Gathering:
    """Holds the bonds found so far, and by which words they are found again."""

    def __init__(self, history: History, know: Knowledge) -> None:
        self.claims = history.claims
        self.ties = Ties(know.words.heads["sources"])
        self.cast = Cast(history.claims, self.ties, know.words.heads["speakers"])
        self.players = know.words.heads["players"]
        self.bonds: list[Bond] = []
        self.index: dict[str, dict[str, dict[int, Bond]]] = {}
        """Kind of bond, or type of an act that would change one, to key of a party to bonds by their place."""
        self.report = Report(id="", text="")
        self.countries: set[str] | None = None
        self.told: list[Claim] = []
        self.spoken: list[Bond] = []

    def read(self, report: Report, claims: list[Claim]) -> None:
        """Take the claims of one report: first those that state commitments, then those that change them."""
        self.report, self.told, self.spoken = report, claims, []
        self.cast.open(report, claims)
        self.countries = None
        self.ties.add(claims)
        changing = []
        terms = [one.condition.span for one in claims if one.condition is not None and not is_reference(one)]
        for claim in claims:
            if claim.event_type != "TIE" and not any(lies_in(claim.trigger, span) for span in terms):
                changing += [] if self._state(claim) else [claim]
                self.cast.passed.append(claim)
        for claim in changing:
            self._change(claim)

    # ------------------------------------------------------------------ statements

    def _voices_of(self, claim: Claim, kind: CommitmentKind) -> list[Voice]:
        """List the parties that a claim shows; whom it does not name again are those of the demand before it."""
        found = self.cast.voices(claim, kind)
        if kind == "threat" and not any(voice.role == "addressee" for voice in found):
            sides = [voice.mention for voice in found if voice.role in {"promisor", "member"}]
            for bond in reversed(self.spoken):
                if bond.kind == "demand" and share_side(sides, bond.sides, near=True):
                    return found + silent(bond.mentions("addressee")[:1], "addressee")
        return found

    def _state(self, claim: Claim) -> bool:
        """Take a claim that states a commitment; False = it states none."""
        kind = kind_of(claim)
        if kind is None:
            return False
        if kind == "demand" and (self._limits(claim) or self._is_passed_on(claim)):
            return True
        if kind == "threat" and self._threatens_consequence(claim):
            return True
        voices = self._voices_of(claim, kind)
        if any(not self.players.isdisjoint(words_of(voice.mention)) for voice in voices):
            return True
        bond = self._stated_before(claim, kind, voices)
        if bond is None:
            if is_reference(claim) or not (_binds_somebody(voices) or is_impersonal(claim, kind)):
                return False
            bond = Bond(kind=kind, founding=claim, report=self.report, place=len(self.bonds))
            bond.countries |= self._countries()
            bond.renews = self._earlier(kind, voices)
            self.bonds.append(bond)
        self._join(bond, claim, voices)
        return True

    def _join(self, bond: Bond, claim: Claim, voices: list[Voice]) -> None:
        if bond.statements and bond.kind == "truce":
            bond.turns += keeps_truce(bond, claim, voices)
        bond.statements.append(claim)
        bond.awaits |= awaited(claim, self.claims)
        bond.reports.add(self.report.id)
        if claim is bond.founding or claim.factuality != "asserted":
            bond.add_voices(voices, claim)
        self._remember(bond)

    def _remember(self, bond: Bond) -> None:
        if bond not in self.spoken:
            self.spoken.append(bond)
        for standing in bond.standings:
            for key in _keys(standing.voice.mention):
                for topic in (bond.kind, *bond.awaits):
                    self.index.setdefault(topic, {}).setdefault(key, {})[bond.place] = bond

    def _stated_before(self, claim: Claim, kind: CommitmentKind, voices: list[Voice]) -> Bond | None:
        """Find the bond that a claim states again."""
        binding = [voice.mention for voice in voices if voice.role in {"promisor", "member"}]
        binding = [m for m in binding if kind != "truce" or not is_owned(m)]  # "their leaders" are theirs
        for bond in self._candidates(kind, binding):
            here = bond in self.spoken
            if kind != "truce" and here and _in_one_breath(bond, claim):
                return bond
            if not _agree(bond, claim, here=here) or not self._in_time(bond, claim):
                continue
            if not binding:
                if here:
                    return bond
            elif share_side(binding, bond.sides, near=self._near(bond)):
                return bond
        return None

    def _candidates(self, kind: CommitmentKind, mentions: Iterable[Mention]) -> list[Bond]:
        """List the bonds of a kind that may be meant, those of this report and the latest first."""
        here = [bond for bond in reversed(self.spoken) if bond.kind == kind]
        return here + self._indexed(kind, mentions, here)

    def _indexed(self, topic: str, mentions: Iterable[Mention], here: list[Bond]) -> list[Bond]:
        """List the bonds of a topic that share a key with somebody, the latest first, without those spoken of here."""
        known, found = self.index.get(topic, {}), dict[int, Bond]()
        for key in {key for mention in mentions for key in _keys(mention)}:
            found |= known.get(key, {})
        for bond in here:
            found.pop(bond.place, None)
        return [found[place] for place in sorted(found, reverse=True)]

    def _near(self, bond: Bond) -> bool:
        return bond in self.spoken or not (here := self._countries()) or not here.isdisjoint(bond.countries)

    def _countries(self) -> set[str]:
        """List the countries of the report's places and of those whom it names."""
        if self.countries is None:
            named = {m.country for c in self.told for m in (*c.actor, *c.recipient, *c.attribution)}
            self.countries = (named | {c.where.country for c in self.told if c.where is not None}) - {""}
        return self.countries

    def _in_time(self, bond: Bond, claim: Claim) -> bool:
        """Tell whether a claim falls inside the time of a bond, or its report speaks of it anyway."""
        said = claim.said or claim.when
        began = bond.founding.said or bond.founding.when
        start = (began.first if began is not None else None) or bond.report.published
        if said is not None and said.last is not None and start is not None:
            if said.last < start - dt.timedelta(days=_OLDER_DAYS):
                return False
            if bond.ended is not None and said.last < bond.ended:
                return True
        if bond in self.spoken or self.report.published is None:
            return True
        return not _over(bond, self.report.published)

    def _earlier(self, kind: CommitmentKind, voices: list[Voice]) -> Bond | None:
        """Find the bond over by now that a new one of the same parties renews."""
        binding = [
            voice.mention for voice in voices if voice.role == "promisor" and is_specific(voice.mention)
        ]
        published = self.report.published
        for bond in self._candidates(kind, binding):
            over = published is not None and _over(bond, published)
            if kind == "truce" and over and share_side(binding, bond.sides, near=False):
                return bond
        return None

    def _limits(self, claim: Claim) -> bool:
        """Take a demand that only sets the deadline of a condition: "Mohi set no deadline for the withdrawal"."""
        limit = claim.deadline
        voices = self._voices_of(claim, "demand")
        asking = [voice.mention for voice in voices if voice.role == "promisor"]
        for bond in reversed(self.spoken):
            conditions = [stated.condition for stated in bond.statements if stated.condition is not None]
            if limit is None or bond.kind != "truce" or not share_side(asking, bond.sides, near=True):
                continue
            words = content_words(" ".join(condition.span.words for condition in conditions))
            if words & content_words(claim.span.words):
                bond.limits.append(claim)
                bond.add_voices([v for v in voices if v.role == "promisor" and is_specific(v.mention)], claim)
                return True
        return False

    def _is_passed_on(self, claim: Claim) -> bool:
        """Take what the addressee of a demand is to ask of others in turn: "want the cabinet to set a timetable for"."""
        asking = [voice.mention for voice in self._voices_of(claim, "demand") if voice.role == "promisor"]
        for bond in reversed(self.spoken):
            if bond.kind == "demand" and share_side(asking, bond.mentions("addressee"), near=True):
                near = 0 <= claim.trigger.start - bond.statements[-1].trigger.end <= _ALTERNATIVE
                if near and not share_side(asking, bond.sides, near=True):
                    bond.limits += [claim] if claim.deadline is not None else []
                    return True
        return False

    def _threatens_consequence(self, claim: Claim) -> bool:
        """Take a threat of what follows if an offer or a demand of the report is not met.

        A threat that states its own condition is a commitment of its own as well; "or face attack" is only the other half.
        """
        acting = [*doers(claim, self.ties), *speakers(claim, self.ties)]
        acting = [one for one in acting if not is_owned(one)]  # "or its members would shut every school"
        for bond in reversed(self.spoken):
            if bond.kind not in {"truce", "demand"}:
                continue
            gap = claim.trigger.start - bond.statements[-1].trigger.end
            alternative = claim.condition is None and 0 <= gap <= _ALTERNATIVE
            mine = share_side(acting, bond.sides, near=True) if acting else alternative
            if mine and (claim.condition is not None or (alternative and _is_alternative(claim))):
                bond.consequences.append(claim)
                return claim.condition is None
        return False

    # ------------------------------------------------------------------ changes

    def _change(self, claim: Claim) -> None:
        """Take a claim that may change a commitment, or only speaks of one."""
        if claim.event_type == "REQUEST" and claim.factuality == "denied" and claim.deadline is not None:
            self._addresses(claim)
        elif is_ceasefire(claim) or breaks_truce(claim):
            bond = self._spoken_of(claim)
            if bond is not None:
                self._turn(bond, claim)
        elif meets_terms(claim):
            for bond in reversed(self.spoken):
                if any(stated.condition for stated in bond.statements):
                    bond.turns.append(terms_turn(claim, speakers(claim, self.ties)))
                    break
        elif watches_truce(claim):
            for bond in [bond for bond in reversed(self.spoken) if bond.kind == "truce"][:1]:
                bond.watching.append(claim)
        elif claim.factuality in {"asserted", "denied", "refused"}:
            for bond in self._carried_out(claim):
                bond.reports.add(self.report.id)

    def _addresses(self, claim: Claim) -> None:
        """Take who must answer something from the words that set him no deadline: "set no deadline for the cabinet"."""
        voices = [voice for voice in self._voices_of(claim, "demand") if voice.role == "addressee"]
        for bond in reversed(self.spoken):
            if bond.statements[-1].condition is not None and not bond.mentions("addressee"):
                bond.limits.append(claim)
                bond.standings += [Standing(voice, [claim.id]) for voice in voices]
                return

    def _spoken_of(self, claim: Claim) -> Bond | None:
        """Find the truce that a claim speaks of."""
        named = [*doers(claim, self.ties), *speakers(claim, self.ties), *filter(is_named, claim.recipient)]
        for bond in self._candidates("truce", named):
            if not self._in_time(bond, claim):
                continue
            bodies = [*bond.sides, *bond.mentions("beneficiary")]
            if share_side(named, bodies, near=self._near(bond)) or bond in self.spoken:
                return bond
        return None

    def _turn(self, bond: Bond, claim: Claim) -> None:
        bond.reports.add(self.report.id)
        if bond not in self.spoken:
            self.spoken.append(bond)
        turn = turn_of(bond, claim, doers(claim, self.ties), speakers(claim, self.ties))
        if turn is None:
            return
        bond.turns.append(turn)
        if turn.part == "party" and turn.actor is not None:
            bond.add_voices([Voice(mention=turn.actor, role="member", endorsement="explicit")], claim)
            self._remember(bond)
        elif turn.status in {"withdrawn", "collapsed", "lapsed"}:
            bond.ended = self.report.published

    def _carried_out(self, claim: Claim) -> Iterator[Bond]:
        """Find the promises, threats and demands that a claim says are carried out, and conditions that it says are met."""
        here = self.spoken[::-1]
        if not here and claim.event_type not in self.index:
            return
        acting = doers(claim, self.ties) or (speakers(claim, self.ties) if claim.actor else [])
        found = here + self._indexed(claim.event_type, acting, here) if acting else []
        for bond in sorted(found, key=lambda bond: _DEEDS.index(bond.kind)):
            if self.report.id == bond.report.id:
                continue
            turn = deed_of(bond, claim, acting, self.claims, near=self._near(bond))
            if turn is not None:
                bond.turns.append(turn)
                yield bond


def _binds_somebody(voices: Iterable[Voice]) -> bool:
    return any(voice.role == "promisor" for voice in voices)


def _keys(mention: Mention) -> frozenset[str]:
    """List the words by which a party is found again; kinds of people by their sectors too."""
    return words_of(mention) | {f"@{sector}" for sector in mention.sectors} | ({mention.actor} - {""})


def _over(bond: Bond, day: dt.date) -> bool:
    """Tell whether a bond has ended by a day."""
    if bond.ended is not None and bond.ended <= day:
        return True
    until = [
        end.last for claim in bond.statements if (end := lasts(claim)) is not None and end.last is not None
    ]
    return bool(until) and max(until) < day


def _agree(bond: Bond, claim: Claim, *, here: bool) -> bool:
    """Tell whether the content of a claim is that of a bond."""
    first = bond.founding
    unstated = {"REQUEST", "THREATEN", "AGREE"} & {first.event_type, claim.event_type}
    if unstated and (first.event_type != claim.event_type or not here):
        return here
    if (first.event_type, first.mode) != (claim.event_type, claim.mode):
        return bond.kind == "truce" and is_ceasefire(claim)
    if bond.kind == "truce" or not (first.recipient and claim.recipient):
        return True
    return any(same_side(a, b, near=True) for a in first.recipient for b in claim.recipient)


def _in_one_breath(bond: Bond, claim: Claim) -> bool:
    """Tell whether a claim goes on with what its speaker said last: "demanded an apology and compensation"."""
    speaker, stated = claim.attribution[:1], bond.statements[-1]
    if stated.condition is not None and stated.condition == claim.condition and bond.kind == "promise":
        return claim.report == stated.report
    same = bool(speaker) and speaker == stated.attribution[:1] and claim.report == stated.report
    ones, twos = ({r for r in one.reasons if r.startswith("operator.")} for one in (stated, claim))
    return same and stated.condition == claim.condition and (ones <= twos or twos <= ones)


def _is_alternative(claim: Claim) -> bool:
    """Tell whether a threat is only the other half of a demand: "leave or face attack", "otherwise they would attack"."""
    theirs = any(one.reason == PRONOUN for one in claim.recipient) and claim.event_type == "THREATEN"
    return not _ALTERNATIVES.isdisjoint(claim.reasons) or not claim.attribution or theirs
