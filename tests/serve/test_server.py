"""The server waits for nobody: requests that drip in are cut, and others are answered all the while."""

import http.client
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.knowledge import load_knowledge
from tocsin.serve import create_app, server

CROWD = 60


@pytest.fixture
def port(record: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(server, "ARRIVAL_SECONDS", 0.5)
    serving = server.make_server(create_app(record, load_knowledge()), "127.0.0.1", 0)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.02)
    found: int = serving.servers[0].sockets[0].getsockname()[1]
    yield found
    serving.should_exit = True
    thread.join()


def is_cut(line: socket.socket) -> bool:
    line.settimeout(2)
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_slow_senders_are_cut_and_hold_up_nobody(port: int) -> None:
    crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(CROWD)]
    heads = (
        b"GET / HTTP/1.1\r\nX-Slow: ",
        b"POST /review HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n",
        b"",
    )
    for number, line in enumerate(crowd):
        line.sendall(heads[number % len(heads)])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/about", timeout=2) as answer:
        assert answer.status == 200
    for line in crowd[:: len(heads)]:
        line.sendall(b"x")  # a drip does not stop the clock
    assert all(is_cut(line) for line in crowd)
    for line in crowd:
        line.close()


def test_a_connection_that_is_used_again_is_not_cut_between_requests(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    for _ in range(3):
        line.request("GET", "/nothing")
        answer = line.getresponse()
        assert (answer.status, b"Back to today" in answer.read()) == (404, True)
        time.sleep(0.3)
    line.close()
