"""Put the claims of one sentence together."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from tocsin.claim.acts import acts, fixed_words
from tocsin.claim.asked import asked
from tocsin.claim.casualties import fold_casualties, name_weapons
from tocsin.claim.clauses import Scene
from tocsin.claim.deadlines import deadline
from tocsin.claim.details import place_of
from tocsin.claim.draft import Draft, Ref
from tocsin.claim.ends import part_ends
from tocsin.claim.hanging import condition_of
from tocsin.claim.hearers import address
from tocsin.claim.limits import Around, days, limits, undated
from tocsin.claim.pledges import look_ahead, refine
from tocsin.claim.questions import is_asked, questions
from tocsin.claim.records import Recorder, certainty_of, draft_of_tie, is_deadline
from tocsin.claim.references import DENIED, LISTED, Act, Told, ask_for_listed, denials, references, told_of
from tocsin.claim.saying import UNSPOKEN, Memory, Saying
from tocsin.claim.seen import voiced
from tocsin.claim.seen_ties import is_tie, seen_ties
from tocsin.claim.sequel import later_no_deadline, later_speakers, signature
from tocsin.claim.sight import (
    confirmed,
    fill_parties,
    seen_alone,
    seen_place,
    seen_speakers,
    seen_time,
    unknown_to,
)
from tocsin.claim.speech import chain_of, is_governed, is_quoted, sayings, unspoken
from tocsin.claim.standing import FACTS, HOSTILE, stand, temper
from tocsin.claim.terms import Terms, conditions, opens, unreal
from tocsin.claim.ties import SIGNS, Tie, ties
from tocsin.claim.transcripts import turns
from tocsin.claim.undertakings import UNDERTAKING, commands, undertakings
from tocsin.claim.verbal import PRONOUNS, alone_acts
from tocsin.claim.voices import speakers_of
from tocsin.claim.who import Namer
from tocsin.knowledge import Knowledge
from tocsin.model import AHEAD, Claim, Report, Sentence, Sight

_GIVEN = frozenset({"offered", "accepted", "planned", "threatened"})
"""Ways to stand of an act that is offered or threatened on a condition."""
MEET_TERMS = "concede.meet-terms"
"""The entry whose act needs no actor to be told: "the conditions have not been met"."""
_DONE = frozenset({"AID", "COOPERATE", "RETREAT"}) | HOSTILE
"""Types of acts that are done rather than said; somebody may deny one that the sentence before told."""
_VOWED = "vow-to"
"""The operator whose unknown act is threatened where it hangs on a condition: "vowed to stay until the mayor resigns"."""


def assemble(
    report: Report,
    sentences: list[Sentence],
    know: Knowledge,
    reader: str,
    sights: Sequence[Sight] = (),
) -> Iterator[Claim]:
    """Read the claims of a report, sentence by sentence.

    Args:
        report: the report.
        sentences: its sentences.
        know: knowledge tables.
        sights: what the network sees in each sentence; none = the patterns read alone.
        reader: name and version for `Claim.by`.

    Yields:
        Claims; those that state a condition come before those that hang on it.
    """
    memory = Memory()
    given: Act | None = None
    told: Told | None = None
    spoken = turns(report, sentences, know)
    signed = None if spoken else signature(sentences, know)
    for number, sentence in enumerate(sentences):
        if memory.paragraph != sentence.paragraph:
            memory = Memory(paragraph=sentence.paragraph)
        sight = sights[number] if sights else None
        if not _promising(sentence, know) and not (sight and sight.acts) and signed is None:
            continue
        assembler = _Assembler(report, Scene(sentence, know.words), know, memory, reader)
        assembler.look(sight)
        if assembler.lacks_speaker() and not memory.speakers:
            memory.speakers = later_speakers(report, sentences, number, know)
            assembler.unsaid = memory.speakers
        assembler.endless = partial(later_no_deadline, sentences, number, know)
        if signed is not None and not assembler.said:
            assembler.said = [unspoken(assembler.scene, assembler.namer, signed)]
        if number in spoken:
            assembler.said.append(unspoken(assembler.scene, assembler.namer, spoken[number]))
        assembler.given, assembler.told = given, told
        given, told = given and given._replace(near=False), None
        for claim in undated(list(assembler.claims())):
            if claim.factuality in {"offered", "accepted"} or claim.mode == "ceasefire":
                given = Act(claim.event_type, claim.mode, near=True)
            blamed = told is None or "operator.blame" in claim.reasons
            if blamed and claim.factuality == "asserted" and claim.event_type in _DONE:
                told = told_of(claim.event_type, claim.mode, (one.span.quote for one in claim.actor))
            yield claim


def _promising(sentence: Sentence, know: Knowledge) -> bool:
    """Tell whether a sentence has any word that could make a claim or a speaker."""
    events, words = know.events, know.words
    return any(
        token.lower in events.verbs
        or token.lower in events.nouns
        or token.lower in words.operator_verbs
        or token.lower in words.speech
        or token.lower in SIGNS
        or token.lower in words.heads["leaders"]
        or token.lower in words.heads["speakers"]
        or "-" in token.lower
        for token in sentence.tokens
    )


class _Assembler:
    """Holds what the steps of one sentence share."""

    def __init__(self, report: Report, scene: Scene, know: Knowledge, memory: Memory, reader: str) -> None:
        self.report, self.scene, self.know, self.memory = report, scene, know, memory
        self.namer = Namer(scene, know, report.text)
        self.terms = conditions(scene)
        self.said = [saying for saying in sayings(scene, self.namer) if self._term_at(saying.own[0]) < 0]
        self.unsaid = memory.speakers if self.lacks_speaker() else []
        self.ties = ties(scene, self.namer)
        self.recorder = Recorder(report, scene, self.namer, self.ties, reader)
        self.endless: Callable[[], Ref | None] = lambda: None
        self.given: Act | None = None
        self.told: Told | None = None
        self.sight: Sight | None = None
        self.ended: list[Ref] = []
        self.ahead: frozenset[int] = frozenset()

    def look(self, sight: Sight | None) -> None:
        """Take what the network sees in the sentence."""
        self.sight = sight
        self.recorder.sight = sight

    def lacks_speaker(self) -> bool:
        """Tell whether the sentence is quoted as a whole and names no speaker."""
        return not self.said and is_quoted(self.scene)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims of the sentence and remember its speaker."""
        scene, namer = self.scene, self.namer
        imagined = unreal(scene)
        drafts = acts(scene, namer, self.know.events)
        for draft in drafts:
            stand(scene, namer, draft)
            look_ahead(scene, draft, self.terms)
            self._command(draft)
        drafts = [draft for draft in drafts if "negated.demand" not in draft.reasons]
        alone = [draft for draft in alone_acts(scene, namer, drafts) if not self._only_tells(draft, drafts)]
        for draft in alone:
            stand(scene, namer, draft)
            if draft.entry.id == _VOWED and self.terms:
                draft.event_type = "THREATEN"
        drafts += alone
        drafts += undertakings(scene, namer, self.terms, self.said, drafts)
        taken = references(scene, namer, drafts, self.given)
        for draft in taken:
            stand(scene, namer, draft)
            draft.factuality = "offered" if draft.factuality == "asserted" else draft.factuality
        denied = denials(scene, namer, drafts, self.told)
        for draft in denied:
            own = draft.actor
            stand(scene, namer, draft)
            draft.factuality, draft.actor = "denied", own
        drafts += taken + denied
        ask_for_listed(taken, drafts)
        untold = [*imagined, *questions(scene)]
        drafts = [draft for draft in drafts if not any(a <= draft.token < b for a, b in untold)]
        drafts = [draft for draft in fold_casualties(scene, namer, drafts) if self._holds(draft)]
        drafts = [draft for draft in drafts if not self._supposed(draft, drafts)]
        name_weapons(scene, namer, drafts, self.sight)
        if self.sight is not None:
            drafts = confirmed(scene, namer, self.sight, drafts, self._is_bound)
            self.ended = part_ends(scene, namer, self.sight, drafts)
            self.ties += seen_ties(scene, namer, self.sight, self.ties)
        required = self._required(drafts)
        self.ahead = frozenset(
            draft.token
            for draft in drafts
            if draft.token not in required and (draft.factuality in AHEAD or draft.rule == UNDERTAKING)
        )
        if self.sight is not None:
            drafts += list(self._seen(self.sight, drafts, imagined))
            fill_parties(scene, namer, drafts)
        for draft in asked(scene, namer, self.terms, drafts):
            drafts.append(draft)
            required |= self._required([draft])
        stated: dict[int, str] = {}
        for draft in sorted(drafts, key=lambda draft: (draft.token not in required, draft.token)):
            claim = self._claim(draft, stated)
            if draft.token in required:
                stated.setdefault(required[draft.token], claim.id)
            yield claim
        for tie in self.ties:
            if self.sight is None or is_tie(self.scene, self.sight, tie):
                yield self._tie(tie)
        if self.said:
            self.memory.speakers = self.said[0].speakers

    def _seen(self, sight: Sight, drafts: list[Draft], imagined: list[tuple[int, int]]) -> Iterator[Draft]:
        """Yield the acts that only the network sees, and that are told at all."""
        scene = self.scene
        fixed = [(at, at + 1) for at in fixed_words(scene, self.know.events)]
        for draft in unknown_to(scene, self.namer, sight, drafts, self.ended):
            temper(scene, self.namer, draft)
            look_ahead(scene, draft, self.terms)
            if draft.factuality == "asserted" and opens(scene, self._if_at(draft.token), draft.phrase):
                draft.factuality, draft.certainty = "planned", "possible"  # "as long as shells fall"
            if draft.factuality == "asserted" and is_asked(scene, draft.token):
                draft.factuality = "doubted"
            unmeant = [] if draft.factuality == "doubted" else imagined
            if self._is_told(draft, [*fixed, *unmeant]):
                yield draft

    # ------------------------------------------------------------------ conditions

    def _command(self, draft: Draft) -> None:
        """Read an act that a speaker commands as demanded: "lay down your arms, the general said"."""
        number = max([draft.clause, *(link.clause for link in draft.links[:1])])
        told = number >= 0 and draft.factuality == "asserted" and not draft.actor
        if told and commands(self.scene, self.scene.clauses[number]) and chain_of(draft.token, self.said):
            draft.factuality = "demanded"
            draft.reasons.append("mood.imperative")

    def _only_tells(self, draft: Draft, drafts: list[Draft]) -> bool:
        """Tell whether a verbal act only tells another: "..., the emir promised"."""
        for saying in self.said:
            if saying.own[0] <= draft.token < saying.own[1]:
                before = [(lo, hi) for lo, hi in saying.content if hi <= saying.own[0]]
                return any(lo <= other.token < hi for lo, hi in before for other in drafts)
        return False

    def _term_at(self, token: int) -> int:
        return next((n for n, terms in enumerate(self.terms) if terms.start <= token < terms.end), -1)

    def _if_at(self, token: int) -> Terms | None:
        """Give the "if" that a token stands in; None = there is none."""
        number = self._term_at(token)
        return self.terms[number] if number >= 0 and self.terms[number].relation == "if" else None

    def _is_bound(self, draft: Draft) -> bool:
        """Tell whether a draft hangs on something or has a limit in time; what somebody will do by a day is common."""
        limit = None if self.terms else deadline(self.scene, draft, frozenset())
        common = draft.rule == UNDERTAKING and draft.event_type == "AGREE"
        return bool(self.terms) or (limit is not None and (limit[0] == "none_stated" or not common))

    def _required(self, drafts: list[Draft]) -> dict[int, int]:
        """Find the acts that a condition demands: trigger token to the condition's number."""
        found = {}
        for draft in drafts:
            number = self._term_at(draft.token)
            negated = draft.factuality in {"denied", "refused"}
            if number >= 0 and (not negated or self.terms[number].relation == "if"):
                draft.factuality = "demanded"
                draft.reasons.append(f"condition.{self.terms[number].relation}")
                found[draft.token] = number
        return found

    def _supposed(self, draft: Draft, drafts: list[Draft]) -> bool:
        """Tell whether an act is only supposed: behind an "if" that does not say what is asked in return.

        Offers ask for what stands behind their "if", threats for what is denied there: "if the army does not leave".
        """
        if self._if_at(draft.token) is None:
            return False
        outside = [other for other in drafts if self._term_at(other.token) < 0 and other.factuality in _GIVEN]
        if draft.factuality in {"denied", "refused"}:
            return not any(other.event_type in HOSTILE for other in outside)
        return draft.event_type in HOSTILE or not any(other.event_type not in HOSTILE for other in outside)

    def _is_told(self, draft: Draft, idle: Sequence[tuple[int, int]] = ()) -> bool:
        """Tell whether an act is told at all: not what nobody said ("never said that"), what stands in idle words, or a game."""
        unsaid = draft.factuality == "asserted" and any(s.negated for s in chain_of(draft.token, self.said))
        hit = [self.namer.text[a:b].lower().split()[-1] for a, b in draft.recipient]
        played = draft.event_type == "ASSAULT" and any(word in self.namer.classes["sport"] for word in hit)
        return not unsaid and not played and not any(a <= draft.token < b for a, b in idle)

    def _holds(self, draft: Draft) -> bool:
        """Tell whether a draft says enough to be a claim."""
        if not self._is_told(draft):
            return False
        if draft.actor or draft.recipient or draft.rule == DENIED:
            return True
        if draft.entry.id == MEET_TERMS or draft.rule == LISTED or "mood.imperative" in draft.reasons:
            return True
        if draft.rule.startswith("verb.") and not draft.links:
            return draft.event_type == "ASSAULT" and bool(draft.mode or draft.counts)
        exists = any(
            draft.phrase in clause.objects and self.scene.word(at) == "there"
            for clause in self.scene.clauses
            for at in clause.subject
        )
        return (
            exists
            or (
                draft.mode == "ceasefire"
                and (bool(draft.links) or bool("modal.will" in draft.reasons and self.said))
            )
            or any(link.operator.sets in FACTS | {"halt"} for link in draft.links)
            or bool(
                "modal.will" in draft.reasons and self.said and (self.terms or draft.event_type == "ASSAULT")
            )
        )

    # ------------------------------------------------------------------ speakers

    def _unheard(self, chain: list[Saying]) -> list[Ref]:
        """List who said it before, where the sentence is quoted and names nobody."""
        return [] if chain else list(self.unsaid)

    def _speakers(self, draft: Draft, chain: list[Saying]) -> list[Ref]:
        """List who says an act, nearest first."""
        speakers = speakers_of(self.scene, self.namer, draft, chain) or self._unheard(chain)
        spoken = any(link.operator.speech for link in draft.links) or is_governed(self.scene, draft, chain)
        if draft.factuality == "asserted" and not spoken:
            around = [ref for saying in chain if saying.own == UNSPOKEN for ref in saying.speakers]
            inside = [ref for ref in speakers if ref not in around]
            speakers = voiced(self.scene, draft.seen, inside) + around
        if {self.namer.text[a:b].lower() for a, b in speakers} <= PRONOUNS:
            speakers = seen_speakers(self.scene, self.namer, draft) or speakers
        return speakers

    # ------------------------------------------------------------------ records

    def _claim(self, draft: Draft, stated: dict[int, str]) -> Claim:
        recorder = self.recorder
        chain = chain_of(draft.token, self.said)
        speakers = self._speakers(draft, chain)
        condition = condition_of(self.scene, self.namer, draft, self.terms, self.said, stated)
        sure = certainty_of(draft, chain) == "certain"
        refine(self.scene, self.namer, draft, speakers, conditional=condition is not None and sure)
        address(self.namer, draft, self.said)
        around = Around(self.terms, self.said, self.ahead - {draft.token}, self.endless)
        due, until = limits(self.scene, self.namer, draft, around, conditional=condition is not None)
        happened, spoken = days(self.scene, draft, around, chain)
        when = recorder.when(recorder.tokens(happened) or seen_time(self.scene, draft))
        if when is not None and is_deadline(when, (due, until), ahead=draft.factuality in AHEAD):
            when = None
        taken = [*draft.actor, *draft.recipient]
        where = place_of(self.scene, draft, self.know, taken)
        return recorder.record(
            [draft.trigger, *draft.actor, *draft.recipient],
            Claim(
                id="",
                report=self.report.id,
                span=self.namer.span(draft.trigger),
                trigger=self.namer.span(draft.trigger),
                event_type=draft.event_type,
                mode=draft.mode,
                contexts=draft.entry.contexts,
                actor=recorder.mentions(draft.actor),
                recipient=recorder.mentions([ref for ref in draft.recipient if ref not in draft.actor]),
                when=when,
                where=recorder.where(where or seen_place(self.scene, self.namer, draft)),
                counts=tuple(draft.counts),
                factuality=draft.factuality,
                certainty=certainty_of(draft, chain),
                attribution=recorder.mentions(speakers),
                speaks_for=recorder.principals(
                    speakers or (draft.actor if draft.factuality in _GIVEN else [])
                ),
                said=recorder.when(recorder.tokens(spoken)),
                condition=condition,
                deadline=due,
                until=until,
                reasons=tuple(dict.fromkeys(draft.reasons)),
                score=recorder.score(draft),
                by=f"{recorder.network if seen_alone(draft) else recorder.reader}#{draft.rule}",
            ),
        )

    def _tie(self, tie: Tie) -> Claim:
        chain = chain_of(tie.token, self.said)
        draft = draft_of_tie(self.scene, tie)
        if tie.clause >= 0:
            stand(self.scene, self.namer, draft)
        return self.recorder.tie(tie, draft, self._speakers(draft, chain))
