"""The pages of pacts: an ASN with a phone alone, a head with a batch, an officer with a round."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from netral.core.access import Role
from netral.core.flow.pledge import LISTERS, READERS, Absence
from netral.core.kinds.refs import PersonRef
from netral.people.models import Account, Person, Unit
from netral.people.services.links import link_open, link_revoke, links_issue
from netral.pledges.models import Pact, PactRelease, PactRound, PactScan, PactSheet
from netral.pledges.services.pact_sheets import sheets_print
from netral.pledges.services.pacts import pact_absent
from netral.shell.moment import moment
from tests.apps.papers.reading import pages_of
from tests.apps.people.build import (
    TOTP_SECRET,
    account_build,
    person_build,
    person_client,
    staff_client,
)
from tests.apps.people.told import code_now
from tests.apps.pledges.pacts import (
    AWAY,
    HERE,
    OPD,
    SCHOOL,
    UNIT,
    Office,
    account_of,
    office_build,
    officer,
    photo,
    sign,
)

pytestmark = pytest.mark.django_db
PIN = "482915"


def running() -> Office:
    now = moment()
    return office_build(at=now - timedelta(hours=1), due_on=now.date() + timedelta(days=30))


def body(answer: Any) -> str:
    return str(answer.content.decode())


def phone(person: Person) -> Client:
    """Return a browser of a person who bound their link by a PIN."""
    now = moment()
    ((_who, token),) = links_issue(
        actor=officer(),
        persons=[person],
        channel="lembar",
        at=now,
        expires_at=now + timedelta(days=30),
    )
    link_open(token=str(token), pin=PIN, at=now)
    return person_client(person)


def desk(role: Role, unit: str, person: Person | None = None) -> tuple[Client, Account]:
    account = account_of(person, role, unit) if person else account_build(role, unit)
    return staff_client(account), account


def typed(round_: PactRound, **changes: str) -> dict[str, str]:
    return {"text_sha256": round_.text.sha256, "has_read": "on", "pin": PIN, **changes}


def fresh_code(account: Account) -> str:
    """Return a code of the second step as it stands now."""
    assert Authenticator.objects.filter(user=account).exists()
    return code_now(TOTP_SECRET)


# The ASN's own page


def test_an_asn_with_a_phone_alone_reads_signs_and_gets_the_file() -> None:
    office = running()
    client, url = phone(office.head), f"/saya/pakta/{office.round.ref}/"
    assert "Buka pakta" in body(client.get("/saya/"))
    page = body(client.get(url))
    assert all(point in page for point in office.round.text.points)
    assert not Pact.objects.exists(), "opening a page is no act"
    done = client.post(url, typed(office.round), follow=True)
    pact = Pact.objects.get()
    assert f"{(pact.code or '')[:4]}-{(pact.code or '')[4:]}" in body(done)
    assert pact.assurance == "tautan_pin"
    assert body(client.get(url)).count("<form") == body(done).count("<form")
    answer = client.post(f"{url}pdf")
    assert pages_of(answer.content) == 1
    assert "Lihat pakta" in body(client.get("/saya/"))


def test_a_wrong_pin_signs_nothing_and_loses_nothing_typed() -> None:
    office = running()
    client, url = phone(office.head), f"/saya/pakta/{office.round.ref}/"
    answer = client.post(url, typed(office.round, pin="111222", show_name="on"))
    assert answer.status_code == 422
    assert "PIN tidak cocok" in body(answer)
    assert 'name="show_name"' in body(answer)
    assert "checked" in body(answer)
    assert "111222" not in body(answer)
    for _try in range(5):
        client.post(url, typed(office.round, pin="111222"))
    locked = client.post(url, typed(office.round))
    assert "Terlalu sering mencoba" in body(locked)
    assert not Pact.objects.exists()


def test_the_clerk_with_all_the_sheets_does_not_know_the_pins() -> None:
    office = running()
    phone(office.head)
    # The sheet opens the link, whose PIN the person chose long ago: no session, no signature.
    clerk = person_client(office.head)
    for pin in ("000000", "123456", "482916"):
        clerk.post(f"/saya/pakta/{office.round.ref}/", typed(office.round, pin=pin))
    assert not Pact.objects.exists()


def test_a_link_revoked_between_reading_and_signing_opens_nothing_more() -> None:
    office = running()
    client, url = phone(office.head), f"/saya/pakta/{office.round.ref}/"
    assert client.get(url).status_code == 200
    ref = office.head.links.get().ref
    link_revoke(actor=officer(), ref=ref, reason="Dicuri", at=moment())
    answer = client.post(url, typed(office.round))
    assert answer.status_code in {404, 410}
    assert not Pact.objects.exists()


def test_who_waits_for_the_superior_is_told_and_cannot_press() -> None:
    office = running()
    client, url = phone(office.clerk), f"/saya/pakta/{office.round.ref}/"
    page = body(client.get(url))
    assert "Belum giliran Anda" in page
    assert "Kepala Puskesmas Contoh" in page
    assert 'name="pin"' not in page
    answer = client.post(url, typed(office.round))
    assert answer.status_code == 409
    assert "belum menandatangani" in body(answer)
    assert not Pact.objects.exists()


def test_another_persons_pact_is_nobodys_page() -> None:
    office = running()
    stranger = person_client(person_build(f"{AWAY}.dinkes"))
    hired = person_client(person_build(OPD, status="NON_ASN"))
    for client in (stranger, hired, Client()):
        for path in ("", "belum/", "bawahan/"):
            assert client.get(f"/saya/pakta/{office.round.ref}/{path}").status_code == 404
        assert client.post(f"/saya/pakta/{office.round.ref}/pdf").status_code == 404


def test_a_reason_reaches_the_superior_and_one_may_still_sign() -> None:
    office = running()
    client, url = phone(office.head), f"/saya/pakta/{office.round.ref}/"
    empty = client.post(f"{url}belum/", {"kind": "sakit", "reason": ""})
    assert empty.status_code == 422
    told = {"kind": "sakit", "reason": "Operasi", "returns_on": ""}
    page = body(client.post(f"{url}belum/", told, follow=True))
    assert "Alasan Anda tersampaikan" in page
    assert "Operasi" not in page
    assert Pact.objects.get().state == "sakit"
    client.post(url, typed(office.round))
    assert Pact.objects.get().state == "ditandatangani"


def test_a_superior_with_a_phone_alone_knows_those_below() -> None:
    office = running()
    for person in (office.head, office.chief, office.clerk):
        sign(office.round, person, at=moment())
    client, url = phone(office.chief), f"/saya/pakta/{office.round.ref}/bawahan/"
    assert "1 pakta bawahan menunggu Anda" in body(client.get("/saya/"))
    ref = Pact.objects.get(person=office.clerk).ref
    other = Pact.objects.get(person=office.head).ref
    assert client.post(url, {"pacts": [other], "pin": PIN}).status_code == 422
    assert client.post(url, {"pacts": [], "pin": PIN}).status_code == 422
    assert client.post(url, {"pacts": [ref], "pin": "999111"}).status_code == 422
    assert not Pact.objects.filter(state="diketahui").exists()
    client.post(url, {"pacts": [ref], "pin": PIN})
    assert Pact.objects.get(state="diketahui").known_assurance == "tautan_pin"
    assert "Tidak ada yang menunggu Anda" in body(client.get(url))


# The head's desk


def test_a_head_signs_from_the_account_with_a_fresh_code() -> None:
    office = running()
    client, account = desk(Role.OPD_HEAD, OPD, office.head)
    url = f"/ikrar/pakta/{office.round.ref}/saya/"
    assert "Tandatangani pakta Anda" in body(client.get("/meja/"))
    said = {"text_sha256": office.round.text.sha256, "has_read": "on"}
    assert client.post(url, {**said, "proof": "000000"}).status_code == 422
    assert client.post(url, said).status_code == 422
    assert not Pact.objects.exists()
    page = body(client.post(url, {**said, "proof": fresh_code(account)}, follow=True))
    assert "Pakta Anda tercatat" in page
    assert Pact.objects.get().assurance == "sso"
    assert pages_of(client.post(f"{url}pdf").content) == 1


def test_a_head_knows_a_batch_in_which_one_was_unticked() -> None:
    office = running()
    second = person_build(UNIT)
    for person in (office.head, office.chief, office.clerk, second):
        sign(office.round, person, at=moment())
    client, account = desk(Role.SUPERIOR, UNIT, office.chief)
    assert "2 pakta bawahan" in body(client.get("/meja/"))
    url = f"/ikrar/pakta/{office.round.ref}/mengetahui/"
    page = body(client.get(url))
    assert page.count("checked") == 2
    ref = Pact.objects.get(person=second).ref
    client.post(url, {"pacts": [ref], "proof": fresh_code(account)})
    states = dict(Pact.objects.values_list("person__name", "state"))
    assert states[second.name] == "diketahui"
    assert states["Perawat Contoh"] == "ditandatangani"


def test_the_list_shows_states_searches_and_keeps_reasons_from_others() -> None:
    office = running()
    sign(office.round, office.head, at=moment())
    pact_absent(
        person_ref=PersonRef(office.clerk.ref),
        ref=office.round.ref,
        kind=Absence.ILL,
        reason="Dirawat",
        returns_on=None,
        at=moment(),
    )
    url = f"/ikrar/pakta/{office.round.ref}/pegawai/"
    chief, _account = desk(Role.SUPERIOR, UNIT, office.chief)
    head, _account = desk(Role.OPD_HEAD, OPD, office.head)
    assert "Dirawat" in body(chief.get(url))
    assert "Kepala Dinas Contoh" not in body(chief.get(url))
    seen = body(head.get(url))
    assert "Dirawat" not in seen
    assert "Ada alasan" not in seen
    found = body(head.get(url, {"cari": "perawat"}))
    assert "Perawat Contoh" in found
    assert "Kepala Puskesmas Contoh" not in found
    assert "Tidak ada yang cocok" in body(head.get(url, {"cari": office.clerk.nip}))
    done = body(head.get(url, {"keadaan": "ditandatangani"}))
    assert "Kepala Dinas Contoh" in done
    assert "Perawat Contoh" not in done
    text = head.get(f"/ikrar/pakta/{office.round.ref}/pegawai.csv").content.decode()
    assert office.clerk.nip not in text
    assert "Dirawat" not in text
    assert "Perawat Contoh" in text


def test_twice_as_many_people_cost_no_more_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    office = running()
    client, _account = desk(Role.OFFICER, HERE)
    url = f"/ikrar/pakta/{office.round.ref}/pegawai/"
    client.get(url)
    with django_assert_max_num_queries(60) as few:
        client.get(url)
    for _number in range(20):
        person_build(UNIT)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


# The officer


def test_an_officer_opens_a_round_releases_an_order_and_withdraws() -> None:
    office_build()
    client, _account = desk(Role.OFFICER, HERE)
    PactRound.objects.all()
    day = moment().date() + timedelta(days=20)
    said = {
        "title": "Pakta putaran kedua",
        "unit": HERE,
        "audience": "asn",
        "text": "",
        "due_on": day.isoformat(),
    }
    past = {**said, "due_on": (moment().date() - timedelta(days=1)).isoformat()}
    assert client.post("/ikrar/pakta/baru/", past).status_code == 422
    page = body(client.post("/ikrar/pakta/baru/", said, follow=True))
    assert "Putaran dibuka" in page
    made = PactRound.objects.get(title="Pakta putaran kedua")
    url = f"/ikrar/pakta/{made.ref}/"
    assert client.post(f"{url}lepas/", {"unit": OPD, "reason": ""}).status_code == 422
    client.post(f"{url}lepas/", {"unit": OPD, "reason": "Kepala dinas cuti"})
    assert PactRelease.objects.get().reason == "Kepala dinas cuti"
    assert "Kepala dinas cuti" in body(client.get(url))
    client.post(f"{url}tarik/", {"reason": "Naskah keliru"})
    assert "Naskah keliru" in body(client.get(url))
    assert "Pakta putaran kedua" in body(client.get("/ikrar/pakta/"))


@pytest.mark.parametrize("role", sorted(set(Role) - READERS - {Role.ASN}))
def test_roles_that_do_not_read_pacts_are_refused(role: Role) -> None:
    office = running()
    client, _account = desk(role, HERE)
    for path in ("", f"{office.round.ref}/", f"{office.round.ref}/pegawai/", "baru/"):
        assert client.get(f"/ikrar/pakta/{path}").status_code == 403


def test_an_overseer_sees_sums_and_no_names() -> None:
    assert Role.OVERSEER not in LISTERS
    office = running()
    client, _account = desk(Role.OVERSEER, HERE)
    assert client.get(f"/ikrar/pakta/{office.round.ref}/").status_code == 200
    assert client.get(f"/ikrar/pakta/{office.round.ref}/pegawai/").status_code == 403
    assert client.get(f"/ikrar/pakta/{office.round.ref}/pegawai.csv").status_code == 403


def test_an_officer_of_another_government_finds_nothing() -> None:
    office = running()
    pact = sign(office.round, office.head, at=moment())
    client, _account = desk(Role.OFFICER, AWAY)
    paths = ("", "pegawai/", "pegawai.csv", "lembar/", "tarik/", f"orang/{pact.ref}.pdf")
    for path in (*paths, f"orang/{pact.ref}/batal/"):
        assert client.get(f"/ikrar/pakta/{office.round.ref}/{path}").status_code == 404
    elsewhere, _account = desk(Role.OPD_HEAD, SCHOOL)
    assert elsewhere.get(f"/ikrar/pakta/{office.round.ref}/orang/{pact.ref}.pdf").status_code == 404


def test_annulling_from_the_list() -> None:
    office = running()
    pact = sign(office.round, office.head, at=moment())
    client, _account = desk(Role.OFFICER, HERE)
    url = f"/ikrar/pakta/{office.round.ref}/orang/{pact.ref}"
    assert pages_of(client.get(f"{url}.pdf").content) == 1
    assert client.post(f"{url}/batal/", {"reason": ""}).status_code == 422
    client.post(f"{url}/batal/", {"reason": "Bukan ia"})
    assert client.get(f"{url}/batal/").status_code == 404
    page = body(Client().get(f"/periksa/{pact.code}/"))
    assert "Dicabut" in page
    assert "Kepala Dinas Contoh" not in page


def test_the_new_unit_of_who_moved_is_led_to_no_page_that_it_may_not_see() -> None:
    office = running()
    pact = sign(office.round, office.head, at=moment())
    old, _account = desk(Role.OPD_HEAD, pact.unit_path)
    new, _account = desk(Role.OPD_HEAD, SCHOOL)
    url = f"/ikrar/pakta/{office.round.ref}"
    assert f"{url}/orang/{pact.ref}.pdf" in body(old.get(f"{url}/pegawai/"))
    Person.objects.filter(pk=office.head.pk).update(unit=Unit.objects.get(path=SCHOOL))
    page = body(new.get(f"{url}/pegawai/"))
    assert office.head.name in page
    assert pact.ref not in page
    assert "di unit lama" in page
    assert new.get(f"{url}/orang/{pact.ref}.pdf").status_code == 404


# Paper


def test_paper_goes_from_the_printer_to_the_second_person() -> None:
    office = running()
    clerk, _account = desk(Role.OFFICER, HERE)
    second, _account = desk(Role.SEKDA, HERE)
    url = f"/ikrar/pakta/{office.round.ref}/"
    assert "Belum ada lembar" in body(clerk.get(f"{url}lembar/"))
    assert pages_of(clerk.post(f"{url}lembar/", {"unit": HERE}).content) == 3
    wrong = SimpleUploadedFile("pakta.jpg", b"bukan foto", "image/jpeg")
    answer = clerk.post(f"{url}pindai/", {"people": [office.head.ref], "scan": wrong})
    assert answer.status_code == 422
    assert "bukan foto" in body(answer)
    good = SimpleUploadedFile("pakta.jpg", photo(), "image/jpeg")
    clerk.post(f"{url}pindai/", {"people": [office.head.ref], "scan": good})
    scan = PactScan.objects.get()
    assert "Menunggu orang kedua" in body(clerk.get(f"{url}pindai/{scan.ref}/"))
    assert "Periksa pindaian" in body(second.get(url))
    page = body(second.get(f"{url}pindai/{scan.ref}/"))
    code = PactSheet.objects.get(person=office.head).code
    assert code not in page, "the second person reads it off the sheet"
    shown = second.get(f"{url}pindai/{scan.ref}/berkas")
    assert shown["Content-Type"] == "image/jpeg"
    field = f"kode-{office.head.ref}"
    mistaken = second.post(f"{url}pindai/{scan.ref}/", {field: "ZZZZ"})
    assert mistaken.status_code == 422
    assert "ZZZZ" in body(mistaken)
    assert not Pact.objects.exists()
    assert clerk.post(f"{url}pindai/{scan.ref}/", {field: code[-4:]}).status_code == 403
    second.post(f"{url}pindai/{scan.ref}/", {field: code[-4:]})
    assert Pact.objects.get().assurance == "kertas"


def test_an_upload_without_a_sheet_out_says_what_to_do() -> None:
    office = running()
    client, _account = desk(Role.OFFICER, HERE)
    page = body(client.get(f"/ikrar/pakta/{office.round.ref}/pindai/"))
    assert "Cetak dulu lembarnya" in page
    sheets_print(actor=officer(), ref=office.round.ref, unit=UNIT, at=moment())
    assert "Perawat Contoh" in body(client.get(f"/ikrar/pakta/{office.round.ref}/pindai/"))
