"""Find by when an act is due."""

import re

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft
from tocsin.model import DeadlineKind

_NONE = frozenset(
    "no without not n't never any short decline declined declines declining refuse refused refuses refusing unable".split()
)
_STATES = frozenset(
    "specify specified specifies set sets give gave given gives state stated states name named names offer offered mention "
    "mentioned provide provided announce announced impose imposed fix fixed say said says disclose disclosed setting giving naming".split()
)
_REVOKED = frozenset("revoked countermanded rescinded cancelled canceled withdrawn".split())
"""What ends an order that has no end of its own: "until countermanded"."""
UNITS = frozenset("hour hours day days week weeks month months year years".split())
GIVING = frozenset({"giving", "gave", "give", "gives", "given"})
"""Forms of the verb by which somebody is given time."""
SETTING = GIVING | frozenset(
    "set sets setting issued issues issuing imposed handed delivered fixed passed adopted approved published".split()
)
"""Forms of verbs by which somebody gives a deadline, an ultimatum, a resolution."""
EDGES = frozenset({"end", "start", "beginning", "close", "eve"})
"""Ends of periods: "until the end of the dry season"."""
_DUE = frozenset({"by", "within", "before"})

LENGTH = re.compile(r"[a-z0-9]+-(?:hours?|days?|weeks?|months?|years?)(?:-long)?")
"""A length in one word: "48-hour"."""
_ENDLESS = frozenset({"indefinite", "open-ended", "indefinitely", "unspecified", "unlimited"})
_NOTICES = frozenset({"deadline", "ultimatum", "notice", "limit", "respite", "grace"})
UNTIL = frozenset({"until", "till", "through"})
"""What opens an end."""


def deadline(
    scene: Scene, draft: Draft, others: frozenset[int], since: int = 0
) -> tuple[DeadlineKind, int, int] | None:
    """Find the deadline of an act; how long a truce is to last is none, see `tocsin.claim.lengths`.

    Args:
        scene: the sentence.
        draft: the act.
        others: tokens of the other acts that may have a deadline of their own.
        since: token from which on it may stand: what is to follow a demand not met, "otherwise", has its deadline no more.

    Returns:
        Kind and half-open token range of the nearest; "none_stated" where the text says there is no deadline.
    """
    token = draft.token
    found: list[tuple[int, DeadlineKind, int, int]] = []
    found += [
        (abs(start - token), "none_stated", start, end)
        for start, end in no_deadlines(scene)
        if draft.mode == "ceasefire" or scene.words[start] not in _ENDLESS
    ]
    for start, end in scene.sentence.times:
        kind = _due(scene, start, token)
        if start > 0 and scene.words[start - 1] in ENDING and draft.mode == "ceasefire":
            continue  # the end of a truce
        if ";" in scene.words[min(start, token) : max(start, token)]:
            continue
        if kind and not any(
            _parts(scene, token, other, start) for other in (*others, *_granted(scene, start, others))
        ):
            found.append((abs(start - token), kind, start, end))
    found += [
        (abs(at - token), "relative", at - 1, at + 1)
        for at in range(1, len(scene.words))
        if scene.words[at] in UNITS
        and scene.tags[at - 1] == "CD"
        and GIVING & set(scene.words[max(0, at - 7) : at])
        and not any(start <= at < end for start, end in scene.sentence.times)
    ]
    found += [
        (abs(at - token), "relative", at, at + 1)
        for at in range(len(scene.words) - 1)
        if LENGTH.fullmatch(scene.words[at]) and _NOTICES & set(scene.words[at + 1 : at + 3])
    ]
    found += [
        (abs(at - token), "relative", at + 2, at + 4)
        for at in range(len(scene.words) - 3)
        if scene.words[at] in _NOTICES
        and scene.words[at + 1] == "of"
        and scene.tags[at + 2] == "CD"
        and scene.words[at + 3] in UNITS
    ]
    found += [(start - token, "date", start, end) for start, end in _before_events(scene, token)]
    found = [one for one in found if one[2] >= since]
    return min(found)[1:] if found else None


def _parts(scene: Scene, token: int, other: int, start: int) -> bool:
    """Tell whether a date belongs to another act: it stands behind it, and so does this one: "will leave by Friday and hand over"."""
    return token < other < start or (other < start < token and scene.words[start] in _DUE)


def _granted(scene: Scene, start: int, others: frozenset[int]) -> list[int]:
    """Give the verb that grants a time to another act: "announced a pause and gave them 48 hours to leave" grants the pause none."""
    verbs = [at for at in range(max(0, start - 6), start) if scene.words[at] in GIVING]
    return verbs[-1:] if any(other > start for other in others) else []


def _due(scene: Scene, start: int, token: int) -> DeadlineKind | None:
    """Tell whether a date says by when, from the word that opens it; None = it says something else."""
    word = scene.words[start]
    if word == "by" and scene.words[start + 1] in FURTHER:
        return None
    if (
        word == "within"
        and start < token
        and any(s == start and scene.words[e : e + 1] == ["of"] for s, e in scene.sentence.times)
    ):
        return None
    if word in _DUE or scene.words[start : start + 3] == ["no", "later", "than"]:
        return "relative" if word == "within" else "date"
    before = scene.words[max(0, start - 6) : start]
    if before[-1:] and before[-1] in ENDING:
        return "date"
    if before[-2:-1] == ["deadline"] and before[-1] in {"of", "for"}:
        return "date"
    given = GIVING & set(before) or (before[-1:] and before[-1] in _HOLDS)
    if given and (start > token or word in UNTIL or scene.tags[start] in {"CD", "D"}):
        return "date" if word in UNTIL else "relative"
    return None


ENDING = frozenset("end ends expire expires lapse lapses".split())
"""What ends on a day is bound until then: "due to expire on Friday night"."""
_HOLDS = frozenset({"has", "have", "had"})
"""A party that has until Friday has a deadline."""
FURTHER = frozenset({"another", "a", "an", "two", "three", "further"})
"""What makes "by" a length: "extended by another month"."""


def _before_events(scene: Scene, token: int) -> list[tuple[int, int]]:
    """Find "before the election on 9 June": an event that is a deadline though no date opens it."""
    found = []
    for at in range(token + 1, len(scene.words) - 1):
        late = scene.words[at : at + 3] in (["no", "later", "than"], ["not", "later", "than"])
        timed = any(start <= at < end for start, end in scene.sentence.times)
        if timed or not (late or scene.words[at] == "before"):
            continue
        following = scene.phrase_at(at + 2 * late) + 1
        body = scene.word(following) in scene.know.heads["bodies"]
        timely = scene.word(following) in scene.know.heads["periods"] or not scene.verb_follows(following)
        if scene.is_name(following) and not body and timely:
            end = scene.phrases[following].end
            found.append((at, next((b for a, b in scene.sentence.times if a == end), end)))
    return found


def no_deadlines(scene: Scene) -> list[tuple[int, int]]:
    """Find where a sentence says that there is no deadline, no end, no limit of time.

    Args:
        scene: the sentence.

    Returns:
        Half-open token ranges: "no deadline", "open-ended", "until further notice", "did not say how long".
    """
    words = scene.words
    found = []
    for at, word in enumerate(words):
        if _names_deadline(scene, at) and _denied(scene, at):
            start = next((i for i in range(max(0, at - 6), at) if words[i] in _NONE), at)
            found.append((start, at + 1 if word in scene.know.heads["deadline"] else at + 2))
        elif word in _ENDLESS:
            found.append((at, at + 1))
        elif words[at : at + 2] == ["until", "further"] and words[at + 2 : at + 3] in _FURTHER_WORD:
            found.append((at, at + 3))
        elif (
            (word == "until" and words[at + 1 : at + 2] and words[at + 1] in _REVOKED)
            or (words[at : at + 2] in _OPEN_TIME and _NONE & set(words[max(0, at - 5) : at]))
            or (words[at : at + 2] in (["by", "when"], ["how", "long"]) and _left_unsaid(scene, at))
        ):
            found.append((at, at + 2))
    return found


_FURTHER_WORD = (["notice"], ["orders"], ["order"])
_OPEN_TIME = (
    ["how", "long"],
    ["by", "when"],
    *([verb, "when"] for verb in "say saying specify specifying".split()),
)


def _left_unsaid(scene: Scene, at: int) -> bool:
    """Tell whether a question of time is put first and left open: "by when they should be gone it did not say"."""
    behind = scene.words[at:]
    return any(
        word in _NONE and behind[n + 1 : n + 2] and behind[n + 1] in _STATES for n, word in enumerate(behind)
    )


def _names_deadline(scene: Scene, at: int) -> bool:
    names = scene.know.heads["deadline"]
    return scene.words[at] in names or " ".join(scene.words[at : at + 2]) in names


def _denied(scene: Scene, at: int) -> bool:
    before = scene.words[max(0, at - 6) : at]
    if scene.words[at] == "no":  # "named no day", "no day was named"
        return not _STATES.isdisjoint(scene.words[max(0, at - 2) : at + 5])
    if not any(word in _NONE for word in before):
        return False
    return "no" in before or "without" in before or any(word in _STATES for word in before)
