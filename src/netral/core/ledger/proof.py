"""A proof that needs no server (C2SP tlog-proof): place, path, and the signed head."""

from __future__ import annotations

from typing import NamedTuple

from netral.core.ledger.checkpoint import Head, checkpoint_open
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import inclusion_holds
from netral.core.ledger.note import VerifierKey, base64_text, hash_bytes, whole_number

FIRST_LINE = "c2sp.org/tlog-proof@v1"


class Proof(NamedTuple):
    """The entry ``number`` (from 0) is in the tree of ``checkpoint``, as ``path`` shows."""

    number: int
    path: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        path = "".join(f"{base64_text(step)}\n" for step in self.path)
        return f"{FIRST_LINE}\nindex {self.number}\n{path}\n{self.checkpoint}"


def proof_parse(text: str) -> Proof:
    """Read a proof; extra data is not signed by anyone and is dropped."""
    head, blank, checkpoint = text.partition("\n\n")
    first, *lines = head.split("\n")
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    if first != FIRST_LINE or not blank or not lines or not lines[0].startswith("index "):
        raise LedgerError("Bukan berkas bukti tercatat (tlog-proof).")
    index = whole_number(lines[0].removeprefix("index "))
    return Proof(index, tuple(map(hash_bytes, lines[1:])), checkpoint)


def proof_check(proof: Proof, leaf: bytes, key: VerifierKey) -> Head:
    """Return the head under which the leaf hash stands; raise LedgerError when it does not."""
    head, _ = checkpoint_open(proof.checkpoint, key)
    if not inclusion_holds(
        index=proof.number, size=head.size, leaf=leaf, path=proof.path, root=head.root
    ):
        raise LedgerError(f"Catatan ini tidak ada di nomor {proof.number} Jejak {head.origin}.")
    return head
