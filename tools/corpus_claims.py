"""Reads one claim as written in a source file: `*label trigger | TYPE/mode factuality | actor: words | ...`."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from tocsin.model import AHEAD, ConditionRelation, CountKind
from tools.corpus_numbers import read_range
from tools.corpus_records import Codebook, GoldClaim, GoldCondition, GoldCount, GoldDeadline, GoldReport, Ref

LISTS = {"actor": "actor", "recipient": "recipient", "says": "attribution", "for": "speaks_for"}
SINGLE = ("when", "where", "said")
COUNTS = get_args(CountKind)
RELATIONS = get_args(ConditionRelation)
DEADLINES = {"by": "date", "within": "relative", "no_deadline": "none_stated"}
KEYS = (*LISTS, *SINGLE, *COUNTS, *RELATIONS, *DEADLINES, "ctx", "about")

SPOKEN = frozenset({"offered", "accepted", "refused", "demanded", "threatened"})
"""Ways to stand that are themselves said by somebody."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that was read, or what is wrong with it."""

    claim: GoldClaim | None = None
    faults: tuple[str, ...] = ()


class _Reading:
    """A claim while it is read: where its words are looked for, what was found, what is wrong."""

    def __init__(self, report: GoldReport, number: int, book: Codebook) -> None:
        self.report, self.number, self.book = report, number, book
        self.fields: dict[str, Any] = {}
        self.faults: list[str] = []

    def place(self, words: str, *, near: bool = True) -> Ref | None:
        """Find words in the sentence, or in the one that `s-1:` or `s+1:` names."""
        number = self.number
        other = re.match(r"s([+-]\d+):\s*", words)
        if other and near:
            number, words = number + int(other[1]), words[other.end() :]
        words, nth = split_number(words)
        if not 0 <= number < len(self.report.sentences):
            self.faults.append(f"there is no sentence {number + 1}, which {other and other[0]!r} names")
            return None
        sentence = self.report.sentences[number]
        found = find_words(self.report.words((sentence.start, sentence.end)), words)
        wanted = 1 if nth is None else nth
        if len(found) < wanted or not found:
            self.faults.append(
                f"{words!r} stands {len(found)} times in the sentence as a whole word; "
                "copy the words exactly, or name another sentence (s-1: ...)"
            )
            return None
        if len(found) > 1 and nth is None:
            self.faults.append(f"{words!r} stands {len(found)} times; choose with ' #1' to ' #{len(found)}'")
        start, end = found[wanted - 1]
        return sentence.start + start, sentence.start + end


def split_number(words: str) -> tuple[str, int | None]:
    """Take off which of several places is meant: "rebels #2" is ("rebels", 2); None = it is not said."""
    nth = re.search(r" #(\d+)$", words)
    return (words[: nth.start()], int(nth[1])) if nth else (words, None)


def find_words(text: str, words: str) -> list[Ref]:
    """Find where words stand in a text, not as a part of longer words; capitals count."""
    if not words:
        return []
    left = r"(?<!\w)" if words[0].isalnum() else ""
    right = r"(?!\w)" if words[-1].isalnum() else ""
    return [match.span() for match in re.finditer(left + re.escape(words) + right, text)]


def read_claim(written: str, report: GoldReport, number: int, default: str, book: Codebook) -> Found:
    """Read a claim.

    Args:
        written: the line behind its asterisk.
        report: the report, with text and sentences.
        number: number of the claim's sentence, from 0.
        default: id of a claim without a label.
        book: words that a claim may use.

    Returns:
        The claim, or the faults that must be mended first.
    """
    reading = _Reading(report, number, book)
    first, *rest = [slot.strip() for slot in written.split("|")]
    label = re.match(r"[a-z][a-z0-9-]*(?= )", written) if not written.startswith(" ") else None
    words = first[label.end() :].strip() if label else first
    if not rest:
        return Found(faults=("write '* trigger | TYPE/mode factuality | actor: words | ...'",))
    trigger = reading.place(words, near=False)
    _read_kind(rest[0], reading)
    for slot in rest[1:]:
        _read_field(slot, reading)
    if reading.faults or trigger is None:
        return Found(faults=tuple(f"{words!r}: {fault}" for fault in reading.faults))
    claim = GoldClaim(
        id=label[0] if label else default,
        sentence=number,
        trigger=trigger,
        **reading.fields,
    )
    faults = tuple(f"{words!r}: {fault}" for fault in _faults_of_whole(claim, report))
    return Found(claim=None if faults else claim, faults=faults)


def _read_kind(slot: str, reading: _Reading) -> None:
    """Read `TYPE/mode factuality [certainty] [background]`."""
    book = reading.book
    kind, *stands = slot.split()
    event_type, _, mode = kind.partition("/")
    if event_type not in book.modes:
        reading.faults.append(f"unknown type {event_type!r}; one of {', '.join(sorted(book.modes))}")
    elif mode and mode not in book.modes[event_type]:
        known = ", ".join(sorted(book.modes[event_type])) or "no modes"
        reading.faults.append(f"{event_type} has no mode {mode!r}; it has {known}")
    reading.fields |= {"event_type": event_type, "mode": mode}
    for word in stands:
        name = (
            "factuality"
            if word in book.factualities
            else "certainty"
            if word in book.certainties
            else word
            if word == "background"
            else ""
        )
        if not name or name in reading.fields:
            reading.faults.append(f"{word!r} is no factuality, certainty or 'background', or comes twice")
        else:
            reading.fields[name] = True if name == "background" else word
    if "factuality" not in reading.fields:
        reading.faults.append(f"no factuality; one of {', '.join(sorted(book.factualities))}")


def _read_field(slot: str, reading: _Reading) -> None:
    key, colon, value = slot.partition(":")
    key, value = key.strip(), value.strip()
    if not colon or key not in KEYS or not value:
        reading.faults.append(f"cannot read {slot!r}; write 'key: words' with a key of {', '.join(KEYS)}")
        return
    items = [item.strip() for item in value.split(";")]
    if len(items) > 1 and key not in LISTS and key not in COUNTS:
        reading.faults.append(
            f"{key} holds one stretch of words; only actor, recipient, says, for and counts may be several"
        )
    if key in LISTS:
        refs = [ref for item in items if (ref := reading.place(item))]
        _set(reading, LISTS[key], tuple(refs))
    elif key in SINGLE:
        _set(reading, key, reading.place(value))
    elif key in COUNTS:
        counts = tuple(count for item in items if (count := _read_count(key, item, reading)))
        if any(count.what == key for count in reading.fields.get("counts", ())):
            reading.faults.append(f"{key} comes twice; put both into one field with ';'")
        reading.fields["counts"] = (*reading.fields.get("counts", ()), *counts)
    elif key in RELATIONS:
        words, _, target = value.partition(" @")
        ref = reading.place(words)
        if ref:
            _set(
                reading,
                "condition",
                msgspec.convert({"relation": key, "span": ref, "claim": target.strip()}, GoldCondition),
            )
    elif key in DEADLINES:
        ref = reading.place(value)
        if ref:
            _set(reading, "deadline", msgspec.convert({"kind": DEADLINES[key], "span": ref}, GoldDeadline))
    elif key == "ctx":
        contexts = tuple(word.strip() for word in value.split(","))
        reading.faults += [
            f"unknown context {word!r}" for word in contexts if word not in reading.book.contexts
        ]
        _set(reading, "contexts", contexts)
    elif not value.startswith("@"):
        reading.faults.append("about points to a claim: 'about: @label'")
    else:
        _set(reading, "about", value[1:].strip())


def _set(reading: _Reading, name: str, value: object) -> None:
    if name in reading.fields:
        reading.faults.append(f"{name} comes twice")
    reading.fields[name] = value


def _read_count(what: str, item: str, reading: _Reading) -> GoldCount | None:
    """Read `words` or `words = low..high`."""
    words, equals, given = item.partition(" = ")
    words = words.strip()
    ref = reading.place(words)
    if ref is None:
        return None
    if equals:
        limits = re.fullmatch(r"(\d+)(?:(\.\.)(\d*))?", given.strip())
        if limits is None:
            reading.faults.append(f"{given!r} is no range; write = 3, = 3..5 or = 12..")
            return None
        low = int(limits[1])
        high = low if not limits[2] else int(limits[3]) if limits[3] else None
    else:
        span = read_range(reading.report.words(ref))
        if span is None:
            reading.faults.append(
                f"{words!r} is no number that is known; say the range: {words} = 3..5 or = 12.."
            )
            return None
        low, high = span
    if high is not None and high < low:
        reading.faults.append(f"{item!r}: the greatest number is below the least")
    return msgspec.convert({"what": what, "low": low, "high": high, "span": ref}, GoldCount)


def _faults_of_whole(claim: GoldClaim, report: GoldReport) -> Iterator[str]:
    """Say which fields of a claim do not go together."""
    if claim.event_type == "TIE" and not (claim.mode and claim.actor and claim.recipient):
        yield "a TIE needs its mode, one actor and one recipient"
    if claim.deadline and claim.factuality not in AHEAD | {"refused"}:
        yield f"what is {claim.factuality} has no deadline; use when:"
    if claim.deadline and claim.when and claim.when == claim.deadline.span:
        yield "the words of the deadline are not repeated as when:"
    for role, refs in claim.spans().items():
        if len(set(refs)) < len(refs):
            yield f"{role} names the same words twice"
        for ref in refs:
            words = report.words(ref)
            if words[0] in " ,.;:!?-" or words[-1] in " ,;:-":
                yield f"{role}: {words!r} begins or ends with a mark or space; leave it out"
            if (
                role in {"actor", "recipient", "says", "for"}
                and words[-1] in ".!?"
                and not words[-2:-1].isupper()
            ):
                yield f"{role}: {words!r} ends with the full stop; leave it out"


def hints(claim: GoldClaim, report: GoldReport) -> Iterator[str]:
    """Say what is unusual about a claim, and right only on purpose.

    Args:
        claim: the claim.
        report: its report.

    Yields:
        Remarks.
    """
    if claim.factuality in SPOKEN and not claim.attribution:
        yield f"{claim.factuality} without says: somebody said it; leave it out only if the text does not tell who"
    if claim.condition and claim.factuality in {"asserted", "doubted"}:
        yield f"a condition on what is {claim.factuality}"
    if (
        claim.event_type == "ASSAULT"
        and claim.factuality == "asserted"
        and not (claim.actor or claim.recipient)
    ):
        yield "an ASSAULT without actor and recipient"
    if (
        claim.event_type in {"REQUEST", "THREATEN"}
        and claim.factuality == "asserted"
        and claim.mode == "violence"
    ):
        yield "THREATEN/violence: code the violence itself as threatened, if its words are there"
    if len(report.words(claim.trigger).split()) > 3:
        yield "a trigger of more than three words"
