"""Weights that were written can be learnt on from."""

from importlib import import_module
from pathlib import Path

import pytest

from tocsin.read import encoder

WEIGHTS = Path(encoder.__file__).parent / "weights"


def test_a_thawed_network_reads_as_the_graph_it_was_made_of() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed: pip install -e '.[dev,train]'")
    known_labels = import_module("training.__main__").known_labels
    reader = import_module("training.network").Reader(
        import_module("training.bert").Encoder(), known_labels()
    )
    import_module("training.thaw").thaw(reader, WEIGHTS)
    reader.eval()
    pieces = torch.tensor([[101, *range(2000, 20000, 600), 102]])
    mask = torch.ones_like(pieces)
    written = import_module("training.export").open_graph(WEIGHTS / "reader.onnx")(pieces, mask)
    with torch.no_grad():
        thawed = reader(pieces, mask)[1]
    agreement = torch.corrcoef(torch.stack([written.flatten(), thawed.flatten()]))[0, 1]
    assert agreement > 0.99
