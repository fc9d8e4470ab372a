"""Find who says what a claim says."""

from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import SETTING
from tocsin.claim.draft import Draft, Link, Ref
from tocsin.claim.saying import Saying
from tocsin.claim.signers import signer
from tocsin.claim.standing import deciding_link
from tocsin.claim.verbal import BINDING, PRONOUNS, makers
from tocsin.claim.who import Namer


def speakers_of(scene: Scene, namer: Namer, draft: Draft, chain: list[Saying]) -> list[Ref]:
    """List who says it, nearest first: who performs the speech act, then who reports it.

    Args:
        scene: the sentence.
        namer: its names.
        draft: the act, with its operators.
        chain: the sayings that hold the act, nearest speaker first.

    Returns:
        Offsets of the speakers, none twice.
    """
    speakers: list[Ref] = []
    for link in draft.links[deciding_link(draft) :]:
        if link.operator.speech:
            speakers += _performers(scene, namer, link)
    for saying in chain:
        speakers += saying.speakers
    return list(dict.fromkeys(speakers))


def _performers(scene: Scene, namer: Namer, link: Link) -> list[Ref]:
    """Find who performs an act of speech: "offered", "their offer", "doubtful that"."""
    if link.clause >= 0:
        clause = scene.clauses[link.clause]
        passive = scene.phrases[clause.verb].passive
        places = [at for prep, at in clause.preps if prep == "by"] if passive else clause.subject
        dummy = "it" if scene.kind(link.phrase) == "J" else ""
        actors = [namer.phrase_ref(at) for at in places if namer.is_actor(at) and scene.word(at) != dummy]
        if not actors:
            given = [_giver(scene, namer, at) for at in places if scene.kind(at) == "NP"]
            actors = [ref for ref in given if ref is not None]
        if not actors and link.operator.sets in BINDING and scene.kind(link.phrase) == "VG":
            called = [at for at in places if scene.is_name(at) and scene.word(at) != "it"]
            actors = [signer(scene, namer, at) or namer.phrase_ref(at) for at in called]
        return actors
    if scene.kind(link.phrase) == "NP":
        owner = namer.possessor(link.phrase) or namer.author(link.phrase) or _giver(scene, namer, link.phrase)
        named = owner is None or scene.words[scene.phrases[link.phrase].start] in PRONOUNS
        return (makers(scene, namer, link.phrase) if named else []) or ([owner] if owner else [])
    holder = _holder(scene, namer, link.phrase)
    return [namer.phrase_ref(holder)] if holder >= 0 else []


def _giver(scene: Scene, namer: Namer, at: int) -> Ref | None:
    """Find who gives what a noun names: "the militia gave the government an ultimatum", "parliament passed a resolution"."""
    verb = next((n for n in (at - 1, at - 2) if scene.kind(n) == "VG"), -1)
    subject = scene.clauses[scene.clause_of[verb]].subject if verb >= 0 else []
    given = verb >= 0 and scene.word(verb) in SETTING and not scene.phrases[verb].passive
    return next((namer.phrase_ref(n) for n in subject if given and namer.is_actor(n)), None)


def _holder(scene: Scene, namer: Namer, at: int) -> int:
    """Find who holds the view of an adjective without a verb: "Diplomats in Iraq doubtful that ..."; -1 = nobody."""
    while at > 0 and scene.kind(at - 1) in {"NP", "I", "R"}:
        at -= 1
        if scene.kind(at) == "NP" and not scene.preps[at]:
            return at if namer.is_actor(at) else -1
    return -1
