"""The desk in a real browser: no error, no request to anywhere else, keys that work, reading without scripts."""

import contextlib
import datetime as dt
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

import pytest

from tests.serve.conftest import keep
from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.model import Decision, Review
from tocsin.serve import create_app
from tocsin.serve.server import make_server
from tocsin.store import open_store

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@contextlib.contextmanager
def serving(path: Path) -> Iterator[str]:
    """Serve a store, as `tocsin serve` does."""
    server = make_server(create_app(path, load_knowledge()), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def reports_of(path: Path) -> list[str]:
    with open_store(path) as store:
        return [report.id for report in store.reports()]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    path = tmp_path / "news.db"
    texts = [
        f"Osk Front fighters shelled post {n} near Kasimar. Gunmen kidnapped {n} engineers."
        for n in range(2, 14)
    ]
    truce = (
        "The Osk Front offered on Sunday to suspend attacks on the army if the government freed prisoners."
    )
    day = dt.date(2031, 3, 5)
    keep(path, [report_from_text(text, outlet="Delta Wire", published=day) for text in (*texts, truce)])
    with serving(path) as home:
        yield home, path


@needs_chromium
def test_no_page_errs_or_asks_elsewhere(browser: Any, served: tuple[str, Path]) -> None:
    home, _ = served
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((home, "data:")) else faults.append(request.url),
    )
    page.goto(home)
    links = set(
        page.eval_on_selector_all("a[href^='/']", "found => found.map(one => one.getAttribute('href'))")
    )
    assert len(links) > 8
    for link in sorted(links):
        page.goto(home + link)
        assert page.locator("h1").count() == 1 or link.endswith((".atom", ".json", ".csv"))
    assert faults == []
    page.close()


@needs_chromium
def test_twenty_claims_are_reviewed_with_the_keys_alone(browser: Any, served: tuple[str, Path]) -> None:
    home, path = served
    page = browser.new_page()
    page.goto(f"{home}/review")
    for key in "axf" * 7:
        subject = page.locator("input[name=subject]").input_value()
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.locator("input[name=subject]").input_value() != subject
    page.close()
    with open_store(path) as store:
        decisions = [review.decision for review in store.ledger("review")]
    assert decisions == ["accept", "reject", "flag"] * 7


@needs_chromium
def test_an_answer_is_corrected_and_taken_back_with_the_keys(browser: Any, served: tuple[str, Path]) -> None:
    home, path = served
    page = browser.new_page()
    page.goto(f"{home}/review")
    subject = page.locator("#decide input[name=subject]").input_value()
    page.keyboard.press("c")
    page.keyboard.press("2")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep the correction").click()
    with page.expect_navigation():
        page.keyboard.press("Backspace")
    assert page.locator("#decide input[name=subject]").input_value() == subject
    page.close()
    with open_store(path) as store:
        first, second = store.ledger("review")
    assert (first.decision, first.patch) == ("correct", {"factuality": "denied"})
    assert first.seconds is not None
    assert second.undoes == first.id


@needs_chromium
def test_reading_and_deciding_work_without_scripts(browser: Any, served: tuple[str, Path]) -> None:
    home, path = served
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{home}/search?q=shelled")
    page.locator("article.hit a").first.click()
    assert page.locator("mark.asserted").count() >= 2
    page.goto(f"{home}/review")
    page.get_by_role("button", name="Reject").click()
    page.close()
    with open_store(path) as store:
        assert [review.decision for review in store.ledger("review")] == ["reject"]


@needs_chromium
def test_nothing_is_wider_than_a_phone(browser: Any, served: tuple[str, Path]) -> None:
    home, _ = served
    page = browser.new_page(viewport={"width": 390, "height": 800})
    pages = (
        "/",
        "/incidents",
        "/claims",
        "/search?q=shelled",
        "/truces",
        "/review",
        "/review/quality",
        "/actors",
        "/explore?sql=FROM+events",
        "/about",
    )
    with open_store(served[1]) as store:
        claim = next(store.claims())
        incident = next(store.incidents())
    for address in (*pages, f"/report/{claim.report}", f"/incident/{incident.id}"):
        page.goto(home + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    page.close()


@needs_chromium
def test_words_and_card_of_a_claim_light_up_together_and_lead_to_each_other(
    browser: Any, served: tuple[str, Path]
) -> None:
    home, path = served
    with open_store(path) as store:
        report = next(store.reports())
    page = browser.new_page()
    page.goto(f"{home}/report/{report.id}")
    page.locator("article.claim").first.hover()
    assert page.locator("mark.linked").first.inner_text()
    page.mouse.move(0, 0)
    assert page.locator(".linked").count() == 0
    page.locator("mark.trigger a").first.click()
    assert page.url.endswith("#c1")
    page.locator("a.number").first.click()
    assert page.url.endswith("#t1")
    page.close()


@needs_chromium
def test_a_choice_of_light_or_dark_holds_for_all_pages(browser: Any, served: tuple[str, Path]) -> None:
    home, _ = served
    page = browser.new_page(color_scheme="light", java_script_enabled=False)
    page.goto(f"{home}/truces")
    page.get_by_role("button", name="dark").click()
    assert page.url == f"{home}/truces"
    page.goto(home)
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.close()


@needs_chromium
def test_arabic_stands_from_right_to_left_and_english_beside_it_does_not(
    browser: Any, tmp_path: Path
) -> None:
    path = tmp_path / "news.db"
    text = "قال الجيش إن القصف توقف\n\nRebels shelled the port of Lissen."
    keep(path, [report_from_text(text, outlet="صحيفة الدلتا", lang="ar")])
    with serving(path) as home:
        page = browser.new_page()
        key = reports_of(path)[0]
        page.goto(f"{home}/report/{key}")
        way = "found => found.map(one => getComputedStyle(one).direction)"
        ways = page.locator(".text > .part").evaluate_all(way)
        assert {"rtl", "ltr"} <= set(ways)
        assert page.locator("article.text").get_attribute("lang") == "ar"
        page.close()


MARKUP = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg><script>{}</script></svg>",
    "<body onload={}>", "<iframe srcdoc='<script>{}</script>'></iframe>", "<details open ontoggle={}>",
    "<input autofocus onfocus={}>", "<a href=javascript:{}>x</a>", "<style>@import '//evil.example/{}'</style>",
    "<link rel=stylesheet href=//evil.example/{}>", "<base href=//evil.example/{}>",
    "<form action=javascript:{}><button autofocus>", "<object data=javascript:{}>", "<embed src=javascript:{}>",
    "<meta http-equiv=refresh content='0;url=//evil.example/{}'>", "<video><source onerror={}></video>",
    "<math><mtext><script>{}</script></mtext></math>", "<img src=//evil.example/{}>", "{{{{ {} }}}}",
)  # fmt: skip
AROUND = (
    "{}", '">{}', "'>{}", "</q>{}", "</mark></p>{}", "--><!-- -->{}", "</title>{}", "</textarea>{}", "</script>{}",
    "\u202e{}", "</a>{}", "]]>{}", "&lt;{}",
)  # fmt: skip
PAYLOADS = [around.format(markup.format("pwned=1")) for markup in MARKUP for around in AROUND]


def hostile_reviews(claims: Iterator[str]) -> list[Review]:
    """Let two reviewers answer each claim, with payloads as their names and reasons."""
    made = dt.datetime(2031, 3, 5, tzinfo=dt.UTC)
    pairs = [
        (claim, decision)
        for claim in claims
        for decision in get_args(Decision)
        if decision in {"accept", "reject"}
    ]
    return [
        Review(
            id=f"v_{number:016x}",
            subject=(claim,),
            decision=decision,
            reason=PAYLOADS[number % len(PAYLOADS)],
            reviewer=PAYLOADS[(7 * number + 1) % len(PAYLOADS)],
            made=made + dt.timedelta(seconds=number),
        )
        for number, (claim, decision) in enumerate(pairs)
    ]


@needs_chromium
def test_nothing_that_a_report_or_reviewer_says_runs_or_calls_out(browser: Any, tmp_path: Path) -> None:
    assert len(set(PAYLOADS)) >= 260
    path = tmp_path / "news.db"
    groups = [PAYLOADS[at : at + 10] for at in range(0, len(PAYLOADS), 10)]
    reports = [
        report_from_text(
            "\n\n".join(f"Rebels shelled the port, {one} said." for one in group),
            outlet=group[0],
            title=group[1],
            url=f"https://example.org/{group[2]}",
            published=dt.date(2031, 3, 5),
            lang="en",
        )
        for group in groups
    ]
    keep(path, reports)
    page = browser.new_page()
    called: list[str] = []
    with serving(path) as home:
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((home, "data:")) else called.append(asked.url),
        )
        addresses = [f"/report/{key}" for key in reports_of(path)]
        with open_store(path, write=True) as store:
            store.add_reviews(hostile_reviews(claim.id for claim in store.claims()))
            addresses += [f"/incident/{incident.id}" for incident in store.incidents()]
        assert any("/incident/" in address for address in addresses)
        pages = (
            "/",
            "/claims",
            "/incidents",
            "/timeline",
            "/map",
            "/actors",
            "/search?q=shelled",
            "/about",
            "/explore?sql=FROM+claims",
        )
        reviewing = ("/review", "/review/adjudicate", "/review/quality")
        for address in (*addresses, *pages, *reviewing):
            page.goto(home + address)
            assert page.evaluate("typeof pwned") == "undefined", address
        for payload in PAYLOADS[::13]:
            page.goto(f"{home}/search?{urlencode({'q': payload})}")
            assert page.evaluate("typeof pwned") == "undefined", payload
    assert called == []
    page.goto("data:text/html,<script>pwned=1</script><img src=http://evil.example/x>")
    assert page.evaluate("pwned") == 1
    assert called[-1] == "http://evil.example/x"
    page.close()
