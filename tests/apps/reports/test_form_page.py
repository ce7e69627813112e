"""The public form without JavaScript: step by step, nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from netral.people.models import Instansi
from netral.reports.models import Report, ReporterIdentity
from netral.reports.services import sending
from netral.reports.services.handling import report_open
from netral.shell.moment import moment
from netral.vault.models import Evidence
from netral.vault.services.stream import SealedWriter
from netral.vault.services.tokens import form_token_draw
from tests.apps.people.build import government_build
from tests.apps.reports.build import (
    ANSWERS,
    AT,
    Page,
    handler,
    hidden,
    key_build,
    offices_build,
    shown_words,
)
from tests.apps.vault.build import photo

pytestmark = pytest.mark.django_db
URL = "/lapor/"
STEP_FIELDS = (
    ("cerita", "perbuatan"),
    ("nama", "jabatan", "tempat_kerja", "kantor"),
    ("tempat", "kejadian", "perkiraan", "tahu"),
    ("tautan",),
    ("sebutan", "jalur", "nama_pelapor", "alamat", "kontak"),
)


def filled(answers: dict[str, Any], step: int) -> dict[str, Any]:
    return {name: answers[name] for name in STEP_FIELDS[step] if name in answers}


def press(client: Client, page: Page, ke: str, **typed: Any) -> Page:
    """Press a button of a page with its hidden fields and what was typed."""
    return client.post(URL, {**hidden(page), **typed, "ke": ke})


def walked(client: Client, answers: dict[str, Any], upto: int = 5) -> Page:
    """Fill in the steps one after the other, as a person would; return the page reached."""
    page: Page = client.get(URL)
    for step in range(upto):
        page = press(client, page, "lanjut", **filled(answers, step))
        assert page.status_code == 200, page.content.decode()
    return page


def whole(**changes: Any) -> dict[str, Any]:
    """Return the last step's POST with all fields at once."""
    fields = {"formulir": form_token_draw(), "langkah": "6", "ke": "kirim"}
    return {**ANSWERS, **fields, **changes}


def test_a_citizen_reports_without_a_name_and_gets_eight_words() -> None:
    keys = offices_build()
    client = Client()
    check = walked(client, ANSWERS)
    assert ANSWERS["cerita"][:30] in check.content.decode()
    receipt = press(client, check, "kirim")
    assert receipt.status_code == 200
    assert len(shown_words(receipt).split()) == 8
    assert receipt.headers["Cache-Control"] == "no-store"
    report = Report.objects.get()
    opened = report_open(actor=handler(), ref=report.ref, unit_key=keys.bkpsdm, at=AT)
    assert opened.text.what == ANSWERS["cerita"]
    assert not opened.has_identity


def test_the_public_door_sets_no_session_cookie() -> None:
    offices_build()
    client = Client()
    press(client, walked(client, ANSWERS), "kirim")
    assert set(client.cookies) <= {"netral_csrf"}


def test_looking_at_the_form_and_its_steps_records_nothing() -> None:
    offices_build()
    walked(Client(), ANSWERS)
    assert not Report.objects.exists()


def test_a_named_report_is_sealed_apart() -> None:
    offices_build()
    client = Client()
    answers = {**ANSWERS, "sebutan": "dengan", "nama_pelapor": "Warga Contoh", "alamat": "Jl. 1"}
    press(client, walked(client, answers), "kirim")
    assert ReporterIdentity.objects.count() == 1


def test_a_named_report_without_a_name_is_asked_for_it() -> None:
    offices_build()
    client = Client()
    page = walked(client, ANSWERS, upto=4)
    answer = press(client, page, "lanjut", sebutan="dengan", jalur="kantor")
    assert answer.status_code == 422
    assert "Isi nama Anda" in answer.content.decode()


@pytest.mark.parametrize(
    ("step", "typed", "words"),
    [
        (0, {"cerita": ""}, "Ceritakan dulu"),
        (1, {"nama": ""}, "Isi salah satu"),
        (2, {"kejadian": "2099-01-01"}, "belum terjadi"),
        (2, {"kejadian": "2024-10-06", "tahu": "2024-10-01"}, "sebelum kejadiannya"),
        (2, {"kejadian": "bukan tanggal"}, "kejadian"),
    ],
)
def test_a_step_says_what_is_wrong_and_keeps_the_rest(
    step: int, typed: dict[str, str], words: str
) -> None:
    offices_build()
    client = Client()
    page = walked(client, ANSWERS, upto=step)
    answer = press(client, page, "lanjut", **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if step:
        assert hidden(answer)["cerita"]
    assert not Report.objects.exists()


def test_going_back_and_forth_keeps_what_was_typed() -> None:
    offices_build()
    client = Client()
    page = walked(client, ANSWERS, upto=3)
    back = press(client, page, "kembali", tautan="https://contoh.example/x")
    assert "Aula" in back.content.decode()
    assert hidden(back)["tautan"] == ["https://contoh.example/x"]
    jump = press(client, walked(client, ANSWERS), "langkah-1")
    assert ANSWERS["cerita"][:30] in jump.content.decode()
    assert press(client, jump, "langkah-x").status_code == 200


def test_the_same_form_sent_twice_is_one_report_with_the_same_words() -> None:
    offices_build()
    client = Client()
    check = walked(client, ANSWERS)
    first, second = press(client, check, "kirim"), press(client, check, "kirim")
    assert shown_words(first) == shown_words(second) != ""
    assert "sudah masuk tadi" in second.content.decode()
    assert Report.objects.count() == 1


def test_words_typed_back_are_confirmed_and_then_not_shown_again() -> None:
    offices_build()
    client = Client()
    check = walked(client, ANSWERS)
    receipt = press(client, check, "kirim")
    words, token = shown_words(receipt), hidden(receipt)["formulir"][0]
    wrong = client.post(f"{URL}kata/", {"formulir": token, "kata": "bukan kata"})
    assert wrong.status_code == 422
    assert shown_words(wrong) == words
    swapped = " ".join(reversed(words.split()))
    answer = client.post(f"{URL}kata/", {"formulir": token, "kata": swapped})
    assert "Belum cocok" in answer.content.decode()
    assert client.post(f"{URL}kata/", {"formulir": token, "kata": ""}).status_code == 422
    done = client.post(f"{URL}kata/", {"formulir": token, "kata": words.upper()})
    assert "Catatan Anda benar" in done.content.decode()
    again = press(client, check, "kirim")
    assert "tidak tampil lagi" in again.content.decode()
    assert words not in again.content.decode()
    late = client.post(f"{URL}kata/", {"formulir": token, "kata": words})
    assert "tidak tampil lagi" in late.content.decode()


def test_the_receipt_file_is_the_promise_and_only_for_a_form_that_was_sent() -> None:
    offices_build()
    client = Client()
    receipt = press(client, walked(client, ANSWERS), "kirim")
    token = hidden(receipt)["formulir"][0]
    file = client.post(f"{URL}tanda-terima/", {"formulir": token})
    assert file.content.decode() == Report.objects.get().promise
    assert "attachment" in file.headers["Content-Disposition"]
    unsent = client.post(f"{URL}tanda-terima/", {"formulir": form_token_draw()})
    assert unsent.status_code == 404


def test_a_photo_goes_from_its_step_to_the_report() -> None:
    keys = offices_build()
    client = Client()
    page = walked(client, ANSWERS, upto=3)
    file = SimpleUploadedFile("rapat di aula.jpg", photo())
    more = press(client, page, "tambah", berkas=file)
    assert "rapat di aula.jpg" in more.content.decode()
    second = press(client, more, "tambah", berkas=SimpleUploadedFile("dua.jpg", photo()))
    dropped = press(client, second, "lanjut", tautan="", buang="1")
    check = press(client, dropped, "lanjut", **filled(ANSWERS, 4))
    assert "rapat di aula.jpg" in check.content.decode()
    assert "dua.jpg" not in check.content.decode()
    press(client, check, "kirim")
    opened = report_open(actor=handler(), ref=Report.objects.get().ref, unit_key=keys.bkpsdm, at=AT)
    assert [card.name for card in opened.evidence] == ["rapat di aula.jpg"]


def test_a_page_of_the_web_disguised_as_a_photo_is_refused_and_the_text_kept() -> None:
    offices_build()
    client = Client()
    page = walked(client, ANSWERS, upto=3)
    file = SimpleUploadedFile("foto.jpg", b"<!doctype html><html>", content_type="image/jpeg")
    answer = press(client, page, "lanjut", tautan="https://contoh.example", berkas=file)
    assert answer.status_code == 422
    assert "“foto.jpg” bukan foto" in answer.content.decode()
    assert hidden(answer)["cerita"]
    assert "https://contoh.example" in answer.content.decode()


def test_a_full_disk_is_told_and_the_report_can_go_without_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offices_build()
    client = Client()
    page = walked(client, ANSWERS, upto=3)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SealedWriter, "write", full)
    answer = press(client, page, "lanjut", berkas=SimpleUploadedFile("foto.jpg", photo()))
    assert answer.status_code == 507
    assert "penyimpanan kami penuh" in answer.content.decode()
    check = press(client, press(client, answer, "lanjut"), "lanjut", **filled(ANSWERS, 4))
    assert press(client, check, "kirim").status_code == 200
    assert (Report.objects.count(), Evidence.objects.count()) == (1, 0)


def test_a_full_database_is_told_and_nothing_typed_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offices_build()

    def full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "entry_append", full)
        answer = Client().post(URL, whole())
    assert answer.status_code == 507
    assert hidden(answer)["cerita"]
    assert not Report.objects.exists()


def test_an_old_upload_is_asked_for_again_and_the_text_kept() -> None:
    offices_build()
    answer = Client().post(URL, whole(langkah="5", ke="lanjut", unggahan="bukan-token"))
    assert answer.status_code == 200
    assert "Pilih lagi berkasnya" in answer.content.decode()
    assert hidden(answer)["cerita"]


def test_the_last_step_sends_nothing_while_an_earlier_one_is_wrong() -> None:
    offices_build()
    answer = Client().post(URL, whole(cerita=""))
    assert answer.status_code == 422
    assert "Ceritakan dulu" in answer.content.decode()
    jump = Client().post(URL, whole(cerita="", ke="langkah-6"))
    assert jump.status_code == 422
    assert not Report.objects.exists()


def test_a_token_that_is_not_ours_keeps_what_was_typed() -> None:
    offices_build()
    answer = Client().post(URL, whole(formulir="abc"))
    assert answer.status_code == 422
    assert hidden(answer)["cerita"]


def test_a_form_whose_cookie_was_lost_is_shown_again_with_everything_typed() -> None:
    offices_build()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(URL, whole())
    assert answer.status_code == 403
    assert "Isian Anda masih ada" in answer.content.decode()
    assert hidden(answer)["cerita"]
    assert not Report.objects.exists()
    token = client.cookies["netral_csrf"].value
    page = {**hidden(answer), "csrfmiddlewaretoken": token, "ke": "kirim"}
    assert client.post(URL, page).status_code == 200
    assert Report.objects.count() == 1


def test_the_check_page_says_what_bawaslu_would_miss_and_until_when() -> None:
    offices_build()
    day = moment().date() - timedelta(days=1)
    answers = {**ANSWERS, "kejadian": day.isoformat(), "tahu": day.isoformat()}
    body = walked(Client(), answers).content.decode()
    assert "nama dan alamat Anda" in body
    assert "bukti atau tautan" in body
    assert "tempat kejadian" not in body
    assert "Batas Bawaslu" in body
    assert "Pasal 134" in body


def test_a_general_election_counts_working_days_and_shows_the_stricter_day_too() -> None:
    offices_build()
    answers = {**ANSWERS, "kejadian": "2024-01-28", "tahu": "2024-01-29"}
    body = walked(Client(), answers).content.decode()
    assert "Batas Bawaslu: Rabu, 7 Februari 2024 pukul 24.00 WIB." in body
    assert "menurut bacaan yang lebih ketat Senin, 5 Februari 2024" in body
    assert "UU 7/2017 Pasal 454 ayat (6)." in body


def test_how_the_day_was_counted_is_told_in_english_on_an_english_page() -> None:
    offices_build()
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    body = walked(client, {**ANSWERS, "kejadian": "2024-10-06", "tahu": "2024-10-07"})
    assert "Ends Monday, 14 October 2024, 24.00 WIB." in body.content.decode()


def test_the_day_of_a_pilkada_is_told_in_the_zone_of_the_government() -> None:
    offices_build()
    Instansi.objects.update(timezone="Asia/Makassar")
    answers = {**ANSWERS, "kejadian": "2024-10-06", "tahu": "2024-10-07"}
    body = walked(Client(), answers).content.decode()
    assert "Batas Bawaslu: Senin, 14 Oktober 2024 pukul 24.00 WITA." in body
    assert "Jam buka loketnya belum terkonfirmasi" in body
    assert "lebih ketat" not in body


def test_a_report_complete_for_bawaslu_says_so() -> None:
    offices_build()
    answers = {
        **ANSWERS,
        "kejadian": "2024-10-06",
        "tautan": "https://contoh.example",
        "sebutan": "dengan",
        "nama_pelapor": "Warga Contoh",
    }
    assert "sampaikan sendiri ke Bawaslu" in walked(Client(), answers).content.decode()


def test_with_several_governments_the_citizen_chooses_one() -> None:
    offices_build()
    government_build(key="kab-samosir", name="Kabupaten Samosir")
    key_build("kab-samosir.bkpsdm")
    client = Client()
    page = walked(client, ANSWERS, upto=2)
    assert "Kabupaten Samosir" in page.content.decode()
    refused = press(client, page, "lanjut", **filled(ANSWERS, 2))
    assert "Pilih wilayah kerja" in refused.content.decode()
    answer = press(client, page, "lanjut", pemerintah="kab-samosir", **filled(ANSWERS, 2))
    check = press(client, press(client, answer, "lanjut"), "lanjut", **filled(ANSWERS, 4))
    press(client, check, "kirim")
    assert Report.objects.get().government_id == "kab-samosir"


def test_an_office_without_a_key_does_not_take_what_it_cannot_seal() -> None:
    government_build()
    for answer in (Client().get(URL), Client().post(URL, whole())):
        assert answer.status_code == 503
        assert "Bawaslu setempat" in answer.content.decode()


def test_a_form_of_a_government_that_is_not_open_is_refused() -> None:
    offices_build()
    answer = Client().post(URL, whole(pemerintah="kab-lain"))
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_other_methods_are_refused() -> None:
    assert Client().put(URL).status_code == 405
    assert Client().get(f"{URL}kata/").status_code == 405
