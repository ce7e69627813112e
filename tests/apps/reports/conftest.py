"""Each test has a data folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netral.reports.views import follow
from netral.shell.guesses import GuessLimit


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _fresh_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "GUESSES", GuessLimit())
