"""The officers' pages on both sides of a joint pledge, the machine door, and what anyone sees."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from netral.core.access import Role
from netral.core.ledger.note import key_parse
from netral.core.ledger.statement import envelope_read, statement_open
from netral.pledges.models import CallGuest, CallHost, PledgeCall
from netral.pledges.queries.joint import key_fingerprint
from netral.pledges.queries.published import call_published
from netral.pledges.queries.room import Kept, live_of
from netral.pledges.views import hosts as host_views
from netral.pledges.views import outside as outside_views
from netral.pledges.views import room as room_views
from tests.apps.papers.reading import words_of
from tests.apps.people.build import account_build, person_build, staff_client
from tests.apps.pledges.build import BEFORE, DURING, OPENS, pledge_build
from tests.apps.pledges.outside import GUEST, Joint, joint_build, told_build
from tests.apps.pledges.test_calls import KARO, SUMUT
from tests.apps.pledges.test_pages import body
from tests.apps.pledges.test_room_and_rolls_pages import call_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep no figures from one test to the next."""
    monkeypatch.setattr(room_views, "KEPT", Kept(live_of))
    monkeypatch.setattr(outside_views, "KEPT", Kept(call_published))


def caller() -> Client:
    return staff_client(account_build(Role.OFFICER, SUMUT))


def joiner() -> Client:
    return staff_client(account_build(Role.SEKDA, KARO))


def file_of(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("kiriman.json", text.encode(), "application/json")


def test_the_whole_way_on_pages_from_the_invitation_to_the_first_sums() -> None:
    call = call_now()
    told = body(caller().post(f"/ikrar/ajakan/{call.ref}/undang/", {"name": GUEST}))
    code = re.search(r">([0-9A-Z]{4}(?:-[0-9A-Z]{2,4}){7})<", told)
    assert code is not None
    assert f"/ikrar/serentak/{call.ref}/" in told
    assert code[1] not in body(caller().get(f"/ikrar/ajakan/{call.ref}/")), "shown once"
    ajakan = Client().get(f"/ikrar/serentak/{call.ref}/ajakan.json").content.decode()
    shown = body(joiner().post("/ikrar/ajakan/luar/", {"address": "", "berkas": file_of(ajakan)}))
    assert key_fingerprint(envelope_read(ajakan).key) in shown
    assert all(point in shown for point in call.text.points[:1])
    form = {
        "envelope": ajakan,
        "address": "",
        "code": code[1].lower().replace("-", " "),
        "place": "Lapangan",
        "leader": "Sekda",
    }
    answer = joiner().post("/ikrar/ajakan/luar/ikut/", form)
    mirror = PledgeCall.objects.get(government_id=KARO)
    assert answer["Location"] == f"/ikrar/ajakan/{mirror.ref}/"
    post_to(call.ref, CallHost.objects.get().ask)
    page = body(caller().get(f"/ikrar/ajakan/{call.ref}/"))
    guest = CallGuest.objects.get()
    assert key_fingerprint(guest.verifier_key) in page
    assert "Menunggu pengesahan Anda" in page
    assert key_fingerprint(guest.verifier_key) in body(
        caller().get(f"/ikrar/undangan/{guest.ref}/sahkan/")
    )
    caller().post(f"/ikrar/undangan/{guest.ref}/sahkan/")
    message = joiner().post(f"/ikrar/ajakan/{mirror.ref}/kiriman/")
    assert "attachment" in message["Content-Disposition"]
    sent = caller().post(
        f"/ikrar/ajakan/{call.ref}/terima/", {"berkas": file_of(message.content.decode())}
    )
    assert sent.status_code == 302
    room = body(Client().get(f"/ikrar/serentak/{call.ref}/"))
    assert "Dari instalasi lain, terakhir terdengar" in room
    assert GUEST in room


def post_to(ref: str, text: str) -> tuple[int, dict[str, str]]:
    answer = Client(enforce_csrf_checks=True).post(
        f"/ikrar/serentak/{ref}/ajakan.json", text, content_type="application/json"
    )
    return answer.status_code, json.loads(answer.content)


def test_the_machine_door_answers_signed_or_says_why_not() -> None:
    joint = joint_build()
    joint.join()
    status, told = post_to(joint.call.ref, joint.host.ask)
    found = statement_open(
        told["note"], key=key_parse(joint.host.verifier_key), kind="pledge-answer"
    )
    assert (status, found["guest_stage"]) == (200, "asked")
    status, told = post_to(joint.call.ref, "{}")
    assert (status, told["refused"]) == (422, "bentuk")
    assert told["message"]
    assert Client().get(f"/ikrar/serentak/{joint.host.call.ref}/ajakan.json").status_code == 404


def test_an_address_that_leads_nowhere_keeps_what_was_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    joint = joint_build()
    joint.neighbour.is_cut = True
    monkeypatch.setattr(host_views, "neighbour_for", lambda _origin: joint.neighbour)
    answer = joiner().post("/ikrar/ajakan/luar/", {"address": joint.address})
    assert answer.status_code == 422
    assert "tidak menjawab" in body(answer)
    assert joint.address in body(answer)
    joint.neighbour.is_cut = False
    assert "Cocokkan sidik kunci" in body(
        joiner().post("/ikrar/ajakan/luar/", {"address": joint.address})
    )
    both = joiner().post("/ikrar/ajakan/luar/", {"address": "x", "berkas": file_of("{}")})
    assert both.status_code == 422


def test_a_wrong_code_comes_back_with_the_call_and_the_words_that_were_typed() -> None:
    joint = joint_build()
    form = {"envelope": joint.found().envelope, "code": "ABC", "place": "Aula", "leader": "Sekda"}
    answer = joiner().post("/ikrar/ajakan/luar/ikut/", form)
    assert answer.status_code == 422
    assert "30 huruf dan angka" in body(answer)
    assert "Aula" in body(answer)
    assert not CallHost.objects.exists()


def test_a_file_that_is_no_message_is_refused_on_the_page() -> None:
    joint = told_build()
    message = joint.last_said()
    for text in ("{}", message, "x" * 70_000):
        answer = caller().post(f"/ikrar/ajakan/{joint.call.ref}/terima/", {"berkas": file_of(text)})
        assert answer.status_code == 422
    binary = SimpleUploadedFile("x.json", b"\xff\xfe", "application/json")
    answer = caller().post(f"/ikrar/ajakan/{joint.call.ref}/terima/", {"berkas": binary})
    assert "bukan kiriman Netral" in body(answer)


def joint_told_with_people() -> Joint:
    """Return a joint pledge of which the province heard twelve pledges of twenty people."""
    joint = told_build()
    people = [person_build(f"{KARO}.dinkes", name=f"Nama Rahasia {n}") for n in range(20)]
    for person in people[:12]:
        pledge_build(joint.session, person, at=OPENS)
    joint.work(DURING + timedelta(minutes=1))
    return joint


def test_anyone_sees_the_outside_by_agency_and_can_check_its_signature() -> None:
    joint = joint_told_with_people()
    guest = joint.guest
    page = body(Client().get(f"/ikrar/serentak/{joint.call.ref}/luar/{guest.ref}/"))
    assert f"kiriman nomor {guest.sequence}" in page
    assert "12 orang telah berikrar dari 20" in page
    assert "Nama Rahasia" not in page
    note = Client().get(f"/ikrar/serentak/{joint.call.ref}/luar/{guest.ref}/kiriman.json")
    stated = envelope_read(note.content.decode())
    assert stated.key == guest.verifier_key
    value = statement_open(stated.note, key=key_parse(stated.key), kind="pledge-sums")
    assert (value["done"], value["total"]) == (12, 20)


def test_the_published_figures_foot_and_carry_the_signed_message() -> None:
    joint = joint_told_with_people()
    told = Client().get(f"/ikrar/serentak/{joint.call.ref}/hasil.json").json()
    assert told["done"] == sum(one["done"] for one in told["governments"]) == 12
    (row,) = told["governments"]
    assert (row["name"], row["signed"]["key"]) == (GUEST, joint.guest.verifier_key)
    assert "Nama Rahasia" not in json.dumps(told)


def test_the_result_sheet_marks_what_came_from_outside_and_when() -> None:
    joint = joint_told_with_people()
    words = words_of(Client().get(f"/ikrar/serentak/{joint.call.ref}/hasil.pdf").content)
    assert "diterima dari instalasi lain" in words
    assert "terakhir terdengar" in words


def test_the_joiners_page_tells_what_was_sent_and_why_it_was_not_taken() -> None:
    joint = joint_build()
    joint.join(code=joint.guest.ref + "0" * 20)
    joint.work(BEFORE)
    page = body(joiner().get(f"/ikrar/ajakan/{joint.host.call.ref}/"))
    assert "Kode undangan tidak cocok" in page
    assert "Belum sampai ke pengajak" in page
    assert "Tarik ajakan" not in page, "the call is not ours to take back"
    room = body(Client().get(f"/ikrar/serentak/{joint.host.call.ref}/"))
    assert joint.address in room


def test_who_is_sent_away_goes_with_a_reason() -> None:
    joint = told_build()
    address = f"/ikrar/undangan/{joint.guest.ref}/cabut/"
    assert caller().post(address, {"reason": ""}).status_code == 422
    assert caller().post(address, {"reason": "Salah undang"}).status_code == 302
    assert joint.guest.reason == "Salah undang"
    page = body(caller().get(f"/ikrar/ajakan/{joint.call.ref}/"))
    assert "Dicabut" in page


def test_more_guests_cost_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    joint, client = told_build(), caller()
    address = f"/ikrar/ajakan/{joint.call.ref}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(20):
        CallGuest.objects.create(
            ref=f"A{number:09d}", call=joint.call, name=f"Kab {number}", key=b"x", invited_at=BEFORE
        )
    with django_assert_num_queries(len(few)):
        client.get(address)
