"""Gates of the desk: the step of a directive that an officer may take now."""

from __future__ import annotations

from netral.core.access import Actor, require
from netral.core.flow.meeting import DIRECTIVE_MOVES, OWNERS, DirectiveStage
from netral.core.flow.moves import Move, take
from netral.desk.models import Directive


def step_open(actor: Actor, directive: Directive, act: str) -> Move[DirectiveStage]:
    """Return the move if the actor may take it now.

    Raises MoveRefusedError (409) from another stage, NotVisibleError (404) outside the actor's
    units, NotAllowedError (403) in another role.
    """
    move = take(DIRECTIVE_MOVES, act, DirectiveStage(directive.stage))
    require(actor, move.by, directive.owner.path if move.by == OWNERS else actor.government)
    return move
