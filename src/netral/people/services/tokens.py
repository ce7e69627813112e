"""Draws what must be unguessable: handles and tokens. Only a token's hash is ever kept."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import salted_hmac

from netral.core.kinds.refs import handle_from, handle_read
from netral.core.kinds.secrets import SecretText

HANDLE_LETTERS = 10
TOKEN_LETTERS = 26
"""26 letters of 5 bits: 130 bits, so a plain SHA-256 is hash enough."""


def handle_draw() -> str:
    """Return a new random handle of 50 bits, for references that people read."""
    return handle_from(secrets.token_bytes(HANDLE_LETTERS), length=HANDLE_LETTERS)


def token_draw() -> tuple[SecretText, bytes]:
    """Return a new token of 130 bits and the hash to keep in its place."""
    token = handle_from(secrets.token_bytes(TOKEN_LETTERS), length=TOKEN_LETTERS)
    return SecretText(token), token_hash(token)


def token_of(notice: str) -> SecretText:
    """Return the token of the link that goes out with one message, the same at each try.

    Reckoned from the message's key under the site's secret, so that no token lies in the queue.
    """
    made = salted_hmac("netral.notice_link", notice, algorithm="sha256").digest()
    return SecretText(handle_from(made, length=TOKEN_LETTERS))


def token_hash(token: str) -> bytes:
    """Return the hash under which a token is looked up, however it was typed."""
    return hashlib.sha256(handle_read(token).encode("ascii")).digest()
