"""The review log as it stands: what was taken back is gone, who decided what is known, nothing is erased."""

from collections.abc import Iterable

import msgspec

from tocsin.model import Decision, Review

ADJUDICATION = "adjudication"
"""Stratum of a review that settles what two reviewers answered differently."""
DECISIVE: frozenset[Decision] = frozenset({"accept", "reject", "correct"})
"""Decisions that say whether a claim is right."""
_PAIRED = frozenset({"same", "different"})


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """One act of merging or splitting incidents: the judgements of pairs of claims that were made at once."""

    reviews: tuple[Review, ...]
    """At least one; all of one reviewer, one decision, one moment."""
    is_undone: bool

    @property
    def claims(self) -> set[str]:
        """The claims that are judged."""
        return {claim for review in self.reviews for claim in review.subject}


class Log:
    """What people decided, and what of it stands.

    A review that names another in `undoes` takes it back; with decision "ignore" it decides nothing by itself.

    Args:
        rows: all reviews.
    """

    def __init__(self, rows: Iterable[Review]) -> None:
        """Fold the reviews in the order in which they were made."""
        self.rows = tuple(sorted(rows, key=lambda review: (review.made, review.id)))
        undone = {review.undoes for review in self.rows if review.undoes}
        self.standing = tuple(
            review
            for review in self.rows
            if review.id not in undone and not (review.undoes and review.decision == "ignore")
        )
        self.answers: dict[str, dict[str, Review]] = {}
        """Claim to reviewer to the newest answer; who answered first stands first."""
        self.settled: dict[str, Review] = {}
        """Claim to the newest review that settles it."""
        self.last: dict[str, Review] = {}
        """Reviewer to the newest decision about a claim."""
        for review in self.standing:
            if len(review.subject) != 1 or review.decision in _PAIRED:
                continue
            self.last[review.reviewer] = review
            if review.stratum == ADJUDICATION:
                self.settled[review.subject[0]] = review
            else:
                self.answers.setdefault(review.subject[0], {})[review.reviewer] = review
        acts: dict[tuple[str, str, str], list[Review]] = {}
        for review in self.rows:
            if review.decision in _PAIRED and len(review.subject) == 2:
                acts.setdefault((review.made.isoformat(), review.reviewer, review.decision), []).append(
                    review
                )
        self.joinings = tuple(
            Joining(reviews=tuple(act), is_undone=all(review.id in undone for review in act))
            for act in acts.values()
        )
        """Acts of merging and splitting, oldest first, those that were taken back too."""

    def drawn(self, claim: str) -> dict[str, Review]:
        """Give the answers to a claim that came from the sample: reviewer to answer."""
        given = self.answers.get(claim, {})
        return {reviewer: review for reviewer, review in given.items() if review.probability is not None}

    def differing(self) -> list[str]:
        """Give the claims that two reviewers answered differently and nobody settled, in the order of their answers."""
        return [
            claim
            for claim, found in self.answers.items()
            if claim not in self.settled and len({answer_of(review) for review in found.values()}) > 1
        ]


def answer_of(review: Review) -> str:
    """Write an answer so that equal answers are equal: the decision, and what it corrects."""
    corrected = "; ".join(f"{field}: {value}" for field, value in sorted(review.patch.items()))
    return f"{review.decision} {corrected}".strip()
