"""Claims of real texts: offsets and digests in the repository, the words stay in the data sets.

The working file has the notation of the invented reports and lies outside the repository: `setting:` names the set,
each report the id of the document, and its sentences are copied from it. `sheet` writes such a file without claims.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tools.corpus_records import CORPUS, SHARED, CorpusError, GoldClaim, GoldReport, GoldSentence, Ref

SETS = {
    "wikinews": ("open/wikinews/wikinews_2019_2020.jsonl.gz",),
    "muc": ("open/muc/muc34_dev.jsonl.gz", "open/muc/muc34_tst1.jsonl.gz", "open/muc/muc34_tst2.jsonl.gz"),
    "re3d": ("open/re3d/re3d_docs.jsonl.gz",),
    "cnc": ("open/cnc/cnc_v2_train.jsonl.gz",),
    "meantime": ("open/meantime/meantime_apple.jsonl.gz", "open/meantime/meantime_gm.jsonl.gz"),
}
"""Set to its files under `data/`."""


def load_texts(name: str, shared: Path = SHARED) -> dict[str, str]:
    """Read the documents of a set.

    Args:
        name: a key of `SETS`.
        shared: the folder that holds `data/`.

    Returns:
        Id to text. Sets of tokens have one space between tokens and one line break between sentences.

    Raises:
        CorpusError: there is no such set, or its files are not there.
    """
    return {
        record["id"]: record.get("text") or "\n".join(" ".join(s) for s in record["sentences"])
        for record in _records(name, shared)
    }


def load_days(name: str, shared: Path = SHARED) -> dict[str, str]:
    """Read the days on which the documents of a set were published, where it knows them; see `load_texts`."""
    days = {record["id"]: record.get("date") or record.get("dct") or "" for record in _records(name, shared)}
    return {key: day for key, day in days.items() if day}


def _records(name: str, shared: Path) -> Iterator[dict[str, Any]]:
    if name not in SETS:
        message = f"unknown set {name!r}; one of {', '.join(SETS)}"
        raise CorpusError(message)
    for file in SETS[name]:
        path = shared / "data" / file
        if not path.is_file():
            message = f"{file} is not there; put the data sets into {shared.name}/data beside the repository"
            raise CorpusError(message)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def stand_off(report: GoldReport, text: str) -> GoldReport:
    """Move a report from its working text to the document, and take its words away.

    Args:
        report: sentences copied from the document, in its order, white space apart.
        text: the document.

    Returns:
        The report with offsets into the document, digests of the sentences, and no text.

    Raises:
        CorpusError: a sentence is not in the document behind the one before.
    """
    moved: list[list[int]] = []
    sentences = []
    at = 0
    for sentence in report.sentences:
        words = report.words((sentence.start, sentence.end))
        places = _align(words, text, at)
        if places is None:
            message = (
                f"{report.file}:{sentence.line}: {words[:60]!r} is not in {report.id} behind the one before"
            )
            raise CorpusError(message)
        moved.append(places)
        at = places[-1] + 1
        digest = digest_text(text[places[0] : at])
        sentences.append(GoldSentence(start=places[0], end=at, part=sentence.part, sha256=digest))

    def move(ref: Ref) -> Ref:
        number = next(n for n, s in enumerate(report.sentences) if s.start <= ref[0] and ref[1] <= s.end)
        first = report.sentences[number].start
        return moved[number][ref[0] - first], moved[number][ref[1] - 1 - first] + 1

    claims = tuple(_moved(claim, move) for claim in report.claims)
    return msgspec.structs.replace(
        report, text="", file="", outlet="", sentences=tuple(sentences), claims=claims
    )


def _align(words: str, text: str, at: int) -> list[int] | None:
    """Find words in a text and give the place of each of their characters; runs of white space count as one."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = pattern.search(text, at)
    if found is None:
        return None
    places = []
    cursor = found.start()
    for character in words:
        if character.isspace():
            places.append(cursor)
            while cursor < found.end() and text[cursor].isspace():
                cursor += 1
        else:
            places.append(cursor)
            cursor += 1
    return places


def _moved(claim: GoldClaim, move: Callable[[Ref], Ref]) -> GoldClaim:
    replace = msgspec.structs.replace
    return replace(
        claim,
        trigger=move(claim.trigger),
        actor=tuple(map(move, claim.actor)),
        recipient=tuple(map(move, claim.recipient)),
        when=claim.when and move(claim.when),
        where=claim.where and move(claim.where),
        counts=tuple(replace(count, span=move(count.span)) for count in claim.counts),
        attribution=tuple(map(move, claim.attribution)),
        speaks_for=tuple(map(move, claim.speaks_for)),
        said=claim.said and move(claim.said),
        condition=claim.condition and replace(claim.condition, span=move(claim.condition.span)),
        deadline=claim.deadline and replace(claim.deadline, span=move(claim.deadline.span)),
    )


def digest_text(text: str) -> str:
    """SHA-256 of a text, white space counted as one space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def load_real(name: str, shared: Path = SHARED, folder: Path = CORPUS / "real") -> Iterator[GoldReport]:
    """Read the claims of a set of real texts, with the texts put back.

    Args:
        name: a key of `SETS`.
        shared: the folder that holds `data/`.
        folder: where the stand-off files are.

    Yields:
        Reports whose offsets count in the whole document.

    Raises:
        CorpusError: a document or a sentence is no longer what was annotated.
    """
    texts = load_texts(name, shared)
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        report = msgspec.json.decode(line, type=GoldReport)
        report = msgspec.structs.replace(report, text=texts.get(report.id, ""), file=f"{name}.jsonl")
        faults = list(faults_of_real(report))
        if faults:
            raise CorpusError("\n".join(faults))
        yield report


def learnt_documents(name: str, folder: Path = CORPUS / "real") -> frozenset[str]:
    """Give the ids of the documents of a set that are for training."""
    lines = (folder / f"{name}.jsonl").read_bytes().splitlines()
    reports = [msgspec.json.decode(line, type=GoldReport) for line in lines]
    return frozenset(report.id for report in reports if report.use == "train")


def faults_of_real(report: GoldReport) -> Iterator[str]:
    """Say where a stand-off report does not fit its document: digests of sentences, offsets of claims."""
    for number, sentence in enumerate(report.sentences, 1):
        if digest_text(report.words((sentence.start, sentence.end))) != sentence.sha256:
            yield f"{report.id}, sentence {number}: the document has other words there"
    for claim in report.claims:
        refs = [claim.trigger, *(ref for refs in claim.spans().values() for ref in refs)]
        inside = [any(s.start <= ref[0] < ref[1] <= s.end for s in report.sentences) for ref in refs]
        if not all(inside):
            yield f"{report.id}, claim {claim.id}: words outside the annotated sentences"


def write_real(name: str, reports: Sequence[GoldReport], shared: Path, folder: Path) -> Path:
    """Write the stand-off file of a set from working reports; documents already there are replaced by their new version.

    Returns:
        The file.
    """
    texts = load_texts(name, shared)
    path = folder / f"{name}.jsonl"
    kept: dict[str, bytes] = {}
    if path.is_file():
        for line in path.read_bytes().splitlines():
            kept[msgspec.json.decode(line, type=GoldReport).id] = line
    for report in reports:
        if report.id not in texts:
            message = f"{report.file}: the set {name} has no document {report.id}"
            raise CorpusError(message)
        kept[report.id] = msgspec.json.encode(stand_off(report, texts[report.id]))
    folder.mkdir(exist_ok=True)
    path.write_bytes(b"".join(kept[key] + b"\n" for key in sorted(kept)))
    return path
