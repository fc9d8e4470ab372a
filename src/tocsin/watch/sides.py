"""Sides: whether somebody whom a report names is a party of a commitment, and which."""

import msgspec

from tocsin.model import PRONOUN, Claim, Commitment, Mention, Party
from tocsin.watch.survey import Survey, mentions, name_words, words_of

STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
"""PLOVER sectors of officials and forces of a state."""
ARMED = frozenset({"UAF", "PRM", "REB"})
"""PLOVER sectors of armed groups that are no state's."""
INTERNATIONAL = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER codes that stand in place of a country."""


_MUTUAL = frozenset({"reciprocal", "bilateral", "multilateral"})
"""Forms of commitment in which those who bind themselves spare each other."""


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A party, and what the claims that name it tell about it."""

    party: Party
    """The party as the commitment lists it."""
    words: frozenset[str]
    """Folded words of its name."""
    named: bool
    """It has a name of its own: "Kataib Hezbollah", not "the factions"."""
    countries: frozenset[str]
    """ISO 3166 alpha-3 codes; empty = unknown."""
    sectors: frozenset[str]
    """PLOVER sectors; empty = unknown."""


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """The parties of a commitment by what they are to it."""

    bound: tuple[Side, ...]
    """Those who bound themselves, or were said to be bound."""
    spared: tuple[Side, ...]
    """Those who are not to be attacked; where promisors bind themselves to each other, they as well."""
    addressed: tuple[Side, ...]
    """Those who must act in return, watch or mediate."""
    countries: frozenset[str]
    """Where the truce is at home: the countries of those who are bound; empty = unknown."""
    reports: frozenset[str]
    """Ids of the reports that name one of them."""
    hosts: frozenset[str]
    """Ids of the reports that name one of those who are bound or addressed, and not only who is spared."""


def sides_of(commitment: Commitment, survey: Survey) -> Sides:
    """Gather what the claims tell about the parties of a commitment.

    Args:
        commitment: the commitment.
        survey: the history.

    Returns:
        Its parties by role. Parties that deny that they take part are not bound.
    """
    made = [(party, _side(number, commitment, survey)) for number, party in enumerate(commitment.parties)]
    bound = [side for party, side in made if party.role in {"promisor", "member"} and _takes_part(party)]
    promisors = [side for party, side in made if party.role == "promisor"]
    spared = [side for party, side in made if party.role == "beneficiary"]
    others = [side for party, side in made if party.role in {"addressee", "guarantor", "mediator"}]
    mutual = len(promisors) > 1 and (commitment.form in _MUTUAL or (commitment.form is None and not spared))
    countries = {code for side in bound for code in side.countries} - INTERNATIONAL
    telling = [
        (party, survey.naming(side.party.actor, name_words(party.name))) for party, side in made if side.named
    ]
    return Sides(
        bound=tuple(bound),
        spared=tuple(spared + (promisors if mutual else [])),
        addressed=tuple(others),
        countries=frozenset(countries),
        reports=frozenset(report for _, found in telling for report in found),
        hosts=frozenset(r for party, found in telling if party.role != "beneficiary" for r in found),
    )


def _takes_part(party: Party) -> bool:
    return party.endorsement in {"explicit", "claimed_by_other"}


def _side(number: int, commitment: Commitment, survey: Survey) -> Side:
    party = commitment.parties[number]
    words = words_of(party.name)
    told: list[Claim] = [
        survey.history.claims[claim]
        for claim in commitment.sources.get(f"parties.{number}", ())
        if claim in survey.history.claims
    ]
    same = [
        mention
        for claim in told
        for mention in mentions(claim)
        if (mention.actor and mention.actor == party.actor)
        or words == words_of(mention.name or mention.span.words)
    ]
    return Side(
        party=party,
        words=words,
        named=bool(party.actor) or bool(name_words(party.name)),
        countries=frozenset(mention.country for mention in same if mention.country),
        sectors=frozenset(sector for mention in same for sector in mention.sectors),
    )


def is_party(mention: Mention, side: Side, survey: Survey) -> bool:
    """Tell whether a mention names a party.

    Args:
        mention: who a report names; a leader or spokesman stands for the group.
        side: the party.
        survey: the history, for who speaks for whom.

    Returns:
        True for the same actor; for names of which one holds all the words of the other ("fighters of the Harrow Coast
        Brigades", "the Brigades"); for officials and forces of the state that is the party. A kind of people ("the army")
        names nobody.
    """
    who = survey.group_of(mention)
    if who.actor and who.actor == side.party.actor:
        return True
    if who.reason == PRONOUN or _apart(who, side):
        return False
    quote = who.name or who.span.words
    words, capitals = words_of(quote), name_words(quote)
    if side.sectors & STATE and set(who.sectors) & STATE:
        return who.country in side.countries or bool(capitals & name_words(side.party.name))
    if who.actor and side.party.actor:
        return False
    if not side.named or not capitals:
        return bool(words) and words == side.words
    return bool(words) and (side.words <= words or words <= side.words)


def _apart(who: Mention, side: Side) -> bool:
    return bool(who.country and side.countries and who.country not in side.countries)


def party_of(mention: Mention, sides: tuple[Side, ...], survey: Survey) -> Side | None:
    """Find the first side that a mention names; None where it names none of them."""
    return next((side for side in sides if is_party(mention, side, survey)), None)


def is_covered(mention: Mention, sides: Sides) -> bool:
    """Tell whether a group falls under words such as "all the factions", for whom somebody else has spoken.

    Args:
        mention: a group by name.
        sides: the parties.

    Returns:
        True where a party is such a kind of people, and the group is an armed one of the same country and kind as those
        who are bound.
    """
    if not any(not side.named and side.party.endorsement == "claimed_by_other" for side in sides.bound):
        return False
    kinds = {sector for side in sides.bound for sector in side.sectors} & ARMED
    here = not sides.countries or mention.country in sides.countries
    return here and bool(kinds & set(mention.sectors))


def may_be_bound(mention: Mention, sides: Sides) -> bool:
    """Tell whether a kind of people ("gunmen", "the army") may be one of those who are bound.

    Args:
        mention: who is said to have acted, without a name of its own.
        sides: the parties.

    Returns:
        False for people of another country, for forces of a state where no state is bound, for armed groups where only
        states are, and for people who bear no arms. True where nothing speaks against it ("two men").
    """
    if mention.country and sides.countries and mention.country not in sides.countries | INTERNATIONAL:
        return False
    kinds = {sector for side in sides.bound for sector in side.sectors}
    theirs = set(mention.sectors)
    if theirs & ARMED:
        return not kinds or bool(kinds - STATE)
    if theirs & STATE:
        return bool(kinds & STATE)
    return theirs <= {"CVL"}
