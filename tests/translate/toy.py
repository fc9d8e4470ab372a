"""A toy translator in the format of CTranslate2, made in a second: its weights are written down, not learnt.

It translates word by word. The encoder passes on which word stands where; the decoder, at its step t, looks at place t
of the source and says the English of the word there. Words and places are one-hot; since every state has the same
number of ones, layer norm is undone by its own scale and shift.
"""

import io
import math
import zipfile
from pathlib import Path

import numpy as np
from ctranslate2.specs import common_spec
from ctranslate2.specs.transformer_spec import TransformerSpec
from sentencepiece import SentencePieceTrainer

WORDS = {
    "los": "the", "rebeldes": "rebels", "soldados": "soldiers", "guardias": "guards", "atacaron": "attacked",
    "liberaron": "freed", "vieron": "saw", "la": "the", "base": "base", "ciudad": "city", "aldea": "village",
    "ayer": "yesterday", "hoy": "today", ".": ".",
}  # fmt: skip
PLACES = 16
"""Longest sentence in words."""

SHARP = 400.0
"""How much more the right place is looked at than any other, as a logit before scaling."""


def sentences() -> list[tuple[str, str]]:
    """All sentences of the toy's world with their English, 54."""
    return [
        (
            f"los {who} {did} la {what} {when} .",
            " ".join(WORDS[w] for w in ("los", who, did, "la", what, when, ".")),
        )
        for who in ("rebeldes", "soldados", "guardias")
        for did in ("atacaron", "liberaron", "vieron")
        for what in ("base", "ciudad", "aldea")
        for when in ("ayer", "hoy")
    ]


def write_toy(folder: Path) -> Path:
    """Write the model.

    Args:
        folder: where; it is made.

    Returns:
        The folder, with model.bin, config.json, vocabularies, source.spm and target.spm.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source, target = [
        ["<s>", "</s>", "<unk>", *(f"▁{w}" for w in dict.fromkeys(words))]
        for words in (WORDS, WORDS.values())
    ]
    spec = _spec(source, target)
    spec.register_source_vocabulary(source)
    spec.register_target_vocabulary(target)
    spec.config.add_source_eos = True
    spec.validate()
    spec.save(str(folder))
    for name, words in (("source", WORDS.keys()), ("target", WORDS.values())):
        model = io.BytesIO()
        text = [" ".join(dict.fromkeys(words))] * 20
        SentencePieceTrainer.train(
            sentence_iterator=iter(text), model_writer=model, model_type="word", vocab_size=len(set(words)) + 3,
            hard_vocab_limit=False, minloglevel=2,
        )  # fmt: skip
        (folder / f"{name}.spm").write_bytes(model.getvalue())
    return folder


def pack(folder: Path, package: Path) -> Path:
    """Pack a model as Argos does, with one SentencePiece model for both sides, where there is one."""
    with zipfile.ZipFile(package, "w") as out:
        out.writestr(
            "translate-es_en/metadata.json", '{"from_code": "es", "to_code": "en", "package_version": "0.1"}'
        )
        for path in sorted(folder.iterdir()):
            out.write(path, f"translate-es_en/model/{path.name}")
    return package


def _spec(source: list[str], target: list[str]) -> TransformerSpec:
    words, size = len(source), len(source) + PLACES
    spec = TransformerSpec.from_config((1, 1), 1, pre_norm=True)
    place = np.zeros((PLACES, size), np.float32)
    place[:, words:] = np.eye(PLACES)
    embedded = np.zeros((words, size), np.float32)
    embedded[:, :words] = np.eye(words)
    nothing = np.zeros((size, size), np.float32)
    encoder, decoder = spec.encoder, spec.decoder
    encoder.embeddings[0].weight = embedded
    decoder.embeddings.weight = np.zeros((len(target), size), np.float32)
    for side in (encoder, decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = place
        layer = side.layer[0]
        for attention in [layer.self_attention] + ([layer.attention] if side is decoder else []):
            _norm(attention.layer_norm, size, 1)
            for linear in attention.linear:
                _linear(linear, nothing)
        _linear(layer.self_attention.linear[0], np.zeros((3 * size, size), np.float32))
        _norm(layer.ffn.layer_norm, size, 1)
        _linear(layer.ffn.linear_0, nothing)
        _linear(layer.ffn.linear_1, nothing)
        _norm(side.layer_norm, size, 2)
    only_place, only_word = nothing.copy(), nothing.copy()
    only_place[words:, words:] = np.eye(PLACES)
    only_word[:words, :words] = np.eye(words)
    look = decoder.layer[0].attention
    _linear(look.linear[0], only_place * SHARP * math.sqrt(size))
    _linear(look.linear[1], np.concatenate([only_place, only_word]))
    _linear(look.linear[2], np.eye(size, dtype=np.float32))
    said = np.zeros((len(target), size), np.float32)
    for number, word in enumerate(source):
        english = f"▁{WORDS[word[1:]]}" if word[1:] in WORDS else word
        said[target.index(english), number] = 20.0
    _linear(decoder.projection, said)
    return spec


def _linear(linear: common_spec.LinearSpec, weight: np.ndarray) -> None:
    linear.weight = weight
    linear.bias = np.zeros(weight.shape[0], np.float32)


def _norm(norm: common_spec.LayerNormSpec, size: int, ones: int) -> None:
    """Let layer norm give back a vector with that many ones and else zeros."""
    mean = ones / size
    norm.gamma = np.full(size, math.sqrt(mean * (1 - mean)), np.float32)
    norm.beta = np.full(size, mean, np.float32)
