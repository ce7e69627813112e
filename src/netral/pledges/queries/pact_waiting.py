"""What of the open rounds of pacts waits for one officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netral.core.access import Actor
from netral.core.flow.pact import KNOWERS, PAPER_CLERKS, RoundStage
from netral.people.models import Account, Person
from netral.pledges.models import PactRound, PactScan
from netral.pledges.queries.pact_scans import scans_waiting
from netral.pledges.queries.pacts import (
    OwnPact,
    is_addressed,
    own_pacts,
    pacts_at_top,
    pacts_to_know,
    rounds_visible,
)

MOST_ROUNDS = 5
"""How many open rounds a desk looks at; more at once is no order that anyone could follow."""


@dataclass(frozen=True, slots=True)
class PactsWaiting:
    """One round: the own pact (None if none is asked), how many to acknowledge, which scans."""

    round: PactRound
    own: OwnPact | None
    to_know: int
    scans: list[PactScan]

    @property
    def is_asked(self) -> bool:
        """Tell whether the officer's own pact is due now."""
        return self.own is not None and self.own.is_asked

    @property
    def is_any(self) -> bool:
        """Tell whether anything waits."""
        return self.is_asked or bool(self.to_know or self.scans)

    @property
    def told(self) -> dict[str, object]:
        """Return the figures for a sentence."""
        return {"title": self.round.title, "know": self.to_know, "scans": len(self.scans)}


def pacts_waiting(*, actor: Actor, on: date) -> list[PactsWaiting]:
    """Return the open rounds in which something waits for the officer, newest first."""
    rounds = list(rounds_visible(actor=actor).filter(stage=RoundStage.OPEN.value)[:MOST_ROUNDS])
    if not rounds:
        return []
    person = _person(actor)
    found = [_waiting(actor, person, round_, on) for round_ in rounds]
    return [one for one in found if one.is_any]


def round_waiting(*, actor: Actor, round_: PactRound, on: date) -> PactsWaiting:
    """Return what waits for the officer in one round, open or not."""
    return _waiting(actor, _person(actor), round_, on)


def _person(actor: Actor) -> Person | None:
    account = Account.objects.select_related("person__unit").filter(ref=actor.account).first()
    return account.person if account else None


def _waiting(actor: Actor, person: Person | None, round_: PactRound, on: date) -> PactsWaiting:
    own, to_know, scans = None, 0, []
    if person is not None and is_addressed(round_, person, on):
        (own,) = own_pacts(round_=round_, persons=[person], on=on)
    if actor.role in KNOWERS:
        to_know = pacts_at_top(actor=actor, round_=round_, on=on).count()
        if person is not None:
            to_know += pacts_to_know(superior=person, round_=round_, on=on).count()
    if actor.role in PAPER_CLERKS:
        waiting = scans_waiting(actor=actor, round_=round_)
        scans = [scan for scan in waiting if scan.brought_by != actor.account]
    return PactsWaiting(round_, own, to_know, scans)
