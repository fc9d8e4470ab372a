"""Turn noun phrases into stretches of text that name somebody, and tell whether they do."""

from tocsin.claim.clauses import Scene
from tocsin.claim.draft import Ref
from tocsin.knowledge import Knowledge
from tocsin.model import Span

_PERSONAL = frozenset(
    "he she it they we i you him her them us me who those these others both all some".split()
)
_EACH = frozenset({"both", "neither", "either", "each"})
_DOERS = ("ers", "ors", "ists", "men", "women")
"""Endings of words for people by what they do."""
_TARGETS = ("people", "buildings", "vehicles", "troops", "captives")
"""Classes of the event lexicon whose nouns can be acted upon."""


class Namer:
    """Finds names of actors in one scene.

    Args:
        scene: the sentence.
        know: knowledge tables.
        text: the report's text.
    """

    __slots__ = ("actors", "acts", "bodies", "classes", "scene", "text")

    def __init__(self, scene: Scene, know: Knowledge, text: str) -> None:
        """Keep the scene, the tables and the text."""
        self.scene = scene
        self.actors = know.actors
        self.classes = know.events.classes
        self.acts = know.events.nouns
        self.bodies = know.words.heads["parties"] | know.words.heads["bodies"]
        self.text = text

    def span(self, ref: Ref) -> Span:
        """Give a stretch of text with its words."""
        return Span(start=ref[0], end=ref[1], quote=self.text[ref[0] : ref[1]])

    def ref(self, start: int, end: int) -> Ref:
        """Give the offsets of a half-open token range."""
        tokens = self.scene.tokens
        return tokens[start].start, tokens[end - 1].end

    def phrase_ref(self, at: int) -> Ref:
        """Give the offsets of a noun phrase with its of-phrases: "a group of militias", "the village of Tarn"."""
        if self._renamed(at):
            return self.phrase_ref(at + 2)
        phrase = self.scene.phrases[at]
        end = phrase.end
        while (
            self.scene.word(at + 1) == "of"
            and self.scene.kind(at + 2) == "NP"
            and not self.scene.phrases[at + 2].form
        ):
            at += 2
            end = self.scene.phrases[at].end
        return self.ref(phrase.start, end)

    def _renamed(self, at: int) -> bool:
        """Tell whether a pronoun is followed by who it is: "We, the sons of the valley, ..."."""
        scene = self.scene
        if scene.word(at) != "we" or scene.kind(at + 1) != "," or not scene.is_name(at + 2):
            return False
        behind = next((n for n in range(at + 3, len(scene.phrases)) if scene.kind(n) not in {"I", "NP"}), at)
        return scene.kind(behind) == ","

    def known(self, start: int, end: int) -> bool:
        """Tell whether a token range holds a known actor, a nationality or a generic agent."""
        words = self.scene.words
        for at in range(start, end):
            if self.scene.tokens[at].text in self.actors.acronyms:
                return True
            for index in (self.actors.index, self.actors.agents, self.actors.adjectives):
                length, _ = index.match(words, at)
                if length and at + length <= end:
                    return True
        return False

    def is_actor(self, at: int) -> bool:
        """Tell whether a noun phrase can act: a pronoun, a name, a known actor or a generic agent as its head."""
        scene = self.scene
        if not scene.is_name(at):
            return False
        phrase = scene.phrases[at]
        if phrase.form == "pronoun":
            return scene.word(at) in _PERSONAL
        if scene.words[phrase.start] in _EACH and scene.word(at) in scene.know.heads["pairs"]:
            return True
        head = phrase.head
        if scene.tags[head] == "P" or self.known(head, head + 1) or scene.word(at) in self.bodies:
            return True
        if scene.word(at) in scene.know.heads["collective"]:
            following = at + 2
            return scene.word(at + 1) != "of" or scene.kind(following) != "NP" or self.is_actor(following)
        return any(self._ends_at(index_at, head) for index_at in range(phrase.start, head))

    def can_speak(self, at: int) -> bool:
        """Tell whether a noun phrase can speak: whoever can act, and people named by what they do ("hostage-takers")."""
        by_trade = self.scene.tags[self.scene.phrases[at].head] == "NS" and self.scene.word(at).endswith(
            _DOERS
        )
        return self.is_actor(at) or by_trade

    def _ends_at(self, at: int, head: int) -> bool:
        """Tell whether a name of several words that begins at a token ends at the head."""
        for index in (self.actors.index, self.actors.agents):
            length, _ = index.match(self.scene.words, at)
            if length and at + length == head + 1:
                return True
        return False

    def is_target(self, at: int) -> bool:
        """Tell whether a noun phrase can be acted upon: an actor, or a thing such as a base or a convoy."""
        if not self.scene.is_name(at):
            return False
        return self._is_thing(at) or self.is_actor(at) or self._named(at)

    def _is_thing(self, at: int) -> bool:
        """Tell whether the head of a noun phrase is a thing or person of a kind that is attacked, taken or guarded."""
        word = self.scene.word(at)
        return word in self.scene.know.heads["targets"] or any(
            word in self.classes[name] for name in _TARGETS
        )

    def target_ref(self, at: int) -> Ref | None:
        """Name what an act is directed at: the phrase, or its possessor where the head is none: "the PM's efforts"."""
        if self.is_target(at) and not self._owned(at):
            return self.phrase_ref(at)
        return self.possessor(at) if self.scene.kind(at) == "NP" and self._owned(at) else None

    def _owned(self, at: int) -> bool:
        """Tell whether a noun phrase has a possessor and a head that can neither act nor be attacked."""
        phrase = self.scene.phrases[at]
        if "POS" not in self.scene.tags[phrase.start : phrase.head] or self.scene.tags[phrase.head] == "P":
            return False
        return not self._is_thing(at) and not self.is_actor(at)

    def _named(self, at: int) -> bool:
        phrase = self.scene.phrases[at]
        return any(tag == "P" for tag in self.scene.tags[phrase.start : phrase.end])

    def possessor(self, at: int) -> Ref | None:
        """Give the possessor inside a noun phrase: "Kestria" in "Kestria's raid", "their" in "their offer"."""
        phrase = self.scene.phrases[at]
        tags = self.scene.tags
        for token in range(phrase.head, phrase.start, -1):
            if tags[token] == "POS":
                dated = any(start < token and phrase.start < end for start, end in self.scene.sentence.times)
                return None if dated else self.ref(phrase.start, token)
        if self.scene.words[phrase.start] in {"their", "his", "her", "its", "our", "my"}:
            return self.ref(phrase.start, phrase.start + 1)
        return None

    def author(self, at: int) -> Ref | None:
        """Give who made what a noun names: "the rebels" in "an offer by the rebels", "assurances from the rebels"."""
        by = self.scene.preps[at + 2 : at + 3] in (["by"], ["from"]) and self.scene.word(at + 1) in {
            "by",
            "from",
        }
        return self.phrase_ref(at + 2) if by and self.is_actor(at + 2) else None

    def modifier(self, at: int, stop: int) -> Ref | None:
        """Give the actor named before a noun in its phrase: "US" in "a US drone strike".

        Args:
            at: position of the phrase.
            stop: token where the trigger begins.

        Returns:
            Offsets of the longest known name or nationality before `stop`, or of a run of proper nouns.
        """
        start = self.scene.phrases[at].start
        words, tags, tokens = self.scene.words, self.scene.tags, self.scene.tokens
        for token in range(start, stop):
            if tokens[token].text in self.actors.acronyms:
                return self.ref(token, self._with_agent(token + 1, stop))
            for index in (self.actors.index, self.actors.adjectives, self.actors.agents):
                length, _ = index.match(words, token)
                if length and token + length <= stop:
                    return self.ref(token, self._with_agent(token + length, stop))
        run = [token for token in range(start, stop) if tags[token] == "P"]
        return self.ref(run[0], run[-1] + 1) if run else None

    def _with_agent(self, at: int, stop: int) -> int:
        """Extend a nationality by the agent behind it: "Iraqi army raid"."""
        length = self.actors.agents.match(self.scene.words, at)[0] if at < stop else 0
        return at + length if length and at + length <= stop else at
