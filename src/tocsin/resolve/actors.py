"""Resolve the words that name an actor to an actor, a country and sectors.

A phrase is cut into pieces (known names, nationality words, nouns for roles, ties such as "Iran-backed") and
decided from its head backwards. Words that do not settle who is meant stay unresolved, with the reason why.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.actors import INTERNATIONAL, Actor
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Mention, Report, Sentence, Token

_PRONOUNS = frozenset(
    "he she it they we i you him her them us me who whom which that this these those himself herself itself themselves "
    "one ones both all some many most others another each neither none everyone everybody someone somebody anyone "
    "no-one nobody his hers its their theirs our ours my mine your yours few several".split()
)
_DETERMINERS = frozenset("the a an this that these those his her its their our my your some all both no any".split())
_TITLES = frozenset("mr mrs ms miss dr prof sir lord lady dame gen lt col maj capt sgt adm gov sen rep hon rev".split())
_TIED = frozenset(
    "backed led aligned allied linked supported funded sponsored trained based born controlled held occupied run "
    "speaking brokered owned friendly affiliated inspired armed supplied made driven dominated installed majority".split()
)
_SIDES = frozenset({"pro", "anti", "ex", "non"})
_PARTICLES = frozenset("al el ul ad as ash bin ibn ben abu de da di du del der van von la le dos".split())
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central neighbouring neighboring greater mainland".split()
)
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "exiled", "erstwhile", "late"} - {"late"})
_BELLIGERENT = frozenset("MIL COP SPY GOV LEG JUD PRM REB UAF PTY CRM".split())
_CAPITALS = re.compile(r"[A-Z][A-Z0-9-]{1,9}")
_LONGEST = 60
"""Words of a phrase that are looked at; no actor's name and role take more."""


class _Piece(NamedTuple):
    start: int
    end: int
    kind: str
    """name, nation, role or tie."""
    ids: tuple[str, ...]


class _Found(NamedTuple):
    """What a phrase says by itself; `rest` holds the words of a name that an earlier full name may explain."""

    actor: str = ""
    name: str = ""
    country: str = ""
    sectors: tuple[str, ...] = ()
    reason: str = ""
    candidates: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


class _Phrase(NamedTuple):
    texts: list[str]
    lowers: list[str]
    pieces: list[_Piece]

    def named(self, at: int) -> bool:
        """Tell whether a word is written like a name."""
        return self.texts[at][:1].isupper()

    def covered(self, at: int) -> bool:
        """Tell whether a word belongs to a piece."""
        return any(piece.start <= at < piece.end for piece in self.pieces)

    def follows_name(self, at: int) -> bool:
        """Tell whether the word before is an unknown name or a courtesy title, so that a longer name goes on here."""
        if at == 0 or self.covered(at - 1):
            return False
        before = self.lowers[at - 1]
        return self.named(at - 1) and before not in _DIRECTIONS and before not in _DETERMINERS

    def ties(self) -> str:
        """Say which words were kept from giving a country."""
        words = [" ".join(self.texts[p.start : p.end]) for p in self.pieces if p.kind == "tie"]
        return "".join(f'; "{word}" gives no country' for word in words)


class ActorResolver:
    """Resolves the mentions of one report.

    Args:
        report: the report.
        sentences: its sentences, in which full names and abbreviations are looked up.
        know: knowledge tables.
    """

    def __init__(self, report: Report, sentences: Sequence[Sentence], know: Knowledge) -> None:
        """Keep the report; nothing is looked up before the first mention."""
        self._text = report.text
        self._sentences = sentences
        self._know = know
        self._table = know.actors
        self._found: dict[str, _Found] = {}
        self._defined: dict[str, str] | None = None
        self._runs: dict[str, list[tuple[int, frozenset[str], str]]] | None = None
        self._evidence: frozenset[str] | None = None

    def mention(self, mention: Mention) -> Mention:
        """Resolve a mention.

        Args:
            mention: words of the report; only its span is read.

        Returns:
            The same mention with actor, name, country, sectors, reason and candidates set as far as they are known.
        """
        quote = mention.span.quote
        found = self._found.get(quote)
        if found is None:
            found = self._found[quote] = self._settle(self._decide(self._expand(quote)))
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

    # ---- one phrase by itself

    def _expand(self, quote: str) -> str:
        """Write out abbreviations that the report defines in brackets."""
        words = [quote[start:end] for start, end in token_spans(quote)[:_LONGEST]]
        if any(_CAPITALS.fullmatch(word) for word in words):
            if self._defined is None:
                self._defined = dict(self._definitions())
            return " ".join(self._defined.get(word, word) for word in words)
        return quote

    def _decide(self, quote: str) -> _Found:
        phrase = self._read(quote)
        if not phrase.lowers:
            return _Found(reason="no words")
        if len(phrase.lowers) == 1 and phrase.lowers[0] in _PRONOUNS and phrase.texts[0] not in self._table.acronyms:
            return _Found(reason="pronoun")
        if several := _several(phrase):
            return _Found(reason="several actors in one phrase", candidates=several)
        if not phrase.pieces:
            return self._unknown(phrase, 0)
        last = phrase.pieces[-1]
        head = len(phrase.lowers) - 1
        if last.end <= head:
            if phrase.named(head):
                return self._unknown(phrase, last.end)
            return self._behind(phrase, head)
        if last.kind == "name":
            return self._by_name(phrase, last)
        if last.kind == "role":
            return self._by_role(phrase, head)
        if last.kind == "nation" and len(last.ids) == 1:
            return _Found(country=last.ids[0], reason="people of a country; their role is not stated" + phrase.ties())
        if last.kind == "nation":
            return _Found(reason="ambiguous nationality", candidates=tuple(code.lower() for code in last.ids))
        return _Found(reason="no actor is named" + phrase.ties())

    def _read(self, quote: str) -> _Phrase:
        """Cut a phrase into words, drop what does not name, turn "A of B" into "B A", and find the pieces."""
        texts = [quote[start:end] for start, end in token_spans(quote)[:_LONGEST]]
        while texts and not texts[-1][-1].isalnum() and texts[-1][-1] != ".":
            texts.pop()
        while texts and fold(texts[-1]) == "'s":
            texts.pop()
        phrase = _Phrase(texts, [fold(text) for text in texts], [])
        self._find_pieces(phrase)
        for at, word in enumerate(phrase.lowers):
            if at and (word in {"of", "for"} or word in {",", "("}) and not phrase.covered(at):
                front, back = phrase.texts[:at], phrase.texts[at + 1 :]
                if word in {",", "("} or not back:
                    texts = front
                elif phrase.lowers[at - 1] in self._know.words.heads["collective"] and not phrase.covered(at - 1):
                    texts = back
                else:
                    texts = [*back, *front]
                return self._read(" ".join(texts)) if texts != phrase.texts else phrase
        return phrase

    def _find_pieces(self, phrase: _Phrase) -> None:
        texts, lowers, pieces = phrase
        at = 0
        while at < len(lowers):
            piece = self._piece(texts, lowers, at) or self._compound(texts, lowers, at)
            if piece is not None:
                piece = _tie(lowers, piece) if piece.kind in {"name", "nation"} else piece
                pieces.append(piece)
                at = piece.end
            else:
                at += 1

    def _piece(self, texts: Sequence[str], lowers: Sequence[str], at: int) -> _Piece | None:
        """Find the longest known name, nationality or role that begins at a word; the name wins a draw."""
        table = self._table
        best = _Piece(at, at + 1, "name", table.acronyms.get(texts[at], ()))
        length, ids = table.index.match(lowers, at)
        if (length > 1 or not best.ids) and length and self._capitalised(texts, lowers, at, length):
            best = _Piece(at, at + length, "name", ids)
        reach = best.end if best.ids else at
        length, ids = table.adjectives.match(lowers, at)
        if at + length > reach and (texts[at][:1].isupper() or not texts[at].isascii()):
            best, reach = _Piece(at, at + length, "nation", ids), at + length
        length, ids = table.agents.match(lowers, at)
        if at + length > reach:
            best, reach = _Piece(at, at + length, "role", ids), at + length
        return best if reach > at else None

    def _capitalised(self, texts: Sequence[str], lowers: Sequence[str], at: int, length: int) -> bool:
        last = texts[at + length - 1]
        return last.lower() != last or last.upper() == last or " ".join(lowers[at : at + length]) in self._table.uncapitalised

    def _compound(self, texts: Sequence[str], lowers: Sequence[str], at: int) -> _Piece | None:
        """Find a tie written as one word: "Iran-backed", "pro-Iranian", "US-led"."""
        if "-" not in texts[at][1:-1]:
            return None
        parts = [part for part in texts[at].split("-") if part]
        known = any(self._piece([part], [fold(part)], 0) is not None for part in parts if part[:1].isupper())
        tied = fold(parts[-1]) in _TIED or fold(parts[0]) in _SIDES
        return _Piece(at, at + 1, "tie", ()) if known or (tied and texts[at] != lowers[at]) else None

    # ---- decisions

    def _by_name(self, phrase: _Phrase, piece: _Piece) -> _Found:
        """Decide a phrase whose head is a known name."""
        titled = piece.start > 0 and phrase.lowers[piece.start - 1].rstrip(".") in _TITLES
        actors = [self._table.actors[identifier] for identifier in piece.ids]
        persons = tuple(actor.id for actor in actors if actor.kind == "person")
        if titled and persons:
            piece = piece._replace(ids=persons)
        elif titled or (piece.end - piece.start == 1 and phrase.follows_name(piece.start)):
            return self._unknown(phrase, piece.start)
        if len(piece.ids) > 1:
            return _Found(reason="ambiguous name", candidates=piece.ids)
        actor = self._table.actors[piece.ids[0]]
        sectors = actor.sectors
        if actor.kind == "person" and _is_former(phrase, piece.start):
            sectors = ("ELI",)
        return _Found(actor.id, actor.name, actor.country, sectors, "known name" + phrase.ties())

    def _by_role(self, phrase: _Phrase, head: int) -> _Found:
        """Decide a phrase whose head is a noun for a role."""
        chain = [phrase.pieces[-1]]
        for piece in reversed(phrase.pieces[:-1]):
            if piece.kind != "role" or piece.end != chain[-1].start:
                break
            chain.append(piece)
        first = chain[-1].start
        if phrase.named(head) and phrase.follows_name(first):
            return self._unknown(phrase, first)
        code = next((p for p in chain if not self._is_weak(phrase, p)), chain[-1]).ids
        if len(code) > 1:
            return _Found(reason="ambiguous role", candidates=code)
        sectors = tuple(code[0].split(" "))
        if _is_former(phrase, first) and sectors[0] in _BELLIGERENT:
            sectors = ("ELI",)
        owner = next((p for p in reversed(phrase.pieces) if p.end <= first and p.kind in {"name", "nation"}), None)
        words = " ".join(phrase.lowers[first : head + 1])
        if owner is not None:
            return self._owned(phrase, owner, (words, first), sectors)
        country = sectors[0] if sectors[0] in INTERNATIONAL else ""
        return _Found(
            country=country,
            sectors=() if country else sectors,
            reason="generic agent without a country" + phrase.ties(),
        )

    def _is_weak(self, phrase: _Phrase, piece: _Piece) -> bool:
        return " ".join(phrase.lowers[piece.start : piece.end]) in self._table.weak

    def _owned(
        self, phrase: _Phrase, owner: _Piece, role: tuple[str, int], sectors: tuple[str, ...]
    ) -> _Found:
        """Decide a role that belongs to a country or a known actor."""
        words, first = role
        if len(owner.ids) > 1:
            candidates = owner.ids if owner.kind == "name" else tuple(code.lower() for code in owner.ids)
            return _Found(sectors=sectors, reason="ambiguous name", candidates=candidates)
        actor = self._table.actors[owner.ids[0] if owner.kind == "name" else owner.ids[0].lower()]
        if sectors[0] in INTERNATIONAL:
            return _Found(country=sectors[0], reason=f"{words}: counted as international" + phrase.ties())
        foreign = any(phrase.named(at) and not phrase.covered(at) for at in range(owner.end, first))
        if foreign:
            return _Found(country=_land(actor), sectors=sectors, reason="a name not in the knowledge base stands between")
        if _is_state(actor) or (actor.kind == "person" and actor.sectors[:1] in {("GOV",), ("MIL",)}):
            state = self._table.actors.get(actor.country.lower(), actor)
            identifier = f"{state.id}.{sectors[0].lower()}"
            reason = "country and role" if _is_state(actor) else f"role under {actor.name}"
            return _Found(identifier, f"{state.name}: {words}", actor.country, sectors, reason + phrase.ties())
        if sectors[0] in _BELLIGERENT and actor.kind != "person":
            return _Found(actor.id, actor.name, actor.country, actor.sectors or sectors, "role in a known actor" + phrase.ties())
        return _Found(
            country=_land(actor), sectors=sectors, reason=f'"{words}" need not belong to {actor.name}' + phrase.ties()
        )

    def _behind(self, phrase: _Phrase, head: int) -> _Found:
        """Decide a phrase that ends in an unknown common noun."""
        word = phrase.lowers[head]
        last = next((p for p in reversed(phrase.pieces) if p.kind != "tie"), None)
        if last is None or (last.kind == "role" and last.end != head):
            return _nobody(phrase)
        shorter = phrase._replace(texts=phrase.texts[: last.end], lowers=phrase.lowers[: last.end])
        if word in self._table.weak and last.end == head and last.kind in {"name", "role"}:
            return self._by_name(shorter, last) if last.kind == "name" else self._by_role(shorter, head - 1)
        if last.kind == "role":
            return _nobody(phrase)
        identifier = last.ids[0] if last.kind == "name" else last.ids[0].lower()
        if len(last.ids) > 1 or (last.end - last.start == 1 and phrase.follows_name(last.start)):
            return _nobody(phrase)
        actor = self._table.actors[identifier]
        if word in self._know.words.heads["targets"] and actor.kind != "person":
            reason = f'"{word}" of a known actor' + phrase.ties()
            return _Found(actor.id, actor.name, actor.country, actor.sectors, reason)
        return _Found(country=_land(actor), reason=f'"{word}" is not a known role' + phrase.ties())

    def _unknown(self, phrase: _Phrase, start: int) -> _Found:
        """Decide a phrase that ends in a name which is not known; words before it may tell country and sector."""
        while start and phrase.named(start - 1) and not phrase.covered(start - 1):
            start -= 1
        words = range(start, len(phrase.lowers))
        rest = tuple(phrase.lowers[at] for at in words if phrase.named(at) or phrase.lowers[at] in _PARTICLES)
        rest = tuple(word for word in rest if word not in _DETERMINERS and word.rstrip(".") not in _TITLES)
        if not rest or not phrase.named(len(phrase.lowers) - 1):
            return _nobody(phrase)
        described = self._described(phrase, start)
        return described._replace(
            actor="", name="", candidates=(), reason="name not in the knowledge base" + phrase.ties(), rest=rest
        )

    def _described(self, phrase: _Phrase, start: int) -> _Found:
        """Read what stands before an unknown name: "Iraqi police chief", "Kestria's"."""
        before = [piece for piece in phrase.pieces if piece.end <= start]
        if not before:
            return _Found()
        last = before[-1]
        shorter = _Phrase(phrase.texts[: last.end], phrase.lowers[: last.end], before)
        if last.kind == "role":
            return self._by_role(shorter, last.end - 1)
        possessive = last.end < len(phrase.lowers) and phrase.lowers[last.end] == "'s"
        if len(last.ids) == 1 and (last.kind == "nation" or (last.kind == "name" and possessive)):
            code = last.ids[0]
            return _Found(country=code if last.kind == "nation" else _land(self._table.actors[code]))
        return _Found()

    # ---- the report around it

    def _settle(self, found: _Found) -> _Found:
        """Choose among candidates where the report names just one of them in another way."""
        if not found.candidates or not found.reason.startswith("ambiguous name"):
            return found
        named = self._named_in_report()
        chosen = [identifier for identifier in found.candidates if identifier in named]
        if len(chosen) != 1:
            return found
        actor = self._table.actors[chosen[0]]
        if found.sectors and actor.kind == "state":
            identifier = f"{actor.id}.{found.sectors[0].lower()}"
            return _Found(identifier, actor.name, actor.country, found.sectors, "country named in the report, and role")
        return _Found(actor.id, actor.name, actor.country, actor.sectors, "the one bearer of the name in the report")

    def _named_in_report(self) -> frozenset[str]:
        """List the actors that the report names without ambiguity, and the states of its nationality words."""
        if self._evidence is None:
            named = set()
            for sentence in self._sentences:
                lowers = [token.lower for token in sentence.tokens]
                for at in range(len(lowers)):
                    ids = self._table.index.match(lowers, at)[1]
                    codes = self._table.adjectives.match(lowers, at)[1]
                    if len(ids) == 1:
                        named.add(ids[0].removesuffix(".gov"))
                    if len(codes) == 1:
                        named.add(codes[0].lower())
            self._evidence = frozenset(named)
        return self._evidence

    def _definitions(self) -> list[tuple[str, str]]:
        """Find abbreviations in brackets behind the name that they are made from: "Ridge Front (RF)"."""
        found = []
        for sentence in self._sentences:
            tokens = sentence.tokens
            for at in range(2, len(tokens) - 1):
                short = tokens[at].text
                if tokens[at - 1].text == "(" and tokens[at + 1].text == ")" and _CAPITALS.fullmatch(short):
                    start = _spelled(tokens, at - 1, fold(short).replace("-", ""))
                    if start is not None:
                        found.append((short, self._text[tokens[start].start : tokens[at - 2].end]))
        return found

    def _short_form(self, found: _Found, start: int) -> _Found:
        """Look up an unknown name among the longer names that stand before it in the report."""
        if self._runs is None:
            self._runs = self._full_names()
        wanted = frozenset(word for word in map(_core, found.rest) if word not in _PARTICLES)
        results: dict[str, _Found] = {}
        for begin, words, text in self._runs.get(_core(found.rest[-1]), ()):
            if begin < start and wanted < words:
                full = self._found.get(text)
                if full is None:
                    full = self._found[text] = self._settle(self._decide(text))
                results[text] = full
        actors = {full.actor for full in results.values() if full.actor and full.reason.startswith("known name")}
        if len(actors) > 1:
            return found._replace(reason="ambiguous short form", candidates=tuple(sorted(actors)), country="", sectors=())
        for text, full in reversed(results.items()):
            if full.actor in actors:
                return full._replace(reason=f'short form of "{text}"')
        if len({full.rest for full in results.values()}) == 1:
            text, full = next(iter(results.items()))
            country, sectors = found.country or full.country, found.sectors or full.sectors
            reason = f'short form of "{text}", a name not in the knowledge base'
            return found._replace(country=country, sectors=sectors, reason=reason)
        return found

    def _full_names(self) -> dict[str, list[tuple[int, frozenset[str], str]]]:
        """List names of several words, with the words that describe them, by their last word."""
        found: dict[str, list[tuple[int, frozenset[str], str]]] = {}
        for sentence in self._sentences:
            tokens = sentence.tokens
            at = 0
            while at < len(tokens):
                end = _run_end(tokens, at)
                if end - at > 1:
                    words = frozenset(map(_core, (token.lower for token in tokens[at:end]))) - _PARTICLES
                    start = at
                    while start and tokens[start - 1].tag in {"N", "NS", "P", "J", "POS"}:
                        start -= 1
                    text = self._text[tokens[start].start : tokens[end - 1].end]
                    found.setdefault(_core(tokens[end - 1].lower), []).append((tokens[at].start, words, text))
                at = max(end, at + 1)
        return found


def _run_end(tokens: Sequence[Token], at: int) -> int:
    """Find where a run of words written like a name ends; particles inside belong to it."""
    end = at
    for token in range(at, len(tokens)):
        if tokens[token].text[:1].isupper() or (tokens[token].lower.startswith(("al-", "el-")) and end > at):
            end = token + 1
        elif tokens[token].lower not in _PARTICLES or token == at:
            break
    return end


def _spelled(tokens: Sequence[Token], stop: int, letters: str) -> int | None:
    """Find where a name before `stop` begins whose initials, small words left out or not, spell an abbreviation."""
    for start in range(stop - 2, max(-1, stop - 11), -1):
        if not tokens[start].text[:1].isupper():
            continue
        words = [part for token in tokens[start:stop] for part in token.lower.split("-")]
        initials = "".join(word[:1] for word in words if word not in {"of", "the", "for", "and", "in", "'s", "to"})
        every = "".join(word[:1] for word in words if word != "'s")
        lean = "".join(word[:1] for word in words if word not in _PARTICLES | {"of", "the", "for", "and", "in", "'s", "to"})
        if letters in {initials, every, lean}:
            return start
    return None


def _core(word: str) -> str:
    """Strip the Arabic article: "al-kadhimi" and "kadhimi" are one name."""
    return word[3:] if word.startswith(("al-", "el-")) else word


def _tie(lowers: Sequence[str], piece: _Piece) -> _Piece:
    """Turn a name into a tie where "backed", "led" and the like follow: "Iran backed", "U.S.-led"."""
    following = piece.end + 1 if lowers[piece.end : piece.end + 1] == ["-"] else piece.end
    tied = following < len(lowers) and lowers[following] in _TIED
    sided = piece.start > 0 and lowers[piece.start - 1] in _SIDES
    if tied:
        return _Piece(piece.start, following + 1, "tie", ())
    return piece._replace(start=piece.start - 1, kind="tie", ids=()) if sided else piece


def _several(phrase: _Phrase) -> tuple[str, ...]:
    """List the actors of a phrase that joins two names by "and" or "or"; () = there is one."""
    joints = [at for at, word in enumerate(phrase.lowers) if word in {"and", "or", "&"} and not phrase.covered(at)]
    owners = [piece for piece in phrase.pieces if piece.kind in {"name", "nation"}]
    if any(piece.end <= joints[0] for piece in owners) and any(piece.start > joints[-1] for piece in owners) if joints else False:
        return tuple(dict.fromkeys(i if p.kind == "name" else i.lower() for p in owners for i in p.ids))
    return ()


def _is_state(actor: Actor) -> bool:
    return actor.kind == "state" or actor.id == f"{actor.country.lower()}.gov"


def _is_former(phrase: _Phrase, at: int) -> bool:
    return any(word in _FORMER or word.startswith("ex-") for word in phrase.lowers[:at])


def _land(actor: Actor) -> str:
    return "" if actor.country in INTERNATIONAL else actor.country


def _nobody(phrase: _Phrase) -> _Found:
    """Say why a phrase names nobody that can be known."""
    definite = phrase.lowers[0] in _DETERMINERS - {"a", "an", "some", "no", "any"}
    return _Found(reason=("definite description" if definite else "no actor is named") + phrase.ties())
