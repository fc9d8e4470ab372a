"""One request and its answer, with every byte and second bounded.

The connection goes to an address that was checked before, while Host, SNI and the certificate stay those of
the name. A read timeout alone does not bound an answer that drips in (measured: 40 s at a timeout of 5 s, note
on reliability, section 3), so a timer cuts the connection off, be it in handshake, headers or body.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Mapping
from typing import Any, Self

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from tocsin.ingest.answers import Answer, Failure
from tocsin.ingest.network import Target

ENCODINGS = "gzip, deflate"
"""Content encodings that are asked for."""

_CHUNK = 65_536
_CONNECT_SECONDS = 10.0  # of the 30 s that all may take (own choice)
_LAYERS = 2  # of content encoding; more is an attack or a fault (own choice)
_GZIP_OR_ZLIB, _BARE = 47, -15  # window sizes in zlib's manual


class _Deadline:
    """Cuts a connection off when its time is up, whatever it is doing."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._socket:
            self._socket.close()

    def watch(self, connected: socket.socket) -> None:
        """Take a handle of its own on the connection: TLS takes the socket itself away."""
        self._socket = connected.dup()
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        self.is_over = True
        if self._socket:
            with contextlib.suppress(OSError):  # closed already by the other side
                self._socket.shutdown(socket.SHUT_RDWR)


class _ToAddress:
    """A connection of urllib3 that goes to a checked address; mixed into its two classes."""

    port: int
    address: str
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        connected = socket.create_connection((self.address, self.port), _CONNECT_SECONDS)
        self.deadline.watch(connected)
        return connected


class _Http(_ToAddress, HTTPConnection):
    pass


class _Https(_ToAddress, HTTPSConnection):
    pass


def exchange(
    target: Target, address: str, headers: Mapping[str, str], *, limit: int, seconds: float
) -> Answer | Failure:
    """Send one GET request and read the answer.

    Args:
        target: what is asked for.
        address: a checked address of its host.
        headers: of the request; Host is added.
        limit: the longest body, before and after decoding, in bytes.
        seconds: wall-clock time for all of it.

    Returns:
        The answer, whatever its status; or why there is none.
    """
    kind = _Https if target.scheme == "https" else _Http
    connection = kind(target.host, target.port, timeout=max(seconds, 0.001))
    connection.address = address
    with _Deadline(max(seconds, 0.001)) as deadline:
        connection.deadline = deadline
        try:
            connection.request(
                "GET", target.path, headers=dict(headers), preload_content=False, decode_content=False
            )
            return _read_answer(connection.getresponse(), limit, deadline)
        except (HTTPError, http.client.HTTPException, OSError) as error:
            return _timed_out() if deadline.is_over else _explain(error)
        finally:
            connection.close()


def unpack(raw: bytes, limit: int) -> bytes | None:
    """Decompress gzip, zlib or bare deflate, never beyond the limit.

    Args:
        raw: compressed bytes; gzip may have several members.
        limit: the most bytes that are wanted.

    Returns:
        The bytes; one more than the limit, cut, when there are more; None when they end early.

    Raises:
        zlib.error: they are not compressed in any of these ways.
    """
    gathered, window = bytearray(), _GZIP_OR_ZLIB
    while raw:
        unpacker = zlib.decompressobj(window)
        try:
            gathered += unpacker.decompress(raw, limit + 1 - len(gathered))
        except zlib.error:
            if gathered or window == _BARE:
                raise
            window = _BARE
            continue
        if len(gathered) > limit:
            return bytes(gathered)
        if not unpacker.eof:
            return None
        raw = unpacker.unused_data.lstrip(b"\0")  # gzip may be padded (manual of GNU gzip)
    return bytes(gathered)


def _read_answer(response: Any, limit: int, deadline: _Deadline) -> Answer | Failure:
    """Read the body, bounded, and undo its content encodings."""
    headers = {name.lower(): words for name, words in response.headers.items()}
    stated = headers.get("content-length", "")
    if stated.isdigit() and int(stated[:20]) > limit:
        return _too_large(limit)
    body = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > limit:
            return _too_large(limit)
        if deadline.is_over:
            return _timed_out()
    if deadline.is_over:
        return _timed_out()
    decoded = _decode(bytes(body), headers.get("content-encoding", ""), limit)
    return (
        decoded
        if isinstance(decoded, Failure)
        else Answer(status=response.status, headers=headers, body=decoded)
    )


def _decode(body: bytes, stated: str, limit: int) -> bytes | Failure:
    """Undo the content encodings, the last first."""
    names = [
        name.strip().lower() for name in stated.split(",") if name.strip().lower() not in {"", "identity"}
    ]
    known = {"gzip", "x-gzip", "deflate"}
    if len(names) > _LAYERS or not known.issuperset(names):
        message = "The answer is compressed in a way that was not asked for."
        return Failure(code="fetch.encoding", message=message)
    for _ in names:
        try:
            unpacked = unpack(body, limit)
        except zlib.error:
            return Failure(code="fetch.encoding", message="The answer is not compressed as it says.")
        if unpacked is None:
            return _cut_off()
        if len(unpacked) > limit:
            return _too_large(limit)
        body = unpacked
    return body


def _explain(error: Exception) -> Failure:
    """Put a fault of the network into words."""
    if isinstance(error, ssl.SSLError | ssl.CertificateError):
        reason = getattr(error, "verify_message", "") or getattr(error, "reason", "") or "fault"
        message = (
            f"No safe connection ({reason}): the certificate or the clock of this computer may be wrong."
        )
        return Failure(code="fetch.tls", message=message, severity="quarantined")
    if isinstance(error, TimeoutError):
        return _timed_out()
    if isinstance(error, OSError) and not isinstance(error, ConnectionResetError):
        message = f"No connection: {error.strerror or 'the network failed'}. It is worth a try later."
        return Failure(code="fetch.connection", message=message, severity="quarantined")
    if "IncompleteRead" in str(error):
        return _cut_off()
    message = f"The answer is no sound HTTP ({type(error).__name__}). It is worth a try later."
    return Failure(code="fetch.protocol", message=message, severity="quarantined")


def _timed_out() -> Failure:
    message = "The answer took too long and was cut off. It is worth a try later."
    return Failure(code="fetch.timeout", message=message, severity="quarantined")


def _cut_off() -> Failure:
    message = "The answer ended before its end. It is worth a try later."
    return Failure(code="fetch.cut_off", message=message, severity="quarantined")


def _too_large(limit: int) -> Failure:
    message = f"Longer than {limit} bytes: raise max_report_bytes to have it read."
    return Failure(code="fetch.too_large", message=message, severity="quarantined")
