"""The network reads each sentence by itself: the same numbers in any company, on any number of threads."""

import shutil
from pathlib import Path

import pytest

import tocsin
from tocsin.coder import Coder
from tocsin.errors import InputError, WeightsMissing
from tocsin.read.encoder import FOLDER, Encoder, load_encoder

NEWS = (
    "Osk Front fighters strafed an army post near Kasimar on Tuesday, killing two soldiers.",
    "Velmark waived visa fees for Kestrian students.",
    "The baker's price war entered its third week.",
)


def test_acts_lie_on_their_words() -> None:
    [act, *_] = load_encoder().see(NEWS[0], offset=100).acts
    text = " " * 100 + NEWS[0]
    assert text[act.start : act.end] == "strafed"
    assert act.event_type == "ASSAULT"
    assert [text[one.start : one.end] for one in act.roles if one.role == "actor"] == ["Osk Front fighters"]
    assert 0.5 < act.score <= 1.0


def test_threads_and_order_change_nothing() -> None:
    alone = [Encoder(threads=1).see(text) for text in NEWS]
    assert [Encoder(threads=2).see(text) for text in reversed(NEWS)] == alone[::-1]


def test_peaceful_words_stay_peaceful() -> None:
    assert not [act for act in load_encoder().see(NEWS[2]).acts if act.event_type == "ASSAULT"]


@pytest.mark.parametrize("text", ["", " ", "x" * 5000, "війна " * 400, "🔥" * 60, "a\x00b", "\u202e killed"])
def test_odd_sentences_are_read_to_their_end(text: str) -> None:
    for act in load_encoder().see(text).acts:
        assert 0 <= act.start < act.end <= len(text)


@pytest.mark.parametrize("name", ["reader.onnx", "pair.onnx", "tie.onnx"])
def test_weights_that_were_changed_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(FOLDER, folder)
    graph = bytearray((folder / name).read_bytes())
    graph[len(graph) // 2] ^= 1
    (folder / name).write_bytes(graph)
    with pytest.raises(WeightsMissing, match="reinstall"):
        Encoder(folder)
    (folder / name).unlink()
    with pytest.raises(WeightsMissing, match="reinstall"):
        Encoder(folder)


def test_claims_say_which_reader_made_them() -> None:
    text = "Union members picketed the port of Lissen. Rebels shelled the port of Odrel."
    joined = tocsin.code(text).claims
    assert {claim.by.split("/")[0] for claim in joined} == {"network", "patterns"}
    assert all(claim.score is not None and 0 < claim.score <= 1 for claim in joined)
    alone = Coder(reader="patterns").code(text).claims
    assert {claim.by.split("/")[0] for claim in alone} == {"patterns"}


def test_there_is_no_third_reader() -> None:
    with pytest.raises(InputError, match="network and patterns"):
        Coder(reader="oracle")
