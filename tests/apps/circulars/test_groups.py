"""Each group reads the letter with the rules and authorities that hold for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from netral.circulars.models import CircularVersion
from netral.circulars.queries.findings import doubts_told, findings_told
from netral.circulars.queries.groups import clauses_own, group_figures, group_own
from netral.circulars.queries.letters import addressees_told, clauses_told
from netral.core.access import Role
from netral.core.flow.circular import ClauseText
from netral.people.models import Person
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    DISDIK,
    GOODS,
    KEY,
    draft_build,
    has_read,
    opened,
    published_build,
    text_build,
    tree_build,
)
from tests.apps.circulars.test_pages import client_of, page_of
from tests.apps.people.build import person_build, person_client

pytestmark = pytest.mark.django_db
ON = AT.date()
VILLAGE = ClauseText("desa", "", "Kepala desa tidak ikut kampanye.", ("V-29J",))
PLAIN = ClauseText("lapor", "", "Kepala dinas melapor tiap bulan.", ())


def read_by(person: Person, version: CircularVersion) -> dict[str, tuple[list[str], str]]:
    """Return for each clause the sanctions told to the person, and why it does not hold."""
    owns = clauses_own(clauses_told(version, ON), person, ON)
    return {own.told.clause.key: ([act.sanction for act in own.acts], own.reason) for own in owns}


def four_clauses() -> CircularVersion:
    return published_build(text_build([CAMPAIGN, GOODS, VILLAGE, PLAIN]))


def test_an_asn_is_told_the_sanctions_of_the_discipline_rules() -> None:
    read = read_by(person_build(DINKES), four_clauses())
    assert read["kampanye"] == (["hukuman disiplin sedang"] * 2, "")
    assert read["fasilitas"] == (["hukuman disiplin berat"], "")
    assert "kepala desa" in read["desa"][1]


def test_a_person_on_a_contract_is_told_what_the_contract_decides_and_by_whom() -> None:
    guard = person_build(DINKES, status="NON_ASN", post_title="Satpam")
    version = four_clauses()
    read = read_by(guard, version)
    assert read["kampanye"][0] == ["bertingkat sampai perjanjian kerja diakhiri, menurut isinya"]
    (own,) = [o for o in clauses_own(clauses_told(version, ON), guard, ON) if o.told.number == 1]
    assert own.acts[0].authority.startswith("Kepala perangkat daerah")
    assert own.acts[0].basis[0].startswith("SE MenPANRB 1/2023")


def test_a_village_head_is_told_what_does_not_hold_and_why_and_what_does() -> None:
    head = person_build(DISDIK, status="NON_ASN", post_title="Kepala Desa Sukamaju")
    read = read_by(head, four_clauses())
    assert read["fasilitas"][0] == []
    assert read["fasilitas"][1] == (
        "Butir ini tidak berlaku bagi Anda sebagai Kepala desa: perbuatannya diatur bagi "
        "PNS, CPNS, PPPK."
    )
    assert read["desa"][0][0].startswith("teguran lisan atau tertulis")
    own = group_own(head, ON)
    assert own.id == "kepala-desa"
    assert "V-29J" in {act.code for act in own.acts}


def test_the_same_clause_has_three_readings_for_three_groups() -> None:
    version = four_clauses()
    people = [
        person_build(DINKES),
        person_build(DINKES, status="NON_ASN", post_title="Satpam"),
        person_build(DINKES, status="NON_ASN", post_title="Kepala Desa Sukamaju"),
    ]
    assert len({str(read_by(person, version)["fasilitas"]) for person in people}) == 3


def test_a_clause_that_points_at_no_act_holds_for_everybody_without_a_sanction() -> None:
    head = person_build(DISDIK, status="NON_ASN", post_title="Kepala Desa Sukamaju")
    assert read_by(head, four_clauses())["lapor"] == ([], "")


def test_before_the_groups_rule_was_there_its_words_are_told_and_no_sanction_of_it() -> None:
    guard = person_build(DINKES, status="NON_ASN", post_title="Satpam")
    early = ON.replace(year=2022)
    assert group_own(guard, early).id == "non-asn"
    owns = clauses_own(clauses_told(four_clauses(), early), guard, early)
    assert not owns[0].is_bound


def test_the_readers_page_shows_the_own_groups_words() -> None:
    head = person_build(DINKES, status="NON_ASN", post_title="Kepala Desa Sukamaju")
    version = four_clauses()
    opened(version, head)
    target = reverse("circular-read", args=[version.circular.ref])
    page = person_client(head).get(target).content.decode()
    assert "Aturan untuk Anda: Kepala desa" in page
    assert "Tidak berlaku bagi Anda" in page
    assert "Bagi Kepala desa: teguran lisan" in page
    assert "Bagi Kepala desa: hukuman disiplin" not in page


def test_groups_are_counted_apart_and_add_up() -> None:
    tree_build()
    nurse = person_build(DINKES)
    person_build(DISDIK, status="PPPK")
    guard = person_build(DINKES, status="NON_ASN", post_title="Satpam")
    person_build(DINKES, status="NON_ASN", post_title="Sopir")
    version = published_build()
    has_read(version, nurse)
    opened(version, guard)
    rows = {row.title: row for row in group_figures(version, ON, KEY)}
    figures = [(row.denominator, row.opened, row.read) for row in rows.values()]
    assert figures == [(1, 1, 1), (1, 0, 0), (2, 1, 0)]
    page = page_of(client_of(Role.OFFICER), "circular-detail", version.circular.ref)
    assert "Menurut kelompok pegawai" in page


def test_one_group_alone_is_not_counted_apart() -> None:
    person_build(DINKES)
    version = published_build()
    page = page_of(client_of(Role.OFFICER), "circular-detail", version.circular.ref)
    assert "Menurut kelompok pegawai" not in page


def test_addressees_are_told_by_name() -> None:
    tree_build()
    version = published_build(replace(text_build(), groups=("pns", "bpd"), units=(DISDIK,)))
    offices, groups = addressees_told(version)
    assert offices == "Dinas Pendidikan"
    assert groups == ("Pegawai negeri sipil (PNS), Anggota Badan Permusyawaratan Desa (BPD)")
    assert addressees_told(published_build(number="2/SE/2024"))[0] == "Semua perangkat daerah"


def test_what_to_look_at_again_is_told_to_who_hands_on_and_never_stops_the_letter() -> None:
    person_build(DINKES)
    text = replace(
        text_build([CAMPAIGN, PLAIN], bases=["PP 53/2010", "UU 10/2016", "Surat Gubernur"]),
        groups=("kepala-desa", "pns"),
    )
    circular = draft_build(text)
    found = findings_told(circular.versions.get(), ON)
    assert [one.code for one in found] == [
        "sudah_diganti",
        "kelompok_tanpa_dasar",
        "tidak_terbaca",
        "tanpa_perbuatan",
    ]
    assert found[0].words == "PP 53/2010 dasar lama. Sejak 31 Agustus 2021 berlaku PP 94/2021."
    assert "UU 6/2014 yang mengikat mereka tidak dirujuk" in found[1].words
    assert [one.is_grave for one in found] == [True, False, False, False]
    assert len(doubts_told(circular, "submit", ON)) == 4
    assert doubts_told(circular, "return", ON) == []
    step = reverse("circular-step", args=[circular.ref, "submit"])
    client = client_of(Role.DESK)
    assert "Periksa lagi: PP 53/2010 dasar lama" in client.get(step).content.decode()
    assert client.post(step).status_code == 302


def test_a_letter_to_nobody_says_so() -> None:
    version = draft_build(replace(text_build(), groups=("bpd",))).versions.get()
    codes = [one.code for one in findings_told(version, ON)]
    assert codes == ["kelompok_tanpa_dasar", "tanpa_penerima"]


def test_each_basis_is_shown_with_the_rule_that_was_recognised() -> None:
    circular = draft_build(text_build(bases=["UU 20/2023", "Surat Gubernur", "PP 42/2004"]))
    page = page_of(client_of(Role.OFFICER), "circular-edit", circular.ref)
    assert "UU 20/2023: Aparatur Sipil Negara. Berlaku sejak 31 Oktober 2023." in page
    assert "Hari mulai berlakunya belum terkonfirmasi" in page
