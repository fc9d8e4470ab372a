"""A LibreTranslate-compatible server on this computer: what it says, what it spoils, and that one is told."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli import main
from tocsin.errors import TranslationError
from tocsin.translate import engine_from
from tocsin.translate.engines import Answer

KNOWN = {
    "Los rebeldes atacaron la base.": "The rebels attacked the base.",
    "«Basta»": "&quot;Enough&quot;",
    "vacío": "",
}


class Server(BaseHTTPRequestHandler):
    """Answers as LibreTranslate does; fails on the word "mal"."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """List the languages."""
        self._send(
            200,
            [{"code": "es", "name": "Spanish", "targets": ["en", "fr"]}, {"code": "xx", "targets": ["fr"]}],
        )

    def do_POST(self) -> None:
        """Translate."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "mal" in asked["q"]:
            self._send(500, {"error": "no"})
        elif "menos" in asked["q"]:
            self._send(200, {"translatedText": []})
        else:
            self._send(200, {"translatedText": [KNOWN.get(one, one.upper()) for one in asked["q"]]})

    def _send(self, code: int, body: object) -> None:
        raw = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a running server."""
    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_batch_with_a_bad_segment_loses_nothing_else(url: str) -> None:
    engine = engine_from(url, "")
    assert engine is not None
    answers = engine.translate(["«Basta»", "mal", "vacío", "menos", "Los rebeldes atacaron la base."], "es")
    assert answers[0] == Answer(text='"Enough"')
    assert "HTTP Error 500" in answers[1].reason
    assert answers[2].reason == "the server gave nothing for it"
    assert "one translation for each segment" in answers[3].reason
    assert answers[4] == Answer(text="The rebels attacked the base.")


def test_only_languages_with_a_way_to_english_are_offered(url: str) -> None:
    engine = engine_from(url, "")
    assert engine is not None
    assert engine.languages() == {"es"}
    assert engine.options() == {"url": url}


def test_one_is_told_that_text_leaves_the_computer(url: str, tmp_path: Path) -> None:
    report = tmp_path / "news.txt"
    report.write_text("Los rebeldes atacaron la base.", encoding="utf-8")
    outcome = CliRunner().invoke(main, ["code", str(report), "--lang", "es", "--translate", url])
    assert f"The text of the reports is sent to {url}." in outcome.stderr
    [made] = [json.loads(line) for line in outcome.stdout.splitlines() if '"record":"translation"' in line]
    assert made["options"] == {"url": url}
    assert made["route"][0]["name"] == url


def test_a_server_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(TranslationError, match="does not answer as a LibreTranslate server"):
        engine_from("http://127.0.0.1:9", "")
