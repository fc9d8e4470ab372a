"""News by address: pages, feeds and sitemaps, each document one report or one issue."""

import datetime as dt
import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from tocsin.config import Settings
from tocsin.ingest import Source, reports
from tocsin.ingest.packing import transcode
from tocsin.model import Issue, Report

BODY = """<p>Mortar rounds hit a bakery in Odrel on Sunday, killing a night watchman and injuring five people.</p>
<p>The Marengan army accused the Harvan Front of firing the rounds from the eastern hills above the town.</p>"""
LONG = BODY * 6


def page(title: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{BODY}</article></body></html>".encode()


def feed(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>The Lissen Post</title><language>en</language>{"".join(items)}</channel></rss>'.encode()


def item(path: str, title: str = "News", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{path}</link>{more}</item>"


def read(web: Any, *urls: str, settings: Settings | None = None) -> list[Report | Issue]:
    return list(reports([Source(url) for url in urls], settings or Settings(), web.fetcher()))


def codes(found: list[Report | Issue]) -> list[str]:
    return [one.code if isinstance(one, Issue) else "report" for one in found]


def test_a_page_is_a_report_that_says_when_it_was_fetched(web: Any) -> None:
    web.pages["/a"] = page(
        "Bakery hit", '<meta property="article:published_time" content="2026-03-01T09:00:00+02:00">'
    )
    [report] = read(web, web.url("/a"))
    assert isinstance(report, Report)
    assert (report.title, report.published, report.url) == ("Bakery hit", dt.date(2026, 3, 1), web.url("/a"))
    assert report.fetched == web.now
    assert report.source == web.url("/a")


def test_a_page_may_name_another_address_only_on_its_own_host(web: Any) -> None:
    own, other = web.url("/story"), "http://radio.example/story"
    web.pages |= {
        "/own": page("Own", f'<link rel="canonical" href="{own}">'),
        "/other": page("Other", f'<link rel="canonical" href="{other}">'),
    }
    found = read(web, web.url("/own"), web.url("/other"))
    assert [one.url for one in found if isinstance(one, Report)] == [own, web.url("/other")]


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="/news/7">', "/news/7"),
        ('<link rel="shortlink Canonical" href="/news/7?utm_source=rss">', "/news/7"),
        ('<meta property="og:url" content="{site}/news/7">', "/news/7"),
        ('<link rel="canonical" href="/"><meta property="og:url" content="{site}/news/7">', "/news/7"),
        ('<meta property="og:url" content="/news/7">', "/story"),
        ('<link rel="canonical" href="{site}/">', "/story"),
        ('<link rel="canonical" href="{site}">', "/story"),
        ('<link rel="canonical" href="//radio.example/news/7">', "/story"),
        ('<link rel="canonical" href="news/7">', "/story"),
        ('<link rel="canonical" href="javascript:alert(1)">', "/story"),
        ('<link rel="canonical">', "/story"),
    ],
)
def test_a_page_says_at_which_address_it_is_kept(web: Any, head: str, address: str) -> None:
    """The address of the whole site is no article's: else each story of such an outlet would replace the last one."""
    web.pages["/story"] = page("Story", head.format(site=web.url("")))
    web.pages["/story?fbclid=9"] = web.pages["/story"]
    [report, again] = read(web, web.url("/story"), web.url("/story?fbclid=9"))
    assert isinstance(report, Report)
    assert isinstance(again, Report)
    assert report.url == web.url(address)
    assert again.id == report.id, "it is the same report, from wherever a reader came"


def test_a_link_that_is_marked_anew_in_each_feed_is_no_new_entry(web: Any) -> None:
    web.pages["/feed"] = feed(
        item("/a?utm_campaign=1", "A"), item("/a?utm_campaign=2", "A"), item("/a?id=3", "B")
    )
    web.pages |= {path: page("Bakery hit") for path in ("/a?utm_campaign=1", "/a?utm_campaign=2", "/a?id=3")}
    assert [one.url for one in read(web, web.url("/feed")) if isinstance(one, Report)] == [
        web.url("/a"),
        web.url("/a?id=3"),
    ]


def test_a_feed_leads_to_its_pages_and_each_is_one_report_or_issue(web: Any) -> None:
    web.pages |= {
        "/feed": feed(
            item("/a", "Bakery hit", "<pubDate>Sun, 01 Mar 2026 09:00:00 +0200</pubDate>"),
            item("/gone", "Gone"),
            item("http://10.0.0.1/", "Inside"),
            item("/paper.pdf", "Paper"),
            "<item><title>Neither</title></item>",
            item("/b", "Whole", f"<description><![CDATA[{LONG}]]></description>"),
        ),
        "/a": page("Bakery hit"),
        "/paper.pdf": b"%PDF-1.7\n",
    }
    found = read(web, web.url("/feed"))
    assert codes(found) == [
        "report",
        "fetch.status",
        "fetch.address",
        "input.binary",
        "feed.no_link",
        "report",
    ]
    first, whole = found[0], found[5]
    assert isinstance(first, Report)
    assert isinstance(whole, Report)
    assert (first.title, first.published, first.outlet, first.lang) == (
        "Bakery hit",
        dt.date(2026, 3, 1),
        "The Lissen Post",
        "en",
    )
    assert (whole.title, whole.url) == ("Whole", web.url("/b"))
    assert ("post.example", "/b") not in web.asked, "what the feed holds is not fetched again"


def test_the_date_of_the_page_is_believed_before_that_of_the_feed(web: Any) -> None:
    web.pages |= {
        "/feed": feed(item("/a", "Bakery hit", "<pubDate>Mon, 02 Mar 2026 01:00:00 GMT</pubDate>")),
        "/a": page(
            "Bakery hit", '<meta property="article:published_time" content="2026-03-01T20:00:00-05:00">'
        ),
    }
    [report] = read(web, web.url("/feed"))
    assert isinstance(report, Report)
    assert report.published == dt.date(2026, 3, 1)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_sitemaps_and_indexes_of_them_are_read(web: Any, pack: Any) -> None:
    web.pages |= {
        "/index.xml": b"<sitemapindex><sitemap><loc>/1.xml.gz</loc></sitemap></sitemapindex>",
        "/1.xml.gz": pack(f"<urlset><url><loc>{web.url('/a')}</loc></url></urlset>".encode()),
        "/a": page("Bakery hit"),
    }
    assert codes(read(web, web.url("/index.xml"))) == ["report"]


def test_a_sitemap_that_is_missing_stops_no_other(web: Any) -> None:
    places = "".join(f"<sitemap><loc>/{name}</loc></sitemap>" for name in ("gone.xml", "1.xml", "index.xml"))
    web.pages |= {
        "/index.xml": f"<sitemapindex>{places}</sitemapindex>".encode(),
        "/1.xml": b"<urlset><url><loc>/a</loc></url><url><loc>/a</loc></url></urlset>",
        "/a": page("Bakery hit"),
    }
    assert codes(read(web, web.url("/index.xml"))) == ["fetch.status", "feed.unreadable", "report"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (feed(), "feed.entries"),
        (b"<rss><channel>", "feed.entries"),
        (b'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="x"><a/></rdf:RDF>', "feed.unreadable"),
        (b'<?xml version="1.0"?>\n<thing/>', "input.xml"),
        (b'{"text": "x"}\n', "web.data"),
        (b"", "text.empty"),
        (b"\x89PNG\r\n", "input.binary"),
        (gzip.compress(b"<rss>" + bytes(64 << 20)), "feed.too_large"),
        (gzip.compress(b"no feed"), "input.binary"),
        (b"<html><body></body></html>", "html.empty"),
    ],
)
def test_what_cannot_be_read_is_an_issue(web: Any, body: bytes, code: str) -> None:
    web.pages["/a"] = body
    assert codes(read(web, web.url("/a"))) == [code]


def test_an_address_that_cannot_be_fetched_is_an_issue_and_the_next_source_is_read(web: Any) -> None:
    web.pages["/a"] = page("Bakery hit")
    found = read(web, web.url("/gone"), "http://127.0.0.1:1/", "https://", web.url("/a"))
    assert codes(found) == ["fetch.status", "fetch.url", "fetch.url", "report"]


def test_the_encoding_that_the_server_states_is_used(web: Any) -> None:
    words = "Гарванский фронт покинул Одрель в пятницу, сообщил мэр города журналистам."
    web.pages["/a"] = (200, {"Content-Type": "text/plain; charset=koi8-r"}, words.encode("koi8-r"))
    [report] = read(web, web.url("/a"))
    assert isinstance(report, Report)
    assert report.text == words


def test_an_encoding_that_is_wrong_or_unknown_changes_nothing() -> None:
    assert transcode("süß".encode(), "latin1") == "süß".encode()
    assert transcode(b"\xfc\x93", "iso-8859-1") == "ü“".encode()
    for charset in ("", "no-such", "base64", "utf-8"):
        assert transcode(b"\xfc", charset) == b"\xfc"
    assert transcode("ü".encode("utf-16"), "latin1") == "ü".encode("utf-16")


def test_reports_come_one_by_one(web: Any) -> None:
    """The second page is fetched only when it is asked for."""
    web.pages |= {"/feed": feed(item("/a"), item("/b")), "/a": page("A"), "/b": page("B")}
    found: Iterator[Report | Issue] = reports([Source(web.url("/feed"))], Settings(), web.fetcher())
    next(found)
    assert ("post.example", "/b") not in web.asked
    assert len(list(found)) == 1
