"""The list of sources and what is remembered of them: mistakes are explained, the file is whole at every moment."""

import datetime as dt
import re
from pathlib import Path

import pytest

from tocsin.errors import ConfigError
from tocsin.ingest.sources import NewsSource, SourceList, load_sources
from tocsin.ingest.state import SourceState, State, load_state, save_state

GOOD = """contact = "desk@lissenpost.example"
allow = ["desk.example:8080"]

[[source]]
name = "The Lissen Post"
url = "https://post.example/feed"
language = "en"
country = "KEN"
licence = "CC BY 4.0"
interval = "15m"

[[source]]
name = "Harbour Radio"
url = "http://desk.example:8080/map.xml"
kind = "sitemap"
"""


def load(tmp_path: Path, words: str) -> SourceList:
    path = tmp_path / "sources.toml"
    path.write_text(words, encoding="utf-8")
    return load_sources(path)


def test_a_list_of_sources_is_read(tmp_path: Path) -> None:
    listed = load(tmp_path, GOOD)
    assert (listed.contact, listed.allow) == ("desk@lissenpost.example", ("desk.example:8080",))
    first, second = listed.sources
    assert first == NewsSource(
        name="The Lissen Post", url="https://post.example/feed", language="en", country="KEN", licence="CC BY 4.0", interval="15m"
    )  # fmt: skip
    assert (second.kind, second.interval) == ("sitemap", "30m")
    assert (first.pause, second.pause) == (dt.timedelta(minutes=15), dt.timedelta(minutes=30))


@pytest.mark.parametrize(
    ("found", "written", "advice"),
    [
        ('name = "The Lissen Post"\n', "", "source 1: name is missing. Each source needs a name and a url."),
        ('url = "https://post.example/feed"\n', "", "source 1 (The Lissen Post): url is missing."),
        ("language", "langauge", "source 1 (The Lissen Post): there is no key langauge. Did you mean language?"),
        ("licence =", "zzz =", "there is no key zzz. Known are: name, url, kind"),
        ("allow", "alow", "there is no key alow. Did you mean allow?"),
        ('"en"', '"English"', "language = 'English' cannot be used. Allowed: two lower-case letters, like \"en\"."),
        ('"KEN"', '"Kenya"', 'Allowed: three capitals, like "KEN"'),
        ('"15m"', '"15 minutes"', 'Allowed: a number and m, h or d, like "30m".'),
        ('"15m"', "15", 'Allowed: a number and m, h or d, like "30m".'),
        ('"15m"', '"0m"', "Allowed: a number and m"),
        ('"sitemap"', '"map"', 'source 2 (Harbour Radio): kind = \'map\' cannot be used. Allowed: "feed", "sitemap", "page" or "any".'),
        ("https://post", "ftp://post", "is not fetched: only addresses that begin with http"),
        ("//post.example", "//user:word@post.example", "is not fetched: its host is malformed"),
        ("8080/map", "8081/map", "port 8081 is not fetched unless desk.example:8081 is in the allow list"),
        ('"desk.example:8080"', '"desk.example"', "allow holds 'desk.example'. Write host and port"),
        ('"desk.example:8080"', "8080", "Allowed: a list of"),
        ('"Harbour Radio"', '"The Lissen Post"', "two sources are named 'The Lissen Post'"),
        ("[[source]]", "[source]", "sources.toml"),
        ('name = "The Lissen Post"', "name = The Lissen Post", "cannot be used as a list of sources"),
        ('"The Lissen Post"', '""', "Allowed: 1 to 200 characters."),
        ("desk@lissenpost.example", "desk\\r\\nHost: x", "contact"),
    ],
)  # fmt: skip
def test_a_mistake_is_explained(tmp_path: Path, found: str, written: str, advice: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(advice)):
        load(tmp_path, GOOD.replace(found, written, 1))


def test_a_list_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load_sources(tmp_path / "sources.toml")


def test_one_table_in_place_of_several_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"begin each source with a line \[\[source\]\]"):
        load(tmp_path, '[source]\nname = "A"\nurl = "https://post.example/"\n')


def test_what_is_remembered_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "sources.state.json"
    assert load_state(path) == State()
    state = State(
        sources={"Ü": SourceState(url="x", seen=("a", "b"), due=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))}
    )
    save_state(path, state)
    assert load_state(path) == state
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_the_file_is_whole_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sources.state.json"
    save_state(path, State())
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        save_state(path, State(sources={"A": SourceState()}))
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("raw", "advice"),
    [("{", "is damaged"), ('{"version": 2}', "by a newer tocsin"), ('{"sources": 1}', "is damaged")],
)
def test_a_damaged_or_newer_file_is_explained(tmp_path: Path, raw: str, advice: str) -> None:
    path = tmp_path / "sources.state.json"
    path.write_text(raw, encoding="utf-8")
    with pytest.raises(ConfigError, match=advice):
        load_state(path)
