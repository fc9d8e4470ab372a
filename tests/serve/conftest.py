import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tocsin.coder import shared_coder
from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.model import Report
from tocsin.pipeline import history_of, known_of
from tocsin.serve import create_app
from tocsin.store import open_store

NEWS = {
    "Delta Wire": "Osk Front fighters shelled an army post near Kasimar on Tuesday, killing two soldiers, police said.",
    "Lissen Post": "The army denied that its planes had bombed the village of Tarn on Monday.",
    "Harbour Radio": "The Osk Front offered on Sunday to suspend attacks on the army if the government freed prisoners. "
    "The Front gave no deadline.",
    "Belsun Post": "Police arrested three fishermen in Belsun on Monday.",
}
"""Outlet to report."""


def keep(path: Path, reports: list[Report]) -> None:
    """Code reports, keep them and derive what follows."""
    coder = shared_coder()
    with open_store(path, write=True) as store:
        store.add(coder.stream(reports))
        history = history_of(store.reports(), store.claims(), coder.know)
        known = known_of(history, coder.know)
        store.replace_derived(history.incidents.values(), known.commitments, history.origins)


@pytest.fixture(autouse=True)
def patience(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages wait for what they show, however slow the machine is; what happens otherwise has tests of its own."""
    if request.module.__name__ != "tests.serve.test_beside":
        monkeypatch.setattr("tocsin.serve.beside.PATIENCE", 60.0)


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "news.db"
    day = dt.date(2031, 3, 5)
    keep(path, [report_from_text(text, outlet=outlet, published=day) for outlet, text in NEWS.items()])
    return path


def client_of(path: Path, **options: object) -> TestClient:
    app = create_app(path, load_knowledge(), **options)  # type: ignore[arg-type]
    return TestClient(app, base_url="http://localhost:8765", follow_redirects=False)


@pytest.fixture
def desk(record: Path) -> Iterator[TestClient]:
    with client_of(record) as client:
        yield client
