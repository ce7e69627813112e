"""Sessions as officers and the public see them, and who has not pledged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.flow.pledge import Stage
from netral.core.kinds.errors import NotVisibleError
from netral.people.models import Account, Person
from netral.people.queries.superiors import superiors_of
from netral.pledges.models import PledgeAbsence, PledgeSession, PledgeText
from netral.pledges.queries.counts import session_day


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who has not pledged; ``kind`` and ``reason`` are empty for all but the superior.

    Also that there is a reason: who knows who is on leave would know from it who refused.
    """

    person: Person
    kind: str
    reason: str
    returns_on: date | None


def pledge_texts(*, actor: Actor) -> QuerySet[PledgeText]:
    """Return the wordings of the actor's government, newest first."""
    return PledgeText.objects.filter(government_id=actor.government).order_by("-made_at", "-pk")


def sessions_visible(*, actor: Actor) -> QuerySet[PledgeSession]:
    """Return the sessions that an officer may see, newest first."""
    sessions = PledgeSession.objects.visible_to(actor.unit)
    return sessions.select_related("unit", "government", "text", "call").order_by(
        "-opens_at", "-pk"
    )


def session_visible(*, actor: Actor, ref: str) -> PledgeSession:
    """Return one session that an officer may see; raise NotVisibleError if not."""
    session = sessions_visible(actor=actor).filter(ref=ref).first()
    if session is None:
        raise NotVisibleError(_("Sesi ikrar ini tidak ada, atau bukan untuk wilayah kerja Anda."))
    return session


def session_public(*, ref: str) -> PledgeSession:
    """Return an opened session for its public result; raise NotVisibleError before."""
    sessions = PledgeSession.objects.exclude(stage=Stage.DRAFTED)
    session = sessions.select_related("unit", "government", "text", "call").filter(ref=ref).first()
    if session is None:
        raise NotVisibleError(_("Tidak ada hasil ikrar di alamat ini."))
    return session


def session_replaced(session: PledgeSession) -> PledgeSession | None:
    """Return the session whose pledges coverage counts until this one is opened, if there is one.

    Coverage counts the newest session of the whole government; others end nothing there.
    """
    earlier = PledgeSession.objects.filter(
        unit=session.unit, opened_at__isnull=False, opens_at__lt=session.opens_at
    )
    is_whole = session.unit.path == session.government_id
    return earlier.order_by("-opens_at", "-pk").first() if is_whole else None


def persons_waiting(*, actor: Actor, session: PledgeSession) -> QuerySet[Person]:
    """Return who is on the roster on the session's day and has not pledged, by unit and name.

    Only those in the actor's units and in the session's.
    """
    return (
        Person.objects.visible_to(actor.unit)
        .visible_to(session.unit.path)
        .live_on(session_day(session))
        .exclude(pledges__session=session)
        .select_related("unit")
        .order_by("unit__path", "name", "pk")
    )


def waiting_rows(
    *, actor: Actor, session: PledgeSession, persons: Iterable[Person], on: date
) -> list[Waiting]:
    """Return the persons with what the actor may know of their reasons; a handful of queries.

    The persons come with their units; ``on`` is the day whose superior reads.
    """
    # A reason is read by the direct superior alone, whatever higher role another holds.
    account = Account.objects.filter(ref=actor.account).first()
    mine = account.person_id if account else None
    people = list(persons)
    if mine is None:
        return [_waiting(person, None) for person in people]
    superiors = superiors_of(persons=people, on=on)
    staff = {pk for pk, above in superiors.items() if above.pk == mine}
    absences = PledgeAbsence.objects.filter(session=session, person__in=staff)
    told = {absence.person_id: absence for absence in absences}
    return [_waiting(person, told.get(person.pk)) for person in people]


def _waiting(person: Person, absence: PledgeAbsence | None) -> Waiting:
    if absence is None:
        return Waiting(person, "", "", None)
    return Waiting(person, absence.kind, absence.reason, absence.returns_on)
