"""Files, folders, JSONL and streams: each input gives one report, or one issue that says what to do."""

import datetime as dt
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tocsin.config import Settings
from tocsin.errors import InputError
from tocsin.ingest import Source, report_from_text, reports
from tocsin.model import Header, Issue, Report

NEWS = "Rebels left Odrel\n\nThe Harvan Front left the town of Odrel on Friday. The army came."
PAGE = f"<html><body><article><h1>Rebels leave</h1><p>{NEWS}</p></article></body></html>"


def read(*paths: Path, settings: Settings | None = None) -> list[Report | Issue]:
    return list(reports([Source(str(path)) for path in paths], settings or Settings()))


def read_stream(raw: bytes, settings: Settings | None = None, name: str = "-") -> list[Report | Issue]:
    return list(reports([Source(name, io.BytesIO(raw))], settings or Settings()))


def codes(found: list[Report | Issue]) -> list[str]:
    return [one.code if isinstance(one, Issue) else "report" for one in found]


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def test_a_text_file_is_one_report(tmp_path: Path) -> None:
    path = tmp_path / "odrel.txt"
    path.write_text(NEWS, encoding="utf-8")
    [report] = read(path)
    assert isinstance(report, Report)
    assert report.text == NEWS
    assert report.title == "Rebels left Odrel"
    assert report.source == str(path)
    assert report == msgspec.structs.replace(report_from_text(NEWS), source=str(path))


def test_settings_fill_in_only_what_the_source_does_not_state() -> None:
    settings = Settings(outlet="Lissen Post", lang="en", published=dt.date(2022, 8, 15))
    [first, second] = read_stream(
        line(text=NEWS)
        + line(text=NEWS, outlet="Harbour Radio", lang="fr-FR", published="2021-01-02T23:00:00+02:00"),
        settings,
    )
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.outlet, first.lang, first.published) == ("Lissen Post", "en", dt.date(2022, 8, 15))
    assert (second.outlet, second.lang, second.published) == ("Harbour Radio", "fr", dt.date(2021, 1, 2))
    assert first.published_at is None
    assert second.published_at == dt.datetime.fromisoformat("2021-01-02T23:00:00+02:00")


def test_a_folder_is_walked_in_order_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.md",
        "a/.hidden.txt",
        "a/photo.jpg",
        "saved_files/style.txt",
        ".git/x.txt",
        "c.html",
        "saved.html",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE if name.endswith("html") else NEWS, encoding="utf-8")
    outside = tmp_path.parent / "outside.txt"
    outside.write_text(NEWS, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(outside)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = read(tmp_path)
    names = [Path(one.source).name for one in found if isinstance(one, Report)]
    assert names == ["b.txt", "c.html", "saved.html", "z.md"]
    notes = [one for one in found if isinstance(one, Issue)]
    assert {note.severity for note in notes} == {"note"}
    assert "3 not read here (link.txt, loop, saved_files)" in notes[0].message
    assert "1 not read here (photo.jpg)" in notes[1].message


def test_a_missing_path_among_others_is_an_issue_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "odrel.txt").write_text(NEWS, encoding="utf-8")
    report, issue = read(tmp_path / "odrel.txt", tmp_path / "nowhere.txt")
    assert isinstance(report, Report)
    assert isinstance(issue, Issue)
    assert (issue.code, issue.severity) == ("file.missing", "failed")
    assert "Give a file, a folder, or -" in issue.message


def test_when_nothing_that_was_named_is_there_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="NUL"):
        read(Path("a\0b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(NEWS, encoding="utf-8")
    path.chmod(0)
    assert codes(read(path)) == ["file.unreadable"]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.txt", b"", "text.empty"),
        ("a.txt", " \n\u00a0\n".encode(), "text.empty"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "html.empty"),
        ("a.txt", bytes(range(256)) * 9, "input.binary"),
        ("paper.pdf", b"%PDF-1.7\n", "input.binary"),
        ("a.txt", b"\x81\x8d\x8f\x90\x9d and \x81", "text.undecodable"),
        ("feed.xml", b'<?xml version="1.0"?>\n<rss><channel/></rss>', "input.xml"),
        ("all.json", b'[\n{"text": "Rebels left."}\n]\n', "json.not_lines"),
        ("one.json", b'{\n  "text": "Rebels left."\n}\n', "json.not_lines"),
    ],
)
def test_what_cannot_be_read_is_one_issue_that_says_what_to_do(
    tmp_path: Path, name: str, raw: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    [issue] = read(tmp_path / name)
    assert isinstance(issue, Issue)
    assert (issue.code, issue.severity, issue.stage) == (code, "failed", "ingest")
    assert issue.source == str(tmp_path / name)
    assert ": " in issue.message or ". " in issue.message, "what happened, and what to do"


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (b'{"text": "Rebels left\n', "line.broken", "one JSON object a line"),
        (b'["text"]\n', "line.broken", "Expected `object`"),
        (b"{}\n", "line.broken", '"text" nor "html"'),
        (line(text=7), "line.broken", "$.text"),
        (line(text=NEWS, title=["x"]), "line.broken", "$.title"),
        (line(text=NEWS, published="Friday"), "line.broken", "YYYY-MM-DD"),
        (line(text=NEWS, published=1660548000), "line.broken", "$.published"),
        (line(text=" "), "text.empty", "no text"),
        (b'{"text":' + b"[" * 40_000 + b"\n", "line.broken", "nested too deep"),
        (b'{"text":' + b"1" * 5000 + b"}\n", "line.broken", "no JSON"),
        (b'{"text": "Caf\xe9 owners left the town"}\n', "line.broken", "UTF-8"),
        (b'{"text": "' + b"x" * 60_000 + b'"}\n', "input.too_large", "max_report_bytes"),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_still_read(raw: bytes, code: str, words: str) -> None:
    found = read_stream(
        line(text=NEWS) + raw + b"\n" + line(text=NEWS, id="abc"), Settings(max_report_bytes=50_000)
    )
    assert codes(found) == ["report", code, "report"]
    assert found[1].source == "-:2"
    assert isinstance(found[1], Issue)
    assert words in found[1].message
    assert found[1].severity == ("quarantined" if code == "input.too_large" else "failed")
    assert found[2].source == "-:4 abc"


def test_odd_details_of_a_line_are_flagged_not_believed() -> None:
    [report] = read_stream(
        line(text=NEWS, lang="english", url="javascript:alert(1)", editor="Nela", title=None)
    )
    assert isinstance(report, Report)
    assert report.flags == ("lang.unread", "url.unread")
    assert (report.lang, report.url) == ("", "")


def test_a_lone_half_character_in_json_is_replaced() -> None:
    [report] = read_stream(b'{"text": "half \\ud83d character"}\n')
    assert isinstance(report, Report)
    assert report.text == "half   character"
    assert report.flags == ("text.control_characters",)


def test_what_tocsin_wrote_is_read_back_unchanged() -> None:
    [report] = read_stream(line(text=NEWS, outlet="Post", published="2022-08-15", url="https://a.example/"))
    header = Header(version=1, tocsin="0", reader="r", knowledge="k")
    written = b"\n".join(map(msgspec.json.encode, [header, report]))
    assert read_stream(written) == [report]
    [issue] = read_stream(written.replace(b"left the town", b"took the town"))
    assert isinstance(issue, Issue)
    assert "was changed" in issue.message
    moved = written.replace(b'"start":0', b'"start":9000')
    assert codes(read_stream(moved)) == ["line.broken"]


def test_a_stream_is_told_by_how_it_begins() -> None:
    assert len(read_stream(b"\n\n" + line(text=NEWS) + line(text=NEWS))) == 2
    assert len(read_stream(b"\xef\xbb\xbf" + line(text=NEWS) + line(text=NEWS))) == 2
    [page] = read_stream(b"\n<!DOCTYPE html>\n" + PAGE.encode())
    [xhtml] = read_stream(b'<?xml version="1.0"?>\n' + PAGE.encode())
    assert isinstance(page, Report)
    assert isinstance(xhtml, Report)
    assert page.title == xhtml.title == "Rebels leave"
    [text] = read_stream(b"{so it goes} said the minister.\n{again}")
    assert isinstance(text, Report)
    assert text.text.startswith("{so it goes}")


def test_a_stream_over_the_limit_is_put_aside() -> None:
    [issue] = read_stream(b"The army left.\n" * 1000, Settings(max_report_bytes=5000))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.severity) == ("input.too_large", "quarantined")


class Endless(io.RawIOBase):
    """A stream of JSONL that does not end, with a line of 50 MB first."""

    def __init__(self) -> None:
        """Begin with the long line."""
        self.pieces = self._pieces()
        self.rest = b""

    def _pieces(self) -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(50):
            yield b"x" * 1_000_000
        yield b'"}\n'
        while True:
            yield line(text=NEWS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        self.rest = self.rest or next(self.pieces)
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def test_an_endless_stream_takes_constant_memory() -> None:
    stream = reports([Source("-", io.BufferedReader(Endless()))], Settings(max_report_bytes=100_000))
    first = next(stream)
    assert isinstance(first, Issue)
    assert (first.code, first.source) == ("input.too_large", "-:1")
    tracemalloc.start()
    try:
        held = []
        for _ in range(2):
            for _ in range(2000):
                assert isinstance(next(stream), Report)
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
        stream.close()  # type: ignore[attr-defined]
    assert held[1] - held[0] < 20_000, "2,000 reports more hold no more bytes"


def test_blns_strings_survive_in_jsonl_word_for_word(shared: Path) -> None:
    strings: list[str] = json.loads((shared / "data" / "pages" / "blns.json").read_text(encoding="utf-8"))
    texts = [f"The ministry said on Monday: {words} Nobody was hurt." for words in strings]
    found = read_stream(b"".join(line(text=text) for text in texts))
    assert len(found) == len(texts) > 400
    for report, text in zip(found, texts, strict=True):
        assert isinstance(report, Report)
        if "text.control_characters" not in report.flags:
            assert report.text == text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
        assert "Nobody was hurt." in report.text


def test_blns_strings_survive_in_text_files_and_pages(shared: Path) -> None:
    strings: list[str] = json.loads((shared / "data" / "pages" / "blns.json").read_text(encoding="utf-8"))
    start, end = "<p>Rebels left the town of Odrel on Friday.</p><p>", "</p><p>The army came a day later.</p>"
    sources = [
        Source(f"{n}.txt", io.BytesIO(f"The army left. {s} It rained.".encode()))
        for n, s in enumerate(strings)
    ]
    sources += [Source(f"{n}.html", io.BytesIO(f"{start}{s}{end}".encode())) for n, s in enumerate(strings)]
    found = list(reports(sources, Settings()))
    assert [one.source for one in found] == [source.name for source in sources], "one each, in order"
    for one in found:
        assert isinstance(one, Report), one
        assert (
            "It rained." if one.source.endswith("txt") else "Rebels left the town of Odrel on Friday."
        ) in one.text
