"""MUC-3/4: do the claims of a cable fill its incident templates? The texts are upper-case news and radio of 1989-91.

The claims of each report are turned into templates by `evals.muc_templates` and compared with the key by
`evals.muc_scoring`, all slots together. Names and descriptions of one human target are alternatives of one filler here.
Kinds of targets and instruments, nationalities, totals and the category of the perpetrator are not compared: they
classify, and no claim says them. A location is right when its narrowest place is that of the key. Both test parts are
scored; everything was chosen on development messages.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.muc_fillers import fold_place
from evals.muc_scoring import SLOTS, Fill, Template, score_templates
from evals.muc_templates import templates_of
from evals.muc_words import load_words
from evals.scoring import SHARED, Case, Estimate, Hits, Scored, add_hits, estimate, f1, read_jsonl, run_task
from tocsin import Coder

DATA = SHARED / "data/open/muc"
PARTS = ("muc34_tst1.jsonl.gz", "muc34_tst2.jsonl.gz")
"""The test parts."""
NESTED = ("perp_individual", "perp_org", "phys_id", "instrument_id")
BELONGING = ("perp_org_confidence", "phys_effect", "hum_effect", "phys_number", "hum_number")
Record = dict[str, Any]


def score(data: Path) -> Scored:
    """Score messages with their keys: template_f1, with precision and recall, over all slots.

    Args:
        data: the folder of the test parts, or one file.

    Returns:
        The metrics; the cases give right, predicted and demanded fills of each message and of each slot, with its F1.
    """
    files = [data / part for part in PARTS] if data.is_dir() else [data]
    coder, words = Coder(), load_words()
    found: list[dict[str, Hits]] = []
    cases: list[Case] = []
    for record in (record for file in files for record in read_jsonl(file)):
        coded = coder.code(record["text"], published=record["date"])
        ours = templates_of(coded.report, coded.claims, coder.know, words) if coded.report else []
        hits = score_templates(ours, key_of(record))
        found.append(hits)
        cases.append(_case(record["id"], add_hits(list(hits.values()))))
    return Scored(metrics=metrics_of(found), cases=cases + [_slot_case(slot, found) for slot in SLOTS])


def metrics_of(found: Sequence[dict[str, Hits]]) -> dict[str, Estimate]:
    """Sum counts of messages up.

    Args:
        found: slot to counts, of each message.

    Returns:
        Metric name to estimate.
    """
    whole = [add_hits(list(hits.values())) for hits in found]
    wanted = sum(hits[3] for hits in whole)
    return {
        "template_f1": estimate(whole, f1, wanted),
        "template_precision": estimate(whole, _precision, sum(hits[1] for hits in whole)),
        "template_recall": estimate(whole, _recall, wanted),
    }


def _slot_case(slot: str, found: Sequence[dict[str, Hits]]) -> Case:
    hits = [one[slot] for one in found]
    case = _case(f"slot {slot}", add_hits(hits))
    return {**case, "f1": round(f1(hits), 4)}


def _case(name: str, hits: Hits) -> Case:
    right, made, _, wanted = hits
    return {"id": name, "gold": wanted, "predicted": made, "right": right, "ok": right == made == wanted}


def _precision(hits: Sequence[Hits]) -> float:
    right, made, _, _ = add_hits(hits)
    return right / made if made else 0.0


def _recall(hits: Sequence[Hits]) -> float:
    _, _, found, wanted = add_hits(hits)
    return found / wanted if wanted else 0.0


def key_of(record: Record) -> list[Template]:
    """Read the key of one message.

    Args:
        record: a message in the format of the data's README.

    Returns:
        Its templates.
    """
    return [
        Template(fills=tuple(_fills(one)), optional=bool(one.get("optional"))) for one in record["templates"]
    ]


def _fills(template: Record) -> list[Fill]:
    fills = [
        Fill(slot=slot, values=tuple(template[slot]["values"]), optional=bool(template[slot].get("optional")))
        for slot in ("type", "stage")
        if template.get(slot)
    ]
    fills += [
        Fill(slot=slot, values=read(template[slot]), optional=bool(template[slot].get("optional")))
        for slot, read in (("date", _days), ("location", _places))
        if template.get(slot)
    ]
    fills += [
        Fill(slot=slot, values=tuple(one["values"]), optional=bool(one.get("optional")))
        for slot in NESTED
        for one in template.get(slot) or ()
    ]
    fills += _humans(template)
    things = [one for one in fills if one.slot in {"perp_org", "phys_id", "human"}]
    for slot in BELONGING:
        for one in template.get(slot) or ():
            refs = [ref for ref in one.get("refs", ()) if ref != "-"]
            refs += [value for thing in things if set(refs) & set(thing.values) for value in thing.values]
            fills.append(
                Fill(
                    slot=slot,
                    values=tuple(one["values"]),
                    refs=tuple(dict.fromkeys(refs)),
                    optional=bool(one.get("optional")),
                )
            )
    return fills


def _humans(template: Record) -> list[Fill]:
    """Put each name and its descriptions together as one filler; a description without a name stands alone."""
    names = [(list(one["values"]), bool(one.get("optional"))) for one in template.get("hum_name") or ()]
    alone = []
    for one in template.get("hum_description") or ():
        owners = [values for values, _ in names if set(values) & set(one.get("refs", ()))]
        for values in owners:
            values.extend(one["values"])
        if not owners:
            alone.append((list(one["values"]), bool(one.get("optional"))))
    return [
        Fill(slot="human", values=tuple(values), optional=optional) for values, optional in (*names, *alone)
    ]


def _days(date: Record) -> tuple[str, ...]:
    """Write the days as the templates do; a day without a year cannot be met and keeps its words."""
    parsed = date.get("parsed") or [None] * len(date["values"])
    return tuple(_day(one, words) for one, words in zip(parsed, date["values"], strict=True))


def _day(parsed: dict[str, str] | None, words: str) -> str:
    if not parsed:
        return words
    if "on" in parsed:
        return f"on {dt.date.fromisoformat(parsed['on'])}"
    if "before" in parsed:
        return f"before {dt.date.fromisoformat(parsed['before'])}"
    return f"from {dt.date.fromisoformat(parsed['from'])} to {dt.date.fromisoformat(parsed['to'])}"


def _places(location: Record) -> tuple[str, ...]:
    """Give the narrowest name of each alternative."""
    return tuple(fold_place(names[-1][0]) for names in location["parsed"] if names)


if __name__ == "__main__":
    run_task(score, DATA)
