"""What people mistype, press twice or send too late: told, kept, nothing half-written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netral.core.access import Role
from netral.core.flow.pledge import Stage
from netral.core.kinds.refs import SessionRef
from netral.people.models import Instansi, Person
from netral.pledges.models import Pledge, PledgeAbsence, PledgeSession, PledgeText
from netral.pledges.services import session_close
from netral.shell.moment import moment
from tests.apps.people.build import account_build, person_build, person_client, staff_client
from tests.apps.people.told import entries
from tests.apps.pledges.build import HERE, OPD, officer
from tests.apps.pledges.test_pages import act, body, draft_data, pledged, running

pytestmark = pytest.mark.django_db


def test_a_draft_sent_twice_is_one_session() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    addresses = {client.post("/ikrar/baru/", draft_data())["Location"] for _ in range(2)}
    assert len(addresses) == PledgeSession.objects.count() == 1


def test_another_draft_of_the_same_name_and_moment_is_told_and_keeps_what_was_typed() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    client.post("/ikrar/baru/", draft_data())
    answer = client.post("/ikrar/baru/", draft_data(place="Gedung serbaguna"))
    assert answer.status_code == 422
    assert "sudah punya sesi lain dengan nama" in body(answer)
    assert "Gedung serbaguna" in body(answer)
    other = client.post("/ikrar/baru/", draft_data(title="Sesi lain"))["Location"]
    answer = client.post(f"{other}ubah/", draft_data(place="Gedung serbaguna"))
    assert answer.status_code == 422
    assert "sudah punya sesi lain dengan nama" in body(answer)
    assert {row.place for row in PledgeSession.objects.all()} == {draft_data()["place"]}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 161},
        {"unit": "kab-samosir"},
        {"text": "ZZZZZZZZZZ"},
        {"opens_time": "25:00"},
        {"closes_on": ""},
        {"leader": ""},
    ],
)
def test_a_field_that_cannot_be_used_is_told_and_nothing_is_written(
    changes: dict[str, str],
) -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    answer = client.post("/ikrar/baru/", draft_data(**changes))
    assert answer.status_code == 422
    assert "isian yang perlu diperbaiki" in body(answer)
    assert "Aula" in body(answer), "what was typed stays"
    assert not PledgeSession.objects.exists()
    assert not PledgeText.objects.exists()


def test_moments_are_typed_and_shown_in_the_zone_of_the_government() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    Instansi.objects.filter(key=HERE).update(timezone="Asia/Jayapura")
    client.post("/ikrar/baru/", draft_data())
    session = PledgeSession.objects.get()
    assert session.opens_at.isoformat() == "2024-10-23T00:00:00+00:00"
    assert 'value="09:00"' in body(client.get(f"/ikrar/{session.ref}/ubah/"))


def test_a_session_closed_while_someone_reads_refuses_the_late_pledge() -> None:
    session, person = running(), person_build(OPD)
    client, url = person_client(person), f"/saya/ikrar/{session.ref}/"
    assert "Saya berikrar" in body(client.get(url))
    session_close(actor=officer(), ref=SessionRef(session.ref), at=moment())
    answer = client.post(url, act(session))
    assert answer.status_code == 409
    assert "sesi susulan" in body(answer)
    assert not Pledge.objects.exists()


def test_one_who_pledged_keeps_the_certificate_after_the_session_closed() -> None:
    session, person = running(), person_build(OPD)
    pledged(session, person)
    session_close(actor=officer(), ref=SessionRef(session.ref), at=moment())
    client, url = person_client(person), f"/saya/ikrar/{session.ref}/"
    assert client.get(f"{url}sertifikat/").status_code == 200
    assert client.post(url, act(session))["Location"] == f"{url}sertifikat/"


def test_one_who_left_service_no_longer_pledges() -> None:
    session, person = running(), person_build(OPD)
    client = person_client(person)
    yesterday = moment().date() - timedelta(days=1)
    Person.objects.filter(pk=person.pk).update(valid_to=yesterday)
    assert client.post(f"/saya/ikrar/{session.ref}/", act(session)).status_code == 404
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "bolos", "reason": "x"},
        {"kind": "sakit", "reason": "   "},
        {"kind": "sakit", "reason": "x" * 601},
        {"kind": "cuti", "reason": "x", "returns_on": "besok"},
    ],
)
def test_a_reason_that_cannot_be_used_is_told(data: dict[str, str]) -> None:
    session = running()
    answer = person_client(person_build(OPD)).post(f"/saya/ikrar/{session.ref}/belum/", data)
    assert answer.status_code == 422
    assert not PledgeAbsence.objects.exists()
    assert not entries("pledge.absent")


def test_one_who_has_pledged_needs_no_reason() -> None:
    session, person = running(), person_build(OPD)
    pledged(session, person)
    data = {"kind": "cuti", "reason": "Cuti", "returns_on": str(date(2026, 12, 1))}
    answer = person_client(person).post(f"/saya/ikrar/{session.ref}/belum/", data)
    assert answer.status_code == 409
    assert "sudah berikrar" in body(answer)


def test_a_get_never_opens_or_closes_a_session() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    drafted, opened = running(Stage.DRAFTED), running(unit=OPD)
    client.get(f"/ikrar/{drafted.ref}/buka/")
    client.get(f"/ikrar/{opened.ref}/tutup/")
    stages = {row.ref: row.stage for row in PledgeSession.objects.all()}
    assert stages == {drafted.ref: "drafted", opened.ref: "open"}


def test_words_with_markup_are_shown_as_words() -> None:
    session = running()
    person = person_build(OPD, name="<b>Ani</b>", post_title="<script>x</script>")
    page = body(person_client(person).get(f"/saya/ikrar/{session.ref}/"))
    assert "&lt;b&gt;Ani&lt;/b&gt;" in page
    assert "<script>x" not in page


def test_an_english_reader_still_gets_the_pledge_in_its_own_words() -> None:
    session = running()
    client = person_client(person_build(OPD))
    client.cookies["netral_bahasa"] = "en"
    page = body(client.get(f"/saya/ikrar/{session.ref}/"))
    assert all(point in page for point in session.text.points)
