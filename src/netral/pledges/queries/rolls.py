"""The roll of a session in a room as one officer sees it: their own units alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from netral.core.access import Actor
from netral.people.models import Person
from netral.people.models.persons import PersonQuerySet
from netral.pledges.models import Pledge, PledgeSession, RollCall
from netral.pledges.queries.counts import session_day


@dataclass(frozen=True, slots=True)
class RollSums:
    """How many were written down, how many are confirmed, how many wait for this officer."""

    present: int
    confirmed: int
    waiting: int


def roll_invited(*, actor: Actor, session: PledgeSession) -> PersonQuerySet:
    """Return who of the actor's units is invited and on the roster of the session's day."""
    invited = Person.objects.visible_to(session.unit.path).visible_to(actor.unit)
    return invited.live_on(session_day(session))


def roll_of(*, actor: Actor, session: PledgeSession) -> QuerySet[Person]:
    """Return the invited of the actor's units by name, each with what the roll says of them."""
    pledged = Pledge.objects.filter(session=session, person=OuterRef("pk"))
    return (
        roll_invited(actor=actor, session=session)
        .annotate(
            here=FilteredRelation("roll_calls", condition=Q(roll_calls__session=session)),
            entered_at=F("here__entered_at"),
            confirmed_at=F("here__confirmed_at"),
            has_pledged=Exists(pledged),
        )
        .select_related("unit")
        .order_by("unit__path", "name", "pk")
    )


def roll_waiting(*, actor: Actor, session: PledgeSession) -> QuerySet[RollCall]:
    """Return what others wrote down in the actor's units and nobody confirmed, by unit and name.

    Who meanwhile moved to a unit that is not invited is left out: nobody can confirm them.
    """
    rows = _unconfirmed(session).filter(person__in=roll_invited(actor=actor, session=session))
    others = rows.exclude(entered_by=actor.account).select_related("person__unit")
    return others.order_by("person__unit__path", "person__name", "pk")


def roll_sums(*, actor: Actor, session: PledgeSession) -> RollSums:
    """Return the sums over the invited of the actor's units."""
    invited = roll_invited(actor=actor, session=session)
    rows = RollCall.objects.filter(session=session, person__in=invited)
    waiting = rows.filter(confirmed_by="")
    return RollSums(
        present=rows.count(),
        confirmed=rows.exclude(confirmed_by="").count(),
        waiting=waiting.exclude(entered_by=actor.account).count(),
    )


def roll_unconfirmed(session: PledgeSession) -> int:
    """Return how many were written down and would be lost if the session ended now.

    Who has pledged from the own phone would not.
    """
    invited = Person.objects.visible_to(session.unit.path).live_on(session_day(session))
    pledged = Pledge.objects.filter(session=session).values("person")
    rows = _unconfirmed(session).filter(person__in=invited)
    return rows.exclude(person__in=pledged).count()


def _unconfirmed(session: PledgeSession) -> QuerySet[RollCall]:
    return RollCall.objects.filter(session=session, confirmed_by="")
