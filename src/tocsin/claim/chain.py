"""Climb from an act to the words that govern it: "an *offer* to *stop* attacks"."""

from tocsin.claim.clauses import Clause, Scene
from tocsin.claim.draft import Draft, Link
from tocsin.claim.phrases import CLAUSE_OPENERS
from tocsin.knowledge.words import Operator, Words
from tocsin.model import ConditionRelation

_DEPTH = 6
"""Operators above one act at most."""

HALTED = {
    "ASSAULT": ("RETREAT", "ceasefire"),
    "MOBILIZE": ("RETREAT", "withdraw"),
    "COERCE": ("CONCEDE", ""),
    "PROTEST": ("CONCEDE", ""),
    "SANCTION": ("CONCEDE", ""),
    "CONSULT": ("SANCTION", "discontinue"),
    "SUPPORT": ("SANCTION", "discontinue"),
    "COOPERATE": ("SANCTION", "discontinue"),
    "AID": ("SANCTION", "discontinue"),
}
"""What an act becomes when it stops: PLOVER 2.0 codebook, sections 3.4, 3.7 and 3.13, and its rule on withdrawn aid (R23 in knowledge/plover.yml)."""

HANGING: dict[str, ConditionRelation] = {"make-hang": "if", "tie-to": "if", "swap": "in_return_for"}
"""Operators of which the object alone is the complement; it hangs on what the words behind it name."""
_UTTERED = frozenset({"ACCUSE", "REQUEST", "PROTEST"})
_PURPOSE = Operator(id="purpose", sets="planned")
_INTRANSITIVE = frozenset({"halt", "begin"})


def links(scene: Scene, draft: Draft) -> list[Link]:
    """List the operators above an act, nearest first.

    Args:
        scene: the sentence.
        draft: the act.

    Returns:
        At most six links.
    """
    climber = _Climber(scene, draft.event_type, draft.mode)
    if draft.clause >= 0 and draft.phrase == scene.clauses[draft.clause].verb:
        climber.from_clause(draft.clause)
    else:
        climber.from_phrase(draft.phrase)
    return climber.found


class _Climber:
    """One climb; `found` grows as it goes up."""

    __slots__ = ("content", "event_type", "found", "scene", "words")

    def __init__(self, scene: Scene, event_type: str, mode: str) -> None:
        self.scene = scene
        self.words: Words = scene.know
        self.event_type = event_type
        self.content = {event_type, f"{event_type}/{mode}"}
        self.found: list[Link] = []

    # ------------------------------------------------------------------ steps

    def from_clause(self, number: int) -> None:
        """Climb from a clause to the noun, adjective or verb whose complement it is."""
        scene = self.scene
        clause = scene.clauses[number]
        if len(self.found) >= _DEPTH:
            return
        for noun in (clause.noun, clause.noun - 2 if scene.preps[clause.noun] in {"from", "by"} else -1):
            if noun >= 0 and self._noun(noun, clause.link):  # "assurances from the rebels that"
                if not self._judged(number):
                    self.from_phrase(noun)
                return
        if clause.link == "relative" and clause.subject and (wanted := _wanting(scene, clause)) >= 0:
            self._verb(wanted, "to")
            return
        if clause.link == "relative" and clause.subject and scene.phrases[clause.verb].form == "ing":
            self.from_phrase(clause.subject[0])
            return
        for pattern in self.words.operator_adjectives.get(clause.link, ()):
            self.found.append(Link(self.words.operators[pattern.operator], -1, clause.verb - 1))
            return
        for pattern in self.words.operator_adjectives.get(scene.word(clause.verb - 2), ()):
            if pattern.rest == (clause.link,):
                self.found.append(Link(self.words.operators[pattern.operator], -1, clause.verb - 2))
                return
        if clause.governor < 0 or clause.link in {"relative", "adverbial", ""}:
            return
        link = clause.link
        if link == "coordinate":
            link = "to" if scene.phrases[clause.verb].form == "to" else "that"
        if self._verb(clause.governor, link):
            self.from_clause(clause.governor)
        elif link in {"to", "ing"}:
            if link == "to" and not (
                self._verb_known(clause.governor) or self._reported(number) or self._uttered(clause)
            ):
                due = scene.phrases[scene.clauses[clause.governor].verb].modal == "is to"
                self.found.append(Link(_PURPOSE, clause.governor, clause.verb, modal="is to" if due else ""))
            self.from_clause(clause.governor)

    def from_phrase(self, at: int) -> None:
        """Climb from a noun phrase to the verb whose object or subject it is, or the noun before its preposition."""
        scene = self.scene
        if len(self.found) >= _DEPTH or at < 0:
            return
        prep = scene.preps[at]
        if prep and prep not in CLAUSE_OPENERS:
            before = at - 2
            while before >= 0 and scene.kind(before) in {"I", "TO", "R", ",", "C"}:
                before -= 1
            if scene.kind(before) == "NP" and scene.preps[before] == prep and self._listed(before, at):
                before = self._before_list(before)
            caused = scene.word(before) == "due"  # "due to the clashes"
            if scene.kind(before) in {"NP", "J"} and not caused and self._noun(before, prep):
                self.from_phrase(before)
                return
            if prep in {"of", "in"} and scene.kind(before) == "NP" and self._measures(before):
                self.from_phrase(before)
                return
            if scene.word(at - 1) in self.words.operator_adjectives and self._noun(at - 1, "noun"):
                return
        for number, clause in sorted(enumerate(scene.clauses), key=lambda one: self._is_aside(one[1])):
            passive = scene.phrases[clause.verb].passive
            if at in clause.objects or (at in clause.subject and passive):
                if self._verb(number, "noun"):
                    self.from_clause(number)
                    return
                continue
            if (
                at in clause.subject
                and scene.kind(clause.verb + 1) == "J"
                and self._noun(clause.verb + 1, "subject")
            ):
                return
            if at in clause.subject and self._verb(number, "noun", intransitive=True):
                self.from_clause(number)
                return
            if any(at == place for _, place in clause.preps) and self._verb(number, prep or "noun", at=at):
                self.from_clause(number)
                return

    def _uttered(self, clause: Clause) -> bool:
        """Tell whether an act of speech is done by what was done for it: "occupied the embassy to denounce the raids"."""
        group = self.scene.phrases[self.scene.clauses[clause.governor].verb]
        past = group.form == "finite" and not group.modal and self.scene.tags[group.head] == "VD"
        return past and not group.negated and not self.found and self.event_type in _UTTERED

    def _is_aside(self, clause: Clause) -> bool:
        """Tell whether a clause only adds something to a noun: "a truce that was due to run out"."""
        relative = clause.link == "relative" and self.scene.phrases[clause.verb].form == "finite"
        return relative or clause.link == "to"

    def _measures(self, at: int) -> bool:
        """Tell whether a noun phrase only measures what follows: "a spate of attacks", "4 million dollars in aid"."""
        phrase = self.scene.phrases[at]
        return (
            self.scene.word(at) in self.words.heads["collective"]
            or "CD" in self.scene.tags[phrase.start : phrase.end]
        )

    def _listed(self, first: int, second: int) -> bool:
        return all(self.scene.kind(at) in {",", "C", "NP"} for at in range(first + 1, second))

    def _before_list(self, at: int) -> int:
        while at > 0 and self.scene.kind(at - 1) in {",", "C"} and self.scene.preps[at]:
            at -= 2
        return at - 2

    # ------------------------------------------------------------------ matching

    def _accepts(self, operator: Operator, link: str) -> bool:
        if operator.only and not self.content & set(operator.only):
            return False
        return not operator.complement or link in operator.complement

    def _noun(self, at: int, link: str) -> bool:
        """Match an operator noun, adjective or preposition; append it."""
        scene = self.scene
        phrase = scene.phrases[at]
        table = self.words.operator_nouns if phrase.kind == "NP" else self.words.operator_adjectives
        for pattern in table.get(scene.words[phrase.head], ()):
            operator = self.words.operators[pattern.operator]
            rest = tuple(scene.words[phrase.end : phrase.end + len(pattern.rest)])
            if rest == pattern.rest and self._accepts(operator, link):
                self._turn(operator)
                copula = scene.clause_of.get(at - 1, -1) if phrase.kind == "J" else -1
                negated = phrase.negated or (copula >= 0 and scene.phrases[at - 1].negated)
                self.found.append(Link(operator, copula, at, negated=negated and operator.negatable))
                return True
        return False

    def _judged(self, number: int) -> bool:
        """Read what is said of a claim behind its content: "the claim that they fled is false"."""
        for later in self.scene.clauses[number + 1 :]:
            if self.scene.kind(later.verb + 1) == "J" and self._noun(later.verb + 1, "subject"):
                return True
        return False

    def _reported(self, number: int) -> bool:
        """Tell whether an infinitive states a fact: "are believed to have fled", "is said to hold"."""
        clause = self.scene.clauses[number]
        above = self.scene.phrases[self.scene.clauses[clause.governor].verb]
        return self.scene.phrases[clause.verb].perfect or (
            above.passive and self.scene.words[above.head] in self.words.speech
        )

    def _verb_known(self, number: int) -> bool:
        patterns = self.words.operator_verbs.get(self.scene.word(self.scene.clauses[number].verb), ())
        return any(not one.rest and self.words.operators[one.operator].sets != "halt" for one in patterns)

    def _verb(self, number: int, link: str, *, intransitive: bool = False, at: int = -1) -> bool:
        """Match an operator verb; append it."""
        scene = self.scene
        clause = scene.clauses[number]
        group = scene.phrases[clause.verb]
        words = scene.words
        for pattern in self.words.operator_verbs.get(words[group.head], ()):
            operator = self.words.operators[pattern.operator]
            rest = pattern.rest
            end = pattern_end(scene, clause, rest)
            if not end or (operator.id in HANGING and at >= 0):
                continue
            if (
                operator.sets == "halt"
                and link == "to"
                and not rest
                and not words[group.head].startswith("ceas")
            ):
                continue  # "stopped to give him a chance"
            direct = at >= 0 and rest and scene.phrases[at].start - group.head - 1 - len(rest) <= 1
            if intransitive and (operator.sets not in _INTRANSITIVE or (clause.objects and not rest)):
                continue
            direct = direct or rest[-1:] == (link,)
            if not (self._accepts(operator, link) or (direct and self._accepts(operator, "noun"))):
                continue
            if at >= 0 and not direct and not operator.complement:
                continue
            self._turn(operator)
            own = [
                n
                for n, one in enumerate(self.found)
                if one.phrase >= 0 and group.head < scene.phrases[one.phrase].head < end
            ]
            if rest and own:  # the "halt" of "call a halt to" is no operator of its own
                del self.found[own[0]]
            self.found.append(Link(operator, number, clause.verb, negated=group.negated, modal=group.modal))
            return True
        return False

    def _turn(self, operator: Operator) -> None:
        """Let the operators above a halted act see what it has become: "decided to suspend rocket fire"."""
        if operator.sets == "halt" and self.event_type in HALTED:
            event_type, mode = HALTED[self.event_type]
            self.content |= {event_type, f"{event_type}/{mode}"}


def pattern_end(scene: Scene, clause: Clause, rest: tuple[str, ...]) -> int:
    """Match the words that must follow a verb.

    Args:
        scene: the sentence.
        clause: the clause of the verb.
        rest: the words; a leading "_" = behind the object, "#" = a number or article: "give _ # hours".

    Returns:
        The token behind them, 0 = they are not there.
    """
    at = scene.phrases[clause.verb].head + 1
    if rest[:1] == ("_",):
        rest = rest[1:]
        passive = scene.phrases[clause.verb].passive
        places = [n for prep, n in clause.preps if prep == "by"] if passive else clause.objects
        if not places and not passive:
            return 0
        last = max(places, default=clause.verb)
        if len(rest) == 2 and rest[0] == "#" and scene.word(last) == rest[1]:
            return scene.phrases[last].end
        last += 2 if scene.word(last + 1) == "of" and scene.kind(last + 2) == "NP" else 0
        at = scene.phrases[last].end
        if len(rest) == 2 and rest[0] == "#":
            return _measured(scene, at, rest[1])
    found = scene.words[at : at + len(rest)]
    matched = len(found) == len(rest) and all(
        want in ("#", have) and (want != "#" or scene.tags[at + n] in {"CD", "D"})
        for n, (want, have) in enumerate(zip(rest, found, strict=True))
    )
    return at + len(rest) if matched else 0


def _measured(scene: Scene, at: int, noun: str) -> int:
    """Match a noun behind its article and number: "gave X a 48-hour ultimatum"."""
    end = at
    while end < len(scene.words) and end - at < 4 and scene.tags[end] in {"D", "CD", "J"}:
        end += 1
    return end + 1 if end > at and scene.words[end : end + 1] == [noun] else 0


def halts(scene: Scene, verb: Draft, noun: Draft) -> bool:
    """Tell whether a verb only says that an attack stops: "suspend air strikes" bans no strike.

    Args:
        scene: the sentence.
        verb: an act named by a verb.
        noun: an act named by a noun.

    Returns:
        True where the attack is its object and the verb one that halts.
    """
    patterns = scene.know.operator_verbs.get(scene.word(verb.phrase), ())
    halting = any(not one.rest and scene.know.operators[one.operator].sets == "halt" for one in patterns)
    own = noun.phrase in scene.clauses[verb.clause].objects and verb.event_type == "COERCE"
    return own and halting and noun.event_type == "ASSAULT"


def _wanting(scene: Scene, clause: Clause) -> int:
    """Find who wants something done: the clause of "want" in "want their comrades freed"; -1 = there is none."""
    if scene.phrases[clause.verb].form != "en":
        return -1
    for number, above in enumerate(scene.clauses):
        patterns = scene.know.operator_verbs.get(scene.word(above.verb), ())
        wants = any(
            not one.rest and scene.know.operators[one.operator].other == "demanded" for one in patterns
        )
        if (
            wants
            and above.objects[:1]
            and clause.subject[0] >= above.objects[0]
            and clause.verb <= above.stop
        ):
            return number
    return -1
