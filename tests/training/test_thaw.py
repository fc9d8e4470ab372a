"""Weights that were written can be learnt on from."""

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install -e '.[dev,train]'")

import torch

from tocsin.read import encoder
from training.__main__ import known_labels
from training.bert import Encoder
from training.export import open_graph
from training.network import Reader
from training.thaw import thaw

WEIGHTS = Path(encoder.__file__).parent / "weights"


def test_a_thawed_network_reads_as_the_graph_it_was_made_of() -> None:
    reader = Reader(Encoder(), known_labels())
    thaw(reader, WEIGHTS / "reader.onnx")
    reader.eval()
    pieces = torch.tensor([[101, *range(2000, 20000, 600), 102]])
    mask = torch.ones_like(pieces)
    written = open_graph(WEIGHTS / "reader.onnx")(pieces, mask)
    with torch.no_grad():
        thawed = reader(pieces, mask)[1]
    agreement = torch.corrcoef(torch.stack([written.flatten(), thawed.flatten()]))[0, 1]
    assert agreement > 0.99
