"""What became of claims in review, as a facet by which lists are narrowed."""

import numpy as np

from tocsin.serve.columns import Columns, Facet, number_of
from tocsin.serve.log import Log, answer_of
from tocsin.serve.sampling import Sample

STATES = {
    "open": "not reviewed",
    "half": "waits for a second answer",
    "disputed": "answered differently",
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "ignore": "passed over",
    "flag": "flagged",
}
"""State to its words. A claim that waits for a second, blind answer does not tell the first."""


def state_of(claim: str, log: Log, doubles: frozenset[str]) -> str:
    """Say what became of a claim in review.

    Args:
        claim: its id.
        log: the reviews.
        doubles: ids of the claims that two reviewers read.

    Returns:
        A key of `STATES`.
    """
    if claim in log.settled:
        return log.settled[claim].decision
    given = list(log.answers.get(claim, {}).values())
    if not given:
        return "open"
    if len(log.drawn(claim)) < 2 and claim in doubles:
        return "half"
    if len({answer_of(review) for review in given}) > 1:
        return "disputed"
    return given[-1].decision


def review_facet(claims: Columns, log: Log, sample: Sample) -> Facet:
    """Make the facet of all claims.

    Args:
        claims: the columns of the claims.
        log: the reviews.
        sample: the claims that are to be reviewed.

    Returns:
        One state a claim.
    """
    values = list(STATES)
    places = np.arange(len(claims.rows), dtype=np.int32)
    codes = np.zeros(len(claims.rows), dtype=np.int32)
    known = sorted({*log.answers, *log.settled})
    if known:
        doubles = frozenset(one.claim for one in sample.drawn if one.is_double)
        order = np.argsort(claims.ids)
        for claim in known:
            at = int(np.searchsorted(claims.ids, np.uint64(number_of(claim)), sorter=order))
            if at < len(order) and int(claims.ids[order[at]]) == number_of(claim):
                codes[order[at]] = values.index(state_of(claim, log, doubles))
    return Facet(values, places, codes)
