"""How a private key is wrapped by a pass phrase, and how a PIN is kept: Argon2id, one at a time.

The KDF takes 64 MiB; one lock for the process keeps many sign-ins from exhausting the memory.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from threading import Lock
from typing import Any

import nacl.exceptions
import nacl.pwhash.argon2id
import nacl.utils
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.conf import settings
from nacl.public import PrivateKey
from nacl.secret import SecretBox

KDF_NAME = "argon2id"
KDF_PASSES = 3
KDF_MEMORY = 64 * 2**20
KEY_SIZE = 32
PIN_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

_ONE_AT_A_TIME = Lock()


def private_key_wrap(key: PrivateKey, pass_phrase: str) -> tuple[bytes, dict[str, Any]]:
    """Return the private key sealed by the pass phrase, and the KDF's parameters to store."""
    salt = nacl.utils.random(nacl.pwhash.argon2id.SALTBYTES)
    kdf = {"name": KDF_NAME, "passes": KDF_PASSES, "memory": KDF_MEMORY, "salt": salt.hex()}
    return bytes(SecretBox(_derived(pass_phrase, kdf)).encrypt(bytes(key))), kdf


def private_key_unwrap(wrapped: bytes, kdf: dict[str, Any], pass_phrase: str) -> PrivateKey | None:
    """Return the private key, or None when the pass phrase is not the one."""
    try:
        return PrivateKey(SecretBox(_derived(pass_phrase, kdf)).decrypt(wrapped))
    except nacl.exceptions.CryptoError:
        return None


def pin_hash(pin: str) -> str:
    """Return the hash to keep of a PIN; without the site's secret it cannot be searched through."""
    with _ONE_AT_A_TIME:
        return PIN_HASHER.hash(_peppered(pin))


def pin_matches(pin: str, hashed: str) -> bool:
    """Tell whether the PIN is the one that was kept."""
    with _ONE_AT_A_TIME:
        try:
            return PIN_HASHER.verify(hashed, _peppered(pin))
        except VerifyMismatchError:
            return False


def _derived(pass_phrase: str, kdf: dict[str, Any]) -> bytes:
    typed = unicodedata.normalize("NFKC", pass_phrase).strip().encode()
    with _ONE_AT_A_TIME:
        return nacl.pwhash.argon2id.kdf(
            KEY_SIZE,
            typed,
            bytes.fromhex(kdf["salt"]),
            opslimit=kdf["passes"],
            memlimit=kdf["memory"],
        )


def _peppered(pin: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"pin:" + pin.encode(), hashlib.sha256)
