"""A signed-in account proves once more that it is its owner, before an act that binds in person."""

from __future__ import annotations

from enum import StrEnum

from allauth.core import context, ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from netral.people.models import Account

ACTION = "login_failed"


class Proof(StrEnum):
    """What an account can prove itself by."""

    CODE = "kode"
    PASSWORD = "sandi"  # noqa: S105 - the name of a way
    NONE = "peragaan"


def proof_of(account: Account) -> Proof:
    """Return what the account is asked for: its second step, else its password.

    An account of a demonstration has neither; elsewhere it is asked for a code that it lacks.
    """
    codes = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.WEBAUTHN)
    if codes.exists():
        return Proof.CODE
    if account.has_usable_password():
        return Proof.PASSWORD
    return Proof.NONE if settings.NETRAL_DEMO else Proof.CODE


def account_confirm(*, account: Account, typed: str) -> str:
    """Return why what was typed does not prove the account's owner, empty when it does.

    Wrong tries are counted with those of the sign-in. A recovery code is used up.
    """
    proof = proof_of(account)
    if proof is Proof.NONE:
        return ""
    key = f"mfa-auth-user-{account.pk}"
    if not ratelimit.consume(context.request, action=ACTION, key=key):
        return _("Terlalu sering mencoba. Tunggu 5 menit, lalu coba lagi.")
    if _is_right(account, typed, proof):
        ratelimit.clear(context.request, action=ACTION, key=key)
        return ""
    if proof is Proof.PASSWORD:
        return _("Kata sandi tidak cocok. Coba lagi.")
    return _("Kode tidak cocok. Coba lagi, atau pakai kode pemulihan.")


def _is_right(account: Account, typed: str, proof: Proof) -> bool:
    if proof is Proof.PASSWORD:
        return account.check_password(typed)
    steps = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.WEBAUTHN)
    return any(step.wrap().validate_code(typed.strip()) for step in steps)
