"""Ties: who is part of, backed by, led by whom as reports say it, and the network around one actor."""

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from tocsin.model import Claim, Factuality
from tocsin.serve.columns import Coding, Columns, Facet, distinct

TIE = "TIE"
"""Event type of the claims that tell of ties."""
NODES = 12
"""Others around an actor in the picture at the most."""
WIDTH, HEIGHT = 940.0, 400.0
WIDE, HIGH = 235.0, 150.0
"""Half axes of the ellipse on which the others stand."""
PHRASES = {
    "part-of": ("part of", "has as a part"),
    "backed-by": ("backed by", "backs"),
    "speaks-for": ("speaks for", "is spoken for by"),
    "leads": ("leads", "is led by"),
    "recognised-by": ("recognised by", "recognises"),
    "same-as": ("the same as", "the same as"),
}
"""Mode of a tie, as it is said of the first and of the second."""
AGAINST: frozenset[Factuality] = frozenset({"denied", "doubted"})


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """One tie as one claim tells it, seen from one actor."""

    phrase: str
    """What the actor is to the other: "backed by"."""
    other: str
    """Id of the other; "" = unresolved."""
    words: str
    """The other in the words of the report."""
    claim: str
    """Id of the claim that tells it."""
    factuality: Factuality


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the network around an actor."""

    key: str
    """Id; "" = unresolved."""
    words: str
    """In the words of a report, where there is no id."""
    label: str
    """What binds them."""
    kind: str
    """tie, denied (a tie that is only denied or doubted) or shared (incidents in which both have a part)."""
    count: int
    """Claims of the tie, or incidents."""
    x: float
    y: float


def ties_of(claims: Iterable[Claim]) -> dict[str, tuple[Tie, ...]]:
    """Sort ties by the actors that they bind.

    Args:
        claims: claims of type TIE; others are passed over.

    Returns:
        Actor to its ties, in the order of the claims; both ends that have an id.
    """
    found: dict[str, list[Tie]] = {}
    for claim in claims:
        phrases = PHRASES.get(claim.mode)
        if claim.event_type != TIE or phrases is None:
            continue
        for one in claim.actor:
            for two in claim.recipient:
                for own, other, phrase in ((one, two, phrases[0]), (two, one, phrases[1])):
                    if own.actor:
                        found.setdefault(own.actor, []).append(
                            Tie(
                                phrase=phrase,
                                other=other.actor,
                                words=other.span.words,
                                claim=claim.id,
                                factuality=claim.factuality,
                            )
                        )
    return {key: tuple(own) for key, own in found.items()}


def backer_facet(actors: Facet, ties: Mapping[str, Sequence[Tie]]) -> Facet:
    """Make a facet of incidents: by whom those who have a part in them are backed, as any report says.

    Args:
        actors: who has a part in which incident.
        ties: actor to its ties; those that are denied or doubted do not count.

    Returns:
        The facet; each pair of incident and backer once.
    """
    coding, owners, codes = Coding(), [actors.owners[:0]], [actors.codes[:0]]
    for code, actor in enumerate(actors.values):
        told = [tie for tie in ties.get(actor, ()) if tie.phrase == "backed by" and tie.other]
        for backer in sorted({tie.other for tie in told if tie.factuality not in AGAINST}):
            own = actors.owners[actors.codes == code]
            owners.append(own)
            codes.append(np.full(len(own), coding.code(backer), dtype=np.int32))
    return distinct(np.concatenate(owners), np.concatenate(codes), coding.values)


def network(actor: str, ties: Sequence[Tie], columns: Columns) -> list[Node]:
    """Lay out who is bound to an actor: by ties first, then by incidents in which both have a part.

    Args:
        actor: id of the actor.
        ties: its ties.
        columns: the incidents.

    Returns:
        At most `NODES`, on an ellipse in a picture of `WIDTH` x `HEIGHT`.
    """
    bound: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        bound.setdefault((tie.other, "" if tie.other else tie.words), []).append(tie)
    drawn: list[tuple[str, str, str, str, int]] = []
    for (key, words), own in sorted(bound.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        label = ", ".join(dict.fromkeys(tie.phrase for tie in own))
        kind = "denied" if all(tie.factuality in AGAINST for tie in own) else "tie"
        drawn.append((key, words, label, kind, len(own)))
    shared = shared_with(actor, columns)
    drawn += [
        (key, "", f"{count} incident{'s' if count > 1 else ''}", "shared", count)
        for key, count in shared.items()
        if (key, "") not in bound
    ]
    return list(_placed(drawn[:NODES]))


def shared_with(actor: str, columns: Columns) -> dict[str, int]:
    """Count the incidents that an actor shares with each other one, most first."""
    facet = columns.facets["actor"]
    kept = facet.having({actor}, len(columns.rows), within=False)
    return {key: count for key, count in facet.count(kept) if key != actor}


def _placed(drawn: Sequence[tuple[str, str, str, str, int]]) -> Iterable[Node]:
    for place, (key, words, label, kind, count) in enumerate(drawn):
        turn = 2 * math.pi * (place + 0.5) / len(drawn) - math.pi / 2
        yield Node(
            key=key,
            words=words,
            label=label,
            kind=kind,
            count=count,
            x=round(WIDTH / 2 + WIDE * math.cos(turn), 1),
            y=round(HEIGHT / 2 + HIGH * math.sin(turn), 1),
        )


def evidence(ties: Sequence[Tie], claims: Mapping[str, Claim]) -> list[list[tuple[Tie, Claim]]]:
    """Group ties, each with the claim that tells it, by the other and by what binds them.

    Args:
        ties: the ties of an actor.
        claims: claims by id; ties of those that are missing are left out.

    Returns:
        The groups, those with most claims first.
    """
    groups: dict[tuple[str, str], list[tuple[Tie, Claim]]] = {}
    for tie in ties:
        if tie.claim in claims:
            groups.setdefault((tie.other or tie.words, tie.phrase), []).append((tie, claims[tie.claim]))
    return [told for _, told in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))]
