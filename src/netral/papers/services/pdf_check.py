"""What can be said of any PDF that someone hands in: its signatures, its seal, and if it is ours.

Nothing is kept. What was not looked at is said too: "utuh" is never "sah".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from netral.gateways.signature_child import pdf_reading
from netral.papers.models import Paper, PaperFile, TrustRoot
from netral.papers.queries import paper_successor, roots_pem, vouchers_of
from netral.papers.services.signed_pdf import trust_folder
from netral.papers.services.trust import folder_roots

MOST_OCTETS = 10 * 2**20
MOST_REVISIONS = 40
_END = re.compile(rb"(?P<mark>%%EOF)(?:\r\n|\n|\r)?")


class Verdict(StrEnum):
    """The answer in one word; the page says the rest."""

    UNREADABLE = "tidak_terbaca"
    NONE = "tanpa_tanda_tangan"
    CHANGED = "berubah"
    REVOKED = "dicabut"
    STRANGER = "utuh_tidak_dikenal"
    INTACT = "utuh_dikenal"


class Ours(StrEnum):
    """How the file stands to a paper of ours."""

    NOT = "bukan"
    SAME = "sama"
    EXTENDED = "ditambah"
    FORGED = "beda"
    UNKNOWN_CODE = "kode_asing"


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature as the page tells it; words of the reader's own small vocabulary.

    ``vouchers`` are the governments whose officers trust the root; none: it is the installation's.
    """

    is_intact: bool
    covers: str
    changed: str
    name: str = ""
    office: str = ""
    issuer: str = ""
    fingerprint: str = ""
    until: datetime | None = None
    chain: str = ""
    root: str = ""
    vouchers: tuple[str, ...] = ()
    revocation: str = ""
    said_at: datetime | None = None
    stamped_at: datetime | None = None
    is_stamp_known: bool = False

    @property
    def is_whole(self) -> bool:
        """Tell whether what was signed is what is shown."""
        return self.is_intact and self.covers != "sebagian" and self.changed in HARMLESS

    @property
    def is_known(self) -> bool:
        """Tell whether the certificate leads to a root that this installation trusts."""
        return self.chain == "dikenal" and not self.is_revoked

    @property
    def is_revoked(self) -> bool:
        """Tell whether the file itself shows that the certificate was revoked by then."""
        return "dicabut" in {self.chain, self.revocation}


HARMLESS = frozenset({"tidak", "bukti", "isian"})
"""What may follow a signature without touching what it covers: proofs, further signatures."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole answer. ``code`` is that of a paper which the file names and we do not know.

    ``successor`` stands in the place of a paper of ours that ended.
    """

    flaw: str
    verdict: Verdict
    signatures: tuple[Signed, ...]
    stamps: int
    seal: Signed | None
    has_seal: bool
    seal_size: int
    ours: Ours
    paper: Paper | None
    code: str
    successor: Paper | None = None

    @property
    def has_ended(self) -> bool:
        """Tell whether the file is a document of ours that holds no longer."""
        is_ours = self.ours in {Ours.SAME, Ours.EXTENDED}
        return is_ours and self.paper is not None and self.paper.withdrawn_at is not None


def pdf_checked(pdf: bytes) -> Checked:
    """Return what a PDF says of itself and whether it is ours; raises ReaderBusyError.

    It is read in a child with limits; ``flaw`` says why it could not be.
    """
    reading = pdf_reading(pdf, trust=trust_folder(), roots=roots_pem())
    sealed = reading["seal"]
    holds = bool(sealed and sealed["holds"])
    said = [*reading["signatures"], *([sealed["page"]] if sealed and sealed["page"] else [])]
    vouchers = vouchers_of(one.get("root_sha256", "") for one in said)
    signatures = tuple(_signed(one, vouchers) for one in reading["signatures"])
    seal = _signed(sealed["page"], vouchers) if sealed and sealed["page"] else None
    ours, paper, code = _ours(pdf, reading["codes"])
    every = [*signatures, *([seal] if seal and holds else [])]
    is_whole = all(one.is_whole for one in every) and (sealed is None or holds)
    return Checked(
        flaw=reading["flaw"],
        verdict=_verdict(reading["flaw"], every, is_whole=is_whole, has_seal=sealed is not None),
        signatures=signatures,
        stamps=sum(bool(stamp["is_intact"]) for stamp in reading["stamps"]),
        seal=seal if holds else None,
        has_seal=sealed is not None,
        seal_size=sealed["size"] if sealed else 0,
        ours=ours,
        paper=paper,
        code=code,
        successor=paper_successor(paper) if paper else None,
    )


def trusted_names() -> list[str]:
    """Return the names of the roots that count here, the installation's and those of offices."""
    added = TrustRoot.objects.live().values_list("name", flat=True)
    return sorted({*(facts.name for facts in folder_roots()), *added})


def _verdict(flaw: str, every: list[Signed], *, is_whole: bool, has_seal: bool) -> Verdict:
    if flaw:
        return Verdict.UNREADABLE
    if not every and not has_seal:
        return Verdict.NONE
    if not is_whole:
        return Verdict.CHANGED
    if any(one.is_revoked for one in every):
        return Verdict.REVOKED
    return Verdict.INTACT if all(one.is_known for one in every) else Verdict.STRANGER


def _signed(one: Mapping[str, Any], vouchers: Mapping[str, tuple[str, ...]]) -> Signed:
    if one.get("is_broken") or "signer" not in one:
        return Signed(is_intact=False, covers="sebagian", changed="isi")
    signer = one["signer"]
    return Signed(
        is_intact=one["is_intact"],
        covers=one["covers"],
        changed=one["changed"],
        name=signer["name"],
        office=signer["office"],
        issuer=signer["issuer"],
        fingerprint=signer["sha256"],
        until=_moment(signer["until"]),
        chain=one["chain"],
        root=one["root"],
        vouchers=vouchers.get(one["root_sha256"], ()),
        revocation=one["revocation"],
        said_at=_moment(one["said_at"]),
        stamped_at=_moment(one["stamped_at"]),
        is_stamp_known=one["stamp_known"],
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _ours(pdf: bytes, codes: list[str]) -> tuple[Ours, Paper | None, str]:
    """Return how the file stands to our papers: by its own fingerprint, then by the code it names.

    A file that begins with one of ours was added to; one that only names a code was made by
    someone else, or changed.
    """
    whole, *earlier = _fingerprints(pdf)
    kept = PaperFile.objects.select_related("paper__government").filter(
        sha256__in=[whole, *earlier]
    )
    by_file = {file.sha256: file.paper for file in kept}
    if whole in by_file:
        return Ours.SAME, by_file[whole], ""
    begun = next((by_file[sha256] for sha256 in earlier if sha256 in by_file), None)
    if begun is not None:
        return Ours.EXTENDED, begun, ""
    named = Paper.objects.select_related("government").filter(ref__in=codes).first()
    if named is not None:
        return Ours.FORGED, named, ""
    return (Ours.UNKNOWN_CODE, None, codes[0]) if codes else (Ours.NOT, None, "")


def _fingerprints(pdf: bytes) -> list[str]:
    """Return the SHA-256 of the file, and of each state that it had before it was added to."""
    # A file may end with or without the newline; what was added may begin with one.
    found = [end for one in _END.finditer(pdf) for end in (one.end("mark"), one.end())]
    ends = list(dict.fromkeys(found))[: 2 * MOST_REVISIONS]
    hashed, digest, at = [], hashlib.sha256(), 0
    for end in ends:
        digest.update(pdf[at:end])
        at = end
        hashed.append(digest.copy().hexdigest())
    return [hashlib.sha256(pdf).hexdigest(), *reversed(hashed)]
