"""What other outlets do to a text that they copy. Each change is drawn with the dice that it is given."""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator

import msgspec

from evals.invented import Base, Facts, Source, draw_facts, fill
from tocsin.ingest import report_from_text
from tocsin.model import Report

FIGURE = ("headline", "cut", "agency", "boilerplate")
"""The changes of the figure; each is made alone and in combinations."""
FURTHER = ("update", "mirror", "shortened")
"""Changed numbers; other signs and line ends; the last paragraphs gone."""
CUT_FROM = 3
"""Paragraphs that a text must have for one to be cut."""


class Draft(msgspec.Struct):
    """A text while it is changed."""

    title: str
    """Headline."""
    paragraphs: list[str]
    """Body."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the mutated set."""

    base: Base
    """What it is a copy of."""
    changes: str
    """What was done, joined by "+"; "" = the base text itself."""
    report: Report
    """The report as ingest makes it."""


Change = Callable[[Draft, Facts, Source, random.Random], None]


def tell(bases: list[Base], source: Source, seed: int) -> Iterator[Told]:
    """Publish every base text and copies of it.

    Args:
        bases: base texts.
        source: the parsed `near_copies.yml`.
        seed: of the dice.

    Yields:
        The base text, then each change of the figure alone, two combinations, one further change; of bulletins,
        digests and live pages the base text and two combinations. Nothing is cut from digests and live pages, where
        one story could be left.
    """
    for number, base in enumerate(bases):
        dice = random.Random(f"{seed} {base.id}")  # noqa: S311 - no secret
        is_page = base.kind in {"digest", "live"}
        kinds = [change for change in FIGURE if change != "cut" or not is_page]
        combined = [tuple(dice.sample(kinds, size)) for size in (2, 3)]
        alone = [(change,) for change in FIGURE]
        further = [(FURTHER[number % len(FURTHER)],), FIGURE]
        few = is_page or base.kind == "bulletin"
        for turn, changes in enumerate([(), *combined] if few else [(), *alone, *combined, *further]):
            yield _publish(base, changes, source, dice, turn)


def _publish(base: Base, changes: tuple[str, ...], source: Source, dice: random.Random, turn: int) -> Told:
    draft = Draft(title=base.title, paragraphs=list(base.paragraphs))
    facts = base.facts or draw_facts(source["facts"], dice)
    done = [change for change in changes if change != "cut" or len(draft.paragraphs) >= CUT_FROM]
    for change in sorted(done, key=tuple(CHANGES).index):
        CHANGES[change](draft, facts, source, dice)
    body = "\n\n".join(draft.paragraphs)
    with_title = dice.random() < 0.5
    outlet = dice.choice(source["facts"]["outlet"]) if turn else base.outlet
    return Told(
        base=base,
        changes="+".join(done) or ("same" if turn else ""),
        report=report_from_text(
            f"{draft.title}\n\n{body}" if with_title else body,
            title=draft.title,
            outlet=outlet,
            published=base.published + dt.timedelta(days=dice.randint(0, 2) if turn else 0),
            url=f"https://example.org/{base.id}/{turn}",
        ),
    )


def _headline(draft: Draft, facts: Facts, source: Source, dice: random.Random) -> None:
    draft.title = fill(dice.choice(source["headlines"]), facts)


def _cut(draft: Draft, facts: Facts, source: Source, dice: random.Random) -> None:  # noqa: ARG001
    del draft.paragraphs[dice.randrange(len(draft.paragraphs))]


def _shorten(draft: Draft, facts: Facts, source: Source, dice: random.Random) -> None:  # noqa: ARG001
    keep = max(2, round(len(draft.paragraphs) * 0.6))
    del draft.paragraphs[keep:]


def _agency(draft: Draft, facts: Facts, source: Source, dice: random.Random) -> None:
    if dice.random() < 0.6:
        line = dice.choice(source["agency_lines"]).replace("{PLACE}", facts["place"].upper())
        draft.paragraphs[0] = fill(line, facts) + draft.paragraphs[0]
    else:
        draft.paragraphs.append(fill(dice.choice(source["credits"]), facts))


def _boilerplate(draft: Draft, facts: Facts, source: Source, dice: random.Random) -> None:
    """Put in one or two standing paragraphs, or (one time in four) a paragraph of background that nobody else has."""
    if dice.random() < 0.25:
        background = fill(dice.choice(source["paragraphs"]), draw_facts(source["facts"], dice))
        draft.paragraphs.insert(dice.randint(1, len(draft.paragraphs)), background)
        return
    for words in dice.sample(source["boilerplate"], dice.choice((1, 1, 2))):
        places = (len(draft.paragraphs),) * 7 + (dice.randint(0, len(draft.paragraphs)),) * 2 + (0,)
        draft.paragraphs.insert(dice.choice(places), fill(words, facts))


def _update(draft: Draft, facts: Facts, source: Source, dice: random.Random) -> None:  # noqa: ARG001
    """Change up to three numbers or days, one in 25 words at most; a text without any stays as it is."""
    most = min(3, 1 + sum(words.count(" ") for words in draft.paragraphs) // 25)
    pools = [[str(word) for word in source["facts"][name]] for name in ("dead", "day", "hurt")]
    places = [
        (number, found.span(), pool)
        for number, words in enumerate(draft.paragraphs)
        for pool in pools
        for found in re.finditer(rf"\b(?:{'|'.join(pool)})\b", words)
    ]
    for number, (start, end), pool in sorted(dice.sample(places, min(len(places), most)), reverse=True):
        words = draft.paragraphs[number]
        draft.paragraphs[number] = words[:start] + dice.choice(pool) + words[end:]


def _mirror(draft: Draft, facts: Facts, source: Source, dice: random.Random) -> None:  # noqa: ARG001
    text = "\n".join(draft.paragraphs).replace("'", "’").replace(" - ", " – ")
    text = re.sub(r'"([^"\n]*)"', "“\\1”", text)
    draft.paragraphs = [text.replace(". ", ".  ") if dice.random() < 0.5 else text]


CHANGES: dict[str, Change] = {
    "headline": _headline,
    "cut": _cut,
    "shortened": _shorten,
    "update": _update,
    "agency": _agency,
    "boilerplate": _boilerplate,
    "mirror": _mirror,
}
"""Changes in the order in which they are made: an agency first, then the outlet."""
