"""Find whom an act is directed at by whom its speaker tells of it: "warned the militia that its camps would be bombed"."""

from collections.abc import Sequence

from tocsin.claim.draft import Draft, Ref
from tocsin.claim.saying import Saying
from tocsin.claim.speech import chain_of
from tocsin.claim.who import Namer

_TOLD = frozenset({"threatened", "offered"})
_THEIRS = frozenset("they them their its it his her he she him you your".split())


def address(namer: Namer, draft: Draft, said: Sequence[Saying]) -> None:
    """Name the hearers of a saying in the acts that it tells.

    Args:
        namer: the names of the sentence.
        draft: an act; "you" becomes whoever is spoken to, and what is threatened or offered is directed at him where it is
            directed at nobody else or only at what is his.
        said: the sayings of the sentence.
    """
    chain = chain_of(draft.token, said)
    hearers = chain[0].hearers if chain else []
    if not hearers:
        return
    for side in (draft.actor, draft.recipient):
        if any(_first(namer, ref) in {"you", "your"} for ref in side):
            side[:] = [ref for ref in side if _first(namer, ref) != "you"]
            side[:0] = [ref for ref in hearers if ref not in side]
    theirs = all(_first(namer, ref) in _THEIRS for ref in draft.recipient)
    directed = draft.recipient or draft.factuality == "threatened"
    if draft.factuality in _TOLD and theirs and directed:
        draft.recipient[:0] = [ref for ref in hearers if ref not in (*draft.actor, *draft.recipient)]


def _first(namer: Namer, ref: Ref) -> str:
    return namer.text[slice(*ref)].lower().partition(" ")[0]
