"""Find who does what to whom in a chunked sentence: subjects, objects, prepositional phrases, governors."""

from dataclasses import dataclass, field

from tocsin.claim.arguments import (
    announces,
    behind_complement,
    bracket,
    collect,
    completed,
    interposed,
    lift,
    named,
    opens_subject,
    settle,
    share_governor,
    share_modal,
    starts_anew,
)
from tocsin.claim.phrases import CLAUSE_OPENERS, SUBORDINATORS, chunk
from tocsin.knowledge.words import Words
from tocsin.model import Sentence

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_ADVERBIAL = frozenset("by after before while since when through in despite besides upon".split())


@dataclass(slots=True)
class Clause:
    """A verb group and what hangs on it; numbers are positions in `Scene.phrases`.

    Attributes:
        verb: its verb group.
        subject: noun phrases that are its grammatical subject.
        objects: noun phrases that are its direct object.
        preps: preposition and noun phrase of the phrases behind it.
        governor: the clause whose complement this is, -1 = none.
        noun: the noun or adjective phrase whose complement this is, -1 = none.
        link: how it hangs: to, ing, that, a preposition, relative, adverbial, coordinate or "".
        opener: the word that opens it ("if", "after"), "" = none.
        start: position of its relative pronoun, -1 = none.
        stop: position where the next clause's words begin.
    """

    verb: int
    subject: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    preps: list[tuple[str, int]] = field(default_factory=list)
    governor: int = -1
    noun: int = -1
    link: str = ""
    opener: str = ""
    start: int = -1
    stop: int = 0


class Scene:
    """A sentence with its phrases and clauses.

    Attributes:
        sentence: the sentence.
        tokens, words, tags: its tokens, folded words and tags.
        phrases: its phrases.
        preps: preposition of each noun phrase, "" = none.
        clauses: its clauses in text order.
        clause_of: position of a verb group to its number in `clauses`.
    """

    __slots__ = ("clause_of", "clauses", "know", "phrases", "preps", "sentence", "tags", "tokens", "words")

    def __init__(self, sentence: Sentence, know: Words) -> None:
        """Chunk the sentence and find its clauses."""
        self.sentence = sentence
        self.know = know
        self.tokens = sentence.tokens
        self.words = [token.lower for token in sentence.tokens]
        self.tags = [token.tag for token in sentence.tokens]
        self.phrases = chunk(sentence)
        settle(self)
        self.preps = self._prepositions()
        self.clauses: list[Clause] = []
        self.clause_of: dict[int, int] = {}
        for at, phrase in enumerate(self.phrases):
            if phrase.kind == "VG":
                self.clause_of[at] = len(self.clauses)
                self.clauses.append(self._clause(at))
        collect(self)

    def word(self, at: int) -> str:
        """Give the folded head word of a phrase, "" outside the sentence."""
        return self.words[self.phrases[at].head] if 0 <= at < len(self.phrases) else ""

    def kind(self, at: int) -> str:
        """Give the kind of a phrase, "" outside the sentence."""
        return self.phrases[at].kind if 0 <= at < len(self.phrases) else ""

    def is_name(self, at: int) -> bool:
        """Tell whether a noun phrase can stand for somebody or something: no date, no "there"."""
        return self.kind(at) == "NP" and self.phrases[at].form not in {"time", "there"}

    def _prepositions(self) -> list[str]:
        preps = [""] * len(self.phrases)
        for at, phrase in enumerate(self.phrases):
            if phrase.kind != "NP" or not at:
                continue
            before = at - 1
            if self.kind(before) == '"':
                before -= 1
            if self.kind(before) in {"I", "TO"} or (self.kind(before) == "R" and self.word(before) == "as"):
                preps[at] = self.word(before)
            elif (
                self.kind(before) in {"C", ","}
                and before
                and not opens_subject(self, at)
                and (not self.verb_follows(at) or (self._awaits_verb(at) and not starts_anew(self, at)))
            ):
                earlier = (
                    before - 2 if self.kind(before) == "C" and self.kind(before - 1) == "," else before - 1
                )
                plain = phrase.form != "pronoun" and self.phrases[earlier].form != "time"
                if self.kind(earlier) == "NP" and plain and self._coordinated(earlier, at):
                    preps[at] = preps[earlier]
        return preps

    def _coordinated(self, first: int, second: int) -> bool:
        """Tell whether two noun phrases parted by a comma may be a list: an "and" must follow or stand between."""
        if any(self.word(i) in {"and", "or"} for i in range(first, second)):
            return True
        return any(
            self.kind(i) == "C" and all(self.kind(j) in {"NP", ","} for j in range(second, i))
            for i in range(second + 1, min(second + 6, len(self.phrases)))
        )

    def _awaits_verb(self, at: int) -> bool:
        """Tell whether a noun phrase further left still lacks its verb, so that this one is no subject."""
        before = at - 1
        while before >= 0 and self.kind(before) != "VG":
            if self.kind(before) == "NP" and self.phrases[before].form != "time":
                prep = self.kind(before - 1) in {"I", "TO"} and self.word(before - 1) not in CLAUSE_OPENERS
                if not prep and self.kind(before - 1) not in {"C", ","}:
                    return True
            before -= 1
        return False

    def verb_follows(self, at: int) -> bool:
        """Tell whether a finite verb follows a noun phrase, so that it opens a clause."""
        following = at + 1
        while self.kind(following) == "R":
            following += 1
        return self.kind(following) == "VG" and self.phrases[following].form == "finite"

    # ------------------------------------------------------------------ subjects and governors

    def _clause(self, at: int) -> Clause:
        clause = Clause(verb=at)
        before = at - 1
        while self.kind(before) in {"R", '"'} or self.word(before) == ")":
            before = bracket(self, before) - 1 if self.word(before) == ")" else before - 1
        group = self.phrases[at]
        if group.form == "finite":
            self._finite(clause, before)
        elif group.form == "to":
            self._infinitive(clause, before)
        else:
            self._participle(clause, before)
        return clause

    def _previous(self, before: int) -> int:
        """Find the nearest verb group at or left of a phrase, -1 = none."""
        while before >= 0 and self.kind(before) != "VG":
            before -= 1
        return before

    def _finite(self, clause: Clause, before: int) -> None:
        listed = self.word(before) == ":" and self.tags[self.phrases[clause.verb].start] == "V"
        if listed or self.word(before) == "what":
            return  # "an ultimatum: leave or face attack", "what happened"
        pronoun = self.kind(before) == "W" or (self.word(before) == "that" and self.kind(before - 1) == "NP")
        if pronoun and self.word(before) in _RELATIVE:
            clause.link, clause.start = "relative", before
            antecedent = before - 1
            while self.kind(antecedent) in {",", "I", '"'}:
                antecedent -= 1
            if self.kind(antecedent) == "NP":
                clause.subject = [lift(self, antecedent)]
            return
        if self.kind(before) == "C" or (self.kind(before) == "," and self.kind(before - 1) == "C"):
            earlier = self._finite_before(before)
            matrix = earlier.governor if earlier is not None and earlier.link == "that" else -1
            if matrix >= 0 and (self.word(before) == "but" or self._speaks(clause.verb)):
                earlier = self.clauses[matrix]
            if earlier is not None:
                clause.subject, clause.link = list(earlier.subject), "coordinate"
                clause.governor, clause.noun, clause.opener = earlier.governor, earlier.noun, earlier.opener
                share_modal(self, clause, earlier)
                return
        self._walk(clause, before)

    def _finite_before(self, before: int) -> Clause | None:
        """Find the finite clause that an "and" continues: the nearest that is no relative clause, else the nearest."""
        finite = [c for c in self.clauses if self.phrases[c.verb].form == "finite" and c.verb < before]
        main = [c for c in finite if c.link != "relative"]
        return main[-1] if main else finite[-1] if finite else None

    def _walk(self, clause: Clause, before: int) -> None:
        """Walk left from a finite verb to the start of its clause and choose its subject."""
        candidates, spare = list[int](), list[int]()
        at, boundary, first = before, -1, interposed(self, clause.verb)
        while at > first:
            kind, word = self.kind(at), self.word(at)
            if kind == "VG" and self.phrases[at].form == "finite":
                inner = self.clauses[self.clause_of[at]]
                if inner.link == "relative" and inner.start >= 0:
                    at = inner.start - 1
                    continue
                if (opening := interposed(self, at)) >= 0:
                    at = opening - 1
                    continue
                inserted = self.kind(at + 1) == "," and candidates and self._inserted(at)
                if inserted and not (self._says(at) and candidates[-1] > at):
                    at -= 1
                    continue
                boundary = at
                break
            if candidates and (
                kind == '"' or word in {"-", "–", "—", "then", ";", ":"} or self._closes(at, clause)
            ):
                break
            if kind == "NP" and self.phrases[at].form != "time":
                if (
                    self.kind(at - 1) == "VG"
                    and self.phrases[at - 1].form != "finite"
                    and self._dangling(at - 1)
                ):
                    pass
                elif not self.preps[at] or self.preps[at] in CLAUSE_OPENERS:
                    candidates.append(at)
                elif self.preps[at] in SUBORDINATORS:
                    spare.append(at)
            if (kind == "I" and (word in CLAUSE_OPENERS or (word in SUBORDINATORS and candidates))) or (
                kind == "W" and candidates
            ):
                clause.opener = word
                boundary = at
                if word == "whose":
                    clause.link, clause.start = "relative", at
                break
            at -= 1
        chosen = named(self, candidates) if candidates else spare[0] if spare else -1
        if spare and spare[0] > max(candidates, default=-1):
            chosen, candidates = spare[0], []
        if boundary >= 0 and self.kind(boundary) == "VG" and len(candidates) > 1 and not self._says(boundary):
            chosen = candidates[0]
        if chosen < 0:
            told = self.clauses[self.clause_of[boundary]] if self.kind(boundary) == "VG" else None
            clause.subject = list(told.subject) if told and self.kind(before) == "NP" else []
            return  # "a leaflet dropped over the valley told villagers"
        clause.subject = self.listed(chosen, before + 1)
        if self.preps[chosen] in SUBORDINATORS:
            clause.opener = self.preps[chosen]
        self._content(clause, chosen, boundary)

    def _inserted(self, at: int) -> bool:
        """Tell whether a finite verb belongs to words set between commas ("X, officials said, attacked")."""
        start = at
        while start > 0 and self.kind(start) != ",":
            start -= 1
        return start > 0 and at - start <= 4

    def _says(self, at: int) -> bool:
        hearing = {"told", "tells", "tell", "informed"}
        return self.word(at) in self.know.speech and self.word(at) not in hearing

    def _closes(self, at: int, clause: Clause) -> bool:
        """Tell whether a comma parts a clause from what it reports ("..., he said") or from an opening phrase."""
        if self.kind(at) != ",":
            return False
        first = 1 if self.kind(0) == '"' else 0
        return self.kind(first) == "I" or (
            self.word(clause.verb) in self.know.speech and self._previous(at) >= 0
        )

    def _dangling(self, verb: int) -> bool:
        return not self.clauses[self.clause_of[verb]].subject

    def _content(self, clause: Clause, subject: int, boundary: int) -> None:
        """Find what governs a finite clause: the verb, noun or adjective before its "that", or before it directly."""
        before = subject - 1
        if clause.opener:
            while before >= 0 and self.word(before) != clause.opener:
                before -= 1
            before -= 1
        if clause.opener not in {"", "that", "whether", "if"}:
            return
        while self.kind(before) in {'"', ","} and clause.opener == "":
            if self.kind(before) == ",":
                return
            before -= 1
        if self.word(before) in {"to", "as"}:
            before -= 1
            before -= self.word(before) == "as"
        if self.kind(before) in {"NP", "J"} and clause.opener:
            clause.noun, clause.link = before, "that"
        verb = self._previous(before)
        if verb >= 0 and (verb in {before, boundary} or clause.opener in {"that", "whether"}):
            clause.governor, clause.link = self.clause_of[verb], "that"

    def _infinitive(self, clause: Clause, before: int) -> None:
        if announces(self, clause.verb, before):
            self._walk(clause, before)
            return
        clause.link = "to"
        while self.kind(before) == "NP" and self.phrases[before].form == "time":
            before -= 2 if self.preps[before] else 1  # "agreed on Tuesday to leave"
        if share_governor(self, clause, before, self._previous(before)):
            return
        if self.kind(before) in {"NP", "J"} and (self.preps[before], self.word(before)) != ("in", "order"):
            clause.noun = completed(self, before)
        verb = self._previous(before)
        if verb >= 0:
            clause.governor = self.clause_of[verb]
            clause.subject = list(self.clauses[clause.governor].subject)
            if self._object_acts(verb) and self.kind(verb + 1) == "NP" and before > verb:
                clause.subject = self.listed(verb + 1, before + 1)
        noun = before - 2
        noun -= 2 * (self.kind(noun) == "NP" and self.phrases[noun].form == "time" and bool(self.preps[noun]))
        name = self.is_name(before) and self.tags[self.phrases[before].head] != "CD"
        addressed = name and self.preps[before] in {"for", "on", "upon", "to"}
        if addressed and noun - verb <= 1:
            clause.subject = [before]
            if self.kind(noun) == "NP":
                clause.noun = noun

    def _particle(self, at: int) -> bool:
        """Tell whether a word is the particle of an operator verb before it: "rule out"."""
        patterns = self.know.operator_verbs.get(self.word(at - 1), ()) if self.kind(at - 1) == "VG" else ()
        return any(pattern.rest == (self.word(at),) for pattern in patterns)

    def _speaks(self, verb: int) -> bool:
        """Tell whether a verb is an act of speech: it reports, accuses, denies, offers."""
        word = self.word(verb)
        patterns = self.know.operator_verbs.get(word, ())
        return word in self.know.speech or any(self.know.operators[p.operator].speech for p in patterns)

    def _object_acts(self, verb: int) -> bool:
        """Tell whether the object of a verb does what its infinitive says: "urged them to leave"."""
        patterns = self.know.operator_verbs.get(self.word(verb), ())
        operators = [self.know.operators[pattern.operator] for pattern in patterns]
        return any(operator.doer == "object" or operator.other for operator in operators)

    def _participle(self, clause: Clause, before: int) -> None:
        verb = self._previous(before)
        governor = self.clause_of[verb] if verb >= 0 else -1
        kind, word, form = self.kind(before), self.word(before), self.phrases[clause.verb].form
        if (kind == "I" and form == "en") or (form == "ing" and share_governor(self, clause, before, verb)):
            return  # "the number of injured": a noun, not a verb
        apposed = kind == "," and form == "en" and self.is_name(before - 1)
        before -= apposed
        if apposed or (kind == "NP" and self.phrases[before].form != "time"):
            clause.link = "relative"
            clause.subject = [lift(self, before, paused=form == "en")]
        elif (kind == "VG" and form == "ing") or (kind == "I" and self._particle(before)):
            clause.link, clause.governor = "ing", governor
            clause.subject = list(self.clauses[governor].subject)
        elif kind in {"I", "TO"} and word not in _ADVERBIAL:
            clause.link, clause.governor = word, governor
            if self.kind(before - 1) in {"NP", "J"}:
                clause.noun = before - 1
            if governor >= 0:
                clause.subject = list(self.clauses[governor].subject)
                if self._object_acts(verb) and self.kind(verb + 1) == "NP" and before == verb + 2:
                    clause.subject = [verb + 1]
        elif governor >= 0:
            main = self._finite_before(before) or self.clauses[governor]
            clause.link, clause.governor = "adverbial", self.clauses.index(main)
            clause.subject = list(main.subject)

    def listed(self, first: int, stop: int) -> list[int]:
        """List the noun phrases joined to one by commas and "and", up to a position."""
        found = [first]
        at = first
        while True:
            following = behind_complement(self, at) + 1
            joined = False
            behind = following
            while self.kind(following) in {",", "C"} and following - behind <= 1:
                joined = joined or self.word(following) in {"and", "or", "&"}
                following += 1
            if (not joined and following == at + 1) or following >= stop or self.kind(following) != "NP":
                return found
            if self.phrases[following].form == "time" or not (joined or self._coordinated(at, following)):
                return found
            if self.verb_follows(following) and following + 1 < stop:
                return found
            found.append(following)
            at = following

    def phrase_at(self, token: int) -> int:
        """Find the position of the phrase that holds a token."""
        return next(i for i, phrase in enumerate(self.phrases) if phrase.start <= token < phrase.end)
