"""Following by phrase: no session, no address kept, the same answer for every wrong phrase."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from netral.core.flow.report import CloseReason, ReportState
from netral.core.kinds.phrase import phrase_from
from netral.journal.models import Entry
from netral.reports.models import Message, Report
from netral.reports.services.following import (
    NoReportError,
    phrase_confirm,
    report_follow,
    report_withdraw,
    reporter_message_send,
)
from netral.reports.services.handling import report_message_send
from netral.reports.views import follow
from netral.shell.guesses import GuessLimit, TooOftenError
from netral.vault.models import Evidence
from netral.vault.services.tokens import form_token_draw
from tests.apps.reports.build import (
    AT,
    Page,
    handler,
    hidden,
    moved,
    offices_build,
    phrase_of,
    sent,
)
from tests.apps.vault.build import photo, sealed_upload

pytestmark = pytest.mark.django_db
URL = "/lapor/ikuti/"
STRANGER = phrase_from(bytes(range(11)))


def opened(client: Client, words: str, **more: Any) -> Page:
    return client.post(URL, {"kata": words, **more})


def test_the_phrase_opens_states_messages_and_evidence() -> None:
    offices_build()
    receipt = sent(uploads=(sealed_upload(name="rapat.jpg"),))
    report_message_send(actor=handler(), ref=receipt.ref, text="Di aula mana?", at=AT)
    moved(receipt.ref, ReportState.IN_TRIAGE)
    client = Client()
    body = opened(client, phrase_of(receipt).words.upper()).content.decode()
    for words in ("Ditelaah", "Di aula mana?", "rapat.jpg", "janji layanan kantor"):
        assert words in body
    assert set(client.cookies) <= {"netral_csrf"}


def test_a_closed_report_tells_its_reason() -> None:
    offices_build()
    receipt = sent()
    moved(receipt.ref, ReportState.IN_TRIAGE, ReportState.REFUSED, reason=CloseReason.NOT_ASN)
    body = opened(Client(), phrase_of(receipt).words).content.decode()
    assert "bukan pegawai pemerintah ini" in body
    assert "paling lambat" not in body


def test_a_mistyped_word_is_answered_alike_whether_or_not_a_report_exists() -> None:
    offices_build()
    words = phrase_of(sent()).listed
    real = opened(Client(), " ".join(["kelerrang", *words[1:]]))
    false = opened(Client(), " ".join(["kelerrang", *STRANGER.listed[1:]]))
    assert real.status_code == false.status_code == 422
    assert "Mungkin “kelereng”" in real.content.decode()
    assert "Mungkin “kelereng”" in false.content.decode()


def test_an_unknown_phrase_opens_nothing() -> None:
    offices_build()
    sent()
    answer = opened(Client(), STRANGER.words)
    assert answer.status_code == 422
    assert "Tidak ada laporan yang cocok" in answer.content.decode()
    with pytest.raises(NoReportError):
        report_follow(phrase=STRANGER)


def test_the_form_alone_and_an_empty_phrase_open_nothing() -> None:
    assert "Ikuti laporan" in Client().get(URL).content.decode()
    assert opened(Client(), "").status_code == 422
    assert Client(enforce_csrf_checks=True).post(URL, {"kata": STRANGER.words}).status_code == 422


def test_a_reporter_writes_and_adds_a_photo_once() -> None:
    offices_build()
    receipt = sent()
    client = Client()
    page = opened(client, phrase_of(receipt).words)
    form = {**hidden(page), "kata": phrase_of(receipt).words, "ke": "kirim", "pesan": "Ada lagi."}
    file = SimpleUploadedFile("lagi.jpg", photo())
    answer = client.post(URL, {**form, "berkas": file})
    assert "sudah masuk dan tersegel" in answer.content.decode()
    assert "lagi.jpg" in answer.content.decode()
    again = client.post(URL, form)
    assert again.status_code == 409
    assert (Message.objects.count(), Evidence.objects.count()) == (1, 1)
    assert Entry.objects.filter(kind="report.add").count() == 1


def test_an_empty_message_is_asked_for_and_a_bad_file_keeps_the_text() -> None:
    offices_build()
    words = phrase_of(sent()).words
    client = Client()
    token = hidden(opened(client, words))["formulir"][0]
    form = {"kata": words, "formulir": token, "ke": "kirim"}
    assert client.post(URL, {**form, "pesan": " "}).status_code == 422
    bad = SimpleUploadedFile("foto.jpg", b"<html>")
    answer = client.post(URL, {**form, "pesan": "tetap di sini", "berkas": bad})
    assert answer.status_code == 422
    assert "tetap di sini" in answer.content.decode()
    assert not Message.objects.exists()


def test_a_message_may_be_evidence_alone() -> None:
    offices_build()
    phrase = phrase_of(sent())
    reporter_message_send(
        phrase=phrase, token=form_token_draw(), text="", uploads=[sealed_upload()], at=AT
    )
    (message,) = report_follow(phrase=phrase).messages
    assert (message.text, message.who, message.is_mine) == ("(menambah bukti)", "Anda", True)


def test_withdrawing_is_a_wish_and_deletes_nothing() -> None:
    offices_build()
    phrase = phrase_of(sent())
    client = Client()
    answer = opened(client, phrase.words, ke="tarik")
    assert "sudah kami catat" in answer.content.decode()
    assert opened(client, phrase.words, ke="tarik").status_code == 409
    report = Report.objects.get()
    assert (report.state, report.withdrawn_on is None) == ("masuk", False)
    assert Entry.objects.filter(kind="report.withdraw").count() == 1


def test_the_receipt_can_be_fetched_with_the_phrase() -> None:
    offices_build()
    receipt = sent()
    file = opened(Client(), phrase_of(receipt).words, ke="unduh")
    assert file.content.decode() == receipt.promise


def test_a_phrase_that_is_not_the_one_shown_confirms_nothing() -> None:
    offices_build()
    phrase = phrase_of(sent())
    assert not phrase_confirm(phrase=STRANGER, expected=phrase, at=AT)
    assert not Report.objects.get().is_confirmed
    with pytest.raises(NoReportError):
        report_withdraw(phrase=STRANGER, at=AT)


def test_too_many_wrong_phrases_wait_and_right_words_or_another_address_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offices_build()
    words = phrase_of(sent()).words
    monkeypatch.setattr(follow, "GUESSES", GuessLimit(each=3))
    client = Client()
    for _ in range(3):
        assert opened(client, STRANGER.words).status_code == 422
    assert opened(client, STRANGER.words).status_code == 429
    assert opened(client, words).status_code == 200
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert opened(other, STRANGER.words).status_code == 422


def test_the_brake_counts_all_together_and_forgets_after_ten_minutes() -> None:
    limit = GuessLimit(together=2)
    limit.count("192.0.2.1", AT)
    limit.count("192.0.2.2", AT)
    with pytest.raises(TooOftenError, match="Tunggu 10 menit"):
        limit.check("192.0.2.3", AT)
    limit.check("192.0.2.3", AT + timedelta(minutes=10))
    assert "192.0.2" not in repr(vars(limit))
