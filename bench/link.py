"""Benchmark of linking: `python -m bench.link [CLAIMS]...`.

Generates reports of invented attacks at a steady rate (300 claims a day, each attack told by three outlets over two days,
in 60 countries with 20 towns each), and links them; each size in a fresh process. Prints seconds, microseconds a claim
and peak resident memory, and as the last line one JSON object. Goal: 100,000 claims in under 2 minutes and 500 MB, the
cost of a claim not growing faster than the logarithm of their number.
"""

import datetime as dt
import random
import sys
import time
from collections.abc import Iterator

from bench.export import identifier
from bench.sizes import peak_mb, run_sizes
from tocsin.model import Claim, Count, Mention, Report, Span, When, Where

SIZES = (12_500, 25_000, 50_000, 100_000)
A_DAY, OUTLETS, COUNTRIES, TOWNS = 300, 3, 60, 20
"""Claims a day, reports of an attack, countries, and towns of each."""
START = dt.date(2020, 1, 1)
SYLLABLES = (
    "ka ro mi lan tes bar dun elo fir gos han iv jor kel mar nuv osk pel rad sim tor ul ven zar".split()
)
TARGETS = (
    "an army convoy",
    "a police post",
    "the market",
    "an army base",
    "a village",
    "the governor's office",
)


def name_of(number: int) -> str:
    """Make a name; the same number gives the same name."""
    dice = random.Random(number)  # noqa: S311  no secret
    return "".join(dice.sample(SYLLABLES, 3)).capitalize()


def attack_stories(claims: int) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
    """Tell attacks, each in three reports of two claims.

    Args:
        claims: how many in all, about.

    Yields:
        Reports with their claims, by day.
    """
    for number in range(claims // (2 * OUTLETS)):
        dice = random.Random(number)  # noqa: S311  no secret
        country, town = dice.randrange(COUNTRIES), dice.randrange(TOWNS)
        day = START + dt.timedelta(days=number * 2 * OUTLETS // A_DAY)
        for outlet in range(OUTLETS):
            yield _story(number, outlet, (country, town), day)


def _story(
    number: int, outlet: int, where: tuple[int, int], day: dt.date
) -> tuple[Report, tuple[Claim, ...]]:
    group, place = f"{name_of(where[0])} Front", name_of(1000 + where[0] * TOWNS + where[1])
    target, dead = TARGETS[number % len(TARGETS)], 1 + number % 9
    text = (
        f"Fighters of the {group} attacked {target} in {place} on {day:%A}, a spokesman said. "
        f"{dead + outlet} people were killed. The road to {name_of(number * 7 + outlet)} was closed for hours, and "
        f"{name_of(number)} hospital took in the wounded, said Doctor {name_of(number * 3)}."
    )
    identity = identifier("r", number * OUTLETS + outlet)
    report = Report(
        id=identity, text=text, outlet=f"Outlet {outlet}", published=day + dt.timedelta(days=outlet // 2)
    )

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start=start, end=start + len(words), quote=words)

    actor = Mention(span=span(f"Fighters of the {group}"), actor=f"{where[0]}.front", country=f"C{where[0]}")
    place_told = Where(
        span=span(place), place=f"geonames:{where[0]}.{where[1]}", country=f"C{where[0]}",
        lat=where[0] / 2, lon=where[1] * 2.0, precision="exact",
    )  # fmt: skip
    attack = Claim(
        id=identifier("c", (number * OUTLETS + outlet) * 2), report=identity, span=span(f"Fighters of the {group} attacked {target}"),
        trigger=span("attacked"), event_type="ASSAULT", actor=(actor,), recipient=(Mention(span=span(target)),),
        when=When(span=span(f"on {day:%A}"), first=day, last=day), where=place_told, factuality="asserted", by="bench",
    )  # fmt: skip
    toll = Claim(
        id=identifier("c", (number * OUTLETS + outlet) * 2 + 1), report=identity, span=span(f"{dead + outlet} people were killed"),
        trigger=span("killed"), event_type="ASSAULT", recipient=(Mention(span=span("people")),), factuality="asserted",
        counts=(Count(what="dead", low=dead + outlet, high=dead + outlet, span=span(f"{dead + outlet} people")),), by="bench",
    )  # fmt: skip
    return report, (attack, toll)


def measure(claims: int) -> dict[str, float]:
    """Link so many claims in this process."""
    from tocsin.knowledge import load_knowledge  # noqa: PLC0415  not part of the start of the parent
    from tocsin.link.linker import Linker  # noqa: PLC0415

    stories = list(attack_stories(claims))
    know = load_knowledge()
    before, started = peak_mb(), time.process_time()
    linker = Linker(know)
    for report, told in stories:
        linker.add(report, told)
    linked = linker.link({report.id: report.id for report, _ in stories})
    seconds = time.process_time() - started
    number = sum(len(told) for _, told in stories)
    return {
        "claims": number,
        "seconds": round(seconds, 2),
        "us_a_claim": round(seconds / number * 1e6, 1),
        "incidents": len(linked.incidents),
        "attacks": number // (2 * OUTLETS),
        "peak_mb": round(peak_mb(), 0),
        "before_mb": round(before, 0),
    }


def main() -> int:
    """Measure each size in a fresh process."""
    return run_sizes("link", SIZES, measure)


if __name__ == "__main__":
    sys.exit(main())
