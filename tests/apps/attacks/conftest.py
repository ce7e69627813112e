"""Each attack has a data folder of its own, a quick pass phrase and an empty count of guesses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netral.people.services import wrapping
from netral.reports.views import follow
from netral.shell.guesses import GuessLimit


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the KDF quick: its cost is no subject here, its parameters are kept with each key."""
    monkeypatch.setattr(wrapping, "KDF_PASSES", 1)
    monkeypatch.setattr(wrapping, "KDF_MEMORY", 8 * 2**20)
    monkeypatch.setattr(follow, "GUESSES", GuessLimit())
