"""What the pages of a reminder say: the same one again, quiet hours, one a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.models import CircularVersion, Reminder
from netral.circulars.queries.gaps import reminder_next
from netral.core.access import Role
from netral.core.flow.reminding import UNDO
from netral.people.models import MessageRule
from tests.apps.circulars.build import AT, DINKES, KEY, published_build, tree_build
from tests.apps.circulars.test_reminders import START, ask, work
from tests.apps.people.build import account_build, actor_build, staff_client
from tests.apps.people.post import contact_build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings: Any, tmp_path: Any) -> None:
    settings.NETRAL_OUTBOX = str(tmp_path)


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    contact_build(DINKES)
    return published_build()


def head() -> Client:
    return staff_client(account_build(Role.OPD_HEAD, DINKES))


def pressed(client: Client, version: CircularVersion) -> str:
    url = reverse("circular-remind", args=[version.circular.ref, DINKES, "baca"])
    return client.post(url, follow=True).content.decode()


def test_pressed_again_the_page_says_who_asked_and_that_it_is_the_same(
    version: CircularVersion,
) -> None:
    first = pressed(head(), version)
    assert "Sebelum itu bisa dihentikan" in first
    asked = Reminder.objects.get()
    again = pressed(head(), version)
    assert f"pengingat ini sudah diminta {asked.asked_name}" in again
    assert "Sebelum itu bisa dihentikan" not in again
    assert Reminder.objects.count() == 1


def test_in_quiet_hours_the_page_says_until_when_and_why(version: CircularVersion) -> None:
    MessageRule.objects.create(
        government_id=KEY, quiet_from="00:00", quiet_to="23:59", set_by="uji", set_at=AT
    )
    page = pressed(head(), version)
    assert "23.59 WIB" in page
    assert "sesudah jam tenang" in page


def test_who_was_reminded_today_waits_for_tomorrow_and_the_page_says_so(
    version: CircularVersion,
) -> None:
    actor = actor_build(Role.OPD_HEAD, DINKES)
    ask(actor, version)
    work(START)
    later = AT + timedelta(hours=1)
    second = ask(actor, version, at=later)
    assert work(later + UNDO).sent == []
    morning = (AT + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    assert reminder_next(second) == morning
    page = head().get(reverse("reminder", args=[second.ref])).content.decode()
    assert "paling banyak satu pengingat sehari" in page
    assert "07.00 WIB" in page


def test_one_that_waits_for_its_own_start_alone_is_told_no_reason(
    version: CircularVersion,
) -> None:
    made = ask(actor_build(Role.OPD_HEAD, DINKES), version)
    work(AT + timedelta(seconds=10))
    assert reminder_next(made) is None
    page = head().get(reverse("reminder", args=[made.ref])).content.decode()
    assert "Yang masih menunggu" not in page
    assert "sesudah jam tenang" not in page


def test_a_name_that_nobody_bears_is_no_word_that_nobody_is_left(version: CircularVersion) -> None:
    address = reverse("circular-gaps", args=[version.circular.ref, DINKES])
    page = head().get(address, {"cari": "Zzz"}).content.decode()
    assert "Tidak ada yang cocok" in page
    assert "Tidak ada yang perlu dikejar" not in page
    assert "Tidak ada yang cocok" not in head().get(address).content.decode()
