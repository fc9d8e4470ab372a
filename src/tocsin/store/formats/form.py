"""What a format is."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from tocsin.knowledge.exchange import Exchange
from tocsin.model import Factuality
from tocsin.store.formats.objects import Objects
from tocsin.store.formats.tables import Table
from tocsin.store.formats.units import Choice, Outcome


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format: its files, and how rows for them are made."""

    name: str
    """The name that the user gives."""
    unit: Literal["claim", "incident", "record"]
    """Of what a row is made: `Told`, `Happening`, or any record."""
    extension: str
    """Extension of its files, without the dot; "" = a folder."""
    files: tuple[Table | Objects, ...] = ()
    """Its files; rows say to which they belong. Empty = it writes a folder of its own."""
    rows: Callable[[Any, Choice, Exchange], Outcome]
    """Makes the rows of one unit."""
    loss: Mapping[str, str]
    """Our field to what the format makes of it; "" = nothing."""
    factualities: frozenset[Factuality] = frozenset({"asserted"})
    """Claims that leave unless the user widens it; native forms keep factuality, so all of them leave."""
    from_memory: tuple[str, ...] = ()
    """Columns whose codes were not checked against the provider's codebook."""
    numbered: bool = False
    """Whether its ids are whole numbers; a file `NAME.ids.csv` then gives both."""
