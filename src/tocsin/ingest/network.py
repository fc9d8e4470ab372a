"""Which addresses may be fetched: the public web, and exactly what the user allows besides.

A URL is read by one strict grammar, so that this check and the connection cannot understand it differently;
then every address that its host resolves to is checked, and the connection goes to a checked one. Measured
on 57 hostile URLs (note on reliability, section 1): a list of bad strings let 40 through, this list none.
"""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import quote, urljoin, urlsplit

import msgspec

MAX_URL = 2000
"""Longest URL in characters, after encoding (own choice; browsers and servers differ above that)."""

_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"(?i:(https?))://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@]+)(?::([0-9]{1,5}))?")
_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\Z")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_SAFE = "!$&'()*+,;=:@/?%[]~-._"

# Note on reliability, section 2; from the special-purpose registries of IANA.
_DENIED_V4 = tuple(
    ipaddress.IPv4Network(words)
    for words in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3"
    ).split()
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_DENIED_V6 = tuple(
    ipaddress.IPv6Network(words) for words in "2001::/23 2001:db8::/32 2002::/16 3ffe::/16 3fff::/20".split()
)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A URL that may be fetched once its addresses are checked."""

    scheme: str
    """"http" or "https"."""
    host: str
    """Lower-case ASCII name, or an IP address without brackets."""
    port: int
    path: str
    """Path and query as they are sent; begins with "/"."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as one robots file governs them."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """Host and port as in the Host header: the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL in its one form."""
        return self.origin + self.path


def read_url(url: str, allowed: Collection[str] = ()) -> Target | str:
    """Read a URL strictly.

    Args:
        url: what a user, a feed or a redirect gives.
        allowed: "host:port" entries whose ports are allowed besides 80 and 443.

    Returns:
        The target, or the reason why it is not fetched.
    """
    if _FORBIDDEN.search(url):
        return "it holds control characters or backslashes"
    url = url.strip(" ")
    match = _URL.fullmatch(url)
    if match is None:
        return "only addresses that begin with http:// or https:// are fetched"
    scheme = match[1].lower()
    authority = _AUTHORITY.fullmatch(match[2])
    if authority is None:
        return "its host is malformed, or it holds a user name or password"
    host = _read_host(authority[1])
    if host is None:
        return "its host is no name and no address in the usual form"
    port = int(authority[2] or _PORTS[scheme])
    if port not in _PORTS.values() and _entry(host, port) not in allowed:
        return f"port {port} is not fetched unless {_entry(host, port)} is in the allow list"
    path = quote((match[3] or "/") + (match[4] or ""), safe=_SAFE, errors="replace")
    target = Target(scheme=scheme, host=host, port=port, path=path)
    return target if len(target.url) <= MAX_URL else f"it is longer than {MAX_URL} characters"


def join_url(found_at: str, location: str) -> str:
    """Put the address of a redirect or a link together; it is still to be read by `read_url`.

    Args:
        found_at: the URL of the document that it is in.
        location: a URL, whole or relative.

    Returns:
        The whole URL; what cannot be joined is returned as it is.
    """
    if _FORBIDDEN.search(location):
        return location
    try:
        return urljoin(found_at, location)
    except ValueError:
        return location


def is_url(words: str) -> bool:
    """Tell whether words are meant as a web address, good or bad, and not as a path.

    Args:
        words: what a user names as a source.

    Returns:
        True when they begin with http:// or https://.
    """
    return words[:8].lower().startswith(("http://", "https://"))


def same_host(first: str, second: str) -> bool:
    """Tell whether two URLs have the same host, with or without "www.".

    Args:
        first: a URL.
        second: another.

    Returns:
        Whether they do; False where one is malformed.
    """
    try:
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (first, second)]
    except ValueError:
        return False
    return hosts[0] == hosts[1] != ""


def why_denied(address: str, port: int, allowed: Collection[str] = ()) -> str:
    """Say why an address must not be connected to.

    Args:
        address: IPv4 or IPv6, as a resolver gives it.
        port: the port.
        allowed: "address:port" entries that the user allows exactly; brackets around IPv6.

    Returns:
        The reason; "" when it is public or allowed.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"{address} is no IP address"
    if _entry(str(parsed), port) in allowed:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, ipaddress.IPv4Address):
        is_denied = any(parsed in network for network in _DENIED_V4)
    else:
        is_denied = (
            parsed.scope_id is not None
            or parsed not in _GLOBAL_V6
            or any(parsed in network for network in _DENIED_V6)
        )
    return f"{address} is no address of the public web" if is_denied else ""


def check_addresses(addresses: Collection[str], port: int, allowed: Collection[str] = ()) -> str:
    """Say why a host must not be connected to: every address that it resolves to must pass.

    Args:
        addresses: all answers of the resolver.
        port: the port.
        allowed: as in `why_denied`.

    Returns:
        The reason; "" when all pass.
    """
    if not addresses:
        return "its host has no address"
    return next(filter(None, (why_denied(address, port, allowed) for address in addresses)), "")


def _entry(host: str, port: int) -> str:
    """Write host and port as the allow list has them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _read_host(words: str) -> str | None:
    """Take a host: an IP address in its one usual form, or a name in ASCII."""
    if words.startswith("["):
        try:
            return str(ipaddress.IPv6Address(words[1:-1]))
        except ValueError:
            return None
    try:
        name = words.encode("idna").decode("ascii").lower() if not words.isascii() else words.lower()
    except UnicodeError:
        return None
    name = name.removesuffix(".")
    if not _NAME.fullmatch(name):
        return None
    if _NUMBER.match(name.rpartition(".")[2]):
        # A last label that is a number makes an IPv4 address (WHATWG URL, section 3.5): only four plain decimals.
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            return None
    return name
