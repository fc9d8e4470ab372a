"""Claims read in a translation point into the original, say so, and are doubtful where the translation is."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tocsin import Coder, Reading
from tocsin.cli import main
from tocsin.ingest import report_from_text
from tocsin.model import Claim, Mention, Span, Where
from tocsin.translate import Desk, Memory
from tocsin.translate.desk import translate_report
from tocsin.translate.evidence import Shadow
from tocsin.translate.replay import Pair, Replay
from tocsin.translate.subjects import HEARD

RUSSIAN = {
    "Нападение на базу": "Attack on a base",
    "В воскресенье боевики Фронта Мараш обстреляли базу иракской армии, погибли 12 солдат.": (
        "On Sunday, Marash Front fighters shelled an Iraqi army base, killing 12 soldiers."
    ),
    "Никто не взял на себя ответственность.": "Somebody claimed responsibility.",
    "Правительство Ирана не обстреливало базу.": "The government of Iran shelled the base.",
}
TITLE, *BODY = RUSSIAN


def reading_of(pairs: dict[str, str], text: str, lang: str = "ru", day: str = "2031-03-05") -> Reading:
    """Code a text with known translations."""
    engine = Replay([Pair(lang=lang, src=one, en=two) for one, two in pairs.items()])
    return Coder(Desk(engine=engine)).code(text, lang=lang, published=day)


@pytest.fixture(scope="module")
def russian() -> Reading:
    """A report in Russian, translated by a person but for two lost negations."""
    return reading_of(RUSSIAN, TITLE + "\n\n" + " ".join(BODY))


def spans(record: object) -> list[Span]:
    """List all spans of a record."""
    if isinstance(record, Span):
        return [record]
    values = (
        record
        if isinstance(record, tuple)
        else [getattr(record, name) for name in getattr(record, "__struct_fields__", ())]
    )
    return [span for value in values for span in spans(value)]


def claim_of(reading: Reading, word: str) -> Claim:
    """Find a claim by a word of its translation."""
    return next(claim for claim in reading.claims if word in claim.span.translated)


def test_a_claim_of_a_translation_says_so_and_names_it(russian: Reading) -> None:
    claim = claim_of(russian, "Marash")
    assert (claim.event_type, claim.mode, claim.coded_from) == ("ASSAULT", "heavy-weapons", "translation")
    used = {one.id: one for one in russian.translations}
    assert [used[one].engine for one in claim.translations] == ["replay"]


def test_every_span_slices_the_original_and_says_how_it_was_found(russian: Reading) -> None:
    assert russian.report is not None
    found = [span for claim in russian.claims for span in spans(claim)]
    assert found
    for span in found:
        assert russian.report.text[span.start : span.end] == span.quote
        assert span.approx in {"segment", "name", "number"}
        assert span.translated


def test_a_number_is_found_again_and_the_rest_is_the_sentence(russian: Reading) -> None:
    [count] = claim_of(russian, "Marash").counts
    assert (count.low, count.what, count.span.quote, count.span.approx) == (12, "dead", "12", "number")
    assert claim_of(russian, "Marash").trigger.quote == BODY[0]
    assert claim_of(russian, "Marash").trigger.translated == "shelled"


def test_dates_count_from_the_day_of_publication(russian: Reading) -> None:
    when = claim_of(russian, "Marash").when
    assert when is not None
    assert (str(when.first), when.span.approx) == ("2031-03-02", "segment")


def test_a_lost_negation_never_becomes_a_plain_assertion(russian: Reading) -> None:
    claim = claim_of(russian, "of Iran")
    assert claim.factuality == "asserted"
    assert claim.flags == ("translation.polarity",)
    assert claim.certainty == "possible"


def test_a_name_that_a_translation_breaks_is_read_in_the_original() -> None:
    spanish = {"El Hezbollah atacó la base el domingo.": "The Hezbollah attacked the base on Sunday."}
    sentence = next(iter(spanish))
    whole = reading_of(spanish, sentence, "es")
    assert whole.claims[0].actor[0].span == Span(
        start=3, end=12, quote="Hezbollah", approx="name", translated="The Hezbollah"
    )
    assert whole.claims[0].actor[0].actor == "lbn.hezbollah"


def test_a_short_form_is_found_where_it_stands_and_not_inside_the_full_name() -> None:
    spanish = {
        "El Frente Osk advirtió que el Osk atacará la base de Tarn.": "The Osk Front warned that Osk will attack the Tarn base."
    }
    [sentence] = spanish
    whole = reading_of(spanish, sentence, "es")
    [actor] = next(claim for claim in whole.claims if claim.event_type == "ASSAULT").actor
    assert actor.span.start == sentence.rindex("Osk")


class Names:
    """A finder that knows one name."""

    def find(self, text: str, lang: str) -> list[Mention]:
        """Know the front."""
        at = text.find("Фронта Мараш")
        span = Span(start=at, end=at + 12, quote="Фронта Мараш")
        return (
            [Mention(span=span, actor="ard.marash", name="Marash Front", country="ARD", reason="known name")]
            if at >= 0 and lang == "ru"
            else []
        )

    def subject(self, text: str, lang: str) -> None:
        """Find none."""
        del text, lang

    def locate(self, name: str, text: str, lang: str) -> tuple[int, int] | None:
        """Know how the front is written."""
        at = text.find("Мараш")
        return (at, at + 5) if name == "Marash Front" and lang == "ru" and at >= 0 else None

    def places(self, text: str) -> list[Where]:
        """Know no place."""
        del text
        return []


def test_who_it_is_comes_from_a_finder_of_names_in_the_original() -> None:
    engine = Replay([Pair(lang="ru", src=one, en=two) for one, two in RUSSIAN.items()])
    reading = Coder(Desk(engine=engine, names=Names())).code(
        " ".join(BODY), lang="ru", published="2031-03-05"
    )
    [actor] = claim_of(reading, "Marash").actor
    assert (actor.actor, actor.reason) == ("ard.marash", "known name, in the original")
    assert (actor.span.quote, actor.span.approx) == ("Мараш", "name")


class Heard:
    """A finder of names that hears a person in the first word, and says where names stand in the languages given."""

    def __init__(self, *heard: str) -> None:
        """Keep the languages in which names are found."""
        self._heard = heard

    def find(self, text: str, lang: str) -> list[Mention]:
        """Hear the person."""
        del lang
        span = Span(start=0, end=text.index(" "), quote=text[: text.index(" ")])
        return [Mention(span=span, actor="per.fransi", name="Ana Fransi", country="PER", reason=HEARD)]

    def subject(self, text: str, lang: str) -> None:
        """Find none."""
        del text, lang

    def locate(self, name: str, text: str, lang: str) -> tuple[int, int] | None:
        """Find every name in the first word."""
        del name
        return (0, text.index(" ")) if lang in self._heard else None

    def places(self, text: str) -> list[Where]:
        """Know no place."""
        del text
        return []


@pytest.mark.parametrize(
    ("english", "heard", "country"),
    [
        ("Ambra shelled the base.", ("ru",), ""),
        ("Ana Fransi shelled the base.", ("ru", "en"), "PER"),
        ("French troops shelled the base.", ("ru", "en"), "FRA"),
    ],
)
def test_a_name_only_heard_counts_where_it_is_heard_in_english_too(
    english: str, heard: tuple[str, ...], country: str
) -> None:
    engine = Replay([Pair(lang="ru", src="Франси обстреляла базу.", en=english)])
    coder = Coder(Desk(engine=engine, names=Heard(*heard)))
    [actor] = coder.code("Франси обстреляла базу.", lang="ru").claims[0].actor
    assert actor.country == country


def test_a_place_is_looked_up_as_the_original_has_it() -> None:
    pairs = {"Боевики убили 3 солдат близ Zarnovo.": "Militants killed 3 soldiers near Zarnovo."}
    [sentence] = pairs
    where = reading_of(pairs, sentence).claims[0].where
    assert where is not None
    assert (where.place, where.span.quote, where.span.approx) == ("", "Zarnovo", "name")

    class Village(Names):
        def places(self, text: str) -> list[Where]:
            at = text.find("Zarnovo")
            return [
                Where(
                    span=Span(start=at, end=at + 7, quote="Zarnovo"),
                    place="local:z",
                    name="Z",
                    reason="known",
                )
            ]

    engine = Replay([Pair(lang="ru", src=one, en=two) for one, two in pairs.items()])
    where = Coder(Desk(engine=engine, names=Village())).code(sentence, lang="ru").claims[0].where
    assert where is not None
    assert (where.place, where.span.quote, where.reason) == ("local:z", "Zarnovo", "known, in the original")


def test_a_reading_in_english_is_what_it_was() -> None:
    claim = Coder().code("Rebels shelled the base on Sunday.", lang="en").claims[0]
    assert (claim.coded_from, claim.translations, claim.flags) == ("original", (), ())
    assert claim.span.approx == claim.span.translated == ""


def test_a_language_without_engine_is_put_aside_with_what_its_names_say() -> None:
    text = "El Hezbollah atacó Bogotá el 12.10.2030: murieron 12 soldados de Colombia."
    reading = Coder().code(text, lang="es")
    assert reading.state == "quarantined"
    assert [issue.code for issue in reading.issues] == ["translation.no_engine"]
    assert "apt install apertium" in reading.issues[0].message
    assert reading.unread is not None
    assert [one.span.quote for one in reading.unread.actors if one.actor] == [
        "Hezbollah",
        "Bogotá",
        "Colombia",
    ]
    assert [one.quote for one in reading.unread.numbers if one.quote == "12"] == ["12"]
    assert [str(one.first) for one in reading.unread.days] == ["2030-10-12"]
    for span in spans(reading.unread):
        assert text[span.start : span.end] == span.quote


def test_an_engine_without_the_language_is_named() -> None:
    engine = Replay([Pair(lang="ru", src="Да.", en="Yes.")])
    [issue] = Coder(Desk(engine=engine)).code("قال الجيش إن جنديين قتلا.", lang="ar").issues
    assert issue.message.startswith(
        "The report is in Arabic (ar) and was not read: replay has no way from it"
    )


def test_a_segment_that_fails_is_named_and_the_others_are_read() -> None:
    reading = reading_of(dict(list(RUSSIAN.items())[:2]), " ".join(BODY))
    assert claim_of(reading, "Marash")
    assert [(issue.code, issue.span and issue.span.quote) for issue in reading.issues] == [
        ("translation.failed", BODY[1]),
        ("translation.failed", BODY[2]),
    ]


def test_where_all_fails_the_report_is_put_aside() -> None:
    assert reading_of({"Да.": "Yes."}, " ".join(BODY)).state == "quarantined"


def test_english_words_in_a_foreign_report_are_read_as_they_are() -> None:
    text = BODY[0] + " The army said on Sunday that the rebels attacked the village."
    reading = reading_of(RUSSIAN, text)
    assert [one.status for one in reading.translations] == ["ok", "skipped"]
    assert claim_of(reading, "rebels attacked")


@given(st.lists(st.sampled_from(list(RUSSIAN)), min_size=1, max_size=6))
def test_the_shadow_leads_each_word_back_to_its_segment(chosen: list[str]) -> None:
    report = report_from_text("\n\n".join(chosen), lang="ru")
    engine = Replay([Pair(lang="ru", src=one, en=two) for one, two in RUSSIAN.items()])
    translated = translate_report(report, engine, Memory(), "ru")
    shadow = Shadow(report, translated)
    assert shadow.report.id == report.id
    for part in shadow.report.parts:
        for one in shadow.segments(part.start, part.end):
            assert one.text in shadow.report.text[part.start : part.end]


def test_the_table_shows_the_original_and_its_english(tmp_path: Path) -> None:
    report, known = tmp_path / "news.txt", tmp_path / "known.jsonl"
    report.write_text(" ".join(BODY), encoding="utf-8")
    known.write_text(
        "".join(json.dumps({"lang": "ru", "src": one, "en": two}) + "\n" for one, two in RUSSIAN.items()),
        encoding="utf-8",
    )
    asked = ["code", str(report), "--lang", "ru", "--translate", f"replay:{known}"]
    shown = CliRunner().invoke(main, [*asked, "--format", "table"]).stdout
    assert "“В воскресенье боевики Фронта Мараш" in shown
    assert "= “Marash Front fighters shelled an Iraqi army base" in shown
    assert "doubtful translation.polarity" in " ".join(shown.split())
    kept = tmp_path / "kept.jsonl"
    first = CliRunner().invoke(main, [*asked, "--translations", str(kept)]).stdout
    assert CliRunner().invoke(main, [*asked, "--translations", str(kept)]).stdout == first
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 3
    assert [json.loads(line)["record"] for line in first.splitlines()][:5] == [
        "header",
        "report",
        *["translation"] * 3,
    ]


def test_what_is_unread_passes_through_other_commands(tmp_path: Path) -> None:
    report, records = tmp_path / "news.txt", tmp_path / "records.jsonl"
    report.write_text(" ".join(BODY), encoding="utf-8")
    CliRunner().invoke(main, ["code", str(report), "-o", str(records), "--format", "jsonl"])
    assert '"record":"unread"' in records.read_text(encoding="utf-8")
    for command in (
        ["watch", str(records)],
        ["code", str(records)],
        ["export", str(records), "--format", "geojson", "-o", str(tmp_path / "map.json")],
    ):
        outcome = CliRunner().invoke(main, command)
        assert outcome.exit_code in {0, 3}, outcome.output
        assert "no record" not in outcome.stderr
