"""Makes docs/tocsin.svg, the terminal picture of the README, from a real run on a bundled report."""

import io
import re
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console

from tocsin.coder import Coder
from tocsin.model import Coded, Report
from tocsin.present.examples import example_reports
from tocsin.present.table import show

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "tocsin.svg"
SOURCE = "osk-truce-offer.txt"
SHOWN = 8
"""Claims that are shown, from the first: more would not fit on a page beside words."""


def main() -> None:
    """Code the report and save what the terminal shows."""
    reports = (given for given in example_reports() if isinstance(given, Report))
    report = next(report for report in reports if report.source.endswith(SOURCE))
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)
    for coded in Coder().stream([replace(report, source=SOURCE)]):
        show(console, Coded(report=coded.report, claims=coded.claims[:SHOWN]))
    picture = console.export_svg(title="tocsin demo", unique_id="tocsin")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)  # the picture fetches nothing
    picture = picture.replace("<svg ", '<svg xml:space="preserve" ', 1)  # else some viewers drop blanks
    PICTURE.write_text(picture, encoding="utf-8")
    print(f"{PICTURE} shows {SHOWN} of {len(coded.claims)} claims")


if __name__ == "__main__":
    main()
