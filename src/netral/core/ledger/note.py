"""C2SP signed notes: text, and lines by which named keys sign it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import HASH_SIZE

ED25519 = 1
COSIGNATURE = 4
DASH = "\u2014 "
# The note format wants at least 16 accepted; more than this only wastes a verifier's time.
LARGEST_NOTE = 64_000
KEY_SIZE = 32
ID_SIZE = 4


class Signature(NamedTuple):
    """One line: who, with which key, and the bytes that the key made."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64_text(self.key_id + self.value)}\n"


class Note(NamedTuple):
    """The signed text with its last newline, and the signatures in their order."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(map(str, self.signatures))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name and the kind of signature it is for; prints as its key line."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Tell the four bytes that stand before each signature of this key."""
        head = f"{self.name}\n".encode() + bytes([self.kind])
        return hashlib.sha256(head + self.public).digest()[:ID_SIZE]

    def __str__(self) -> str:
        material = base64_text(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def signed(self, message: bytes, value: bytes) -> bool:
        """Say whether ``value`` is this key's Ed25519 signature of ``message``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(value, message)
        except InvalidSignature:
            return False
        return True

    def owns(self, signature: Signature) -> bool:
        """Say whether the line claims to be by this key: name and number must both agree."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)


def key_of(name: str, private: Ed25519PrivateKey, kind: int = ED25519) -> VerifierKey:
    """Return the public half of ``private`` under ``name``."""
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return VerifierKey(_name(name), kind, raw)


def key_parse(line: str) -> VerifierKey:
    """Read a key line ``name+hash+base64``; raise LedgerError when its parts disagree."""
    name, _, rest = line.strip().partition("+")
    number, _, material = rest.partition("+")
    raw = base64_bytes(material)
    if len(raw) != 1 + KEY_SIZE or raw[0] not in (ED25519, COSIGNATURE):
        raise LedgerError("Baris kunci harus berisi kunci Ed25519 sepanjang 32 bita.")
    key = VerifierKey(_name(name), raw[0], raw[1:])
    if key.key_id.hex() != number:
        raise LedgerError("Nomor pada baris kunci tidak cocok dengan kuncinya. Unduh ulang kunci.")
    return key


def note_sign(text: str, name: str, private: Ed25519PrivateKey) -> Note:
    """Sign ``text``, which must end in a newline, under ``name``."""
    if not _is_text(text):
        raise LedgerError("Teks bertanda tangan harus berakhir dengan baris baru, tanpa kontrol.")
    return Note(text, (_signature(text, key_of(name, private), private),))


def _signature(text: str, key: VerifierKey, private: Ed25519PrivateKey) -> Signature:
    return Signature(key.name, key.key_id, private.sign(text.encode()))


def note_parse(text: str) -> Note:
    """Take a note apart without believing it; raise LedgerError when it has not the form."""
    body, blank, lines = text.rpartition("\n\n")
    if not blank or len(text) > LARGEST_NOTE or not _is_text(text) or not lines:
        raise LedgerError("Bukan catatan bertanda tangan: teks, baris kosong, tanda tangan.")
    return Note(f"{body}\n", tuple(signature_parse(line) for line in lines[:-1].split("\n")))


def signature_parse(line: str) -> Signature:
    """Read one signature line; raise LedgerError when it has not the form."""
    name, _, material = line.rstrip("\n").removeprefix(DASH).partition(" ")
    raw = base64_bytes(material)
    if not line.startswith(DASH) or len(raw) <= ID_SIZE:
        raise LedgerError("Baris tanda tangan rusak.")
    return Signature(_name(name), raw[:ID_SIZE], raw[ID_SIZE:])


def note_open(text: str, key: VerifierKey) -> Note:
    """Return the note if ``key`` signed it; raise LedgerError if not. Other lines are ignored."""
    note = note_parse(text)
    signed = [line for line in note.signatures if key.owns(line)]
    if not signed or not all(key.signed(note.text.encode(), line.value) for line in signed):
        raise LedgerError(f"Tanda tangan {key.name} tidak sah untuk teks ini.")
    return note


def base64_text(raw: bytes) -> str:
    """Write bytes in the standard alphabet, as all these formats want."""
    return base64.b64encode(raw).decode()


def base64_bytes(text: str) -> bytes:
    """Read base64 of the one canonical spelling; raise LedgerError for any other."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise LedgerError("Bukan base64.") from error
    if base64_text(raw) != text:
        raise LedgerError("Base64 ini bukan ejaan bakunya.")
    return raw


def hash_bytes(text: str) -> bytes:
    """Read one SHA-256 hash in base64."""
    raw = base64_bytes(text)
    if len(raw) != HASH_SIZE:
        raise LedgerError("Sidik SHA-256 harus 32 bita.")
    return raw


def whole_number(text: str) -> int:
    """Read an ASCII decimal without leading zeroes."""
    if not (text.isascii() and text.isdecimal()) or str(int(text)) != text:
        raise LedgerError(f"{text!r} bukan bilangan baku.")
    return int(text)


def lines_of(text: str, prefixes: Iterable[str]) -> list[str]:
    """Return what follows each prefix on its line; raise LedgerError when the lines differ."""
    names, lines = list(prefixes), text.split("\n")[:-1]
    if len(names) != len(lines) or not all(map(str.startswith, lines, names)):
        raise LedgerError("Baris-barisnya tidak sesuai bentuk yang ditetapkan.")
    return [line.removeprefix(name) for line, name in zip(lines, names, strict=True)]


def _name(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise LedgerError(f"{name!r} tidak bisa menjadi nama kunci: tanpa spasi dan tanpa tanda +.")
    return name


def _is_text(text: str) -> bool:
    return text.endswith("\n") and not any(letter < " " and letter != "\n" for letter in text)
