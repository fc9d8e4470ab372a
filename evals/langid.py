"""Language identification on NTREX: eleven languages, 62 documents each; "und" counts as wrong.

`documents` looks at whole documents, `titles` at their headlines alone, `sentences` at every line alone.
"""

import gzip
import json
from collections import defaultdict
from pathlib import Path

from evals.scoring import SHARED, Case, Scored, estimate, mean, run_task
from tocsin.translate.languages import identify

DATA = SHARED / "data/open/ntrex/ntrex_docs_first_half.jsonl.gz"
COLUMNS = {
    "eng": "en",
    "arb": "ar",
    "spa": "es",
    "fas": "fa",
    "rus": "ru",
    "ukr": "uk",
    "heb": "he",
    "tur": "tr",
    "fra": "fr",
}
"""Field of the file to language."""
PAIRS = {"ckb-en.ntrex.jsonl.gz": "ckb", "kmr-en.ntrex.jsonl.gz": "ku"}
"""Files of the translation data with the same lines in Kurdish."""

Documents = dict[tuple[str, str], list[str]]
"""Language and document to its lines, the headline first."""


def score(data: Path) -> Scored:
    """Score the file and the Kurdish files beside it: documents, titles, sentences."""
    cases: list[Case] = []
    judged: dict[str, list[float]] = defaultdict(list)
    for (lang, doc), lines in read_documents(data).items():
        for kind, texts in (("documents", ["\n".join(lines)]), ("titles", lines[:1]), ("sentences", lines)):
            for number, text in enumerate(texts):
                told = identify(text)[0]
                judged[kind].append(float(told == lang))
                if kind != "sentences":
                    cases.append(
                        {
                            "id": f"{kind}:{lang}:{doc}:{number}",
                            "gold": lang,
                            "predicted": told,
                            "ok": told == lang,
                        }
                    )
    return Scored(
        metrics={kind: estimate(right, mean, len(right)) for kind, right in judged.items()}, cases=cases
    )


def read_documents(data: Path) -> Documents:
    """Read the documents of all languages.

    Args:
        data: the file of NTREX; the Kurdish files lie in data/translation of the same folder of data.
    """
    found: Documents = defaultdict(list)
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for column, lang in COLUMNS.items():
                found[lang, row["doc"]].append(row[column])
    for name, lang in PAIRS.items():
        path = data.parents[2] / "translation" / name
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for row in map(json.loads, lines):
                    found[lang, row["doc"]].append(row["src"])
    return found


if __name__ == "__main__":
    run_task(score, DATA)
