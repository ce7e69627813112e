"""The home page, the own page, the officer's table and the overview."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netral.core.access import Role
from netral.journal.models import Entry
from netral.oversight.access import READERS
from netral.people.services.clock_numbers import clock_number_propose
from netral.pledges.models import PledgeSession
from netral.shell.moment import moment
from tests.apps.desk.build import KEY, directive_build, meeting_build, office_build
from tests.apps.oversight.build import PKM, season_build
from tests.apps.people.build import (
    account_build,
    actor_build,
    government_build,
    person_build,
    person_client,
    staff_client,
    unit_build,
)
from tests.apps.pledges.build import session_build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> None:
    office_build()


def client_of(role: Role, unit: str = KEY) -> Client:
    return staff_client(account_build(role, unit))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_one_government_is_the_home_page_itself() -> None:
    page = text_of(Client(), "/")
    assert "Kabupaten Solok" in page
    assert "Buku kantor ini terbuka" in page
    assert "Belum ada surat edaran yang terbit" in page


def test_of_several_governments_a_citizen_chooses() -> None:
    government_build("kab-samosir", "Kabupaten Samosir")
    page = text_of(Client(), "/")
    assert "/daerah/kab-samosir/" in page
    assert "Kabupaten Samosir" in text_of(Client(), "/daerah/kab-samosir/")


def test_a_government_that_is_not_here_is_not_found() -> None:
    assert Client().get("/daerah/kab-lain/").status_code == 404


def test_the_home_page_sets_no_cookie() -> None:
    assert not Client().get("/").cookies


def test_the_home_page_is_reckoned_once_a_minute() -> None:
    Client().get("/")
    with CaptureQueriesContext(connection) as caught:
        Client().get("/")
    assert len(caught) <= 3


def test_an_own_page_without_letters_says_so() -> None:
    person = person_build(f"{KEY}.dinkes")
    page = text_of(person_client(person), "/saya/")
    assert person.name in page
    assert "Belum ada surat edaran yang berlaku" in page


def test_who_has_left_is_told_whom_to_ask() -> None:
    person = person_build(f"{KEY}.dinkes")
    person.valid_to = date(2021, 1, 1)
    person.save()
    answer = person_client(person).get("/saya/")
    assert answer.status_code == 404
    assert "bagian kepegawaian" in answer.content.decode()


def test_a_pledge_that_has_ended_is_not_asked_for_and_one_to_come_is_not_begun() -> None:
    person = person_build(f"{KEY}.dinkes")
    client = person_client(person)
    for title, hours in (("Ikrar kemarin", -24), ("Ikrar besok", 24)):
        session_build(unit=KEY, title=title, opens_at=moment() + timedelta(hours=hours))
    page = text_of(client, "/saya/")
    states = [page.count(words) for words in ("Sudah ditutup", "Belum dibuka", "Menunggu Anda")]
    assert states == [1, 1, 0]
    assert "Tinggal ikrar" in page, "the one of tomorrow is still to come"
    PledgeSession.objects.get(title="Ikrar besok").delete()
    assert "Tidak ada yang menunggu" in text_of(client, "/saya/")
    session_build(unit=KEY, title="Ikrar kini", opens_at=moment() - timedelta(minutes=5))
    assert "Menunggu Anda" in text_of(client, "/saya/")


def test_an_own_page_needs_a_personal_link() -> None:
    assert Client().get("/saya/").status_code == 404


def test_nothing_waiting_is_said_kindly() -> None:
    assert "Tidak ada yang menunggu Anda" in text_of(client_of(Role.EXAMINER), "/meja/")


def test_a_directive_waits_for_its_owner_and_for_nobody_else() -> None:
    directive_build(meeting_build())
    assert "Puskesmas tetap buka" in text_of(client_of(Role.OPD_HEAD, f"{KEY}.dinkes"), "/meja/")
    assert "Puskesmas" not in text_of(client_of(Role.OPD_HEAD, f"{KEY}.dinsos"), "/meja/")


def test_minutes_wait_for_the_leader_once_they_are_written() -> None:
    meeting = meeting_build(title="Rakor kesiapan")
    leader = client_of(Role.PPK)
    assert "Rakor kesiapan" not in text_of(leader, "/meja/")
    client_of(Role.DESK).post(f"/rakor/{meeting.ref}/notula/", {"minutes": "Dibahas."})
    assert "Rakor kesiapan" in text_of(leader, "/meja/")


def test_what_is_overdue_stands_first_and_says_so() -> None:
    meeting = meeting_build()
    directive_build(meeting, text="Yang belakangan", due_on=date(2024, 12, 20))
    directive_build(meeting, text="Yang dekat", due_on=date(2024, 11, 7))
    page = text_of(client_of(Role.OPD_HEAD, f"{KEY}.dinkes"), "/meja/")
    assert page.index("Yang dekat") < page.index("Yang belakangan")
    assert "Lewat batas" in page


def test_a_day_that_is_near_is_told_before_it_is_over(settings: Any) -> None:
    settings.NETRAL_TODAY = date(2024, 11, 6)
    meeting = meeting_build()
    directive_build(meeting, text="Lusa", due_on=date(2024, 11, 8))
    directive_build(meeting, text="Hari ini", due_on=date(2024, 11, 6))
    page = text_of(client_of(Role.OPD_HEAD, f"{KEY}.dinkes"), "/meja/")
    assert "Hari terakhir" in page
    assert "Sisa 2 hari kerja" in page


def test_a_number_that_another_proposed_waits_for_those_who_may_confirm_it() -> None:
    clock_number_propose(
        actor=actor_build(Role.OFFICER, KEY), code="PPK-TINDAK", n=9, source="Perbup 5", at=moment()
    )
    words = "Angka menunggu konfirmasi Anda"
    assert words in text_of(client_of(Role.SEKDA), "/meja/")
    assert words in text_of(client_of(Role.OFFICER), "/meja/")
    assert words not in text_of(client_of(Role.DESK), "/meja/")
    assert words not in text_of(client_of(Role.OFFICER, f"{KEY}.dinkes"), "/meja/")


def test_the_overview_of_an_empty_season_explains_itself() -> None:
    page = text_of(client_of(Role.PPK), "/pengawasan/")
    assert "Belum ada surat edaran yang terbit" in page
    assert "Belum ada perkara" in page


def test_a_head_without_units_below_is_led_to_their_own_figures() -> None:
    season_build()
    page = text_of(client_of(Role.OPD_HEAD, PKM), "/pengawasan/")
    assert "Belum ada surat edaran yang terbit" not in page
    assert "Tidak ada unit di bawah unit Anda." in page
    assert 'href="/pengawasan/jangkauan/"' in page


def test_the_overview_counts_open_directives() -> None:
    directive_build(meeting_build())
    assert "1 terbuka" in text_of(client_of(Role.SEKDA), "/pengawasan/")


def test_the_coverage_is_handed_out_as_a_file() -> None:
    answer = client_of(Role.PPK).get("/pengawasan/jangkauan.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.decode().startswith("Unit,Pegawai")


@pytest.mark.parametrize("address", ["/meja/", "/pengawasan/", "/pengawasan/jangkauan.csv"])
def test_nobody_enters_without_signing_in(address: str) -> None:
    assert Client().get(address).status_code == 302


OFFICERS = [role for role in Role if role != Role.ASN]


@pytest.mark.parametrize("address", ["/meja/", "/pengawasan/"])
@pytest.mark.parametrize("role", OFFICERS)
def test_each_officer_has_a_table_and_looking_records_nothing(role: Role, address: str) -> None:
    client = client_of(role, f"{KEY}.dinkes" if role == Role.SUPERIOR else KEY)
    before = Entry.objects.count()
    is_open = address == "/meja/" or role in READERS
    assert client.get(address).status_code == (200 if is_open else 403)
    assert Entry.objects.count() == before


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


@pytest.mark.parametrize("address", ["/meja/", "/pengawasan/"])
def test_twice_as_much_costs_no_more_queries(address: str) -> None:
    meeting, client = meeting_build(), client_of(Role.PPK)
    directive_build(meeting)
    queries_of(client, address)
    few = queries_of(client, address)
    for number in range(4):
        directive_build(meeting, text=f"Arahan {number}")
        person_build(unit_build(f"{KEY}.opd-{number}"))
    assert queries_of(client, address) <= few
