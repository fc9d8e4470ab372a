"""Article text of real pages, against the article bodies marked by people.

Pages: scrapinghub/article-extraction-benchmark (MIT), of which every seventh is read here: .928. On all 181 the
mean word F1 is .965; trafilatura 2.3.1 alone (fast, without comments) has .961.
"""

import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

from tocsin.config import Settings
from tocsin.ingest import Source, reports
from tocsin.model import Report

FLOOR = 0.92
ARTICLE = {"subtitle", "dateline", "body", "byline"}


def word_f1(found: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over words, each as often as it occurs."""
    have, want = (Counter(re.findall(r"\w+", text)) for text in (found, wanted))
    shared = (have & want).total()
    return 2 * shared / (have.total() + want.total()) if shared else 0.0


def test_article_text_of_real_pages(shared: Path) -> None:
    with zipfile.ZipFile(shared / "data" / "pages" / "article_extraction_benchmark.zip") as archive:
        truth = json.loads(archive.read("ground-truth.json"))
        names = sorted(truth)[::7]
        sources = [Source(f"{name}.html", io.BytesIO(archive.read(f"html/{name}.html"))) for name in names]
    scores = []
    for name, report in zip(names, reports(sources, Settings()), strict=True):
        assert isinstance(report, Report), report
        body = " ".join(report.text[part.start : part.end] for part in report.parts if part.kind in ARTICLE)
        scores.append(word_f1(body, truth[name]["articleBody"]))
    assert len(scores) > 20
    assert sum(scores) / len(scores) >= FLOOR
