"""Parties: who binds itself, for whom it is said to speak, who must act in return, who is spared."""

import functools
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import PRONOUN, Claim, Endorsement, Mention, Party, PartyRole

ARMED = frozenset({"UAF", "PRM", "REB", "CRM"})
"""PLOVER sectors of armed groups that are no state's: a report that calls a militia "the rebels" means the same side."""

_UNNAMED = frozenset({"country and role", "generic agent without a country", "definite description"})
"""How the resolver reports words for a kind of people rather than a name."""
_EMPTY = frozenset("a an the its their his her our my some all both every each of and".split())


class Ties:
    """Who speaks for or leads whom, as the reports so far say."""

    __slots__ = ("_groups", "things")

    def __init__(self, things: frozenset[str]) -> None:
        """Know nobody.

        Args:
            things: words for things that speak, such as statements and newspapers: they bind nobody.
        """
        self.things = things
        self._groups: dict[str, list[tuple[frozenset[str], Mention]]] = {}

    def add(self, claims: Iterable[Claim]) -> None:
        """Take up the ties of a report; later reports come first."""
        for claim in claims:
            group = claim.recipient[0] if claim.recipient else None
            if claim.mode in {"speaks-for", "leads"} and claim.actor and group and _is_group(group):
                words = words_of(claim.actor[0])
                for word in words:
                    self._groups.setdefault(word, []).insert(0, (words, group))

    def is_thing(self, mention: Mention) -> bool:
        """Tell whether a mention is a thing that speaks, and no known kind of people: "a leaflet", not "aid agencies"."""
        return not can_act(mention) and bool(words_of(mention) & self.things)

    def group_of(self, mention: Mention) -> Mention:
        """Give the group that a person speaks for or leads, else the mention itself; a kind of people is no group."""
        words = words_of(mention)
        for word in sorted(words):
            for person, group in self._groups.get(word, ()):
                if person <= words or words <= person:
                    return group
        return mention


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """A party as one claim shows it."""

    mention: Mention
    """The words, and what they were resolved to."""
    role: PartyRole
    """What it is to the commitment."""
    endorsement: Endorsement
    """Whether it spoke for itself."""

    def party(self) -> Party:
        """Give the party as a commitment lists it."""
        return Party(
            actor=self.mention.actor,
            name=self.mention.name or self.mention.span.words,
            role=self.role,
            endorsement=self.endorsement,
        )


# ---------------------------------------------------------------------- who is who


def is_named(mention: Mention) -> bool:
    """Tell whether a mention says who it is: no pronoun, and not "no aircraft"."""
    return mention.reason != PRONOUN and not mention.span.words.lower().startswith("no ")


def is_specific(mention: Mention) -> bool:
    """Tell whether a mention names one party and not a kind: "Kataib Hezbollah", not "the factions"."""
    return is_named(mention) and mention.reason not in _UNNAMED


def words_of(mention: Mention) -> frozenset[str]:
    """Give the words that tell a party from others, folded."""
    return _words(mention.name or mention.span.words)


@functools.lru_cache(maxsize=1 << 16)
def _words(quote: str) -> frozenset[str]:
    return frozenset(fold(quote[a:b]) for a, b in token_spans(quote) if quote[a].isalnum()) - _EMPTY


def same_party(one: Mention, two: Mention) -> bool:
    """Tell whether two mentions name the same party: the same actor, or one the short form of the other."""
    if one.actor and two.actor:
        return one.actor == two.actor
    if one.country and two.country and one.country != two.country:
        return False
    ones, twos = words_of(one), words_of(two)
    return bool(ones and twos) and (ones <= twos or twos <= ones)


def same_side(one: Mention, two: Mention, *, near: bool) -> bool:
    """Tell whether two mentions may stand for the same side of a conflict.

    Args:
        one: a mention.
        two: another.
        near: both stand in one report, or in reports from the same country.

    Returns:
        True for the same party; for a kind of people and a party of that kind ("the factions", "Kataib Hezbollah") where
        their countries agree or, where one has none, where they are near.
    """
    if is_specific(one) and is_specific(two):
        return same_party(one, two) and (near or _shares_name(one, two))
    if one.country and two.country and one.country != two.country:
        return False
    if same_party(one, two):
        return near or bool(one.actor and two.actor) or _shares_name(one, two)
    kinds, other = set(one.sectors), set(two.sectors)
    alike = bool(kinds & other) or bool(kinds & ARMED and other & ARMED)
    return alike and (near or bool(one.country and two.country))


def _shares_name(one: Mention, two: Mention) -> bool:
    """Tell whether two mentions share an actor or a capitalised word, an article at the start aside."""
    if one.actor and one.actor == two.actor:
        return True
    return bool(_capitals(one) & _capitals(two))


def _capitals(mention: Mention) -> set[str]:
    quote = mention.name or mention.span.words
    return {fold(quote[a:b]) for a, b in token_spans(quote) if quote[a].isupper()} - _EMPTY


def share_side(ones: Iterable[Mention], others: Sequence[Mention], *, near: bool) -> bool:
    """Tell whether some mention of one list may stand for the side of one of the other."""
    return any(same_side(one, two, near=near) for one in ones for two in others)


# ---------------------------------------------------------------------- who speaks, who is bound


def doers(claim: Claim, ties: Ties) -> list[Mention]:
    """Name those who act in a claim: pronouns left out, leaders replaced by their groups."""
    return [ties.group_of(mention) for mention in claim.actor if is_named(mention)]


def speakers(claim: Claim, ties: Ties) -> list[Mention]:
    """Name those on whose behalf a claim is made, else its nearest speaker that is no pronoun."""
    if claim.speaks_for:
        return list(claim.speaks_for)
    named = [m for m in claim.attribution if is_named(m) and not ties.is_thing(m)]
    named = [m for m in named if not is_owned(m)] or named
    return [ties.group_of(named[0])] if named else []


def bound(claim: Claim, ties: Ties, offices: frozenset[str]) -> list[Voice]:
    """Find who is bound by a truce, a promise or a threat.

    Args:
        claim: a claim that something is offered, agreed or threatened.
        ties: who speaks for whom.
        offices: words for spokesmen.

    Returns:
        Whoever acts, and whoever speaks. A party that speaks itself, by its own spokesman or leader, endorses; one for which
        somebody else speaks has only been claimed.
    """
    acting, speaking = doers(claim, ties), speakers(claim, ties)
    acting = [mention for mention in acting if not (speaking and is_owned(mention))]
    official = [mention for mention in speaking if _official(claim, mention, ties, offices)]
    spokesman = bool(claim.attribution) and _holds_office(claim.attribution[0], offices)
    own = not speaking or not acting or spokesman or share_side(acting, official, near=True)
    found = [
        Voice(mention=mention, role="promisor", endorsement="explicit" if own else "claimed_by_other")
        for mention in acting
    ]
    for mention in speaking:
        if any(same_party(mention, voice.mention) for voice in found):
            continue
        if spokesman and acting and not claim.speaks_for:
            continue
        if mention in official and (claim.speaks_for or not acting):
            found.append(Voice(mention=mention, role="promisor", endorsement="explicit"))
        elif mention not in official:
            found.append(Voice(mention=mention, role="member", endorsement="claimed_by_other"))
    if not any(voice.role == "promisor" for voice in found):
        speaker = [m for m in claim.attribution[:1] if is_named(m) and not ties.is_thing(m)]
        found += [Voice(mention=m, role="promisor", endorsement="explicit") for m in speaker]
    return found


def is_owned(mention: Mention) -> bool:
    """Tell whether a mention names somebody only as the speaker's own: "its forces", "his men"."""
    return mention.span.words.split(" ")[0].lower() in {"its", "his", "her", "their", "our", "my"}


def _official(claim: Claim, mention: Mention, ties: Ties, offices: frozenset[str]) -> bool:
    """Tell whether a party speaks through its own voice, its spokesman or its leader, and not through another's."""
    if not claim.speaks_for:
        return True
    speaker = claim.attribution[0] if claim.attribution else mention
    return _holds_office(speaker, offices) or same_party(ties.group_of(speaker), mention)


def _holds_office(mention: Mention, offices: frozenset[str]) -> bool:
    """Tell whether a person is named, here or earlier in the report, as somebody's spokesman."""
    return bool(
        (words_of(mention) | {fold(word.strip('",')) for word in mention.reason.split(" ")}) & offices
    )


def silent(mentions: Iterable[Mention], role: PartyRole) -> list[Voice]:
    """Give those named in a role who said nothing themselves; things such as bases and ports are spared, but no parties."""
    acts = role != "beneficiary"
    return [
        Voice(mention=m, role=role, endorsement="silent")
        for m in mentions
        if is_named(m) and (acts or can_act(m))
    ]


def _is_group(mention: Mention) -> bool:
    """Tell whether a mention names a group for which a person may stand: "the Osk Front", not "the rebels" or "the delta"."""
    return can_act(mention) and (is_specific(mention) or len(_capitals(mention)) > 1)


def can_act(mention: Mention) -> bool:
    """Tell whether a mention stands for somebody, and not for a thing such as a base."""
    known = mention.actor or mention.country or mention.sectors
    return bool(known) or mention.reason.endswith("name not in the knowledge base")
