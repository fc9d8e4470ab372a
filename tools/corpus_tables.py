"""Counts the corpus: `python -m tools.corpus table`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tools.corpus_records import ROLES, GoldReport

USES = ("train", "dev", "test")


def tables(reports: Sequence[GoldReport]) -> Iterator[str]:
    """Say in lines of text what the corpus holds.

    Args:
        reports: the reports to count.

    Yields:
        Lines, table by table; columns are uses and the sum.
    """
    yield from _table(
        "what", [(name, report.use, count) for report in reports for name, count in _sizes(report).items()]
    )
    yield from _table("register (reports)", [(report.register, report.use, 1) for report in reports])
    yield from _table("setting (sentences)", [(r.setting, r.use, len(r.sentences)) for r in reports])
    yield from _table("writer (sentences)", [(r.writer, r.use, len(r.sentences)) for r in reports])
    claims = [(claim, report.use) for report in reports for claim in report.claims]
    yield from _table("factuality (claims)", [(claim.factuality, use, 1) for claim, use in claims])
    yield from _table("certainty (claims)", [(claim.certainty, use, 1) for claim, use in claims])
    yield from _table("type (claims)", [(claim.event_type, use, 1) for claim, use in claims])
    yield from _table("mode (claims)", [(f"{c.event_type}/{c.mode}", use, 1) for c, use in claims if c.mode])
    yield from _table(
        "field (claims)",
        [
            (role, use, 1)
            for claim, use in claims
            for role in (*ROLES, "dead", "injured", "arrested", "participants")
            if role in claim.spans()
        ]
        + [
            (name, use, 1)
            for claim, use in claims
            for name in ("about", "background")
            if getattr(claim, name)
        ]
        + [("contexts", use, 1) for claim, use in claims if claim.contexts]
        + [("condition with its claim", use, 1) for c, use in claims if c.condition and c.condition.claim]
        + [("two or more speakers", use, 1) for claim, use in claims if len(claim.attribution) > 1],
    )
    yield from _table(
        "context (claims)", [(name, use, 1) for claim, use in claims for name in claim.contexts]
    )


def _sizes(report: GoldReport) -> dict[str, int]:
    with_claims = {claim.sentence for claim in report.claims}
    lengths = [len(report.words((s.start, s.end)).split()) for s in report.sentences]
    return {
        "reports": 1,
        "sentences": len(report.sentences),
        "sentences without claims": len(report.sentences) - len(with_claims),
        "sentences of 1 to 7 words": sum(length <= 7 for length in lengths),
        "sentences of 30 words and more": sum(length >= 30 for length in lengths),
        "words": sum(lengths),
        "claims": len(report.claims),
        "claims not asserted": sum(claim.factuality != "asserted" for claim in report.claims),
    }


def _table(title: str, counted: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    sums: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for name, use, count in counted:
        sums[name, use] += count
        totals[name] += count
    if not totals:
        return
    yield f"{title:34}" + "".join(f"{use:>8}" for use in (*USES, "all"))
    order = totals if title == "what" else sorted(totals, key=lambda name: (-totals[name], name))
    for name in order:
        yield f"  {name:32}" + "".join(f"{sums[name, use]:8}" for use in USES) + f"{totals[name]:8}"
    yield ""
