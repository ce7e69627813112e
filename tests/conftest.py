"""Settings that every test needs before Django starts."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import pytest

os.environ.setdefault("NETRAL_DATA_DIR", tempfile.mkdtemp(prefix="netral-test-"))


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Serve static addresses as they are: the manifest is made by ``./run`` alone."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
