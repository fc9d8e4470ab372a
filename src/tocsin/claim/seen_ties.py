"""Ties between parties that the network sees, and its say in those that the patterns found."""

from tocsin.claim.clauses import Scene
from tocsin.claim.seen import head_of, meet, mode_of, names_of
from tocsin.claim.ties import Tie
from tocsin.claim.who import Namer
from tocsin.model import Sight

TIED = 0.2
"""A tie of the patterns is told from this chance of its trigger on; chosen on the development part."""


def is_tie(scene: Scene, sight: Sight, tie: Tie) -> bool:
    """Tell whether the network sees anything at the words of a tie: "President X of Y" is none, "leader X of Y" is.

    A compound with a name ("Iran-backed") says it whatever the network sees.
    """
    plain = tie.score is not None or "-" in scene.words[tie.token]
    return plain or sight.chance(*tie.trigger) >= TIED


def seen_ties(scene: Scene, namer: Namer, sight: Sight, known: list[Tie]) -> list[Tie]:
    """Give the ties that only the network sees: those whose trigger or parties no tie of the patterns has."""
    found = []
    for act in sight.acts:
        actor, recipient = (names_of(scene, namer, act, role) for role in ("actor", "recipient"))
        if act.event_type != "TIE" or not (actor and recipient and mode_of(act)):
            continue
        same = [
            tie
            for tie in known
            if meet(tie.trigger, (act.start, act.end))
            or (meet(tie.actor, actor[0]) and meet(tie.recipient, recipient[0]))
        ]
        if not same:
            token = head_of(scene, act)
            found.append(
                Tie(
                    mode=mode_of(act),
                    actor=actor[0],
                    recipient=recipient[0],
                    trigger=(act.start, act.end),
                    token=token,
                    clause=scene.clause_of.get(scene.phrase_at(token), -1),
                    score=act.score,
                )
            )
    return found
