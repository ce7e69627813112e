"""What holds while the source is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    """Let no collection fall into ``ast.parse``: CPython 3.11 then loses count (gh-106905).

    A finaliser that reads source, as a warning of one does, makes the parser raise SystemError.
    """
    gc.disable()
    yield
    gc.enable()
