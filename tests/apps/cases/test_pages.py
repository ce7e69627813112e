"""The queue and the cases as officers meet them, on Monday 21 October 2024."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netral.cases.models import Case, Decision, ReporterRule
from netral.core.access import Role
from netral.core.flow.case import CaseStage
from netral.core.flow.report import ReportState
from netral.journal.models import Entry
from netral.people.models import Account
from netral.reports.services.sending import ReportReceipt
from netral.vault.models import Custody, Evidence
from tests.apps.cases.build import (
    DECIDE_AT,
    DINKES,
    ELSEWHERE,
    KEY,
    Office,
    case_at,
    decided,
    examined,
    holder_build,
    joined,
    matched,
    office_build,
    opened,
    report_build,
    report_of,
    summoned,
    told,
    unlocked_client,
)
from tests.apps.people.build import account_build, person_build, staff_client
from tests.apps.reports.build import BKPSDM, MARK, sent
from tests.apps.vault.build import sealed_upload

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 21)
SETTLING = {"buka-perkara", "gabungkan", "teruskan", "tidak-dilanjutkan"}
VERDICT = {
    "result": "dalam",
    "item": "BERAT-TURUN-JABATAN-12",
    "reason": "Dua saksi menguatkan.",
    "outside_item": "",
    "outside_reason": "",
    "not_proven": "",
}
OPENING = {
    "act_code": "S-MEDSOS-KAMPANYE",
    "act_on": "2024-10-05",
    "stage": "",
    "summary": "Unggahan di grup kantor.",
}


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.NETRAL_TODAY = TODAY


@pytest.fixture
def office() -> Office:
    return office_build()


def client_of(role: Role, unit: str = BKPSDM, **options: Any) -> Client:
    return staff_client(account_build(role, unit, **options))


def words(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_the_queue_shows_what_is_late_first_and_asks_for_the_key(office: Office) -> None:
    report_build(office)
    fresh = report_build(office, is_taken=False, at=DECIDE_AT)
    page = words(client_of(Role.HANDLER).get("/antrean/"))
    assert "Lewat batas 5 hari kerja" in page
    assert "Sisa 2 hari kerja" in page
    assert page.index("Lewat batas 5") < page.index(fresh.ref)
    assert "Buka kunci dulu" in page
    late = words(client_of(Role.HANDLER).get("/antrean/?keadaan=lewat"))
    assert fresh.ref not in late
    only = words(client_of(Role.HANDLER).get("/antrean/?keadaan=masuk"))
    assert fresh.ref in only


@pytest.mark.usefixtures("office")
def test_an_empty_queue_says_what_will_come() -> None:
    assert "Tidak ada laporan yang menunggu" in words(client_of(Role.HANDLER).get("/antrean/"))


def test_a_locked_session_reads_nothing_and_nothing_is_entered(office: Office) -> None:
    receipt = report_build(office)
    browser = staff_client(holder_build(Role.HANDLER, BKPSDM, office))
    cover = words(browser.get(f"/antrean/{receipt.ref}/"))
    before = Entry.objects.count()
    assert "Buka kunci dulu" in cover
    assert browser.post(f"/antrean/{receipt.ref}/").status_code == 423
    assert Entry.objects.count() == before


def test_a_look_at_the_cover_is_no_reading(office: Office) -> None:
    receipt = report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    before = Entry.objects.count()
    assert MARK not in words(browser.get(f"/antrean/{receipt.ref}/"))
    assert Entry.objects.count() == before


def test_the_first_reading_leaves_names_out_until_they_are_asked_for(office: Office) -> None:
    receipt = report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    first = words(browser.post(f"/antrean/{receipt.ref}/"))
    assert "membagikan kaus calon" in first
    assert MARK not in first
    assert "nama tertutup" in first
    assert 'value="2024-10-06"' in first
    shown = words(browser.post(f"/antrean/{receipt.ref}/", {"nama": "tampil"}))
    assert MARK in shown
    assert Entry.objects.filter(kind="report.view").count() == 2


def test_a_handler_takes_a_report_and_opens_a_case_from_the_page(office: Office) -> None:
    receipt = report_build(office, is_taken=False)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    place = f"/antrean/{receipt.ref}"
    assert browser.post(f"{place}/ambil/").status_code == 302
    answer = browser.post(f"{place}/buka-perkara/", OPENING, follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain[-1][0] == f"/perkara/{case.ref}/"
    assert "Janji layanan kantor ini" in words(answer)
    assert case.due_on == date(2024, 10, 24)


def test_what_was_typed_stays_when_it_cannot_be_used(office: Office) -> None:
    receipt = report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    place = f"/antrean/{receipt.ref}/buka-perkara/"
    for wrong, status in (({"act_code": ""}, 422), ({"act_on": "2019-01-01"}, 422)):
        answer = browser.post(place, OPENING | wrong)
        assert answer.status_code == status
        assert "Unggahan di grup kantor." in words(answer)
    assert not Case.objects.exists()


def test_the_form_sent_twice_makes_one_case(office: Office) -> None:
    receipt = report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    place = f"/antrean/{receipt.ref}/buka-perkara/"
    assert [browser.post(place, OPENING).status_code for _time in range(2)] == [302, 409]
    assert Case.objects.count() == 1


def test_a_refusal_gives_the_reporter_its_reason(office: Office) -> None:
    receipt = report_build(office)
    data = {"reason": "bukan_asn", "note": "Orang itu bukan pegawai pemerintah ini."}
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    place = f"/antrean/{receipt.ref}/tidak-dilanjutkan/"
    assert browser.post(place, {"note": ""}).status_code == 422
    cover = words(browser.post(place, data, follow=True))
    assert "bukan pegawai pemerintah ini" in cover
    assert told(receipt) == ["Orang itu bukan pegawai pemerintah ini."]
    assert report_of(receipt).close_reason == "bukan_asn"


def test_details_are_asked_for_and_the_reading_resumed(office: Office) -> None:
    receipt = report_build(office)
    browser = client_of(Role.HANDLER)
    place = f"/antrean/{receipt.ref}"
    browser.post(f"{place}/lengkapi/", {"note": "Aula itu milik siapa?"})
    assert report_of(receipt).state == ReportState.NEEDS_DETAILS.value
    assert report_of(receipt).due_on is not None
    assert "Lanjutkan telaah" in words(browser.get(f"{place}/"))
    browser.post(f"{place}/lanjutkan/")
    browser.post(f"{place}/pesan/", {"note": "Terima kasih."})
    assert report_of(receipt).state == ReportState.IN_TRIAGE.value
    assert told(receipt) == ["Aula itu milik siapa?", "Terima kasih."]


def test_a_report_is_joined_or_passed_on_from_the_page(office: Office) -> None:
    case = opened(office)
    second, third = report_build(office), report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    join = {"case": case.ref, "note": "Peristiwa yang sama."}
    assert case.ref in words(browser.get(f"/antrean/{second.ref}/gabungkan/"))
    browser.post(f"/antrean/{second.ref}/gabungkan/", join)
    assert case.reports.count() == 2
    asked = words(browser.get(f"/antrean/{third.ref}/teruskan/"))
    assert "Badan Kepegawaian Negara" in asked
    assert "KASN" not in asked
    browser.post(f"/antrean/{third.ref}/teruskan/", OPENING | {"addressee": "bawaslu"})
    page = words(browser.get(f"/perkara/{Case.objects.latest('pk').ref}/"))
    assert "tanggung jawab tetap di kantor ini" in page
    assert browser.get(f"/antrean/{third.ref}/terbang/").status_code == 404


def test_a_respondent_is_found_without_a_number(office: Office) -> None:
    person = person_build(DINKES, name="Rosmawati Contoh", post_title="Penata Gizi")
    case = opened(office)
    browser = client_of(Role.HANDLER)
    place = f"/perkara/{case.ref}/cocokkan/"
    assert "Tidak perlu NIP" in words(browser.get(place))
    assert "Rosmawati Contoh" in words(browser.post(place, {"cari": "rosma gizi"}))
    assert "Tidak ada yang cocok" in words(browser.post(place, {"cari": person.nip}))
    assert "Tidak ada yang cocok" in words(browser.post(place, {"cari": "ro"}))
    page = words(browser.post(place, {"orang": person.ref}, follow=True))
    assert "Rosmawati Contoh" in page
    refused = browser.post(place, {"orang": "bukan-asn", "cari": "rosma"})
    assert refused.status_code == 409
    assert "rosma" in words(refused)


def test_a_case_is_taken_to_its_end_from_the_pages(office: Office, settings: Any) -> None:
    case = opened(office)
    handler, examiner = client_of(Role.HANDLER), client_of(Role.EXAMINER)
    ppk = client_of(Role.PPK, KEY)
    place = f"/perkara/{case.ref}"
    handler.post(f"{place}/cocokkan/", {"orang": office.person.ref})
    settings.NETRAL_TODAY = date(2024, 10, 22)
    examiner.post(f"{place}/panggil/", {"note": "Surat 1"})
    early = examiner.post(f"{place}/periksa/", {"on": "2024-10-22", "note": "Terlalu dini"})
    assert early.status_code == 422
    assert "Pemeriksaan paling cepat" in words(early)
    assert "Terlalu dini" in words(early)
    settings.NETRAL_TODAY = date(2024, 10, 31)
    examiner.post(f"{place}/periksa/", {"on": "2024-10-31", "note": "Ia menjelaskan."})
    page = words(ppk.get(f"{place}/putuskan/"))
    assert "Jabatan diturunkan setingkat selama 12 bulan" in page
    assert "berlaku sejak 31 Agustus 2021" in page
    assert "Kurang dari 5 perkara serupa" in page
    ppk.post(f"{place}/putuskan/", VERDICT)
    handler.post(f"{place}/sampaikan/", {"on": "2024-10-31", "note": ""})
    assert handler.post(f"{place}/tutup/", {"note": ""}).status_code == 422
    settings.NETRAL_TODAY = date(2024, 11, 22)
    handler.post(f"{place}/tutup/", {"note": ""})
    case.refresh_from_db()
    assert case.stage == CaseStage.CLOSED.value
    page = words(handler.get(f"{place}/"))
    assert "Keputusan disampaikan" in page
    assert "Pertimbangannya tersegel" in page


def test_a_case_page_shows_clocks_how_counted_and_the_unsure_ones(office: Office) -> None:
    case = case_at(office, CaseStage.DELIVERED)
    page = words(client_of(Role.HANDLER).get(f"/perkara/{case.ref}/"))
    for said in (
        "Cara hitung",
        "Peraturan BKN 6/2022 Pasal 50 ayat (1)",
        "Belum terkonfirmasi",
        "Selasa, 12 November 2024",
        "Catatan tersegel",
    ):
        assert said in page


def test_a_case_page_speaks_in_words_and_not_in_codes(office: Office) -> None:
    case = matched(office, opened(office))
    Case.objects.filter(pk=case.pk).update(
        respondent_status="PPPK_PW", election_stage="pra_penetapan"
    )
    page = words(client_of(Role.HANDLER).get(f"/perkara/{case.ref}/"))
    assert "PPPK Paruh Waktu" in page
    assert "Sebelum calon ditetapkan" in page
    assert "PPPK_PW" not in page
    assert "pra_penetapan" not in page


def test_a_late_case_says_by_how_many_working_days(office: Office) -> None:
    case = opened(office)
    page = words(client_of(Role.HANDLER).get(f"/perkara/{case.ref}/"))
    assert "Lewat batas 7 hari kerja" in page
    assert "lalai" not in page
    listed = client_of(Role.HANDLER).get("/perkara/?pilih=lewat")
    assert case.ref in words(listed)
    assert "Tidak ada perkara di sini" in words(
        client_of(Role.EXAMINER).get("/perkara/?pilih=saya")
    )
    assert case.ref not in words(client_of(Role.HANDLER).get("/perkara/?tahap=ditutup"))
    assert case.ref in words(client_of(Role.HANDLER).get("/perkara/?tahap=semua"))


def test_notes_and_reasons_are_read_in_an_unlocked_session_alone(office: Office) -> None:
    case = case_at(office, CaseStage.DECIDED)
    ppk = unlocked_client(Role.PPK, KEY, office)
    page = words(ppk.get(f"/perkara/{case.ref}/"))
    assert "Terlapor menjelaskan." in page
    assert "Tiga saksi dan dua gambar." in page
    other = words(client_of(Role.PPK, KEY).get(f"/perkara/{case.ref}/"))
    assert "Terlapor menjelaskan." not in other
    assert "Tiga saksi" not in other
    superior = words(client_of(Role.SUPERIOR, DINKES).get(f"/perkara/{case.ref}/"))
    assert "Tiga saksi" not in superior


def test_the_second_decider_is_told_and_keeps_what_was_typed(office: Office) -> None:
    case = examined(office, summoned(office, matched(office, opened(office))))
    first = client_of(Role.PPK, KEY, name="Bupati Contoh")
    second = client_of(Role.PPK, KEY, name="Pjs. Bupati Contoh")
    place = f"/perkara/{case.ref}/putuskan/"
    assert second.get(place).status_code == 200
    assert first.post(place, VERDICT).status_code == 302
    before = Entry.objects.count()
    late = second.post(place, VERDICT | {"reason": "Pertimbangan saya yang panjang."})
    assert late.status_code == 409
    page = words(late)
    assert "Bupati Contoh baru saja menyimpan keputusan" in page
    assert "Pertimbangan saya yang panjang." in page
    assert "Jabatan diturunkan setingkat" in page
    assert (Decision.objects.count(), Entry.objects.count()) == (1, before)


@pytest.mark.parametrize(
    "change",
    [
        {"result": "luar"},
        {"result": "luar", "outside_item": "RINGAN-LISAN"},
        {"result": "tidak_terbukti"},
        {"item": ""},
        {"reason": ""},
        {"result": ""},
    ],
)
def test_a_verdict_form_asks_for_what_is_missing(office: Office, change: dict[str, str]) -> None:
    case = examined(office, summoned(office, matched(office, opened(office))))
    answer = client_of(Role.PPK, KEY).post(f"/perkara/{case.ref}/putuskan/", VERDICT | change)
    assert answer.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        (
            {"result": "luar", "outside_item": "RINGAN-LISAN", "outside_reason": "Dihapus sendiri"},
            CaseStage.DECIDED,
        ),
        ({"result": "tidak_terbukti", "not_proven": "bukti_kurang"}, CaseStage.NOT_PROVEN),
    ],
)
def test_outside_the_range_and_not_proven_are_decided_on_the_page(
    office: Office, change: dict[str, str], stage: CaseStage
) -> None:
    case = examined(office, summoned(office, matched(office, opened(office))))
    ppk = client_of(Role.PPK, KEY)
    page = words(ppk.post(f"/perkara/{case.ref}/putuskan/", VERDICT | change, follow=True))
    case.refresh_from_db()
    assert case.stage == stage.value
    said = "Di luar rentang" if stage is CaseStage.DECIDED else "buktinya tidak cukup"
    assert said in page


def test_facts_are_asked_for_and_change_the_range_on_the_page(office: Office) -> None:
    case = summoned(office, matched(office, opened(office, act="D-N1")))
    examiner, ppk = client_of(Role.EXAMINER), client_of(Role.PPK, KEY)
    place = f"/perkara/{case.ref}"
    form = words(examiner.get(f"{place}/periksa/"))
    assert "hanya hadir dan mendengar" in form
    data = {"on": str(TODAY), "note": "Duduk di belakang.", "fakta_keaktifan": "pasif"}
    examiner.post(f"{place}/periksa/", data)
    page = words(ppk.get(f"{place}/putuskan/"))
    assert "Masih diperdebatkan" in page
    assert "Di dalam rentang" not in page


def test_an_unconfirmed_table_of_deciders_is_shown_as_such(office: Office) -> None:
    case = matched(office, opened(office, act="D-N1"))
    page = words(client_of(Role.PPK, KEY).get(f"/perkara/{case.ref}/"))
    assert "kami tidak menyatakan siapa menurut hukum" in page


@pytest.mark.usefixtures("office")
def test_the_rule_on_answers_is_entered_with_its_source() -> None:
    ppk = client_of(Role.PPK, KEY)
    place = "/pengaturan/kabar-pelapor/"
    assert ppk.post(place, {"shows_kind": "on", "source": ""}).status_code == 422
    ppk.post(place, {"shows_kind": "on", "source": "Perbup 3/2024"})
    assert ReporterRule.objects.get().shows_kind
    assert "Perbup 3/2024" in words(ppk.get(place))
    for role, unit, status in ((Role.HANDLER, KEY, 403), (Role.PPK, BKPSDM, 404)):
        other = client_of(role, unit)
        assert other.get(place).status_code == status
        assert other.post(place, {"source": "x"}).status_code == status


def test_like_cases_are_counted(office: Office) -> None:
    for _number in range(2):
        case_at(office, CaseStage.DECIDED)
    case_at(office, CaseStage.NOT_PROVEN)
    case = case_at(office, CaseStage.EXAMINED)
    page = words(client_of(Role.PPK, KEY).get(f"/perkara/{case.ref}/putuskan/"))
    assert "3 perkara selesai dengan perbuatan yang sama" in page


def test_the_respondents_own_line_does_not_find_the_case(office: Office) -> None:
    head = person_build(BKPSDM)
    below = person_build(BKPSDM, superior=head)
    case = matched(office, opened(office), person=head)
    for person in (head, below):
        browser = client_of(Role.HANDLER, person=person)
        assert browser.get(f"/perkara/{case.ref}/").status_code == 404
        assert case.ref not in words(browser.get("/perkara/"))
    assert client_of(Role.HANDLER).get(f"/perkara/{case.ref}/").status_code == 200


def test_evidence_is_opened_with_a_reason_as_a_working_copy(office: Office) -> None:
    receipt = sent(uploads=(sealed_upload(),))
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    card = Evidence.objects.get(owner=receipt.ref)
    page = words(browser.post(f"/antrean/{receipt.ref}/"))
    assert f"Bukti {card.ref}" in page
    assert "foto kampanye" not in page
    place = f"/antrean/{receipt.ref}/bukti/{card.ref}/"
    assert "riwayat bukti" in words(browser.get(place))
    assert browser.post(place, {"reason": ""}).status_code == 422
    copy = browser.post(place, {"reason": "Membaca untuk telaah awal"})
    assert (copy.status_code, copy.headers["Content-Type"]) == (200, "image/jpeg")
    assert copy.headers["Content-Disposition"].startswith("inline")
    whole = {"reason": "Dibawa ke pemeriksaan", "is_original": "on"}
    assert browser.post(place, whole).headers["Content-Disposition"].startswith("attachment")
    other = f"/antrean/{report_build(office).ref}/bukti/{card.ref}/"
    assert browser.post(other, {"reason": "Membaca lagi"}).status_code == 404
    acts = Custody.objects.filter(evidence=card).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["terima", "lihat", "ambil"]


def addresses(office: Office) -> dict[str, set[Role]]:
    """Return every address and the roles that may open it: the handling unit's, and above."""
    receipt = report_build(office)
    case = case_at(office, CaseStage.EXAMINED)
    readers = {Role.HANDLER, Role.EXAMINER, Role.SEKDA, Role.PPK}
    handlers = {Role.HANDLER}
    line = {Role.SUPERIOR, Role.OPD_HEAD}
    report, place = f"/antrean/{receipt.ref}", f"/perkara/{case.ref}"
    acts = ("ambil", "lengkapi", "pesan", "buka-perkara", "gabungkan", "teruskan")
    steps = ("cocokkan", "putuskan", "panggil", "periksa", "sampaikan", "teruskan", "tutup")
    return {
        "/antrean/": readers,
        f"{report}/": readers,
        f"{report}/bukti/ABCDEFGH/": readers,
        **{f"{report}/{act}/": handlers for act in (*acts, "lanjutkan", "tidak-dilanjutkan")},
        f"{place}/": readers | line,
        **{f"{place}/{step}/": readers | line for step in steps},
    }


def test_every_address_answers_by_role_and_a_look_records_nothing(office: Office) -> None:
    table = addresses(office)
    before = Entry.objects.count()
    for role in Role:
        browser = client_of(role, KEY)
        for address, roles in table.items():
            is_sealed = address.startswith("/antrean/") and address.split("/")[-2] in SETTLING
            may = {423} if is_sealed else {200}
            wanted = may if role in roles else {403, 404}
            assert browser.get(address).status_code in wanted, (role, address)
    assert Entry.objects.count() == before


def test_strangers_and_neighbours_find_nothing(office: Office) -> None:
    table = addresses(office)
    neighbour, sister = client_of(Role.HANDLER, ELSEWHERE), client_of(Role.HANDLER, f"{KEY}.dikbud")
    for address in table:
        assert Client().get(address).status_code == 302, address
        if address != "/antrean/":
            assert neighbour.get(address).status_code == 404, address
            assert sister.get(address).status_code == 404, address


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HANDLER])
def test_a_list_of_cases_opens_for_everyone_and_shows_only_ones_own(
    office: Office, role: Role
) -> None:
    case = matched(office, opened(office))
    page = words(client_of(role, KEY).get("/perkara/"))
    readers = {Role.EXAMINER, Role.SEKDA, Role.PPK, Role.SUPERIOR, Role.OPD_HEAD}
    assert (case.ref in page) is (role in readers)


def queries_of(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


def test_twice_as_many_rows_cost_no_more_queries(office: Office) -> None:
    account: Account = account_build(Role.HANDLER, BKPSDM, person=person_build(BKPSDM))
    browser = staff_client(account)
    receipts: list[ReportReceipt] = [report_build(office)]
    case = matched(office, opened(office))
    places = ("/antrean/", "/perkara/", f"/perkara/{case.ref}/")
    few = [queries_of(browser, place) for place in places]
    for _number in range(4):
        receipts.append(report_build(office))
        matched(office, opened(office))
        case = joined(office, case, report_build(office))
        decided(office, case_at(office, CaseStage.EXAMINED))
    assert [queries_of(browser, place) for place in places] <= few
