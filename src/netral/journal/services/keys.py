"""The journals' private keys: one file each, readable by the server's user alone."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import ED25519, base64_bytes, base64_text, key_of


def key_make(government: str, origin: str) -> Ed25519PrivateKey:
    """Return the key of a journal; draw it and write its file when there is none yet.

    The file's one line is a signer key of Go's ``sumdb/note``.
    """
    path = _path(government)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    key = key_of(origin, private)
    material = base64_text(bytes([ED25519]) + private.private_bytes_raw())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return key_read(government)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"PRIVATE+KEY+{origin}+{key.key_id.hex()}+{material}\n")
        file.flush()
        os.fsync(file.fileno())
    return private


def key_read(government: str) -> Ed25519PrivateKey:
    """Return the private key of a journal; raise LedgerError when its file is not there."""
    path = _path(government)
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise LedgerError(
            f"Kunci Jejak {government} tidak ada di map data. Pulihkan dari cadangan kunci."
        ) from error
    return _loaded(path, changed)


@lru_cache(maxsize=4096)
def _loaded(path: Path, changed: int) -> Ed25519PrivateKey:  # noqa: ARG001 - part of the cache key
    # Base64 may itself hold a plus sign: only the first four separate the fields.
    material = path.read_text(encoding="ascii").strip().split("+", 4)[-1]
    return Ed25519PrivateKey.from_private_bytes(base64_bytes(material)[1:])


def _path(government: str) -> Path:
    return Path(settings.NETRAL_DATA_DIR) / "keys" / f"{government}.key"
