"""Fit the weights of `tocsin.resolve.chances` and say what they reach on documents that they were not fitted on.

    python tools/place_weights.py ../shared/data/internal/geo/lgl.jsonl.gz ../shared/data/internal/geo/geowebnews.jsonl.gz

Prints the weights of all documents, and for each of four parts, fitted on the other three, the share of place names that
are right within 161 km and the share that is answered.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from scipy.optimize import minimize

from evals.places import NEAR_KM, Atlas, distance_km
from evals.scoring import read_jsonl
from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.knowledge.places import Place
from tocsin.model import Span, Where
from tocsin.read import sentences
from tocsin.resolve import chances
from tocsin.resolve.places import PlaceResolver
from tocsin.resolve.surroundings import within

PARTS = 4
"""Parts of the documents, each left out once."""

PASSES = 2
"""Fits in a row: what names mean to each other depends on the weights."""

HELD = 0.3
"""Strength that holds the weights near nought (own choice)."""

NAMES = tuple(name for name in chances.WEIGHTS if name not in {"capital", "listed"})
"""What is fitted: the documents tell little of war."""


_Numbers = np.ndarray[Any, Any]


class Choice(msgspec.Struct):
    """A place name of a document, and its places."""

    rows: _Numbers
    """A row of facts for each place, the last for none of them."""
    right: _Numbers
    """Whether each row is right."""
    weight: float
    """One, less where the document repeats the name."""


class Noting(PlaceResolver):
    """Notes between which places it chooses."""

    noted: tuple[str, tuple[str, ...], bool] | None = None

    def _choose(
        self, form: str, ids: Sequence[str], holders: Sequence[str], countries: frozenset[str]
    ) -> tuple[Place | None, str]:
        held = within(self._places, ids, holders)
        pinned = tuple(i for i in ids if i in self._surroundings.pinned(form))
        self.noted = form, held or pinned or tuple(ids), bool(held or pinned)
        return super()._choose(form, ids, holders, countries)


def main(paths: Sequence[Path]) -> None:
    """Fit and print.

    Args:
        paths: files of documents with toponyms.
    """
    know = load_knowledge()
    atlas = Atlas(know)
    documents = []
    for path in paths:
        for document in read_jsonl(path):
            report = report_from_text(document["text"])
            documents.append((path.name, document, report, list(sentences(report, know))))
    start = dict(chances.WEIGHTS)
    for part in range(PARTS):
        chances.WEIGHTS.update(start)
        rest = [one for number, one in enumerate(documents) if number % PARTS != part]
        _fit(rest, know, atlas)
        score: dict[str, Counter[str]] = {}
        for name, document, report, spans in documents[part::PARTS]:
            resolver = PlaceResolver(report, spans, know)
            for toponym, where in _asked(document):
                found = atlas.place(resolver.where(where).place)
                counts = score.setdefault(name, Counter())
                counts.update(asked=1, answered=found is not None)
                counts.update(right=found is not None and atlas.right(found, toponym))
        for name, counts in sorted(score.items()):
            shares = " ".join(f"{key} {counts[key] / counts['asked']:.4f}" for key in ("right", "answered"))
            print(part, name, shares, counts["asked"], flush=True)
    chances.WEIGHTS.update(start)
    _fit(documents, know, atlas)
    print({name: round(value, 2) for name, value in chances.WEIGHTS.items()})


def _asked(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Where]]:
    for toponym in document["toponyms"]:
        if toponym.get("lat") is not None:
            span = Span(start=toponym["start"], end=toponym["end"], quote=toponym["name"])
            yield toponym, Where(span=span)


def _fit(documents: Sequence[Any], know: Any, atlas: Atlas) -> None:
    """Fit the weights in place, by the likelihood of the right places."""
    for _ in range(PASSES):
        per_file: dict[str, list[Choice]] = {}
        for one in documents:
            per_file.setdefault(one[0], []).extend(_choices(one, know, atlas))
        choices = [choice for found in per_file.values() for choice in found]
        share = {
            id(choice): len(choices) / len(per_file) / len(found)
            for found in per_file.values()
            for choice in found
        }
        rows = np.vstack([choice.rows for choice in choices])
        right = np.concatenate([choice.right for choice in choices])
        owner = np.repeat(np.arange(len(choices)), [len(choice.right) for choice in choices])
        first = np.searchsorted(owner, np.arange(len(choices)))
        weight = np.array([choice.weight * share[id(choice)] for choice in choices])

        start = [chances.WEIGHTS[name] for name in NAMES]
        sums = rows, right, owner, first, weight
        fitted = minimize(_loss, start, sums, jac=True, method="L-BFGS-B").x
        chances.WEIGHTS.update(zip(NAMES, map(float, fitted), strict=True))


def _loss(
    weights: _Numbers, rows: _Numbers, right: _Numbers, owner: _Numbers, first: _Numbers, weight: _Numbers
) -> tuple[float, _Numbers]:
    """Give how unlikely the right places are, and how that changes with the weights."""
    scores = rows @ weights
    powers = np.exp(scores - np.maximum.reduceat(scores, first)[owner])
    all_of, right_of = np.add.reduceat(powers, first), np.add.reduceat(powers * right, first)
    apart = powers / all_of[owner] - powers * right / right_of[owner]
    value = -(weight * np.log(right_of / all_of)).sum() + HELD * (weights**2).sum()
    return value, rows.T @ (apart * weight[owner]) + 2 * HELD * weights


def _choices(one: Any, know: Any, atlas: Atlas) -> Iterator[Choice]:
    _, document, report, spans = one
    resolver = Noting(report, spans, know)
    found: list[tuple[dict[str, Any], tuple[str, tuple[str, ...], bool]]] = []
    for toponym, where in _asked(document):
        resolver.noted = None
        resolver.where(where)
        if resolver.noted is not None:
            found.append((toponym, resolver.noted))
    times = Counter(form for _, (form, _, _) in found)
    weighed = resolver._surroundings.chances  # noqa: SLF001
    for toponym, (form, ids, is_held) in found:
        places = [know.places[i] for i in ids]
        facts = [
            chances.place_facts(p, know.places) | msgspec.structs.asdict(weighed.facts(p, form))
            for p in places
        ]
        right = [_is_right(place, toponym, atlas) for place in places]
        if not is_held:
            facts.append(chances.none_facts(form, places, know.places))
            right.append(not any(right))
        if any(right):
            rows = np.array([[row.get(name, 0.0) for name in NAMES] for row in facts])
            yield Choice(rows, np.array(right), 1 / math.sqrt(times[form]))


def _is_right(place: Place, toponym: dict[str, Any], atlas: Atlas) -> bool:
    """Tell whether a place is right; of a second-level subdivision the middle must lie near too."""
    if place.kind == "admin2" and place.middle is not None:
        away = distance_km(float(toponym["lat"]), float(toponym["lon"]), *place.middle)
        return away <= NEAR_KM and atlas.right(place, toponym)
    return atlas.right(place, toponym)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
