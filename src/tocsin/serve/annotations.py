"""Annotations: the review log as other annotation tools read it, one text each.

Prodigy: one line an answer, as `prodigy db-in` takes it. spaCy: one line a claim, as `Doc.from_json` takes it. Label
Studio: tasks with the program's coding as predictions and the answers as annotations, and the labelling interface they
need. INCEpTION: WebAnno TSV 3.3, which counts in UTF-16 units.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import quoteattr

import msgspec

from tocsin.model import Review
from tocsin.serve.passages import Marked, Passage, tokens

Write = Callable[[Iterable[Passage]], str]

ANSWERS = {"accept": "accept", "reject": "reject", "correct": "accept"}
"""Our decisions as Prodigy's answers; all others are "ignore"."""
ROLES = ("ACTOR", "RECIPIENT", "SPEAKER", "PLACE", "DATE")
LAYER = "webanno.custom.Claim"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _meta(passage: Passage, review: Review | None = None) -> dict[str, object]:
    claim, report = passage.claim, passage.report
    meta: dict[str, object] = {
        "claim": claim.id,
        "report": report.id,
        "outlet": report.outlet,
        "published": str(report.published or ""),
        "by": claim.by,
        "factuality": passage.standing_by(review),
    }
    if review is not None:
        meta |= {
            "decision": review.decision,
            "reason": review.reason,
            "stratum": review.stratum,
            "probability": review.probability,
        }
    return meta


def prodigy(found: Iterable[Passage]) -> str:
    """Write one line an answer."""
    return "".join(
        _json(
            {
                "text": passage.text,
                "spans": [
                    {"start": mark.start, "end": mark.end, "label": label}
                    for mark, label in _labelled(passage, review)
                ],
                "label": passage.label_by(review),
                "meta": _meta(passage, review),
                "answer": ANSWERS.get(review.decision, "ignore"),
                "flagged": review.decision == "flag",
                "_view_id": "spans",
                "_annotator_id": review.reviewer,
                "_session_id": review.reviewer,
                "_timestamp": int(review.made.timestamp()),
            }
        )
        + "\n"
        for passage in found
        for review in passage.answers
    )


def _labelled(passage: Passage, review: Review) -> Iterator[tuple[Marked, str]]:
    """Pair the marks with their labels; that of the act is the one that the answer leaves it with."""
    for number, mark in enumerate(passage.marks):
        yield mark, passage.label_by(review) if number == 0 else mark.label


def spacy(found: Iterable[Passage]) -> str:
    """Write one line a claim; the marks of the last answer are in the span group "claim", its decision in `cats`."""
    lines = []
    for passage in found:
        last = passage.answers[-1]
        lines.append(
            _json(
                {
                    "text": passage.text,
                    "tokens": [
                        {"id": number, "start": start, "end": end}
                        for number, (start, end) in enumerate(tokens(passage.text, passage.marks))
                    ],
                    "ents": [],
                    "spans": {
                        "claim": [
                            {"start": mark.start, "end": mark.end, "label": label, "kb_id": ""}
                            for mark, label in _labelled(passage, last)
                        ]
                    },
                    "cats": {last.decision: 1.0},
                    "meta": _meta(passage, last),
                }
            )
            + "\n"
        )
    return "".join(lines)


def label_studio(found: Iterable[Passage]) -> str:
    """Write tasks with predictions and annotations."""
    return _json(
        [
            {
                "data": _meta(passage) | {"text": passage.text},
                "predictions": [
                    {
                        "model_version": passage.claim.by,
                        "score": passage.claim.score,
                        "result": _results(passage, None),
                    }
                ],
                "annotations": [
                    {
                        "result": _results(passage, review),
                        "was_cancelled": review.decision == "ignore",
                        "ground_truth": review is passage.answers[-1] and len(passage.answers) > 2,
                        "created_at": review.made.isoformat(),
                        "lead_time": review.seconds,
                        "created_username": review.reviewer,
                    }
                    for review in passage.answers
                ],
            }
            for passage in found
        ]
    )


def _results(passage: Passage, review: Review | None) -> list[dict[str, object]]:
    results: list[dict[str, object]] = []
    for number, mark in enumerate(passage.marks):
        label = passage.label_by(review) if number == 0 else mark.label
        value = {
            "start": mark.start,
            "end": mark.end,
            "text": passage.text[mark.start : mark.end],
            "labels": [label],
        }
        results.append(
            {"id": f"m{number}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
        )
    choices = {"factuality": passage.standing_by(review)}
    if review is not None:
        choices["decision"] = review.decision
    for name, choice in choices.items():
        value = {"choices": [choice]}
        results.append({"id": name, "from_name": name, "to_name": "text", "type": "choices", "value": value})
    return results


def label_studio_interface(found: Iterable[Passage]) -> str:
    """Write the labelling interface for the tasks of `label_studio`."""
    rows = list(found)
    labels = {passage.label_by(review) for passage in rows for review in (None, *passage.answers)}
    stands = {passage.standing_by(review) for passage in rows for review in (None, *passage.answers)}
    decisions = {review.decision for passage in rows for review in passage.answers}

    def block(tag: str, name: str, child: str, values: Iterable[str]) -> str:
        inner = "".join(f"    <{child} value={quoteattr(value)}/>\n" for value in values)
        return f'  <{tag} name="{name}" toName="text">\n{inner}  </{tag}>\n'

    return (
        '<View>\n  <Text name="text" value="$text"/>\n'
        + block("Labels", "label", "Label", [*sorted(labels), *ROLES])
        + block("Choices", "factuality", "Choice", sorted(stands))
        + block("Choices", "decision", "Choice", sorted(decisions))
        + "</View>\n"
    )


def webanno(found: Iterable[Passage]) -> str:
    """Write one document with a sentence a claim; an answer is an annotation of the act, roles have none."""
    out = [f"#FORMAT=WebAnno TSV 3.3\n#T_SP={LAYER}|decision|factuality|label|reviewer\n\n"]
    offset = number = 0
    for row, passage in enumerate(found, 1):
        placed: list[tuple[Marked, str, int]] = []
        for place, mark in enumerate(passage.marks):
            for review in passage.answers if place == 0 else (None,):
                number += 1
                values = (
                    (review.decision, passage.standing_by(review), passage.label_by(review), review.reviewer)
                    if review
                    else ("*", "*", mark.label, "*")
                )
                told = "\t".join(value if value == "*" else _escape(value) for value in values)
                placed.append((mark, told, number))
        out.append(f"\n#Text={_escape_text(passage.text)}\n")
        cut = [pair for pair in tokens(passage.text, passage.marks) if passage.text[slice(*pair)].strip()]
        for token, (start, end) in enumerate(cut, 1):
            first, last = (offset + _units(passage.text[:at]) for at in (start, end))
            inside = [one for one in placed if one[0].start <= start and end <= one[0].end]
            columns = [
                "|".join(f"{told.split(chr(9))[column]}[{key}]" for _, told, key in inside) or "_"
                for column in range(4)
            ]
            cells = "\t".join([f"{row}-{token}", f"{first}-{last}", passage.text[start:end], *columns])
            out.append(f"{cells}\t\n")
        offset += _units(passage.text) + 1
    return "".join(out)


def _units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _escape(value: str) -> str:
    return re.sub(r"([\\\[\]|_;*]|->)", r"\\\1", value).replace("\t", " ").replace("\n", " ")


def _escape_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")


FORMATS: dict[str, tuple[Write, str]] = {
    "prodigy.jsonl": (prodigy, "application/x-ndjson"),
    "spacy.jsonl": (spacy, "application/x-ndjson"),
    "labelstudio.json": (label_studio, "application/json"),
    "labelstudio.xml": (label_studio_interface, "application/xml"),
    "webanno.tsv": (webanno, "text/tab-separated-values; charset=utf-8"),
}
"""Name of the file to what writes it, and its media type."""
