"""Find how sure a text is of an act: "may", "reportedly", "it is said"."""

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Link
from tocsin.model import Certainty


def _accuser_unknown(scene: Scene, link: Link) -> bool:
    """Tell whether somebody is accused by nobody named: "a man accused of killing"."""
    if link.clause < 0 or link.operator.sets != "asserted" or link.operator.doer != "object":
        return False
    clause = scene.clauses[link.clause]
    return scene.phrases[clause.verb].passive and not any(prep == "by" for prep, _ in clause.preps)


def certainty(scene: Scene, draft: Draft) -> Certainty:
    """Find the hedge nearest the act: beside its verb, or in its noun phrase."""
    phrase = scene.phrases[draft.phrase]
    start = max(0, phrase.start - 3)
    end = min(len(scene.words), phrase.end + 1)
    for link in draft.links:
        above = scene.phrases[link.phrase]
        start, end = min(start, max(0, above.start - 2)), max(end, above.end)
    dated = {at for span in scene.sentence.times for at in range(*span)}  # "9 May" hedges nothing
    near = [scene.words[at] for at in range(start, end) if at not in dated]
    hedges = [scene.know.hedges[word] for word in near if word in scene.know.hedges]
    if "possible" in hedges:
        return "possible"
    hedges += ["probable" for link in draft.links if _accuser_unknown(scene, link)]
    return "probable" if hedges else hearsay(scene, draft)


def hearsay(scene: Scene, draft: Draft) -> Certainty:
    """Find what people say or what merely seems: "Allegedly, ...", "..., it is said, ...", "are said to have ..."."""
    first = scene.know.hedges.get(scene.words[0]) if scene.words[1:2] == [","] else None
    if first:
        return first
    told = f" {' '.join(scene.words)} "
    if any(f" , {words} , " in told for words in scene.know.rumours):
        return "probable"
    if (
        scene.preps[draft.phrase] == "of"
        and draft.phrase > 1
        and scene.word(draft.phrase - 2) in scene.know.tales
    ):
        return "probable"
    number, seen = draft.clause, set[int]()
    while number >= 0 and number not in seen:
        seen.add(number)
        clause = scene.clauses[number]
        group = scene.phrases[clause.verb]
        word = scene.words[group.head]
        if number != draft.clause and (
            word in scene.know.seeming or (group.passive and word in scene.know.rumoured)
        ):
            return "probable"
        number = clause.governor if clause.link == "to" else _twin(scene, number)
    return "certain"


def _twin(scene: Scene, number: int) -> int:
    """Find the infinitive that a verb continues: "is said to have split and expelled"; -1 = none."""
    clause = scene.clauses[number]
    previous = scene.clauses[number - 1] if number else None
    joined = previous is not None and scene.kind(clause.verb - 1) == "C"
    return number - 1 if joined and previous and scene.phrases[previous.verb].form == "to" else -1
