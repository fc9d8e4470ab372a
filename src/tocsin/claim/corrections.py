"""Let the network correct what the patterns read of an act that both see.

The patterns read the act by its words and the syntax around them; the network has learnt from whole sentences. Each is
believed where it was right more often on the development part of the corpus; the thresholds are chosen there.
"""

from collections.abc import Iterable

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.sight import mode_of, names_of, seen_alone
from tocsin.claim.who import Namer
from tocsin.model import SeenAct

TYPE = 0.5
"""Least score from which the network's type is believed."""
MODE = 0.5
"""Least probability from which the network's mode is believed."""
STANDS = 0.8
"""Least probability from which the network is believed how an act stands."""
CERTAIN = 0.8
"""Least probability from which the network is believed how sure the speaker is."""
PARTIES = ("fill", "fill")
"""What is done with actor and recipient of the network: "fill" where the patterns have none, "take" = they replace."""


def correct(scene: Scene, namer: Namer, drafts: Iterable[Draft]) -> None:
    """Correct drafts in place.

    Args:
        scene: the sentence.
        namer: its names.
        drafts: acts; those that only one of the two sees stay as they are.
    """
    for draft in drafts:
        act = draft.seen
        if act is None or seen_alone(draft) or not _is_same(draft, act):
            continue
        _correct_type(draft, act)
        _correct_standing(draft, act)
        for role, how in zip(("actor", "recipient"), PARTIES, strict=True):
            _correct_party(draft, role, how, names_of(scene, namer, act, role))


def _is_same(draft: Draft, act: SeenAct) -> bool:
    """Tell whether the network means the trigger itself, and not an operator above it."""
    return act.start < draft.trigger[1] and draft.trigger[0] < act.end


def _correct_type(draft: Draft, act: SeenAct) -> None:
    if act.event_type != draft.event_type:
        if act.score < TYPE:
            return
        draft.event_type, draft.mode = act.event_type, mode_of(act)
        draft.reasons.append("network.type")
    elif mode_of(act) != draft.mode and act.chosen["mode"][1] >= MODE:
        draft.mode = mode_of(act)
        draft.reasons.append("network.mode")


def _correct_standing(draft: Draft, act: SeenAct) -> None:
    stands, sure = act.chosen["factuality"]
    if stands != draft.factuality and sure >= STANDS:
        draft.factuality = stands  # type: ignore[assignment]  # the labels are those of the model
        draft.reasons.append("network.factuality")
    certainty, sure = act.chosen["certainty"]
    if certainty != draft.certainty and sure >= CERTAIN:
        draft.certainty = certainty  # type: ignore[assignment]  # as above
        draft.reasons.append("network.certainty")


def _correct_party(draft: Draft, role: str, how: str, names: list[Ref]) -> None:
    mine: list[Ref] = getattr(draft, role)
    if not names or how == "none" or (how == "fill" and mine) or set(names) == set(mine):
        return
    other = draft.recipient if role == "actor" else draft.actor
    if how == "fill" and set(names) & set(other):
        return
    setattr(draft, role, names)
    draft.reasons.append(f"network.{role}")
