"""Read what a page says of itself: headline, outlet, language, address, dates of publication.

Dates come from the head, linked data and `<time>`, never from captions or body text: a photograph has
a day of its own.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tocsin.ingest.clean import one_line
from tocsin.ingest.details import language_code, read_moment, web_address
from tocsin.ingest.hidden import ancestors

_RELATIVE = re.compile(r"\s*//?[^\s/][^\s]*\s*$")  # RFC 3986, section 4.2: "/news/7", "//post.example/news/7"
_SITE = re.compile(r"(?:(?:https?:)?//[^/?#]*)?/?(?:#.*)?")


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What a page states; every field may be empty."""

    title: str = ""
    """Headline, as the page shows it where that can be told."""
    outlet: str = ""
    """Publisher."""
    lang: str = ""
    """ISO 639-1 code."""
    url: str = ""
    """Canonical address; may be relative to that of the page ("/news/7"); never that of the whole site."""
    moment: str = ""
    """Date of publication in a form that `read_moment` reads."""
    unreadable_moment: str = ""
    """A date of publication that it does not read, where there is no other."""
    guessed_day: str = ""
    """A day found in an unusual head field or in the address, YYYY-MM-DD."""


# Names of head fields, the most trustworthy first: Open Graph, schema.org, Dublin Core, and vendors' own.
_OUTLET = (
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "article:publisher",
    "application-name",
)
_TITLE = ("og:title", "dc.title", "dcterms.title", "twitter:title", "parsely-title", "sailthru.title")
_MOMENT = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dcterms.issued", "dcterms.created", "dc.date.issued", "dc.date.created", "dcterms.date", "dc.date",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time",
    "article.published", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_LANG = ("dc.language", "dcterms.language", "content-language", "language", "og:locale")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|WebPage", re.IGNORECASE)
_SEPARATOR = r"\s+[|\-–—·»:•]\s+"
_ELSEWHERE = {"aside", "nav", "footer", "figure", "figcaption", "li"}
_CHANGED_FIELD = re.compile(r"<meta\b[^>]*(?:updat|modif)[^>]*>", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif", re.IGNORECASE)


def read_stated(tree: Any) -> Stated:
    """Read what a page says of itself.

    Args:
        tree: the parsed page (selectolax), hidden text taken out; it is not changed.

    Returns:
        What it states.
    """
    fields = _head_fields(tree)
    linked = _linked_data(tree)
    outlet = one_line(_first(fields, _OUTLET) or _publisher(linked))
    if web_address(outlet):
        outlet = ""
    moments = [
        *filter(None, (fields.get(name) for name in _MOMENT[:2])),
        *_texts(linked, "datePublished"),
        *filter(None, (fields.get(name) for name in _MOMENT[2:])),
        *_times(tree),
    ]
    readable = [words for words in moments if read_moment(words)]
    return Stated(
        title=_title(tree, fields, linked, outlet),
        outlet=outlet,
        lang=_language(tree, fields, linked),
        url=_address(tree, fields),
        moment=readable[0] if readable else "",
        unreadable_moment=one_line(moments[0])[:200] if moments and not readable else "",
        guessed_day="" if readable else _guess_day(tree),
    )


def _head_fields(tree: Any) -> dict[str, str]:
    """Collect the `<meta>` fields; the first of a name counts."""
    fields: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        words = (attributes.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            if words and (name := attributes.get(key)):
                fields.setdefault(name.strip().lower(), words)
    return fields


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str:
    """Take the first field there is."""
    return next((fields[name] for name in names if name in fields), "")


def _linked_data(tree: Any) -> list[dict[str, Any]]:
    """Collect the JSON-LD objects that describe the article, articles before pages."""
    found: list[dict[str, Any]] = []
    for node in tree.css('script[type*="ld+json"]'):
        try:
            value = json.loads(node.text(deep=True) or "", strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [value]
        while queue and len(found) < 100:
            value = queue.pop(0)
            if isinstance(value, list):
                queue += value[:100]
            elif isinstance(value, dict):
                queue.append(value.get("@graph"))
                queue.append(value.get("mainEntity"))
                if _ARTICLE_TYPE.search(str(value.get("@type"))):
                    found.append(value)
    return sorted(found, key=lambda value: "WebPage" in str(value.get("@type")))


def _texts(linked: list[dict[str, Any]], key: str) -> Iterator[str]:
    """Take the strings that linked data holds under a key."""
    return (value[key] for value in linked if isinstance(value.get(key), str))


def _publisher(linked: list[dict[str, Any]]) -> str:
    """Take the name of the publisher from linked data."""
    for value in linked:
        publisher = value.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str):
            return name
    return ""


def _title(tree: Any, fields: dict[str, str], linked: list[dict[str, Any]], outlet: str) -> str:
    """Choose the headline: the `<h1>` that agrees with the head, else the head's own title."""
    page_title = tree.css_first("title")
    stated = [
        _first(fields, _TITLE),
        next(_texts(linked, "headline"), ""),
        page_title.text(deep=True) if page_title else "",
    ]
    stated = [title for title in (_without_outlet(one_line(words), outlet) for words in stated) if title]
    headings = [one_line(node.text(deep=True, separator=" ")) for node in tree.css("h1")[:10]]
    for heading in filter(None, headings):
        words = set(heading.lower().split())
        if any(2 * len(words & set(title.lower().split())) > max(len(words), 3) for title in stated):
            return heading
    return next(iter([*stated, *filter(None, headings)]), "")


def _without_outlet(title: str, outlet: str) -> str:
    """Cut the outlet's name off the end of a title."""
    return (
        re.sub(rf"{_SEPARATOR}(?:the\s+)?{re.escape(outlet)}$", "", title, flags=re.IGNORECASE)
        if outlet
        else title
    )


def _language(tree: Any, fields: dict[str, str], linked: list[dict[str, Any]]) -> str:
    """Take the language from the root, else the head, else linked data."""
    root = tree.css_first("html")
    stated = [(root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""]
    stated += [fields.get(name, "") for name in _LANG]
    stated += list(_texts(linked, "inLanguage"))
    return next(filter(None, map(language_code, stated)), "")


def _address(tree: Any, fields: dict[str, str]) -> str:
    """Take the canonical address, as `<link rel="canonical">` (RFC 6596), which may be relative, or as og:url."""
    links = [
        node.attributes.get("href") or ""
        for node in tree.css("link[href][rel]")
        if "canonical" in (node.attributes.get("rel") or "").lower().split()
    ]
    return next(filter(None, map(_article_address, [*links, web_address(fields.get("og:url", ""))])), "")


def _article_address(words: str) -> str:
    """Take an address that can be an article's; that of a whole site, which careless templates give, is none."""
    address = web_address(words) or (one_line(words) if _RELATIVE.match(words) else "")
    return "" if _SITE.fullmatch(address) else address


def _times(tree: Any) -> list[str]:
    """Collect the moments of publication that the page shows: marked ones first, else the first `<time>`."""
    marked = tree.css("[itemprop=datePublished], time[pubdate], time.published, time.entry-date")
    shown = []
    for node in [*marked, *tree.css("time[datetime]")[:5]]:
        attributes = node.attributes
        words = attributes.get("datetime") or attributes.get("content") or ""
        about = " ".join(attributes.get(key) or "" for key in ("class", "itemprop"))
        elsewhere = any(
            up.tag in _ELSEWHERE or "comment" in (up.attributes.get("class") or "").lower()
            for up in ancestors(node)
        )
        if words and not elsewhere and not _CHANGED.search(about):
            shown.append(words)
    return shown


def _guess_day(tree: Any) -> str:
    """Let htmldate look through the head and the address; the body is kept from it."""
    from htmldate import find_date  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    if tree.head is None:
        return ""
    try:
        day = find_date(
            f"<html>{_CHANGED_FIELD.sub('', tree.head.html or '')}<body><p>-</p></body></html>",
            extensive_search=False,
            original_date=True,
            max_date="2199-12-31",
            min_date="1900-01-01",
        )
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        etree.LxmlError,
    ):
        return ""
    return day or ""
