"""Who speaks through a thing: a statement, a leaflet, a letter."""

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Ref
from tocsin.claim.verbal import PRONOUNS
from tocsin.claim.who import Namer

_SIGNED = frozenset(
    "signed issued released distributed circulated attributed posted published sent read written left broadcast".split()
)
FROM = frozenset({"by", "from", "to"})


def signer(scene: Scene, namer: Namer, at: int) -> Ref | None:
    """Give who speaks through a thing: "a leaflet signed by the Osk Front", "a statement from the rebels".

    Args:
        scene: the sentence.
        namer: its names.
        at: position of a noun phrase.

    Returns:
        The words for him; None where the phrase is no thing that speaks, or the text does not say whose it is.
    """
    if not is_source(scene, at):
        return None
    made = scene.kind(at + 1) == "VG" and scene.word(at + 1) in _SIGNED
    behind = at + (2 if made else 1)
    prep = scene.word(behind)
    actor = namer.is_actor(behind + 1) or (made and scene.is_name(behind + 1) and namer.is_target(behind + 1))
    named = prep in FROM and (made or prep != "to") and actor
    owner = namer.possessor(at)
    if named or owner is None or namer.text[slice(*owner)].lower() in PRONOUNS:
        return namer.phrase_ref(behind + 1) if named else _sender(scene, namer, at)
    return owner


_SENDS = frozenset(
    "issue issues issued send sends sent hand hands handed release releases released publish publishes published write "
    "writes wrote deliver delivers delivered post posts posted distribute distributed circulate circulated drop dropped "
    "hang hung read reads".split()
)


def _sender(scene: Scene, namer: Namer, at: int) -> Ref | None:
    """Give who sends a thing that speaks: "handed the ambassador a note insisting"."""
    for clause in scene.clauses:
        sends = scene.word(clause.verb) in _SENDS and not scene.phrases[clause.verb].passive
        if sends and clause.verb < at < clause.stop and clause.subject and namer.is_actor(clause.subject[0]):
            return namer.phrase_ref(clause.subject[0])
    return None


def is_source(scene: Scene, at: int) -> bool:
    """Tell whether a noun phrase is a thing that speaks: a statement, a report, a newspaper."""
    return scene.word(at) in scene.know.heads["sources"]
