"""The polite fetcher: only the public web, only what robots files allow, one request at a time.

One `Fetcher` is used by one thread, so that no host ever has two requests in flight. It keeps no cookies,
uses no proxy of the environment, follows redirects by hand with every check made anew for each hop, and sends
its name. Clock, sleep and resolver are arguments.
"""

import datetime as dt
import email.utils
import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from tocsin.ingest.answers import Answer, Failure, Fetched
from tocsin.ingest.network import Target, check_addresses, join_url, read_url
from tocsin.ingest.packing import stated_charset
from tocsin.ingest.robots import NAME, ROBOTS_BYTES, Rules, read_rules

T = TypeVar("T")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 503})
_ROBOTS_KEPT = dt.timedelta(hours=24)  # at most (RFC 9309, section 2.4)
_ROBOTS_RETRY = dt.timedelta(minutes=10)  # after one that could not be read (own choice)
_PAUSE = dt.timedelta(minutes=10)  # after 429 or 503 without Retry-After (own choice)
_LONGEST_PAUSE = dt.timedelta(hours=24)  # that a server may ask for (own choice)
_LONGEST_WAIT = dt.timedelta(seconds=60)  # that a single fetch sleeps (own choice)
_RESOLVER_SECONDS = 10.0
_REMEMBERED = 4096  # hosts and robots files (own choice)
_ADDRESSES_TRIED = 3


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """How the fetcher behaves."""

    contact: str = ""
    """Mail or web address for the owners of servers, sent with each request; "" = none."""
    allowed: tuple[str, ...] = ()
    """Exact "host:port" and "address:port" entries beyond the public web on ports 80 and 443."""
    limit: int = 8 << 20
    """Longest body in bytes, before and after decoding."""
    seconds: float = 30.0
    """Wall-clock time for an answer with all its redirects (note on reliability, section 2)."""
    pause: float = 1.0
    """Seconds between requests to one host, where its robots file asks for no more (own choice)."""


def system_addresses(host: str, port: int) -> list[str]:
    """Ask the resolver of the system.

    Args:
        host: a name.
        port: the port.

    Returns:
        All its addresses; none when there are none or the answer takes longer than 10 s.
    """
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        answers.put([str(entry[4][0]) for entry in found])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=_RESOLVER_SECONDS)
    except queue.Empty:
        return []


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What the fetcher needs of the world; tests give their own."""

    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    """The time, UTC."""
    sleep: Callable[[float], None] = time.sleep
    """Waits so many seconds."""
    resolve: Callable[[str, int], Sequence[str]] = system_addresses
    """Gives all addresses of a host."""


class Fetcher:
    """Fetches politely; remembers robots files and when each host may be asked again."""

    def __init__(self, manners: Manners, world: World | None = None) -> None:
        """Take manners and world; nothing is fetched yet.

        Args:
            manners: how to behave.
            world: clock, sleep and resolver; None = those of the system.
        """
        self.world = world or World()
        self._manners = manners
        self._rules: dict[str, tuple[Rules | Failure, dt.datetime]] = {}
        self._next: dict[str, dt.datetime] = {}
        contact = f" (+{manners.contact})" if manners.contact else ""
        self._headers = {
            "User-Agent": f"{NAME}{contact}",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
        }

    def ready_at(self, url: str) -> dt.datetime:
        """Tell when the host of a URL may be asked next.

        Args:
            url: any URL.

        Returns:
            The moment, UTC; in the past when it may be asked now.
        """
        target = read_url(url, self._manners.allowed)
        now = self.world.now()
        ready = now if isinstance(target, str) else self._next.get(target.host, now)
        return ready if ready <= now + _LONGEST_PAUSE else now  # later: the clock was set back

    def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Fetched | Failure:
        """Fetch a URL; waits until its host may be asked.

        Args:
            url: what to fetch.
            etag: validator of an earlier answer; "" = none.
            modified: the same, its Last-Modified.

        Returns:
            What was fetched, or why nothing was.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {
            name: words for name, words in conditions.items() if words.isprintable() and words.isascii()
        }
        found = self._follow(
            url, {name: words for name, words in headers.items() if words}, self._manners.limit
        )
        if not isinstance(found, tuple):
            return found
        target, answer = found
        if answer.status == 304:
            return Fetched(url=target.url, is_unchanged=True, etag=etag, modified=modified, at=self._second())
        if answer.status != 200:
            return self._refused(target, answer.status)
        return Fetched(
            url=target.url,
            body=answer.body,
            charset=stated_charset(answer.headers.get("content-type", "")),
            etag=answer.headers.get("etag", "")[:500],
            modified=answer.headers.get("last-modified", "")[:100],
            at=self._second(),
        )

    def _follow(
        self, url: str, headers: dict[str, str], limit: int, *, is_robots: bool = False
    ) -> tuple[Target, Answer] | Failure:
        """Ask for a URL and go where its redirects lead, with all checks made anew."""
        seconds = self._manners.seconds
        for _ in range(6):
            target = read_url(url, self._manners.allowed)
            if isinstance(target, str):
                return Failure(code="fetch.url", message=f"The address is not fetched: {target}.")
            failure = None if is_robots else self._check_robots(target)
            if failure := failure or self._wait(target):
                return failure
            begun = time.monotonic()
            answer = self._ask(target, headers, limit, seconds)
            seconds -= time.monotonic() - begun
            if isinstance(answer, Failure):
                return answer
            location = _read_location(answer.headers.get("location", ""))
            if answer.status not in _REDIRECTS or not location:
                return target, answer
            url = join_url(target.url, location)
        return Failure(code="fetch.redirects", message="It redirects more than 5 times.")

    def _ask(self, target: Target, headers: dict[str, str], limit: int, seconds: float) -> Answer | Failure:
        """Resolve, check every address, and ask the first that can be reached."""
        from tocsin.ingest.exchange import ENCODINGS, exchange  # noqa: PLC0415

        addresses = _literal(target.host) or list(self.world.resolve(target.host, target.port))
        if not addresses:
            message = "Its host cannot be found: check the spelling and the connection to the network."
            return Failure(code="fetch.host", message=message, severity="quarantined")
        if reason := check_addresses(addresses, target.port, self._manners.allowed):
            message = f"The address is not fetched: {reason}, and it is not in the allow list."
            return Failure(code="fetch.address", message=message)
        sent = {**self._headers, "Accept-Encoding": ENCODINGS, **headers}
        end = time.monotonic() + seconds
        for address in addresses[:_ADDRESSES_TRIED]:
            answer = exchange(target, address, sent, limit=limit, seconds=end - time.monotonic())
            if isinstance(answer, Answer) or answer.code != "fetch.connection":
                break
        self._pace(target, answer)
        return answer

    def _pace(self, target: Target, answer: Answer | Failure) -> None:
        """Note when the host may be asked again."""
        now = self.world.now()
        rules, _ = self._rules.get(target.origin, (None, now))
        seconds = max(self._manners.pause, rules.delay if isinstance(rules, Rules) else 0.0)
        pause = min(dt.timedelta(seconds=min(seconds, 1e6)), _LONGEST_PAUSE)
        if isinstance(answer, Answer) and answer.status in _LATER:
            pause = max(pause, _retry_after(answer.headers.get("retry-after", ""), now))
        _remember(self._next, target.host, now + pause)

    def _wait(self, target: Target) -> Failure | None:
        """Sleep until the host may be asked; say when, where that is too long to wait for."""
        ready = self.ready_at(target.url)
        wait = ready - self.world.now()
        if wait > _LONGEST_WAIT:
            return _later(ready)
        if wait > dt.timedelta():
            self.world.sleep(wait.total_seconds())
        return None

    def _check_robots(self, target: Target) -> Failure | None:
        """Look at the robots file of a target, which is fetched when there is none at hand."""
        now = self.world.now()
        rules, until = self._rules.get(target.origin, (None, now))
        if rules is None or not now < until <= now + _ROBOTS_KEPT:
            found = self._follow(target.origin + "/robots.txt", {}, ROBOTS_BYTES, is_robots=True)
            rules = found if isinstance(found, Failure) else read_rules(found[1].status, found[1].body)
            kept = _ROBOTS_KEPT if isinstance(rules, Rules) else _ROBOTS_RETRY
            _remember(self._rules, target.origin, (rules, self.world.now() + kept))
            if isinstance(found, tuple):
                self._pace(target, found[1])
        if isinstance(rules, Failure):
            message = f"Its robots.txt cannot be read, so nothing is fetched. {rules.message}"
            return msgspec.structs.replace(rules, message=message)
        if not rules.allow(target.url):
            message = "The robots.txt of the host does not allow it. Ask the owner, or save the page by hand."
            return Failure(code="fetch.robots", message=message)
        return None

    def _refused(self, target: Target, status: int) -> Failure:
        """Say what a status other than 200 and 304 means."""
        if status in _LATER:
            return _later(self.ready_at(target.url))
        message = f"The server answered {status}: " + (
            "the address is gone or needs a login." if status < 500 else "it is worth a try later."
        )
        return Failure(
            code="fetch.status", message=message, severity="failed" if status < 500 else "quarantined"
        )

    def _second(self) -> dt.datetime:
        """The time to the second."""
        return self.world.now().replace(microsecond=0)


def _literal(host: str) -> list[str]:
    """Give the host itself where it is an address: no resolver is asked."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return []


def _read_location(words: str) -> str:
    """Read a Location header, which Python takes for Latin-1, in UTF-8 where it is that."""
    try:
        return words.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return words


def _later(moment: dt.datetime) -> Failure:
    """Say when a host wants to be asked again."""
    message = f"The host wants no request before {moment:%Y-%m-%d %H:%M:%S} UTC."
    return Failure(code="fetch.later", message=message, severity="quarantined", retry_at=moment)


def _retry_after(words: str, now: dt.datetime) -> dt.timedelta:
    """Read a Retry-After header, seconds or a date (RFC 9110, section 10.2.3); 10 minutes where there is none."""
    words = words.strip()[:40]
    if words.isascii() and words.isdigit():
        return min(dt.timedelta(seconds=min(int(words), 10**6)), _LONGEST_PAUSE)
    try:
        moment = email.utils.parsedate_to_datetime(words)
    except (ValueError, IndexError, OverflowError):
        return _PAUSE
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return min(max(moment - now, dt.timedelta()), _LONGEST_PAUSE)


def _remember(memory: dict[str, T], key: str, value: T) -> None:
    """Keep a value, and forget the oldest when there are too many."""
    memory.pop(key, None)
    memory[key] = value
    if len(memory) > _REMEMBERED:
        del memory[next(iter(memory))]
