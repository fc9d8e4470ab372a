"""Marked pairs, supervised: the PLOVER root code between a marked source and target, by a head that is trained here.

Five-fold cross-validation on PLV_train, sentences kept whole in one fold. The head is a logistic regression on what the
shipped network sees (types of acts, and how well source and target fit their parties), on what the program codes
without training (`evals.plv_zero_shot`), and on the words. It is made anew each time and shipped nowhere; its one
setting, the strength of the penalty, was fixed before it was first run.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.plv_zero_shot import DATA, MARK, predict, quad_of, strip_marks
from evals.scoring import Offsets, Scored, code_claims, estimate, macro_f1, mean, read_tsv, run_task
from tocsin import Coder
from tocsin.knowledge import load_knowledge
from tocsin.read.encoder import Encoder

FOLDS, SEED, PENALTY = 5, 20201012, 4.0
SIDES = (("actor", "s"), ("recipient", "t"), ("speaker", "s"), ("actor", "t"), ("recipient", "s"))
"""Roles, and the mark whose words may fill them."""
NAMES = re.compile(r"<([st])>.*?</\1>")


def score(data: Path) -> Scored:
    """Score a file of marked pairs: root_macro_f1, quad_macro_f1, accuracy."""
    rows = list(read_tsv(data))
    coder = Coder()
    encoder = coder.encoder or Encoder()
    dense, words, sentences = [], [], []
    for row in rows:
        text, marks = strip_marks(row["marked_sentence"])
        dense.append(np.concatenate([_seen(encoder, text, marks), _coded(coder, text, marks)]))
        words.append(MARK.sub("", NAMES.sub(lambda name: f" zz{name[1]} ", row["marked_sentence"])))
        sentences.append(text)
    gold = [row["gold_root"] for row in rows]
    ours = cross_validate(np.array(dense), words, gold, sentences)
    pairs = list(zip(gold, ours, strict=True))
    ontology = load_knowledge().events.ontology
    quads = [(quad_of(one, ontology), quad_of(two, ontology)) for one, two in pairs]
    return Scored(
        metrics={
            "root_macro_f1": estimate(pairs, macro_f1, len(pairs)),
            "quad_macro_f1": estimate(quads, macro_f1, len(pairs)),
            "accuracy": estimate([float(one == two) for one, two in pairs], mean, len(pairs)),
        },
        cases=[
            {"id": row["row"], "gold": one, "predicted": two, "ok": one == two}
            for row, (one, two) in zip(rows, pairs, strict=True)
        ],
    )


def cross_validate(
    dense: np.ndarray, words: Sequence[str], gold: Sequence[str], groups: Sequence[str]
) -> list[str]:
    """Predict each row by a head that was trained on the other folds.

    Args:
        dense: features [rows, width].
        words: the sentence of each row, its parties masked.
        gold: the right root of each row.
        groups: rows of one group are in one fold.

    Returns:
        Roots, in row order.
    """
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415  only this needs it
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415

    found: list[str] = [""] * len(gold)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for learnt, held in folds.split(dense, gold, groups):
        tables: list[Any] = [
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        ]
        parts = [table.fit_transform([words[n] for n in learnt]) for table in tables]
        head = LogisticRegression(C=PENALTY, max_iter=2000, class_weight="balanced")
        head.fit(hstack([*parts, csr_matrix(dense[learnt])]).tocsr(), [gold[n] for n in learnt])
        parts = [table.transform([words[n] for n in held]) for table in tables]
        for n, root in zip(
            held, head.predict(hstack([*parts, csr_matrix(dense[held])]).tocsr()), strict=True
        ):
            found[n] = str(root)
    return found


def _seen(encoder: Encoder, text: str, marks: dict[str, list[Offsets]]) -> np.ndarray:
    """Turn what the network sees into features: of each type and mode the best act, alone and by how the marks fit it."""
    seen = encoder.read(text)
    triggers, attributes, words = seen.triggers, seen.attributes, seen.words
    pairs = encoder.pairs(seen, range(len(words)))
    chances = np.exp(triggers - triggers.max(-1, keepdims=True))
    chances /= chances.sum(-1, keepdims=True)
    inside = {
        mark: [n for n, (a, b) in enumerate(words) if b > a and any(a < y and x < b for x, y in places)]
        for mark, places in marks.items()
    }
    roles = list(encoder.card.labels["roles"])
    fits = [np.ones(len(words))]
    for role, mark in SIDES:
        logits = pairs[:, 2 * roles.index(role)]
        best = logits[:, inside[mark]].max(-1) if inside[mark] else np.full(len(words), -9.0)
        fits.append(1 / (1 + np.exp(-best)))
    fits.append(fits[1] * fits[2])
    types = chances[: len(words), 2:]
    found = [(types * fit[:, None]).max(0) for fit in fits]
    modes = np.exp(attributes[: len(words), : encoder.card.sizes["mode"]])
    modes /= modes.sum(-1, keepdims=True)
    acting = types.max(-1) * np.maximum(fits[1], fits[3])
    return np.concatenate([*found, (modes * acting[:, None]).max(0)])


def _coded(coder: Coder, text: str, marks: dict[str, list[Offsets]]) -> np.ndarray:
    """Turn the root that the program gives without training into features, one for each."""
    roots = sorted({*load_knowledge().events.ontology.types, "YIELD"})
    root = predict(code_claims(coder, text), marks)
    return np.array([float(root == one) for one in roots])


if __name__ == "__main__":
    run_task(score, DATA)
