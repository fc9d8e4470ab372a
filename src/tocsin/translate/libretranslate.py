"""A LibreTranslate-compatible server, at an address that the user gives. The text leaves this computer."""

import html
import json
import urllib.error
import urllib.request
from collections.abc import Sequence

import msgspec

from tocsin.errors import TranslationError
from tocsin.model import Model
from tocsin.translate.engines import TARGET, Answer

SECONDS = 60.0
"""How long one request may take."""

BATCH = 25
"""Segments in one request."""

MOST_BYTES = 4 << 20
"""Longest answer that is read."""


class _Language(msgspec.Struct):
    """An entry of /languages; other keys are not read."""

    code: str
    targets: list[str] | None = None


class LibreTranslate:
    """Asks a server.

    Args:
        url: its address, without /translate.

    Raises:
        TranslationError: the server does not answer, or not as LibreTranslate does.
    """

    name = "http"

    def __init__(self, url: str) -> None:
        """Ask the server for its languages."""
        self._url = url.rstrip("/")
        listed, fault = self._call("/languages", None)
        try:
            languages = msgspec.convert(listed, list[_Language])
        except msgspec.ValidationError as error:
            message = f"{self._url} does not answer as a LibreTranslate server: {fault or error}. Check the address."
            raise TranslationError(message) from error
        found = {one.code for one in languages if one.targets is None or TARGET in one.targets}
        self._languages = frozenset(found - {TARGET})
        self.version = ""

    def languages(self) -> frozenset[str]:
        """Name the languages that the server has into English."""
        return self._languages

    def route(self, source: str) -> tuple[Model, ...]:
        """Name the server; which model it uses is not known."""
        return (Model(source=source, target=TARGET, name=self._url),)

    def options(self) -> dict[str, str]:
        """Name the address the text was sent to."""
        return {"url": self._url}

    def translate(self, texts: Sequence[str], source: str) -> list[Answer]:
        """Translate; where a request fails its segments are asked for one by one, and fail alone."""
        answers: list[Answer] = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            found = self._ask(batch, source)
            if isinstance(found, str) and len(batch) > 1:
                singly = [self._ask([text], source) for text in batch]
                answers += [Answer(reason=one) if isinstance(one, str) else one[0] for one in singly]
            else:
                answers += [Answer(reason=found)] if isinstance(found, str) else found
        return answers

    def _ask(self, texts: list[str], source: str) -> list[Answer] | str:
        """Ask once: answers, or the reason why there are none."""
        body = {"q": texts, "source": source, "target": TARGET, "format": "text"}
        reply, fault = self._call("/translate", body)
        if fault:
            return fault
        given = reply.get("translatedText") if isinstance(reply, dict) else None
        if (
            not isinstance(given, list)
            or len(given) != len(texts)
            or not all(isinstance(one, str) for one in given)
        ):
            return f"{self._url} did not give one translation for each segment"
        return [
            Answer(text=text)
            if (text := html.unescape(one))
            else Answer(reason="the server gave nothing for it")
            for one in given
        ]

    def _call(self, path: str, body: object) -> tuple[object, str]:
        """Call the server: what it says, or the reason why it says nothing."""
        request = urllib.request.Request(  # noqa: S310  the user gives an http address
            self._url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as reply:  # noqa: S310  the same
                raw = reply.read(MOST_BYTES + 1)
            return (json.loads(raw), "") if len(raw) <= MOST_BYTES else (None, "its answer is too long")
        except (urllib.error.URLError, OSError, ValueError) as error:
            return None, f"{self._url}{path} failed: {error}"
