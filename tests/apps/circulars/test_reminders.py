"""Reminders: by hand or by themselves, out of the journal, stoppable, never to who is done."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from netral.circulars.models import CircularVersion, Reminder, ReminderCursor
from netral.circulars.queries.gaps import gap_persons, gap_rows, gap_sum, superiors_of
from netral.circulars.services import circular_withdraw
from netral.circulars.services.deadlines import deadlines_set
from netral.circulars.services.reminders import ReminderWish, reminder_ask, reminder_stop
from netral.circulars.tasks import reminders_work
from netral.core.access import Actor, Role
from netral.core.flow.reminding import UNDO, Gap, reminders_by
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.journal.models import Entry
from netral.journal.tasks import seal_all
from netral.people.models import Notice, Person, Posting
from tests.apps.circulars.build import (
    AT,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    has_read,
    kinds_entered,
    passed_on,
    published_build,
    tree_build,
)
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    posting_build,
    staff_client,
)
from tests.apps.people.post import Post, contact_build, states, worked

pytestmark = pytest.mark.django_db

WAYS = frozenset({"pesan"})
SOON = AT + timedelta(seconds=10)
START = AT + UNDO


@pytest.fixture(autouse=True)
def _outbox(settings: Any, tmp_path: Any) -> None:
    settings.NETRAL_OUTBOX = str(tmp_path)


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    return published_build()


@pytest.fixture
def head() -> Actor:
    return actor_build(Role.OPD_HEAD, DINKES)


def ask(
    actor: Actor,
    version: CircularVersion,
    gap: Gap = Gap.READ,
    *,
    unit: str = DINKES,
    superior: str = "",
    at: datetime = AT,
) -> Reminder:
    return reminder_ask(
        actor=actor,
        ref=CircularRef(version.circular.ref),
        wish=ReminderWish(UnitPath(unit), gap, superior),
        open_ways=WAYS,
        at=at,
    )


def work(at: datetime, post: Post | None = None) -> Post:
    """Seal, then let the worker do a round."""
    used = post or Post()
    seal_all(at)
    reminders_work(at)
    worked(used, at)
    return used


def test_who_has_not_read_is_reminded_after_the_time_to_take_it_back(
    version: CircularVersion, head: Actor
) -> None:
    person, done = contact_build(DINKES), contact_build(PKM)
    has_read(version, done)
    ask(head, version)
    assert work(SOON).sent == []
    post = work(START)
    assert [notice.person for notice in Notice.objects.all()] == [person]
    assert len(post.sent) == 1
    assert work(START + timedelta(minutes=1)).sent == []


def test_nothing_is_queued_before_its_entry_is_sealed_in_the_journal(
    version: CircularVersion, head: Actor
) -> None:
    contact_build(DINKES)
    seal_all(AT)
    ask(head, version)
    reminders_work(SOON)
    assert not Notice.objects.exists()
    seal_all(SOON)
    reminders_work(SOON)
    assert Notice.objects.count() == 1


def test_a_worker_that_dies_between_cursor_and_queue_loses_and_doubles_nothing(
    version: CircularVersion, head: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact_build(DINKES)
    reminder = ask(head, version)
    seal_all(SOON)

    class Killed(BaseException):
        pass

    def die(**_named: Any) -> int:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("netral.circulars.services.reminders.notices_queue", die)
        with pytest.raises(Killed):
            reminders_work(SOON)
    assert not ReminderCursor.objects.filter(position__gt=0).exists()
    for _ in range(3):
        reminders_work(SOON)
    # An operator who turns the cursor back sends nothing again either.
    ReminderCursor.objects.update(position=0)
    Reminder.objects.filter(pk=reminder.pk).update(queued_at=None)
    reminders_work(SOON)
    assert Notice.objects.count() == 1


def test_who_reads_while_it_waits_is_left_alone(version: CircularVersion, head: Actor) -> None:
    person, other = contact_build(DINKES), contact_build(DINKES)
    ask(head, version)
    work(SOON)
    has_read(version, person)
    post = work(START)
    assert len(post.sent) == 1
    assert Notice.objects.get(person=person).state == "batal"
    assert Notice.objects.get(person=other).state == "terkirim"


def test_a_reminder_can_be_stopped_and_then_nobody_hears_of_it(
    version: CircularVersion, head: Actor
) -> None:
    contact_build(DINKES)
    early, late = ask(head, version), ask(head, version, at=AT + 2 * UNDO)
    reminder_stop(actor=head, ref=early.ref, at=AT)
    work(AT + 2 * UNDO)
    assert states() == ["antre"]  # the first was stopped before it was queued at all
    reminder_stop(actor=head, ref=late.ref, at=AT + 2 * UNDO)
    assert work(AT + 4 * UNDO).sent == []
    with pytest.raises(AlreadyDoneError):
        reminder_stop(actor=head, ref=late.ref, at=AT + 4 * UNDO)
    assert kinds_entered().count("circular.remind_stop") == 2


def test_pressed_twice_it_is_one_reminder(version: CircularVersion, head: Actor) -> None:
    contact_build(DINKES)
    assert ask(head, version).ref == ask(head, version, at=AT + timedelta(seconds=2)).ref
    assert kinds_entered().count("circular.remind") == 1


def test_a_circular_withdrawn_meanwhile_reminds_nobody(
    version: CircularVersion, head: Actor
) -> None:
    contact_build(DINKES)
    ask(head, version)
    work(SOON)
    circular_withdraw(
        actor=actor_build(Role.PPK), ref=CircularRef(version.circular.ref), reason="x", at=SOON
    )
    assert work(START).sent == []
    assert states() == ["batal"]


def test_at_night_it_waits_for_the_morning(version: CircularVersion, head: Actor) -> None:
    contact_build(DINKES)
    night = AT.replace(hour=22)
    made = ask(head, version, at=night)
    assert made.starts_at == AT.replace(hour=7) + timedelta(days=1)


def test_the_entry_names_the_unit_and_the_gap_and_no_person(
    version: CircularVersion, head: Actor
) -> None:
    person = contact_build(DINKES)
    made = ask(head, version)
    body = json.loads(Entry.objects.filter(kind="circular.remind").get().body or "")["body"]
    assert body == {
        "gap": "baca",
        "reminder": made.ref,
        "round": "",
        "unit": DINKES,
        "version": 1,
    }
    assert person.ref not in str(body)


def test_nobody_to_remind_and_no_way_to_reach_are_said(
    version: CircularVersion, head: Actor
) -> None:
    with pytest.raises(WrongInputError, match="Tidak ada lagi"):
        ask(head, version)
    contact_build(DINKES, phone="")
    with pytest.raises(WrongInputError, match="Cetak lembar QR"):
        ask(head, version)


REFUSED = [
    (role, gap) for gap in Gap for role in sorted(set(Role) - reminders_by(gap) - {Role.ASN})
]


@pytest.mark.parametrize(("role", "gap"), REFUSED)
def test_no_other_role_reminds_of_a_gap(version: CircularVersion, role: Role, gap: Gap) -> None:
    contact_build(DINKES)
    with pytest.raises(NotAllowedError):
        ask(actor_build(role, DINKES), version, gap)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("role", sorted(reminders_by(Gap.READ)))
def test_who_sees_the_names_reminds_them(version: CircularVersion, role: Role) -> None:
    contact_build(DINKES)
    assert ask(actor_build(role, DINKES), version).asked_name.startswith("Petugas Contoh")


def test_nobody_reminds_or_stops_elsewhere(version: CircularVersion, head: Actor) -> None:
    contact_build(DINKES)
    made = ask(head, version)
    for unit in (DISDIK, "kab-samosir"):
        stranger = actor_build(Role.OPD_HEAD, unit)
        with pytest.raises(NotVisibleError):
            ask(stranger, version)
        with pytest.raises(NotVisibleError):
            reminder_stop(actor=stranger, ref=made.ref, at=AT)


def test_under_one_superior_only_their_own_people_are_meant(
    version: CircularVersion, head: Actor
) -> None:
    boss, chief = contact_build(DINKES), contact_build(DINKES)
    Posting.objects.filter(pk=posting_build(chief).pk).update(is_head=True)
    named, unnamed = contact_build(PKM), contact_build(DINKES)
    Person.objects.filter(pk=named.pk).update(superior=boss)
    whole = gap_persons(version, DINKES, Gap.READ, on=AT.date())
    assert superiors_of(whole) == [(boss.ref, boss.name, 1)]

    def under(superior: Person) -> set[Person]:
        return set(gap_persons(version, DINKES, Gap.READ, on=AT.date(), superior=superior.ref))

    assert under(boss) == {named}
    assert under(chief) == {boss, unnamed}  # nobody named: the head of their unit
    ask(head, version, superior=boss.ref)
    work(START)
    assert [notice.person for notice in Notice.objects.all()] == [named]


def test_heads_are_reminded_to_pass_it_on_and_those_who_did_are_not(
    version: CircularVersion,
) -> None:
    chief, done = contact_build(DINKES), contact_build(DISDIK)
    for person in (chief, done):
        Posting.objects.filter(pk=posting_build(person).pk).update(is_head=True)
    passed_on(version, DISDIK)
    ask(actor_build(Role.SEKDA), version, Gap.ONWARD, unit=KEY)
    post = work(START)
    assert [notice.person for notice in Notice.objects.all()] == [chief]
    assert "teruskan" in post.sent[0].text


def test_the_list_says_how_each_is_reached_and_when_last_reminded(
    version: CircularVersion, head: Actor
) -> None:
    reached, without = contact_build(DINKES, name="A"), contact_build(DINKES, phone="", name="B")
    ask(head, version)
    work(START)
    people = list(gap_persons(version, DINKES, Gap.READ, on=AT.date()))
    rows = gap_rows(people, WAYS)
    assert [(row.person, row.reach.way) for row in rows] == [(reached, "pesan"), (without, "")]
    assert [row.reminded_at for row in rows] == [START, None]
    told = gap_sum(people, WAYS, today=AT.date())
    assert (told.message, told.mail, told.without, told.today) == (1, 0, 1, 1)


def days_set(version: CircularVersion) -> None:
    deadlines_set(
        actor=actor_build(Role.OFFICER),
        ref=CircularRef(version.circular.ref),
        days={0: 10, 1: 2},
        is_workdays=False,
        at=AT,
    )


def test_it_reminds_by_itself_once_before_and_once_after_the_last_day(
    version: CircularVersion,
) -> None:
    person = contact_build(DINKES)
    days_set(version)  # to read until 22 September
    got: list[tuple[date, int]] = []
    for day in range(13, 41):
        at = AT + timedelta(days=day - 12)
        work(at)
        sent = work(at + UNDO)
        if sent.sent:
            got.append(((at + UNDO).date(), len(sent.sent)))
    assert got == [(date(2024, 9, 20), 1), (date(2024, 9, 23), 1)]
    assert set(Notice.objects.values_list("person", flat=True)) == {person.pk}
    assert {reminder.asked_by for reminder in Reminder.objects.all()} == {""}


def test_a_worker_that_was_down_on_the_day_still_reminds_but_not_weeks_later(
    version: CircularVersion,
) -> None:
    contact_build(DINKES)
    days_set(version)
    late = AT + timedelta(days=20)
    work(late)
    assert len(work(late + UNDO).sent) == 1
    Reminder.objects.all().delete()
    work(AT + timedelta(days=60))
    assert not Reminder.objects.exists()


def test_heads_past_their_day_are_reminded_by_themselves_unit_by_unit(
    version: CircularVersion,
) -> None:
    chief = contact_build(DINKES)
    Posting.objects.filter(pk=posting_build(chief).pk).update(is_head=True)
    has_read(version, chief)
    days_set(version)
    passed_on(version, DISDIK)
    late = AT + timedelta(days=3)
    work(late)
    onward = Reminder.objects.filter(gap="teruskan")
    assert [(one.unit.path, one.round) for one in onward] == [(DINKES, "sesudah")]
    work(late + UNDO)
    assert Notice.objects.get(topic="teruskan").person == chief


def test_a_region_that_switched_it_off_hears_nothing_by_itself(version: CircularVersion) -> None:
    contact_build(DINKES)
    days_set(version)
    officer = staff_client(account_build(Role.OFFICER))
    officer.post(reverse("message_rule"), {"quiet_from": "20:00", "quiet_to": "07:00"})
    work(AT + timedelta(days=11))
    assert not Reminder.objects.exists()


def test_the_pages_tell_how_many_by_which_way_and_offer_to_stop(version: CircularVersion) -> None:
    contact_build(DINKES)
    person_build(DINKES, name="Tanpa Nomor")
    browser = staff_client(account_build(Role.OPD_HEAD, DINKES))
    listed = browser.get(reverse("circular-gaps", args=[version.circular.ref, DINKES]))
    said = listed.content.decode()
    assert "tidak ada jalan: cetak lembar" in said
    assert "0812•••••890" in said
    assert "3456" not in said
    page = reverse("circular-remind", args=[version.circular.ref, DINKES, "baca"])
    asked = browser.get(page).content.decode()
    assert "Ingatkan 1 orang" in asked
    assert not Reminder.objects.exists()  # looking sends nothing
    answer = browser.post(page)
    made = Reminder.objects.get()
    assert answer.headers["Location"] == reverse("reminder", args=[made.ref])
    assert "Hentikan" in browser.get(answer.headers["Location"]).content.decode()
    stop = reverse("reminder-stop", args=[made.ref])
    assert browser.get(stop).status_code == 200
    assert browser.post(stop).status_code == 302
    assert browser.get(reverse("circular-remind", args=["X", DINKES, "semua"])).status_code == 404


def test_a_name_is_found_and_a_strange_filter_shows_the_first_list(
    version: CircularVersion,
) -> None:
    contact_build(DINKES, name="Siti Contoh")
    contact_build(DINKES, name="Budi Contoh")
    browser = staff_client(account_build(Role.OPD_HEAD, DINKES))
    page = reverse("circular-gaps", args=[version.circular.ref, DINKES])
    found = browser.get(page, {"cari": "siti"}).content.decode()
    assert "Siti Contoh" in found
    assert "Budi Contoh" not in found
    assert "Budi Contoh" in browser.get(page, {"celah": "x' OR 1"}).content.decode()
    none = browser.get(page, {"celah": "latihan"}).content.decode()
    assert "Tidak ada yang perlu dikejar" in none
