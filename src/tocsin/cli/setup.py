"""Setting up: `tocsin init` makes a project folder, `tocsin doctor` says what is wrong and how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import click

from tocsin.cli.keeping import CHECK_FAILED, store_option
from tocsin.cli.own import known_here

ROOM_BYTES = 64 << 20
"""Free space below which a store may stop in mid-work (note on reliability, section 4, test 10)."""

EXTRAS = {
    "pyarrow": ("arrow", "Parquet, Arrow and pandas"),
    "duckdb": ("analysis", "SQL over a store"),
    "sklearn": ("trees", "forecasts by trees"),
    "ctranslate2": ("languages", "translation with models of your own"),
}
"""Optional package to the extra that installs it, and what it is for."""

_SOURCES = """\
# Where news comes from. Take the # away and put in your own.
#
# contact = "desk@lissenpost.example"       # sent with each request, so that owners of servers can write to you
#
# [[source]]
# name = "The Lissen Post"                  # the outlet of reports whose pages name none
# url = "https://post.example/feed"
# kind = "feed"                             # or "sitemap", or "page"
# language = "en"                           # ISO 639-1
# country = "KEN"                           # ISO 3166-1 alpha-3
# licence = "CC BY 4.0"                     # what its owner allows, in words
# interval = "30m"                          # how often it is asked: a number and m, h or d
"""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a project folder with commented tocsin.toml and sources.toml.

    What is there already is left as it is.
    """
    from tocsin.config import FILE_NAME

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((FILE_NAME, _settings_text()), ("sources.toml", _SOURCES)):
        path = folder / name
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            click.echo(f"{path} is there already and was left as it is.")
        else:
            click.echo(f"{path} was made.")
    click.echo(f"Next: cd {folder}; tocsin ingest SOURCE", err=True)


def _settings_text() -> str:
    """Write every setting with what is allowed and its default, commented out."""
    import msgspec

    from tocsin.config import Settings

    lines = [
        "# Settings of tocsin. Take the # away to set one; a flag and the environment win over this file.",
        "# `tocsin config` shows what counts; docs/guide.md says what each one means.",
    ]
    for field in msgspec.structs.fields(Settings):
        value = field.default
        shown = "2031-03-01" if value is None else f'"{value}"' if isinstance(value, str) else value
        lines += ["", f"# Allowed: {field.type.__metadata__[0].description}", f"# {field.name} = {shown}"]
    return "\n".join(lines) + "\n"


Finding = tuple[bool, str, str]
"""Whether it is well, what was found, and how to mend it."""


@click.command()
@store_option
def doctor(path: Path) -> None:
    """Check the installation, the knowledge, the disk and the store.

    Says of each what was found, and how to mend what is wrong; exit code 5 then.
    """
    checks: tuple[Callable[[Path], Iterator[Finding]], ...] = (
        _check_program,
        _check_sqlite,
        _check_knowledge,
        _check_settings,
        _check_disk,
        _check_store,
        _check_extras,
        _check_translation,
    )
    sick = 0
    for check in checks:
        for is_well, found, mend in check(path):
            sick += not is_well
            click.echo(f"{'ok' if is_well else 'WRONG':<6}{found}" + (f"\n      {mend}" if mend else ""))
    sys.exit(CHECK_FAILED if sick else 0)


def _check_program(_path: Path) -> Iterator[Finding]:
    from tocsin import __version__
    from tocsin.claim import READER

    yield True, f"tocsin {__version__}, Python {sys.version.split()[0]}", ""
    yield True, f"patterns {READER.partition('/')[2]}", ""
    yield from _check_network()


def _check_network() -> Iterator[Finding]:
    """Load the network: its weights are checked on the way."""
    from tocsin.errors import WeightsMissing

    try:
        from tocsin.read.encoder import load_encoder

        encoder = load_encoder()
    except ImportError as error:
        yield False, f"the network cannot run: {error}", "Run: pip install --upgrade onnxruntime tokenizers"
    except WeightsMissing as error:
        yield False, f"the network cannot be loaded: {error}", 'Reinstall tocsin, or set reader = "patterns"'
    else:
        yield True, f"{encoder.name}, weights sha256 {encoder.card.sha256[:12]}", ""


def _check_sqlite(_path: Path) -> Iterator[Finding]:
    from tocsin.errors import StoreError

    try:
        from tocsin.store.connection import check_sqlite, sqlite_number
    except ImportError as error:
        yield False, f"SQLite cannot be loaded: {error}", "Run: pip install --upgrade apsw"
        return
    number = sqlite_number()
    version = f"SQLite {number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
    try:
        check_sqlite(number)
    except StoreError as error:
        yield False, version, str(error)
    else:
        yield True, f"{version} of apsw", ""


def _check_knowledge(_path: Path) -> Iterator[Finding]:
    from tocsin.errors import ConfigError, KnowledgeError
    from tocsin.knowledge import load_knowledge

    try:
        know = known_here()
    except ConfigError:  # told by the check of the settings
        know = load_knowledge()
    except KnowledgeError as error:
        yield False, "the knowledge tables cannot be used", str(error)
        return
    yield True, f"knowledge {know.digest[:19]}, {len(know.actors.actors)} actors", ""
    count = len(know.places)
    yield (
        count > 0,
        f"gazetteer of {count} places",
        "" if count else "Install tocsin again: the places are missing.",
    )


def _check_settings(_path: Path) -> Iterator[Finding]:
    from tocsin.config import load_settings
    from tocsin.errors import ConfigError

    try:
        _, origins = load_settings({}, os.environ, Path.cwd())
    except ConfigError as error:
        yield False, "the settings cannot be used", str(error)
        return
    changed = [name for name, origin in origins.items() if origin != "default"]
    yield True, f"settings: {', '.join(changed) if changed else 'all at their defaults'}", ""


def _check_disk(path: Path) -> Iterator[Finding]:
    folder = path.resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    mend = (
        ""
        if free >= ROOM_BYTES
        else f"Free {ROOM_BYTES >> 20} MiB or more, or keep the store on another disk."
    )
    yield not mend, f"{free >> 20} MiB free in {folder}", mend


def _check_store(path: Path) -> Iterator[Finding]:
    from tocsin.errors import StoreError
    from tocsin.store import open_store

    if not path.exists():
        yield True, f"no store at {path} yet", ""
        return
    try:
        with open_store(path) as store:
            account = store.status()
    except StoreError as error:
        yield False, f"the store {path} cannot be used", str(error)
        return
    yield True, f"store {path}: {account.distinct} documents, {account.claims} claims", ""
    if account.pending:
        yield True, f"{account.pending} documents wait to be read", "The next `tocsin ingest` reads them."


def _check_extras(_path: Path) -> Iterator[Finding]:
    for package, (extra, use) in EXTRAS.items():
        is_there = find_spec(package) is not None
        mend = "" if is_there else f"Only for {use}: pip install 'tocsin[{extra}]'"
        yield True, f"{package} {'is there' if is_there else 'is not installed'}", mend


def _check_translation(_path: Path) -> Iterator[Finding]:
    from tocsin.errors import TranslationError
    from tocsin.translate.apertium import INSTALL, ROUTES, Apertium

    try:
        engine = Apertium()
    except TranslationError:
        yield True, "apertium is not installed", f"Only for Spanish and French without models. {INSTALL}"
        return
    missing = ROUTES.keys() - engine.languages()
    yield (
        True,
        f"apertium {engine.version}: {', '.join(sorted(engine.languages())) or 'no language data'}",
        INSTALL if missing else "",
    )
