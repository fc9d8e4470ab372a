"""Find what an act hangs on and by when it is due."""

import re
from dataclasses import dataclass

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft
from tocsin.model import ConditionRelation, DeadlineKind

_PHRASES: dict[tuple[str, ...], ConditionRelation] = {
    ("as", "long", "as"): "if",
    ("so", "long", "as"): "if",
    ("as", "soon", "as"): "if",
    ("on", "condition", "that"): "if",
    ("on", "the", "condition", "that"): "if",
    ("on", "condition", "of"): "if",
    ("in", "return", "for"): "in_return_for",
    ("in", "exchange", "for"): "in_return_for",
    ("conditional", "on"): "if",
    ("contingent", "on"): "if",
    ("provided", "that"): "if",
    ("only", "after"): "if",
    ("only", "when"): "if",
    ("only", "once"): "if",
    ("pending",): "until",
}
"""Fixed words that open a condition, and how an act hangs on it; those that end in a preposition govern a noun."""
_GOVERNING = frozenset({"for", "of", "on", "pending"})
_OPEN: dict[str, ConditionRelation] = {
    "if": "if",
    "unless": "unless",
    "until": "until",
    "till": "until",
    "provided": "if",
    "providing": "if",
    "once": "if",
}
_SIGNS = frozenset(_OPEN) | frozenset({"return", "exchange", "condition", "conditional", "contingent", "pending",
                                       "long", "soon", "only", "when"})  # fmt: skip
_NOT_AFTER = frozenset({"as", "even", "asked", "when"})
"""Words that make an "if" behind them something else: "as if", "even if"."""
_NONE = frozenset({"no", "without", "not", "n't", "never", "any"})
_STATES = frozenset(
    "specify specified set give gave given state stated name named offer offered mention mentioned provide provided "
    "announce announced impose imposed fix fixed".split()
)
_UNITS = frozenset("hour hours day days week weeks month months year years".split())
GIVING = frozenset({"giving", "gave", "give", "gives", "given"})
"""Forms of the verb by which somebody is given time."""
SETTING = GIVING | frozenset(
    "set sets setting issued issues issuing imposed handed delivered fixed passed adopted approved published".split()
)
"""Forms of verbs by which somebody gives a deadline, an ultimatum, a resolution."""
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
    found = [Terms("if", start, end) for start, end in _inverted(scene)]
    if _SIGNS.isdisjoint(words):
        return found
    for at, word in enumerate(words):
        if any(terms.start <= at < terms.end for terms in found):
            continue
        opening = next((phrase for phrase in _PHRASES if tuple(words[at : at + len(phrase)]) == phrase), None)
        if opening is not None:
            start = at + len(opening)
            end = _end_of(scene, start, phrase=opening[-1] in _GOVERNING)
            found.append(Terms(_PHRASES[opening], at, max(start, end)))
        elif word == "when" and _lies_ahead(scene, at):
            found.append(Terms("if", at, _end_of(scene, at + 1, phrase=False)))
        elif word in _OPEN and scene.tags[at] in {"I", "R"} and not (at and words[at - 1] in _NOT_AFTER):
            noun = word in {"until", "till"} and _governs_act(scene, at)
            if word in {"until", "till", "once"} and not noun and not _states_act(scene, at):
                continue
            if word == "if" and _asks(scene, at):
                continue
            found.append(Terms(_OPEN[word], at, _end_of(scene, at + 1, phrase=noun)))
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
    return found + _inverted(scene)


def _inverted(scene: Scene) -> list[tuple[int, int]]:
    """Find a condition without "if" at the head of a sentence: "should the army advance, ..."."""
    first = 1 if scene.tags[0] == '"' else 0
    following = scene.tags[first + 1 : first + 2]
    if scene.words[first] in _INVERTED and following and following[0] in {"D", "P", "NS", "PRP", "J"}:
        return [(first, _comma(scene.words, first))]
    return []


def _comma(words: list[str], at: int) -> int:
    return next((i for i in range(at, len(words)) if words[i] == ","), len(words))


def _lies_ahead(scene: Scene, at: int) -> bool:
    """Tell whether "when" states a condition: "will free them when the army leaves", not "were shot when they left"."""
    following = [
        c
        for c in scene.clauses
        if scene.phrases[c.verb].start > at and scene.phrases[c.verb].form == "finite"
    ]
    ahead = any(scene.phrases[c.verb].modal in {"will", "would"} for c in scene.clauses)
    return ahead and bool(following) and scene.tags[scene.phrases[following[0].verb].start] in {"VZ", "V"}


def _governs_act(scene: Scene, at: int) -> bool:
    """Tell whether "until" governs a noun that is no date: "until the withdrawal of all troops"."""
    following = scene.phrase_at(at) + 1
    return (
        scene.is_name(following)
        and not scene.verb_follows(following)
        and not any(start <= at + 1 < end for start, end in scene.sentence.times)
        and scene.words[at + 1] not in {"further", "now", "then", "recently"}
    )


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
                stop = _before_subject(scene, token)
                return stop if stop > at else _before_joint(scene, token)
            seen = True
        if scene.words[token] in {"then", ";"} or scene.tags[token] in {".", '"'}:
            return token
        if scene.tags[token] == "," and seen and not _and_verb(scene, token + 1):
            return token
    return len(scene.words)


def _and_verb(scene: Scene, token: int) -> bool:
    return token < len(scene.words) and scene.words[token] in {"and", "or"}


def _before_joint(scene: Scene, token: int) -> int:
    """Step back from a verb that goes on with the subject before the condition: "..., and said there was no limit"."""
    while token > 1 and scene.tags[token - 1] in {"C", ",", "R"}:
        token -= 1
    return token


def _before_subject(scene: Scene, token: int) -> int:
    clause = scene.clauses[scene.clause_of[scene.phrase_at(token)]]
    return (
        scene.phrases[clause.subject[0]].start
        if clause.subject and clause.subject[0] < clause.verb
        else token
    )


_LENGTH = re.compile(r"[a-z0-9]+-(?:hours?|days?|weeks?|months?|years?)(?:-long)?")
_ENDLESS = frozenset({"indefinite", "open-ended", "indefinitely"})
_NOTICES = frozenset({"deadline", "ultimatum", "notice"})
_UNTIL = frozenset({"until", "till", "through"})
_LASTS = _UNTIL | frozenset({"for"})


def deadline(scene: Scene, draft: Draft, others: frozenset[int]) -> tuple[DeadlineKind, int, int] | None:
    """Find the deadline of an act; the end of a truce is its deadline.

    Args:
        scene: the sentence.
        draft: the act.
        others: tokens of the other acts that may have a deadline of their own.

    Returns:
        Kind and half-open token range of the nearest; "none_stated" where the text says there is no deadline.
    """
    token = draft.token
    found: list[tuple[int, DeadlineKind, int, int]] = []
    found += [
        (abs(start - token), "none_stated", start, end)
        for start, end in no_deadlines(scene)
        if draft.mode == "ceasefire" or scene.words[start] not in _ENDLESS
    ]
    for start, end in scene.sentence.times:
        kind = _due(scene, start, token)
        if kind and not any(token < other < start for other in others):
            found.append((abs(start - token), kind, start, end))
    found += [
        (abs(at - token), "relative", at - 1, at + 1)
        for at in range(1, len(scene.words))
        if scene.words[at] in _UNITS
        and scene.tags[at - 1] == "CD"
        and GIVING & set(scene.words[max(0, at - 7) : at])
        and not any(start <= at < end for start, end in scene.sentence.times)
    ]
    found += [
        (abs(at - token), "relative", at, at + 1)
        for at in range(len(scene.words) - 1)
        if _LENGTH.fullmatch(scene.words[at]) and scene.words[at + 1] in _NOTICES
    ]
    found += [(start - token, "date", start, end) for start, end in _before_events(scene, token)]
    if not found:
        found = _stretches(scene, draft)
    return min(found)[1:] if found else None


def stretch(scene: Scene, draft: Draft) -> tuple[int, int] | None:
    """Find how long a truce is to last.

    Args:
        scene: the sentence.
        draft: the act.

    Returns:
        Half-open token range; None where the sentence does not say, and for other acts.
    """
    found = _stretches(scene, draft)
    return min(found)[2:] if found else None


def _due(scene: Scene, start: int, token: int) -> DeadlineKind | None:
    """Tell whether a date says by when, from the word that opens it; None = it says something else."""
    word = scene.words[start]
    if word == "by" and scene.words[start + 1] in _FURTHER:
        return None
    if word in _DUE or scene.words[start : start + 3] == ["no", "later", "than"]:
        return "relative" if word == "within" else "date"
    before = scene.words[max(0, start - 6) : start]
    if before[-2:-1] == ["deadline"] and before[-1] in {"of", "for"}:
        return "date"
    given = GIVING & set(before) or (before[-1:] and before[-1] in _HOLDS)
    if given and (start > token or word in _UNTIL or scene.tags[start] in {"CD", "D"}):
        return "date" if word in _UNTIL else "relative"
    return None


_HOLDS = frozenset({"has", "have", "had"})
"""A party that has until Friday has a deadline."""
_FURTHER = frozenset({"another", "a", "an", "two", "three", "further"})


def _stretches(scene: Scene, draft: Draft) -> list[tuple[int, DeadlineKind, int, int]]:
    """Find how long a truce is to last: "a ten-day truce", "suspend attacks for two weeks", "until 5 May"."""
    if draft.mode != "ceasefire":
        return []
    phrase = scene.phrases[draft.phrase]
    end = phrase.end
    found: list[tuple[int, DeadlineKind, int, int]] = [
        (abs(at - draft.token), "relative", at, at + 1)
        for at in range(phrase.start, phrase.end)
        if _LENGTH.fullmatch(scene.words[at]) or scene.words[at] in _DAYLONG
    ]
    if scene.words[end : end + 1] == ["of"] and scene.tags[end + 1 : end + 2] == ["CD"]:
        found += [
            (1, "relative", end + 1, end + 3) for word in scene.words[end + 2 : end + 3] if word in _UNITS
        ]
    for start, end in scene.sentence.times:
        further = scene.words[start] == "by" and scene.words[start + 1] in _FURTHER
        if start > draft.token and (scene.words[start] in _LASTS or further):
            kind: DeadlineKind = "date" if scene.words[start] in _UNTIL else "relative"
            found.append((start - draft.token, kind, start, end))
    return found


_DAYLONG = frozenset(
    {"daylong", "day-long", "weeklong", "week-long", "month-long", "monthlong", "yearlong", "overnight"}
)


def _before_events(scene: Scene, token: int) -> list[tuple[int, int]]:
    """Find "before the election on 9 June": an event that is a deadline though no date opens it."""
    found = []
    for at in range(token + 1, len(scene.words) - 1):
        if scene.words[at] != "before" or any(start <= at < end for start, end in scene.sentence.times):
            continue
        following = scene.phrase_at(at) + 1
        body = scene.word(following) in scene.know.heads["bodies"]
        if scene.is_name(following) and not body and not scene.verb_follows(following):
            end = scene.phrases[following].end
            found.append((at, next((b for a, b in scene.sentence.times if a == end), end)))
    return found


def no_deadlines(scene: Scene) -> list[tuple[int, int]]:
    """Find where a sentence says that there is no deadline, no end, no limit of time.

    Args:
        scene: the sentence.

    Returns:
        Half-open token ranges: "no deadline", "open-ended", "until further notice", "did not say how long".
    """
    words = scene.words
    found = []
    for at, word in enumerate(words):
        if _names_deadline(scene, at) and _denied(scene, at):
            start = next((i for i in range(max(0, at - 6), at) if words[i] in _NONE), at)
            found.append((start, at + 1))
        elif word in _ENDLESS:
            found.append((at, at + 1))
        elif words[at : at + 3] == ["until", "further", "notice"]:
            found.append((at, at + 3))
        elif words[at : at + 2] in (["how", "long"], ["by", "when"]) and _NONE & set(
            words[max(0, at - 5) : at]
        ):
            found.append((at, at + 2))
    return found


def _names_deadline(scene: Scene, at: int) -> bool:
    names = scene.know.heads["deadline"]
    return scene.words[at] in names or " ".join(scene.words[at : at + 2]) in names


def _denied(scene: Scene, at: int) -> bool:
    before = scene.words[max(0, at - 6) : at]
    if not any(word in _NONE for word in before):
        return False
    return "no" in before or "without" in before or any(word in _STATES for word in before)
