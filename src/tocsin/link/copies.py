"""Near copies among reports: wire stories, mirrors, updates.

Candidates come from MinHash and locality-sensitive hashing over shingles (Broder 1997; Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, chapter 3). Whether a candidate is a copy is then decided on all words of the
two texts but those of standing paragraphs, which are learnt from all reports in order of publication first. So a
stream and a batch have the same origins, whatever the order in which reports came.

The thresholds were chosen on the development families of the mutated set in `evals/near_copies.py`.
"""

import datetime as dt
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace
from rensa import RMinHash, RMinHashLSH

from tocsin.link.changes import Mask, find_changes, leave_out
from tocsin.link.prints import PARAGRAPH, Hashes, Print, take_print
from tocsin.model import Report

LEAD = 30
"""Words of the lead (one news paragraph)."""
OF_SHORTER, OF_LONGER, IN_LEAD = 0.6, 0.52, 0.4
"""Least shares of a copy; see `Likeness` for their meaning."""
WITHOUT_LEAD = 0.9, 0.6
"""Least shares of the shorter and of the longer text for two reports of which only one lead stands in the other."""
CHANGED, STRICT_CHANGED = 0.045, 0.025
"""Most that is changed in a copy. The second holds where only one lead stands in the other, and for two reports of one
outlet on two days: forms are filled in day after day."""
NAME = 3
"""Words as which a changed name counts beyond itself: a number is brought up to date, a name is another fact."""
OF_VERSION = 0.2
"""Least share of the shorter text for two texts at one address to be versions of one report."""
OF_KIN, KIN_CHANGED = 0.4, 0.06
"""Least share of the shorter text, and most that is changed, for a copy of a copy to be a copy of the original."""
STANDING, OTHER_NEWS = 4, 0.2
"""Reports with different leads that make a paragraph a standing one; share of a lead below which it is another."""
ALONE = 0.9
"""Share of a report from which a paragraph is the report."""
BANDS, ROWS, SEED = 20, 2, 1997
"""Bands and rows of the hashing: pairs of Jaccard similarity 0.5 are missed by 0.75 ** 20 = 0.3 %."""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How alike two reports are, and what follows."""

    of_shorter: float
    """Share of the shorter text that stands in the longer, 0 to 1."""
    of_longer: float
    """Share of the longer text that stands in the shorter, 0 to 1."""
    lead: float
    """Share of the lead of one that stands in the other, the greater of the two: other news has another lead."""
    other_lead: float
    """The lesser of the two."""
    changed: float
    """Words put in place of others, among these and the common ones; a name counts as more than one."""
    reason: str
    """The rule that decided: "copy.text", "copy.version", or "apart.text", "apart.part", "apart.lead",
    "apart.facts"."""

    @property
    def is_copy(self) -> bool:
        """Whether one is a copy of the other."""
        return self.reason.startswith("copy.")


def origins(reports: Iterable[Report]) -> dict[str, str]:
    """Find of which report each is a copy.

    Args:
        reports: reports in any order.

    Returns:
        Report id to the id of the earliest published report of which it is a copy, or to its own.
    """
    return _find_origins({report.id: take_print(report) for report in reports}.values())


def compare(one: Report, two: Report) -> Likeness:
    """Say how alike two reports are, in either order, when nothing is known of standing paragraphs."""
    return _compare(take_print(one), take_print(two), frozenset())


class Copies:
    """An index of reports that grows."""

    def __init__(self) -> None:
        """Start empty."""
        self._standing = _Standing()
        self._index = _Index(self._standing.shingles)
        self._seen: dict[str, tuple[str, ...]] = {}

    def add(self, report: Report) -> tuple[str, ...]:
        """Take a report in.

        Args:
            report: the report; one that is there already changes nothing.

        Returns:
            Ids of the reports seen before of which it is a copy or which are copies of it, earliest first, by what
            is known of standing paragraphs so far.
        """
        if report.id not in self._seen:
            new = take_print(report)
            self._standing.learn(new)
            near = sorted((self._index.prints[number] for number in self._index.insert(new)), key=_order)
            self._seen[report.id] = tuple(one.id for one in near)
        return self._seen[report.id]

    def origins(self) -> dict[str, str]:
        """Find of which report each is a copy, exactly as `origins` does for all reports at once."""
        return _find_origins(self._index.prints)


def _order(one: Print) -> tuple[dt.datetime, str]:
    return one.order


def _find_origins(prints: Iterable[Print]) -> dict[str, str]:
    """Learn standing paragraphs from all prints, then compare, then choose origins.

    A copy of a copy belongs to the original only if at least `OF_KIN` of the shorter of the two stands in the
    other and little is changed, so that neither a page with two stories nor two short copies of one form join them.
    """
    ordered = sorted(prints, key=_order)
    standing = _Standing()
    for one in ordered:
        standing.learn(one)
    index = _Index(standing.shingles)
    origin: list[int] = []
    for number, one in enumerate(ordered):
        near = index.insert(one)
        heads = sorted({_follow(origin, other) for other in near})
        joined = [head for head in heads if head in near or index.is_kin(head, number)]
        origin.append(joined[0] if joined else number)
        for head in joined[1:]:
            if index.is_kin(joined[0], head):
                origin[head] = joined[0]
    return {one.id: ordered[_follow(origin, number)].id for number, one in enumerate(ordered)}


def _follow(origin: list[int], number: int) -> int:
    while origin[number] != number:
        number = origin[number]
    return number


class _Standing:
    """Paragraphs that outlets print with any story.

    They stand in reports that have different leads, and are never a report by themselves, as a brief is that stands
    in many digests.
    """

    def __init__(self) -> None:
        self.shingles: set[int] = set()
        self._witnesses: dict[int, tuple[_Witness, ...]] = {}
        self._alone: set[int] = set()

    def learn(self, new: Print) -> None:
        """Note in which surroundings the paragraphs of a report stand."""
        for key, start, end in new.paragraphs():
            if end - start >= ALONE * len(new.shingles):
                self._alone.add(key)
                self.shingles.difference_update(new.shingles[start:end].tolist())
            known = self._witnesses.get(key, ())
            if key in self._alone or len(known) == STANDING:
                continue
            one = _Witness(new.shingles, start, end)
            if all(one.has_other_news(other) for other in known):
                self._witnesses[key] = (*known, one)
                if len(known) + 1 == STANDING:
                    self.shingles.update(new.shingles[start:end].tolist())


class _Witness(NamedTuple):
    """A report around a paragraph."""

    shingles: Hashes
    start: int
    end: int

    def has_other_news(self, other: "_Witness") -> bool:
        """Whether neither lead stands in the other report; a report without lead has no other news."""
        return self.misses_lead_of(other) and other.misses_lead_of(self)

    def misses_lead_of(self, other: "_Witness") -> bool:
        """Whether the lead of the other, the paragraph left out, does not stand here."""
        lead = [*other.shingles[: other.start], *other.shingles[other.end :]][:LEAD]
        return len(lead) >= PARAGRAPH and np.isin(lead, self.shingles).mean() < OTHER_NEWS


class _Index:
    """Finds the reports before it of which a report is a copy, with what is known of standing paragraphs."""

    def __init__(self, standing: set[int]) -> None:
        self.prints: list[Print] = []
        self._standing = standing
        self._pages: dict[tuple[str, str], list[int]] = {}
        self._paragraphs: dict[int, list[int]] = {}
        self._sketches = RMinHashLSH(0.5, BANDS * ROWS, BANDS)

    def insert(self, new: Print) -> list[int]:
        """Take a report in and give the numbers of the reports in `prints` that it is alike to."""
        number = len(self.prints)
        candidates = self._exchange_sketch(number, new)
        keys = [
            key
            for key, start, end in new.paragraphs()
            if not self._standing.issuperset(new.shingles[start:end].tolist())
        ]
        for known, key in ((self._paragraphs, key) for key in keys):
            numbers = known.setdefault(key, [])
            candidates.update(numbers)
            numbers.append(number)
        if new.url:
            numbers = self._pages.setdefault((new.outlet, new.url), [])
            candidates.update(numbers)
            numbers.append(number)
        candidates.discard(number)
        self.prints.append(new)
        return [other for other in sorted(candidates) if self._compare(other, number).is_copy]

    def is_kin(self, one: int, two: int) -> bool:
        """Whether a copy of a copy is close enough to the original, and tells the same facts."""
        found = self._compare(one, two)
        return found.of_shorter >= OF_KIN and found.changed <= KIN_CHANGED

    def _compare(self, one: int, two: int) -> Likeness:
        return _compare(self.prints[one], self.prints[two], self._standing)

    def _exchange_sketch(self, number: int, new: Print) -> set[int]:
        """Ask for reports with a like sketch, and leave the sketch of this one."""
        kept = _strip(new, self._standing)
        if not kept:
            return set()
        sketch = RMinHash(BANDS * ROWS, SEED)
        sketch.update(map(str, kept))
        found = set(self._sketches.query(sketch))
        self._sketches.insert(number, sketch)
        return found


def _strip(one: Print, standing: AbstractSet[int]) -> list[int]:
    """Leave standing paragraphs out; a text that is little else is kept whole."""
    kept: list[int] = one.shingles[leave_out(one, standing)].tolist()
    return kept


def _compare(one: Print, two: Print, standing: AbstractSet[int]) -> Likeness:
    found = find_changes(one, two, standing)
    ours, theirs = found.kept
    common = min(ours.sum(), theirs.sum())
    like = Likeness(
        of_shorter=max(_share(ours), _share(theirs)),
        of_longer=min(_share(ours), _share(theirs)),
        lead=max(_share(ours[:LEAD]), _share(theirs[:LEAD])),
        other_lead=min(_share(ours[:LEAD]), _share(theirs[:LEAD])),
        changed=(found.changed + NAME * found.names) / max(1, common + found.changed),
        reason="",
    )
    same_outlet = one.outlet == two.outlet != ""
    if same_outlet and one.url == two.url != "" and like.of_shorter >= OF_VERSION:
        return replace(like, reason="copy.version")
    is_series = same_outlet and one.moment.date() != two.moment.date()
    return replace(like, reason=_decide(like, STRICT_CHANGED if is_series else CHANGED))


def _decide(found: Likeness, most: float) -> str:
    if found.of_shorter < OF_SHORTER:
        return "apart.text"
    if found.of_longer < OF_LONGER:
        return "apart.part"
    if found.lead < IN_LEAD:
        return "apart.lead"
    if found.other_lead < IN_LEAD:
        if found.of_shorter < WITHOUT_LEAD[0] or found.of_longer < WITHOUT_LEAD[1]:
            return "apart.lead"
        most = min(most, STRICT_CHANGED)
    return "copy.text" if found.changed <= most else "apart.facts"


def _share(kept: Mask) -> float:
    return float(kept.mean()) if len(kept) else 0.0
