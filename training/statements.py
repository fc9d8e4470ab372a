"""Statements of governments and articles on Iraq and Syria whose mentions and ties a crowd has marked: re3d.

Learnt from: the documents that corpus/real gives to training; `evals/re3d.py` judges by the others.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.re3d import CONFIDENCE
from evals.re3d import TIES as JUDGED
from evals.scoring import overlap, read_jsonl
from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.read import sentences
from tools.corpus_real import learnt_documents
from training.examples import Example, Named

RE3D = "open/re3d/re3d_docs.jsonl.gz"
"""File under `data/` that is learnt from."""
KINDS = {
    "Organisation": "group",
    "Person": "person",
    "Nationality": "nation",
    "Location": "place",
    "MilitaryPlatform": "group",
}
"""Kind of an entity there to ours; the others are no mentions."""
TIES = {theirs: ours for ours, theirs in JUDGED.items()}
"""Relation there to our tie; the others are none."""


def statements(file: Path) -> Iterator[Example]:
    """Read the sentences of the documents for training.

    Args:
        file: re3d, one document a line.

    Yields:
        Sentences with mentions, of nested ones the outermost, and the ties between these.
    """
    know, given = load_knowledge(), learnt_documents("re3d")
    for document in read_jsonl(file):
        if document["id"] not in given:
            continue
        named = list(_named(document))
        for sentence in sentences(report_from_text(document["text"]), know):
            inside = [one for one in named if sentence.start <= one.at[0] and one.at[1] <= sentence.end]
            start = sentence.start
            yield Example(
                id=f"{document['id']}:{start}",
                text=document["text"][start : sentence.end],
                named=tuple(
                    Named(at=(one.at[0] - start, one.at[1] - start), kind=one.kind) for one in inside
                ),
                ties=tuple(_ties(document, inside)),
            )


def _named(document: dict[str, Any]) -> Iterator[Named]:
    """Give the entities that a crowd is sure of, of each stretch the surest kind, of nested stretches the longest."""
    sure = sorted(
        (one for one in document["entities"] if one[3] >= CONFIDENCE and one[2] in KINDS),
        key=lambda one: (one[0], -one[1], -one[3]),
    )
    taken = 0
    for start, end, kind, _ in sure:
        if start >= taken:
            yield Named(at=(start, end), kind=KINDS[kind])
            taken = end


def _ties(document: dict[str, Any], named: list[Named]) -> Iterator[tuple[int, int, str]]:
    for link in document["relations"]:
        if link["confidence"] < CONFIDENCE or link["type"] not in TIES:
            continue
        first, second = (
            next((n for n, one in enumerate(named) if overlap(one.at, tuple(link[side]))), -1)
            for side in ("source", "target")
        )
        if -1 not in (first, second) and first != second:
            yield first, second, TIES[link["type"]]
