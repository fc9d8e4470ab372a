"""Are news articles on one shooting put together? The Gun Violence part of LongTailQATask (Postma et al. 2018).

All articles are grouped, as given and with their days of publication; those of the test half of the incidents are
scored, by B cubed, and `dev_b3_f1` shows the half on which thresholds were looked at. `incident_*` puts an article where
the incident stands that most of its claims tell of (the patterns alone read: the network takes twelve minutes here). The
baseline joins articles whose TF-IDF cosine reaches a threshold chosen on the development half and that were published
within 7 days. The articles have no licence and name private persons: cases are ids only.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.link_scores import b_cubed, judge_groups
from evals.scoring import SHARED, Scored, read_jsonl, run_task
from tocsin import Coder
from tocsin.link.linker import Linker
from tocsin.link.stories import stories
from tocsin.model import Claim, Report

DATA = SHARED / "data/internal/violent/violent_corpus.jsonl.gz"

WINDOW = 7
"""Days within which the baseline joins."""
THRESHOLDS = (0.15, 0.175, 0.2, 0.225, 0.25, 0.3)
"""Cosines among which the baseline chooses on the development half."""

Article = dict[str, Any]


def score(data: Path) -> Scored:
    """Score articles put together by incident: b3_f1, baseline_b3_f1."""
    articles = list(read_jsonl(data))
    gold = {case_of(article): article["incident"] for article in articles}
    test = {case for case, incident in gold.items() if _is_test(incident)}
    told = read_articles(articles)
    coder = Coder(reader="patterns")
    found = group_articles(told, coder)
    placed = place_articles(told, coder)
    baseline = max(
        (group_by_tf_idf(articles, threshold) for threshold in THRESHOLDS),
        key=lambda groups: b_cubed(judge_groups(gold, groups, gold.keys() - test), gold)["b3_f1"].value,
    )
    cases = judge_groups(gold, found, test)
    dev = b_cubed(judge_groups(gold, found, gold.keys() - test), gold, "dev_b3_")
    metrics = b_cubed(cases, gold) | {"dev_b3_f1": dev["dev_b3_f1"]}
    metrics |= b_cubed(judge_groups(gold, placed, test), gold, "incident_b3_")
    metrics |= b_cubed(judge_groups(gold, baseline, test), gold, "baseline_b3_")
    return Scored(metrics=metrics, cases=cases)


def case_of(article: Article) -> str:
    """Name an article in its incident: ten articles stand in two, and cannot be right in both."""
    return f"{article['id']} {article['incident']}"


def _is_test(incident: str) -> bool:
    """Put half of the incidents aside, by a digest of their number."""
    return hashlib.sha256(incident.encode()).digest()[-1] % 2 == 1


def read_articles(articles: Sequence[Article]) -> dict[str, Report]:
    """Make reports of articles, by case; their text is taken as it is."""
    return {
        case_of(article): Report(
            id=f"r_{article['id']}",
            text=f"{article['title']}\n\n{article['text']}",
            outlet=article["url"].split("/http")[-1].strip(":/").split("/")[0],
            url=article["url"],
            lang="en",
            published=dt.date.fromisoformat(article["date"]),
        )
        for article in articles
    }


def group_articles(told: dict[str, Report], coder: Coder) -> dict[str, str]:
    """Group articles by story."""
    groups = stories({report.id: report for report in told.values()}.values(), coder.know)
    return {case: groups[report.id] for case, report in told.items()}


def place_articles(told: dict[str, Report], coder: Coder) -> dict[str, str]:
    """Put each article where the incident stands that most of its claims tell of; articles without one are left out."""
    linker = Linker(coder.know)
    claims: dict[str, tuple[Claim, ...]] = {}
    for case, report in told.items():
        (reading,) = coder.stream([report])
        claims[case] = reading.claims
        linker.add(report, reading.claims)
    linked = linker.link({report.id: report.id for report in told.values()})
    home = {claim: incident.id for incident in linked.incidents for claim in incident.claims}
    votes = {
        case: Counter(home[claim.id] for claim in found if claim.id in home) for case, found in claims.items()
    }
    return {case: counted.most_common(1)[0][0] for case, counted in votes.items() if counted}


def group_by_tf_idf(articles: Sequence[Article], threshold: float) -> dict[str, str]:
    """Join articles of like words within a week, each with all.

    Args:
        articles: id, date, title, text.
        threshold: cosine from which two are joined.

    Returns:
        Case to the first of its group.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  only the baseline needs it

    texts = [f"{article['title']}\n{article['text']}" for article in articles]
    days = [dt.date.fromisoformat(article["date"]).toordinal() for article in articles]
    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    near = (weights @ weights.T).tocoo()
    head = list(range(len(articles)))

    def follow(number: int) -> int:
        while head[number] != number:
            number = head[number]
        return number

    for cosine, one, two in zip(near.data.tolist(), near.row.tolist(), near.col.tolist(), strict=True):
        if one < two and cosine >= threshold and abs(days[one] - days[two]) <= WINDOW:
            first, second = sorted((follow(one), follow(two)))
            head[second] = first
    return {case_of(article): case_of(articles[follow(number)]) for number, article in enumerate(articles)}


if __name__ == "__main__":
    run_task(score, DATA)
