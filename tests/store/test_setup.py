"""`tocsin init` and `tocsin doctor`."""

import tomllib
from pathlib import Path

import pytest

from tests.store.news import raids
from tests.store.test_commands import run
from tocsin.cli import setup
from tocsin.config import FILE_NAME, Settings, load_settings
from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.connection import check_sqlite


def test_init_makes_a_project_and_overwrites_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "truces"
    made = run("init", folder)
    assert made.exit_code == 0
    assert {path.name for path in folder.iterdir()} == {FILE_NAME, "sources.toml"}
    (folder / FILE_NAME).write_text('lang = "en"\n', encoding="utf-8")
    again = run("init", folder)
    assert again.exit_code == 0
    assert "left as it is" in again.stdout
    assert (folder / FILE_NAME).read_text(encoding="utf-8") == 'lang = "en"\n'


def test_the_settings_file_sets_nothing_until_a_line_is_taken_up(tmp_path: Path) -> None:
    run("init", tmp_path)
    path = tmp_path / FILE_NAME
    assert load_settings({}, {}, tmp_path)[0] == Settings()
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.removeprefix("# ") for line in lines if " = " in line), encoding="utf-8")
    settings, origins = load_settings({}, {}, tmp_path)
    assert set(origins.values()) == {FILE_NAME}
    assert settings.max_report_bytes == Settings().max_report_bytes


def test_the_example_of_a_source_is_one(tmp_path: Path) -> None:
    run("init", tmp_path)
    text = (tmp_path / "sources.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line or "[[" in line]
    [source] = tomllib.loads("\n".join(lines))["source"]
    assert set(source) == {"name", "url", "kind", "language", "country", "licence", "interval"}


def test_doctor_finds_a_sound_installation_well(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(raids(3))
    result = run("doctor", "--store", tmp_path / "news.db")
    assert result.exit_code == 0, result.stdout
    assert "3 documents, 6 claims" in result.stdout
    assert "WRONG" not in result.stdout


def test_doctor_says_what_is_wrong_and_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.db").write_bytes(b"no database at all" * 100)
    monkeypatch.setattr(setup, "ROOM_BYTES", 1 << 70)
    monkeypatch.setenv("TOCSIN_LANG", "english")
    result = run("doctor", "--store", tmp_path / "news.db")
    assert result.exit_code == 5
    assert result.stdout.count("WRONG") == 3
    assert "MiB or more" in result.stdout
    assert "two lower-case letters" in result.stdout


@pytest.mark.parametrize("number", [3_040_001, 3_051_002])
def test_an_sqlite_that_can_damage_a_store_is_refused(number: int) -> None:
    with pytest.raises(StoreError, match=r"3\.51\.3 or later"):
        check_sqlite(number)
    check_sqlite(3_051_003)
