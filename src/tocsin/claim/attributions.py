"""Who says what in a report, whether what is said is an event or not."""

from collections.abc import Iterator

import msgspec

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Ref
from tocsin.claim.saying import Memory, Saying
from tocsin.claim.sequel import later_speakers
from tocsin.claim.speech import is_quoted, sayings
from tocsin.claim.who import Namer
from tocsin.knowledge import Knowledge
from tocsin.model import Report, Sentence


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker and his words, as offsets in the report."""

    source: tuple[Ref, ...]
    """Who says it; empty where the text does not name him."""
    cue: Ref | None
    """The words that tell of the saying; None where a quotation goes on without them."""
    content: Ref
    """From the first to the last word of what is said."""


def attributions(report: Report, sentences: list[Sentence], know: Knowledge) -> Iterator[Attribution]:
    """Read who says what.

    Args:
        report: the report.
        sentences: its sentences.
        know: knowledge tables.

    Yields:
        Attributions in text order. A sentence in quotation marks that names no speaker is given to the speaker before it
        in its paragraph, else to the one named next.
    """
    memory = Memory()
    for number, sentence in enumerate(sentences):
        if memory.paragraph != sentence.paragraph:
            memory = Memory(paragraph=sentence.paragraph)
        scene = Scene(sentence, know.words)
        namer = Namer(scene, know, report.text)
        said = sayings(scene, namer)
        for saying in said:
            yield Attribution(
                source=tuple(saying.speakers), cue=_cue(namer, saying), content=_content(namer, saying)
            )
        if said:
            memory.speakers = said[0].speakers
        elif is_quoted(scene):
            memory.speakers = memory.speakers or later_speakers(report, sentences, number, know)
            yield Attribution(
                source=tuple(memory.speakers), cue=None, content=namer.ref(0, len(sentence.tokens))
            )


def _content(namer: Namer, saying: Saying) -> Ref:
    return namer.ref(min(lo for lo, _ in saying.content), max(hi for _, hi in saying.content))


def _cue(namer: Namer, saying: Saying) -> Ref | None:
    """Give the words of the saying but for the speaker's name at either end."""
    start, end = namer.ref(*saying.own)
    for first, last in saying.speakers:
        if first <= start < last < end:
            start = last
        elif start < first < end <= last:
            end = first
    words = namer.text[start:end]
    start, end = start + len(words) - len(words.lstrip(" ,")), end - len(words) + len(words.rstrip(" ,"))
    return (start, end) if start < end else None
