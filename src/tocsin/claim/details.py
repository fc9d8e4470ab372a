"""Find when and where an act happened, and how many people it touched."""

from collections.abc import Sequence

from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import GIVING, UNITS
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.saying import Saying
from tocsin.claim.standing import FACTS, deciding_link
from tocsin.claim.who import Namer
from tocsin.knowledge import Knowledge
from tocsin.model import Count, CountKind

PLACE_WORDS = frozenset(
    "in at near outside inside around across from into to within over on off of toward towards".split()
)
_FIRST_CHOICE = frozenset("in at near outside inside around across within".split())
_BEARINGS = frozenset(
    "north south east west northeast northwest southeast southwest north-east north-west south-east south-west".split()
)
"""Points of the compass: "east of Mossgate" is near it."""

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "a": 1, "an": 1,
}  # fmt: skip
_VAGUE = {
    "dozens": (24, None),
    "scores": (40, None),
    "hundreds": (200, None),
    "thousands": (2000, None),
    "several": (3, None),
}
_LEAST = frozenset({"least", "than", "over"})
_MOST = frozenset({"to", "most"})


def time_of(scene: Scene, draft: Draft, said: Sequence[Saying]) -> tuple[int, int] | None:
    """Find the date of an act: the one in its clause, and not in the words about who said so.

    Args:
        scene: the sentence.
        draft: the act.
        said: sayings of the sentence.

    Returns:
        Half-open token range, None when the sentence dates something else or nothing.
    """
    best: tuple[int, int] | None = None
    least = (9, 999)
    for start, end in scene.sentence.times:
        if any(saying.own[0] <= start < saying.own[1] for saying in said):
            continue
        if any(
            any(lo <= draft.token < hi for lo, hi in s.content)
            != any(lo <= start < hi for lo, hi in s.content)
            for s in said
        ):
            continue
        if _apart(scene, draft.token, start):
            continue
        between = _verbs_between(scene, draft, start)
        leading = start <= 1
        if between > (1 if leading else 0):
            continue
        distance = (between, abs(draft.token - start))
        if distance < least:
            best, least = (start, end), distance
    return best


def _apart(scene: Scene, token: int, other: int) -> bool:
    """Tell whether one of two tokens stands in a relative clause that does not hold the other."""
    for clause in scene.clauses:
        if clause.link != "relative" or clause.start < 0:
            continue
        start = scene.phrases[clause.start].start
        end = scene.phrases[clause.stop].start if clause.stop < len(scene.phrases) else len(scene.words)
        if (start <= token < end) != (start <= other < end):
            return True
    return False


def _verbs_between(scene: Scene, draft: Draft, token: int) -> int:
    """Count the finite verbs between an act and a token, the verbs that carry the act left out."""
    carriers = {scene.clauses[link.clause].verb for link in draft.links if link.clause >= 0} | {draft.phrase}
    if draft.clause < 0:
        carriers |= {c.verb for c in scene.clauses if draft.phrase in (*c.subject, *c.objects)}
    low, high = sorted((draft.token, token))
    return sum(
        1
        for clause in scene.clauses
        if clause.verb not in carriers
        and scene.phrases[clause.verb].form == "finite"
        and low < scene.phrases[clause.verb].head < high
    )


def said_on(scene: Scene, saying: Saying) -> tuple[int, int] | None:
    """Find the date of a saying: inside its own words, or at the head of the sentence before them."""
    for start, end in scene.sentence.times:
        inside = saying.own[0] <= start < saying.own[1]
        held = any(lo <= start < hi for lo, hi in saying.content)
        if inside or (not held and start < saying.own[0]):
            return start, end
    return None


_AHEAD = frozenset(
    "from starting beginning as until till for by within over next coming tomorrow tonight".split()
)
"""Words in a date that speak of the act and not of the saying of it: "declared a truce from Monday"."""


def dates_speech(scene: Scene, draft: Draft, time: tuple[int, int]) -> bool:
    """Tell whether a date says when an act was offered, agreed or threatened, and not when it is to happen.

    Args:
        scene: the sentence.
        draft: the act.
        time: token range of the date.

    Returns:
        True for "offered on Sunday to suspend attacks" and "declared a ceasefire on Monday"; not for "promised to free
        the pilots on Friday".
    """
    given = not GIVING.isdisjoint(scene.words[max(0, time[0] - 6) : time[0]])
    counted = given and scene.words[time[1] - 1] in UNITS  # "gave them 48 hours"
    length = counted or (scene.words[time[0]] == "in" and scene.tags[time[0] + 1] in {"CD", "D"})
    if not draft.links or length or _AHEAD & set(scene.words[time[0] : time[1]]):
        return False
    link = draft.links[deciding_link(draft)]
    if link.operator.sets not in FACTS or link.clause < 0:
        return False
    group = scene.phrases[scene.clauses[link.clause].verb]
    if scene.tags[group.head] not in {"VD", "VN"}:
        return False
    inner = [c.verb for c in scene.clauses if group.end <= scene.phrases[c.verb].start <= draft.token]
    return not inner or time[0] < scene.phrases[inner[0]].start


def place_of(scene: Scene, draft: Draft, know: Knowledge, taken: Sequence[Ref]) -> Ref | None:
    """Find the place of an act: a place or an unknown proper name behind a preposition of place in its clause.

    Args:
        scene: the sentence.
        draft: the act.
        know: knowledge tables: the gazetteer, and the nouns that name kinds of place.
        taken: stretches that already name an actor or recipient.

    Returns:
        Offsets, None when no place is named.
    """
    found: list[tuple[int, int, Ref]] = []
    for at, phrase in enumerate(scene.phrases):
        prep = scene.preps[at]
        if prep not in PLACE_WORDS or phrase.form:
            continue
        bearing = prep == "of" and scene.words[max(0, phrase.start - 2)] in _BEARINGS
        if prep == "of" and not bearing and scene.word(at - 2) not in know.events.classes["territory"]:
            continue
        named = (bearing or prep in _FIRST_CHOICE) and scene.tags[phrase.head] == "P"
        if not named and not _has_place(scene, at, know):
            continue
        start = phrase.start
        if bearing or prep in {"near", "outside"}:
            start -= 1 + bearing
        end = _with_container(scene, at, know)
        ref = scene.tokens[start].start, scene.tokens[end - 1].end
        if any(ref[0] < b and a < ref[1] for a, b in taken):
            continue
        between = _verbs_between(scene, draft, phrase.start)
        behind = phrase.start > draft.token
        if between > (0 if behind else 1) or (not behind and at > 2):
            continue
        found.append((0 if bearing or prep in _FIRST_CHOICE else 1, abs(phrase.start - draft.token), ref))
    return min(found)[2] if found else None


def _has_place(scene: Scene, at: int, know: Knowledge) -> bool:
    """Tell whether a noun phrase names a place: its head does, or its head is a kind of place, as in "Anbar province"."""
    phrase = scene.phrases[at]
    kind_of_place = scene.word(at) in know.events.classes["territory"]
    for token in range(phrase.start, phrase.end):
        if scene.tokens[token].text == scene.tokens[token].text.lower():
            continue
        length, ids = know.places.match(scene.words, token)
        if not length or not (kind_of_place or token + length > phrase.head):
            continue
        if length > 1 or kind_of_place or any(know.places[i].kind != "admin2" for i in ids):
            return True
    return False


def _with_container(scene: Scene, at: int, know: Knowledge) -> int:
    """Extend a place by the larger one behind a comma: "Taji, Iraq"."""
    following = at + 2
    if scene.kind(at + 1) == "," and scene.kind(following) == "NP":
        phrase = scene.phrases[following]
        if not phrase.form and _has_place(scene, following, know):
            return phrase.end
    return scene.phrases[at].end


def count_in(scene: Scene, at: int, what: CountKind, namer: Namer) -> Count | None:
    """Read the number in a noun phrase: "at least 12 people", "dozens of soldiers", "a girl".

    Args:
        scene: the sentence.
        at: position of the phrase.
        what: what it counts.
        namer: its names.

    Returns:
        The count, None when there is no number.
    """
    phrase = scene.phrases[at]
    words = scene.words
    for token in range(phrase.start, phrase.end):
        word = words[token]
        if word in _VAGUE:
            low, high = _VAGUE[word]
            return Count(what=what, low=low, high=high, span=namer.span(namer.ref(token, token + 1)))
        number = _number(words, token, phrase.end)
        if number is None or (
            word in {"a", "an"} and (token != phrase.start or scene.tags[phrase.head] != "N")
        ):
            continue
        before = words[token - 1] if token else ""
        upper = (
            _number(words, token + 2, phrase.end) if before == "between" and token + 2 < phrase.end else None
        )
        if upper is not None:
            return Count(what=what, low=number, high=upper, span=namer.span(namer.ref(token - 1, token + 3)))
        start = token - 2 if before in _LEAST | _MOST and token > 1 else token
        if before in _LEAST:
            return Count(what=what, low=number, span=namer.span(namer.ref(start, token + 1)))
        low = 0 if before in _MOST and words[token - 2] in {"up", "at"} else number
        ref = namer.ref(start if low == 0 else token, token + 1)
        return Count(what=what, low=low, high=number, span=namer.span(ref))
    return None


def _number(words: Sequence[str], at: int, end: int) -> int | None:
    word = words[at].replace(",", "")
    if word.isdigit() and len(word) < 8:
        return int(word) * (1000 if at + 1 < end and words[at + 1] == "thousand" else 1)
    if "-" in word and all(half in NUMBERS for half in word.split("-")):
        return sum(NUMBERS[half] for half in word.split("-"))
    return NUMBERS.get(word)
