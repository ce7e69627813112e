"""The lists of the law and the days that change it, on pages without a database."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.queries.rules_days import days_of_change
from netral.core import law
from tests.apps.circulars.rule_pages import CAMPAIGN, LANGUAGES, Reader, refused


@pytest.fixture
def reader() -> Reader:
    return Reader()


# Lists


def test_the_start_names_today_s_stage_and_the_next(reader: Reader) -> None:
    page = reader.page("rules")
    assert "Pilkada 2024" in page
    assert "Masa kampanye" in page
    assert "Berikutnya: Masa tenang, mulai Minggu, 24 November 2024." in page


def test_between_elections_the_start_says_that_the_duty_goes_on(reader: Reader) -> None:
    assert "Kewajiban netral tetap berlaku setiap saat" in reader.page("rules", on="2025-06-02")


def test_every_act_of_a_day_is_reached_through_its_family(reader: Reader) -> None:
    day = date.fromisoformat(CAMPAIGN)
    families = {act.family for act in law.acts(day)}
    start = reader.page("rules")
    shown = "".join(reader.page("rule-family", family.lower()) for family in families)
    assert all(f"/aturan/rumpun/{family.lower()}/" in start for family in families)
    assert not [act.code for act in law.acts(day) if f"/perbuatan/{act.code}/" not in shown]


@pytest.mark.parametrize("group", [group.id for group in law.the_law().groups])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_group_reads_its_rule_and_every_prohibition(group: str, language: str) -> None:
    day = date.fromisoformat(CAMPAIGN)
    found = law.group(group, day)
    assert found is not None
    page = Reader(language).page("rule-group", group)
    for name in ("title", "plain", "rule", "who_acts"):
        assert getattr(found, f"{name}_{language}") in page
    acts = law.acts_of_group(found, day)
    assert acts
    assert not [act.code for act in acts if f"/perbuatan/{act.code}/" not in page]


def test_a_group_that_is_only_referred_is_told_so(reader: Reader) -> None:
    assert "Hanya dicatat dan diteruskan" in reader.page("rule-group", "tni-polri")
    assert "Hanya dicatat dan diteruskan" not in reader.page("rule-group", "pns")


def test_a_stage_shows_its_own_prohibitions_and_those_of_always(reader: Reader) -> None:
    before = reader.page("rule-stage", "pra_penetapan")
    campaign = reader.page("rule-stage", "kampanye")
    assert "/perbuatan/E-FOTO/" in before
    assert "/perbuatan/S-FOTO/" not in before
    assert "/perbuatan/S-FOTO/" in campaign
    assert "/perbuatan/S-PARPOL/" in before
    assert "/perbuatan/S-PARPOL/" in campaign


def test_a_stage_that_is_not_confirmed_says_so(reader: Reader) -> None:
    calendar = reader.page("rule-stage", "kampanye").split("Pemilu 2024")[1]
    assert "Belum terkonfirmasi" in calendar


def test_the_calendar_for_the_phone_holds_confirmed_stages_alone() -> None:
    answer = Client().get(reverse("rule-calendar", args=["pilkada-2024"]))
    text = answer.content.decode()
    election = next(item for item in law.elections() if item.id == "pilkada-2024")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == len(election.stages) + len(election.milestones)
    assert "DTSTART;VALUE=DATE:20240925" in text
    assert "PKPU 2/2024" in text
    other = Client().get(reverse("rule-calendar", args=["pemilu-2024"])).content.decode()
    assert "20231113" not in other


def test_the_sanctions_of_a_day_are_all_there(reader: Reader) -> None:
    page = reader.page("rule-sanctions")
    held = [menu for menu in law.the_law().menus if menu.standing.holds(date(2024, 10, 8))]
    assert all(item.title_id in page for menu in held for item in menu.items)
    assert "penjara 36-72 bulan dan denda Rp200 juta-1 miliar" in page


def test_every_clock_of_a_day_has_its_number_or_says_that_it_has_none(reader: Reader) -> None:
    page = reader.page("rule-clocks")
    for clock in law.the_law().clocks:
        if clock.standing.holds(date(2024, 10, 8)):
            told = [part for part in page.split("<li>") if f"<b>{clock.rule.title_id}</b>" in part]
            assert told, clock.rule.code
            is_unsure = all("Belum terkonfirmasi" in part for part in told)
            assert is_unsure is not clock.rule.confirmed, clock.rule.code


def test_addressees_show_who_receives_now_and_who_did(reader: Reader) -> None:
    page = reader.page("rule-addressees")
    assert all(item.title_id in page for item in law.the_law().addressees)
    assert page.index("Badan Kepegawaian Negara") < page.index("Komisi Aparatur Sipil Negara")


def test_contested_points_lead_to_their_acts(reader: Reader) -> None:
    page = reader.page("rule-contested")
    for dispute in law.the_law().contested:
        assert dispute.question_id in page
        assert all(f"/perbuatan/{code}/" in page for code in dispute.acts)


def test_the_list_of_the_unconfirmed_misses_no_record(reader: Reader) -> None:
    page, day = reader.page("rule-unconfirmed"), date(2024, 10, 8)
    book = law.the_law()
    unsure = [
        act.title_id
        for act in law.acts(day)
        if not act.standing.confirmed or (act.is_breach and not act.level_confirmed)
    ]
    unsure += [
        clock.rule.title_id
        for clock in book.clocks
        if clock.standing.holds(day) and not clock.standing.confirmed
    ]
    assert len(unsure) > 5
    assert not [title for title in unsure if title not in page]


def test_instruments_name_the_acts_that_rest_on_them(reader: Reader) -> None:
    page = reader.page("rule-instruments")
    assert "SKB 22 September 2022" in page
    assert "/perbuatan/S-FOTO/" in page


# What changed


def test_the_day_on_which_candidates_are_set_shows_ethics_beside_discipline(
    reader: Reader,
) -> None:
    page = reader.page("rule-change", "2024-09-22", on="")
    rows = page.split("<tbody")[1].split("</tbody>")[0].split('<tr role="row">')[1:]
    for code in ("SPANDUK", "MEDSOS-KAMPANYE", "DEKLARASI", "MEDSOS-INTERAKSI", "FOTO", "PASANGAN"):
        row = next(row for row in rows if f"/perbuatan/E-{code}/" in row)
        before, after = row.split("</td>")[:2]
        assert f"/perbuatan/E-{code}/?pada=2024-09-21" in before
        assert f"/perbuatan/S-{code}/?pada=2024-09-22" in after
    assert "Mulai dilarang pada tahap ini" in page
    assert "/perbuatan/P-188/" in page


def test_the_ruling_of_november_shows_whom_it_added(reader: Reader) -> None:
    page = reader.page("rule-change", "2024-11-14", on="")
    before, after = page.split("<tbody")[1].split("</td>")[:2]
    assert "anggota TNI dan Polri" not in before
    assert "anggota TNI dan Polri" in after


def test_every_day_of_change_has_a_page_that_shows_a_change(reader: Reader) -> None:
    listed = reader.page("rule-changes", on="")
    for day in days_of_change():
        page = reader.page("rule-change", day.isoformat(), on="")
        assert f"/aturan/perubahan/{day}/" in listed
        assert "<h2" in page, day


def test_a_day_without_a_change_is_404() -> None:
    status, page = refused("rule-change", "2024-09-23")
    assert status == 404
    assert "Pada 23 September 2024 tidak ada aturan" in page
