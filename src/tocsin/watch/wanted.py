"""Watch rules: which commitments somebody wants to hear of.

They are written in TOML:

```toml
[[watch]]
name = "Coast"
actor = ["Harvan Front", "mrg.odrel_guard"]   # a party, by name or id

[[watch]]
name = "Border war"
dyad = ["mrg.gov", "Harvan Front"]            # both are parties
area = "MRG"                                  # country code, or gazetteer id
event = ["ASSAULT", "COERCE/seize"]           # what a clause is about
kind = ["truce", "demand"]
```

All lines of a rule must fit; of a list one must, of a dyad both. A commitment is watched if some rule fits it.
"""

import difflib
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from tocsin.errors import WatchError
from tocsin.model import Commitment, CommitmentKind
from tocsin.watch.area import Area
from tocsin.watch.sides import sides_of
from tocsin.watch.survey import Survey, words_of

_KEYS = ("name", "actor", "dyad", "area", "event", "kind")


class WatchRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one rule asks for; an empty field asks for nothing."""

    name: str
    actor: tuple[str, ...] = ()
    dyad: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    kind: tuple[CommitmentKind, ...] = ()


def read_watches(path: Path, types: Collection[str]) -> tuple[WatchRule, ...]:
    """Read a file of watch rules.

    Args:
        path: the TOML file.
        types: the PLOVER types that `event` may name.

    Returns:
        The rules, in the order of the file.

    Raises:
        WatchError: the file cannot be read, or a rule is malformed; the message names the rule and what is allowed.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise WatchError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is no TOML: {error}. Each rule begins with a line [[watch]]."
        raise WatchError(message) from error
    written = table.get("watch")
    if not isinstance(written, list) or not written or set(table) != {"watch"}:
        other = sorted(set(table) - {"watch"})
        extra = f" It also holds {', '.join(other)}, which means nothing here." if other else ""
        message = f"{path} holds no list of rules. Each rule begins with a line [[watch]].{extra}"
        raise WatchError(message)
    rules = tuple(_rule(one, number, path, types) for number, one in enumerate(written, 1))
    names = [rule.name for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        message = f"{path}: the name {twice[0]!r} is given to two rules."
        raise WatchError(message)
    return rules


def _rule(written: Any, number: int, path: Path, types: Collection[str]) -> WatchRule:
    name = written.get("name", f"rule {number}") if isinstance(written, dict) else f"rule {number}"
    where = f"{path}: {name}"
    if not isinstance(written, dict):
        message = f"{where}: want a table of {', '.join(_KEYS)}."
        raise WatchError(message)
    for key, value in written.items():
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(_KEYS)}."
            message = f"{where}: there is no {key}. {hint}"
            raise WatchError(message)
        texts = value if isinstance(value, list) else [value]
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
            message = f"{where}: {key} = {value!r} cannot be used. Allowed: a text, or a list of texts."
            raise WatchError(message)
    fields = {k: v if isinstance(v, list) else [v] for k, v in written.items() if k != "name"}
    _check(fields, where, types)
    return msgspec.convert({"name": name, **fields}, WatchRule)


def _check(fields: dict[str, list[str]], where: str, types: Collection[str]) -> None:
    if not fields:
        message = f"{where}: it asks for nothing. Give at least one of {', '.join(_KEYS[1:])}."
        raise WatchError(message)
    if "dyad" in fields and len(fields["dyad"]) != 2:
        message = f"{where}: dyad has {len(fields['dyad'])} parties. Allowed: two."
        raise WatchError(message)
    for event in fields.get("event", ()):
        if event.partition("/")[0] not in types:
            message = f"{where}: {event!r} is no event type. Allowed: {', '.join(sorted(types))}, each also as TYPE/mode."
            raise WatchError(message)
    for kind in fields.get("kind", ()):
        if kind not in get_args(CommitmentKind):
            message = f"{where}: {kind!r} is no kind. Allowed: {', '.join(get_args(CommitmentKind))}."
            raise WatchError(message)


def watched(
    commitments: Sequence[Commitment], rules: Sequence[WatchRule], survey: Survey
) -> dict[str, list[str]]:
    """Say which commitments are watched.

    Args:
        commitments: the commitments.
        rules: watch rules; none = everything is watched.
        survey: the history, for the countries of parties.

    Returns:
        Commitment id to the names of the rules that fit it, in their order; commitments that no rule fits are left out.
    """
    if not rules:
        return {commitment.id: [] for commitment in commitments}
    found = {one.id: [rule.name for rule in rules if _fits(one, rule, survey)] for one in commitments}
    return {name: fitting for name, fitting in found.items() if fitting}


def _fits(commitment: Commitment, rule: WatchRule, survey: Survey) -> bool:
    if rule.actor and not any(_takes_part(name, commitment) for name in rule.actor):
        return False
    if rule.dyad and not all(_takes_part(name, commitment) for name in rule.dyad):
        return False
    if rule.kind and commitment.kind not in rule.kind:
        return False
    events = {event for clause in commitment.clauses for event in clause.events}
    if rule.event and not any(_covers(asked, event) for asked in rule.event for event in events):
        return False
    return not rule.area or any(_lies_in(area, commitment, survey) for area in rule.area)


def _takes_part(name: str, commitment: Commitment) -> bool:
    """Tell whether a party has an id, or all the words of a name."""
    words = words_of(name)
    return any(
        name == party.actor or bool(words and words <= words_of(party.name)) for party in commitment.parties
    )


def _covers(asked: str, event: str) -> bool:
    """Tell whether a rule's event type or mode and a clause's have acts in common."""
    return asked == event or asked == event.partition("/")[0] or event == asked.partition("/")[0]


def _lies_in(area: str, commitment: Commitment, survey: Survey) -> bool:
    code = area.removeprefix("country:").upper()
    sides = sides_of(commitment, survey)
    places = [Area(clause, sides, survey, commitment) for clause in commitment.clauses]
    return any(area == clause.area for clause in commitment.clauses) or any(
        code in place.countries for place in places
    )
