"""Find the limits of an act in time: by when, how long, on which day, and when it was said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import deadline, no_deadlines
from tocsin.claim.details import dates_speech, said_on, time_of
from tocsin.claim.draft import VERBAL, Draft, Ref
from tocsin.claim.hanging import is_never_due
from tocsin.claim.lengths import length
from tocsin.claim.pledges import pauses
from tocsin.claim.saying import Saying
from tocsin.claim.seen import seen_words, tokens_in
from tocsin.claim.sight import seen_alone
from tocsin.claim.terms import Terms
from tocsin.claim.who import Namer
from tocsin.model import AHEAD, Claim, Deadline, When

Tokens = tuple[int, int]
"""A half-open token range."""


@dataclass(slots=True)
class Around:
    """What stands around an act and may have dates of its own.

    Attributes:
        terms: the conditions of the sentence.
        said: its sayings.
        others: tokens of the other acts that lie ahead.
        endless: gives the words of the next sentence that say there is no deadline; None = it says no such thing.
    """

    terms: Sequence[Terms]
    said: Sequence[Saying]
    others: frozenset[int]
    endless: Callable[[], Ref | None]

    def since(self, draft: Draft) -> int:
        """Give the token from which on a date may be that of an act: what follows "otherwise" has no date from before it."""
        return max((one.start for one in self.terms if one.back and one.start <= draft.token), default=0)


def limits(
    scene: Scene, namer: Namer, draft: Draft, around: Around, *, conditional: bool
) -> tuple[Deadline | None, When | None]:
    """Find by when an act is due, and how long it is to last.

    Args:
        scene: the sentence.
        namer: its names.
        draft: the act.
        around: what stands around it.
        conditional: the act hangs on a condition.

    Returns:
        Both None for what is only told as done.
    """
    due, until = None, None
    if _is_bounded(scene, draft, conditional=conditional):
        due = _deadline(scene, namer, draft, around)
        lasting = length(scene, draft)
        until = When(span=namer.span(namer.ref(*lasting))) if lasting else None
    if due is None and until is None:
        limit = seen_limit(scene, namer, draft)
        return (limit, None) if isinstance(limit, Deadline) else (None, limit)
    return due, until


def _is_bounded(scene: Scene, draft: Draft, *, conditional: bool) -> bool:
    return (
        draft.factuality in AHEAD
        or (draft.factuality == "refused" and conditional)
        or draft.event_type in VERBAL
        or pauses(scene, draft)
    )


def _deadline(scene: Scene, namer: Namer, draft: Draft, around: Around) -> Deadline | None:
    found = deadline(scene, draft, around.others, around.since(draft))
    if found is not None and (found[0] == "none_stated" or not is_never_due(draft)):
        kind, start, end = found
        span = namer.span(namer.ref(start, end))
        return Deadline(kind=kind, span=span, when=None if kind == "none_stated" else When(span=span))
    if not around.others and (endless := around.endless()) is not None:
        return Deadline(kind="none_stated", span=namer.span(endless))
    return None


def days(
    scene: Scene, draft: Draft, around: Around, chain: list[Saying]
) -> tuple[Tokens | None, Tokens | None]:
    """Find the day of an act and the day on which it was said.

    Args:
        scene: the sentence.
        draft: the act.
        around: what stands around it.
        chain: the sayings that hold the act, nearest speaker first.

    Returns:
        Token ranges; None where the sentence does not say.
    """
    happened = time_of(scene, draft, around.said)
    happened = happened if happened and happened[0] >= around.since(draft) else None
    spoken = said_on(scene, chain[0]) if chain else None
    ahead = draft.factuality in AHEAD
    if spoken is None and happened and ahead and dates_speech(scene, draft, happened):
        return None, happened
    return happened, spoken


def undated(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Take away the days of acts that are the deadline or the length of another act of their sentence.

    Args:
        claims: of one sentence.

    Yields:
        The same: in "would halt fire for two weeks if the lists of those detained are out by 30 April" nobody is detained by
        30 April.
    """
    bounds = {one.span for claim in claims for one in (claim.deadline, claim.until) if one is not None}
    for claim in claims:
        bound = claim.when is not None and claim.when.span in bounds
        yield replace(claim, when=None) if bound else claim


_LIMITS = frozenset("by before within until till no not nlt in on".split())
"""What opens a deadline; ..."""
_LENGTHS = frozenset("for during throughout over through".split())
"""... and what opens a length of time."""


def seen_limit(scene: Scene, namer: Namer, draft: Draft) -> Deadline | When | None:
    """Give the deadline that the network sees on an act that only it sees; "for two weeks" says how long instead.

    Args:
        scene: the sentence.
        namer: its names.
        draft: the act.

    Returns:
        A deadline, or how long the act is to last; None for a single word ("for") and for what is no time at all.
    """
    kind = draft.seen.chosen["deadline"][0] if draft.seen and seen_alone(draft) else ""
    for ref in seen_words(draft.seen, "deadline") if kind else ():
        words = namer.text[slice(*ref)].lower().split()
        span = namer.span(ref)
        if words[0] in _LENGTHS and _is_timed(scene, ref):
            return When(span=span)
        if len(words) > 1 and words[0] not in _LENGTHS and (words[0] in _LIMITS or _is_timed(scene, ref)):
            return Deadline(kind=kind, span=span, when=None if kind == "none_stated" else When(span=span))  # type: ignore[arg-type]
    return None


def _is_timed(scene: Scene, ref: Ref) -> bool:
    """Tell whether words hold a date, name a period, or say that there is no deadline."""
    inside = set(tokens_in(scene, ref))
    heads = {scene.word(scene.phrase_at(token)) for token in inside}
    timed = any(
        not inside.isdisjoint(range(*words)) for words in (*scene.sentence.times, *no_deadlines(scene))
    )
    return timed or not heads.isdisjoint(scene.know.heads["periods"])
