"""The event lexicon: which verbs and nouns name which PLOVER act, and who is who around them.

How to write an entry in `knowledge/events/<type>.yml`:

```yaml
type: ASSAULT
entries:
  - id: fire-munitions               # becomes assault.fire-munitions
    mode: heavy-weapons              # optional, a mode of the type
    verbs: [fire, launch, "lob _ at"]
    nouns: [rocket fire, "exchange of fire"]
    object: ["@munitions"]           # the verb counts only if its object is one of these
    recipient: [at, "on", into]      # slots tried in order
```

- **Verb phrases** are given in the base form; the first word is inflected, the rest is fixed. A word in
  brackets may be missing: "declare (a) truce". "_" marks where the object may stand: "take _ hostage"; behind
  particles ("gun down") it is understood.
- **Noun phrases** are given in the singular; the head, the last word before any preposition, gets its plural.
- **Conditions** (`object`, `not_object`, `subject`, `not_subject`) test the head noun of the phrase in that role. All
  four hold for verbs; the two that exclude hold for nouns too (recipient and actor). Words are given in the singular
  and hold for the plural; "@name" is a class of `classes.yml`; an upper-case tag (P proper name, PRP pronoun, CD
  number, TRADE a noun in -or, -er, -ist and the like) stands for every such head. Of a verb phrase that ends in a preposition ("pull out of"), the
  object is what the preposition governs.
- **Slots** are subject, object or a preposition. Verbs: `actor`, `recipient`; nouns: `noun_actor`,
  `noun_recipient`, prepositions only. An empty list means that nobody takes the role.
- Quote on, off, yes and no: YAML 1.1 takes them for booleans.

Several types come from one word where constraints part them: "withdraw from" a village or a treaty.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.forms import plural, verb_forms
from tocsin.knowledge.names import NameIndex, build_index
from tocsin.knowledge.plover import Ontology, read_ontology
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import CountKind

ANY_OF_TAG = frozenset({"P", "PRP", "CD", "TRADE"})
"""Tags that a constraint may name in place of words."""

SLOTS = frozenset(
    "subject object of to on for from at against with by in into between among upon near along over under outside "
    "inside around across through toward towards onto off beside behind about".split()
)
"""Slots that an entry may name; a noun's must be prepositions."""

_CONSTRAINTS = ("object", "not_object", "subject", "not_subject")
_PARTICLES = frozenset("up down out off away back over apart".split())
_PREPOSITIONS = frozenset("of to on for from at against with by in into between".split())


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act, as the words of one entry name it."""

    id: str
    """"assault.attack": type in lower case, dot, name; unique."""
    event_type: str
    """PLOVER type of the act."""
    mode: str = ""
    """PLOVER mode, "" = none or told by the instrument."""
    contexts: tuple[str, ...] = ()
    """PLOVER contexts that the words themselves imply."""
    actor: tuple[str, ...] = ("subject",)
    """Slots of the verb's actor, tried in order."""
    recipient: tuple[str, ...] = ("object",)
    """Slots of the verb's recipient, tried in order."""
    noun_actor: tuple[str, ...] = ("by",)
    """Prepositions behind the noun that introduce its actor."""
    noun_recipient: tuple[str, ...] = ("on", "against", "of")
    """Prepositions behind the noun that introduce its recipient."""
    symmetric: bool = False
    """Everybody who takes part is an actor: meetings without a host, two-sided fighting."""
    counts: CountKind | Literal[""] = ""
    """The verb's object, or the noun's of-phrase, counts these people; "" = nothing."""
    object: frozenset[str] = frozenset()
    """The verb counts only if the head of its object is among these; empty = no such condition."""
    not_object: frozenset[str] = frozenset()
    """It does not count if the head of its object is among these."""
    subject: frozenset[str] = frozenset()
    """The same for the head of the actor's phrase."""
    not_subject: frozenset[str] = frozenset()
    """The same."""


class Candidate(msgspec.Struct, frozen=True, array_like=True):
    """A phrase that begins with a given word, and the entry that it may stand for."""

    rest: tuple[str, ...]
    """The words that follow the first."""
    split: bool
    """The object may stand between the first word and the rest: "gunned the judge down"."""
    entry: int
    """Index in `Events.entries`."""


class Events(msgspec.Struct, frozen=True, kw_only=True):
    """The event tables, and the ontology they are written in."""

    ontology: Ontology
    """PLOVER."""
    entries: tuple[Entry, ...]
    """All entries, in order of file name and file."""
    verbs: dict[str, tuple[Candidate, ...]]
    """Every form of the first word of a verb phrase to its candidates: longest rest first, then those that must
    meet most conditions."""
    nouns: dict[str, tuple[Candidate, ...]]
    """The same for noun phrases, singular and plural."""
    instruments: dict[str, str]
    """Word, or two words joined by a space, to the ASSAULT mode that it tells."""
    classes: dict[str, tuple[str, ...]]
    """Named sets of nouns, singular and plural."""
    vetoes: NameIndex
    """Fixed expressions in which a trigger names no act ("heart attack"), each under its own words."""


def read_events(source: Path) -> Events:
    """Read the event lexicon and the ontology.

    Args:
        source: the knowledge folder.

    Returns:
        All tables; the same files give the same tables.

    Raises:
        KnowledgeError: a file is malformed; the message names file, entry and what is allowed.
    """
    folder = source / "events"
    irregular = _load(source / "words" / "en" / "irregular.yml")
    ontology = read_ontology(source)
    classes: dict[str, tuple[str, ...]] = {}
    for name, words in _load(folder / "classes.yml").items():
        classes[name] = tuple(sorted(_expand(words, classes, f"classes.yml: {name}")))
    entries: list[Entry] = []
    phrases: dict[str, list[tuple[str, int]]] = {"verbs": [], "nouns": []}
    for name in ontology.types:
        path = folder / f"{name.lower()}.yml"
        for written in _entries(path, name):
            for kind in phrases:
                words = _strings(written.pop(kind, []), f"{path.name}: {written.get('id')}: {kind}")
                phrases[kind] += [(phrase, len(entries)) for phrase in words]
            entries.append(_entry(written, name, ontology, classes))
    _reject_twins(phrases, entries)

    def inflect(first: str) -> set[str]:
        return verb_forms(first, irregular)

    return Events(
        ontology=ontology,
        entries=tuple(entries),
        verbs=_table(
            ((form, n) for verb, n in phrases["verbs"] for form in _optional(verb)), inflect, entries
        ),
        nouns=_table(
            ((form, n) for noun, n in phrases["nouns"] for form in _plurals(noun)), _itself, entries
        ),
        instruments=_instruments(_load(folder / "instruments.yml"), ontology),
        classes=classes,
        vetoes=_vetoes(_load(folder / "vetoes.yml"), inflect),
    )


def _load(path: Path) -> dict[str, Any]:
    import yaml  # noqa: PLC0415  only needed when tables are built

    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        _refuse(path.name, str(error))
    if not isinstance(loaded, dict):
        _refuse(path.name, "want a mapping of names")
    return loaded


def _refuse(where: str, what: str) -> NoReturn:
    message = f"{where}: {what}"
    raise KnowledgeError(message)


def _strings(words: Any, where: str) -> list[str]:
    """Check that a YAML value is a list of strings; an unquoted "on" is a boolean."""
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        _refuse(where, f"want a list of words, got {words!r}; quote on, off, yes and no")
    return [word if word in ANY_OF_TAG else fold(word) for word in words]


def _reject_twins(phrases: Mapping[str, Sequence[tuple[str, int]]], entries: Sequence[Entry]) -> None:
    """Refuse ids that occur twice, and phrases of which the second could never win against the first."""
    ids: set[str] = set()
    for entry in entries:
        if entry.id in ids:
            _refuse(entry.id, "this id occurs twice")
        ids.add(entry.id)
    first: dict[tuple[object, ...], str] = {}
    for kind, found in phrases.items():
        for phrase, number in found:
            entry = entries[number]
            conditions = (
                (entry.object, entry.not_object, entry.subject, entry.not_subject) if kind == "verbs" else ()
            )
            key = (kind, phrase, *conditions)
            if key in first:
                _refuse(entry.id, f"{phrase!r} stands already, under the same conditions, in {first[key]}")
            first[key] = entry.id


# ---------------------------------------------------------------------- entries


def _entries(path: Path, event_type: str) -> list[dict[str, Any]]:
    """Read the raw entries of a type's file."""
    loaded = _load(path)
    if set(loaded) != {"type", "entries"} or loaded["type"] != event_type:
        _refuse(path.name, f"want the keys type, {event_type}, and entries")
    for written in loaded["entries"]:
        if not isinstance(written, dict) or not isinstance(written.get("id"), str):
            _refuse(path.name, f"an entry without an id: {written!r}")
        if not written.get("verbs") and not written.get("nouns"):
            _refuse(f"{path.name}: {written['id']}", "neither verbs nor nouns")
    return list(loaded["entries"])


def _entry(
    written: dict[str, Any], event_type: str, ontology: Ontology, classes: Mapping[str, Sequence[str]]
) -> Entry:
    """Make a record of a raw entry, its classes spelt out."""
    where = f"{event_type.lower()}.yml: {written['id']}"
    for key in _CONSTRAINTS:
        if key in written:
            written[key] = sorted(_expand(written[key], classes, f"{where}: {key}"))
    try:
        entry = msgspec.convert(
            {**written, "id": f"{event_type.lower()}.{written['id']}", "event_type": event_type}, Entry
        )
    except msgspec.ValidationError as error:
        _refuse(where, str(error))
    modes = ontology.types[event_type].modes
    if entry.mode and entry.mode not in modes:
        _refuse(where, f"mode {entry.mode!r} is none of {', '.join(modes) or 'none at all'}")
    strange = set(entry.contexts) - set(ontology.contexts)
    strange |= {*entry.actor, *entry.recipient, *entry.noun_actor, *entry.noun_recipient} - SLOTS
    strange |= {*entry.noun_actor, *entry.noun_recipient} & {"subject", "object"}
    if strange:
        _refuse(where, f"{', '.join(sorted(strange))}: no context of PLOVER or no slot here")
    return entry


def _expand(words: Any, classes: Mapping[str, Sequence[str]], where: str) -> set[str]:
    """Spell out classes, and give nouns in singular and plural; a noun in -s is taken to be a plural already."""
    found: set[str] = set()
    for word in _strings(words, where):
        if " " in word:
            _refuse(where, f"{word!r}: conditions look at the head noun alone; want one word")
        if not word.startswith("@"):
            found |= {word} if word in ANY_OF_TAG or _is_plural(word) else {word, plural(word)}
        elif word[1:] in classes:
            found.update(classes[word[1:]])
        else:
            _refuse(where, f"{word} is no class; classes: {', '.join(sorted(classes))}")
    return found


# ---------------------------------------------------------------------- phrases


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _optional(phrase: str) -> list[str]:
    """Spell out a phrase with words in brackets: with them and without them."""
    forms = [""]
    for word in phrase.split(" "):
        if word.startswith("("):
            forms += [f"{form} {word[1:-1]}" for form in forms]
        else:
            forms = [f"{form} {word}" for form in forms]
    return [form[1:] for form in forms]


def _plurals(phrase: str) -> list[str]:
    """Give a noun phrase in singular and plural."""
    words = phrase.split(" ")
    head = next((at for at, word in enumerate(words) if at and word in _PREPOSITIONS), len(words)) - 1
    if _is_plural(words[head]):
        return [phrase]
    return [phrase, " ".join([*words[:head], plural(words[head]), *words[head + 1 :]])]


def _itself(word: str) -> set[str]:
    return {word}


def _table(
    phrases: Iterable[tuple[str, int]], inflect: Callable[[str], set[str]], entries: Sequence[Entry]
) -> dict[str, tuple[Candidate, ...]]:
    """Index phrases by every form of their first word."""
    table: dict[str, dict[tuple[tuple[str, ...], int], bool]] = {}
    for phrase, number in phrases:
        first, *rest = (phrase[start:end] for start, end in token_spans(phrase))
        split = "_" in rest or (len(rest) == 1 and rest[0] in _PARTICLES)
        fixed = tuple(word for word in rest if word != "_")
        for form in inflect(first):
            found = table.setdefault(form, {})
            found[fixed, number] = split or found.get((fixed, number), False)

    def order(found: tuple[tuple[str, ...], int]) -> tuple[int, int, int, tuple[str, ...]]:
        rest, number = found
        entry = entries[number]
        strict = (
            2 * (bool(entry.object) + bool(entry.subject)) + bool(entry.not_object) + bool(entry.not_subject)
        )
        return -len(rest), -strict, number, rest

    return {
        form: tuple(Candidate(rest, found[rest, number], number) for rest, number in sorted(found, key=order))
        for form, found in sorted(table.items())
    }


def _instruments(written: dict[str, Any], ontology: Ontology) -> dict[str, str]:
    table: dict[str, str] = {}
    for mode, words in written.items():
        if mode not in ontology.types["ASSAULT"].modes:
            _refuse("instruments.yml", f"{mode!r} is no mode of ASSAULT")
        forms = {form for word in _strings(words, f"instruments.yml: {mode}") for form in _plurals(word)}
        if forms & set(table):
            _refuse("instruments.yml", f"{', '.join(sorted(forms & set(table)))} under two modes")
        table.update(dict.fromkeys(forms, mode))
    return dict(sorted(table.items()))


def _vetoes(written: dict[str, Any], inflect: Callable[[str], set[str]]) -> NameIndex:
    """Index vetoes: nouns in both numbers, verb phrases in all forms, the fixed ones as they are."""
    phrases: list[str] = []
    for kind, words in written.items():
        for phrase in _strings(words, f"vetoes.yml: {kind}"):
            if kind == "nouns":
                phrases += _plurals(phrase)
            elif kind == "verbs":
                first, _, rest = phrase.partition(" ")
                phrases += [f"{form} {rest}" for form in inflect(first)]
            elif kind == "fixed":
                phrases.append(phrase)
            else:
                _refuse("vetoes.yml", f"{kind!r} is none of nouns, verbs, fixed")
    return build_index((phrase, phrase) for phrase in phrases)
