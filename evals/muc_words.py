"""The words by which claims become the templates of MUC-3/4: the tables of `muc.yml`, and what they say of mentions."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
import yaml

from evals.muc_scoring import head_word
from evals.scoring import ROOT
from tocsin.knowledge.forms import plural
from tocsin.model import Mention


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of `muc.yml`, and the names of countries."""

    kinds: dict[str, list[str]]
    """Type of incident to beginnings of words."""
    attempted: list[str]
    dead: list[str]
    hurt: list[str]
    destroyed: list[str]
    damaged: list[str]
    unsure: list[str]
    claimed: list[str]
    organisations: frozenset[str]
    things: frozenset[str]
    places: frozenset[str]
    vague: frozenset[str]
    instruments: frozenset[str]
    state: frozenset[str]
    force: frozenset[str]
    groups: frozenset[str]
    nations: dict[str, list[str]]
    """ISO 3166 alpha-3 code of the countries that count to beginnings of words."""
    countries: dict[str, str] = {}
    """ISO 3166 alpha-3 code to name."""


def is_named(mention: Mention, words: Words) -> bool:
    """Tell whether a mention says who: no pronoun, no place, and no country or capital that stands for its government."""
    bare = plain(mention)
    if mention.reason in {"pronoun", "no actor is named"} or bare in words.vague:
        return False
    if head_word(bare) in words.places:
        return False
    return not (mention.reason.startswith("known name") and (":" in mention.name or not mention.sectors))


def is_known_group(mention: Mention, words: Words) -> bool:
    """Tell whether a mention holds the known name of an armed group."""
    return mention.reason.startswith("known name") and bool(words.groups & set(mention.sectors))


def plain(mention: Mention) -> str:
    """Give the words of a mention without an article or a word that points."""
    return re.sub(
        r"^(?:the|a|an|this|that|these|those|his|their|its|our|any) ", "", mention.span.words.lower()
    )


def has_any(text: str, stems: Iterable[str]) -> bool:
    """Tell whether one of these beginnings of words stands in a text."""
    return re.search(r"\b(?:" + "|".join(map(re.escape, stems)) + ")", text.lower()) is not None


def is_body(mention: Mention, words: Words) -> bool:
    """Tell whether a mention names an organisation, not persons of it ("Harun guerrillas")."""
    head = head_word(mention.span.words)
    if mention.reason.startswith("known name"):
        return not head.endswith("s") or head == head_word(mention.name)
    return head in words.organisations


def load_words() -> Words:
    """Read the tables, give things and places their plurals, and read the names of countries from the knowledge folder."""
    tables = yaml.safe_load((Path(__file__).parent / "muc.yml").read_text(encoding="utf-8"))
    for name in ("things", "places", "instruments", "vague"):
        tables[name] = sorted({form for noun in tables[name] for form in (noun, plural(noun))})
    with (ROOT / "knowledge/places/countries.tsv").open(encoding="utf-8") as lines:
        countries = {row["country"]: row["name"] for row in csv.DictReader(lines, delimiter="\t")}
    return msgspec.convert({**tables, "countries": countries}, Words)
