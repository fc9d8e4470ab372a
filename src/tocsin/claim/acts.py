"""Find the acts that a sentence names, by verb or by noun, and who takes part in them."""

from collections.abc import Iterator

from tocsin.claim.chain import halts
from tocsin.claim.clauses import Clause, Scene
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.who import Namer
from tocsin.knowledge.events import Candidate, Entry, Events

_INSTRUMENTAL = frozenset({"with", "by", "using", "from", "of", "in"})
_ANYBODY = frozenset({"we", "they", "it", "us", "them", "both", "who", "which"})
"""Pronouns that may stand for a force, a government or a crowd, so that they meet any condition on a subject."""

_TRADES = ("or", "ors", "er", "ers", "ist", "ists", "ian", "ians", "man", "men", "woman", "women")
"""Endings of trades: whoever is freed or taken is a person, and trades are too many to list ("a land surveyor")."""

_HOLDS = "the which that their its his her our own any all".split()


def acts(scene: Scene, namer: Namer, events: Events) -> list[Draft]:
    """Find the acts of a sentence.

    Args:
        scene: the sentence.
        namer: its names.
        events: the lexicon.

    Returns:
        Drafts in text order, without factuality, attribution, time or place.
    """
    vetoed = fixed_words(scene, events)
    finder = Finder(scene, namer, events)
    verbs = list(finder.verb_acts())
    nouns = list(finder.noun_acts())
    verbs = [draft for draft in verbs if not any(halts(scene, draft, noun) for noun in nouns)]
    nouns = [draft for draft in nouns if not finder.swallowed(draft, verbs)]
    found = [
        draft for draft in (*verbs, *nouns) if draft.token not in vetoed and not finder.mishap(draft, vetoed)
    ]
    for draft in found:
        if draft.event_type == "ASSAULT" and not draft.mode:
            draft.mode = finder.instrument(draft)
    return sorted(found, key=lambda draft: draft.token)


def fixed_words(scene: Scene, events: Events) -> set[int]:
    """Find the tokens inside fixed expressions that name no act ("heart attack", "tug-of-war")."""
    found: set[int] = set()
    for at, word in enumerate(scene.words):
        parts = word.split("-")
        if len(parts) > 1 and events.vetoes.match(parts, 0)[0] == len(parts):
            found.add(at)
        if word in events.vetoes.lengths:
            length, _ = events.vetoes.match(scene.words, at)
            found.update(range(at, at + length))
    return found


class Finder:
    """Matches the lexicon against one scene."""

    __slots__ = ("events", "namer", "present", "scene")

    def __init__(self, scene: Scene, namer: Namer, events: Events) -> None:
        """Keep scene, names and lexicon."""
        self.scene = scene
        self.namer = namer
        self.events = events
        self.present = frozenset(scene.words)

    # ------------------------------------------------------------------ verbs

    def verb_acts(self) -> Iterator[Draft]:
        """Yield the acts named by verbs."""
        for number, clause in enumerate(self.scene.clauses):
            draft = self._verb_act(number, clause)
            if draft is not None:
                yield draft

    def _verb_act(self, number: int, clause: Clause) -> Draft | None:
        """Find the first entry that fits a clause, else the first that fits when its subject may be anybody."""
        head = self.scene.phrases[clause.verb].head
        spare: Draft | None = None
        for candidate in self.events.verbs.get(self.scene.words[head], ()):
            if candidate.rest and not self.present.issuperset(candidate.rest):
                continue
            end = self._phrase_end(candidate, head, clause)
            if not end:
                continue
            entry = self.events.entries[candidate.entry]
            objects = self._objects(clause, end if candidate.rest else 0)
            if self._fits(entry, clause, objects, strict=True):
                return self._verb_draft(entry, number, (head, end), objects)
            if spare is None and self._fits(entry, clause, objects, strict=False):
                spare = self._verb_draft(entry, number, (head, end), objects)
        return spare

    def _phrase_end(self, candidate: Candidate, head: int, clause: Clause) -> int:
        """Match the fixed words behind a verb; 0 = they are not there."""
        rest, words = candidate.rest, self.scene.words
        at = head + 1
        for word in rest:
            while (
                at < len(words) and words[at] != word and (self.scene.tags[at] == "R" or words[at] in _HOLDS)
            ):
                at += 1
            if words[at : at + 1] != [word]:
                break
            at += 1
        else:
            return at
        if candidate.split and clause.objects:
            at = self.scene.phrases[clause.objects[-1]].end
            if tuple(words[at : at + len(rest)]) == rest or tuple(words[at - len(rest) : at]) == rest:
                return head + 1
        return 0

    def _objects(self, clause: Clause, behind: int) -> list[int]:
        """Find what a verb phrase acts on: its object, or what its particle or last preposition governs.

        Args:
            clause: the clause.
            behind: token behind the fixed words of the phrase, 0 = none.

        Returns:
            Positions of noun phrases.
        """
        if self.scene.phrases[clause.verb].passive:
            return clause.subject
        governed = [at for _, at in clause.preps if self.scene.phrases[at].start == behind]
        return governed or clause.objects

    def _fits(self, entry: Entry, clause: Clause, objects: list[int], *, strict: bool) -> bool:
        """Tell whether the objects and subject of a clause meet an entry's conditions."""
        scene = self.scene
        passive = scene.phrases[clause.verb].passive
        subjects = [at for prep, at in clause.preps if prep == "by"] if passive else clause.subject
        if not self._meets(objects, entry.object, entry.not_object):
            return False
        if not strict and not passive and {scene.word(at) for at in subjects} <= _ANYBODY:
            return True
        return self._meets(subjects, entry.subject, entry.not_subject)

    def _meets(self, phrases: list[int], wanted: frozenset[str], unwanted: frozenset[str]) -> bool:
        if not wanted and not unwanted:
            return True
        heads = {self.scene.word(at) for at in phrases}
        heads |= {self.scene.tags[self.scene.phrases[at].head] for at in phrases}
        for at in phrases:
            if self.scene.word(at) in self.scene.know.heads["collective"] and self.scene.word(at + 1) == "of":
                heads.add(self.scene.word(at + 2))
            phrase = self.scene.phrases[at]
            if self.scene.tags[phrase.head] == "P":
                heads.update(self.scene.words[phrase.start : phrase.end])
        if heads & unwanted:
            return False
        if any(head.endswith(_TRADES) for head in heads):
            heads.add("TRADE")
        return not wanted or bool(heads & wanted)

    def _verb_draft(self, entry: Entry, number: int, words: tuple[int, int], objects: list[int]) -> Draft:
        clause = self.scene.clauses[number]
        group = self.scene.phrases[clause.verb]
        draft = Draft(
            entry=entry,
            rule=f"verb.{entry.id}",
            trigger=self.namer.ref(*words),
            token=group.head,
            phrase=clause.verb,
            clause=number,
            event_type=entry.event_type,
            mode=entry.mode,
        )
        draft.actor = self._slots(clause, entry.actor, objects, names_only=True)
        draft.recipient = self._slots(clause, entry.recipient, objects, names_only=False)
        if entry.symmetric:
            other = self._slots(clause, ("with",), objects, names_only=True)
            draft.actor, draft.recipient = draft.actor + (other or draft.recipient), []
        return draft

    def _slots(
        self, clause: Clause, slots: tuple[str, ...], objects: list[int], *, names_only: bool
    ) -> list[Ref]:
        """Fill a role from the first slot of a clause that names somebody.

        Args:
            clause: the clause.
            slots: "subject", "object" or prepositions, in order of preference.
            objects: what the verb phrase acts on.
            names_only: only what can act counts, not bases and convoys.

        Returns:
            Offsets of the names.
        """
        passive = self.scene.phrases[clause.verb].passive
        for slot in slots:
            if slot == "subject":
                places = [at for prep, at in clause.preps if prep == "by"] if passive else clause.subject
            elif slot == "object":
                places = objects
            else:
                places = [at for prep, at in clause.preps if prep == slot]
            if names_only:
                refs = [self.namer.phrase_ref(at) for at in places if self.namer.is_actor(at)]
            else:
                refs = [ref for at in places if (ref := self.namer.target_ref(at)) is not None]
            if refs:
                return refs
        return []

    # ------------------------------------------------------------------ nouns

    def noun_acts(self) -> Iterator[Draft]:
        """Yield the acts named by the head of a noun phrase."""
        scene = self.scene
        covered = 0
        for at, phrase in enumerate(scene.phrases):
            if phrase.kind != "NP" or phrase.form or phrase.head < covered:
                continue
            for start in range(phrase.start, phrase.head + 1):
                entry, end = self._noun_entry(start, phrase.head)
                if entry is not None and not self._barred(entry, at, start):
                    covered = end if entry.mode == "ceasefire" else covered
                    yield self._noun_draft(entry, at, start)
                    break

    def _barred(self, entry: Entry, at: int, start: int) -> bool:
        """Tell whether the words around a noun are among those its entry excludes: "withdrawal from the treaty"."""
        if not entry.not_object and not entry.not_subject:
            return False
        phrase = self.scene.phrases[at]
        before = set(self.scene.words[phrase.start : start])
        behind = (
            {self.scene.word(at + 2)}
            if self.scene.kind(at + 2) == "NP" and self.scene.preps[at + 2]
            else set()
        )
        return bool(before & entry.not_subject or (before | behind) & entry.not_object)

    def mishap(self, draft: Draft, vetoed: set[int]) -> bool:
        """Tell whether nobody acts: "killed in a car crash", "a heart attack killed him".

        Args:
            draft: an act.
            vetoed: tokens of fixed expressions that name no act.

        Returns:
            True for deaths by accident, disease or disaster.
        """
        if draft.clause < 0 or not draft.entry.counts:
            return False
        clause = self.scene.clauses[draft.clause]
        causes = [at for prep, at in clause.preps if prep in {"in", "by", "of", "from"}]
        accidents = self.scene.know.heads["accidents"]
        subjects = [] if self.scene.phrases[clause.verb].passive else clause.subject
        return any(self.scene.word(at) in accidents for at in (*causes, *subjects)) or any(
            self.scene.phrases[at].head in vetoed for at in subjects
        )

    def swallowed(self, noun: Draft, verbs: list[Draft]) -> bool:
        """Tell whether a noun act is part of a verb act: inside its words, or the object that its entry asks for.

        Args:
            noun: an act named by a noun.
            verbs: the acts named by verbs.

        Returns:
            True when the verb says it all.
        """
        for verb in verbs:
            if verb.trigger[0] <= noun.trigger[0] and noun.trigger[1] <= verb.trigger[1]:
                return True
            told = verb.actor or verb.recipient or noun.mode != "ceasefire"
            if told and verb.entry.object and noun.phrase in self.scene.clauses[verb.clause].objects:
                return True
        return False

    def _noun_entry(self, start: int, head: int) -> tuple[Entry | None, int]:
        """Find an entry whose words run from a token to the head of its phrase, or beyond ("exchange of fire"), and their end."""
        words = self.scene.words
        for candidate in self.events.nouns.get(words[start], ()):
            last = self._noun_end(start, candidate)
            if last >= head:
                return self.events.entries[candidate.entry], last + 1
        return None, 0

    def _noun_end(self, start: int, candidate: Candidate) -> int:
        """Find the last word of a noun entry, -1 = its words are not there: "halt to (all military) operations"."""
        words, tags, at = self.scene.words, self.scene.tags, start
        for want in candidate.rest:
            at += 1
            while (
                words[at : at + 1] not in ([], [want])
                and tags[at] in {"D", "J"}
                and words[at - 1] != words[start]
            ):
                at += 1
            if words[at : at + 1] != [want]:
                return -1
        return at

    def _noun_draft(self, entry: Entry, at: int, start: int) -> Draft:
        scene, namer = self.scene, self.namer
        head = scene.phrases[at].head
        draft = Draft(
            entry=entry,
            rule=f"noun.{entry.id}",
            trigger=namer.ref(start, head + 1),
            token=head,
            phrase=at,
            clause=-1,
            event_type=entry.event_type,
            mode=entry.mode,
        )
        behind = self._behind(at)
        doer = namer.possessor(at) or namer.modifier(at, start)
        sides = (*entry.noun_actor, "from") if entry.event_type == "ASSAULT" else entry.noun_actor
        own = [ref for prep, ref in behind if prep in sides]
        for slot in entry.noun_recipient:
            draft.recipient = draft.recipient or [
                ref for prep, ref in behind if prep == slot and slot != "in"
            ]
        draft.actor = own or ([doer] if doer else [])
        if entry.symmetric:
            draft.actor += [ref for prep, ref in behind if prep in {"between", "with", "among"}]
            draft.recipient = []
        return draft

    def _behind(self, at: int) -> list[tuple[str, Ref]]:
        """List the prepositional phrases that may belong to a noun: those behind it up to the next verb."""
        scene, namer = self.scene, self.namer
        found = []
        following = at + 1
        while following < len(scene.phrases):
            kind = scene.kind(following)
            if kind == "NP":
                prep = scene.preps[following]
                if not prep and scene.phrases[following].form != "time":
                    break
                if scene.word(following) in {"return", "exchange", "response", "retaliation"}:
                    break
                own = prep != "of" or following == at + 2 or not self._follows_noun(following)
                if prep and own and namer.is_target(following):
                    found.append((prep, namer.phrase_ref(following)))
            elif kind not in {"I", "TO", "C", ",", '"', "R"} or (
                kind == "," and not self._goes_on(following)
            ):
                break
            following += 1
        return found

    def _follows_noun(self, at: int) -> bool:
        """Tell whether an of-phrase stands behind another noun than the act."""
        return self.scene.kind(at - 2) == "NP" and self.scene.kind(at - 1) == "I"

    def _goes_on(self, at: int) -> bool:
        """Tell whether a list of phrases goes on behind a comma."""
        return (
            bool(self.scene.preps[at + 1])
            if self.scene.kind(at + 1) == "NP"
            else self.scene.kind(at + 1) == "C"
        )

    # ------------------------------------------------------------------ means

    def instrument(self, draft: Draft) -> str:
        """Find the means of an assault: in the trigger's phrase, as its subject, or behind "with"."""
        scene = self.scene
        places = [draft.phrase] if draft.clause < 0 else []
        if draft.clause >= 0:
            clause = scene.clauses[draft.clause]
            places += [
                *clause.subject,
                *(at for prep, at in clause.preps if prep in _INSTRUMENTAL),
            ]
        else:
            places += [
                at
                for at in range(draft.phrase + 1, min(draft.phrase + 7, len(scene.phrases)))
                if scene.preps[at] in _INSTRUMENTAL
            ]
        for place in places:
            phrase = scene.phrases[place]
            for token in range(phrase.start, phrase.end):
                pair = " ".join(scene.words[token : token + 2])
                mode = self.events.instruments.get(pair) or self.events.instruments.get(scene.words[token])
                if mode:
                    return mode
        return ""
