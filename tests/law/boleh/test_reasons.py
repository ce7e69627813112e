"""What is forbidden stays so, whatever reason is given for it."""

from __future__ import annotations

import pytest

from netral.core.text.may import Verdict, may
from tests.law.boleh.figures import ALL, FACTS, golden

REASONS = (
    "karena dia tidak ikut kampanye",
    "sebab mau nyoblos di TPS",
    "gara-gara tetangga lapor Bawaslu",
    "supaya tidak golput",
    "lantaran ada pengajian",
    "karena ditonton di TV",
)
FORBIDDEN = [
    ask
    for which in ALL
    for ask in golden(which)
    if ask["want"] == "tidak" and ask["q"].count(".") < 2
]


@pytest.mark.parametrize("reason", REASONS)
def test_no_reason_makes_a_forbidden_thing_allowed(reason: str) -> None:
    assert len(FORBIDDEN) >= 300
    wrong = []
    for ask in FORBIDDEN:
        text = f"{ask['q'].rstrip('?! ')} {reason}"
        facts = {name: ask[name] for name in FACTS if name in ask}
        if may(text, **facts).verdict is Verdict.BOLEH:
            wrong.append(text)
    assert not wrong, "\n".join(wrong)
