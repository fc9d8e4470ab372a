"""Find what an act hangs on."""

from dataclasses import dataclass

from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import EDGES
from tocsin.model import ConditionRelation

_PHRASES: dict[tuple[str, ...], ConditionRelation] = {
    ("as", "long", "as"): "if",
    ("so", "long", "as"): "if",
    ("as", "soon", "as"): "if",
    ("on", "condition", "that"): "if",
    ("on", "the", "condition", "that"): "if",
    ("on", "condition", "of"): "if",
    ("on", "condition"): "if",
    ("on", "the", "understanding", "that"): "if",
    ("with", "the", "proviso", "that"): "if",
    ("on", "the", "proviso", "that"): "if",
    ("in", "the", "event", "that"): "if",
    ("in", "the", "event", "of"): "if",
    ("in", "case"): "if",
    ("subject", "to"): "if",
    ("dependent", "on"): "if",
    ("depends", "on"): "if",
    ("hinges", "on"): "if",
    ("conditioned", "on"): "if",
    ("in", "return", "for"): "in_return_for",
    ("in", "exchange", "for"): "in_return_for",
    ("conditional", "on"): "if",
    ("contingent", "on"): "if",
    ("provided", "that"): "if",
    ("only", "after"): "if",
    ("only", "when"): "if",
    ("only", "once"): "if",
    ("pending",): "until",
    ("failing", "which"): "unless",
    ("failing", "that"): "unless",
}
"""Fixed words that open a condition, and how an act hangs on it; those that end in a preposition govern a noun."""
_GOVERNING = frozenset({"for", "of", "on", "to", "pending"})
_OPEN: dict[str, ConditionRelation] = {
    "if": "if",
    "unless": "unless",
    "until": "until",
    "till": "until",
    "provided": "if",
    "providing": "if",
    "once": "if",
}
_SIGNS = frozenset(_OPEN) | frozenset({"return", "exchange", "condition", "conditional", "contingent", "pending", "failing", "moment",
                                       "long", "soon", "only", "when", "understanding", "proviso", "event", "case", "subject", "dependent",
                                       "depends", "hinges", "conditioned", "should"})  # fmt: skip
_NOT_AFTER = frozenset({"as", "even", "asked", "when"})
"""Words that make an "if" behind them something else: "as if", "even if"."""


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
    found = [Terms("if", start, end) for start, end in _inverted(scene)] + _afterwards(scene)
    if _SIGNS.isdisjoint(words):
        return found
    for at, word in enumerate(words):
        if any(terms.start <= at < terms.end for terms in found):
            continue
        opening = next((phrase for phrase in _PHRASES if tuple(words[at : at + len(phrase)]) == phrase), None)
        if opening is not None and words[at + len(opening) : at + len(opening) + 1] != [_IDLE]:
            start = at + len(opening)
            end = start if word == "failing" else _end_of(scene, start, phrase=opening[-1] in _GOVERNING)
            found.append(Terms(_PHRASES[opening], at, max(start, end)))
        elif (word == "should" and at and _supposes(scene, at)) or (
            _is_when(scene, at) and _lies_ahead(scene, at)
        ):
            found.append(Terms("if", at, _end_of(scene, at + 1, phrase=False)))
        elif word in _OPEN and _opens(scene, at) and not (at and words[at - 1] in _NOT_AFTER):
            noun = word in {"until", "till"} and _governs_act(scene, at)
            if word in {"until", "till", "once"} and not noun and not _states_act(scene, at):
                continue
            if word == "if" and _asks(scene, at):
                continue
            found.append(Terms(_OPEN[word], at, _end_of(scene, at + 1, phrase=noun)))
    return found


_IDLE = "anonymity"
"""What people ask for who speak "on condition of": it says nothing of an act."""
_SUPPOSE = frozenset({"suppose", "supposing", "imagine", "assuming"})
_INVERTED = frozenset({"had", "were", "should"})


def questions(scene: Scene) -> list[tuple[int, int]]:
    """Find the words that ask rather than tell.

    Args:
        scene: the sentence.

    Returns:
        Half-open token ranges: questions, each from its opening quotation mark or the head of the sentence.
    """
    found = []
    for at, word in enumerate(scene.words):
        if word == "?":
            opening = [start for start, end in scene.sentence.quotes if start < at < end]
            found.append((opening[0] if opening else 0, at))
    return found


def is_asked(scene: Scene, token: int) -> bool:
    """Tell whether a question asks for what a token names: "did they fire?", not "why did they fire?", which knows it."""
    return any(a <= token < b and not scene.words[a].startswith("wh") for a, b in questions(scene))


def unreal(scene: Scene) -> list[tuple[int, int]]:
    """Find the words that imagine rather than tell.

    Args:
        scene: the sentence.

    Returns:
        Half-open token ranges: "suppose ...", "as if ...", and "had the rebels attacked, ...".
    """
    words, tags = scene.words, scene.tags
    found = [
        (at, _comma(words, at))
        for at, word in enumerate(words)
        if word == "as" and words[at + 1 : at + 2] in (["if"], ["though"])
    ]
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


def _afterwards(scene: Scene) -> list[Terms]:
    """Find "after that (date)" at the head of a sentence: what follows hangs on what was asked before."""
    first = 1 if scene.tags[0] == '"' else 0
    words = scene.words[first : first + 3]
    if words[:2] not in (["after", "that"], ["past", "that"]) or not _claims_ahead(scene, len(scene.words)):
        return []
    dated = words[2:] in (["date"], ["deadline"], ["day"], ["point"])
    if not dated and scene.tags[first + 2] not in {",", "PRP", "D"}:
        return []
    return [Terms("unless", first, first + (3 if dated else 2))]


def _supposes(scene: Scene, at: int) -> bool:
    """Tell whether a "should" before its subject supposes: "would march on the capital should the talks fail"."""
    opens = scene.tags[at + 1 : at + 2] in (["D"], ["P"], ["N"], ["NS"], ["PRP"], ["J"])
    behind_verb = (
        scene.tags[at - 1] in {"N", "NS", "P", ",", "R", "V", "I"} and scene.sentence.tokens[-1].lower != "?"
    )
    bare = any(tag in {"V", "N"} for tag in scene.tags[at + 2 : at + 7])
    return opens and behind_verb and bare and _claims_ahead(scene, at)


def _claims_ahead(scene: Scene, at: int) -> bool:
    """Tell whether a verb before a token speaks of what lies ahead."""
    verbs = [scene.phrases[clause.verb] for clause in scene.clauses if scene.phrases[clause.verb].start < at]
    patterns = [p for group in verbs for p in scene.know.operator_verbs.get(scene.words[group.head], ())]
    adjectives = [p for word in scene.words[:at] for p in scene.know.operator_adjectives.get(word, ())]
    binds = any(
        scene.know.operators[p.operator].sets in {"offered", "threatened", "accepted"}
        for p in (*patterns, *adjectives)
        if not p.rest
    )
    return binds or any(group.modal in {"will", "would", "shall"} for group in verbs)


def _comma(words: list[str], at: int) -> int:
    return next((i for i in range(at, len(words)) if words[i] == ","), len(words))


def _opens(scene: Scene, at: int) -> bool:
    """Tell whether a word opens a clause: "provided" does so behind a verb of what lies ahead, and is a verb otherwise."""
    if scene.tags[at] in {"I", "R"}:
        return True
    return (
        scene.words[at] == "provided"
        and scene.tags[at - 1] not in {"V", "VZ", "VD"}
        and _claims_ahead(scene, at)
    )


def _is_when(scene: Scene, at: int) -> bool:
    """Tell whether a word says when: "when the army leaves", "the moment a tank crosses the bridge"."""
    moment = scene.words[at] == "moment" and scene.words[at - 1] == "the" and scene.tags[at - 2] != "I"
    return scene.words[at] == "when" or (moment and scene.tags[at + 1 : at + 2] != ["I"])


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
    last = following + 2 if scene.word(following + 1) == "of" else following
    return (
        scene.is_name(following)
        and not scene.verb_follows(last)
        and not any(start <= at + 1 < end for start, end in scene.sentence.times)
        and scene.words[at + 1] not in {"further", "now", "then", "recently"}
        and scene.word(following) not in scene.know.heads["periods"] | EDGES
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
