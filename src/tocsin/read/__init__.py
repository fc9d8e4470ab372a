"""Read: a report becomes sentences of tagged words, with quotations and dates as written.

In: `Report` and `Knowledge`. Out: `Sentence` records in text order, none for bylines and notices. Every
token's offsets slice its words back out of `Report.text`. Nothing is interpreted here.
"""

from tocsin.knowledge import Knowledge
from tocsin.model import Report, Sentence
from tocsin.read.sentences import read_part

SILENT = frozenset({"byline", "notice", "dateline"})
"""Parts that tell of no events: who wrote, what the page says of itself, where it was written."""


def sentences(report: Report, know: Knowledge) -> list[Sentence]:
    """Cut a report into sentences.

    Args:
        report: the report; without parts its whole text is taken as one body part.
        know: knowledge tables.

    Returns:
        Sentences in text order.
    """
    parts = [(part.kind, part.start, part.end) for part in report.parts] or [("body", 0, len(report.text))]
    return [
        sentence
        for number, (kind, start, end) in enumerate(parts)
        if kind not in SILENT
        for sentence in read_part(report.text[start:end], (kind, number, start), know.words)
    ]
