"""What one member of staff finds on their own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from netral.circulars.queries.deliveries import PersonCircular, circulars_for_person
from netral.core.flow.pledge import Phase
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef
from netral.people.models import Person
from netral.pledges.models import PledgeSession
from netral.pledges.queries.own import session_phase, sessions_of_person
from netral.pledges.queries.pacts import OwnPact, pacts_of_person


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session that was opened for the person, whether they pledged in it, and what it is now."""

    session: PledgeSession
    is_done: bool
    phase: Phase

    @property
    def is_running(self) -> bool:
        """Tell whether one can pledge now."""
        return self.phase is Phase.RUNNING

    @property
    def is_asked(self) -> bool:
        """Tell whether a pledge is still to come: of one that ended nothing can be asked."""
        return not self.is_done and self.phase is not Phase.ENDED


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The person, the letters that bind them, the pledges and pacts that are open to them."""

    person: Person
    circulars: list[PersonCircular]
    sessions: list[OwnSession]
    pacts: list[OwnPact]

    @property
    def step(self) -> int:
        """Return where the person stands: 1 read, 2 lesson, 3 pledge, 4 pact, 5 all done."""
        if any(not row.is_read for row in self.circulars):
            return 1
        if any(not row.is_understood for row in self.circulars):
            return 2
        if any(own.is_asked for own in self.sessions):
            return 3
        return 4 if any(own.is_asked for own in self.pacts) else 5


def own_page(*, person_ref: PersonRef, at: datetime) -> OwnPage:
    """Return the person's page; raises NotVisibleError when they have left."""
    today = at.date()
    person = person_live(person_ref=person_ref, today=today)
    sessions = sessions_of_person(person_ref=person_ref, today=today)
    return OwnPage(
        person,
        circulars_for_person(person),
        [OwnSession(one, done, session_phase(one, at)) for one, done in sessions],
        pacts_of_person(person_ref=person_ref, today=today),
    )


def person_live(*, person_ref: PersonRef, today: date) -> Person:
    """Return the person in service today; raises NotVisibleError when they have left."""
    people = Person.objects.live_on(today).select_related("unit", "government")
    person = people.filter(ref=person_ref).first()
    if person is None:
        raise NotVisibleError(
            "Anda tidak tercatat bekerja hari ini. Tanyakan kepada bagian kepegawaian."
        )
    return person
