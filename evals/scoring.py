"""What the tasks share: rates, bootstrap intervals, reading of data files, and the command line.

A task is a function from a data file to `Scored`. Its statistics are computed from one small record per
resampled group (a document, a row), so that the bootstrap never codes anything twice.
"""

import argparse
import gzip
import json
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tocsin import Coder
from tocsin.model import Claim, Mention

Group = TypeVar("Group")
Offsets = tuple[int, int]
"""Half-open code-point offsets."""
Hits = tuple[int, int, int, int]
"""Right predictions, all predictions, found gold, all gold."""
Case = dict[str, Any]
"""One judged case: id, gold, predicted, ok; never any text of the data."""

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""Where the data sets lie by default."""
RESAMPLES = 1000
"""Bootstrap samples: the usual number for percentile intervals (Efron and Tibshirani 1993, section 13.3)."""
SEED = 20201012


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A metric with its interval."""

    value: float
    """The metric on all groups."""
    low: float
    """2.5th percentile over the bootstrap samples."""
    high: float
    """97.5th percentile."""
    n: int
    """Number of cases it rests on."""


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """What a task returns."""

    metrics: dict[str, Estimate]
    """Metric name in snake_case to its estimate."""
    cases: list[Case]
    """What was judged, one by one."""


Task = Callable[[Path], Scored]


def estimate(groups: Sequence[Group], statistic: Callable[[Sequence[Group]], float], n: int) -> Estimate:
    """Compute a metric and its 95 % percentile bootstrap interval.

    Args:
        groups: what is resampled, with replacement and a fixed seed.
        statistic: the metric, from any sample of groups.
        n: number of cases to report.

    Returns:
        The estimate, rounded to 4 decimals; all zero without groups.
    """
    if not groups:
        return Estimate(value=0.0, low=0.0, high=0.0, n=0)
    dice = random.Random(SEED)  # noqa: S311 - resampling, no secret
    values = sorted(statistic(dice.choices(groups, k=len(groups))) for _ in range(RESAMPLES))
    low, high = values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]
    return Estimate(value=round(statistic(groups), 4), low=round(low, 4), high=round(high, 4), n=n)


def mean(values: Sequence[float]) -> float:
    """Average; 0.0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """Divide the sum of the first by the sum of the second elements; 0.0 when that is 0."""
    below = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / below if below else 0.0


def f1(hits: Sequence[Hits]) -> float:
    """Micro F1 over groups: harmonic mean of precision and recall; 0.0 when nothing is right."""
    right, predicted, found, gold = add_hits(hits)
    if not right or not found:
        return 0.0
    precision, recall = right / predicted, found / gold
    return 2 * precision * recall / (precision + recall)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the classes that occur in gold.

    Args:
        pairs: gold and predicted class; a prediction outside the gold classes ("" too) is only a miss.

    Returns:
        The unweighted mean, 0 to 1.
    """
    return mean(list(class_f1(pairs).values()))


def class_f1(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """F1 of each class that occurs in gold, from (gold, predicted) pairs."""
    gold: dict[str, int] = {}
    predicted: dict[str, int] = {}
    right: dict[str, int] = {}
    for want, got in pairs:
        gold[want] = gold.get(want, 0) + 1
        predicted[got] = predicted.get(got, 0) + 1
        if want == got:
            right[want] = right.get(want, 0) + 1
    return {name: 2 * right.get(name, 0) / (gold[name] + predicted.get(name, 0)) for name in sorted(gold)}


def pearson(sums: Sequence[tuple[float, float, float, float, float, float]]) -> float:
    """Pearson correlation from per-group sums.

    Args:
        sums: for each group n, sum x, sum y, sum xx, sum yy, sum xy.

    Returns:
        r, -1 to 1; 0.0 where one side is constant.
    """
    n, x, y, xx, yy, xy = (sum(column) for column in zip(*sums, strict=True))
    spread = (n * xx - x * x) * (n * yy - y * y)
    return (n * xy - x * y) / math.sqrt(spread) if n and spread > 1e-9 else 0.0


def overlap(one: Offsets, two: Offsets) -> int:
    """Number of code points in both stretches."""
    return max(0, min(one[1], two[1]) - max(one[0], two[0]))


def overlap_hits(predicted: Iterable[Offsets], gold: Iterable[Offsets]) -> Hits:
    """Count stretches that share at least one code point with one of the other side."""
    ours, theirs = set(predicted), set(gold)
    right = sum(any(overlap(one, two) for two in theirs) for one in ours)
    found = sum(any(overlap(one, two) for one in ours) for two in theirs)
    return right, len(ours), found, len(theirs)


def exact_hits(predicted: Iterable[Offsets], gold: Iterable[Offsets]) -> Hits:
    """Count stretches that both sides have exactly."""
    ours, theirs = set(predicted), set(gold)
    return len(ours & theirs), len(ours), len(ours & theirs), len(theirs)


def add_hits(hits: Sequence[Hits]) -> Hits:
    """Sum counts of several comparisons."""
    right, predicted, found, gold = (sum(column) for column in zip(*hits, strict=True))
    return right, predicted, found, gold


def mention_offsets(mentions: Iterable[Mention]) -> list[Offsets]:
    """Where mentions stand."""
    return [(mention.span.start, mention.span.end) for mention in mentions]


def trigger_offsets(claim: Claim) -> Offsets:
    """Where the word that names the act stands."""
    return claim.trigger.start, claim.trigger.end


def join_tokens(sentences: Sequence[Sequence[str]], breaks: Sequence[str]) -> tuple[str, list[Offsets]]:
    """Make a text of tokens.

    Args:
        sentences: tokens of each sentence.
        breaks: what follows each sentence (an empty line after a title).

    Returns:
        The text, tokens joined by single spaces, and the offsets of every token in order.
    """
    text, places = "", []
    for sentence, after in zip(sentences, breaks, strict=True):
        for number, token in enumerate(sentence):
            text += " " if number else ""
            places.append((len(text), len(text) + len(token)))
            text += token
        text += after
    return text.rstrip(), places


def code_claims(coder: Coder, text: str, published: str | None = None) -> tuple[Claim, ...]:
    """Code a text whose offsets must not move.

    Args:
        coder: the coder, made once for a task.
        text: the text as the data set has it.
        published: ISO day of publication, where the data set has one.

    Returns:
        The claims; their offsets count in `text`.

    Raises:
        ValueError: the coder cut the text, so its offsets cannot be compared with the data set's.
    """
    coded = coder.code(text, published=published)
    if coded.report is not None and len(coded.report.text) != len(text):
        message = (
            f"The report has {len(coded.report.text)} code points and the data {len(text)}: offsets moved."
        )
        raise ValueError(message)
    return coded.claims


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a JSONL file, compressed or not."""
    with _open(path) as lines:
        for line in lines:
            yield json.loads(line)


def read_tsv(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a TSV file with a header and no quoting, compressed or not."""
    with _open(path) as lines:
        header = next(lines).rstrip("\n").split("\t")
        for line in lines:
            yield dict(zip(header, line.rstrip("\n").split("\t"), strict=True))


def _open(path: Path) -> Any:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def write_cases(cases: Sequence[Case], path: Path) -> None:
    """Write judged cases as JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")


def run_task(score: Task, default: Path, arguments: Sequence[str] | None = None) -> None:
    """Run a task from the command line; its last line is one JSON object of metrics.

    Args:
        score: the task.
        default: its data file when none is named.
        arguments: command line; the process's own when None.
    """
    parser = argparse.ArgumentParser(description=score.__doc__)
    parser.add_argument("--data", type=Path, default=default, help="file in the format of ../shared/data")
    parser.add_argument("--cases", type=Path, help="write one JSON line per judged case here")
    chosen = parser.parse_args(arguments)
    if not chosen.data.exists():
        parser.error(f"{chosen.data} does not exist; name a data file with --data.")
    scored = score(chosen.data)
    if chosen.cases:
        write_cases(scored.cases, chosen.cases)
    print(json.dumps(msgspec.to_builtins(scored.metrics)))
