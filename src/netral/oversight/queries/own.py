"""What one member of staff finds on their own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netral.circulars.queries.deliveries import PersonCircular, circulars_for_person
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef
from netral.people.models import Person
from netral.pledges.models import PledgeSession
from netral.pledges.queries.own import sessions_of_person
from netral.pledges.queries.pacts import OwnPact, pacts_of_person


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The person, the letters that bind them, the pledges and pacts that are open to them."""

    person: Person
    circulars: list[PersonCircular]
    sessions: list[tuple[PledgeSession, bool]]
    pacts: list[OwnPact]

    @property
    def step(self) -> int:
        """Return where the person stands: 1 read, 2 lesson, 3 pledge, 4 pact, 5 all done."""
        if any(not row.is_read for row in self.circulars):
            return 1
        if any(not row.is_understood for row in self.circulars):
            return 2
        if any(not done for _session, done in self.sessions):
            return 3
        return 4 if any(own.is_asked for own in self.pacts) else 5


def own_page(*, person_ref: PersonRef, today: date) -> OwnPage:
    """Return the person's page; raises NotVisibleError when they have left."""
    person = person_live(person_ref=person_ref, today=today)
    return OwnPage(
        person,
        circulars_for_person(person),
        sessions_of_person(person_ref=person_ref, today=today),
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
