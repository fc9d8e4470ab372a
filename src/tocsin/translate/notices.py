"""What is said when a report, or a part of it, could not be translated."""

from collections.abc import Iterator, Sequence

from tocsin.errors import TranslationError
from tocsin.model import Issue, Report, Translation
from tocsin.translate.apertium import INSTALL, ROUTES
from tocsin.translate.engines import Engine

_NAMES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "ckb": "Central Kurdish", "de": "German", "en": "English", "es": "Spanish",
    "fa": "Persian", "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hy": "Armenian", "it": "Italian",
    "ka": "Georgian", "ku": "Kurdish", "my": "Burmese", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ru": "Russian", "so": "Somali", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
"""Languages of which news of conflict is often written; others are named by their code."""


def contradicted(report: Report, lang: str) -> Iterator[Issue]:
    """Say that a report was read in another language than its source states.

    Args:
        report: the report.
        lang: the language it was read in.

    Yields:
        A note; nothing where the source states none, or the same.
    """
    if report.lang and lang != report.lang:
        yield Issue(
            report=report.id,
            source=report.source,
            stage="translate",
            code="lang.contradicted",
            severity="note",
            message=f"The source says that the language is {report.lang}; the words are {_named(lang)}, and were taken as that.",
        )


def _named(lang: str) -> str:
    return f"{_NAMES[lang]} ({lang})" if lang in _NAMES else lang


def no_engine(report: Report, lang: str, engine: Engine | None) -> Issue:
    """Say that nothing translates a language, and what to do.

    Args:
        report: the report.
        lang: its language.
        engine: the engine that has no way from it; None = none was given.

    Returns:
        An issue that puts the report aside: it is kept, and read when an engine is there.
    """
    why = (
        "no translation engine was given"
        if engine is None
        else f"{engine.name} has no way from it to English"
    )
    if lang in ROUTES:
        what = "Give --translate apertium. " + INSTALL
    else:
        what = "Add a model with `tocsin models add PATH` and give --translate ct2, or the address of a LibreTranslate server"
    return Issue(
        report=report.id,
        source=report.source,
        stage="translate",
        code="translation.no_engine",
        severity="quarantined",
        message=f"The report is in {_named(lang)} and was not read: {why}. {what}. Names and numbers were looked up all the same.",
    )


def engine_failed(report: Report, error: TranslationError) -> Issue:
    """Say that an engine cannot be used.

    Args:
        report: the report that was to be translated.
        error: what the engine says.

    Returns:
        An issue that puts the report aside.
    """
    return Issue(
        report=report.id,
        source=report.source,
        stage="translate",
        code="translation.engine_failed",
        severity="quarantined",
        message=str(error),
    )


def failures(report: Report, translations: Sequence[Translation]) -> Iterator[Issue]:
    """Say which segments could not be translated.

    Args:
        report: the report.
        translations: its segments.

    Yields:
        One issue a failed segment; where all failed the report is put aside.
    """
    failed = [one for one in translations if one.status == "failed"]
    grave = bool(failed) and not any(one.text for one in translations)
    for one in failed:
        yield Issue(
            report=report.id,
            source=report.source,
            stage="translate",
            code="translation.failed",
            severity="quarantined" if grave else "note",
            message=f"A segment was not translated and not read: {one.reason}.",
            span=one.span,
        )
