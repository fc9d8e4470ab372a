"""The encoder: a BERT of six layers, as published all-MiniLM-L6-v2 has it, in plain torch."""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
"""Shape of all-MiniLM-L6-v2: its config.json."""
VOCABULARY, POSITIONS = 30522, 512
EPSILON = 1e-12


class Layer(nn.Module):
    """One transformer layer, normalised after each step."""

    def __init__(self, dropout: float) -> None:
        """Make the weights."""
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Transform states [batch, length, 384]; bias [batch, 1, 1, length] is very negative at padding."""
        batch, length, _ = states.shape

        def split(matrix: Tensor) -> Tensor:
            return matrix.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        scores = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias
        mixed = (self.dropout(scores.softmax(-1)) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.norm_attention(states + self.dropout(self.out(mixed)))
        inner = nn.functional.gelu(self.widen(states))
        return self.norm_out(states + self.dropout(self.narrow(inner)))


class Encoder(nn.Module):
    """Word pieces in, one state of width 384 for each out."""

    def __init__(self, dropout: float = 0.1) -> None:
        """Make the weights."""
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Encode pieces [batch, length] (ids) under mask [batch, length] (1 = piece, 0 = padding)."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.dropout(self.norm(self.words(pieces) + self.positions(places)))
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -10000.0
        for layer in self.layers:
            states = layer(states, bias)
        return states


def load_encoder(weights: Path, dropout: float = 0.1) -> Encoder:
    """Load the published weights.

    Args:
        weights: `model.safetensors` of all-MiniLM-L6-v2.
        dropout: share of states dropped in training.

    Returns:
        The encoder; the embedding of the only token type is folded into that of the positions.
    """
    saved = load_file(weights)
    encoder = Encoder(dropout)
    renamed = {
        "words.weight": saved["embeddings.word_embeddings.weight"],
        "positions.weight": saved["embeddings.position_embeddings.weight"]
        + saved["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": saved["embeddings.LayerNorm.weight"],
        "norm.bias": saved["embeddings.LayerNorm.bias"],
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "norm_out": "output.LayerNorm",
    }
    for layer in range(LAYERS):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                renamed[f"layers.{layer}.{ours}.{kind}"] = saved[f"encoder.layer.{layer}.{theirs}.{kind}"]
    encoder.load_state_dict(renamed)
    return encoder
