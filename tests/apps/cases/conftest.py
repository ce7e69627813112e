"""Each test has a data folder of its own, and a quick pass phrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netral.people.services import wrapping


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _light_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the KDF quick; its cost is no subject here, and its parameters are stored per key."""
    monkeypatch.setattr(wrapping, "KDF_PASSES", 1)
    monkeypatch.setattr(wrapping, "KDF_MEMORY", 8 * 2**20)
