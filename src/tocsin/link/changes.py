"""What two texts have in common, and what one has put in place of words of the other.

Words are common where they stand in a shingle that both texts have. Words between two such shingles in one text stand for
those between the same two in the other: "killed [three] people on [Monday] in" and "killed [five] people on [Tuesday] in".
What only one of the texts has there is cut or added, not changed; nor is a passage that was put in place of another.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.link.prints import PARAGRAPH, Hashes, Places, Print

PHRASE = 8
"""Words up to which a gap is a changed phrase, whatever stands in it."""
ALIKE = 0.5
"""Share of the shorter of two longer gaps that must be the same for it to be changed; else one passage was put in place
of another."""

Mask = npt.NDArray[np.bool_]
Flanks = tuple[int | None, int | None]
"""Hashes of the shared shingles before and after a gap; None = there is none."""


class Changes(NamedTuple):
    """What two texts have in common, and what was changed."""

    kept: tuple[Mask, Mask]
    """For each word of each text, standing paragraphs left out, whether the other has it too."""
    changed: int
    """Words put in place of others, the lesser number of the two texts."""
    names: int
    """Names among them that the other text does not have at all, the lesser number of the two texts."""


class _Text:
    """One of two texts, with what it shares with the other."""

    def __init__(self, text: Print, live: Mask, common: Hashes) -> None:
        starts, ends = text.spans()
        shared = live & np.isin(text.shingles, common)
        self.words = text.words
        self.names = text.names
        self.told = _cover(starts[live], ends[live], len(text.words))
        self.kept = _cover(starts[shared], ends[shared], len(text.words))
        self.gaps = {
            flanks: gap.start + np.flatnonzero(self.told[gap])
            for flanks, gap in _find_gaps(text, shared, starts, ends)
        }

    def own(self, key: Flanks) -> list[int]:
        """Give the words of a gap."""
        own: list[int] = self.words[self.gaps[key]].tolist()
        return own


def find_changes(one: Print, two: Print, standing: AbstractSet[int]) -> Changes:
    """Compare two texts.

    Args:
        one: a text.
        two: another.
        standing: hashes of shingles of standing paragraphs, which do not count.
    """
    live = [leave_out(text, standing) for text in (one, two)]
    common = np.intersect1d(one.shingles[live[0]], two.shingles[live[1]])
    ours, theirs = _Text(one, live[0], common), _Text(two, live[1], common)
    known = [set(text.words.tolist()) for text in (ours, theirs)]
    changed = names = 0
    for key in ours.gaps.keys() & theirs.gaps.keys():
        own, other = ours.own(key), theirs.own(key)
        new, old = Counter(own) - Counter(other), Counter(other) - Counter(own)
        shorter = min(len(own), len(other))
        if max(len(own), len(other)) > PHRASE and len(own) - new.total() < ALIKE * shorter:
            continue
        changed += min(new.total(), old.total())
        names += min(len((new.keys() & ours.names) - known[1]), len((old.keys() & theirs.names) - known[0]))
        ours.kept[ours.gaps[key]] = [word not in new for word in own]
        theirs.kept[theirs.gaps[key]] = [word not in old for word in other]
    return Changes(kept=(ours.kept[ours.told], theirs.kept[theirs.told]), changed=changed, names=names)


def leave_out(text: Print, standing: AbstractSet[int]) -> Mask:
    """Choose the shingles of a text that stand in no standing paragraph; a text that is little else is kept whole.

    Args:
        text: the text.
        standing: hashes of shingles of standing paragraphs.

    Returns:
        For each shingle whether it counts.
    """
    kept = np.array([shingle not in standing for shingle in text.shingles.tolist()], bool)
    return kept if kept.sum() >= PARAGRAPH else np.ones(len(text.shingles), bool)


def _cover(starts: Places, ends: Places, count: int) -> Mask:
    """Say which of so many words stand in one of some shingles."""
    steps = np.zeros(count + 1, np.int64)
    steps[starts] += 1
    steps[ends] -= 1
    covered: Mask = np.cumsum(steps[:count]) > 0
    return covered


def _find_gaps(text: Print, shared: Mask, starts: Places, ends: Places) -> Iterator[tuple[Flanks, slice]]:
    """Find the words between two shared shingles: the hashes of the two, None = beginning or end of the text."""
    keys = [None, *text.shingles[shared].tolist(), None]
    over = [0, *ends[shared].tolist()]
    after = [*starts[shared].tolist(), len(text.words)]
    for number, (start, end) in enumerate(zip(over, after, strict=True)):
        if start < end:
            yield (keys[number], keys[number + 1]), slice(start, end)
