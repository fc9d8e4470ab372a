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
        at = clause.verb + 1
        while scene.kind(at) in {"R", '"', "NEG"}:
            at += 1
        later = at in openings and _opens_later(scene, at, clause)
        if scene.is_name(at) and not scene.preps[at] and not later:
            clause.objects = scene.listed(at, len(scene.phrases))
            at = clause.objects[-1] + 1
        while at < len(scene.phrases) and not _ends(scene, at):
            if scene.kind(at) == "NP" and scene.preps[at]:
                clause.preps.append((scene.preps[at], at))
            at += 1
        clause.stop = at


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
