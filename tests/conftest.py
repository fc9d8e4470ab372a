"""Fixtures that every stage's tests may use."""

from pathlib import Path

import pytest

from tocsin.knowledge import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the repository."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared is not here")
    return folder


@pytest.fixture(scope="session")
def know() -> Knowledge:
    """The compiled knowledge tables."""
    return load_knowledge()
