"""From a shipped graph back to a network that can go on learning."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import NodeProto, numpy_helper

from training.network import HEADS, Reader

EMBEDDINGS = ("encoder.words.weight", "encoder.positions.weight")
"""Tables that the graph looks up; all other matrices are multiplied."""


def thaw(reader: Reader, folder: Path) -> None:
    """Load the weights of a written network; those of 8 bits become the numbers that they stand for.

    Args:
        reader: a network of the same shape; changed in place. Heads that the files do not have stay as they are.
        folder: what `training.export.export` wrote.

    Raises:
        RuntimeError: the files hold not all weights of the heads they have, or others.
    """
    model = onnx.load(str(folder / "reader.onnx")).graph
    kept = {one.name: numpy_helper.to_array(one) for one in model.initializer}
    for head in (name for name in HEADS if (folder / f"{name}.onnx").exists()):
        own = onnx.load(str(folder / f"{head}.onnx")).graph.initializer
        kept |= {f"{head}.{one.name}": numpy_helper.to_array(one) for one in own}
    makers = {name: node for node in model.node for name in node.output}
    users = {name: node for node in model.node for name in node.input}
    heads = {name.partition(".")[0] for name in kept}
    state = {
        name: weights for name, weights in reader.state_dict().items() if name.partition(".")[0] not in heads
    }
    for name in reader.state_dict().keys() - state.keys():
        if name in kept:
            weights = kept[name]
        elif name in EMBEDDINGS:
            weights = _scaled(kept, name, axis=0)
        else:
            source = _matrix(users, makers, name.removesuffix("weight") + "bias")
            weights = _scaled(kept, source, axis=-1).T if source else np.empty(0)
        state[name] = torch.from_numpy(np.array(weights, dtype=np.float32))
    reader.load_state_dict(state)


def _scaled(kept: Mapping[str, np.ndarray], name: str, axis: int) -> np.ndarray:
    """Turn steps into numbers; the scale is one for all, or one for each row (axis 0) or column (axis -1)."""
    steps, scale, zero = (kept[f"{name}_{part}"] for part in ("quantized", "scale", "zero_point"))
    shape = [1] * steps.ndim
    if scale.size > 1:
        shape[axis] = scale.size
    return (steps.astype(np.float32) - zero.astype(np.float32).reshape(shape)) * scale.reshape(shape)


def _matrix(users: Mapping[str, NodeProto], makers: Mapping[str, NodeProto], bias: str) -> str:
    """Find the matrix whose product a bias is added to, "" where there is none: add, scale, cast, multiply."""
    node = users.get(bias)
    while node is not None:
        if node.op_type == "MatMulInteger":
            return str(node.input[1]).removesuffix("_quantized")
        before = [makers[name] for name in node.input if name in makers]
        node = next(
            (one for one in before if one.op_type in {"MatMulInteger", "Cast"}), before[0] if before else None
        )
    return ""
