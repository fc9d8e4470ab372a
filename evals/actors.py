"""Actor mentions in invented news: do names and phrases get the right country and PLOVER sector?

`country_sector_accuracy` judges resolving alone: the words are given. Right is a country that the set accepts together
with an accepted primary sector, and no entity for a private person. `end_to_end` judges what a user gets: the reader must
have found the mention as a party or speaker of a claim; `found` is the share that it found. `private_indexed` is the
share of private persons who were taken for somebody known.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from evals.dates import bare_claim
from evals.scoring import ROOT, Case, Estimate, Scored, estimate, mean, overlap, run_task
from tocsin import Coder
from tocsin.model import Claim, Mention, Report, Span
from tocsin.read import sentences
from tocsin.resolve import resolve

DATA = ROOT / "evals/sets/actors_test.yml"

Item = dict[str, Any]
"""One mention of the set, as its head explains."""


def score(data: Path) -> Scored:
    """Score a file of mentions: country_sector_accuracy, its two halves, end_to_end, found, private_indexed."""
    items: list[Item] = yaml.safe_load(data.read_text(encoding="utf-8"))
    coder = Coder()
    cases = [judge(item, coder) for item in items]
    private = [case for item, case in zip(items, cases, strict=True) if item.get("private")]
    metrics = {
        "country_sector_accuracy": _share(cases, "ok"),
        "country_accuracy": _share(cases, "country"),
        "sector_accuracy": _share(cases, "sector"),
        "end_to_end": _share(cases, "end_to_end"),
        "found": _share(cases, "found"),
        "private_indexed": _share(private, "indexed"),
    }
    return Scored(metrics=metrics, cases=cases)


def _share(cases: list[Case], key: str) -> Estimate:
    return estimate([float(case[key]) for case in cases], mean, len(cases))


def judge(item: Item, coder: Coder) -> Case:
    """Resolve the words of a mention, given and as read, and compare with the set.

    Args:
        item: the mention.
        coder: the coder, made once.

    Returns:
        The case; `predicted` holds actor, country and primary sector for the given words.
    """
    start = item["text"].rindex(item["words"])
    span = Span(start=start, end=start + len(item["words"]), quote=item["words"])
    coded = coder.code(item["text"], published=item["published"].isoformat())
    if coded.report is None:
        message = f"No report could be made of {item['id']}."
        raise ValueError(message)
    given = resolve_given(coded.report, span, coder)
    read = list(mentions_on(span, coded.claims))
    return {
        "id": item["id"],
        "kind": item["id"].rpartition("-")[0],
        "gold": f"{'/'.join(item['country'])} {'/'.join(item['sectors'])}",
        "predicted": f"{given.actor} {given.country} {_sector(given)}",
        "ok": accepts(item, given, coder),
        "country": given.country in item["country"],
        "sector": _sector(given) in item["sectors"],
        "found": bool(read),
        "end_to_end": bool(read) and accepts(item, read[0], coder),
        "indexed": _entity(given, coder) or any(_entity(one, coder) for one in read),
    }


def resolve_given(report: Report, span: Span, coder: Coder) -> Mention:
    """Resolve the given words as the actor of an act."""
    read = list(sentences(report, coder.know))
    claim = Claim(**bare_claim(report, read, span), actor=(Mention(span=span),), factuality="asserted")
    found, _ = resolve(report, read, [claim], coder.know)
    return found[0].actor[0]


def mentions_on(span: Span, claims: tuple[Claim, ...]) -> Iterator[Mention]:
    """Give the mentions of claims that share characters with some words, the longest shared stretch first."""
    mentions = [
        mention
        for claim in claims
        for mention in (*claim.actor, *claim.recipient, *claim.attribution, *claim.speaks_for)
        if overlap((mention.span.start, mention.span.end), (span.start, span.end))
    ]
    mentions.sort(key=lambda one: -overlap((one.span.start, one.span.end), (span.start, span.end)))
    return iter(mentions)


def accepts(item: Item, mention: Mention, coder: Coder) -> bool:
    """Tell whether the set accepts what a mention was resolved to."""
    if item.get("private") and _entity(mention, coder):
        return False
    return mention.country in item["country"] and _sector(mention) in item["sectors"]


def _sector(mention: Mention) -> str:
    return mention.sectors[0] if mention.sectors else ""


def _entity(mention: Mention, coder: Coder) -> bool:
    """Tell whether a mention was taken for somebody of the knowledge base."""
    return mention.actor in coder.know.actors.actors


if __name__ == "__main__":
    run_task(score, DATA)
