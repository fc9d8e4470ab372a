"""Read RSS and Atom feeds. This runs in the process of `worker.py` only: a 50 kB feed can stall the parser.

feedparser gets bytes only, never an address or a name, for it would open them (note on reliability, section 1).
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from tocsin.ingest.clean import one_line
from tocsin.ingest.details import language_code, read_moment
from tocsin.ingest.listings import MAX_ENTRIES, Entry, Listing
from tocsin.ingest.page import blocks
from tocsin.ingest.sitemaps import read_sitemap, text_of, tree_of

FULL_CHARACTERS = 800
"""Shortest text of an entry that is taken for the whole article (own choice: four paragraphs of news)."""

_PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    OSError,
)
_CUT = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\]|read more|continue reading)\W*$", re.IGNORECASE)


def read_listing(raw: bytes, *, simple: bool = False) -> Listing | None:
    """Read a feed or a sitemap.

    Args:
        raw: its bytes.
        simple: leave out feedparser and take title, link, date and summary only.

    Returns:
        What it lists, perhaps nothing; None when it is neither.
    """
    sitemap = read_sitemap(raw)
    if sitemap is not None:
        return sitemap
    found = None if simple else _read_feed(raw)
    return found if found is not None and found.entries else _read_simply(raw) or found


def _read_feed(raw: bytes) -> Listing | None:
    """Read a feed with feedparser; None when it is none or breaks the parser."""
    import feedparser  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        read = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
        if not read.get("version"):
            return None
        entries = tuple(_entry(entry) for entry in read.entries[:MAX_ENTRIES])
        feed = read.feed
        return Listing(
            title=one_line(_plain(feed, "title")),
            lang=language_code(str(feed.get("language") or "")),
            entries=entries,
            left_out=len(read.entries) - len(entries),
        )
    except (*_PARSER_FAULTS, etree.LxmlError):
        return None


def _entry(entry: Any) -> Entry:
    """Take what an entry says."""
    contents = [
        value
        for part in dict.get(entry, "content") or ()
        if isinstance(value := part.get("value"), str)
        and "xml" not in str(part.get("type")).replace("xhtml+xml", "")
    ]
    summary = dict.get(entry, "summary")
    whole = max([*contents, summary if isinstance(summary, str) else ""], key=len)
    source = dict.get(entry, "source")
    return Entry(
        url=one_line(str(entry.get("link") or "")),
        title=one_line(_plain(entry, "title")),
        lang=language_code(_content_language(entry)),
        outlet=one_line(str(source.get("title") or "")) if isinstance(source, dict) else "",
        moment=_moment(entry, "published") or _moment(entry, "updated"),
        updated=one_line(str(dict.get(entry, "updated") or ""))[:200],
        content=whole if is_whole(whole) else "",
    )


def is_whole(content: str) -> bool:
    """Tell whether the text of an entry is the article and not a teaser.

    Args:
        content: its HTML.

    Returns:
        Whether it shows `FULL_CHARACTERS` or more and does not end in "...", "Read more" or the like.
    """
    shown = [words for words, linked in blocks(content) if linked * 2 <= len(words)]
    return sum(map(len, shown)) >= FULL_CHARACTERS and not _CUT.search(shown[-1][-40:])


def _plain(record: Any, key: str) -> str:
    """Take a title without its markup."""
    words = str(record.get(key) or "")
    detail = dict.get(record, f"{key}_detail")
    is_markup = isinstance(detail, dict) and "html" in str(detail.get("type"))
    return " ".join(line for line, _ in blocks(words)) if is_markup else words


def _content_language(entry: Any) -> str:
    """Take the language that the text of an entry states."""
    details = [*(dict.get(entry, "content") or ()), dict.get(entry, "title_detail") or {}]
    return next((str(detail["language"]) for detail in details if detail.get("language")), "")


def _moment(entry: Any, key: str) -> str:
    """Take a date: as it is written where that can be read, else as feedparser reads it, in UTC."""
    words = one_line(str(dict.get(entry, key) or ""))
    if read_moment(words):
        return words
    parsed = dict.get(entry, f"{key}_parsed")
    if not parsed:
        return ""
    year, month, day, hour, minute, second = parsed[:6]
    moment = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}+00:00"
    return moment if read_moment(moment) else ""


def _read_simply(raw: bytes) -> Listing | None:
    """Read title, link, date and summary of a feed with lxml alone; None when it has no entry."""
    root = tree_of(raw)
    if root is None:
        return None
    found = list(_simple_entries(root))
    if not found:
        return None
    return Listing(
        title=text_of(root, "title"), entries=tuple(found[:MAX_ENTRIES]), left_out=len(found[MAX_ENTRIES:])
    )


def _simple_entries(root: Any) -> Iterator[Entry]:
    """Walk the elements named item and entry."""
    for node in root.iter("{*}item", "{*}entry"):
        links = [link for link in node.iterchildren("{*}link") if link.get("rel", "alternate") == "alternate"]
        url = next(filter(None, (one_line(link.get("href") or link.text or "") for link in links)), "")
        dates = (text_of(node, name) for name in ("pubDate", "published", "date", "issued", "updated"))
        whole = max(
            (text_of(node, name, whole=True) for name in ("encoded", "content", "description", "summary")),
            key=len,
        )
        entry = Entry(
            url=url,
            title=text_of(node, "title"),
            moment=next((words for words in dates if read_moment(words)), ""),
            updated=text_of(node, "updated")[:200],
            content=whole if is_whole(whole) else "",
        )
        if entry.url or entry.content:
            yield entry
