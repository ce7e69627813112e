"""The officer's own calendar: a secret address that shows days and no names, until it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from netral.core.access import Role
from netral.core.flow.case import CaseStage
from netral.journal.models import Entry
from netral.people.models import Account, CalendarFeed, RoleGrant
from tests.apps.cases.build import (
    DINKES,
    KEY,
    Office,
    case_at,
    office_build,
    opened,
    report_build,
)
from tests.apps.people.build import account_build, staff_client
from tests.apps.reports.build import AT, BKPSDM

pytestmark = pytest.mark.django_db
FEW = 6


@pytest.fixture
def office() -> Office:
    return office_build()


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.NETRAL_TODAY = AT.date()


def address_of(account: Account) -> str:
    """Make the address and return its path, as the page shows it this once."""
    page = staff_client(account).post("/kalender/saya/").content.decode()
    return page.split("http://testserver")[1].split("<")[0]


def feed(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode().replace("\r\n ", "")


def test_the_address_shows_running_days_without_anybody_signing_in(office: Office) -> None:
    case, read = opened(office), report_build(office)
    text = feed(address_of(account_build(Role.HANDLER, BKPSDM)))
    assert "DTSTART;VALUE=DATE:20241010" in text
    assert f"perkara {case.ref}" in text
    assert f"laporan {read.ref}" in text
    assert "Janji layanan kantor ini\\, bukan batas waktu menurut undang-undang" in text
    assert f"URL:http://testserver/perkara/{case.ref}/" in text


def test_no_name_post_or_reason_stands_in_the_feed(office: Office) -> None:
    case_at(office, CaseStage.SUMMONED)
    text = feed(address_of(account_build(Role.EXAMINER, BKPSDM)))
    for secret in (office.person.name, office.person.nip, office.person.post_title, "medsos"):
        assert secret not in text
    assert "PP 94/2021 Pasal 26 ayat (2)" in text


def test_only_the_hash_of_the_secret_is_kept_and_it_is_shown_once(office: Office) -> None:
    del office
    account = account_build(Role.HANDLER, BKPSDM)
    token = address_of(account).removeprefix("/kalender/umpan/").removesuffix(".ics")
    kept = CalendarFeed.objects.get()
    assert token.encode() not in bytes(kept.token_hash)
    assert token not in staff_client(account).get("/kalender/saya/").content.decode()
    told = [entry.body or "" for entry in Entry.objects.filter(kind="feed.make")]
    assert len(told) == 1
    assert token not in told[0]


def test_reading_it_writes_nothing(office: Office, django_assert_num_queries: Any) -> None:
    opened(office)
    path = address_of(account_build(Role.HANDLER, BKPSDM))
    before = list(CalendarFeed.objects.values()), Entry.objects.count()
    with django_assert_num_queries(FEW):
        feed(path)
    assert (list(CalendarFeed.objects.values()), Entry.objects.count()) == before


def test_twice_as_many_cases_cost_no_more_queries(
    office: Office, django_assert_num_queries: Any
) -> None:
    path = address_of(account_build(Role.HANDLER, BKPSDM))
    for _ in range(4):
        opened(office)
    with django_assert_num_queries(FEW):
        assert feed(path).count("BEGIN:VEVENT") == 4


def test_a_revoked_a_replaced_and_an_unknown_address_are_not_found(office: Office) -> None:
    del office
    account = account_build(Role.HANDLER, BKPSDM)
    first, second = address_of(account), address_of(account)
    assert Client().get(first).status_code == 404
    feed(second)
    assert staff_client(account).post("/kalender/saya/", {"cabut": "1"}).status_code == 302
    assert Client().get(second).status_code == 404
    assert staff_client(account).post("/kalender/saya/", {"cabut": "1"}).status_code == 404
    assert Client().get("/kalender/umpan/AAAAAAAAAAAAAAAAAAAAAAAAAA.ics").status_code == 404
    assert Entry.objects.filter(kind="feed.revoke").count() == 1


def test_the_address_ends_with_the_role(office: Office) -> None:
    del office
    account = account_build(Role.HANDLER, BKPSDM)
    path = address_of(account)
    RoleGrant.objects.filter(account=account).update(valid_to=AT.date() - timedelta(days=1))
    assert Client().get(path).status_code == 404


def test_the_feed_speaks_for_one_role_and_what_that_role_sees(office: Office) -> None:
    case = case_at(office, CaseStage.SUMMONED)
    assert case.ref in feed(address_of(account_build(Role.SUPERIOR, DINKES)))
    assert case.ref not in feed(address_of(account_build(Role.SUPERIOR, f"{KEY}.dikbud")))
    assert case.ref not in feed(address_of(account_build(Role.DESK, KEY)))


def test_a_case_has_a_file_of_its_own_for_whoever_sees_it(office: Office) -> None:
    case = case_at(office, CaseStage.DELIVERED)
    answer = staff_client(account_build(Role.HANDLER, BKPSDM)).get(f"/perkara/{case.ref}/batas.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f'filename="perkara-{case.ref}.ics"' in answer["Content-Disposition"]
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20241112" in text
    other = staff_client(account_build(Role.HANDLER, "kab-lain.bkpsdm"))
    assert other.get(f"/perkara/{case.ref}/batas.ics").status_code == 404
