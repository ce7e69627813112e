"""Unlock keys: a pass phrase opens an account's private key for one session, and no longer.

The private key is never stored in clear. While a session is unlocked it lies in the session
encrypted under a key that only the browser's cookie holds, bound to the session and its end.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import nacl.exceptions
import nacl.utils
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from nacl.public import PrivateKey, SealedBox
from nacl.secret import Aead

from netral.core.access import require
from netral.core.kinds.errors import AlreadyDoneError, NetralError, NotAllowedError, NotVisibleError
from netral.core.kinds.secrets import SecretText
from netral.journal.services import entry_append
from netral.people.models import Account, UnitKey, UnitKeyShare, UnlockKey
from netral.people.services.shares import KEY_ROLES, grants_live
from netral.people.services.tokens import handle_draw
from netral.people.services.wrapping import private_key_unwrap, private_key_wrap
from netral.shell.http import StaffRequest

UNLOCKED_KEY = "netral_terbuka"
UNLOCK_COOKIE = "netral_kunci"
IDLE = timedelta(hours=4)
RENEW_AFTER = timedelta(minutes=10)
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
DEMO_PASS_PHRASE = "frasa sandi contoh untuk peragaan"  # noqa: S105 - opens sample data only


class LockedError(NetralError):
    """What was asked for is sealed, and this session is not unlocked (or no longer)."""

    status = 423
    title = "Buka kunci dulu"
    template = "people/locked.html"


class KeyMissingError(NetralError):
    """The unit has no key pair yet, so nothing can be sealed to it or opened with it."""

    status = 409
    title = "Kunci unit belum dibuat"


class KeyNotHeldError(NotAllowedError):
    """The officer's role may open the unit's files, but nobody has shared the key yet."""

    title = "Anda belum memegang kunci unit ini"


@dataclass(frozen=True, slots=True)
class Unlocking:
    """What came of a try to unlock: the cookie's secret, or the words to show in its place."""

    cookie: SecretText | None = None
    refusal: str = ""


@transaction.atomic
def unlock_key_make(*, account: Account, pass_phrase: str, at: datetime) -> UnlockKey:
    """Make the account's key pair, its private half wrapped by the pass phrase.

    Enters ``unlock_key.make`` in the journal of the account's first government. Raises
    AlreadyDoneError when there is one: a new one would make all shares of the old unreadable.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    if UnlockKey.objects.filter(account=account).exists():
        raise AlreadyDoneError(_("Anda sudah punya kunci. Buka dengan frasa sandi Anda."))
    grants = grants_live(account, at.date())
    if not grants:
        raise NotAllowedError(_("Akun ini tidak memegang peran hari ini, jadi tidak perlu kunci."))
    key = PrivateKey.generate()
    wrapped, kdf = private_key_wrap(key, pass_phrase)
    made = UnlockKey.objects.create(
        account=account,
        public_key=bytes(key.public_key),
        wrapped_private_key=wrapped,
        kdf=kdf,
        created_at=at,
    )
    entry_append(
        government=grants[0].unit.path.partition(".")[0],
        kind="unlock_key.make",
        matter=handle_draw(),
        actor=account.ref,
        body={"account": account.ref, "kdf": {k: v for k, v in kdf.items() if k != "salt"}},
        at=at,
    )
    return made


def unlock(*, request: HttpRequest, pass_phrase: str, at: datetime) -> Unlocking:
    """Try the pass phrase; on success keep the private key in the session under a new cookie's key.

    The refusal is a sentence to show. After five wrong tries the account waits 15 minutes; only
    the account's own row remembers that, no address.
    """
    account = cast(Account, request.user)
    with transaction.atomic():
        held = UnlockKey.objects.select_for_update().filter(account=account).first()
        if held is None:
            return Unlocking(refusal=_("Anda belum punya kunci. Buat frasa sandi dulu."))
        if held.is_locked(at):
            return Unlocking(refusal=_waiting(held, at))
        key = private_key_unwrap(bytes(held.wrapped_private_key), held.kdf, pass_phrase)
        _count(held, is_right=key is not None, at=at)
    if key is None:
        return Unlocking(refusal=_refusal(held, at))
    return Unlocking(cookie=_keep(request, account, key, at))


def pass_phrase_refusal(*, account: Account, pass_phrase: str, at: datetime) -> str:
    """Return why the pass phrase does not prove that this is the account's person, or "".

    An account without a key has none to ask for. Wrong tries count as those of ``unlock`` do.
    """
    with transaction.atomic():
        held = UnlockKey.objects.select_for_update().filter(account=account).first()
        if held is None:
            return ""
        if held.is_locked(at):
            return _waiting(held, at)
        key = private_key_unwrap(bytes(held.wrapped_private_key), held.kdf, pass_phrase)
        _count(held, is_right=key is not None, at=at)
        return "" if key else _refusal(held, at)


def lock(request: HttpRequest) -> None:
    """Forget the private key of this session."""
    request.session.pop(UNLOCKED_KEY, None)


def unlock_cookie_set(response: HttpResponse, secret: SecretText) -> None:
    """Give the browser the secret half of the unlocked session, until it is closed."""
    response.set_cookie(
        UNLOCK_COOKIE,
        str(secret),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def unlock_cookie_forget(response: HttpResponse) -> None:
    """Take the secret half from the browser."""
    response.delete_cookie(UNLOCK_COOKIE, samesite="Strict")


def is_unlocked(request: HttpRequest, at: datetime) -> bool:
    """Tell whether this session can open what is sealed, at that moment."""
    return _private_key(request, at) is not None


def unlocked_private_key(request: StaffRequest) -> PrivateKey:
    """Return the account's own private key; LockedError when the session is not unlocked."""
    key = _private_key(request, request.at)
    if key is None:
        raise LockedError(
            _(
                "Isi ini tersegel. Ketik frasa sandi Anda. "
                "Tanpa itu, kami pun tidak bisa membacanya."
            )
        )
    _renew(request, key)
    return key


def unit_public_key(unit: str) -> tuple[int, bytes]:
    """Return (key id, public key) of a unit's live key pair, to seal to.

    Raises KeyMissingError when the unit has none.
    """
    key = UnitKey.objects.filter(unit__path=unit, ended_at=None).first()
    if key is None:
        raise KeyMissingError(
            _("Unit ini belum punya kunci. Pengelola kepegawaian dapat membuatnya di Pengaturan.")
        )
    return key.pk, bytes(key.public_key)


def unlocked_unit_key(request: StaffRequest, unit: str | int) -> PrivateKey:
    """Return a unit's private key, by the unit's path (its live key) or by the key's id.

    Raises LockedError (423) when the session is not unlocked, NotVisibleError or NotAllowedError
    by the acting role, KeyNotHeldError when no live share is the officer's, KeyMissingError when
    there is no such key.
    """
    key = _unit_key(unit)
    require(request.actor, KEY_ROLES, key.unit.path)
    own = unlocked_private_key(request)
    share = UnitKeyShare.objects.filter(
        unit_key=key, account__ref=request.actor.account, ended_at=None
    ).first()
    if share is None:
        raise KeyNotHeldError(
            _("Minta seorang pemegang kunci unit ini untuk membagikannya kepada Anda.")
        )
    return PrivateKey(SealedBox(own).decrypt(bytes(share.sealed_private_key)))


def _unit_key(unit: str | int) -> UnitKey:
    keys = UnitKey.objects.select_related("unit")
    if isinstance(unit, int):
        found = keys.filter(pk=unit).first()
        if found is None:
            raise NotVisibleError(_("Kunci ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
        return found
    return keys.get(pk=unit_public_key(unit)[0])


def _count(held: UnlockKey, *, is_right: bool, at: datetime) -> None:
    """Count a wrong try; the fifth locks. A right one forgets them."""
    held.failures = 0 if is_right else held.failures + 1
    if held.failures >= MAX_FAILURES:
        held.failures, held.locked_until = 0, at + LOCKED_FOR
    held.save(update_fields=["failures", "locked_until"])


def _refusal(held: UnlockKey, at: datetime) -> str:
    if held.is_locked(at):
        return _waiting(held, at)
    left = MAX_FAILURES - held.failures
    return _("Frasa sandi tidak cocok. Sisa percobaan: %(left)d.") % {"left": left}


def _waiting(held: UnlockKey, at: datetime) -> str:
    until = cast(datetime, held.locked_until)
    minutes = -(-(until - at) // timedelta(minutes=1))
    return _("Terlalu sering mencoba. Tunggu %(minutes)d menit.") % {"minutes": minutes}


def _keep(request: HttpRequest, account: Account, key: PrivateKey, at: datetime) -> SecretText:
    secret = nacl.utils.random(Aead.KEY_SIZE)
    if request.session.session_key is None:
        request.session.create()
    _store(request, account.ref, key, secret, at + IDLE)
    return SecretText(base64.urlsafe_b64encode(secret).decode())


def _store(
    request: HttpRequest, account: str, key: PrivateKey, secret: bytes, until: datetime
) -> None:
    until_text = until.isoformat()
    bound = _bound(request, account, until_text)
    box = bytes(Aead(secret).encrypt(bytes(key), aad=bound))
    request.session[UNLOCKED_KEY] = {
        "until": until_text,
        "box": base64.b64encode(box).decode(),
    }


def _private_key(request: HttpRequest, at: datetime) -> PrivateKey | None:
    held = request.session.get(UNLOCKED_KEY)
    secret = _cookie(request)
    if not held or secret is None or datetime.fromisoformat(held["until"]) <= at:
        return None
    bound = _bound(request, cast(Account, request.user).ref, held["until"])
    try:
        return PrivateKey(Aead(secret).decrypt(base64.b64decode(held["box"]), aad=bound))
    except nacl.exceptions.CryptoError:
        return None


def _cookie(request: HttpRequest) -> bytes | None:
    try:
        secret = base64.urlsafe_b64decode(request.COOKIES.get(UNLOCK_COOKIE, ""))
    except ValueError:
        return None
    return secret if len(secret) == Aead.KEY_SIZE else None


def _renew(request: StaffRequest, key: PrivateKey) -> None:
    """Move the end on while the officer works; not at each request, to spare the session row."""
    until = datetime.fromisoformat(request.session[UNLOCKED_KEY]["until"])
    secret = _cookie(request)
    if secret is not None and until - request.at < IDLE - RENEW_AFTER:
        _store(request, request.actor.account, key, secret, request.at + IDLE)


def _bound(request: HttpRequest, account: str, until: str) -> bytes:
    """Return what the sealed key is tied to: this session, this account, this end."""
    return "|".join((request.session.session_key or "", account, until)).encode()
