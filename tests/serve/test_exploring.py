"""The Explore page answers SQL, refuses what does more than read, keeps questions, and hands the record on."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serve.conftest import client_of
from tocsin.serve.exploring import READY

OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def writer(record: Path, tmp_path: Path) -> TestClient:
    copy = tmp_path / "news.db"
    shutil.copy(record, copy)
    return client_of(copy)


@pytest.mark.parametrize("words", READY)
def test_ready_questions_are_answered(desk: TestClient, words: str) -> None:
    answer = desk.get("/explore", params={"sql": READY[words]})
    assert answer.status_code == 200
    assert "Cite as: tocsin" in answer.text


def test_an_answer_is_a_table_whose_ids_lead_on(desk: TestClient) -> None:
    page = desk.get("/explore", params={"sql": "SELECT id, event_type, 7 AS seven FROM events"}).text
    assert '<a href="/incident/i_' in page
    assert '<td class="num" dir="auto">7</td>' in page
    assert "ASSAULT" in page


def test_what_does_more_than_read_is_refused_with_its_reason(desk: TestClient) -> None:
    for sql in ("DROP TABLE claims", "COPY claims TO 'x.csv'", "SELECT * FROM read_csv('/etc/passwd')"):
        answer = desk.get("/explore", params={"sql": sql})
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        assert "root:" not in answer.text


def test_an_answer_is_taken_along_with_its_citation(desk: TestClient) -> None:
    sql = "SELECT factuality, count(*) AS n FROM claims GROUP BY 1 ORDER BY 1"
    answer = desk.get("/explore.csv", params={"sql": sql})
    assert answer.text.splitlines()[0] == "factuality,n"
    assert "record news.db at commit" in answer.headers["x-citation"]
    assert '"factuality":"asserted"' in desk.get("/explore.jsonl", params={"sql": sql}).text
    assert desk.get("/explore.parquet", params={"sql": sql}).content[:4] == b"PAR1"
    assert desk.get("/explore.csv", params={"sql": "SELECT nothing FROM nowhere"}).status_code == 400


def test_a_long_answer_is_cut_on_the_page_and_says_so(desk: TestClient) -> None:
    page = desk.get("/explore", params={"sql": "SELECT * FROM range(501)"}).text
    assert "The first 500 rows; there are more" in page
    whole = desk.get("/explore.csv", params={"sql": "SELECT * FROM range(501)"}).text
    assert len(whole.splitlines()) == 502


def test_another_page_cannot_make_the_desk_work(desk: TestClient) -> None:
    answer = desk.get("/explore", params={"sql": "FROM claims"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 400
    assert "Another page led here" in answer.text


def test_a_question_is_kept_beside_the_store(writer: TestClient, tmp_path: Path) -> None:
    form = {"name": "Weekly Attacks!", "sql": "SELECT count(*) FROM events"}
    assert writer.post("/explore", data=form, headers=OWN).status_code == 303
    assert (tmp_path / "queries" / "weekly-attacks.sql").read_text() == "SELECT count(*) FROM events\n"
    assert "weekly-attacks" in writer.get("/explore").text
    assert writer.post("/explore", data=form, headers=OWN).status_code == 303
    other = form | {"sql": "SELECT 1"}
    assert writer.post("/explore", data=other, headers=OWN).status_code == 409
    assert writer.post("/explore", data=form | {"name": "../x"}, headers=OWN).status_code == 303
    assert sorted(path.name for path in (tmp_path / "queries").iterdir()) == ["weekly-attacks.sql", "x.sql"]


def test_nothing_is_kept_where_the_desk_is_for_reading(record: Path) -> None:
    with client_of(record, read_only=True) as client:
        form = {"name": "x", "sql": "SELECT 1"}
        assert client.post("/explore", data=form, headers=OWN).status_code == 403
        assert "Keep this question" not in client.get("/explore", params={"sql": "SELECT 1"}).text


def test_the_record_is_handed_on_with_loss_report_and_citation(desk: TestClient) -> None:
    answer = desk.post("/export", data={"format": "acled"}, headers=OWN)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert {"README.txt", "acled.csv", "acled.citation.txt"} <= set(names)
        assert any("loss" in name for name in names)
        assert "left out:" in archive.read("README.txt").decode()


def test_an_export_needs_a_format_and_a_day(desk: TestClient) -> None:
    assert desk.post("/export", data={"format": "docx"}, headers=OWN).status_code == 400
    assert desk.post("/export", data={"format": "acled", "since": "soon"}, headers=OWN).status_code == 400
    assert desk.post("/export", data={"format": "acled"}).status_code == 403
