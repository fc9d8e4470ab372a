"""Are near copies found, and nothing else taken for one? On texts that are changed as outlets change them.

The thresholds of `tocsin.link.copies` were chosen on the half "dev" with the seeds of `SEEDS`, and on the events, forms
and paragraphs of `MORE`; this task scores the half "test". Families of events and of forms are in one half only.
"""

from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from evals.invented import Source, make_bases
from evals.mutations import Told, tell
from evals.scoring import ROOT, Case, Estimate, Scored, estimate, mean, ratio, run_task
from tocsin.link.copies import origins

DATA = ROOT / "evals/near_copies.yml"
MORE = ROOT / "evals/near_copies_dev.yml"
"""Other families for development: `score(DATA, "dev", MORE)`."""
SEEDS = {"dev": (101, 102, 103, 104), "test": (24, 25, 26)}
"""Seeds of the base texts and changes of each half; every seed makes a set of its own."""
HARD = ("event", "bulletin", "standing", "digest", "live", "chinese")
"""Kinds of base texts that are easily taken for copies of others."""


def score(data: Path, half: str = "test", more: Path | None = None) -> Scored:
    """Score one half: pairs of reports put under one origin, against pairs made from one base text.

    Args:
        data: families, facts and what outlets add.
        half: "dev" or "test".
        more: families that are taken in place of those of `data`; None = none.
    """
    source: Source = yaml.safe_load(data.read_text(encoding="utf-8"))
    if more is not None:
        source |= yaml.safe_load(more.read_text(encoding="utf-8"))
    groups: list[tuple[float, float, float]] = []
    cases: list[Case] = []
    for seed in SEEDS[half]:
        told = tell_half(source, half, seed)
        found = origins([one.report for one in told])
        groups += _count_pairs(told, found)
        cases += [{**case, "id": f"{seed} {case['id']}"} for case in _judge(told, found)]
    pairs = round(sum(gold for _, _, gold in groups))
    metrics = {
        "precision": estimate([(right, right + wrong) for right, wrong, _ in groups], ratio, pairs),
        "recall": estimate([(right, gold) for right, _, gold in groups], ratio, pairs),
    }
    return Scored(metrics=metrics | _by_kind(cases), cases=cases)


def tell_half(source: Source, half: str, seed: int) -> list[Told]:
    """Make the reports of one half."""
    return list(tell([base for base in make_bases(source, seed) if base.half == half], source, seed))


def _count_pairs(told: list[Told], found: dict[str, str]) -> list[tuple[float, float, float]]:
    """Count for each base text: right pairs, half of the wrong pairs it is in, pairs that there are."""
    sizes = Counter(one.base.id for one in told)
    together = Counter((found[one.report.id], one.base.id) for one in told)
    heads = Counter(found[one.report.id] for one in told)
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for (head, base), size in together.items():
        right[base] += size * (size - 1) // 2
        wrong[base] += size * (heads[head] - size)
    return [(right[base], wrong[base] / 2, size * (size - 1) / 2) for base, size in sizes.items()]


def _judge(told: list[Told], found: dict[str, str]) -> list[Case]:
    return [*_judge_copies(told, found), *_judge_pairs(told, found)]


def _judge_copies(told: list[Told], found: dict[str, str]) -> list[Case]:
    """Judge for each copy whether it is put with its base text."""
    first = {one.base.id: found[one.report.id] for one in told if not one.changes}
    return [
        _case(
            f"{one.report.url.removeprefix('https://example.org/')} {one.changes}",
            one.changes,
            gold=1,
            got=together,
        )
        for one in told
        if one.changes
        for together in [int(found[one.report.id] == first[one.base.id])]
    ]


def _judge_pairs(told: list[Told], found: dict[str, str]) -> list[Case]:
    """Judge pairs of base texts: those that are easily confused, and all others that were."""
    bases = [one for one in told if not one.changes]
    heads: dict[str, set[str]] = {}
    for one in told:
        heads.setdefault(one.base.id, set()).add(found[one.report.id])
    cases = []
    for one, two in combinations(bases, 2):
        hard = two.base.pair in {one.base.pair, one.base.id} and two.base.kind in HARD
        merged = int(bool(heads[one.base.id] & heads[two.base.id]))
        if hard or merged:
            kind = two.base.kind if hard else "chance"
            cases.append(_case(f"{one.base.id} {two.base.id}", f"apart_{kind}", gold=0, got=merged))
    return cases


def _case(name: str, kind: str, *, gold: int, got: int) -> Case:
    return {"id": name, "kind": kind, "gold": gold, "predicted": got, "ok": gold == got}


def _by_kind(cases: list[dict[str, Any]]) -> dict[str, Estimate]:
    """Share judged right of each change made alone, of all combinations, and of each kind of confusable pair."""
    kinds: dict[str, list[float]] = {}
    for case in cases:
        kind = "combined" if "+" in case["kind"] else case["kind"]
        if kind not in {"apart_chance", "same"}:
            kinds.setdefault(kind if kind.startswith("apart_") else f"found_{kind}", []).append(
                float(case["ok"])
            )
    return {kind: estimate(right, mean, len(right)) for kind, right in sorted(kinds.items())}


if __name__ == "__main__":
    run_task(score, DATA)
