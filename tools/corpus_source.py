"""Reads the source files of the corpus, in which claims quote words; `corpus/README.md` shows the notation."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec

from tools.corpus_claims import read_claim
from tools.corpus_records import REGISTERS, Codebook, GoldClaim, GoldReport, GoldSentence, Use, load_codebook

HEAD = ("setting", "use", "writer")
REPORT_HEAD = ("register", "outlet", "published", "contexts")


class RawSentence(msgspec.Struct, kw_only=True):
    """A sentence and its claims as they stand in the file."""

    line: int
    part: str
    text: str
    opens: bool
    """It begins a paragraph."""
    claims: list[tuple[int, str]] = []


class RawReport(msgspec.Struct, kw_only=True):
    """A report as it stands in the file."""

    id: str
    line: int
    head: dict[str, str] = {}
    sentences: list[RawSentence] = []


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What a source file holds: its reports, and what is wrong with it."""

    reports: tuple[GoldReport, ...]
    faults: tuple[str, ...]


def read_source(path: Path, book: Codebook | None = None) -> Source:
    """Read a source file.

    Args:
        path: the file.
        book: words that claims may use; None = those of `knowledge/plover.yml`.

    Returns:
        Its reports, without claims that cannot be read, and a line for each fault.
    """
    return parse_source(path.read_text(encoding="utf-8"), path.name, book or load_codebook())


def parse_source(source: str, name: str, book: Codebook) -> Source:
    """Read the text of a source file; see `read_source`."""
    faults: list[str] = []
    head, raws = split_source(source, name, faults)
    faults += [f"{name}:1: the head lacks '{key}:'" for key in HEAD if not head.get(key)]
    if head.get("use") not in get_args(Use):
        faults.append(f"{name}:1: use is {head.get('use')!r}; write train, dev or test")
        return Source(reports=(), faults=tuple(faults))
    reports = [build_report(raw, head, name, book, faults) for raw in raws]
    return Source(reports=tuple(reports), faults=tuple(faults))


def split_source(source: str, name: str, faults: list[str]) -> tuple[dict[str, str], list[RawReport]]:
    """Sort the lines: head of the file, reports, their heads, sentences and claims."""
    head: dict[str, str] = {}
    reports: list[RawReport] = []
    opens = True
    for number, full in enumerate(source.splitlines(), 1):
        line = full.strip()
        if not line:
            opens = True
        elif line.startswith("## "):
            reports.append(RawReport(id=line[3:].strip(), line=number))
        elif line.startswith("# "):
            continue
        elif sentence := re.fullmatch(r"([a-z]*)> (.*)", line):
            if not reports:
                faults.append(f"{name}:{number}: a sentence before the first report; write '## id' above it")
                continue
            reports[-1].sentences.append(
                RawSentence(line=number, part=sentence[1] or "body", text=sentence[2], opens=opens)
            )
            opens = False
        elif line.startswith("*"):
            if not reports or not reports[-1].sentences:
                faults.append(f"{name}:{number}: a claim before the first sentence of its report")
                continue
            reports[-1].sentences[-1].claims.append((number, line[1:]))
        elif (pair := re.fullmatch(r"([a-z]+):(.*)", line)) and not (reports and reports[-1].sentences):
            (reports[-1].head if reports else head)[pair[1]] = pair[2].strip()
        else:
            faults.append(
                f"{name}:{number}: cannot read {line[:50]!r}; a sentence starts with '> ' (or 'title> ' ...), "
                "a claim with '* ', a report with '## ', a remark with '# '"
            )
    return head, reports


def build_report(
    raw: RawReport, head: dict[str, str], name: str, book: Codebook, faults: list[str]
) -> GoldReport:
    """Read the claims of a report as it stands in the file; what cannot be read is added to the faults."""
    where = f"{name}:{raw.line}: {raw.id}"
    faults += [f"{where}: {fault}" for fault in _faults_of_head(raw, book)]
    text, sentences = _compose(raw, book)
    claims: list[GoldClaim] = []
    report = GoldReport(
        id=raw.id,
        setting=head.get("setting", ""),
        use=msgspec.convert(head["use"], Use),
        writer=head.get("writer", ""),
        register=raw.head.get("register", ""),
        outlet=raw.head.get("outlet", ""),
        published=raw.head.get("published", ""),
        contexts=_listed(raw.head.get("contexts", "")),
        text=text,
        sentences=sentences,
        file=name,
    )
    for number, sentence in enumerate(raw.sentences):
        for line, written in sentence.claims:
            found = read_claim(written, report, number, f"c{len(claims) + 1}", book)
            faults += [f"{name}:{line}: {raw.id}, sentence {number + 1}: {fault}" for fault in found.faults]
            if found.claim:
                claims.append(found.claim)
    faults += [f"{where}: {fault}" for fault in _faults_of_links(claims)]
    return msgspec.structs.replace(report, claims=tuple(claims))


def _compose(raw: RawReport, book: Codebook) -> tuple[str, tuple[GoldSentence, ...]]:
    """Put the sentences of a report together."""
    text = ""
    sentences = []
    for sentence in raw.sentences:
        if text:
            text += "\n\n" if sentence.opens else " "
        start = len(text)
        text += sentence.text
        part = sentence.part if sentence.part in book.parts else "body"
        sentences.append({"start": start, "end": len(text), "part": part, "line": sentence.line})
    return text, msgspec.convert(sentences, tuple[GoldSentence, ...])


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _faults_of_head(raw: RawReport, book: Codebook) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", raw.id, re.IGNORECASE):
        yield "an id holds letters, figures, '-', '_' and '.' only"
    for key in raw.head.keys() - set(REPORT_HEAD):
        yield f"unknown '{key}:'; a report has {', '.join(REPORT_HEAD)}"
    if raw.head.get("register") not in REGISTERS:
        yield f"register is {raw.head.get('register')!r}; write one of {', '.join(sorted(REGISTERS))}"
    if not re.fullmatch(r"(\d{4}-\d\d-\d\d)?", raw.head.get("published", "")):
        yield "published is a day like 2021-03-04"
    for context in sorted(set(_listed(raw.head.get("contexts", ""))) - book.contexts):
        yield f"unknown context {context!r}; see contexts in knowledge/plover.yml"
    if not raw.sentences:
        yield "the report has no sentence"
    for sentence in raw.sentences:
        if sentence.part not in book.parts:
            yield f"line {sentence.line}: unknown part '{sentence.part}> '"
        if not sentence.text.strip():
            yield f"line {sentence.line}: the sentence is empty"


def _faults_of_links(claims: list[GoldClaim]) -> Iterator[str]:
    ids = [claim.id for claim in claims]
    for label in sorted({label for label in ids if ids.count(label) > 1}):
        yield f"two claims bear the label *{label}; rename one"
    for claim in claims:
        targets = [claim.about, claim.condition.claim if claim.condition else ""]
        for target in filter(None, targets):
            if target not in ids:
                yield f"@{target} points to no claim; write '*{target} ' before the trigger of the one you mean"
            elif target == claim.id:
                yield f"@{target} points to its own claim"
