"""The token of a form: drawn with the page, so that one form is one report and one phrase."""

from __future__ import annotations

import hashlib
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core import signing
from django.utils.translation import gettext as _

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.phrase import ENTROPY_BYTES, ReceiptPhrase, phrase_from

SALT = "netral.reports.form"
TOKEN_BYTES = 20


def form_token_draw() -> str:
    """Return a fresh token, signed so that nobody can choose a weak one."""
    return signing.Signer(salt=SALT).sign(secrets.token_hex(TOKEN_BYTES))


def form_secret(token: str) -> bytes:
    """Return the secret of a token; raise WrongInputError when we did not draw it."""
    try:
        return bytes.fromhex(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise WrongInputError(
            _("Formulir ini tidak kami kenali. Buka lagi halamannya, lalu salin isian Anda.")
        ) from error


def form_hash(secret: bytes) -> bytes:
    """Return what is kept of a form to know it again; nothing can be reckoned back from it."""
    return hashlib.sha256(b"netral/form/v1" + secret).digest()


def form_phrase(secret: bytes) -> ReceiptPhrase:
    """Return the phrase of a form.

    Derived, not drawn, so that an answer lost on a bad network can be asked for again by the same
    form, while the server keeps nothing of which the phrase could be made.
    """
    entropy = HKDF(SHA256(), ENTROPY_BYTES, salt=None, info=b"netral/form/v1/phrase").derive(secret)
    return phrase_from(entropy)
