"""Read pages and feeds in a process of their own, which is killed when one stalls it or eats its memory."""

from typing import TYPE_CHECKING, Self

from tocsin.config import Settings
from tocsin.ingest.processes import ask_process, start_process

if TYPE_CHECKING:
    import subprocess
    from multiprocessing.connection import Connection

    from tocsin.ingest.listings import Listing
    from tocsin.ingest.page import Page

KILLED = "html.killed"
"""Code of the issue when both tries at a page ended with the death of the process."""


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
        return ask_process(self._pipe or self._start(), request, self._settings.html_seconds)

    def _start(self) -> "Connection":
        """Start the process and wait until it is warm."""
        self._process, self._pipe = start_process("tocsin.ingest.worker", self._settings)
        self._served = 0
        return self._pipe

    def _stop(self) -> None:
        """Kill the process, if there is one."""
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._pipe = self._process = None
