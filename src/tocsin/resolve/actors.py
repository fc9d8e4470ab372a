"""Resolve the words that name an actor to an actor, a country and sectors.

A phrase is decided from its head backwards. Words that do not settle who is meant stay unresolved, with the reason
why; pronouns and definite descriptions always do in this version.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.actors import INTERNATIONAL, Actor
from tocsin.knowledge.tokens import token_spans
from tocsin.model import PRONOUN, Mention, Report, Sentence
from tocsin.resolve.phrases import DETERMINERS, PARTICLES, TITLES, Phrase, PhraseReader, Piece
from tocsin.resolve.report_names import ABBREVIATION, ReportNames

_PRONOUNS = frozenset(
    "he she it they we i you him her them us me who whom which that this these those himself herself itself themselves "
    "one ones both all some many most others another each neither none everyone everybody someone somebody anyone "
    "no-one nobody his hers its their theirs our ours my mine your yours few several".split()
)
_INDEFINITE = frozenset({"a", "an", "some", "no", "any"})
_ARMED_OR_RULING = frozenset("MIL COP SPY GOV LEG JUD PRM REB UAF PTY CRM".split())
"""Sectors whose people act for the country or group they are named with; a "Badr critic" does not act for Badr."""


class _Found(NamedTuple):
    """What a phrase says; `rest` holds the words of an unknown name that an earlier full name may explain."""

    actor: str = ""
    name: str = ""
    country: str = ""
    sectors: tuple[str, ...] = ()
    reason: str = ""
    candidates: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


class ActorResolver:
    """Resolves the mentions of one report.

    Args:
        report: the report.
        sentences: its sentences, in which full names and abbreviations are looked up.
        know: knowledge tables.
    """

    def __init__(self, report: Report, sentences: Sequence[Sentence], know: Knowledge) -> None:
        """Keep the report; nothing is looked up before the first mention."""
        self._actors, self._dated = know.actors.actors, know.actors.dated
        self._day = report.published.isoformat() if report.published else ""
        self._weak = know.actors.weak
        self._dependent = know.actors.dependent
        self._targets = know.words.heads["targets"]
        self._reader = PhraseReader(know)
        self._names = ReportNames(report, sentences, know.actors)
        self._found: dict[str, _Found] = {}

    def mention(self, mention: Mention) -> Mention:
        """Resolve a mention.

        Args:
            mention: words of the report; only its span is read.

        Returns:
            The same mention with actor, name, country, sectors, reason and candidates set as far as they are known.
        """
        found = self._of(mention.span.quote)
        if found.rest:
            found = self._short_form(found, mention.span.start)
        return msgspec.structs.replace(
            mention,
            actor=found.actor,
            name=found.name,
            country=found.country,
            sectors=found.sectors,
            reason=found.reason,
            candidates=found.candidates,
        )

    def _of(self, quote: str) -> _Found:
        """Decide what a phrase says wherever it stands in the report."""
        found = self._found.get(quote)
        if found is None:
            words = [quote[start:end] for start, end in token_spans(quote)]
            if any(ABBREVIATION.fullmatch(word) for word in words):
                found = self._decide(" ".join(map(self._names.written_out, words)))
            else:
                found = self._decide(quote)
            found = self._found[quote] = self._settle(found)
        return found

    def _decide(self, quote: str) -> _Found:
        phrase = self._reader.read(quote)
        head = len(phrase.lowers) - 1
        if head < 0:
            return _Found(reason="no words")
        if head == 0 and not phrase.pieces and phrase.lowers[0] in _PRONOUNS:
            return _Found(reason=PRONOUN)
        if several := phrase.several():
            return _Found(reason="several actors in one phrase", candidates=several)
        last = phrase.pieces[-1] if phrase.pieces else None
        if last is None or (last.end <= head and phrase.named[head]):
            return self._by_unknown_name(phrase, last.end if last else head + 1)
        if last.end <= head:
            return self._by_unknown_noun(phrase, head)
        if last.kind == "name":
            return self._by_name(phrase, last)
        if last.kind == "role":
            return self._by_role(phrase)
        if last.kind == "tie":
            return _nobody(phrase)
        if len(last.ids) > 1:
            return _Found(reason="ambiguous nationality", candidates=tuple(code.lower() for code in last.ids))
        return _Found(
            country=last.ids[0], reason="people of a country, their role not stated" + phrase.ties()
        )

    def _by_name(self, phrase: Phrase, piece: Piece) -> _Found:
        """Decide a phrase whose head is a known name."""
        titled = piece.start > 0 and phrase.lowers[piece.start - 1].rstrip(".") in TITLES
        ids = piece.ids
        if titled:
            ids = tuple(identifier for identifier in ids if self._actors[identifier].kind == "person")
        if not ids or (not titled and piece.end - piece.start == 1 and phrase.follows_name(piece.start)):
            return self._by_unknown_name(phrase, piece.start)
        if len(ids) > 1 and self._day:
            ids = tuple(one for one in ids if self._dated.in_office(one, self._day)) or ids
        if len(ids) > 1:
            return _Found(reason="ambiguous name", candidates=ids)
        actor = self._actors[ids[0]]
        former = actor.kind == "person" and phrase.former(piece.start)
        then = self._dated.sectors_on(actor.id, self._day) if self._day else ()
        sectors = ("ELI",) if former else then or actor.sectors
        reason = "known name, the one in office then" if len(piece.ids) > 1 else "known name"
        return _Found(actor.id, actor.name, actor.country, sectors, reason + phrase.ties())

    def _by_role(self, phrase: Phrase) -> _Found:
        """Decide a phrase whose head is a noun for a role: "police" in "Iraqi police"."""
        chain = [phrase.pieces[-1]]
        for piece in reversed(phrase.pieces[:-1]):
            if piece.kind != "role" or piece.end != chain[-1].start:
                break
            chain.append(piece)
        first = chain[-1].start
        if phrase.named[-1] and phrase.follows_name(first):
            return self._by_unknown_name(phrase, first)
        strong = [p for p in chain if " ".join(phrase.lowers[p.start : p.end]) not in self._weak]
        codes = (strong[0] if strong else chain[-1]).ids
        if len(codes) > 1:
            return _Found(reason="ambiguous role", candidates=codes)
        sectors = tuple(codes[0].split(" "))
        if sectors[0] in INTERNATIONAL:
            return _Found(country=sectors[0], reason="counted as international" + phrase.ties())
        if sectors[0] in _ARMED_OR_RULING and phrase.former(first):
            sectors = ("ELI",)
        owners = [p for p in phrase.pieces if p.end <= first and p.kind in {"name", "nation"}]
        if owners:
            return self._by_owner(phrase, owners[-1], first, sectors)
        alone = " ".join(phrase.lowers[first:]) in self._dependent
        return _Found(
            sectors=() if alone else sectors, reason="generic agent without a country" + phrase.ties()
        )

    def _by_owner(self, phrase: Phrase, owner: Piece, first: int, sectors: tuple[str, ...]) -> _Found:
        """Decide a role, which begins at `first`, of a country or a known actor named before it."""
        ids = tuple(identifier.lower() for identifier in owner.ids)
        if len(ids) > 1:
            return _Found(sectors=sectors, reason="ambiguous name", candidates=ids)
        actor = self._actors[ids[0]]
        role = " ".join(phrase.lowers[first:])
        between = [
            phrase.texts[at] for at in range(owner.end, first) if phrase.named[at] and not phrase.covered(at)
        ]
        if between:
            reason = f'"{between[-1]}" stands between {actor.name} and the role'
            kept = () if sectors[0] in _ARMED_OR_RULING else sectors
            return _Found(country=_land(actor), sectors=kept, reason=reason + phrase.ties())
        official = actor.kind == "person" and not {"GOV", "MIL"}.isdisjoint(actor.sectors[:1])
        state = self._actors.get(actor.country.lower())
        if state is not None and (official or actor.id in {state.id, f"{state.id}.gov"}):
            holder = self._dated.holder(actor.country, role, self._day) if self._day and not official else ""
            if holder:
                held = self._actors[holder]
                return _Found(
                    held.id, held.name, held.country, held.sectors, f"held the office on {self._day}"
                )
            reason = f"role under {actor.name}" if official else "country and role"
            return _composed(state, sectors, role, reason + phrase.ties())
        if sectors[0] in _ARMED_OR_RULING and actor.kind != "person":
            reason = "role in a known actor" + phrase.ties()
            return _Found(actor.id, actor.name, actor.country, actor.sectors or sectors, reason)
        reason = f'"{role}" need not act for {actor.name}' + phrase.ties()
        return _Found(country=_land(actor), sectors=sectors, reason=reason)

    def _by_unknown_noun(self, phrase: Phrase, head: int) -> _Found:
        """Decide a phrase that ends in a common noun which is no role: "convoy" in "a US convoy"."""
        word = phrase.lowers[head]
        last = phrase.pieces[-1]
        weak = last.end == head and word in self._weak
        if weak and last.kind == "role":
            return self._by_role(phrase.until(head))
        if weak and last.kind == "name" and word not in self._targets:
            return self._by_name(phrase.until(head), last)
        owners = [piece for piece in phrase.pieces if piece.kind in {"name", "nation"}]
        if (
            not owners
            or len(owners[-1].ids) > 1
            or last.kind == "role"
            or phrase.follows_name(owners[-1].start)
        ):
            return _nobody(phrase)
        actor = self._actors[owners[-1].ids[0].lower()]
        if word in self._targets and actor.kind != "person":
            reason = f'"{word}" of a known actor' + phrase.ties()
            return _Found(actor.id, actor.name, actor.country, actor.sectors, reason)
        return _Found(country=_land(actor), reason=f'"{word}" is not a known role' + phrase.ties())

    def _by_unknown_name(self, phrase: Phrase, start: int) -> _Found:
        """Decide a phrase that ends in an unknown name, which begins at `start` or before."""
        lowers = phrase.lowers
        while (
            start
            and (phrase.named[start - 1] or lowers[start - 1] in PARTICLES)
            and not phrase.covered(start - 1)
        ):
            start -= 1
        written = (
            lowers[at] for at in range(start, len(lowers)) if phrase.named[at] or lowers[at] in PARTICLES
        )
        rest = tuple(word for word in written if word.rstrip(".") not in TITLES | DETERMINERS)
        if not rest or not phrase.named[-1]:
            return _nobody(phrase)
        described = self._described(phrase, start)
        reason = "name not in the knowledge base" + phrase.ties()
        return _Found(country=described.country, sectors=described.sectors, reason=reason, rest=rest)

    def _described(self, phrase: Phrase, start: int) -> _Found:
        """Read what stands before an unknown name: "Iraqi police chief", "Hungary's"."""
        before = phrase.until(start)
        if not before.pieces:
            return _Found()
        last = before.pieces[-1]
        if last.kind == "role":
            return self._by_role(phrase.until(last.end))
        possessive = phrase.lowers[last.end : last.end + 1] == ["'s"]
        if len(last.ids) == 1 and (last.kind == "nation" or (last.kind == "name" and possessive)):
            return _Found(country=_land(self._actors[last.ids[0].lower()]))
        return _Found()

    def _settle(self, found: _Found) -> _Found:
        """Choose among the bearers of a name where the report names just one of them in another way."""
        if found.reason != "ambiguous name":
            return found
        chosen = [self._actors[id_] for id_ in found.candidates if id_ in self._names.present()]
        if len(chosen) != 1:
            return found
        actor = chosen[0]
        reason = "the one bearer of the name in this report"
        if found.sectors and actor.kind == "state":
            return _composed(actor, found.sectors, "/".join(found.sectors).lower(), reason)
        return _Found(actor.id, actor.name, actor.country, actor.sectors, reason)

    def _short_form(self, found: _Found, start: int) -> _Found:
        """Explain an unknown name by the longer names that stand before it in the report."""
        fulls = {name.text: self._of(name.text) for name in self._names.longer(found.rest, start)}
        known = {
            full.actor: text
            for text, full in fulls.items()
            if full.actor and full.reason.startswith("known name")
        }
        if len(known) > 1:
            return _Found(reason="ambiguous short form", candidates=tuple(sorted(known)))
        for text in known.values():
            return fulls[text]._replace(reason=f'short form of "{text}"')
        if len({full.rest for full in fulls.values()}) == 1:
            text, full = next(iter(fulls.items()))
            reason = f'short form of "{text}", a name not in the knowledge base'
            country, sectors = found.country or full.country, found.sectors or full.sectors
            return found._replace(country=country, sectors=sectors, reason=reason)
        return found


def _composed(state: Actor, sectors: tuple[str, ...], role: str, reason: str) -> _Found:
    """Make the actor "irq.cop" of a state and a sector."""
    return _Found(f"{state.id}.{sectors[0].lower()}", f"{state.name}: {role}", state.country, sectors, reason)


def _land(actor: Actor) -> str:
    return "" if actor.country in INTERNATIONAL else actor.country


def _nobody(phrase: Phrase) -> _Found:
    """Say why a phrase names nobody that can be known."""
    definite = phrase.lowers[0] in DETERMINERS - _INDEFINITE
    return _Found(reason=("definite description" if definite else "no actor is named") + phrase.ties())
