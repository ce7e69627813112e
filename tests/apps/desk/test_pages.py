"""The desk's pages as officers meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netral.core.access import Role
from netral.core.flow.meeting import DirectiveStage
from netral.desk.models import Attendance, Directive, FollowUp, Meeting, Realisation
from netral.journal.models import Entry
from netral.shell.moment import moment
from tests.apps.desk.build import KEY, directive_build, meeting_build, office_build
from tests.apps.people.build import account_build, staff_client

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def office() -> None:
    office_build()


def client_of(role: Role, unit: str = KEY) -> Client:
    return staff_client(account_build(role, unit))


def tomorrow() -> str:
    return str(moment().date() + timedelta(days=1))


def planned() -> dict[str, str]:
    return {
        "title": "Rakor Desk Pilkada",
        "day": tomorrow(),
        "hour": "09:00",
        "place": "Ruang rapat",
        "leader": "Sekda",
        "agenda": "",
    }


def test_a_desk_plans_a_meeting_from_the_page() -> None:
    answer = client_of(Role.DESK).post("/rakor/baru/", planned(), follow=True)
    assert answer.status_code == 200
    assert "Rakor Desk Pilkada" in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_what_was_typed_stays_when_a_field_is_missing() -> None:
    answer = client_of(Role.DESK).post("/rakor/baru/", planned() | {"hour": ""})
    assert answer.status_code == 422
    assert "Rakor Desk Pilkada" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_minutes_and_attendance_are_kept_from_the_page() -> None:
    meeting = meeting_build()
    row = meeting.attendances.order_by("unit__name")[0]
    data = {
        "minutes": "Dibahas.",
        f"state_{row.unit_id}": "hadir",
        f"who_{row.unit_id}": "Sekretaris",
    }
    client_of(Role.DESK).post(f"/rakor/{meeting.ref}/notula/", data)
    row.refresh_from_db()
    assert (row.state, row.represented_by) == (Attendance.State.PRESENT, "Sekretaris")


def test_a_head_approves_on_a_page_of_its_own() -> None:
    meeting = meeting_build()
    client_of(Role.DESK).post(f"/rakor/{meeting.ref}/notula/", {"minutes": "Dibahas."})
    head = client_of(Role.PPK)
    asked = head.get(f"/rakor/{meeting.ref}/sahkan/")
    assert "tidak bisa diubah lagi" in asked.content.decode()
    answer = head.post(f"/rakor/{meeting.ref}/sahkan/", follow=True)
    assert "Notula disahkan" in answer.content.decode()


def directive_data(owner: str = f"{KEY}.dinkes") -> dict[str, str]:
    return {"text": "Jadwal jaga", "topic": "pelayanan", "owner": owner, "due_on": tomorrow()}


def test_a_directive_is_added_and_stands_on_the_board() -> None:
    meeting = meeting_build()
    answer = client_of(Role.DESK).post(
        f"/rakor/{meeting.ref}/arahan/", directive_data(), follow=True
    )
    assert "Jadwal jaga" in answer.content.decode()
    assert Directive.objects.get().owner.path == f"{KEY}.dinkes"


def test_a_directive_for_yesterday_is_refused_and_kept_typed() -> None:
    meeting = meeting_build()
    data = directive_data() | {"due_on": "2020-01-01"}
    answer = client_of(Role.DESK).post(f"/rakor/{meeting.ref}/arahan/", data)
    assert answer.status_code == 422
    assert "sudah lewat" in answer.content.decode()
    assert "Jadwal jaga" in answer.content.decode()


def test_an_owner_sends_a_photo_and_the_desk_downloads_and_accepts_it() -> None:
    directive = directive_build(meeting_build())
    photo = SimpleUploadedFile("jaga.png", PNG)
    owner = client_of(Role.OPD_HEAD, f"{KEY}.dinkes")
    owner.post(f"/arahan/{directive.ref}/prove/", {"note": "Terlampir", "file": photo})
    step = FollowUp.objects.get()
    assert step.file_type == "image/png"
    desk = client_of(Role.DESK)
    got = desk.get(f"/arahan/{directive.ref}/bukti/{step.pk}/")
    assert b"".join(got.streaming_content) == PNG  # type: ignore[attr-defined]
    assert "attachment" in got.headers["Content-Disposition"]
    desk.post(f"/arahan/{directive.ref}/accept/", {"note": "Lengkap"})
    directive.refresh_from_db()
    assert directive.stage == DirectiveStage.ACCEPTED.value


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("foto.png", b"<html><script>1</script></html>", "bukan foto"),
        ("besar.png", PNG + b"0" * (5 * 2**20), "lebih dari 5 MB"),
        ("aneh.png", b"\x00\x01\x02", "bukan foto"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(name: str, content: bytes, words: str) -> None:
    directive = directive_build(meeting_build())
    data = {"note": "Terlampir", "file": SimpleUploadedFile(name, content)}
    owner = client_of(Role.OPD_HEAD, f"{KEY}.dinkes")
    answer = owner.post(f"/arahan/{directive.ref}/prove/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Terlampir" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_an_unknown_step_is_refused_with_the_reason() -> None:
    directive = directive_build(meeting_build())
    answer = client_of(Role.DESK).post(f"/arahan/{directive.ref}/terbang/", {"note": "x"})
    assert answer.status_code == 409


def test_evidence_of_another_directive_is_not_found() -> None:
    directive = directive_build(meeting_build())
    assert client_of(Role.DESK).get(f"/arahan/{directive.ref}/bukti/999/").status_code == 404


def test_spending_beyond_the_budget_is_questioned() -> None:
    data = {"month": "2024-10-31", "budget": "100", "spent": "1000", "physical": "50"}
    head = client_of(Role.OPD_HEAD, f"{KEY}.dinkes")
    answer = head.post("/realisasi/", data)
    assert answer.status_code == 422
    assert "melebihi pagu" in answer.content.decode()
    assert head.post("/realisasi/", data | {"spent": "61"}).status_code == 302
    assert Realisation.objects.get().spent_rupiah == 61
    assert "61%" in head.get("/realisasi/").content.decode()


def test_empty_lists_say_what_will_come() -> None:
    desk = client_of(Role.DESK)
    assert "Belum ada rapat" in desk.get("/rakor/").content.decode()
    assert "Tidak ada arahan terbuka" in desk.get("/arahan/").content.decode()
    assert "Belum ada angka" in desk.get("/realisasi/").content.decode()


PLACES = ["/rakor/", "/rakor/baru/", "/rakor/{m}/", "/arahan/", "/arahan/{d}/", "/realisasi/"]
FORMS = ["/rakor/{m}/notula/", "/rakor/{m}/sahkan/", "/rakor/{m}/arahan/", "/arahan/{d}/prove/"]


def addresses() -> list[str]:
    meeting = meeting_build()
    directive = directive_build(meeting)
    return [a.format(m=meeting.ref, d=directive.ref) for a in [*PLACES, *FORMS]]


def test_nobody_enters_without_signing_in() -> None:
    for address in addresses():
        assert Client().get(address).status_code == 302, address


def opener_of(address: str) -> Client:
    """Return a browser of the officer whose page it is."""
    if "sahkan" in address:
        return client_of(Role.SEKDA)
    if "prove" in address:
        return client_of(Role.OPD_HEAD, f"{KEY}.dinkes")
    return client_of(Role.DESK)


def test_every_page_opens_for_its_officer_and_a_look_records_nothing() -> None:
    found = addresses()
    before = Entry.objects.count()
    for address in found:
        assert opener_of(address).get(address).status_code == 200, address
    assert Entry.objects.count() == before


def test_a_form_is_not_even_shown_to_who_may_not_send_it() -> None:
    meeting = meeting_build()
    directive = directive_build(meeting)
    refused = {
        f"/rakor/{meeting.ref}/sahkan/": Role.DESK,
        f"/rakor/{meeting.ref}/notula/": Role.SEKDA,
        f"/rakor/{meeting.ref}/arahan/": Role.OFFICER,
        f"/arahan/{directive.ref}/prove/": Role.DESK,
        "/rakor/baru/": Role.SEKDA,
    }
    got = {address: client_of(role).get(address).status_code for address, role in refused.items()}
    assert got == dict.fromkeys(refused, 403)
    assert client_of(Role.DESK).get(f"/arahan/{directive.ref}/accept/").status_code == 409


def test_a_neighbour_government_finds_nothing() -> None:
    neighbour = client_of(Role.DESK, "kab-lain")
    for address in addresses():
        if address.count("/") > 2 and "baru" not in address:
            assert neighbour.get(address).status_code == 404, address


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("address", ["/rakor/", "/arahan/", "/rakor/{m}/"])
def test_twice_as_many_rows_cost_no_more_queries(address: str) -> None:
    meeting, desk = meeting_build(), client_of(Role.DESK)
    directive_build(meeting)
    page = address.format(m=meeting.ref)
    queries_of(desk, page)
    few = queries_of(desk, page)
    for number in range(4):
        directive_build(meeting, text=f"Arahan {number}")
        meeting_build(title=f"Rapat {number}", day=10 + number)
    assert queries_of(desk, page) <= few
