"""Pass phrases, the unlocked session, and the keys of units."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse
from nacl.public import PrivateKey, PublicKey, SealedBox

from netral.core.access import Actor, Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.people.access import actor_of
from netral.people.models import Account, UnitKey, UnitKeyShare, UnlockKey
from netral.people.services import wrapping
from netral.people.services.roles import role_end
from netral.people.services.unit_keys import unit_key_end, unit_key_make, unit_key_share
from netral.people.services.unlock import (
    UNLOCK_COOKIE,
    UNLOCKED_KEY,
    KeyMissingError,
    KeyNotHeldError,
    LockedError,
    unit_public_key,
    unlock,
    unlock_key_make,
    unlocked_private_key,
    unlocked_unit_key,
)
from netral.shell.http import StaffRequest
from netral.shell.moment import moment
from tests.apps.people.build import account_build, actor_build, staff_client, unit_build
from tests.apps.people.told import at_once, entries, written

pytestmark = pytest.mark.django_db

UNIT = "kab-batanghari.inspektorat"
PHRASE = "kuda hijau lari ke pasar"


@pytest.fixture(autouse=True)
def _light_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the KDF quick; its cost is no subject here, and its parameters are stored per key."""
    monkeypatch.setattr(wrapping, "KDF_PASSES", 1)
    monkeypatch.setattr(wrapping, "KDF_MEMORY", 8 * 2**20)


def holder_build(role: Role = Role.HANDLER, unit: str = UNIT) -> Account:
    """Return an account with a pass phrase."""
    account = account_build(role, unit)
    unlock_key_make(account=account, pass_phrase=PHRASE, at=moment())
    return account


def acting(account: Account) -> Actor:
    return actor_of(account, account.grants.select_related("unit").earliest("pk"))


def request_of(account: Account, browser: Client) -> StaffRequest:
    """Return a request as a view gets it, with the browser's session and cookies."""
    request = cast(Any, RequestFactory().get("/"))
    request.session, request.user, request.at = browser.session, account, moment()
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    request.actor = acting(account)
    return cast(StaffRequest, request)


def opened(account: Account) -> StaffRequest:
    """Return a request of the account in a session that was unlocked on the page."""
    browser = staff_client(account)
    assert browser.post("/kunci/", {"pass_phrase": PHRASE}).status_code == 302
    return request_of(account, browser)


def key_build(*holders: Account, unit: str = UNIT) -> UnitKey:
    refs = [holder.ref for holder in holders]
    return unit_key_make(actor=actor_build(), unit=unit, holders=refs, at=moment())


def test_what_is_sealed_to_a_unit_opens_in_an_unlocked_session_alone() -> None:
    holder = holder_build()
    key = key_build(holder)
    key_id, public = unit_public_key(UNIT)
    sealed = SealedBox(PublicKey(public)).encrypt(b"isi laporan")
    assert key_id == key.pk
    with pytest.raises(LockedError):
        unlocked_unit_key(request_of(holder, staff_client(holder)), UNIT)
    request = opened(holder)
    for which in (UNIT, key.pk):
        assert SealedBox(unlocked_unit_key(request, which)).decrypt(sealed) == b"isi laporan"


def test_the_database_alone_opens_nothing() -> None:
    holder = holder_build()
    key_build(holder)
    request = opened(holder)
    private = bytes(unlocked_private_key(request))
    rows = str([list(model.objects.values()) for model in (UnlockKey, UnitKey, UnitKeyShare)])
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    for text in (private.hex(), str(private), request.COOKIES[UNLOCK_COOKIE]):
        assert text not in rows + sessions
    request.COOKIES = {}
    with pytest.raises(LockedError):
        unlocked_private_key(request)


@pytest.mark.parametrize("cookie", ["", "bukan-base64!", "QUJD", "QUJDR", "A" * 43 + "="])
def test_another_cookie_opens_nothing(cookie: str) -> None:
    request = opened(holder_build())
    request.COOKIES = {UNLOCK_COOKIE: cookie}
    with pytest.raises(LockedError):
        unlocked_private_key(request)


def test_an_unlocked_session_cannot_be_moved_to_another_session_or_made_longer() -> None:
    holder = holder_build()
    request = opened(holder)
    other = cast(Any, request_of(holder, staff_client(holder)))
    other.session[UNLOCKED_KEY], other.COOKIES = request.session[UNLOCKED_KEY], request.COOKIES
    with pytest.raises(LockedError):
        unlocked_private_key(other)
    request.session[UNLOCKED_KEY]["until"] = (moment() + timedelta(days=9)).isoformat()
    with pytest.raises(LockedError):
        unlocked_private_key(request)


def test_it_locks_by_itself_after_four_idle_hours_and_use_moves_the_end_on() -> None:
    request = opened(holder_build())
    start = request.at
    for hours in (3, 6, 9):
        request.at = start + timedelta(hours=hours)
        unlocked_private_key(request)
    request.at += timedelta(hours=4)
    with pytest.raises(LockedError):
        unlocked_private_key(request)


def test_five_wrong_phrases_lock_the_account_for_a_quarter_of_an_hour() -> None:
    holder = holder_build()
    request, at = request_of(holder, staff_client(holder)), moment()
    for left in (4, 3, 2, 1):
        said = unlock(request=request, pass_phrase="salah salah salah", at=at)
        assert f"Sisa percobaan: {left}." in said.refusal
    assert "15 menit" in unlock(request=request, pass_phrase="salah lagi", at=at).refusal
    assert "15 menit" in unlock(request=request, pass_phrase=PHRASE, at=at).refusal
    later = at + timedelta(minutes=15)
    assert unlock(request=request, pass_phrase=PHRASE, at=later).cookie
    assert UnlockKey.objects.get().failures == 0


def test_the_phrase_is_read_the_same_on_every_keyboard() -> None:
    account = account_build(Role.HANDLER, UNIT)
    unlock_key_make(account=account, pass_phrase="frasé yang panjang", at=moment())
    request = request_of(account, staff_client(account))
    assert unlock(request=request, pass_phrase=" frase\u0301 yang panjang ", at=moment()).cookie


def test_a_second_key_pair_is_refused_and_nothing_is_written() -> None:
    holder = holder_build()
    before = written()
    with pytest.raises(AlreadyDoneError):
        unlock_key_make(account=holder, pass_phrase="frasa lain yang baru", at=moment())
    assert written() == before
    assert len(entries("unlock_key.make")) == 1


def test_without_a_role_or_a_key_there_is_nothing_to_unlock() -> None:
    account = account_build(None)
    with pytest.raises(NotAllowedError):
        unlock_key_make(account=account, pass_phrase=PHRASE, at=moment())
    keyless = account_build(Role.HANDLER, UNIT)
    said = unlock(request=request_of(keyless, staff_client(keyless)), pass_phrase="x", at=moment())
    assert "belum punya kunci" in said.refusal


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_choose_a_phrase_at_once_one_is_told() -> None:
    account = account_build(Role.HANDLER, UNIT)
    outcome = at_once(lambda: unlock_key_make(account=account, pass_phrase=PHRASE, at=moment()))
    assert outcome == ["AlreadyDoneError", "done"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_no_other_role_makes_or_ends_a_unit_key_and_nothing_is_written(role: Role) -> None:
    holder = holder_build()
    key, actor = key_build(holder), actor_build(role)
    before = written()
    with pytest.raises(NotAllowedError):
        unit_key_make(actor=actor, unit=UNIT, holders=[holder.ref], at=moment())
    with pytest.raises(NotAllowedError):
        unit_key_end(actor=actor, key_id=key.pk, reason="x", at=moment())
    assert written() == before


def test_a_unit_key_needs_someone_who_can_open_it() -> None:
    officer, unit = actor_build(), unit_build(UNIT).path
    keyless, watcher = account_build(Role.HANDLER, UNIT), holder_build(Role.OVERSEER)
    elsewhere = holder_build(unit="kab-batanghari.dinkes")
    cases: tuple[list[str], ...] = ([], ["TIADA"], [keyless.ref], [watcher.ref], [elsewhere.ref])
    before = written()
    for holders in cases:
        with pytest.raises(WrongInputError):
            unit_key_make(actor=officer, unit=unit, holders=holders, at=moment())
    with pytest.raises(WrongInputError):
        unit_key_make(actor=officer, unit=f"{UNIT}.tiada", holders=[keyless.ref], at=moment())
    assert written() == before
    with pytest.raises(NotVisibleError):
        unit_key_make(actor=officer, unit="kab-samosir", holders=[keyless.ref], at=moment())


def test_a_unit_has_one_live_key_and_an_ended_one_still_opens_what_was() -> None:
    holder = holder_build()
    old = key_build(holder)
    with pytest.raises(AlreadyDoneError):
        key_build(holder)
    sealed = SealedBox(PublicKey(bytes(old.public_key))).encrypt(b"lama")
    unit_key_end(actor=actor_build(), key_id=old.pk, reason="pergantian", at=moment())
    with pytest.raises(KeyMissingError):
        unit_public_key(UNIT)
    with pytest.raises(AlreadyDoneError):
        unit_key_end(actor=actor_build(), key_id=old.pk, reason="lagi", at=moment())
    new = key_build(holder)
    assert unit_public_key(UNIT)[0] == new.pk
    assert SealedBox(unlocked_unit_key(opened(holder), old.pk)).decrypt(sealed) == b"lama"


def test_a_holder_shares_the_key_and_nobody_else_can() -> None:
    first, second = holder_build(), holder_build(Role.EXAMINER)
    key = key_build(first)
    with pytest.raises(KeyNotHeldError):
        unlocked_unit_key(opened(second), UNIT)
    with pytest.raises(NotAllowedError):
        unit_key_share(
            actor=acting(second),
            key_id=key.pk,
            private=PrivateKey.generate(),
            holder=second.ref,
            at=moment(),
        )
    private = unlocked_unit_key(opened(first), UNIT)
    share = {"key_id": key.pk, "private": private, "holder": second.ref, "at": moment()}
    unit_key_share(actor=acting(first), **share)  # type: ignore[arg-type]
    assert bytes(unlocked_unit_key(opened(second), UNIT)) == bytes(private)
    assert entries("unit_key.share")[0]["body"]["holder"] == second.ref
    with pytest.raises(AlreadyDoneError):
        unit_key_share(actor=acting(first), **share)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OVERSEER, Role.DESK, Role.ASN])
def test_a_role_that_reads_no_reports_opens_no_unit_key(role: Role) -> None:
    key = key_build(holder_build())
    with pytest.raises(NotAllowedError):
        unlocked_unit_key(opened(holder_build(role)), key.pk)


def test_a_key_of_another_unit_or_none_is_not_found() -> None:
    key_build(holder_build())
    stranger = opened(holder_build(unit="kab-batanghari.dinkes"))
    with pytest.raises(NotVisibleError):
        unlocked_unit_key(stranger, UNIT)
    with pytest.raises(NotVisibleError):
        unlocked_unit_key(stranger, 0)
    with pytest.raises(KeyMissingError):
        unlocked_unit_key(stranger, "kab-batanghari.dinkes")
    with pytest.raises(KeyMissingError):
        unit_key_end(actor=actor_build(), key_id=0, reason="x", at=moment())


def test_a_share_ends_with_the_role_that_carried_it() -> None:
    first, second = holder_build(), holder_build()
    key_build(first, second)
    grant = second.grants.get()
    role_end(actor=actor_build(), ref=grant.ref, reason="mutasi", at=moment())
    assert list(UnitKeyShare.objects.filter(ended_at=None).values_list("account", flat=True)) == [
        first.pk
    ]
    assert entries("unit_key.end")[0]["body"]["holder"] == second.ref


def test_a_share_stays_while_another_role_carries_it() -> None:
    holder = holder_build()
    key_build(holder)
    sekda = holder.grants.create(
        ref="G-SEKDA", role="sekda", unit=unit_build("kab-batanghari"), valid_from="2024-01-01"
    )
    role_end(
        actor=actor_build(),
        ref=holder.grants.exclude(pk=sekda.pk).get().ref,
        reason="x",
        at=moment(),
    )
    assert UnitKeyShare.objects.filter(ended_at=None).count() == 1


def test_a_locked_page_leads_to_the_key_and_back() -> None:
    holder = holder_build()
    key = key_build(holder)
    browser = staff_client(holder)
    share = {"key": key.pk, "holder": holder_build().ref}
    answer = browser.post(reverse("key_share"), share)
    assert answer.status_code == 423
    page = answer.content.decode()
    assert "Buka kunci dulu" in page
    assert "/kunci/?next=" in page


def test_the_key_page_chooses_unlocks_shares_and_locks() -> None:
    account = account_build(Role.HANDLER, UNIT, password="kata sandi yang panjang")
    browser = staff_client(account)
    assert "Buat frasa sandi" in browser.get("/kunci/").content.decode()
    for phrase, again in (
        ("pendek", "pendek"),
        ("kata sandi yang panjang", "kata sandi yang panjang"),
        (PHRASE, PHRASE + "x"),
    ):
        wrong = browser.post("/kunci/", {"pass_phrase": phrase, "again": again})
        assert wrong.status_code == 422
    chosen = browser.post("/kunci/", {"pass_phrase": PHRASE, "again": PHRASE})
    cookie = chosen.cookies[UNLOCK_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    other = holder_build(Role.EXAMINER)
    key = key_build(account)
    assert "Inspektorat" in browser.get("/kunci/").content.decode()
    share = {"key": key.pk, "holder": other.ref}
    assert browser.post(reverse("key_share"), share).status_code == 302
    assert UnitKeyShare.objects.count() == 2
    locked = browser.post(reverse("key_lock"))
    assert locked.cookies[UNLOCK_COOKIE].value == ""
    assert "Buka kunci berkas" in browser.get("/kunci/").content.decode()
    assert browser.post("/kunci/", {}).status_code == 422
    assert browser.post("/kunci/", {"pass_phrase": "salah salah"}).status_code == 422


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [("/perkara/7/", "/perkara/7/"), ("https://jahat.example/", "/kunci/"), ("", "/kunci/")],
)
def test_unlocking_goes_back_only_to_this_site(wanted: str, goes: str) -> None:
    browser = staff_client(holder_build())
    sent = {"pass_phrase": PHRASE, "next": wanted}
    assert browser.post("/kunci/", sent).headers["Location"] == goes


def test_an_officer_makes_and_replaces_a_unit_key_on_pages() -> None:
    holder = holder_build()
    officer = staff_client(account_build(Role.OFFICER))
    page = reverse("staff_unit_keys")
    assert officer.post(page, {"unit": UNIT}).status_code == 422
    assert officer.post(page, {"unit": UNIT, "holders": [holder.ref]}).status_code == 302
    key = UnitKey.objects.get()
    assert "Inspektorat" in officer.get(page).content.decode()
    end = reverse("staff_unit_key_end", args=[key.pk])
    assert officer.post(end, {"reason": "pegawai pindah"}).status_code == 302
    key.refresh_from_db()
    assert key.ended_at is not None
