"""Where settings come from, and what is said when they are wrong."""

import datetime as dt
from pathlib import Path

import pytest

from tocsin.config import Settings, load_settings
from tocsin.errors import ConfigError


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings, origins = load_settings({}, {}, tmp_path)
    assert settings == Settings()
    assert set(origins) == set(Settings.__struct_fields__)
    assert set(origins.values()) == {"default"}


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "tocsin.toml").write_text(
        'outlet = "File Post"\nlang = "fr"\npublished = 2022-08-15\nhtml_seconds = 3\n', encoding="utf-8"
    )
    environ = {
        "TOCSIN_OUTLET": "Environment Post",
        "TOCSIN_LANG": "de",
        "HOME": "/",
        "TOCSIN_HTML_RECYCLE": "5",
    }
    settings, origins = load_settings({"outlet": "Flag Post", "lang": None}, environ, tmp_path)
    assert settings == Settings(
        outlet="Flag Post", lang="de", published=dt.date(2022, 8, 15), html_seconds=3.0, html_recycle=5
    )
    assert origins["outlet"] == "flag"
    assert origins["lang"] == "TOCSIN_LANG"
    assert origins["published"] == "tocsin.toml"
    assert origins["max_report_bytes"] == "default"


@pytest.mark.parametrize(
    ("flags", "environ", "said"),
    [
        ({"published": "yesterday"}, {}, ["published", "flag", "'yesterday'", "YYYY-MM-DD"]),
        ({"published": "2022-13-01"}, {}, ["published", "YYYY-MM-DD"]),
        ({"published": "0001-01-01"}, {}, ["published", "1800 to 2199"]),
        ({"published": dt.datetime(2022, 8, 15, 7, tzinfo=dt.UTC)}, {}, ["published", "YYYY-MM-DD"]),
        ({"lang": "english"}, {}, ["lang", "two lower-case letters"]),
        ({}, {"TOCSIN_HTML_SECONDS": "0"}, ["html_seconds", "TOCSIN_HTML_SECONDS", "0.1 to 600"]),
        ({}, {"TOCSIN_MAX_REPORT_BYTES": "8 MiB"}, ["max_report_bytes", "TOCSIN_MAX_REPORT_BYTES", "bytes"]),
        ({"html_recycle": True}, {}, ["html_recycle", "1 to 1000000"]),
        ({}, {"TOCSIN_OUTLT": "x"}, ["outlt", "TOCSIN_OUTLT", "Did you mean outlet?"]),
        ({}, {"TOCSIN_ZZ": "x"}, ["zz", "outlet, lang, published"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_origin_and_what_is_allowed(
    flags: dict[str, object], environ: dict[str, str], said: list[str], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as error:
        load_settings(flags, environ, tmp_path)
    assert [words for words in said if words not in str(error.value)] == []


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "tocsin.toml").write_text("outlet = Post\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"tocsin\.toml cannot be used"):
        load_settings({}, {}, tmp_path)
