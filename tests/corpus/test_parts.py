"""What is for the test is never learnt from, and was written by another hand."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from evals.corpus import score, trim_party
from tools.corpus import load_corpus
from tools.corpus_checks import faults_against
from tools.corpus_records import SHARED, CorpusError, GoldReport, Use
from training.drills import Drills
from training.sentences import DRILL_ROUNDS, DRILL_SEED, annotated


def digests(texts: Iterable[str]) -> frozenset[str]:
    """Digest sentences without regard to case, marks and spaces."""
    return frozenset(
        hashlib.sha256(" ".join(re.findall(r"\w+", text.lower())).encode()).hexdigest() for text in texts
    )


def part(use: Use) -> list[GoldReport]:
    return [report for report in load_corpus() if report.use == use]


def bodies(use: Use) -> frozenset[str]:
    return digests(
        report.words((sentence.start, sentence.end)) for report in part(use) for sentence in report.sentences
    )


@pytest.mark.parametrize("use", ["dev", "test"])
def test_no_sentence_for_judging_is_learnt(use: Use) -> None:
    drilled = digests(example.text for example in Drills(DRILL_SEED).examples(DRILL_ROUNDS))
    learnt = digests(example.text for example in annotated("train"))
    assert len(drilled) > 100
    assert len(learnt) > 1000
    assert not bodies(use) & (learnt | drilled)


def test_test_and_development_part_share_no_sentence() -> None:
    assert not bodies("test") & bodies("dev")


def test_the_digests_find_a_sentence_again() -> None:
    assert digests(["Rebels shelled  Lissen."]) == digests(["rebels shelled lissen"])


def test_the_test_part_is_by_another_hand_and_large_enough() -> None:
    test = part("test")
    assert not {report.writer for report in test} & {report.writer for report in part("train")}
    assert len(test) >= 40
    assert len({report.setting for report in test}) >= 8
    assert sum(len(report.sentences) for report in test) >= 500


def test_no_sentence_of_the_test_part_stands_in_outside_data() -> None:
    if not (SHARED / "data/open").is_dir():
        pytest.skip("the shared data sets are not there")
    assert list(faults_against(part("test"))) == []


def test_a_folder_without_the_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="use: test"):
        score(tmp_path)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("the two surveyors", "surveyors"),
        ("between 15 and 20 gold diggers", "gold diggers"),
        ("some 900 farmers", "farmers"),
        ("an envoy", "envoy"),
        ("44", "44"),
        ("rebels", "rebels"),
    ],
)
def test_a_party_is_compared_without_its_number(words: str, left: str) -> None:
    report = GoldReport(
        id="r", setting="s", use="dev", writer="x", register="agency", text=words, sentences=()
    )
    assert report.words(trim_party((0, len(words)), report)) == left
