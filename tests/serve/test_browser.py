"""The desk in a real browser: no error, no request to anywhere else, keys that work, reading without scripts."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.serve.conftest import keep
from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.serve import create_app
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


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    path = tmp_path / "news.db"
    texts = [
        f"Osk Front fighters shelled post {n} near Kasimar. Gunmen kidnapped {n} engineers."
        for n in range(2, 14)
    ]
    keep(path, [report_from_text(text, outlet="Delta Wire") for text in texts])
    server = uvicorn.Server(uvicorn.Config(create_app(path, load_knowledge()), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", path
    server.should_exit = True
    thread.join()


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
    for address in ("/", "/incidents", "/truces", "/review", "/actors"):
        page.goto(home + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    page.close()
