"""PolNeAR: who is quoted, and what is put in their mouth, in US campaign news.

PolNeAR marks every attribution; tocsin attributes only what it codes. Low recall is expected until a reader
finds attributions of all content.
"""

from pathlib import Path
from typing import Any

from evals.scoring import (
    SHARED,
    Case,
    Hits,
    Offsets,
    Scored,
    code_claims,
    estimate,
    f1,
    mention_offsets,
    overlap_hits,
    read_jsonl,
    run_task,
)
from tocsin import Coder

DATA = SHARED / "data/internal/polnear/polnear_dev.jsonl.gz"


def score(data: Path) -> Scored:
    """Score a PolNeAR file: source_overlap_f1, content_overlap_f1."""
    coder = Coder()
    sources: list[Hits] = []
    contents: list[Hits] = []
    cases: list[Case] = []
    for article in read_jsonl(data):
        claims = [c for c in code_claims(coder, article["text"], article["date"]) if c.attribution]
        speakers = [offsets for claim in claims for offsets in mention_offsets(claim.attribution)]
        said = [(claim.span.start, claim.span.end) for claim in claims]
        gold_sources, gold_contents = _stretches(article, "source"), _stretches(article, "content")
        sources.append(overlap_hits(speakers, gold_sources))
        contents.append(overlap_hits(said, gold_contents))
        for kind, ours, gold in (("source", speakers, gold_sources), ("content", said, gold_contents)):
            cases += [
                {"id": f"{article['id']}:{kind}:{one[0]}", "gold": list(one), "predicted": ok, "ok": ok}
                for one in sorted(set(gold))
                for ok in [overlap_hits(ours, [one])[2] == 1]
            ]
    return Scored(
        metrics={
            "source_overlap_f1": estimate(sources, f1, sum(hits[3] for hits in sources)),
            "content_overlap_f1": estimate(contents, f1, sum(hits[3] for hits in contents)),
        },
        cases=cases,
    )


def _stretches(article: dict[str, Any], part: str) -> list[Offsets]:
    """First to last code point of a part of each attribution."""
    pieces = [attribution[part] for attribution in article["attributions"] if attribution[part]]
    return [(min(p[0] for p in piece), max(p[1] for p in piece)) for piece in pieces]


if __name__ == "__main__":
    run_task(score, DATA)
