"""Find verbal acts whose content is not stated or is no act of the lexicon: demands, promises, threats, refusals."""

from tocsin.claim.chain import HANGING, pattern_end
from tocsin.claim.clauses import Clause, Scene
from tocsin.claim.deadlines import SETTING
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry
from tocsin.knowledge.words import Operator

_VERBAL = (["V"], ["R"], ["VD"])
"""Tags behind the "to" of an infinitive; the tagger may take a bare form for a past."""
BINDING = frozenset({"offered", "demanded", "threatened"})
"""What only somebody can do: whoever offers, demands or threatens speaks, though the word for him is not known."""
UNKNOWN = "content.unknown"
"""Reason of a verbal act whose content is stated by an infinitive that is no act of the lexicon."""


def alone_acts(scene: Scene, namer: Namer, drafts: list[Draft]) -> list[Draft]:
    """Find verbal acts whose content is not stated or not known: "threatened Kestria", "its promise to reopen the line".

    Args:
        scene: the sentence.
        namer: its names.
        drafts: the acts found so far; an operator above one of them is not alone.

    Returns:
        Further drafts; the reason "content.unknown" says that an infinitive states the content.
    """
    used = {link.phrase for draft in drafts for link in draft.links} | {draft.phrase for draft in drafts}
    found = []
    for number, clause in enumerate(scene.clauses):
        told = (
            clause.link == "relative"
            and scene.phrases[clause.verb].form == "en"
            and used & set(clause.subject)
        )
        draft = None if clause.verb in used or told else _alone_verb(scene, namer, number)
        found += [draft] if draft is not None else []
    for at in range(len(scene.phrases)):
        draft = None if at in used else _alone_noun(scene, namer, at)
        found += [draft] if draft is not None else []
    return found


def _alone_verb(scene: Scene, namer: Namer, number: int) -> Draft | None:
    """Match a verb that may stand alone: the first of its patterns that fits decides."""
    clause = scene.clauses[number]
    group = scene.phrases[clause.verb]
    for pattern in scene.know.operator_verbs.get(scene.words[group.head], ()):
        operator = scene.know.operators[pattern.operator]
        behind = pattern_end(scene, clause, pattern.rest)
        infinitive = pattern.rest[-1:] == ("to",)
        if (
            not operator.alone
            or not behind
            or (operator.id in HANGING and (group.passive or group.form == "en"))
            or (infinitive and scene.tags[behind : behind + 1] not in _VERBAL)
        ):
            continue
        split = pattern.rest[:1] == ("_",)
        end = group.head + 1 + (0 if split else len(pattern.rest))
        subjects = [at for prep, at in clause.preps if prep == "by"] if group.passive else clause.subject
        actors = [namer.phrase_ref(at) for at in subjects if namer.can_speak(at)]
        if not actors and operator.sets in BINDING:
            actors = [
                namer.phrase_ref(at) for at in subjects if scene.is_name(at) and not scene.phrases[at].form
            ]
        told = hearers(scene, namer, clause, operator)
        if split and not told and operator.id not in HANGING:
            objects = clause.subject if group.passive else clause.objects
            people = [at for at in objects if scene.is_name(at) and scene.word(at) != pattern.rest[-1]]
            dated = pattern.rest[-1] in {
                "by",
                "before",
                "within",
            }  # "want the money by Friday" asks for no person
            told = [] if dated else [namer.phrase_ref(at) for at in people if not scene.phrases[at].form]
        if not actors and not (split and group.passive and told):
            return None
        draft = _draft(namer, operator, (group.head, end), clause.verb, number)
        draft.actor, draft.recipient = actors, told
        states = {"to", "that"} if operator.sets in BINDING else {"to"}
        if (
            infinitive
            or operator.id in HANGING
            or any(other.governor == number and other.link in states for other in scene.clauses)
        ):
            draft.reasons.append(UNKNOWN)
        return draft
    return None


def _alone_noun(scene: Scene, namer: Namer, at: int) -> Draft | None:
    """Match a noun or adjective with an infinitive of unknown content: "its promise to", "is ready to"."""
    phrase = scene.phrases[at]
    if phrase.kind not in {"NP", "J"} or not any(c.noun == at and c.link == "to" for c in scene.clauses):
        return None
    noun = phrase.kind == "NP"
    table = scene.know.operator_nouns if noun else scene.know.operator_adjectives
    for pattern in table.get(scene.words[phrase.head], ()):
        operator = scene.know.operators[pattern.operator]
        copula = scene.clause_of.get(at - 1, -1)
        if not operator.alone or pattern.rest or phrase.negated:
            continue
        owner = namer.possessor(at) if noun else None
        holders = scene.clauses[copula].subject if copula >= 0 and not noun else []
        if copula >= 0 and scene.phrases[at - 1].negated:
            return None
        actors = [owner] if owner else [namer.phrase_ref(n) for n in holders if namer.is_actor(n)]
        if noun and (owner is None or scene.words[phrase.start] in PRONOUNS):
            actors = makers(scene, namer, at)
        if not actors:
            return None
        draft = _draft(namer, operator, (phrase.head, phrase.head + 1), at, -1)
        draft.actor = actors
        if operator.doer == "object":
            asked = [n for clause in scene.clauses if clause.noun == at for n in clause.subject]
            refs = [namer.phrase_ref(n) for n in asked if namer.is_actor(n)]
            draft.recipient = [ref for ref in refs if ref not in actors]
        draft.reasons.append(UNKNOWN)
        return draft
    return None


PRONOUNS = frozenset({"its", "their", "his", "her", "our", "my"})
"""Possessors that name nobody: the subject of the verb is meant."""


def makers(scene: Scene, namer: Namer, at: int) -> list[Ref]:
    """Find who makes what a noun names: "gave an undertaking to leave", "renewed its offer to".

    Args:
        scene: the sentence.
        namer: its names.
        at: position of the noun phrase.

    Returns:
        The subject of the light verb whose object it is, or none.
    """
    for clause in scene.clauses:
        patterns = scene.know.operator_verbs.get(scene.word(clause.verb), ())
        makes = any(scene.know.operators[pattern.operator].sets in {"did", "begin"} for pattern in patterns)
        makes = makes or scene.word(clause.verb) in SETTING
        if at in clause.objects and makes and not scene.phrases[clause.verb].passive:
            return [namer.phrase_ref(n) for n in clause.subject if namer.is_actor(n)]
    return []


def _draft(namer: Namer, operator: Operator, words: tuple[int, int], phrase: int, clause: int) -> Draft:
    event_type, _, mode = operator.alone.partition("/")
    return Draft(
        entry=Entry(id=operator.id, event_type=event_type),
        rule=f"operator.{operator.id}",
        trigger=namer.ref(*words),
        token=words[0],
        phrase=phrase,
        clause=clause,
        event_type=event_type,
        mode=mode,
    )


def hearers(scene: Scene, namer: Namer, clause: Clause, operator: Operator) -> list[Ref]:
    """Find at whom a verbal act is directed.

    Args:
        scene: the sentence.
        namer: its names.
        clause: the clause of the operator.
        operator: the operator.

    Returns:
        Offsets of the addressees, or none.
    """
    passive = scene.phrases[clause.verb].passive
    for slot in operator.to_whom:
        if slot == "object":
            places = clause.subject if passive else clause.objects
        else:
            places = [at for prep, at in clause.preps if prep == slot]
        refs = [ref for at in places if (ref := namer.target_ref(at)) is not None]
        if refs:
            return refs
    return []
