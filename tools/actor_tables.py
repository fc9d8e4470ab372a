"""Check the dated tables of actors, and say what held on a day.

`knowledge/actors/` holds three tables beside its YAML files: `ties.tsv` (who belongs to, backs, leads whom), `terms.tsv`
(who held which office) and `sectors.tsv` (sectors that differ from those of the YAML entry). Days are written as a
year, a month or a day; an empty `until` means that no end is known.

    python -m tools.actor_tables                                    # check all three, count their rows
    python -m tools.actor_tables holder IRQ prime-minister 2020-05-10
"""

import argparse
import re
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from tocsin.knowledge.actors import INTERNATIONAL, SECTORS, Actors, read_actors
from tocsin.knowledge.dated import TIES, Row, read_dated, read_table

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def find_faults(
    rows: Sequence[Row], allowed: Collection[str], others: Collection[str], known: Actors
) -> list[str]:
    """List what is wrong with the rows of a table.

    Args:
        rows: the rows.
        allowed: words that `what` may consist of; empty = any.
        others: what `other` may be beside an actor or a state's sector.
        known: the actors.

    Returns:
        One line a fault, in row order.
    """
    faults = []
    for row in rows:
        where = f"{row.actor} {row.what}"
        if not _is_actor(row.actor, known):
            faults.append(f"{where}: {row.actor} is no actor")
        if row.other and row.other not in others and not _is_actor(row.other, known):
            faults.append(f"{where}: {row.other} is no actor")
        if unknown := sorted(set(row.what.split(" ")).difference(allowed)) if allowed else []:
            faults.append(f"{where}: {', '.join(unknown)} is not one of {', '.join(sorted(allowed))}")
        days = [day for day in (row.start, row.until) if day]
        if not row.start or not all(_DAY.fullmatch(day) for day in days):
            faults.append(f"{where}: want days like 2020, 2020-05 or 2020-05-07, found {' to '.join(days)}")
        elif row.until and row.until < row.start[: len(row.until)]:
            faults.append(f"{where}: ends {row.until} before it begins {row.start}")
    return faults


def _is_actor(identifier: str, known: Actors) -> bool:
    """Tell whether an id is an actor, or a state and a sector as in "irq.mil"."""
    state, _, sector = identifier.partition(".")
    return identifier in known.actors or (state in known.actors and sector.upper() in SECTORS)


def main(arguments: Sequence[str]) -> int:
    """Run the tool.

    Args:
        arguments: words of the command line.

    Returns:
        0, or 1 where something is wrong or nobody is known to have held the office.
    """
    parser = argparse.ArgumentParser(
        prog="python -m tools.actor_tables", description="dated tables of actors"
    )
    parser.add_argument("question", nargs="*", metavar="holder COUNTRY OFFICE DAY")
    question = parser.parse_args(arguments).question
    folder = Path("knowledge") / "actors"
    terms = read_table(folder / "terms.tsv", ["actor", "office", "country", "from", "until"])
    if question:
        if len(question) != 4 or question[0] != "holder":
            parser.error("want: holder COUNTRY OFFICE DAY")
        country, office, day = question[1:]
        holder = read_dated(folder).holder(country, office.replace("-", " "), day)
        sys.stdout.write(f"{holder or 'not known, or more than one'}\n")
        return 0 if holder else 1
    known = read_actors(folder.parent)
    ties = read_table(folder / "ties.tsv", ["actor", "tie", "other", "from", "until"])
    sectors = read_table(folder / "sectors.tsv", ["actor", "sectors", "from", "until"])
    countries = INTERNATIONAL | {actor.country for actor in known.actors.values()}
    faults = [
        *find_faults(ties, TIES, (), known),
        *find_faults(terms, (), countries, known),
        *find_faults(sectors, SECTORS, (), known),
    ]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{len(ties)} ties, {len(terms)} terms, {len(sectors)} sectors, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
