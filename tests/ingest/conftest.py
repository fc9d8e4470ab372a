"""A web of one server on this computer, with a clock that only sleeping moves."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tocsin.ingest.fetch import Fetcher, Manners, World

Serve = Callable[[BaseHTTPRequestHandler], None]


class Web:
    """Pages by path; a page is bytes, or status, headers and bytes, or a function that writes to the socket."""

    names = ("post.example", "radio.example", "gazette.example")

    def __init__(self) -> None:  # noqa: D107
        self.pages: dict[str, bytes | tuple[int, dict[str, str], bytes] | Serve] = {}
        self.asked: list[tuple[str, str]] = []
        """Host without port, and path, of each request in order."""
        self.headers: list[dict[str, str]] = []
        self.now = dt.datetime(2026, 3, 2, 9, 0, 0, tzinfo=dt.UTC)
        self.slept: list[float] = []
        self.addresses: dict[str, list[str]] = {}
        self.in_flight = self.most_in_flight = 0
        self.port = 0

    def url(self, path: str = "/", host: str = "post.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def allowed(self) -> tuple[str, ...]:
        return tuple(f"{host}:{self.port}" for host in (*self.names, "127.0.0.1"))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += dt.timedelta(seconds=seconds)

    def resolve(self, host: str, _port: int) -> list[str]:
        return self.addresses.get(host, ["127.0.0.1"] if host in self.names else [])

    @property
    def world(self) -> World:
        return World(now=lambda: self.now, sleep=self.sleep, resolve=self.resolve)

    def fetcher(self, **manners: object) -> Fetcher:
        given = {"allowed": self.allowed, "pause": 0.0, **manners}
        return Fetcher(Manners(**given), self.world)  # type: ignore[arg-type]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append((handler.headers["Host"].partition(":")[0], handler.path))
        self.headers.append(dict(handler.headers.items()))
        page = self.pages.get(handler.path)
        if callable(page):
            page(handler)
            return
        status, headers, body = (
            page if isinstance(page, tuple) else (200 if page is not None else 404, {}, page or b"")
        )
        handler.send_response(status)
        for name, words in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, words)
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def web() -> Iterator[Web]:
    stub = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.in_flight += 1
            stub.most_in_flight = max(stub.most_in_flight, stub.in_flight)
            try:
                stub.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                stub.in_flight -= 1

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    stub.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield stub
    server.shutdown()
    server.server_close()
