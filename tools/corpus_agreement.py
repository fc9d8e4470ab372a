"""How far two annotators agree: Krippendorff's alpha for each field of a doubly annotated file.

Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, nominal data: 1 = full agreement, 0 = chance.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from tools.corpus_records import ROLES, CorpusError, GoldClaim, GoldReport, Ref

Unit = tuple[Hashable, Hashable]
"""What the two say of one thing."""
ATTRIBUTES = ("event_type", "mode", "factuality", "certainty", "background", "contexts")


def alpha(units: Iterable[Unit]) -> float | None:
    """Work out Krippendorff's alpha for two annotators and nominal values, nothing missing.

    Args:
        units: the two values of each thing that was judged.

    Returns:
        Alpha; None where there are no units or only one value, for which it is not defined.
    """
    pairs = list(units)
    values: Counter[Hashable] = Counter(value for pair in pairs for value in pair)
    total = sum(values.values())
    if len(values) < 2:
        return None
    observed = sum(first != second for first, second in pairs) / len(pairs)
    expected = 1 - sum(count * (count - 1) for count in values.values()) / (total * (total - 1))
    return 1 - observed / expected


def agreement(
    first: Sequence[GoldReport], second: Sequence[GoldReport]
) -> dict[str, tuple[int, float | None]]:
    """Compare two annotations of the same reports.

    Args:
        first: one annotation.
        second: the other; reports are matched by id.

    Returns:
        Field to the number of things judged and alpha. `trigger` and `event type` are judged token by token over all
        sentences; the other fields over claims whose triggers overlap: attributes claim by claim, words token by
        token of the sentence.

    Raises:
        CorpusError: the texts differ, or no report is in both.
    """
    others = {report.id: report for report in second}
    both = [(report, others[report.id]) for report in first if report.id in others]
    if not both:
        message = "no report is in both files"
        raise CorpusError(message)
    units: dict[str, list[Unit]] = {}
    for one, other in both:
        if one.text != other.text:
            message = f"the text of {one.id} differs between the two files; annotate a stripped copy"
            raise CorpusError(message)
        for name, unit in _units(one, other):
            units.setdefault(name, []).append(unit)
    return {name: (len(found), alpha(found)) for name, found in units.items()}


def _units(one: GoldReport, other: GoldReport) -> Iterator[tuple[str, Unit]]:
    for number, sentence in enumerate(one.sentences):
        tokens = _tokens(one.text, (sentence.start, sentence.end))
        mine, yours = one.claims_of(number), other.claims_of(number)
        for token in tokens:
            here, there = _type_at(token, mine), _type_at(token, yours)
            yield "trigger", (bool(here), bool(there))
            yield "event type", (here, there)
        for claim, twin in _pairs(mine, yours):
            for name in ATTRIBUTES:
                yield name, (getattr(claim, name), getattr(twin, name))
            yield (
                "condition relation",
                (
                    claim.condition.relation if claim.condition else "",
                    twin.condition.relation if twin.condition else "",
                ),
            )
            yield (
                "deadline kind",
                (
                    claim.deadline.kind if claim.deadline else "",
                    twin.deadline.kind if twin.deadline else "",
                ),
            )
            yield "about", (bool(claim.about), bool(twin.about))
            yield "counts", (_numbers(claim), _numbers(twin))
            for role in ROLES:
                left, right = claim.spans().get(role, ()), twin.spans().get(role, ())
                for token in tokens:
                    yield f"{role} words", (_inside(token, left), _inside(token, right))


def _tokens(text: str, ref: Ref) -> list[Ref]:
    return [match.span() for match in re.compile(r"\w+|[^\w\s]").finditer(text, *ref)]


def _inside(token: Ref, refs: Iterable[Ref]) -> bool:
    return any(start < token[1] and token[0] < end for start, end in refs)


def _type_at(token: Ref, claims: Iterable[GoldClaim]) -> str:
    return next((claim.event_type for claim in claims if _inside(token, [claim.trigger])), "")


def _numbers(claim: GoldClaim) -> tuple[Hashable, ...]:
    return tuple(sorted((count.what, count.low, count.high or -1) for count in claim.counts))


def _pairs(mine: Sequence[GoldClaim], yours: Sequence[GoldClaim]) -> Iterator[tuple[GoldClaim, GoldClaim]]:
    """Match claims whose triggers overlap, same type first, each once."""
    free = list(yours)
    for claim in mine:
        near = [other for other in free if _inside(claim.trigger, [other.trigger])]
        near.sort(key=lambda other: other.event_type != claim.event_type)
        if near:
            free.remove(near[0])
            yield claim, near[0]
