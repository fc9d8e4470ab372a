"""The desk: asks an engine for the segments of a report, keeps what it gave, and checks it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

import msgspec

from tocsin.errors import FormatError
from tocsin.model import Model, Report, Span, Translation, TranslationStatus
from tocsin.translate.checks import check
from tocsin.translate.engines import TARGET, Answer, Engine
from tocsin.translate.evidence import SourceNames
from tocsin.translate.languages import UNKNOWN, identify, script_of
from tocsin.translate.segments import Segment, cut_segments

MOST_UNKNOWN = 0.25
"""Share of words that the engine marked as unknown or badly formed from which a segment is doubtful: a quarter. In news
Apertium leaves 6 % of Spanish words unknown (note on translation, section 2)."""

MOST_KEPT = 100_000
"""Translations that a memory holds, about 100 MB; then the oldest is forgotten, and asked for again if it comes back."""

Clock = Callable[[], dt.datetime]
"""Gives the moment, UTC."""


class Memory:
    """Translations by key: an engine is asked once for the same words.

    Args:
        known: translations made before.
        out: where new ones are added, one JSON line each; None = they live as long as the memory.
        clock: dates new translations; None = they stay without date.
    """

    def __init__(
        self, known: Iterable[Translation] = (), out: TextIO | None = None, clock: Clock | None = None
    ) -> None:
        """Take in what is known; failures are none, so that they are tried again."""
        self._known = {one.key: one for one in known if one.status == "ok"}
        self._out = out
        self._clock = clock

    def get(self, key: str) -> Translation | None:
        """Give the translation of a key; its report and place are those of the first segment that had these words."""
        return self._known.get(key)

    def add(self, made: Translation) -> Translation:
        """Keep a new translation, dated, and give it back."""
        if self._clock is not None:
            made = msgspec.structs.replace(made, made=self._clock())
        if made.status == "ok":
            self._known[made.key] = made
            if len(self._known) > MOST_KEPT:
                del self._known[next(iter(self._known))]
            if self._out is not None:
                self._out.write(msgspec.json.encode(made).decode() + "\n")
        return made


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What is at hand for reports that are not in English."""

    engine: Engine | None = None
    """Translates; None = such reports stay unread."""
    memory: Memory = msgspec.field(default_factory=Memory)
    """Translations made before."""
    names: SourceNames | None = None
    """Finds names in the original; None = those of the knowledge tables, as they are written there."""


def read_translations(lines: Iterable[bytes], name: str) -> list[Translation]:
    """Read translations that a memory wrote, or `tocsin code` among its records.

    Args:
        lines: JSON lines; other records of tocsin are passed over.
        name: the file, for messages.

    Raises:
        FormatError: a line is no record of tocsin; the message names it.
    """
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            if msgspec.json.decode(line, type=dict).get("record") == "translation":
                found.append(msgspec.json.decode(line, type=Translation))
        except msgspec.DecodeError as error:
            message = f"{name}, line {number} is no translation: {error}. Give a file that tocsin wrote."
            raise FormatError(message) from error
    return found


def translate_report(report: Report, engine: Engine, memory: Memory, lang: str) -> list[Translation]:
    """Translate a report, segment by segment.

    Args:
        report: the report.
        engine: the engine.
        memory: translations made before.
        lang: the report's language.

    Returns:
        One translation a segment, in text order; those that failed say why. A segment in another script than the
        report is asked for its own language; what is English already stays as it is.
    """
    return translate_reports([(report, lang)], engine, memory)[0]


def translate_reports(
    reports: Sequence[tuple[Report, str]], engine: Engine, memory: Memory
) -> list[list[Translation]]:
    """Translate several reports, so that an engine starts once for all of them.

    Args:
        reports: reports with their languages.
        engine: the engine.
        memory: translations made before.

    Returns:
        For each report what `translate_report` gives.
    """
    wanted: dict[str, _Wanted] = {}
    placed: list[list[tuple[Segment, str]]] = []
    for report, lang in reports:
        script = script_of(report.text)
        placed.append([])
        for segment in cut_segments(report, lang):
            asked = _Wanted(segment, engine, _language(segment.text, script, lang), memory)
            wanted.setdefault(asked.key, asked)
            placed[-1].append((segment, asked.key))
    for own in sorted({asked.lang for asked in wanted.values() if asked.is_open}):
        waiting = [asked for asked in wanted.values() if asked.is_open and asked.lang == own]
        answers = engine.translate([asked.segment.text for asked in waiting], own)
        for asked, answer in zip(waiting, answers, strict=True):
            asked.record = memory.add(asked.answered(answer))
    return [
        [_placed(wanted[key].record, report, segment) for segment, key in own]
        for (report, _), own in zip(reports, placed, strict=True)
    ]


def _language(text: str, script: str, lang: str) -> str:
    """Give the language of a segment: the report's, unless its script is another and its own can be told."""
    own_script = script_of(text)
    if own_script in {"", script} or len(text.split()) < _FEW_WORDS:
        return lang
    told = identify(text)[0]
    return lang if told == UNKNOWN else told


_FEW_WORDS = 4
"""Words below which a segment in another script is taken for a name, not for a sentence in another language."""


class _Wanted:
    """One segment to be translated, and what came of it."""

    def __init__(self, segment: Segment, engine: Engine, lang: str, memory: Memory) -> None:
        """Look whether it is known, needs no translation, or cannot have one."""
        self.segment, self.lang, self._engine = segment, lang, engine
        can = lang in engine.languages()
        self._route = engine.route(lang) if can else ()
        self.key = _key(segment.text, engine, self._route, engine.options())
        known = memory.get(self.key)
        if known is not None:
            self.record = known
        elif lang == TARGET:
            self.record = self._made(segment.text, "skipped", "it is English already")
        elif not any(letter.isalnum() for letter in segment.text):
            self.record = self._made("", "skipped", "there are no letters in it")
        else:
            self.record = self._made("", "failed", f"{engine.name} has no way from {lang} to English")
        self.is_open = known is None and can and self.record.status == "failed"

    def answered(self, answer: Answer) -> Translation:
        """Write down what the engine gave."""
        failed = answer.reason or ("" if answer.text.strip() else "the engine gave nothing for it")
        if failed:
            return self._made("", "failed", failed)
        made = self._made(answer.text.strip(), "ok", "")
        return msgspec.structs.replace(
            made,
            score=answer.score,
            marks=answer.marks,
            origin=answer.origin,
            checks=(
                *check(self.segment.text, made.text, self.lang, self._engine.name),
                *(["unknown"] if len(answer.marks) > MOST_UNKNOWN * len(made.text.split()) else []),
            ),
        )

    def _made(self, text: str, status: TranslationStatus, reason: str) -> Translation:
        segment = self.segment
        return Translation(
            id="",
            report="",
            span=Span(start=segment.start, end=segment.end, quote=segment.text),
            text=text,
            source=self.lang,
            engine=self._engine.name,
            engine_version=self._engine.version,
            route=self._route,
            options=self._engine.options(),
            key=self.key,
            status=status,
            reason=reason,
        )


def _placed(known: Translation, report: Report, segment: Segment) -> Translation:
    """Put a translation where the segment stands, and name it."""
    joined = "\0".join([report.id, str(segment.start), str(segment.end), known.key, known.text])
    return msgspec.structs.replace(
        known,
        id="t_" + hashlib.sha256(joined.encode()).hexdigest()[:16],
        report=report.id,
        span=Span(start=segment.start, end=segment.end, quote=segment.text),
    )


def _key(text: str, engine: Engine, route: tuple[Model, ...], options: dict[str, str]) -> str:
    """Digest all that a translation hangs on (note on translation, section 4)."""
    legs = [[leg.source, leg.target, leg.name, leg.version, leg.sha256] for leg in route]
    whole = [engine.name, engine.version, legs, TARGET, sorted(options.items()), text]
    return hashlib.sha256(msgspec.json.encode(whole)).hexdigest()
