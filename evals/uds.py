"""UDS It Happened: did it happen, on a scale from -3 to 3.

The network's number for each predicate, given where it stands. The constant is the mean of the training part. How the
claims stand that lie on predicates is compared too: `claims_mae` over those alone.
"""

from collections.abc import Sequence
from pathlib import Path

from evals.scoring import (
    SHARED,
    Case,
    Estimate,
    Scored,
    code_claims,
    estimate,
    join_tokens,
    overlap,
    pearson,
    ratio,
    read_jsonl,
    run_task,
    trigger_offsets,
)
from tocsin import Coder
from tocsin.model import Claim
from tocsin.read.encoder import load_encoder

Judged = tuple[float, float, bool]
"""Gold number, predicted number, whether a claim covers the predicate."""

DATA = SHARED / "data/open/uds/uds_ih2_dev.jsonl.gz"
TRAINING_MEAN = 0.75
"""Mean answer over the 22,108 predicates of uds_ih2_train, to 2 decimals."""
SCALE = {
    "asserted": {"certain": 2.5, "probable": 1.5, "possible": 0.5},
    "accepted": {"certain": 1.0, "probable": 0.5, "possible": 0.0},
    "planned": {"certain": 0.5, "probable": 0.0, "possible": -0.5},
    "offered": {"certain": 0.0, "probable": 0.0, "possible": -0.5},
    "demanded": {"certain": -0.5, "probable": -0.5, "possible": -0.5},
    "threatened": {"certain": -0.5, "probable": -0.5, "possible": -0.5},
    "doubted": {"certain": -1.0, "probable": -1.0, "possible": -0.5},
    "refused": {"certain": -2.5, "probable": -2.0, "possible": -1.0},
    "denied": {"certain": -2.5, "probable": -2.0, "possible": -1.0},
}
"""Set by hand from the meaning of the words, not fitted."""


def score(data: Path) -> Scored:
    """Score factuality on a UDS file: mae, constant_mae, pearson_r; claims_mae, covered."""
    coder, encoder = Coder(), load_encoder()
    cases: list[Case] = []
    sentences: list[list[Judged]] = []
    told: list[tuple[float, float]] = []
    for sentence in read_jsonl(data):
        text, places = join_tokens([sentence["tokens"]], [""])
        claims = code_claims(coder, text)
        ours = encoder.happened(text, [places[token][0] for token, _ in sentence["predicates"]])
        judged: list[Judged] = []
        for (token, gold), predicted in zip(sentence["predicates"], ours, strict=True):
            claim = next((c for c in claims if overlap(trigger_offsets(c), places[token])), None)
            judged.append((gold, predicted, claim is not None))
            if claim:
                told.append((abs(gold - number(claim)), 1.0))
            cases.append(
                {
                    "id": f"{sentence['id']}:{token}",
                    "gold": gold,
                    "predicted": predicted,
                    "ok": abs(gold - predicted) <= 1,
                }
            )
        sentences.append(judged)
    metrics = _metrics(sentences)
    metrics["claims_mae"] = estimate(told, ratio, len(told))
    return Scored(metrics=metrics, cases=cases)


def number(claim: Claim) -> float:
    """Where a claim stands on the scale from -3 (certainly not) to 3 (certainly)."""
    return SCALE[claim.factuality][claim.certainty]


def _metrics(sentences: Sequence[Sequence[Judged]]) -> dict[str, Estimate]:
    n = sum(map(len, sentences))
    error = [(sum(abs(gold - ours) for gold, ours, _ in group), len(group)) for group in sentences]
    constant = [(sum(abs(gold - TRAINING_MEAN) for gold, _, _ in group), len(group)) for group in sentences]
    covered = [(sum(hit for _, _, hit in group), len(group)) for group in sentences]
    return {
        "mae": estimate(error, ratio, n),
        "constant_mae": estimate(constant, ratio, n),
        "pearson_r": estimate([_sums(group) for group in sentences], pearson, n),
        "covered": estimate(covered, ratio, n),
    }


def _sums(group: Sequence[Judged]) -> tuple[float, float, float, float, float, float]:
    return (
        len(group),
        sum(x for x, _, _ in group),
        sum(y for _, y, _ in group),
        sum(x * x for x, _, _ in group),
        sum(y * y for _, y, _ in group),
        sum(x * y for x, y, _ in group),
    )


if __name__ == "__main__":
    run_task(score, DATA)
