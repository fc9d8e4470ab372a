"""Status changes: what became of commitments, their conditions and their parties."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.model import Claim, Commitment, Condition, History, Mention, Status, StatusChange, When
from tocsin.watch.bonds import Bond, Turn
from tocsin.watch.commitments import commitment_of, identity
from tocsin.watch.gathering import gather
from tocsin.watch.survey import moment_of
from tocsin.watch.terms import same_condition

WATCH = "watch/0.1.0"
"""Name and version of these rules, as rows carry it in `by`."""
_FINAL: frozenset[Status] = frozenset({"withdrawn", "collapsed", "lapsed", "fulfilled", "superseded"})
"""Ways in which a commitment ends."""
_SAID: frozenset[Status] = frozenset(
    {"offered", "open", "left", "withdrawn", "refused", "accepted", "met", "not_met", "disputed", "suspended"}
)
"""Changes that come about by being said, so that the day of saying counts."""
_STARTS: dict[str, tuple[Status, str]] = {
    "demand": ("open", "it is demanded"),
    "threat": ("open", "it is threatened"),
}
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def status_changes(
    found: Sequence[Commitment], history: History, know: Knowledge, bonds: Sequence[Bond] | None = None
) -> tuple[StatusChange, ...]:
    """Derive what became of commitments.

    Args:
        found: what `commitments` derived from the same history, or some of it.
        history: reports, claims and incidents known up to a day.
        know: knowledge tables.
        bonds: what `gather` gave for the history, where it is known.

    Returns:
        Changes in the order in which they became known. `made` is the publication of the report (its day at 00:00 UTC where
        the hour is unknown); what a report without a date tells cannot be placed and gives no row.
    """
    wanted = {commitment.id for commitment in found}
    newest = max((made for report in history.reports.values() if (made := moment_of(report))), default=None)
    rows: list[StatusChange] = []
    for bond in gather(history, know) if bonds is None else bonds:
        if identity(bond) in wanted:
            rows += _Life(bond, commitment_of(bond, history), history).rows(newest)
    return tuple(sorted(rows, key=lambda row: row.made))


class _Life:
    """The states through which one commitment went."""

    def __init__(self, bond: Bond, commitment: Commitment, history: History) -> None:
        self.bond, self.commitment, self.history = bond, commitment, history
        self.now: dict[str, tuple[Status, str]] = {}
        self.found: list[StatusChange] = []

    def rows(self, newest: dt.datetime | None) -> list[StatusChange]:
        """List the changes in order; a state told again changes nothing.

        Args:
            newest: publication of the newest report, up to which time may have decided.

        Returns:
            Changes in the order in which they became known.
        """
        told = [
            (self._key(turn.claim), 1, not (turn.claim.said or turn.claim.when), number)
            for number, turn in enumerate(self.bond.turns)
        ]
        told += [(self._key(claim), 0, False, number) for number, claim in enumerate(self._conditions())]
        self._begin()
        for _, kind, _, number in sorted(told):
            if kind:
                self._turn(self.bond.turns[number])
            else:
                claim = self._conditions()[number]
                self._tell(f"condition:{number}", "open", None, claim, "it is stated")
        self._let_pass(newest)
        return self.found

    def _begin(self) -> None:
        founding = self.bond.founding
        status, reason = _STARTS.get(self.bond.kind, ("offered", "it is offered"))
        if self.bond.kind == "truce" and founding.factuality == "accepted":
            status, reason = "accepted", "it is agreed"
        elif self.bond.kind == "truce" and founding.factuality == "asserted":
            status, reason = "in_force", "a report says that it has begun"
        actor = next(iter(self.bond.sides), None) if status in {"offered", "open"} else None
        self._tell("", status, actor, founding, reason)

    def _conditions(self) -> list[Claim]:
        """List the claims that state the conditions first, in the order of the conditions."""
        return [
            self.history.claims[self.commitment.sources[f"conditions.{number}"][0]]
            for number in range(len(self.commitment.conditions))
        ]

    def _turn(self, turn: Turn) -> None:
        if turn.part == "condition":
            for number in self._conditions_of(turn.claim):
                self._tell(f"condition:{number}", turn.status, turn.actor, turn.claim, turn.reason)
        elif turn.part == "party":
            self._tell(f"party:{_name(turn.actor)}", turn.status, turn.actor, turn.claim, turn.reason)
        elif self._possible(turn.status):
            self._tell("", turn.status, turn.actor, turn.claim, turn.reason)

    def _possible(self, status: Status) -> bool:
        """Tell whether the whole may come into a state: what is over stays over, what is in force is not accepted anew."""
        now = self.now.get("", ("offered", ""))[0]
        return now not in _FINAL and (status != "accepted" or now in {"offered", "suspended"})

    def _conditions_of(self, claim: Claim) -> list[int]:
        """Find the conditions of which a claim speaks: those that require the act it tells, else all that are known."""
        known = [n for n in range(len(self.commitment.conditions)) if f"condition:{n}" in self.now]
        if claim.by.endswith(".concede.meet-terms"):
            return known
        required = list(self._requiring(claim))
        return [
            n for n in known if any(same_condition(self.commitment.conditions[n], one) for one in required)
        ]

    def _requiring(self, deed: Claim) -> Iterator[Condition]:
        for stated in self.bond.statements:
            condition = stated.condition
            required = self.history.claims.get(condition.claim) if condition is not None else None
            if condition is not None and required is not None and required.event_type == deed.event_type:
                yield condition

    def _let_pass(self, newest: dt.datetime | None) -> None:
        """Let a truce lapse after its stated end, and a threat without a condition after its deadline."""
        until = self.commitment.until
        if (
            self.bond.kind == "threat"
            and not self.commitment.conditions
            and self.commitment.deadline is not None
        ):
            until = self.commitment.deadline.when
        if until is None or until.last is None or newest is None or not self._possible("lapsed"):
            return
        made = dt.datetime.combine(until.last + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)
        if made <= newest:
            self._add("", StatusChange(
                id="", commitment=self.commitment.id, status="lapsed", when=until, reason="its stated end has passed",
                rule="status.lapsed", by=WATCH, made=made,
            ))  # fmt: skip

    # ------------------------------------------------------------------ rows

    def _key(self, claim: Claim) -> dt.datetime:
        return moment_of(self.history.reports[claim.report]) or _NEVER

    def _tell(self, part: str, status: Status, actor: Mention | None, claim: Claim, reason: str) -> None:
        """Add a change, unless that state is known already or its report has no date."""
        made = moment_of(self.history.reports[claim.report])
        who = _name(actor)
        told = self.now.get(part, ("", ""))
        if made is None or told == (status, who) or (told[0] == status and not who):
            return
        when = (claim.said or claim.when) if status in _SAID else claim.when
        when = self._missed(made) if when is None and status == "not_met" else when
        self._add(part, StatusChange(
            id="", commitment=self.commitment.id, part=part, status=status, actor=who, when=when, claims=(claim.id,),
            reason=reason, rule=f"status.{status}", by=WATCH, made=made,
        ))  # fmt: skip

    def _missed(self, made: dt.datetime) -> When | None:
        """Give the deadline that had passed when a condition was first said to be unmet."""
        deadline = self.commitment.deadline
        when = deadline.when if deadline is not None else None
        return when if when is not None and when.last is not None and when.last <= made.date() else None

    def _add(self, part: str, row: StatusChange) -> None:
        self.now[part] = (row.status, row.actor)
        digest = hashlib.sha256(msgspec.json.encode(row)).hexdigest()[:16]
        self.found.append(msgspec.structs.replace(row, id=f"s_{digest}"))


def _name(actor: Mention | None) -> str:
    """Give the id of an actor, its words where it is unresolved, "" where nobody is named."""
    return (actor.actor or actor.name or actor.span.words) if actor is not None else ""
