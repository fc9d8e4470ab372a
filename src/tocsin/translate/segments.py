"""Cut a report into segments, and have them translated, checked and recorded."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tocsin.knowledge.languages import Language, load_languages
from tocsin.model import Report, Span, Translation
from tocsin.translate.engines import Engine, Rendered

_END = re.compile(r"[.!?…؟۔。！？।]+[\"”’»)\]]*\s+")
SHORT, LONG = 0.3, 3.5
"""A translation shorter or longer than its original by these ratios of code points is doubtful; first settings."""
SILENT = frozenset({"byline", "notice"})
"""Parts that tell of no events."""


def segments(report: Report, lang: str) -> Iterator[Span]:
    """Cut a report into sentences, each part by itself.

    Args:
        report: the report.
        lang: its language.

    Yields:
        Segments in text order, without the white space around them.
    """
    language = load_languages().get(lang, Language(name=lang))
    parts = [(part.kind, part.start, part.end) for part in report.parts] or [("body", 0, len(report.text))]
    for kind, start, end in parts:
        at = start
        for stop in () if kind in SILENT else (*_stops(report.text, start, end, language), end):
            words = report.text[at:stop]
            first = at + len(words) - len(words.lstrip())
            if words.strip():
                yield Span(start=first, end=first + len(words.strip()), quote=words.strip())
            at = stop


def _stops(text: str, start: int, end: int, language: Language) -> Iterator[int]:
    for mark in _END.finditer(text, start, end):
        word = text[start : mark.start()].split()[-1:] or [""]
        after = text[mark.end() : mark.end() + 1]
        if word[0].strip('(«"“') in language.abbreviations or after.islower():
            continue
        yield mark.end()


def translate(report: Report, lang: str, engine: Engine) -> list[Translation]:
    """Translate a report.

    Args:
        report: the report.
        lang: its language, one of which the engine knows a route.
        engine: what translates.

    Returns:
        A record for each segment, in text order. A segment of which nothing came has the status "failed".
    """
    found = list(segments(report, lang))
    rendered = engine.translate([span.quote for span in found], lang) if found else []
    return [_record(report, span, lang, engine, made) for span, made in zip(found, rendered, strict=True)]


def _record(report: Report, span: Span, lang: str, engine: Engine, made: Rendered) -> Translation:
    route = engine.route(lang)
    key = "\0".join(
        [
            report.id,
            f"{span.start}-{span.end}",
            span.quote,
            engine.name,
            engine.version,
            engine.sha256,
            *route,
        ]
    )
    return Translation(
        id="t_" + hashlib.sha256(key.encode()).hexdigest()[:16],
        report=report.id,
        span=span,
        text=made.text,
        lang=lang,
        engine=engine.name,
        version=engine.version,
        model_sha256=engine.sha256,
        route=route,
        unknown=made.unknown,
        checks=tuple(checks(span.quote, made.text, lang)) if made.text else ("empty",),
        status="ok" if made.text else "failed",
        reason=made.reason,
    )


def checks(original: str, english: str, lang: str) -> Iterator[str]:
    """Name the checks that a translation fails (note on translation, section 4).

    Args:
        original: the segment.
        english: its translation.
        lang: language of the segment.

    Yields:
        copy (nothing was translated), length, repetition (an engine in a loop), numbers (a number of two figures or more
        is gone), negation (the original denies and the translation does not).
    """
    if original.strip() == english.strip() and len(original.split()) > 3:
        yield "copy"
    ratio = len(english) / max(1, len(original))
    if not SHORT <= ratio <= LONG and len(original) > 20:
        yield "length"
    words = english.lower().split()
    if len(words) >= 12 and max(Counter(pairwise(words)).values()) > len(words) / 4:
        yield "repetition"
    if _numbers(original) - _numbers(english):
        yield "numbers"
    known = load_languages()
    if lang in known and known[lang].denies(original) and not known["en"].denies(english):
        yield "negation"


def _numbers(text: str) -> set[str]:
    """Give the numbers of two figures or more, in Latin figures and without marks of thousands."""
    plain = re.sub(r"(?<=\d)[.,\u00a0\u202f٬](?=\d{3}\b)", "", text)
    return {str(int(number)) for number in re.findall(r"\d{2,}", plain)}
