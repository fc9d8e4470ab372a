"""The knowledge that commands work with: the tables, and the actors of the user's own that the settings name."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.config import Settings
    from tocsin.knowledge import Knowledge


def own_actors(settings: "Settings") -> Path | None:
    """Give the file of own actors that the settings name; None = none is named."""
    return Path(settings.actors) if settings.actors else None


def known_here() -> "Knowledge":
    """Load the knowledge with the settings of this folder."""
    from tocsin.config import load_settings
    from tocsin.knowledge import load_knowledge

    settings, _ = load_settings({}, os.environ, Path.cwd())
    return load_knowledge(own=own_actors(settings))
