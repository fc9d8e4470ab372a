"""The reader's network: one encoder, and a head for each thing an analyst writes down."""

import msgspec
import torch
from torch import Tensor, nn

from training.bert import WIDTH, Encoder

PAIR_WIDTH = 128
"""Width of the two sides of a trigger-argument pair."""


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """The words that the heads choose between, in the order of their outputs; stored with the weights."""

    triggers: tuple[str, ...]
    """"O", "I", then the event types: the first piece of a trigger bears its type, the others "I"."""
    modes: tuple[str, ...]
    """"" and all modes of all types, as "TYPE/mode"."""
    factualities: tuple[str, ...]
    certainties: tuple[str, ...]
    relations: tuple[str, ...]
    """Of a condition: "" and the four."""
    deadlines: tuple[str, ...]
    """"" and the three kinds."""
    contexts: tuple[str, ...]
    """Any number of these."""
    roles: tuple[str, ...]
    """What a stretch of the sentence is to a trigger."""
    mentions: tuple[str, ...]
    """"O", "I", then the kinds: the first piece of a mention bears its kind, the others "I"."""


class Reader(nn.Module):
    """All heads on one pass of the encoder."""

    def __init__(self, encoder: Encoder, labels: Labels, dropout: float = 0.1) -> None:
        """Make the heads."""
        super().__init__()
        self.encoder, self.labels = encoder, labels
        self.trigger = nn.Linear(WIDTH, len(labels.triggers))
        self.act = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(dropout))
        self.sizes = {
            "mode": len(labels.modes),
            "factuality": len(labels.factualities),
            "certainty": len(labels.certainties),
            "relation": len(labels.relations),
            "deadline": len(labels.deadlines),
            "background": 1,
            "context": len(labels.contexts),
            "happened": 1,
        }
        self.attributes = nn.Linear(WIDTH, sum(self.sizes.values()))
        self.left = nn.Sequential(nn.Linear(WIDTH, PAIR_WIDTH), nn.GELU(), nn.Dropout(dropout))
        self.right = nn.Sequential(nn.Linear(WIDTH, PAIR_WIDTH), nn.GELU(), nn.Dropout(dropout))
        tags = 2 * len(labels.roles)
        self.pair = nn.Parameter(torch.randn(tags, PAIR_WIDTH, PAIR_WIDTH) * 0.02)
        self.mention = nn.Linear(WIDTH, len(labels.mentions))
        self.pair_left, self.pair_right = nn.Linear(PAIR_WIDTH, tags), nn.Linear(PAIR_WIDTH, tags)

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Read.

        Args:
            pieces: word piece ids [batch, length].
            mask: 1 = piece, 0 = padding [batch, length].

        Returns:
            Logits of triggers [batch, length, triggers]; of what holds of an act, if a trigger begins here,
            [batch, length, sum of sizes]; of pairs [batch, 2 x roles, length, length]: for each role, that the
            second piece is inside, and that it begins, an argument of the trigger that begins at the first; of
            mentions [batch, length, mentions].
        """
        states = self.encoder(pieces, mask)
        left, right = self.left(states), self.right(states)
        pairs = torch.einsum("bid,tde,bje->btij", left, self.pair, right)
        pairs = pairs + self.pair_left(left).transpose(1, 2)[..., None]
        pairs = pairs + self.pair_right(right).transpose(1, 2)[:, :, None, :]
        return self.trigger(states), self.attributes(self.act(states)), pairs, self.mention(states)

    def learn(self, pieces: Tensor, mask: Tensor, where: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Read as `forward` does, with the pairs of known triggers alone, which takes a fraction of the work.

        Args:
            pieces: word piece ids [batch, length].
            mask: 1 = piece, 0 = padding [batch, length].
            where: sentence and first piece of each trigger [acts, 2].

        Returns:
            The outputs of `forward`, but for the third: logits of pairs [acts, 2 x roles, length].
        """
        states = self.encoder(pieces, mask)
        rows, places = where.T
        left, right = self.left(states[rows, places]), self.right(states)
        pairs = torch.einsum("atd,ajd->atj", torch.einsum("ae,ted->atd", left, self.pair), right[rows])
        pairs = pairs + self.pair_left(left)[..., None] + self.pair_right(right)[rows].transpose(1, 2)
        return self.trigger(states), self.attributes(self.act(states)), pairs, self.mention(states)

    def split(self, attributes: Tensor) -> dict[str, Tensor]:
        """Cut the second output into its heads by name."""
        parts = torch.split(attributes, list(self.sizes.values()), dim=-1)
        return dict(zip(self.sizes, parts, strict=True))
