"""PolNeAR: who is quoted, by which words, and what is put in their mouth, in US campaign news.

Scored are all attributions that the reader sees, whether or not what is said is an event. Sources, cues and contents are
compared by overlap, and contents also exactly.
"""

from pathlib import Path
from typing import Any

from evals.scoring import (
    SHARED,
    Case,
    Hits,
    Offsets,
    Scored,
    estimate,
    exact_hits,
    f1,
    overlap_hits,
    read_jsonl,
    run_task,
)
from tocsin.claim.attributions import attributions
from tocsin.knowledge import load_knowledge
from tocsin.model import Report
from tocsin.read import sentences

DATA = SHARED / "data/internal/polnear/polnear_dev.jsonl.gz"


def score(data: Path) -> Scored:
    """Score a PolNeAR file: overlap F1 of source, cue and content, and exact F1 of content."""
    know = load_knowledge()
    hits: dict[str, list[Hits]] = {"source": [], "cue": [], "content": []}
    exact: list[Hits] = []
    cases: list[Case] = []
    for article in read_jsonl(data):
        report = Report(id=article["id"], text=article["text"], lang="en")
        found = list(attributions(report, sentences(report, know), know))
        ours: dict[str, list[Offsets]] = {
            "source": [source for one in found for source in one.source],
            "cue": [one.cue for one in found if one.cue],
            "content": [one.content for one in found],
        }
        for part, ones in ours.items():
            gold = _stretches(article, part)
            hits[part].append(overlap_hits(ones, gold))
            cases += [
                {"id": f"{article['id']}:{part}:{one[0]}", "gold": list(one), "predicted": ok, "ok": ok}
                for one in sorted(set(gold))
                for ok in [overlap_hits(ones, [one])[2] == 1]
            ]
        exact.append(exact_hits(ours["content"], _stretches(article, "content")))
    metrics = {
        f"{part}_overlap_f1": estimate(ones, f1, sum(one[3] for one in ones)) for part, ones in hits.items()
    }
    metrics["content_exact_f1"] = estimate(exact, f1, sum(one[3] for one in exact))
    return Scored(metrics=metrics, cases=cases)


def _stretches(article: dict[str, Any], part: str) -> list[Offsets]:
    """First to last code point of a part of each attribution."""
    pieces = [attribution[part] for attribution in article["attributions"] if attribution[part]]
    return [(min(p[0] for p in piece), max(p[1] for p in piece)) for piece in pieces]


if __name__ == "__main__":
    run_task(score, DATA)
