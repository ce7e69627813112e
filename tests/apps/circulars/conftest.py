"""Each test of a public page has limits of its own."""

from __future__ import annotations

import pytest

from netral.circulars.views import questions
from netral.shell.guesses import GuessLimit


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "GUESSES", GuessLimit())
    monkeypatch.setattr(questions, "ASKED", GuessLimit(each=20, together=600))
