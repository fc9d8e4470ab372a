"""Dated expressions in invented news: do words of time become the days that a careful analyst reads from them?

`exact` and `made_up` judge resolving alone: the words are given, and whether the act lies ahead of the report, which
reading tells otherwise. `end_to_end` judges what a user gets: the reader must have found the words as a date of a claim,
and told past from future. `found` is the share of datable expressions that it found. Right is an interval that the set
accepts, to the day on both sides; where the set says unresolved, no day may be given. Words that are no date at all are
never given as one: they count as exact where reading makes no day of them.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from evals.scoring import ROOT, Case, Estimate, Scored, code_claims, estimate, mean, overlap, run_task
from tocsin import Coder
from tocsin.model import Claim, Factuality, Report, Sentence, Span, When
from tocsin.read import sentences
from tocsin.resolve import resolve

DATA = ROOT / "evals/sets/dates_test.yml"

Item = dict[str, Any]
"""One expression of the set, as its head explains."""
Days = tuple[dt.date | None, dt.date | None]
"""First and last day; None = open, and both None = unresolved."""
UNRESOLVED: Days = (None, None)
AHEAD_KINDS = frozenset({"deadline", "vague_future"})
"""Kinds of expressions that always lie ahead."""
NO_DATE = "not_a_date"
"""Kind of words that are no date."""


def score(data: Path) -> Scored:
    """Score a file of dated expressions: exact, made_up, end_to_end, found."""
    items: list[Item] = yaml.safe_load(data.read_text(encoding="utf-8"))
    coder = Coder()
    cases = [judge(item, coder) for item in items]
    resolvable = [case for case in cases if case["gold"] != _shown(UNRESOLVED)]
    undated = [
        case
        for item, case in zip(items, cases, strict=True)
        if item.get("published") is None and case["gold"] == _shown(UNRESOLVED)
    ]
    metrics = {
        "exact": _share(cases, "ok"),
        "made_up": _share(undated, "made_up"),
        "end_to_end": _share(cases, "end_to_end"),
        "found": _share(resolvable, "found"),
    }
    return Scored(metrics=metrics, cases=cases)


def _share(cases: list[Case], key: str) -> Estimate:
    return estimate([float(case[key]) for case in cases], mean, len(cases))


def judge(item: Item, coder: Coder) -> Case:
    """Resolve the words of an expression, given and as read, and compare with the set.

    Args:
        item: the expression.
        coder: the coder, made once.

    Returns:
        The case; `predicted` holds the days for the given words.
    """
    text, published = item["text"], item.get("published")
    stamp = published and published.isoformat()
    start = text.rindex(item["words"])
    span = Span(start=start, end=start + len(item["words"]), quote=item["words"])
    report = coder.code(text, published=stamp).report
    if report is None:
        message = f"No report could be made of {item['id']}."
        raise ValueError(message)
    kind = item["id"].rpartition("-")[0]
    read = list(dates_on(span, code_claims(coder, text, stamp)))
    answer = read[0] if read else UNRESOLVED
    given = answer if kind == NO_DATE else resolve_given(item, report, span, coder)
    return {
        "id": item["id"],
        "kind": kind,
        "gold": _shown(_expected(item["expect"])),
        "predicted": _shown(given),
        "ok": accepts(item, given),
        "read": _shown(answer),
        "found": bool(read),
        "end_to_end": accepts(item, answer),
        "made_up": given != UNRESOLVED or answer != UNRESOLVED,
    }


def resolve_given(item: Item, report: Report, span: Span, coder: Coder) -> Days:
    """Resolve the given words as the date of an act that is told as past, or as lying ahead."""
    read = list(sentences(report, coder.know))
    factuality: Factuality = "planned" if lies_ahead(item) else "asserted"
    claim = Claim(**bare_claim(report, read, span), when=When(span=span), factuality=factuality)
    found, _ = resolve(report, read, [claim], coder.know)
    when = found[0].when
    return (when.first, when.last) if when is not None else UNRESOLVED


def bare_claim(report: Report, read: list[Sentence], span: Span) -> dict[str, Any]:
    """Give the fields of a claim that says nothing but that there is something at some words of a report."""
    start, end = next(
        ((one.start, one.end) for one in read if one.start <= span.start < one.end), (span.start, span.end)
    )
    return {
        "id": "c_0000000000000000",
        "report": report.id,
        "span": Span(start=start, end=end, quote=report.text[start:end]),
        "trigger": span,
        "event_type": "ASSAULT",
        "by": "evals",
    }


def lies_ahead(item: Item) -> bool:
    """Tell whether an act lies ahead of the report: no accepted interval ends by the day of publication."""
    published = item.get("published")
    if item["id"].rpartition("-")[0] in AHEAD_KINDS:
        return True
    lasts = [last for _, last in accepted(item) if isinstance(last, dt.date)]
    return published is not None and bool(lasts) and all(last > published for last in lasts)


def dates_on(span: Span, claims: tuple[Claim, ...]) -> Iterator[Days]:
    """Give the days of the dates of claims that share characters with some words, the longest shared stretch first."""
    dates = [
        when
        for claim in claims
        for when in (claim.when, claim.said, claim.until, claim.deadline.when if claim.deadline else None)
        if when is not None and overlap((when.span.start, when.span.end), (span.start, span.end))
    ]
    dates.sort(key=lambda when: -overlap((when.span.start, when.span.end), (span.start, span.end)))
    return ((when.first, when.last) for when in dates)


def accepts(item: Item, days: Days) -> bool:
    """Tell whether the set accepts these days for an expression."""
    if days == UNRESOLVED:
        return UNRESOLVED in accepted(item)
    return any(
        _fits(first, days[0]) and _fits(last, days[1])
        for first, last in accepted(item)
        if (first, last) != UNRESOLVED
    )


def accepted(item: Item) -> list[tuple[Any, Any]]:
    """List the intervals that the set accepts; "any" = a side that is not judged."""
    also = [
        _expected(one if isinstance(one, str) else {"first": one[0], "last": one[1]})
        for one in item.get("also", [])
    ]
    return [_expected(item["expect"]), *also]


def _expected(stated: Any) -> tuple[Any, Any]:
    if stated == "unresolved":
        return UNRESOLVED
    first, last = (None if stated[side] == "open" else stated[side] for side in ("first", "last"))
    return first, last


def _fits(wanted: Any, got: dt.date | None) -> bool:
    return wanted in ("any", got)


def _shown(days: tuple[Any, Any]) -> str:
    """Write an interval as ISO 8601 does, ".." for an open side; "" = unresolved."""
    return "" if days == UNRESOLVED else "/".join(".." if day is None else str(day) for day in days)


if __name__ == "__main__":
    run_task(score, DATA)
