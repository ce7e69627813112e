"""The pages of coverage: each reader their own part, names for few, the published table for all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.models import CircularVersion
from netral.core.access import Role
from netral.oversight.queries.published import published_url
from netral.oversight.services.issues import coverage_issue
from netral.people.models import Person
from netral.shell.moment import moment
from tests.apps.circulars.build import (
    DINKES,
    DISDIK,
    KEY,
    PKM,
    has_read,
    published_build,
    tree_build,
)
from tests.apps.oversight.build import AT, followed_build, season_build
from tests.apps.oversight.test_nodes import province_build
from tests.apps.people.build import account_build, person_build, person_client, staff_client
from tests.apps.pledges.pacts import round_build

pytestmark = pytest.mark.django_db
TREE, PEOPLE = "/pengawasan/jangkauan/", "/pengawasan/jangkauan/pegawai/"


def client_of(role: Role, unit: str) -> Client:
    return staff_client(account_build(role, unit))


def staffed() -> list[Person]:
    """Return the people of three units of a government with a letter in force."""
    tree_build()
    people = [person_build(unit) for unit in (DINKES, PKM, DISDIK) for _ in range(4)]
    published_build()
    return people


def test_the_head_of_an_agency_drills_down_their_own_part_alone() -> None:
    staffed()
    head = client_of(Role.OPD_HEAD, DINKES)
    page = head.get(TREE).content.decode()
    assert "Puskesmas Muara Tembesi" in page
    assert "Dinas Pendidikan" not in page
    assert head.get(TREE, {"unit": PKM}).status_code == 200
    for outside in (DISDIK, KEY, "kab-samosir"):
        assert head.get(TREE, {"unit": outside}).status_code == 404
        assert head.get(PEOPLE, {"unit": outside}).status_code == 404


def test_names_are_for_heads_and_personnel_and_never_for_another_government() -> None:
    people = staffed()
    person_build("kab-samosir.dinkes", name="Orang Samosir")
    page = client_of(Role.OFFICER, KEY).get(PEOPLE).content.decode()
    assert people[0].name in page
    assert "Orang Samosir" not in page
    assert client_of(Role.PPK, KEY).get(PEOPLE).status_code == 403
    assert people[0].name not in client_of(Role.PPK, KEY).get(TREE).content.decode()


def test_people_are_found_by_name_and_by_what_they_lack_but_not_by_number() -> None:
    people = staffed()
    officer = client_of(Role.OFFICER, KEY)
    found = officer.get(PEOPLE, {"belum": "dibaca"}).content.decode()
    assert "12 orang" in found
    assert "12 orang" in officer.get(PEOPLE, {"cari": "contoh"}).content.decode()
    assert "0 orang" in officer.get(PEOPLE, {"cari": people[0].nip}).content.decode()


def test_each_gap_of_a_superior_leads_to_its_list_and_reminder() -> None:
    _version, session, _people = season_build()
    round_ = round_build(KEY, at=AT, due_on=AT.date() + timedelta(days=9))
    head = client_of(Role.OPD_HEAD, DINKES)
    page = head.get(TREE).content.decode()
    for address, ways_on in (
        (reverse("pledge-waiting", args=[session.ref]), "pledge-remind"),
        (f"{reverse('pact-people', args=[round_.ref])}?keadaan=belum", "pact-remind"),
    ):
        assert f'href="{address}"' in page
        ref = session.ref if ways_on == "pledge-remind" else round_.ref
        assert head.get(reverse(ways_on, args=[ref])).status_code == 200
    assert "Yang belum membaca, dan pengingat" in page


def test_a_day_that_is_none_is_said_beside_its_field_and_nothing_typed_is_lost() -> None:
    staffed()
    answer = client_of(Role.OFFICER, KEY).get(TREE, {"pada": "kemarin", "cari": "Puskesmas"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="kemarin"' in page
    assert 'value="Puskesmas"' in page


def test_ways_have_a_heading_only_when_somebody_came_some_way() -> None:
    people = staffed()
    officer = client_of(Role.OFFICER, KEY)
    page = officer.get(TREE).content.decode()
    assert "Dengan cara apa" not in page
    assert "Dihitung dari 12 pegawai hari itu." in page
    has_read(CircularVersion.objects.get(), people[0])
    page = officer.get(TREE).content.decode()
    assert "Dengan cara apa" in page
    assert "<dt>dibaca</dt>" in page.lower()
    assert "<dt>berikrar</dt>" not in page.lower()


def test_a_province_sees_its_governments_and_that_its_own_letter_is_another_matter() -> None:
    staffed()
    province_build()
    coverage_issue(government=KEY, at=moment())
    governor = client_of(Role.PPK, "prov-jambi")
    page = governor.get("/pengawasan/").content.decode()
    assert "Provinsi Jambi sendiri belum menerbitkan surat edaran." in page
    assert "Belum ada surat edaran yang terbit" not in page
    link = f'href="{published_url(KEY)}"'
    assert link in page
    assert "/jangkauan/prov-jambi/" not in page, "nothing of its own is published"
    assert "kab-samosir" not in page
    assert link in governor.get(f"{TREE}pemerintah/").content.decode()
    assert Client().get(f"/jangkauan/{KEY}/").status_code == 200


@pytest.mark.parametrize("unit", [KEY, "prov-jambi.bkd"])
def test_neither_a_kabupaten_nor_an_office_of_a_province_sees_other_governments(unit: str) -> None:
    staffed()
    province_build()
    page = client_of(Role.OPD_HEAD if "." in unit else Role.PPK, unit).get("/pengawasan/")
    assert page.status_code == 200
    assert "Jangkauan pemerintah di wilayah Anda" not in page.content.decode()


def test_a_search_that_finds_nothing_says_so() -> None:
    staffed()
    page = client_of(Role.OFFICER, KEY).get(TREE, {"cari": "zzz"}).content.decode()
    assert "Tidak ada unit yang cocok" in page


def test_each_kind_of_file_is_handed_out_and_no_other() -> None:
    staffed()
    officer = client_of(Role.OFFICER, KEY)
    for kind, start in (("csv", b"Unit"), ("xlsx", b"PK"), ("pdf", b"%PDF-")):
        assert officer.get(f"/pengawasan/jangkauan.{kind}").content.startswith(start)
    assert officer.get("/pengawasan/jangkauan.exe").status_code == 404


def test_the_published_page_foots_and_names_no_unit_that_is_small() -> None:
    staffed()
    person_build(f"{KEY}.kecil").unit.__class__.objects.filter(path=f"{KEY}.kecil").update(
        name="Kantor Kecil"
    )
    assert "Belum ada jumlah" in Client().get(f"/jangkauan/{KEY}/").content.decode()
    issue = coverage_issue(government=KEY, at=moment())
    page = Client().get(f"/jangkauan/{KEY}/").content.decode()
    assert issue.root in page
    assert "Kantor Kecil" not in page
    assert not Client().get(f"/jangkauan/{KEY}/").cookies


def test_a_document_is_served_as_it_was_signed_and_may_be_kept() -> None:
    staffed()
    issue = coverage_issue(government=KEY, at=moment())
    answer = Client().get(f"/jangkauan/{KEY}/1.json")
    assert answer.content.decode() == issue.document
    assert "immutable" in answer["Cache-Control"]


def test_each_person_sees_their_own_place_and_downloads_it() -> None:
    people = staffed()
    late = person_client(people[0])
    assert "belum menerbitkan" in late.get("/saya/jangkauan/").content.decode()
    assert late.get("/saya/jangkauan/bukti.json").status_code == 404
    coverage_issue(government=KEY, at=moment())
    assert "Anda terhitung" in late.get("/saya/jangkauan/").content.decode()
    proof = late.get("/saya/jangkauan/bukti.json")
    assert "attachment" in proof["Content-Disposition"]
    assert proof.json()["person"] == people[0].ref
    new = person_client(person_build(DINKES))
    assert "Anda belum terhitung" in new.get("/saya/jangkauan/").content.decode()


@pytest.mark.parametrize(("role", "is_led"), [(Role.HANDLER, False), (Role.OFFICER, True)])
def test_only_who_may_open_the_pledge_session_is_led_to_it(role: Role, is_led: bool) -> None:
    _version, session, _people = followed_build()
    page = client_of(role, KEY).get(TREE).content.decode()
    assert session.title in page
    assert (f"/ikrar/{session.ref}/" in page) is is_led
