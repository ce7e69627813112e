"""Codes to the phone on file: what they confirm, how they are guessed at, what is kept of them."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from netral.core.access import Role
from netral.core.kinds.secrets import SecretText
from netral.people.access import PERSON_KEY
from netral.people.models import BrowserMark, LinkCode, Notice, Person, PersonalLink
from netral.people.services.browsers import COOKIE, traces_sweep
from netral.people.services.code_words import code_of
from netral.people.services.contacts import address_mark
from netral.people.services.link_codes import code_ask, code_confirm, pin_replace
from netral.people.services.links import link_open, link_revoke, links_issue
from netral.people.services.message_rule import RuleWish, message_rule_set
from netral.shell.guesses import TooOftenError
from netral.shell.moment import moment
from tests.apps.people.build import actor_build, person_build, unit_build
from tests.apps.people.post import Post, contact_build, worked
from tests.apps.people.told import entries, written

pytestmark = pytest.mark.django_db

UNIT, PIN = "kab-batanghari.dinkes", "407261"
CODE_PAGE = "/saya/kode/"
OPEN = frozenset({"pesan"})
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _outbox(settings: Any, tmp_path: Any) -> None:
    settings.NETRAL_OUTBOX = str(tmp_path / "kotak")


def issued(person: Person) -> str:
    ((_person, token),) = links_issue(
        actor=actor_build(Role.OPD_HEAD, UNIT),
        persons=[person],
        channel="lembar",
        at=moment(),
        expires_at=moment() + timedelta(days=30),
    )
    return str(token)


def page_of(token: str) -> str:
    return reverse("personal_link", args=[token])


def pinned(person: Person) -> tuple[Client, str]:
    """Return a browser in which the person has just chosen the PIN, and the link's token."""
    token, browser = issued(person), Client()
    answer = browser.post(page_of(token), {"pin": PIN, "again": PIN})
    assert answer.headers["Location"] == CODE_PAGE
    return browser, token


def told_code() -> str:
    """Return the code as the phone receives it, by the worker."""
    post = Post()
    worked(post, moment())
    (digits,) = re.findall(r"\b\d{6}\b", post.sent[-1].text)
    assert post.sent[-1].to == "+6281234567890"
    return str(digits)


def asked(person: Person) -> LinkCode:
    return code_ask(
        link=PersonalLink.objects.filter(person=person).latest("pk").ref,
        purpose=LinkCode.Purpose.BIND,
        open_ways=OPEN,
        at=moment(),
    )


def test_a_code_to_the_phone_on_file_raises_what_is_known_of_each_act() -> None:
    browser, token = pinned(contact_build())
    assert PERSON_KEY not in browser.session  # not in yet
    assert "0812•••••890" in browser.get(CODE_PAGE).content.decode()
    browser.post(CODE_PAGE, {"langkah": "kirim"})
    opened = browser.post(CODE_PAGE, {"langkah": "periksa", "code": told_code()})
    assert opened.headers["Location"] == "/saya/"
    assert browser.session[PERSON_KEY]["assurance"] == "tautan_kode"
    assert len(entries("link.confirm")) == 1
    # From now on the PIN opens what the code has confirmed, on this phone and any other.
    other = Client()
    other.post(page_of(token), {"pin": PIN})
    assert other.session[PERSON_KEY]["assurance"] == "tautan_kode"


def test_without_the_code_one_enters_and_the_weaker_way_is_said() -> None:
    browser, _token = pinned(contact_build())
    browser.post(CODE_PAGE, {"langkah": "lewati"})
    assert browser.session[PERSON_KEY]["assurance"] == "tautan_pin"
    assert not entries("link.confirm")


def test_a_region_may_ask_for_the_code_and_nobody_passes_without_it() -> None:
    person = contact_build()
    wish = RuleWish(time(20), time(7), is_automatic=True, has_link=False, needs_code=True)
    message_rule_set(actor=actor_build(Role.OFFICER), wish=wish, at=moment())
    browser, token = pinned(person)
    refused = browser.post(CODE_PAGE, {"langkah": "lewati"})
    assert refused.status_code == 403
    assert PERSON_KEY not in browser.session
    again = Client()  # the clerk who set the PIN comes back with it: still no way around
    assert again.post(page_of(token), {"pin": PIN}).headers["Location"] == CODE_PAGE
    assert PERSON_KEY not in again.session


@pytest.mark.parametrize("phone", ["", "0741-22334", "bukan nomor"])
def test_who_has_no_phone_on_file_enters_by_the_pin_alone(phone: str) -> None:
    browser = Client()
    answer = browser.post(page_of(issued(contact_build(phone=phone))), {"pin": PIN, "again": PIN})
    assert answer.headers["Location"] == "/saya/"


def test_where_nothing_can_be_sent_or_the_number_is_dead_the_pin_is_enough(settings: Any) -> None:
    dead = contact_build()
    officer = actor_build(Role.OFFICER)
    address_mark(actor=officer, person=dead.ref, way="pesan", reason="mati", at=moment())
    form = {"pin": PIN, "again": PIN}
    assert Client().post(page_of(issued(dead)), form).headers["Location"] == "/saya/"
    settings.NETRAL_OUTBOX = ""
    assert Client().post(page_of(issued(contact_build())), form).headers["Location"] == "/saya/"


def test_five_wrong_codes_end_the_code_even_for_who_knows_it_then() -> None:
    person = contact_build()
    pinned(person)
    code, link = asked(person), PersonalLink.objects.get()
    right = str(code_of(code.ref))
    wrong = "000000" if right != "000000" else "111111"
    said = [code_confirm(link=link.ref, code=wrong, at=moment()) for _ in range(5)]
    assert "Sisa percobaan: 4" in said[0]
    assert "lima kali" in said[4]
    assert "tidak berlaku" in code_confirm(link=link.ref, code=right, at=moment())
    link.refresh_from_db()
    assert link.confirmed_at is None


def test_a_code_is_good_for_ten_minutes_and_once() -> None:
    person = contact_build()
    pinned(person)
    code, link = asked(person), PersonalLink.objects.get()
    right = str(code_of(code.ref))
    late = code.expires_at
    assert "tidak berlaku" in code_confirm(link=link.ref, code=right, at=late)
    assert code_confirm(link=link.ref, code=right, at=late - timedelta(seconds=1)) == ""
    assert "tidak berlaku" in code_confirm(link=link.ref, code=right, at=moment())


def test_a_new_code_ends_the_one_before_and_its_message_if_it_still_waits() -> None:
    person = contact_build()
    pinned(person)
    first = asked(person)
    second = asked(person)
    link = PersonalLink.objects.get()
    assert "tidak cocok" in code_confirm(link=link.ref, code=str(code_of(first.ref)), at=moment())
    assert told_code() == str(code_of(second.ref))


def test_codes_are_counted_by_person_so_that_no_phone_is_flooded() -> None:
    person = contact_build()
    pinned(person)
    for _ in range(3):
        asked(person)
    with pytest.raises(TooOftenError, match="satu jam"):
        asked(person)
    issued(person)  # another link of the same person is no way around
    with pytest.raises(TooOftenError):
        asked(person)
    LinkCode.objects.update(created_at=moment() - timedelta(hours=2))
    for _ in range(3):
        asked(person)
    LinkCode.objects.update(created_at=moment() - timedelta(hours=2))
    with pytest.raises(TooOftenError, match="hari ini"):
        asked(person)


def test_a_code_of_one_person_opens_nothing_of_another() -> None:
    one, two = contact_build(), contact_build()
    pinned(one)
    pinned(two)
    code = asked(one)
    other = PersonalLink.objects.get(person=two)
    assert code_confirm(link=other.ref, code=str(code_of(code.ref)), at=moment()) != ""
    other.refresh_from_db()
    assert other.confirmed_at is None


def test_a_code_for_the_link_is_none_for_the_pin() -> None:
    person = contact_build()
    pinned(person)
    code, link = asked(person), PersonalLink.objects.get()
    right = str(code_of(code.ref))
    assert pin_replace(link=link.ref, code=right, pin=SecretText("918273"), at=moment()) != ""
    assert link_open(token=str(issued(person)), pin=PIN, at=moment()).person


def test_the_code_is_kept_nowhere_in_the_database() -> None:
    person = contact_build()
    browser, _token = pinned(person)
    browser.post(CODE_PAGE, {"langkah": "kirim"})
    digits = str(code_of(LinkCode.objects.get().ref))
    with connection.cursor() as cursor:
        for model in (LinkCode, PersonalLink, Notice):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            assert not re.search(rf"(?<!\d){digits}(?!\d)", str(cursor.fetchall()))


def test_codes_are_evenly_spread_and_differ() -> None:
    codes = [str(code_of(f"ABCDEFGH{n:02}")) for n in range(100)]
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert len(set(codes)) > 95


def test_a_forgotten_pin_is_replaced_by_who_holds_link_and_phone() -> None:
    person = contact_build()
    _browser, token = pinned(person)
    second = issued(person)
    browser = Client()
    assert "lupa/" in browser.post(page_of(token)).content.decode()
    lost = reverse("pin_forgotten", args=[token])
    assert "Kirim kode" in browser.get(lost).content.decode()
    browser.post(lost, {"langkah": "kirim"})
    form = {"langkah": "ganti", "code": told_code(), "pin": "918273", "again": "918273"}
    assert browser.post(lost, {**form, "again": "918274"}).status_code == 422
    assert browser.post(lost, form).headers["Location"] == "/saya/"
    assert browser.session[PERSON_KEY]["assurance"] == "tautan_kode"
    for link in (token, second):
        assert link_open(token=link, pin=PIN, at=moment()).person is None
        assert link_open(token=link, pin="918273", at=moment()).person == person.ref
    assert len(entries("link.pin")) == 1


def test_who_had_come_in_with_anothers_pin_is_out_once_the_phone_confirms_its_owner() -> None:
    person = contact_build()
    thief, token = pinned(person)
    thief.post(CODE_PAGE, {"langkah": "lewati"})
    assert thief.get("/saya/edaran/").status_code == 200
    owner, lost = Client(), reverse("pin_forgotten", args=[token])
    owner.post(lost, {"langkah": "kirim"})
    form = {"langkah": "ganti", "code": told_code(), "pin": "918273", "again": "918273"}
    assert owner.post(lost, form).headers["Location"] == "/saya/"
    assert thief.get("/saya/edaran/").status_code == 404
    assert owner.get("/saya/edaran/").status_code == 200


def test_a_forgotten_pin_without_a_phone_leads_to_the_office() -> None:
    token = issued(contact_build(phone=""))
    link_open(token=token, pin=PIN, at=moment())
    page = Client().get(reverse("pin_forgotten", args=[token]))
    said = page.content.decode()
    assert "Kirim kode" not in said
    assert "menerbitkan yang baru" in said
    refused = Client().post(reverse("pin_forgotten", args=[token]), {"langkah": "kirim"})
    assert refused.status_code == 422


def test_a_revoked_link_sends_no_code_and_replaces_no_pin() -> None:
    person = contact_build()
    _browser, token = pinned(person)
    link = PersonalLink.objects.get()
    link_revoke(actor=actor_build(Role.OFFICER), ref=link.ref, reason="hilang", at=moment())
    lost = reverse("pin_forgotten", args=[token])
    assert Client().get(lost).status_code == 410
    assert Client().post(lost, {"langkah": "kirim"}).status_code == 410
    assert not LinkCode.objects.exists()


def test_the_page_of_the_code_belongs_to_the_browser_that_knew_the_pin() -> None:
    browser, _token = pinned(contact_build())
    assert Client().get(CODE_PAGE).status_code == 404
    assert Client().post(CODE_PAGE, {"langkah": "kirim"}).status_code == 404
    assert browser.get(CODE_PAGE).status_code == 200


def test_a_robot_that_looks_at_links_records_nothing_and_gets_no_code_sent() -> None:
    token = issued(contact_build())
    lost = reverse("pin_forgotten", args=[token])
    before = written()
    robot = Client(headers={"user-agent": "WhatsApp/2.23 TelegramBot facebookexternalhit/1.1"})
    for page in (page_of(token), lost):
        for ask in (robot.get, robot.head):
            answer = ask(page)
            assert answer.status_code == 200
            assert COOKIE not in answer.cookies
    assert written() == before
    assert not BrowserMark.objects.exists()
    assert not LinkCode.objects.exists()


def test_a_shared_phone_is_warned_about_and_the_other_persons_page_closes() -> None:
    first, second = person_build(UNIT), person_build(UNIT)
    browser = Client()
    browser.post(page_of(issued(first)), {"pin": PIN, "again": PIN})
    token = issued(second)
    said = browser.get(page_of(token)).content.decode()
    assert "sedang dipakai orang lain" in said
    assert first.name not in said
    browser.post(page_of(token), {"pin": "918273", "again": "918273"})
    assert browser.session[PERSON_KEY]["person"] == second.ref


def test_one_browser_is_known_again_within_a_government_and_not_beyond_it() -> None:
    unit_build("kab-samosir.dinkes")
    browser = Client()
    for unit in (UNIT, UNIT, "kab-samosir.dinkes"):
        person = person_build(unit)
        ((_p, token),) = links_issue(
            actor=actor_build(Role.OPD_HEAD, unit),
            persons=[person],
            channel="lembar",
            at=moment(),
            expires_at=moment() + timedelta(days=1),
        )
        browser.post(page_of(str(token)), {"pin": PIN, "again": PIN})
    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/saya/")
    digests = [bytes(mark.digest) for mark in BrowserMark.objects.order_by("pk")]
    assert digests[0] == digests[1] != digests[2]
    assert cookie.value.encode() not in b"".join(digests)
    assert Client().get("/").cookies.get(COOKIE) is None


def test_a_made_up_cookie_is_exchanged_for_one_of_ours() -> None:
    browser = Client()
    browser.cookies[COOKIE] = "saya-peramban-lain"
    browser.post(page_of(issued(person_build(UNIT))), {"pin": PIN, "again": PIN})
    assert re.fullmatch(r"[0-9a-f]{32}", browser.cookies[COOKIE].value)


def test_what_is_kept_for_a_short_time_is_swept() -> None:
    person = contact_build()
    browser, _token = pinned(person)
    browser.post(CODE_PAGE, {"langkah": "kirim"})
    browser.post(CODE_PAGE, {"langkah": "lewati"})
    assert traces_sweep(at=moment() + timedelta(hours=23)) == 0
    assert traces_sweep(at=moment() + timedelta(days=2)) == 1
    assert not LinkCode.objects.exists()
    assert BrowserMark.objects.exists()
    traces_sweep(at=moment() + timedelta(days=31))
    assert not BrowserMark.objects.exists()
