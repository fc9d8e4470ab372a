"""Part the end of an act from the act: "suspend" of "suspend the attacks"."""

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.seen import head_of, meet, mode_of
from tocsin.claim.who import Namer
from tocsin.model import Sight

ENDS = frozenset({"RETREAT", "CONCEDE", "SANCTION", "REJECT"})
"""What an act becomes that stops."""


def part_ends(scene: Scene, namer: Namer, sight: Sight, drafts: list[Draft]) -> list[Ref]:
    """Let the end of an act bear its own trigger, as the network sees it.

    Args:
        scene: the sentence.
        namer: its names.
        sight: what the network sees in it.
        drafts: acts of the patterns, changed in place.

    Returns:
        The words of acts that are not told besides their end.
    """
    return [ref for draft in drafts if (ref := _part(scene, namer, sight, draft)) is not None]


def _part(scene: Scene, namer: Namer, sight: Sight, draft: Draft) -> Ref | None:
    """Part the end of an act from the act, by changing the draft: of "suspend the attacks" the end bears the trigger "suspend".

    Returns:
        The words of an act that is not told besides its end: what is lifted, cancelled or cut off, but not an attack.
    """
    link = next((link for link in draft.links if link.operator.sets == "halt" and link.phrase >= 0), None)
    if link is None or draft.event_type == draft.entry.event_type:
        return None
    words = namer.phrase_ref(link.phrase)
    apart = [act for act in sight.acts if not meet((act.start, act.end), draft.trigger)]
    end = next((act for act in apart if meet((act.start, act.end), words) and act.event_type in ENDS), None)
    if end is None:
        return None
    ended = draft.trigger
    draft.trigger, draft.token = (end.start, end.end), head_of(scene, end)
    if end.event_type != draft.event_type:
        draft.event_type, draft.mode = end.event_type, mode_of(end)
    return None if draft.entry.event_type == "ASSAULT" else ended
