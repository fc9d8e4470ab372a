"""The page on sources names what there is: keys, codes, commands, limits."""

import re
from pathlib import Path

import pytest

from tocsin.cli.fetching import sources
from tocsin.ingest.fetch import Manners
from tocsin.ingest.listings import MAX_ENTRIES
from tocsin.ingest.sources import NewsSource, SourceList, read_sources

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
CODES = {
    code
    for path in (ROOT / "src" / "tocsin" / "ingest").glob("*.py")
    for code in re.findall(
        r'"((?:fetch|feed|archive|table|source|web)\.[a-z_]+)"', path.read_text(encoding="utf-8")
    )
}


@pytest.mark.parametrize("key", [*NewsSource.__struct_fields__, "contact", "allow"])
def test_every_key_of_the_list_is_on_the_page(key: str) -> None:
    assert f"| `{key}` |" in PAGE


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_on_the_page(code: str) -> None:
    assert f"`{code}`" in PAGE


def test_there_are_codes() -> None:
    assert len(CODES) > 25


@pytest.mark.parametrize("command", sources.commands)
def test_every_command_and_option_is_on_the_page(command: str) -> None:
    assert f"`tocsin sources {command}`" in PAGE
    assert all(
        f"`{option}`" in PAGE
        for one in sources.commands[command].params
        for option in one.opts
        if option[0] == "-"
    )


def test_the_example_is_a_good_list() -> None:
    import tomllib  # noqa: PLC0415

    example = PAGE.partition("sources.toml`\n\n")[2].partition("\n| key")[0]
    listed = read_sources(tomllib.loads(re.sub(r"^    ", "", example, flags=re.MULTILINE)), "the page")
    assert listed == SourceList(
        contact="desk@lissenpost.example",
        sources=(
            NewsSource(
                name="The Lissen Post",
                url="https://post.example/feed",
                language="en",
                country="KEN",
                licence="CC BY 4.0",
                interval="15m",
            ),
        ),
    )


def test_the_limits_are_those_of_the_program() -> None:
    assert f"{MAX_ENTRIES:,} entries" in PAGE
    assert f"{Manners().seconds:.0f} seconds" in PAGE
    assert f"{Manners().limit >> 20} MiB" in PAGE
