"""The words of a language: parts of speech, and the words that say how an act stands.

Sources: `knowledge/words/en/tags.tsv` and `contexts.tsv` (built by `tools/build_tags.py`), and
`operators.yml`, `speech.yml`, `heads.yml` and `irregular.yml` (written by hand).
"""

from pathlib import Path
from typing import Any

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.forms import plural, verb_forms
from tocsin.knowledge.sources import read_rows, read_yaml
from tocsin.model import Certainty

MARKS = {
    ".": ".", "?": ".", "!": ".", "…": ".", ",": ",", ";": ",", ":": ",", "-": ",", "–": ",", "—": ",", "--": ",",
    "...": ",", "(": "(", ")": "(", "[": "(", "]": "(", '"': '"', "“": '"', "”": '"', "«": '"', "»": '"',
    "„": '"', "'": '"', "‘": '"', "’": '"', "''": '"', "``": '"',
}  # fmt: skip
"""Marks and their tags; marks that stand between words without ending a sentence are all ','."""

_TELLING = frozenset(
    "be is was were been being are am has have had having do did does get got that to by not the of as than "
    "will would who which it there".split()
)


def neighbour(word: str, tag: str) -> str:
    """Name a neighbouring word for the context keys: itself if it tells a lot, else its tag or class."""
    return word if word in _TELLING else tag


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """A word that says how the act in its complement stands, or turns one act into another.

    The fields are explained at the top of `knowledge/words/en/operators.yml`.
    """

    id: str
    sets: str
    alone: str = ""
    doer: str = "subject"
    complement: tuple[str, ...] = ()
    to_whom: tuple[str, ...] = ()
    speech: bool = False
    only: tuple[str, ...] = ()
    """Types of act that count; empty = all."""
    other: str = ""
    """What it sets when its object does the act: "wants them to leave"; "" = the same."""
    negatable: bool = True
    """False when a "no" before the word does not touch the act: "gave no deadline for"."""


class Pattern(msgspec.Struct, frozen=True, array_like=True):
    """A form of an operator: the words that must follow its first word, and the operator's index."""

    rest: tuple[str, ...]
    operator: int


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """All word tables of English."""

    tags: dict[str, str]
    """Folded word to its tags, commonest first, joined by spaces."""
    contexts: dict[str, str]
    """Context key to tag."""
    operators: tuple[Operator, ...]
    """Operators in file order."""
    operator_verbs: dict[str, tuple[Pattern, ...]]
    """Every form of the first word of operator verbs, longest pattern first."""
    operator_nouns: dict[str, tuple[Pattern, ...]]
    """The same for nouns."""
    operator_adjectives: dict[str, tuple[Pattern, ...]]
    """The same for adjectives and prepositions, which have one form."""
    speech: dict[str, Certainty]
    """Forms of reporting verbs to the certainty they lend."""
    speaking: dict[str, tuple[tuple[str, ...], ...]]
    """Forms of the first word of phrases that report ("served notice") to the words that must follow."""
    inverting: frozenset[str]
    """Forms of reporting verbs that may stand before their speaker."""
    sources: dict[str, tuple[tuple[str, ...], ...]]
    """First word of a source phrase ("according to") to the words that must follow."""
    hedges: dict[str, Certainty]
    """Folded adverbs, adjectives and modals to the certainty they leave."""
    tales: frozenset[str]
    """Plural nouns for what is told: "reports of a massacre"."""
    seeming: frozenset[str]
    """Forms of verbs of what merely seems: "seem to have left"."""
    rumoured: frozenset[str]
    """Forms of verbs that, in the passive, say that people say: "are said to have left"."""
    rumours: tuple[str, ...]
    """Folded words that say so between commas: "it is said"."""
    heads: dict[str, frozenset[str]]
    """Named sets of nouns in singular and plural; see heads.yml."""

    @staticmethod
    def keys(word: str, kinds: str, around: tuple[str, str, str]) -> list[str]:
        """List the context keys of an ambiguous word, most specific first.

        Args:
            word: folded word.
            kinds: its possible tags, as in `tags`.
            around: the two words before it, as `neighbour` names them, and the one after.

        Returns:
            Keys of `contexts`.
        """
        second, before, after = around
        return [
            f"{word}|{before}|{after}",
            f"{kinds}|{second}|{before}|{after}",
            f"{kinds}|{before}|{after}",
            f"{kinds}|{before}",
        ]

    def choose(self, word: str, kinds: str, around: tuple[str, str, str]) -> str:
        """Choose the tag of an ambiguous word from its neighbourhood.

        Args:
            word: folded word.
            kinds: its possible tags, commonest first, joined by spaces.
            around: see `keys`.

        Returns:
            One tag.
        """
        second, before, after = around
        contexts = self.contexts
        return (
            contexts.get(f"{word}|{before}|{after}")
            or contexts.get(f"{kinds}|{second}|{before}|{after}")
            or contexts.get(f"{kinds}|{before}|{after}")
            or contexts.get(f"{kinds}|{before}")
            or kinds.partition(" ")[0]
        )


def read_words(source: Path) -> Words:
    """Read the word tables of English.

    Args:
        source: the knowledge folder.

    Returns:
        All tables.

    Raises:
        KnowledgeError: a file is malformed.
    """
    folder = source / "words" / "en"
    irregular = read_yaml(folder / "irregular.yml")
    entries = read_yaml(folder / "operators.yml")["operators"]
    halts = {noun for entry in entries if entry["sets"] == "halt" for noun in entry.get("nouns", ())}
    lemmas = {verb.split(" ")[0] for entry in entries for verb in entry.get("verbs", ())}
    operators, patterns = _operators(entries, irregular)
    speech = read_yaml(folder / "speech.yml")
    lemmas |= {verb.split(" ")[0] for verbs in speech["verbs"].values() for verb in verbs}
    nouns = halts | {
        noun for mode in read_yaml(source / "events" / "instruments.yml").values() for noun in mode
    }
    for roles in read_yaml(source / "actors" / "agents.yml").values():
        nouns |= {
            noun for names in (roles.values() if isinstance(roles, dict) else [roles]) for noun in names
        }
    for path in sorted((source / "events").glob("*.yml")):
        for entry in read_yaml(path).get("entries", ()):
            lemmas |= {verb.split(" ")[0] for verb in entry.get("verbs", ())}
            nouns |= set(entry.get("nouns", ()))
    tags = _with_verbs(dict(read_rows(folder / "tags.tsv", 2, heading=False)), lemmas, irregular)
    return Words(
        tags=_with_nouns(tags, {noun for noun in nouns if noun.isalpha()}),
        contexts=dict(read_rows(folder / "contexts.tsv", 2, heading=False)),
        operators=tuple(operators),
        operator_verbs=patterns["verbs"],
        operator_nouns=patterns["nouns"],
        operator_adjectives=patterns["adjectives"],
        speech={
            form: certainty
            for certainty, verbs in reversed(speech["verbs"].items())
            for verb in verbs
            for form in verb_forms(verb.split(" ")[0], irregular)
        },
        speaking=_with_forms(_phrases(speech["phrases"]), irregular),
        inverting=_forms(speech["inverting"], irregular),
        sources=_phrases(speech["sources"]),
        hedges={word: certainty for certainty, hedges in speech["hedges"].items() for word in hedges},
        tales=frozenset(speech["hearsay"]["tales"]),
        seeming=_forms(speech["hearsay"]["seeming"], irregular),
        rumoured=_forms(speech["hearsay"]["told"], irregular),
        rumours=tuple(speech["hearsay"]["inserted"]),
        heads={
            name: frozenset(nouns) | frozenset(plural(noun) for noun in nouns)
            for name, nouns in read_yaml(folder / "heads.yml").items()
        },
    )


def _forms(verbs: list[str], irregular: dict[str, list[str]]) -> frozenset[str]:
    """Give all forms of some verbs."""
    return frozenset(form for verb in verbs for form in verb_forms(verb, irregular))


def _with_forms(
    phrases: dict[str, tuple[tuple[str, ...], ...]], irregular: dict[str, list[str]]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Key phrases by all forms of their verb."""
    return {form: rests for verb, rests in phrases.items() for form in verb_forms(verb, irregular)}


def _with_verbs(tags: dict[str, str], lemmas: set[str], irregular: dict[str, list[str]]) -> dict[str, str]:
    """Add the forms of lexicon verbs that the treebanks did not show as verbs."""
    for lemma in sorted(lemmas):
        for form in sorted(verb_forms(lemma, irregular)):
            known = tags[form].split(" ") if form in tags else []
            kinds = _verb_kinds(form, lemma, irregular.get(lemma, []))
            lacking = (
                not set(kinds) <= set(known)
                if "VD" in kinds
                else not {"V", "VZ", "VG", "VN", "NS"} & set(known)
            )
            if lacking:
                tags[form] = " ".join(dict.fromkeys([*known, *kinds]))
    return dict(sorted(tags.items()))


def _verb_kinds(form: str, lemma: str, past: list[str]) -> list[str]:
    """List the tags that a form of a verb may have; of two past forms the first is the past tense."""
    if form in past:
        kinds = ["VD", "VN"] if len(past) == 1 else ["VD"] if form == past[0] else ["VN"]
        return ["V", *kinds] if form == lemma else kinds
    if form == lemma:
        return ["V"]
    if form == plural(lemma):
        return ["VZ"]
    return ["VG"] if form.endswith("ing") else ["VD", "VN"]


def _with_nouns(tags: dict[str, str], nouns: set[str]) -> dict[str, str]:
    """Add the event nouns that the treebanks did not show as nouns, before their other tags."""
    for noun in sorted(nouns):
        for form, kind in ((noun, "N"), (plural(noun), "NS")):
            known = tags[form].split(" ") if form in tags else []
            if not {"N", "NS"} & set(known):
                tags[form] = " ".join([kind, *known])
    return dict(sorted(tags.items()))


def _phrases(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        first, *rest = phrase.split(" ")
        found.setdefault(first, []).append(tuple(rest))
    return {first: tuple(sorted(found[first], key=len, reverse=True)) for first in found}


def _operators(
    entries: list[dict[str, Any]], irregular: dict[str, list[str]]
) -> tuple[list[Operator], dict[str, dict[str, tuple[Pattern, ...]]]]:
    operators = []
    patterns: dict[str, dict[str, list[Pattern]]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for entry in entries:
        words = {kind: entry.pop(kind, []) for kind in ("verbs", "nouns", "adjectives", "prepositions")}
        try:
            operators.append(msgspec.convert(entry, Operator))
        except msgspec.ValidationError as error:
            message = f"operators.yml: {entry.get('id')}: {error}"
            raise KnowledgeError(message) from error
        for kind, phrases in words.items():
            table = patterns["adjectives" if kind == "prepositions" else kind]
            for phrase in phrases:
                first, *rest = phrase.split(" ")
                forms = {first}
                if kind == "verbs":
                    forms = verb_forms(first, irregular)
                elif kind == "nouns":
                    forms = {first, plural(first)}
                for form in forms:
                    table.setdefault(form, []).append(Pattern(tuple(rest), len(operators) - 1))
    return operators, {
        kind: {
            form: tuple(sorted(found, key=lambda p: -len(p.rest))) for form, found in sorted(table.items())
        }
        for kind, table in patterns.items()
    }
