"""Addressees and the roster of the day: who is asked, who is counted, and counted again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.access import version_for_reader
from netral.circulars.models import CircularVersion, Delivery, RosterMember, RosterSnapshot
from netral.circulars.queries.coverage import coverage_by_unit, persons_unread
from netral.circulars.queries.deliveries import circulars_for_person
from netral.circulars.queries.lesson import lesson_is_due, lessons_due
from netral.circulars.queries.rosters import (
    is_addressed,
    persons_addressed,
    roster_figures,
    rosters_checked,
)
from netral.circulars.services import circular_draft, draft_save, version_draft
from netral.circulars.services.content import version_hash
from netral.circulars.services.drafts import handle_new
from netral.core.access import Role
from netral.core.flow.circular import CircularStage
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef
from netral.core.law.grouping import OTHER_GROUPS
from netral.journal.models import Entry
from netral.ops.checkup import State, rosters_recounted
from netral.people.models import Person, Unit
from tests.apps.circulars.build import (
    AT,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    approve,
    approved_build,
    draft_build,
    publish,
    published_build,
    text_build,
    tree_build,
)
from tests.apps.people.build import actor_build, person_build

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def addressed_build(
    *, groups: tuple[str, ...] = (), units: tuple[str, ...] = ()
) -> CircularVersion:
    """Return a version in force with these addressees."""
    tree_build()
    return published_build(replace(text_build(), groups=groups, units=units))


def staff_build() -> dict[str, Person]:
    """Return one person of each kind, by a short name."""
    tree_build()
    return {
        "nurse": person_build(PKM, status="PNS", post_title="Perawat"),
        "teacher": person_build(DISDIK, status="PPPK", post_title="Guru"),
        "guard": person_build(DINKES, status="NON_ASN", post_title="Satpam"),
        "head": person_build(DISDIK, status="NON_ASN", post_title="Kepala Desa Sukamaju"),
        "clerk": person_build(DISDIK, status="NON_ASN", post_title="Sekretaris Desa Sukamaju"),
    }


@pytest.mark.parametrize(
    ("groups", "units", "expected"),
    [
        ((), (), {"nurse", "teacher", "guard", "head", "clerk"}),
        (("pns", "pppk"), (), {"nurse", "teacher"}),
        (("kepala-desa",), (), {"head"}),
        (("pns", "non-asn"), (), {"nurse", "guard"}),
        (OTHER_GROUPS, (), {"guard", "head", "clerk"}),
        (("cpns",), (), set()),
        ((), (DINKES,), {"nurse", "guard"}),
        (("non-asn",), (DINKES,), {"guard"}),
        (("non-asn",), (DISDIK,), set()),
    ],
)
def test_who_is_asked_follows_groups_and_units_alike_in_query_and_by_person(
    groups: tuple[str, ...], units: tuple[str, ...], expected: set[str]
) -> None:
    staff = staff_build()
    version = addressed_build(groups=groups, units=units)
    asked = set(persons_addressed(version, on=TODAY))
    assert {name for name, person in staff.items() if person in asked} == expected
    assert {name for name, person in staff.items() if is_addressed(version, person)} == expected
    assert version.roster.count == len(expected)


def test_a_unit_whose_name_begins_alike_is_not_addressed_with_it() -> None:
    near = person_build(f"{DINKES}-baru")
    assert not is_addressed(addressed_build(units=(DINKES,)), near)
    assert near not in persons_addressed(CircularVersion.objects.get(), on=TODAY)


def test_units_that_are_not_addressed_are_neither_sent_to_nor_counted() -> None:
    staff = staff_build()
    version = addressed_build(units=(DINKES,))
    assert list(Delivery.objects.values_list("unit__path", flat=True)) == [DINKES]
    counted = {
        row.path: row.denominator for row in coverage_by_unit(circular=version.circular, on=TODAY)
    }
    assert counted == {KEY: 2, DINKES: 2, PKM: 1, DISDIK: 0}
    unread = persons_unread(version=version, unit=KEY, on=TODAY)
    assert set(unread) == {staff["nurse"], staff["guard"]}


def test_who_is_not_addressed_is_told_so_and_may_pledge_without_its_lesson() -> None:
    staff = staff_build()
    version = addressed_build(groups=("pns",))
    ref, teacher = CircularRef(version.circular.ref), staff["teacher"]
    assert circulars_for_person(teacher) == []
    with pytest.raises(NotVisibleError, match="kelompok pegawai lain"):
        version_for_reader(teacher, ref)
    assert not lesson_is_due(person=teacher.ref, today=TODAY)
    nurse = staff["nurse"]
    assert version_for_reader(nurse, ref) == version
    assert [row.version for row in circulars_for_person(nurse)] == [version]
    assert lesson_is_due(person=nurse.ref, today=TODAY)
    assert lessons_due(person=nurse.ref, today=TODAY) == [version.circular]
    assert lessons_due(person="TIDAKADA", today=TODAY) == []


@pytest.mark.parametrize(
    ("groups", "units"), [(("pegawai",), ()), ((), (PKM,)), ((), (f"{KEY}.tidak-ada",))]
)
def test_an_addressee_that_does_not_exist_is_refused_and_no_draft_begins(
    groups: tuple[str, ...], units: tuple[str, ...]
) -> None:
    tree_build()
    text = replace(text_build(), groups=groups, units=units)
    with pytest.raises(WrongInputError):
        circular_draft(
            actor=actor_build(Role.OFFICER, KEY), text=text, form_token=handle_new(), at=AT
        )
    assert not CircularVersion.objects.exists()


def test_addressees_are_part_of_what_is_signed_and_the_next_version_starts_with_them() -> None:
    staff_build()
    narrow = addressed_build(groups=("pns",), units=(DINKES,))
    assert version_hash(narrow) == narrow.body_hash
    narrow.groups = ["pns", "pppk"]
    assert version_hash(narrow) != narrow.body_hash
    draft = version_draft(
        actor=actor_build(Role.OFFICER, KEY), ref=CircularRef(narrow.circular.ref)
    )
    assert (draft.groups, draft.units) == (["pns"], [DINKES])
    ref = CircularRef(narrow.circular.ref)
    saved = draft_save(
        actor=actor_build(Role.OFFICER, KEY), ref=ref, text=text_build(), revision=1, at=AT
    )
    assert (saved.groups, saved.units) == ([], [])


def test_an_opd_that_closed_after_the_approval_stops_the_signing_and_nothing_goes_out() -> None:
    tree_build()
    circular = approved_build(replace(text_build(), units=(DINKES, DISDIK)))
    yesterday = TODAY - timedelta(days=1)
    Unit.objects.filter(path=DISDIK).update(valid_to=yesterday)
    with pytest.raises(WrongInputError, match="Dinas Pendidikan"):
        publish(circular, "1/SE/2024")
    assert circular.versions.get().stage == CircularStage.APPROVED
    assert not Delivery.objects.exists()
    assert not RosterSnapshot.objects.exists()


def test_the_entry_of_the_publication_names_the_root_and_no_person() -> None:
    staff = staff_build()
    version = published_build()
    entry = Entry.objects.get(kind="circular.publish")
    body = json.loads(entry.body or "")["body"]
    assert body["roster"] == {"count": 5, "on": "2024-09-12", "root": version.roster.root}
    assert not any(person.name in entry.leaf for person in staff.values())
    assert not any(person.ref in (entry.body or "") for person in staff.values())


def test_the_same_staff_published_twice_gives_roots_that_cannot_be_compared() -> None:
    staff_build()
    first = published_build().roster
    second = published_build(number="800/2/SE/2024").roster
    assert (first.count, second.count) == (5, 5)
    assert first.root != second.root
    assert set(first.members.values_list("salt")).isdisjoint(second.members.values_list("salt"))


def test_who_left_before_is_not_in_the_roster_and_who_joins_later_is_asked_all_the_same() -> None:
    staff = staff_build()
    Person.objects.filter(pk=staff["guard"].pk).update(valid_to=TODAY - timedelta(days=1))
    version = published_build()
    assert version.roster.count == 4
    later = person_build(DINKES)
    assert later in persons_addressed(version, on=TODAY)
    assert not version.roster.members.filter(person=later).exists()
    assert roster_figures(version.roster)[PKM, "pns"] == 1
    assert roster_figures(version.roster)[DISDIK, "kepala-desa"] == 1


def change_a_unit(roster: RosterSnapshot) -> None:
    roster.members.filter(unit_path=PKM).update(unit_path=DISDIK)


def change_a_group(roster: RosterSnapshot) -> None:
    roster.members.filter(group="pns").update(group="non-asn")


def drop_a_line(roster: RosterSnapshot) -> None:
    RosterMember.objects.filter(pk=roster.members.order_by("pk").values("pk")[:1]).delete()


def change_the_count(roster: RosterSnapshot) -> None:
    RosterSnapshot.objects.filter(pk=roster.pk).update(count=4)


def change_all_but_the_journal(roster: RosterSnapshot) -> None:
    roster.members.all().delete()
    RosterSnapshot.objects.filter(pk=roster.pk).update(
        count=0, root="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (change_a_unit, "garam"),
        (change_a_group, "garam"),
        (drop_a_line, "akar"),
        (change_the_count, "jumlah"),
        (change_all_but_the_journal, "jejak"),
    ],
)
def test_a_clerk_who_shrinks_the_roster_afterwards_is_found_out(change: object, wrong: str) -> None:
    staff_build()
    roster = published_build().roster
    assert [one.wrong for one in rosters_checked()] == [""]
    assert rosters_recounted().state is State.GOOD
    change(roster)  # type: ignore[operator]
    assert [one.wrong for one in rosters_checked(newest=1)] == [wrong]
    told = rosters_recounted()
    assert told.state is State.BROKEN
    assert "800/1/SE/2024" in told.words


def test_an_erased_line_keeps_its_leaf_and_the_root_still_comes_out() -> None:
    staff_build()
    roster = published_build().roster
    roster.members.filter(group="kepala-desa").update(person=None, salt=None)
    assert [one.wrong for one in rosters_checked()] == [""]


def test_the_database_refuses_a_person_counted_twice_and_a_line_half_erased() -> None:
    staff_build()
    roster = published_build().roster
    line = roster.members.first()
    assert line is not None
    again = RosterMember(
        snapshot=roster,
        person_id=line.person_id,
        unit_path=PKM,
        group="pns",
        salt=bytes(16),
        leaf=bytes(32),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        roster.members.filter(pk=line.pk).update(person=None)


def test_a_correction_takes_a_roster_of_its_own_day() -> None:
    staff_build()
    first = published_build()
    version_draft(actor=actor_build(Role.OFFICER, KEY), ref=CircularRef(first.circular.ref))
    person_build(DINKES)
    approve(first.circular)
    second = publish(first.circular, "800/2/SE/2024", at=AT + timedelta(days=3))
    assert (first.roster.count, second.roster.count) == (5, 6)
    assert second.roster.taken_on == TODAY + timedelta(days=3)
    assert [one.wrong for one in rosters_checked()] == ["", ""]


def test_a_draft_has_no_roster_yet() -> None:
    draft_build()
    assert list(rosters_checked()) == []
