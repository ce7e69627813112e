"""What one person sees of their own pledges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from netral.core.access import is_within
from netral.core.flow.pledge import Stage
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession


@dataclass(frozen=True, slots=True)
class Invited:
    """A person and a session that is for them."""

    person: Person
    session: PledgeSession


def session_for(*, person_ref: PersonRef, ref: SessionRef, today: date) -> Invited:
    """Return the person and the session; raise NotVisibleError when it is not for this person."""
    sessions = PledgeSession.objects.select_related("unit", "text", "government")
    session = sessions.filter(ref=ref).first()
    people = Person.objects.live_on(today).select_related("unit")
    person = people.filter(ref=person_ref).first()
    if session is None or person is None:
        raise NotVisibleError(
            _(
                "Sesi ikrar ini tidak ada, atau Anda tidak tercatat bekerja hari ini. Buka lagi "
                "tautan pribadi Anda, atau tanya bagian kepegawaian."
            )
        )
    if not is_within(person.unit.path, session.unit.path):
        raise NotVisibleError(
            _(
                "Sesi ikrar ini bukan untuk unit Anda, atau tautannya milik orang lain. Buka lagi "
                "tautan pribadi Anda sendiri."
            )
        )
    return Invited(person, session)


def pledge_of(*, person_ref: PersonRef, ref: SessionRef) -> Pledge | None:
    """Return the person's pledge in a session, None when there is none."""
    pledges = Pledge.objects.select_related("session__government", "session__text")
    return pledges.filter(person__ref=person_ref, session__ref=ref).first()


def pledge_required(*, person_ref: PersonRef, ref: SessionRef) -> Pledge:
    """Return the person's pledge in a session; raise NotVisibleError when there is none."""
    pledge = pledge_of(person_ref=person_ref, ref=ref)
    if pledge is None:
        raise NotVisibleError(
            _("Anda belum berikrar di sesi ini, jadi belum ada sertifikat. Ucapkan dulu ikrarnya.")
        )
    return pledge


def sessions_of_person(*, person_ref: PersonRef, today: date) -> list[tuple[PledgeSession, bool]]:
    """Return the opened sessions that are for a person, newest first, each with "has pledged"."""
    person = Person.objects.live_on(today).select_related("unit").filter(ref=person_ref).first()
    if person is None:
        return []
    parts = person.unit.path.split(".")
    above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
    sessions = PledgeSession.objects.filter(~Q(stage=Stage.DRAFTED), unit__path__in=above)
    made = set(Pledge.objects.filter(person=person).values_list("session_id", flat=True))
    return [(session, session.pk in made) for session in sessions.order_by("-opens_at")]
