"""The stages in order: the table of contents of tocsin."""

import traceback

from tocsin.claim import claims
from tocsin.knowledge import Knowledge
from tocsin.model import Coded, Issue, Report, Summary
from tocsin.read import sentences
from tocsin.resolve import resolve


def code_report(report: Report, know: Knowledge) -> Coded:
    """Code one report: read, claim, resolve.

    Args:
        report: the report.
        know: knowledge tables.

    Returns:
        The report, its claims and what could not be handled. A fault of the program in one report becomes an
        issue of severity "quarantined", so that the others are still coded.
    """
    try:
        read = sentences(report, know)
        unresolved, aside = claims(report, read, know)
        found, issues = resolve(report, read, unresolved, know)
    except Exception as error:  # noqa: BLE001  a fault in one report must not cost the others
        return Coded(report=report, issues=(_fault(report, error),))
    return Coded(report=report, claims=tuple(found), issues=(*aside, *issues))


def _fault(report: Report, error: Exception) -> Issue:
    last = traceback.extract_tb(error.__traceback__)[-1]
    module = last.filename.replace("\\", "/").rpartition("/tocsin/")[2]
    return Issue(
        report=report.id,
        source=report.source,
        stage="pipeline",
        code="pipeline.fault",
        severity="quarantined",
        message=(
            f"tocsin failed on this report: {type(error).__name__} in {module}, line {last.lineno}. "
            "The report is kept in the output; please send it to the project with this message."
        ),
    )


def account(summary: Summary, coded: Coded) -> Summary:
    """Add one outcome to the account of a run.

    Args:
        summary: the account so far.
        coded: what came of one input.

    Returns:
        The new account; reports == coded + no_event + quarantined + failed. An input with nothing but notes and
        no report (a folder's note) counts as no report.
    """
    counted = coded.report is not None or any(issue.severity != "note" for issue in coded.issues)
    return Summary(
        reports=summary.reports + counted,
        coded=summary.coded + (coded.state == "coded"),
        no_event=summary.no_event + (counted and coded.state == "no_event"),
        quarantined=summary.quarantined + (coded.state == "quarantined"),
        failed=summary.failed + (coded.state == "failed"),
        claims=summary.claims + len(coded.claims),
        issues=summary.issues + len(coded.issues),
    )
