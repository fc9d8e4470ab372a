"""The page of the exports names every format, option, reason and rule."""

import re
from pathlib import Path

import pytest

from tocsin.cli import main
from tocsin.store.formats import NAMES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "src/tocsin/store/formats").glob("*.py"))
)
REASONS = set(re.findall(r'skipped\["(\w+)"\]|skipped=(?:")(\w+)"|"(no_\w+|not_\w+)"', SOURCE))


@pytest.mark.parametrize("name", NAMES)
def test_every_format_is_on_the_page(name: str) -> None:
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize(
    "option", [opt for p in main.commands["export"].params for opt in p.opts if opt[0] == "-"]
)
def test_every_option_is_on_the_page(option: str) -> None:
    assert f"`{option}" in PAGE


@pytest.mark.parametrize("reason", sorted({name for names in REASONS for name in names if name}))
def test_every_reason_is_on_the_page(reason: str) -> None:
    assert f"`{reason}`" in PAGE


def test_links_lead_to_files() -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists()
