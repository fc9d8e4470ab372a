"""An incident shows who says what: contradictions are named, copies are folded into what they repeat."""

import datetime as dt
from pathlib import Path

from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tocsin.coder import code
from tocsin.ingest import report_from_text
from tocsin.model import Claim
from tocsin.serve.tellings import contradicted, differing
from tocsin.store import open_store

RAID = "Osk Front fighters shelled an army post near Kasimar on Tuesday, killing {} soldiers."


def differences(*texts: str) -> set[str]:
    return differing(claim for text in texts for claim in code(text).claims)


def test_ranges_that_meet_do_not_contradict_each_other_and_those_apart_do() -> None:
    assert differences(RAID.format("two"), RAID.format("at least two")) == set()
    assert differences(RAID.format("two"), RAID.format("nine")) == {"counts"}


def test_what_one_denies_and_another_asserts_is_a_contradiction() -> None:
    assert differences("Rebels shelled the port.", "Rebels denied that they had shelled the port.") == {
        "stands"
    }
    assert differences("Rebels denied shelling the port.") == set()


def test_other_names_for_the_actor_contradict_and_silence_does_not() -> None:
    assert differences("Kataib Hezbollah attacked the base.", "Hamas attacked the base.") == {"actor"}
    assert differences("Kataib Hezbollah attacked the base.", "The base was attacked.") == set()


def test_a_copy_is_folded_into_its_original(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    text = (
        RAID.format("two")
        + " The post stands above the road to the coast. A witness said that smoke hung over it for hours."
    )
    day = dt.date(2031, 3, 5)
    outlets = ("Delta Wire", "Lissen Post")
    keep(path, [report_from_text(text, outlet=outlet, published=day) for outlet in outlets])
    with open_store(path) as store:
        [copied] = [origin for report, origin in store.history().origins.items() if report != origin]
    with client_of(path) as desk:
        raid = first_with_toll(desk)
        page = desk.get(f"/incident/{raid}").text
        assert "<summary>1 copy</summary>" in page
        assert page.count('<th scope="rowgroup"') == 1
        assert (
            f'<th scope="rowgroup" rowspan="1" data-label="Report"><a class="strong" href="/report/{copied}"'
            in page
        )


def first_with_toll(desk: TestClient) -> str:
    found = desk.get("/incidents.json").json()["incidents"]
    return str(next(one["id"] for one in found if one["dead_low"]))


def test_the_claim_that_most_others_contradict_is_marked_and_they_are_not() -> None:
    texts = (RAID.format("two"), RAID.format("two"), RAID.format("two"), RAID.format("nine"))
    claims = [claim for number, text in enumerate(texts) for claim in told(text, f"Wire {number}")]
    marked = {claim: columns for claim, columns in contradicted(claims).items() if columns}
    assert marked == {claims[-1].id: {"counts"}}


def told(text: str, outlet: str) -> list[Claim]:
    return list(code(text, outlet=outlet).claims)
