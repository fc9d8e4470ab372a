"""The stages in order: the table of contents of tocsin."""

import contextlib
import datetime as dt
import hashlib
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from tocsin.claim import claims
from tocsin.errors import TranslationError
from tocsin.knowledge import Knowledge
from tocsin.link.copies import origins
from tocsin.link.linker import Linker
from tocsin.model import (
    Assessment,
    Claim,
    Coded,
    Commitment,
    Forecast,
    History,
    Issue,
    Names,
    Report,
    Review,
    Summary,
)
from tocsin.read import sentences
from tocsin.read.encoder import Encoder
from tocsin.resolve import resolve, resolve_names
from tocsin.translate import Desk, translate_report, translate_reports
from tocsin.translate.engines import EASE
from tocsin.translate.evidence import Bridge, Shadow
from tocsin.translate.known import KnownNames, tell_unread
from tocsin.translate.languages import FOUND, UNKNOWN, language_of
from tocsin.translate.notices import contradicted, engine_failed, failures, no_engine
from tocsin.watch.blocks import Card
from tocsin.watch.cards import outlook
from tocsin.watch.changes import State
from tocsin.watch.commitments import commitment_of
from tocsin.watch.day import Known, cards_of, judge_day
from tocsin.watch.gathering import gather
from tocsin.watch.holding import Blind, unit_of
from tocsin.watch.series import empirical_blind, series
from tocsin.watch.statuses import status_changes


def with_language(report: Report) -> Report:
    """Fill in the language of a report whose source states none.

    Args:
        report: the report.

    Returns:
        The report, with language and flag "lang.found" where the language could be told from its words.
    """
    if report.lang or (told := language_of(report)) == UNKNOWN:
        return report
    return msgspec.structs.replace(report, lang=told, flags=tuple(sorted({*report.flags, FOUND})))


def with_languages(inputs: Iterable[Report | Issue]) -> Iterator[Report | Issue]:
    """Fill in the languages of reports as they come; issues pass through."""
    for given in inputs:
        yield with_language(given) if isinstance(given, Report) else given


def translate_ahead(reports: Iterable[Report], desk: Desk) -> None:
    """Have the desk translate several reports at once; what it gives waits in its memory.

    Args:
        reports: reports that are about to be coded.
        desk: engine and memory.
    """
    engine = desk.engine
    if engine is None:
        return
    told = ((report, language_of(report)) for report in reports)
    wanted = [pair for pair in told if pair[1] in engine.languages()]
    with contextlib.suppress(TranslationError):  # each report says so when it is read
        translate_reports(wanted, engine, desk.memory)


def code_report(
    report: Report, know: Knowledge, encoder: Encoder | None = None, desk: Desk | None = None
) -> Coded:
    """Code one report: translate it if it is not in English, then read, claim, resolve.

    Args:
        report: the report.
        know: knowledge tables.
        encoder: the network; None = the patterns read alone.
        desk: what is at hand for reports that are not in English; None = nothing, they stay unread.

    Returns:
        The report, its claims and what could not be handled. A fault of the program in one report becomes an
        issue of severity "quarantined", so that the others are still coded.
    """
    try:
        lang = language_of(report)
        if lang in {"en", UNKNOWN}:
            found, issues = _read(report, know, encoder)
            coded = Coded(report=report, claims=found, issues=issues)
        else:
            coded = _code_foreign(report, lang, (know, encoder), desk or Desk())
    except TranslationError as error:
        coded = Coded(report=report, issues=(engine_failed(report, error),))
    except Exception as error:  # noqa: BLE001  a fault in one report must not cost the others
        return Coded(report=report, issues=(_fault(report, error),))
    return msgspec.structs.replace(coded, issues=(*contradicted(report, lang), *coded.issues))


def _read(
    report: Report, know: Knowledge, encoder: Encoder | None, ease: float = 1.0
) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
    """Read an English report; `ease` below 1 lets the network see acts in rough English."""
    read = sentences(report, know)
    sights = encoder.see_each(report.text, read, ease, ties=False) if encoder else ()
    unresolved, aside = claims(report, read, know, sights)
    found, issues = resolve(report, read, unresolved, know)
    return tuple(found), (*aside, *issues)


def names_of(report: Report, know: Knowledge, encoder: Encoder) -> Names:
    """List everyone and every place that a report names.

    Args:
        report: the report.
        know: knowledge tables.
        encoder: the network.

    Returns:
        Actors and places, resolved as far as they are known, and their ties. Of a report that is not in English only known actors,
        countries and large towns.
    """
    lang = language_of(report)
    if lang not in {"en", UNKNOWN}:
        unread = tell_unread(report, lang, KnownNames(know))
        return Names(report=report.id, actors=unread.actors, places=unread.places)
    read = sentences(report, know)
    return resolve_names(report, read, encoder.see_each(report.text, read), know)


def _code_foreign(report: Report, lang: str, reader: tuple[Knowledge, Encoder | None], desk: Desk) -> Coded:
    """Read a report in its translation, and let its claims point into the original."""
    names = desk.names or KnownNames(reader[0])
    if desk.engine is None or lang not in desk.engine.languages():
        unread = tell_unread(report, lang, names)
        return Coded(report=report, unread=unread, issues=(no_engine(report, lang, desk.engine),))
    translated = translate_report(report, desk.engine, desk.memory, lang)
    shadow = Shadow(report, translated)
    found, issues = _read(shadow.report, *reader, EASE.get(desk.engine.name, 1.0))
    bridge = Bridge(shadow, lang, names)
    return Coded(
        report=report,
        claims=tuple(bridge.carry(found)),
        issues=(*failures(report, translated), *map(bridge.issue, issues)),
        translations=tuple(translated),
    )


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


def history_of(
    reports: Iterable[Report], told: Iterable[Claim], know: Knowledge, reviews: Iterable[Review] = ()
) -> History:
    """Put coded reports together: find copies, link claims to incidents.

    Args:
        reports: the reports, any order.
        told: their claims, any order.
        know: knowledge tables.
        reviews: what people decided; "same" and "different" bind the linking.

    Returns:
        The history; the same for any order of the input.
    """
    ordered = sorted(reports, key=lambda report: (report.published or dt.date.max, report.id))
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in told:
        by_report[claim.report].append(claim)
    linker = Linker(know)
    held: dict[str, Claim] = {}
    for report in ordered:
        own = sorted(by_report[report.id], key=lambda claim: (claim.trigger.start, claim.id))
        linker.add(report, own)
        held.update((claim.id, claim) for claim in own)
    sources = origins(ordered)
    linked = linker.link(sources, reviews)
    return History(
        reports={report.id: report for report in ordered},
        claims=held,
        incidents={incident.id: incident for incident in linked.incidents},
        origins=sources,
    )


def known_of(
    history: History,
    know: Knowledge,
    found: tuple[Commitment, ...] | None = None,
    *,
    reviews: Iterable[Review] = (),
    forecasts: Iterable[Forecast] = (),
) -> Known:
    """Say what is known on the day of the newest report: commitments, and what became of them.

    Args:
        history: reports, claims and incidents.
        know: knowledge tables.
        found: the commitments, where they were derived before; None = derive them.
        reviews: what people decided.
        forecasts: forecasts made so far.

    Returns:
        What the watch judges.
    """
    bonds = gather(history, know)
    found = tuple(commitment_of(bond, history) for bond in bonds) if found is None else found
    days = (report.published for report in history.reports.values() if report.published is not None)
    return Known(
        history=history,
        commitments=found,
        statuses=status_changes(found, history, know, bonds),
        reviews=tuple(reviews),
        forecasts=tuple(forecasts),
        today=max(days, default=dt.date.min),
    )


HORIZONS = (7, 30, 90)
"""Days ahead that a truce card shows (design note on truces, section 4)."""


def truce_forecasts(known: Known, cards: Iterable[Card], blind: Blind) -> Iterator[Forecast]:
    """Forecast the days ahead of each truce, for all targets and for each class.

    Args:
        known: what is known.
        cards: the cards of the truces, which say how many events each saw.
        blind: the truce-blind forecast.

    Yields:
        Forecasts that know of the truce: what dated truces did to the number of events, as far as this one bears it
        out. Their baseline is the blind forecast. None for truces that are over, or where the reports before the truce
        are too few for a rate.
    """
    import numpy as np  # noqa: PLC0415  heavy

    from tocsin.forecast.truces import shipped_effect  # noqa: PLC0415

    held = {commitment.id: commitment for commitment in known.commitments}
    made = dt.datetime.combine(known.today, dt.time(23, 59, 59), tzinfo=dt.UTC)
    for card in cards:
        for line in (
            card.held if card.status not in {"withdrawn", "lapsed", "collapsed", "superseded"} else ()
        ):
            unit = unit_of(held[card.commitment], line.target_class)
            first, last = line.stretch.first, line.stretch.last
            past = np.array(blind(unit, first, (last - first).days + 1))
            if len(past) < 2 or last < known.today:
                continue
            effect = shipped_effect().after(past, line.stretch.seen)
            for days in HORIZONS:
                baseline = np.array(blind(unit, first, days))
                key = f"{card.commitment}\n{unit}\n{made.isoformat()}\n{days}"
                yield Forecast(
                    id="f_" + hashlib.sha256(key.encode()).hexdigest()[:16],
                    commitment=card.commitment,
                    unit=unit,
                    made=made,
                    start=known.today + dt.timedelta(days=1),
                    horizon_days=days,
                    pmf=tuple(effect.say(baseline).tolist()),
                    baseline=tuple(baseline.tolist()),
                    model="truce effect 1",
                    coverage="all_reported",
                )


def judge(known: Known, ledger: Sequence[Assessment]) -> tuple[State, list[Card]]:
    """Judge the day with the plain forecast from the events before each truce, and look ahead.

    Args:
        known: what is known.
        ledger: assessments on record.

    Returns:
        What is to be said of every truce, and its card.
    """
    days = series(known.dockets)
    dated = (report.published for report in known.history.reports.values() if report.published is not None)
    blind = empirical_blind(days, min(dated, default=None))
    state = judge_day(known, ledger, blind)
    cards = cards_of(known, state, blind)
    made: dict[str, list[Forecast]] = {}
    for forecast in (*known.forecasts, *truce_forecasts(known, cards, blind)):
        made.setdefault(forecast.commitment, []).append(forecast)
    return state, [
        msgspec.structs.replace(card, outlook=outlook(card.commitment, made.get(card.commitment, ())))
        for card in cards
    ]


def past_forecasts(history: History, forecasts: Iterable[Forecast]) -> list[tuple[Forecast, int]]:
    """Set forecasts whose days are over against what happened.

    Args:
        history: reports and incidents; the newest report tells which days are over.
        forecasts: recorded forecasts of attacks.

    Returns:
        Each with the number of attacks that happened; those still open, and those of truces, are left out.
    """
    from tocsin.forecast.attacks import count_attacks, find_attacks  # noqa: PLC0415  numpy and scipy, loaded late

    days = [one.published for one in history.reports.values() if one.published is not None]
    over = [
        one
        for one in forecasts
        if days and not one.commitment and one.start + dt.timedelta(days=one.horizon_days) <= max(days)
    ]
    attacks = find_attacks(history.incidents.values()) if over else None
    return [(one, count_attacks(attacks, one.unit, one.start, one.horizon_days)) for one in over if attacks]
