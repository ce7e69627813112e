"""Personal links: given out, bound by a PIN, refused with the reason, revoked, left."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from threading import get_ident

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
from netral.people.access import PERSON_KEY
from netral.people.models import Person, PersonalLink
from netral.people.services.links import (
    ISSUERS,
    LinkEndedError,
    LinkUnknownError,
    Opening,
    link_look,
    link_open,
    link_revoke,
    links_issue,
)
from netral.people.services.tokens import token_hash
from netral.shell.moment import moment
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    person_client,
    staff_client,
    unit_build,
)
from tests.apps.people.told import at_once, entries, written

pytestmark = pytest.mark.django_db

UNIT = "kab-batanghari.dinkes"
PIN = "407261"
DAY = timedelta(days=1)


def issued(person: Person | None = None, *, at: datetime | None = None, days: int = 30) -> str:
    """Return the token of a new link for the person."""
    now = at or moment()
    ((_person, token),) = links_issue(
        actor=actor_build(Role.OPD_HEAD, UNIT),
        persons=[person or person_build(UNIT)],
        channel="pesan",
        at=now,
        expires_at=now + days * DAY,
    )
    return str(token)


def page_of(token: str) -> str:
    return reverse("personal_link", args=[token])


def test_a_batch_gives_each_person_of_the_unit_a_token_and_enters_once() -> None:
    people = [person_build(UNIT, name="Budi"), person_build(f"{UNIT}.pkm", name="Ani")]
    person_build(f"{UNIT}-lain")
    gone = person_build(UNIT)
    Person.objects.filter(pk=gone.pk).update(valid_to="2024-01-31")
    at = moment()
    given = links_issue(
        actor=actor_build(Role.SEKDA), unit=UNIT, channel="lembar", at=at, expires_at=at + DAY
    )
    assert [person for person, _token in given] == people[::-1]
    assert len({str(token) for _person, token in given}) == 2
    assert all(len(token) == 26 for _person, token in given)
    (told,) = entries("link.issue")
    assert told["body"]["persons"] == [person.ref for person in people[::-1]]
    assert not any(str(token) in str(told) for _person, token in given)


def test_only_a_hash_of_the_token_is_kept() -> None:
    token = issued()
    row = str(PersonalLink.objects.values().get())
    assert token not in row
    assert bytes(PersonalLink.objects.get().token_hash) == token_hash(token)


@pytest.mark.parametrize("role", [role for role in Role if role not in ISSUERS])
def test_no_other_role_issues_or_revokes_and_nothing_is_written(role: Role) -> None:
    issued()
    link, actor, at = PersonalLink.objects.get(), actor_build(role, UNIT), moment()
    before = written()
    with pytest.raises(NotAllowedError):
        links_issue(actor=actor, unit=UNIT, channel="pesan", at=at, expires_at=at + DAY)
    with pytest.raises(NotAllowedError):
        link_revoke(actor=actor, ref=link.ref, reason="x", at=at)
    assert written() == before


def test_people_outside_the_scope_get_no_link() -> None:
    at, outside = moment(), person_build("kab-samosir.dinkes")
    actor = actor_build(Role.OFFICER)
    before = written()
    with pytest.raises(NotVisibleError):
        links_issue(actor=actor, persons=[outside], channel="pesan", at=at, expires_at=at + DAY)
    with pytest.raises(NotVisibleError):
        links_issue(actor=actor, unit="kab-samosir", channel="pesan", at=at, expires_at=at + DAY)
    assert written() == before


def test_an_empty_unit_or_a_past_end_is_refused() -> None:
    at, actor = moment(), actor_build(Role.OFFICER)
    unit_build(f"{UNIT}.kosong")
    with pytest.raises(WrongInputError, match="Belum ada pegawai"):
        links_issue(actor=actor, unit=f"{UNIT}.kosong", channel="pesan", at=at, expires_at=at + DAY)
    person_build(UNIT)
    with pytest.raises(WrongInputError, match="sudah lewat"):
        links_issue(actor=actor, unit=UNIT, channel="pesan", at=at, expires_at=at)


def test_looking_at_a_link_records_nothing_and_sets_no_session() -> None:
    token = issued(person_build(UNIT, name="Rotua Simarmata"))
    before, browser = written(), Client()
    page = browser.get(page_of(token))
    assert "Surat dan ikrar untuk Rotua Simarmata" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "netral_sesi" not in page.cookies
    assert browser.head(page_of(token)).status_code == 200
    assert written() == before


def test_the_first_use_asks_for_a_new_pin_and_binds_the_link() -> None:
    person = person_build(UNIT)
    token, browser = issued(person), Client()
    assert "Buat PIN 6 angka" in browser.post(page_of(token)).content.decode()
    for pin, again in (("12345", "12345"), ("111111", "111111"), ("345678", "345678"), (PIN, "0")):
        assert browser.post(page_of(token), {"pin": pin, "again": again}).status_code == 422
    opened = browser.post(page_of(token), {"pin": PIN, "again": PIN})
    assert opened.headers["Location"] == "/saya/"
    held = browser.session[PERSON_KEY]
    assert (held["person"], held["assurance"]) == (person.ref, "tautan_pin")
    assert PIN not in str(PersonalLink.objects.values().get())


def test_another_browser_needs_the_pin_and_is_told_what_to_do() -> None:
    token = issued()
    assert link_open(token=token, pin=PIN, at=moment()).person
    browser = Client()
    assert "Ketik PIN Anda" in browser.post(page_of(token)).content.decode()
    wrong = browser.post(page_of(token), {"pin": "000001"})
    said = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Sisa percobaan: 4" in said
    assert "Minta tautan baru kepada Dinkes" in said
    assert PERSON_KEY not in browser.session
    assert browser.post(page_of(token), {"pin": PIN}).status_code == 302


def test_an_open_session_of_the_same_person_is_not_asked_again() -> None:
    person = person_build(UNIT)
    token = issued(person)
    assert person_client(person).post(page_of(token)).headers["Location"] == "/saya/"
    assert person_client(person_build(UNIT)).post(page_of(token)).status_code == 200


def test_five_wrong_pins_lock_the_link_for_a_quarter_of_an_hour() -> None:
    token, at = issued(), moment()
    link_open(token=token, pin=PIN, at=at)
    said = [link_open(token=token, pin="000001", at=at).refusal for _ in range(6)]
    assert "Sisa percobaan: 1" in said[3]
    until = at + timedelta(minutes=15)
    assert f"setelah pukul {until:%H.%M} WIB" in said[4]
    assert said[4] == said[5]
    assert "Terlalu sering" in link_open(token=token, pin=PIN, at=at).refusal
    assert link_open(token=token, pin=PIN, at=until).person


def test_a_second_link_of_the_person_asks_for_the_same_pin() -> None:
    person = person_build(UNIT)
    first, second = issued(person), issued(person)
    link_open(token=first, pin=PIN, at=moment())
    assert "Ketik PIN Anda" in Client().post(page_of(second)).content.decode()
    assert link_open(token=second, pin="918273", at=moment()).person is None
    assert link_open(token=second, pin=PIN, at=moment()).person == person.ref


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bind_a_link_at_once_the_first_pin_holds() -> None:
    token = issued()
    said: list[Opening] = []

    def bind() -> None:
        pin = f"{get_ident() % 900_000 + 100_000}"
        said.append(link_open(token=token, pin=pin, at=moment()))

    assert at_once(bind) == ["done", "done"]
    assert sorted(bool(opening.person) for opening in said) == [False, True]
    assert PersonalLink.objects.get().bound_at is not None


def test_each_dead_link_says_why_and_what_to_do() -> None:
    at = moment()
    expired, revoked, left = issued(at=at - 9 * DAY, days=2), issued(), issued(person_build(UNIT))
    link_revoke(
        actor=actor_build(),
        ref=PersonalLink.objects.get(token_hash=token_hash(revoked)).ref,
        reason="hilang",
        at=at,
    )
    person = PersonalLink.objects.get(token_hash=token_hash(left)).person
    Person.objects.filter(pk=person.pk).update(valid_to=at.date() - DAY)
    for token, words in (
        (expired, "tidak berlaku sejak"),
        (revoked, "dicabut oleh kantor"),
        (left, "tidak lagi bertugas di Dinkes"),
    ):
        page = Client().get(page_of(token))
        assert page.status_code == 410
        assert words in page.content.decode()
        with pytest.raises(LinkEndedError):
            link_open(token=token, pin=PIN, at=at)
    unknown = Client().get(page_of("A" * 26))
    assert unknown.status_code == 404
    assert "huruf yang terpotong" in unknown.content.decode()
    with pytest.raises(LinkUnknownError):
        link_look(token="A" * 26, at=at)


def test_a_person_who_leaves_today_still_enters_today() -> None:
    person, at = person_build(UNIT), moment()
    token = issued(person)
    Person.objects.filter(pk=person.pk).update(valid_to=at.date())
    assert link_open(token=token, pin=PIN, at=at).person == person.ref


def test_revoking_ends_all_links_of_the_person_with_the_pin() -> None:
    person, at = person_build(UNIT), moment()
    first, second = issued(person), issued(person)
    link_open(token=first, pin=PIN, at=at)
    ref = PersonalLink.objects.latest("pk").ref
    link_revoke(actor=actor_build(), ref=ref, reason="lupa PIN", at=at)
    for token in (first, second):
        with pytest.raises(LinkEndedError):
            link_look(token=token, at=at)
    assert link_open(token=issued(person), pin="918273", at=at).person == person.ref
    assert entries("link.revoke")[0]["body"]["reason"] == "lupa PIN"
    with pytest.raises(AlreadyDoneError):
        link_revoke(actor=actor_build(), ref=ref, reason="lagi", at=at)
    with pytest.raises(NotVisibleError):
        link_revoke(actor=actor_build(), ref="TIADA", reason="x", at=at)


def test_a_token_is_read_however_it_was_typed() -> None:
    token = issued()
    typed = token.lower().replace("0", "o").replace("1", "l")
    assert link_look(token=typed, at=moment()) == PersonalLink.objects.get()


def test_a_failed_link_leaves_no_token_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    token = issued(at=moment() - 9 * DAY, days=2)
    with caplog.at_level(logging.ERROR):
        assert Client().get(page_of(token)).status_code == 410
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(page_of(token)).status_code == 403
    assert token not in caplog.text


def test_the_session_key_changes_when_a_link_opens() -> None:
    person = person_build(UNIT)
    browser = person_client(person_build(UNIT))
    before = browser.session.session_key
    browser.post(page_of(issued(person)), {"pin": PIN, "again": PIN})
    assert browser.session.session_key != before
    assert browser.session[PERSON_KEY]["person"] == person.ref


def test_leaving_ends_the_personal_session_and_not_the_officer() -> None:
    browser = person_client(person_build(UNIT))
    assert browser.get(reverse("person_leave")).status_code == 200
    assert browser.post(reverse("person_leave")).headers["Location"] == "/"
    assert PERSON_KEY not in browser.session
    officer = staff_client(account_build(Role.OFFICER))
    officer.post(page_of(issued()), {"pin": PIN, "again": PIN})
    officer.post(reverse("person_leave"))
    assert PERSON_KEY not in officer.session
    assert officer.get("/akun/").status_code == 200


def test_a_personal_session_ends_after_twelve_hours() -> None:
    old = person_client(person_build(UNIT), at=moment() - timedelta(hours=12))
    request = old.get(reverse("person_leave")).wsgi_request
    assert not hasattr(request, "person_ref")


def test_an_officer_gives_a_link_by_hand_and_revokes_it_on_pages() -> None:
    person = person_build(UNIT)
    officer = staff_client(account_build(Role.OFFICER))
    issue = reverse("person_link_issue", args=[person.ref])
    assert officer.post(issue, {"channel": "tangan", "days": 0}).status_code == 422
    page = officer.post(issue, {"channel": "tangan", "days": 30}).content.decode()
    assert "/saya/" in page
    assert "<svg" in page
    listed = officer.get(reverse("person_links", args=[person.ref])).content.decode()
    assert "Belum dibuka" in listed
    revoke = reverse("person_link_revoke", args=[PersonalLink.objects.get().ref])
    assert officer.post(revoke, {"reason": "hilang"}).status_code == 302
    after = officer.get(reverse("person_links", args=[person.ref])).content.decode()
    assert "Dicabut" in after


@pytest.mark.parametrize(
    "pin", ["750309", "090375", "030975", "197503", "200501", "011900", "111111", "345678"]
)
def test_a_pin_that_a_colleague_with_the_staff_list_would_try_is_not_taken(pin: str) -> None:
    person = person_build(UNIT, nip="197503092005011900")
    address = f"/saya/{issued(person)}/"
    refused = Client().post(address, {"pin": pin, "again": pin})
    assert refused.status_code == 422
    assert not PersonalLink.objects.exclude(pin_hash="").exists()
