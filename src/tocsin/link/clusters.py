"""Clusters: tellings of one event, found in any order of arrival.

Pairs that score high enough are the edges of a graph. Each connected part of it is clustered by itself, best pair
first, so that a report that comes later changes only the part it touches, and the order of arrival changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from tocsin.link.likeness import APART, SAME

Score = Callable[[str, str], float]
"""Keys of two members to their score."""


class Grouping(NamedTuple):
    """When two groups become one: no pair between them is `APART`, and ..."""

    least: float = SAME
    """... one pair has so many points ..."""
    mean: float = SAME / 2
    """... and the mean of all pairs between them is not below this."""


def clusters(
    edges: Mapping[tuple[str, str], float],
    keys: Iterable[str],
    score: Score,
    grouping: Grouping | None = None,
) -> list[list[str]]:
    """Put members together, tellings or reports.

    Args:
        edges: pairs of keys, the smaller first, to their score.
        keys: all keys.
        score: scores any pair; asked for pairs between clusters that are no edges.
        grouping: when clusters join; None = as tellings do.

    Returns:
        Clusters of keys, each sorted, sorted by their first key.
    """
    rule = grouping or Grouping()
    home = {key: [key] for key in keys}
    for (one, two), points in sorted(edges.items(), key=lambda edge: (-edge[1], edge[0])):
        first, second = home[one], home[two]
        if points < rule.least or first is second or _mean(first, second, score) < rule.mean:
            continue
        both = first + second
        for key in both:
            home[key] = both
    found = {id(cluster): sorted(cluster) for cluster in home.values()}
    return sorted(found.values())


def _mean(first: list[str], second: list[str], score: Score) -> float:
    """Give the mean score between two clusters; `APART` where one pair is."""
    total = 0.0
    for one in first:
        for two in second:
            points = score(one, two)
            if points == APART:
                return APART
            total += points
    return total / (len(first) * len(second))
