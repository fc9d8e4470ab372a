"""Find the objects and prepositional phrases behind the verbs of a sentence."""

from typing import TYPE_CHECKING

from tocsin.claim.phrases import SUBORDINATORS

if TYPE_CHECKING:
    from tocsin.claim.clauses import Clause, Scene


def collect(scene: "Scene") -> None:
    """Fill `objects`, `preps` and `stop` of every clause.

    Args:
        scene: a sentence whose clauses have their subjects; changed in place.
    """
    openings = {
        clause.subject[0]
        for clause in scene.clauses
        if clause.subject and scene.phrases[clause.verb].form == "finite" and clause.link in {"", "that"}
    }
    for clause in scene.clauses:
        at = _object_place(scene, clause)
        later = at in openings and _opens_later(scene, at, clause)
        if scene.is_name(at) and not scene.preps[at] and not later:
            clause.objects = scene.listed(at, len(scene.phrases))
            at = clause.objects[-1] + 1
        while at < len(scene.phrases) and not _ends(scene, at):
            if scene.kind(at) == "NP" and scene.preps[at]:
                clause.preps.append((scene.preps[at], at))
            at += 1
        clause.stop = at


def _object_place(scene: "Scene", clause: "Clause") -> int:
    """Find where the object of a verb may stand: behind adverbs, dates and words set between commas."""
    at, passed = clause.verb + 1, []  # type: int, list[tuple[str, int]]
    while at < len(scene.phrases):
        dated = at + (scene.kind(at) == "I")
        if scene.kind(at) in {"R", '"', "NEG"}:
            at += 1
        elif scene.kind(dated) == "NP" and scene.phrases[dated].form == "time":
            passed += [(scene.preps[dated], dated)] if dated > at else []
            at = dated + 1
        elif inserted := _inserted(scene, at):
            at = inserted
        elif _hears(scene, at):
            passed.append((scene.word(at), at + 1))
            at += 2
        else:
            break
    if not scene.is_name(at) or scene.preps[at]:
        return clause.verb + 1
    clause.preps += passed
    return at


def _inserted(scene: "Scene", at: int) -> int:
    """Step over words between commas that hold no verb: "accepted, subject to guarantees, the plan"; 0 = there are none."""
    if scene.kind(at) != "," or scene.kind(at + 1) not in {"I", "J", "NP"}:
        return 0
    end = at + 1
    while scene.kind(end) in {"I", "J", "NP", "R", "TO"}:
        end += 1
    return end + 1 if scene.kind(end) == "," else 0


_WIDEST = 5
"""Phrases between the comma and the verb of words set into a clause, at most."""


def settle(scene: "Scene") -> None:
    """Let a verb behind interposed words of saying be finite: "the rebels, he said, attacked the town and burned it".

    Args:
        scene: a sentence with its phrases; their forms are changed in place.
    """
    for verb in range(2, len(scene.phrases) - 3):
        comma, behind = verb + 1, verb + 2
        phrase = scene.phrases[behind]
        told = scene.kind(verb) == "VG" and scene.word(verb) in scene.know.speech and scene.kind(comma) == ","
        if not told or phrase.kind != "VG" or phrase.form != "en" or not scene.is_name(behind + 1):
            continue
        joined = {"and", "or", "but"}
        other = [
            at
            for at in range(len(scene.phrases))
            if at != verb and scene.kind(at) == "VG" and scene.phrases[at].form == "finite"
        ]
        if all(at > behind and scene.word(at - 1) in joined for at in other):
            phrase.form, phrase.passive = "finite", False


def interposed(scene: "Scene", verb: int) -> int:
    """Find where words of saying are set into the clause that they report: "the army, he said, had shelled the town".

    Args:
        scene: the sentence.
        verb: position of a verb group.

    Returns:
        Position of the comma before them; -1 where the verb is no such one: it does not report, or the clause before the
        comma has its verb, or none follows.
    """
    if scene.word(verb) not in scene.know.speech:
        return -1
    comma = verb + 1
    while scene.kind(comma) == "I" or (scene.kind(comma) == "NP" and scene.phrases[comma].form == "time"):
        comma += 1
    behind = comma + 1 + (scene.kind(comma + 1) == "R")
    if scene.kind(comma) != "," or scene.kind(behind) != "VG" or scene.phrases[behind].form != "finite":
        return -1
    at = verb - 1
    while at > 0 and scene.kind(at) in {"NP", "I", "R"}:
        at -= 1
    if scene.kind(at) != "," or not 2 <= verb - at <= _WIDEST or not scene.is_name(at - 1):
        return -1
    finite = any(scene.kind(n) == "VG" and scene.phrases[n].form == "finite" for n in range(at))
    return -1 if finite else at


def _hears(scene: "Scene", at: int) -> bool:
    """Tell whether "to somebody" stands between a verb and its object: "proposed to the other side a truce"."""
    behind = at + 2
    return (
        scene.word(at) == "to"
        and scene.is_name(at + 1)
        and scene.is_name(behind)
        and not scene.preps[behind]
        and not scene.verb_follows(behind)
    )


def _ends(scene: "Scene", at: int) -> bool:
    """Tell whether the words of a clause end before a phrase: at the next verb, wh-word or clause."""
    kind = scene.kind(at)
    if kind in {"VG", "W"}:
        return True
    if kind == ",":
        following = at + 2 if scene.kind(at + 1) == "C" else at + 1
        return scene.kind(following) in {"VG", "W"} or (
            scene.kind(following) == "NP" and scene.verb_follows(following)
        )
    return kind == "I" and scene.word(at) in SUBORDINATORS and scene.verb_follows(at + 1)


def _opens_later(scene: "Scene", at: int, clause: "Clause") -> bool:
    return any(other.subject[:1] == [at] and other.verb > clause.verb for other in scene.clauses)


def behind_complement(scene: "Scene", at: int) -> int:
    """Step over "of Ardana" in "the government of Ardana and the rebels", where the second party has no preposition.

    Args:
        scene: the sentence.
        at: position of a noun phrase.

    Returns:
        Position of the last phrase before the "and", else the same position.
    """
    joined = scene.word(at + 1) in {"of", "in"} and scene.word(at + 3) == "and" and scene.kind(at + 2) == "NP"
    return at + 2 if joined and scene.kind(at + 4) == "NP" and not scene.preps[at + 4] else at


def starts_anew(scene: "Scene", at: int) -> bool:
    """Tell whether a phrase behind "and" is a second subject: "the government of Ardana and the Osk Liberation Army agreed".

    Args:
        scene: the sentence.
        at: position of the phrase behind "and".

    Returns:
        True where it has an article of its own and the phrase before it, a bare name, has none.
    """
    if scene.word(at - 1) != "and" or scene.kind(at - 2) != "NP" or not scene.verb_follows(at):
        return False
    before = scene.phrases[at - 2]
    bare = all(tag == "P" for tag in scene.tags[before.start : before.end])
    return bare and scene.words[scene.phrases[at].start] == "the"


def opens_subject(scene: "Scene", at: int) -> bool:
    """Tell whether two names behind the comma of an opening phrase are the subject: "In a statement, Ardana and Estrel said".

    Args:
        scene: the sentence.
        at: position of the first of them.

    Returns:
        True where nothing but the opening phrase stands before them, and a verb behind.
    """
    opened = at == 3 and scene.kind(0) == "I" and scene.kind(1) == "NP" and scene.kind(2) == ","
    return (
        opened and scene.word(at + 1) == "and" and scene.kind(at + 2) == "NP" and scene.verb_follows(at + 2)
    )


_SHARED = frozenset("will would shall must should may might could can".split())
"""Modals that reach over an "and" to a bare verb."""


def share_modal(scene: "Scene", clause: "Clause", earlier: "Clause") -> None:
    """Give a bare verb the modal of the verb that it continues: "will address and receive".

    Args:
        scene: the sentence; the verb group of the clause is changed in place.
        clause: what begins behind an "and" or "or".
        earlier: the clause that it continues.
    """
    group, model = scene.phrases[clause.verb], scene.phrases[earlier.verb]
    if model.modal in _SHARED and group.head == group.start and scene.tags[group.head] == "V":
        group.modal = model.modal


def share_governor(scene: "Scene", clause: "Clause", before: int, verb: int) -> bool:
    """Hang a clause on what the like verb before its "and" hangs on: "to stop and to leave", "of stealing and killing".

    Args:
        scene: the sentence.
        clause: a clause whose verb is no finite one; changed in place.
        before: position before its verb.
        verb: position of the verb before that, -1 = none.

    Returns:
        Whether there is such a verb.
    """
    if scene.kind(before) != "C" or verb < 0 or scene.phrases[verb].form != scene.phrases[clause.verb].form:
        return False
    twin = scene.clauses[scene.clause_of[verb]]
    clause.link, clause.governor, clause.noun = twin.link, twin.governor, twin.noun
    clause.subject = list(twin.subject)
    return True


def completed(scene: "Scene", at: int) -> int:
    """Step back from "the rebels" in "an offer by the rebels in the north to free" to the noun that the infinitive completes.

    Args:
        scene: the sentence.
        at: position of the noun phrase before the infinitive.

    Returns:
        Position of the noun that takes an infinitive, else the same position.
    """
    noun = at
    while scene.preps[noun] in {"by", "from", "in"} and scene.kind(noun - 2) == "NP":
        noun -= 2
    return noun if scene.word(noun) in scene.know.operator_nouns else at


def bracket(scene: "Scene", at: int) -> int:
    """Find the bracket that a closing one answers.

    Args:
        scene: the sentence.
        at: position of the closing bracket.

    Returns:
        Position of the opening one, else the same position.
    """
    return next((i for i in range(at - 1, max(at - 8, -1), -1) if scene.word(i) == "("), at)


def announces(scene: "Scene", verb: int, before: int) -> bool:
    """Tell whether an infinitive is all the verb that a headline has: "Rebels to halt attacks", "guns to fall silent".

    Args:
        scene: the sentence; such a verb group becomes a finite one that lies ahead.
        verb: position of the infinitive.
        before: position before it.

    Returns:
        True where a noun that takes no infinitive stands before it, and no other verb could be that of the sentence.
    """
    noun = before - (scene.kind(before) == "R")
    if (
        scene.kind(noun) != "NP"
        or scene.phrases[noun].form == "time"
        or scene.preps[noun] not in {"", "of", "in"}
    ):
        return False
    colon = max((at for at in range(before) if scene.word(at) in {":", ";"}), default=-1)
    heads = [at for at in range(colon + 1, noun + 1) if scene.kind(at) == "NP"]
    if any(scene.word(at) in scene.know.operator_nouns for at in heads):
        return False
    if any(scene.kind(at) == "VG" or scene.kind(at) == "W" for at in range(colon + 1, before + 1)):
        return False
    if not all(
        _is_aside(scene, at, verb) for at in range(verb + 1, len(scene.phrases)) if scene.kind(at) == "VG"
    ):
        return False
    scene.phrases[verb].form, scene.phrases[verb].modal = "finite", "is to"
    return True


def _is_aside(scene: "Scene", at: int, verb: int) -> bool:
    """Tell whether a later verb is not that of the sentence: no finite one, behind an "if", or one that says who tells it."""
    if scene.phrases[at].form != "finite":
        return True
    opened = any(scene.word(n) in SUBORDINATORS or scene.kind(n) == "W" for n in range(verb + 1, at))
    return opened or scene.word(at) in scene.know.speech


def lift(scene: "Scene", at: int, *, paused: bool = False) -> int:
    """Climb from "militias" in "a group of militias" to "a group", so that the antecedent is the whole.

    Args:
        scene: the sentence.
        at: position of the noun phrase before a relative clause.
        paused: climb also to "the pause" from "the pause in air strikes": what is agreed or extended is the pause.

    Returns:
        Position of the antecedent.
    """
    while scene.preps[at] in {"of", "in", "on", "to"} and scene.kind(at - 2) == "NP":
        operators = [
            scene.know.operators[one.operator]
            for one in scene.know.operator_nouns.get(scene.word(at - 2), ())
        ]
        halts = paused and any(one.sets == "halt" for one in operators)
        if not halts and (operators or scene.preps[at] != "of"):
            break
        at -= 2
    return at


def named(scene: "Scene", candidates: list[int]) -> int:
    """Choose the subject of a verb: the first noun phrase of its clause, or the name that is set behind it.

    Args:
        scene: the sentence.
        candidates: noun phrases before the verb, the nearest first.

    Returns:
        "the Free Marsh Army" of "the fifth signatory, the Free Marsh Army, demands"; a person behind his title is left out,
        since the title says for whom he speaks.
    """
    first = candidates[-1]
    phrase = scene.phrases[first]
    titled = scene.word(first) in scene.know.heads["leaders"] | scene.know.heads["speakers"]
    apposed = len(candidates) == 2 and candidates[0] == first + 2 and scene.kind(first + 3) == ","
    if titled or not apposed or scene.kind(first + 1) != "," or "P" in scene.tags[phrase.start : phrase.end]:
        return first
    behind = scene.phrases[first + 2]
    body = scene.word(first + 2) in scene.know.heads["bodies"]
    return first + 2 if body and scene.tags[behind.head] == "P" else first
