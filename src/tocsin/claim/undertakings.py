"""Find promises, threats and demands whose act is none of the lexicon: "will down tools unless the port pays"."""

from collections.abc import Sequence

from tocsin.claim.clauses import Clause, Scene
from tocsin.claim.deadlines import UNITS, deadline
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.pledges import follows_failure
from tocsin.claim.saying import Saying
from tocsin.claim.speech import chain_of
from tocsin.claim.standing import HOSTILE
from tocsin.claim.terms import Terms
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry

UNDERTAKING = "clause.undertaking"
"""Rule of such a claim: who binds himself, threatens or demands is known, the act is not."""

_SELF = frozenset("we i it they he she".split())
_OWN = frozenset("its their his her our my".split())
_WILL = frozenset({"will", "would", "shall", "is to"})
_LACKING = frozenset({"fail", "fails", "failed", "refuse", "refuses", "refused"})


def undertakings(
    scene: Scene, namer: Namer, terms: Sequence[Terms], said: Sequence[Saying], drafts: Sequence[Draft]
) -> list[Draft]:
    """Find what somebody will do on a condition or by a date, and what he says that others must do.

    Args:
        scene: the sentence.
        namer: its names.
        terms: its conditions.
        said: its sayings.
        drafts: the acts found so far; their clauses and those of their operators are passed over.

    Returns:
        AGREE, THREATEN and REQUEST without stated content. What hangs on "unless", "until" or "if not" is threatened.
    """
    used = {draft.clause for draft in drafts} | {link.clause for draft in drafts for link in draft.links}
    hostile = {draft.clause for draft in drafts if draft.event_type in HOSTILE}
    found = []
    for number, clause in enumerate(scene.clauses):
        group = scene.phrases[clause.verb]
        inside = any(one.start <= group.head < one.end for one in terms)
        telling = any(saying.own[0] <= group.head < saying.own[1] for saying in said)
        chain = chain_of(group.head, said)
        speakers = [ref for saying in chain for ref in saying.speakers]
        plain = scene.words[group.head] == "be" or group.negated or group.perfect
        if not inside and terms and speakers and number not in hostile and _warns(scene, clause):
            found.append(_draft(scene, namer, number, "THREATEN"))
            found[-1].actor = _doers(scene, namer, clause) or speakers[:1]
            continue
        if number in used or clause.governor in used or inside or telling or plain:
            continue
        if commands(scene, clause) and speakers:
            order = _request(scene, namer, number, speakers, chain[0].hearers)
            order.trigger = namer.ref(*chain[0].own) if chain[0].own[1] else order.trigger
            found.append(order)
        elif group.modal == "must" or _has_time(scene, group.head):
            found += _demand(scene, namer, number, speakers, chain[0].hearers if chain else [])
        elif group.modal in _WILL and clause.link != "relative":
            found += _promise(scene, namer, number, terms, speakers)
    return found


def _doers(scene: Scene, namer: Namer, clause: Clause) -> list[Ref]:
    """Name those whom a clause says to act, pronouns left out."""
    return [
        namer.phrase_ref(at)
        for at in clause.subject
        if namer.is_actor(at) and scene.phrases[at].form != "pronoun"
    ]


def _warns(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause says that something will be answered: "retaliation would be swift", "we shall respond"."""
    group = scene.phrases[clause.verb]
    named = {scene.word(at) for at in (*clause.subject, *clause.objects)} | {scene.words[group.head]}
    if group.negated:  # "we will not sit idle"
        named, answers = set(scene.words[group.start : group.head + 3]), scene.know.heads["patience"]
    else:
        answers = scene.know.heads["reprisals"]
    return group.modal in _WILL and not named.isdisjoint(answers)


def _has_time(scene: Scene, head: int) -> bool:
    """Tell whether somebody is told how long he has: "you have 24 hours to get out"."""
    behind = scene.words[head + 1 : head + 3]
    timed = behind[:1] == ["until"] or (
        scene.tags[head + 1 : head + 2] == ["CD"] and behind[1:] and behind[1] in UNITS
    )
    return scene.words[head] in {"have", "has", "had"} and bool(timed)


def _demand(scene: Scene, namer: Namer, number: int, speakers: list[Ref], hearers: list[Ref]) -> list[Draft]:
    clause = scene.clauses[number]
    asked = [namer.phrase_ref(at) for at in clause.subject if namer.is_actor(at)]
    words = {scene.word(at) for at in clause.subject}
    if hearers and words <= {"they", "you", "he", "she", "it"}:
        asked, words = hearers, set()
    if not speakers or set(asked) & set(speakers) or words & _SELF:
        return []
    if not asked and not scene.phrases[clause.verb].passive:
        return []
    return [_request(scene, namer, number, speakers, asked)]


def _request(scene: Scene, namer: Namer, number: int, speakers: list[Ref], asked: list[Ref]) -> Draft:
    draft = _draft(scene, namer, number, "REQUEST")
    draft.actor, draft.recipient = speakers[:1], list(asked)
    return draft


def commands(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause commands: a bare verb without a subject at the start of the sentence, a quotation or a list.

    Args:
        scene: the sentence.
        clause: one of its clauses.

    Returns:
        True for "silence the guns, the archbishop said".
    """
    group = scene.phrases[clause.verb]
    opening = (
        group.start == 0 or scene.words[group.start - 1] in {":", ";"} or scene.tags[group.start - 1] == '"'
    )
    bare = group.form == "finite" and scene.tags[group.head] == "V" and not group.modal
    return opening and bare and not clause.subject


def _promise(
    scene: Scene, namer: Namer, number: int, terms: Sequence[Terms], speakers: list[Ref]
) -> list[Draft]:
    clause = scene.clauses[number]
    doers = [at for at in clause.subject if namer.is_actor(at)]
    own = not speakers or any(_is_own(scene, namer, at, speakers) for at in doers)
    otherwise = follows_failure(scene, number)
    hostile = otherwise or any(_presses(scene, one) for one in terms)
    draft = _draft(scene, namer, number, "THREATEN" if hostile else "AGREE")
    draft.reasons += ["threat.otherwise"] if otherwise else []
    if scene.phrases[clause.verb].passive:
        owned = [at for at in clause.subject if scene.words[scene.phrases[at].start] in _OWN]
        draft.actor = speakers[:1] if hostile or owned else []
    elif own or hostile:
        draft.actor = [namer.phrase_ref(at) for at in doers]
        idle = hostile and not clause.objects and any(scene.is_name(at) for at in clause.subject)
        draft.actor = draft.actor or (speakers[:1] if idle else [])  # "production will stop unless"
    bound = otherwise or bool(terms) or deadline(scene, draft, frozenset()) is not None
    return [draft] if draft.actor and bound else []


def _is_own(scene: Scene, namer: Namer, at: int, speakers: list[Ref]) -> bool:
    """Tell whether a subject is the speaker himself or his side."""
    ref = namer.phrase_ref(at)
    first = scene.words[scene.phrases[at].start]
    by_its_own = any(
        scene.words[n] in _OWN for a, _ in speakers for n, t in enumerate(scene.tokens) if t.start == a
    )
    return first in _SELF | _OWN or by_its_own or any(a < ref[1] and ref[0] < b for a, b in speakers)


def _presses(scene: Scene, terms: Terms) -> bool:
    """Tell whether a condition asks for what has not been done: "unless", "until", "if the army does not leave"."""
    if terms.relation != "if":
        return terms.relation in {"unless", "until"}
    verbs = [scene.phrases[clause.verb] for clause in scene.clauses]
    inside = [group for group in verbs if terms.start <= group.start < terms.end]
    return any(group.negated or scene.words[group.head] in _LACKING for group in inside)


def _draft(scene: Scene, namer: Namer, number: int, event_type: str) -> Draft:
    clause: Clause = scene.clauses[number]
    group = scene.phrases[clause.verb]
    head = group.head
    modal = next((at for at in range(group.start, head) if scene.tags[at] == "MD"), head)
    return Draft(
        entry=Entry(id="undertaking", event_type=event_type),
        rule=UNDERTAKING,
        trigger=namer.ref(modal, modal + 1),
        token=head,
        phrase=clause.verb,
        clause=number,
        event_type=event_type,
        mode="",
    )
