"""Spanish verbs of news of conflict that Apertium does not know, or takes in another sense, in the form that fits."""

import functools
import re
from pathlib import Path
from typing import NamedTuple

from tocsin.knowledge.forms import plural

_LIST = Path(__file__).with_name("apertium_verbs.tsv")

_ENDINGS = {
    "a": re.compile(
        "(?:(?P<base>ar|en|an|amos|emos)|(?P<noun>o|e)|(?P<third>a)|(?P<past>ó|aron|ab[ao]n?|[ao]d[oa]s?|aran?|asen?)"
        "|(?P<ing>ando|ándo)|(?P<will>ará|arán|aremos)|(?P<would>aría(?:n|mos)?))(?:se|me|nos|l[aeo]s?){0,2}"
    ),
    "e": re.compile(
        "(?:(?P<base>er|ir|en|an|emos|imos)|(?P<noun>o|a)|(?P<third>e)|(?P<past>i?ó|i?eron|ían?|id[oa]s?|i?eran?|i?esen?)"
        "|(?P<ing>i?endo|i?éndo)|(?P<will>[ei]rán?|[ei]remos)|(?P<would>[ei]ría(?:n|mos)?))(?:se|me|nos|l[aeo]s?){0,2}"
    ),
}
"""Endings of regular verbs in -ar, and in -er and -ir, by the English form that each stands for; many nouns have those of
"noun", so that they count only in words that are no English."""
_OBJECT = (
    r"(?: to(?= (?:the|an?|some|any|his|her|its|their|this|these|those|two|three|four|five|several|many|more|at least|other|"
    r"members|people|civilians|soldiers|\d+|(?-i:[A-Z]\w+))\b))?"
)
"""Spanish puts "a" before persons that are an object; Apertium makes "to" of it."""


class _Verb(NamedTuple):
    conjugation: str
    made: dict[str, str]
    meant: dict[str, str]
    follows: str


def mend_verbs(source: str, english: str) -> str:
    """Put in the English verbs that Apertium misses.

    Args:
        source: the Spanish segment.
        english: what Apertium made of it, without marks.

    Returns:
        The English with each verb of the list in tense and number of what stood there: "destituyó to the minister" is
        "dismissed the minister". A form is only replaced where the Spanish has it.
    """
    verbs = _verbs()
    for word in dict.fromkeys(re.findall(r"\w+", source.lower())):
        for cut in range(3, len(word)):
            verb = verbs.get(word[:cut])
            ending = _ENDINGS[verb.conjugation].fullmatch(word, cut) if verb else None
            if verb is None or ending is None or ending.lastgroup is None:
                continue
            made = verb.made.get(ending.lastgroup, "") if verb.made else word
            if made:
                wrong = re.compile(rf"\b{re.escape(made)}\b{verb.follows}", re.IGNORECASE)
                english = wrong.sub(verb.meant[ending.lastgroup], english)
    return english


@functools.cache
def _verbs() -> dict[str, _Verb]:
    """Read the list: stem to verb."""
    verbs = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            spanish, made, meant = line.split("\t")
            infinitive, *stems = spanish.split("|")
            infinitive = infinitive.removesuffix("se")
            verb = _Verb(
                conjugation="a" if infinitive.endswith("ar") else "e",
                made={}
                if made == "-"
                else {kind: form for kind, form in _forms(made).items() if kind != "noun"},
                meant=_forms(meant.rstrip("~")),
                follows="" if meant.endswith("~") else _OBJECT,
            )
            verbs.update(dict.fromkeys([infinitive[:-2], *stems], verb))
    return verbs


def _forms(verb: str) -> dict[str, str]:
    """Give the forms of an English verb: "throw/threw" or "rule out", whose first word is the verb."""
    base, _, past = verb.partition("/")
    first, space, rest = base.partition(" ")
    stem = first[:-1] if first.endswith("e") and not first.endswith("ee") else first
    doubled = re.match(rf"({re.escape(first)}[b-df-hj-np-tvz])ed\b", past)
    stem = doubled[1] if doubled else stem
    regular = first[:-1] + "ied" if re.search(r"[^aeiou]y$", first) else first.removesuffix("e") + "ed"
    return {
        "base": base,
        "noun": base,
        "third": plural(first) + space + rest,
        "past": past or regular + space + rest,
        "ing": stem + "ing" + space + rest,
        "will": f"will {base}",
        "would": f"would {base}",
    }
