"""The commands `tocsin sources check` and `tocsin sources health`."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tocsin.cli import main
from tocsin.ingest.state import SourceState, State, save_state

FEED = b"""<rss version="2.0"><channel><title>Feed</title>
<item><title>Truce in doubt</title><link>https://post.example/truce</link></item></channel></rss>"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["sources", *arguments])


@pytest.fixture
def listed(web: Any, tmp_path: Path) -> str:
    path = tmp_path / "sources.toml"
    place = f"127.0.0.1:{web.port}"
    names = {"The Lissen Post": "feed", "Harbour Radio": "gone"}
    tables = "".join(
        f'[[source]]\nname = "{name}"\nurl = "http://{place}/{end}"\n' for name, end in names.items()
    )
    path.write_text(f'allow = ["{place}"]\n{tables}', encoding="utf-8")
    return str(path)


def test_each_source_is_asked_once_and_what_it_lists_is_said(web: Any, listed: str) -> None:
    web.pages["/feed"] = FEED
    result = run("check", listed)
    assert result.exit_code == 4
    assert "ok: The Lissen Post: 1 entry, 0 with the whole article" in result.stdout
    assert "failed: Harbour Radio: The server answered 404" in result.stdout
    assert [path for _, path in web.asked] == ["/robots.txt", "/feed", "/gone"]


def test_offline_only_the_file_is_checked(web: Any, listed: str) -> None:
    result = run("check", "--offline", listed)
    assert (result.exit_code, result.stdout) == (0, "2 sources, all well written\n")
    assert web.asked == []


def test_a_wrong_list_is_a_mistake_of_usage(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "sources.toml"))
    assert result.exit_code == 2
    assert "cannot be used as a list of sources" in result.stderr


def test_health_shows_what_is_remembered(listed: str) -> None:
    result = run("health", listed)
    assert result.exit_code == 0
    assert [line.split()[-4] for line in result.stdout.splitlines()[1:]] == ["never", "never"]
    at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    state = State(
        sources={
            "The Lissen Post": SourceState(last_success=at, reports=12, issues=1),
            "Harbour Radio": SourceState(failures=3, error="The server answered 404."),
        }
    )
    save_state(Path(listed).with_suffix(".state.json"), state)
    result = run("health", listed)
    assert result.exit_code == 5
    assert result.stdout.splitlines()[1].split() == "The Lissen Post 2026-03-02 09:00 0 12 1".split()
    assert (
        result.stdout.splitlines()[2].split() == "Harbour Radio never 3 0 0 The server answered 404.".split()
    )


def test_help_loads_no_network() -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    check = "import sys, tocsin.cli; print({'urllib3', 'feedparser', 'fastwarc', 'protego', 'pyarrow'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_an_address_is_coded_like_a_file(web: Any) -> None:
    """The address is not on the public web: it is one issue, and exit code 3."""
    result = CliRunner().invoke(main, ["code", web.url("/a", "127.0.0.1"), "--format", "jsonl"])
    assert result.exit_code == 3
    assert "is not fetched" in result.stderr
    assert web.asked == []
