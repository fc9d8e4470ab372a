"""The card of a truce shows how the forecasts of the record did."""

import re
from pathlib import Path

from click.testing import CliRunner

from tests.serve.conftest import client_of
from tocsin.cli import main

REPORTS = Path(__file__).parents[2] / "src/tocsin/examples/iraq-2020/reports.jsonl"


def test_recorded_forecasts_are_drawn_once_their_days_are_over(tmp_path: Path) -> None:
    store = tmp_path / "news.db"
    for command in (["ingest", str(REPORTS)], ["rebuild"]):
        assert CliRunner().invoke(main, [*command, "--store", str(store)]).exit_code == 0
    with client_of(store) as client:
        truce = client.get("/truces.json").json()["truces"][0]["truce"]
        assert "How our forecasts did" not in client.get(f"/truce/{truce}").text
    recorded = CliRunner().invoke(
        main, ["forecast", "--store", str(store), "--until", "2020-12-31", "--record"]
    )
    assert recorded.exit_code == 0
    with client_of(store) as client:
        page = client.get(f"/truce/{truce}").text
    drawn = re.findall(r'aria-label="(\d+) days: said against happened"', page)
    assert drawn == ["7", "30"]
    assert page.count('<polyline class="happened"') == 2
