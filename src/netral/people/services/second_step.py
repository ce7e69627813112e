"""The second sign-in step: a code from an app, and recovery codes that are shown once."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.kinds.errors import AlreadyDoneError
from netral.people.models import Account
from netral.people.services.accounts import account_entry


@transaction.atomic
def second_step_activate(*, account: Account, secret: str, at: datetime) -> list[str]:
    """Give the account its second step and return its recovery codes, shown once.

    The form has checked a code made with the secret. Enters ``account.second_step``. Raises
    AlreadyDoneError when the account has one: of two browsers, the first wins.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    steps = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP)
    if steps.exists():
        raise AlreadyDoneError(_("Langkah masuk kedua akun ini sudah aktif."))
    TOTP.activate(account, secret)
    codes = _codes_new(account)
    account_entry(account, "account.second_step", account.ref, at)
    return codes


@transaction.atomic
def recovery_codes_renew(*, account: Account, at: datetime) -> list[str]:
    """Replace the account's recovery codes and return the new ones, shown once.

    Enters ``account.recovery_codes``.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    codes = _codes_new(account)
    account_entry(account, "account.recovery_codes", account.ref, at)
    return codes


def _codes_new(account: Account) -> list[str]:
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(account).get_unused_codes())
