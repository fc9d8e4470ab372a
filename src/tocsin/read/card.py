"""What is stored beside the weights of the network, and the check that they are its own."""

import hashlib
from pathlib import Path

import msgspec

from tocsin.errors import WeightsMissing


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored beside the weights."""

    version: str
    """Version of the weights."""
    sha256: str
    """Of `reader.onnx`."""
    heads: dict[str, str]
    """SHA-256 of `pair.onnx`, which ties triggers to their arguments, and of `tie.onnx`, which ties mentions."""
    labels: dict[str, tuple[str, ...]]
    """Head to the words it chooses between, in the order of its outputs."""
    sizes: dict[str, int]
    """Parts of the second output, in order, and their widths."""
    temperature: float = 1.0
    """By which trigger logits are divided, so that scores mean what they say (Guo et al. 2017)."""
    least: dict[str, float] = {}
    """Event type to the least probability of an act of it that is seen at all; `LEAST` where it is not there."""
    tied: float = 0.5
    """Least probability of a tie that is seen at all."""


def read_card(folder: Path) -> tuple[Card, dict[str, bytes]]:
    """Read the card and the graphs by name, and check that they belong together.

    Raises:
        WeightsMissing: they do not, or one is missing.
    """
    try:
        card = msgspec.json.decode((folder / "reader.json").read_bytes(), type=Card)
        digests = {"reader": card.sha256, **card.heads}
        graphs = {name: (folder / f"{name}.onnx").read_bytes() for name in digests}
    except (FileNotFoundError, msgspec.DecodeError) as error:
        message = f"The reader's weights cannot be used ({error}); reinstall tocsin."
        raise WeightsMissing(message) from error
    if digests != {name: hashlib.sha256(graph).hexdigest() for name, graph in graphs.items()}:
        message = "The reader's weights are not those that their card names; reinstall tocsin."
        raise WeightsMissing(message)
    return card, graphs
