"""The fetcher: polite, bounded, and never off the public web. All offline, against a server of this computer."""

import datetime as dt
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tocsin.ingest.answers import Failure, Fetched
from tocsin.ingest.fetch import Fetcher, Manners, World, system_addresses
from tocsin.ingest.packing import join_chunks, unpack

PAGE = b"<p>The Harvan Front left the town of Odrel on Friday.</p>"


def fetched(found: Fetched | Failure) -> Fetched:
    assert isinstance(found, Fetched), found
    return found


def failure(found: Fetched | Failure) -> Failure:
    assert isinstance(found, Failure), found
    return found


def redirect(location: str, status: int = 302) -> tuple[int, dict[str, str], bytes]:
    return status, {"Location": location}, b""


def test_a_page_is_fetched_with_name_and_address(web: Any) -> None:
    web.pages["/a"] = (200, {"Content-Type": "text/html; charset=UTF-8", "ETag": '"7"'}, PAGE)
    found = fetched(web.fetcher(contact="desk@lissenpost.example").fetch(web.url("/a")))
    assert found == Fetched(url=web.url("/a"), body=PAGE, charset="utf-8", etag='"7"', at=web.now)
    assert web.asked == [("post.example", "/robots.txt"), ("post.example", "/a")]
    assert web.headers[1]["User-Agent"] == "tocsin (+desk@lissenpost.example)"
    assert not {"Cookie", "Authorization", "Referer"} & {*web.headers[1]}


def test_cookies_and_proxies_are_not_used(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    web.pages["/a"] = (200, {"Set-Cookie": "reader=7; Path=/"}, PAGE)
    fetcher = web.fetcher()
    fetched(fetcher.fetch(web.url("/a")))
    fetched(fetcher.fetch(web.url("/a")))
    assert all("Cookie" not in headers for headers in web.headers)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/", "http://[::1]/", "http://10.0.0.1/", "http://2130706433/", "file:///etc/passwd",
        "//169.254.169.254/latest", "http://inside.example/", "http://user@post.example/", "http://post.example:22/",
        "gopher://x/", "http://127.0.0.1:1/", "http://[::ffff:127.0.0.1]/", "http:\\\\127.0.0.1",
    ],
)  # fmt: skip
def test_a_redirect_off_the_public_web_is_not_followed(
    web: Any, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three sound hops first: each hop is checked anew, and nothing else is ever connected to."""
    web.addresses["inside.example"] = ["10.0.0.1"]
    connected = watch_connections(monkeypatch)
    web.pages |= {
        "/1": redirect("/2", 301),
        "/2": redirect(web.url("/3", "radio.example"), 307),
        "/3": redirect(location),
    }
    found = failure(web.fetcher().fetch(web.url("/1")))
    assert found.code in {"fetch.url", "fetch.address"}
    assert set(connected) == {("127.0.0.1", web.port)}


def watch_connections(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Note where connections go."""
    connected: list[tuple[str, int]] = []
    connect = socket.create_connection

    def note(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address)
        return connect(address, *args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", note)
    return connected


def test_redirects_are_followed_five_times(web: Any) -> None:
    web.pages |= {f"/{number}": redirect(f"/{number + 1}", 308) for number in range(6)} | {"/5": PAGE}
    assert fetched(web.fetcher().fetch(web.url("/0"))).url == web.url("/5")
    web.pages |= {"/5": redirect("/6"), "/6": PAGE}
    assert failure(web.fetcher().fetch(web.url("/0"))).code == "fetch.redirects"
    web.pages["/loop"] = redirect("/loop")
    assert failure(web.fetcher().fetch(web.url("/loop"))).code == "fetch.redirects"


def test_a_redirect_may_be_written_in_utf_8_or_latin_1(web: Any) -> None:
    web.pages |= {"/%C3%BC": PAGE, "/1": redirect("/ü".encode().decode("latin-1")), "/2": redirect("/ü")}
    fetcher = web.fetcher()
    assert fetched(fetcher.fetch(web.url("/1"))).url == web.url("/%C3%BC")
    assert fetched(fetcher.fetch(web.url("/2"))).url == web.url("/%C3%BC")


def test_a_host_with_one_private_address_is_not_connected_to(
    web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = watch_connections(monkeypatch)
    web.addresses["mixed.example"] = ["93.184.216.34", "192.168.0.9"]
    assert failure(web.fetcher().fetch("http://mixed.example/")).code == "fetch.address"
    assert connected == []


def test_a_host_that_changes_its_address_between_check_and_hop_is_caught(web: Any) -> None:
    """DNS rebinding: the checked address is the one that is connected to, and each hop is resolved anew."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    web.resolve = lambda *_: next(answers)
    web.pages["/1"] = redirect("/2")
    assert failure(web.fetcher().fetch(web.url("/1"))).code == "fetch.address"
    assert next(answers, None) is None


def test_the_hostile_urls_open_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = watch_connections(monkeypatch)
    fetcher = Fetcher(Manners(pause=0.0), World(resolve=lambda *_: ["127.0.0.1"]))
    for url in (
        "http://127.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0x7f000001/",
        "ftp://x/",
        "http://a\x00b/",
    ):
        assert failure(fetcher.fetch(url)).severity == "failed"
    assert connected == []


def test_what_robots_forbid_is_not_fetched(web: Any) -> None:
    web.pages |= {
        "/robots.txt": b"User-agent: *\nDisallow: /*/private$\nDisallow: /no\n",
        "/a/private": PAGE,
        "/yes": PAGE,
    }
    fetcher = web.fetcher()
    assert failure(fetcher.fetch(web.url("/a/private"))).code == "fetch.robots"
    assert failure(fetcher.fetch(web.url("/no"))).code == "fetch.robots"
    fetched(fetcher.fetch(web.url("/yes")))
    assert [path for _, path in web.asked] == ["/robots.txt", "/yes"]


def test_a_redirect_into_what_robots_forbid_ends_there(web: Any) -> None:
    web.pages |= {"/robots.txt": b"User-agent: tocsin\nDisallow: /no\n", "/a": redirect("/no"), "/no": PAGE}
    assert failure(web.fetcher().fetch(web.url("/a"))).code == "fetch.robots"
    assert ("post.example", "/no") not in web.asked


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, None), (403, None), (500, "fetch.robots_unreachable"), (429, "fetch.robots_unreachable")],
)
def test_without_a_robots_file_all_is_allowed_and_with_a_broken_server_nothing(
    web: Any, status: int, code: str | None
) -> None:
    web.pages |= {"/robots.txt": (status, {}, b""), "/a": PAGE}
    found = web.fetcher().fetch(web.url("/a"))
    assert (found.code if isinstance(found, Failure) else None) == code
    assert (("post.example", "/a") in web.asked) == (code is None)


def test_a_robots_file_of_half_a_mebibyte_takes_no_long_time(web: Any) -> None:
    rules = "".join(f"Disallow: /*{number}*x$\n" for number in range(24_000))
    web.pages |= {"/robots.txt": f"User-agent: *\nCrawl-delay: nan\n{rules}".encode(), "/a": PAGE}
    begun = time.monotonic()
    fetched(web.fetcher().fetch(web.url("/a")))
    assert time.monotonic() - begun < 3
    web.pages["/robots.txt"] += bytes(512 << 10)
    assert failure(web.fetcher().fetch(web.url("/a"))).code == "fetch.too_large"


def test_robots_files_are_kept_for_a_day(web: Any) -> None:
    web.pages["/a"] = PAGE
    fetcher = web.fetcher()
    for hours in (0, 23, 2):
        web.now += dt.timedelta(hours=hours)
        fetched(fetcher.fetch(web.url("/a")))
    assert [path for _, path in web.asked] == ["/robots.txt", "/a", "/a", "/robots.txt", "/a"]


def test_one_host_is_asked_once_a_second_and_another_at_once(web: Any) -> None:
    web.pages["/a"] = PAGE
    fetcher = web.fetcher(pause=1.0)
    fetched(fetcher.fetch(web.url("/a")))
    assert web.slept == [1.0]
    assert fetcher.ready_at(web.url("/b")) == web.now + dt.timedelta(seconds=1)
    fetched(fetcher.fetch(web.url("/a", "radio.example")))
    assert web.slept == [1.0, 1.0]
    assert web.most_in_flight == 1


def test_a_crawl_delay_is_kept(web: Any) -> None:
    web.pages |= {"/robots.txt": b"User-agent: *\nCrawl-delay: 7\n", "/a": PAGE}
    fetcher = web.fetcher(pause=1.0)
    fetched(fetcher.fetch(web.url("/a")))
    fetched(fetcher.fetch(web.url("/a")))
    assert web.slept == [7.0, 7.0]
    web.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 900\n"
    assert failure(web.fetcher().fetch(web.url("/a"))).code == "fetch.later"


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("120", 120), ("Mon, 02 Mar 2026 09:02:00 GMT", 120), ("soon", 600), ("", 600), ("9" * 30, 86400), ("-5", 600),
     ("Sun, 01 Mar 2026 09:00:00 GMT", 0), ("Mon, 02 Mar 99999 09:02:00 GMT", 600)],
)  # fmt: skip
def test_a_host_that_is_busy_is_left_alone_as_long_as_it_says(web: Any, words: str, seconds: int) -> None:
    web.pages["/a"] = (503, {"Retry-After": words} if words else {}, b"")
    fetcher = web.fetcher()
    found = failure(fetcher.fetch(web.url("/a")))
    assert (found.code, found.severity) == ("fetch.later", "quarantined")
    assert found.retry_at == fetcher.ready_at(web.url("/b")) == web.now + dt.timedelta(seconds=seconds)
    count = len(web.asked)
    if seconds > 60:
        assert failure(fetcher.fetch(web.url("/b"))).retry_at == found.retry_at
        assert len(web.asked) == count, "it is not even asked"


def test_a_clock_that_is_set_back_blocks_no_host(web: Any) -> None:
    web.pages["/a"] = PAGE
    fetcher = web.fetcher(pause=1.0)
    fetched(fetcher.fetch(web.url("/a")))
    web.now -= dt.timedelta(days=365)
    assert fetcher.ready_at(web.url("/a")) == web.now
    fetched(fetcher.fetch(web.url("/a")))


def test_what_did_not_change_is_not_sent_again(web: Any) -> None:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        same = (
            handler.headers["If-None-Match"] == '"7"' and handler.headers["If-Modified-Since"] == "yesterday"
        )
        handler.send_response(304 if same else 200)
        handler.send_header("ETag", '"7"')
        handler.send_header("Last-Modified", "yesterday")
        handler.end_headers()
        handler.wfile.write(b"" if same else PAGE)

    web.pages["/a"] = serve
    fetcher = web.fetcher()
    first = fetched(fetcher.fetch(web.url("/a")))
    second = fetched(fetcher.fetch(web.url("/a"), etag=first.etag, modified=first.modified))
    assert (first.body, first.is_unchanged) == (PAGE, False)
    assert (second.body, second.is_unchanged) == (b"", True)
    assert (second.etag, second.modified) == (first.etag, first.modified)


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize(
    "slow", [drip, drip_headers, lambda _: time.sleep(3)], ids=["body", "headers", "silence"]
)
def test_an_answer_that_drips_in_is_cut_off(web: Any, slow: Any) -> None:
    web.pages["/a"] = slow
    begun = time.monotonic()
    found = failure(web.fetcher(seconds=0.4).fetch(web.url("/a")))
    assert (found.code, found.severity) == ("fetch.timeout", "quarantined")
    assert time.monotonic() - begun < 2


def test_the_time_limit_holds_for_all_redirects_together(web: Any) -> None:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        handler.send_response(302)
        handler.send_header("Location", "/a?")
        handler.end_headers()

    web.pages |= {"/a": serve, "/a?": serve}
    assert failure(web.fetcher(seconds=0.5).fetch(web.url("/a"))).code == "fetch.timeout"


def test_a_tls_handshake_that_hangs_is_cut_off() -> None:
    """The other side accepts the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        manners = Manners(allowed=(f"post.example:{port}", f"127.0.0.1:{port}"), seconds=0.3, pause=0.0)
        fetcher = Fetcher(manners, World(resolve=lambda *_: ["127.0.0.1"]))
        assert failure(fetcher.fetch(f"https://post.example:{port}/")).code == "fetch.timeout"


def test_tls_asks_for_the_name_and_checks_it() -> None:
    """The name, not the address, is in the handshake; what is no TLS is a failure in words."""
    hello = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            connected, _ = server.accept()
            with connected:
                hello.extend(connected.recv(4096))
                connected.sendall(b"HTTP/1.1 400 This is no TLS\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        manners = Manners(allowed=(f"post.example:{port}", f"127.0.0.1:{port}"), seconds=3, pause=0.0)
        found = failure(
            Fetcher(manners, World(resolve=lambda *_: ["127.0.0.1"])).fetch(f"https://post.example:{port}/")
        )
        thread.join()
    assert b"post.example" in hello
    assert found.code == "fetch.tls"


def test_a_certificate_counts_for_its_own_name_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to an address, and the certificate is still checked for the name."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not here to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        program,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
        "-days",
        "9",
    ]
    names = ["-subj", "/CN=post.example", "-addext", "subjectAltName=DNS:post.example"]
    subprocess.run([*command, *names], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def answer(server: socket.socket) -> None:
        while True:
            try:
                with context.wrap_socket(server.accept()[0], server_side=True) as connected:
                    connected.recv(4096)
                    connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nNews")
            except ssl.SSLError:
                continue
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        threading.Thread(target=answer, args=(server,), daemon=True).start()
        allowed = tuple(f"{host}:{port}" for host in ("post.example", "radio.example", "127.0.0.1"))
        fetcher = Fetcher(
            Manners(allowed=allowed, pause=0.0, seconds=5), World(resolve=lambda *_: ["127.0.0.1"])
        )
        assert fetched(fetcher.fetch(f"https://post.example:{port}/")).body == b"News"
        assert failure(fetcher.fetch(f"https://radio.example:{port}/")).code == "fetch.tls"
        assert failure(fetcher.fetch(f"https://127.0.0.1:{port}/")).code == "fetch.tls"


def test_a_compressed_answer_is_unpacked_within_the_limit(web: Any) -> None:
    for name, packed in {
        "gzip": gzip.compress(PAGE), "deflate": zlib.compress(PAGE), "x-gzip": gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]),
        "Deflate": zlib.compress(PAGE)[2:-4], "gzip, deflate": zlib.compress(gzip.compress(PAGE)), "identity": PAGE,
    }.items():  # fmt: skip
        web.pages["/a"] = (200, {"Content-Encoding": name}, packed)
        assert fetched(web.fetcher().fetch(web.url("/a"))).body == PAGE, name


@pytest.mark.parametrize(
    ("encoding", "body", "code"),
    [
        ("gzip", gzip.compress(bytes(64 << 20)), "fetch.too_large"),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(64 << 20))), "fetch.too_large"),
        ("deflate", zlib.compress(bytes(64 << 20)), "fetch.too_large"),
        ("gzip, gzip, gzip", b"", "fetch.encoding"),
        ("br", PAGE, "fetch.encoding"),
        ("gzip", PAGE, "fetch.encoding"),
        ("gzip", gzip.compress(PAGE)[:-9], "fetch.cut_off"),
        ("identity", bytes(9 << 20), "fetch.too_large"),
    ],
)
def test_a_bomb_is_not_unpacked(web: Any, encoding: str, body: bytes, code: str) -> None:
    web.pages["/a"] = (200, {"Content-Encoding": encoding}, body)
    fetcher = web.fetcher()
    fetched_robots = fetcher.fetch(web.url("/none"))
    assert isinstance(fetched_robots, Failure)
    tracemalloc.start()
    assert failure(fetcher.fetch(web.url("/a"))).code == code
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 64 << 20


def test_an_endless_answer_without_a_length_is_cut_off(web: Any) -> None:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(bytes(1 << 20))

    web.pages["/a"] = serve
    assert failure(web.fetcher(limit=4 << 20).fetch(web.url("/a"))).code == "fetch.too_large"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", "fetch.cut_off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "fetch.protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab", "fetch.cut_off"),
        (b"SSH-2.0-x\r\n", "fetch.protocol"),
        (b"", "fetch.protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000, "fetch.protocol"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n", "fetch.url"),
        (b"HTTP/1.1 500 Fault\r\n\r\n", "fetch.status"),
        (b"HTTP/1.1 403 No\r\n\r\n", "fetch.status"),
    ],
)
def test_a_broken_answer_is_a_failure_in_words(web: Any, raw: bytes, code: str) -> None:
    web.pages["/a"] = lambda handler: handler.wfile.write(raw) and None
    found = failure(web.fetcher().fetch(web.url("/a")))
    assert found.code == code
    assert found.message.endswith(".")


def test_a_server_that_is_not_there_is_a_failure_that_may_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    fetcher = Fetcher(Manners(allowed=(f"127.0.0.1:{port}",), pause=0.0))
    found = failure(fetcher.fetch(f"http://127.0.0.1:{port}/"))
    assert (found.code, found.severity) == ("fetch.connection", "quarantined")


def test_a_host_that_does_not_resolve_is_a_failure_that_may_pass(web: Any) -> None:
    found = failure(web.fetcher().fetch("http://nowhere.example/"))
    assert (found.code, found.severity) == ("fetch.host", "quarantined")


def test_the_resolver_of_the_system_gives_addresses_or_none() -> None:
    assert "127.0.0.1" in system_addresses("127.0.0.1", 80)
    assert system_addresses("no such host", 80) == []


def test_unpacking_ends_at_the_limit_and_tells_what_is_cut() -> None:
    packed = gzip.compress(b"a" * 1000)
    assert unpack(packed, 1000) == b"a" * 1000
    assert len(unpack(packed, 99) or b"") == 100
    assert unpack(packed[:-1], 1000) is None
    assert unpack(packed + b"\0" * 512, 1000) == b"a" * 1000
    with pytest.raises(zlib.error):
        unpack(packed + b"rubbish", 10_000)


def test_chunks_are_joined_as_far_as_they_are_sound() -> None:
    assert join_chunks(b"3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") == b"abcde"
    assert join_chunks(b"3\r\nabc\r\nzz\r\n") == b"abc"
    assert join_chunks(b"5\r\nab") == b"ab"
    assert join_chunks(b"<html>\r\n") == b"<html>\r\n"
    assert join_chunks(b"") == b""
