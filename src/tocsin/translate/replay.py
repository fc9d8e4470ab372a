"""Known translations, from a file: recorded outputs of engines, and translations by people."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from tocsin.errors import TranslationError
from tocsin.model import Model, TranslationOrigin
from tocsin.translate.engines import TARGET, Answer


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a file of known translations; other keys are not read."""

    lang: str
    """Language of `src`."""
    src: str
    """A segment, as in the report but for white space."""
    en: str
    """Its English."""
    origin: TranslationOrigin = "machine"
    """Who translated it."""


class Replay:
    """Gives known translations back, word for word; what is not known fails.

    Args:
        pairs: known translations; of two for the same segment the first counts.
        name: what to call their collection in records.
    """

    name = "replay"
    version = ""

    def __init__(self, pairs: Iterable[Pair], name: str = "") -> None:
        """Take the pairs in."""
        self._known: dict[tuple[str, str], Pair] = {}
        for pair in pairs:
            self._known.setdefault((pair.lang, _key(pair.src)), pair)
        self._name = name

    @classmethod
    def read(cls, path: str) -> "Replay":
        """Read a file of known translations.

        Args:
            path: JSON lines with lang, src, en and, for people's work, "origin": "human".

        Raises:
            TranslationError: the file cannot be read, or a line is no such pair.
        """
        try:
            lines = Path(path).read_bytes().splitlines()
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}. Give a file of translations: replay:FILE."
            raise TranslationError(message) from error
        decoder = msgspec.json.Decoder(Pair)
        pairs = []
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    pairs.append(decoder.decode(line))
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    message = (
                        f'{path}, line {number}: {error}. Write {{"lang": "es", "src": "...", "en": "..."}}.'
                    )
                    raise TranslationError(message) from error
        return cls(pairs, Path(path).name)

    def languages(self) -> frozenset[str]:
        """Name the languages it has translations for."""
        return frozenset(lang for lang, _ in self._known)

    def route(self, source: str) -> tuple[Model, ...]:
        """Name the collection."""
        return (Model(source=source, target=TARGET, name=self._name),)

    def options(self) -> dict[str, str]:
        """There are none."""
        return {}

    def translate(self, texts: Sequence[str], source: str) -> list[Answer]:
        """Look segments up."""
        found = (self._known.get((source, _key(text))) for text in texts)
        return [
            Answer(text=pair.en, origin=pair.origin)
            if pair
            else Answer(reason="it is not in the file of translations")
            for pair in found
        ]


def _key(text: str) -> str:
    return " ".join(text.split())
