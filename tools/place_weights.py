r"""Fit the weights of `tocsin.resolve.chances` on open data, and say what they reach on documents left out.

    python -m tools.place_weights ../shared/data/open/muc/muc34_dev.jsonl.gz \
        ../shared/data/open/wikinews/wikinews_2019_2020.jsonl.gz evals/sets/places_own.yml

The templates of MUC-3/4 (public domain) say in which country and department the names of a message lie. Wikinews (CC BY)
says it itself where it writes the larger place behind a name, "Homs, Syria": that is blanked out, and the rest of the
article has to tell. A name that may be a country, and no region, is the country. Of our own reports of local news only the
half to develop on is read; they say what each name means.

Prints for each of four parts, fitted on the other three, how often the likeliest place is right and the mean negative
logarithm of the chance of the right ones, before and after; then the weights of all documents.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import yaml
from scipy.optimize import minimize

from evals.places_own import is_dev, is_right, toponyms
from evals.scoring import read_jsonl
from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge, load_knowledge
from tocsin.knowledge.places import Place, Places
from tocsin.knowledge.tokens import folded_words
from tocsin.model import Report, Sentence, Span, Where
from tocsin.read import sentences
from tocsin.resolve import chances
from tocsin.resolve.places import PlaceResolver
from tocsin.resolve.surroundings import holder_behind, match, within

PARTS = 4
"""Parts of the documents, each left out once."""

PASSES = 2
"""Fits in a row: what names mean to each other depends on the weights."""

HELD = 10.0
"""Strength that holds the weights near `PRIOR` (own choice): as much as some names say together."""

PRIOR = {
    "size": 1.25,
    "country": 9.0,
    "admin1": -0.3,
    "admin1_size": 1.25,
    "admin2": 0.0,
    "admin2_size": 0.5,
    "region": 8.0,
    "near": 2.0,
    "country_named": 0.9,
    "itself_named": 0.5,
    "region_named": 1.0,
    "country_share": 1.2,
    "region_share": 2.0,
    "region_names": 0.0,
}
"""What the fit starts from and is held near, all own choice, such that the cases of the tests come out right.

A town ten times larger is meant three and a half times as often; a region less than a town of its size, a county still less, a
country more than any town; names that lie near each other or in one country or region draw each other.
"""

_OWN = frozenset("admin1 admin1_size country_named country_share".split())

NAMES = tuple(name for name in PRIOR if name not in _OWN)
"""What is fitted. The others stay own choice: nearly all messages of MUC tell of one country, so that they say too much for
what is named, and most of their departments bear the name of a town. That a name means no place these data cannot tell."""

_TOWNS = frozenset("CITY TOWN VILLAGE MUNICIPALITY CAPITAL PORT".split())
_REGIONS = frozenset("DEPARTMENT PROVINCE STATE REGION".split())

_Numbers = np.ndarray[Any, Any]


class Document(msgspec.Struct):
    """A text and what names in it mean."""

    source: str
    """Name of its file."""
    report: Report
    """The text, with larger places blanked out."""
    spans: list[Sentence]
    """Its sentences."""
    right: dict[str, frozenset[str]]
    """Folded names to the places that are right."""


class Choice(msgspec.Struct):
    """A place name of a document, and its places."""

    rows: _Numbers
    """A row of facts for each place."""
    fixed: _Numbers
    """What the facts add whose weights are own choice."""
    right: _Numbers
    """Whether each row is right."""
    weight: float
    """One, less where the document repeats the name."""


class Noting(PlaceResolver):
    """Notes between which places it chooses, where no larger place is written behind them."""

    noted: tuple[str, tuple[str, ...]] | None = None

    def _choose(
        self, form: str, ids: Sequence[str], holders: Sequence[str], countries: frozenset[str]
    ) -> tuple[Place | None, str]:
        if not within(self._places, ids, holders) and not self._surroundings.pinned(form) & set(ids):
            self.noted = form, tuple(ids)
        return super()._choose(form, ids, holders, countries)


def main(paths: Sequence[Path]) -> None:
    """Fit and print.

    Args:
        paths: files of MUC-3/4, whose records have templates, of Wikinews, and of our own reports.
    """
    know = load_knowledge()
    chances.WEIGHTS.update(PRIOR)
    documents = [_document(path.name, record, know) for path in paths for record in _records(path)]
    documents = [document for document in documents if document.right]
    for part in range(PARTS):
        rest = [one for number, one in enumerate(documents) if number % PARTS != part]
        chances.WEIGHTS.update(PRIOR)
        _tell(f"{part} before", documents[part::PARTS], know)
        _fit(rest, know)
        _tell(f"{part} after ", documents[part::PARTS], know)
    chances.WEIGHTS.update(PRIOR)
    _fit(documents, know)
    _tell("all", documents, know)
    print({name: round(chances.WEIGHTS[name], 2) for name in NAMES})


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Read the records of a file; of our own reports those to develop on."""
    if path.suffix == ".yml":
        every = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from (record for record in every if is_dev(record["id"]))
    else:
        yield from read_jsonl(path)


def _document(source: str, record: dict[str, Any], know: Knowledge) -> Document:
    """Make a document of a record."""
    if "places" in record:
        text, found = toponyms(record)
        report = report_from_text(text)
        right: dict[str, frozenset[str]] = {}
        for span, meant in found:
            form = " ".join(folded_words(span.quote))
            ids = frozenset(i for i in know.places.named(form) if is_right(know.places[i], meant))
            right |= {form: ids} if ids else {}
        return Document(source, report, list(sentences(report, know)), right)
    report = report_from_text(record["text"])
    spans = list(sentences(report, know))
    if "templates" in record:
        return Document(source, report, spans, _right_by_key(record, know.places))
    text, right = _hidden(report, spans, know.places)
    report = report_from_text(text)
    return Document(source, report, list(sentences(report, know)), right)


def _right_by_key(record: dict[str, Any], known: Places) -> dict[str, frozenset[str]]:
    """Give the right places of the names in the locations of templates: a country, then what lies in it."""
    right: dict[str, frozenset[str]] = {}
    locations = [template["location"] for template in record["templates"] if template.get("location")]
    for levels in (parsed for location in locations for parsed in location.get("parsed") or ()):
        form = " ".join(folded_words(levels[0][0]))
        countries = holders = tuple(i for i in known.named(form) if known[i].kind == "country")
        right[form] = frozenset(countries)
        for name, kind in (level for level in levels[1:] if level[1] in _TOWNS | _REGIONS):
            form = " ".join(folded_words(name))
            ids = known.named(form)
            inside = within(known, ids, countries)
            regions = tuple(i for i in inside if known[i].kind == "admin1")
            if kind in _REGIONS and regions:
                holders = regions
                inside = regions + within(known, ids, regions)
            else:
                inside = within(known, ids, holders) or inside
                inside = tuple(i for i in inside if known[i].kind != "admin1")
            right[form] = right.get(form, frozenset()) | frozenset(inside)
    return {form: ids for form, ids in right.items() if ids}


def _hidden(
    report: Report, spans: Sequence[Sentence], known: Places
) -> tuple[str, dict[str, frozenset[str]]]:
    """Blank out the larger places behind names; give the text, and what they and the names of countries tell is right."""
    text, right = list(report.text), dict[str, frozenset[str]]()
    for sentence in spans:
        tokens, words, at = sentence.tokens, [token.lower for token in sentence.tokens], 0
        while at < len(words):
            length, ids = match(known, tokens[at].text, words, at)
            end, form = at + length, " ".join(words[at : at + length])
            at += length or 1
            kinds = {known[i].kind for i in ids}
            if "country" in kinds and "admin1" not in kinds:
                right[form] = frozenset(i for i in ids if known[i].kind == "country")
            inside = within(known, ids, holder_behind(known, tokens, words, end)) if length else ()
            if not inside or {"country", "admin1"} & kinds:  # "Alabama, Arkansas" is a list
                continue
            right[form] = right.get(form, frozenset()) | frozenset(inside)
            held = end + 2 if words[end + 1] in {"the", "in"} else end + 1
            stop = held + match(known, tokens[held].text, words, held)[0]
            stop += stop < len(words) and words[end] == "(" and words[stop] == ")"
            gap = slice(tokens[end].start, tokens[stop - 1].end)
            text[gap] = " " * (gap.stop - gap.start)
            at = stop
    return "".join(text), right


def _tell(what: str, documents: Sequence[Document], know: Knowledge) -> None:
    """Print how often the likeliest place is right, and the loss, by file."""
    for source in sorted({document.source for document in documents}):
        found = [c for one in documents if one.source == source for c in _choices(one, know)]
        weights = np.array([chances.WEIGHTS[name] for name in NAMES])
        scores = [choice.rows @ weights + choice.fixed for choice in found]
        best = sum(bool(c.right[s.argmax()]) for c, s in zip(found, scores, strict=True)) / len(found)
        logs = [
            np.logaddexp.reduce(s) - np.logaddexp.reduce(s[c.right])
            for c, s in zip(found, scores, strict=True)
        ]
        print(f"{what} {source}: right {best:.3f} loss {np.mean(logs):.3f} of {len(found)}", flush=True)


def _fit(documents: Sequence[Document], know: Knowledge) -> None:
    """Fit the weights in place, by the likelihood of the right places; each file counts as much as the others."""
    prior = np.array([PRIOR[name] for name in NAMES])
    for _ in range(PASSES):
        per_file: dict[str, list[Choice]] = {}
        for one in documents:
            per_file.setdefault(one.source, []).extend(_choices(one, know))
        total = sum(map(len, per_file.values()))
        for found in per_file.values():
            for choice in found:
                choice.weight *= total / len(per_file) / len(found)
        choices = [choice for found in per_file.values() for choice in found]
        owner = np.repeat(np.arange(len(choices)), [len(choice.right) for choice in choices])
        sums = (
            np.vstack([choice.rows for choice in choices]),
            np.concatenate([choice.fixed for choice in choices]),
            np.concatenate([choice.right for choice in choices]),
            owner,
            np.array([choice.weight for choice in choices]),
        )
        fitted = minimize(_loss, prior, (prior, *sums), jac=True, method="L-BFGS-B").x
        chances.WEIGHTS.update(zip(NAMES, map(float, fitted), strict=True))


def _loss(weights: _Numbers, prior: _Numbers, *sums: _Numbers) -> tuple[float, _Numbers]:
    """Give how unlikely the right places are, and how that changes with the weights."""
    rows, fixed, right, owner, weight = sums
    first = np.searchsorted(owner, np.arange(len(weight)))
    scores = rows @ weights + fixed
    powers = np.exp(np.maximum(scores - np.maximum.reduceat(scores, first)[owner], -500.0))
    all_of, right_of = np.add.reduceat(powers, first), np.add.reduceat(powers * right, first)
    apart = powers / all_of[owner] - powers * right / right_of[owner]
    value = -(weight * np.log(right_of / all_of)).sum() + HELD * ((weights - prior) ** 2).sum()
    return value, rows.T @ (apart * weight[owner]) + 2 * HELD * (weights - prior)


def _choices(one: Document, know: Knowledge) -> Iterator[Choice]:
    """Give the names of a document whose right places are known and that might mean others."""
    resolver = Noting(one.report, one.spans, know)
    found: list[tuple[str, tuple[str, ...]]] = []
    for where in _asked(one, know.places):
        resolver.noted = None
        resolver.where(where)
        if resolver.noted is not None and resolver.noted[0] in one.right:
            found.append(resolver.noted)
    times = Counter(form for form, _ in found)
    weighed = resolver._surroundings.chances  # noqa: SLF001
    for form, ids in found:
        right = np.array([i in one.right[form] for i in ids])
        if right.any() and not right.all():
            facts = [
                chances.place_facts(p, know.places) | msgspec.structs.asdict(weighed.facts(p, form))
                for p in map(know.places.__getitem__, ids)
            ]
            rows = np.array([[row.get(name, 0.0) for name in NAMES] for row in facts])
            fixed = np.array([chances.dot({k: v for k, v in row.items() if k not in NAMES}) for row in facts])
            yield Choice(rows, fixed, right, 1 / math.sqrt(times[form]))


def _asked(one: Document, known: Places) -> Iterator[Where]:
    """Give the names of a document that are to be placed."""
    for sentence in one.spans:
        tokens, words, at = sentence.tokens, [token.lower for token in sentence.tokens], 0
        while at < len(words):
            length, _ = match(known, tokens[at].text, words, at)
            if length and " ".join(words[at : at + length]) in one.right:
                start, end = tokens[at].start, tokens[at + length - 1].end
                yield Where(span=Span(start=start, end=end, quote=one.report.text[start:end]))
            at += length or 1


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
