"""The staff's pages as officers meet them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netral.circulars.models import Circular, CircularVersion, Reading
from netral.circulars.services.letter import circular_pdf
from netral.core.access import Role
from netral.core.flow.circular import CircularStage
from netral.core.kinds.errors import NotVisibleError
from netral.core.law.grouping import ASN_GROUPS, OTHER_GROUPS
from netral.journal.models import Entry
from netral.people.models import PersonalLink
from tests.apps.circulars.build import (
    CAMPAIGN,
    DINKES,
    DISDIK,
    GOODS,
    KEY,
    PKM,
    approved_build,
    draft_build,
    has_read,
    passed_on,
    published_build,
    renewed_build,
    text_build,
    tree_build,
)
from tests.apps.people.build import account_build, person_build, staff_client, unit_build

pytestmark = pytest.mark.django_db
ALL_GROUPS = (*ASN_GROUPS, *OTHER_GROUPS)


def client_of(role: Role, unit: str = KEY) -> Client:
    unit_build(unit)
    return staff_client(account_build(role, unit))


def page_of(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def new_form(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Netralitas ASN",
        "election": "pilkada",
        "opening": "Agar semua netral.",
        "clauses": ["kampanye", "medsos"],
        "groups": ["pns", "cpns", "pppk"],
        "bases": [],
        "other_bases": "UU 10/2016\nSurat Gubernur Jambi",
        "form_token": "TOKEN1",
        **changes,
    }


def test_an_empty_list_says_what_will_come() -> None:
    page = page_of(client_of(Role.OFFICER), "circulars")
    assert "Belum ada surat edaran" in page
    assert "Buat surat edaran" in page


def test_who_writes_no_circulars_gets_no_button_for_it() -> None:
    assert "Buat surat edaran" not in page_of(client_of(Role.PPK), "circulars")


def test_letterheads_are_reached_from_the_list_by_those_who_look_after_them() -> None:
    assert "Kop dan nomor surat" in page_of(client_of(Role.OFFICER), "circulars")
    assert "Kop dan nomor surat" not in page_of(client_of(Role.DESK), "circulars")


def test_a_draft_is_listed_for_its_makers_alone() -> None:
    draft_build()
    assert "Rancangan" in page_of(client_of(Role.SEKDA), "circulars")
    assert "Netralitas" not in page_of(client_of(Role.OPD_HEAD, DINKES), "circulars")
    assert "Netralitas" not in page_of(client_of(Role.OVERSEER), "circulars")


def test_a_next_draft_is_hidden_from_a_head_who_sees_the_version_in_force() -> None:
    version = published_build()
    client_of(Role.DESK).post(reverse("circular-renew", args=[version.circular.ref]))
    page = page_of(client_of(Role.OPD_HEAD, DINKES), "circulars")
    assert "Terbit" in page
    assert "Rancangan" not in page
    detail = page_of(client_of(Role.OPD_HEAD, DINKES), "circular-detail", version.circular.ref)
    assert version.number in detail


def test_a_circular_is_written_from_ready_clauses() -> None:
    answer = client_of(Role.OFFICER).post(reverse("circular-new"), new_form())
    circular = Circular.objects.get()
    assert answer.headers["Location"] == reverse("circular-edit", args=[circular.ref])
    version = circular.versions.get()
    assert [clause.key for clause in version.clauses.all()] == ["kampanye", "medsos"]
    assert version.bases == ["UU 10/2016", "Surat Gubernur Jambi"]
    assert Entry.objects.filter(kind__startswith="circular.").count() == 0


def test_the_new_form_sent_twice_begins_one_circular() -> None:
    client = client_of(Role.OFFICER)
    for _press in range(2):
        assert client.post(reverse("circular-new"), new_form()).status_code == 302
    assert Circular.objects.count() == 1


def test_an_incomplete_form_keeps_what_was_typed_and_names_the_field() -> None:
    answer = client_of(Role.OFFICER).post(reverse("circular-new"), new_form(clauses=[], title=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pilih paling sedikit satu butir." in page
    assert "Surat Gubernur Jambi" in page
    assert not Circular.objects.exists()


def edit_form(version: CircularVersion, **changes: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "revision": version.revision,
        "title": version.circular.title,
        "election": "pilkada",
        "opening": version.opening,
        "groups": list(ALL_GROUPS),
        "bases": [],
        "other_bases": "\n".join(version.bases),
        "own_heading": "",
        "own_text": "",
        "own_act": "",
    }
    for clause in version.clauses.all():
        prefix = f"b{clause.order}"
        sent[f"{prefix}-key"] = clause.key
        sent[f"{prefix}-acts"] = clause.acts
        sent[f"{prefix}-order"] = clause.order
        sent[f"{prefix}-heading"] = clause.heading
        sent[f"{prefix}-text"] = clause.text
    return sent | changes


def edited(**changes: Any) -> tuple[Any, CircularVersion]:
    version = draft_build().versions.get()
    target = reverse("circular-edit", args=[version.circular.ref])
    return client_of(Role.HANDLER).post(target, edit_form(version, **changes)), version


def clauses_of(version: CircularVersion) -> list[tuple[str, list[str]]]:
    return [(clause.text, clause.acts) for clause in version.clauses.all()]


def test_the_words_the_order_and_an_own_clause_are_saved_together() -> None:
    answer, version = edited(
        **{
            "b1-text": "Jangan hadir di kampanye.",
            "b1-order": 2,
            "b2-order": 1,
            "own_text": "Kunci mobil dinas.",
            "own_act": "D-N4",
        }
    )
    assert answer.status_code == 302
    assert clauses_of(version) == [
        ("Jangan memakai mobil dinas.", ["D-N4"]),
        ("Jangan hadir di kampanye.", ["D-N1", "D-N2"]),
        ("Kunci mobil dinas.", ["D-N4"]),
    ]


def test_a_clause_is_removed_by_its_box() -> None:
    answer, version = edited(**{"b1-is_removed": "on"})
    assert answer.status_code == 302
    assert [text for text, _acts in clauses_of(version)] == ["Jangan memakai mobil dinas."]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"b1-text": ""}, "Isi butir"),
        ({"b1-acts": ["D-N1", "X-99"]}, "Perbuatan X-99 tidak ada"),
        ({"own_text": "Butir tanpa perbuatan"}, "Pilih perbuatan yang ditunjuk"),
        ({"own_act": "D-N4"}, "Tulis isi butirnya"),
        ({"b1-is_removed": "on", "b2-is_removed": "on"}, "Jangan hapus semuanya"),
        ({"revision": 9}, "Rekan Anda menyimpan naskah ini"),
    ],
)
def test_a_wrong_edit_is_refused_by_name_and_keeps_every_word(
    changes: dict[str, Any], words: str
) -> None:
    answer, version = edited(opening="Kalimat pembuka yang panjang", **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Kalimat pembuka yang panjang" in page
    assert len(clauses_of(version)) == 2


def test_the_acts_of_a_clause_are_chosen_in_words_by_family_and_kept_on_errors() -> None:
    answer, version = edited(**{"b1-acts": ["D-N4", "X-99"], "b1-text": ""})
    page = answer.content.decode()
    own = page[page.index('id="id_b1-acts"') : page.index('id="id_b2-acts"')]
    ticked, folded = own.split("<details open>")
    words = "Ikut kampanye dengan fasilitas negara"
    assert f"<span>{words}" in ticked
    assert '<small class="soft">D-N4</small>' in ticked
    assert 'value="D-N4"' not in folded
    assert "<legend>Kendaraan, gedung, barang negara</legend>" not in folded
    assert "<legend>Media sosial</legend>" in folded
    assert 'value="X-99" id=' in ticked
    assert "(boleh kosong)" not in own.split("<details", 1)[0].split("</legend>")[0]
    assert clauses_of(version)[0][1] == ["D-N1", "D-N2"]


def test_a_clause_that_forbids_nothing_may_point_at_no_act() -> None:
    answer, version = edited(**{"b1-acts": []})
    assert answer.status_code == 302
    assert [acts for _text, acts in clauses_of(version)] == [[], ["D-N4"]]


def test_the_title_of_a_later_version_is_shown_and_kept() -> None:
    first = published_build()
    client = client_of(Role.DESK)
    client.post(reverse("circular-renew", args=[first.circular.ref]))
    version = first.circular.versions.get(sequence=2)
    target = reverse("circular-edit", args=[first.circular.ref])
    assert client.post(target, edit_form(version, title="Judul lain")).status_code == 302
    version.circular.refresh_from_db()
    assert version.circular.title == first.circular.title


@pytest.mark.parametrize(
    ("bases", "is_warned"), [(["UU 7/2017"], True), (["UU 7/2017", "UU 10/2016"], False)]
)
def test_a_pilkada_circular_on_the_pemilu_law_alone_is_warned_about(
    bases: list[str], is_warned: bool
) -> None:
    circular = draft_build(text_build(bases=bases))
    client = client_of(Role.OFFICER)
    for name in ("circular-edit", "circular-detail"):
        page = page_of(client, name, circular.ref)
        assert ("hanya tentang pemilihan lain. Pilkada diatur UU 1/2015" in page) is is_warned


def test_the_letter_of_a_draft_shows_what_is_still_missing() -> None:
    page = page_of(client_of(Role.OFFICER), "circular-letter", draft_build().ref)
    assert "Nomor diisi saat ditandatangani" in page
    assert "Belum ditandatangani" in page


def test_each_step_asks_once_more_and_then_is_taken() -> None:
    circular = draft_build()
    for role, act, sent, stage in (
        (Role.OFFICER, "submit", {}, CircularStage.PROPOSED),
        (Role.SEKDA, "return", {"reason": "Perbaiki."}, CircularStage.DRAFTED),
        (Role.DESK, "submit", {}, CircularStage.PROPOSED),
        (Role.SEKDA, "approve", {}, CircularStage.APPROVED),
        (Role.PPK, "publish", {"number": "9/SE"}, CircularStage.PUBLISHED),
        (Role.PPK, "withdraw", {"reason": "Salah."}, CircularStage.WITHDRAWN),
    ):
        client = client_of(role)
        assert reverse("circular-step", args=[circular.ref, act]) in page_of(
            client, "circular-detail", circular.ref
        )
        target = reverse("circular-step", args=[circular.ref, act])
        assert client.get(target).status_code == 200
        assert client.post(target, sent).status_code == 302
        assert circular.versions.get().stage == stage


def test_a_reason_is_asked_for_and_a_missing_one_changes_nothing() -> None:
    version = published_build()
    target = reverse("circular-step", args=[version.circular.ref, "withdraw"])
    assert client_of(Role.PPK).post(target, {"reason": " "}).status_code == 422
    version.refresh_from_db()
    assert version.is_in_force


def test_a_used_number_is_named_on_the_form_and_the_typed_one_stays() -> None:
    published_build(number="1/SE/2024")
    circular = approved_build()
    target = reverse("circular-step", args=[circular.ref, "publish"])
    answer = client_of(Role.PPK).post(target, {"number": "1/SE/2024"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nomor 1/SE/2024 sudah dipakai" in page
    assert 'value="1/SE/2024"' in page


def test_signing_a_second_time_from_an_old_page_is_told_so() -> None:
    circular = approved_build()
    target = reverse("circular-step", args=[circular.ref, "publish"])
    client = client_of(Role.PPK)
    assert client.post(target, {"number": "1/SE"}).status_code == 302
    assert client.post(target, {"number": "1/SE"}).status_code == 409
    assert Entry.objects.filter(kind="circular.publish").count() == 1


def test_the_page_shows_how_far_the_letter_has_come_with_its_denominator() -> None:
    tree_build()
    reader, _other = person_build(DINKES), person_build(DISDIK)
    version = published_build()
    has_read(version, reader)
    page = page_of(client_of(Role.SEKDA), "circular-detail", version.circular.ref)
    assert "50% (1 dari 2)" in page
    assert "2 unit belum meneruskan" in page


def test_a_head_sees_the_own_part_of_the_tree_alone() -> None:
    tree_build()
    person_build(PKM)
    version = published_build()
    page = page_of(client_of(Role.OPD_HEAD, DINKES), "circular-detail", version.circular.ref)
    assert "Puskesmas Muara Tembesi" in page
    assert "Dinas Pendidikan" not in page


@pytest.mark.parametrize(
    ("role", "unit", "sees_names"),
    [
        (Role.OPD_HEAD, DINKES, True),
        (Role.SUPERIOR, DINKES, True),
        (Role.OFFICER, KEY, True),
        (Role.SEKDA, KEY, False),
        (Role.OVERSEER, KEY, False),
    ],
)
def test_names_of_who_has_not_read_are_for_heads_and_personnel_alone(
    role: Role, unit: str, sees_names: bool
) -> None:
    tree_build()
    person_build(PKM, name="Rahmat Contoh")
    reader = person_build(DINKES, name="Siti Contoh")
    version = published_build()
    has_read(version, reader)
    page = page_of(client_of(role, unit), "circular-unit", version.circular.ref, DINKES)
    assert ("Rahmat Contoh" in page) is sees_names
    assert "Siti Contoh" not in page


def test_a_unit_where_all_have_read_says_so() -> None:
    version = published_build()
    has_read(version, person_build(DINKES))
    page = page_of(client_of(Role.SUPERIOR, DINKES), "circular-unit", version.circular.ref, DINKES)
    assert "Semua orang di unit ini sudah membaca" in page


def test_a_head_passes_on_from_the_page_and_the_note_is_shown() -> None:
    tree_build()
    version = published_build()
    client = client_of(Role.OPD_HEAD, DINKES)
    target = reverse("circular-pass-on", args=[version.circular.ref, DINKES])
    assert "Teruskan" in page_of(client, "circular-unit", version.circular.ref, DINKES)
    assert client.post(target, {"note": ""}).status_code == 422
    answer = client.post(target, {"note": "Baca sebelum apel Senin."}, follow=True)
    assert "Baca sebelum apel Senin." in answer.content.decode()
    assert target not in answer.content.decode()


def test_the_reminder_list_empties_when_all_have_passed_on() -> None:
    tree_build()
    version = published_build()
    client = client_of(Role.SEKDA)
    assert "Dinas Pendidikan" in page_of(client, "circulars-waiting")
    passed_on(version, DINKES)
    passed_on(version, DISDIK)
    assert "Semua unit sudah meneruskan" in page_of(client, "circulars-waiting")


def test_the_sheet_page_warns_and_only_the_button_issues_links() -> None:
    person_build(DINKES)
    version = published_build()
    client = client_of(Role.OPD_HEAD, DINKES)
    page = page_of(client, "circular-sheet", version.circular.ref, DINKES)
    assert "yang belum dibuka pemiliknya tidak berlaku lagi" in page
    assert not PersonalLink.objects.exists()
    answer = client.post(reverse("circular-sheet", args=[version.circular.ref, DINKES]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert PersonalLink.objects.count() == Reading.objects.count() == 1


def test_a_sheet_for_nobody_is_refused_with_advice() -> None:
    tree_build()
    version = published_build()
    target = reverse("circular-sheet", args=[version.circular.ref, DINKES])
    answer = client_of(Role.OFFICER).post(target)
    assert answer.status_code == 422
    assert "Impor daftar pegawai dulu" in answer.content.decode()


def test_the_csv_holds_figures_and_no_names() -> None:
    tree_build()
    reader = person_build(DINKES, name="Siti Contoh")
    version = published_build()
    has_read(version, reader)
    answer = client_of(Role.DESK).get(reverse("circular-csv", args=[version.circular.ref]))
    lines = answer.content.decode().splitlines()
    head = "unit,nama,wajib dijangkau,sampai,dibuka,dibaca,dipahami,dipahami di kelas"
    assert lines[0] == head
    assert f"{DINKES},Dinkes,1,1,1,1,0,0" in lines
    assert "Siti" not in answer.content.decode()


def test_the_signed_letter_is_the_same_file_each_time() -> None:
    version = published_build()
    client = client_of(Role.OFFICER)
    target = reverse("circular-letter-pdf", args=[version.circular.ref])
    first, again = client.get(target), client.get(target)
    assert first.content.startswith(b"%PDF-")
    assert first.content == again.content


def test_an_old_version_is_found_by_its_number_and_nonsense_shows_the_newest() -> None:
    first = published_build()
    second = renewed_build(first, [GOODS])
    target = reverse("circular-detail", args=[first.circular.ref])
    client = client_of(Role.OPD_HEAD, DINKES)
    assert first.number in client.get(f"{target}?versi=1").content.decode()
    for wrong in ("satu", "9", "-1", "99999999999"):
        page = client.get(f"{target}?versi={wrong}").content.decode()
        assert re.search(rf"<code[^>]*>{second.number}</code>", page)


def test_twice_as_many_circulars_cost_the_list_no_more_queries() -> None:
    client = client_of(Role.OFFICER)
    published_build(number="1/SE")
    client.get(reverse("circulars"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("circulars"))
    for number in range(2, 8):
        published_build(number=f"{number}/SE")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("circulars"))
    assert len(many) == len(few)


def test_twice_as_many_units_cost_no_more_queries_anywhere() -> None:
    tree_build()
    person_build(PKM)
    version = published_build()
    client = client_of(Role.OFFICER)
    targets = [
        reverse("circular-detail", args=[version.circular.ref]),
        reverse("circular-unit", args=[version.circular.ref, DINKES]),
        reverse("circulars-waiting"),
    ]
    for target in targets:
        client.get(target)
    few = [queries_of(client, target) for target in targets]
    for number in range(8):
        person_build(f"{DINKES}.unit-{number}")
        unit_build(f"{KEY}.opd-{number}")
    passed_on(version)
    assert [queries_of(client, target) for target in targets] == few


def queries_of(client: Client, target: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(target).status_code == 200
    return len(told)


def test_no_page_that_is_only_looked_at_writes_anything() -> None:
    tree_build()
    person_build(DINKES)
    version = published_build()
    client = client_of(Role.OFFICER)
    entries = Entry.objects.count()
    for name in ("circular-detail", "circular-letter", "circular-letter-pdf", "circular-csv"):
        client.get(reverse(name, args=[version.circular.ref]))
    for name in ("circular-unit", "circular-sheet"):
        client.get(reverse(name, args=[version.circular.ref, DINKES]))
    assert Entry.objects.count() == entries
    assert not Reading.objects.exists()


def test_what_is_not_in_force_has_no_unit_page_and_no_pdf() -> None:
    circular = draft_build()
    client = client_of(Role.OFFICER)
    for target in (
        reverse("circular-unit", args=[circular.ref, KEY]),
        reverse("circular-letter-pdf", args=[circular.ref]),
    ):
        assert client.get(target).status_code == 404
    with pytest.raises(NotVisibleError, match="belum ditandatangani"):
        circular_pdf(version=circular.versions.get())


def test_a_unit_that_has_ended_has_no_page() -> None:
    unit = unit_build(DINKES)
    version = published_build()
    unit.valid_to = unit.valid_from
    unit.save()
    target = reverse("circular-unit", args=[version.circular.ref, DINKES])
    assert client_of(Role.OFFICER).get(target).status_code == 404


def test_a_letter_replaced_or_withdrawn_is_still_handed_out_as_it_was_signed() -> None:
    version = published_build()
    before = circular_pdf(version=version)
    renewed_build(version, [CAMPAIGN])
    reader = staff_client(account_build(Role.OPD_HEAD, DINKES))
    page = f"/edaran/{version.circular.ref}/"
    assert "surat.pdf?versi=1" in reader.get(page, {"versi": "1"}).content.decode()
    old = reader.get(f"{page}surat.pdf", {"versi": "1"})
    assert old.content == before
    assert reader.get(f"{page}surat.pdf").content != before
    assert reader.get(f"{page}surat.pdf", {"versi": "3"}).status_code == 404


def test_a_withdrawn_letter_chases_nobody_and_leads_nowhere_that_is_shut() -> None:
    tree_build()
    person_build(PKM)
    version = published_build()
    head = staff_client(account_build(Role.PPK))
    page = f"/edaran/{version.circular.ref}/"
    assert "unit belum meneruskan" in head.get(page).content.decode()
    assert head.post(f"{page}langkah/withdraw/", {"reason": "Salah dasar."}).status_code == 302
    shown = head.get(page).content.decode()
    assert "Dicabut" in shown
    assert "belum meneruskan" not in shown
    for link in set(re.findall(rf'href="({re.escape(page)}[^"]*)"', shown)):
        assert head.get(link).status_code == 200, link
