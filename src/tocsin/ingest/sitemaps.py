"""Read sitemaps and indexes of sitemaps (sitemaps.org 0.9, with Google's news elements).

This runs in the process of `worker.py` only.
"""

from typing import Any

from tocsin.ingest.clean import one_line
from tocsin.ingest.details import language_code, read_moment
from tocsin.ingest.listings import MAX_ENTRIES, Entry, Listing

_MAX_SITEMAPS = 5  # of an index, the newest (own choice)


def tree_of(raw: bytes) -> Any:
    """Parse XML without entities, network or depth beyond libxml2's own limits.

    Args:
        raw: its bytes, sound or not.

    Returns:
        The root element; None when there is none.
    """
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False
    )
    try:
        return etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError):
        return None


def text_of(node: Any, name: str, *, whole: bool = False) -> str:
    """Take the text of the first child element, or else descendant, of a name.

    Args:
        node: an element.
        name: local name, whatever its namespace.
        whole: keep line ends and length.

    Returns:
        Its text in one line, or as it is; "" when there is none.
    """
    child = next(node.iterchildren(f"{{*}}{name}"), None)
    if child is None:
        child = next(node.iterdescendants(f"{{*}}{name}"), None)
    if child is None:
        return ""
    words = "".join(child.itertext())
    return words if whole else one_line(words)


def read_sitemap(raw: bytes) -> Listing | None:
    """Read a sitemap or an index of sitemaps.

    Args:
        raw: its bytes.

    Returns:
        Its entries, the newest first; None when it is no sitemap.
    """
    if b"urlset" not in raw[:8192] and b"sitemapindex" not in raw[:8192]:
        return None
    root = tree_of(raw)
    kind = root.tag.rpartition("}")[2] if root is not None and isinstance(root.tag, str) else ""
    if kind == "sitemapindex":
        places = [
            (text_of(node, "lastmod"), url)
            for node in root.iterchildren("{*}sitemap")
            if (url := text_of(node, "loc"))
        ]
        places.sort(key=lambda place: place[0], reverse=True)
        return Listing(sitemaps=tuple(url for _, url in places[:_MAX_SITEMAPS]))
    if kind != "urlset":
        return None
    dated = [(_entry(node), text_of(node, "lastmod")) for node in root.iterchildren("{*}url")]
    dated.sort(key=lambda pair: pair[0].moment or pair[1], reverse=True)
    entries = tuple(entry for entry, _ in dated[:MAX_ENTRIES])
    return Listing(entries=entries, left_out=len(dated) - len(entries))


def _entry(node: Any) -> Entry:
    """Take what a `<url>` says; not `<lastmod>`, which is no day of publication and often the time of asking."""
    news = next(node.iterchildren("{*}news"), None)
    moment = text_of(news, "publication_date") if news is not None else ""
    return Entry(
        url=text_of(node, "loc"),
        title=text_of(news, "title") if news is not None else "",
        lang=language_code(text_of(news, "language")) if news is not None else "",
        outlet=text_of(news, "name") if news is not None else "",
        moment=moment if read_moment(moment) else "",
    )
