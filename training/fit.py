"""The training loop."""

import math
import random
import time
from collections.abc import Callable, Sequence

import msgspec
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.batches import NOTHING, Batch, make_batches
from training.examples import Example
from training.network import Reader

WEIGHTS = {
    "trigger": 1.0,
    "mode": 0.5,
    "factuality": 0.7,
    "certainty": 0.3,
    "relation": 0.3,
    "deadline": 0.3,
    "background": 0.2,
    "context": 0.2,
    "pairs": 1.0,
    "happened": 0.4,
    "mention": 0.5,
    "tie": 0.5,
}
"""What each head adds to the loss; first settings."""
PAIR_POSITIVE = 3.0
"""Weight of a piece that is an argument against one that is not."""


SMOOTHING = 0.05
"""Of labels: how far the network may stay from certainty."""


def losses(reader: Reader, batch: Batch) -> dict[str, Tensor]:
    """Loss of each head on a batch; heads without labels there are left out."""
    triggers, attributes, mentions, chosen, ties = reader.learn(
        batch.pieces, batch.mask, batch.where, batch.tied
    )
    found: dict[str, Tensor] = {}
    if bool((batch.triggers != NOTHING).any()):
        found["trigger"] = nn.functional.cross_entropy(
            triggers.flatten(0, 1), batch.triggers.flatten(), ignore_index=NOTHING, label_smoothing=SMOOTHING
        )
    if bool((batch.mentions != NOTHING).any()):
        found["mention"] = nn.functional.cross_entropy(
            mentions.flatten(0, 1), batch.mentions.flatten(), ignore_index=NOTHING, label_smoothing=SMOOTHING
        )
    if len(batch.ties):
        found["tie"] = nn.functional.cross_entropy(ties, batch.ties, label_smoothing=SMOOTHING)
    heads = reader.split(attributes)
    if len(batch.where):
        rows, places = batch.where.T
        for name in ("mode", "factuality", "certainty", "relation", "deadline"):
            found[name] = nn.functional.cross_entropy(
                heads[name][rows, places], batch.attributes[name], label_smoothing=SMOOTHING
            )
        found["background"] = nn.functional.binary_cross_entropy_with_logits(
            heads["background"][rows, places, 0], batch.attributes["background"]
        )
        found["context"] = nn.functional.binary_cross_entropy_with_logits(
            heads["context"][rows, places], batch.attributes["context"]
        )
        weight = 1.0 + (PAIR_POSITIVE - 1.0) * batch.pairs
        raw = nn.functional.binary_cross_entropy_with_logits(chosen, batch.pairs, reduction="none")
        mask = batch.mask[rows][:, None, :].to(raw.dtype)
        found["pairs"] = (raw * weight * mask).sum() / mask.sum() / 4
    if len(batch.happened):
        rows, places = batch.happened_where.T
        found["happened"] = nn.functional.smooth_l1_loss(heads["happened"][rows, places, 0], batch.happened)
    return found


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How to train."""

    epochs: int = 2
    """How many times to go through the examples."""
    rate: float = 2e-4
    """Highest learning rate of the encoder; the heads learn five times as fast. It rises over the first tenth of the
    steps and falls to nothing at the end."""
    size: int = 24
    """Sentences in a batch."""
    seed: int = 20201012
    """Of the order and of dropout."""
    hidden: float = 0.1
    """Share of the word pieces that are not shown."""


def fit(
    reader: Reader,
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    course: Course,
    told: Callable[[str], None],
) -> None:
    """Train in place; word and position embeddings stay as published.

    Args:
        reader: the network.
        examples: what to learn from.
        tokenizer: the encoder's.
        course: how to train.
        told: takes a line of progress.
    """
    dice = random.Random(course.seed)  # noqa: S311
    torch.manual_seed(course.seed)
    for name, weights in reader.named_parameters():
        weights.requires_grad = "encoder.words" not in name and "encoder.positions" not in name
    named = [(name, weights) for name, weights in reader.named_parameters() if weights.requires_grad]
    groups = [
        {"params": [w for n, w in named if n.startswith("encoder")], "lr": course.rate},
        {"params": [w for n, w in named if not n.startswith("encoder")], "lr": course.rate * 5},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = course.epochs * math.ceil(len(examples) / course.size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * total), (total - step) / (0.9 * total))
    )
    step, begun = 0, time.perf_counter()
    reader.train()
    for epoch in range(course.epochs):
        for batch in make_batches(examples, tokenizer, reader.labels, course.size, dice, course.hidden):
            found = losses(reader, batch)
            loss = sum((WEIGHTS[name] * value for name, value in found.items()), torch.zeros(()))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([weights for _, weights in named], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                shown = " ".join(f"{name} {float(value.detach()):.3f}" for name, value in found.items())
                told(
                    f"epoch {epoch + 1}, step {step} of {total}, {time.perf_counter() - begun:.0f} s: {shown}"
                )
