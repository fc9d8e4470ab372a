"""Write drafts down as claims: spans with their words, ids, the parts that make a record."""

import hashlib
from collections.abc import Sequence

import msgspec

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.saying import Saying
from tocsin.claim.ties import Tie, principals
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry
from tocsin.model import Certainty, Claim, Deadline, Mention, Report, Sight, Span, When, Where

_TIE = Entry(id="tie", event_type="TIE")


class Recorder:
    """Writes the claims of one sentence.

    Args:
        report: the report.
        scene: the sentence.
        namer: its names.
        ties: its ties.
        reader: name and version for `Claim.by`; `sight` is set where the network reads too.
    """

    def __init__(self, report: Report, scene: Scene, namer: Namer, ties: list[Tie], reader: str) -> None:
        """Keep them."""
        self.report, self.scene, self.namer, self.ties, self.reader = report, scene, namer, ties, reader
        self.sight: Sight | None = None

    @property
    def network(self) -> str:
        """Name and version of the network; "" where it does not read."""
        return self.sight.by if self.sight else ""

    def score(self, draft: Draft) -> float | None:
        """Say how sure the network is of an act: of its type, or, where it sees another or none, that there is any act.

        Returns:
            0 to 1; None where it does not read.
        """
        if draft.seen and draft.seen.event_type == draft.event_type:
            return draft.seen.score
        return self.sight.chance(*draft.trigger) if self.sight else None

    def mentions(self, refs: Sequence[Ref]) -> tuple[Mention, ...]:
        """Give mentions of stretches, none twice."""
        return tuple(Mention(span=self.namer.span(ref)) for ref in dict.fromkeys(refs))

    def when(self, ref: Ref | None) -> When | None:
        """Give a date of a stretch; None of none."""
        return When(span=self.namer.span(ref)) if ref else None

    def where(self, ref: Ref | None) -> Where | None:
        """Give a place of a stretch; None of none."""
        return Where(span=self.namer.span(ref)) if ref else None

    def tokens(self, tokens: tuple[int, int] | None) -> Ref | None:
        """Give the stretch of a token range; None of none."""
        return self.namer.ref(*tokens) if tokens else None

    def principals(self, speakers: list[Ref]) -> tuple[Mention, ...]:
        """Name those for whom the nearest speaker speaks, by the ties of the sentence."""
        nearest = set(speakers[:1])
        return self.mentions(
            [
                tie.recipient
                for tie in self.ties
                if tie.mode == "speaks-for" and nearest & {tie.actor, tie.title}
            ]
            + [ref for speaker in speakers[:1] for ref in principals(self.scene, self.namer, speaker)]
        )

    def tie(self, tie: Tie, draft: Draft, speakers: list[Ref]) -> Claim:
        """Write a tie; `draft` says how it stands."""
        return self.record(
            [tie.trigger, tie.actor, tie.recipient],
            Claim(
                id="",
                report=self.report.id,
                span=self.namer.span(tie.trigger),
                trigger=self.namer.span(tie.trigger),
                event_type="TIE",
                mode=tie.mode,
                actor=self.mentions([tie.actor]),
                recipient=self.mentions([tie.recipient]),
                factuality=draft.factuality,
                certainty=draft.certainty,
                attribution=self.mentions(speakers),
                reasons=tuple(draft.reasons),
                score=self.score(draft) if tie.score is None else tie.score,
                by=f"{self.reader if tie.score is None else self.network}#{draft.rule}",
            ),
        )

    def record(self, refs: list[Ref], claim: Claim) -> Claim:
        """Set span and id: the span runs over trigger, actors and recipients of the sentence."""
        sentence = self.scene.sentence
        inside = [ref for ref in refs if sentence.start <= ref[0] and ref[1] <= sentence.end]
        span = self.namer.span((min(ref[0] for ref in inside), max(ref[1] for ref in inside)))
        return _with_id(claim, span)


def draft_of_tie(scene: Scene, tie: Tie) -> Draft:
    """Make the draft by which it is found how a tie stands."""
    return Draft(
        entry=_TIE,
        rule=f"tie.{tie.mode}",
        trigger=tie.trigger,
        token=tie.token,
        phrase=scene.phrase_at(tie.token),
        clause=tie.clause,
        event_type="TIE",
        mode=tie.mode,
        actor=[tie.actor],
        recipient=[tie.recipient],
    )


def certainty_of(draft: Draft, chain: list[Saying]) -> Certainty:
    """Give the certainty of a draft, or what the nearest reporting verb lends."""
    if draft.certainty != "certain":
        return draft.certainty
    return next((saying.certainty for saying in chain if saying.certainty != "certain"), "certain")


def is_deadline(when: When, limits: Sequence[Deadline | When | None], *, ahead: bool) -> bool:
    """Tell whether a date says by when or how long and not when: a limit of the act itself, or of the act beside it."""
    bounds = ahead and when.span.quote.lower().startswith(("by ", "within "))
    return bounds or any(limit is not None and when.span == limit.span for limit in limits)


def _with_id(claim: Claim, span: Span) -> Claim:
    spans = [f"{m.span.start}-{m.span.end}" for m in (*claim.actor, *claim.recipient)]
    parts = [claim.report, f"{span.start}-{span.end}", claim.event_type, claim.mode, claim.factuality, *spans]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return msgspec.structs.replace(claim, id=f"c_{digest}", span=span)
