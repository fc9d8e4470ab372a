"""Mentions that the network learns: cut out of a treebank, and annotated in real texts."""

import gzip
import json
from pathlib import Path

import pytest

import tools.corpus_mentions
import training.statements
from evals.scoring import SHARED
from tools.corpus_mentions import NamedSentence, load_mentions, numbered, read_sheet
from tools.corpus_real import learnt_documents
from tools.corpus_records import CorpusError, GoldReport, GoldSentence
from training.mentions import treebank
from training.sentences import corpus, digest_sentence, held_out

DATA = SHARED / "data"
TREE = """# newdoc id = GUM_news_invented
1	The	the	DET	DT	_	2	det	_	Entity=(1-person-new-1
2	envoys	envoy	NOUN	NNS	Number=Plur	7	nsubj	_	_
3	of	of	ADP	IN	_	4	case	_	_
4	Velmark	Velmark	PROPN	NNP	_	2	nmod	_	Entity=(2-place-new-1)
5	in	in	ADP	IN	_	6	case	_	_
6	Odrel	Odrel	PROPN	NNP	_	2	nmod	_	Entity=(3-place-new-1)1)
7	met	meet	VERB	VBD	_	0	root	_	_
8	General	general	NOUN	NN	_	7	obj	_	Entity=(4-person-new-1
9	Idris	Idris	PROPN	NNP	_	8	flat	_	_
10	Vael	Vael	PROPN	NNP	_	8	flat	_	Entity=4)|SpaceAfter=No
11	,	,	PUNCT	,	_	13	punct	_	_
12	the	the	DET	DT	_	13	det	_	Entity=(4-person-new-2
13	commander	commander	NOUN	NN	_	8	appos	_	Entity=4)|SpaceAfter=No
14	.	.	PUNCT	.	_	7	punct	_	_

# newdoc id = GUM_vlog_invented
1	I	I	PRON	PRP	_	2	nsubj	_	Entity=(1-person-new-1)
2	cook	cook	VERB	VBP	_	0	root	_	_

"""
SHEET = """set: wikinews

## A1
> Rebels of the Karsa Front shelled Odrel; Odrel's mayor fled.
= {}
"""
TEXT = "Rebels of the Karsa Front shelled Odrel; Odrel's mayor fled."

needs_data = pytest.mark.skipif(not DATA.exists(), reason="the data sets are not beside the project")


def test_phrases_of_a_treebank_are_cut_short(tmp_path: Path) -> None:
    file = tmp_path / "tree.conllu.gz"
    file.write_bytes(gzip.compress(TREE.encode()))
    [example] = treebank(file)
    assert example.text == "The envoys of Velmark in Odrel met General Idris Vael, the commander."
    assert [(example.text[slice(*one.at)], one.kind) for one in example.named or ()] == [
        ("The envoys of Velmark", "group"),
        ("Odrel", "place"),
        ("General Idris Vael", "person"),
        ("the commander", "person"),
    ]


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    report = GoldReport(
        id="A1",
        setting="wikinews-train",
        use="train",
        writer="z",
        register="other",
        text=TEXT,
        sentences=(GoldSentence(start=0, end=len(TEXT)),),
    )
    monkeypatch.setattr(tools.corpus_mentions, "load_real", lambda _: [report])
    return tmp_path / "sheet.txt"


def test_a_sheet_becomes_offsets(sheet: Path) -> None:
    sheet.write_text(
        SHEET.format("group: Rebels of the Karsa Front | place: Odrel #1 | person: Odrel's mayor")
    )
    name, [sentence] = read_sheet(sheet)
    assert name == "wikinews"
    assert [(TEXT[start:end], kind) for start, end, kind in sentence.mentions] == [
        ("Rebels of the Karsa Front", "group"),
        ("Odrel", "place"),
        ("Odrel's mayor", "person"),
    ]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("place: Odrel", "more than once"),
        ("place: Lissen", "not in the sentence"),
        ("town: Odrel #1", "none of person, group, place, nation"),
        ("group: Rebels of the Karsa Front; Karsa Front", "overlaps"),
    ],
)
def test_faults_of_a_sheet_are_named(sheet: Path, written: str, fault: str) -> None:
    sheet.write_text(SHEET.format(written))
    with pytest.raises(CorpusError, match=fault):
        read_sheet(sheet)


TIED = """set: wikinews

## A1:0
> [1 Rebels of the Karsa Front] shelled [2 Odrel]; [3 Odrel's mayor] fled.
~ {}
"""


@pytest.fixture
def tied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    mentions = ((0, 25, "group"), (34, 39, "place"), (41, 54, "person"))
    known = NamedSentence(id="A1", start=0, end=len(TEXT), sha256="", mentions=mentions)
    monkeypatch.setattr(tools.corpus_mentions, "load_mentions", lambda _: [(TEXT, known)])
    assert numbered(TEXT, known) in TIED
    return tmp_path / "tied.txt"


def test_a_sheet_of_ties_becomes_pairs_of_mentions(tied: Path) -> None:
    tied.write_text(TIED.format("1 fights 2; 3 at 2"))
    _, [sentence] = read_sheet(tied)
    assert sentence.ties == ((0, 1, "fights"), (2, 1, "at"))
    tied.write_text(TIED.format(""))
    assert read_sheet(tied)[1][0].ties == ()


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("1 shells 2", "one of at"),
        ("1 at 4", "two of 3 mentions"),
        ("2 at 2", "two of 3"),
        ("1 at", "not 'NUMBER"),
    ],
)
def test_faults_of_ties_are_named(tied: Path, written: str, fault: str) -> None:
    tied.write_text(TIED.format(written))
    with pytest.raises(CorpusError, match=fault):
        read_sheet(tied)


STATEMENT = {
    "id": "A2",
    "text": "Minister Sten Maur met the Karsa Front in Odrel. He left.",
    "entities": [
        [0, 18, "Person", 1.0],
        [9, 18, "Person", 0.9],
        [23, 38, "Organisation", 0.8],
        [42, 47, "Location", 1.0],
        [42, 47, "Organisation", 0.2],
    ],
    "relations": [
        {"type": "CommWith", "source": [9, 18], "target": [23, 38], "confidence": 0.9},
        {"type": "CoLocated", "source": [0, 18], "target": [42, 47], "confidence": 0.7},
        {"type": "HasAttrOf", "source": [0, 18], "target": [42, 47], "confidence": 0.9},
        {"type": "Likes", "source": [0, 18], "target": [23, 38], "confidence": 0.2},
    ],
}


def test_entities_and_relations_become_mentions_and_ties(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "statements.jsonl.gz"
    lines = [STATEMENT, STATEMENT | {"id": "held-out"}]
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    monkeypatch.setattr(training.statements, "learnt_documents", lambda _: frozenset({"A2"}))
    first, second = training.statements.statements(file)
    assert [(first.text[slice(*one.at)], one.kind) for one in first.named or ()] == [
        ("Minister Sten Maur", "person"),
        ("the Karsa Front", "group"),
        ("Odrel", "place"),
    ]
    assert first.ties == ((0, 1, "talks-with"), (0, 2, "at"))
    assert (second.named, second.ties) == ((), ())


@needs_data
def test_annotated_mentions_fit_their_texts() -> None:
    sentences = list(load_mentions("wikinews"))
    assert len(sentences) > 900
    for words, sentence in sentences:
        for start, end, _ in sentence.mentions:
            mention = words[start - sentence.start : end - sentence.start]
            assert mention.strip() == mention != ""


@needs_data
def test_nothing_of_the_corpus_that_is_judged_is_learnt() -> None:
    barred = held_out(DATA)
    assert len(learnt_documents("re3d")) == 33
    assert not [example.id for example in corpus(DATA) if digest_sentence(example.text) in barred]
