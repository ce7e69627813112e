"""A government with a letter, a pledge and people far enough apart to be told in sums."""

from __future__ import annotations

from datetime import timedelta

from netral.circulars.models import CircularVersion
from netral.core.flow.pledge import Stage
from netral.journal.tasks import seal_all
from netral.oversight.services.projection import coverage_rebuild
from netral.people.models import Person
from netral.pledges.models import PledgeSession
from tests.apps.circulars.build import AT, DINKES, DISDIK, KEY, PKM, has_read, published_build
from tests.apps.circulars.build import tree_build as places_build
from tests.apps.people.build import person_build
from tests.apps.pledges.build import pledge_build, session_build

__all__ = ["AT", "DINKES", "DISDIK", "KEY", "LATER", "PKM"]
LATER = AT + timedelta(minutes=5)


def season_build(per_unit: int = 3) -> tuple[CircularVersion, PledgeSession, list[Person]]:
    """Return a letter in force, an open pledge, and the people of three units in their order."""
    places_build()
    people = [person_build(unit) for unit in (DINKES, PKM, DISDIK) for _ in range(per_unit)]
    version = published_build()
    session = session_build(Stage.OPEN, KEY, opens_at=AT)
    return version, session, people


def followed_build(per_unit: int = 3) -> tuple[CircularVersion, PledgeSession, list[Person]]:
    """Return the same, counted once and sealed."""
    found = season_build(per_unit)
    seal_all(AT)
    coverage_rebuild(government=KEY, at=AT)
    return found


def acts_build(version: CircularVersion, session: PledgeSession, people: list[Person]) -> None:
    """Let the people read the letter, and the first half of them pledge."""
    for person in people:
        has_read(version, person)
    for person in people[: len(people) // 2]:
        pledge_build(session, person, at=LATER)
