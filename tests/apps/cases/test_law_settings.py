"""The settings of law as officers meet them: the effect before it is kept, and a second person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netral.cases.models import ClockMove
from netral.cases.queries.law import deciders_of, own_authority
from netral.cases.tasks import recounts_work
from netral.core.access import Role
from netral.core.flow.case import CaseStage
from netral.people.models import AuthorityRow, ClockSetting, RegionHoliday
from netral.people.services.authorities import (
    AuthorityWish,
    authority_confirm,
    authority_propose,
)
from tests.apps.cases.build import (
    CLEARED,
    DINKES,
    KEY,
    MEDIUM,
    Office,
    case_at,
    decided,
    examined,
    matched,
    office_build,
    opened,
    summoned,
)
from tests.apps.cases.clocks import HOLIDAY, days, holiday, officer
from tests.apps.people.build import account_build, actor_build, person_build, staff_client
from tests.apps.reports.build import AT

pytestmark = pytest.mark.django_db
FORM = {
    "day": HOLIDAY.isoformat(),
    "name": "Hari jadi",
    "kind": "libur_daerah",
    "decree": "Keputusan Bupati 400/2024",
}
ROW = {
    "level": "sedang",
    "post_level": "pengawas",
    "role": "kepala_opd",
    "title": "Kepala perangkat daerah",
    "source": "Perbup 7/2022",
    "valid_from": "2022-01-03",
    "valid_to": "",
}


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.NETRAL_TODAY = AT.date()


@pytest.fixture
def office() -> Office:
    return office_build()


def client_of(role: Role = Role.OFFICER) -> Client:
    return staff_client(account_build(role, KEY))


def words(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_before_a_day_is_closed_the_page_shows_what_moves_and_keeps_nothing(
    office: Office,
) -> None:
    case = opened(office)
    page = words(client_of().post("/kalender/", FORM))
    assert "1 batas waktu yang sedang berjalan bergeser" in page
    assert case.ref in page
    assert "Kamis, 10 Oktober 2024" in page
    assert "Jumat, 11 Oktober 2024" in page
    assert not RegionHoliday.objects.exists()


def test_the_effect_that_was_shown_is_the_effect_there_is(office: Office) -> None:
    case_at(office, CaseStage.DELIVERED)
    opened(office)
    browser = client_of()
    form = FORM | {"day": "2024-10-30"}
    # Two: the coming into force, and the promise that begins on its day.
    assert "2 batas waktu yang sedang berjalan bergeser" in words(browser.post("/kalender/", form))
    assert browser.post("/kalender/", form | {"yakin": "1"}).status_code == 302
    recounts_work(AT)
    assert ClockMove.objects.count() == 2
    assert "2 batas waktu bergeser." in words(browser.get("/kalender/"))


def test_a_day_that_is_closed_anyway_moves_nothing(office: Office) -> None:
    opened(office)
    sunday = FORM | {"day": "2024-10-13"}
    assert "Tidak ada batas waktu berjalan yang bergeser" in words(
        client_of().post("/kalender/", sunday)
    )


def test_a_wrong_form_and_a_second_thought_keep_what_was_typed(office: Office) -> None:
    del office
    browser = client_of()
    wrong = browser.post("/kalender/", FORM | {"day": ""})
    assert wrong.status_code == 422
    assert "Keputusan Bupati 400/2024" in words(wrong)
    again = browser.post("/kalender/", FORM | {"ubah": "1"})
    assert again.status_code == 200
    assert "Keputusan Bupati 400/2024" in words(again)
    holiday()
    twice = browser.post("/kalender/", FORM | {"yakin": "1"})
    assert twice.status_code == 409
    assert "sudah ada di kalender" in words(twice)


def test_a_day_is_opened_again_after_its_effect_was_shown(office: Office) -> None:
    case, row, browser = opened(office), holiday(), client_of()
    recounts_work(AT)
    place = reverse("holiday_withdraw", args=[row.pk])
    page = words(browser.get(place))
    assert "1 batas waktu yang sedang berjalan bergeser" in page
    assert browser.post(place).status_code == 302
    assert browser.get(place).status_code == 404
    recounts_work(AT)
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 10)}


def test_the_page_says_that_the_clocks_are_being_counted(office: Office) -> None:
    opened(office)
    holiday()
    assert "Hari jadi: Menunggu giliran." in words(client_of().get("/kalender/"))


def test_a_year_is_chosen_and_an_odd_one_is_this_year(office: Office) -> None:
    del office
    holiday(date(2025, 3, 4), name="Hari jadi kabupaten")
    browser = client_of()
    assert "Hari jadi kabupaten" in words(browser.get("/kalender/?tahun=2025"))
    page = words(browser.get("/kalender/?tahun=xyz"))
    assert "Hari libur daerah tahun 2024" in page
    assert "Belum ada hari libur daerah" in page


def test_a_number_is_proposed_by_one_and_confirmed_by_another(office: Office) -> None:
    case = case_at(office, CaseStage.EXAMINED)
    place, first, second = "/kalender/batas/PPK-TINDAK/", client_of(), client_of(Role.SEKDA)
    assert "Belum terkonfirmasi" in words(first.get("/kalender/"))
    assert first.post(place, {"n": "5", "source": "Perbup 5/2023"}).status_code == 302
    waits = words(first.get(place))
    assert "Anda yang mengusulkan" in waits
    assert "1 batas waktu yang sedang berjalan bergeser" in waits
    setting = ClockSetting.objects.get()
    sure = reverse("clock_number", args=[setting.pk, "konfirmasi"])
    assert first.post(sure).status_code == 403
    assert "Konfirmasi angka ini" in words(second.get(place))
    assert second.post(sure).status_code == 302
    recounts_work(AT)
    assert days(case)["PPK-TINDAK"] is not None
    assert "Perbup 5/2023" in words(first.get("/kalender/"))
    end = reverse("clock_number", args=[setting.pk, "akhiri"])
    assert second.post(end).status_code == 403
    assert first.post(end).status_code == 302
    assert "Sebelumnya" in words(first.get(place))


def test_a_number_refused_comes_back_with_what_was_typed(office: Office) -> None:
    del office
    browser, place = client_of(), "/kalender/batas/PPK-TINDAK/"
    assert browser.post(place, {"n": "5", "source": ""}).status_code == 422
    browser.post(place, {"n": "5", "source": "Perbup 5/2023"})
    again = browser.post(place, {"n": "6", "source": "Perbup 6/2023"})
    assert again.status_code == 409
    assert browser.get("/kalender/batas/DIS-SAMPAI/").status_code == 404
    assert client_of(Role.SEKDA).post(place, {"n": "6", "source": "X"}).status_code in {403, 409}
    assert browser.post("/kalender/angka/1/hapus/").status_code == 404


def test_a_row_of_the_table_is_proposed_by_one_and_confirmed_by_another(office: Office) -> None:
    del office
    first, second = client_of(), client_of(Role.PPK)
    assert "Belum ada baris" in words(first.get("/pengaturan/pejabat/"))
    wrong = first.post("/pengaturan/pejabat/", ROW | {"source": ""})
    assert wrong.status_code == 422
    assert "Kepala perangkat daerah" in words(wrong)
    assert first.post("/pengaturan/pejabat/", ROW).status_code == 302
    assert first.post("/pengaturan/pejabat/", ROW).status_code == 409
    row = AuthorityRow.objects.get()
    sure = reverse("authority", args=[row.pk, "konfirmasi"])
    assert first.post(sure).status_code == 403
    assert second.post(sure).status_code == 302
    assert "Berlaku" in words(first.get("/pengaturan/pejabat/"))
    assert first.post(reverse("authority", args=[row.pk, "akhiri"])).status_code == 302
    assert "Tidak dipakai lagi" in words(first.get("/pengaturan/pejabat/"))
    assert first.post(reverse("authority", args=[row.pk, "hapus"])).status_code == 404


def own_row(post_level: str = "semua", role: str = "kepala_opd") -> None:
    wish = AuthorityWish(
        "sedang", post_level, role, "Kepala dinas", "Perbup 7/2022", date(2022, 1, 3)
    )
    row = authority_propose(actor=officer(), wish=wish, at=AT)
    authority_confirm(actor=officer(), row=row.pk, at=AT)


def test_the_regions_row_decides_where_the_law_data_is_not_confirmed(office: Office) -> None:
    case = matched(office, opened(office, act=MEDIUM))
    assert deciders_of(case) == {Role.PPK}
    own_row()
    assert deciders_of(case) == {Role.OPD_HEAD}
    assert deciders_of(case, "berat") == {Role.PPK}
    case = examined(office, summoned(office, case, actor=office.superior), actor=office.superior)
    assert case.waits_for == Role.OPD_HEAD.value
    head = actor_build(Role.OPD_HEAD, DINKES)
    assert decided(office, case, CLEARED, actor=head).stage == "tidak_terbukti"


def test_the_case_page_names_the_regions_source(office: Office) -> None:
    case = matched(office, opened(office, act=MEDIUM))
    place = f"/perkara/{case.ref}/"
    assert "belum terkonfirmasi, jadi kami tidak menyatakan" in words(
        client_of(Role.SEKDA).get(place)
    )
    own_row("pengawas")
    page = words(client_of(Role.SEKDA).get(place))
    assert "Menurut tabel yang diisi daerah: Kepala dinas. Sumber: Perbup 7/2022" in page
    assert "belum terkonfirmasi, jadi kami tidak menyatakan" not in page


def test_a_row_for_another_post_says_nothing(office: Office) -> None:
    own_row("administrator")
    person = person_build(DINKES, post_title="Kepala Seksi Promosi")
    case = matched(office, opened(office, act=MEDIUM), person=person)
    assert own_authority(case, None) is None
    assert deciders_of(case) == {Role.PPK}


@pytest.mark.parametrize(
    "place", ["/kalender/", "/pengaturan/pejabat/", "/kalender/batas/PPK-TINDAK/"]
)
def test_who_may_read_the_settings_and_who_may_not(office: Office, place: str) -> None:
    del office
    for role in Role:
        expected = 200 if role in {Role.OFFICER, Role.SEKDA, Role.PPK} else 403
        assert client_of(role).get(place).status_code == expected, role
    below = staff_client(account_build(Role.OFFICER, f"{KEY}.dinkes"))
    assert below.get(place).status_code == 404


def test_more_days_and_changes_cost_no_more_queries(office: Office) -> None:
    opened(office)
    browser = client_of()

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            browser.get("/kalender/")
        return len(found)

    holiday(date(2024, 12, 2))
    browser.get("/kalender/")
    few = cost()
    for day in range(3, 7):
        holiday(date(2024, 12, day))
    assert cost() <= few
