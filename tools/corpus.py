"""The tocsin corpus: check it, build it, count it, compare two annotators (`python -m tools.corpus --help`)."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from tools.corpus_agreement import agreement as compare
from tools.corpus_checks import faults_against, faults_of_all
from tools.corpus_claims import hints
from tools.corpus_real import SETS, load_days, load_real, load_texts, write_real
from tools.corpus_records import CORPUS, SHARED, CorpusError, GoldReport, load_codebook
from tools.corpus_settle import settle
from tools.corpus_source import read_source
from tools.corpus_tables import tables

SOURCE = CORPUS / "source"


def load_corpus(folder: Path = SOURCE) -> tuple[GoldReport, ...]:
    """Read all invented reports.

    Args:
        folder: where the source files are.

    Returns:
        Reports in the order of file names, then of the file.

    Raises:
        CorpusError: a file has faults; the message lists them.
    """
    reports, faults = _read(sorted(folder.glob("*.txt")))
    if faults:
        raise CorpusError("\n".join(faults))
    return tuple(reports)


def _read(paths: Sequence[Path]) -> tuple[list[GoldReport], list[str]]:
    book = load_codebook()
    reports: list[GoldReport] = []
    faults: list[str] = []
    for path in paths:
        source = read_source(path, book)
        reports += source.reports
        faults += source.faults
    return reports, faults


@click.group(help=__doc__)
def main() -> None:
    """Collect the commands."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--hints", "with_hints", is_flag=True, help="Also print what is unusual.")
def check(paths: tuple[Path, ...], with_hints: bool) -> None:
    """Check source files; without PATHS all of them, the stand-off files, and against the data sets.

    A file that is named is compared with all files of the corpus, but only its own faults are printed.
    """
    every = sorted(SOURCE.glob("*.txt"))
    named = [path.resolve() for path in paths]
    reports, faults = _read([*every, *(path for path in named if path not in {p.resolve() for p in every})])
    faults += faults_of_all(reports)
    shown = {path.name for path in named}
    if not named:
        faults += [*faults_against(reports), *_faults_of_sets()]
    else:
        reports = [report for report in reports if report.file in shown]
        faults = [fault for fault in faults if any(name in fault for name in shown)]
    for fault in faults:
        click.echo(fault)
    if with_hints:
        for remark in _remarks(reports):
            click.echo(f"hint: {remark}")
    claims = sum(len(report.claims) for report in reports)
    sentences = sum(len(report.sentences) for report in reports)
    click.echo(f"{len(reports)} reports, {sentences} sentences, {claims} claims, {len(faults)} faults")
    sys.exit(5 if faults else 0)


def _remarks(reports: Sequence[GoldReport]) -> Iterator[str]:
    for report in reports:
        for claim in report.claims:
            line = report.sentences[claim.sentence].line
            for remark in hints(claim, report):
                yield f"{report.file}:{line}: {report.words(claim.trigger)!r}: {remark}"


def _faults_of_sets() -> Iterator[str]:
    for name in SETS:
        if (CORPUS / "real" / f"{name}.jsonl").is_file() and (SHARED / "data").is_dir():
            try:
                list(load_real(name))
            except CorpusError as error:
                yield from str(error).splitlines()


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
def build(target: Path) -> None:
    """Write all invented reports as JSON lines with text and offsets into TARGET."""
    reports = load_corpus()
    target.write_bytes(b"".join(msgspec.json.encode(report) + b"\n" for report in reports))
    click.echo(f"{len(reports)} reports written")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def table(paths: tuple[Path, ...]) -> None:
    """Count reports, sentences and claims of PATHS; without PATHS of the corpus."""
    reports, _ = _read(paths or sorted(SOURCE.glob("*.txt")))
    for line in tables(reports):
        click.echo(line)


@main.command()
@click.argument("first", type=click.Path(exists=True, path_type=Path))
@click.argument("second", type=click.Path(exists=True, path_type=Path))
def agreement(first: Path, second: Path) -> None:
    """Print Krippendorff's alpha for each field of two annotations of the same reports (files or folders)."""
    sides = []
    for side in (first, second):
        reports, faults = _read(sorted(side.glob("*.txt")) if side.is_dir() else [side])
        if faults:
            raise CorpusError("\n".join(faults))
        sides.append(reports)
    click.echo(f"{'field':24}{'units':>8}{'alpha':>8}")
    for name, (units, value) in compare(*sides).items():
        click.echo(f"{name:24}{units:8}{'-' if value is None else format(value, '.3f'):>8}")


@main.command("settle")
@click.argument("paths", nargs=3, type=click.Path(exists=True, path_type=Path))
def settle_hands(paths: tuple[Path, Path, Path]) -> None:
    """Print what two of three annotations PATHS of the same source file say; where these differ, the earlier file decides."""
    hands = [path.read_text(encoding="utf-8") for path in paths]
    click.echo(settle(hands, paths[0].name, load_codebook()), nl=False)


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
def strip(path: Path) -> None:
    """Print a source file without its claims, for a second annotator."""
    lines = path.read_text(encoding="utf-8").splitlines()
    click.echo("\n".join(line for line in lines if not re.match(r"\s*(\*|# )", line)))


@main.command()
@click.argument("name", type=click.Choice(sorted(SETS)))
@click.argument("ids", nargs=-1, required=True)
@click.option("--use", type=click.Choice(["train", "dev", "test"]), required=True)
def sheet(name: str, ids: tuple[str, ...], use: str) -> None:
    """Print a working file of documents IDS of set NAME, sentence by sentence; save it outside the repository."""
    from tocsin.knowledge import load_knowledge  # noqa: PLC0415
    from tocsin.model import Part, Report  # noqa: PLC0415
    from tocsin.read import sentences  # noqa: PLC0415

    texts, days, know = load_texts(name), load_days(name), load_knowledge()
    click.echo(f"setting: {name}-{use}\nuse: {use}\nwriter: NAME")
    for key in ids:
        click.echo(f"\n## {key}\nregister: other" + (f"\npublished: {days[key]}" if key in days else ""))
        lines = re.finditer(r"[^\n]*\S[^\n]*", texts[key])
        parts = tuple(Part(kind="body", start=line.start(), end=line.end()) for line in lines)
        paragraph = -1
        for found in sentences(Report(id=key, text=texts[key], parts=parts), know):
            words = " ".join(texts[key][found.start : found.end].split())
            click.echo(("\n" if found.paragraph != paragraph else "") + f"> {words}")
            paragraph = found.paragraph


@main.command()
@click.argument("name", type=click.Choice(sorted(SETS)))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def real(name: str, paths: tuple[Path, ...]) -> None:
    """Turn working files PATHS of set NAME into offsets and digests in corpus/real."""
    reports, faults = _read(paths)
    if faults:
        raise CorpusError("\n".join(faults))
    written = write_real(name, reports, SHARED, CORPUS / "real")
    click.echo(
        f"{len(reports)} documents written to {written.name}; checked: {len(list(load_real(name)))} in all"
    )


if __name__ == "__main__":
    try:
        main()
    except CorpusError as error:
        click.echo(str(error), err=True)
        sys.exit(3)
