"""The builders that other tests stand on."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from netral.core.access import Role
from netral.people.access import PERSON_KEY, actor_for, person_for
from netral.people.models import Unit
from netral.shell.moment import moment
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    person_client,
    staff_client,
    unit_build,
)

pytestmark = pytest.mark.django_db


def test_a_unit_is_built_with_its_government_and_all_units_above_it() -> None:
    unit = unit_build("kab-samosir.dinkes.pkm-buhit", name="Puskesmas Buhit")
    assert (unit.kind, unit.name) == ("unit", "Puskesmas Buhit")
    assert list(Unit.objects.order_by("path").values_list("path", "kind")) == [
        ("kab-samosir", "pemerintah"),
        ("kab-samosir.dinkes", "opd"),
        ("kab-samosir.dinkes.pkm-buhit", "unit"),
    ]


def test_an_actor_acts_in_the_role_over_the_unit() -> None:
    actor = actor_build(Role.HANDLER, "kab-batanghari.inspektorat")
    assert (actor.role, actor.unit) == (Role.HANDLER, "kab-batanghari.inspektorat")
    assert actor.government == "kab-batanghari"


def test_a_staff_client_carries_a_session_that_names_the_actor() -> None:
    account = account_build(Role.SEKDA)
    request = RequestFactory().get("/")
    request.session = staff_client(account).session
    request.user = account
    actor = actor_for(request, today=moment().date())
    assert actor is not None
    assert (actor.account, actor.role) == (account.ref, Role.SEKDA)


def test_a_person_client_carries_an_open_personal_session() -> None:
    person = person_build()
    request = RequestFactory().get("/")
    request.session = person_client(person).session
    assert PERSON_KEY in request.session
    assert person_for(request, at=moment()) == (person.ref, "tautan_pin")
