"""Who speaks in an interview or a transcript: "Q: What happened? A: The army shelled us.", "Brask: Soldiers came at dawn."."""

import re
from collections import Counter
from collections.abc import Sequence

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Ref
from tocsin.claim.speech import sayings
from tocsin.claim.who import Namer
from tocsin.knowledge import Knowledge
from tocsin.model import Report, Sentence

_LABEL = re.compile(r"([QA]|Question|Answer)[:.]\s|([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}):\s")
_ASKS, _ANSWERS = frozenset({"Q", "Question"}), frozenset({"A", "Answer"})


def turns(report: Report, sentences: Sequence[Sentence], know: Knowledge) -> dict[int, Ref]:
    """Find who says the sentences of an interview.

    Args:
        report: the report.
        sentences: its sentences.
        know: knowledge tables.

    Returns:
        Number of a sentence to the words for its speaker: a label ("Brask"), or, of "A:", the name of whoever speaks before
        the first question, the label itself where nobody does. Questions have no speaker. Empty for reports that are no
        interview: two labels must stand at the heads of sentences, one of them twice, or both "Q" and "A".
    """
    labels = {
        number: found
        for number, sentence in enumerate(sentences)
        if sentence.part == "body" and (found := _LABEL.match(report.text, sentence.start, sentence.end))
    }
    named = Counter(_word(found) for found in labels.values())
    asked = bool(named.keys() & _ASKS) and bool(named.keys() & _ANSWERS)
    taken_up = len(named) > 1 and max(named.values()) > 1 and not _places(named, know)
    if not (asked or taken_up):
        return {}
    asking = {word for word in named if word in _ASKS or _only_asks(word, labels, report, sentences)}
    guest = _guest(report, sentences[: min(labels)], know)
    spoken: dict[int, Ref] = {}
    speaker: Ref | None = None
    for number, sentence in enumerate(sentences):
        if found := labels.get(number):
            word, start = _word(found), sentence.start
            own = guest if word in _ANSWERS and guest else (start, start + len(word))
            speaker = None if word in asking else own
        if speaker is not None and sentence.part == "body":
            spoken[number] = speaker
    return spoken


def _word(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _places(named: Counter[str], know: Knowledge) -> bool:
    """Tell whether labels name states, as in news from several of them."""
    actors = know.actors.actors
    ids = [know.actors.index.match(word.lower().split(), 0)[1] for word in named]
    return any(one in actors and actors[one].kind == "state" for found in ids for one in found)


def _only_asks(
    word: str, labels: dict[int, re.Match[str]], report: Report, sentences: Sequence[Sentence]
) -> bool:
    """Tell whether whoever has a label asks whenever he speaks."""
    ends = [
        report.text[sentences[n].start : sentences[n].end]
        for n, found in labels.items()
        if _word(found) == word
    ]
    return all(words.rstrip('"”').endswith("?") for words in ends)


def _guest(report: Report, before: Sequence[Sentence], know: Knowledge) -> Ref | None:
    """Find who is interviewed: the last to say something before the questions, else the first full name; the headline last."""
    scenes = [Scene(sentence, know.words) for sentence in before]
    for part in (
        [scene for scene in scenes if scene.sentence.part == "body"],
        [scene for scene in scenes if scene.sentence.part != "body"],
    ):
        for scene in reversed(part):
            if said := sayings(scene, Namer(scene, know, report.text)):
                return said[-1].speakers[0]
        for scene in part:
            for at, phrase in enumerate(scene.phrases):
                if phrase.kind == "NP" and scene.tags[phrase.start : phrase.end].count("P") > 1:
                    return Namer(scene, know, report.text).phrase_ref(at)
    return None
