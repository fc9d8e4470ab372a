"""Tell whether a word opens a condition because its sentence speaks of what lies ahead: "when", "after", "should"."""

from tocsin.claim.clauses import Scene


def claims_ahead(scene: Scene, at: int) -> bool:
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


def supposes(scene: Scene, at: int) -> bool:
    """Tell whether a "should" before its subject supposes: "would march on the capital should the talks fail"."""
    opens = scene.tags[at + 1 : at + 2] in (["D"], ["P"], ["N"], ["NS"], ["PRP"], ["J"])
    behind_verb = (
        scene.tags[at - 1] in {"N", "NS", "P", ",", "R", "V", "I"} and scene.sentence.tokens[-1].lower != "?"
    )
    bare = any(tag in {"V", "N"} for tag in scene.tags[at + 2 : at + 7])
    return opens and behind_verb and bare and claims_ahead(scene, at)


def is_when(scene: Scene, at: int) -> bool:
    """Tell whether a word says when: "when the army leaves", "the moment a tank crosses the bridge"."""
    moment = scene.words[at] in {"moment", "day", "hour", "minute"} and scene.words[at - 1] == "the"
    moment = (
        moment
        and (at < 2 or scene.tags[at - 2] != "I")
        and scene.tags[at + 1 : at + 2] in (["D"], ["P"], ["PRP"], ["NS"], ["N"], ["EX"])
    )
    return scene.words[at] == "when" or (moment and scene.tags[at + 1 : at + 2] != ["I"])


def is_after(scene: Scene, at: int) -> bool:
    """Tell whether "after" says what must come first: "will only go back to work after the firm has withdrawn the letters"."""
    if scene.words[at] != "after" or scene.tags[at] not in {"I", "R"}:
        return False
    return not any(start <= at < end for start, end in scene.sentence.times) and states_act(scene, at)


def is_before(scene: Scene, at: int) -> bool:
    """Tell whether "before" says until when somebody will not act: "will not leave before the rebels hand over their guns".

    What had been refused before something happened is a fact: "refused to leave before he was killed".
    """
    if scene.words[at] != "before":
        return False
    following = scene.phrase_at(at) + 1
    last = following + 2 if scene.word(following + 1) == "of" else following
    if not scene.is_name(following) or not scene.verb_follows(last):
        return False
    dated = at > 0 and any(start < at <= end for start, end in scene.sentence.times)
    finite = [
        c
        for c in scene.clauses
        if scene.phrases[c.verb].start < at and scene.phrases[c.verb].form == "finite"
    ]
    later = next((scene.phrases[c.verb] for c in scene.clauses if scene.phrases[c.verb].start > at), None)
    if dated or scene.words[at - 1] in _SPANS or later is None or not finite or finite[-1].link == "relative":
        return False
    group = scene.phrases[finite[-1].verb]
    past = scene.tags[later.start] == "VD"
    if group.modal in {"will", "would", "shall"}:
        return group.negated and not (past and group.modal != "would")
    patterns = scene.know.operator_verbs.get(scene.words[group.head], ())
    return not past and any(scene.know.operators[one.operator].sets == "refused" for one in patterns)


_SPANS = frozenset(
    "day days hour hours week weeks month months year years minutes moments shortly just".split()
)
"""Words before "before" that measure how long: "a day before rebels bombed the port"."""


def states_act(scene: Scene, at: int) -> bool:
    """Tell whether "until" or "once" opens a clause and is no preposition or adverb."""
    return any(
        scene.phrases[clause.verb].start > at and clause.opener == scene.words[at] for clause in scene.clauses
    )


def lies_ahead(scene: Scene, at: int) -> bool:
    """Tell whether "when" states a condition: "will free them when the army leaves", not "were shot when they left"."""
    following = [
        c
        for c in scene.clauses
        if scene.phrases[c.verb].start > at and scene.phrases[c.verb].form == "finite"
    ]
    ahead = any(scene.phrases[c.verb].modal in {"will", "would"} for c in scene.clauses)
    if not ahead or not following:
        return False
    group = scene.phrases[following[0].verb]
    modal = next(c for c in scene.clauses if scene.phrases[c.verb].modal in {"will", "would"}).verb
    would = any(scene.phrases[c.verb].modal == "would" for c in scene.clauses)
    only = scene.words[at] == "after" and "only" in scene.words[scene.phrases[modal].start : at]
    shifted = only or (
        would and (scene.words[at] not in {"when", "after"} or (scene.words[at] == "after" and group.perfect))
    )
    return scene.tags[group.start] in {"VZ", "V", *(["VD"] if shifted else [])}
