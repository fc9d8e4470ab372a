"""PLOVER, the ontology of event types, and the type under which a claim leaves the house.

Inside, a claim keeps the *content* of what is said apart from how it stands: an offered ceasefire is
RETREAT/ceasefire, offered. PLOVER wants one type for both; `plover_type` gives it. Rule ids R01 to R51 are
those of `knowledge/plover.yml`, after the PLOVER 2.0 codebook (Open Event Data Alliance, draft of 4 February
2024, CC BY-SA 4.0).
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.sources import read_yaml
from tocsin.model import Claim, Factuality


class EventType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A PLOVER event type."""

    gloss: str
    """What it covers."""
    quad: str
    """Name of its quad class, a key of `Ontology.quads`."""
    score: float
    """-10 (conflict) to 10 (cooperation)."""
    requires_recipient: bool
    """Whether PLOVER asks for a recipient."""
    modes: dict[str, float | None] = {}
    """Its modes and their scores, None = the codebook gives none."""


class Ontology(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The types, modes and contexts of PLOVER."""

    source: str
    """Title, version and licence of the codebook."""
    quads: dict[str, int]
    """Names of the quad classes and their numbers, 1 to 4."""
    types: dict[str, EventType]
    """The 16 types."""
    contexts: dict[str, str]
    """The 37 contexts and what they cover."""
    rules: dict[str, str]
    """Those rules of the codebook that `plover_type` cites."""


class PloverCode(msgspec.Struct, frozen=True):
    """What PLOVER calls a claim."""

    event_type: str
    """One of the 16 types."""
    mode: str
    """One of the type's modes, "" = none."""
    rule: str
    """The rule that turned the content into this type; "" where the content leaves as it is."""


def read_ontology(source: Path) -> Ontology:
    """Read `plover.yml`.

    Args:
        source: the knowledge folder.

    Returns:
        The ontology.

    Raises:
        KnowledgeError: the file is malformed or names an unknown quad class.
    """
    try:
        ontology = msgspec.convert(read_yaml(source / "plover.yml"), Ontology)
    except msgspec.ValidationError as error:
        message = f"plover.yml: {error}"
        raise KnowledgeError(message) from error
    for name, kind in ontology.types.items():
        if kind.quad not in ontology.quads:
            message = f"plover.yml: {name}: quad {kind.quad!r} is none of {', '.join(ontology.quads)}"
            raise KnowledgeError(message)
    return ontology


def quad(event_type: str, ontology: Ontology) -> int:
    """Give the quad class of a type.

    Args:
        event_type: one of the 16 types; TIE is none.
        ontology: the ontology.

    Returns:
        1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    """
    return ontology.quads[ontology.types[event_type].quad]


def plover_type(claim: Claim) -> PloverCode | None:
    """Give the one PLOVER type of a claim, as R02 of the codebook asks.

    |factuality|content|PLOVER|
    |---|---|---|
    |asserted|any|the content as it is|
    |offered, planned, accepted|RETREAT|CONCEDE (R04)|
    | |CONCEDE|CONCEDE (R03)|
    | |CONSULT|AGREE (R05)|
    | |SUPPORT, COOPERATE, AID, AGREE|AGREE (R01)|
    | |anything else: planned hostile acts|nothing|
    |demanded|any|REQUEST (R16; an official's dismissal R19), mode by content|
    |refused|any|REJECT (a meeting R31), mode by content|
    |threatened|any|THREATEN, mode by content (R26)|
    |denied, doubted|any|nothing|

    The mode of REQUEST and REJECT is yield for RETREAT and CONCEDE, meet for CONSULT, assist for AID,
    COOPERATE, SUPPORT and AGREE, change for hostile acts and for resignations; protests and words give none.
    R17 (a *party* that calls for the end of its own war agrees) needs resolved actors and is left to the user.

    Args:
        claim: a claim, or a tie.

    Returns:
        The code, None when PLOVER has no event for the claim.
    """
    if claim.event_type == "TIE":
        return None
    return _CODES[claim.factuality](claim)


def _nothing(_claim: Claim) -> None:
    return None


def _asserted(claim: Claim) -> PloverCode:
    return PloverCode(claim.event_type, claim.mode, "")


_PROMISED = {
    "RETREAT": PloverCode("CONCEDE", "", "R04"),
    "CONCEDE": PloverCode("CONCEDE", "", "R03"),
    "CONSULT": PloverCode("AGREE", "", "R05"),
    "SUPPORT": PloverCode("AGREE", "", "R01"),
    "COOPERATE": PloverCode("AGREE", "", "R01"),
    "AID": PloverCode("AGREE", "", "R01"),
    "AGREE": PloverCode("AGREE", "", "R01"),
}


def _promised(claim: Claim) -> PloverCode | None:
    return _PROMISED.get(claim.event_type)


_WANTED = {
    "RETREAT": "yield", "CONCEDE": "yield", "CONSULT": "meet", "AID": "assist", "COOPERATE": "assist",
    "SUPPORT": "assist", "AGREE": "assist", "SANCTION": "change", "COERCE": "change", "MOBILIZE": "change",
    "ASSAULT": "change",
}  # fmt: skip


def _dismissal(claim: Claim) -> bool:
    return (claim.event_type, claim.mode) == ("RETREAT", "resign")


def _demanded(claim: Claim) -> PloverCode:
    if _dismissal(claim):
        return PloverCode("REQUEST", "change", "R19")
    return PloverCode("REQUEST", _WANTED.get(claim.event_type, ""), "R16")


def _refused(claim: Claim) -> PloverCode:
    mode = "change" if _dismissal(claim) else _WANTED.get(claim.event_type, "")
    return PloverCode("REJECT", mode, "R31" if claim.event_type == "CONSULT" else "")


_THREATENED = {
    "COERCE/arrest": "arrest", "COERCE/restrict": "restrict", "COERCE/curfew": "restrict",
    "COERCE/martial-law": "restrict", "SANCTION/expel": "expel", "SANCTION": "relations", "CONSULT": "relations",
    "ASSAULT": "violence", "PROTEST/riot": "violence", "PROTEST": "restrict",
}  # fmt: skip
"""Mode of THREATEN by type and mode of what is threatened, else by its type; boycotts, strikes and blockades
restrict (codebook 3.11). What is not here has no mode."""


def _threatened(claim: Claim) -> PloverCode:
    exact = _THREATENED.get(f"{claim.event_type}/{claim.mode}")
    mode = exact or _THREATENED.get(claim.event_type, "")
    if claim.event_type == "ASSAULT" and not claim.mode and "territory" in claim.contexts:
        mode = "territory"
    return PloverCode("THREATEN", mode if claim.event_type != "THREATEN" else claim.mode, "R26")


_CODES: dict[Factuality, Callable[[Claim], PloverCode | None]] = {
    "asserted": _asserted,
    "offered": _promised,
    "planned": _promised,
    "accepted": _promised,
    "demanded": _demanded,
    "refused": _refused,
    "threatened": _threatened,
    "denied": _nothing,
    "doubted": _nothing,
}
