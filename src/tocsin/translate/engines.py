"""Engines: what turns segments into English. Each is asked only where the user names it."""

import hashlib
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from tocsin.errors import TranslationError

SECONDS = 120
"""Longest time an engine may take for the segments of one report."""
MODES = Path("/usr/share/apertium/modes")
"""Where Debian keeps the modes of Apertium."""


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine made of a segment."""

    text: str = ""
    """English; "" = nothing."""
    unknown: int = 0
    """Words that it left as they were because it does not know them."""
    reason: str = ""
    """Why there is nothing."""


class Engine(Protocol):
    """Turns segments of one language into English."""

    name: str
    version: str
    sha256: str
    """Digest of the model; "" = not known."""

    def route(self, lang: str) -> tuple[str, ...]:
        """Give the steps from a language to English; empty = the engine does not know the language."""

    def translate(self, segments: Sequence[str], lang: str) -> list[Rendered]:
        """Translate segments, one line each; as many come back, in the same order."""


def open_engine(name: str) -> Engine | None:
    """Open an engine by its name in the settings.

    Args:
        name: "none", "apertium", or "replay:" and the path of a file of translations.

    Returns:
        The engine; None = none is wanted.

    Raises:
        TranslationError: there is no such engine, or it is not installed; the message says how to get it.
    """
    kind, _, path = name.partition(":")
    if kind == "none":
        return None
    if kind == "apertium" and not path:
        return Apertium()
    if kind == "replay" and path:
        return Replay(Path(path))
    message = f"There is no engine {name!r}: write none, apertium, or replay:FILE"
    raise TranslationError(message)


class Apertium:
    """The program apertium (GPL; run as it is installed, never linked): Spanish, and French by way of Spanish."""

    name = "apertium"
    routes = {"es": ("spa-eng",), "fr": ("fr-es", "spa-eng")}  # noqa: RUF012  never changed

    def __init__(self, modes: Path = MODES) -> None:
        """Look for the program and its language data.

        Raises:
            TranslationError: they are not installed.
        """
        self._modes = modes
        try:
            shown = subprocess.run(["apertium", "-V"], capture_output=True, timeout=SECONDS, check=False)  # noqa: S607
        except OSError as error:
            message = (
                "apertium is not installed. On Debian: apt install apertium apertium-eng-spa apertium-fr-es"
            )
            raise TranslationError(message) from error
        found = re.search(rb"[0-9]+(\.[0-9]+)+", shown.stdout + shown.stderr)
        self.version = found[0].decode() if found else ""
        self.sha256 = self._digest()

    def route(self, lang: str) -> tuple[str, ...]:
        """Give the modes; those that are not installed make a language unknown."""
        steps = self.routes.get(lang, ())
        return steps if all((self._modes / f"{step}.mode").is_file() for step in steps) else ()

    def translate(self, segments: Sequence[str], lang: str) -> list[Rendered]:
        """Translate; where the program loses lines, each is tried alone, so that none takes another's place."""
        lines = [" ".join(segment.replace("\x00", " ").split()) for segment in segments]
        for step in self.route(lang):
            turned = self._run(step, lines)
            if len(turned) != len(lines):
                turned = [(self._run(step, [line]) or [""])[0] if line else "" for line in lines]
            lines = turned
        return [_cleaned(line) for line in lines]

    def _run(self, step: str, lines: list[str]) -> list[str]:
        """Run one mode over lines; [] = it died or took too long."""
        given = "".join(line + "\n" for line in lines).encode("utf-8", "replace")
        try:
            ran = subprocess.run(
                ["apertium", step],  # noqa: S607  as installed
                input=given,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return []
        return ran.stdout.decode("utf-8", "replace").splitlines() if ran.returncode == 0 else []

    def _digest(self) -> str:
        """Digest the files that the modes name."""
        digest = hashlib.sha256()
        steps = sorted({step for route in self.routes.values() for step in route})
        for mode in (self._modes / f"{step}.mode" for step in steps):
            if mode.is_file():
                words = mode.read_text(encoding="utf-8", errors="replace").split()
                for file in sorted({Path(word.strip("'\"")) for word in words if "/" in word}):
                    if file.is_file():
                        digest.update(file.read_bytes())
        return digest.hexdigest()


def _cleaned(line: str) -> Rendered:
    """Take the marks of words off: * unknown, @ without an entry, # without a form; they count as unknown."""
    plain, unknown = re.subn(r"(?<!\w)[*@#](?=\w)", "", line)
    return Rendered(
        text=plain.strip(), unknown=unknown, reason="" if plain.strip() else "the engine gave nothing"
    )


class Replay:
    """Translations that are there already, of people or of any engine: JSON lines with lang, text and english."""

    name = "replay"
    version = "1"

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            TranslationError: it cannot be read, or a line lacks a field.
        """
        try:
            content = path.read_bytes()
            lines = content.decode("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            message = f"{path} cannot be read: {error}"
            raise TranslationError(message) from error
        self._known = dict(_replayed(f"{path}:{n}", line) for n, line in enumerate(lines, 1) if line.strip())
        self.sha256 = hashlib.sha256(content).hexdigest()

    def route(self, lang: str) -> tuple[str, ...]:
        """Give one step for every language of the file."""
        return (f"{lang}-en",) if any(known == lang for known, _ in self._known) else ()

    def translate(self, segments: Sequence[str], lang: str) -> list[Rendered]:
        """Look segments up."""
        found = [self._known.get((lang, _key(segment)), "") for segment in segments]
        return [Rendered(text=text, reason="" if text else "not in the file") for text in found]


def _replayed(place: str, line: str) -> tuple[tuple[str, str], str]:
    try:
        record = json.loads(line)
        return (record["lang"], _key(record["text"])), str(record["english"])
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        message = f"{place}: every line is an object with lang, text and english ({error})"
        raise TranslationError(message) from error


def _key(text: str) -> str:
    return " ".join(text.split())
