"""Benchmark of the watch: `python -m bench.watch [INCIDENTS]...`.

Generates invented attacks (100 a day, in 60 countries with one armed group each) and truces of these groups, one a
country, from which on half of the attacks go on; derives the commitments and judges the newest day; each size in a fresh
process. Prints processor seconds of each step and peak resident memory, and as the last line one JSON object. Goal:
100,000 incidents under 5 seconds once they are loaded.
"""

import datetime as dt
import random
import sys
import time

from bench.export import identifier
from bench.link import COUNTRIES, START, TARGETS, TOWNS, name_of
from bench.sizes import peak_mb, run_sizes
from tocsin.model import Claim, History, Incident, Mention, Report, Span, TargetClass, When, Where

SIZES = (12_500, 25_000, 50_000, 100_000)
A_DAY = 100
"""Attacks a day."""
CLASSES: tuple[TargetClass, ...] = ("convoy", "government", "civilians", "base", "civilians", "government")
"""Target classes of `bench.link.TARGETS`."""
TRUCE_AT = 0.8
"""Where in the time of the attacks the truces begin."""


def story(number: int, day: dt.date) -> tuple[Report, Claim, Incident]:
    """Tell one attack.

    Args:
        number: its number; the same number gives the same attack.
        day: its day.

    Returns:
        A report, its claim and its incident.
    """
    dice = random.Random(number)  # noqa: S311  no secret
    country, town = dice.randrange(COUNTRIES), dice.randrange(TOWNS)
    target, place = TARGETS[number % len(TARGETS)], name_of(1000 + country * TOWNS + town)
    text = f"Fighters of the {name_of(country)} Front attacked {target} in {place} on {day:%A}, a spokesman said."
    report = Report(id=identifier("r", number), text=text, outlet=f"Outlet {number % 7}", published=day)
    when = When(span=_span(text, f"on {day:%A}"), first=day, last=day)
    where = Where(
        span=_span(text, place), place=f"geonames:{country}.{town}", country=f"C{country}",
        lat=country / 2, lon=town * 2.0, precision="exact",
    )  # fmt: skip
    actor = _group(text, country, f"Fighters of the {name_of(country)} Front")
    claim = Claim(
        id=identifier("c", number), report=report.id, span=_span(text, text.partition(" in ")[0]), trigger=_span(text, "attacked"),
        event_type="ASSAULT", actor=(actor,), recipient=(Mention(span=_span(text, target)),), when=when, where=where,
        factuality="asserted", by="bench",
    )  # fmt: skip
    incident = Incident(
        id=identifier("i", number), event_type="ASSAULT", actor=(actor.actor,), target_class=CLASSES[number % len(CLASSES)],
        when=when, where=where, standing="reported", origins=1, claims=(claim.id,),
    )  # fmt: skip
    return report, claim, incident


def truce(country: int, number: int, day: dt.date) -> tuple[Report, Claim]:
    """Tell that the group of a country declares a truce."""
    text = f"The {name_of(country)} Front declared a ceasefire on {day:%A}, its commander said."
    report = Report(id=identifier("r", number), text=text, outlet="Outlet 0", published=day)
    when = When(span=_span(text, f"on {day:%A}"), first=day, last=day)
    actor = _group(text, country, f"The {name_of(country)} Front")
    claim = Claim(
        id=identifier("c", number), report=report.id, span=_span(text, text.partition(" on ")[0]), trigger=_span(text, "ceasefire"),
        event_type="RETREAT", mode="ceasefire", actor=(actor,), said=when, factuality="offered", attribution=(actor,), by="bench",
    )  # fmt: skip
    return report, claim


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), quote=words)


def _group(text: str, country: int, words: str) -> Mention:
    return Mention(
        span=_span(text, words),
        actor=f"{country}.front",
        name=f"{name_of(country)} Front",
        country=f"C{country}",
        sectors=("REB",),
    )


def history_of_attacks(incidents: int) -> History:
    """Make so many incidents, and a truce in each country."""
    days = max(1, incidents // A_DAY)
    stories = [story(number, START + dt.timedelta(days=number // A_DAY)) for number in range(incidents)]
    begin = START + dt.timedelta(days=int(days * TRUCE_AT))
    truces = [truce(country, incidents + country, begin) for country in range(COUNTRIES)]
    told = sorted([(r, c) for r, c, _ in stories] + truces, key=lambda pair: (pair[0].published, pair[0].id))
    return History(
        reports={report.id: report for report, _ in told},
        claims={claim.id: claim for _, claim in told},
        incidents={incident.id: incident for _, _, incident in stories},
        origins={report.id: report.id for report, _ in told},
    )


def measure(incidents: int) -> dict[str, float]:
    """Watch so many incidents in this process."""
    from tocsin.knowledge import load_knowledge  # noqa: PLC0415  not part of the start of the parent
    from tocsin.pipeline import judge, known_of  # noqa: PLC0415

    history, know = history_of_attacks(incidents), load_knowledge()
    before, started = peak_mb(), time.process_time()
    known = known_of(history, know)
    derived = time.process_time()
    state, cards = judge(known, ())
    ended = time.process_time()
    return {
        "incidents": incidents,
        "seconds": round(ended - started, 2),
        "derive_s": round(derived - started, 2),
        "judge_s": round(ended - derived, 2),
        "truces": len(cards),
        "assessments": len(state.assessments),
        "peak_mb": round(peak_mb(), 0),
        "before_mb": round(before, 0),
    }


def main() -> int:
    """Measure each size in a fresh process."""
    return run_sizes("watch", SIZES, measure)


if __name__ == "__main__":
    sys.exit(main())
