"""The person's lesson pages: a look records nothing, each answer is explained, then the pledge."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from netral.circulars.models import Attempt, CircularVersion, Item, ItemAnswer
from netral.circulars.queries.lesson_pages import minutes_for, polling_day
from netral.journal.models import Entry
from netral.people.models import Person
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    has_read,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.circulars.lessons import answer, begun, finished, place_of
from tests.apps.people.build import person_build, person_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    return published_build()


@pytest.fixture
def reader(version: CircularVersion) -> Person:
    person = person_build(DINKES)
    has_read(version, person)
    return person


@pytest.fixture
def phone(reader: Person) -> Client:
    return person_client(reader)


def address(version: CircularVersion, tail: str = "") -> str:
    return f"/saya/edaran/{version.circular.ref}/latihan/{tail}"


def text(client: Client, path: str, *, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_looking_at_any_page_of_the_lesson_records_nothing(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    before = Entry.objects.count()
    assert "Mulai latihan" in text(phone, address(version))
    assert not Attempt.objects.exists()
    begun(version, reader)
    text(phone, address(version))
    text(phone, f"{address(version)}?sesudah=1")
    assert not ItemAnswer.objects.exists()
    assert Entry.objects.count() == before


def test_who_has_not_read_is_led_to_the_letter(version: CircularVersion) -> None:
    page = text(person_client(person_build(DINKES)), address(version))
    assert "Baca suratnya dulu" in page
    assert "Mulai latihan" not in page


def test_the_start_says_how_long_it_takes_and_that_the_mark_stays_private(
    version: CircularVersion, phone: Client
) -> None:
    page = text(phone, address(version))
    assert "Sekitar 10 situasi nyata, kira-kira 5 menit." in page
    assert "nilai Anda tidak diumumkan" in page


def test_a_question_is_alone_on_its_page_with_stage_and_day(
    version: CircularVersion, phone: Client
) -> None:
    phone.post(address(version, "mulai/"))
    page = text(phone, address(version))
    assert page.count('type="radio"') == 3
    assert "Situasi 1" in page
    assert re.search(r"2024", page)
    assert "0 dari 10 situasi terjawab" in page


def test_an_answer_is_explained_at_once_and_the_next_question_waits(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    attempt = begun(version, reader)
    place = place_of(attempt, right=False)
    sent = phone.post(address(version, "jawab/"), {"soal": "1", "jawaban": str(place)})
    assert sent.headers["Location"] == f"{address(version)}?sesudah=1"
    page = text(phone, sent.headers["Location"])
    assert "Belum tepat" in page
    assert "Situasi sejenis akan muncul lagi." in page
    assert "Mengapa bukan yang lain" in page
    assert "Situasi 2" in text(phone, address(version))


def test_a_right_answer_is_called_right(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    attempt = begun(version, reader)
    place = place_of(attempt, right=True)
    phone.post(address(version, "jawab/"), {"soal": "1", "jawaban": str(place)})
    page = text(phone, f"{address(version)}?sesudah=1")
    assert "<h1>Tepat</h1>" in page.replace("\n", "")
    assert "Anda memilih:" not in page


def test_a_button_without_a_choice_asks_again_and_records_nothing(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    begun(version, reader)
    response = phone.post(address(version, "jawab/"), {"soal": "1"})
    assert response.status_code == 422
    assert "Pilih satu jawaban dulu" in response.content.decode()
    assert not ItemAnswer.objects.exists()


def test_an_answer_sent_again_from_an_old_page_shows_its_explanation(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    attempt = begun(version, reader)
    answer(attempt)
    again = phone.post(address(version, "jawab/"), {"soal": "1", "jawaban": "1"})
    assert again.headers["Location"].endswith("?sesudah=1")
    assert ItemAnswer.objects.count() == 1


def test_an_answer_out_of_turn_is_refused(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    begun(version, reader)
    response = phone.post(address(version, "jawab/"), {"soal": "7", "jawaban": "1"})
    assert response.status_code == 409


def test_a_pass_shows_the_mark_to_its_owner_and_the_way_on(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    finished(begun(version, reader), wrong=1)
    page = text(phone, address(version))
    assert "Nilai Anda 90 dari 100." in page
    assert "Lanjut ke ikrar" in page
    assert "Pelajari lagi" in page
    assert "netral-promise/v1" in page


def test_a_miss_is_kind_names_the_clause_and_offers_to_repeat(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    finished(begun(version, reader), wrong=4)
    page = text(phone, address(version))
    assert "Nilai Anda 60 dari 100; yang diperlukan 90." in page
    assert "Ulangi latihan" in page
    assert "gagal" not in page.lower()


def test_a_version_without_a_change_for_the_lesson_says_so(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    finished(begun(version, reader))
    newer = renewed_build(version, (CAMPAIGN,))
    has_read(newer, reader)
    page = text(phone, address(newer))
    assert "Tidak ada butir yang berubah." in page
    phone.post(address(newer, "mulai/"))
    assert "Tidak ada yang perlu ditanyakan lagi." in text(phone, address(newer))


def test_a_dispute_is_told_with_its_sides(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    attempt = begun(version, reader)
    answer(attempt)
    given = ItemAnswer.objects.select_related("item").get()
    content = {**given.item.content, "contested": ["hadir-pasif"]}
    Item.objects.filter(pk=given.item.pk).update(content=content)
    page = text(phone, f"{address(version)}?sesudah=1")
    assert "Masih diperdebatkan" in page
    assert "Bawaslu Klaten, 2020" in page


def test_the_lesson_speaks_english_to_who_chose_it(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    attempt = begun(version, reader)
    answer(attempt)
    phone.cookies["netral_bahasa"] = "en"
    item = Item.objects.get(pk=ItemAnswer.objects.get().item_id)
    assert item.content["scene_en"] in _plain(text(phone, f"{address(version)}?sesudah=1"))
    with translation.override("en"):
        assert minutes_for(3) == 2


def _plain(page: str) -> str:
    return page.replace("&#x27;", "'").replace("&quot;", '"')


def test_polling_day_is_the_next_one_of_the_circulars_own_kind(version: CircularVersion) -> None:
    election = polling_day(version, AT.date())
    assert election is not None
    assert election.voting_on == date(2024, 11, 27)
    assert polling_day(version, date(2024, 11, 28)) is None


def test_the_calendar_file_is_handed_out_until_the_day_is_past(
    version: CircularVersion, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert phone.get(address(version, "pemungutan.ics")).status_code == 404
    monkeypatch.setattr("netral.config.middleware.moment", lambda: AT)
    response = phone.get(address(version, "pemungutan.ics"))
    assert response.status_code == 200
    assert b"DTSTART;VALUE=DATE:20241127" in response.content


def test_the_own_page_leads_from_the_letter_to_the_lesson_to_the_pledge(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    page = text(phone, "/saya/")
    assert "Berikutnya latihan singkat" in page
    assert address(version) in page
    finished(begun(version, reader))
    assert "Dipahami" in text(phone, "/saya/")


def test_the_pledge_page_asks_for_the_lesson_first_and_opens_after_it(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    path = "/saya/ikrar/TIDAKADA/"
    before = Entry.objects.count()
    page = text(phone, path)
    assert "Latihan dulu, lalu ikrar" in page
    assert address(version) in page
    assert phone.post(path, {"has_read": "on"}).status_code == 409
    assert Entry.objects.count() == before
    finished(begun(version, reader))
    # The lesson no longer stands before it: this session does not exist.
    assert phone.get(path).status_code == 404


def test_someone_elsewhere_is_not_asked_for_this_lesson(version: CircularVersion) -> None:
    other = person_client(person_build("kab-solok.dinkes"))
    assert other.get(address(version)).status_code == 404
    assert other.get("/saya/ikrar/TIDAKADA/").status_code == 404


def test_the_letter_leads_to_the_lesson_and_after_it_to_its_result(
    version: CircularVersion, reader: Person, phone: Client
) -> None:
    letter = f"/saya/edaran/{version.circular.ref}/"
    assert "Buka latihan" in text(phone, letter)
    finished(begun(version, reader))
    assert "Lihat hasil latihan" in text(phone, letter)
    assert "Dipahami" in text(phone, "/saya/edaran/")
