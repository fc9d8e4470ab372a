"""Compile the knowledge folder into the tables that ship inside the package."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KnowledgeHook(BuildHookInterface[Any]):
    """Build hook: `knowledge/**/*.yml` to `src/tocsin/knowledge/tables/*.msgpack`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Run the compiler before files are collected, for wheels and editable installs alike."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from tocsin.knowledge.build import build_tables  # noqa: PLC0415

        build_tables(root / "knowledge", root / "src" / "tocsin" / "knowledge" / "tables")
