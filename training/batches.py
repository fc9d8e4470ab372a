"""Sentences as tensors."""

import itertools
import random
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from tools.corpus_mentions import MUTUAL
from training.examples import Act, Example, Named, Ref
from training.network import Labels

LONGEST = 128
"""Word pieces of the longest sentence that is learnt from, marks of begin and end included."""
HIDDEN = "[MASK]"
"""The encoder's own word for a word that is not shown."""
NOTHING = -100
"""Label of what is not learnt from, as torch's cross entropy has it."""


class Batch(msgspec.Struct, frozen=True):
    """Tensors of some sentences; labels of what is not annotated are `NOTHING`."""

    pieces: Tensor
    """[batch, length]."""
    mask: Tensor
    """[batch, length]."""
    triggers: Tensor
    """[batch, length]."""
    attributes: dict[str, Tensor]
    """Name to [acts] (context: [acts, contexts])."""
    where: Tensor
    """[acts, 2]: sentence and piece of each act."""
    pairs: Tensor
    """[acts, 2 x roles, length], 0 or 1."""
    mentions: Tensor
    """[batch, length]."""
    tied: Tensor
    """[ties, 5]: sentence, and first piece and one past the last of each of two mentions."""
    ties: Tensor
    """[ties]; all ordered pairs of mentions of a sentence whose ties are annotated, most of them not tied."""
    happened: Tensor
    """[predicates]."""
    happened_where: Tensor
    """[predicates, 2]."""


def make_batches(
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    labels: Labels,
    size: int,
    dice: random.Random,
    hidden: float = 0.0,
) -> Iterator[Batch]:
    """Make batches of sentences of like length, in random order.

    Args:
        examples: what to learn from.
        tokenizer: the encoder's.
        labels: what the heads choose between.
        size: sentences in a batch.
        dice: source of the order, and of what is hidden.
        hidden: share of the pieces that are not shown, so that what is learnt does not hang on single words.

    Yields:
        Batches; sentences longer than `LONGEST` pieces are cut.
    """
    order = list(examples)
    dice.shuffle(order)
    chunk = size * 32
    batches = []
    for start in range(0, len(order), chunk):
        near = sorted(order[start : start + chunk], key=lambda example: len(example.text))
        batches += [near[at : at + size] for at in range(0, len(near), size)]
    dice.shuffle(batches)
    for batch in batches:
        made = make_batch(batch, tokenizer, labels)
        if hidden:
            _hide(made, tokenizer.token_to_id(HIDDEN), hidden, dice)
        yield made


def _hide(batch: Batch, hidden: int, share: float, dice: random.Random) -> None:
    """Put the hidden word in the place of some pieces, but for the marks of begin and end."""
    chosen = torch.tensor([[dice.random() < share for _ in row] for row in batch.pieces.tolist()])
    inner = batch.mask.clone()
    inner[:, 0] = 0
    inner[torch.arange(len(inner)), batch.mask.sum(dim=1) - 1] = 0
    batch.pieces[chosen & inner.bool()] = hidden


def make_batch(examples: Sequence[Example], tokenizer: Tokenizer, labels: Labels) -> Batch:
    """Turn sentences into tensors."""
    encodings = [tokenizer.encode(example.text) for example in examples]
    length = min(LONGEST, max(len(encoding.ids) for encoding in encodings))
    pieces = np.zeros((len(examples), length), dtype=np.int64)
    mask = np.zeros_like(pieces)
    triggers, mentions = np.full_like(pieces, NOTHING), np.full_like(pieces, NOTHING)
    where: list[tuple[int, int]] = []
    attributes: dict[str, list[object]] = {
        name: []
        for name in ("mode", "factuality", "certainty", "relation", "deadline", "background", "context")
    }
    pairs: list[np.ndarray] = []
    happened: list[float] = []
    happened_where: list[tuple[int, int]] = []
    for row, (example, encoding) in enumerate(zip(examples, encodings, strict=True)):
        count = min(length, len(encoding.ids))
        pieces[row, :count] = encoding.ids[:count]
        mask[row, :count] = 1
        for begin, value in example.happened:
            found = covered(encoding, (begin, begin + 1), count)
            if found:
                happened.append(value)
                happened_where.append((row, found[0]))
        if example.named is not None:
            _name(mentions[row], example.named, encoding, count, labels)
        if example.acts is None:
            continue
        triggers[row, 1 : count - 1] = 0
        for act in example.acts:
            found = covered(encoding, act.trigger, count)
            if not found:
                continue
            triggers[row, found[1:]] = labels.triggers.index("I")
            triggers[row, found[0]] = labels.triggers.index(act.event_type)
            where.append((row, found[0]))
            attributes["mode"].append(labels.modes.index(f"{act.event_type}/{act.mode}" if act.mode else ""))
            attributes["factuality"].append(labels.factualities.index(act.factuality))
            attributes["certainty"].append(labels.certainties.index(act.certainty))
            attributes["relation"].append(labels.relations.index(act.relation))
            attributes["deadline"].append(labels.deadlines.index(act.deadline))
            attributes["background"].append(float(act.background))
            attributes["context"].append([float(context in act.contexts) for context in labels.contexts])
            pairs.append(_pairs(act, encoding, labels, length))
    ties = [
        (row, pair, labels.ties.index(tie))
        for row, (example, encoding) in enumerate(zip(examples, encodings, strict=True))
        for pair, tie in _ties(example, encoding, min(length, len(encoding.ids)))
    ]
    return Batch(
        torch.from_numpy(pieces),
        torch.from_numpy(mask),
        torch.from_numpy(triggers),
        {name: torch.tensor(values) for name, values in attributes.items()},
        torch.tensor(where, dtype=torch.long).reshape(-1, 2),
        torch.from_numpy(np.stack(pairs)) if pairs else torch.zeros(0, 2 * len(labels.roles), length),
        torch.from_numpy(mentions),
        torch.tensor([(row, *pair) for row, pair, _ in ties], dtype=torch.long).reshape(-1, 5),
        torch.tensor([tie for *_, tie in ties], dtype=torch.long),
        torch.tensor(happened),
        torch.tensor(happened_where, dtype=torch.long).reshape(-1, 2),
    )


def _name(row: np.ndarray, named: Sequence[Named], encoding: Encoding, count: int, labels: Labels) -> None:
    """Write the mentions of a sentence into its row."""
    row[1 : count - 1] = 0
    for mention in named:
        found = covered(encoding, mention.at, count)
        row[found[1:]] = labels.mentions.index("I")
        row[found[:1]] = labels.mentions.index(mention.kind)


def _ties(
    example: Example, encoding: Encoding, count: int
) -> Iterator[tuple[tuple[int, int, int, int], str]]:
    """Give all ordered pairs of mentions of a sentence, as pieces, with their tie or ""."""
    if example.named is None or example.ties is None:
        return
    found = [covered(encoding, mention.at, count) for mention in example.named]
    known = {(one, two): tie for one, two, tie in example.ties}
    known |= {(two, one): tie for one, two, tie in example.ties if tie in MUTUAL}
    for one, two in itertools.permutations(range(len(found)), 2):
        if found[one] and found[two]:
            pair = found[one][0], found[one][-1] + 1, found[two][0], found[two][-1] + 1
            yield pair, known.get((one, two), "")


def covered(encoding: Encoding, ref: Ref, count: int) -> list[int]:
    """Pieces that overlap a stretch of the sentence, among the first `count`, marks left out."""
    return [
        at
        for at, (start, end) in enumerate(encoding.offsets[:count])
        if start < ref[1] and ref[0] < end and end > start
    ]


def _pairs(act: Act, encoding: Encoding, labels: Labels, length: int) -> np.ndarray:
    tags = np.zeros((2 * len(labels.roles), length), dtype=np.float32)
    for role, refs in act.roles.items():
        row = 2 * labels.roles.index(role)
        for ref in refs:
            found = covered(encoding, ref, length)
            tags[row, found] = 1
            if found:
                tags[row + 1, found[0]] = 1
    return tags
