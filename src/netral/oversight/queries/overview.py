"""The one page that a head of government understands in ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netral.cases.queries.figures import CaseFigures, case_figures
from netral.core.access import Actor, Role
from netral.desk.models import Directive
from netral.desk.queries import directives_open
from netral.oversight.queries.governments import (
    Governments,
    governments_told,
    is_told_of_others,
)
from netral.oversight.queries.nodes import Node, node_of
from netral.oversight.queries.waiting import Waiting, waiting_for

GOVERNMENT_WIDE = frozenset(
    {Role.PPK, Role.SEKDA, Role.DESK, Role.HANDLER, Role.OFFICER, Role.OVERSEER}
)
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page; figures only within the actor's units.

    ``others`` are the sums of the governments that a province or a ministry is told about.
    """

    coverage: Node
    cases: CaseFigures
    waiting: list[Waiting]
    directives: list[Directive]
    directives_open: int
    directives_late: int
    others: Governments | None


def overview(*, actor: Actor, today: date) -> Overview:
    """Return the page's figures in a constant number of queries."""
    still, late = directives_open(actor=actor, today=today)
    nearest = Directive.objects.visible_to(actor.unit).still_open().select_related("owner")
    return Overview(
        coverage=node_of(path=actor.unit, scope=actor.unit, on=today, today=today),
        cases=case_figures(actor=actor, today=today),
        waiting=waiting_for(actor=actor, today=today),
        directives=list(nearest.order_by("due_on", "pk")[:NEAREST]),
        directives_open=still,
        directives_late=late,
        others=governments_told(actor=actor, today=today) if is_told_of_others(actor) else None,
    )
