"""Find what an act hangs on and by when it is due."""

from dataclasses import dataclass

from tocsin.claim.clauses import Scene
from tocsin.model import ConditionRelation, DeadlineKind

_RETURN = (
    ("as", "long", "as"),
    ("in", "return", "for"),
    ("in", "exchange", "for"),
    ("on", "condition", "that"),
    ("provided", "that"),
)
_SIGNS = frozenset({"if", "unless", "until", "return", "exchange", "condition", "provided", "once", "long"})
_OPEN: dict[str, ConditionRelation] = {
    "if": "if",
    "unless": "unless",
    "until": "until",
    "provided": "if",
    "once": "if",
}
_NONE = frozenset({"no", "without", "not", "n't", "never", "any"})
_STATES = frozenset(
    "specify specified set give gave given state stated name named offer offered mention mentioned provide provided "
    "announce announced impose imposed fix fixed".split()
)
_UNITS = frozenset("hour hours day days week weeks month months year years".split())
_GIVES = frozenset({"giving", "gave", "give", "gives", "given"})
_DUE = frozenset({"by", "within", "before"})


@dataclass(slots=True)
class Terms:
    """A condition in a sentence: its relation and the tokens that state it, half-open."""

    relation: ConditionRelation
    start: int
    end: int


def conditions(scene: Scene) -> list[Terms]:
    """Find the conditions of a sentence.

    Args:
        scene: the sentence.

    Returns:
        Conditions in text order; "as if", "even if" and "whether" are none.
    """
    words = scene.words
    found: list[Terms] = []
    if _SIGNS.isdisjoint(words):
        return found
    for at, word in enumerate(words):
        if any(terms.start <= at < terms.end for terms in found):
            continue
        opening = next((phrase for phrase in _RETURN if tuple(words[at : at + len(phrase)]) == phrase), None)
        if opening is not None:
            relation: ConditionRelation = "in_return_for" if opening[-1] == "for" else "if"
            start = at + len(opening)
            found.append(Terms(relation, at, max(start, _end_of(scene, start, phrase=opening[-1] == "for"))))
        elif (
            word in _OPEN
            and scene.tags[at] in {"I", "R"}
            and not (at and words[at - 1] in {"as", "even", "only", "asked", "and", "but"})
        ):
            if word in {"until", "once"} and not _states_act(scene, at):
                continue
            if word == "if" and _asks(scene, at):
                continue
            found.append(Terms(_OPEN[word], at, _end_of(scene, at + 1, phrase=False)))
    return found


_SUPPOSE = frozenset({"suppose", "supposing", "imagine", "assuming"})
_INVERTED = frozenset({"had", "were", "should"})


def unreal(scene: Scene) -> list[tuple[int, int]]:
    """Find the words that ask or imagine rather than tell.

    Args:
        scene: the sentence.

    Returns:
        Half-open token ranges: questions, "suppose ...", "as if ...", and "had the rebels attacked, ...".
    """
    words, tags = scene.words, scene.tags
    found = []
    for at, word in enumerate(words):
        if word == "?":
            opening = [start for start, end in scene.sentence.quotes if start < at < end]
            found.append((opening[0] if opening else 0, at))
        elif word == "as" and words[at + 1 : at + 2] in (["if"], ["though"]):
            found.append((at, _comma(words, at)))
    first = 1 if tags[0] == '"' else 0
    if words[first] in _SUPPOSE:
        found.append((first, len(words)))
    elif (
        words[first] in _INVERTED
        and tags[first + 1 : first + 2]
        and tags[first + 1] in {"D", "P", "NS", "PRP", "J"}
    ):
        found.append((first, _comma(words, first)))
    return found


def _comma(words: list[str], at: int) -> int:
    return next((i for i in range(at, len(words)) if words[i] == ","), len(words))


def _states_act(scene: Scene, at: int) -> bool:
    """Tell whether "until" or "once" opens a clause and is no preposition or adverb."""
    return any(
        scene.phrases[clause.verb].start > at and clause.opener == scene.words[at] for clause in scene.clauses
    )


def _asks(scene: Scene, at: int) -> bool:
    """Tell whether "if" means "whether": behind asked, wonder, know, see, unclear."""
    return at > 0 and scene.words[at - 1] in {
        "asked", "ask", "wonder", "wondered", "know", "knew", "see", "unclear", "sure", "questioned", "doubt",
    }  # fmt: skip


def _end_of(scene: Scene, at: int, *, phrase: bool) -> int:
    """Find where a condition ends: at a comma or "then" behind its verb, at a new subject, or with the sentence."""
    verbs = [scene.phrases[c.verb] for c in scene.clauses if scene.phrases[c.verb].form == "finite"]
    seen = phrase or not verbs
    for token in range(at, len(scene.words)):
        if any(group.start == token for group in verbs):
            if phrase:
                return _before_subject(scene, token)
            seen = True
        if scene.words[token] == "then" or scene.tags[token] in {".", '"'}:
            return token
        if scene.tags[token] == "," and seen and not _and_verb(scene, token + 1):
            return token
    return len(scene.words)


def _and_verb(scene: Scene, token: int) -> bool:
    return token < len(scene.words) and scene.words[token] in {"and", "or"}


def _before_subject(scene: Scene, token: int) -> int:
    clause = scene.clauses[scene.clause_of[scene.phrase_at(token)]]
    return (
        scene.phrases[clause.subject[0]].start
        if clause.subject and clause.subject[0] < clause.verb
        else token
    )


def deadline(scene: Scene, token: int) -> tuple[DeadlineKind, int, int] | None:
    """Find the deadline of an act.

    Args:
        scene: the sentence.
        token: the act's trigger.

    Returns:
        Kind and half-open token range of the nearest; "none_stated" where the text says there is no deadline.
    """
    found: list[tuple[int, DeadlineKind, int, int]] = []
    for at in range(len(scene.words)):
        if _names_deadline(scene, at) and _denied(scene, at):
            start = next((i for i in range(max(0, at - 6), at) if scene.words[i] in _NONE), at)
            found.append((abs(at - token), "none_stated", start, at + 1))
    for start, end in scene.sentence.times:
        if scene.words[start] in _DUE:
            kind: DeadlineKind = "relative" if scene.words[start] == "within" else "date"
            found.append((abs(start - token), kind, start, end))
        elif (start > token or scene.words[start] == "until") and _GIVES & set(
            scene.words[max(0, start - 6) : start]
        ):
            found.append((start - token, "date" if scene.words[start] == "until" else "relative", start, end))
    found += [
        (abs(at - token), "relative", at - 1, at + 1)
        for at in range(1, len(scene.words))
        if scene.words[at] in _UNITS
        and scene.tags[at - 1] == "CD"
        and _GIVES & set(scene.words[max(0, at - 7) : at])
    ]
    return min(found)[1:] if found else None


def _names_deadline(scene: Scene, at: int) -> bool:
    names = scene.know.heads["deadline"]
    return scene.words[at] in names or " ".join(scene.words[at : at + 2]) in names


def _denied(scene: Scene, at: int) -> bool:
    before = scene.words[max(0, at - 6) : at]
    if not any(word in _NONE for word in before):
        return False
    return "no" in before or "without" in before or any(word in _STATES for word in before)
