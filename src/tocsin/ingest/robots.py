"""What a robots file allows (RFC 9309), read by Protego: `*`, `$` and Crawl-delay count."""

import math
from typing import Any

import msgspec

from tocsin.ingest.answers import Failure

NAME = "tocsin"
"""The fetcher's name in robots files."""
ROBOTS_BYTES = 512 << 10
"""Longest robots file in bytes; at least 500 KiB (RFC 9309, section 2.5)."""


class Rules(msgspec.Struct, frozen=True):
    """The rules of one host."""

    parsed: Any = None
    """Protego's rules; None = all is allowed."""

    def allow(self, url: str) -> bool:
        """Tell whether a URL may be fetched.

        Args:
            url: a URL of the host.

        Returns:
            Whether the rules for `NAME`, or else for all, allow it.
        """
        return self.parsed is None or bool(self.parsed.can_fetch(url, NAME))

    @property
    def delay(self) -> float:
        """Seconds between requests that the file asks for; 0 = none."""
        asked = self.parsed.crawl_delay(NAME) if self.parsed is not None else None
        return float(asked) if asked is not None and math.isfinite(asked) and asked > 0 else 0.0


def read_rules(status: int, body: bytes) -> Rules | Failure:
    """Read a robots file.

    Args:
        status: of the answer.
        body: the file.

    Returns:
        Its rules; all is allowed where there is no such file (RFC 9309, section 2.3.1.3). A failure where the
        server is at fault or overloaded: then nothing is (section 2.3.1.4; we count 429 as well).
    """
    if status == 200:
        from protego import Protego  # noqa: PLC0415

        return Rules(Protego.parse(body.decode("utf-8", "replace").removeprefix("\ufeff")))
    if 400 <= status < 500 and status != 429:
        return Rules()
    message = f"The server answered {status}: it is worth a try later."
    return Failure(code="fetch.robots_unreachable", message=message, severity="quarantined")
