"""A stranger at the public door, and one with a stolen seat at the staff door."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import Any

import pytest
from django.test import Client

from netral.core.access import Role
from netral.journal.models import Entry
from netral.people.models import Unit
from netral.people.services.accounts import account_one_time_link
from netral.reports.models import Report
from netral.reports.views import follow
from netral.shell.format import plain_cell
from netral.shell.guesses import GuessLimit
from netral.shell.moment import moment
from tests.apps.cases.build import KEY, office_build, opened, report_build, unlocked_client
from tests.apps.circulars.build import published_build, tree_build
from tests.apps.people.build import (
    account_build,
    person_build,
    person_client,
    staff_client,
    unit_build,
)
from tests.apps.reports.build import ANSWERS, BKPSDM, TEXT, offices_build, phrase_of, sent

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
STRANGER = "abadi abadi abadi abadi abadi abadi abadi abadi"
ELSEWHERE = "https://jahat.example/"


@pytest.mark.parametrize(
    "address", ["/masuk/", "/bahasa/", "/kunci/"], ids=["sign-in", "language", "key"]
)
def test_no_next_leads_to_another_site(address: str) -> None:
    browser = staff_client(account_build(Role.HANDLER, BKPSDM))
    for target in (ELSEWHERE, "//jahat.example/", "/\\jahat.example", "javascript:alert(1)"):
        form = {"next": target, "language": "en", "pass_phrase": "x"}
        for answer in (browser.post(address, form), browser.get(address, {"next": target})):
            assert "jahat.example" not in answer.headers.get("Location", "")
            assert "javascript:" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "address", ["/lapor/", "/lapor/ikuti/", "/lapor/kata/", "/kunci/tutup/", "/saya/keluar/"]
)
def test_a_form_of_another_site_records_nothing(address: str) -> None:
    offices_build()
    browser = Client(enforce_csrf_checks=True)
    before = Entry.objects.count()
    form = ANSWERS | {"langkah": "6", "ke": "kirim", "pemerintah": KEY}
    assert browser.post(address, form).status_code in {403, 404, 422}
    assert Entry.objects.count() == before
    assert not Report.objects.exists()


def test_a_host_that_is_not_ours_gets_no_page() -> None:
    assert Client(HTTP_HOST="jahat.example").get("/lapor/").status_code == 400


def test_every_answer_refuses_frames_and_foreign_scripts_and_is_not_kept() -> None:
    offices_build()
    for address in ("/", "/lapor/", "/lapor/ikuti/", "/masuk/", "/tidak-ada/"):
        headers = Client().get(address).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in headers["Cache-Control"]
        assert headers["Referrer-Policy"] == "same-origin"


def test_whoever_guesses_from_the_same_network_does_not_lock_a_reporter_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offices_build()
    words = phrase_of(sent()).words
    monkeypatch.setattr(follow, "GUESSES", GuessLimit(each=2))
    statuses = [Client().post("/lapor/ikuti/", {"kata": STRANGER}).status_code for _ in range(4)]
    assert statuses == [422, 422, 429, 429]
    assert Client().post("/lapor/ikuti/", {"kata": words}).status_code == 200


def test_a_step_number_of_a_thousand_digits_breaks_no_page() -> None:
    offices_build()
    assert Client().get("/gaya/", {"halaman": "9" * 5_000}).status_code == 200
    for form in ({"langkah": "9" * 5_000}, {"ke": "langkah-" + "9" * 5_000}):
        assert Client().post("/lapor/", ANSWERS | form).status_code in {200, 422}


def test_a_script_in_a_name_stays_text() -> None:
    office_build()
    Unit.objects.filter(path="kab-batanghari.dinkes").update(name=SCRIPT)
    person = person_build("kab-batanghari.dinkes", name=SCRIPT, post_title=SCRIPT)
    officer = staff_client(account_build(Role.OFFICER, KEY, name=SCRIPT))
    pages = [
        officer.get(f"/pegawai/orang/{person.ref}/"),
        officer.get("/pegawai/unit/kab-batanghari.dinkes/"),
        officer.get("/pengaturan/akun/"),
        person_client(person).get("/saya/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert SCRIPT not in page.content.decode()
        assert escape(SCRIPT) in page.content.decode()


def test_a_script_in_a_report_stays_text() -> None:
    office = office_build()
    receipt = report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office, name=SCRIPT)
    page = browser.post(f"/antrean/{receipt.ref}/").content.decode()
    assert TEXT.place.split()[0] in page
    assert SCRIPT not in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "  ="])
def test_no_cell_of_a_file_begins_as_a_formula(start: str) -> None:
    assert plain_cell(f'{start}HYPERLINK("https://jahat.example")').startswith("'")
    assert plain_cell("Dinas Kesehatan") == "Dinas Kesehatan"


def test_a_unit_named_as_a_formula_is_text_in_every_file() -> None:
    tree_build()
    circular = published_build().circular
    Unit.objects.exclude(path=KEY).update(name='=HYPERLINK("https://jahat.example")')
    officer = staff_client(account_build(Role.OFFICER, KEY))
    for address in (f"/edaran/{circular.ref}/jangkauan.csv", "/pengawasan/jangkauan.csv"):
        text = officer.get(address).content.decode()
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith("=")]


def test_an_officer_of_a_government_whose_key_begins_alike_sees_nothing_of_the_other() -> None:
    office = office_build()
    case, receipt = opened(office), report_build(office)
    unit_build("kab-batang.bkpsdm")
    for role in (Role.HANDLER, Role.PPK, Role.OFFICER):
        browser = staff_client(account_build(role, "kab-batang"))
        for address in (
            f"/perkara/{case.ref}/",
            f"/antrean/{receipt.ref}/",
            f"/pegawai/orang/{office.person.ref}/",
            f"/tautan/{office.person.ref}/",
            "/pegawai/unit/kab-batanghari.dinkes/",
        ):
            assert browser.get(address).status_code in {403, 404}, address


@pytest.mark.parametrize(
    "came",
    [
        {"HTTP_HOST": "netral.example"},
        {"REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_FORWARDED": "for=203.0.113.9"},
    ],
)
def test_the_demonstrations_door_does_not_open_through_a_proxy(
    settings: Any, came: dict[str, Any]
) -> None:
    settings.NETRAL_DEMO, settings.ALLOWED_HOSTS = True, ["*"]
    token = account_one_time_link(account=account_build(Role.PPK, KEY), at=moment())
    address = f"/masuk/sekali/{token}/"
    assert Client(**came).post(address).status_code == 404
    assert Client(HTTP_HOST="127.0.0.1").post(address).status_code == 302


def test_the_demonstrations_door_is_no_door_of_a_real_site(settings: Any) -> None:
    settings.NETRAL_DEMO = True
    token = account_one_time_link(account=account_build(Role.PPK, KEY), at=moment())
    settings.NETRAL_DEMO = False
    assert Client().post(f"/masuk/sekali/{token}/").status_code == 404


def test_a_session_known_before_signing_in_by_a_link_is_another_afterwards() -> None:
    person = person_build()
    browser = person_client(person)
    planted = browser.session.session_key
    browser.post("/saya/keluar/")
    assert browser.session.session_key != planted


@pytest.mark.parametrize("address", ["/saya/", f"/saya/{'A' * 26}/", "/periksa/AAAAAAAA/"])
def test_nothing_is_learnt_of_who_exists_by_guessing(address: str) -> None:
    person_build(name="Nama Yang Dicari")
    answer = Client().get(address)
    assert answer.status_code == 404
    assert "Nama Yang Dicari" not in answer.content.decode()


@pytest.mark.parametrize("order", ["-respondent", "';DROP TABLE people_account;--", "%00"])
def test_a_filter_of_a_list_is_no_way_into_the_database(order: str) -> None:
    browser = staff_client(account_build(Role.HANDLER, BKPSDM))
    for address in ("/antrean/", "/perkara/", "/rakor/arahan/", "/dokumen/"):
        for name in ("keadaan", "tahap", "urut", "halaman", "kode", "mana"):
            assert browser.get(address, {name: order}).status_code in {200, 403, 404}


PLACES = (
    "/periksa/%00/",
    "/jejak/kab-batanghari/bukti/%00",
    "/jejak/kab-batanghari/bukti/a%00b/c%00",
    "/periksa/?kode=%00",
    "/antrean/%00/",
    "/perkara/%00/",
    "/rakor/%00/",
    "/edaran/%00/",
    "/ikrar/%00/",
    "/dokumen/?kode=%00",
    "/pegawai/?cari=%00",
)


@pytest.mark.parametrize("address", PLACES)
def test_a_nul_in_an_address_breaks_no_page(address: str) -> None:
    offices_build()
    for role in (None, Role.HANDLER, Role.OFFICER):
        browser = staff_client(account_build(role, KEY)) if role else Client()
        assert browser.get(address).status_code in {302, 400, 403, 404, 422}
