"""Taught in a room: attended by QR or list, entered by one, countersigned by another, apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.access import CircularEndedError
from netral.circulars.models import CircularVersion, Reading, TaughtAttendance, TaughtSession
from netral.circulars.queries.coverage import coverage_by_unit
from netral.circulars.queries.lesson_taught import paper_of, questions_for
from netral.circulars.services.advice import OneReaderError
from netral.circulars.services.lesson_taught import (
    TaughtPlan,
    taught_attend,
    taught_countersign,
    taught_enter,
    taught_open,
)
from netral.circulars.services.steps import circular_withdraw
from netral.core.access import Actor, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath
from netral.journal.models import Entry
from netral.people.access import actor_of
from netral.people.models import Person
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.circulars.lessons import passed
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    person_client,
    staff_client,
    unit_build,
)

pytestmark = pytest.mark.django_db
TODAY = AT.date()
PLAN = TaughtPlan("Aula puskesmas", TODAY, "Kepala Contoh", 10)


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    return published_build()


@pytest.fixture
def head() -> Actor:
    return actor_build(Role.OPD_HEAD, DINKES)


@pytest.fixture
def second() -> Actor:
    return actor_build(Role.OFFICER, KEY)


@pytest.fixture
def room(version: CircularVersion, head: Actor) -> TaughtSession:
    return opened_room(version, head)


def opened_room(version: CircularVersion, head: Actor, plan: TaughtPlan = PLAN) -> TaughtSession:
    return taught_open(
        actor=head,
        ref=CircularRef(version.circular.ref),
        unit=UnitPath(DINKES),
        plan=plan,
        at=AT,
    )


def entered(room: TaughtSession, head: Actor, *rights: int) -> list[Person]:
    people = [person_build(PKM) for _right in rights]
    papers = {person.ref: right for person, right in zip(people, rights, strict=True)}
    taught_enter(actor=head, ref=room.ref, rights=papers, at=AT)
    return people


def taught(version: CircularVersion) -> tuple[int, int, int]:
    whole = coverage_by_unit(circular=version.circular, on=TODAY)[0]
    return whole.denominator, whole.understood, whole.taught


def test_who_passed_on_paper_counts_as_taught_apart_from_those_who_learnt_alone(
    version: CircularVersion, room: TaughtSession, head: Actor, second: Actor
) -> None:
    entered(room, head, 10, 9, 8)
    assert taught(version) == (3, 0, 0)
    taught_countersign(actor=second, ref=room.ref, at=AT)
    passed(version, person_build(DISDIK))
    assert taught(version) == (4, 1, 2)
    kinds = list(Entry.objects.filter(kind__startswith="lesson.").values_list("kind", flat=True))
    assert sorted(kinds) == ["lesson.countersign", "lesson.enter", "lesson.pass", "lesson.taught"]


def test_who_entered_the_papers_cannot_countersign_them(
    version: CircularVersion, room: TaughtSession, head: Actor
) -> None:
    entered(room, head, 10)
    with pytest.raises(OneReaderError):
        taught_countersign(actor=head, ref=room.ref, at=AT)
    assert taught(version) == (1, 0, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaughtAttendance.objects.update(countersigned_by=head.account, countersigned_at=AT)


def test_a_room_without_a_paper_is_not_countersigned(room: TaughtSession, second: Actor) -> None:
    with pytest.raises(MoveRefusedError):
        taught_countersign(actor=second, ref=room.ref, at=AT)


def test_after_the_second_signature_nothing_changes_any_more(
    room: TaughtSession, head: Actor, second: Actor
) -> None:
    (person,) = entered(room, head, 9)
    taught_countersign(actor=second, ref=room.ref, at=AT)
    with pytest.raises(AlreadyDoneError):
        taught_enter(actor=head, ref=room.ref, rights={person.ref: 10}, at=AT)
    with pytest.raises(AlreadyDoneError):
        taught_countersign(actor=second, ref=room.ref, at=AT)
    with pytest.raises(MoveRefusedError):
        taught_attend(person=PersonRef(person.ref), ref=room.ref, at=AT)


def test_an_own_lesson_counts_before_and_after_the_room(
    version: CircularVersion, room: TaughtSession, head: Actor, second: Actor
) -> None:
    early, late = person_build(PKM), person_build(PKM)
    passed(version, early)
    taught_enter(actor=head, ref=room.ref, rights={early.ref: 10, late.ref: 10}, at=AT)
    taught_countersign(actor=second, ref=room.ref, at=AT)
    assert taught(version) == (2, 1, 1)
    passed(version, late)
    assert taught(version) == (2, 2, 0)


def test_a_person_is_noted_by_the_qr_once_and_only_on_the_day(room: TaughtSession) -> None:
    person = person_build(PKM)
    ref = PersonRef(person.ref)
    first = taught_attend(person=ref, ref=room.ref, at=AT)
    assert taught_attend(person=ref, ref=room.ref, at=AT + timedelta(hours=1)) == first
    assert (first.way, first.noted_at) == ("qr", AT)
    with pytest.raises(MoveRefusedError):
        taught_attend(person=ref, ref=room.ref, at=AT + timedelta(days=1))


def test_a_person_of_another_unit_is_neither_noted_nor_entered(
    room: TaughtSession, head: Actor
) -> None:
    stranger = person_build(DISDIK)
    with pytest.raises(NotVisibleError):
        taught_attend(person=PersonRef(stranger.ref), ref=room.ref, at=AT)
    with pytest.raises(NotVisibleError):
        taught_enter(actor=head, ref=room.ref, rights={stranger.ref: 10}, at=AT)
    assert not TaughtAttendance.objects.exists()


@pytest.mark.parametrize("right", [-1, 11])
def test_no_paper_has_more_right_answers_than_questions(
    room: TaughtSession, head: Actor, right: int
) -> None:
    person = person_build(PKM)
    with pytest.raises(WrongInputError):
        taught_enter(actor=head, ref=room.ref, rights={person.ref: right}, at=AT)


@pytest.mark.usefixtures("room")
def test_a_room_is_opened_once_not_ahead_and_only_by_its_heads(
    version: CircularVersion, head: Actor
) -> None:
    with pytest.raises(AlreadyDoneError):
        opened_room(version, head)
    with pytest.raises(WrongInputError):
        opened_room(version, head, TaughtPlan("Lain", TODAY + timedelta(days=1), "K", 10))
    with pytest.raises(NotVisibleError):
        opened_room(version, actor_build(Role.OPD_HEAD, DISDIK))
    with pytest.raises(NotAllowedError):
        opened_room(version, actor_build(Role.SEKDA, KEY))
    assert TaughtSession.objects.count() == 1


def test_the_paper_is_the_same_for_the_whole_room_and_has_its_key(
    version: CircularVersion, room: TaughtSession
) -> None:
    room.ref = "KELASTETAP"  # the draw goes by it: the same letters at each run
    room.save(update_fields=["ref"])
    paper = paper_of(room)
    assert len(paper) == questions_for(version) == room.questions == 10
    assert paper == paper_of(TaughtSession.objects.get())
    assert len({item.letter for item in paper}) > 1
    assert len({item.scene for item in paper}) == 10


def test_a_head_holds_a_session_on_the_pages_and_a_second_person_signs(
    version: CircularVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netral.config.middleware.moment", lambda: AT)
    person = person_build(PKM, name="Siti Contoh")
    head = staff_client(account_build(Role.OPD_HEAD, DINKES))
    listed = f"/edaran/{version.circular.ref}/kelas/"
    assert "Belum ada kelas" in head.get(listed).content.decode()
    sent = head.post(listed, {"tempat": "Aula", "hari": TODAY.isoformat(), "pengajar": "Kepala"})
    page = sent.headers["Location"]
    shown = head.get(page).content.decode()
    assert "Siti Contoh" in shown
    assert "Kode QR daftar hadir" in shown
    phone = person_client(person)
    ref = TaughtSession.objects.get().ref
    assert "Saya hadir" in phone.get(f"/saya/kelas/{ref}/").content.decode()
    assert not TaughtAttendance.objects.exists()
    phone.post(f"/saya/kelas/{ref}/")
    assert "sudah tercatat" in phone.get(f"/saya/kelas/{ref}/").content.decode()
    assert head.post(page, {f"n_{person.ref}": "99"}).status_code == 422
    assert head.post(page, {f"n_{person.ref}": "10"}).status_code == 302
    assert head.post(f"{page}sahkan/").status_code == 403
    assert "Kunci, hanya untuk pengajar" in head.get(f"{page}soal/").content.decode()
    second = staff_client(account_build(Role.OFFICER, KEY))
    assert "Sahkan hasil" in second.get(page).content.decode()
    assert second.post(f"{page}sahkan/").status_code == 302
    assert Reading.objects.get(person=person).understood_by == "kelas"
    assert "Disahkan" in head.get(page).content.decode()


def test_a_stranger_finds_no_room(room: TaughtSession) -> None:
    other = person_client(person_build(DISDIK))
    assert other.get(f"/saya/kelas/{room.ref}/").status_code == 404
    elsewhere = staff_client(account_build(Role.OPD_HEAD, DISDIK))
    assert elsewhere.get(f"/kelas/{room.ref}/").status_code == 404
    assert elsewhere.get("/kelas/TIDAKADA/").status_code == 404


def crowd(version: CircularVersion, head: Actor) -> tuple[TaughtSession, list[Person]]:
    """Return a room of two units with more people than one page holds, in the list's order."""
    room = opened_room(version, head)
    people = [person_build(DINKES, name=f"Orang {number:02}") for number in range(20)]
    people += [person_build(PKM, name=f"Warga {number:02}") for number in range(10)]
    return room, people


def test_a_large_room_is_paged_by_unit_and_searched_without_losing_what_was_typed(
    version: CircularVersion, head: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netral.config.middleware.moment", lambda: AT)
    room, people = crowd(version, head)
    client = staff_client(account_build(Role.OFFICER, KEY))
    page, first, last = f"/kelas/{room.ref}/", people[0], people[-1]
    shown = client.get(page).content.decode()
    assert shown.count("<h3>") == 2, "a heading for each unit"
    assert "1 sampai 25 dari 30" in shown
    assert last.name not in shown
    sent = client.post(page, {f"n_{first.ref}": "9", "cari": "warga 09"})
    assert sent.headers["Location"] == f"{page}?cari=warga+09"
    assert TaughtAttendance.objects.get(person=first).right == 9
    found = client.get(sent.headers["Location"]).content.decode()
    assert last.name in found
    assert first.name not in found
    sent = client.post(f"{page}?halaman=1", {f"n_{people[1].ref}": "8", "ke": "2"})
    assert sent.headers["Location"] == f"{page}?halaman=2"
    assert last.name in client.get(sent.headers["Location"]).content.decode()
    left = client.get(page, {"keadaan": "belum"}).content.decode()
    assert "dari 28" in left
    wrong = client.post(page, {f"n_{last.ref}": "99", "cari": "orang"})
    assert wrong.status_code == 422
    assert 'value="99"' in wrong.content.decode()
    assert 'value="orang"' in wrong.content.decode()


def test_a_paper_that_was_not_touched_stays_with_who_entered_it(
    room: TaughtSession, head: Actor
) -> None:
    (mine,) = entered(room, head, 9)
    theirs = person_build(PKM)
    client = staff_client(account_build(Role.OFFICER, KEY))
    sent = {
        f"n_{mine.ref}": "9",
        f"initial-n_{mine.ref}": "9",
        f"n_{theirs.ref}": "7",
        f"initial-n_{theirs.ref}": "",
    }
    assert client.post(f"/kelas/{room.ref}/", sent).status_code == 302
    papers = {paper.person_id: paper for paper in room.attendances.all()}
    assert papers[mine.pk].entered_by == head.account
    assert papers[theirs.pk].entered_by != head.account
    assert papers[theirs.pk].right == 7


def test_a_page_opened_before_a_colleague_typed_takes_nothing_back(
    room: TaughtSession, head: Actor
) -> None:
    (person,) = entered(room, head, 9)
    client = staff_client(account_build(Role.OFFICER, KEY))
    stale = {f"n_{person.ref}": "", f"initial-n_{person.ref}": ""}
    assert client.post(f"/kelas/{room.ref}/", stale).status_code == 302
    assert room.attendances.get().right == 9


def test_a_paper_entered_for_the_wrong_person_is_taken_back(
    room: TaughtSession, head: Actor
) -> None:
    by_list, by_code = entered(room, head, 9, 8)
    room.attendances.filter(person=by_code).update(way="qr")
    client = staff_client(account_build(Role.OFFICER, KEY))
    sent = {f"n_{one.ref}": "" for one in (by_list, by_code)}
    shown = {f"initial-n_{by_list.ref}": "9", f"initial-n_{by_code.ref}": "8"}
    assert client.post(f"/kelas/{room.ref}/", sent | shown).status_code == 302
    left = room.attendances.get()
    assert (left.person, left.right, left.entered_by) == (by_code, None, "")


def test_no_room_is_older_than_its_letter_and_the_form_keeps_what_was_typed(
    version: CircularVersion, head: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netral.config.middleware.moment", lambda: AT)
    before, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    with pytest.raises(WrongInputError):
        opened_room(version, head, TaughtPlan("Aula", before, "Kepala", 10))
    client = staff_client(account_build(Role.OPD_HEAD, DINKES))
    for day in (before, tomorrow):
        typed = {"tempat": "Aula lama", "hari": day.isoformat(), "pengajar": "Bu Kepala"}
        refused = client.post(f"/edaran/{version.circular.ref}/kelas/", typed)
        assert refused.status_code == 422
        assert 'value="Aula lama"' in refused.content.decode()
    assert not TaughtSession.objects.exists()


def test_a_withdrawn_letter_is_neither_attended_entered_nor_countersigned(
    version: CircularVersion, room: TaughtSession, head: Actor, second: Actor
) -> None:
    (person,) = entered(room, head, 10)
    circular_withdraw(
        actor=actor_build(Role.PPK, KEY),
        ref=CircularRef(version.circular.ref),
        reason="Keliru dasar hukumnya.",
        at=AT,
    )
    with pytest.raises(CircularEndedError):
        taught_attend(person=PersonRef(person.ref), ref=room.ref, at=AT)
    with pytest.raises(CircularEndedError):
        taught_enter(actor=head, ref=room.ref, rights={person.ref: 9}, at=AT)
    with pytest.raises(CircularEndedError):
        taught_countersign(actor=second, ref=room.ref, at=AT)
    assert not Reading.objects.exists()


def test_papers_on_a_version_replaced_since_are_still_listed_and_signed(
    version: CircularVersion, room: TaughtSession, head: Actor, second: Actor
) -> None:
    (person,) = entered(room, head, 10)
    renewed_build(version, [CAMPAIGN])
    client = staff_client(account_build(Role.OFFICER, KEY))
    listed = client.get(f"/edaran/{version.circular.ref}/kelas/").content.decode()
    assert room.place in listed
    assert "Tentang versi 1" in listed
    assert "tidak berlaku lagi" in client.get(f"/kelas/{room.ref}/").content.decode()
    taught_countersign(actor=second, ref=room.ref, at=AT)
    assert Reading.objects.get(person=person).version == version


def test_who_sat_in_the_room_does_not_countersign_the_own_paper(
    room: TaughtSession, head: Actor, version: CircularVersion
) -> None:
    account = account_build(Role.OFFICER, KEY, person=person_build(PKM))
    assert account.person is not None
    taught_enter(actor=head, ref=room.ref, rights={account.person.ref: 10}, at=AT)
    with pytest.raises(OneReaderError):
        taught_countersign(actor=actor_of(account, account.grants.get()), ref=room.ref, at=AT)
    assert taught(version) == (1, 0, 0)
    page = staff_client(account).get(f"/kelas/{room.ref}/").content.decode()
    assert "Kertas Anda sendiri ada di kelas ini" in page
    assert "Sahkan hasil" not in page


def test_a_paper_stays_in_its_room_when_an_import_moves_its_person(
    room: TaughtSession, head: Actor, second: Actor
) -> None:
    (person,) = entered(room, head, 9)
    person.unit = unit_build(DISDIK)
    person.save(update_fields=["unit"])
    shown = staff_client(account_build(Role.OPD_HEAD, DINKES)).get(f"/kelas/{room.ref}/")
    assert person.name in shown.content.decode()
    taught_enter(actor=head, ref=room.ref, rights={person.ref: 10}, at=AT)
    taught_countersign(actor=second, ref=room.ref, at=AT)
    assert Reading.objects.get(person=person).understood_by == "kelas"


def test_the_entry_names_who_passed_and_the_closed_room_shows_everyone_with_the_result(
    room: TaughtSession, head: Actor, second: Actor
) -> None:
    good, poor = entered(room, head, 9, 4)
    taught_countersign(actor=second, ref=room.ref, at=AT)
    body = Entry.objects.get(kind="lesson.countersign").body
    assert body is not None
    assert f'"persons":["{good.ref}"]' in body
    assert poor.ref not in body
    shown = staff_client(account_build(Role.OPD_HEAD, DINKES)).get(f"/kelas/{room.ref}/")
    page = shown.content.decode()
    assert good.name in page
    assert poor.name in page
    assert "9 dari 10" in page
    assert "4 dari 10" in page


def test_a_letter_to_other_groups_has_no_room_for_a_person(
    version: CircularVersion, room: TaughtSession
) -> None:
    version.groups = ["kepala_desa"]
    version.save(update_fields=["groups"])
    with pytest.raises(NotVisibleError):
        taught_attend(person=PersonRef(person_build(PKM).ref), ref=room.ref, at=AT)
    assert not TaughtAttendance.objects.exists()
