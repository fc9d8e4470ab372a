"""What stands between the pages and whoever asks: hosts, origins, tokens, sizes (note on reliability, section 2)."""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY = 1 << 20
"""Bytes of a request's body at the most."""
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
        """Answer a request, or refuse it: 421 wrong host, 403 from elsewhere, 401 no token, 413 too long."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _answer(send, *refusal)
            return
        entered = self._token and _query_token(scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
                if entered:
                    cookie = f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict"
                    message["headers"].append((b"set-cookie", cookie.encode()))
            await send(message)

        await self._app(scope, _limited(receive), sent)

    def _refusal(self, scope: Scope, headers: list[tuple[str, str]]) -> tuple[int, str] | None:
        hosts = [value for name, value in headers if name == "host"]
        if len(hosts) != 1 or _name(hosts[0]) not in self._hosts:
            return 421, "The desk is not asked for by this name. Open the address that tocsin serve printed."
        length = next((value for name, value in headers if name == "content-length"), "0")
        if not length.isdigit() or int(length) > BODY:
            return 413, "The request is too long."
        if scope["method"] not in {"GET", "HEAD"} and not _own(headers, hosts[0]):
            return 403, "Only the desk's own pages may send this."
        if self._token and not self._knows(scope, headers):
            return 401, "Open the address with its token, as tocsin serve printed it."
        return None

    def _knows(self, scope: Scope, headers: list[tuple[str, str]]) -> bool:
        """Tell whether the token is shown: in the address, as a cookie, or as a bearer token."""
        cookies = SimpleCookie()
        for name, value in headers:
            if name == "cookie":
                cookies.load(value)
        shown = [_query_token(scope), cookies[COOKIE].value if COOKIE in cookies else ""]
        shown += [value.removeprefix("Bearer ") for name, value in headers if name == "authorization"]
        return any(hmac.compare_digest(one.encode(), self._token.encode()) for one in shown)


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


def _limited(receive: Receive) -> Receive:
    """Stop reading a body that is longer than it said."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > BODY else message

    return read


async def _answer(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode() + b"\n"})
