"""Judgements: what people decided about which claims tell of one event. They win over every score, and can be undone."""

from collections.abc import Iterable

from tocsin.link.likeness import APART
from tocsin.link.telling import Telling
from tocsin.model import Review

MOST = 1e6
"""Score of a pair that a person joined: more than any sum of points."""


class Judgements:
    """Decisions "same" and "different" that stand.

    Args:
        reviews: all reviews; others than these two decisions, and those of claims that are in no telling, are passed over.
        told: all tellings.
    """

    most = MOST

    def __init__(self, reviews: Iterable[Review], told: Iterable[Telling]) -> None:
        """Find the newest decision on each pair of tellings."""
        rows = sorted(reviews, key=lambda review: (review.made, review.id))
        undone = {review.undoes for review in rows}
        standing = [
            review
            for review in rows
            if review.id not in undone
            and review.decision in {"same", "different"}
            and len(review.subject) == 2
        ]
        home: dict[str, str] = {}
        if standing:
            home = {claim: telling.key for telling in told for claim in telling.claims}
        self._score: dict[tuple[str, str], float] = {}
        for review in standing:
            one, two = (home.get(subject, "") for subject in review.subject)
            if one and two and one != two:
                self._score[(one, two) if one < two else (two, one)] = (
                    MOST if review.decision == "same" else APART
                )

    @property
    def same(self) -> list[tuple[str, str]]:
        """Pairs that a person joined, sorted."""
        return sorted(pair for pair, points in self._score.items() if points == MOST)

    def score(self, one: str, two: str) -> float | None:
        """Give the score of a pair that somebody decided; None = nobody did.

        Args:
            one: key of a telling.
            two: another.

        Returns:
            `MOST`, `APART` or None.
        """
        return self._score.get((one, two) if one < two else (two, one))
