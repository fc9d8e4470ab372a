"""Near copies among reports: wire stories, mirrors, updates.

Candidates come from MinHash and locality-sensitive hashing over shingles (Broder 1997; Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, chapter 3). Whether a candidate is a copy is then decided on all shingles of the
two texts alone, never on what else was seen, so a stream and a batch give the same answer in any order.

The thresholds were chosen on the development half of the mutated set in `evals/near_copies.py`.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable

import msgspec
import numpy as np
import numpy.typing as npt
from rensa import RMinHash, RMinHashLSH

from tocsin.model import Report

SHINGLE = 5
"""Words in a shingle: long enough that two authors share few, short enough that a changed number costs little."""
UNSPACED_SHINGLE = 9
"""Characters in a shingle of a script without spaces; a Chinese word has about 1.7 characters."""
SHORT = 36
"""Shingles (40 words) below which a text must be nearly equal."""
LEAD = 25
"""Shingles of the lead (some 30 words, one news paragraph)."""
REWRITE = 20
"""Shingles up to which a gap is a changed phrase; longer gaps are cut or added paragraphs."""
OF_SHORTER, OF_LONGER, IN_LEAD, WORDING = 0.6, 0.5, 0.5, 0.8
"""Least shares of a copy; see `Likeness` for their meaning."""
SHORT_OF_SHORTER, SHORT_OF_LONGER = 0.85, 0.6
"""Least shares of a copy of a short text."""
OF_VERSION = 0.2
"""Least share of the shorter text for two texts at one address to be versions of one report."""
OF_KIN = 0.5
"""Least share of the shorter text for a copy of a copy to be a copy of the original."""
BANDS, ROWS, SEED = 20, 2, 1997
"""Bands and rows of the hashing: pairs of Jaccard similarity 0.5 are missed by 0.75 ** 20 = 0.3 %."""

Shingles = npt.NDArray[np.uint32]
"""Hashes of the different shingles of a text, shape (n,), in text order."""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How alike two reports are, and what follows."""

    of_shorter: float
    """Share of the shorter text that stands in the longer, 0 to 1."""
    of_longer: float
    """Share of the longer text that stands in the shorter, 0 to 1."""
    lead: float
    """Share of the lead of one that stands in the other, the greater of the two: other news has another lead."""
    wording: float
    """Share of what is common and not cut or added as a whole that is word for word the same, 0 to 1."""
    reason: str
    """The rule that decided: "copy.text", "copy.short", "copy.version", or "apart.part", "apart.lead" ..."""

    @property
    def is_copy(self) -> bool:
        """Whether one is a copy of the other."""
        return self.reason.startswith("copy.")


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a report to compare it."""

    id: str
    """Report id."""
    moment: dt.datetime
    """When it was published, UTC; the last moment of the day, or of all time, where that is all that is known."""
    page: tuple[str, str] | None
    """Outlet and address; None = no address."""
    shingles: Shingles
    """Its shingles."""

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """Earliest published first, then by id."""
        return self.moment, self.id


def origins(reports: Iterable[Report]) -> dict[str, str]:
    """Find of which report each is a copy.

    Args:
        reports: reports in any order.

    Returns:
        Report id to the id of the earliest published report of which it is a copy, or to its own.
    """
    copies = Copies()
    for report in reports:
        copies.add(report)
    return copies.origins()


def compare(one: Report, two: Report) -> Likeness:
    """Say how alike two reports are, in either order."""
    return _compare(_take_print(one)[0], _take_print(two)[0])


class Copies:
    """An index of reports that grows."""

    def __init__(self) -> None:
        """Start empty."""
        self._prints: list[Print] = []
        self._number: dict[str, int] = {}
        self._pages: dict[tuple[str, str], list[int]] = {}
        self._near: list[list[int]] = []
        self._index = RMinHashLSH(0.5, BANDS * ROWS, BANDS)

    def add(self, report: Report) -> tuple[str, ...]:
        """Take a report in.

        Args:
            report: the report; one that is there already changes nothing.

        Returns:
            Ids of the reports seen before of which it is a copy or which are copies of it, earliest first.
        """
        number = self._number.get(report.id)
        if number is None:
            number = self._insert(report)
        near = (self._prints[other] for other in self._near[number] if other < number)
        return tuple(one.id for one in sorted(near, key=lambda one: one.order))

    def _insert(self, report: Report) -> int:
        new, words = _take_print(report)
        number = len(self._prints)
        found: set[int] = set()
        if words:
            sketch = RMinHash(BANDS * ROWS, SEED)
            sketch.update(words)
            found.update(self._index.query(sketch))
            self._index.insert(number, sketch)
        if new.page:
            on_page = self._pages.setdefault(new.page, [])
            found.update(on_page)
            on_page.append(number)
        near = [other for other in sorted(found) if _compare(self._prints[other], new).is_copy]
        for other in near:
            self._near[other].append(number)
        self._near.append(near)
        self._prints.append(new)
        self._number[report.id] = number
        return number

    def origins(self) -> dict[str, str]:
        """Find of which report each is a copy.

        A copy of a copy belongs to the original only if at least `OF_KIN` of the shorter of the two stands in the
        other, so that one page with two stories does not join them.

        Returns:
            Report id to the id of the earliest published report of which it is a copy, or to its own; earliest first.
        """
        origin: dict[int, int] = {}
        for number in sorted(range(len(self._prints)), key=lambda number: self._prints[number].order):
            direct = self._near[number]
            heads = {origin[other] for other in direct if other in origin}
            chosen = (
                head
                for head in sorted(heads, key=lambda head: self._prints[head].order)
                if head in direct or self._is_kin(head, number)
            )
            origin[number] = next(chosen, number)
        return {self._prints[number].id: self._prints[head].id for number, head in origin.items()}

    def _is_kin(self, one: int, two: int) -> bool:
        return _compare(self._prints[one], self._prints[two]).of_shorter >= OF_KIN


def _compare(one: Print, two: Print) -> Likeness:
    shorter, longer = sorted((one, two), key=lambda text: (len(text.shingles), text.id))
    inside, back = _find_common(shorter.shingles, longer.shingles)
    shares = {
        "of_shorter": _share(inside),
        "of_longer": _share(back),
        "lead": max(_share(inside[:LEAD]), _share(back[:LEAD])),
        "wording": max(_keep_wording(inside), _keep_wording(back)),
    }
    same_page = one.page is not None and one.page == two.page
    reason = _decide(Likeness(**shares, reason=""), is_short=len(inside) < SHORT, same_page=same_page)
    return Likeness(**shares, reason=reason)


def _decide(found: Likeness, *, is_short: bool, same_page: bool) -> str:
    if same_page and found.of_shorter >= OF_VERSION:
        return "copy.version"
    if is_short:
        near = found.of_shorter >= SHORT_OF_SHORTER and found.of_longer >= SHORT_OF_LONGER
        return "copy.short" if near else "apart.short"
    if found.of_shorter < OF_SHORTER:
        return "apart.text"
    if found.of_longer < OF_LONGER:
        return "apart.part"
    if found.lead < IN_LEAD:
        return "apart.lead"
    return "copy.text" if found.wording >= WORDING else "apart.wording"


def _find_common(shorter: Shingles, longer: Shingles) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Mark the shingles of each text that stand in the other."""
    ours, theirs = shorter.tolist(), longer.tolist()
    common = set(ours).intersection(theirs)
    return np.array([one in common for one in ours], bool), np.array([one in common for one in theirs], bool)


def _share(common: npt.NDArray[np.bool_]) -> float:
    return float(common.mean()) if len(common) else 0.0


def _keep_wording(common: npt.NDArray[np.bool_]) -> float:
    """Share of common shingles among those and the gaps inside that are no longer than `REWRITE`."""
    places = np.flatnonzero(common)
    if not len(places):
        return 0.0
    gaps = np.diff(places) - 1
    changed = int(gaps[gaps <= REWRITE].sum())
    return len(places) / (len(places) + changed)


def _take_print(report: Report) -> tuple[Print, list[str]]:
    words = list(dict.fromkeys(_cut_shingles(_split_words(_body(report)))))
    hashes = RMinHash.hash_token_sets([words])[0] if words else []
    moment = report.published_at
    if moment is None:
        moment = dt.datetime.combine(report.published or dt.date.max, dt.time.max, tzinfo=dt.UTC)
    return Print(
        id=report.id,
        moment=moment.astimezone(dt.UTC),
        page=(report.outlet, report.url) if report.url else None,
        shingles=np.array(hashes, np.uint64).astype(np.uint32),
    ), words


def _body(report: Report) -> str:
    """Take the body; where no part is marked as such, all but the headline."""
    bodies = [report.text[part.start : part.end] for part in report.parts if part.kind == "body"]
    return "\n".join(bodies) if bodies else report.text.removeprefix(report.title)


class _Signs(dict[int, str | int]):
    """A table for `str.translate`, filled on use: signs part words, and letters of scripts without spaces are words."""

    def __missing__(self, code: int) -> str | int:
        sign = chr(code)
        kind = unicodedata.category(sign)[0]
        if kind in "PSZC":
            self[code] = " "
        else:
            self[code] = f" {sign} " if kind in "LM" and _is_unspaced(sign) else code
        return self[code]


_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "TIBETAN ")


def _is_unspaced(sign: str) -> bool:
    """Tell by the Unicode name whether a letter is of a script written without spaces between words."""
    return unicodedata.name(sign, "").startswith(_UNSPACED)


_SIGNS = _Signs()


def _split_words(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS).split()


def _cut_shingles(words: list[str]) -> list[str]:
    """Cut words into overlapping shingles; a text shorter than one is one."""
    if not words:
        return []
    single = sum(len(word) == 1 and _is_unspaced(word) for word in words)
    size = UNSPACED_SHINGLE if 2 * single > len(words) else SHINGLE
    return [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
