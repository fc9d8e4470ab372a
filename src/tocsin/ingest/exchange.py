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
from collections.abc import Mapping
from typing import Any, Self

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from tocsin.ingest.answers import Answer, Failure
from tocsin.ingest.network import Target
from tocsin.ingest.packing import cut_off, decode_body, too_large

ENCODINGS = "gzip, deflate"
"""Content encodings that are asked for."""

_CHUNK = 65_536
_CONNECT_SECONDS = 10.0  # of the 30 s that all may take (own choice)


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
    timeout: Any
    address: str
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        seconds = min(_CONNECT_SECONDS, float(self.timeout))
        connected = socket.create_connection((self.address, self.port), seconds)
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


def _read_answer(response: Any, limit: int, deadline: _Deadline) -> Answer | Failure:
    """Read the body, bounded, and undo its content encodings."""
    headers = {name.lower(): words for name, words in response.headers.items()}
    stated = headers.get("content-length", "")
    if stated.isdigit() and int(stated[:20]) > limit:
        return too_large(limit)
    body = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > limit:
            return too_large(limit)
        if deadline.is_over:
            return _timed_out()
    if deadline.is_over:
        return _timed_out()
    decoded = decode_body(bytes(body), headers.get("content-encoding", ""), limit)
    return (
        decoded
        if isinstance(decoded, Failure)
        else Answer(status=response.status, headers=headers, body=decoded)
    )


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
        return cut_off()
    message = f"The answer is no sound HTTP ({type(error).__name__}). It is worth a try later."
    return Failure(code="fetch.protocol", message=message, severity="quarantined")


def _timed_out() -> Failure:
    message = "The answer took too long and was cut off. It is worth a try later."
    return Failure(code="fetch.timeout", message=message, severity="quarantined")
