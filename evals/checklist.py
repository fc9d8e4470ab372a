"""CheckList (Ribeiro and others 2020): what a change of words may change in the claims, with the shipped reader.

Templates stand in `tests/checklist`, each filled in fifty ways. `mft`: the plain sentence gives a claim with the right
parties. `inv`: passives, spelling and idle sentences change nothing. `dir`: swapped parties, negations, threats, plans,
hedges, details and speakers change their own field and nothing else. A filled template counts as right or wrong.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evals.scoring import ROOT, Case, Scored, estimate, mean, run_task
from tests.claim.test_cases import words
from tests.claim.test_properties import PARTIES, PUBLISHED, Facts, changes_only, facts_of, fill, without
from tocsin import Coder

DATA = ROOT / "tests/checklist"
SHIFTS = 5
"""Each of the ten first parties meets so many of the second ones."""
OTHERS = ("b", "c")
"""Slots of whom an act is directed at."""

Row = dict[str, str]
Holds = Callable[[list[Facts], list[Facts], Row], bool]


def score(folder: Path) -> Scored:
    """Score the templates of a folder: mft, inv, dir.

    Args:
        folder: the templates, one file a kind.

    Returns:
        The shares that are right, and a case a filled template.
    """
    coder = Coder()

    @cache
    def read(sentence: str) -> list[Facts]:
        return sorted(
            (facts_of(claim) for claim in coder.code(sentence, published=PUBLISHED).claims), key=str
        )

    cases: list[Case] = []
    for test, name, plain, changed, holds in templates(folder):
        for row in rows(yaml.safe_load((folder / "fills.yml").read_text(encoding="utf-8"))):
            one, two = fill(plain, row), fill(changed, row)
            ok = bool(read(one)) and holds(read(one), read(two), row)
            cases.append({"id": f"{test} {name}: {two}", "test": test, "ok": ok})
    return Scored(
        metrics={
            test: estimate([float(c["ok"]) for c in own], mean, len(own))
            for test in ("mft", "inv", "dir")
            if (own := [c for c in cases if c["test"] == test])
        },
        cases=cases,
    )


def rows(fills: dict[str, list[str]]) -> Iterator[Row]:
    """Fill the slots: every first party with `SHIFTS` second ones, speakers and places."""
    size = len(fills["a"])
    for shift in range(SHIFTS):
        for at in range(size):
            yield {
                name: values[at if name == "a" else (at + 3 * shift) % size] for name, values in fills.items()
            }


def templates(folder: Path) -> Iterator[tuple[str, str, str, str, Holds]]:
    """Give test, name, plain and changed sentence of each template, and what must hold of the two."""

    def kind(name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
        return found

    plain = {
        one["plain"]: one["name"]
        for name in ("passive", "swap", "standing", "hedge", "detail", "speaker", "same")
        for one in kind(name)
    }
    for sentence, name in plain.items():
        yield "mft", name, sentence, sentence, _names(sentence)
    for one in (*kind("passive"), *kind("same")):
        yield "inv", one["name"], one["plain"], one["changed"], lambda before, after, _: before == after
    for one in kind("swap"):
        yield "dir", one["name"], one["plain"], one["changed"], _swapped
    for one in (*kind("hedge"), *kind("detail")):
        yield "dir", one["name"], one["plain"], one["changed"], changes_only(one["field"], one["to"])
    for one in kind("speaker"):
        yield "dir", one["name"], one["plain"], one["changed"], _says
    for one in kind("standing"):
        for standings, sentences in one["standing"].items():
            for changed in sentences:
                yield "dir", one["name"], one["plain"], changed, _stands(standings.split("|"))


def _names(sentence: str) -> Holds:
    """Make what must hold of a plain sentence: a claim has its parties."""
    other = next((slot for slot in OTHERS if f"{{{slot}}}" in sentence), "")
    turned = sentence.startswith(f"{{{other}}}") if other else False
    assert not turned or " by {a}" in sentence, sentence

    def holds(_: list[Facts], after: list[Facts], row: Row) -> bool:
        return any(
            fact["actor"] == [words(row["a"])]
            and (not other or words(row[other]) in fact["recipient"] + fact["actor"])
            for fact in after
        ) or any(other and {words(row["a"]), words(row[other])} == set(fact["actor"]) for fact in after)

    return holds


def _swapped(before: list[Facts], after: list[Facts], row: Row) -> bool:
    a, b = words(row["a"]), words(row["b"])
    other = {a: b, b: a}
    turned = [
        fact | {field: sorted(other.get(n, n) for n in fact[field]) for field in PARTIES} for fact in before
    ]
    return sorted(turned, key=str) == after


def _says(before: list[Facts], after: list[Facts], row: Row) -> bool:
    return changes_only("attribution", [words(row["speaker"])])(before, after, row)


def _stands(standings: list[str]) -> Holds:
    def holds(before: list[Facts], after: list[Facts], _: Row) -> bool:
        free = ("factuality", "attribution")
        return without(before, *free) == without(after, *free) and all(
            f["factuality"] in standings for f in after
        )

    return holds


if __name__ == "__main__":
    run_task(score, DATA)
