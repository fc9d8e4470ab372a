"""Reviewing: a sample with known probabilities, a second blind answer, adjudication, and what follows for quality."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tocsin.ingest import report_from_text
from tocsin.model import Review
from tocsin.serve.agreement import agree
from tocsin.serve.columns import Columns, Facet, whole
from tocsin.serve.estimates import estimates, weighted_share
from tocsin.serve.log import Log
from tocsin.serve.sampling import STRATA, TARGET, draw
from tocsin.store import open_store

OWN = {"origin": "http://localhost:8765"}
DAY = dt.datetime(2031, 3, 5, tzinfo=dt.UTC)


@pytest.fixture
def written(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    path = tmp_path / "news.db"
    texts = [f"Rebels shelled post {n} near Kasimar. Gunmen kidnapped {n} engineers." for n in range(2, 22)]
    keep(path, [report_from_text(text, outlet="Delta Wire", published=DAY.date()) for text in texts])
    with client_of(path) as desk:
        yield desk, path


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def answer(desk: TestClient, decision: str, **more: str) -> str:
    """Answer what the queue shows; gives the claim."""
    page = desk.get("/review").text
    claim = hidden(page, "subject")
    given = {"decision": decision, "subject": claim, "sampled": "1", "reason": f"so says {claim}", **more}
    assert desk.post("/review", data=given, headers=OWN).status_code == 303
    return given["subject"]


def as_reviewer(desk: TestClient, name: str) -> None:
    assert desk.post("/reviewer", data={"reviewer": name}, headers=OWN).status_code == 303
    desk.cookies.set("tocsin_reviewer", name)


def review(number: int, claim: str, decision: str, reviewer: str = "amber", **more: Any) -> Review:
    made = DAY + dt.timedelta(minutes=number)
    return Review(
        id=f"v_{number:016x}",
        subject=(claim,),
        decision=decision,  # type: ignore[arg-type]
        reviewer=reviewer,
        made=made,
        **more,
    )


def everything(desk: TestClient, decision: str, most: int = 60) -> list[str]:
    """Answer all that the queue has for this reviewer."""
    seen: list[str] = []
    while len(seen) < most and hidden(desk.get("/review").text, "subject"):
        seen.append(answer(desk, decision))
    return seen


def everything_of(path: Path, decision: str) -> set[str]:
    """Give the claims about which something was decided."""
    with open_store(path) as store:
        return {row.subject[0] for row in store.ledger("review") if row.decision == decision}


def test_a_second_reviewer_gets_some_claims_again_and_never_sees_the_first_answer(
    written: tuple[TestClient, Path],
) -> None:
    desk, path = written
    as_reviewer(desk, "amber")
    first = everything(desk, "accept", 200)
    with open_store(path) as store:
        assert sorted(first) == sorted(claim.id for claim in store.claims())
    as_reviewer(desk, "birch")
    page = desk.get("/review").text
    assert "amber" not in page
    second = everything(desk, "reject", 200)
    assert set(second) < set(first)
    assert 0 < len(second) < len(first) / 2
    as_reviewer(desk, "cedar")
    assert everything(desk, "accept") == []


def test_the_first_of_two_blind_answers_is_not_shown_on_the_incident(
    written: tuple[TestClient, Path],
) -> None:
    desk, path = written
    as_reviewer(desk, "amber")
    first = everything(desk, "accept", 200)
    as_reviewer(desk, "birch")
    wanted = hidden(desk.get("/review").text, "subject")
    with open_store(path) as store:
        homes = {claim: incident.id for incident in store.incidents() for claim in incident.claims}
    page = desk.get(f"/incident/{homes[wanted]}").text
    assert f"so says {wanted}" not in page
    assert page.count("so says") < sum(homes.get(claim) == homes[wanted] for claim in first)
    answer(desk, "accept")
    assert desk.get(f"/incident/{homes[wanted]}").text.count(f"so says {wanted}") == 2


def test_what_two_answered_differently_is_settled_by_a_third(written: tuple[TestClient, Path]) -> None:
    desk, path = written
    as_reviewer(desk, "amber")
    everything(desk, "accept", 200)
    as_reviewer(desk, "birch")
    second = everything(desk, "reject", 200)
    page = desk.get("/review/adjudicate").text
    assert page.count("This is right") == 2 * len(second)
    as_reviewer(desk, "cedar")
    for claim in second:
        desk.post("/review", data={"subject": claim, "decision": "reject", "settles": "1"}, headers=OWN)
    assert "is settled" in desk.get("/review/adjudicate").text
    found = desk.get("/review/quality.json").json()
    [share] = [
        one["share"]
        for one in found["estimates"]
        if one["measure"] == "right as it stands" and not one["stratum"]
    ]
    with open_store(path) as store:
        claims = sum(1 for _ in store.claims())
    assert share == pytest.approx(1 - len(second) / claims)
    [decision] = [one for one in found["agreement"] if one["field"] == "decision"]
    assert (decision["units"], decision["percent"]) == (len(second), 0)
    assert decision["alpha"] < 0


def test_an_answer_is_taken_back_by_a_new_row_and_the_claim_comes_again(
    written: tuple[TestClient, Path],
) -> None:
    desk, path = written
    claim = answer(desk, "accept")
    assert hidden(desk.get("/review").text, "subject") != claim
    desk.post("/review", data={"decision": "undo"}, headers=OWN)
    assert hidden(desk.get("/review").text, "subject") == claim
    with open_store(path) as store:
        first, second = store.ledger("review")
    assert second.undoes == first.id
    assert first.stratum in STRATA
    assert first.probability == 1


def test_a_correction_keeps_what_is_corrected_and_nothing_else(written: tuple[TestClient, Path]) -> None:
    desk, path = written
    claim = answer(desk, "correct", factuality="denied", event_type="ASSAULT", report="r_0")
    with open_store(path) as store:
        [row] = store.views.reviews([claim])
        told = store.views.claims([claim])[claim]
    assert row.patch["factuality"] == "denied"
    assert set(row.patch) <= {"factuality", "event_type"}
    same = {
        "decision": "correct",
        "subject": claim,
        "factuality": told.factuality,
        "event_type": told.event_type,
    }
    assert desk.post("/review", data=same, headers=OWN).status_code == 400


def test_a_claim_that_was_picked_by_hand_does_not_count_in_the_estimates(
    written: tuple[TestClient, Path],
) -> None:
    desk, path = written
    with open_store(path) as store:
        claim = next(store.claims()).id
    page = desk.get("/review", params={"claim": claim}).text
    assert hidden(page, "subject") == claim
    assert hidden(page, "sampled") == ""
    desk.post("/review", data={"decision": "accept", "subject": claim}, headers=OWN)
    assert desk.get("/review/quality.json").json()["estimates"] == []
    assert claim in everything(desk, "reject", 200)
    assert claim in everything_of(path, "reject")


@pytest.mark.parametrize("name", ["", "a b", "<script>", "x" * 41, "å"])
def test_a_name_that_is_no_pseudonym_is_refused(written: tuple[TestClient, Path], name: str) -> None:
    assert written[0].post("/reviewer", data={"reviewer": name}, headers=OWN).status_code == 400


def columns_of(stands: list[str], langs: list[str]) -> Columns:
    places = whole(range(len(stands)))

    def facet(values: list[str]) -> Facet:
        names = sorted(set(values))
        return Facet(names, places, whole(names.index(value) for value in values))

    ids = np.random.default_rng(4).integers(0, 2**64, len(stands), dtype=np.uint64)
    return Columns(places, ids, places, places, {"factuality": facet(stands), "lang": facet(langs)})


def test_rare_strata_are_drawn_more_often_and_the_probability_says_so() -> None:
    sample = draw(columns_of(["asserted"] * 6000 + ["denied"] * 100, ["en"] * 6100))
    by_name = {name: [one for one in sample.drawn if one.stratum == name] for name in sample.sizes}
    assert sample.sizes == {"asserted": 6000, "not asserted": 100}
    assert {one.probability for one in by_name["asserted"]} == {TARGET / 6000}
    assert len(by_name["asserted"]) == pytest.approx(TARGET, rel=0.2)
    assert {one.probability for one in by_name["not asserted"]} == {1.0}
    assert len(by_name["not asserted"]) == 100
    assert sum(one.is_double for one in sample.drawn) == pytest.approx(0.2 * len(sample.drawn), rel=0.4)


def test_each_beginning_of_the_queue_gives_the_share_of_the_whole_once_it_is_weighted() -> None:
    """5,400 of 6,000 asserted claims are right and none of 600 others: 82 % of all; unweighted it would be far less."""
    sample = draw(columns_of(["asserted"] * 6000 + ["denied"] * 600, ["en"] * 6600))
    begun = sample.drawn[:300]
    rows = [(1 / one.probability, 0.9 if one.stratum == "asserted" else 0.0) for one in begun]
    share, low, high = weighted_share(rows)
    assert share == pytest.approx(5400 / 6600, abs=0.05)
    assert low < 5400 / 6600 < high
    assert sum(value for _, value in rows) / len(rows) < 0.7


def test_wilson_of_equal_weights_is_wilson() -> None:
    """8 of 10: 49 to 94 % (Newcombe 1998, method 3, worked by hand)."""
    share, low, high = weighted_share([(3.0, 1.0)] * 8 + [(3.0, 0.0)] * 2)
    assert (share, round(low, 4), round(high, 4)) == (0.8, 0.4902, 0.9433)


def test_alpha_is_what_krippendorff_works_out_by_hand() -> None:
    """Krippendorff 2011, section C: four observers, twelve units, missing values; nominal alpha = 0.743."""
    told = "111 2232 3333 3333 2222 1234 4444 1121 2222 555 11 3".split()
    found = agree("x", [list(given) for given in told])
    assert found
    assert found.alpha is not None
    assert found.alpha == pytest.approx(0.743, abs=0.001)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high


def test_alpha_is_not_defined_where_all_answers_are_the_same() -> None:
    found = agree("x", [["accept", "accept"], ["accept", "accept"]])
    assert found
    assert (found.alpha, found.low, found.percent) == (None, None, 100)
    assert agree("x", [["accept"], []]) is None


def test_two_open_answers_count_half_until_they_are_settled() -> None:
    drawn: dict[str, Any] = {"stratum": "asserted", "probability": 0.5}
    rows = [
        review(1, "c_1", "accept", **drawn),
        review(2, "c_1", "reject", "birch", **drawn),
        review(3, "c_2", "accept", **drawn),
    ]
    assert next(iter(estimates(Log(rows)))).share == 0.75
    settled = [*rows, review(4, "c_1", "reject", "cedar", stratum="adjudication")]
    assert next(iter(estimates(Log(settled)))).share == 0.5


def test_exports_hold_the_words_at_their_offsets(written: tuple[TestClient, Path]) -> None:
    desk, _ = written
    for decision in ("accept", "reject", "ignore"):
        answer(desk, decision)
    answer(desk, "correct", factuality="denied")
    lines = [json.loads(line) for line in desk.get("/review/export/prodigy.jsonl").text.splitlines()]
    assert [line["answer"] for line in lines] == ["accept", "reject", "ignore", "accept"]
    for line in lines:
        [act] = [
            line["text"][one["start"] : one["end"]] for one in line["spans"] if one["label"] == line["label"]
        ]
        assert act in {"shelled", "kidnapped"}
    assert lines[3]["meta"]["factuality"] == "denied"


def test_spacy_tokens_give_the_text_back_and_no_mark_cuts_one(written: tuple[TestClient, Path]) -> None:
    desk, _ = written
    everything(desk, "accept", 6)
    for line in desk.get("/review/export/spacy.jsonl").text.splitlines():
        told = json.loads(line)
        starts, ends = ({token[at] for token in told["tokens"]} for at in ("start", "end"))
        for mark in told["spans"]["claim"]:
            assert mark["start"] in starts
            assert mark["end"] in ends
        at = 0
        for token in told["tokens"]:
            assert told["text"][at : token["start"]] in ("", " ")
            at = token["end"]
        assert at == len(told["text"])


def test_label_studio_gets_tasks_with_both_codings_and_the_interface_for_them(
    written: tuple[TestClient, Path],
) -> None:
    desk, _ = written
    answer(desk, "correct", factuality="denied")
    [task] = desk.get("/review/export/labelstudio.json").json()
    shown = {
        one["from_name"]: one["value"]["choices"]
        for one in task["annotations"][0]["result"]
        if one["type"] == "choices"
    }
    assert shown == {"factuality": ["denied"], "decision": ["correct"]}
    mark = task["predictions"][0]["result"][0]["value"]
    assert task["data"]["text"][mark["start"] : mark["end"]] == mark["text"]
    interface = desk.get("/review/export/labelstudio.xml").text
    for name in ("label", "factuality", "decision"):
        assert f'name="{name}" toName="text"' in interface
    assert '<Choice value="denied"/>' in interface


def test_inception_counts_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    keep(path, [report_from_text("The 𝕏 channel said that rebels shelled the port of Lissen.")])
    with client_of(path) as desk:
        answer(desk, "accept")
        lines = desk.get("/review/export/webanno.tsv").text.splitlines()
    assert lines[:2] == [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Claim|decision|factuality|label|reviewer",
    ]
    [text] = [line.removeprefix("#Text=") for line in lines if line.startswith("#Text=")]
    wide = text.encode("utf-16-le")
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    for row in rows:
        first, last = map(int, row[1].split("-"))
        assert wide[2 * first : 2 * last].decode("utf-16-le") == row[2]
        assert len(row) == 8
        assert row[7] == ""
    [act] = [row for row in rows if row[2] == "shelled"]
    assert act[3].startswith("accept[")
    assert act[5].startswith("ASSAULT[")


def test_an_unknown_export_is_said_to_be_none(desk: TestClient) -> None:
    assert desk.get("/review/export/word.doc").status_code == 404


def test_claims_narrow_by_what_became_of_them_and_a_first_answer_is_not_told(
    written: tuple[TestClient, Path],
) -> None:
    desk, _ = written
    as_reviewer(desk, "amber")
    first = everything(desk, "reject", 200)

    def having(state: str) -> set[str]:
        found = desk.get("/claims.json", params={"review": state, "limit": "500"}).json()["claims"]
        return {claim["id"] for claim in found}

    half = having("half")
    assert half
    assert having("reject") == set(first) - half
    assert having("open") == set()
    as_reviewer(desk, "birch")
    assert set(everything(desk, "accept", 200)) == half
    assert having("disputed") == half
    assert "answered differently" in desk.get("/incidents").text
