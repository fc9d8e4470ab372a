"""Find who says what: reporting verbs, source phrases and quotations."""

from collections.abc import Sequence

from tocsin.claim.clauses import Clause, Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.headings import by_heading
from tocsin.claim.saying import UNSPOKEN, Saying
from tocsin.claim.signers import is_source, signer
from tocsin.claim.terms import Terms
from tocsin.claim.who import Namer


def sayings(scene: Scene, namer: Namer) -> list[Saying]:
    """Find the sayings of a sentence.

    Args:
        scene: the sentence.
        namer: its names.

    Returns:
        Sayings in text order.
    """
    found = [s for clause in scene.clauses if (s := _by_verb(scene, namer, clause)) is not None]
    found += _by_source(scene, namer)
    return found or by_heading(scene, namer)


def unspoken(scene: Scene, namer: Namer, signed: Ref) -> Saying:
    """Let whoever signs a text say a sentence of it; "To the occupier: ..." names whom he tells it.

    Args:
        scene: the sentence.
        namer: its names.
        signed: the words for him.

    Returns:
        The saying of the whole sentence.
    """
    told = scene.words[0] == "to" and scene.is_name(1) and ":" in {scene.word(2), scene.word(4)}
    hearers = [namer.phrase_ref(1)] if told else []
    return Saying([signed], [(0, len(scene.words))], UNSPOKEN, hearers=hearers)


_AHEAD = frozenset({"will", "would", "shall"})
"""Modals with which to respond is to strike back, and no saying."""


def _by_verb(scene: Scene, namer: Namer, clause: Clause) -> Saying | None:
    group = scene.phrases[clause.verb]
    phrased = _phrased(scene, group.end)
    certainty = "certain" if phrased else scene.know.speech.get(scene.words[group.head])
    if (
        certainty is None
        or (not phrased and _keeps(scene, clause))
        or (group.form not in {"finite", "ing"})
        or group.modal in {"must", "should"}
        or (group.modal in _AHEAD and scene.words[group.head] in scene.know.heads["reprisals"])
    ):
        return None
    subject = list(clause.subject)
    start, end = group.start, group.end + phrased
    if group.passive:
        subject = [at for prep, at in clause.preps if prep == "by"]
    after = _after(scene, clause)
    following = clause.verb + 1
    inverted = _inverted(scene, clause.verb)
    if inverted and namer.is_actor(following):
        subject = [following]
        end = max(end, scene.phrases[following].end)
    speaking = [at for at in subject if namer.can_speak(at) or is_source(scene, at)]
    speakers = [signer(scene, namer, at) or namer.phrase_ref(at) for at in speaking]
    several = certainty == "certain" and _several_report(scene, namer, clause, subject)
    if not speakers and (_ends_quote(scene, clause) or several):
        speakers = [namer.phrase_ref(at) for at in subject]
    if not speakers:
        return None
    if subject[0] < clause.verb and clause.link != "relative":
        between = any(subject[0] < other.verb < clause.verb for other in scene.clauses)
        start = group.start if between else scene.phrases[subject[0]].start
    content = _content(scene, clause, (start, end), after)
    if not content:
        return None
    heard = scene.word(clause.verb) in _HEARD | _ASSURED
    told = [at for at in clause.objects if namer.can_speak(at)] if heard else []
    hearers = [namer.phrase_ref(at) for at in told if not is_source(scene, at)]
    return Saying(speakers, content, (start, max(end, after)), certainty, subject[0], group.negated, hearers)


def _phrased(scene: Scene, end: int) -> int:
    """Count the words behind a verb that make it report: "served notice that", "let it be known that"; 0 = none."""
    rests = scene.know.speaking.get(scene.words[end - 1], ())
    return max((len(rest) for rest in rests if tuple(scene.words[end : end + len(rest)]) == rest), default=0)


def _ends_quote(scene: Scene, clause: Clause) -> bool:
    """Tell whether a sentence ends with who said it, whatever the word for him: '...," the chieftain said'."""
    verb = clause.verb
    last = all(kind in {".", '"'} for kind in map(scene.kind, range(verb + 1, len(scene.phrases))))
    said = scene.kind(verb - 1) == "NP" and not scene.phrases[verb - 1].form
    return last and said and scene.kind(verb - 2) in {",", '"'} and clause.subject == [verb - 1]


def _several_report(scene: Scene, namer: Namer, clause: Clause, subject: list[int]) -> bool:
    """Tell whether several report a whole clause, whatever the word for them: "friends say that he was beaten"."""
    number = scene.clauses.index(clause)
    reported = any(other.governor == number and other.link == "that" for other in scene.clauses)
    heads = [scene.phrases[at].head for at in subject if scene.is_name(at)]
    people = all(scene.tags[head] == "NS" and scene.words[head] not in namer.acts for head in heads)
    return reported and people and bool(heads) and len(heads) == len(subject)


def _keeps(scene: Scene, clause: Clause) -> bool:
    """Tell whether a verb that may report acts on a noun instead: "will observe a truce"."""
    patterns = scene.know.operator_verbs.get(scene.word(clause.verb), ()) if clause.objects else ()
    operators = [scene.know.operators[pattern.operator] for pattern in patterns]
    return any(operator.complement == ("noun",) and not operator.speech for operator in operators)


def _inverted(scene: Scene, verb: int) -> bool:
    """Tell whether a reporting verb stands behind what it reports and before its speaker: '...", said X'."""
    return (
        scene.word(verb) in scene.know.inverting
        and scene.kind(verb - 1) in {",", '"'}
        and scene.kind(verb + 1) == "NP"
        and not scene.verb_follows(verb + 1)
    )


def _after(scene: Scene, clause: Clause) -> int:
    """Find the token where the words about the saying end: the verb, its hearer, its date."""
    at = clause.verb + 1
    end = scene.phrases[clause.verb].end
    while at < len(scene.phrases):
        phrase = scene.phrases[at]
        if phrase.form == "time" or (at in clause.objects and scene.word(clause.verb) in _HEARD):
            end = phrase.end
        elif not (
            phrase.kind in {"I", "TO"} and at + 1 < len(scene.phrases) and _about_saying(scene, at + 1)
        ):
            break
        at += 1
        if phrase.kind in {"I", "TO"}:
            end = scene.phrases[at].end
            at += 1
    return end


_HEARD = frozenset("told tell tells telling informed warned reminded".split())
_ASSURED = frozenset("warns warn warning assures assured promises promised notified notifies".split())
"""Verbs of saying that may name whom they tell, but may also take what is said for their object."""


def _about_saying(scene: Scene, at: int) -> bool:
    """Tell whether a phrase behind a preposition dates the saying or names its hearers."""
    return scene.phrases[at].form == "time" or scene.word(at) in {
        "reporters", "journalists", "statement", "interview", "conference", "television", "condition", "letter",
        "report", "speech", "twitter", "briefing",
    }  # fmt: skip


def _content(scene: Scene, clause: Clause, own: tuple[int, int], after: int) -> list[tuple[int, int]]:
    """Find the tokens that a reporting verb reports."""
    last = len(scene.words)
    quotes = [(a, b) for a, b in scene.sentence.quotes if b - a > 3 and not a <= own[0] < b]
    tail = _tail(scene, clause, max(own[1], after))
    before = own[0]
    while before and scene.tags[before - 1] in {",", '"'}:
        before -= 1
    postposed = before < own[0] and any(
        c.verb < clause.verb and scene.phrases[c.verb].end <= before for c in scene.clauses
    )
    if postposed and not _speaks_on(scene, max(own[1], after), tail) and clause.link != "relative":
        return [(_after_semicolon(scene, before), before), *(q for q in quotes if q[0] > own[1])]
    start = max(own[1], after)
    if (
        postposed and scene.tags[start] == "," and clause.link != "relative"
    ):  # "if they stay, he said, the rebels will fight"
        return [
            (_after_semicolon(scene, before), before),
            (start, tail),
            *(q for q in quotes if q[1] <= own[0]),
        ]
    if start >= last - 1:
        return [(0, before)] if before and clause.link != "relative" else quotes
    return [(start, tail), *(q for q in quotes if q[1] <= own[0])]


def _speaks_on(scene: Scene, start: int, tail: int) -> bool:
    """Tell whether what is said goes on behind the words of the saying: "if they stay, he said, the rebels will fight"."""
    verbs = [scene.phrases[clause.verb].start for clause in scene.clauses]
    listed = ":" in scene.words[start:tail]
    return tail - start > 3 and (listed or any(start <= verb < tail for verb in verbs))


def _tail(scene: Scene, clause: Clause, start: int) -> int:
    """Find where what is said ends: before another speaker's clause, with a relative clause, or with the sentence."""
    number = scene.clauses.index(clause)
    if clause.link == "relative" and not any(other.governor == number for other in scene.clauses):
        return scene.phrases[clause.stop].start if clause.stop < len(scene.phrases) else len(scene.words)
    for other in scene.clauses:
        if other.verb <= clause.verb or scene.words[scene.phrases[other.verb].head] not in scene.know.speech:
            continue
        opening = (
            other.subject[0] if other.subject and clause.verb < other.subject[0] < other.verb else other.verb
        )
        apart = scene.kind(opening - 1) in {"C", ","} and scene.word(opening - 1) != "and"
        if (other.link == "coordinate" or apart) and scene.phrases[opening].start > start:
            return scene.phrases[opening].start
    return next((at for at in range(start, len(scene.words)) if scene.words[at] == ";"), len(scene.words))


def _after_semicolon(scene: Scene, before: int) -> int:
    """Find where the words before a reporting clause begin: behind the last semicolon, or with the sentence."""
    return max((at + 1 for at in range(before) if scene.words[at] == ";"), default=0)


def _by_source(scene: Scene, namer: Namer) -> list[Saying]:
    """Find "according to X" and its like; X says the whole sentence."""
    found = []
    words = scene.words
    for at, word in enumerate(words):
        for rest in scene.know.sources.get(word, ()):
            end = at + 1 + len(rest)
            if tuple(words[at + 1 : end]) != rest or end >= len(words):
                continue
            place = scene.phrase_at(end)
            if scene.kind(place) == "NP":
                stop = scene.phrases[place].end
                content = [r for r in ((0, at), (stop, len(words))) if r[1] - r[0] > 1]
                if content:
                    found.append(Saying([namer.phrase_ref(place)], content, (at, stop), "certain", place))
            break
    return found


def chain_of(token: int, said: Sequence[Saying]) -> list[Saying]:
    """List the sayings that hold a token, nearest speaker first.

    Args:
        token: a token of the sentence.
        said: its sayings.

    Returns:
        Sayings, the one with the narrowest content first.
    """
    holding = [
        (min(hi - lo for lo, hi in saying.content if lo <= token < hi), order, saying)
        for order, saying in enumerate(said)
        if any(lo <= token < hi for lo, hi in saying.content) and not saying.own[0] <= token < saying.own[1]
    ]
    return [saying for _, _, saying in sorted(holding, key=lambda found: found[:2])]


def is_governed(scene: Scene, draft: Draft, chain: Sequence[Saying]) -> bool:
    """Tell whether an act is the verb of what the nearest speaker's verb reports: "he said that soldiers burned it".

    Args:
        scene: the sentence.
        draft: the act.
        chain: the sayings that hold it, nearest speaker first.

    Returns:
        False too for nouns and participles within it, which the reporter may vouch for: "he said the jailed man would go".
    """
    clause = scene.clauses[draft.clause] if draft.clause >= 0 else None
    if not chain or clause is None or clause.verb != draft.phrase or clause.governor < 0:
        return False
    start, end = chain[0].own
    return start <= scene.phrases[scene.clauses[clause.governor].verb].start < end


def is_quoted(scene: Scene) -> bool:
    """Tell whether a sentence stands in quotation marks as a whole.

    Args:
        scene: the sentence.

    Returns:
        True when at most one of its tokens is outside.
    """
    return sum(b - a for a, b in scene.sentence.quotes) >= len(scene.sentence.tokens) - 1


def same_speech(scene: Scene, said: Sequence[Saying], terms: Terms, draft: Draft) -> bool:
    """Tell whether the same person says a condition and an act.

    Args:
        scene: the sentence.
        said: its sayings.
        terms: a condition.
        draft: an act.

    Returns:
        True also for a condition at the head of the sentence, which reaches over all of it, and for one right before the act.
    """
    clause = scene.clauses[draft.clause] if draft.clause >= 0 else None
    first = scene.phrases[min([clause.verb, *clause.subject])].start if clause else -1
    if terms.start <= 1 or first - terms.end in {0, 1}:
        return True
    return all(
        saying.own[0] <= draft.token < saying.own[1]
        or any(lo <= terms.start < hi for lo, hi in saying.content)
        == any(lo <= draft.token < hi for lo, hi in saying.content)
        for saying in said
    )
