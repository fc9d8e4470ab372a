"""Translation: the options of commands that read reports, and `tocsin models`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from tocsin.translate import Desk, Engine, Memory

Command = TypeVar("Command", bound=Callable[..., Any])

REGISTRY = "tocsin-models.json"
"""Where `tocsin models` writes down what was added, beside the store and the settings."""

TRANSLATE = ("translate", "models", "translations")
"""The parameters that `translate_options` adds."""

models_option = click.option(
    "--models",
    metavar="FILE",
    default=REGISTRY,
    show_default=True,
    help="The list that `tocsin models` keeps.",
)


def translate_options(command: Command) -> Command:
    """Add the options that say how reports in other languages are translated."""
    for option in (
        click.option(
            "--translations", metavar="FILE", help="Keep translations here, and use those that are there."
        ),
        models_option,
        click.option(
            "--translate",
            metavar="ENGINE",
            help="What translates reports that are not in English: apertium, ct2, replay:FILE, or the "
            "address of a LibreTranslate server.  [default: none]",
        ),
    ):
        command = option(command)
    return command


@contextmanager
def opened_desk(
    translate: str | None, models: str | None, translations: str | None
) -> "Iterator[Desk | None]":
    """Make ready what translates; None = nothing was asked for."""
    from tocsin.translate import Desk, engine_from

    engine = engine_from(translate or "none", models or REGISTRY)
    if engine is None:
        yield None
        return
    _warn(engine)
    with ExitStack() as stack:
        yield Desk(engine=engine, memory=_memory(translations, stack))


def _warn(engine: "Engine") -> None:
    """Say when text leaves the computer."""
    if engine.name == "http":
        click.echo(f"The text of the reports is sent to {engine.options()['url']}.", err=True)


def _memory(path: str | None, stack: ExitStack) -> "Memory":
    """Open a file of translations for reading and adding; without one they live as long as the run."""
    import datetime as dt

    from tocsin.translate import Memory
    from tocsin.translate.desk import read_translations

    if path is None:
        return Memory()
    kept = Path(path)
    known = read_translations(kept.read_bytes().splitlines(), path) if kept.exists() else []
    out = stack.enter_context(kept.open("a", encoding="utf-8"))
    return Memory(known, out, lambda: dt.datetime.now(tz=dt.UTC).replace(microsecond=0))


@click.group()
def models() -> None:
    """Add translation models that lie on this computer, and list what translates.

    Nothing is downloaded. docs/translation.md says where models come from.
    """


@models.command("add")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--pair", default="", metavar="XX-en", help="The languages of a folder; packages say so themselves."
)
@models_option
def add(path: Path, pair: str, models: str) -> None:
    """Check a model and write it down for `--translate ct2`.

    PATH is a CTranslate2 folder (model.bin, vocabulary, source.spm, target.spm)
    or an .argosmodel package. It stays where it is.

    \b
    tocsin models add translate-ar_en-1_0.argosmodel
    tocsin models add opus-mt-ru-en/ --pair ru-en
    """  # noqa: D301  click wants the backspace
    from tocsin.translate.ct2 import LoadedModel
    from tocsin.translate.models import Registered, add_to_registry, read_model

    files = read_model(path, pair)
    leg = LoadedModel(files).leg
    found = Registered(path=str(path.resolve()), pair=f"{leg.source}-{leg.target}", sha256=leg.sha256)
    add_to_registry(Path(models), found)
    click.echo(f"{found.pair} {leg.name} {leg.version} sha256:{leg.sha256[:16]} is in {models}.")


@models.command("list")
@models_option
def show(models: str) -> None:
    """List what translates on this computer, and what could."""
    from tocsin.errors import TranslationError
    from tocsin.translate.apertium import INSTALL, ROUTES, Apertium
    from tocsin.translate.models import read_registry

    try:
        engine = Apertium()
    except TranslationError as error:
        click.echo(f"apertium: {error}")
    else:
        there = engine.languages()
        missing = "".join(f"; {lang} is missing. {INSTALL}" for lang in sorted(ROUTES.keys() - there))
        click.echo(f"apertium {engine.version}: {', '.join(sorted(there)) or 'no language'}{missing}")
    listed = read_registry(Path(models))
    for one in listed:
        gone = "" if Path(one.path).exists() else " (it is not there any more)"
        click.echo(f"ct2 {one.pair}: {one.path}{gone}")
    if not listed:
        click.echo("ct2: no model yet. Add one: tocsin models add PATH")
