"""Find how long a truce is to last, or until when; by the corpus guide that is no deadline."""

from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import EDGES, ENDING, FURTHER, LENGTH, UNITS, UNTIL
from tocsin.claim.draft import Draft

_LASTS = UNTIL | frozenset({"for"})

Stretch = tuple[int, int, int]
"""How far it stands from the act, and its tokens, half-open."""


def length(scene: Scene, draft: Draft) -> tuple[int, int] | None:
    """Find how long a truce, or what else somebody grants, is to last, or when it ends.

    Args:
        scene: the sentence.
        draft: the act.

    Returns:
        Half-open token range of the nearest such words: "ten-day", "for two weeks", "until 5 May", an end before a length; None
        where the sentence does not say, and for acts that do not last.
    """
    found = _stretches(scene, draft) or _durations(scene, draft.token)
    return min(found, key=lambda one: (not _is_end(scene, one[1]), *one))[1:] if found else None


def _is_end(scene: Scene, start: int) -> bool:
    """Tell whether words at a token state an end and no length."""
    timed = any(a <= start < b for a, b in scene.sentence.times)
    return scene.words[start] in UNTIL or (timed and start > 0 and scene.words[start - 1] in ENDING)


def _stretches(scene: Scene, draft: Draft) -> list[Stretch]:
    """Find how long a truce is to last: "a ten-day truce", "suspend attacks for two weeks", "until 5 May"."""
    truce = draft.mode == "ceasefire" or draft.event_type == "CONCEDE"
    if not truce and draft.mode != "access" and draft.rule != "operator.agree":
        return []
    phrase = scene.phrases[draft.phrase]
    end = phrase.end
    above = [scene.phrases[link.phrase] for link in draft.links if scene.kind(link.phrase) == "NP"]
    found: list[Stretch] = [
        (abs(at - draft.token), at, at + 1)
        for group in (phrase, *above)
        for at in range(group.start, group.end)
        if LENGTH.fullmatch(scene.words[at]) or scene.words[at] in _DAYLONG
    ]
    if scene.words[end : end + 1] == ["of"] and scene.tags[end + 1 : end + 2] == ["CD"]:
        found += [(1, end + 1, end + 3) for word in scene.words[end + 2 : end + 3] if word in UNITS]
    first = min([draft.token, *(scene.phrases[link.phrase].head for link in draft.links)])
    extends = "operator.extend" in draft.reasons
    for start, end in _ranges(scene):
        if extends and start > first and scene.words[start - 1] == "to":
            found.append((abs(start - draft.token), start - 1, end))
        further = scene.words[start] == "by" and scene.words[start + 1] in FURTHER
        ranged = scene.words[start] in {"from", "between"} and not _RANGE.isdisjoint(scene.words[start:end])
        daily = scene.words[end : end + 2] in _DAILY
        counted = not (UNITS | scene.know.heads["periods"]).isdisjoint(scene.words[start:end])
        lasting = counted if scene.words[start] == "for" else truce  # "talks on a ceasefire for 15 March"
        if (
            start > first and lasting and not daily and (scene.words[start] in _LASTS or further or ranged)
        ) or (start > 0 and scene.words[start - 1] in ENDING and not extends):
            found.append((abs(start - draft.token), start, end))
    return found + _periods(scene, draft.token)


def _ranges(scene: Scene) -> list[tuple[int, int]]:
    """Give the times of a sentence, "from 3 February" and "to 5 March" behind it as one."""
    found: list[tuple[int, int]] = []
    for start, end in scene.sentence.times:
        before = found[-1] if found else (0, 0)
        joint = scene.words[before[1] : start + 1]
        if scene.words[before[0]] == "from" and len(joint) <= _GAP and not _RANGE.isdisjoint(joint):
            found[-1] = (before[0], end)
        else:
            found.append((start, end))
    return found


_DAILY = (["a", "day"], ["each", "day"], ["every", "day"])
_GAP = 4
"""Words from one time to the next that may stand in one range: "from 3 May to 23:59 on 5 May"."""
_RANGE = frozenset({"to", "until", "till", "through", "and", "-"})
_MEASURES = frozenset({"of", "lasting", "for", "by", "another", "further", "additional"})
_NTH = frozenset("second third fourth fifth sixth seventh eighth ninth tenth consecutive straight".split())
"""What counts the days that a truce has held: "for a third day"."""
_DURING = frozenset({"for", "during", "throughout", "over", "through"})


def _periods(scene: Scene, token: int) -> list[Stretch]:
    """Find lengths that no date states: "by five days", "for the harvest season", "during the talks"."""
    words, found = scene.words, []  # type: list[str], list[Stretch]
    for at in range(token + 1, len(words)):
        daily = words[at + 1 : at + 3] in _DAILY
        clock = words[at - 3 : at - 1] == ["as", "of"] or (words[at - 1].isdigit() and len(words[at - 1]) > 3)
        single = words[at - 1] in {"a", "an"} and words[at - 2] == "by"
        measured = (
            words[at] in UNITS and words[at - 2] in _MEASURES and (single or scene.tags[at - 1] == "CD")
        )
        if measured and not daily and not clock:
            found.append((at - token, at - 2, at + 1))
        if words[at] in _DURING | UNTIL and scene.tags[at] in {"I", "R"}:
            place = scene.phrase_at(at) + 1
            named = scene.word(place) in scene.know.heads["periods"] | EDGES or words[at] == "during"
            period = named and scene.kind(place) == "NP"
            period = period and _NTH.isdisjoint(scene.words[at : scene.phrases[place].end])
            if period and not scene.verb_follows(place):
                last = place + 2 if scene.word(place + 1) == "of" and scene.kind(place + 2) == "NP" else place
                found.append((at - token, at, scene.phrases[last].end))
    return found


def _durations(scene: Scene, token: int) -> list[Stretch]:
    """Find "for the duration of the vaccination campaign", which bounds any act."""
    return [
        (at - token, at, scene.phrases[scene.phrase_at(at + 4)].end)
        for at in range(token + 1, len(scene.words) - 4)
        if scene.words[at : at + 4] == ["for", "the", "duration", "of"]
    ]


_DAYLONG = frozenset(
    {"daylong", "day-long", "weeklong", "week-long", "month-long", "monthlong", "yearlong", "overnight"}
)
