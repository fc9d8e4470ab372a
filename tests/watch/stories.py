"""Short stories as records: a truce, the reports of it, and what the reports say.

A story of a case file (`tests/cases/watch/*.yml`) has

truce     by, spares, asks, with (further members), since, until, deadline, exceptions, targets, at (its area), conditions, form
changes   what became of it: status, out (day), told (day it became known), part, actor
reports   in order: out (day of publication), from (outlet), copies (number of an earlier report), says: a list of
          what: hit (words), by, speaker, event (name of the incident, "e1" where left out), target, day, days, stands,
          type, mode, at (a place; in Odrel where left out; null = none is told), land (its country), words, accuses, same_as, ties

A name is looked up in `WHO`; other words with a capital are an unknown name, all others a kind of people.
"""

import contextlib
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import Any

from tocsin.model import (
    Claim,
    Clause,
    Commitment,
    Condition,
    Deadline,
    History,
    Incident,
    Mention,
    Party,
    Report,
    Span,
    StatusChange,
    When,
    Where,
)
from tocsin.watch.holding import Blind

WHO: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Harvan Front": ("mrg.harvan_front", "MRG", ("REB",)),
    "Odrel Guard": ("mrg.odrel_guard", "MRG", ("REB",)),
    "Black Ridge Circle": ("mrg.black_ridge", "MRG", ("REB",)),
    "Sons of the Salt": ("mrg.sons_of_salt", "MRG", ("CRM",)),
    "Marenga": ("mrg", "MRG", ()),
    "Marengan government": ("mrg.gov", "MRG", ("GOV",)),
    "Marengan army": ("mrg.mil", "MRG", ("MIL",)),
    "Marengan police": ("mrg.cop", "MRG", ("COP",)),
    "Kestria": ("kst", "KST", ()),
    "Kestrian army": ("kst.mil", "KST", ("MIL",)),
    "Kestrian officials": ("kst.gov", "KST", ("GOV",)),
    "a Kestrian convoy": ("kst", "KST", ()),
    "the Kestrian embassy": ("kst.gov", "KST", ("GOV",)),
    "a Velmark convoy": ("vlm", "VLM", ()),
    "Council of Straits": ("igo.straits", "IGO", ()),
    "Mira Solt": ("mrg.solt", "MRG", ("REB",)),
}
"""Name to actor id, country and sectors; all invented."""
KINDS = {
    "gunmen": ("UAF",),
    "the factions": ("REB",),
    "all the factions": ("REB",),
    "police": ("COP",),
    "the army": ("MIL",),
    "soldiers": ("MIL",),
    "his fighters": ("REB",),
    "witnesses": ("CVL",),
    "students": ("EDU",),
}
"""Words for a kind of people to their sectors."""


@contextlib.contextmanager
def known_as(names: dict[str, tuple[str, str, list[str]]]) -> Iterator[None]:
    """Know more names for a while."""
    before = dict(WHO)
    WHO.update({name: (actor, country, tuple(sectors)) for name, (actor, country, sectors) in names.items()})
    try:
        yield
    finally:
        WHO.clear()
        WHO.update(before)


def span(quote: str, start: int = 0) -> Span:
    return Span(start=start, end=start + len(quote), quote=quote)


def poisson(mean: float) -> tuple[float, ...]:
    """Give the probabilities of 0, 1, 2 ... events."""
    return tuple(math.exp(-mean) * mean**k / math.factorial(k) for k in range(int(mean * 3) + 20))


def negative_binomial(mean: float, size: float) -> tuple[float, ...]:
    """Give the probabilities of 0, 1, 2 ... events; the smaller the size, the more they come in bursts."""
    chance = size / (size + mean)
    log = [
        math.lgamma(k + size)
        - math.lgamma(size)
        - math.lgamma(k + 1)
        + size * math.log(chance)
        + k * math.log(1 - chance)
        for k in range(400)
    ]
    return tuple(math.exp(one) for one in log)


def expecting(daily: float) -> Blind:
    """Make a truce-blind forecast of so many events a day for every unit."""

    def blind(_unit: str, _first: dt.date, days: int) -> Sequence[float]:
        return poisson(daily * days)

    return blind


def negative_blind(daily: float, size: float) -> Blind:
    """Make one whose events come in bursts; size of the negative binomial per 30 days."""

    def blind(_unit: str, _first: dt.date, days: int) -> Sequence[float]:
        return negative_binomial(daily * days, size * days / 30)

    return blind


def who(words: str) -> Mention:
    """Resolve a name as the resolver would."""
    at = span(words, 100)
    if words in WHO:
        actor, country, sectors = WHO[words]
        return Mention(
            span=at, actor=actor, name=words, country=country, sectors=sectors, reason="known name"
        )
    if words in {"it", "they", "he"}:
        return Mention(span=at, reason="pronoun")
    if words in KINDS or words[:1].islower():
        return Mention(span=at, sectors=KINDS.get(words, ()), reason="generic agent without a country")
    return Mention(span=at, reason="name not in the knowledge base")


def everybody(words: str | list[str] | None) -> tuple[Mention, ...]:
    return tuple(who(name) for name in ([words] if isinstance(words, str) else words or []))


def when(first: dt.date | None, last: dt.date | None = None) -> When | None:
    return None if first is None else When(span=span("on a day", 900), first=first, last=last or first)


class Story:
    """The records of one story."""

    def __init__(self, told: dict[str, Any]) -> None:
        """Make them."""
        self.reports: dict[str, Report] = {}
        self.claims: dict[str, Claim] = {}
        self.origins: dict[str, str] = {}
        self.events: dict[str, dict[str, Any]] = {}
        self.commitment = self.truce(told["truce"])
        for number, report in enumerate(told.get("reports", [])):
            self.report(number, report)
        self.statuses = [self.change(n, one) for n, one in enumerate(told.get("changes", []))]

    @property
    def history(self) -> History:
        return History(
            reports=self.reports,
            claims=self.claims,
            incidents={name: self.incident(name, event) for name, event in self.events.items()},
            origins=self.origins,
        )

    # ------------------------------------------------------------------ evidence

    def report(self, number: int, told: dict[str, Any]) -> None:
        name = f"r_{number}"
        outlet = told.get("from", "Odrel Post")
        self.reports[name] = Report(
            id=name, text=told.get("title", outlet), outlet=outlet, published=told["out"]
        )
        self.origins[name] = f"r_{told['copies']}" if "copies" in told else name
        for place, said in enumerate(told.get("says", [])):
            claim = self.claim(f"c_{number}_{place}", name, said)
            self.claims[claim.id] = claim
            if claim.event_type not in {"ACCUSE", "TIE"} and claim.factuality == "asserted":
                event = self.events.setdefault(said.get("event", "e1"), {"claims": [], "told": said})
                event["claims"].append(claim.id)

    def claim(self, name: str, report: str, said: dict[str, Any]) -> Claim:
        kind = "ACCUSE" if "accuses" in said else "TIE" if "ties" in said else said.get("type", "ASSAULT")
        hit = said.get("accuses") or said.get("ties") or said.get("hit")
        words = said.get("words", "attacked")
        return Claim(
            id=name,
            report=report,
            span=span(words),
            trigger=span(words),
            event_type=kind,
            mode=said.get("mode", ""),
            actor=everybody(said.get("by")),
            recipient=everybody(hit),
            when=when(said.get("day")),
            where=self.where(said),
            factuality=said.get("stands", "asserted"),
            attribution=everybody(said.get("speaker")),
            reasons=tuple(said.get("reasons", ())),
            about=said.get("about", ""),
            by="hand",
        )

    def where(self, said: dict[str, Any]) -> Where | None:
        if "hit" not in said and "at" not in said:
            return None
        at = said.get("at", "in Odrel")
        return at and Where(
            span=span(at),
            place=said.get("place", ""),
            country=said.get("land", "" if "at" in said else "MRG"),
            precision=said.get("precision"),
        )

    def incident(self, name: str, event: dict[str, Any]) -> Incident:
        said = event["told"]
        claims = [self.claims[claim] for claim in event["claims"]]
        first, last = said.get("days", [said.get("day")] * 2)
        return Incident(
            id=name,
            event_type=said.get("type", "ASSAULT"),
            mode=said.get("mode", ""),
            actor=tuple(dict.fromkeys(m.actor for claim in claims for m in claim.actor if m.actor)),
            recipient=tuple(dict.fromkeys(m.actor for claim in claims for m in claim.recipient if m.actor)),
            target_class=said.get("target", "convoy"),
            when=when(first, last),
            where=next((claim.where for claim in claims if claim.where is not None), None),
            standing="reported",
            origins=len({self.origins[claim.report] for claim in claims}),
            claims=tuple(event["claims"]),
        )

    # ------------------------------------------------------------------ what was bound

    def truce(self, told: dict[str, Any]) -> Commitment:
        self.reports["r_truce"] = Report(
            id="r_truce", text="truce", outlet="Odrel Post", published=told["told"]
        )
        self.origins["r_truce"] = "r_truce"
        roles = (("by", "promisor"), ("with", "member"), ("spares", "beneficiary"), ("asks", "addressee"))
        parties: list[Party] = []
        sources: dict[str, tuple[str, ...]] = {}
        for field, role in roles:
            for one in told.get(field, []):
                name, standing = (
                    one if isinstance(one, list) else (one, "explicit" if field == "by" else "silent")
                )
                mention = who(name)
                claim = f"c_truce_{len(parties)}"
                self.claims[claim] = Claim(
                    id=claim, report="r_truce", span=span("truce"), trigger=span("truce"), event_type="RETREAT",
                    mode="ceasefire", actor=(mention,), factuality="offered", by="hand", where=self.where(told),
                )  # fmt: skip
                sources[f"parties.{len(parties)}"] = (claim,)
                parties.append(
                    Party(actor=mention.actor, name=mention.name or name, role=role, endorsement=standing)  # type: ignore[arg-type]
                )
        sources["clauses.0"] = ("c_truce_0",)
        return Commitment(
            id="k_0",
            kind=told.get("kind", "truce"),
            form=told.get("form"),
            parties=tuple(parties),
            clauses=(
                Clause(
                    act=told.get("act", "stop"),
                    events=tuple(told.get("events", ["ASSAULT"])),
                    target_classes=tuple(told.get("targets", ())),
                    area=told.get("place", ""),
                    exceptions=tuple(told.get("exceptions", ())),
                ),
            ),
            conditions=tuple(
                Condition(relation="if", span=span(words)) for words in told.get("conditions", ())
            ),
            deadline=self.deadline(told),
            since=when(told.get("since"), told.get("since_last")),
            until=when(told.get("until")),
            founded=told["told"] if "since" not in told or told["since"] else None,
            sources=sources,
        )

    def deadline(self, told: dict[str, Any]) -> Deadline | None:
        if "deadline" not in told:
            return None
        if told["deadline"] == "none_stated":
            return Deadline(kind="none_stated", span=span("no deadline"))
        return Deadline(kind="date", span=span("by a day"), when=when(told["deadline"]))

    def change(self, number: int, told: dict[str, Any]) -> StatusChange:
        day = told.get("told", told["out"])
        return StatusChange(
            id=f"s_{number}",
            commitment="k_0",
            part=told.get("part", ""),
            status=told["status"],
            actor=told.get("actor", ""),
            when=when(told["out"]),
            reason="told",
            rule=f"status.{told['status']}",
            by="hand",
            made=dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC),
        )
