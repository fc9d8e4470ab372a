"""CTranslate2: OPUS-MT models and Argos packages that a user has on disk."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import ModelBroken, TranslationError
from tocsin.model import Model
from tocsin.translate.engines import TARGET, Answer
from tocsin.translate.models import ModelFiles, Registered, read_model, read_registry

if TYPE_CHECKING:
    from ctranslate2 import Translator
    from sentencepiece import SentencePieceProcessor

INSTALL = "pip install 'tocsin[languages]'"
"""How to get it."""

BEAM = 4
"""Hypotheses kept at each step: about 6 sentences a CPU second with an OPUS-MT-sized net (note on translation)."""

LONGEST = 512
"""Tokens after which a translation is broken off."""


class LoadedModel:
    """A model ready to translate.

    Args:
        files: its files.

    Raises:
        TranslationError: CTranslate2 is not installed.
        ModelBroken: a file is damaged.
    """

    def __init__(self, files: ModelFiles) -> None:
        """Load the net and both vocabularies."""
        self.leg = files.leg()
        try:
            import ctranslate2  # noqa: PLC0415  heavy, and optional
            from sentencepiece import SentencePieceProcessor  # noqa: PLC0415  the same
        except ImportError as error:
            message = f"CTranslate2 is not installed: {INSTALL}"
            raise TranslationError(message) from error
        self._reader = _cutter(SentencePieceProcessor, files.reader, f"the source vocabulary of {files.name}")
        self._writer = _cutter(SentencePieceProcessor, files.writer, f"the target vocabulary of {files.name}")
        try:
            self._net: Translator = ctranslate2.Translator(
                files.name, device="cpu", inter_threads=1, intra_threads=1, files=files.net
            )
        except (RuntimeError, ValueError, IndexError) as error:
            message = f"model.bin of {files.name}, or its vocabulary, is damaged: {error}. Copy or download it again."
            raise ModelBroken(message) from error

    def translate(self, texts: Sequence[str]) -> list[Answer]:
        """Translate segments; one that fails does so alone."""
        tokens = [self._reader.encode(text, out_type=str) for text in texts]
        try:
            results = self._net.translate_batch(
                tokens,
                beam_size=BEAM,
                return_scores=True,
                max_batch_size=32,
                max_decoding_length=LONGEST,
                max_input_length=LONGEST,
            )
        except (RuntimeError, ValueError) as error:
            if len(texts) == 1:
                return [Answer(reason=f"CTranslate2: {error}")]
            return [answer for text in texts for answer in self.translate([text])]
        return [
            Answer(text=text, score=result.scores[0])
            if (text := self._writer.decode(result.hypotheses[0]))
            else Answer(reason="the model gave nothing for it")
            for result in results
        ]


def _cutter(kind: "type[SentencePieceProcessor]", content: bytes, name: str) -> "SentencePieceProcessor":
    try:
        return kind(model_proto=content)
    except (RuntimeError, OSError) as error:
        message = f"{name} is damaged: {error}. Copy or download it again."
        raise ModelBroken(message) from error


class CTranslate2:
    """Translates with the models that were added.

    Args:
        registered: the models; only those into English are used.
    """

    name = "ct2"

    def __init__(self, registered: Sequence[Registered]) -> None:
        """Keep the list; a model is loaded when its language is met."""
        self._listed = {
            one.pair.partition("-")[0]: one for one in registered if one.pair.endswith(f"-{TARGET}")
        }
        self._loaded: dict[str, LoadedModel] = {}
        self.version = _version()

    @classmethod
    def read(cls, registry: str) -> "CTranslate2":
        """Take the models of a list that `tocsin models` keeps.

        Raises:
            TranslationError: CTranslate2 is not installed, or the list is empty.
        """
        registered = read_registry(Path(registry))
        if not registered:
            message = f"{registry} lists no model. Add one: tocsin models add PATH"
            raise TranslationError(message)
        return cls(registered)

    def languages(self) -> frozenset[str]:
        """Name the languages there is a model for."""
        return frozenset(self._listed)

    def route(self, source: str) -> tuple[Model, ...]:
        """Name the model, with the digest of its files."""
        return (self._model(source).leg,)

    def options(self) -> dict[str, str]:
        """Name the width of the search."""
        return {"beam": str(BEAM)}

    def translate(self, texts: Sequence[str], source: str) -> list[Answer]:
        """Translate segments of one language."""
        return self._model(source).translate(texts)

    def _model(self, source: str) -> LoadedModel:
        if source not in self._loaded:
            listed = self._listed[source]
            loaded = LoadedModel(read_model(Path(listed.path), listed.pair))
            if loaded.leg.sha256 != listed.sha256:
                message = f"{listed.path} is not the model that was added. Add it again: tocsin models add {listed.path}"
                raise ModelBroken(message)
            self._loaded[source] = loaded
        return self._loaded[source]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("ctranslate2")
    except PackageNotFoundError as error:
        message = f"CTranslate2 is not installed: {INSTALL}"
        raise TranslationError(message) from error
