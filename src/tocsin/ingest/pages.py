"""Read pages and feeds in a process of their own, which is killed when one stalls it or eats its memory."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tocsin.config import Settings

if TYPE_CHECKING:
    import subprocess
    from multiprocessing.connection import Connection

    from tocsin.ingest.listings import Listing
    from tocsin.ingest.page import Page

KILLED = "html.killed"
"""Code of the issue when both tries at a page ended with the death of the process."""

_START_SECONDS = 120.0  # importing the parsers takes 1 s alone, more on a loaded machine (own choice)


class PageReader:
    """One warm process for pages. Use it as a context; the process starts with the first page."""

    def __init__(self, settings: Settings) -> None:
        """Take the limits; nothing is started yet.

        Args:
            settings: seconds, memory and number of pages after which the process is replaced.
        """
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._served = 0

    def __enter__(self) -> Self:
        """Enter the context."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._stop()

    def read(self, raw: bytes) -> "tuple[Page | None] | None":
        """Read a page: first with the article finder, and if that kills the process without it.

        Args:
            raw: the page's bytes, no longer than the settings allow.

        Returns:
            The page, in a tuple, or (None,) when its encoding cannot be told; None when both tries died.
        """
        import msgspec  # noqa: PLC0415

        from tocsin.ingest.page import Page  # noqa: PLC0415
        from tocsin.ingest.worker import FULL, SIMPLE  # noqa: PLC0415

        answer = self._try((FULL + raw, SIMPLE + raw))
        return None if answer is None else (msgspec.msgpack.decode(answer, type=Page | None),)

    def read_listing(self, raw: bytes) -> "tuple[Listing | None] | None":
        """Read a feed or a sitemap: first with feedparser, and if that kills the process without it.

        Args:
            raw: its bytes, no longer than the settings allow.

        Returns:
            The listing, in a tuple, or (None,) when it is none; None when both tries died.
        """
        import msgspec  # noqa: PLC0415

        from tocsin.ingest.listings import Listing  # noqa: PLC0415
        from tocsin.ingest.worker import LISTING, LISTING_SIMPLE  # noqa: PLC0415

        answer = self._try((LISTING + raw, LISTING_SIMPLE + raw))
        return None if answer is None else (msgspec.msgpack.decode(answer, type=Listing | None),)

    def _try(self, requests: tuple[bytes, ...]) -> bytes | None:
        """Send one request after the other until one is answered; None when each killed the process."""
        for request in requests:
            if self._served >= self._settings.html_recycle:
                self._stop()
            answer = self._ask(request)
            if answer is not None:
                self._served += 1
                return answer
            self._stop()
        return None

    def _ask(self, request: bytes) -> bytes | None:
        """Send one request; None when the process died or ran out of time."""
        pipe = self._pipe or self._start()
        try:
            pipe.send_bytes(request)
            return pipe.recv_bytes() if pipe.poll(self._settings.html_seconds) else None
        except (EOFError, OSError):
            return None

    def _start(self) -> "Connection":
        """Start the process and wait until it is warm."""
        import subprocess  # noqa: PLC0415
        from multiprocessing import Pipe  # noqa: PLC0415

        pipe, far_end = Pipe()
        package = str(Path(__file__).resolve().parents[2])
        limits = (str(self._settings.html_memory_bytes), str(self._settings.html_seconds))
        with far_end:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tocsin.ingest.worker", str(far_end.fileno()), *limits],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[far_end.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join([package, *filter(None, sys.path)])},
            )
        self._pipe, self._served = pipe, 0
        if pipe.poll(_START_SECONDS):
            pipe.recv_bytes()
        return pipe

    def _stop(self) -> None:
        """Kill the process, if there is one."""
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._pipe = self._process = None
