"""What the tasks on linking share: B cubed, and which cases were put together wrongly.

B cubed (Bagga and Baldwin 1998): for each case the share of its predicted group that belongs to its gold group, and the
share of its gold group that is in its predicted group; the means are precision and recall.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from evals.scoring import Case, Estimate, estimate

Sums = tuple[float, float, int]
"""Sum of precisions, sum of recalls and number of cases of one gold group: what is resampled."""


def judge_groups(
    gold: Mapping[str, str], found: Mapping[str, str], scored: Collection[str] | None = None
) -> list[Case]:
    """Judge for each case whom it is put together with.

    Args:
        gold: case to gold group.
        found: case to predicted group; a case that is missing is alone.
        scored: cases to judge; None = all. The others still fill the groups.

    Returns:
        Cases with id, precision, recall, `merged` (cases of other groups with which it is), `missed` (cases of its own
        from which it is apart) and ok; in the order of `gold`.
    """
    together: dict[str, list[str]] = defaultdict(list)
    wanted: dict[str, list[str]] = defaultdict(list)
    for case, group in gold.items():
        together[found.get(case, f"alone {case}")].append(case)
        wanted[group].append(case)
    judged = []
    for case, group in gold.items():
        if scored is not None and case not in scored:
            continue
        mates, kin = together[found.get(case, f"alone {case}")], wanted[group]
        both = set(mates).intersection(kin)
        judged.append(
            {
                "id": case,
                "precision": round(len(both) / len(mates), 4),
                "recall": round(len(both) / len(kin), 4),
                "merged": [mate for mate in mates if mate not in both],
                "missed": [one for one in kin if one not in both],
                "ok": len(both) == len(mates) == len(kin),
            }
        )
    return judged


def b_cubed(cases: Sequence[Case], gold: Mapping[str, str], prefix: str = "b3_") -> dict[str, Estimate]:
    """Give F1, precision and recall of judged cases, resampled by gold group.

    Args:
        cases: what `judge_groups` gave.
        gold: case to gold group.
        prefix: what the names of the metrics begin with.

    Returns:
        "b3_f1", "b3_precision" and "b3_recall".
    """
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[gold[case["id"]]].append(case)
    sums: list[Sums] = [
        (sum(one["precision"] for one in group), sum(one["recall"] for one in group), len(group))
        for _, group in sorted(groups.items())
    ]
    statistics: dict[str, Any] = {"f1": _f1, "precision": _precision, "recall": _recall}
    return {
        f"{prefix}{name}": estimate(sums, statistic, len(cases)) for name, statistic in statistics.items()
    }


def _precision(sums: Sequence[Sums]) -> float:
    return sum(one[0] for one in sums) / sum(one[2] for one in sums)


def _recall(sums: Sequence[Sums]) -> float:
    return sum(one[1] for one in sums) / sum(one[2] for one in sums)


def _f1(sums: Sequence[Sums]) -> float:
    precision, recall = _precision(sums), _recall(sums)
    return 2 * precision * recall / (precision + recall)
