"""What one person sees of their own pledges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from netral.core.access import is_within
from netral.core.flow.pledge import Phase, Stage, phase
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession


@dataclass(frozen=True, slots=True)
class Invited:
    """A person and a session that is for them."""

    person: Person
    session: PledgeSession


class Placed(Protocol):
    """A person whose service and unit can be asked: a row of the roster, read in any form."""

    @property
    def unit_path(self) -> str:
        """Return the path of the person's unit."""

    def serves_on(self, day: date) -> bool:
        """Tell whether the person is in service on that day."""


class Occasion(Protocol):
    """A session whose unit can be asked, read in any form."""

    @property
    def unit_path(self) -> str:
        """Return the path of the unit that it is for."""


P = TypeVar("P", bound=Placed)
S = TypeVar("S", bound=Occasion)


def invited_check(person: P | None, session: S | None, *, today: date) -> tuple[S, P]:
    """Return both when the session is for this person; raise NotVisibleError when it is not."""
    if session is None or person is None or not person.serves_on(today):
        raise NotVisibleError(
            _(
                "Sesi ikrar ini tidak ada, atau Anda tidak tercatat bekerja hari ini. Buka lagi "
                "tautan pribadi Anda, atau tanya bagian kepegawaian."
            )
        )
    if not is_within(person.unit_path, session.unit_path):
        raise NotVisibleError(
            _(
                "Sesi ikrar ini bukan untuk unit Anda, atau tautannya milik orang lain. Buka lagi "
                "tautan pribadi Anda sendiri."
            )
        )
    return session, person


@dataclass(frozen=True, slots=True)
class _Placed:
    """A person of the roster as ``invited_check`` asks."""

    person: Person

    @property
    def unit_path(self) -> str:
        return self.person.unit.path

    def serves_on(self, day: date) -> bool:
        ends = self.person.valid_to
        return self.person.valid_from <= day and (ends is None or day <= ends)


def session_for(*, person_ref: PersonRef, ref: SessionRef, today: date) -> Invited:
    """Return the person and the session; raise NotVisibleError when it is not for this person."""
    sessions = PledgeSession.objects.select_related("unit", "text", "government", "call")
    person = Person.objects.select_related("unit").filter(ref=person_ref).first()
    placed = _Placed(person) if person else None
    session, found = invited_check(placed, sessions.filter(ref=ref).first(), today=today)
    return Invited(found.person, session)


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


def session_phase(session: PledgeSession, at: datetime) -> Phase:
    """Return what a session is at a moment, for those who come to pledge."""
    return phase(Stage(session.stage), session.opens_at, session.closes_at, at)


def sessions_of_person(*, person_ref: PersonRef, today: date) -> list[tuple[PledgeSession, bool]]:
    """Return the opened sessions that are for a person, newest first, each with "has pledged".

    And those of former units in which the person has pledged: the certificate stays theirs.
    """
    person = Person.objects.live_on(today).select_related("unit").filter(ref=person_ref).first()
    if person is None:
        return []
    parts = person.unit.path.split(".")
    above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
    made = set(Pledge.objects.filter(person=person).values_list("session_id", flat=True))
    meant = Q(unit__path__in=above) | Q(pk__in=made)
    sessions = PledgeSession.objects.filter(meant).exclude(stage=Stage.DRAFTED)
    return [(session, session.pk in made) for session in sessions.order_by("-opens_at", "-pk")]
