"""Read the source files of the knowledge folder; only needed when tables are built."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.errors import KnowledgeError


def read_yaml(path: Path) -> Any:
    """Read a YAML file.

    Args:
        path: the file.

    Returns:
        What it holds.

    Raises:
        KnowledgeError: it is missing or is no YAML.
    """
    import yaml  # noqa: PLC0415  the package itself does without

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        message = f"{path.name}: {error}"
        raise KnowledgeError(message) from error


def read_rows(path: Path, width: int, *, heading: bool = True) -> Iterator[list[str]]:
    """Read a table of fields parted by tabs.

    Args:
        path: the file.
        width: fields of every row.
        heading: the first line names the fields and is passed over.

    Yields:
        Rows.

    Raises:
        KnowledgeError: a row has more or fewer fields.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = line.split("\t")
        if len(row) != width:
            message = f"{path.name}:{number}: want {width} fields parted by tabs, found {len(row)}"
            raise KnowledgeError(message)
        if number > 1 or not heading:
            yield row
