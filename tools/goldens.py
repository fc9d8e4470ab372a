"""Write tests/goldens: what tocsin reads in the bundled reports, in words (`make goldens`).

Goldens quote words, never offsets or ids, so that a change shows what is read differently.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tocsin import Coder
from tocsin.model import Claim, Coded
from tocsin.present.examples import example_desk, example_reports
from tocsin.present.words import act, facts, printable, shown, who, words_of

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "goldens"


def goldens() -> dict[str, str]:
    """Code the bundled reports.

    Returns:
        File name to what was read, in words; JSON lines have one file a line.
    """
    found = {}
    for reading in Coder(example_desk()).stream(example_reports()):
        source = reading.report.source if reading.report else reading.issues[0].source
        name = re.sub(r"\.[a-z]+:?", "-", Path(source).name).rstrip("-")
        found[f"{name}.txt"] = golden(reading)
    return found


def golden(reading: Coded) -> str:
    """Say in words what was read.

    Args:
        reading: a coded report.

    Returns:
        The heading, then a block for each claim and a line for each issue.
    """
    blocks = [words_of(reading).partition("\n")[0], *("\n".join(_claim(claim)) for claim in reading.claims)]
    issues = [f"{issue.severity} {issue.code}: {printable(issue.message)}" for issue in reading.issues]
    return "\n\n".join(blocks + issues) + "\n"


def _claim(claim: Claim) -> Iterator[str]:
    """Say a claim: how it stands, the act, the words that name it, then what else is known."""
    stands = claim.factuality + ("" if claim.certainty == "certain" else f" ({claim.certainty})")
    yield f"{stands}: {act(claim)} “{shown(claim.trigger)}”"
    yield f"  words: {printable(claim.span.quote)}"
    if claim.span.translated:
        yield f"  in English: {printable(claim.span.translated)}"
    for label, text in (("actor", who(claim.actor)), ("recipient", who(claim.recipient)), *facts(claim)):
        if text:
            yield f"  {label}: {text}"


def main() -> None:
    """Write all goldens and remove those of reports that are gone."""
    wanted = goldens()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(wanted)} goldens written; look at the difference before you keep it: git diff tests/goldens")


if __name__ == "__main__":
    main()
