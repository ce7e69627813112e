"""The public pages of the law. No test here has a database: the pages must do without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from netral.circulars.queries.rules_days import first_day
from netral.core import law
from netral.core.text.examples import example_of
from tests.apps.circulars.rule_pages import CAMPAIGN, LANGUAGES, Reader, refused

CODES = sorted({act.code for act in law.the_law().acts})


@pytest.fixture
def reader() -> Reader:
    return Reader()


def newest(code: str) -> Any:
    return [act for act in law.the_law().acts if act.code == code][-1]


# One act


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_act_is_told_whole_in_both_languages(code: str, language: str) -> None:
    act, example = newest(code), example_of(code)
    day = max(act.standing.in_force, date(2024, 12, 20)).isoformat()
    page = Reader(language).page("rule-act", code, on=day)
    assert example is not None
    for name in ("title", "plain"):
        assert getattr(act, f"{name}_{language}") in page
    for name in ("inside", "outside"):
        assert getattr(example, f"{name}_{language}") in page
    assert all(article in page for article in act.basis)
    assert all(act.code == code and question in page for question in questions(code, language))
    assert f'lang="{language}"' in page


def questions(code: str, language: str) -> Iterator[str]:
    return (getattr(item, f"text_{language}") for item in law.questions_of(code))


def test_the_act_of_today_says_so_and_the_one_of_another_stage_names_its_twin(
    reader: Reader,
) -> None:
    today = reader.page("rule-act", "S-FOTO")
    before = reader.page("rule-act", "S-FOTO", on="2024-09-10")
    assert "Berlaku hari ini, Pilkada 2024" in today
    assert "Tidak pada tahap hari ini, Pilkada 2024" in before
    assert newest("E-FOTO").title_id in before.split("Dasarnya")[0]


def test_outside_every_election_the_page_says_that_none_runs(reader: Reader) -> None:
    assert "Tidak ada pemilihan yang berjalan" in reader.page("rule-act", "S-FOTO", on="2025-06-02")
    assert "Berlaku setiap saat" in reader.page("rule-act", "S-PARPOL", on="2025-06-02")


def test_a_change_of_the_law_changes_the_page_on_its_day(reader: Reader) -> None:
    eve = reader.page("rule-act", "P-188", on="2024-11-13")
    day = reader.page("rule-act", "P-188", on="2024-11-14")
    assert "anggota TNI dan Polri" not in eve
    assert "anggota TNI dan Polri" in day
    assert "Putusan MK 136/PUU-XXII/2024" in day
    assert "Riwayat aturan ini" in day
    assert "?pada=2016-07-01" in day


def test_a_matter_goes_to_kasn_until_its_last_day_and_then_to_bkn(reader: Reader) -> None:
    last, first = (reader.page("rule-act", "S-FOTO", on=f"2024-08-{day}") for day in (24, 25))
    assert "Komisi Aparatur Sipil Negara" in last
    assert "Badan Kepegawaian Negara (BKN)" not in last
    assert "Badan Kepegawaian Negara (BKN)" in first
    assert "Komisi Aparatur Sipil Negara" not in first


def test_both_medium_menus_stand_side_by_side(reader: Reader) -> None:
    page = reader.page("rule-act", "D-N1")
    menus = law.sanction_menus("sedang", date(2024, 10, 8))
    assert len(menus) == 2
    assert all(item.title_id in page for menu in menus for item in menu.items)


def test_what_is_not_confirmed_is_said_and_never_counted(reader: Reader) -> None:
    page = reader.page("rule-act", "S-PASANGAN")
    assert "Tingkat sanksi belum terkonfirmasi" in page
    assert "Jabatan diturunkan" not in page
    objection = page.split("Pengajuan keberatan")[1].split("</li>")[0]
    assert "Belum terkonfirmasi" in objection
    assert "hari kerja" not in objection.split('class="law"')[0]


def test_a_list_says_unconfirmed_once_for_each_act(reader: Reader) -> None:
    page = reader.page("rule-group", "suami-istri-calon")
    line = page.split("Ikut kampanye suami atau istri calon tanpa")[1].split("</li>")[0]
    assert line.lower().split("</span>", 1)[1].count("belum terkonfirmasi") == 1


def test_a_contested_act_names_each_side_with_its_source(reader: Reader) -> None:
    page = reader.page("rule-act", "D-N1")
    for dispute in law.contested_of("D-N1"):
        assert dispute.question_id in page
        assert all(side.who in page and side.says_id in page for side in dispute.sides)
    assert "Kami tidak memilih salah satu" in page


def test_an_outcome_that_is_no_breach_shows_no_sanction(reader: Reader) -> None:
    page = reader.page("rule-act", "N0-CLTN")
    assert "Bukan pelanggaran" in page
    assert "Siapa memeriksa dan memutus" not in page


def test_an_act_can_be_passed_on_as_a_link_and_as_plain_text(reader: Reader) -> None:
    page = reader.page("rule-act", "S-FOTO")
    url = f"{settings.NETRAL_ORIGIN}/aturan/perbuatan/S-FOTO/"
    assert f'<link rel="canonical" href="{url}">' in page
    shared = page.split('<pre class="share copy">')[1].split("</pre>")[0]
    assert shared.splitlines()[0] == newest("S-FOTO").plain_id
    assert shared.splitlines()[-1] == url


def test_an_act_leads_on_to_reporting(reader: Reader) -> None:
    assert f'href="{reverse("reports:form")}"' in reader.page("rule-act", "S-FOTO")


def test_the_chosen_day_stays_with_the_reader(reader: Reader) -> None:
    page = reader.page("rules", on="2024-09-10")
    assert "/aturan/rumpun/medsos/?pada=2024-09-10" in page
    assert "?pada=" not in reader.page("rules", on="").split('id="berubah"')[0]


# What is not there


def test_an_unknown_code_is_answered_with_404_and_what_to_do() -> None:
    status, page = refused("rule-act", "X-TIDAK-ADA")
    assert status == 404
    assert "Kode “X-TIDAK-ADA” tidak kami kenal" in page


def test_a_code_in_small_letters_leads_to_its_page_and_keeps_the_day() -> None:
    answer = Client().get("/aturan/perbuatan/s-foto/", {"pada": CAMPAIGN})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/aturan/perbuatan/S-FOTO/?pada={CAMPAIGN}"
    assert Client().get("/aturan/perbuatan/x-tidak/").status_code == 404


def test_an_act_before_its_day_is_404_and_leads_to_its_first_day() -> None:
    status, page = refused("rule-act", "S-FOTO", pada="2022-09-21")
    assert status == 404
    assert "tidak berlaku pada Rabu, 21 September 2022" in page
    assert "?pada=2022-09-22" in page


@pytest.mark.parametrize("day", ["kemarin", "2024-13-01", "2024-9-1x", "20240910", "2024-02-30"])
def test_what_is_no_day_is_refused_with_the_way_to_write_one(day: str) -> None:
    status, page = refused("rules", pada=day)
    assert status == 422
    assert "misalnya 2024-09-22" in page


def test_a_day_before_all_law_is_refused_with_the_first_day() -> None:
    status, page = refused("rules", pada="1999-01-01")
    assert status == 422
    assert str(first_day().year) in page


@pytest.mark.parametrize("name", ["rule-family", "rule-group", "rule-stage", "rule-calendar"])
def test_an_unknown_name_is_404(name: str) -> None:
    status, page = refused(name, "tidak-ada")
    assert status == 404
    assert "tidak ada dalam data hukum" in page


def test_a_family_is_named_in_small_letters_only() -> None:
    assert refused("rule-family", "MEDSOS")[0] == 404


def test_a_group_before_its_rule_is_404() -> None:
    assert refused("rule-group", "pppk", pada="2018-01-01")[0] == 404


def test_a_day_to_come_is_answered_with_a_warning(reader: Reader) -> None:
    assert "Hari itu belum tiba" in reader.page("rules", on="2090-01-01")


# Keeping and speaking


def test_a_page_may_be_kept_by_anyone_and_differs_by_language_alone() -> None:
    answer = Client().get(reverse("rule-act", args=["S-FOTO"]))
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in answer.headers["Vary"]
    assert not answer.cookies
    again = Client().get(
        reverse("rule-act", args=["S-FOTO"]), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_what_went_wrong_is_kept_by_nobody() -> None:
    answer = Client().get(reverse("rule-act", args=["X-TIDAK-ADA"]))
    assert answer.headers["Cache-Control"] == "no-store"
    early = Client().get(reverse("rule-act", args=["S-FOTO"]), {"pada": "2022-09-21"})
    assert early.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_page_of_someone_signed_in_is_kept_by_nobody() -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "an-old-session"
    answer = client.get(reverse("rules"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_law_is_read_and_never_written() -> None:
    assert Client().post(reverse("rules")).status_code == 405
    assert Client().head(reverse("rules")).status_code == 200


def test_the_language_switch_leads_back_to_the_same_page() -> None:
    page = Client().get(reverse("rule-act", args=["S-FOTO"]), {"pada": CAMPAIGN}).content.decode()
    assert f'name="next" value="/aturan/perbuatan/S-FOTO/?pada={CAMPAIGN}"' in page


@pytest.mark.parametrize(
    "name",
    [
        "rules", "rule-changes", "rule-sanctions", "rule-clocks", "rule-addressees",
        "rule-contested", "rule-unconfirmed", "rule-instruments", "rule-sheets", "rule-search",
    ],
)  # fmt: skip
def test_each_list_has_an_english_title_and_one_heading(name: str) -> None:
    indonesian, english = Reader().page(name), Reader("en").page(name)
    assert title_of(english) != title_of(indonesian)
    assert english.count("<h1>") == 1


def title_of(page: str) -> str:
    return page.split("<h1>")[1].partition("</h1>")[0]


def test_the_law_stands_in_the_head_and_in_the_foot_of_public_pages(reader: Reader) -> None:
    page = reader.page("rules", on="")
    assert '<a href="/aturan/" aria-current="page">' in page
    assert page.count('<a href="/aturan/"') >= 2
