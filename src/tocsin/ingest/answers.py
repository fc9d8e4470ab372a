"""What comes back when something is asked for: an answer, something fetched, or a failure."""

import datetime as dt
from typing import Literal

import msgspec


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing was fetched."""

    code: str
    """Words joined by dots, as in `Issue.code`."""
    message: str
    """What happened and what to do; no address in it."""
    severity: Literal["failed", "quarantined"] = "failed"
    """ "quarantined" when it may succeed later."""
    retry_at: dt.datetime | None = None
    """When the host may be asked again, UTC, where it said so."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    """Decoded; no longer than the limit."""


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What was fetched."""

    url: str
    """Where it was found, after redirects."""
    body: bytes = b""
    """Decoded; empty when not modified."""
    is_unchanged: bool = False
    """Whether the server says that it did not change since the validators that were sent."""
    charset: str = ""
    """Encoding that the Content-Type states, lower case."""
    etag: str = ""
    """Validators for the next time."""
    modified: str = ""
    at: dt.datetime
    """When it was fetched, UTC, to the second."""
