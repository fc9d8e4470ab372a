"""Fill a record with the bundled reports, as the desk shows them: `python -m tools.demo_record build/demo.db`.

All of it is invented: the example reports with their days, outlets and translations, and the replay of a truce.
"""

import sys
from pathlib import Path

from tocsin.coder import Coder
from tocsin.config import Settings
from tocsin.ingest import Source, reports
from tocsin.pipeline import history_of
from tocsin.present.examples import example_desk, example_reports, replay_path
from tocsin.store import open_store
from tocsin.watch.commitments import commitments

REPLAY = "iraq-2020"


def make_record(path: Path) -> None:
    """Code the reports, keep them, and derive incidents and commitments.

    Args:
        path: the store; what lies there is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for stale in path.parent.glob(f"{path.name}*"):
        stale.unlink()
    coder = Coder(example_desk())
    with open_store(path, write=True) as store:
        store.add(coder.stream(example_reports()))
        store.add(coder.stream(reports([Source(replay_path(REPLAY))], Settings())))
        held = store.history()
        history = history_of(held.reports.values(), held.claims.values(), coder.know)
        store.replace_derived(history.incidents.values(), commitments(history, coder.know), history.origins)
        account = store.status()
    print(
        f"{account.distinct} reports, {account.claims} claims, {len(history.incidents)} incidents in {path}"
    )


if __name__ == "__main__":
    make_record(Path(sys.argv[1]))
