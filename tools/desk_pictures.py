"""Take pictures of every page of the desk, wide and narrow, light and dark.

    python -m tools.desk_pictures [--store STORE] [--out build/desk] [--only today,report] [--docs docs]

Without a store one is made of the bundled examples. With --docs, the pictures of the documentation are taken there too.
"""

import argparse
import datetime as dt
import random
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tocsin.knowledge import load_knowledge
from tocsin.model import Decision, Review
from tocsin.serve import create_app
from tocsin.serve.record import gather
from tocsin.serve.server import make_server
from tocsin.serve.tellings import differing
from tocsin.serve.ties import network
from tocsin.store import open_store
from tocsin.store.views import Wanted
from tools.demo_record import make_record

PORT = 8799
SIZES = {"wide": 1440, "narrow": 390}
PRINTED = frozenset({"report", "incident", "truce", "actor", "timeline"})
"""Pages that are also taken as they are printed."""
SHORT = 900
"""Characters of a report that fits into one picture."""
PAPER = 794
"""Width of A4 at 96 dots an inch."""
DOCS = {"short-report": "desk", "timeline": "desk-timeline", "actor": "desk-actor"}
"""Page to the name of its picture in the documentation."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    """Serve the store and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/desk"))
    parser.add_argument("--only", default="", help="names of pages, parted by commas")
    parser.add_argument("--docs", type=Path)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    store = chosen.store or chosen.out / "examples.db"
    if not chosen.store:
        make_record(store)
        review_some(store)
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
            if chosen.docs and name in DOCS:
                take_one(browser, address, chosen.docs / f"{DOCS[name]}.png")
        browser.close()
    server.should_exit = True
    thread.join()


def review_some(path: Path) -> None:
    """Let two invented reviewers answer part of the sample, so that the pages of reviews show something.

    Args:
        path: a store of invented reports; the answers are drawn by lot and say nothing about the reader.
    """
    lot = random.Random(8)  # noqa: S311  no secret: invented answers
    made = dt.datetime(2022, 12, 1, 9, tzinfo=dt.UTC)
    decisions: tuple[Decision, ...] = ("accept", "reject", "correct")
    with open_store(path, write=True) as store:
        rows: list[Review] = []
        for drawn in gather(store).sample.drawn[:160]:
            for reviewer in ("amber", "birch")[: 1 + drawn.is_double]:
                made += dt.timedelta(seconds=lot.randrange(4, 40))
                decision = lot.choices(decisions, (8, 1, 1))[0]
                rows.append(
                    Review(
                        id=f"v_{len(rows):016x}",
                        subject=(drawn.claim,),
                        decision=decision,
                        patch={"factuality": "doubted"} if decision == "correct" else {},
                        reviewer=reviewer,
                        seconds=float(lot.randrange(3, 30)),
                        stratum=drawn.stratum,
                        probability=drawn.probability,
                        made=made,
                    )
                )
        store.add_reviews(rows)


def addresses(store: Path) -> Iterator[tuple[str, str]]:
    """Name the pages of a store: those that every store has, and the first of each noun."""
    yield from {
        "today": "/", "incidents": "/incidents", "narrowed": "/incidents?event_type=ASSAULT&standing=corroborated",
        "map": "/map", "timeline": "/timeline", "timeline-2020": "/timeline?event_type=ASSAULT&event_type=RETREAT&since=2020-01-01", "claims": "/claims", "truces": "/truces", "actors": "/actors", "review": "/review", "adjudicate": "/review/adjudicate",
        "quality": "/review/quality",
        "explore": "/explore", "answered": "/explore?sql=FROM+actor_month+ORDER+BY+events+DESC",
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
        against = [one for one in found if differing(views.claims(one.claims).values())]
        if against:
            yield "contradicted", f"/incident/{max(against, key=lambda one: len(one.claims)).id}"
        record = gather(opened)
        circles = {key: network(key, ties, record.incidents) for key, ties in sorted(record.ties.items())}
        if circles:
            yield "actor", f"/actor/{max(circles, key=lambda key: len(circles[key]))}"
        stands: dict[str, set[str]] = {}
        for claim in opened.claims():
            stands.setdefault(claim.report, set()).add(claim.factuality)
        if stands:
            yield "long-report", f"/report/{max(stands, key=lambda report: len(stands[report]))}"
            short = {report.id for report in opened.reports() if len(report.text) < SHORT} & set(stands)
            if short:
                yield "short-report", f"/report/{max(sorted(short), key=lambda report: len(stands[report]))}"
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
    if name in PRINTED:
        page = browser.new_page(viewport={"width": PAPER, "height": 1123})
        page.emulate_media(media="print")
        page.goto(f"http://127.0.0.1:{PORT}{address}")
        page.screenshot(path=out / f"{name}-print.png", full_page=True)
        page.close()


def take_one(browser: Browser, address: str, path: Path) -> None:
    """Take the top of one page for the documentation."""
    page = browser.new_page(viewport={"width": 1200, "height": 760}, color_scheme="light")
    page.goto(f"http://127.0.0.1:{PORT}{address}")
    page.screenshot(path=path)
    page.close()


if __name__ == "__main__":
    main()
