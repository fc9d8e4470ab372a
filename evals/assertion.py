"""Who vouches for it: is a denial, threat, accusation, plan or condition ever told as a fact of the outlet's own?

`false_asserted` is the share of sentences in which an act in brackets became a claim that is asserted, certain and
without a speaker. A reader that sees nothing would pass, so `seen` tells of how many acts there is any claim.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from evals.scoring import ROOT, Case, Scored, code_claims, estimate, mean, run_task
from tocsin import Coder
from tocsin.model import Claim

DATA = ROOT / "evals/sets/assertion.txt"
_ACT = re.compile(r"\[([^\]]+)\]")


def score(data: Path) -> Scored:
    """Score a file of sentences: false_asserted, seen.

    Args:
        data: one sentence a line, acts in brackets; "## " opens a kind.

    Returns:
        The figures, and a case a sentence.
    """
    coder = Coder()
    cases = list(_cases(data, coder))
    seen = [1.0] * sum(case["seen"] for case in cases) + [0.0] * sum(case["missed"] for case in cases)
    return Scored(
        metrics={
            "false_asserted": estimate([float(not case["ok"]) for case in cases], mean, len(cases)),
            "seen": estimate(seen, mean, len(seen)),
        },
        cases=cases,
    )


def _cases(data: Path, coder: Coder) -> Iterator[Case]:
    kind = ""
    for line in data.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif line and not line.startswith("# "):
            text, acts = unbracket(line)
            claims = [[one for one in code_claims(coder, text) if meets(one, act)] for act in acts]
            false = [one for found in claims for one in found if vouches(one)]
            yield {
                "id": text,
                "kind": kind,
                "ok": not false,
                "seen": sum(map(bool, claims)),
                "missed": sum(not found for found in claims),
                "false": [f"{one.trigger.quote}: {one.event_type}" for one in false],
            }


def unbracket(line: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the brackets out of a sentence; give it with the places of the words that stood in them."""
    acts = []
    for number, found in enumerate(_ACT.finditer(line)):
        start = found.start() - 2 * number
        acts.append((start, start + len(found[1])))
    return _ACT.sub(r"\1", line), acts


def meets(claim: Claim, act: tuple[int, int]) -> bool:
    """Tell whether a claim is named by some words."""
    return claim.trigger.start < act[1] and act[0] < claim.trigger.end


def vouches(claim: Claim) -> bool:
    """Tell whether the outlet itself tells a claim as a fact."""
    return claim.factuality == "asserted" and claim.certainty == "certain" and not claim.attribution


if __name__ == "__main__":
    run_task(score, DATA)
