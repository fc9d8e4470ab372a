"""What every engine can do, and what it gives back. Engines download nothing."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from tocsin.errors import TranslationError
from tocsin.model import Model, TranslationOrigin

TARGET = "en"
"""The language that is read."""

EASE = {"apertium": 0.7}
"""Engine to the factor for the least probabilities with which acts are seen in its English: what was chosen on English that
people wrote misses acts in word-for-word translation. Of 1, .85, .7, .55 and .4 chosen on 434 sentences of WMT13 that no
evaluation uses (F1 .607, .620, .631, .634, .627) and 300 of it without an act (33, 35, 40, 47, 58 false claims)."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine made of one segment."""

    text: str = ""
    """English; "" = it failed."""
    marks: tuple[str, ...] = ()
    """Words it marked as unknown or badly formed, with the mark."""
    score: float | None = None
    """Mean log probability of its tokens; None = it says nothing."""
    reason: str = ""
    """Why it failed; "" = it did not."""
    origin: TranslationOrigin = "machine"
    """Who translated."""


class Engine(Protocol):
    """Anything that translates segments into English."""

    name: str
    """What it is called on the command line."""
    version: str
    """Version of the program; "" = unknown."""

    def languages(self) -> frozenset[str]:
        """Name the languages it can translate now."""

    def route(self, source: str) -> tuple[Model, ...]:
        """Say which models it uses for a language, one for each leg."""

    def options(self) -> dict[str, str]:
        """Say how it is asked, where that changes what comes out."""

    def translate(self, texts: Sequence[str], source: str) -> list[Answer]:
        """Translate segments of one language: one answer each, in order, whatever happens."""


def engine_from(words: str, registry: str) -> Engine | None:
    """Make the engine that a user names.

    Args:
        words: "none", "apertium", "ct2", "replay:FILE", or the address of a LibreTranslate-compatible server.
        registry: path of the list of models that `tocsin models` keeps, for "ct2".

    Returns:
        The engine; None for "none" and "".

    Raises:
        TranslationError: there is no such engine, or it cannot be used; the message says what to do.
    """
    kind, _, rest = words.partition(":")
    if kind in {"http", "https"}:
        kind, rest = "http", words
    if kind in {"", "none"}:
        return None
    if kind not in _MAKERS or bool(rest) != (kind in {"http", "replay"}):
        message = (
            f"--translate {words} names no engine. Give apertium, ct2, replay:FILE, http://HOST:PORT of a "
            "LibreTranslate-compatible server, or none."
        )
        raise TranslationError(message)
    return _MAKERS[kind](rest or registry)


def _apertium(_: str) -> Engine:
    from tocsin.translate.apertium import Apertium  # noqa: PLC0415  engines load what they need

    return Apertium()


def _replay(path: str) -> Engine:
    from tocsin.translate.replay import Replay  # noqa: PLC0415

    return Replay.read(path)


def _ct2(registry: str) -> Engine:
    from tocsin.translate.ct2 import CTranslate2  # noqa: PLC0415

    return CTranslate2.read(registry)


def _http(url: str) -> Engine:
    from tocsin.translate.libretranslate import LibreTranslate  # noqa: PLC0415

    return LibreTranslate(url)


_MAKERS: dict[str, Callable[[str], Engine]] = {
    "apertium": _apertium,
    "ct2": _ct2,
    "http": _http,
    "replay": _replay,
}
