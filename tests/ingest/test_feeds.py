"""Feeds and sitemaps: what they list, however they are broken."""

import random
import time
import zipfile
from pathlib import Path

import pytest

from tocsin.config import Settings
from tocsin.ingest.feeds import is_whole, read_listing
from tocsin.ingest.listings import MAX_ENTRIES, Entry, Listing, is_listing
from tocsin.ingest.pages import PageReader

LONG = (
    "<p>The Harvan Front left the town of Odrel on Friday, the mayor said, and took its guns along.</p>" * 12
)
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Lissen Post</title><language>en-GB</language>
<item><title>Rebels leave &lt;b&gt;Odrel&lt;/b&gt;</title><link>/odrel</link><pubDate>Mon, 02 Mar 2026 07:40:00 +0200</pubDate>
<description>The Front left ...</description></item>
<item><title>Truce in doubt</title><link>https://post.example/truce</link><guid>7</guid>
<content:encoded><![CDATA[{LONG}]]></content:encoded></item></channel></rss>""".encode()
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Radio du port</title>
<entry><title type="html">Tr&amp;ecirc;ve</title><link rel="self" href="/self"/><link href="https://radio.example/1"/>
<published>2026-03-01T23:30:00-05:00</published><updated>2026-03-02T08:00:00Z</updated><summary>Court.</summary>
<source><title>Gazette</title></source></entry></feed>"""
NEWS_MAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/old</loc><lastmod>2026-02-01</lastmod></url>
<url><loc>https://post.example/new</loc><news:news><news:publication><news:name>The Lissen Post</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-03-02</news:publication_date>
<news:title>Truce in doubt</news:title></news:news></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://post.example/a.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
<sitemap><loc>https://post.example/b.xml</loc><lastmod>2026-03-01</lastmod></sitemap></sitemapindex>"""


def read(raw: bytes, *, simple: bool = False) -> Listing:
    listing = read_listing(raw, simple=simple)
    assert listing is not None
    return listing


def test_an_rss_feed_lists_links_and_whole_articles() -> None:
    listing = read(RSS)
    assert (listing.title, listing.lang, listing.left_out) == ("The Lissen Post", "en", 0)
    first, second = listing.entries
    assert first == Entry(url="/odrel", title="Rebels leave Odrel", moment="Mon, 02 Mar 2026 07:40:00 +0200")
    assert (second.url, second.title, second.content) == (
        "https://post.example/truce",
        "Truce in doubt",
        LONG,
    )


def test_an_atom_feed_keeps_the_time_zone_of_the_outlet() -> None:
    [entry] = read(ATOM).entries
    assert (entry.url, entry.title, entry.lang, entry.outlet) == (
        "https://radio.example/1",
        "Trêve",
        "fr",
        "Gazette",
    )
    assert entry.moment == "2026-03-01T23:30:00-05:00"
    assert entry.updated == "2026-03-02T08:00:00Z"


def test_a_sitemap_lists_the_newest_first_and_its_changes_are_no_dates_of_publication() -> None:
    new, old = read(NEWS_MAP).entries
    assert new == Entry(
        url="https://post.example/new",
        title="Truce in doubt",
        lang="en",
        outlet="The Lissen Post",
        moment="2026-03-02",
    )
    assert old == Entry(url="https://post.example/old")


def test_an_index_of_sitemaps_names_the_newest_first() -> None:
    assert read(INDEX).sitemaps == ("https://post.example/b.xml", "https://post.example/a.xml")


def test_a_teaser_is_not_taken_for_the_article() -> None:
    assert is_whole(LONG)
    assert not is_whole(LONG + "<p>Continue reading</p>")
    assert not is_whole(LONG[:200])
    assert not is_whole(f'<a href="/">{LONG}</a>')


def test_more_entries_than_are_taken_are_counted() -> None:
    urls = "".join(
        f"<url><loc>https://post.example/{number}</loc></url>" for number in range(MAX_ENTRIES + 3)
    )
    listing = read(f"<urlset>{urls}</urlset>".encode())
    assert (len(listing.entries), listing.left_out) == (MAX_ENTRIES, 3)


@pytest.mark.parametrize("raw", [RSS, ATOM])
def test_without_feedparser_links_titles_dates_and_articles_are_still_read(raw: bytes) -> None:
    usual, simple = read(raw).entries, read(raw, simple=True).entries
    for one, other in zip(usual, simple, strict=True):
        assert (one.url, one.moment, one.content) == (other.url, other.moment, other.content)


def test_a_fault_of_feedparser_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser  # noqa: PLC0415

    def fail(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr(feedparser, "parse", fail)
    assert len(read(RSS).entries) == 2


def test_feedparser_gets_no_address_to_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is an address or the name of a file is neither fetched nor opened."""
    path = tmp_path / "feed"
    path.write_bytes(RSS)
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *_: pytest.fail("it was fetched"))
    for raw in (b"http://127.0.0.1/", str(path).encode(), path.as_uri().encode(), b"feed:x"):
        listing = read_listing(raw)
        assert listing is None or listing.entries == ()


def test_entities_and_outside_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">'
    head += '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    item = "<item><title>&x;&b;</title><link>https://post.example/1</link></item>"
    for simple in (False, True):
        raw = f'{head}<rss version="2.0"><channel>{item}</channel></rss>'.encode()
        listing = read_listing(raw, simple=simple)
        assert "hidden" not in str(listing)
    assert "hidden" not in str(read_listing(f"{head}<urlset><url><loc>&x;</loc></url></urlset>".encode()))


@pytest.mark.parametrize("raw", [RSS, ATOM, NEWS_MAP, INDEX, b"\xef\xbb\xbf" + ATOM, ATOM.decode().encode("utf-16"),
                                 b"<!-- a --><!-- b -->\n" + RSS.split(b"?>", 1)[1]])  # fmt: skip
def test_feeds_and_sitemaps_are_told_by_their_beginning(raw: bytes) -> None:
    assert is_listing(raw)


@pytest.mark.parametrize(
    "raw", [b"<html><body><rss>", b"", b"<feeder>", b"feed", b"<?xml version='1.0'?><html><feed/>"]
)
def test_other_documents_are_not_taken_for_feeds(raw: bytes) -> None:
    assert not is_listing(raw)


def test_telling_takes_no_time_on_hostile_beginnings() -> None:
    begun = time.monotonic()
    for raw in (b"<!---->" * 2000, b"<!--" * 3000, b"<?" * 5000, b"<!DOCTYPE [" * 900, b" " * 9000):
        assert not is_listing(raw)
    assert time.monotonic() - begun < 0.5


def test_a_feed_that_stalls_the_parser_is_read_simply_and_the_next_as_ever() -> None:
    """100,000 attributes take feedparser 10 s; lxml has no trouble with them."""
    attributes = " ".join(f'a{number}="x"' for number in range(100_000))
    slow = RSS.replace(b"<item>", f"<item {attributes}>".encode(), 1)
    with PageReader(Settings(html_seconds=1.0)) as pages:
        begun = time.monotonic()
        answer = pages.read_listing(slow)
        assert answer is not None
        assert answer[0] is not None
        assert [entry.url for entry in answer[0].entries] == [entry.url for entry in read(RSS).entries]
        assert time.monotonic() - begun < 10
        assert pages.read_listing(RSS) == (read(RSS),)


HOSTILE = {
    "items in items": "<rss version='2.0'><channel>" + "<item>" * 30_000,
    "boxes in boxes": "<rss version='2.0'><channel><item><link>x</link><description>"
    + "&lt;div&gt;" * 100_000,
    "entities of entities": "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 50}'>" for n in range(9))
    + "]><rss version='2.0'><channel><item><title>&j;</title><link>x</link></item></channel></rss>",
    "a long date": "<rss version='2.0'><channel><item><link>x</link><pubDate>" + "1 " * 200_000,
    "a long author": "<rss version='2.0'><channel><item><link>x</link><author>" + "(" * 50_000,
    "many addresses": "<urlset>" + "<url><loc>x</loc></url>" * 50_000,
    "open tags": "<feed>" + "<" * 300_000,
    "bare ampersands": "<rss version='2.0'><channel><item><title>" + "&" * 300_000,
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_shape_takes_no_long_time_and_little_memory(shape: str) -> None:
    begun = time.monotonic()
    listing = read_listing(HOSTILE[shape].encode())
    assert time.monotonic() - begun < 5
    assert len(str(listing)) < 3_000_000


def corpus(shared: Path) -> dict[str, bytes]:
    path = shared / "data" / "pages" / "feedparser_feeds_sample.zip"
    if not path.is_file():
        pytest.skip("the sample of feeds is not here")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist()) if name.endswith(".xml")}


def test_every_feed_of_the_sample_is_told_and_read(shared: Path) -> None:
    """198 feeds of feedparser's own tests; all but an empty one and the five of a format of 1997 are feeds."""
    found = corpus(shared)
    told = [name for name, raw in found.items() if is_listing(raw)]
    assert len(found) == 198
    assert len(found) - len(told) <= 6
    assert [name for name in told if read_listing(found[name]) is None] == []


def test_mutated_feeds_raise_nothing(shared: Path) -> None:
    """400 mutants: bytes changed, cut, doubled and swapped."""
    dice = random.Random(20260302)  # noqa: S311  no secret
    found = list(corpus(shared).values())
    slowest = 0.0
    for _ in range(400):
        raw = bytearray(dice.choice(found))
        for _ in range(dice.randint(1, 8)):
            place = dice.randrange(len(raw) or 1)
            raw[place : place + dice.choice((0, 1, 30))] = dice.choice(
                (b"", b"<", b"&#x0;", b"\xff", b"]]>", bytes(raw[:40]), b"<item>")
            )
        begun = time.monotonic()
        listing = read_listing(bytes(raw))
        slowest = max(slowest, time.monotonic() - begun)
        assert listing is None or isinstance(listing, Listing)
    assert slowest < 2
