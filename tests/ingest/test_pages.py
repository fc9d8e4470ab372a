"""Saved pages: the article and what the page says of itself, captions apart, hidden text out."""

import datetime as dt
import io
import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tocsin.config import Settings
from tocsin.ingest import Source, pages, reports
from tocsin.ingest.hidden import take_out_hidden
from tocsin.ingest.markup import MAX_DEPTH, scrub
from tocsin.ingest.page import blocks, read_page
from tocsin.ingest.stated import Stated, read_stated
from tocsin.model import Issue, Report

BODY = """<p>Mortar rounds hit a bakery in Odrel on Sunday, killing a night&nbsp;watchman and injuring five people.</p>
<p>The Marengan army accused the Harvan Front of firing the rounds from the eastern hills above the town.</p>
<p>The group denied it. &ldquo;We signed the truce and we are keeping it,&rdquo; its spokesman said by telephone.</p>"""


def read(page: str | bytes, settings: Settings | None = None) -> Report:
    [report] = read_all(page, settings=settings)
    assert isinstance(report, Report), report
    return report


def read_all(*sources: str | bytes, settings: Settings | None = None) -> list[Report | Issue]:
    streams = [source.encode() if isinstance(source, str) else source for source in sources]
    return list(reports([Source("page.html", io.BytesIO(raw)) for raw in streams], settings or Settings()))


def parts(report: Report) -> list[tuple[str, str]]:
    return [(part.kind, report.text[part.start : part.end]) for part in report.parts]


def tree(markup: str) -> Any:
    return LexborHTMLParser(markup)


def test_a_page_becomes_headline_captions_and_paragraphs() -> None:
    """The caption stands where its picture stands, and in no paragraph."""
    report = read(f"""<!DOCTYPE html><html lang="en-GB"><head><title>Truce in doubt | The Lissen Post</title>
    <meta property="og:site_name" content="The Lissen Post"><meta property="og:title" content="Truce in doubt | The Lissen Post">
    <meta property="article:published_time" content="2022-08-15T07:40:00+02:00">
    <link rel="canonical" href="https://lissenpost.example/truce"></head><body>
    <nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Truce in doubt</h1>
    {BODY}<figure><img src="x.jpg"><figcaption>Harvan Front fighters outside Odrel, 27 January 2020</figcaption></figure>
    <p>Truce observers visited both sites on Sunday afternoon and asked for access to the hills.</p></article>
    <footer>&copy; 2022 The Lissen Post. All rights reserved.</footer></body></html>""")
    assert [kind for kind, _ in parts(report)] == ["title", "body", "body", "body", "caption", "body"]
    assert parts(report)[0][1] == report.title == "Truce in doubt"
    assert parts(report)[4][1] == "Harvan Front fighters outside Odrel, 27 January 2020"
    assert "“We signed the truce and we are keeping it,” its spokesman" in report.text
    assert (report.outlet, report.lang, report.url) == (
        "The Lissen Post",
        "en",
        "https://lissenpost.example/truce",
    )
    assert report.published == dt.date(2022, 8, 15)
    assert report.published_at == dt.datetime.fromisoformat("2022-08-15T07:40:00+02:00")
    assert report.flags == ()


def test_an_old_page_laid_out_in_a_table() -> None:
    report = read(f"<table><tr><td><a href=a>Tides</a><td><h2>Dockers strike</h2>{BODY}</table>")
    assert [kind for kind, _ in parts(report)].count("body") == 3
    assert "|" not in report.text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="dc.date" content="2022-10-19">', "2022-10-19"),
        ('<meta itemprop="datePublished" content="2022-10-19T01:00:00Z">', "2022-10-19"),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2022-10-19"}]}</script>',
            "2022-10-19",
        ),
        ('<script type="application/ld+json">{"@type":"NewsArticle",</script>', None),
        ('<script type="application/ld+json">' + "[" * 50_000 + "</script>", None),
        (
            '<meta property="article:published_time" content="2022-10-19"><meta name="date" content="2023-01-01">',
            "2022-10-19",
        ),
        ('<meta property="article:modified_time" content="2022-10-19">', None),
        ('<meta property="article:published_time" content="last Friday">', None),
    ],
)
def test_the_head_gives_the_date(head: str, day: str | None) -> None:
    report = read(f"<html><head>{head}</head><body><article>{BODY}</article></body></html>")
    assert report.published == (dt.date.fromisoformat(day) if day else None)
    assert ("date.unreadable" in report.flags) == ("last Friday" in head)


def test_a_time_element_gives_the_date_but_not_that_of_a_picture_or_a_comment() -> None:
    time = '<time datetime="2022-10-19">19 October</time>'
    assert read_stated(tree(f"<article><p>{time}</p></article>")).moment == "2022-10-19"
    for page in (
        f"<figure>{time}</figure>",
        f"<figcaption>{time}</figcaption>",
        f"<aside>{time}</aside>",
        f'<div class="comment">{time}</div>',
        '<time class="updated" datetime="2022-10-19">19 October</time>',
        "<p>On 19 October 2022 the army left.</p>",
    ):
        assert read_stated(tree(page)).moment == "", page


def test_the_address_may_give_the_date_only_where_no_other_is_known() -> None:
    page = (
        f'<head><link rel="canonical" href="https://a.example/2022/10/19/x"></head><article>{BODY}</article>'
    )
    report = read(page)
    assert (report.published, report.flags) == (dt.date(2022, 10, 19), ("date.guessed",))
    report = read(page, Settings(published=dt.date(2022, 10, 20)))
    assert (report.published, report.flags) == (dt.date(2022, 10, 20), ())


@pytest.mark.parametrize(
    ("page", "stated"),
    [
        ("<title>Truce ends - Harbour Radio</title><meta name=publisher content='Harbour Radio'>", Stated(title="Truce ends", outlet="Harbour Radio")),
        ("<title>Harbour Radio</title><h1>Harbour</h1>", Stated(title="Harbour Radio")),
        ("<title>Truce in Odrel ends early</title><h1>Post</h1><h1>Truce in Odrel ends</h1>", Stated(title="Truce in Odrel ends")),
        ("<meta property='og:locale' content='fr_FR'><meta property='og:url' content='/x'>", Stated(lang="fr")),
        ("<meta property='article:publisher' content='https://social.example/post'>", Stated()),
        ('<script type="application/ld+json">{"@type":"Article","publisher":{"name":"Post"},"inLanguage":"de-AT","headline":"T"}</script>', Stated(outlet="Post", lang="de", title="T")),
    ],
)  # fmt: skip
def test_what_a_page_states(page: str, stated: Stated) -> None:
    assert read_stated(tree(page)) == stated


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">SECRET</p>',
        '<p style="color:red; VISIBILITY : hidden">SECRET</p>',
        "<p hidden>SECRET</p>",
        '<p aria-hidden="true">SECRET</p>',
        '<p style="font-size:0">SECRET</p>',
        '<p style="font-size: 0px; color: red">SECRET</p>',
        '<p style="color:#fff;background-color:white">SECRET</p>',
        '<div bgcolor="#FFFFFF"><p><font color="white">SECRET</font></p></div>',
        '<div style="background: rgb(0,0,0)"><span style="color:black">SECRET</span></div>',
        "<style>.gone{display:none}</style><p class=gone>SECRET</p>",
        "<style>p{color:red}/* */ #x, p.gone { display : none }</style><p class=gone>SECRET</p>",
        "<div hidden><div hidden><p hidden>SECRET</p></div></div>",
    ],
)
def test_hidden_text_is_taken_out_and_flagged(hidden: str) -> None:
    report = read(f"<html><body><article>{BODY}{hidden}</article></body></html>")
    assert "SECRET" not in report.text
    assert "text.hidden" in report.flags
    assert "watchman" in report.text


@pytest.mark.parametrize(
    "shown",
    [
        '<p style="display:block">OPEN</p>',
        '<p style="font-size:0.9em">OPEN</p>',
        '<div style="font-size:0"><p style="font-size:12px">OPEN</p></div>',
        '<p style="color:white">OPEN</p>',
        '<div style="background:black"><p style="color:white">OPEN</p></div>',
        "<style>@media print { .gone { display: none } }</style><p class=gone>OPEN</p>",
        "<style>.gone{display:none} .gone{display:block}</style><p class=gone>OPEN</p>",
        "<style>.menu .gone{display:none}</style><p class=gone>OPEN</p>",
    ],
)
def test_shown_text_stays(shown: str) -> None:
    page = tree(f"<article>{BODY}{shown}</article>")
    assert not take_out_hidden(page)
    assert "OPEN" in page.text()


def test_an_article_that_waits_for_a_script_is_read_and_flagged() -> None:
    page = tree(f"<style>.late{{display:none}}</style><p>Menu</p><div class=late>{BODY}</div>")
    assert take_out_hidden(page)
    assert "watchman" in page.text()


def test_scrubbing_takes_out_what_breaks_parsers_and_keeps_the_text() -> None:
    assert scrub("a&#1;b&#x0;c&#xD800;d&#99999999999;e&#146;f") == ("a b c d e&#146;f", ())
    assert scrub("a<!-- x -->b<script>if (a<b) {}</script>c<!-->d") == ("abcd", ())
    assert scrub("a<script>never closed <p>b") == ("a", ("html.unclosed",))
    assert scrub("<title><!-- a --></title>b") == ("<title><!-- a --></title>b", ())
    deep, flags = scrub("<div>" * 9999 + "news" + "</div>" * 9999)
    assert (deep.count("<div>"), deep.count("</div>"), flags) == (MAX_DEPTH, MAX_DEPTH, ("html.cut_depth",))
    many, flags = scrub("<p " + " ".join(f"a{n}=1" for n in range(9999)) + ">news")
    assert (many.count("="), flags) == (200, ("html.cut_attributes",))
    tags, flags = scrub("<b></b>" * 100_001 + "news")
    assert (tags.count("<"), flags, tags.endswith("news")) == (200_000, ("html.cut_tags",), True)


def test_blocks_are_the_lines_that_a_page_shows() -> None:
    markup = (
        '<div>One <b>two</b>&amp;<!-- > --><a href="x>y">three</a><p title="a>b">four</p>five<br>six</div>'
    )
    assert list(blocks(markup)) == [("One two&three", 5), ("four", 0), ("five", 0), ("six", 0)]


def test_where_the_article_finder_gives_nothing_all_visible_text_is_taken() -> None:
    page = read_page(f"<nav>Home</nav><article>{BODY}</article>".encode(), simple=True)
    assert page is not None
    assert page.flags == ("html.fallback_extractor",)
    assert [words[:6] for _, words in page.paragraphs] == ["Mortar", "The Ma", "The gr"]


HOSTILE = {
    "200,000 open boxes": "<div>" * 200_000,
    "100,000 attributes": "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "tags without end": "<a " * 400_000 + ">",
    "a quote without end": '<a b="' * 9 + '">',
    "references": "&#1;" * 300_000,
    "a number of 100,000 digits": "&#" + "9" * 100_000 + ";",
    "a column that spans all": "<table><tr><td colspan=9007199254740992>x</table>",
    "nested tables": "<table><tr><td>" * 20_000,
    "entities": '<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y SYSTEM "file:///etc/passwd">]>&x;&y;',
    "style rules": "<style>" + ".a{display:none}" * 50_000 + "</style>",
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_shape_loses_no_article(shape: str) -> None:
    report = read(f"<html><body><article>{BODY}</article>{HOSTILE[shape]}</body></html>")
    assert "accused the Harvan Front of firing the rounds" in report.text
    assert "root:" not in report.text


def test_a_page_that_stalls_is_put_aside_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is stopped at its first request, as if a parser hung, each time it starts."""
    start = pages.PageReader._start
    started = []

    def start_and_stop(self: pages.PageReader) -> Any:
        pipe = start(self)
        started.append(self._process)
        if len(started) <= 2:
            assert self._process is not None
            os.kill(self._process.pid, signal.SIGSTOP)
        return pipe

    monkeypatch.setattr(pages.PageReader, "_start", start_and_stop)
    issue, report = read_all(BODY, BODY, settings=Settings(html_seconds=0.5))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.severity, issue.source) == ("html.killed", "quarantined", "page.html")
    assert isinstance(report, Report)
    assert len(started) == 3
    assert all(process is not None and process.returncode is not None for process in started), (
        "no process is left"
    )


def test_a_process_that_dies_is_replaced_and_the_page_is_read_simply(monkeypatch: pytest.MonkeyPatch) -> None:
    start = pages.PageReader._start
    started = []

    def start_and_kill_the_first(self: pages.PageReader) -> Any:
        pipe = start(self)
        started.append(self._process)
        if len(started) == 1:
            assert self._process is not None
            self._process.kill()
        return pipe

    monkeypatch.setattr(pages.PageReader, "_start", start_and_kill_the_first)
    report = read(f"<article>{BODY}</article>")
    assert report.flags == ("html.fallback_extractor",)
    assert "watchman" in report.text


def test_a_page_that_eats_memory_is_put_aside() -> None:
    heavy = "<p>" + "The army denied it. " * 1_500_000
    issue, report = read_all(
        heavy, BODY, settings=Settings(html_memory_bytes=256 << 20, max_report_bytes=32 << 20)
    )
    assert isinstance(issue, Issue)
    assert issue.code == "html.killed"
    assert isinstance(report, Report)


def test_the_process_is_replaced_after_its_share_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    start = pages.PageReader._start
    started = []

    def count(self: pages.PageReader) -> Any:
        started.append(1)
        return start(self)

    monkeypatch.setattr(pages.PageReader, "_start", count)
    assert len(read_all(*[BODY] * 5, settings=Settings(html_recycle=2))) == 5
    assert len(started) == 3


def test_parsers_are_loaded_in_the_page_process_only() -> None:
    check = "import sys, tocsin.ingest; print({'lxml', 'trafilatura', 'selectolax', 'subprocess'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", check],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
