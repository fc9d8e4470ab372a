"""Clusters: tellings of one event, found in any order of arrival.

Pairs that score high enough are the edges of a graph. Each connected part of it is clustered by itself, best pair
first, so that a report that comes later changes only the part it touches, and the order of arrival changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping

from tocsin.link.likeness import APART, SAME

Score = Callable[[str, str], float]
"""Keys of two tellings to their score."""


def clusters(edges: Mapping[tuple[str, str], float], keys: Iterable[str], score: Score) -> list[list[str]]:
    """Put tellings together.

    Args:
        edges: pairs of keys, the smaller first, to their score; only pairs from `SAME` up count.
        keys: all keys.
        score: scores any pair; asked for pairs between clusters that are no edges.

    Returns:
        Clusters of keys, each sorted, sorted by their first key. Two clusters join where no pair between them is
        `APART` and the mean of their pairs is not below half of `SAME`.
    """
    home = {key: [key] for key in keys}
    for (one, two), points in sorted(edges.items(), key=lambda edge: (-edge[1], edge[0])):
        first, second = home[one], home[two]
        if points < SAME or first is second or not _may_join(first, second, score):
            continue
        both = first + second
        for key in both:
            home[key] = both
    found = {id(cluster): sorted(cluster) for cluster in home.values()}
    return sorted(found.values())


def _may_join(first: list[str], second: list[str], score: Score) -> bool:
    total = 0.0
    for one in first:
        for two in second:
            points = score(one, two)
            if points == APART:
                return False
            total += points
    return total >= SAME / 2 * len(first) * len(second)
