"""The change feed: what is different between two states of the watch, one record a change."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

import msgspec

from tocsin.model import Assessment, Commitment, StatusChange, Verdict
from tocsin.watch.assessments import VIOLATIONS, gravity
from tocsin.watch.verdicts import standing

ChangeKind = Literal["founded", "terms", "status", "condition", "party", "violation", "verdict", "holding"]
"""What may change, in the order in which changes of one moment are told."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The watch at one moment."""

    commitments: tuple[Commitment, ...] = ()
    statuses: tuple[StatusChange, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    """The ledger, in the order in which it was appended."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="record", tag="change"):
    """One thing that is different."""

    id: str
    """"n_" and 16 hex digits of SHA-256 over the content: the same change has the same id in every feed."""
    kind: ChangeKind
    """What is different; "verdict" is that of an incident, "holding" that of a target class."""
    commitment: str
    """Id of the commitment."""
    what: str
    """In words."""
    before: str = ""
    """What stood there; "" = nothing."""
    after: str
    """What stands there now."""
    incident: str = ""
    target_class: str = ""
    claims: tuple[str, ...] = ()
    """Claims it rests on."""
    made: dt.datetime | None = None
    """When it became known, UTC; None = unknown."""


def changes(before: State, after: State) -> list[Change]:
    """Say what is different.

    Args:
        before: the watch as it was.
        after: the watch as it is.

    Returns:
        Changes in the order in which they became known, then by commitment and kind of change. Calls with the same two states give the
        same records; a state compared with itself gives none.
    """
    found = [*_terms(before, after), *_statuses(before, after), *_verdicts(before, after)]
    never, ranks = dt.datetime.max.replace(tzinfo=dt.UTC), get_args(ChangeKind)
    return sorted(
        found, key=lambda one: (one.made or never, one.commitment, ranks.index(one.kind), one.what, one.id)
    )


def since(found: Iterable[Change], day: dt.date) -> list[Change]:
    """Keep what became known on a day or later; what has no day is kept."""
    return [change for change in found if change.made is None or change.made.date() >= day]


_FIELDS = (
    "parties",
    "clauses",
    "conditions",
    "deadline",
    "consequence",
    "since",
    "until",
    "form",
    "mechanism",
)


def _terms(before: State, after: State) -> Iterator[Change]:
    known = {commitment.id: commitment for commitment in before.commitments}
    for commitment in after.commitments:
        old = known.get(commitment.id)
        day = commitment.founded
        made = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) if day is not None else None
        if old is None:
            who = ", ".join(p.name for p in commitment.parties if p.role == "promisor") or "nobody known"
            yield _change(
                kind="founded",
                commitment=commitment.id,
                what=f"{commitment.kind} of {who}",
                after=commitment.kind,
                claims=commitment.sources.get("kind", ()),
                made=made,
            )
            continue
        for field in _FIELDS:
            was, now = _shown(old, field), _shown(commitment, field)
            if was != now:
                claims = tuple(
                    claim
                    for path, told in sorted(commitment.sources.items())
                    if path.partition(".")[0] == field
                    for claim in told
                )
                newest = _newest(after)
                yield _change(
                    kind="terms", commitment=commitment.id, what=field, before=was, after=now, claims=claims, made=newest
                )  # fmt: skip


def _shown(commitment: Commitment, field: str) -> str:
    value = getattr(commitment, field)
    return msgspec.json.encode(value).decode() if value not in {(), None, ""} else ""


def _newest(state: State) -> dt.datetime | None:
    moments = [row.made for row in state.assessments] + [change.made for change in state.statuses]
    return max(moments, default=None)


def _statuses(before: State, after: State) -> Iterator[Change]:
    known = {change.id for change in before.statuses}
    last: dict[tuple[str, str], str] = {(one.commitment, one.part): one.status for one in before.statuses}
    for row in after.statuses:
        if row.id in known:
            continue
        kind = {"c": "condition", "p": "party"}.get(row.part[:1], "status")
        key = (row.commitment, row.part)
        what = f"{row.part or 'the whole'}: {row.status}" + (f", by {row.actor}" if row.actor else "")
        yield _change(
            kind=kind,
            commitment=row.commitment,
            what=what,
            before=last.get(key, ""),
            after=row.status,
            claims=row.claims,
            made=row.made,
        )
        last[key] = row.status


def _verdicts(before: State, after: State) -> Iterator[Change]:
    was = _told_once(before.assessments)
    for key, row in _told_once(after.assessments).items():
        old = was.get(key)
        shown, showed = _verdict(row), _verdict(old) if old is not None else ""
        if shown == showed or (row.incident and row.verdict == "out_of_scope" and old is None):
            continue
        kind = "holding" if not row.incident else "violation" if _is_new(old, row.verdict) else "verdict"
        subject = f"incident {row.incident}" if row.incident else row.target_class or "all targets"
        yield _change(
            kind=kind,
            commitment=row.commitment,
            what=f"{subject}: {shown}",
            before=showed,
            after=shown,
            incident=row.incident,
            target_class=row.target_class,
            claims=row.claims,
            made=row.made,
        )


def _told_once(ledger: Sequence[Assessment]) -> dict[tuple[str, str, str], Assessment]:
    """Fold a ledger to one row a commitment and incident or target class, whatever the number of its clauses.

    Of an incident the gravest verdict is told, of a target class that under its first clause; R7 is not told.
    """
    found: dict[tuple[str, str, str], Assessment] = {}
    for row in standing(ledger).values():
        if row.rule == "R7":
            continue
        key = (row.commitment, row.incident, "" if row.incident else row.target_class)
        now = found.get(key)
        if now is None or (_rank(row), row.clause) < (_rank(now), now.clause):
            found[key] = row
    return found


def _rank(row: Assessment) -> int:
    return gravity(row.verdict) if row.incident else 0


def _is_new(old: Assessment | None, verdict: Verdict) -> bool:
    return verdict in VIOLATIONS and (old is None or old.verdict not in VIOLATIONS)


def _verdict(row: Assessment) -> str:
    return ", ".join(part for part in (row.verdict, row.proof, row.perpetrator) if part)


def _change(**fields: object) -> Change:
    change = msgspec.convert({"id": "", **fields}, Change, strict=False)
    digest = hashlib.sha256(msgspec.json.encode(change)).hexdigest()[:16]
    return msgspec.structs.replace(change, id=f"n_{digest}")


def concerning(found: Iterable[Change], commitments: Sequence[str]) -> list[Change]:
    """Keep what concerns some commitments.

    Args:
        found: changes.
        commitments: ids.

    Returns:
        Those of these commitments, in the same order.
    """
    wanted = set(commitments)
    return [change for change in found if change.commitment in wanted]
