"""What a format could not hold: counted for every export, and said in five lines."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from tocsin.model import Claim
from tocsin.store.formats.units import Choice

FILTERED = frozenset({"not_asserted", "not_changed", "unreviewed"})
"""Reasons that are the user's own filter; every other one is a loss."""

_FILLED: dict[str, Callable[[Claim], bool]] = {
    "factuality": lambda claim: claim.factuality != "asserted",
    "certainty": lambda claim: claim.certainty != "certain",
    "attribution": lambda claim: bool(claim.attribution),
    "speaks_for": lambda claim: bool(claim.speaks_for),
    "said": lambda claim: claim.said is not None,
    "condition": lambda claim: claim.condition is not None,
    "deadline": lambda claim: claim.deadline is not None,
    "until": lambda claim: claim.until is not None,
    "about": lambda claim: bool(claim.about),
    "contexts": lambda claim: bool(claim.contexts),
    "mode": lambda claim: bool(claim.mode),
    "counts": lambda claim: bool(claim.counts),
    "count_range": lambda claim: any(count.low != count.high for count in claim.counts),
    "when_interval": lambda claim: claim.when is not None and claim.when.first != claim.when.last,
    "score": lambda claim: claim.score is not None,
    "recipient": lambda claim: bool(claim.recipient),
    "spans": lambda _claim: True,
    "candidates": lambda claim: any(mention.candidates for mention in (*claim.actor, *claim.recipient)),
    "reasons": lambda claim: bool(claim.reasons),
}
"""Our field to whether a claim has it, and something in it beyond the usual."""

FIELDS = tuple(_FILLED)
"""The fields of which a format must say what becomes of them."""


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """The report of one export; exported + all skipped == input."""

    target: str
    """Name of the format."""
    made: dt.datetime
    """When, UTC."""
    input: int
    """Claims, incidents or records that came in."""
    exported: int
    """How many of them are in the files."""
    skipped: dict[str, int]
    """Reason to number left out."""
    dropped: dict[str, int]
    """Our field to number of exported units in which it was filled and the format has no place for it."""
    approximated: dict[str, int]
    """Rule to number of exported units that say less, or other, than we know."""
    codes_from_memory: tuple[str, ...]
    """Columns whose codes were not checked against the provider's codebook."""
    filter: str
    """What the user chose."""
    licence: str
    """Licence under which the user passes the rows on; "" = not stated."""
    citation: str
    """How to cite the rows."""

    @property
    def lost(self) -> int:
        """Number of units left out for a reason other than the filter."""
        return sum(count for reason, count in self.skipped.items() if reason not in FILTERED)


class Tally:
    """Counts while rows are written.

    Args:
        held: our field to what the format makes of it, "" = nothing (the `LOSS` table of a format).
    """

    def __init__(self, held: Mapping[str, str]) -> None:
        """Start at nothing."""
        self.input = 0
        self.exported = 0
        self.skipped: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.approximated: Counter[str] = Counter()
        self._gone = [(field, filled) for field, filled in _FILLED.items() if not held.get(field, "")]

    def count(self, claims: Iterable[Claim], rules: Iterable[str]) -> None:
        """Count one exported unit.

        Args:
            claims: the claims that it rests on.
            rules: what was approximated.
        """
        self.exported += 1
        self.approximated.update(rules)
        for claim in claims:
            gone = [field for field, filled in self._gone if filled(claim)]
            self.dropped.update(gone)


def loss_of(target: str, tally: Tally, choice: Choice, from_memory: tuple[str, ...]) -> Loss:
    """Close the account.

    Args:
        target: name of the format.
        tally: what was counted.
        choice: what the user asked for.
        from_memory: columns with codes from memory.

    Returns:
        The report.
    """
    assert tally.exported + tally.skipped.total() == tally.input  # noqa: S101  nothing is lost unseen
    return Loss(
        target=target,
        made=choice.made,
        input=tally.input,
        exported=tally.exported,
        skipped=dict(sorted(tally.skipped.items())),
        dropped=dict(sorted(tally.dropped.items())),
        approximated=dict(sorted(tally.approximated.items())),
        codes_from_memory=from_memory,
        filter=filter_words(choice),
        licence=choice.licence,
        citation=citation(target, choice),
    )


def filter_words(choice: Choice) -> str:
    """Say in words what was chosen."""
    parts = [", ".join(sorted(choice.factualities))]
    parts += [f"changed since {choice.since}"] * (choice.since is not None)
    parts += ["publication date where none is given"] * choice.date_fallback
    parts += ["without text"] * (not choice.with_text)
    return "; ".join(parts)


def citation(target: str, choice: Choice) -> str:
    """Give a citation: what made the rows, which filter, and the day of access."""
    coder = choice.coder
    by = f"tocsin {coder.tocsin}, {coder.reader}, knowledge {coder.knowledge}" if coder else "tocsin"
    return (
        f"Event data coded by {by}; exported as {target} on {choice.made:%Y-%m-%d} (filter: {filter_words(choice)}). "
        "Cite the reports named in the rows as the sources of their facts."
    )


def summary(loss: Loss, files: list[str]) -> list[str]:
    """Say a loss report in five lines.

    Args:
        loss: the report.
        files: names of the files that were written.

    Returns:
        Five lines.
    """

    def listed(counts: Mapping[str, int]) -> str:
        return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()) or "nothing"

    return [
        f"{loss.target}: {loss.input} in, {loss.exported} out: {', '.join(files)}",
        f"left out: {listed(loss.skipped)}",
        f"not held by the format: {listed(loss.dropped)}",
        f"changed to fit: {listed(loss.approximated)}",
        f"codes from memory, to be checked: {', '.join(loss.codes_from_memory) or 'none'}",
    ]
