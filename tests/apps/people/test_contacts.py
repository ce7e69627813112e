"""Addresses that reach nobody: by hand, by a list, by the mail server's hook; masked, lifted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netral.core.access import Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.people.models import DeadAddress, Notice, Person
from netral.people.queries.contacts import reach_of
from netral.people.services.contacts import address_lift, address_mark, addresses_mark
from netral.shell.moment import moment
from tests.apps.people.build import account_build, actor_build, staff_client
from tests.apps.people.post import BOTH, contact_build, queued
from tests.apps.people.told import entries

pytestmark = pytest.mark.django_db

MAIL = "siti@batanghari.example"
TOKEN = "kata-rahasia-server-surat"


def marked(person: Person, way: str = "email") -> DeadAddress:
    officer = actor_build(Role.OFFICER)
    return address_mark(actor=officer, person=person.ref, way=way, reason="kembali", at=moment())


def test_a_bounced_mail_leaves_the_phone_and_then_nothing_but_paper() -> None:
    person = contact_build(email=MAIL)
    assert reach_of(person, BOTH).way == "pesan"
    marked(person, "pesan")
    assert reach_of(person, BOTH).way == "email"
    marked(person)
    assert reach_of(person, BOTH).way == ""
    assert len(entries("contact.dead")) == 2


def test_a_new_address_on_file_is_not_marked_and_the_old_one_still_is() -> None:
    person = contact_build(email=MAIL, phone="")
    marked(person)
    person.email = "siti.baru@batanghari.example"
    assert reach_of(person, BOTH).way == "email"
    person.email = MAIL.upper()
    assert reach_of(person, BOTH).way == ""


def test_the_mark_keeps_no_address() -> None:
    marked(contact_build(email=MAIL))
    assert MAIL.split("@", maxsplit=1)[0] not in str(DeadAddress.objects.values().get())


def test_a_mark_is_set_once_and_lifted_once() -> None:
    person, officer = contact_build(email=MAIL), actor_build(Role.OFFICER)
    mark = marked(person)
    with pytest.raises(AlreadyDoneError):
        marked(person)
    address_lift(actor=officer, mark=mark.pk, at=moment())
    assert reach_of(person, ["email"]).way == "email"
    with pytest.raises(NotVisibleError):
        address_lift(actor=officer, mark=mark.pk, at=moment())
    assert len(entries("contact.live")) == 1


def test_only_who_may_issue_links_marks_and_only_their_own_units() -> None:
    person = contact_build(email=MAIL)
    told: dict[str, Any] = {"person": person.ref, "way": "email", "reason": "x", "at": moment()}
    with pytest.raises(NotAllowedError):
        address_mark(actor=actor_build(Role.HANDLER), **told)
    for elsewhere in ("kab-batanghari.disdik", "kab-samosir"):
        with pytest.raises(NotVisibleError):
            address_mark(actor=actor_build(Role.OPD_HEAD, elsewhere), **told)
    with pytest.raises(WrongInputError):
        address_mark(actor=actor_build(Role.OFFICER), **{**told, "way": "surat"})


def test_a_list_marks_whom_it_finds_and_gives_back_what_it_does_not_know() -> None:
    one, two = contact_build(email=MAIL, phone=""), contact_build(phone="0857.0000.1111")
    other = contact_build("kab-samosir.dinkes", email=MAIL)
    lines = [f'"{MAIL}";550 tidak ada', "", "+62 857 0000 1111, mati", "siapa@x.example", "kosong"]
    taken = addresses_mark(actor=actor_build(Role.OFFICER), lines=lines, at=moment())
    assert (taken.marked, taken.unknown) == (2, ("siapa@x.example", "kosong"))
    assert {mark.person for mark in DeadAddress.objects.all()} == {one, two}
    assert reach_of(other, BOTH).way != ""
    assert DeadAddress.objects.get(person=one).reason == "550 tidak ada"
    with pytest.raises(WrongInputError):
        addresses_mark(actor=actor_build(Role.OFFICER), lines=["x"] * 2_001, at=moment())


def test_the_servers_hook_needs_its_token_and_tells_nothing(settings: Any) -> None:
    person = contact_build(email=MAIL, phone="")
    page, form = reverse("bounce"), {"address": MAIL, "reason": "550"}
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(page, form).status_code == 404  # none is set: the door does not exist
    settings.NETRAL_BOUNCE_TOKEN = TOKEN
    for wrong in ({}, {"authorization": "Bearer salah"}, {"authorization": "Bearer "}):
        assert browser.post(page, form, headers=wrong).status_code == 404
    assert not DeadAddress.objects.exists()
    right = {"authorization": f"Bearer {TOKEN}"}
    known = browser.post(page, form, headers=right)
    unknown = browser.post(page, {"address": "a@b.example"}, headers=right)
    assert known.content == unknown.content
    assert browser.post(page, {}, headers=right).status_code == 422
    assert browser.get(page, headers=right).status_code == 405
    mark = DeadAddress.objects.get()
    assert (mark.person, mark.source, mark.reason) == (person, "pantulan", "550")


def test_the_hook_finds_the_person_by_the_messages_own_key(settings: Any) -> None:
    settings.NETRAL_BOUNCE_TOKEN = TOKEN
    person = contact_build()
    queued(person, at=moment())
    form = {"key": Notice.objects.get().ref, "reason": "nomor mati"}
    Client().post(reverse("bounce"), form, headers={"authorization": f"Bearer {TOKEN}"})
    assert DeadAddress.objects.get().way == "pesan"


def test_pages_show_addresses_masked_and_let_an_officer_mark_and_lift() -> None:
    person = contact_build(email=MAIL)
    officer = staff_client(account_build(Role.OFFICER))
    page = officer.get(reverse("person", args=[person.ref])).content.decode()
    assert "0812•••••890" in page
    assert "s•••@batanghari.example" in page
    assert MAIL not in page
    mark = reverse("contact_mark", args=[person.ref, "email"])
    assert officer.get(mark).status_code == 200
    assert officer.post(mark, {"reason": ""}).status_code == 422
    assert officer.post(mark, {"reason": "kembali"}).status_code == 302
    assert officer.get(mark).status_code == 404
    listed = officer.get(reverse("contacts")).content.decode()
    assert person.name in listed
    assert MAIL not in listed
    lift = reverse("contact_lift", args=[DeadAddress.objects.get().pk])
    assert officer.post(lift).status_code == 302
    assert "Belum ada alamat" in officer.get(reverse("contacts")).content.decode()


def test_a_list_that_is_half_unknown_gives_its_unknown_lines_back_to_the_form() -> None:
    contact_build(email=MAIL)
    officer = staff_client(account_build(Role.OFFICER))
    page = officer.post(reverse("contacts"), {"lines": f"{MAIL}\nsiapa@x.example"})
    said = page.content.decode()
    assert "siapa@x.example</textarea>" in said
    assert "1 baris tidak cocok" in said
    assert officer.post(reverse("contacts"), {"lines": ""}).status_code == 422


def test_the_rule_of_messages_is_set_on_its_page() -> None:
    officer = staff_client(account_build(Role.OFFICER))
    page = reverse("message_rule")
    assert "20:00" in officer.get(page).content.decode()
    form = {"quiet_from": "21:30", "quiet_to": "06:00", "has_link": "on"}
    assert officer.post(page, form).status_code == 302
    assert "21:30" in officer.get(page).content.decode()
    assert officer.post(page, {**form, "quiet_to": "pagi"}).status_code == 422
    assert staff_client(account_build(Role.SEKDA)).get(page).status_code == 403
