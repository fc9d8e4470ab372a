"""Base texts of near_copies: the bundled and the tests' invented reports, and stories made from `near_copies.yml`.

Nothing here is a copy of anything else; much of it looks like one: two authors on one event with one quotation, the
same form filled in every day, stories with the same standing paragraphs, digests that contain other stories.
"""

import datetime as dt
import itertools
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from evals.scoring import ROOT

PER_EVENT, PER_BULLETIN, STANDING, FREE, DIGESTS, CHINESE = 8, 9, 40, 100, 30, 12
"""Pairs of each event and bulletin; pairs with one standing tail; single stories; digests and live pages of a half."""
HALVES = ("dev", "test")
OWN = (
    "tests/replays/*.jsonl",
    "src/tocsin/examples/*.jsonl",
    "src/tocsin/examples/*.txt",
    "src/tocsin/examples/*/*.jsonl",
)
START = dt.date(2031, 3, 1)

Source = dict[str, Any]
"""The parsed `near_copies.yml`."""
Facts = dict[str, str]
"""Name of a fact to the words drawn for it."""


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """A text of which copies are made."""

    id: str
    """Kind and number."""
    kind: str
    """How it was made: own, event, bulletin, standing, free, digest, live, chinese."""
    half: str
    """dev or test."""
    pair: str = ""
    """The same for two texts that are easily taken for copies of each other; "" = none."""
    title: str
    """Headline."""
    paragraphs: tuple[str, ...]
    """Body."""
    outlet: str
    """Publisher."""
    published: dt.date
    """Day of publication."""
    facts: Facts = {}
    """What was drawn for it."""


def make_bases(source: Source, seed: int) -> list[Base]:
    """Make all base texts; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    stories = [
        *_own_texts(),
        *_event_pairs(source, dice),
        *_bulletin_pairs(source, dice),
        *_standing_pairs(source, dice),
        *_free_stories(source, dice),
        *_chinese_stories(source, dice),
    ]
    return [*stories, *_collections(source, stories, dice)]


def draw_facts(pools: dict[str, list[Any]], dice: random.Random) -> Facts:
    """Draw one of each fact; "person2" is another person."""
    facts = {name: str(dice.choice(pool)) for name, pool in pools.items()}
    return {**facts, "person2": str(dice.choice(pools["person"]))} if "person" in pools else facts


def fill(words: str, facts: Facts) -> str:
    """Put facts into words; a sentence that begins with one gets its capital letter."""
    filled = re.sub(r"\{(\w+)\}", lambda slot: facts.get(slot[1].lower(), slot[0]), words)
    return re.sub(r"(?:^|(?<=[.?!] ))[a-z]", lambda first: first[0].upper(), filled)


def cut_paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text at its blank lines."""
    return tuple(part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def _own_texts() -> Iterator[Base]:
    files = sorted(itertools.chain.from_iterable(ROOT.glob(pattern) for pattern in OWN))
    number = 0
    for file in files:
        for title, text in _read_own(file):
            yield Base(
                id=f"own-{number:03}",
                kind="own",
                half=HALVES[number % 2],
                title=title,
                paragraphs=cut_paragraphs(text.removeprefix(title)),
                outlet=file.stem,
                published=START + dt.timedelta(days=number % 60),
            )
            number += 1


def _read_own(file: Path) -> Iterator[tuple[str, str]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".txt":
        yield text.split("\n", 1)[0], text
        return
    for line in text.splitlines():
        record = json.loads(line)
        yield record["title"], record["text"]


def _event_pairs(source: Source, dice: random.Random) -> Iterator[Base]:
    for number, event in enumerate(source["events"]):
        for run in range(PER_EVENT):
            facts = draw_facts(source["facts"], dice)
            quote = fill(event["quote"], facts)
            day = START + dt.timedelta(days=7 * run + number % 7)
            for author in ("first", "second"):
                yield Base(
                    id=f"event-{number}-{run}-{author}",
                    kind="event",
                    half=event["half"],
                    pair=f"event-{number}-{run}",
                    title=fill(event["title"], facts),
                    paragraphs=cut_paragraphs(fill(event[author], {**facts, "quote": quote})),
                    outlet=dice.choice(source["facts"]["outlet"]),
                    published=day,
                    facts=facts,
                )


def _bulletin_pairs(source: Source, dice: random.Random) -> Iterator[Base]:
    """The same outlet on two days in a row; in every second pair names and places stay and only the facts change."""
    pools = source["facts"]
    names = ("place", "other", "region", "group", "army", "target", "official", "envoy", "person")
    for number, bulletin in enumerate(source["bulletins"]):
        for run in range(PER_BULLETIN):
            kept = draw_facts(pools, dice)
            for day in range(2):
                facts = draw_facts(pools, dice)
                if run % 2:
                    facts |= {name: kept[name] for name in names}
                facts |= {"region": kept["region"], "date": f"{9 + run + day} March"}
                yield Base(
                    id=f"bulletin-{number}-{run}-{day}",
                    kind="bulletin",
                    half=bulletin["half"],
                    pair=f"bulletin-{number}-{run}",
                    title=fill(bulletin["title"], facts),
                    paragraphs=cut_paragraphs(_fill_anew(bulletin["text"], facts, pools, dice)),
                    outlet=f"Office {number}",
                    published=START + dt.timedelta(days=8 + run + day),
                    facts=facts,
                )


def _fill_anew(words: str, facts: Facts, pools: dict[str, list[Any]], dice: random.Random) -> str:
    """Fill a form: every number is drawn where it stands."""
    numbers = ("dead", "hurt", "many", "few")

    def draw(slot: re.Match[str]) -> str:
        return str(dice.choice(pools[slot[1]])) if slot[1] in numbers else facts[slot[1]]

    return fill(re.sub(r"\{(\w+)\}", draw, words), {})


def _compose(source: Source, dice: random.Random, paragraphs: int) -> tuple[str, tuple[str, ...], Facts]:
    """Make a story of a lead and paragraphs: headline, body, facts."""
    facts = draw_facts(source["facts"], dice)
    lead = fill(dice.choice(source["leads"]), facts)
    chosen = dice.sample(source["paragraphs"], paragraphs)
    body = [fill(words, facts | {"person": dice.choice(source["facts"]["person"])}) for words in chosen]
    return " ".join(lead.split()[:8]), (lead, *body), facts


def _standing_pairs(source: Source, dice: random.Random) -> Iterator[Base]:
    """Two stories of one outlet that end with the same two or three standing paragraphs."""
    for number in range(STANDING):
        tail = tuple(dice.sample(source["boilerplate"], dice.randint(2, 3)))
        outlet = dice.choice(source["facts"]["outlet"])
        for story in range(2):
            title, body, facts = _compose(source, dice, dice.randint(2, 3))
            yield Base(
                id=f"standing-{number}-{story}",
                kind="standing",
                half=HALVES[number % 2],
                pair=f"standing-{number}",
                title=title,
                paragraphs=body + tail,
                outlet=outlet,
                published=START + dt.timedelta(days=number + story),
                facts=facts,
            )


def _free_stories(source: Source, dice: random.Random) -> Iterator[Base]:
    for number in range(FREE):
        title, body, facts = _compose(source, dice, dice.randint(2, 8))
        yield Base(
            id=f"free-{number:03}",
            kind="free",
            half=HALVES[number % 2],
            title=title,
            paragraphs=body,
            outlet=dice.choice(source["facts"]["outlet"]),
            published=START + dt.timedelta(days=number % 30),
            facts=facts,
        )


def _chinese_stories(source: Source, dice: random.Random) -> Iterator[Base]:
    """Four forms, three stories of each with other facts."""
    for number in range(CHINESE):
        facts = draw_facts(source["chinese_facts"], dice)
        form = number % len(source["chinese"])
        text = fill(source["chinese"][form], facts)
        yield Base(
            id=f"chinese-{number:02}",
            kind="chinese",
            half=HALVES[form % 2],
            pair=f"chinese-{form}",
            title=text[:14],
            paragraphs=tuple(re.findall("[^。]+。", text)),
            outlet=dice.choice(source["facts"]["outlet"]),
            published=START + dt.timedelta(days=number),
        )


def _choose_stories(news: list[Base], count: int, around: int, dice: random.Random) -> list[Base]:
    """Draw stories until none of them is more than half of the page; `around` = characters of what else is on it."""
    while True:
        inside = dice.sample(news, count)
        sizes = [sum(map(len, story.paragraphs)) for story in inside]
        if max(sizes) <= (sum(sizes) + around) / 2:
            return inside


def _collections(source: Source, stories: list[Base], dice: random.Random) -> Iterator[Base]:
    """Digests of three to five stories, and live pages with one story among their entries."""
    for half in HALVES:
        news = [story for story in stories if story.half == half and story.kind in {"own", "event", "free"}]
        for number in range(DIGESTS):
            kind = ("digest", "live")[number % 2]
            facts = draw_facts(source["facts"], dice)
            entries = [fill(words, facts) for words in source["live_entries"]]
            around = sum(map(len, entries)) if kind == "live" else 0
            inside = _choose_stories(news, 3 + number % 3 if kind == "digest" else 1, around, dice)
            at = dice.randrange(len(entries))
            told = [words for story in inside for words in story.paragraphs]
            yield Base(
                id=f"{kind}-{half}-{number}",
                kind=kind,
                half=half,
                pair=inside[0].id,
                title=f"{kind.capitalize()} {number}: {facts['region']}",
                paragraphs=tuple(told if kind == "digest" else entries[:at] + told + entries[at:]),
                outlet=dice.choice(source["facts"]["outlet"]),
                published=max(story.published for story in inside) + dt.timedelta(days=number % 2),
                facts=facts,
            )
