"""Estimates of quality: which share of all claims is right, from the sample that people reviewed."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from tocsin.model import Review
from tocsin.serve.agreement import Agreement, agree
from tocsin.serve.log import DECISIVE, Log

_Z = 1.959964
"""97.5 % quantile of the normal distribution."""
MEASURES: dict[str, Callable[[Review], bool]] = {
    "right as it stands": lambda review: review.decision == "accept",
    "an act, right type": lambda review: review.decision != "reject" and "event_type" not in review.patch,
    "an act, right standing": lambda review: review.decision != "reject" and "factuality" not in review.patch,
    "an act at all": lambda review: review.decision != "reject",
}
"""What is estimated, and which answer counts for it."""
FIELDS = ("event_type", "factuality")
"""What can be corrected of a claim."""


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A share of all claims, as the sample tells it."""

    measure: str
    stratum: str
    """"" = all together."""
    claims: int
    """Claims that were reviewed."""
    share: float
    """Best guess, 0 to 1."""
    low: float
    """Lower end of the 95 % interval."""
    high: float


def estimates(log: Log) -> list[Estimate]:
    """Estimate the quality of the claims from those that were drawn and decided.

    A claim that two answered differently counts with the mean of their answers until it is settled. Claims that were
    picked by hand, passed over or flagged are left out.

    Args:
        log: the reviews.

    Returns:
        Each measure for all claims and for each stratum of which something was reviewed.
    """
    found: dict[str, list[tuple[float, list[Review]]]] = {}
    for claim in log.answers:
        given = list(log.drawn(claim).values())
        settled = log.settled.get(claim)
        answers = [settled] if settled is not None else given
        decided = [review for review in answers if review.decision in DECISIVE]
        if given and given[0].probability and decided:
            for stratum in ("", given[0].stratum):
                found.setdefault(stratum, []).append((1 / given[0].probability, decided))
    return [
        _estimate(measure, stratum, rows) for measure in MEASURES for stratum, rows in sorted(found.items())
    ]


def _estimate(measure: str, stratum: str, rows: Sequence[tuple[float, list[Review]]]) -> Estimate:
    counts = MEASURES[measure]
    share, low, high = weighted_share(
        [(weight, sum(map(counts, decided)) / len(decided)) for weight, decided in rows]
    )
    return Estimate(measure=measure, stratum=stratum, claims=len(rows), share=share, low=low, high=high)


def weighted_share(rows: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Estimate a share from a sample in which not all were drawn with equal probability.

    The share is the ratio of the weighted sums (Hajek). The interval is Wilson's, for as many rows as an equally
    weighted sample as exact would have: square of the sum of weights / sum of their squares (Kish 1965).

    Args:
        rows: weight (1 / probability) and value (0 to 1) of each, at least one.

    Returns:
        Share, and both ends of its 95 % interval.
    """
    total = sum(weight for weight, _ in rows)
    share = sum(weight * value for weight, value in rows) / total
    size = total**2 / sum(weight**2 for weight, _ in rows)
    middle = share + _Z**2 / (2 * size)
    half = _Z * math.sqrt(share * (1 - share) / size + _Z**2 / (4 * size**2))
    scale = 1 + _Z**2 / size
    return share, max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def agreements(log: Log, coded: Mapping[str, Mapping[str, str]]) -> list[Agreement]:
    """Work out how far reviewers agree, on the decision and on each field that can be corrected.

    Args:
        log: the reviews; answers of the sample count, those before adjudication.
        coded: claim to what the program coded, for each of `FIELDS`; claims that are gone are left out of these.

    Returns:
        One for each field of which two reviewers answered any claim.
    """
    found = [agree("decision", _decisions(log))]
    found += [agree(field, _values(log, coded, field)) for field in FIELDS]
    return [one for one in found if one is not None]


def _decisions(log: Log) -> Iterator[list[str]]:
    for claim in log.answers:
        yield [review.decision for review in log.drawn(claim).values() if review.decision in DECISIVE]


def _values(log: Log, coded: Mapping[str, Mapping[str, str]], field: str) -> Iterator[list[str]]:
    for claim in log.answers:
        if claim in coded:
            own = coded[claim][field]
            kept = [one for one in log.drawn(claim).values() if one.decision in {"accept", "correct"}]
            yield [str(review.patch.get(field, own)) for review in kept]
