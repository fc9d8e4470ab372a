"""Sampling: which claims are reviewed, in which order, and with which probability.

Every claim has a random number of its own, the digits of its id (SHA-256), so that the sample is the same for every
reviewer and needs no state. The queue is in the order of random number / probability: each beginning of it is a sample
with probabilities in proportion to those that are stored (E. Ohlsson 1998, Sequential Poisson Sampling, Journal of
Official Statistics 14), so an estimate may be made at any time, weighted by the stored probabilities.
"""

import msgspec
import numpy as np

from tocsin.serve.columns import Columns

TARGET = 300
"""Claims of each stratum that are in the sample on average; of a smaller stratum all are. First setting."""
DOUBLE = 0.2
"""Share of the sample that two reviewers read, blind. First setting."""
STRATA = ("asserted", "asserted, other language", "not asserted", "not asserted, other language")
"""How a claim stands, and whether its report is in English: what is rare or read in translation is drawn more often."""
_DIGITS = 20
"""Bits of the id that decide whether two read it: others than those that decide on the order, mostly."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of the sample."""

    claim: str
    """Its id."""
    stratum: str
    """One of `STRATA`."""
    probability: float
    """With which it was drawn, above 0 up to 1."""
    is_double: bool
    """Two reviewers read it."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """The claims that are to be reviewed."""

    drawn: tuple[Drawn, ...]
    """In the order of the queue."""
    sizes: dict[str, int]
    """Stratum to the number of its claims in the record."""


def draw(claims: Columns) -> Sample:
    """Draw the sample of a record.

    Args:
        claims: the columns of all claims.

    Returns:
        The sample; the same for the same claims.
    """
    size = len(claims.rows)
    is_foreign = ~claims.facets["lang"].having({"en"}, size, within=False)
    stated = claims.facets["lang"].having(claims.facets["lang"].values, size, within=False)
    is_other = ~claims.facets["factuality"].having({"asserted"}, size, within=False)
    strata = 2 * is_other.astype(np.int8) + (is_foreign & stated)
    sizes = np.bincount(strata, minlength=len(STRATA))
    probability = np.minimum(1.0, TARGET / np.maximum(sizes, 1))[strata]
    number = claims.ids / 2.0**64
    places = np.flatnonzero(number < probability)
    places = places[np.argsort(number[places] / probability[places], kind="stable")]
    low = (claims.ids & np.uint64(2**_DIGITS - 1)) / 2.0**_DIGITS
    return Sample(
        drawn=tuple(
            Drawn(
                claim=f"c_{int(claims.ids[place]):016x}",
                stratum=STRATA[strata[place]],
                probability=float(probability[place]),
                is_double=bool(low[place] < DOUBLE),
            )
            for place in places.tolist()
        ),
        sizes={name: int(count) for name, count in zip(STRATA, sizes, strict=True) if count},
    )
