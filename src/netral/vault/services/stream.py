"""Big files sealed while they stream: AES-256-GCM in segments (STREAM), memory constant.

Each file has its own key, so a nonce is a random 7-byte prefix, a 32-bit counter and a flag that
marks the last segment: a segment moved, doubled, changed or cut off is noticed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netral.vault.services.sealing import SealError

MAGIC = b"netral-stream/v1\n"
SEGMENT = 2**20
TAG = 16
PREFIX = 7
KEY = 32


@dataclass(frozen=True, slots=True)
class Streamed:
    """What came of sealing a file: its size and both fingerprints, of the clear and the sealed."""

    size: int
    sha256: str
    sealed_sha256: str


class SealedWriter:
    """Takes a file piece by piece and writes it sealed; ``finish`` seals the last segment."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        """Write the head; the key must be fresh, drawn for this file alone."""
        self._target = target
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(PREFIX)
        self._buffer = bytearray()
        self._count = 0
        self._clear, self._sealed = hashlib.sha256(), hashlib.sha256()
        self.size = 0
        self._put(MAGIC + self._prefix)

    def write(self, data: bytes) -> None:
        """Take more of the file; whole segments are written as they fill up."""
        self._clear.update(data)
        self.size += len(data)
        self._buffer += data
        while len(self._buffer) > SEGMENT:
            self._segment(bytes(self._buffer[:SEGMENT]), is_last=False)
            del self._buffer[:SEGMENT]

    def finish(self) -> Streamed:
        """Write the last segment, force it to the disk, and return size and fingerprints."""
        self._segment(bytes(self._buffer), is_last=True)
        self._target.flush()
        os.fsync(self._target.fileno())
        return Streamed(self.size, self._clear.hexdigest(), self._sealed.hexdigest())

    def _segment(self, data: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._count, is_last=is_last)
        self._put(self._cipher.encrypt(nonce, data, None))
        self._count += 1

    def _put(self, data: bytes) -> None:
        self._sealed.update(data)
        self._target.write(data)


def sealed_read(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Yield the clear segments; raise SealError at the first that is not what was written."""
    head = source.read(len(MAGIC) + PREFIX)
    if not head.startswith(MAGIC):
        raise SealError("Berkas ini bukan berkas tersegel. Pulihkan dari cadangan.")
    prefix, cipher, count = head[len(MAGIC) :], AESGCM(key), 0
    segment = source.read(SEGMENT + TAG)
    while segment:
        following = source.read(SEGMENT + TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, count, is_last=not following), segment, None)
        except InvalidTag as error:
            raise SealError(
                f"Berkas tersegel berubah atau terpotong di bagian {count + 1}. "
                "Pulihkan dari cadangan, dan laporkan kepada pengelola."
            ) from error
        segment, count = following, count + 1
    if not count:
        raise SealError("Berkas tersegel terpotong di awal. Pulihkan dari cadangan.")


def _nonce(prefix: bytes, count: int, *, is_last: bool) -> bytes:
    return prefix + count.to_bytes(4, "big") + bytes([is_last])
