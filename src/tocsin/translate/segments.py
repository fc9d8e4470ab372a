"""Cut a report into the segments that are translated one by one: its sentences, title and captions apart."""

import re
from collections.abc import Iterator

import msgspec

from tocsin.model import PartKind, Report

UNTRANSLATED: frozenset[PartKind] = frozenset({"byline", "notice", "dateline"})
"""Parts that tell of no events."""

LONGEST = 1000
"""Characters after which a segment is cut at the next mark or space: engines lose the thread long before."""

_END = re.compile(r"""[.!?…؟۔؛。！？]+(?:["'”’»›)\]]|[\s\u00a0\u202f]»)*(?=\s|$)""")
"""Marks that may end a sentence, with the closing marks behind them; ؟ and ؛ are Arabic, ۔ is Urdu's full stop."""

_SHORT = {
    "es": "sr sra srta dr dra gral gob cnel tte cap sgto lic ing arq prof mons núm nro art pág vol av depto dpto aprox ej etc jr vs",
    "fr": "m mm mme mmes mlle dr pr me mgr gén col cap lt av bd art vol env etc cf p",
    "ru": "г гг ул им т д п тыс млн млрд руб см стр др пр проф акад ген полк кап",
    "uk": "м р рр вул ім т д п тис млн млрд грн див стор др проф акад ген полк",
    "tr": "dr prof doç alb yrb bnb yzb org korg tüm gen vb vs mah cad sok no st",
    "en": "mr mrs ms dr gen col lt capt sgt rep sen gov st no vs etc inc jr prof",
}
"""Abbreviations that end in a full stop within a sentence, by language."""

_INITIAL = re.compile(
    r"(?:^|[\s(«“\"'])(?:\w\.[\s\u00a0]?)*\w\.$|(?:^|[\s(«“])((\w)\2\.)(?:[\s\u00a0]\w{2}\.)?$"
)
"""An initial ("J."), letters with full stops ("U.S."), or doubled letters for a plural ("EE. UU.", "FF. AA.")."""

_NUMBERED = re.compile(r"^\s*\d{1,3}\.$")


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a report that is translated at once."""

    part: int
    """Number of its part in the report, from 0."""
    kind: PartKind
    """What that part is."""
    start: int
    """First code point in `Report.text`."""
    end: int
    """One past the last."""
    text: str
    """Its words: `report.text[start:end]`."""


def cut_segments(report: Report, lang: str) -> list[Segment]:
    """Cut a report into segments.

    Args:
        report: the report; without parts its whole text is one body part.
        lang: its language, which says what is an abbreviation.

    Returns:
        Segments in text order, without white space at their ends; none for bylines, datelines and notices.
    """
    parts = [(part.kind, part.start, part.end) for part in report.parts] or [("body", 0, len(report.text))]
    return [
        Segment(
            part=number, kind=kind, start=start + a, end=start + b, text=report.text[start + a : start + b]
        )
        for number, (kind, start, end) in enumerate(parts)
        if kind not in UNTRANSLATED
        for a, b in sentence_spans(report.text[start:end], lang)
    ]


def sentence_spans(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """Find the sentences of a text.

    Args:
        text: any text.
        lang: its language.

    Yields:
        Half-open offsets without white space at the ends.
    """
    start = 0
    for mark in _END.finditer(text):
        if mark.start() >= start and _ends(text, start, mark, lang):
            yield from _pieces(text, start, mark.end())
            start = mark.end()
    yield from _pieces(text, start, len(text))


def _ends(text: str, start: int, mark: re.Match[str], lang: str) -> bool:
    """Tell whether a mark ends a sentence."""
    rest = text[mark.end() :].lstrip(" \t\n\r\u00a0\"'“«‘([¿¡-–—")
    if rest[:1].islower():
        return False
    if not mark[0].startswith(".") or mark[0].startswith(".."):
        return True
    before = text[start : mark.start() + 1]
    word = re.split(r"[\s(«“\"'\u00a0]", before)[-1][:-1].lower()
    short = _SHORT.get(lang, "").split()
    if word in short and rest:
        return False
    return not (rest and (_INITIAL.search(before[-12:]) or _NUMBERED.match(before)))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim a sentence, and cut it where it is too long."""
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in ("; ", ", ", "، ", " "))
        stop = cut + 1 if cut > 0 else start + LONGEST
        yield from _pieces(text, start, stop)
        start = stop
    words = text[start:end]
    a = start + len(words) - len(words.lstrip())
    b = start + len(words.rstrip())
    if a < b:
        yield a, b
