"""Working sheets of real texts, and the way of their claims into the repository without the words."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools.corpus import main
from tools.corpus_numbers import read_number
from tools.corpus_real import SETS, load_days, load_real, load_texts, write_real
from tools.corpus_records import CorpusError
from tools.corpus_source import read_source

TEXT = "Friday, April 2, 2031\n\nRebels shelled the  port on Monday.\n\nThe mayor left. It rained."
WORK = """setting: wikinews-train
use: train
writer: x
## doc-1
register: other
published: 2031-04-02
> Rebels shelled the port on Monday.
* shelled | ASSAULT/heavy-weapons asserted | actor: Rebels | recipient: the port | when: on Monday

> It rained.
"""


def put(folder: Path, text: str) -> Path:
    """Write a set of one document and return the shared folder."""
    path = folder / "data" / SETS["wikinews"][0]
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "doc-1", "date": "2031-04-02", "text": text}) + "\n")
    return folder


def work(tmp_path: Path, text: str = WORK) -> Path:
    path = tmp_path / "work.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_offsets_lead_back_to_the_words(tmp_path: Path) -> None:
    shared = put(tmp_path, TEXT)
    written = write_real("wikinews", read_source(work(tmp_path)).reports, shared, tmp_path)
    assert "Rebels" not in written.read_text(encoding="utf-8")
    [report] = load_real("wikinews", shared, tmp_path)
    [claim] = report.claims
    assert [report.words(ref) for ref in (claim.trigger, *claim.actor, *claim.recipient)] == [
        "shelled",
        "Rebels",
        "the  port",
    ]
    assert [report.words((s.start, s.end)) for s in report.sentences][1] == "It rained."


def test_a_document_that_changed_is_refused(tmp_path: Path) -> None:
    reports = read_source(work(tmp_path)).reports
    write_real("wikinews", reports, put(tmp_path, TEXT), tmp_path)
    with pytest.raises(CorpusError, match="other words"):
        list(load_real("wikinews", put(tmp_path, TEXT.replace("port", "fort")), tmp_path))


def test_sentences_must_stand_in_the_document_in_its_order(tmp_path: Path) -> None:
    turned = WORK.replace("> It rained.\n", "> Friday, April 2, 2031\n")
    with pytest.raises(CorpusError, match="not in doc-1 behind"):
        write_real("wikinews", read_source(work(tmp_path, turned)).reports, put(tmp_path, TEXT), tmp_path)


def test_a_sheet_has_the_day_and_no_line_across_paragraphs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = put(tmp_path, TEXT)
    monkeypatch.setattr("tools.corpus.load_texts", lambda name: load_texts(name, shared))
    monkeypatch.setattr("tools.corpus.load_days", lambda name: load_days(name, shared))
    shown = CliRunner().invoke(main, ["sheet", "wikinews", "doc-1", "--use", "train"]).output
    assert "published: 2031-04-02" in shown
    assert [line for line in shown.splitlines() if line.startswith("> ")] == [
        "> Friday, April 2, 2031",
        "> Rebels shelled the port on Monday.",
        "> The mayor left.",
        "> It rained.",
    ]


def test_a_broken_million_is_a_number() -> None:
    assert read_number("1.7 million") == 1_700_000
