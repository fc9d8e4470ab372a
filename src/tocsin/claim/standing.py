"""Say how an act stands: asserted, denied, doubted, planned, offered, accepted, refused, demanded, threatened."""

from tocsin.claim.certainty import certainty, hearsay
from tocsin.claim.chain import HALTED, links
from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Draft, Link, Ref
from tocsin.claim.verbal import hearers
from tocsin.claim.who import Namer

HOSTILE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST"})
"""Types of act that a speaker threatens rather than offers; the rest of the material types are offered."""

WILL = frozenset({"will", "would", "shall", "is to"})
"""Modals of what lies ahead."""
MUST = frozenset({"must", "should", "ought"})
"""Modals of a demand."""
_MAY = frozenset({"may", "might", "could", "can"})
FACTS = frozenset("denied doubted planned offered accepted refused demanded threatened".split())
"""All ways to stand but asserted."""

_YIELDED = frozenset({"ASSAULT", "RETREAT"})
"""Acts that truces and promises are about: the words above them are believed against the network."""
_BINDS = frozenset({"offered", "accepted", "demanded"})
FORBORNE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST"})
"""Acts whose omission is an act: a promise not to attack is a truce."""


def stand(scene: Scene, namer: Namer, draft: Draft) -> None:
    """Set factuality and certainty of an act, turn it where it is halted, and fill roles from its operators.

    Args:
        scene: the sentence.
        namer: its names.
        draft: the act; changed in place.
    """
    draft.links = links(scene, draft)
    _judge(scene, namer, draft)
    draft.certainty = certainty(scene, draft)
    _suppose(scene, draft)


def _suppose(scene: Scene, draft: Draft) -> None:
    """Leave open an act that is named only to say what would follow it: "any attack would be answered"."""
    noun = scene.phrases[draft.phrase]
    named = noun.kind == "NP" and scene.words[noun.start] == "any" and draft.event_type in HOSTILE
    if named and draft.factuality in {"threatened", "offered", "accepted"}:
        draft.factuality, draft.certainty = "planned", "possible"


def _judge(scene: Scene, namer: Namer, draft: Draft) -> None:
    """Set how an act stands by its operators, its modal and negation."""
    for link in draft.links:
        _apply(scene, namer, draft, link)
    _from_modal(scene, draft)
    if draft.factuality == "planned" and any(link.modal == "is to" for link in draft.links):
        draft.reasons.append("modal.will")
    _from_whether(scene, draft)
    vowed = draft.factuality == "threatened" and draft.clause >= 0
    binds = draft.factuality in _BINDS or vowed
    if _negated_noun(scene, draft) and draft.event_type in FORBORNE and binds:
        draft.event_type, draft.mode = HALTED[draft.event_type]
        draft.factuality = "offered" if vowed else draft.factuality
        draft.reasons.append("negated.halt")
    elif _negated_noun(scene, draft):
        draft.factuality = "denied"
        draft.reasons.append("negated.no")


def _is_denied_behind(scene: Scene, at: int) -> bool:
    """Tell whether the sentence ends with a denial of what stands before it, as translations have it: "its part in the shelling has denied"."""
    verbs = [c for c in scene.clauses if c.verb > at and scene.phrases[c.verb].form == "finite"]
    if len(verbs) != 1 or verbs[0].objects or scene.phrases[verbs[0].verb].passive:
        return False
    patterns = scene.know.operator_verbs.get(scene.word(verbs[0].verb), ())
    denies = any(scene.know.operators[one.operator].sets == "denied" and not one.rest for one in patterns)
    behind = range(verbs[0].verb + 1, len(scene.phrases))
    return denies and all(scene.kind(n) in {".", '"', ","} for n in behind)


def temper(scene: Scene, namer: Namer, draft: Draft) -> None:
    """Hold an act that only the network sees to the words that say how it stands: operators, its modal, hearsay around it.

    Args:
        scene: the sentence.
        namer: its names.
        draft: the act; changed in place where the network takes it for a plain fact or a plan.
    """
    draft.links = links(scene, draft) if draft.token == scene.phrases[draft.phrase].head else []
    if draft.factuality == "asserted" and _is_denied_behind(scene, draft.phrase):
        draft.factuality = "denied"
        draft.reasons.append("negated.behind")
        return
    seen = draft.factuality
    if seen == "refused" and _will_plainly(scene, draft):
        draft.factuality = seen = "planned"
    forborne = draft.event_type in FORBORNE and (
        scene.phrases[draft.phrase].negated or _negated_noun(scene, draft)
    )
    plain = seen in {"asserted", "planned"} or (seen in {"denied", "refused"} and forborne)
    plain = plain or any(
        (link.operator.sets == "offered" and link.operator.only) or link.operator.id == "take-back"
        for link in draft.links
    )
    if plain and draft.event_type in _YIELDED:
        draft.factuality = "asserted"
        _judge(scene, namer, draft)
        if seen == "asserted" and "negated.no" in draft.reasons:
            draft.factuality = seen  # "nobody has claimed that killing"
            draft.reasons.remove("negated.no")
        draft.factuality = seen if draft.factuality == "asserted" else draft.factuality
    else:
        draft.reasons += [f"operator.{link.operator.id}" for link in draft.links]
        if draft.factuality == "asserted" and draft.clause >= 0:
            _from_modal(scene, draft)
        elif draft.factuality == "planned" and draft.clause >= 0 and draft.event_type not in HOSTILE:
            modals = {
                scene.phrases[scene.clauses[draft.clause].verb].modal,
                *(link.modal for link in draft.links),
            }
            draft.reasons += ["modal.will"] if not modals.isdisjoint(WILL) else []
    if draft.certainty == "certain":
        draft.certainty = hearsay(scene, draft)
    if draft.factuality == "demanded" and not draft.links and _comes_first(scene, draft):
        draft.reasons.append("condition.if")
    _turn_to_hearer(scene, namer, draft)
    _suppose(scene, draft)
    if draft.factuality in _BINDS and _starts_time(scene, draft):
        draft.factuality, draft.certainty = "planned", "possible"


def _comes_first(scene: Scene, draft: Draft) -> bool:
    """Tell whether an act only says what must come first: "no truce before the hostages are returned"."""
    return draft.clause >= 0 and scene.clauses[draft.clause].opener in {"before", "after", "once", "until"}


def _will_plainly(scene: Scene, draft: Draft) -> bool:
    """Tell whether an act's own verb says, without any no, that it will be done: "will pay", which refuses nothing."""
    if draft.clause < 0 or draft.phrase != scene.clauses[draft.clause].verb or draft.links:
        return False
    group = scene.phrases[draft.phrase]
    return group.modal in WILL and not group.negated and not _negated_noun(scene, draft)


def _turn_to_hearer(scene: Scene, namer: Namer, draft: Draft) -> None:
    """Let whoever is ordered do what is ordered: "residents were told by the army to leave"."""
    for link in draft.links:
        told = link.operator.sets == "demanded" and link.operator.doer == "object" and link.clause >= 0
        if told and (not draft.actor or draft.actor == _subjects(scene, namer, link)):
            clause = scene.clauses[link.clause]
            places = clause.subject if scene.phrases[clause.verb].passive else clause.objects
            draft.actor = [namer.phrase_ref(at) for at in places if scene.is_name(at)]
            draft.recipient = [ref for ref in draft.recipient if ref not in draft.actor]


def _starts_time(scene: Scene, draft: Draft) -> bool:
    """Tell whether an act only says from when a time counts: "within 30 days of the signing"."""
    return any(
        scene.words[end : end + 1] == ["of"] and end < draft.token <= end + 3
        for _, end in scene.sentence.times
    )


def _from_whether(scene: Scene, draft: Draft) -> None:
    """Leave open what stands behind "whether"."""
    clauses = [draft.clause, *(link.clause for link in draft.links)]
    opened = any(number >= 0 and scene.clauses[number].opener == "whether" for number in clauses)
    if opened and draft.factuality in {"asserted", "demanded", "planned"}:
        draft.factuality = "doubted"
        draft.reasons.append("opener.whether")


def _negated_noun(scene: Scene, draft: Draft) -> bool:
    """Tell whether a "no" stands before the act's noun, or before what its verb acts on: "no soldiers were killed"."""
    if draft.clause < 0 or draft.phrase != scene.clauses[draft.clause].verb:
        return scene.phrases[draft.phrase].negated
    clause = scene.clauses[draft.clause]
    return any(scene.phrases[at].negated for at in (*clause.subject, *clause.objects))


def deciding_link(draft: Draft) -> int:
    """Give the number of the outermost operator that says how the act stands, 0 = none."""
    return max((n for n, link in enumerate(draft.links) if link.operator.sets in FACTS), default=0)


def _apply(scene: Scene, namer: Namer, draft: Draft, link: Link) -> None:
    """Apply one operator: the outermost that says how the act stands wins."""
    sets = link.operator.sets
    draft.reasons.append(f"operator.{link.operator.id}")
    noun = any(above.clause < 0 and above.operator.sets in FACTS for above in draft.links)
    if sets == "halt" and noun and draft.factuality in {"offered", "threatened", "demanded"}:
        draft.factuality = "refused" if draft.factuality == "offered" else "denied"  # "withdrew its offer to"
    elif sets == "halt" and draft.event_type in HALTED:
        draft.event_type, draft.mode = HALTED[draft.event_type]
        _fill_halted(scene, namer, draft, link)
    elif sets == "halt" and draft.event_type in {"RETREAT", "CONCEDE", "AGREE"}:
        draft.factuality = "refused"
        enders = _subjects(scene, namer, link) if link.clause >= 0 and draft.entry.symmetric else []
        if enders and draft.phrase not in scene.clauses[link.clause].subject:
            draft.recipient = [
                ref for ref in draft.actor if ref not in enders and not _is_pronoun(namer, draft)
            ]
            draft.actor = enders
    elif sets == "suffer":
        if not draft.recipient:
            draft.recipient = _subjects(scene, namer, link)
        if scene.words[scene.phrases[link.phrase].start - 1] == "or" and draft.event_type in HOSTILE:
            draft.factuality = "threatened"  # "leave or face attack"
    elif sets == "confirmed":
        draft.factuality = "doubted" if link.negated else "asserted"
    elif sets in FACTS:
        if link.operator.other and link.clause >= 0 and draft.clause >= 0:
            subjects = scene.clauses[draft.clause].subject
            own = (
                any(scene.phrases[at].form == "pronoun" for at in subjects)
                and link.operator.sets == "offered"
            )
            same = own or subjects == scene.clauses[link.clause].subject
            sets = sets if same else link.operator.other
        if sets == "demanded" and link.modal in WILL and draft.event_type in HOSTILE:
            sets = "planned"  # "will order an assault"
            draft.reasons.append("modal.will")
        told = any(other.operator.sets == "said" for other in draft.links)
        sets = "denied" if sets == "refused" and told else sets
        draft.factuality = "denied" if link.negated and sets not in {"refused", "denied", "doubted"} else sets  # type: ignore[assignment]
        if link.negated and sets in {"refused", "denied", "doubted"}:
            draft.factuality = "planned" if sets == "refused" else "asserted"
        ended = draft.mode == "ceasefire" and any(above.operator.sets == "halt" for above in draft.links)
        if sets == "threatened" and (
            (draft.event_type not in HOSTILE and not ended) or _by_another(scene, namer, draft, link)
        ):
            draft.factuality = "planned"
    if link.operator.doer == "object" and sets == "demanded" and draft.actor == _subjects(scene, namer, link):
        draft.actor = []  # whoever demands an act does not do it
    if sets != "suffer":
        _fill_roles(scene, namer, draft, link)
    if link.negated and sets in {"did", "begin", "asserted", "suffer", "halt"}:
        draft.factuality = "refused" if link.modal in WILL and draft.event_type not in HOSTILE else "denied"
        draft.reasons.append("negated.verb")


def _fill_roles(scene: Scene, namer: Namer, draft: Draft, link: Link) -> None:
    """Give an act the doer and the addressee that its operator names."""
    doers = _doers(scene, namer, link, draft)
    if draft.factuality == "demanded" and link.operator.sets in {"begin", "did"}:
        return  # who repeats a demand does not do what is demanded
    if draft.entry.symmetric and link.operator.sets in FACTS and doers and not set(doers) & set(draft.actor):
        draft.actor, draft.recipient = doers, draft.actor
    elif not draft.actor or (doers and _is_pronoun(namer, draft)):
        draft.actor = doers
    if not draft.recipient and link.clause >= 0 and link.operator.doer == "subject":
        draft.recipient = hearers(scene, namer, scene.clauses[link.clause], link.operator)


def _is_pronoun(namer: Namer, draft: Draft) -> bool:
    """Tell whether an act's doer is known only as "its" or "their"."""
    return [namer.text[a:b].lower() for a, b in draft.actor] in (
        ["its"],
        ["their"],
        ["his"],
        ["her"],
        ["our"],
    )


def _by_another(scene: Scene, namer: Namer, draft: Draft, link: Link) -> bool:
    """Tell whether a warning speaks of what others will do: "officials warned that rebels would attack"."""
    subjects = _subjects(scene, namer, link)
    own = {"it", "they", "we", "he", "she", "i", "its", "their", "our", "his"}
    words = {
        scene.words[at]
        for at in range(len(scene.words))
        for a, _ in draft.actor
        if scene.tokens[at].start == a
    }
    return bool(draft.actor and subjects) and not words & own and not set(subjects) & set(draft.actor)


def _fill_halted(scene: Scene, namer: Namer, draft: Draft, link: Link) -> None:
    """Give a halted act its actor: who halts it, unless the act itself is the subject ("the attacks stopped")."""
    if link.clause < 0:
        return
    clause = scene.clauses[link.clause]
    if draft.phrase in clause.subject:
        return
    doers = _subjects(scene, namer, link)
    if doers and draft.entry.symmetric:
        draft.recipient = [ref for ref in draft.actor if ref not in doers]
    if doers:
        draft.actor = doers


def _subjects(scene: Scene, namer: Namer, link: Link) -> list[Ref]:
    if link.clause < 0:
        return []
    clause = scene.clauses[link.clause]
    if scene.phrases[clause.verb].passive:
        places = (
            [at for prep, at in clause.preps if prep in {"by", "between"}]
            if link.operator.sets != "suffer"
            else clause.subject
        )
    else:
        places = clause.subject
    return [namer.phrase_ref(at) for at in places if namer.is_actor(at) or link.operator.sets == "suffer"]


def _doers(scene: Scene, namer: Namer, link: Link, draft: Draft) -> list[Ref]:
    """Find who does the act of an operator's complement."""
    operator = link.operator
    if link.clause < 0:
        noun = scene.kind(link.phrase) == "NP"
        owner = namer.possessor(link.phrase) or namer.author(link.phrase) if noun else None
        return [owner] if owner and operator.doer == "subject" else []
    clause = scene.clauses[link.clause]
    if operator.doer == "subject":
        return _subjects(scene, namer, link)
    if operator.doer == "object":
        places = clause.subject if scene.phrases[clause.verb].passive else clause.objects
        places = places or [
            at for prep, at in clause.preps if prep in {"on", "upon", "to"} and at < draft.phrase
        ]
    else:
        places = [at for prep, at in clause.preps if prep == operator.doer]
    return [namer.phrase_ref(at) for at in places if namer.is_actor(at) and at != draft.phrase]


def _from_modal(scene: Scene, draft: Draft) -> None:
    """Read the modal and negation of the act's own verb, or of the verb that carries it."""
    if draft.factuality != "asserted" or any(link.operator.sets in FACTS for link in draft.links):
        if draft.clause >= 0 and scene.phrases[scene.clauses[draft.clause].verb].negated:
            if draft.event_type in FORBORNE and draft.factuality in {*_BINDS, "threatened"}:
                draft.event_type, draft.mode = HALTED[draft.event_type]
                draft.factuality = "offered" if draft.factuality == "threatened" else draft.factuality
                draft.reasons.append("negated.halt")
                return
            demand = draft.factuality == "demanded"
            draft.reasons.append("negated.demand" if demand else "negated.verb")
            draft.factuality = draft.factuality if demand else "denied"
        return
    number = draft.clause
    if number < 0:
        number = next((link.clause for link in draft.links if link.clause >= 0), _existing(scene, draft))
    if number < 0:
        return
    group = scene.phrases[scene.clauses[number].verb]
    carriers = [link.clause for link in draft.links if link.modal]
    if not group.modal and carriers:
        group = scene.phrases[scene.clauses[carriers[0]].verb]
    hostile = draft.event_type in HOSTILE
    if group.negated and draft.clause >= 0:
        draft.factuality = "refused" if group.modal in WILL and not hostile else "denied"
        draft.reasons += ["modal.will", "negated.verb"] if group.modal in WILL else ["negated.verb"]
    elif group.modal in MUST:
        draft.factuality = "demanded"
        draft.reasons.append("modal.must")
    elif group.modal in WILL:
        draft.factuality = "planned"
        draft.reasons.append("modal.will")
    elif group.modal in _MAY and not group.perfect:
        draft.factuality = "planned"
        draft.reasons.append("modal.may")


def _existing(scene: Scene, draft: Draft) -> int:
    """Find the clause that says that there is such an act: "there would be more attacks"; -1 = none."""
    for number, clause in enumerate(scene.clauses):
        there = any(scene.word(at) == "there" for at in clause.subject)
        if there and draft.phrase in clause.objects:
            return number
    return -1
