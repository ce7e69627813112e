"""A program of its own: reads a PDF that anyone may have made, and says what its signatures are.

``python -m netral.gateways.signature_reader [FOLDER [LENGTH]]`` takes the PDF on standard input and
writes one JSON object. FOLDER holds the certificates (PEM) that this installation trusts; so many
octets of further ones may come before the PDF. Memory and time are limited before the first byte is
read, and nothing is fetched from anywhere: a file made to harm ends this program, not the site.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext

from netral.gateways.signature_fields import is_filled_since
from netral.gateways.signature_seal import carried_read, root_said, seal_holds

MEMORY = 768 * 2**20
SECONDS = 15
MOST_SIGNATURES = 60
MOST_PAGES = 400
_CODE = re.compile(r"/periksa/([0-9A-Za-z-]{8,9})/")
_SPOKEN = re.compile(r"\b([0-9A-Z]{4}-[0-9A-Z]{4})\b")
COVERS: dict[SignatureCoverageLevel | None, str] = {
    None: "sebagian",
    SignatureCoverageLevel.ENTIRE_FILE: "seluruh",
    SignatureCoverageLevel.ENTIRE_REVISION: "sampai_saat_itu",
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: "sebagian",
    SignatureCoverageLevel.UNCLEAR: "sebagian",
}
CHANGED = {
    ModificationLevel.NONE: "tidak",
    ModificationLevel.LTA_UPDATES: "bukti",
    ModificationLevel.FORM_FILLING: "isian",
    ModificationLevel.ANNOTATIONS: "catatan",
    ModificationLevel.OTHER: "isi",
}
FILLED = "formulir"
"""Fields of a form were filled in after the signature, which is no signature's doing."""


def pdf_read(pdf: bytes, roots: Iterable[x509.Certificate] = ()) -> dict[str, Any]:
    """Return what a PDF's signatures are, as plain JSON; ``flaw`` says why nothing could be read.

    flaw: "" | bukan_pdf | bersandi | rusak. Each signature: what it covers, whether it is intact,
    what was changed after it, whose certificate, whether the chain is known here, the time, and
    whether revocation could be looked at.
    """
    if b"%PDF-" not in pdf[:1024]:
        return _flawed("bukan_pdf")
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        if reader.encrypted:
            return _flawed("bersandi")
        found = [*reader.embedded_regular_signatures][:MOST_SIGNATURES]
        stamps = [*reader.embedded_timestamp_signatures][:MOST_SIGNATURES]
        known = list(roots)
        return {
            "flaw": "",
            "signatures": [_signature(one, reader, known) for one in found],
            "stamps": [_stamp(one, known) for one in stamps],
            "codes": sorted(_codes(reader)),
            "seal": _seal(pdf, reader, known),
        }
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a stranger's file breaks, it cannot be read
        return _flawed("rusak")


def roots_read(folder: Path) -> list[x509.Certificate]:
    """Return the certificates of a folder's PEM files; a file that holds none is passed over."""
    paths = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    return [one for path in paths for one in roots_in(path.read_bytes())]


def roots_in(content: bytes) -> list[x509.Certificate]:
    """Return the certificates of a PEM text; none when it holds none."""
    if not pem.detect(content):
        return []
    parts = pem.unarmor(content, multiple=True)
    return [x509.Certificate.load(der) for kind, _, der in parts if kind == "CERTIFICATE"]


def _flawed(flaw: str) -> dict[str, Any]:
    return {"flaw": flaw, "signatures": [], "stamps": [], "codes": [], "seal": None}


def _signature(
    one: EmbeddedPdfSignature, reader: PdfFileReader, roots: list[x509.Certificate]
) -> dict[str, Any]:
    """Return one signature; what cannot be read of it is said as broken."""
    said: dict[str, Any] = {"field": str(one.field_name)[:80]}
    try:
        now = validate_pdf_signature(one, _context(roots))
        status, at = now, None
        stamp = now.timestamp_validity
        stamped = stamp is not None and stamp.intact and stamp.valid
        if not now.trusted and stamped and stamp is not None and stamp.trusted:
            # The certificate may have ended since; the stamp shows that it was good then.
            status, at = validate_pdf_signature(one, _context(roots, stamp.timestamp)), stamp
        said |= _integrity(now, one) | {
            "signer": _holder(now.signing_cert),
            "chain": _chain(status),
            "root": _root(status)["name"],
            "root_sha256": _root(status)["sha256"],
            "chain_at": _moment(at.timestamp) if at else "",
            "revocation": _revocation(one, reader, roots, status),
            "said_at": _moment(now.signer_reported_dt),
            "stamped_at": _moment(stamp.timestamp) if stamp and stamped else "",
            "stamp_known": bool(stamp and stamped and stamp.trusted),
        }
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a broken signature is an answer, not a failure of ours
        said |= {"is_intact": False, "is_broken": True, "covers": "sebagian", "changed": "isi"}
    return said


def _integrity(status: PdfSignatureStatus, one: EmbeddedPdfSignature) -> dict[str, Any]:
    return {
        "is_intact": bool(status.intact and status.valid),
        "is_broken": False,
        "covers": COVERS[status.coverage],
        "changed": _changed(status, one),
        "algorithm": f"{status.md_algorithm}, {status.pkcs7_signature_mechanism}",
    }


def _changed(status: PdfSignatureStatus, one: EmbeddedPdfSignature) -> str:
    """Return what was changed after a signature.

    To fill in a field changes what a reader sees, unless the field is for a signature; and who
    signed may have allowed less than that (DocMDP, ISO 32000-2 12.8.2.2).
    """
    result = status.diff_result
    if result is None or isinstance(result, SuspiciousModification) or not status.docmdp_ok:
        return CHANGED[ModificationLevel.OTHER]
    level = result.modification_level
    if level is ModificationLevel.FORM_FILLING and is_filled_since(one.reader, one.signed_revision):
        return FILLED
    return CHANGED[level]


def _stamp(one: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> dict[str, Any]:
    """Return one time stamp over the whole document."""
    try:
        status = validate_pdf_timestamp(one, _context(roots))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as for a signature
        return {"is_intact": False}
    return {
        "is_intact": bool(status.intact and status.valid),
        "covers": COVERS[status.coverage],
        "at": _moment(status.timestamp),
        "known": bool(status.trusted),
        "signer": _holder(status.signing_cert),
    }


def _seal(
    pdf: bytes, reader: PdfFileReader, roots: list[x509.Certificate]
) -> dict[str, Any] | None:
    """Return the seal that the file carries, and whether it holds for exactly this file."""
    try:
        carried = carried_read(reader)
        if carried is None:
            return None
        page = PdfFileReader(BytesIO(carried.page), strict=False)
        said = root_said(page)
        (one,) = page.embedded_regular_signatures
        signature = _signature(one, page, roots)
        is_page_good = signature["is_intact"] and signature["covers"] == "seluruh"
        holds = said is not None and said[1] == carried.size and is_page_good
        return {
            "holds": bool(holds and said and seal_holds(pdf, carried, root=said[0])),
            "size": carried.size,
            "page": signature,
        }
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as for a signature
        return {"holds": False, "size": 0, "page": None}


def _context(roots: list[x509.Certificate], moment: datetime | None = None) -> ValidationContext:
    return ValidationContext(
        trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail"
    )


def _chain(status: PdfSignatureStatus) -> str:
    """Return whether the certificate leads to a root that is known here, and if not, why.

    A path is found by names alone, which anyone can copy: it counts when its signatures fit.
    """
    holder, reason = status.signing_cert, str(status.trust_problem_indic)
    if status.revoked:
        return "dicabut"
    if status.trusted:
        return "dikenal"
    if "OUT_OF_BOUNDS" in reason or "EXPIRED" in reason:
        return "kedaluwarsa"
    if holder.subject == holder.issuer:
        return "dibuat_sendiri"
    return "tidak_untuk_tanda_tangan" if "CHAIN_CONSTRAINTS" in reason else "tidak_dikenal"


def _revocation(
    one: EmbeddedPdfSignature,
    reader: PdfFileReader,
    roots: list[x509.Certificate],
    status: PdfSignatureStatus,
) -> str:
    """Return what the file's own revocation data shows; nobody is asked over the network.

    diperiksa: it holds a list or an answer for each certificate of the chain, and none is revoked.
    tidak_diperiksa: it does not, so it is not known. dicabut: it says so.
    """
    if status.revoked:
        return "dicabut"
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return "tidak_diperiksa"
    moment = status.timestamp_validity.timestamp if status.timestamp_validity else None
    context = store.as_validation_context(
        {
            "trust_roots": roots,
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "require",
            "retroactive_revinfo": True,
        },
    )
    looked = validate_pdf_signature(one, context, _context(roots), skip_diff=True)
    if looked.revoked:
        return "dicabut"
    return "diperiksa" if looked.trusted else "tidak_diperiksa"


def _holder(certificate: x509.Certificate) -> dict[str, str]:
    """Return whose certificate it is, by whom, for how long; no number of a person."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return {
        "name": _word(subject.get("common_name")),
        "office": _word(subject.get("organization_name")),
        "issuer": _word(issuer.get("common_name")) or _word(issuer.get("organization_name")),
        "serial": f"{certificate.serial_number:x}"[:64],
        "sha256": certificate.sha256.hex(),
        "from": _moment(certificate.not_valid_before),
        "until": _moment(certificate.not_valid_after),
    }


def _root(status: PdfSignatureStatus) -> dict[str, str]:
    path = status.validation_path if status.trusted else None
    return _holder(path.first) if path is not None else {"name": "", "sha256": ""}


def _word(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return " ".join(text.split())[:200]


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _codes(reader: PdfFileReader) -> set[str]:
    """Return the codes of ours that the file itself names: in its title and in its links."""
    info = reader.trailer_view.get("/Info", None)
    title = str(info.get_object().get("/Title", "")) if info is not None else ""
    return {code.replace("-", "").upper() for code in [*_SPOKEN.findall(title), *_linked(reader)]}


def _linked(reader: PdfFileReader) -> Iterator[str]:
    total = min(int(reader.root["/Pages"]["/Count"]), MOST_PAGES)
    for number in range(total):
        page, _inherited = reader.find_page_for_modification(number)
        for note in page.get_object().get("/Annots", ()):
            action = note.get_object().get("/A", None)
            if action is not None:
                yield from _CODE.findall(str(action.get("/URI", "")))


def main(arguments: list[str]) -> int:
    """Read standard input, write the answer; 0 also when the file is no good."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    folder, length = (*arguments, "", "0")[:2] if arguments else ("", "0")
    try:
        given = sys.stdin.buffer.read()
        ahead = int(length or 0)
        roots = [*(roots_read(Path(folder)) if folder else []), *roots_in(given[:ahead])]
        said = pdf_read(given[ahead:], roots)
    except MemoryError:
        said = _flawed("terlalu_berat")
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
