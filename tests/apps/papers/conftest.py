"""A data folder for one test alone: the workers of a run share the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """Give the site a data folder of its own, with room for keys and for trusted roots."""
    settings.NETRAL_DATA_DIR = tmp_path
    for name in ("keys", "trust"):
        (tmp_path / name).mkdir()
    return tmp_path
