"""Sealing of small things to a public key (X25519 sealed boxes)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from netral.core.kinds.errors import NetralError
from netral.core.ledger.canonical import canonical

PAD_TO = 512


class SealError(NetralError):
    """The key does not open this seal, or the sealed thing was changed."""

    status = 423
    title = "Segel tidak terbuka"


def key_pair_draw() -> PrivateKey:
    """Return a fresh private key; its public half is ``.public_key``."""
    return PrivateKey.generate()


def public_bytes(key: PrivateKey) -> bytes:
    """Return the 32 bytes of a private key's public half."""
    return bytes(key.public_key)


def seal(data: bytes, public_key: bytes) -> bytes:
    """Return ``data`` sealed so that only the holder of the private key reads it."""
    return bytes(SealedBox(PublicKey(public_key)).encrypt(data))


def unseal(sealed: bytes, key: PrivateKey) -> bytes:
    """Return what was sealed; raise SealError for another key or a changed seal."""
    try:
        return bytes(SealedBox(key).decrypt(sealed))
    except CryptoError as error:
        raise SealError(
            "Kunci ini tidak membuka segelnya, atau isinya pernah diubah. Periksa apakah kunci "
            "unit yang terbuka adalah kunci unit yang menangani."
        ) from error


def packed(fields: Mapping[str, Any]) -> bytes:
    """Return fields as canonical JSON, padded with spaces so that the length says little."""
    body = canonical(dict(fields))
    return body + b" " * (-len(body) % PAD_TO)


def unpacked(body: bytes) -> dict[str, Any]:
    """Return the fields of packed bytes."""
    return dict(json.loads(body))
