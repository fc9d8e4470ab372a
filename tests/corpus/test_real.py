"""Claims of real texts keep to their words, and what is for the test is not learnt; all sentences here are invented."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import tools.corpus
from evals.real_text import score
from tools.corpus_real import SETS, load_real, write_real
from tools.corpus_records import CORPUS, SHARED, CorpusError, GoldReport
from tools.corpus_source import read_source
from training.sentences import digest_sentence, held_out

TEXT = "Minister visits Lissen\nMr Vael said:\nRebels shelled  the port on Monday. Police arrested six men. It rained.\n"
WORK = """setting: re3d-test
use: test
writer: x
## A1
register: other
title> Minister visits Lissen
* visits | CONSULT/visit asserted | actor: Minister | recipient: Lissen

> Mr Vael said:

> Rebels shelled the port on Monday.
* shelled | ASSAULT/heavy-weapons asserted | actor: Rebels | recipient: the port | says: s-1: Mr Vael
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of shared material with one document of one set."""
    path = tmp_path / "shared" / "data" / SETS["re3d"][0]
    path.parent.mkdir(parents=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "A1", "text": TEXT}) + "\n")
    return tmp_path / "shared"


@pytest.fixture
def folder(tmp_path: Path, data: Path) -> Path:
    """A folder that was not there, with the claims of that document."""
    work = tmp_path / "work.txt"
    work.write_text(WORK, encoding="utf-8")
    source = read_source(work)
    assert source.faults == ()
    write_real("re3d", source.reports, data, tmp_path / "real")
    return tmp_path / "real"


def of_the_test() -> list[GoldReport]:
    names = [name for name in SETS if (CORPUS / "real" / f"{name}.jsonl").is_file()]
    return [report for name in names for report in load_real(name) if report.use == "test"]


def test_the_words_are_left_out_and_found_again(folder: Path, data: Path) -> None:
    assert "shelled" not in (folder / "re3d.jsonl").read_text(encoding="utf-8")
    [report] = load_real("re3d", data, folder)
    visit, shelling = report.claims
    assert report.words(visit.trigger) == "visits"
    assert [report.words(ref) for ref in shelling.attribution] == ["Mr Vael"]
    assert report.words(shelling.recipient[0]) == "the port"


def test_another_text_is_refused(folder: Path, data: Path) -> None:
    path = data / "data" / SETS["re3d"][0]
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "A1", "text": TEXT.replace("port", "town")}) + "\n")
    with pytest.raises(CorpusError, match="other words"):
        list(load_real("re3d", data, folder))


def test_only_annotated_sentences_are_judged(folder: Path, data: Path) -> None:
    scored = score(data, folder)
    assert set(scored.metrics) == {"trigger_type_f1", "role_f1", "factuality_macro_f1"}
    assert scored.metrics["trigger_type_f1"].n == 2
    assert scored.metrics["role_f1"].value > 0
    arrest = TEXT.index("arrested")
    assert f"A1:{arrest}" not in [case["id"] for case in scored.cases]


def test_a_folder_without_test_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no report"):
        score(tmp_path, tmp_path)


def test_a_line_of_the_document_ends_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.corpus, "load_texts", lambda _: {"A1": TEXT})
    monkeypatch.setattr(tools.corpus, "load_days", lambda _: {})
    printed = CliRunner().invoke(tools.corpus.main, ["sheet", "re3d", "A1", "--use", "test"]).output
    paragraphs = printed.strip().split("\n\n")[-3:]
    assert "\n".join(paragraphs).replace("> ", "").splitlines()[-5:] == [
        "Minister visits Lissen",
        "Mr Vael said:",
        "Rebels shelled the port on Monday.",
        "Police arrested six men.",
        "It rained.",
    ]
    assert paragraphs[-2:] == [
        "> Mr Vael said:",
        "> Rebels shelled the port on Monday.\n> Police arrested six men.\n> It rained.",
    ]


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the data sets are not beside the project")
def test_no_real_sentence_of_the_test_is_learnt() -> None:
    barred = held_out(SHARED / "data")
    reports = of_the_test()
    assert sum(len(report.sentences) for report in reports) >= 300
    for report in reports:
        words = [report.words((sentence.start, sentence.end)) for sentence in report.sentences]
        assert [one for one in words if digest_sentence(one) not in barred] == []
