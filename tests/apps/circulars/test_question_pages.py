"""The pages around a question: asking, following, answering, proposing; and who is kept out."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from netral.circulars.models import Advice, Question
from netral.circulars.views import questions
from netral.core.access import Role
from netral.journal.models import Entry
from netral.shell.guesses import GuessLimit
from netral.shell.moment import moment
from tests.apps.cases.build import Office, office_build, unlocked_client
from tests.apps.circulars.ask import ARTICLE, MARK, WORDS, answered, asked, words_of
from tests.apps.people.build import account_build, government_build, staff_client
from tests.apps.reports.build import BKPSDM, Page, hidden, offices_build, shown_words
from tests.apps.reports.test_marker import values_at_rest

pytestmark = pytest.mark.django_db
ASK, FOLLOW = "/boleh/tanya/", "/boleh/tanya/ikuti/"
REPLY = {
    "putusan": "tergantung",
    "jawaban": f"Jangan pakai mobil dinas. {MARK}",
    "pasal_1": ARTICLE,
}
FOR_ALL = {
    "judul_id": "Menjadi panitia lomba",
    "putusan": "tergantung",
    "jawaban_id": "Boleh tanpa atribut bakal calon.",
    "pasal_1": ARTICLE,
    "contoh": "panitia lomba disponsori bakal calon",
}


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def office() -> Office:
    return office_build()


def sent(client: Client, words: str = WORDS, **more: str) -> Page:
    """Ask as a browser does: open the form, fill it in, press."""
    form = hidden(client.get(ASK))
    return client.post(ASK, {**form, "tanya": words, **more})


def test_a_question_is_asked_and_its_answer_read_without_an_account(office: Office) -> None:
    asker, officer = Client(), unlocked_client(Role.HANDLER, BKPSDM, office)
    received = sent(asker)
    words, ref = shown_words(received), Question.objects.get().ref
    assert len(words.split()) == 8
    opened = officer.post(f"/pertanyaan/{ref}/")
    assert WORDS in opened.content.decode()
    assert officer.post(f"/pertanyaan/{ref}/jawab/", REPLY).status_code == 302
    followed = asker.post(FOLLOW, {"kata": words.upper()}).content.decode()
    assert "Jangan pakai mobil dinas." in followed
    assert ARTICLE in followed


@pytest.mark.usefixtures("office")
def test_what_another_page_carried_here_is_shown_and_not_sent() -> None:
    page = Client().post(ASK, {"tanya": "Boleh jadi wasit?", "keadaan": "wasit"})
    assert page.status_code == 200
    assert "Boleh jadi wasit?" in page.content.decode()
    assert hidden(page)["keadaan"] == ["wasit"]
    assert not Question.objects.exists()


@pytest.mark.usefixtures("office")
def test_an_empty_question_comes_back_with_its_form_and_its_token() -> None:
    client = Client()
    token = hidden(client.get(ASK))["formulir"]
    page = client.post(ASK, {"formulir": token[0], "tanya": ""})
    assert (page.status_code, hidden(page)["formulir"]) == (422, token)


@pytest.mark.usefixtures("office")
def test_a_stale_form_keeps_what_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)
    form = hidden(client.get(ASK))
    page = client.post(ASK, {**form, "tanya": WORDS})
    assert page.status_code == 403
    assert WORDS in page.content.decode()
    assert not Question.objects.exists()


def test_without_an_office_the_page_says_so() -> None:
    government_build()
    assert Client().get(ASK).status_code == 503


@pytest.mark.usefixtures("office")
def test_too_many_questions_from_one_place_wait_and_nothing_typed_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(questions, "ASKED", GuessLimit(each=1))
    client = Client()
    assert sent(client).status_code == 200
    page = sent(client)
    assert page.status_code == 429
    assert WORDS in page.content.decode()
    assert sent(Client(REMOTE_ADDR="192.0.2.8")).status_code == 200


@pytest.mark.usefixtures("office")
def test_wrong_words_find_nothing_and_stay_typed() -> None:
    wrong = "satu dua tiga"
    page = Client().post(FOLLOW, {"kata": wrong})
    assert page.status_code == 422
    assert wrong in page.content.decode()


@pytest.mark.usefixtures("office")
def test_guessing_waits_and_right_words_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "GUESSES", GuessLimit(each=1))
    words = words_of(asked(at=moment())).words
    wrong = {"kata": "kuda kuda kuda kuda kuda kuda kuda kuda"}
    assert [Client().post(FOLLOW, wrong).status_code for _ in range(2)] == [422, 429]
    assert Client().post(FOLLOW, {"kata": words}).status_code == 200


@pytest.mark.usefixtures("office")
def test_the_promise_is_handed_out_once_a_question_is_there() -> None:
    client = Client()
    token = hidden(sent(client))["formulir"][0]
    file = client.post("/boleh/tanya/tanda-terima/", {"formulir": token})
    assert file.content.decode() == Question.objects.get().promise
    other = hidden(client.get(ASK))["formulir"][0]
    assert client.post("/boleh/tanya/tanda-terima/", {"formulir": other}).status_code == 404


def test_a_question_leaves_no_readable_trace(
    office: Office, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(
        REMOTE_ADDR="203.0.113.77",
        headers={"user-agent": "PeramanContoh/9.9", "referer": "https://perujuk.example/a"},
    )
    words = shown_words(sent(client))
    client.post("/boleh/", {"rencana": WORDS})
    client.post("/boleh/kenali/", {"cerita": WORDS})
    client.post(FOLLOW, {"kata": words})
    officer = unlocked_client(Role.HANDLER, BKPSDM, office)
    ref = Question.objects.get().ref
    officer.post(f"/pertanyaan/{ref}/")
    officer.post(f"/pertanyaan/{ref}/jawab/", REPLY)
    out, err = capfd.readouterr()
    said = "\n".join((caplog.text, out, err)).encode()
    traces = (MARK, words, "203.0.113.77", "PeramanContoh", "perujuk")
    kept = [*values_at_rest(), said]
    assert not [trace for trace in traces for value in kept if trace.encode() in value]


@pytest.mark.usefixtures("office")
def test_without_the_key_an_officer_reads_and_answers_nothing() -> None:
    ref = asked(at=moment()).ref
    locked = staff_client(account_build(Role.HANDLER, BKPSDM))
    page = locked.get(f"/pertanyaan/{ref}/")
    assert page.status_code == 200
    assert MARK not in page.content.decode()
    statuses = [
        locked.post(f"/pertanyaan/{ref}/{act}", REPLY).status_code
        for act in ("", "jawab/", "tutup/")
    ]
    assert statuses == [423, 423, 423]
    assert Question.objects.get().state == "masuk"


@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [
        (Role.HANDLER, "kab-batanghari.dinkes", 404),
        (Role.HANDLER, "kab-solok.bkpsdm", 404),
        (Role.PPK, "kab-batanghari", 403),
        (Role.OFFICER, "kab-batanghari", 403),
        (Role.OVERSEER, "kab-batanghari", 403),
    ],
)
@pytest.mark.usefixtures("office")
def test_a_clerk_of_another_unit_or_role_reads_no_question(
    role: Role, unit: str, status: int
) -> None:
    ref = asked(at=moment()).ref
    browser = staff_client(account_build(role, unit))
    for act in ("", "jawab/", "tutup/", "usulkan/"):
        assert browser.post(f"/pertanyaan/{ref}/{act}", REPLY).status_code == status
    assert not Entry.objects.filter(kind="question.view").exists()


def test_an_answer_without_an_article_comes_back_with_the_question_beside_it(
    office: Office,
) -> None:
    ref = asked(at=moment()).ref
    officer = unlocked_client(Role.HANDLER, BKPSDM, office)
    page = officer.post(f"/pertanyaan/{ref}/jawab/", REPLY | {"pasal_1": ""})
    body = page.content.decode()
    assert page.status_code == 422
    assert WORDS in body
    assert "Jangan pakai mobil dinas." in body
    assert Question.objects.get().state == "masuk"


def test_a_question_is_closed_with_advice(office: Office) -> None:
    receipt = asked(at=moment())
    officer = unlocked_client(Role.HANDLER, BKPSDM, office)
    where = f"/pertanyaan/{receipt.ref}/tutup/"
    assert officer.get(where).status_code == 200
    assert officer.post(where, {"alasan": "lewat_lapor", "saran": ""}).status_code == 422
    answer = officer.post(where, {"alasan": "lewat_lapor", "saran": "Laporkan lewat Lapor."})
    assert answer.status_code == 302
    followed = Client().post(FOLLOW, {"kata": words_of(receipt).words}).content.decode()
    assert "Laporkan lewat Lapor." in followed


@pytest.mark.usefixtures("office")
def test_the_queue_lists_covers_and_never_words() -> None:
    ref = asked(at=moment()).ref
    page = staff_client(account_build(Role.HANDLER, BKPSDM)).get("/pertanyaan/")
    body = page.content.decode()
    assert ref in body
    assert MARK not in body


@pytest.mark.usefixtures("office")
def test_twice_as_many_questions_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    browser = staff_client(account_build(Role.HANDLER, BKPSDM))
    for _ in range(2):
        asked(at=moment())
    with django_assert_max_num_queries(16) as few:
        browser.get("/pertanyaan/")
    for _ in range(6):
        asked(at=moment())
    with django_assert_max_num_queries(len(few)):
        browser.get("/pertanyaan/")


def test_an_answer_reaches_the_helper_only_through_another_officer(office: Office) -> None:
    ref = answered(office.private, at=moment()).receipt.ref
    writer = unlocked_client(Role.HANDLER, BKPSDM, office)
    reader = staff_client(account_build(Role.SEKDA, "kab-batanghari"))
    carried = hidden(writer.post(f"/pertanyaan/{ref}/"))
    page = writer.post(f"/pertanyaan/{ref}/usulkan/", carried)
    assert page.status_code == 200
    assert ARTICLE in page.content.decode()
    assert writer.post(f"/pertanyaan/{ref}/usulkan/", FOR_ALL).status_code == 302
    advice = Advice.objects.get()
    where = f"/pertanyaan/usulan/{advice.ref}/"
    assert "/sahkan/" not in writer.get(where).content.decode()
    assert writer.post(f"{where}sahkan/").status_code == 403
    assert "/sahkan/" in reader.get(where).content.decode()
    assert reader.get(f"{where}sahkan/").status_code == 200
    confirmed = reader.post(f"{where}sahkan/", follow=True).content.decode()
    assert "Jawaban ini sekarang tampil di Boleh tidak?." in confirmed
    assert Advice.objects.get().state == "berlaku"
    assert reader.get("/pertanyaan/usulan/?keadaan=semua").status_code == 200


def test_a_returned_answer_is_written_anew_on_its_page(office: Office) -> None:
    ref = answered(office.private, at=moment()).receipt.ref
    writer = unlocked_client(Role.HANDLER, BKPSDM, office)
    reader = staff_client(account_build(Role.PPK, "kab-batanghari"))
    writer.post(f"/pertanyaan/{ref}/usulkan/", FOR_ALL)
    where = f"/pertanyaan/usulan/{Advice.objects.get().ref}/"
    assert reader.post(f"{where}kembalikan/", {"reason": ""}).status_code == 422
    assert reader.post(f"{where}kembalikan/", {"reason": "Sebut hari libur."}).status_code == 302
    assert "Sebut hari libur." in writer.get(where).content.decode()
    assert FOR_ALL["jawaban_id"] in writer.get(f"{where}tulis-ulang/").content.decode()
    again = FOR_ALL | {"jawaban_id": "Boleh pada hari libur."}
    assert writer.post(f"{where}tulis-ulang/", again).status_code == 302
    assert Advice.objects.get().text_id == "Boleh pada hari libur."
    assert reader.post(f"{where}nonsense/").status_code == 404


def test_a_name_in_a_proposal_is_warned_of_and_nothing_typed_is_lost(office: Office) -> None:
    ref = answered(office.private, at=moment()).receipt.ref
    writer = unlocked_client(Role.HANDLER, BKPSDM, office)
    named = FOR_ALL | {"jawaban_id": "Kata Bu Melati boleh."}
    page = writer.post(f"/pertanyaan/{ref}/usulkan/", named)
    assert page.status_code == 422
    assert "Bu Melati" in page.content.decode()
    assert not Advice.objects.exists()
    assert (
        writer.post(f"/pertanyaan/{ref}/usulkan/", named | {"diperiksa": "on"}).status_code == 302
    )


def test_a_get_of_any_of_these_pages_records_nothing(office: Office) -> None:
    case = answered(office.private, at=moment())
    officer = unlocked_client(Role.HANDLER, BKPSDM, office)
    before = Entry.objects.count()
    for where in ("", f"{case.receipt.ref}/", f"{case.receipt.ref}/usulkan/", "usulan/"):
        assert officer.get(f"/pertanyaan/{where}").status_code == 200
    for where in (ASK, FOLLOW):
        assert Client().get(where).status_code == 200
    assert Entry.objects.count() == before


@pytest.mark.usefixtures("office")
def test_an_asker_gets_no_session_cookie() -> None:
    client = Client()
    sent(client)
    assert set(client.cookies) <= {"netral_csrf"}


def test_a_government_of_several_is_chosen() -> None:
    offices_build()
    page = Client().get(ASK)
    assert re.search(
        r'type="hidden" name="pemerintah" value="kab-batanghari"', page.content.decode()
    )
