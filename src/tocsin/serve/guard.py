"""What stands between the pages and whoever asks: hosts, origins, tokens, sizes (note on reliability, section 2)."""

import asyncio
import contextlib
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

BODY = 1 << 20
"""Bytes of a request's body at the most."""
BODY_SECONDS = 5.0
"""Seconds in which it must be here."""
READING = frozenset({"GET", "HEAD"})
"""Methods that never write."""
FORMS = frozenset({"application/x-www-form-urlencoded", "application/json"})
"""What may be sent."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
COOKIE = "tocsin_token"
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (
        b"content-security-policy",
        _POLICY,
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_PRIVATE = (b"cache-control", b"no-store")
_LONG = (413, "The request is too long.")


class _TooLong(Exception):  # noqa: N818  the sentence is the name
    """A body is longer than it may be."""


class Guard:
    """Refuses what does not come from the desk's own pages, and sends headers that keep pages to themselves.

    Args:
        app: what is guarded.
        hosts: names by which the desk may be asked for, without port.
        token: what a browser must show; "" = nothing, for the loopback address alone.
    """

    def __init__(self, app: App, hosts: frozenset[str], token: str = "") -> None:
        """Keep them."""
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it: see `_refusal`; 408 a body that does not arrive, 413 one that is too long."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        if refusal := self._refusal(scope, headers):
            await _answer(send, *refusal)
            return
        if self._token and _query_token(scope):
            await _answer(send, 303, "", self._enter(scope))
            return
        if scope["method"] not in READING:
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    receive = _again(await _whole(receive), receive)
            except TimeoutError:
                await _answer(send, 408, "The request did not arrive in time.")
                return
            except _TooLong:
                await _answer(send, *_LONG)
                return
        await self._app(scope, receive, _with_headers(send, scope["path"]))

    def _refusal(self, scope: Scope, headers: list[tuple[str, str]]) -> tuple[int, str] | None:
        """Say why not: 421 asked for by another name, 403 sent by another page, 415 no form, 401 without the token."""
        hosts = [value for name, value in headers if name == "host"]
        if len(hosts) != 1 or _name(hosts[0]) not in self._hosts:
            return 421, "The desk is not asked for by this name. Open the address that tocsin serve printed."
        length = next((value for name, value in headers if name == "content-length"), "0")
        if not length.isdigit() or int(length) > BODY:
            return _LONG
        if scope["method"] not in READING:
            if not _own(headers, hosts[0]):
                return 403, "Only the desk's own pages may send this."
            if dict(headers).get("content-type", "").partition(";")[0] not in FORMS:
                return 415, "The desk takes forms and JSON alone."
        if self._token and not self._knows(scope, headers):
            return 401, "Open the address with its token, as tocsin serve printed it."
        return None

    def _knows(self, scope: Scope, headers: list[tuple[str, str]]) -> bool:
        """Tell whether the token is shown: in the address, as a cookie, or as a bearer token."""
        shown = [_query_token(scope), cookie_of(headers, COOKIE)]
        shown += [value.removeprefix("Bearer ") for name, value in headers if name == "authorization"]
        return any(hmac.compare_digest(one.encode(), self._token.encode()) for one in shown)

    def _enter(self, scope: Scope) -> Headers:
        """Put the token into a cookie and take it out of the address, so that no link and no history holds it."""
        query: bytes = scope["query_string"]
        kept = [pair for pair in parse_qsl(query.decode("latin-1")) if pair[0] != "token"]
        address = "/" + scope["path"].lstrip("/") + ("?" + urlencode(kept) if kept else "")
        cookie = f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        return [(b"location", quote(address, safe="/?=&%+~.").encode()), (b"set-cookie", cookie.encode())]


def cookie_of(headers: list[tuple[str, str]], name: str) -> str:
    """Give the value of a cookie; "" = there is none, or the header is malformed."""
    cookies = SimpleCookie()
    for header, value in headers:
        if header == "cookie":
            with contextlib.suppress(CookieError):
                cookies.load(value)
    return cookies[name].value if name in cookies else ""


def _name(host: str) -> str:
    """Take the port off a Host header: "localhost:8000" to "localhost"."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _own(headers: list[tuple[str, str]], host: str) -> bool:
    """Tell whether a request that writes comes from a page of the desk.

    Browsers say so in Sec-Fetch-Site; as the pages give no referrer, they then send the origin "null".
    """
    found = dict(headers)
    origin, site = found.get("origin"), found.get("sec-fetch-site")
    if origin not in {None, "null"}:
        return urlsplit(origin).netloc == host and site in {None, "same-origin"}
    return site == "same-origin"


def _query_token(scope: Scope) -> str:
    query: bytes = scope.get("query_string", b"")
    return parse_qs(query.decode("latin-1")).get("token", [""])[0]


async def _whole(receive: Receive) -> bytes:
    """Read a body to its end.

    Raises:
        _TooLong: it is longer than it may be, whatever it said.
    """
    body = b""
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if len(body) > BODY:
            raise _TooLong
        if not message.get("more_body"):
            break
    return body


def _again(body: bytes, receive: Receive) -> Receive:
    """Hand out a body that was read already, once; then what comes next, such as that the browser went away."""
    waiting = [body]

    async def read() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return read


def _with_headers(send: Send, path: str) -> Send:
    """Send the headers with every answer; what the record holds stays in no cache."""
    more = _HEADERS if path.startswith("/static/") else (*_HEADERS, _PRIVATE)

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *more]
        await send(message)

    return sent


async def _answer(send: Send, status: int, words: str, more: Headers | None = None) -> None:
    plain = (b"content-type", b"text/plain; charset=utf-8")
    headers = [plain, *_HEADERS, _PRIVATE, *(more or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode() + b"\n"})
