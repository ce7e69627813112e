"""Acts that a clause of a circular may point at; a person accepts each one, or none."""

from __future__ import annotations

import re
from datetime import date

from netral.core.text.assessing import assess
from netral.core.text.suggestion import Suggestion

MOST = 8
STAGES = ("kampanye", "pra_penetapan")
"""A circular binds through all stages: the acts of discipline and their twins under ethics."""
_FORBIDS = re.compile(
    r"\b(?:jangan(?:lah)?|dilarang|tidak boleh|tidak diperbolehkan|agar tidak|untuk tidak)\b",
    re.IGNORECASE,
)


def acts_proposed(text: str, *, on: date) -> tuple[Suggestion, ...]:
    """Return the acts that a clause resembles, the likeliest first; spans are of ``text``.

    The words that forbid are read over: a clause tells the act, not that it happened.
    """
    told = _FORBIDS.sub(lambda found: " " * len(found[0]), text)
    found: dict[str, Suggestion] = {}
    for stage in STAGES:
        for act in assess(told, stage=stage, status="PNS", on=on).acts:
            best = found.get(act.code)
            if best is None or act.score > best.score:
                found[act.code] = act
    return tuple(sorted(found.values(), key=lambda act: (-act.score, act.code))[:MOST])
