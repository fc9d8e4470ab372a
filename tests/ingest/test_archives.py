"""Web archives and tables: sound records are read, damaged ones are reported, bombs do not go off."""

import datetime as dt
import gzip
import io
import os
import random
import re
import signal
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tocsin.config import Settings
from tocsin.ingest import Source, containers, processes, reports
from tocsin.ingest.archives import DIGEST, RECORD_BYTES, Record, read_archive
from tocsin.ingest.tables import read_table
from tocsin.model import Issue, Report

LIMIT = 8 << 20
BODY = """<p>Mortar rounds hit a bakery in Odrel on Sunday, killing a night watchman and injuring five people.</p>
<p>The Marengan army accused the Harvan Front of firing the rounds from the eastern hills above the town.</p>"""


def page(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{BODY}</article></body></html>".encode()


def warc(*bodies: bytes, packed: bool = True, **fields: str) -> bytes:
    """An archive as crawlers write them: a head, then an answer and a request for each page."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    head = [
        ("Content-Type", "text/html; charset=utf-8"),
        *((k.replace("_", "-"), v) for k, v in fields.items()),
    ]
    for number, body in enumerate(bodies):
        url, date = f"https://post.example/{number}", {"WARC-Date": "2026-03-02T09:00:00Z"}
        for kind, first, what in (("response", "200 OK", body), ("request", "GET / HTTP/1.1", b"")):
            http = StatusAndHeaders(first, head if what else [], protocol="HTTP/1.1" if what else "")
            record = writer.create_warc_record(
                url, kind, io.BytesIO(what), http_headers=http, warc_headers_dict=date
            )
            writer.write_record(record)
    return out.getvalue()


def unpack(raw: bytes) -> list[Record]:
    return list(read_archive(io.BytesIO(raw), LIMIT))


def kinds(records: list[Record]) -> list[str]:
    return [record.code or record.kind for record in records]


def read(path: Path, settings: Settings | None = None) -> list[Report | Issue]:
    return list(reports([Source(str(path))], settings or Settings()))


def codes(found: list[Report | Issue]) -> list[str]:
    return [one.code if isinstance(one, Issue) else "report" for one in found]


@pytest.mark.parametrize(
    ("name", "packed"), [("a.warc.gz", True), ("a.warc", False), ("without-extension", True)]
)
def test_the_pages_of_an_archive_are_reports(tmp_path: Path, name: str, packed: bool) -> None:
    path = tmp_path / name
    raw = warc(page("Bakery hit"), page("Truce in doubt"), packed=packed)
    path.write_bytes(
        raw[:4] + b"\n" * 4 + raw[8:] if packed else raw
    )  # line ends in the date of the first member
    first, second, note = read(path)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.title, first.url, first.source) == ("Bakery hit", "https://post.example/0", f"{path}:2")
    assert first.fetched == dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    assert first.flags == ()
    assert isinstance(note, Issue)
    assert (note.severity, note.message[:7]) == ("note", "3 of 5 ")


def test_chunks_compression_and_encodings_of_answers_are_undone() -> None:
    body = page("Мир")
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert unpack(warc(chunks, Transfer_Encoding="chunked"))[1].body == body
    assert unpack(warc(body, Transfer_Encoding="chunked"))[1].body == body, "undone already by the writer"
    assert unpack(warc(gzip.compress(body), Content_Encoding="gzip"))[1].body == body


def test_what_is_no_page_is_passed_over() -> None:
    picture = warc(b"\x89PNG", packed=False).replace(b"text/html; charset=utf-8", b"image/png               ")
    assert set(kinds(unpack(picture))) == {"other"}
    assert set(kinds(unpack(warc(page("No"), packed=False).replace(b"200 OK", b"404 No")))) == {"other"}
    assert set(kinds(unpack(warc(page("No"), packed=False).replace(b"https://", b"file:///")))) == {"other"}


def test_a_record_that_is_not_what_its_digest_was_made_of_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc(page("Bakery hit"), packed=False).replace(b"five people", b"nine people"))
    report = read(path)[0]
    assert isinstance(report, Report)
    assert DIGEST in report.flags


def test_200_truncations_are_reported_and_the_records_before_are_read() -> None:
    """A cut between two records cannot be told from a shorter archive; every other cut is reported."""
    raw = warc(*(page(f"News {number}") for number in range(8)))
    ends = {match.start() for match in re.finditer(rb"\x1f\x8b\x08", raw)}
    dice = random.Random(7)  # noqa: S311  no secret
    cuts = sorted(dice.sample(range(1, len(raw)), 200))
    reported = 0
    for cut in cuts:
        found = unpack(raw[:cut])
        whole = len([end for end in ends if 0 < end <= cut])
        is_reported = "archive.broken" in kinds(found)
        assert is_reported or cut in ends
        reported += is_reported
        assert len([one for one in found if one.kind != "broken"]) >= whole, cut
    assert reported >= 197


def test_truncations_of_a_plain_archive_inside_a_document_are_reported() -> None:
    raw = warc(page("One"), page("Two"), packed=False)
    begun = raw.rindex(b"<html>")
    for cut in range(begun, begun + 100, 10):
        assert kinds(unpack(raw[:cut]))[-1] == "archive.broken"
        assert "page" in kinds(unpack(raw[:cut]))


@pytest.mark.parametrize("packed", [True, False])
def test_500_mutants_raise_nothing_and_hang_nowhere(packed: bool) -> None:
    raw = warc(*(page(f"News {number}") for number in range(5)), packed=packed)
    dice = random.Random(11)  # noqa: S311  no secret
    for _ in range(250):
        mutant = bytearray(raw)
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(len(mutant))
            mutant[place : place + dice.choice((0, 1, 40))] = dice.randbytes(dice.choice((0, 1, 8)))
        found = unpack(bytes(mutant))
        assert found
        assert all(record.message for record in found if record.kind == "broken")


def test_damage_in_one_packed_record_loses_that_record_only() -> None:
    raw = bytearray(warc(page("One"), page("Two"), page("Three")))
    starts = [match.start() for match in re.finditer(rb"\x1f\x8b\x08", raw)]
    raw[starts[3] + 60] ^= 0xFF
    found = unpack(bytes(raw))
    assert [record.url[-1] for record in found if record.kind == "page"] == ["0", "2"]
    assert kinds(found).count("archive.broken") == 1


@pytest.mark.parametrize("change", [-9, 3, 90])
def test_a_wrong_length_in_a_plain_archive_loses_no_other_record(change: int) -> None:
    raw = warc(page("One"), page("Two"), page("Three"), packed=False)
    lengths = list(re.finditer(rb"Content-Length: (\d+)", raw))
    wrong = lengths[3]
    raw = raw[: wrong.start(1)] + str(int(wrong[1]) + change).encode() + raw[wrong.end(1) :]
    found = unpack(raw)
    assert {record.url[-1] for record in found if record.kind == "page"} >= {"0", "2"}
    assert "archive.broken" in kinds(found) or (DIGEST,) in [record.flags for record in found]


def test_rubbish_between_records_is_reported() -> None:
    raw = warc(page("One"))
    second = raw.index(b"\x1f\x8b\x08", 9)
    assert "archive.broken" in kinds(unpack(raw[:second] + b"rubbish" + raw[second:]))
    assert "archive.broken" in kinds(unpack(raw + b"\x1f"))
    assert "archive.broken" not in kinds(unpack(raw + bytes(512)))


def bomb(path: Path) -> None:
    """A record of 1 GiB of zeros that says it is a page, and a sound one after it."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    size = 1 << 30
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-03-02T09:00:00Z\r\n"
    head += b"WARC-Target-URI: https://post.example/bomb\r\nContent-Length: %d\r\n\r\n" % (len(http) + size)
    packer = zlib.compressobj(1, wbits=31)
    zeros = bytes(1 << 20)
    with path.open("wb") as out:
        out.write(packer.compress(head + http))
        for _ in range(size >> 20):
            out.write(packer.compress(zeros))
        out.write(packer.compress(b"\r\n\r\n") + packer.flush())
        out.write(warc(page("Bakery hit")))


def test_a_bomb_of_1_gib_is_put_aside_within_256_mib_and_the_next_record_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb(tmp_path / "a.warc.gz")
    peaks = []
    started = []

    def note_start(*args: Any) -> Any:
        made = processes.start_process(*args)
        started.append(made[0])
        return made

    def note_peak(*args: Any) -> bytes | None:
        answer = processes.ask_process(*args)
        status = Path(f"/proc/{started[0].pid}/status").read_text(encoding="utf-8")
        peaks.append(int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) << 10)
        return answer

    monkeypatch.setattr(containers, "start_process", note_start)
    monkeypatch.setattr(containers, "ask_process", note_peak)
    found = read(tmp_path / "a.warc.gz")
    assert codes(found) == ["archive.too_large", "report", "archive.not_read"]
    assert isinstance(found[0], Issue)
    assert found[0].severity == "quarantined"
    assert max(peaks) < 256 << 20


def test_a_record_of_more_than_16_mib_is_put_aside_whatever_the_limit_of_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc(page("Long") + bytes(RECORD_BYTES), page("Bakery hit"), packed=False))
    with path.open("rb") as file:
        found = list(read_archive(file, 64 << 20))
    assert kinds(found) == ["other", "archive.too_large", "other", "page", "other"]


def test_a_bomb_in_the_encoding_of_a_page_is_put_aside() -> None:
    packed = gzip.compress(bytes(64 << 20))
    assert kinds(unpack(warc(packed, Content_Encoding="gzip"))) == ["other", "archive.too_large", "other"]
    assert kinds(unpack(warc(packed, Content_Encoding="br")))[1] == "archive.encoding"


def test_a_process_that_stalls_is_killed_and_the_rest_is_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warc(page("Bakery hit")))
    started = []

    def stop(*args: Any) -> Any:
        made = processes.start_process(*args)
        started.append(made[0])
        os.kill(made[0].pid, signal.SIGSTOP)
        return made

    monkeypatch.setattr(containers, "start_process", stop)
    [issue] = read(path, Settings(html_seconds=0.3))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.severity, issue.source) == ("archive.killed", "quarantined", f"{path}:1")
    assert started[0].returncode is not None


def test_an_archive_that_is_piped_in_is_refused() -> None:
    [issue] = reports([Source("-", io.BytesIO(warc(page("Bakery hit"))))], Settings())
    assert isinstance(issue, Issue)
    assert issue.code == "archive.stream"


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "archive.empty"), (b"no archive", "archive.broken"), (b"WARC/1.0\r\nrubbish", "archive.broken")],
)
def test_what_is_no_archive_is_one_issue(tmp_path: Path, raw: bytes, code: str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(raw)
    assert codes(read(path)) == [code]


def test_the_archives_of_warcio_are_read(shared: Path) -> None:
    """Good ones, one cut off, one with a record parted in two, and ARC, which is not read."""
    path = shared / "data" / "pages" / "warcio_test_warcs.zip"
    if not path.is_file():
        pytest.skip("the archives of warcio are not here")
    with zipfile.ZipFile(path) as sample:
        found = {
            name[5:]: kinds(unpack(sample.read(name))) for name in sample.namelist() if "arc" in name[5:]
        }
    assert len(found) == 16
    pages = {name for name, codes in found.items() if "page" in codes}
    assert pages == {
        "example-bad-non-chunked.warc.gz", "example-bad.warc.gz.bad", "example-iana.org-chunked.warc",
        "example-resource.warc.gz", "example-wget-bad-target-uri.warc.gz", "example-wrong-chunks.warc.gz",
        "example.warc", "example.warc.gz",
    }  # fmt: skip
    broken = {name for name, codes in found.items() if "archive.broken" in codes}
    assert broken == {
        "bad.arc",
        "example-space-in-url.arc",
        "example-trunc.warc",
        "example.arc",
        "example.arc.gz",
    }


def table(path: Path, **columns: list[object]) -> Path:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table(columns), path)
    return path


def test_a_table_is_one_report_a_row(tmp_path: Path) -> None:
    path = table(
        tmp_path / "news.parquet",
        text=["The army left Odrel.", None, "  "],
        html=[None, page("Bakery hit").decode(), None],
        published=[dt.date(2026, 3, 1), dt.datetime(2026, 3, 2, 23, tzinfo=dt.UTC).date(), None],
        outlet=["Harbour Radio", None, None],
        id=[7, 8, 9],
        unknown=[1.5, 2.5, 3.5],
    )
    first, second, third = read(path)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.text, first.published, first.outlet, first.source) == (
        "The army left Odrel.", dt.date(2026, 3, 1), "Harbour Radio", f"{path}:1 7",
    )  # fmt: skip
    assert second.title == "Bakery hit"
    assert isinstance(third, Issue)
    assert third.code == "text.empty"


def test_moments_keep_their_time_zone(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 3, 2, 7, 40, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    [report] = read(table(tmp_path / "a.parquet", text=["The army left."], published=[moment]))
    assert isinstance(report, Report)
    assert report.published_at == moment


def test_tables_that_cannot_be_read_are_issues(tmp_path: Path) -> None:
    path = table(tmp_path / "a.parquet", words=["x"])
    assert codes(read(path)) == ["table.columns"]
    whole = table(path, text=["The army left."] * 500).read_bytes()
    for raw in (whole[: len(whole) // 2], b"PAR1" + bytes(99) + b"PAR1", b"PAR1"):
        path.write_bytes(raw)
        assert codes(read(path)) == ["table.broken"]


def test_without_pyarrow_the_issue_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    [record] = read_table(io.BytesIO(b"PAR1"))
    assert "pip install 'tocsin[arrow]'" in record.message


def test_archives_and_tables_are_found_in_folders(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(page("Bakery hit")))
    table(tmp_path / "b.parquet", text=["The army left."])
    (tmp_path / "c.gz").write_bytes(b"")
    assert codes(read(tmp_path)) == ["folder.not_read", "report", "archive.not_read", "report"] or codes(read(tmp_path)) == [
        "report", "archive.not_read", "report", "folder.not_read",
    ]  # fmt: skip
