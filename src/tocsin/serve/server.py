"""The server: listens, and lets nobody keep a connection busy by sending slowly."""

import asyncio
import sys

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tocsin.serve.guard import App

ARRIVAL_SECONDS = 5.0
"""Seconds in which a request must be here whole (note on reliability, section 2: uvicorn has no limit of its own)."""


SWITCH_SECONDS = 0.0005
"""How long one thread may keep the others waiting: a page that reads many rows gives way at each, and would wait five
milliseconds every time while the columns of a large record are gathered beside it."""


class Punctual(H11Protocol):
    """Cuts a connection whose request does not arrive in time, however steadily its bytes drip."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_request()

    def data_received(self, data: bytes) -> None:
        """Take in bytes; a request that is whole stops the clock, the first byte of the next one starts it."""
        if self._deadline is None:
            self._await_request()
        super().data_received(data)
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        self._deadline = self.loop.call_later(ARRIVAL_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def make_server(app: App, host: str, port: int) -> uvicorn.Server:
    """Set up a server.

    Args:
        app: what answers.
        host: address to listen on.
        port: port to listen on; 0 = any that is free.

    Returns:
        The server; `run` it.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Punctual,
        ws="none",
        lifespan="off",
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_keep_alive=5,
        h11_max_incomplete_event_size=16_384,
    )
    return uvicorn.Server(config)
