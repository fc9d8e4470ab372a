"""Settles what three hands wrote of the same reports: a claim, and each of its fields, stands as two of them have it."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

import msgspec

from tools.corpus_claims import KEYS, read_claim
from tools.corpus_records import Codebook, CorpusError, GoldClaim, GoldReport
from tools.corpus_source import RawReport, build_report, split_source

FIELDS = tuple(
    key
    for key in KEYS
    if key not in {"if", "unless", "until", "in_return_for", "by", "within", "no_deadline"}
)
"""Fields that are settled one by one; of conditions and of deadlines a claim has one, whatever its key."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of one hand: as it was written, and as it was read."""

    hand: int
    slots: dict[str, str]
    """Key to the whole slot "key: words"."""
    claim: GoldClaim
    words: str
    """The trigger as written."""


def settle(hands: Sequence[str], name: str, book: Codebook) -> str:
    """Merge three annotations.

    Args:
        hands: three source files with the same reports; where two hands have a claim and do not agree on a field,
            the one that comes first here decides.
        name: of the file, for messages.
        book: words that claims may use.

    Returns:
        The source file with the claims that two of them have.

    Raises:
        CorpusError: the files hold other reports or sentences, or claims that cannot be read.
    """
    faults: list[str] = []
    split = [split_source(hand, name, faults) for hand in hands]
    head, _ = split[0]
    lines = [f"{key}: {value}" for key, value in head.items()]
    for raws in zip(*(reports for _, reports in split), strict=True):
        built = build_report(raws[0], head, name, book, faults)
        texts = [[sentence.text for sentence in raw.sentences] for raw in raws]
        if texts[0] != texts[1] or texts[0] != texts[2]:
            faults.append(f"{name}: {raws[0].id}: the hands have other sentences")
        if faults:
            raise CorpusError("\n".join(faults))
        lines += ["", f"## {raws[0].id}", *(f"{key}: {value}" for key, value in raws[0].head.items())]
        lines += _settled(raws, built, book)
    return "\n".join(lines) + "\n"


def _settled(raws: Sequence[RawReport], report: GoldReport, book: Codebook) -> Iterator[str]:
    """Write the sentences of a report with the claims that stand."""
    groups = [
        [group for group in _groups(list(_written(raws, report, number, book))) if len(group) > 1]
        for number in range(len(raws[0].sentences))
    ]
    standing = [group for of_sentence in groups for group in of_sentence]
    labels = {
        (one.hand, one.claim.id): f"k{number}" for number, group in enumerate(standing, 1) for one in group
    }
    bodies = {id(group): _body(group, labels) for group in standing}
    pointed = {label for body in bodies.values() for label in re.findall(r"@(k\d+)", body)}
    for sentence, of_sentence in zip(raws[0].sentences, groups, strict=True):
        if sentence.opens and sentence is not raws[0].sentences[0]:
            yield ""
        yield f"{'' if sentence.part == 'body' else sentence.part}> {sentence.text}"
        for group in of_sentence:
            label = labels[group[0].hand, group[0].claim.id]
            yield f"*{label if label in pointed else ''} {bodies[id(group)]}"


def _written(raws: Sequence[RawReport], report: GoldReport, number: int, book: Codebook) -> Iterator[Written]:
    for hand, raw in enumerate(raws):
        for line, written in raw.sentences[number].claims:
            found = read_claim(written, report, number, f"line {line}", book)
            if found.claim is None:
                raise CorpusError("\n".join(found.faults))
            first, kind, *rest = [slot.strip() for slot in written.split("|")]
            words = first if written.startswith(" ") else first.partition(" ")[2].strip()
            slots = {_key(slot): slot for slot in rest} | {"kind": kind}
            yield Written(hand=hand, slots=slots, claim=found.claim, words=words)


def _key(slot: str) -> str:
    key = slot.partition(":")[0].strip()
    if key in FIELDS:
        return key
    return "deadline" if key in {"by", "within", "no_deadline"} else "condition"


def _groups(written: Sequence[Written]) -> list[list[Written]]:
    """Put claims of the hands together that name the same act: triggers overlap, first those of the same type."""
    groups: list[list[Written]] = []
    for same_type in (True, False):
        for one in written:
            if any(one in group and len(group) > 1 for group in groups):
                continue
            own = next((group for group in groups if one in group), None)
            fitting = [
                group
                for group in groups
                if group is not own
                and all(other.hand != one.hand for other in group)
                and any(_meet(one.claim, other.claim, same_type=same_type) for other in group)
            ]
            if fitting:
                max(fitting, key=len).append(one)
                groups = [group for group in groups if group is not own]
            elif own is None:
                groups.append([one])
    for group in groups:
        group.sort(key=lambda one: one.hand)
    return sorted(groups, key=lambda group: group[0].claim.trigger)


def _meet(one: GoldClaim, two: GoldClaim, *, same_type: bool) -> bool:
    overlap = one.trigger[0] < two.trigger[1] and two.trigger[0] < one.trigger[1]
    return overlap and (one.event_type == two.event_type or not same_type)


def _body(group: Sequence[Written], labels: Mapping[tuple[int, str], str]) -> str:
    """Write a claim as most of the group have it."""
    kind = _most(group, lambda one: one.claim.event_type)
    agreed = [one for one in group if one.claim.event_type == kind.claim.event_type]
    mode = _most(agreed, lambda one: one.claim.mode).claim.mode
    stands = _most(group, lambda one: one.claim.factuality)
    sure = _most(group, lambda one: one.claim.certainty).claim.certainty
    old = _most(group, lambda one: one.claim.background).claim.background
    slots = [
        f"{kind.claim.event_type}{f'/{mode}' if mode else ''} {stands.claim.factuality}"
        + (f" {sure}" if sure != "certain" else "")
        + (" background" if old else "")
    ]
    for key in (*FIELDS, "condition", "deadline"):
        chosen = _most(group, lambda one, key=key: _value(one, key))  # type: ignore[misc]
        slot = chosen.slots.get(key, "")
        for label in re.findall(r"@([a-z][a-z0-9-]*)", slot):
            own = labels.get((chosen.hand, label), "")
            slot = re.sub(rf"\s*@{label}\b", f" @{own}" if own else "", slot)
        if (
            slot
            and slot.partition(":")[2].strip()
            and not (key == "deadline" and stands.claim.factuality in {"asserted", "doubted", "denied"})
        ):
            slots.append(slot)
    return " | ".join([_most(agreed, lambda one: one.claim.trigger).words, *slots])


def _value(one: Written, key: str) -> Hashable:
    """What a hand says of a field, so that two can be told to say the same."""
    claim = one.claim
    if key == "condition":
        return claim.condition and (claim.condition.relation, claim.condition.span)
    if key == "deadline":
        return claim.deadline and (claim.deadline.kind, claim.deadline.span)
    if key == "ctx":
        return claim.contexts
    if key == "about":
        return bool(claim.about)
    return claim.spans().get(key, ())


def _most(group: Sequence[Written], of: Callable[[Written], Hashable]) -> Written:
    """Give the first claim that has what most of the group have; the first of all where none is had twice."""
    counts = Counter(map(of, group))
    best = max(counts.values())
    return next(one for one in group if counts[of(one)] == best)
