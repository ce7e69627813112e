"""The person's own acts: opening and reading."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.access import CircularEndedError
from netral.circulars.models import Reading
from netral.circulars.queries.coverage import version_last_read
from netral.circulars.queries.deliveries import circulars_for_person
from netral.circulars.services import circular_withdraw, reading_open, reading_read
from netral.core.access import Assurance, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError
from netral.core.kinds.refs import CircularRef, PersonRef
from netral.journal.models import Entry
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    GOODS,
    PKM,
    draft_build,
    has_read,
    kinds_entered,
    opened,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.people.build import actor_build, person_build, unit_build

pytestmark = pytest.mark.django_db


def test_opening_counts_as_arrival_and_keeps_how_sure_we_are() -> None:
    person = person_build(DINKES)
    version = published_build()
    opened(version, person)
    reading = Reading.objects.get()
    assert (reading.sent_at, reading.opened_at, reading.read_at) == (AT, AT, None)
    assert (reading.channel, reading.assurance) == ("buka", "tautan_pin")
    assert kinds_entered()[-1] == "circular.open"


def test_reading_binds_the_words_and_a_snapshot_of_post_and_unit() -> None:
    tree_build()
    person = person_build(PKM, post_title="Perawat")
    version = published_build()
    has_read(version, person)
    person.unit, person.post_title = unit_build(DINKES), "Kepala Bidang"
    person.save()
    reading = Reading.objects.get()
    assert (reading.post_title, reading.unit_path) == ("Perawat", PKM)
    body = json.loads(Entry.objects.get(kind="circular.read").body or "")
    assert body["actor"] == person.ref
    assert body["body"]["hash"] == version.body_hash


def test_the_promise_of_the_journal_is_kept_for_the_person() -> None:
    person = person_build()
    version = published_build()
    has_read(version, person)
    promise = Reading.objects.get().promise
    assert promise.startswith("netral-promise/v1\norigin uji.example/jejak/kab-batanghari\n")


def test_the_public_header_holds_no_person_no_unit_and_no_time() -> None:
    person = person_build()
    has_read(published_build(), person)
    leaf = Entry.objects.get(kind="circular.read").leaf
    assert person.ref not in leaf
    assert "dinkes" not in leaf
    assert set(json.loads(leaf)) == {"v", "kind", "matter", "day", "c"}


def test_pressed_twice_each_act_is_recorded_once() -> None:
    person = person_build()
    version = published_build()
    has_read(version, person)
    has_read(version, person)
    assert Reading.objects.count() == 1
    assert kinds_entered()[-2:] == ["circular.open", "circular.read"]


def test_a_server_whose_clock_runs_behind_records_the_reading_all_the_same() -> None:
    version, person = published_build(), person_build(DINKES)
    opened(version, person)
    reading = reading_read(
        person=PersonRef(person.ref),
        ref=CircularRef(version.circular.ref),
        sequence=1,
        assurance=Assurance.LINK_PIN,
        at=AT - timedelta(seconds=40),
    )
    assert reading.read_at == reading.opened_at == AT


def test_what_was_not_opened_cannot_be_called_read_and_nothing_is_written() -> None:
    person = person_build()
    version = published_build()
    with pytest.raises(MoveRefusedError, match="Buka dulu"):
        read_as(person.ref, version.circular.ref)
    assert not Reading.objects.exists()


def test_the_circular_of_another_government_does_not_exist_for_a_person() -> None:
    version = published_build()
    stranger = person_build("kab-samosir.dinkes")
    with pytest.raises(NotVisibleError):
        open_as(stranger.ref, version.circular.ref)


def test_a_draft_does_not_exist_for_a_person() -> None:
    person = person_build()
    with pytest.raises(NotVisibleError, match="belum terbit"):
        open_as(person.ref, draft_build().ref)


def test_a_withdrawn_circular_says_so_and_records_nothing() -> None:
    person = person_build()
    version = published_build()
    circular_withdraw(
        actor=actor_build(Role.PPK), ref=CircularRef(version.circular.ref), reason="x", at=AT
    )
    with pytest.raises(CircularEndedError, match="sudah dicabut") as ended:
        open_as(person.ref, version.circular.ref)
    assert ended.value.status == 410
    assert not Reading.objects.exists()


def test_who_left_the_service_reads_nothing_more() -> None:
    person = person_build()
    person.valid_to = AT.date() - timedelta(days=1)
    person.save()
    with pytest.raises(NotVisibleError, match="daftar pegawai"):
        open_as(person.ref, published_build().circular.ref)


def test_a_page_of_the_old_version_cannot_record_the_reading_of_the_new_one() -> None:
    person = person_build()
    first = published_build()
    opened(first, person)
    renewed_build(first, [CAMPAIGN])
    with pytest.raises(AlreadyDoneError, match="Versi 2 terbit"):
        read_as(person.ref, first.circular.ref, sequence=1)
    assert not Reading.objects.filter(read_at__isnull=False).exists()


def test_a_new_version_asks_again_and_knows_what_was_read_last() -> None:
    person = person_build()
    first = published_build()
    has_read(first, person)
    second = renewed_build(first, [GOODS])
    (row,) = circulars_for_person(person)
    assert (row.version, row.is_read, row.is_opened, row.has_earlier) == (
        second,
        False,
        False,
        True,
    )
    assert version_last_read(version=second, person=person) == first
    has_read(second, person)
    (row,) = circulars_for_person(person)
    assert (row.is_read, row.has_earlier) == (True, False)


def test_the_unread_stand_first_on_a_persons_list() -> None:
    person = person_build()
    read = published_build(number="1/SE")
    unread = published_build(number="2/SE")
    has_read(read, person)
    assert [row.version for row in circulars_for_person(person)] == [unread, read]


def test_the_database_refuses_a_reading_that_was_never_opened() -> None:
    person = person_build()
    version = published_build()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(
            version=version,
            government=version.government,
            person=person,
            sent_at=AT,
            channel="lembar",
            read_at=AT,
        )


def open_as(person: str, ref: str) -> None:
    reading_open(
        person=PersonRef(person),
        ref=CircularRef(ref),
        sequence=1,
        assurance=Assurance.LINK,
        at=AT,
    )


def read_as(person: str, ref: str, sequence: int = 1) -> None:
    reading_read(
        person=PersonRef(person),
        ref=CircularRef(ref),
        sequence=sequence,
        assurance=Assurance.LINK,
        at=AT,
    )


def test_a_persons_days_of_service_are_those_of_the_roster() -> None:
    person = person_build()
    person.valid_from = date(2030, 1, 1)
    person.save()
    with pytest.raises(NotVisibleError):
        open_as(person.ref, published_build().circular.ref)
