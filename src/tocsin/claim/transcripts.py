"""Who speaks in an interview or a transcript: "Q: What happened? A: The army shelled us.", "Brask: Soldiers came at dawn."."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Ref
from tocsin.claim.who import Namer
from tocsin.knowledge import Knowledge
from tocsin.model import Report, Sentence

_NAME = r"[A-Z][\w.'’-]*(?: (?:al-|el-|de|da|del|der|den|la|bin|bint|ibn|van|von|[A-Z])[\w.'’-]*){0,4}"
_LABEL = re.compile(
    rf"([QA]|Question|Answer)[:.](?:\s|$)|({_NAME})(?: \([^()\n]{{1,40}}\)|, [^:.?!\n]{{1,40}})?:(?:\s|$)"
)
_ASKS, _ANSWERS = frozenset({"Q", "Question"}), frozenset({"A", "Answer"})
_SELF = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|[Uu]s|me)\b")
"""Words by which somebody speaks of himself."""
_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december update updates background where when who what why how dead injured wounded result results "
    "first second third next finally note correction source sources photo picture video read more".split()
)
"""Words before a colon that name nobody."""


def turns(report: Report, sentences: Sequence[Sentence], know: Knowledge) -> dict[int, Ref]:
    """Find who says the sentences of an interview.

    Args:
        report: the report.
        sentences: its sentences.
        know: knowledge tables.

    Returns:
        Number of a sentence to the words for its speaker: a label ("Brask"), or, of "A:", the name of whoever is
        interviewed, the label itself where nobody is named. Questions have no speaker, nor has what follows the last turn in
        a paragraph of its own, unless it goes on in the first person. Empty for reports that are no interview: there must be
        a "Q" and an "A", or two names, one of them twice, of whom one asks or speaks of himself, and none is a state or town.
    """
    labels = {
        number: found
        for number, sentence in enumerate(sentences)
        if sentence.part == "body" and (found := _LABEL.match(report.text, sentence.start, sentence.end))
    }
    named = Counter(_word(found) for found in labels.values())
    asked = bool(named.keys() & _ASKS) and bool(named.keys() & _ANSWERS)
    if asked:
        labels = {
            number: found
            for number, found in labels.items()
            if _word(found) in _ASKS | _ANSWERS or (named[_word(found)] > 1 and _opens(sentences, number))
        }
    spoken = _words_of_turns(report, sentences, labels)
    if not asked and not _is_talk(named, spoken, know):
        return {}
    asking = {word for word, said in spoken.items() if word in _ASKS or all(_asks(one) for one in said)}
    guest = _guest(report, sentences[: min(labels)], sentences, know) if named.keys() & _ANSWERS else None
    return _speakers(report, sentences, labels, asking, guest)


def _word(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _opens(sentences: Sequence[Sentence], number: int) -> bool:
    """Tell whether a sentence opens a paragraph."""
    return not number or sentences[number - 1].paragraph != sentences[number].paragraph


def _words_of_turns(
    report: Report, sentences: Sequence[Sentence], labels: dict[int, re.Match[str]]
) -> dict[str, list[str]]:
    """Give what stands behind each label, turn by turn, up to the next label or the end of the paragraph."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for number, found in labels.items():
        end = number + 1 + _is_alone(found, sentences, number)
        while end < len(sentences) and end not in labels and not _opens(sentences, end):
            end += 1
        spoken[_word(found)].append(report.text[found.end() : sentences[end - 1].end])
    return spoken


def _is_alone(found: re.Match[str], sentences: Sequence[Sentence], number: int) -> bool:
    """Tell whether a label has a line of its own, so that what it says begins with the next."""
    return found.end() >= sentences[number].end and number + 1 < len(sentences)


def _asks(words: str) -> bool:
    return words.rstrip('"”’ ').endswith("?")


def _is_talk(named: Counter[str], spoken: dict[str, list[str]], know: Knowledge) -> bool:
    """Tell whether names before colons are people who talk, and not towns, days or headings."""
    if len(named) < 2 or max(named.values()) < 2:
        return False
    actors = know.actors.actors
    for word in named:
        ids = know.actors.index.match(word.lower().split(), 0)[1]
        state = any(one in actors and actors[one].kind in {"state", "government"} for one in ids)
        if state or word.lower() in _NO_NAMES:
            return False
    return any(_asks(one) or _SELF.search(one) for said in spoken.values() for one in said)


def _speakers(
    report: Report,
    sentences: Sequence[Sentence],
    labels: dict[int, re.Match[str]],
    asking: set[str],
    guest: Ref | None,
) -> dict[int, Ref]:
    """Give each sentence to the label before it."""
    last = max(labels)
    last += _is_alone(labels[last], sentences, last)
    found: dict[int, Ref] = {}
    speaker: Ref | None = None
    for number, sentence in enumerate(sentences):
        words = report.text[sentence.start : sentence.end]
        label = labels.get(number)
        if label is not None:
            word = _word(label)
            own = guest if word in _ANSWERS and guest else (sentence.start, sentence.start + len(word))
            speaker = None if word in asking else own
        elif _opens(sentences, number) and (
            _LABEL.match(words) or (number > last and not _SELF.search(words))
        ):
            speaker = None  # somebody who speaks once, or the outlet again
        if speaker is not None and sentence.part == "body":
            found[number] = speaker
    return found


def _guest(
    report: Report, before: Sequence[Sentence], sentences: Sequence[Sentence], know: Knowledge
) -> Ref | None:
    """Find who is interviewed: the full name before the first question whose last word comes most often, the first of equals."""
    words = Counter(token.text for sentence in sentences for token in sentence.tokens)
    best: tuple[int, Ref] | None = None
    for sentence in sorted(before, key=lambda one: one.part != "body"):
        scene = Scene(sentence, know.words)
        namer = Namer(scene, know, report.text)
        for at, phrase in enumerate(scene.phrases):
            inside = range(phrase.start, phrase.end)
            name = [scene.tokens[n].text for n in inside if scene.tags[n] == "P"]
            if phrase.kind != "NP" or len(name) < 2 or not _is_person(namer, at):
                continue
            count = words[name[-1]]
            if best is None or count > best[0]:
                best = count, namer.phrase_ref(at)
    return best[1] if best else None


def _is_person(namer: Namer, at: int) -> bool:
    """Tell whether a name may be a person's: none of a known body, state or office, and no place behind "in"."""
    scene, actors = namer.scene, namer.actors
    phrase = scene.phrases[at]
    ids = {
        one
        for start in range(phrase.start, phrase.end)
        for length, found in [actors.index.match(scene.words, start)]
        if start + length == phrase.end
        for one in found
    }
    known = {actors.actors[one].kind for one in ids if one in actors.actors}
    return known <= {"person"} and scene.preps[at] not in {"in", "at", "near"}
