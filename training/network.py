"""The reader's network: one encoder, and a head for each thing an analyst writes down."""

import msgspec
import torch
from torch import Tensor, nn

from training.bert import WIDTH, Encoder

HEADS = ("pair", "tie")
"""Heads that score two pieces; each has a graph of its own."""
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
    ties: tuple[str, ...]
    """"" and how the first of two mentions can stand to the second."""


class Pairing(nn.Module):
    """A head that scores two pieces, or two mentions by the means over their pieces."""

    def __init__(self, kinds: int) -> None:
        """Make it; it gives so many kinds of scores."""
        super().__init__()
        self.kinds = kinds
        self.matrix = nn.Parameter(torch.randn(PAIR_WIDTH, kinds * PAIR_WIDTH) * 0.02)
        self.first = nn.Parameter(torch.randn(PAIR_WIDTH, kinds) * 0.02)
        self.second = nn.Parameter(torch.randn(PAIR_WIDTH, kinds) * 0.02)
        self.bias = nn.Parameter(torch.zeros(kinds))

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """Score each of `left` [some, width] with each of `right` [others, width]: logits [some, kinds, others]."""
        turned = (left @ self.matrix).reshape(-1, self.kinds, PAIR_WIDTH)
        both = (left @ self.first + self.bias)[..., None] + (right @ self.second).T
        return turned @ right.T + both

    def apart(self, left: Tensor, right: Tensor) -> Tensor:
        """Score each of `left` [some, width] with its own `right` [some, others, width]: logits [some, kinds, others]."""
        turned = (left @ self.matrix).reshape(-1, self.kinds, PAIR_WIDTH)
        both = (left @ self.first + self.bias)[..., None] + (right @ self.second).transpose(1, 2)
        return turned @ right.transpose(1, 2) + both


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
        self.pair = Pairing(2 * len(labels.roles))
        self.mention = nn.Linear(WIDTH, len(labels.mentions))
        self.tie = Pairing(len(labels.ties))

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Read.

        Args:
            pieces: word piece ids [batch, length].
            mask: 1 = piece, 0 = padding [batch, length].

        Returns:
            Logits of triggers [batch, length, triggers]; of what holds of an act, if a trigger begins here,
            [batch, length, sum of sizes]; of mentions [batch, length, mentions]; and each piece as the first and as
            the second of two [batch, length, width]. From these two `pair` gives the logits of arguments: for each
            role, that the second piece is inside, and that it begins, an argument of the trigger that begins at the
            first; and `tie` those of ties, from the means over the pieces of two mentions.
        """
        states = self.encoder(pieces, mask)
        left, right = self.left(states), self.right(states)
        return self.trigger(states), self.attributes(self.act(states)), self.mention(states), left, right

    def learn(
        self, pieces: Tensor, mask: Tensor, where: Tensor, tied: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Read sentences whose triggers and mentions are known.

        Args:
            pieces: word piece ids [batch, length].
            mask: 1 = piece, 0 = padding [batch, length].
            where: sentence and first piece of each trigger [acts, 2].
            tied: sentence, and first piece and one past the last of each of two mentions [ties, 5].

        Returns:
            Logits of triggers, of what holds of acts, and of mentions as in `forward`, of pairs
            [acts, 2 x roles, length], and of ties [ties, kinds].
        """
        states = self.encoder(pieces, mask)
        rows, places = where.T
        left, right = self.left(states[rows, places]), self.right(states)
        pairs = self.pair.apart(left, right[rows])
        rows, first, first_end, second, second_end = tied.T
        one = _means(self.left(states), rows, first, first_end)
        two = _means(right, rows, second, second_end)
        ties = self.tie.apart(one, two[:, None])[..., 0]
        return self.trigger(states), self.attributes(self.act(states)), self.mention(states), pairs, ties

    def split(self, attributes: Tensor) -> dict[str, Tensor]:
        """Cut the second output into its heads by name."""
        parts = torch.split(attributes, list(self.sizes.values()), dim=-1)
        return dict(zip(self.sizes, parts, strict=True))


def _means(states: Tensor, rows: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
    """Mean of the states of some stretches, [stretches, width]."""
    places = torch.arange(states.shape[1])
    inside = ((places >= starts[:, None]) & (places < ends[:, None])).to(states.dtype)
    return torch.einsum("al,ald->ad", inside / inside.sum(-1, keepdim=True), states[rows])
