"""What must hold across the corpus: one of each, no near copies, one use for a setting, other hands for the test."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.corpus_records import ROOT, SHARED, GoldReport

GRAM = 4
"""Words of a stretch by which sentences are compared."""
NEAR = 0.6
"""Share of common stretches from which two sentences are near copies."""
SKELETON = 9
"""Words from which two sentences must not be the same but for names and numbers."""
SHORTEST = 7
"""Words from which a sentence is compared with other data at all."""

Place = tuple[GoldReport, int]
"""A report and the number of a sentence."""


def faults_of_all(reports: Sequence[GoldReport]) -> Iterator[str]:
    """Say what is wrong between reports; each file by itself is checked when it is read.

    Args:
        reports: all reports.

    Yields:
        A line for each fault.
    """
    yield from _faults_of_uses(reports)
    yield from _faults_of_copies(reports)


def faults_against(reports: Sequence[GoldReport], shared: Path = SHARED) -> Iterator[str]:
    """Find sentences that also stand in outside data, or in what tocsin is tested with.

    Args:
        reports: invented reports.
        shared: the folder of the data sets; what is not there is not compared.

    Yields:
        A line for each sentence.
    """
    known: dict[tuple[str, ...], list[tuple[tuple[str, ...], Place]]] = defaultdict(list)
    for report, number in _places(reports):
        words = _words(_text((report, number)))
        if len(words) >= SHORTEST:
            known[words[:SHORTEST]].append((words, (report, number)))
    for name, text in _outside(shared):
        words = _words(text)
        for start in range(len(words) - SHORTEST + 1):
            for wanted, place in known.get(words[start : start + SHORTEST], ()):
                if words[start : start + len(wanted)] == wanted:
                    yield f"{_name(place)} also stands in {name}; write another"


def _places(reports: Iterable[GoldReport]) -> Iterator[Place]:
    for report in reports:
        for number in range(len(report.sentences)):
            yield report, number


def _text(place: Place) -> str:
    report, number = place
    sentence = report.sentences[number]
    return report.words((sentence.start, sentence.end))


def _name(place: Place) -> str:
    report, number = place
    return f"{report.file}:{report.sentences[number].line}: {report.id}, sentence {number + 1}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def _faults_of_uses(reports: Sequence[GoldReport]) -> Iterator[str]:
    ids: dict[str, str] = {}
    uses: dict[str, set[str]] = defaultdict(set)
    hands: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.id in ids:
            yield f"{report.file}: the id {report.id} also stands in {ids[report.id]}; give it another number"
        ids[report.id] = report.file
        uses[report.setting].add(report.use)
        hands[report.use].add(report.writer)
    for setting, found in sorted(uses.items()):
        if len(found) > 1:
            yield f"the setting {setting} is used for {', '.join(sorted(found))}; a setting has one use"
    for writer in sorted(hands["test"] & hands["train"]):
        yield f"{writer} wrote for train and test; the test is written by other hands"


def _faults_of_copies(reports: Sequence[GoldReport]) -> Iterator[str]:
    """Find sentences that are near copies of an earlier one, or have its skeleton."""
    exact: dict[tuple[str, ...], Place] = {}
    bones: dict[tuple[str, ...], Place] = {}
    by_gram: dict[tuple[str, ...], list[int]] = defaultdict(list)
    seen: list[tuple[Place, int]] = []
    for place in _places(reports):
        words = _words(_text(place))
        grams = {words[at : at + GRAM] for at in range(len(words) - GRAM + 1)}
        skeleton = _skeleton(_text(place))
        if len(words) > GRAM and words in exact:
            yield f"{_name(place)} is the same as {_name(exact[words])}"
        elif twin := _near(grams, by_gram, seen):
            yield f"{_name(place)} is a near copy of {_name(twin)}; write it differently"
        elif len(skeleton) >= SKELETON and skeleton in bones:
            yield f"{_name(place)} differs only in names and numbers from {_name(bones[skeleton])}"
        exact.setdefault(words, place)
        bones.setdefault(skeleton, place)
        for gram in grams:
            by_gram[gram].append(len(seen))
        seen.append((place, len(grams)))


def _near(
    grams: set[tuple[str, ...]], by_gram: dict[tuple[str, ...], list[int]], seen: list[tuple[Place, int]]
) -> Place | None:
    if len(grams) < GRAM:
        return None
    common: dict[int, int] = defaultdict(int)
    for gram in grams:
        for number in by_gram.get(gram, ()):
            common[number] += 1
    for number, count in sorted(common.items()):
        if count >= NEAR * max(len(grams), seen[number][1]):
            return seen[number][0]
    return None


def _skeleton(text: str) -> tuple[str, ...]:
    """Words in order, with one mark for each run of names and numbers; nothing for text in capitals."""
    if text.isupper():
        return ()
    bones: list[str] = []
    for word in re.findall(r"[\w'’-]+", text):
        bone = "_" if word[0].isupper() or word[0].isdigit() else word
        if bone != "_" or bones[-1:] != ["_"]:
            bones.append(bone)
    return tuple(bones)


def _outside(shared: Path) -> Iterator[tuple[str, str]]:
    """Give the texts of the shared data sets and of tocsin's own tests: name, text."""
    for folder in ("data/open", "data/internal"):
        for path in sorted(shared.glob(f"{folder}/**/*.gz")):
            if "/ud/" in path.as_posix() or "/ner/" in path.as_posix():
                continue
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    yield path.name, _strings(line) if ".jsonl" in path.name else line
    own = [
        *ROOT.glob("src/tocsin/examples/*"),
        *ROOT.glob("tests/cases/**/*.yml"),
        *ROOT.glob("evals/cases/*"),
    ]
    for path in sorted(path for path in own if path.is_file()):
        yield path.name, path.read_text(encoding="utf-8")


def _strings(line: str) -> str:
    """Put all words of a record together; the words of a list of tokens follow one another."""
    waiting = [json.loads(line)]
    found: list[str] = []
    while waiting:
        top = waiting.pop()
        if isinstance(top, dict):
            waiting.extend(reversed(list(top.values())))
        elif isinstance(top, list):
            waiting.extend(reversed(top))
        elif isinstance(top, str):
            found.append(top)
    return " ".join(found)
