"""Accounts: invited, accepted once, reset, closed; the first officer; the way into a demo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from netral.core.access import Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.people.models import Account, SignInLink
from netral.people.services.accounts import (
    Invitee,
    SignInLinkError,
    account_close,
    account_invite,
    account_one_time_link,
    account_reset,
    first_officer_make,
    invitation_accept,
    one_time_link_use,
)
from netral.people.services.roles import GrantWish
from netral.people.services.tokens import token_hash
from netral.people.services.unlock import DEMO_PASS_PHRASE, UNLOCK_COOKIE, unlock_key_make
from netral.shell.moment import moment
from tests.apps.people.build import (
    account_build,
    actor_build,
    government_build,
    person_build,
    staff_client,
    unit_build,
)
from tests.apps.people.told import at_once, entries, written

pytestmark = pytest.mark.django_db

UNIT = "kab-batanghari.inspektorat"
GOOD = "empat kata yang tidak nyambung"
NOBODY_ELSE = [role for role in Role if role is not Role.OFFICER]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Hash passwords quickly; their cost is no subject here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def wish(unit: str = UNIT, role: Role = Role.HANDLER) -> GrantWish:
    unit_build(unit)
    return GrantWish(role, unit, date(2024, 1, 1))


def invited(username: str = "lasma") -> tuple[Account, str]:
    account, token = account_invite(
        actor=actor_build(Role.OFFICER),
        invitee=Invitee(username, "Lasma Turnip"),
        wish=wish(),
        at=moment(),
    )
    return account, str(token)


def test_an_invited_account_has_its_role_and_cannot_sign_in_yet() -> None:
    account, token = invited(" Lasma ")
    assert (account.username, account.name) == ("lasma", "Lasma Turnip")
    assert not account.has_usable_password()
    assert account.grants.get().unit.path == UNIT
    assert bytes(SignInLink.objects.get().token_hash) == token_hash(token)
    (told,) = entries("account.invite")
    assert told["body"]["username"] == "lasma"
    assert token not in str(told)


@pytest.mark.parametrize("role", NOBODY_ELSE)
def test_no_other_role_invites_and_nothing_is_written(role: Role) -> None:
    actor, wanted = actor_build(role), wish()
    before = written()
    with pytest.raises(NotAllowedError):
        account_invite(actor=actor, invitee=Invitee("x123", "X"), wish=wanted, at=moment())
    assert written() == before


@pytest.mark.parametrize("place", ["kab-samosir", "kab-batanghari.dinkes", f"{UNIT}-2"])
def test_an_officer_elsewhere_invites_nobody_here_and_nothing_is_written(place: str) -> None:
    actor, wanted = actor_build(Role.OFFICER, place), wish()
    before = written()
    with pytest.raises(NotVisibleError):
        account_invite(actor=actor, invitee=Invitee("x123", "X"), wish=wanted, at=moment())
    assert written() == before


def test_a_user_name_is_given_once() -> None:
    invited("lasma")
    with pytest.raises(WrongInputError, match="sudah dipakai"):
        invited("LASMA")


def test_an_account_needs_a_name() -> None:
    with pytest.raises(WrongInputError, match="Isi nama"):
        account_invite(
            actor=actor_build(), invitee=Invitee("lasma", "  "), wish=wish(), at=moment()
        )


def test_a_person_gives_the_account_its_name_and_has_one_account() -> None:
    person = person_build(UNIT, name="Ruslan Sitanggang")
    officer = actor_build()
    account, _token = account_invite(
        actor=officer, invitee=Invitee("ruslan", person=person.ref), wish=wish(), at=moment()
    )
    assert (account.name, account.person) == ("Ruslan Sitanggang", person)
    with pytest.raises(WrongInputError, match="sudah punya akun"):
        account_invite(
            actor=officer, invitee=Invitee("ruslan2", person=person.ref), wish=wish(), at=moment()
        )


def test_a_person_of_another_government_is_not_found() -> None:
    person = person_build("kab-samosir.dinkes")
    with pytest.raises(WrongInputError, match="daftar pegawai"):
        account_invite(
            actor=actor_build(), invitee=Invitee("abc", person=person.ref), wish=wish(), at=moment()
        )


def test_an_invitation_opens_the_account_once() -> None:
    account, token = invited()
    invitation_accept(token=token.lower(), password=GOOD, at=moment())
    account.refresh_from_db()
    assert account.check_password(GOOD)
    assert len(entries("account.accept")) == 1
    with pytest.raises(SignInLinkError, match="sudah dipakai"):
        invitation_accept(token=token, password="kata sandi orang lain", at=moment())
    account.refresh_from_db()
    assert account.check_password(GOOD)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_an_invitation_at_once_one_is_told() -> None:
    _account, token = invited()
    outcome = at_once(lambda: invitation_accept(token=token, password=GOOD, at=moment()))
    assert outcome in (["SignInLinkError", "done"], ["AlreadyDoneError", "done"])
    assert len(entries("account.accept")) == 1


def test_a_weak_password_leaves_the_invitation_unused() -> None:
    _account, token = invited()
    with pytest.raises(ValidationError):
        invitation_accept(token=token, password="pendek", at=moment())
    assert SignInLink.objects.get().used_at is None


def test_an_expired_or_unknown_invitation_says_what_to_do() -> None:
    _account, token = invited()
    with pytest.raises(SignInLinkError, match="lewat waktunya"):
        invitation_accept(token=token, password=GOOD, at=moment() + timedelta(days=7))
    with pytest.raises(SignInLinkError, match="tidak mengenal"):
        invitation_accept(token="A" * 26, password=GOOD, at=moment())


def test_an_invitation_page_takes_the_password_and_leads_to_the_sign_in() -> None:
    account, token = invited()
    page, browser = reverse("invitation", args=[token]), Client()
    assert "lasma" in browser.get(page).content.decode()
    apart = browser.post(page, {"password": GOOD, "again": GOOD + "x"})
    assert apart.status_code == 422
    assert "berbeda" in apart.content.decode()
    assert browser.post(page, {"password": "pendek", "again": "pendek"}).status_code == 422
    assert browser.post(page, {"password": GOOD, "again": GOOD}).headers["Location"] == "/masuk/"
    account.refresh_from_db()
    assert account.check_password(GOOD)
    assert browser.get(page).status_code == 410


def test_a_reset_takes_password_and_second_step_and_ends_every_session() -> None:
    holder = account_build(Role.HANDLER, UNIT, password=GOOD)
    signed_in = staff_client(holder)
    assert signed_in.get("/akun/").status_code == 200
    token = account_reset(actor=actor_build(), account=holder.ref, at=moment())
    assert signed_in.get("/akun/").status_code == 302
    assert not Authenticator.objects.filter(user=holder).exists()
    assert len(entries("account.reset")) == 1
    invitation_accept(token=str(token), password=GOOD + "2", at=moment())


def test_a_reset_makes_older_links_of_the_account_useless() -> None:
    account, old = invited()
    new = account_reset(actor=actor_build(), account=account.ref, at=moment())
    with pytest.raises(SignInLinkError):
        invitation_accept(token=old, password=GOOD, at=moment())
    invitation_accept(token=str(new), password=GOOD, at=moment())


def test_an_officer_of_an_agency_cannot_take_over_the_secretary_and_nothing_is_written() -> None:
    secretary = account_build(Role.SEKDA, "kab-batanghari")
    officer = actor_build(Role.OFFICER, UNIT)
    before = written()
    for act in (account_reset, account_close):
        more = {"reason": "iseng"} if act is account_close else {}
        with pytest.raises(NotVisibleError):
            act(actor=officer, account=secretary.ref, at=moment(), **more)
    assert written() == before


def test_an_account_without_any_role_belongs_to_nobody() -> None:
    with pytest.raises(NotVisibleError):
        account_reset(actor=actor_build(), account=account_build(None).ref, at=moment())


def test_a_closed_account_can_neither_sign_in_nor_act() -> None:
    holder = account_build(Role.HANDLER, UNIT, password=GOOD)
    signed_in = staff_client(holder)
    account_close(actor=actor_build(), account=holder.ref, reason="pensiun", at=moment())
    assert signed_in.get("/akun/").status_code == 302
    assert entries("account.close")[0]["body"]["reason"] == "pensiun"
    with pytest.raises(NotVisibleError):
        account_close(actor=actor_build(), account=holder.ref, reason="lagi", at=moment())


def test_an_officer_cannot_close_the_own_account() -> None:
    officer = actor_build()
    with pytest.raises(NotAllowedError, match="akun sendiri"):
        account_close(actor=officer, account=officer.account, reason="x", at=moment())


def test_the_first_officer_is_made_once() -> None:
    government_build()
    account, token = first_officer_make(
        government="kab-batanghari", invitee=Invitee("admin", "Pengelola Pertama"), at=moment()
    )
    assert account.grants.get().role == Role.OFFICER
    invitation_accept(token=str(token), password=GOOD, at=moment())
    with pytest.raises(AlreadyDoneError):
        first_officer_make(
            government="kab-batanghari", invitee=Invitee("admin2", "Kedua"), at=moment()
        )


def test_outside_a_demonstration_there_is_no_one_time_sign_in() -> None:
    with pytest.raises(NotAllowedError, match="peragaan"):
        account_one_time_link(account=account_build(), at=moment())


def test_a_one_time_link_signs_in_once_with_the_keys_unlocked(
    settings: Any,
) -> None:
    settings.NETRAL_DEMO = True
    holder = account_build(Role.HANDLER, UNIT)
    unlock_key_make(account=holder, pass_phrase=DEMO_PASS_PHRASE, at=moment())
    token = account_one_time_link(account=holder, at=moment())
    page, browser = reverse("one_time", args=[str(token)]), Client(HTTP_HOST="localhost:8000")
    assert holder.name in browser.get(page).content.decode()
    answer = browser.post(page)
    assert answer.headers["Location"] == "/meja/"
    assert answer.cookies[UNLOCK_COOKIE]["httponly"]
    assert "terbuka" in browser.get("/kunci/").content.decode()
    assert Client(HTTP_HOST="localhost").post(page).status_code == 410


def test_a_one_time_link_without_keys_still_signs_in(settings: Any) -> None:
    settings.NETRAL_DEMO = True
    holder = account_build(Role.OVERSEER)
    token = account_one_time_link(account=holder, at=moment())
    browser = Client(HTTP_HOST="[::1]:8000")
    answer = browser.post(reverse("one_time", args=[str(token)]))
    assert UNLOCK_COOKIE not in answer.cookies
    assert browser.get("/akun/").status_code == 200


def test_a_one_time_link_opens_nothing_on_another_host_or_too_late(
    settings: Any,
) -> None:
    settings.NETRAL_DEMO = True
    token = account_one_time_link(account=account_build(), at=moment())
    page = reverse("one_time", args=[str(token)])
    assert Client(HTTP_HOST="testserver").post(page).status_code == 404
    with pytest.raises(SignInLinkError):
        one_time_link_use(token=str(token), at=moment() + timedelta(hours=12))
