"""Asking before acting: the pages, without an account, without a trace, answered alike."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from netral.circulars.services.card import CardWords
from netral.core import law
from netral.core.text.may import Verdict, may_situation, situations
from netral.journal.models import Entry
from netral.shell.moment import moment
from tests.apps.circulars.ask import confirmed
from tests.apps.people.build import person_build, person_client
from tests.apps.reports.build import key_build, offices_build
from tests.apps.reports.test_marker import values_at_rest

pytestmark = pytest.mark.django_db
CAMPAIGN = "hari=2024-10-09"
LIKE = "boleh gak saya like fb calon bupati, teman sekolah saya?"
MARK = "KATAPENANDA"
LARGEST = 60 * 1024


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    return tmp_path


def body(path: str, client: Client | None = None) -> str:
    """Return a page's text; it must be there."""
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def typed(words: str, **more: str) -> str:
    answer = Client().post("/boleh/", {"rencana": words, "hari": "2024-10-09", **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_typed_words_are_answered_with_the_article_and_what_to_do_instead() -> None:
    page = typed(LIKE)
    assert "Tidak boleh" in page
    assert "tabel disiplin butir 6" in page
    assert "Yang bisa Anda lakukan" in page
    assert "/aturan/perbuatan/S-MEDSOS-INTERAKSI/" in page


def test_it_also_says_yes() -> None:
    page = typed("boleh saya ikut memilih di TPS?")
    assert '<div class="verdict "' in page
    assert "Boleh" in page


def test_what_nobody_answered_leads_to_a_person_with_the_words_in_the_form() -> None:
    words = "boleh tidak zxcv qwer plmk?"
    page = typed(words)
    assert "tidak mau menebak" in page
    assert f'<input type="hidden" name="tanya" value="{words}">' in page


def test_typed_words_stand_in_no_address_and_leave_no_trace(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    offices_build()
    page = typed(f"{LIKE} {MARK}")
    assert not [link for link in re.findall(r'(?:href|action)="([^"]*)"', page) if MARK in link]
    out, err = capfd.readouterr()
    said = "\n".join((caplog.text, out, err)).encode()
    assert not [value for value in (*values_at_rest(), said) if MARK.encode() in value]


def test_asking_needs_no_cookie_and_sets_none() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/boleh/")
    assert client.post("/boleh/", {"rencana": LIKE}).status_code == 200
    client.get("/boleh/memilih/")
    assert not client.cookies


def test_an_empty_box_comes_back_with_what_is_wrong() -> None:
    answer = Client().post("/boleh/", {"rencana": " "})
    assert answer.status_code == 422
    assert "Tulis dulu rencana Anda" in answer.content.decode()


@pytest.mark.parametrize("words", ["😀😀😀", "x" * 1_999, "1234", "¿puedo votar?", "<script>"])
def test_no_words_break_the_page(words: str) -> None:
    assert "<script>" not in typed(words).replace('<script src="', "")


def test_the_same_act_is_judged_by_the_stage_of_its_day() -> None:
    before = body("/boleh/suka-calon/?hari=2024-09-10")
    during = body(f"/boleh/suka-calon/?{CAMPAIGN}")
    assert "kode etik" in before
    assert "Sebelum calon ditetapkan" in before
    assert "Masa kampanye" in during
    assert "Jawaban ini untuk Rabu, 9 Oktober 2024" in during


def test_every_situation_has_a_page_that_is_small_and_says_its_verdict() -> None:
    client = Client()
    for made in situations():
        page = body(f"/boleh/{made.id}/?{CAMPAIGN}", client)
        assert len(page.encode()) < LARGEST, made.id
        assert escape(made.title_id) in page, made.id


def test_every_situation_has_a_page_in_english() -> None:
    client = Client()
    client.cookies["netral_bahasa"] = "en"
    for made in situations()[::7]:
        page = body(f"/boleh/{made.id}/?{CAMPAIGN}", client)
        assert 'lang="en"' in page


@pytest.mark.parametrize(
    "query",
    ["siapa=RAJA", "tahap=besok", "hari=32-13-2024", "ke=tidak-ada", "hari=0001-01-01", "siapa="],
)
def test_what_cannot_be_used_in_an_address_counts_as_not_chosen(query: str) -> None:
    assert "verdict" in body(f"/boleh/memilih/?{query}")


def test_an_unknown_situation_is_not_there() -> None:
    for path in ("/boleh/tidak-ada/", "/boleh/tidak-ada/kartu.png"):
        assert Client().get(path).status_code == 404


def test_all_situations_are_listed_by_topic() -> None:
    page = body("/boleh/daftar/")
    listed = [made.id for made in situations() if made.listed]
    assert not [one for one in listed if f"/boleh/{one}/" not in page]


def walked(path: str) -> tuple[str, int]:
    """Press the first option of each question; return where it led, and how many were asked."""
    for asked in range(9):
        answer = Client().get(path)
        if answer.status_code == 302:
            return answer["Location"], asked
        options = re.findall(r'class="choice" href="([^"]+)"', answer.content.decode())
        path = options[0].replace("&amp;", "&")
    raise AssertionError(path)


def test_at_most_five_questions_lead_to_a_page_that_can_be_shared() -> None:
    where, asked = walked("/boleh/pilih/")
    assert 1 < asked <= 5
    assert "verdict" in body(where)


def test_the_chosen_government_is_carried_through_the_questions() -> None:
    key_build("kab-solok.bkpsdm")
    offices_build()
    assert "ke=kab-solok" in walked("/boleh/pilih/?ke=kab-solok")[0]


def test_an_address_puts_nothing_of_its_own_into_a_link() -> None:
    page = body("/boleh/pilih/?siapa=PNS&ke=%22%3E%3Cscript%3E%26siapa%3DKADES")
    assert "<script>" not in page
    assert "siapa=KADES" not in page


def test_what_was_answered_can_be_changed() -> None:
    first = body("/boleh/pilih/?siapa=PNS")
    assert 'href="/boleh/pilih/"' in first
    assert "PNS atau calon PNS" in first


def test_something_else_leads_to_a_person() -> None:
    options = re.findall(r'class="choice" href="([^"]+)"', body("/boleh/pilih/?siapa=PNS"))
    page = body(options[0].replace("&amp;", "&") + "&apa=lain")
    assert "/boleh/tanya/" in page


@pytest.mark.parametrize("query", ["siapa=RAJA", "siapa=PNS&tentang=x", "siapa=PNS&apa=memilih"])
def test_an_answer_that_is_no_option_is_asked_again(query: str) -> None:
    assert "choice" in body(f"/boleh/pilih/?{query}")


def test_an_answer_of_the_office_is_found_shown_and_signed_by_the_office() -> None:
    advice = confirmed(offices_build().bkpsdm, at=moment())
    page = typed("boleh saya jadi panitia lomba yang disponsori bakal calon?")
    own = body(f"/boleh/kantor-{advice.ref.lower()}/")
    for shown in (page, own):
        assert "Dijawab Bkpsdm" in shown
        assert advice.text_id in shown
    assert advice.title_id in body("/boleh/daftar/")


def test_the_card_of_an_offices_own_answer_names_the_office(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[CardWords] = []

    def draw(words: CardWords) -> bytes:
        drawn.append(words)
        return b""

    monkeypatch.setattr("netral.circulars.views.may_card.card_png", draw)
    advice = confirmed(offices_build().bkpsdm, at=moment())
    Client().get(f"/boleh/kantor-{advice.ref.lower()}/kartu.png")
    Client().get("/boleh/memilih/kartu.png")
    assert drawn[0].whom.endswith(", dijawab Bkpsdm")
    assert "dijawab" not in drawn[1].whom


def test_an_answer_of_one_government_is_not_given_at_another() -> None:
    advice = confirmed(offices_build().bkpsdm, at=moment())
    key_build("kab-solok.bkpsdm")
    own = f"/boleh/kantor-{advice.ref.lower()}/"
    assert advice.title_id in body(f"{own}?ke=kab-batanghari")
    for path in (own, f"{own}?ke=kab-solok"):
        assert Client().get(path).status_code == 404


def test_a_page_that_somebody_signed_in_sees_is_kept_by_nobody() -> None:
    signed = person_client(person_build()).get("/boleh/memilih/")
    assert "public" not in signed.headers["Cache-Control"]
    assert "public" in Client().get("/boleh/memilih/").headers["Cache-Control"]


def test_a_look_costs_few_queries_and_no_entry() -> None:
    offices_build()
    before = Entry.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        body("/boleh/memilih/")
    assert len(seen) <= 3
    assert Entry.objects.count() == before


def test_a_story_is_read_into_acts_with_its_words_marked() -> None:
    story = f"Pak camat bagi sembako dan pose dua jari di kantor {MARK}"
    answer = Client().post("/boleh/kenali/", {"cerita": story})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<mark>pose dua jari</mark>" in page
    assert "Mesin menyarankan" in page
    assert "/aturan/perbuatan/" in page
    assert f'name="cerita" value="{story}"' in page


def test_a_story_that_fits_nothing_says_so() -> None:
    page = Client().post("/boleh/kenali/", {"cerita": "Jalan di desa kami rusak parah."})
    assert "Tidak ada aturan yang mirip" in page.content.decode()
    assert 'href="/boleh/tanya/"' in page.content.decode()
    assert "Yang belum tersebut" not in page.content.decode()


def test_a_story_with_gaps_is_asked_for_them_without_calling_anyone_a_culprit() -> None:
    story = {"cerita": "Ada yang bagi sembako supaya warga memilih calon A."}
    page = Client().post("/boleh/kenali/", story).content.decode()
    assert "Yang belum tersebut" in page
    assert "siapa yang berbuat, atau apa jabatannya" in page
    assert "pelaku" not in page


def test_a_story_is_carried_to_the_report_in_form_fields_alone() -> None:
    offices_build()
    story = "Pak camat bagi sembako kepada warga supaya memilih calon A."
    carried = {"cerita": story, "perbuatan": "UANG", "langkah": "1", "ke": "langkah-1"}
    answer = Client().post("/lapor/", carried)
    assert story in answer.content.decode()


def test_of_several_answers_the_strictest_stands_first() -> None:
    page = typed("Boleh saya memilih di TPS? Boleh saya like unggahan calon?")
    parts = re.findall(r'<section class="may-part">.*?<b>([^<]+)</b>', page, re.DOTALL)
    assert parts == ["Tidak boleh", "Boleh"]
    assert page.index("<b>Tergantung</b>") < page.index("may-part")


def test_what_is_said_is_what_the_engine_says() -> None:
    for made in situations()[::5]:
        told = may_situation(made.id, on="2024-10-09")
        page = body(f"/boleh/{made.id}/?{CAMPAIGN}")
        if told.verdict is Verdict.TAK_TENTU:
            continue
        words = {"boleh": "Boleh", "tidak": "Tidak boleh", "tergantung": "Tergantung"}
        assert f"<b>{words[told.verdict.value]}</b>" in page, made.id
        codes = set(re.findall(r"/aturan/perbuatan/([^/]+)/", page))
        assert codes == set(told.acts) & {act.code for act in law.the_law().acts}, made.id
