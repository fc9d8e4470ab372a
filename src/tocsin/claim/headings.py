"""Who says what stands beside a colon or a dash: "Police: gunmen kill three", "Three killed in blast: police"."""

from tocsin.claim.clauses import Scene
from tocsin.claim.saying import Saying
from tocsin.claim.signers import FROM, is_source, signer
from tocsin.claim.who import Namer

_DASHES = frozenset({"-", "–", "—"})
_OWN = frozenset("i we us our my me".split())
"""Words by which a text shows that the name before the colon speaks, and does not tell where something happens."""

_PRESS = frozenset(
    "reporter reporters correspondent correspondents office offices newsroom team staff".split()
)
"""Words behind "our" by which an outlet speaks of itself."""
_SECTIONS = frozenset(
    "opinion analysis editorial explainer update updates background comment letter letters exclusive review video "
    "photos pictures timeline profile factbox result results".split()
)
"""Words before a colon that name a part of a paper."""


def by_heading(scene: Scene, namer: Namer) -> list[Saying]:
    """Find who is named as the speaker without a verb.

    Args:
        scene: a sentence without words of saying.
        namer: its names.

    Returns:
        One saying: of what follows the author of a statement ("Joint statement by Parrow and Estel: guns to fall
        silent") or a name and a colon, or of what stands before a colon or dash and a name at the end. Empty where no
        such name is there, or where it may be the place instead ("Syria: bomb kills three", "Karsa: two shot dead").
    """
    marks = [at for at in range(len(scene.phrases)) if scene.word(at) == ":"]
    if marks and not any(scene.kind(at) == "VG" for at in range(marks[0])):
        return _signed(scene, namer, marks[0]) or _labelled(scene, namer, marks[0])
    return _closing(scene, namer)


def _signed(scene: Scene, namer: Namer, colon: int) -> list[Saying]:
    """Find who signs what stands behind a heading."""
    for at in range(colon):
        by = scene.kind(at) == "NP" and is_source(scene, at) and signer(scene, namer, at)
        if by:
            places = scene.listed(at + 2, colon) if scene.word(at + 1) in FROM else []
            speakers = [namer.phrase_ref(n) for n in places] or [by]
            start = scene.phrases[colon].end
            return [Saying(speakers, [(start, len(scene.words))], (0, start), subject=at)]
    return []


def _labelled(scene: Scene, namer: Namer, colon: int) -> list[Saying]:
    """Find a name that a colon parts from what it says: "Police: gunmen kill three"."""
    start, last = scene.phrases[colon].end, len(scene.words)
    at = 1 if scene.kind(0) == '"' else 0
    alone = all(
        scene.kind(n) in {"I", "NP", '"'} and (scene.kind(n) != "I" or scene.word(n) == "of")
        for n in range(at, colon)
    )
    ours = {scene.words[n] for n in range(start, last - 1) if scene.words[n + 1] not in _PRESS}
    own = bool(_OWN & ours) and scene.is_name(at)
    asks = scene.sentence.tokens[-1].lower == "?" or scene.word(at) in _SECTIONS
    if not alone or asks or last - start < 3 or not (own or _speaks(scene, namer, at)):
        return []
    return [Saying([namer.phrase_ref(at)], [(start, last)], (0, start), subject=at)]


def _closing(scene: Scene, namer: Namer) -> list[Saying]:
    """Find a name that stands behind what it says: "Three killed in blast: police", "Rebels seize town - ministry"."""
    at = len(scene.phrases) - 1
    mark = at - 1
    if scene.kind(at) != "NP" or scene.word(mark) not in _DASHES | {":"} or not _speaks(scene, namer, at):
        return []
    before = scene.phrases[mark].start
    named = scene.phrases[mark - 1] if mark else scene.phrases[at]
    if scene.tags[named.start] == "CD" and scene.tags[scene.phrases[at].head] == "NS":
        return []  # "three people: journalists"
    told = any(scene.kind(n) == "VG" for n in range(mark)) or before > 3
    return (
        [Saying([namer.phrase_ref(at)], [(0, before)], (before, len(scene.words)), subject=at)]
        if told
        else []
    )


def _speaks(scene: Scene, namer: Namer, at: int) -> bool:
    """Tell whether a noun phrase is somebody known to speak, and no state, capital or unknown name, which may be a place."""
    phrase = scene.phrases[at]
    if not scene.is_name(at) or phrase.form == "pronoun":
        return False
    if is_source(scene, at):
        return True
    length, ids = namer.actors.index.match(scene.words, phrase.start)
    kinds = {namer.actors.actors[one].kind for one in ids}
    whole = phrase.start + length == phrase.end
    if (
        whole
        and kinds <= {"state", "government"}
        and "government" not in scene.words[phrase.start : phrase.end]
    ):
        return False
    return whole or namer.known(phrase.start, phrase.end)
