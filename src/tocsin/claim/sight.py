"""Join what the network sees in a sentence to what the patterns read there.

The network knows more words and what an act is; the patterns read circumstances well (dates, deadlines, conditions,
speech over sentences). So an act that only the network sees becomes a draft like any other, and goes through the same
steps. In an act that both see the patterns are believed, and the network fills in what they did not find. An act of the
patterns of which the network sees nothing is dropped. Whatever the network points to is widened or cut to the noun
phrases and dates of the sentence, so that no claim names half a name.
"""

from collections.abc import Callable, Iterator

from tocsin.claim.clauses import Scene
from tocsin.claim.details import count_in
from tocsin.claim.draft import VERBAL, Draft, Ref
from tocsin.claim.references import DENIED, LISTED
from tocsin.claim.seen import COUNTS, head_of, is_traced, meet, mode_of, names_of, seen_words, tokens_in
from tocsin.claim.undertakings import UNDERTAKING
from tocsin.claim.verbal import UNKNOWN
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Entry
from tocsin.model import AHEAD, Count, CountKind, SeenAct, Sight

SEEN = "network"
"""Rule of an act that the patterns do not know."""
DROPPED = 0.25
"""An act of the patterns is dropped where the network gives its trigger and its subject together less than this."""
SAID, BOUND = 0.05, 0.005
"""The same for demands, promises and threats of something that is no act; and for those that hang on something, which the
patterns know better."""
CONTENT = 0.4
"""Least score of an act that is what a demand, promise or threat is about."""
_LIGHT = frozenset(
    "put take took taken make made have had give gave given get got do did done set go went come came".split()
)
"""Verbs that name no act by themselves; the network must be sure of one in which it sees an act."""
_HEAVY = 0.9
"""Least score of an act that such a verb alone names."""


def confirmed(
    scene: Scene, namer: Namer, sight: Sight, drafts: list[Draft], is_bound: Callable[[Draft], bool]
) -> list[Draft]:
    """Keep the acts of the patterns of which the network sees anything, be it at their trigger or at an operator.

    Args:
        scene: the sentence.
        namer: its names.
        sight: what the network sees in the sentence.
        drafts: acts that the patterns found.
        is_bound: tells whether the sentence says what a draft hangs on, or by when it is due.

    Returns:
        Those that are kept.
    """
    return [
        draft
        for draft in drafts
        if draft.rule in {LISTED, DENIED}
        or any(link.operator.id == "make-hang" for link in draft.links)
        or _chance(scene, namer, sight, draft) >= _least(scene, sight, draft, is_bound)
    ]


def _least(scene: Scene, sight: Sight, draft: Draft, is_bound: Callable[[Draft], bool]) -> float:
    if not _is_said(scene, sight, draft):
        return DROPPED
    return BOUND if is_bound(draft) else SAID


def _chance(scene: Scene, namer: Namer, sight: Sight, draft: Draft) -> float:
    """Give the network's chance of an act: that of its words, and of its subject, which may name it too ("a bomb killed")."""
    clause = scene.clauses[draft.clause] if draft.clause >= 0 else None
    subject = [sight.chance(*namer.phrase_ref(at)) for at in clause.subject] if clause else []
    return max(sight.chance(*words) for words in _own_words(scene, namer, draft)) + max(subject, default=0.0)


def _is_said(scene: Scene, sight: Sight, draft: Draft) -> bool:
    """Tell whether a draft is a demand, promise or threat of something that is no act: the network was taught acts alone."""
    named = UNKNOWN in draft.reasons or (draft.rule.startswith("operator.") and bool(draft.recipient))
    if draft.event_type not in VERBAL or not (named or draft.rule == UNDERTAKING):
        return False
    clause = scene.clauses[draft.clause] if draft.clause >= 0 else None
    if clause is not None and clause.link == "relative":
        return False
    seen = {scene.phrase_at(head_of(scene, act)) for act in sight.acts if act.score >= CONTENT}
    if clause is not None and not seen.isdisjoint(clause.objects):
        return False
    return not any(_is_content(scene, draft, scene.clause_of.get(at, -1)) for at in seen)


def _is_content(scene: Scene, draft: Draft, number: int) -> bool:
    """Tell whether a clause, -1 = none, says what a draft demands, promises or threatens."""
    if number < 0:
        return False
    clause = scene.clauses[number]
    return number == draft.clause or clause.governor == draft.clause >= 0 or clause.noun == draft.phrase


def unknown_to(
    scene: Scene, namer: Namer, sight: Sight, drafts: list[Draft], ended: list[Ref]
) -> list[Draft]:
    """Give the acts that only the network sees; those that both see are noted in the drafts.

    Args:
        scene: the sentence.
        namer: its names.
        sight: what the network sees in it.
        drafts: acts of the patterns.
        ended: words of acts of which only the end is told, as `part_ends` gives them.

    Returns:
        Acts in text order. Words that say how an act of the patterns stands ("suspend" in "suspend attacks") are no act of
        their own, and a verb and its noun ("granted access") are one.
    """
    added: list[Draft] = []
    for act in sight.acts:
        if act.event_type == "TIE" or any(meet(ref, (act.start, act.end)) for ref in ended):
            continue
        words = (act.start, act.end)
        twins = [
            draft for draft in drafts if any(meet(ref, words) for ref in _own_words(scene, namer, draft))
        ]
        for twin in twins:
            twin.seen = act
            _retype(twin, act)
            _restand(twin, act)
        if twins or (act.score < _HEAVY and _is_light(scene, act)) or _is_in_name(scene, act):
            continue
        draft = _draft(scene, namer, act)
        if draft.factuality in _GIVEN and not (draft.actor or draft.recipient):
            continue
        told = draft.event_type in VERBAL and any(
            other.event_type in VERBAL and other.clause == draft.clause >= 0 for other in drafts
        )
        if not told and not any(_is_one(scene, draft, other) for other in (*drafts, *added)):
            added.append(draft)
    return added


_GIVEN = frozenset({"offered", "accepted"})
"""How nothing stands that nobody gives."""
BELIEVED = 0.8
"""From which score on type, parties and factuality are believed against the patterns; chosen on the development part."""


def _retype(draft: Draft, act: SeenAct) -> None:
    """Give an act of the patterns the type that the network is sure of, where no word turns it into another."""
    sure = act.score >= BELIEVED and act.event_type != draft.event_type
    if sure and not draft.links and meet(draft.trigger, (act.start, act.end)):
        draft.event_type, draft.mode = act.event_type, mode_of(act)
        draft.reasons.append("network.type")


_STANDS = {
    "asserted": AHEAD | {"denied", "doubted", "refused"},
    "planned": frozenset({"offered", "accepted", "demanded", "denied", "doubted", "refused"}),
}
"""How an act may stand that the patterns take for a plain fact or plan; a plan alone ("would attack") is no threat."""


def _restand(draft: Draft, act: SeenAct) -> None:
    """Let an act that the patterns take for a plain fact or plan stand as the network is sure it does."""
    factuality, chance = act.chosen["factuality"]
    same = act.event_type == draft.event_type and meet(draft.trigger, (act.start, act.end))
    plainly = factuality == "refused" and "modal.will" in draft.reasons  # "will pay" refuses nothing
    if same and not plainly and chance >= BELIEVED and factuality in _STANDS.get(draft.factuality, ()):
        draft.factuality = factuality  # type: ignore[assignment]  # the labels are those of the model
        draft.reasons.append("network.factuality")


_PARTICLES = frozenset({"I", "R"})
"""Parts of speech of "back", "out", "off"."""


def _is_one(scene: Scene, one: Draft, two: Draft) -> bool:
    """Tell whether two words name one act: a verb and its subject, object or particle ("granted access", "pull back")."""
    if two.mode == "ceasefire" and one.event_type == "ASSAULT" and one.phrase == two.phrase + 2:
        return scene.preps[one.phrase] in {"to", "of", "in"}  # "an end to the fighting"
    if one.event_type != two.event_type:
        return False
    if scene.tags[one.token] in _PARTICLES or scene.tags[two.token] in _PARTICLES:
        return True
    pairs = ((one.phrase, two.phrase), (two.phrase, one.phrase))
    return any(
        clause.verb == verb and noun in (*clause.subject, *clause.objects)
        for clause in scene.clauses
        for verb, noun in pairs
    )


def _own_words(scene: Scene, namer: Namer, draft: Draft) -> Iterator[Ref]:
    """Give the trigger of an act, and the operators above it."""
    yield draft.trigger
    for link in draft.links:
        if link.phrase >= 0:
            phrase = scene.phrases[link.phrase]
            yield namer.ref(phrase.start, phrase.end)


def _draft(scene: Scene, namer: Namer, act: SeenAct) -> Draft:
    """Make a draft of an act that only the network sees."""
    token = head_of(scene, act)
    phrase = scene.phrase_at(token)
    mode = mode_of(act)
    clause = scene.clause_of.get(phrase, -1)
    actor = names_of(scene, namer, act, "actor") or _subject(scene, namer, act, clause)
    doers = [ref for ref in actor if not _is_object(scene, namer, phrase, ref)]
    return Draft(
        entry=Entry(id=SEEN, event_type=act.event_type, mode=mode, contexts=act.contexts),
        rule=f"{SEEN}.{act.event_type.lower()}",
        trigger=(act.start, act.end),
        token=token,
        phrase=phrase,
        clause=clause,
        event_type=act.event_type,
        mode=mode,
        actor=doers,
        recipient=[
            ref
            for ref in names_of(scene, namer, act, "recipient")
            if not any(meet(ref, one) for one in doers)
        ],
        factuality=act.chosen["factuality"][0],  # type: ignore[arg-type]  # the labels are those of the model
        certainty=act.chosen["certainty"][0],  # type: ignore[arg-type]  # as above
        counts=list(_counts(scene, namer, act)),
        seen=act,
    )


def _is_object(scene: Scene, namer: Namer, phrase: int, ref: Ref) -> bool:
    """Tell whether words are the object of a verb whose subject names the act: "a blast killed three" has no doer."""
    return any(
        phrase in clause.subject
        and not scene.phrases[clause.verb].passive
        and any(meet(namer.phrase_ref(at), ref) for at in clause.objects)
        for clause in scene.clauses
    )


def _subject(scene: Scene, namer: Namer, act: SeenAct, number: int) -> list[Ref]:
    """Find who offers or threatens an act of which the network names no doer: the subject of the verb above it."""
    if act.chosen["factuality"][0] not in {"offered", "threatened", "accepted"}:
        return []
    while number >= 0:
        clause = scene.clauses[number]
        maker = (
            namer.author(clause.noun) or namer.possessor(clause.noun)
            if clause.noun >= 0 and scene.kind(clause.noun) == "NP"
            else None
        )
        if maker is not None and scene.word(clause.noun) in scene.know.operator_nouns:
            return [maker]
        if scene.phrases[clause.verb].passive:
            return []
        if clause.subject:
            return [namer.phrase_ref(at) for at in clause.subject if namer.is_actor(at)]
        number = clause.governor if clause.governor >= 0 else scene.clause_of.get(clause.noun - 1, -1)
    return []


def _is_light(scene: Scene, act: SeenAct) -> bool:
    """Tell whether a trigger is a verb that names no act by itself."""
    inside = tokens_in(scene, (act.start, act.end))
    return len(inside) == 1 and scene.words[inside[0]] in _LIGHT


def _is_in_name(scene: Scene, act: SeenAct) -> bool:
    """Tell whether a trigger is a word of a name: capitalised like the next, in a sentence that is not capitalised throughout."""
    inside = tokens_in(scene, (act.start, act.end))
    words = [token.text for token in scene.tokens if token.text[0].isalpha()]
    if not inside[0] or sum(word[0].isupper() for word in words) > len(words) / 2:
        return False
    around = [token.text for token in scene.tokens[inside[0] : inside[-1] + 2]]
    return len(around) > len(inside) and all(word[0].isupper() for word in around)


def fill_parties(scene: Scene, namer: Namer, drafts: list[Draft]) -> None:
    """Give acts that both see the names that the network points to, where the patterns found nobody or somebody else.

    Where both point to the same party, its words are those of the patterns, which know better where a name ends. Of an
    act of which the network is sure, a party of the patterns to which it does not point at all is none.
    """
    for draft in drafts:
        act = None if seen_alone(draft) or draft.rule == DENIED else draft.seen
        if act is None or not meet((act.start, act.end), draft.trigger):
            continue
        for role, side, other in (
            ("actor", draft.actor, draft.recipient),
            ("recipient", draft.recipient, draft.actor),
        ):
            names = names_of(scene, namer, act, role)
            if names and not any(meet(name, one) for name in names for one in (*side, *other)):
                side[:] = names
                draft.reasons.append(f"network.{role}")
            elif act.score >= BELIEVED and not draft.entry.symmetric:
                side[:] = [ref for ref in side if is_traced(act, role, ref) or _is_doer(scene, ref)]


def _is_doer(scene: Scene, ref: Ref) -> bool:
    """Tell whether "by" names somebody as the doer, or he signs below, where the network cannot point: "attacks by armed men"."""
    inside = tokens_in(scene, ref)
    return not inside or scene.words[max(0, inside[0] - 1)] == "by"


FILLED = frozenset({"when", "where", "speaker"})
"""What the network fills in where the patterns found nothing, in acts that both see."""


def _fills(draft: Draft, what: str) -> bool:
    """Tell whether the network may fill in a circumstance of an act."""
    return seen_alone(draft) or (draft.seen is not None and what in FILLED)


def seen_place(scene: Scene, namer: Namer, draft: Draft) -> Ref | None:
    """Give the place of an act that only the network sees; None where a party of the act already has these words."""
    if not _fills(draft, "where"):
        return None
    taken = [*draft.actor, *draft.recipient]
    places = names_of(scene, namer, draft.seen, "where")
    return next((ref for ref in places if not any(meet(ref, one) for one in taken)), None)


def seen_time(scene: Scene, draft: Draft) -> Ref | None:
    """Give the date of the sentence that the network takes for the day of an act that only it sees."""
    is_open = draft.factuality in AHEAD and not seen_alone(
        draft
    )  # the network takes the day of an offer for that of the act
    for words in seen_words(draft.seen, "when") if _fills(draft, "when") and not is_open else ():
        for start, end in scene.sentence.times:
            ref = scene.tokens[start].start, scene.tokens[end - 1].end
            if meet(ref, words):
                return ref
    return None


def seen_alone(draft: Draft) -> bool:
    """Tell whether only the network sees an act."""
    return draft.rule.startswith(f"{SEEN}.")


def seen_speakers(scene: Scene, namer: Namer, draft: Draft) -> list[Ref]:
    """Give the speakers that the network sees of an act that only it sees."""
    return names_of(scene, namer, draft.seen, "speaker") if _fills(draft, "speaker") else []


def _counts(scene: Scene, namer: Namer, act: SeenAct) -> Iterator[Count]:
    """Read the numbers of people that the network points to; whether of dead or of injured tells the nearest word for either."""
    for what in COUNTS:
        for words in seen_words(act, what):
            for token in tokens_in(scene, words)[:1]:
                kind = _toll(scene, namer, token) if what in TOLLS else what
                count = count_in(scene, scene.phrase_at(token), kind, namer) if kind else None
                if count is not None:
                    yield count


TOLLS: dict[CountKind, str] = {"dead": "deaths", "injured": "injuries"}
"""Counts that are only believed beside a word for what they count: count to the class of these words."""


def _toll(scene: Scene, namer: Namer, token: int) -> CountKind | None:
    """Say whether a number counts dead or injured: by the nearest word for either; None = there is no such word."""
    found = [
        (abs(at - token), what)
        for what, name in TOLLS.items()
        for at, word in enumerate(scene.words)
        if word in namer.classes[name]
    ]
    return min(found)[1] if found else None
