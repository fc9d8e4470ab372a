"""Find what the next sentences of a paragraph add to one: who says a quotation, and that there is no deadline."""

from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import no_deadlines
from tocsin.claim.draft import Ref
from tocsin.claim.phrases import LABELS
from tocsin.claim.speech import sayings
from tocsin.claim.who import Namer
from tocsin.knowledge import Knowledge
from tocsin.model import Report, Sentence

_RUN_ON = 3
"""Sentences that a quotation may run on before its speaker is named."""


def later_speakers(report: Report, sentences: list[Sentence], number: int, know: Knowledge) -> list[Ref]:
    """Find who says a quotation that runs on: the first speaker named later in the paragraph.

    Args:
        report: the report.
        sentences: its sentences.
        number: which of them runs on.
        know: knowledge tables.

    Returns:
        Offsets of the speakers, or none.
    """
    for sentence in sentences[number + 1 : number + 1 + _RUN_ON]:
        if sentence.paragraph != sentences[number].paragraph:
            break
        scene = Scene(sentence, know.words)
        said = sayings(scene, Namer(scene, know, report.text))
        if said:
            return said[0].speakers
    return []


_SIGNED_WORDS = 12
"""Words that a signature may have. First setting."""


def signature(sentences: list[Sentence], know: Knowledge) -> Ref | None:
    """Find who signs a report: the name that stands alone at its end, such as "The Sons of the Estuary".

    Args:
        sentences: the sentences of a report.
        know: knowledge tables.

    Returns:
        Offsets of the name; None where the last sentence is more, or less, than a name, or is all there is, and in captions
        and telegrams in capitals, where any line may look like a name.
    """
    last = sentences[-1] if len(sentences) > 1 and not _shouts(sentences[-2]) else None
    if (
        last is None
        or last.tokens[0].text in LABELS
        or last.part == "caption"
        or len(last.tokens) > _SIGNED_WORDS
    ):
        return None
    scene = Scene(last, know.words)
    signs = {
        at
        for at in range(len(scene.phrases))
        if scene.word(at) in {"signed", "done", ":", "(", ")", "-", "–", "—"}
    }
    kinds = {scene.kind(at) for at in range(len(scene.phrases)) if at not in signs} - {"NP", "I", ".", ","}
    behind = max((at for at in signs if scene.word(at) == ":"), default=-1)
    first = next(
        (at for at in range(behind + 1, len(scene.phrases)) if scene.kind(at) == "NP" and at not in signs), -1
    )
    if kinds or first < 0 or scene.phrases[first].form:
        return None
    named = "P" in scene.tags[scene.phrases[first].start : scene.phrases[first].end]
    bodies = know.words.heads["parties"] | know.words.heads["bodies"]
    end = first
    while scene.word(end + 1) == "of" and scene.kind(end + 2) == "NP":
        end += 2
    ours = named or scene.word(first) in bodies
    return (
        (scene.tokens[scene.phrases[first].start].start, scene.tokens[scene.phrases[end].end - 1].end)
        if ours
        else None
    )


def _shouts(sentence: Sentence) -> bool:
    """Tell whether a sentence is written in capitals."""
    return "".join(token.text for token in sentence.tokens).isupper()


def later_no_deadline(sentences: list[Sentence], number: int, know: Knowledge) -> Ref | None:
    """Find where the next sentence of a paragraph says that there is no deadline: "It gave no deadline.".

    Args:
        sentences: the sentences of a report.
        number: the one whose act may have a deadline.
        know: knowledge tables.

    Returns:
        Offsets of the words, None where the next sentence says no such thing.
    """
    for sentence in sentences[number + 1 : number + 2]:
        words = {token.lower for token in sentence.tokens}
        same = sentence.paragraph == sentences[number].paragraph
        if same and words & (know.words.heads["deadline"] | {"long", "when", "limit", "end", "frame"}):
            scene = Scene(sentence, know.words)
            return next(
                ((scene.tokens[a].start, scene.tokens[b - 1].end) for a, b in no_deadlines(scene)), None
            )
    return None
