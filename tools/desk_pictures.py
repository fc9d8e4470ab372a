"""Take pictures of every page of the desk, wide and narrow, light and dark.

    python -m tools.desk_pictures [--store STORE] [--out build/desk] [--only today,report]

Without a store one is made of the bundled examples.
"""

import argparse
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tocsin.knowledge import load_knowledge
from tocsin.serve import create_app
from tocsin.serve.server import make_server
from tocsin.store import open_store
from tocsin.store.views import Wanted
from tools.demo_record import make_record

PORT = 8799
SIZES = {"wide": 1440, "narrow": 390}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    """Serve the store and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/desk"))
    parser.add_argument("--only", default="", help="names of pages, parted by commas")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    store = chosen.store or chosen.out / "examples.db"
    if not chosen.store:
        make_record(store)
    only = set(filter(None, chosen.only.split(",")))
    server = make_server(create_app(store, load_knowledge()), "127.0.0.1", PORT)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, address in addresses(store):
            if not only or name in only:
                take(browser, name, address, chosen.out)
        browser.close()
    server.should_exit = True
    thread.join()


def addresses(store: Path) -> Iterator[tuple[str, str]]:
    """Name the pages of a store: those that every store has, and the first of each noun."""
    yield from {
        "today": "/", "incidents": "/incidents", "narrowed": "/incidents?event_type=ASSAULT&standing=corroborated",
        "map": "/map", "claims": "/claims", "truces": "/truces", "actors": "/actors", "review": "/review",
        "search": "/search?q=embassy", "about": "/about", "missing": "/nothing", "none": "/incidents?since=2099-01-01",
    }.items()  # fmt: skip
    with open_store(store) as opened:
        views = opened.views
        found, _ = views.incidents(Wanted(), limit=200)
        told = max(found, key=lambda incident: len(incident.claims), default=None)
        if told is not None:
            yield "incident", f"/incident/{told.id}"
            claim = views.claims(told.claims[:1])[told.claims[0]]
            yield "report", f"/report/{claim.report}"
        for actor, *_ in views.parties(1):
            yield "actor", f"/actor/{actor}"
        stands: dict[str, set[str]] = {}
        for claim in opened.claims():
            stands.setdefault(claim.report, set()).add(claim.factuality)
        if stands:
            yield "long-report", f"/report/{max(stands, key=lambda report: len(stands[report]))}"
        foreign = [report for report in opened.reports() if report.lang in {"ar", "fa", "he", "ur"}]
        if foreign:
            yield "right-to-left", f"/report/{foreign[0].id}"
        truces = [commitment for commitment in opened.commitments() if commitment.kind == "truce"]
        if truces:
            yield "truce", f"/truce/{truces[0].id}"


def take(browser: Browser, name: str, address: str, out: Path) -> None:
    """Take one page in all sizes and both colour schemes."""
    for size, width in SIZES.items():
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page.goto(f"http://127.0.0.1:{PORT}{address}")
            page.screenshot(path=out / f"{name}-{size}-{scheme}.png", full_page=True)
            page.close()


if __name__ == "__main__":
    main()
