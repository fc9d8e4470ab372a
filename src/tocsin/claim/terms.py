"""Find what an act hangs on."""

from dataclasses import dataclass

from tocsin.claim.ahead import claims_ahead, is_after, is_before, is_when, lies_ahead, states_act, supposes
from tocsin.claim.chain import HANGING, pattern_end
from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import EDGES, UNITS
from tocsin.model import ConditionRelation

HINGES = frozenset("depend depends depended hinge hinges hinged dependent conditional contingent".split())
"""Words that say of their subject that it hangs on what "on" governs behind them."""
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
    **{(verb, prep): "if" for verb in HINGES for prep in ("on", "upon")},
    ("conditioned", "on"): "if",
    ("in", "return", "for"): "in_return_for",
    ("in", "exchange", "for"): "in_return_for",
    ("in", "return", ","): "in_return_for",
    ("in", "exchange", ","): "in_return_for",
    ("for", "every"): "in_return_for",
    ("for", "each"): "in_return_for",
    ("provided", "that"): "if",
    ("only", "after"): "if",
    ("only", "when"): "if",
    ("only", "once"): "if",
    ("pending",): "until",
    ("failing", "which"): "unless",
    ("failing", "that"): "unless",
    ("failing",): "unless",
    ("in", "the", "absence", "of"): "unless",
    ("only", "then"): "if",
}
"""Fixed words that open a condition, and how an act hangs on it; those that end in a preposition govern a noun."""
_OPENERS = {word: tuple(one for one in _PHRASES if one[0] == word) for word in {one[0] for one in _PHRASES}}
"""The same words by the first of them, in the same order."""
_GOVERNING = frozenset({"for", "of", "on", "to", "pending", "failing"})
_ASKED_BEFORE = {("failing", "which"), ("failing", "that"), ("only", "then")}
"""What takes up what was asked before it and says nothing of its own."""
_OPEN: dict[str, ConditionRelation] = {
    "if": "if",
    "unless": "unless",
    "until": "until",
    "till": "until",
    "provided": "if",
    "providing": "if",
    "once": "if",
}
_DEGREES = frozenset({"every", "each"})
_SIGNS = (
    frozenset(_OPEN)
    | HINGES
    | frozenset(
        "every each day hour minute return exchange condition pending failing moment long soon only when understanding proviso event "
        "case subject conditioned should absence after before".split()
    )
)
_NOT_AFTER = frozenset({"as", "even", "asked", "when"})
"""Words that make an "if" behind them something else: "as if", "even if"."""


@dataclass(slots=True)
class Terms:
    """A condition in a sentence: its relation and the tokens that state it, half-open.

    Attributes:
        relation: how an act hangs on it.
        start, end: its tokens.
        back: it takes up what was asked before it, so that only what follows hangs on it: "failing which", "otherwise".
    """

    relation: ConditionRelation
    start: int
    end: int
    back: bool = False


def conditions(scene: Scene) -> list[Terms]:
    """Find the conditions of a sentence.

    Args:
        scene: the sentence.

    Returns:
        Conditions in text order; "as if", "even if" and "whether" are none.
    """
    words = scene.words
    found = [Terms("if", start, end) for start, end in _inverted(scene)] + _afterwards(scene)
    found += [Terms("unless", at, at + 1, back=True) for at in range(len(words)) if _is_otherwise(scene, at)]
    found += _behind_objects(scene)
    if _SIGNS.isdisjoint(words):
        return found
    for at, word in enumerate(words):
        if any(terms.start <= at < terms.end for terms in found):
            continue
        opening = next(
            (phrase for phrase in _OPENERS.get(word, ()) if tuple(words[at : at + len(phrase)]) == phrase),
            None,
        )
        if opening is not None and (
            (opening[0] == "for" and not _pays(scene, at))
            or (opening[-1] == "," and at < 2)
            or (
                opening == ("failing",)
                and not (scene.tags[at + 1 : at + 2] == ["D"] and claims_ahead(scene, len(words)))
            )
        ):
            continue  # "In return, the government ..." goes on from the sentence before
        if opening is not None and words[at + len(opening) : at + len(opening) + 1] != [_IDLE]:
            start = at + len(opening)
            alone = opening[-1] == "," or opening in _ASKED_BEFORE
            end = (
                start - (opening[-1] == ",")
                if alone
                else _end_of(scene, start, phrase=opening[-1] in _GOVERNING | _DEGREES)
            )
            found.append(Terms(_PHRASES[opening], at, max(at + 1, end), back=alone))
        elif (word == "should" and at and supposes(scene, at)) or (
            (is_when(scene, at) or is_after(scene, at)) and lies_ahead(scene, at)
        ):
            found.append(Terms("if", at, _end_of(scene, at + 1, phrase=False)))
        elif is_before(scene, at):
            verb = next(c.verb for c in scene.clauses if scene.phrases[c.verb].start > at)
            stop = _comma(words, scene.phrases[verb].end)
            found.append(Terms("until", at, min(stop, _end_of(scene, at + 1, phrase=False))))
        elif word in _OPEN and _opens(scene, at) and not (at and words[at - 1] in _NOT_AFTER):
            noun = word in {"until", "till"} and _governs_act(scene, at)
            if word in {"until", "till", "once"} and not noun and not states_act(scene, at):
                continue
            if word == "if" and _asks(scene, at):
                continue
            found.append(Terms(_OPEN[word], at, _end_of(scene, at + 1, phrase=noun)))
    return found


def reaches(scene: Scene, terms: Terms, token: int) -> bool:
    """Tell whether an act may hang on a condition by where both stand.

    Args:
        scene: the sentence.
        terms: a condition.
        token: token of the act.

    Returns:
        False for an act before "failing which" or "otherwise", and before a condition of another act that a semicolon or "but"
        sets apart.
    """
    between = scene.words[token : terms.start]
    apart = between[-1:] == [";"] or (
        "but" in between and _verb_between(scene, token + between.index("but"), terms.start)
    )
    return token >= terms.start or not (terms.back or apart)


def _verb_between(scene: Scene, start: int, end: int) -> bool:
    return any(start < scene.phrases[clause.verb].head < end for clause in scene.clauses)


def opens(scene: Scene, terms: Terms | None, phrase: int) -> bool:
    """Tell whether a phrase is the first verb that an "if" tells.

    Args:
        scene: the sentence.
        terms: the "if" in which the phrase stands; None = it stands in none.
        phrase: position of the phrase.

    Returns:
        True where no verb stands before it there.
    """
    if terms is None:
        return False
    return all(scene.kind(at) != "VG" for at in range(scene.phrase_at(terms.start), phrase))


_IDLE = "anonymity"
"""What people ask for who speak "on condition of": it says nothing of an act."""
_SUPPOSE = frozenset({"suppose", "supposing", "imagine", "assuming"})
_SUBJECTS = dict.fromkeys(("had", "were"), frozenset({"D", "P", "NS", "PRP", "J"}))
_SUBJECTS["should"] = _SUBJECTS["had"] | {"N", "EX"}
"""Parts of speech that may follow a verb that opens a condition without "if"."""


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
    if len(words) > first and words[first] in _SUPPOSE:
        found.append((first, len(words)))
    return found + _inverted(scene)


def _behind_objects(scene: Scene) -> list[Terms]:
    """Find the condition behind the object of a verb that sets one: "made the talks dependent on", "offered to swap them for"."""
    found = []
    for clause in scene.clauses:
        for pattern in scene.know.operator_verbs.get(scene.word(clause.verb), ()):
            relation = HANGING.get(scene.know.operators[pattern.operator].id)
            end = pattern_end(scene, clause, pattern.rest) if relation else 0
            start = end - len(pattern.rest) + 1
            dated = any(a <= end < b or a == start for a, b in scene.sentence.times)
            if relation and end and not dated and (relation == "if" or claims_ahead(scene, start)):
                found.append(Terms(relation, start, _end_of(scene, end, phrase=True)))
    return found


def _inverted(scene: Scene) -> list[tuple[int, int]]:
    """Find a condition without "if" at the head of a sentence: "should the army advance, ..."."""
    first = 1 if scene.tags[0] == '"' else 0
    following = scene.tags[first + 1 : first + 2]
    if following and scene.words[first] in _SUBJECTS and following[0] in _SUBJECTS[scene.words[first]]:
        return [(first, _comma(scene.words, first))]
    return []


def _afterwards(scene: Scene) -> list[Terms]:
    """Find "after that (date)" at the head of a sentence: what follows hangs on what was asked before."""
    first = 1 if scene.tags[0] == '"' else 0
    words = scene.words[first : first + 3]
    if words[:2] not in (["after", "that"], ["past", "that"]) or not claims_ahead(scene, len(scene.words)):
        return []
    dated = words[2:] in (["date"], ["deadline"], ["day"], ["point"])
    if not dated and scene.tags[first + 2] not in {",", "PRP", "D"}:
        return []
    return [Terms("unless", first, first + (3 if dated else 2), back=True)]


def _pays(scene: Scene, at: int) -> bool:
    """Tell whether "for every" names a price: "for every prisoner freed, it would reopen a mile of road"."""
    return (
        at in {0, 1}
        and claims_ahead(scene, len(scene.words))
        and not any(a <= at < b for a, b in scene.sentence.times)
    )


def _is_otherwise(scene: Scene, at: int) -> bool:
    """Tell whether an "otherwise" stands for the failure of what was asked before: "they would otherwise march"."""
    if scene.words[at] != "otherwise":
        return False
    verbs = [scene.phrases[clause.verb] for clause in scene.clauses]
    return any(
        group.modal in {"will", "would", "shall"}
        and (group.start <= at < group.end or 0 < group.start - at < 8)
        for group in verbs
    )


def _comma(words: list[str], at: int) -> int:
    return next((i for i in range(at, len(words)) if words[i] == ","), len(words))


def _opens(scene: Scene, at: int) -> bool:
    """Tell whether a word opens a clause: "provided" does so behind a verb of what lies ahead, and is a verb otherwise."""
    if scene.tags[at] in {"I", "R"}:
        return True
    return (
        scene.words[at] == "provided"
        and not (at and scene.tags[at - 1] in {"V", "VZ", "VD"})
        and claims_ahead(scene, at)
    )


def _governs_act(scene: Scene, at: int) -> bool:
    """Tell whether "until" governs a noun that is no date: "until the withdrawal of all troops"."""
    following = scene.phrase_at(at) + 1
    last = following + 2 if scene.word(following + 1) == "of" else following
    return (
        scene.is_name(following)
        and not scene.verb_follows(last)
        and not any(start <= at + 1 < end for start, end in scene.sentence.times)
        and scene.words[at + 1] not in {"further", "now", "then", "recently"}
        and scene.word(following) not in scene.know.heads["periods"] | EDGES | UNITS
    )


def _asks(scene: Scene, at: int) -> bool:
    """Tell whether "if" means "whether": behind asked, wonder, know, see, unclear."""
    return at > 0 and scene.words[at - 1] in {
        "asked", "ask", "wonder", "wondered", "know", "knew", "see", "unclear", "sure", "questioned", "doubt",
    }  # fmt: skip


def _end_of(scene: Scene, at: int, *, phrase: bool) -> int:
    """Find where a condition ends: at a comma or "then" behind its verb, at a new subject, or with the sentence."""
    verbs = [scene.phrases[c.verb] for c in scene.clauses if scene.phrases[c.verb].form == "finite"]
    opened = scene.kind(scene.phrase_at(at)) == "VG" if at < len(scene.words) else False
    seen = phrase or not verbs or opened  # "if attacked, they will respond"
    for token in range(at, len(scene.words)):
        if any(group.start == token for group in verbs):
            if phrase:
                stop = _before_subject(scene, token)
                return stop if stop > at else _before_joint(scene, token)
            seen = True
        if scene.words[token] in {"then", ";"} or scene.tags[token] in {".", '"'}:
            return token
        if (
            token > at
            and scene.tags[token] in {"EX", "PRP"}
            and seen
            and not phrase
            and _speaks_ahead(scene, token)
        ):
            return token  # "until they walk free there will be no talks"
        if scene.tags[token] != "," or _and_verb(scene, token + 1):
            continue
        if seen or _speaks_ahead(scene, token + 1):
            return token
    return len(scene.words)


def _speaks_ahead(scene: Scene, token: int) -> bool:
    """Tell whether a token opens the subject of a verb of what lies ahead: "we will respond"."""
    return any(
        clause.subject
        and scene.phrases[clause.subject[0]].start == token
        and scene.phrases[clause.verb].modal in {"will", "would", "shall"}
        for clause in scene.clauses
    )


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
