"""A signed PDF with fields to fill in, and issuers who borrow a name: what a stranger is told."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from netral.gateways.signature_local import authority_make, pdf_sign
from netral.papers.services import pdf_check
from netral.papers.services.pdf_check import Verdict, pdf_checked
from tests.apps.papers.sign import PURPOSE, authority, now, pen, plain_pdf, reading_here

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
BOX = "[0 0 200 20]"
AMOUNT, MORE = b"q BT (100) Tj ET Q", b"q BT (900) Tj ET Q"


@pytest.fixture(autouse=True)
def _known_and_read_here(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own_folder / "trust" / "contoh.pem").write_bytes(authority().root_pem)
    monkeypatch.setattr(pdf_check, "pdf_reading", reading_here)


@cache
def form_signed() -> bytes:
    """Return a signed PDF with one field, in which 100 was filled in before."""
    out = BytesIO()
    with pikepdf.open(BytesIO(plain_pdf())) as made:
        page = made.pages[0].obj
        drawn = pikepdf.Stream(made, AMOUNT)
        drawn.BBox = pikepdf.Object.parse(BOX.encode())
        drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        words = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (jumlah) /V (100) /F 4 >>"
        field = pikepdf.Object.parse(words)
        field.Rect, field.P = pikepdf.Object.parse(b"[50 50 250 70]"), page
        field.AP = pikepdf.Dictionary(N=made.make_indirect(drawn))
        field = made.make_indirect(field)
        page.Annots = pikepdf.Array([*page.get("/Annots", []), field])
        made.Root.AcroForm = made.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field])))
        made.save(out)
    return pdf_sign(out.getvalue(), pen(), purpose=PURPOSE)


def filled_in(pdf: bytes) -> bytes:
    """Return the PDF with another amount in its field: what a reader shows is no longer 100."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    kept = writer.root["/AcroForm"]["/Fields"]
    refs = [kept.raw_get(at) for at in range(len(kept))]
    ref = next(one for one in refs if one.get_object().get("/T") == "jumlah")
    field = ref.get_object()
    field[pdf_name("/V")] = generic.pdf_string("900")
    drawn = field["/AP"]["/N"]
    shown = {pdf_name(key): drawn[key] for key in ("/Type", "/Subtype", "/BBox")}
    stream = generic.StreamObject(dict_data=shown, stream_data=MORE)
    field["/AP"][pdf_name("/N")] = writer.add_object(stream)
    writer.mark_update(ref)
    writer.update_container(field["/AP"])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def signer() -> signers.SimpleSigner:
    """Return the pen as the library wants it, to sign in a way that ours never does."""
    own = pen()
    secret = own.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    loaded = [
        x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (own.certificate, own.root)
    ]
    store.register_multiple(loaded)
    return signers.SimpleSigner(
        signing_cert=loaded[0], signing_key=keys.PrivateKeyInfo.load(secret), cert_registry=store
    )


def posted(content: bytes) -> str:
    upload = SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")
    return Client().post("/periksa/pdf/", {"berkas": upload}).content.decode()


def test_a_field_filled_in_after_the_signature_is_told_as_changed() -> None:
    assert pdf_checked(form_signed()).verdict is Verdict.INTACT
    changed = filled_in(form_signed())
    assert changed.startswith(form_signed()), "what was signed is still there, and not shown"
    assert pdf_checked(changed).verdict is Verdict.CHANGED
    assert "Isian formulirnya diubah sesudah tanda tangan ini" in posted(changed)


def test_a_second_signature_changes_nothing_in_a_form() -> None:
    twice = pdf_sign(form_signed(), pen("Orang Kedua"), purpose=PURPOSE)
    checked = pdf_checked(twice)
    assert checked.verdict is Verdict.INTACT
    assert [one.changed for one in checked.signatures] == ["isian", "tidak"]
    assert pdf_checked(filled_in(twice)).verdict is Verdict.CHANGED


def test_what_the_first_signer_forbade_to_add_is_told_as_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever certifies a document may allow no change at all (ISO 32000-2 12.8.2.2)."""
    meta = signers.PdfSignatureMetadata(
        field_name="TandaTangan1",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(plain_pdf()), strict=False)
    signers.PdfSigner(meta, signer()).sign_pdf(writer, output=out)
    certified = out.getvalue()
    assert pdf_checked(certified).verdict is Verdict.INTACT
    # The library would refuse to; a forger's would not.
    allowed = "_enforce_certification_constraints"
    monkeypatch.setattr(signers.PdfSigner, allowed, lambda *_arguments: None)
    more = pdf_sign(certified, pen("Orang Kedua"), purpose=PURPOSE)
    assert pdf_checked(more).verdict is Verdict.CHANGED


def test_an_issuer_who_borrows_the_name_of_a_known_one_is_not_known() -> None:
    known = authority()
    since = now() - timedelta(days=1)
    namesake = authority_make("Otoritas Contoh", office="Kantor Contoh", at=since)
    assert namesake.root.subject == known.root.subject
    false = namesake.issue("Bupati Palsu", office="Kabupaten", at=since, days=30)
    forged = pdf_sign(plain_pdf(), false, purpose=PURPOSE)
    checked = pdf_checked(forged)
    (one,) = checked.signatures
    assert (checked.verdict, one.chain) == (Verdict.STRANGER, "tidak_dikenal")
    assert (one.root, one.vouchers) == ("", ())
    page = posted(forged)
    assert "Tidak mengarah ke penerbit yang dikenal di sini" in page
    assert "Penerbitnya dikenal" not in page


def test_a_certificate_for_something_else_is_told_so() -> None:
    stamped = pdf_sign(plain_pdf(), authority().clock, purpose=PURPOSE)
    checked = pdf_checked(stamped)
    assert checked.verdict is Verdict.STRANGER
    assert "bukan untuk menandatangani dokumen" in posted(stamped)
