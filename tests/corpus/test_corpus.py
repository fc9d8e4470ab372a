"""The corpus is sound, and its notation says what is wrong in words that help."""

from pathlib import Path

import pytest

from tools.corpus import load_corpus
from tools.corpus_checks import faults_of_all
from tools.corpus_records import CORPUS, CorpusError
from tools.corpus_source import read_source

HEAD = "setting: river\nuse: train\nwriter: x\n## river-01\nregister: agency\npublished: 2031-04-02\n"
RAID = "> Rebels shelled the port of Lissen on Monday, killing at least two people, police said.\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "river.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_the_corpus_has_no_faults() -> None:
    reports = load_corpus()
    assert len(reports) > 100
    assert list(faults_of_all(reports)) == []


def test_the_example_of_the_guide_is_sound(tmp_path: Path) -> None:
    example = (CORPUS / "GUIDE.md").read_text(encoding="utf-8").split("```\n")[1]
    path = tmp_path / "example.txt"
    path.write_text(example, encoding="utf-8")
    source = read_source(path)
    assert source.faults == ()
    [report] = source.reports
    lift = next(claim for claim in report.claims if claim.id == "b")
    assert (lift.event_type, lift.factuality) == ("RETREAT", "demanded")
    assert report.claims[0].condition is not None
    assert report.claims[0].condition.claim == "b"


def test_words_become_offsets(tmp_path: Path) -> None:
    claim = "* shelled | ASSAULT/heavy-weapons asserted | actor: Rebels | recipient: the port of Lissen | "
    [report] = read_source(
        written(tmp_path, RAID + claim + "when: on Monday | dead: at least two | says: police\n")
    ).reports
    [found] = report.claims
    assert report.words(found.trigger) == "shelled"
    assert [report.words(ref) for ref in found.actor] == ["Rebels"]
    assert (found.counts[0].low, found.counts[0].high) == (2, None)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("* shot | ASSAULT asserted", "stands 0 times"),
        ("* shelled | ATTACK asserted", "unknown type"),
        ("* shelled | ASSAULT/laser asserted", "has no mode"),
        ("* shelled | ASSAULT", "no factuality"),
        ("* shelled | ASSAULT asserted | victim: people", "cannot read"),
        ("* shelled | ASSAULT asserted | by: Monday", "has no deadline"),
        ("* shelled | ASSAULT asserted | about: @x", "points to no claim"),
    ],
)
def test_a_fault_is_said_with_its_line(tmp_path: Path, claim: str, said: str) -> None:
    faults = read_source(written(tmp_path, RAID + claim + "\n")).faults
    assert any(said in fault and fault.startswith("river.txt:") for fault in faults), faults


def test_a_near_copy_is_found(tmp_path: Path) -> None:
    twin = RAID.replace("Rebels", "Fighters").replace("river-01", "river-02")
    reports = read_source(written(tmp_path, RAID + "\n" + twin)).reports
    assert any("near copy" in fault or "names and numbers" in fault for fault in faults_of_all(reports))


def test_a_faulty_folder_is_refused(tmp_path: Path) -> None:
    written(tmp_path, RAID + "* shot | ASSAULT asserted\n")
    with pytest.raises(CorpusError, match=r"river\.txt"):
        load_corpus(tmp_path)
