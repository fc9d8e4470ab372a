"""Native JSON lines: the only form that loses nothing."""

from typing import Any, TypeVar, get_args

import msgspec

from tocsin.knowledge.exchange import Exchange
from tocsin.model import Claim, Factuality, Report, Span
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.objects import Objects
from tocsin.store.formats.records import Record
from tocsin.store.formats.units import Choice, Outcome, words

KINDS = frozenset(
    [
        *"header report issue claim incident commitment".split(),
        *"status_change assessment forecast review tombstone translation unread".split(),
    ]
)
"""What may stand in the field `record`."""

FACTUALITIES: frozenset[Factuality] = frozenset(get_args(Factuality))
"""All of them: a native claim says how it stands."""

LOSS = dict.fromkeys(FIELDS, "the same field")
"""Our field to what the format makes of it."""

Value = TypeVar("Value")


def rows(record: Record, choice: Choice, _codes: Exchange | None) -> Outcome:
    """Give a record as it is.

    Args:
        record: any record.
        choice: claims of other factualities are left out; texts are withheld if asked.
        _codes: not needed.

    Returns:
        The record.
    """
    if isinstance(record, Claim) and record.factuality not in choice.factualities:
        return Outcome(skipped="not_asserted")
    if choice.with_text:
        return Outcome(rows=((0, record),))
    if isinstance(record, Report):
        record = msgspec.structs.replace(record, text="", title="")
    return Outcome(rows=((0, _cut(record, choice)),), approximated=("text_withheld",))


def _cut(value: Value, choice: Choice) -> Value:
    """Cut the quotations of a record, at any depth."""
    if isinstance(value, Span):
        return msgspec.structs.replace(
            value, quote=words(value.quote, choice), translated=words(value.translated, choice)
        )
    if isinstance(value, msgspec.Struct):
        return type(value)(**{name: _cut(getattr(value, name), choice) for name in value.__struct_fields__})
    if isinstance(value, tuple):
        return type(value)(_cut(part, choice) for part in value)
    return value


def check_object(found: dict[str, Any]) -> str:
    """Say what is wrong with a line: an unknown kind of record, a claim that does not say how it stands, a bad span."""
    if found.get("record") not in KINDS:
        return f"record: {found.get('record')!r} is no kind of record"
    if found["record"] == "claim":
        if found.get("factuality") not in FACTUALITIES:
            return f"factuality: {found.get('factuality')!r} cannot stand there"
        if not 0 <= found["span"]["start"] < found["span"]["end"]:
            return "span: it does not lie in a text"
    return ""


def _id_of(found: dict[str, Any]) -> str:
    return found.get("id", "") if found["record"] not in {"header", "issue", "unread"} else ""


FORMAT = Format(
    name="native",
    unit="record",
    extension="jsonl",
    files=(Objects(check_object=check_object, id_of=_id_of),),
    rows=rows,
    loss=LOSS,
    factualities=FACTUALITIES,
)
"""Native JSON lines."""
