"""Read news by address: a page, or a feed or sitemap with what it lists."""

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from tocsin.ingest.answers import Failure, Fetched
from tocsin.ingest.details import Details, read_moment, without_tracking
from tocsin.ingest.fetch import Fetcher
from tocsin.ingest.files import failed, not_text, tell_format
from tocsin.ingest.listings import MAX_ENTRIES, Entry, Listing, is_listing
from tocsin.ingest.maker import UNKNOWN, Origin, ReportMaker
from tocsin.ingest.network import join_url
from tocsin.ingest.packing import transcode, unpack
from tocsin.model import Issue, Report

_GZIP = b"\x1f\x8b"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a listing, ready to be read."""

    key: str
    """16 hex digits that name this version of the entry."""
    url: str
    """Its whole address; "" where the listing gives none."""
    content: str
    """The article as HTML; "" = it is to be fetched."""
    own: Details
    """What the entry says."""
    common: Details
    """What the listing says."""
    listed_at: str
    """Address of the listing."""
    fetched: dt.datetime
    """When the listing was fetched, UTC."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What an address led to."""

    fetched: Fetched
    listing: Listing | None = None
    """None = it is no feed and no sitemap."""
    entries: tuple[Listed, ...] = ()
    issues: tuple[Issue, ...] = ()
    """Sitemaps of an index that could not be read."""


class WebReader:
    """Fetches and reads; every address ends as one report or issue, and a listing as one for each entry."""

    def __init__(self, fetcher: Fetcher, maker: ReportMaker) -> None:
        """Take what is needed.

        Args:
            fetcher: the polite fetcher.
            maker: makes the reports.
        """
        self.fetcher = fetcher
        self.maker = maker
        self._limit = maker.settings.max_report_bytes

    def read(self, url: str) -> Iterator[Report | Issue]:
        """Read a page, or all that a feed or a sitemap lists.

        Args:
            url: its address.

        Yields:
            Reports and issues, in the order of the listing.
        """
        opened = self.open(url)
        if isinstance(opened, Failure):
            yield issue_of(opened, url)
        elif opened.listing is None:
            yield self.read_page(opened.fetched, url)
        else:
            yield from notes_of(opened, url)
            for listed in opened.entries:
                found = self.read_entry(listed)
                yield issue_of(found, listed.url) if isinstance(found, Failure) else found

    def open(self, url: str, *, etag: str = "", modified: str = "") -> Opened | Failure:
        """Fetch an address, and list what it lists; of an index the newest sitemaps are fetched too.

        Args:
            url: the address.
            etag: validator of the last time; "" = none.
            modified: the same.

        Returns:
            What was found there, or why nothing was.
        """
        fetched = self.fetcher.fetch(url, etag=etag, modified=modified)
        if isinstance(fetched, Failure) or fetched.is_unchanged:
            return fetched if isinstance(fetched, Failure) else Opened(fetched=fetched)
        listing = self._list(fetched)
        if listing is None or isinstance(listing, Failure):
            return listing or Opened(fetched=fetched)
        entries, issues = [(entry, listing) for entry in listing.entries], []
        for place in [join_url(fetched.url, sitemap) for sitemap in listing.sitemaps]:
            further = self._fetch_sitemap(place)
            if isinstance(further, Failure):
                issues.append(issue_of(further, place))
            else:
                entries += [(entry, further) for entry in further.entries]
                listing = replace(listing, left_out=listing.left_out + further.left_out)
        listed = [_listed(entry, origin, fetched) for entry, origin in entries]
        by_key = {one.key: one for one in listed}
        return Opened(fetched=fetched, listing=listing, entries=tuple(by_key.values()), issues=tuple(issues))

    def read_entry(self, listed: Listed, stated: Details = UNKNOWN) -> Report | Issue | Failure:
        """Read an entry: out of the listing where that holds all of it, else by its address.

        Args:
            listed: the entry.
            stated: what the list of sources says; the entry is believed before it.

        Returns:
            The report or issue; a failure when its page cannot be fetched.
        """
        known = _fill(_fill(listed.own, stated), listed.common)
        if listed.content:
            origin = Origin(url=listed.url, fetched=listed.fetched, stated=known)
            title = Details(title=listed.own.title)
            source = listed.url or listed.listed_at
            return self.maker.from_page(listed.content.encode(), source, title, origin=origin)
        if not listed.url:
            message = (
                f"An entry ({listed.own.title[:80] or 'without a title'}) has neither a link nor its text."
            )
            return failed("feed.no_link", listed.listed_at, message)
        fetched = self.fetcher.fetch(listed.url)
        return fetched if isinstance(fetched, Failure) else self.read_page(fetched, listed.url, known)

    def read_page(self, fetched: Fetched, source: str, stated: Details = UNKNOWN) -> Report | Issue:
        """Make a report of what was fetched.

        Args:
            fetched: a page or a text.
            source: the address that was asked for.
            stated: what is known besides; the page is believed before it.

        Returns:
            The report or issue.
        """
        if issue := not_text(fetched.body, source):
            return issue
        raw = transcode(fetched.body, fetched.charset)
        form = tell_format(raw[:8192], "")
        origin = Origin(url=fetched.url, fetched=fetched.at, stated=stated)
        if form == "html":
            return self.maker.from_page(raw, source, origin=origin)
        if form == "text":
            return self.maker.from_text(raw, source, origin)
        if isinstance(form, Issue):
            return replace(form, source=source)
        message = "This address leads to data, not to a page or text: save it as a file and read that."
        return failed("web.data", source, message)

    def _list(self, fetched: Fetched) -> Listing | Failure | None:
        """Read a feed or sitemap, packed or not; None when it is neither."""
        body = fetched.body
        if body.startswith(_GZIP):
            try:
                body = unpack(body, self._limit) or b""
            except zlib.error:
                return None
            if len(body) > self._limit:
                message = f"The listing is longer than {self._limit} bytes: raise max_report_bytes."
                return Failure(code="feed.too_large", message=message, severity="quarantined")
        if not is_listing(body):
            return None
        answer = self.maker.pages.read_listing(body)
        if answer is None:
            message = "Reading the feed took too long or too much memory, twice: raise html_seconds or html_memory_bytes."
            return Failure(code="feed.killed", message=message, severity="quarantined")
        if answer[0] is None:
            message = (
                "This looks like a feed or a sitemap, but cannot be read: tell its owner, or give its pages."
            )
            return Failure(code="feed.unreadable", message=message)
        return answer[0]

    def _fetch_sitemap(self, url: str) -> Listing | Failure:
        """Fetch a sitemap that an index names; an index in an index is not followed."""
        fetched = self.fetcher.fetch(url)
        if isinstance(fetched, Failure):
            return fetched
        listing = self._list(fetched)
        if listing is None or (isinstance(listing, Listing) and listing.sitemaps):
            message = (
                "The index of sitemaps names what is no sitemap, or another index: give that address itself."
            )
            return Failure(code="feed.unreadable", message=message)
        return listing


def issue_of(failure: Failure, source: str) -> Issue:
    """Turn a failure into an issue.

    Args:
        failure: why nothing was fetched.
        source: the address.

    Returns:
        The issue.
    """
    return Issue(
        source=source,
        stage="ingest",
        code=failure.code,
        severity=failure.severity,
        message=failure.message,
    )


def notes_of(opened: Opened, source: str) -> Iterator[Issue]:
    """Say what of a listing is not read.

    Args:
        opened: the listing.
        source: its address.

    Yields:
        An issue for each of its sitemaps that could not be read; a note where it lists more than is taken, or
        nothing.
    """
    yield from opened.issues
    listing = opened.listing or Listing()
    message = ""
    if listing.left_out:
        message = (
            f"{listing.left_out} entries beyond {MAX_ENTRIES} a listing are not read: give a narrower one."
        )
    elif not opened.entries and not opened.issues:
        message = "The feed or sitemap lists nothing: check that the address is the right one."
    if message:
        yield Issue(source=source, stage="ingest", code="feed.entries", severity="note", message=message)


def _listed(entry: Entry, listing: Listing, fetched: Fetched) -> Listed:
    """Give an entry its whole address, its key and its details."""
    url = join_url(fetched.url, entry.url) if entry.url else ""
    version = [
        without_tracking(url),
        entry.updated or entry.moment,
        "" if url else entry.title + entry.content,
    ]
    day, at = (read_moment(entry.moment) if entry.moment else None) or (None, None)
    return Listed(
        key=hashlib.sha256("\0".join(version).encode("utf-8", "replace")).hexdigest()[:16],
        url=url,
        content=entry.content,
        own=Details(title=entry.title, outlet=entry.outlet, lang=entry.lang, published=day, published_at=at),
        common=Details(outlet=listing.title, lang=listing.lang),
        listed_at=fetched.url,
        fetched=fetched.at,
    )


def _fill(details: Details, others: Details) -> Details:
    """Fill in outlet and language where they are unknown."""
    return replace(details, outlet=details.outlet or others.outlet, lang=details.lang or others.lang)
