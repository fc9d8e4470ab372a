"""Apertium, a program of its own: Spanish to English, and French through Spanish. It is called, never linked."""

import functools
import hashlib
import os
import re
import shutil
import signal
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tocsin.errors import TranslationError
from tocsin.model import Model
from tocsin.translate.engines import Answer
from tocsin.translate.glossary import VERSION, mend

ROUTES = {"es": (("es", "en", "spa-eng"),), "fr": (("fr", "es", "fr-es"), ("es", "en", "spa-eng"))}
"""Language to its legs: from, to, mode of Apertium. Serbo-Croatian is not offered: BLEU 8 (note on translation)."""

INSTALL = "On Debian and Ubuntu: apt install apertium apertium-eng-spa apertium-fr-es"
"""How to get it."""

SECONDS, SECONDS_A_LINE = 20.0, 0.1
"""Time limit of a call. It does 600 to 900 lines a second, so that a tenth of a second a line is very late."""

BATCH = 500
"""Segments in one call."""

_MARK = re.compile(r"(?<![\w*@#])([*@#]{1,2})(?=[\w<])")
_BREAK = "\n\n"


class Apertium:
    """Calls the program `apertium`.

    Args:
        program: its path; None = the one on the PATH.
        glossary: mend what it gets wrong by rule in news of conflict, see `glossary`.

    Raises:
        TranslationError: it is not installed.
    """

    name = "apertium"

    def __init__(self, program: str | None = None, *, glossary: bool = True) -> None:
        """Look for the program."""
        found = program or shutil.which("apertium")
        if found is None:
            message = f"Apertium is not installed. {INSTALL}"
            raise TranslationError(message)
        self._program = found
        self._glossary = glossary
        self._data = Path(found).resolve().parents[1] / "share" / "apertium"
        self.version = _version(found)

    def languages(self) -> frozenset[str]:
        """Name the languages whose language data are installed."""
        return frozenset(
            lang for lang, legs in ROUTES.items() if all(self._mode(mode).exists() for _, _, mode in legs)
        )

    def route(self, source: str) -> tuple[Model, ...]:
        """Name the legs, with the digest of all files that each uses."""
        return tuple(
            Model(source=one, target=two, name=mode, sha256=_digest(self._mode(mode)))
            for one, two, mode in ROUTES[source]
        )

    def options(self) -> dict[str, str]:
        """Name the version of the glossary."""
        return {"glossary": VERSION} if self._glossary else {}

    def translate(self, texts: Sequence[str], source: str) -> list[Answer]:
        """Translate; a segment on which the program fails or hangs is found by halving and fails alone."""
        answers: list[Answer] = []
        for start in range(0, len(texts), BATCH):
            batch = [Answer(text=_one_line(text)) for text in texts[start : start + BATCH]]
            for _, _, mode in ROUTES[source]:
                batch = self._leg(batch, mode)
            answers += batch
        if not self._glossary:
            return answers
        return [
            msgspec.structs.replace(answer, text=mend(text, answer.text, source))
            for text, answer in zip(texts, answers, strict=True)
        ]

    def _mode(self, mode: str) -> Path:
        return self._data / "modes" / f"{mode}.mode"

    def _leg(self, batch: list[Answer], mode: str) -> list[Answer]:
        """Take a batch over one leg; what has failed before stays as it is."""
        going = [number for number, answer in enumerate(batch) if not answer.reason]
        done = self._ask([batch[number].text for number in going], mode)
        result = list(batch)
        for number, answer in zip(going, done, strict=True):
            result[number] = msgspec.structs.replace(answer, marks=(*batch[number].marks, *answer.marks))
        return result

    def _ask(self, lines: list[str], mode: str) -> list[Answer]:
        """Ask for a batch; where the answer does not fit, for its halves."""
        if not lines:
            return []
        translated = self._call(lines, mode)
        if isinstance(translated, list):
            return [_strip(line, source) for line, source in zip(translated, lines, strict=True)]
        if len(lines) == 1:
            return [Answer(reason=translated)]
        half = len(lines) // 2
        return [*self._ask(lines[:half], mode), *self._ask(lines[half:], mode)]

    def _call(self, lines: list[str], mode: str) -> list[str] | str:
        """Run the program once.

        A blank line follows each segment, so that no segment is read together with the next: what comes out does
        not depend on what else is in the batch.

        Returns:
            Translated lines, or the reason why there are none.
        """
        limit = SECONDS + SECONDS_A_LINE * len(lines)
        with subprocess.Popen(
            [self._program, mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        ) as process:
            try:
                raw, _ = process.communicate((_BREAK.join(lines) + _BREAK).encode(), timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return f"Apertium did not answer within {limit:.0f} seconds"
        if process.returncode:
            return f"Apertium ended with code {process.returncode}"
        out = [line.strip() for line in raw.decode("utf-8", "replace").rstrip("\n").split(_BREAK)]
        if len(out) != len(lines):
            return f"Apertium gave {len(out)} segments for {len(lines)}"
        return out


def _one_line(text: str) -> str:
    """Take out what would end the line or the stream: control characters, lone surrogates, noncharacters."""
    kept = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Zl", "Zp"} else letter for letter in text
    )
    return " ".join(kept.split())


def _strip(line: str, source: str) -> Answer:
    """Take the program's marks out of a line; marks that stood in the source are none of them."""
    if not line:
        return Answer(reason="Apertium gave nothing for it")
    marks: list[str] = []

    def take(found: re.Match[str]) -> str:
        word = re.match(r"[\w'’<>-]+", line[found.end() :])
        name = word[0] if word else ""
        marks.extend(mark + name for mark in found[1] if mark + name not in source)
        return "".join(mark for mark in found[1] if mark + name in source)

    return Answer(text=_MARK.sub(take, line), marks=tuple(marks))


@functools.cache
def _version(program: str) -> str:
    """Ask the program for its version; "" = it does not say."""
    try:
        done = subprocess.run([program, "-V"], capture_output=True, text=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r"\d+(?:\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else ""


@functools.cache
def _digest(mode: Path) -> str:
    """Digest a mode and all files that it names, about 5 MB, once a process."""
    digest = hashlib.sha256()
    names = sorted({*re.findall(r"/[^\s'\"]+\.\w+", mode.read_text(encoding="utf-8"))})
    for path in (mode, *map(Path, names)):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
