"""Down the tree: passing on, who has not, since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.models import Delivery
from netral.circulars.queries.deliveries import cover_notes_for, deliveries_waiting, delivery_at
from netral.circulars.services import circular_pass_on
from netral.circulars.tasks import letters_work
from netral.core.access import Role
from netral.core.flow.circular import PASSERS
from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.people.models import Unit
from tests.apps.circulars.build import (
    AT,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    draft_build,
    kinds_entered,
    passed_on,
    published_build,
    renewed_build,
    text_build,
    tree_build,
)
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    staff_client,
    unit_build,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def test_the_head_passes_on_to_the_units_right_below_with_a_note() -> None:
    tree_build()
    unit_build(f"{PKM}.posyandu")
    version = published_build()
    passed_on(version, note="Baca sebelum apel Senin.")
    above, below = delivery_at(version, DINKES), delivery_at(version, PKM)
    assert above is not None
    assert (above.note, above.passed_on_at) == ("Baca sebelum apel Senin.", AT)
    assert above.passed_on_by.startswith("Petugas Contoh")
    assert below is not None
    assert below.must_pass_on  # it has a unit of its own below it
    assert delivery_at(version, f"{PKM}.posyandu") is None
    assert kinds_entered()[-1] == "circular.pass_on"


def test_each_level_passes_on_and_a_unit_without_parts_has_nothing_to_pass_on() -> None:
    tree_build()
    unit_build(f"{PKM}.posyandu")
    version = published_build()
    passed_on(version)
    passed_on(version, PKM)
    leaf = delivery_at(version, f"{PKM}.posyandu")
    assert leaf is not None
    assert not leaf.must_pass_on


def test_pressed_twice_it_is_passed_on_once() -> None:
    tree_build()
    version = published_build()
    passed_on(version, note="Pertama")
    passed_on(version, note="Kedua")
    found = delivery_at(version, DINKES)
    assert found is not None
    assert found.note == "Pertama"
    assert kinds_entered().count("circular.pass_on") == 1


@pytest.mark.parametrize("role", sorted(set(Role) - PASSERS - {Role.ASN}))
def test_no_other_role_passes_on(role: Role) -> None:
    tree_build()
    version = published_build()
    with pytest.raises(NotAllowedError):
        pass_on_as(role, DINKES, version.circular.ref)
    assert not Delivery.objects.filter(passed_on_at__isnull=False).exists()


def test_the_head_of_another_opd_does_not_pass_on_here() -> None:
    tree_build()
    version = published_build()
    with pytest.raises(NotVisibleError):
        circular_pass_on(
            actor=actor_build(Role.OPD_HEAD, DISDIK),
            ref=CircularRef(version.circular.ref),
            unit=UnitPath(DINKES),
            note="",
            at=AT,
        )


def test_what_is_in_force_comes_to_units_that_were_opened_since() -> None:
    tree_build()
    version = published_build()
    passed_on(version)
    unit_build(f"{KEY}.diskominfo")
    unit_build(f"{DINKES}.puskesmas-baru")
    unit_build(f"{PKM}.posyandu")  # its own unit has not passed the letter on
    unit_build("kab-samosir.dinkes")
    assert letters_work(LATER) == 2
    assert letters_work(LATER) == 0
    opd = delivery_at(version, f"{KEY}.diskominfo")
    below = delivery_at(version, f"{DINKES}.puskesmas-baru")
    assert opd is not None
    assert (opd.must_pass_on, opd.received_at) == (True, LATER)
    assert below is not None
    assert not below.must_pass_on
    assert Delivery.objects.filter(unit__path=f"{PKM}.posyandu").count() == 0
    assert kinds_entered()[-1] == "circular.deliver"
    head = actor_build(Role.OPD_HEAD, f"{KEY}.diskominfo")
    ref = CircularRef(version.circular.ref)
    unit = UnitPath(f"{KEY}.diskominfo")
    assert circular_pass_on(actor=head, ref=ref, unit=unit, note="Baca.", at=LATER).passed_on_at


def test_a_new_office_that_the_letter_does_not_address_receives_none() -> None:
    tree_build()
    version = published_build(replace(text_build(), units=(DINKES,)))
    unit_build(f"{KEY}.diskominfo")
    assert letters_work(LATER) == 0
    assert version.deliveries.count() == 1


def test_a_letter_that_has_not_come_to_the_unit_cannot_be_passed_on() -> None:
    tree_build()
    version = published_build()
    with pytest.raises(NotVisibleError, match="belum sampai"):
        pass_on_as(Role.SUPERIOR, PKM, version.circular.ref)


def test_a_draft_cannot_be_passed_on() -> None:
    tree_build()
    with pytest.raises(NotVisibleError):
        pass_on_as(Role.OPD_HEAD, DINKES, draft_build().ref)


def pass_on_as(role: Role, unit: str, ref: str) -> None:
    circular_pass_on(
        actor=actor_build(role, unit), ref=CircularRef(ref), unit=UnitPath(unit), note="", at=AT
    )


def test_the_reminder_list_counts_calendar_days_and_leaves_out_what_was_passed_on() -> None:
    tree_build()
    version = published_build()
    later = AT.date() + timedelta(days=5)
    sekda = actor_build(Role.SEKDA)
    both = deliveries_waiting(sekda, today=later)
    assert [(row.delivery.unit.path, row.days) for row in both] == [(DINKES, 5), (DISDIK, 5)]
    passed_on(version)
    assert [row.delivery.unit.path for row in deliveries_waiting(sekda, today=later)] == [DISDIK]


def test_an_opd_that_an_import_ended_waits_for_nobody() -> None:
    tree_build()
    published_build()
    later = AT.date() + timedelta(days=5)
    Unit.objects.filter(path__startswith=DISDIK).update(valid_to=AT.date() + timedelta(days=2))
    rows = deliveries_waiting(actor_build(Role.SEKDA), today=later)
    assert [row.delivery.unit.path for row in rows] == [DINKES]


def test_no_unit_that_waits_is_cut_off_however_many_there_are() -> None:
    tree_build()
    version = published_build()
    root = Unit.objects.get(path=DINKES)
    more = Unit.objects.bulk_create(
        Unit(path=f"{KEY}.opd-{n}", name=f"OPD {n}", kind=Unit.Kind.OPD, parent=root.parent,
             government_id=KEY, valid_from=root.valid_from)
        for n in range(210)
    )  # fmt: skip
    Delivery.objects.bulk_create(
        Delivery(version=version, government_id=KEY, unit=unit, received_at=AT, must_pass_on=True)
        for unit in more
    )
    rows = deliveries_waiting(actor_build(Role.SEKDA), today=AT.date())
    assert len(rows) == 212
    client = staff_client(account_build(Role.SEKDA))
    last = client.get("/edaran/menunggu/", {"halaman": "5"}).content.decode()
    assert rows[-1].delivery.unit.name in last


def test_a_head_is_reminded_of_the_own_units_alone_and_of_what_is_in_force() -> None:
    tree_build()
    first = published_build()
    head = actor_build(Role.OPD_HEAD, DINKES)
    assert len(deliveries_waiting(head, today=AT.date())) == 1
    renewed_build(first, [clause.content() for clause in first.clauses.all()])
    (row,) = deliveries_waiting(head, today=AT.date())
    assert row.delivery.version.sequence == 2


def test_a_person_reads_the_notes_of_every_level_above_in_order() -> None:
    tree_build()
    unit_build(f"{PKM}.posyandu")
    nurse = person_build(f"{PKM}.posyandu")
    version = published_build()
    passed_on(version, note="Dari dinas")
    passed_on(version, PKM, note="Dari puskesmas")
    assert [found.note for found in cover_notes_for(nurse, version)] == [
        "Dari dinas",
        "Dari puskesmas",
    ]
    assert cover_notes_for(person_build(DISDIK), version) == []


def test_a_unit_receives_a_version_once_even_by_the_database() -> None:
    tree_build()
    version = published_build()
    found = Delivery.objects.get(version=version, unit__path=DINKES)
    found.pk = None
    found._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save()


def test_a_government_sees_only_its_own_deliveries() -> None:
    tree_build()
    published_build()
    assert deliveries_waiting(actor_build(Role.SEKDA, "kab-samosir"), today=AT.date()) == []
    assert deliveries_waiting(actor_build(Role.SEKDA, KEY), today=AT.date()) != []
