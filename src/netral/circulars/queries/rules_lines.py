"""An act as a list shows it, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netral.circulars.queries.rules_words import (
    TRACK_LABELS,
    Words,
    sanction_words,
    stage_words,
    subject_words,
)
from netral.core.law.records import Act

UNSURE = "belum terkonfirmasi"
"""The range of an act whose sanction nobody has confirmed; the tag beside it says the same."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act in a list: what it says, on which track, for whom and when, with which sanction."""

    act: Act
    track: Words
    subjects: tuple[Words, ...]
    stages: tuple[Words, ...]
    sanction: str
    is_sure: bool

    @property
    def is_sanction_told(self) -> bool:
        """Tell whether a list names the sanction: not of what is no breach, not twice "unsure"."""
        return self.act.is_breach and self.act.range != UNSURE


def act_line(act: Act) -> ActLine:
    """Return an act as a list shows it."""
    return ActLine(
        act,
        TRACK_LABELS[act.track],
        subject_words(act.applies_to),
        stage_words(act.stages),
        sanction_words(act),
        is_sure=act.standing.confirmed and act.level_confirmed,
    )


def act_lines(acts: Iterable[Act]) -> tuple[ActLine, ...]:
    """Return acts as a list shows them."""
    return tuple(act_line(act) for act in acts)
