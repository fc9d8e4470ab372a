"""What a feed or a sitemap lists: entries, each with an address or with the whole text.

These records cross the pipe from the process that reads them; the readers are `feeds.py` and `sitemaps.py`.
"""

import re

import msgspec

MAX_ENTRIES = 1000
"""Most entries taken of one listing, the first of a feed and the newest of a sitemap (own choice)."""

_START = re.compile(
    rb"""(?>\s*(?:
      <\?[^>]{0,500}>                                       # XML declaration, style sheet
    | <!--.{0,4000}?-->
    | <!DOCTYPE\b[^>\[]{0,500}(?:\[[^\]]{0,4000}\]\s*)?>
    ))*+ \s* <(?:(?:\w{1,20}:)?(?:rss|feed|urlset|sitemapindex|RDF))\b""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a listing; every field may be empty."""

    url: str = ""
    """Address of the article, perhaps relative."""
    title: str = ""
    lang: str = ""
    """ISO 639-1 code."""
    outlet: str = ""
    """Publisher, where the listing names one for the entry."""
    moment: str = ""
    """Date of publication in a form that `read_moment` reads."""
    updated: str = ""
    """When it was changed, as stated."""
    content: str = ""
    """The article as HTML, where the listing holds all of it."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed, a sitemap or an index of sitemaps says."""

    title: str = ""
    lang: str = ""
    """ISO 639-1 code."""
    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Addresses of further sitemaps, the newest first; only an index has them."""
    left_out: int = 0
    """Entries beyond `MAX_ENTRIES`."""


def is_listing(raw: bytes) -> bool:
    """Tell whether bytes begin like a feed or a sitemap.

    Args:
        raw: a document; 8 KiB are looked at.

    Returns:
        Whether its root is one of rss, feed, RDF, urlset, sitemapindex.
    """
    head = raw[:8192].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")  # UTF-16, UTF-32 and their marks
    return _START.match(head) is not None
