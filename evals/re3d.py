"""re3d: names of actors and places, and relations between them, in government and encyclopedia texts.

Entities are what the network takes for a name. Relations are what `tocsin names` tells, the ties that the network sees between
names, and the claims of ties. All annotated relations count as gold, also those of kinds that tocsin does not tell (attributes, being
apart). The half of the documents that the network learns from is left out; on it was seen that acts with both sides named ("X
attacked Y") add next to no relation that is right.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
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
    exact_hits,
    f1,
    mention_offsets,
    overlap,
    overlap_hits,
    read_jsonl,
    run_task,
)
from tocsin import Coder
from tocsin.ingest import report_from_text
from tocsin.model import Claim, Sight
from tocsin.read import sentences
from tools.corpus_real import learnt_documents

DATA = SHARED / "data/open/re3d/re3d_docs.jsonl.gz"
KINDS = {"Organisation", "Person", "Nationality", "Location", "MilitaryPlatform"}
"""Entity types that name an actor or a place."""
CONFIDENCE = 0.5
"""Least crowd confidence, as the data's README advises."""
RELATIONS = {
    ("TIE", "part-of"): "BelongsTo",
    ("TIE", "leads"): "InChargeOf",
    ("TIE", "same-as"): "IsSynonymOf",
    ("TIE", "backed-by"): "AlliesOf",
}
"""Claim type and mode to the relation it states."""
TIES = {
    "at": "CoLocated",
    "part-of": "BelongsTo",
    "leads": "InChargeOf",
    "same-as": "IsSynonymOf",
    "allied-with": "AlliesOf",
    "fights": "FightingAgainst",
    "talks-with": "CommWith",
    "supports": "Likes",
    "opposes": "Dislikes",
}
"""Tie between two names to the relation it is."""
DIRECTED = {"BelongsTo", "InChargeOf"}
Relation = tuple[str, Offsets, Offsets]


def score(data: Path) -> Scored:
    """Score a re3d file: entity_f1 (exact), entity_overlap_f1, relation_f1 (type, both ends overlapping)."""
    coder = Coder()
    exact: list[Hits] = []
    relaxed: list[Hits] = []
    related: list[Hits] = []
    cases: list[Case] = []
    learnt = learnt_documents("re3d")
    for document in read_jsonl(data):
        if document["id"] in learnt:
            continue
        claims = code_claims(coder, document["text"])
        gold = {(e[0], e[1]) for e in document["entities"] if e[2] in KINDS and e[3] >= CONFIDENCE}
        sights = see(coder, document["text"])
        ours = {(name.start, name.end) for sight in sights for name in sight.names}
        exact.append(exact_hits(ours, gold))
        relaxed.append(overlap_hits(ours, gold))
        cases += [
            {"id": f"{document['id']}:{start}", "gold": [start, end], "predicted": _at(ours, start), "ok": ok}
            for start, end in sorted(gold)
            for ok in [(start, end) in ours]
        ]
        told = {*relations(claims), *tied(sights)}
        related.append(relation_hits(sorted(told), _gold_relations(document)))
    count = sum(hits[3] for hits in exact)
    return Scored(
        metrics={
            "entity_f1": estimate(exact, f1, count),
            "entity_overlap_f1": estimate(relaxed, f1, count),
            "relation_f1": estimate(related, f1, sum(hits[3] for hits in related)),
        },
        cases=cases,
    )


def see(coder: Coder, text: str) -> Sequence[Sight]:
    """Let the network see each sentence of a text."""
    read = sentences(report_from_text(text), coder.know)
    return coder.encoder.see_each(text, read) if coder.encoder else ()


def tied(sights: Iterable[Sight]) -> Iterator[Relation]:
    """Give the ties between names that the network sees."""
    for sight in sights:
        for tie in sight.ties:
            first, second = sight.names[tie.first], sight.names[tie.second]
            yield TIES[tie.kind], (first.start, first.end), (second.start, second.end)


def relations(claims: Sequence[Claim]) -> list[Relation]:
    """Relations that asserted claims of ties state, source first."""
    found = set()
    for claim in claims:
        kind = RELATIONS.get((claim.event_type, claim.mode))
        if kind and claim.factuality == "asserted":
            pairs = itertools.product(mention_offsets(claim.actor), mention_offsets(claim.recipient))
            found |= {(kind, source, target) for source, target in pairs}
    return sorted(found)


def relation_hits(ours: Sequence[Relation], gold: Sequence[Relation]) -> Hits:
    """Count relations of equal type whose ends overlap; undirected types match either way round."""
    right = sum(any(_same(one, two) for two in gold) for one in ours)
    found = sum(any(_same(one, two) for one in ours) for two in gold)
    return right, len(ours), found, len(gold)


def _same(ours: Relation, gold: Relation) -> bool:
    if ours[0] != gold[0]:
        return False
    straight = overlap(ours[1], gold[1]) and overlap(ours[2], gold[2])
    crossed = overlap(ours[1], gold[2]) and overlap(ours[2], gold[1]) and ours[0] not in DIRECTED
    return bool(straight or crossed)


def _gold_relations(document: dict[str, Any]) -> list[Relation]:
    return [
        (link["type"], (link["source"][0], link["source"][1]), (link["target"][0], link["target"][1]))
        for link in document["relations"]
        if link["confidence"] >= CONFIDENCE
    ]


def _at(ours: set[Offsets], start: int) -> list[int] | None:
    return next(([one[0], one[1]] for one in sorted(ours) if one[0] <= start < one[1]), None)


if __name__ == "__main__":
    run_task(score, DATA)
