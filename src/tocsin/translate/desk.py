"""The desk: asks an engine for the segments of a report, keeps what it gave, and checks it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from typing import TextIO

import msgspec

from tocsin.errors import FormatError
from tocsin.model import Model, Report, Span, Translation
from tocsin.translate.checks import check
from tocsin.translate.engines import TARGET, Answer, Engine
from tocsin.translate.segments import Segment, cut_segments

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
            if self._out is not None:
                self._out.write(msgspec.json.encode(made).decode() + "\n")
        return made


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
        engine: the engine; it must know the language.
        memory: translations made before.
        lang: the report's language.

    Returns:
        One translation a segment, in text order; those that failed say why.
    """
    route, options = engine.route(lang), engine.options()
    segments = cut_segments(report, lang)
    keys = [_key(segment.text, engine, route, options) for segment in segments]
    wanted: dict[str, Segment] = {}
    for segment, key in zip(segments, keys, strict=True):
        if memory.get(key) is None and any(letter.isalnum() for letter in segment.text):
            wanted.setdefault(key, segment)
    answers = engine.translate([segment.text for segment in wanted.values()], lang)
    fresh = {
        key: memory.add(_record(report, segment, answer, (engine, lang, route, options, key)))
        for (key, segment), answer in zip(wanted.items(), answers, strict=True)
    }
    found = []
    for segment, key in zip(segments, keys, strict=True):
        known = fresh.get(key) or memory.get(key)
        if known is None:
            known = _record(report, segment, None, (engine, lang, route, options, key))
        found.append(_placed(known, report, segment))
    return found


_Asked = tuple[Engine, str, tuple[Model, ...], dict[str, str], str]
"""Engine, language, route, options, key: what was asked for."""


def _record(report: Report, segment: Segment, answer: Answer | None, asked: _Asked) -> Translation:
    """Write down what an engine gave for a segment; None = there was nothing to ask for."""
    engine, lang, route, options, key = asked
    text = answer.text if answer and not answer.reason else ""
    checks = check(segment.text, text, lang, engine.name) if answer and not answer.reason else ()
    failed = "empty" in checks or bool(answer and answer.reason)
    return Translation(
        id="",
        report=report.id,
        span=Span(start=segment.start, end=segment.end, quote=segment.text),
        text=text.strip(),
        source=lang,
        target=TARGET,
        engine=engine.name,
        engine_version=engine.version,
        route=route,
        options=options,
        key=key,
        score=answer.score if answer else None,
        marks=answer.marks if answer else (),
        checks=checks,
        origin=answer.origin if answer else "machine",
        status="skipped" if answer is None else "failed" if failed else "ok",
        reason="there are no letters in it"
        if answer is None
        else answer.reason or ("the engine gave nothing for it" if failed else ""),
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
