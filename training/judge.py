"""How well the network reads sentences that it has not learnt from."""

from collections.abc import Callable, Iterable

import numpy as np
from tokenizers import Tokenizer
from torch import Tensor

from training.batches import make_batch
from training.examples import Example
from training.network import Reader


def judge_happened(
    read: Callable[[Tensor, Tensor], Tensor],
    reader: Reader,
    examples: Iterable[Example],
    tokenizer: Tokenizer,
) -> dict[str, float]:
    """Compare the network with the human answers.

    Args:
        read: the network as it will run: pieces and mask [1, length] to attributes.
        reader: the network it was made of, for the order of its outputs.
        examples: sentences it has not learnt from.
        tokenizer: the encoder's.

    Returns:
        Mean absolute error "mae", Pearson's "r", and the number of predicates "n".
    """
    ours: list[float] = []
    gold: list[float] = []
    for example in examples:
        batch = make_batch([example], tokenizer, reader.labels)
        number = reader.split(read(batch.pieces, batch.mask))["happened"]
        rows, places = batch.happened_where.T
        ours += number[rows, places, 0].tolist()
        gold += batch.happened.tolist()
    said, meant = np.array(ours), np.array(gold)
    return {
        "mae": round(float(np.abs(said - meant).mean()), 4),
        "r": round(float(np.corrcoef(said, meant)[0, 1]), 4),
        "n": len(gold),
    }
