from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _keys_in_a_folder_of_their_own(tmp_path: Path, settings: Any) -> None:
    settings.NETRAL_DATA_DIR = tmp_path
