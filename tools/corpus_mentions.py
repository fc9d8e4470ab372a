"""Mentions of real texts: who and what place a sentence names (`python -m tools.corpus_mentions --help`).

As with claims, the repository holds offsets and digests and the words stay in the data sets; see corpus/MENTIONS.md.
"""

import itertools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from tools.corpus_claims import find_words, split_number
from tools.corpus_real import SETS, digest_text, load_real, load_texts
from tools.corpus_records import CORPUS, SHARED, CorpusError, Ref

FOLDER = CORPUS / "mentions"
KINDS = ("person", "group", "place", "nation")
"""What a mention can be of."""
TIES = ("at", "part-of", "leads", "same-as", "allied-with", "fights", "talks-with", "supports", "opposes")
"""How the first of two mentions can stand to the second."""
MUTUAL = frozenset({"same-as", "allied-with", "talks-with"})
"""Ties that hold either way round."""
Tie = tuple[int, int, str]
"""Numbers of two mentions of a sentence, the first is 0, and how one stands to the other."""


class NamedSentence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence of a document with its mentions."""

    id: str
    """Of the document."""
    start: int
    end: int
    sha256: str
    """Of its words."""
    mentions: tuple[tuple[int, int, str], ...]
    """First code point, one past the last, both in the document, and kind."""
    ties: tuple[Tie, ...] | None = None
    """None = not annotated."""


def load_mentions(
    name: str, shared: Path = SHARED, folder: Path = FOLDER
) -> Iterator[tuple[str, NamedSentence]]:
    """Read the mentions of a set of real texts.

    Args:
        name: a key of `SETS`.
        shared: the folder that holds `data/`.
        folder: where the stand-off files are; a set without a file has no mentions.

    Yields:
        The words of each sentence, and the sentence.

    Raises:
        CorpusError: a document is no longer what was annotated.
    """
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        return
    texts = load_texts(name, shared)
    for line in path.read_bytes().splitlines():
        sentence = msgspec.json.decode(line, type=NamedSentence)
        words = texts.get(sentence.id, "")[sentence.start : sentence.end]
        if digest_text(words) != sentence.sha256:
            message = f"{path.name}: {sentence.id} has other words at {sentence.start}"
            raise CorpusError(message)
        yield words, sentence


@click.group(help=__doc__)
def main() -> None:
    """Collect the commands."""


@main.command()
@click.argument("name", type=click.Choice(sorted(SETS)))
@click.argument("ids", nargs=-1, required=True)
@click.option("--ties", is_flag=True, help="Print sentences whose mentions are known, numbered.")
def sheet(name: str, ids: tuple[str, ...], ties: bool) -> None:
    """Print the annotated sentences of documents IDS of set NAME; only what is for training is printed."""
    click.echo(f"set: {name}")
    if ties:
        for text, known in load_mentions(name):
            if known.id in ids:
                click.echo(f"\n## {known.id}:{known.start}\n> {numbered(text, known)}\n~")
        return
    for report in load_real(name):
        if report.id in ids and report.use == "train":
            click.echo(f"\n## {report.id}")
            for sentence in report.sentences:
                words = " ".join(report.words((sentence.start, sentence.end)).split())
                click.echo(f"> {words}\n=")


def numbered(words: str, sentence: NamedSentence) -> str:
    """Write a sentence with its mentions in brackets, numbered from 1."""
    shown, at = "", 0
    for number, (start, end, _) in enumerate(sentence.mentions, 1):
        first, last = start - sentence.start, end - sentence.start
        shown += f"{words[at:first]}[{number} {words[first:last]}]"
        at = last
    return " ".join((shown + words[at:]).split())


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def read(paths: tuple[Path, ...]) -> None:
    """Turn working files into offsets and digests in corpus/mentions; sentences that are there already are replaced."""
    for path in paths:
        name, found = read_sheet(path)
        target = FOLDER / f"{name}.jsonl"
        kept = {(one.id, one.start): one for _, one in load_mentions(name)} | {
            (one.id, one.start): one for one in found
        }
        FOLDER.mkdir(exist_ok=True)
        target.write_bytes(b"".join(msgspec.json.encode(kept[key]) + b"\n" for key in sorted(kept)))
        count = sum(len(one.mentions) for one in found)
        click.echo(
            f"{path.name}: {len(found)} sentences, {count} mentions; {target.name} has {len(kept)} sentences"
        )


def read_sheet(path: Path) -> tuple[str, list[NamedSentence]]:
    """Read a working file.

    Args:
        path: the file.

    Returns:
        The name of the set, and its sentences.

    Raises:
        CorpusError: with all faults of the file.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    name = lines[0].removeprefix("set: ")
    if any(line.startswith("~") for line in lines):
        return name, _tied(name, lines[1:], path.name)
    places = {
        (report.id, " ".join(report.words((one.start, one.end)).split())): (one.start, report)
        for report in load_real(name)
        if report.use == "train"
        for one in report.sentences
    }
    found: list[NamedSentence] = []
    faults: list[str] = []
    document = words = ""
    for number, line in enumerate(lines[1:], 2):
        mark, _, rest = line.partition(" ")
        if mark == "##":
            document = rest.strip()
        elif mark == ">":
            words = rest.strip()
            if (document, words) not in places:
                faults.append(
                    f"{path.name}:{number}: {words[:50]!r} is no annotated training sentence of {document}"
                )
        elif mark == "=" and (document, words) in places:
            start, report = places[document, words]
            end = next(one.end for one in report.sentences if one.start == start)
            text = report.words((start, end))
            mentions = sorted(_mentions(rest, text, f"{path.name}:{number}", faults))
            faults += [
                f"{path.name}:{number}: {text[slice(*two[:2])]!r} overlaps {text[slice(*one[:2])]!r}"
                for one, two in itertools.pairwise(mentions)
                if two[0] < one[1]
            ]
            found.append(
                NamedSentence(
                    id=document,
                    start=start,
                    end=end,
                    sha256=digest_text(text),
                    mentions=tuple((a + start, b + start, kind) for a, b, kind in mentions),
                )
            )
        elif line.strip():
            faults.append(f"{path.name}:{number}: {line[:50]!r} is neither '## ', '> ' nor '= '")
    if faults:
        raise CorpusError("\n".join(faults))
    return name, found


def _tied(name: str, lines: Sequence[str], file: str) -> list[NamedSentence]:
    """Read the ties of a working file into sentences whose mentions are known."""
    known = {f"{one.id}:{one.start}": one for _, one in load_mentions(name)}
    found: list[NamedSentence] = []
    faults: list[str] = []
    key = ""
    for number, line in enumerate(lines, 2):
        mark, _, rest = line.partition(" ")
        where = f"{file}:{number}"
        if mark == "##":
            key = rest.strip()
            if key not in known:
                faults.append(f"{where}: no mentions are known at {key}")
        elif mark == "~" and key in known:
            ties = tuple(_ties(rest, len(known[key].mentions), where, faults))
            found.append(msgspec.structs.replace(known[key], ties=ties))
        elif line.strip() and mark != ">":
            faults.append(f"{where}: {line[:50]!r} is neither '## ', '> ' nor '~ '")
    if faults:
        raise CorpusError("\n".join(faults))
    return found


def _ties(written: str, count: int, where: str, faults: list[str]) -> Iterator[Tie]:
    """Read "1 at 3; 2 part-of 4"; faults are added to the list."""
    for slot in filter(None, map(str.strip, written.split(";"))):
        words = slot.split()
        if len(words) != 3 or words[1] not in TIES or not (words[0].isdecimal() and words[2].isdecimal()):
            faults.append(f"{where}: {slot!r} is not 'NUMBER TIE NUMBER' with one of {', '.join(TIES)}")
            continue
        first, second = int(words[0]) - 1, int(words[2]) - 1
        if first == second or not (0 <= first < count and 0 <= second < count):
            faults.append(f"{where}: {slot!r} does not tie two of {count} mentions")
        else:
            yield first, second, words[1]


def _mentions(written: str, text: str, where: str, faults: list[str]) -> Iterator[tuple[int, int, str]]:
    """Read "person: A; B #2 | place: C"; faults are added to the list."""
    for slot in filter(None, map(str.strip, written.split("|"))):
        kind, _, names = slot.partition(":")
        if kind.strip() not in KINDS:
            faults.append(f"{where}: {kind.strip()!r} is none of {', '.join(KINDS)}")
            continue
        for name in filter(None, map(str.strip, names.split(";"))):
            ref = _place(name, text)
            if ref is None:
                faults.append(
                    f"{where}: {name!r} is not in the sentence, or stands in it more than once ('{name} #2')"
                )
            else:
                yield (*ref, kind.strip())


def _place(name: str, text: str) -> Ref | None:
    words, number = split_number(name)
    places = find_words(text, words)
    if number is not None:
        return places[number - 1] if 0 < number <= len(places) else None
    return places[0] if len(places) == 1 else None


if __name__ == "__main__":
    try:
        main()
    except CorpusError as error:
        click.echo(str(error), err=True)
        sys.exit(3)
