"""CAMEO: the codes of GDELT and ICEWS, from PLOVER types and modes."""

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.knowledge.exchange import Exchange
from tocsin.knowledge.plover import PloverCode
from tocsin.model import Mention

ORGANISED = frozenset({"state", "armed"})
"""Roles of sectors that fight in an organised way; CAMEO's root 19 is theirs."""


class CameoCode(NamedTuple):
    """A CAMEO event code."""

    code: str
    """Three or four digits."""
    name: str
    """What it stands for."""

    @property
    def root(self) -> str:
        """Its first two digits."""
        return self.code[:2]

    @property
    def middle(self) -> str:
        """Its first three digits: the code itself where it has no more."""
        return self.code[:3]


def role(mention: Mention, codes: Exchange) -> str:
    """Give what a side is: state, armed, civilian, other; "" = unknown. A state without sector is a state."""
    for sector in mention.sectors:
        known = codes.sectors.get(sector)
        if known is not None and known.role:
            return known.role
    return "state" if mention.country in codes.countries and mention.actor and not mention.sectors else ""


def cameo_of(code: PloverCode, actors: Sequence[Mention], codes: Exchange) -> CameoCode:
    """Give the CAMEO code of a PLOVER type and mode.

    Args:
        code: type and mode.
        actors: who acts; an assault without mode by an organised armed side is a fight (root 19).
        codes: the table.

    Returns:
        The longest code that all CAMEO codes of that type and mode share, else the general code of the type.
    """
    mode = code.mode
    if code.event_type == "ASSAULT" and not mode and any(role(m, codes) in ORGANISED for m in actors):
        mode = "armed"
    found = codes.cameo.get(f"{code.event_type}/{mode}") or codes.cameo[f"{code.event_type}/"]
    return CameoCode(*found)
