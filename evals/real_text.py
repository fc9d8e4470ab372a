"""Real texts: does the program read government statements, cables and business news as their annotator did?

The texts stay in the data sets; `corpus/real` holds offsets and claims. Only the annotated sentences are read and
judged, as in `evals.corpus`. Their part is for the test: figures are reported, nothing is chosen by them.
"""

from pathlib import Path

from evals.corpus import score_reports
from evals.scoring import SHARED, Scored, run_task
from tools.corpus_real import SETS, load_real
from tools.corpus_records import CORPUS, CorpusError

DATA = SHARED
FIGURES = ("trigger_type_f1", "role_f1", "factuality_macro_f1")


def score(shared: Path, folder: Path = CORPUS / "real") -> Scored:
    """Score all real reports whose use is test.

    Args:
        shared: the folder that holds `data/`.
        folder: where the stand-off files are.

    Returns:
        trigger_type_f1; role_f1, of actors and recipients together; factuality_macro_f1; and the cases.

    Raises:
        CorpusError: no report is for the test, or a text is not there or not what was annotated.
    """
    names = [name for name in SETS if (folder / f"{name}.jsonl").is_file()]
    reports = [report for name in names for report in load_real(name, shared, folder) if report.use == "test"]
    if not reports:
        message = f"{folder} holds no report for the test"
        raise CorpusError(message)
    scored = score_reports(reports)
    return Scored(metrics={name: scored.metrics[name] for name in FIGURES}, cases=scored.cases)


if __name__ == "__main__":
    run_task(score, DATA)
