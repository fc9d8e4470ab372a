"""Commitments: who binds himself to what, on what condition, by when, in invented statements.

Scored per statement, micro F1. Parties: the side that binds itself, demands or threatens, and, where the statement names
one, who must act; right when a word of their names is the same. Kinds: as a multiset. Conditions and deadlines: right when
the relation or the kind is the same and half of the words of the shorter are in the other; the end of a truce is its
deadline. What is read beyond gold is wrong. The baseline reads the first sentence with keywords. To develop, use
`evals.commitments_dev`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from evals.scoring import ROOT, Case, Estimate, Hits, Scored, estimate, f1, run_task
from tocsin import Coder
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Claim, Commitment, History, Party
from tocsin.watch.commitments import commitments

DATA = ROOT / "evals/sets/commitments_test2.yml"

Statement = dict[str, Any]
Words = frozenset[str]
Term = tuple[str, Words]
"""Relation of a condition or kind of a deadline, and its words."""

_END = re.compile("(?:until|till|through|to|from|between|on|at) ", re.IGNORECASE)
"""What opens words for an end, which gold calls a date, rather than for a length of time."""

_EMPTY = frozenset("a an the of and or to in on for by that its their his her with from".split())


class Read:
    """What was read of one statement.

    Args:
        kinds: kinds of commitments.
        promisors: words of each side that binds itself, demands or threatens.
        addressees: words of those who must act.
        terms: conditions and deadlines.
    """

    def __init__(
        self,
        kinds: Iterable[str],
        promisors: Iterable[frozenset[str]],
        addressees: Iterable[frozenset[str]] = (),
        terms: Iterable[Term] = (),
    ) -> None:
        """Keep what was read."""
        self.kinds, self.terms = list(kinds), list(terms)
        self.promisors = [words for words in promisors if words]
        self.addressees = [words for words in addressees if words]


def score(*data: Path) -> Scored:
    """Score commitments on files of statements: party_f1, kind_f1, condition_deadline_f1, for us and a baseline."""
    statements = [one for path in data for one in yaml.safe_load(path.read_text(encoding="utf-8"))]
    coder = Coder()
    metrics, cases = _scored(statements, lambda statement: read_statement(coder, statement), "")
    metrics |= _scored(statements, read_first_sentence, "baseline_")[0]
    return Scored(metrics=metrics, cases=cases)


def _scored(
    statements: Sequence[Statement], read: Callable[[Statement], Read], prefix: str
) -> tuple[dict[str, Estimate], list[Case]]:
    hits = {"party_f1": [], "kind_f1": [], "condition_deadline_f1": []}  # type: dict[str, list[Hits]]
    cases = []
    for statement in statements:
        found, gold = read(statement), gold_of(statement)
        judged = {
            "party_f1": party_hits(found, gold),
            "kind_f1": kind_hits(found, gold),
            "condition_deadline_f1": term_hits(found, gold),
        }
        for metric, counts in judged.items():
            hits[metric].append(counts)
        for metric, (right, predicted, _, wanted) in judged.items():
            cases.append(
                {
                    "id": f"{statement['id']}:{metric.removesuffix('_f1')}",
                    "gold": wanted,
                    "predicted": predicted,
                    "ok": right == predicted == wanted,
                }
            )
    metrics = {
        f"{prefix}{metric}": estimate(counts, f1, sum(gold for _, _, _, gold in counts))
        for metric, counts in hits.items()
    }
    return metrics, cases


# ---------------------------------------------------------------------- gold and readings


def words_of(*texts: str) -> frozenset[str]:
    """Give the words of some phrases, folded, without articles and prepositions."""
    return frozenset(fold(text[a:b]) for text in texts for a, b in token_spans(text)) - _EMPTY


def gold_of(statement: Statement) -> Read:
    """Put the gold commitments of a statement into the form of a reading."""
    gold = statement["commitments"]
    terms = [(part["relation"], words_of(part["words"])) for one in gold if (part := one.get("condition"))]
    terms += [(part["kind"], words_of(part["words"])) for one in gold if (part := one.get("deadline"))]
    return Read(
        kinds=[one["kind"] for one in gold],
        promisors=[words_of(*one["promisor"]) for one in gold],
        addressees=[words_of(*one.get("addressee", [])) for one in gold],
        terms=terms,
    )


def read_statement(coder: Coder, statement: Statement) -> Read:
    """Read a statement with tocsin."""
    coded = coder.code(statement["text"], published=str(statement["published"]))
    if coded.report is None:
        return Read((), ())
    claims = {claim.id: claim for claim in coded.claims}
    history = History(
        reports={coded.report.id: coded.report},
        claims=claims,
        incidents={},
        origins={coded.report.id: coded.report.id},
    )
    found = commitments(history, coder.know)
    terms: list[Term] = [
        (part.relation, words_of(part.span.quote)) for one in found for part in one.conditions
    ]
    terms += [limit for one in found if (limit := limit_of(one, claims)) is not None]
    return Read(
        kinds=[one.kind for one in found],
        promisors=[_named(one, ("promisor", "member"), claims) for one in found],
        addressees=[_named(one, ("addressee",), claims) for one in found],
        terms=terms,
    )


def limit_of(one: Commitment, claims: dict[str, Claim]) -> Term | None:
    """Give the deadline of a commitment; without one, how long it is to last or its end, as the text states it."""
    if one.deadline is not None:
        return one.deadline.kind, words_of(one.deadline.span.quote)
    resting = {name: None for path in ("until", *one.sources) for name in one.sources.get(path, ())}
    told = [claims[name].until for name in resting]
    until = next((until for until in told if until is not None), None)
    if until is None:
        return None
    return "date" if _END.match(until.span.quote) else "relative", words_of(until.span.quote)


def _named(found: Commitment, roles: Sequence[str], claims: dict[str, Claim]) -> frozenset[str]:
    """Give the words by which a commitment names its parties in some roles, as the text and as we write them."""
    words: frozenset[str] = frozenset()
    for number, party in enumerate(found.parties):
        if party.role in roles:
            told = [claims[identifier] for identifier in found.sources[f"parties.{number}"]]
            words |= words_of(party.name, *_quotes(party, told))
    return words


def _quotes(party: Party, told: Iterable[Claim]) -> list[str]:
    return [
        mention.span.quote
        for claim in told
        for mention in (*claim.actor, *claim.recipient, *claim.attribution, *claim.speaks_for)
        if party.actor and mention.actor == party.actor
    ]


# ---------------------------------------------------------------------- counting


def _match(found: Sequence[Term], gold: Sequence[Term], alike: Callable[[Words, Words], bool]) -> int:
    """Count pairs with the same name and like words, each used once."""
    left = list(found)
    right = 0
    for name, words in gold:
        hit = next((one for one in left if one[0] == name and alike(one[1], words)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def _share_word(one: Words, two: Words) -> bool:
    return bool(one & two)


def _share_half(one: Words, two: Words) -> bool:
    return bool(one and two) and 2 * len(one & two) >= min(len(one), len(two))


def party_hits(found: Read, gold: Read) -> Hits:
    """Count sides; addressees only where gold names some."""
    ours = [("promisor", words) for words in found.promisors]
    theirs = [("promisor", words) for words in gold.promisors]
    if gold.addressees:
        ours += [("addressee", words) for words in found.addressees]
        theirs += [("addressee", words) for words in gold.addressees]
    right = _match(ours, theirs, _share_word)
    return right, len(ours), right, len(theirs)


def kind_hits(found: Read, gold: Read) -> Hits:
    """Count kinds as a multiset."""
    right = sum(min(found.kinds.count(kind), gold.kinds.count(kind)) for kind in sorted(set(gold.kinds)))
    return right, len(found.kinds), right, len(gold.kinds)


def term_hits(found: Read, gold: Read) -> Hits:
    """Count conditions and deadlines; one where gold has none is wrong."""
    right = _match(found.terms, gold.terms, _share_half)
    return right, len(found.terms), right, len(gold.terms)


# ---------------------------------------------------------------------- baseline

_KEYWORDS = (
    (
        "truce",
        r"ceasefire|cease-fire|truce|humanitarian pause|(?:suspend|halt|stop)\w* (?:all )?(?:attacks|operations)",
    ),
    ("threat", r"threat\w*|warn\w*|vow\w*"),
    ("demand", r"demand\w*|urg\w+|call\w* (?:on|for)|ultimatum|gave .* until"),
    ("promise", r"promis\w*|pledg\w*|offer\w*|agree\w*"),
)
_CONDITION = re.compile(r"\b(if|unless|until|in return for|in exchange for)\b(.*)")
_DEADLINE = re.compile(
    r"\b(?P<relative>within [\w ]{3,15})|\b(?P<date>(?:by|before) [\w ]{3,15})|(?P<none_stated>no deadline)"
)
_SPEAKER = 5
"""Words at the start of the sentence that the baseline takes for its subject."""


def read_first_sentence(statement: Statement) -> Read:
    """Read a statement with keywords, its first sentence only."""
    sentence = re.split(r"(?<=[.!?])\s", statement["text"], maxsplit=1)[0]
    kind = next((name for name, pattern in _KEYWORDS if re.search(pattern, sentence)), None)
    if kind is None:
        return Read((), ())
    terms: list[Term] = []
    if condition := _CONDITION.search(sentence):
        relation = "in_return_for" if condition[1].startswith("in ") else condition[1]
        terms.append((relation, words_of(condition[0])))
    if limit := _DEADLINE.search(sentence):
        terms += [(name, words_of(words)) for name, words in limit.groupdict().items() if words]
    return Read([kind], [words_of(" ".join(sentence.split()[:_SPEAKER]))], terms=terms)


if __name__ == "__main__":
    run_task(score, DATA)
