"""The printed sheet: personal links on paper, older unused ones ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netral.circulars.access import SHEETS_BY
from netral.circulars.models import Reading
from netral.circulars.services import sheet_issue
from netral.circulars.services.sheets import link_url
from netral.core.access import Role
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.core.kinds.secrets import SecretText
from netral.journal.models import Entry
from netral.people.models import PersonalLink
from tests.apps.circulars.build import (
    AT,
    DINKES,
    KEY,
    PKM,
    draft_build,
    has_read,
    kinds_entered,
    published_build,
    tree_build,
)
from tests.apps.people.build import actor_build, person_build

pytestmark = pytest.mark.django_db


def sheet_of(ref: str, unit: str = DINKES, role: Role = Role.OPD_HEAD, days: int = 0) -> bytes:
    return sheet_issue(
        actor=actor_build(role, unit),
        ref=CircularRef(ref),
        unit=UnitPath(unit),
        at=AT + timedelta(days=days),
    )


def test_a_sheet_gives_each_person_seated_in_the_unit_a_link_and_counts_them_as_reached() -> None:
    tree_build()
    here, too = person_build(DINKES), person_build(DINKES)
    person_build(PKM)
    version = published_build()
    pdf = sheet_of(version.circular.ref)
    assert pdf.startswith(b"%PDF-")
    assert {link.person for link in PersonalLink.objects.all()} == {here, too}
    assert set(PersonalLink.objects.values_list("channel", flat=True)) == {"lembar"}
    assert list(Reading.objects.values_list("channel", "sent_at").distinct()) == [("lembar", AT)]
    assert kinds_entered()[-1] == "circular.sheet"
    assert Entry.objects.filter(kind="link.issue").count() == 1


def test_a_sheet_is_for_those_alone_whom_the_letter_asks() -> None:
    asked, other = person_build(DINKES), person_build(DINKES)
    other.status = "NON_ASN"
    other.save(update_fields=["status"])
    version = published_build()
    version.groups = ["pns"]
    version.save(update_fields=["groups"])
    sheet_of(version.circular.ref)
    assert [link.person for link in PersonalLink.objects.all()] == [asked]
    assert [reading.person for reading in Reading.objects.all()] == [asked]
    asked.status = "NON_ASN"
    asked.save(update_fields=["status"])
    with pytest.raises(WrongInputError, match="tidak ditujukan"):
        sheet_of(version.circular.ref)


def test_making_it_again_ends_unused_links_and_keeps_those_in_use() -> None:
    used, unused = person_build(DINKES), person_build(DINKES)
    version = published_build()
    sheet_of(version.circular.ref)
    PersonalLink.objects.filter(person=used).update(bound_at=AT, pin_hash="x")
    sheet_of(version.circular.ref, days=1)
    live = PersonalLink.objects.filter(revoked_at=None)
    assert live.filter(person=used).count() == 2
    assert live.filter(person=unused).count() == 1
    assert Entry.objects.filter(kind="link.revoke").count() == 1


def test_a_first_sheet_ends_nothing_and_enters_no_revocation() -> None:
    person_build(DINKES)
    sheet_of(published_build().circular.ref)
    assert not Entry.objects.filter(kind="link.revoke").exists()


def test_the_sheet_of_one_unit_leaves_the_links_of_another() -> None:
    tree_build()
    person_build(DINKES)
    nurse = person_build(PKM)
    version = published_build()
    sheet_of(version.circular.ref, PKM)
    sheet_of(version.circular.ref, DINKES)
    assert PersonalLink.objects.get(person=nurse).revoked_at is None


def test_who_read_before_keeps_the_earlier_moment() -> None:
    person = person_build(DINKES)
    version = published_build()
    has_read(version, person)
    sheet_of(version.circular.ref, days=3)
    reading = Reading.objects.get()
    assert (reading.sent_at, reading.channel, reading.read_at) == (AT, "buka", AT)


def test_the_link_ends_with_the_season() -> None:
    person_build(DINKES)
    sheet_of(published_build().circular.ref)
    assert PersonalLink.objects.get().expires_at == AT + timedelta(days=90)


def test_a_unit_without_people_gets_no_sheet() -> None:
    tree_build()
    with pytest.raises(WrongInputError, match="Impor daftar pegawai"):
        sheet_of(published_build().circular.ref)


@pytest.mark.parametrize("role", sorted(set(Role) - SHEETS_BY - {Role.ASN}))
def test_no_other_role_hands_out_links(role: Role) -> None:
    person_build(DINKES)
    with pytest.raises(NotAllowedError):
        sheet_of(published_build().circular.ref, role=role)
    assert not PersonalLink.objects.exists()
    assert not Reading.objects.exists()


def test_a_circular_not_in_force_gets_no_sheet() -> None:
    person_build(DINKES)
    with pytest.raises(NotVisibleError):
        sheet_of(draft_build().ref, KEY, Role.OFFICER)


def test_the_address_on_the_sheet_is_the_personal_page() -> None:
    url = link_url(SecretText("ABCDEFGHJKMNPQRSTVWXYZ0123"))
    assert url.endswith("/saya/ABCDEFGHJKMNPQRSTVWXYZ0123/")
