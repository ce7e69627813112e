"""The code of six digits itself: reckoned when it is sent and when it is typed, kept nowhere."""

from __future__ import annotations

import hmac

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from netral.core.kinds.secrets import SecretText

DIGITS = 6


def code_of(ref: str) -> SecretText:
    """Return the code of one request: HOTP's truncation (RFC 4226, 5.3) under the site's secret."""
    made = salted_hmac("netral.link_code", ref, algorithm="sha256").digest()
    start = made[-1] & 0x0F
    number = int.from_bytes(made[start : start + 4], "big") & 0x7FFF_FFFF
    return SecretText(f"{number % 10**DIGITS:0{DIGITS}d}")


def code_matches(ref: str, typed: str) -> bool:
    """Tell whether the typed digits are the code of that request, in constant time."""
    return hmac.compare_digest(code_of(ref).encode(), typed.encode())


def code_words(ref: str) -> str:
    """Return the message that carries a code: nothing of whom or what it is for."""
    return _(
        "Kode Netral Anda: %(code)s. Berlaku 10 menit. Jangan berikan kepada siapa pun, juga "
        "kepada atasan atau petugas."
    ) % {"code": str(code_of(ref))}
