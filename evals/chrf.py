"""chrF2 of a corpus: F2 of character n-grams up to 6, white space left out (Popovic 2015; as sacreBLEU computes it)."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

ORDER, BETA = 6, 2

Counts = tuple[tuple[int, int, int], ...]
"""For each length of n-grams: those of the hypothesis, those of the reference, those of both."""


def chrf(pairs: Sequence[tuple[str, str]]) -> float:
    """Score translations.

    Args:
        pairs: hypothesis and reference.

    Returns:
        chrF2, 0 to 1; 0.0 of nothing.
    """
    sums = [[0, 0, 0] for _ in range(ORDER)]
    for hypothesis, reference in pairs:
        for total, counts in zip(sums, _counts(hypothesis, reference), strict=True):
            for place, count in enumerate(counts):
                total[place] += count
    scored = [(both / one, both / two) for one, two, both in sums if one and two]
    if not scored:
        return 0.0
    precision = sum(one for one, _ in scored) / len(scored)
    recall = sum(two for _, two in scored) / len(scored)
    if not precision + recall:
        return 0.0
    return (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


@lru_cache(maxsize=4096)
def _counts(hypothesis: str, reference: str) -> Counts:
    one, two = "".join(hypothesis.split()), "".join(reference.split())
    found = []
    for length in range(1, ORDER + 1):
        grams = [
            Counter(text[at : at + length] for at in range(len(text) - length + 1)) for text in (one, two)
        ]
        found.append((grams[0].total(), grams[1].total(), (grams[0] & grams[1]).total()))
    return tuple(found)
