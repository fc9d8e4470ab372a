"""From a trained network to the file that tocsin reads: one ONNX graph, weights in 8 bits."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import onnx
import torch
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from training.network import HEADS, PAIR_WIDTH, Reader


def export(reader: Reader, folder: Path) -> None:
    """Write the network as int8 ONNX, `reader.onnx`, and each head that scores two pieces as float32, `pair.onnx` ...

    Args:
        reader: the trained network.
        folder: where to write. The graph's inputs are "pieces" and "mask" [1, length] of int64, its outputs "triggers",
            "attributes", "mentions", "left", "right" as `Reader.forward` gives them, float32. A head takes "left" and
            "right" [any number, width] and gives "scores" as `Pairing.forward` does.
    """
    reader.eval()
    target = folder / "reader.onnx"
    with tempfile.TemporaryDirectory() as beside:
        whole = Path(beside) / "whole.onnx"
        length = torch.export.Dim("length", min=8, max=128)
        pieces = torch.arange(1, 49)[None]
        mask = torch.ones_like(pieces)  # a tensor of its own: one tensor given twice is taken for one input
        program = torch.onnx.export(
            reader,
            (pieces, mask),
            input_names=["pieces", "mask"],
            output_names=["triggers", "attributes", "mentions", "left", "right"],
            dynamic_shapes=({1: length}, {1: length}),
            dynamo=True,
            external_data=False,
        )
        program.save(str(whole))
        quantize_dynamic(
            whole,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"MatMulConstBOnly": True},
        )
    onnx.checker.check_model(str(target))
    for name in HEADS:
        some, others = torch.export.Dim("some", min=1, max=128), torch.export.Dim("others", min=1, max=128)
        program = torch.onnx.export(
            getattr(reader, name).eval(),
            (torch.randn(3, PAIR_WIDTH), torch.randn(48, PAIR_WIDTH)),
            input_names=["left", "right"],
            output_names=["scores"],
            dynamic_shapes=({0: some}, {0: others}),
            dynamo=True,
            external_data=False,
        )
        program.save(str(folder / f"{name}.onnx"))


def open_graph(file: Path) -> Callable[[Tensor, Tensor], Tensor]:
    """Open a written graph.

    Args:
        file: the graph.

    Returns:
        A function from pieces and mask [1, length] to the attributes [1, length, sum of sizes].
    """
    session = InferenceSession(str(file))

    def read(pieces: Tensor, mask: Tensor) -> Tensor:
        inputs = {"pieces": pieces.numpy(), "mask": mask.numpy()}
        return torch.from_numpy(session.run(["attributes"], inputs)[0])

    return read
