"""The cases whose next step is one officer's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from netral.cases.queries.cases import MINE, cases_listed
from netral.cases.queries.law import act_title
from netral.core.access import Actor

SHOWN = 200


@dataclass(frozen=True, slots=True)
class CaseWaiting:
    """One case that waits: its act in words, its page, its nearest day."""

    ref: str
    title: str
    url: str
    due_on: date | None


def cases_waiting_for(*, actor: Actor, today: date, limit: int = SHOWN) -> list[CaseWaiting]:
    """Return the visible open cases whose next step is the officer's role's, by need."""
    found = cases_listed(actor=actor, today=today, which=MINE)[:limit]
    return [
        CaseWaiting(case.ref, act_title(case), reverse("case", args=[case.ref]), case.due_on)
        for case in found
    ]
