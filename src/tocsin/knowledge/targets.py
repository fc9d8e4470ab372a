"""Target classes: what kind of target an act hits, by the words that name it and by who it was.

How to add a word: one more noun in `knowledge/targets/en.yml`; its head says how phrases are read. Truces spare kinds of
target ("attacks on foreign missions"), so an attack and a clause are classed by the same words.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.forms import plural
from tocsin.knowledge.names import NameIndex, build_index
from tocsin.knowledge.sources import read_yaml
from tocsin.knowledge.tokens import fold, folded_words
from tocsin.model import Claim, Mention, TargetClass

if TYPE_CHECKING:
    from tocsin.knowledge import Knowledge

ORDER: tuple[TargetClass, ...] = (
    "embassy",
    "base",
    "convoy",
    "government",
    "infrastructure",
    "troops",
    "civilians",
)
"""Which class counts where an act hit several: the thing that was aimed at before the people who were killed there."""


class Targets(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of target classes."""

    index: NameIndex
    """Folded nouns, singular and plural, to their one target class."""
    cuts: frozenset[str]
    """Folded words at which the head of a phrase ends."""
    sectors: dict[str, TargetClass]
    """PLOVER sector to target class."""
    actors: dict[str, TargetClass]
    """Actor id to target class, before words and sectors."""


def target_class(claim: Claim, know: "Knowledge") -> TargetClass:
    """Say what kind of target an act hit.

    Each recipient gets its class from its words, else from its sectors; where no recipient has one, the words of the
    place are asked ("in the diplomatic quarter").

    Args:
        claim: the claim of the act, its names resolved.
        know: knowledge tables.

    Returns:
        The first class in `ORDER` that a recipient has; "other" where nothing tells.
    """
    targets = know.targets
    found = {_class_of_mention(mention, targets) for mention in claim.recipient}
    if found <= {None} and claim.where is not None:
        found = {class_of_words(claim.where.span.quote, targets)}
    return next((name for name in ORDER if name in found), "other")


def class_of_words(words: str, targets: Targets) -> TargetClass | None:
    """Say what kind of target a noun phrase names.

    Args:
        words: a phrase as written: "the army base at Kestria".
        targets: the tables.

    Returns:
        The class of the last noun of the head, else of the next part of the phrase that has one; None where no
        known noun stands in it.
    """
    folded = folded_words(words)
    last: TargetClass | None = None
    at = 0
    while at < len(folded):
        length, classes = targets.index.match(folded, at)
        if length:
            last = _known(classes[0])
        elif folded[at] in targets.cuts and last is not None:
            return last
        at += length or 1
    return last


def _class_of_mention(mention: Mention, targets: Targets) -> TargetClass | None:
    if mention.actor in targets.actors:
        return targets.actors[mention.actor]
    by_words = class_of_words(mention.span.quote, targets)
    by_sector = (targets.sectors[sector] for sector in mention.sectors if sector in targets.sectors)
    return by_words or next(by_sector, None)


def read_targets(source: Path) -> Targets:
    """Read the target classes.

    Args:
        source: the knowledge folder.

    Returns:
        All tables.

    Raises:
        KnowledgeError: a file is malformed, a class is unknown, or a noun, sector or actor has two classes.
    """
    words = _load(source / "targets" / "en.yml", {"classes", "cuts"})
    who = _load(source / "targets" / "actors.yml", {"sectors", "actors"})
    nouns = _turned(words["classes"], "en.yml: classes")
    forms = [(form, name) for noun, name in nouns.items() for form in (noun, _plural(noun))]
    return Targets(
        index=build_index(forms),
        cuts=frozenset(fold(word) for word in words["cuts"]),
        sectors=_turned(who["sectors"], "actors.yml: sectors"),
        actors=_turned(who["actors"], "actors.yml: actors"),
    )


def _load(path: Path, wanted: set[str]) -> dict[str, Any]:
    table = read_yaml(path)
    if not isinstance(table, dict) or set(table) != wanted:
        message = f"{path.name}: want the parts {sorted(wanted)} and no other"
        raise KnowledgeError(message)
    return table


def _turned(classes: Mapping[str, object], where: str) -> dict[str, TargetClass]:
    """Turn "class to words" into "word to class"."""
    turned: dict[str, TargetClass] = {}
    for name, words in classes.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            message = f"{where}: {name}: want a list of words; quote on, off, yes and no"
            raise KnowledgeError(message)
        for word in words:
            if word in turned:
                message = f"{where}: {word!r} stands in {turned[word]} and in {name}"
                raise KnowledgeError(message)
            turned[word] = _known(name)
    return turned


def _known(name: str) -> TargetClass:
    for known in get_args(TargetClass):
        if name == known:
            return known  # type: ignore[no-any-return]  # get_args forgets the type
    message = f"targets: there is no target class {name!r}; want one of {', '.join(get_args(TargetClass))}"
    raise KnowledgeError(message)


def _plural(noun: str) -> str:
    """Make the plural: "army bases", "convoys of aid"."""
    head, of, rest = noun.partition(" of ")
    first, space, last = head.rpartition(" ")
    return f"{first}{space}{plural(last)}{of}{rest}"
