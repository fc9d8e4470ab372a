"""The stages in order: the table of contents of tocsin."""

from tocsin.claim import claims
from tocsin.knowledge import Knowledge
from tocsin.model import Coded, Report
from tocsin.read import sentences
from tocsin.resolve import resolve


def code_report(report: Report, know: Knowledge) -> Coded:
    """Code one report.

    Args:
        report: the report.
        know: knowledge tables.

    Returns:
        The report, its claims and what could not be handled.
    """
    read = sentences(report, know)
    found, issues = resolve(report, read, claims(report, read, know), know)
    return Coded(report=report, claims=tuple(found), issues=tuple(issues))
