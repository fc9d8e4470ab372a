"""The pages say what the program does: no command, option, error, record or example can drift away from them."""

import contextlib
import inspect
import io
import json
import re
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

import tocsin
from tocsin import errors, model
from tocsin.cli import main
from tocsin.config import Settings
from tools import docs

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
PAGES = "\n".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md")))
"""All pages: the guide, and one for each room of the program."""
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
OUTPUT = re.compile(r"It prints:\n\n```text\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
TARGET = re.compile(r"\bmake ((?:[a-z]+ ?)+)[`\n]")

OPTIONS = [
    (name, option)
    for name, command in main.commands.items()
    for parameter in command.params
    if isinstance(parameter, click.Option)
    for option in parameter.opts
]
ERRORS = [name for name, kind in vars(errors).items() if inspect.isclass(kind)]
RECORDS = {
    name: kind
    for name, kind in vars(model).items()
    if inspect.isclass(kind)
    and issubclass(kind, msgspec.Struct)
    and kind.__module__.startswith(f"{model.__name__}.")
}


def run(example: str) -> str:
    """Run an example of a page and give what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(example, "example", "exec"), {})  # noqa: S102  our own pages
    return printed.getvalue()


def test_the_example_of_the_readme_prints_what_the_readme_says() -> None:
    assert run(EXAMPLE.findall(README)[0]) == OUTPUT.findall(README)[0]


def test_the_example_of_the_readme_is_short() -> None:
    assert len(EXAMPLE.findall(README)[0].splitlines()) <= 10


def test_the_claim_of_the_readme_is_the_claim_of_its_example() -> None:
    space: dict[str, tocsin.Reading] = {}
    exec(compile(EXAMPLE.findall(README)[0], "example", "exec"), space)  # noqa: S102  our own page
    made = msgspec.to_builtins(space["claim"])
    shown = json.loads(re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0])
    assert covers(made, shown), made


def covers(made: object, shown: object) -> bool:
    """Whether everything shown is in what was made; what is made may hold more."""
    if isinstance(shown, dict) and isinstance(made, dict):
        return all(key in made and covers(made[key], value) for key, value in shown.items())
    if isinstance(shown, list) and isinstance(made, list | tuple):
        return len(shown) == len(made) and all(map(covers, made, shown))
    return made == shown


def test_the_example_of_the_guide_runs() -> None:
    assert run(EXAMPLE.findall(GUIDE)[0]).splitlines() == ["coded 1", "no_event 0"]


@pytest.mark.parametrize("command", main.commands)
def test_every_command_is_on_a_page(command: str) -> None:
    assert f"`tocsin {command}" in PAGES


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_in_the_section_of_its_command(command: str, option: str) -> None:
    section = PAGES.partition(f"### `tocsin {command}")[2].partition("\n##")[0]
    assert f"`{option}" in section


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_on_a_page(error: str) -> None:
    assert f"`{error}`" in PAGES


@pytest.mark.parametrize("setting", Settings.__struct_fields__)
def test_every_setting_is_in_the_guide(setting: str) -> None:
    assert f"| `{setting}` |" in GUIDE


@pytest.mark.parametrize("name", tocsin.__all__)
def test_every_public_name_is_in_the_guide(name: str) -> None:
    assert f"tocsin.{name}" in GUIDE


def test_the_page_of_formats_is_what_the_generator_writes() -> None:
    assert docs.page() == FORMATS, "run make docs"


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_and_field_is_on_the_page_of_formats(record: str) -> None:
    section = FORMATS.partition(f"\n### {record}\n")[2].partition("\n##")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(RECORDS[record].__struct_fields__)


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md"))),
    ],
)
def test_every_link_leads_to_a_file(page: str) -> None:
    path = ROOT / page
    missing = [
        link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()
    ]
    assert not missing


def test_the_card_of_the_readme_is_what_the_replay_prints() -> None:
    card = CliRunner().invoke(main, ["watch", "--replay", "iraq-2020"]).stdout
    block = README.partition("prints its card")[2].partition("```text\n")[2].partition("```")[0]
    printed = [line.rstrip() for line in card.splitlines()]
    assert block.splitlines()
    assert all(line.rstrip() in printed for line in block.splitlines()), block


def test_every_make_target_named_on_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for words in TARGET.findall(README + CONTRIBUTING) for target in words.split()}
    assert {"demo", "test", "check"} <= named <= targets


def test_the_readme_names_the_demo_and_the_test_command() -> None:
    assert "make demo" in README
    assert "`make test`" in README


def test_the_changelog_has_the_version() -> None:
    assert f"## {tocsin.__version__}" in (ROOT / "docs" / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_picture_shows_no_path_of_a_machine_and_fetches_nothing() -> None:
    picture = (ROOT / "docs" / "tocsin.svg").read_text(encoding="utf-8")
    assert "osk-truce-offer.txt" in picture
    assert "/osk-truce-offer.txt" not in picture
    assert set(re.findall(r"https?://[\w.]+", picture)) <= {"http://www.w3.org", "https://www.textualize.io"}
