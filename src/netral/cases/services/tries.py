"""Trying a step that somebody else may take at the same moment: the loser keeps what they typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a step: nothing to say, or why not and the status of the page that says it."""

    refusal: str = ""
    status: int = 200


def step_try(step: Callable[[], object]) -> Tried:
    """Take a step; a refusal that a person can answer on the same form is returned as words.

    Every other error is raised as it is.
    """
    try:
        step()
    except (MoveRefusedError, AlreadyDoneError, WrongInputError) as error:
        return Tried(str(error), type(error).status)
    return Tried()
