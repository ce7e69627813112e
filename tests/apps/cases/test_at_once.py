"""Two deciders at the same moment: one wins, the other is told; on both databases."""

from __future__ import annotations

from threading import get_ident

import pytest

from netral.cases.models import Decision
from netral.core.access import Role
from netral.core.flow.case import CaseStage
from netral.journal.models import Entry
from tests.apps.cases.build import CLEARED, KEY, PROVEN, case_at, decided, office_build
from tests.apps.people.build import actor_build
from tests.apps.people.told import at_once


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_one_wins_and_the_other_is_told() -> None:
    office = office_build()
    case = case_at(office, CaseStage.EXAMINED)
    deciders = [actor_build(Role.PPK, KEY) for _number in range(2)]
    free, seats = [0, 1], dict[int, int]()

    def decide() -> None:
        # A thread that is locked out tries again as the same person.
        seat = seats[get_ident()] if get_ident() in seats else free.pop()
        seats[get_ident()] = seat
        decided(office, case, (PROVEN, CLEARED)[seat], actor=deciders[seat])

    assert at_once(decide) == ["MoveRefusedError", "done"]
    assert Decision.objects.count() == 1
    assert Entry.objects.filter(kind="case.decide").count() == 1
