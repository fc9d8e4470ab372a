"""Watching sources: each at its interval, each entry once, and one bad source never stops the others."""

import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tocsin.config import Settings
from tocsin.ingest.fetch import World
from tocsin.ingest.maker import ReportMaker
from tocsin.ingest.pages import PageReader
from tocsin.ingest.schedule import watch_sources
from tocsin.ingest.sources import NewsSource
from tocsin.ingest.state import State, load_state, save_state
from tocsin.ingest.web import WebReader
from tocsin.model import Issue, Report

BODY = """<p>Mortar rounds hit a bakery in Odrel on Sunday, killing a night watchman and injuring five people.</p>
<p>The Marengan army accused the Harvan Front of firing the rounds from the eastern hills above the town.</p>"""


def page(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{BODY}</article></body></html>".encode()


def feed(*paths: str) -> bytes:
    items = "".join(f"<item><title>News {path}</title><link>{path}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()


class OverError(Exception):
    """The time of a test is up."""


class Watch:
    """Watches the stub's web until a moment of its clock."""

    def __init__(self, web: Any, pages: PageReader) -> None:  # noqa: D107
        self.web = web
        self.pages = pages
        self.state = State()
        self.until = web.now
        self.remembered = 0

    def remember(self, state: State) -> None:
        self.state = state
        self.remembered += 1

    def sleep(self, seconds: float) -> None:
        self.web.sleep(seconds)
        if self.web.now > self.until:
            raise OverError

    def reader(self, **manners: Any) -> WebReader:
        fetcher = self.web.fetcher(**manners)
        fetcher.world = World(now=lambda: self.web.now, sleep=self.sleep, resolve=self.web.resolve)
        return WebReader(fetcher, ReportMaker(Settings(), self.pages))

    def run(self, *sources: NewsSource, **manners: Any) -> list[Report | Issue]:
        """Ask each source once."""
        self.until = self.web.now + dt.timedelta(days=7)
        reader = self.reader(**manners)
        return list(watch_sources(sources, self.state, reader, self.remember, once=True))

    def watched(self, *sources: NewsSource, minutes: float, **manners: Any) -> list[Report | Issue]:
        """Watch for so many minutes."""
        self.until = self.web.now + dt.timedelta(minutes=minutes)
        found: list[Report | Issue] = []
        with pytest.raises(OverError):
            found.extend(watch_sources(sources, self.state, self.reader(**manners), self.remember))
        return found


@pytest.fixture(scope="module")
def pages() -> Iterator[PageReader]:
    with PageReader(Settings()) as reader:
        yield reader


@pytest.fixture
def watch(web: Any, pages: PageReader) -> Watch:
    return Watch(web, pages)


def source(
    web: Any, path: str = "/feed", name: str = "The Lissen Post", host: str = "post.example", **more: Any
) -> NewsSource:
    return NewsSource(name=name, url=web.url(path, host), **more)


def codes(found: list[Report | Issue]) -> list[str]:
    return [one.code if isinstance(one, Issue) else "report" for one in found]


def titles(found: list[Report | Issue]) -> list[str]:
    return [one.title for one in found if isinstance(one, Report)]


def test_each_entry_is_read_once_over_many_rounds_and_runs(web: Any, watch: Watch) -> None:
    web.pages |= {"/feed": feed("/1", "/2"), "/1": page("One"), "/2": page("Two"), "/3": page("Three")}
    lissen = source(web, language="en", interval="15m")
    first = watch.watched(lissen, minutes=50)
    assert sorted(titles(first)) == ["One", "Two"]
    assert all(
        one.outlet == "The Lissen Post" and one.lang == "en" for one in first if isinstance(one, Report)
    )
    assert [path for _, path in web.asked].count("/feed") == 4
    web.pages["/feed"] = feed("/2", "/3")
    assert titles(watch.watched(lissen, minutes=50)) == ["Three"]
    assert len(watch.state.sources["The Lissen Post"].seen) == 2, "what is listed no more is forgotten"


def test_a_clock_that_runs_while_it_is_read_stops_nothing(web: Any, watch: Watch) -> None:
    """As clocks do: two readings are never equal."""
    web.pages |= {"/feed": feed("/1"), "/1": page("One")}

    def read_clock() -> dt.datetime:
        web.now += dt.timedelta(microseconds=1)
        if web.now > watch.until:
            raise OverError
        return web.now  # type: ignore[no-any-return]

    reader = watch.reader()
    reader.fetcher.world = World(now=read_clock, sleep=watch.sleep, resolve=web.resolve)
    watch.until = web.now + dt.timedelta(seconds=1)
    assert titles(list(watch_sources([source(web)], State(), reader, watch.remember, once=True))) == ["One"]


def test_a_source_of_three_days_is_not_asked_every_day(web: Any, watch: Watch) -> None:
    web.pages |= {"/feed": feed("/1"), "/1": page("One")}
    watch.watched(source(web, interval="3d"), minutes=7 * 24 * 60)
    assert [path for _, path in web.asked].count("/feed") == 3


def test_a_bad_source_never_stops_the_others(web: Any, watch: Watch) -> None:
    """One does not resolve, one is private, one drips, one is a bomb, one is rubbish, one fails at every page."""
    import time  # noqa: PLC0415

    def drip(handler: Any) -> None:
        for _ in range(40):
            handler.wfile.write(b"H")
            time.sleep(0.02)

    web.pages |= {
        "/drip": drip, "/bomb": gzip.compress(b"<rss>" + bytes(20 << 20)), "/rubbish": b"\x00\xff" * 99,
        "/html": page("No feed"), "/holes": feed("/gone", "/none"), "/feed": feed("/1"), "/1": page("One"),
    }  # fmt: skip
    bad = [
        NewsSource(name="nowhere", url="http://nowhere.example/"),
        NewsSource(name="private", url="http://10.0.0.1/"),
        *(
            source(web, path, name=path)
            for path in ("/drip", "/bomb", "/rubbish", "/html", "/holes", "/absent")
        ),
    ]
    found = watch.run(*bad, source(web), seconds=0.2)
    assert titles(found) == ["One"]
    assert sorted(codes(found)) == sorted([
        "fetch.host", "fetch.address", "fetch.timeout", "feed.too_large", "source.kind", "source.kind",
        "fetch.status", "fetch.status", "fetch.status", "report",
    ])  # fmt: skip
    states = watch.state.sources
    assert {name for name, known in states.items() if known.failures} == {
        "nowhere", "private", "/drip", "/bomb", "/rubbish", "/html", "/absent",
    }  # fmt: skip
    good = states["The Lissen Post"]
    assert (good.failures, good.reports, good.issues, good.error, good.last_success) == (0, 1, 0, "", web.now)
    assert (states["/holes"].failures, states["/holes"].issues) == (0, 2)


def test_a_source_that_fails_is_asked_less_and_less_often(web: Any, watch: Watch) -> None:
    broken = source(web, "/absent", interval="10m")
    found = watch.watched(broken, minutes=24 * 60)
    assert codes(found) == ["fetch.status"] * 8  # after 0, 10, 30, 70, 150, 310, 630 and 1270 minutes
    assert watch.state.sources["The Lissen Post"].failures == 8
    web.pages["/absent"] = feed()
    watch.watched(broken, minutes=24 * 60)
    assert watch.state.sources["The Lissen Post"].failures == 0


def test_a_busy_host_is_left_alone_while_others_are_read(web: Any, watch: Watch) -> None:
    answers = iter([(503, {"Retry-After": "5400"}, b"")])

    def serve(handler: Any) -> None:
        status, headers, body = next(answers, (200, {}, feed("/1")))
        handler.send_response(status)
        for name, words in headers.items():
            handler.send_header(name, words)
        handler.end_headers()
        handler.wfile.write(body)

    web.pages |= {"/busy": serve, "/feed": feed("/2"), "/1": page("One"), "/2": page("Two")}
    begun = web.now
    found = watch.watched(source(web, "/busy", "busy", "radio.example"), source(web), minutes=100)
    assert codes(found) == ["fetch.later", "report", "report"]
    assert titles(found) == ["Two", "One"]
    assert watch.state.sources["busy"].last_success - begun >= dt.timedelta(seconds=5400)


def test_hosts_with_a_crawl_delay_wait_only_for_themselves(web: Any, watch: Watch) -> None:
    """Six pages at ten seconds each on one host; the other host's pages come in between."""
    web.pages |= {
        "/robots.txt": b"User-agent: *\nCrawl-delay: 10\n",
        "/a": feed("/1", "/2", "/3"), "/b": feed("/4", "/5", "/6"),
        **{f"/{number}": page(str(number)) for number in range(1, 7)},
    }  # fmt: skip
    found = watch.run(source(web, "/a", "a"), source(web, "/b", "b", "radio.example"))
    assert sorted(titles(found)) == ["1", "2", "3", "4", "5", "6"]
    assert titles(found)[:3] != ["1", "2", "3"]
    assert sum(web.slept) <= 60, "one host after the other takes 80"
    assert web.most_in_flight == 1


def test_what_did_not_change_is_not_read_again(web: Any, watch: Watch) -> None:
    def serve(handler: Any) -> None:
        same = handler.headers["If-None-Match"] == '"7"'
        handler.send_response(304 if same else 200)
        handler.send_header("ETag", '"7"')
        handler.end_headers()
        handler.wfile.write(b"" if same else page("Notice"))

    web.pages["/notice"] = serve
    notice = source(web, "/notice", kind="page", interval="10m")
    assert titles(watch.watched(notice, minutes=60)) == ["Notice"]
    known = watch.state.sources["The Lissen Post"]
    assert (known.etag, known.failures, known.reports) == ('"7"', 0, 1)
    assert known.last_success == known.last_try


def test_validators_hold_only_when_all_of_a_listing_was_handed_over(web: Any, watch: Watch) -> None:
    """A run that ends between two entries asks for the whole listing again, and reads only the second."""
    web.pages |= {"/feed": (200, {"ETag": '"7"'}, feed("/1", "/2")), "/1": page("One"), "/2": page("Two")}
    watch.until = web.now + dt.timedelta(days=1)
    watching = watch_sources([source(web)], State(), watch.reader(), watch.remember)
    next(watching)
    assert watch.state.sources["The Lissen Post"].seen == (), "it was not yet taken"
    next(watching)
    del watching
    known = watch.state.sources["The Lissen Post"]
    assert (len(known.seen), known.etag) == (1, "")
    assert titles(watch.run(source(web))) == ["Two"]
    assert watch.state.sources["The Lissen Post"].etag == '"7"'


def test_an_entry_that_may_succeed_later_is_tried_three_times(web: Any, watch: Watch) -> None:
    web.pages |= {"/feed": feed("/1"), "/1": (500, {}, b"")}
    found = watch.watched(source(web, interval="1d"), minutes=120)
    assert codes(found) == ["fetch.status"]
    assert [path for _, path in web.asked].count("/1") == 3
    assert len(watch.state.sources["The Lissen Post"].seen) == 1


def test_a_single_round_leaves_such_an_entry_to_the_next(web: Any, watch: Watch) -> None:
    web.pages |= {"/feed": (200, {"ETag": '"7"'}, feed("/1", "/2")), "/1": (500, {}, b""), "/2": page("Two")}
    assert codes(watch.run(source(web))) == ["fetch.status", "report"]
    assert watch.state.sources["The Lissen Post"].etag == ""
    web.pages["/1"] = page("One")
    assert titles(watch.run(source(web))) == ["One"]
    assert watch.state.sources["The Lissen Post"].etag == '"7"'


def test_a_new_address_begins_anew(web: Any, watch: Watch) -> None:
    web.pages |= {"/feed": feed("/1"), "/feed2": feed("/1"), "/1": page("One")}
    assert titles(watch.run(source(web))) == ["One"]
    assert titles(watch.run(source(web))) == []
    assert titles(watch.run(source(web, "/feed2"))) == ["One"]


def test_a_clock_that_is_set_back_a_year_stops_nothing(web: Any, watch: Watch) -> None:
    web.pages |= {"/feed": feed("/1"), "/1": page("One")}
    watch.run(source(web), pause=1.0)
    web.now -= dt.timedelta(days=365)
    web.pages |= {"/feed": feed("/2"), "/2": page("Two")}
    assert titles(watch.watched(source(web), minutes=60, pause=1.0)) == ["Two"]


def test_a_clock_that_is_set_back_while_watching_stops_nothing_for_more_than_a_day(
    web: Any, watch: Watch
) -> None:
    web.pages |= {"/feed": feed("/1"), "/1": page("One"), "/2": page("Two")}
    watch.until = web.now + dt.timedelta(days=2)
    watching = watch_sources([source(web)], State(), watch.reader(pause=1.0), watch.remember)
    assert titles([next(watching)]) == ["One"]
    web.now -= dt.timedelta(days=365)
    watch.until = web.now + dt.timedelta(hours=25)
    web.pages["/feed"] = feed("/2")
    assert titles([next(watching)]) == ["Two"]


def test_what_is_remembered_survives_in_its_file(web: Any, watch: Watch, tmp_path: Path) -> None:
    web.pages |= {"/feed": feed("/1"), "/1": page("One")}
    path = tmp_path / "sources.state.json"
    for expected in (["One"], []):
        watching = watch_sources(
            [source(web)], load_state(path), watch.reader(), lambda state: save_state(path, state), once=True
        )
        watch.until = web.now + dt.timedelta(days=1)
        assert titles(list(watching)) == expected
