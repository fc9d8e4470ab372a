"""Drills: short sentences made of the phrases in drills.yml, to teach what acts are called and how they can stand.

The same phrase is told, denied, planned, offered, demanded, refused, threatened and doubted, active and passive, with
and without speakers, conditions and deadlines, so that the network learns each by itself. The words are our own; the
corpus teaches how reports really read.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from training.examples import Act, Example, Ref

HERE = Path(__file__).parent
GIVING = frozenset({"AID", "COOPERATE", "SUPPORT", "CONSULT", "CONCEDE", "RETREAT", "AGREE"})
"""Types that are offered and promised; the others are threatened."""
SIDES = {"R": "parties", "P": "people", "T": "things", "A": "parties"}
Piece = tuple[str, str]
"""Words, and the role they have in the act: "", trigger, actor, recipient, speaker ..."""


class Drills:
    """Makes sentences.

    Args:
        seed: of the choices.
    """

    def __init__(self, seed: int) -> None:
        """Read the phrases."""
        fillers: dict[str, Any] = yaml.safe_load((HERE / "fillers.yml").read_text(encoding="utf-8"))
        irregular = _listed(fillers.pop("irregular"))
        self.fillers = {name: _listed(words) for name, words in fillers.items()}
        self.irregular = {base: (past, part) for base, past, part in map(str.split, irregular)}
        self.phrases: dict[str, Any] = yaml.safe_load((HERE / "drills.yml").read_text(encoding="utf-8"))
        self.dice = random.Random(seed)  # noqa: S311

    def examples(self, rounds: int) -> Iterator[Example]:
        """Make sentences, each phrase so many times.

        Args:
            rounds: sentences of each verb phrase; half as many of each noun phrase.

        Yields:
            Sentences with one act, or two where one hangs on the other.
        """
        for kind, entry in self.phrases.items():
            both = entry.get("both", False)
            for phrase in _listed(entry["verbs"]):
                for number in range(rounds):
                    yield self._verbal(kind, phrase, both, number)
            for phrase in _listed(entry.get("nouns", "")):
                for _ in range(max(1, rounds // 2)):
                    yield self._nominal(kind, phrase, both)

    def _pick(self, name: str) -> str:
        return self.dice.choice(self.fillers[name])

    def _other(self, taken: str) -> str:
        while (found := self._pick("parties")) == taken:
            pass
        return found

    def _verbal(self, kind: str, phrase: str, both: bool, number: int) -> Example:
        stands = ["asserted", "asserted", "denied", "planned", "refused", "demanded", "doubted"]
        stands += (
            ["offered", "accepted", "demanded"]
            if kind.split("/", maxsplit=1)[0] in GIVING
            else ["threatened"] * 2
        )
        stand = "asserted" if number == 0 else self.dice.choice(stands)
        actor = self._pick("parties")
        body = {form: self._phrase(phrase, form, actor, both) for form in ("base", "past", "part", "ing")}
        body["third"] = self._phrase(phrase, "third", actor, both)
        for form, pieces in body.items():
            if form != "base":  # one choice of words for all forms of the phrase
                body[form] = [
                    (words if role in {"", "trigger"} or at == 0 else body["base"][at][0], role)
                    for at, (words, role) in enumerate(pieces)
                ]
        return self._told(kind, stand, (actor, "actor"), body)

    def _phrase(self, phrase: str, form: str, actor: str, both: bool) -> list[Piece]:
        """Turn a phrase into pieces, its first word inflected."""
        words = _marked(phrase).split()
        first = words[0].strip("[]")
        words[0] = words[0].replace(first, self._inflect(first, form), 1)
        pieces: list[Piece] = []
        inside = False
        for word in words:
            inside = inside or word.startswith("[")
            role = "trigger" if inside else ""
            inside = inside and not word.endswith("]")
            word = word.strip("[]")  # noqa: PLW2901
            place = re.fullmatch(r"([RPT])('s)?", word)
            if place:
                filler = self._other(actor) if place[1] == "R" else self._pick(SIDES[place[1]])
                pieces.append((filler, "actor" if both else "recipient"))
                if place[2]:
                    pieces.append(("'s", "glue"))
            else:
                pieces.append((word, role))
        return pieces

    def _inflect(self, verb: str, form: str) -> str:
        past, part = self.irregular.get(verb, (_past(verb), _past(verb)))
        if form == "third":
            return (
                verb[:-1] + "ies"
                if re.search(r"[^aeiou]y$", verb)
                else verb + ("es" if re.search(r"(s|sh|ch|x|o)$", verb) else "s")
            )
        if form == "ing":
            doubled = past.endswith(verb[-1] + "ed") and past[:-2] == verb + verb[-1]
            stem = verb + verb[-1] if doubled or verb in DOUBLED else verb
            return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else stem) + "ing"
        return {"base": verb, "past": past, "part": part}[form]

    def _told(self, kind: str, stand: str, actor: Piece, body: dict[str, list[Piece]]) -> Example:
        """Put a phrase into a sentence in which it stands in a given way."""
        dice = self.dice
        speaker: Piece = (self._pick("speakers"), "speaker")
        has = "have" if actor[0].endswith("s") and not actor[0].endswith(("tes", "nes")) else "has"
        own = (actor[0], "actor+speaker")
        certainty = "certain"
        extra: list[Piece] = []
        if stand == "asserted":
            choice = dice.randrange(8)
            passive = self._passive(body)
            if choice < 3:
                pieces = [actor, *body["past"]]
            elif choice == 3:
                pieces = [actor, (has, ""), *body["part"]]
            elif choice == 4:
                pieces = [speaker, ("said", ""), actor, ("had", ""), *body["part"]]
            elif choice == 5 and passive:
                pieces = [*passive, ("by", ""), actor]
            elif choice == 6:
                certainty = "probable"
                pieces = [actor, (dice.choice(["reportedly", "apparently"]), ""), *body["past"]]
            elif choice == 7:
                certainty = "possible"
                pieces = [actor, ("may have", ""), *body["part"]]
            else:
                pieces = [actor, *body["past"], (", ", "glue"), speaker, ("said", "")]
            if dice.random() < 0.4:
                extra = [(self._pick("times"), "when")]
        else:
            pieces = dice.choice(self._frames(stand, actor, own, speaker, body))
            if stand in {"demanded", "threatened", "offered"} and dice.random() < 0.35:
                extra = [(self._pick(dice.choice(["dates", "lengths"])), "deadline")]
        pieces = [*pieces, *extra]
        second = None
        if stand in {"offered", "threatened", "accepted"} and dice.random() < 0.4:
            relation = "unless" if stand == "threatened" and dice.random() < 0.6 else "if"
            second, clause = self._condition(actor[0])
            pieces = [*pieces, (relation, ""), *clause]
            return _example(kind, stand, certainty, pieces, relation, second)
        return _example(kind, stand, certainty, pieces)

    def _frames(
        self, stand: str, actor: Piece, own: Piece, speaker: Piece, body: dict[str, list[Piece]]
    ) -> list[list[Piece]]:
        """List the sentences in which an act stands in a given way, other than told."""

        def lead(who: Piece, words: str, form: str = "base") -> list[Piece]:
            return [who, (words, ""), *body[form]]

        def by(words: str, link: str, form: str = "base") -> list[Piece]:
            return [speaker, (words, ""), actor, (link, ""), *body[form]]

        frames = {
            "denied": [
                lead(own, "denied", "ing"), lead(actor, "did not"), lead(actor, "never", "past"), lead(actor, "has not", "part"),
                by("denied that", "had", "part"), lead(own, "denied that it had", "part"),
            ],
            "planned": [
                lead(actor, "plans to"), lead(actor, "is to"), lead(actor, "is preparing to"), lead(actor, "intends to"),
                by("said", "would soon"), lead(actor, "is expected to"), lead(actor, "is considering", "ing"),
            ],
            "offered": [
                lead(own, "offered to"), lead(own, "promised to"), lead(own, "pledged to"), lead(own, "said it was ready to"),
                lead(own, "said it would"), lead(own, "vowed to"), lead(own, "has proposed to"),
            ],
            "accepted": [lead(own, "agreed to"), lead(own, "has consented to"), by("said", "had agreed to"), lead(own, "accepted a call to")],
            "refused": [
                lead(own, "refused to"), lead(own, "declined to"), lead(own, "ruled out", "ing"), lead(own, "said it would not"),
                lead(own, "has rejected calls to"), lead(own, "will not"), by("said", "would never"),
            ],
            "demanded": [
                by("urged", "to"), by("called on", "to"), by("asked", "to"), by("told", "to"), by("ordered", "to"), by("wants", "to"),
                by("demanded that", ""), by("appealed to", "to"), by("pressed", "to"), by("insisted that", "should"),
                [actor, ("must", ""), *body["base"], (", ", "glue"), speaker, ("said", "")],
            ],
            "threatened": [
                lead(own, "threatened to"), lead(own, "vowed to"), lead(own, "warned that it would"), lead(own, "said it would"),
                lead(own, "will"), lead(own, "is ready to"), lead(own, "swore to"),
            ],
            "doubted": [
                by("doubted that", "would"), [("It is unclear whether", ""), actor, *body["past"]],
                [("Nobody knows if", ""), actor, ("will", ""), *body["base"]], by("questioned whether", "had", "part"),
            ],
        }  # fmt: skip
        return frames[stand]

    def _passive(self, body: dict[str, list[Piece]]) -> list[Piece]:
        """Turn "arrested students" into "students were arrested"; nothing where more words stand between."""
        part = body["part"]
        if (
            len(part) < 2
            or part[0][1] != "trigger"
            or part[1][1] != "recipient"
            or "glue" in {role for _, role in part}
        ):
            return []
        were = "were" if part[1][0].endswith("s") or part[1][0] == "police" else "was"
        return [part[1], (were, ""), part[0], *part[2:]]

    def _condition(self, other: str) -> tuple[Act, list[Piece]]:
        """Make an act that another hangs on."""
        kind = self.dice.choice(
            ["RETREAT/withdraw", "RETREAT/release", "CONCEDE", "RETREAT/ceasefire", "RETREAT/access"]
        )
        phrase = self.dice.choice(_listed(self.phrases[kind]["verbs"]))
        actor = self._other(other)
        form = "base" if actor.endswith("s") else "third"
        clause = [
            (actor, "actor2"),
            *(
                (w, f"{r}2" if r and r != "glue" else r)
                for w, r in self._phrase(phrase, form, actor, both=False)
            ),
        ]
        event_type, _, mode = kind.partition("/")
        return Act(trigger=(0, 0), event_type=event_type, mode=mode, factuality="demanded"), clause

    def _nominal(self, kind: str, phrase: str, both: bool) -> Example:
        actor = self._pick("parties")
        pieces: list[Piece] = []
        inside = False
        for word in phrase.split():
            inside = inside or word.startswith("[")
            role = "trigger" if inside else ""
            inside = inside and not word.endswith("]")
            word = word.strip("[]")  # noqa: PLW2901
            place = re.fullmatch(r"([ARPT])('s)?", word)
            if place:
                filler = (
                    actor
                    if place[1] == "A"
                    else self._other(actor)
                    if place[1] == "R"
                    else self._pick(SIDES[place[1]])
                )
                pieces.append((filler, "actor" if both or place[1] == "A" else "recipient"))
                if place[2]:
                    pieces.append(("'s", "glue"))
            else:
                pieces.append((word, role))
        frame = self.dice.randrange(6)
        if frame == 0:
            pieces = [(self._pick("speakers"), "speaker"), ("spoke of", ""), *pieces]
        elif frame == 1:
            pieces = [*pieces, ("came as no surprise", "")]
        elif frame == 2:
            pieces = [*pieces, ("began", ""), (self._pick("times"), "when")]
        elif frame == 3:
            return _example(
                kind,
                "demanded",
                "certain",
                [(self._pick("speakers"), "speaker"), ("called for", ""), *pieces],
            )
        elif frame == 4:
            return _example(kind, "denied", "certain", [("There was no sign of", ""), *pieces])
        else:
            pieces = [("After", ""), *pieces, (", ", "glue"), ("markets fell", "")]
        return _example(kind, "asserted", "certain", pieces)


DOUBLED = frozenset(
    "cut let put set shut hit swap ban bar stop step sit dig quit shun ram stab rob bug snub nab jam".split()
)


LIGHT = frozenset(
    "hold impose give make stage launch express go take put carry conduct voice provide grant set pay reach come issue "
    "lodge declare throw be place find pledge show issue hint do file".split()
)
"""Verbs that say nothing: the noun behind them names the act."""
PARTICLES = frozenset(
    "up down off out in back away over aside along by behind on for at dead go free".split()
)


def _marked(phrase: str) -> str:
    """Put the brackets where a trigger is in the corpus: on the verb with its particle, or on the noun of a light verb."""
    words = phrase.split()
    marked = next((at for at, word in enumerate(words) if word.startswith("[")), 0)
    word = words[marked].strip("[]")
    if not marked:
        return phrase if phrase.startswith("[") else f"[{words[0]}] {' '.join(words[1:])}".strip()
    if words[0] in LIGHT and word not in PARTICLES:
        return phrase
    plain = phrase.replace("[", "").replace("]", "").split()
    end = 2 if marked == 1 and word in PARTICLES else 1
    return " ".join(["[" + " ".join(plain[:end]) + "]", *plain[end:]])


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(";") if word.strip()]


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


def _example(
    kind: str, stand: str, certainty: str, pieces: list[Piece], relation: str = "", second: Act | None = None
) -> Example:
    """Join pieces to a sentence with its acts."""
    text = ""
    found: dict[str, list[Ref]] = {}
    for words, roles in pieces:
        if not words:
            continue
        text += "" if not text or roles == "glue" or text.endswith(" ") else " "
        start = len(text)
        text += words if start else words[0].upper() + words[1:]
        for role in roles.split("+"):
            if role not in {"", "glue"}:
                found.setdefault(role, []).append((start, len(text)))
    text += "?" if stand == "doubted" and text.startswith("Will") else "."
    ours = {role: tuple(refs) for role, refs in found.items() if not role.endswith("2") and role != "trigger"}
    theirs = {role[:-1]: tuple(refs) for role, refs in found.items() if role.endswith("2")}
    event_type, _, mode = kind.partition("/")
    deadline = next((text[a:b] for a, b in ours.get("deadline", ())), "")
    if relation:
        clause = [ref for role in ("actor2", "trigger2", "recipient2") for ref in found.get(role, ())]
        ours["condition"] = ((min(a for a, _ in clause), len(text) - 1),)
    acts = [
        Act(
            trigger=_whole(found["trigger"]),
            event_type=event_type,
            mode=mode,
            factuality=stand,
            certainty=certainty,
            relation=relation,
            deadline=("relative" if deadline.startswith(("within", "in the")) else "date")
            if deadline
            else "",
            roles=ours,
        )
    ]
    if second is not None:
        acts.append(
            Act(
                trigger=_whole(list(theirs.pop("trigger"))),
                event_type=second.event_type,
                mode=second.mode,
                factuality="demanded",
                roles=theirs,
            )
        )
    return Example(id=f"drill:{text}", text=text, acts=tuple(acts))


def _whole(refs: list[Ref]) -> Ref:
    return refs[0][0], refs[-1][1]
