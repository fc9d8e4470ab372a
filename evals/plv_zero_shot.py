"""Marked pairs, zero-shot: the PLOVER root code between a marked source and target.

The raw sentence is coded without its marks; the claim that fits the two spans best is turned into the
verbal PLOVER type and that into the root codes of the data. Nothing of tocsin is fitted on this set, and
only totals and figures per root may be looked at.
"""

import functools
import re
from collections.abc import Sequence
from pathlib import Path

from evals.scoring import (
    SHARED,
    Case,
    Offsets,
    Scored,
    class_f1,
    code_claims,
    estimate,
    macro_f1,
    mean,
    mention_offsets,
    overlap,
    read_tsv,
    run_task,
)
from tocsin import Coder
from tocsin.knowledge import load_knowledge
from tocsin.knowledge.plover import Ontology, plover_type, quad
from tocsin.model import Claim, Mention

DATA = SHARED / "data/internal/plv/PLV_train.tsv.gz"
ROOTS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""The data follow the PLOVER of 2021, where CONCEDE and RETREAT were one type."""
MARK = re.compile(r"<(/?)([st])>")


def score(data: Path) -> Scored:
    """Score a file of marked pairs: root_macro_f1, quad_macro_f1, accuracy, coverage, f1 of each root."""
    coder = Coder()
    cases: list[Case] = []
    for row in read_tsv(data):
        text, marks = strip_marks(row["marked_sentence"])
        predicted = predict(code_claims(coder, text), marks)
        gold = row["gold_root"]
        cases.append({"id": row["row"], "gold": gold, "predicted": predicted, "ok": gold == predicted})
    pairs = [(case["gold"], case["predicted"]) for case in cases]
    ontology = load_knowledge().events.ontology
    quads = [(quad_of(gold, ontology), quad_of(ours, ontology)) for gold, ours in pairs]
    metrics = {
        "root_macro_f1": estimate(pairs, macro_f1, len(pairs)),
        "quad_macro_f1": estimate(quads, macro_f1, len(pairs)),
        "accuracy": estimate([float(gold == ours) for gold, ours in pairs], mean, len(pairs)),
        "coverage": estimate([float(bool(ours)) for _, ours in pairs], mean, len(pairs)),
    }
    for root in class_f1(pairs):
        rows = sum(gold == root for gold, _ in pairs)
        metrics[f"f1_{root.lower()}"] = estimate(pairs, functools.partial(_root_f1, root), rows)
    return Scored(metrics=metrics, cases=cases)


def quad_of(root: str, ontology: Ontology) -> str:
    """Quad class of a root code, "" of none; YIELD counts as RETREAT, as it does in the data."""
    return str(quad("RETREAT" if root == "YIELD" else root, ontology)) if root else ""


def strip_marks(marked: str) -> tuple[str, dict[str, list[Offsets]]]:
    """Take the marks out of a sentence.

    Args:
        marked: a sentence with `<s>...</s>` and `<t>...</t>`, each any number of times.

    Returns:
        The plain sentence, and the offsets in it of the stretches marked "s" and "t".
    """
    marks: dict[str, list[Offsets]] = {"s": [], "t": []}
    begun = {"s": 0, "t": 0}
    text, last = "", 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[1]:
            marks[mark[2]].append((begun[mark[2]], len(text)))
        else:
            begun[mark[2]] = len(text)
    return text + marked[last:], marks


def _root_f1(root: str, pairs: Sequence[tuple[str, str]]) -> float:
    return class_f1(pairs).get(root, 0.0)


def predict(claims: Sequence[Claim], marks: dict[str, list[Offsets]]) -> str:
    """Choose the root code of the claim that fits the marked pair best; "" when there is none.

    Fit: actor on the source and recipient on the target; else either; else the speaker on the source
    (verbal types come from who says something); else the first claim that has a code.
    """
    coded = [(claim, code.event_type) for claim in claims if (code := plover_type(claim))]
    if not coded:
        return ""
    best = max(coded, key=lambda pair: _fit(pair[0], marks))[1]
    return ROOTS.get(best, best)


def _fit(claim: Claim, marks: dict[str, list[Offsets]]) -> float:
    source = 4 * _touches(claim.actor, marks["s"]) + 2 * _touches(claim.attribution, marks["s"])
    target = 4 * _touches(claim.recipient, marks["t"])
    swapped = _touches(claim.actor, marks["t"]) + _touches(claim.recipient, marks["s"])
    return source + target + swapped / 2


def _touches(mentions: Sequence[Mention], marked: Sequence[Offsets]) -> bool:
    return any(overlap(one, two) for one in mention_offsets(mentions) for two in marked)


if __name__ == "__main__":
    run_task(score, DATA)
