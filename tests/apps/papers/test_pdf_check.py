"""The page that tells the signatures of any PDF: what is good, and everything that is not."""

from __future__ import annotations

import hashlib
import subprocess
import zlib
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

import pikepdf
import pytest
from asn1crypto.crl import CertificateList
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation import DocumentSecurityStore

from netral.core.access import Role
from netral.core.kinds.refs import PaperRef
from netral.gateways import signature_child
from netral.gateways.signature_local import authority_make, pdf_sign
from netral.papers.models import Paper
from netral.papers.services import paper_ref_draw, paper_register, paper_withdraw, pdf_check
from netral.papers.services.pdf_check import Checked, Ours, Verdict, pdf_checked
from netral.papers.services.registry import PaperFacts
from netral.papers.services.signed_pdf import trust_folder
from tests.apps.papers.build import AT
from tests.apps.papers.sign import (
    PURPOSE,
    authority,
    now,
    pen,
    plain_pdf,
    reading_here,
    signed_pdf,
)
from tests.apps.people.build import actor_build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
HERE = "kab-batanghari"


@pytest.fixture
def known(own_folder: Path) -> None:
    """Let this installation trust the authority of the tests."""
    (own_folder / "trust" / "contoh.pem").write_bytes(authority().root_pem)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_check, "pdf_reading", reading_here)


def overwritten(pdf: bytes) -> bytes:
    """Return the PDF with what its first page draws replaced by a later update, as forgers do."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    page, _inherited = writer.find_page_for_modification(0)
    stream = generic.StreamObject(stream_data=b"BT ET")
    page.get_object()[generic.pdf_name("/Contents")] = writer.add_object(stream)
    writer.mark_update(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_list(pdf: bytes, revocations: bytes) -> bytes:
    """Return a signed PDF to which someone added a list of revoked certificates."""
    out = BytesIO(pdf)
    DocumentSecurityStore.add_dss(out, sig_contents=None, crls=[CertificateList.load(revocations)])
    return out.getvalue()


@cache
def locked_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(plain_pdf())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def registered(pdf: bytes, ref: str) -> Paper:
    return paper_register(
        actor=actor_build(Role.OFFICER, HERE),
        government=HERE,
        facts=PaperFacts(Paper.Kind.CIRCULAR, "Edaran netralitas", "SUBJECT001"),
        ref=PaperRef(ref),
        pdf=pdf,
        at=AT,
    )


def posted(content: bytes) -> tuple[int, str]:
    upload = SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")
    answer = Client().post("/periksa/pdf/", {"berkas": upload})
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("known")
def test_a_good_signature_is_told_with_what_was_not_looked_at() -> None:
    status, page = posted(signed_pdf())
    assert status == 200
    assert "Isinya utuh, penerbit sertifikatnya dikenal" in page
    assert "Lasma Contoh, Kabupaten Contoh" in page
    assert "menurut cap waktu dari penerbit yang dikenal" in page
    assert "Keadaan sekarang tidak diperiksa" in page
    assert "Otoritas Contoh" in page


@pytest.mark.usefixtures("known")
def test_without_proof_of_revocation_the_page_says_that_it_was_not_checked() -> None:
    one = pdf_checked(signed_pdf(with_revocations=False)).signatures[0]
    assert (one.is_whole, one.is_known, one.revocation) == (True, True, "tidak_diperiksa")
    assert (
        "Tidak diperiksa: berkas tidak membawa buktinya"
        in posted(signed_pdf(with_revocations=False))[1]
    )


def test_no_answer_ever_says_valid() -> None:
    for pdf in (signed_pdf(), plain_pdf(), overwritten(signed_pdf())):
        words = posted(pdf)[1].lower()
        assert "valid" not in words.replace("novalidate", "")
        assert "sah " not in words.replace("sudah ", "")


def test_an_unknown_root_is_intact_but_not_known() -> None:
    checked = pdf_checked(signed_pdf())
    assert checked.verdict is Verdict.STRANGER
    assert checked.signatures[0].chain == "tidak_dikenal"


def test_a_self_made_certificate_says_that_anyone_could_make_it() -> None:
    mine = authority_make("Bupati Contoh", office="Kabupaten Contoh", at=now())
    self_made = pdf_sign(plain_pdf(), mine.itself, purpose=PURPOSE)
    assert pdf_checked(self_made).signatures[0].chain == "dibuat_sendiri"
    assert "siapa pun bisa membuatnya dengan nama apa pun" in posted(self_made)[1]


@pytest.mark.usefixtures("known")
def test_an_expired_certificate_counts_when_a_known_stamp_shows_it_was_good() -> None:
    old = pen("Lasma Lama", days_ago=8, days=7)
    bare = pdf_checked(pdf_sign(plain_pdf(), old, purpose=PURPOSE)).signatures[0]
    assert bare.chain == "kedaluwarsa"


@pytest.mark.usefixtures("known")
def test_a_revoked_certificate_is_told_when_the_file_says_so() -> None:
    revoked = authority().revocations(at=now() - timedelta(hours=1), revoked=(pen().certificate,))
    told = with_list(signed_pdf(with_revocations=False), revoked)
    checked = pdf_checked(told)
    assert checked.verdict is Verdict.REVOKED
    assert not checked.signatures[0].is_known
    assert "Sertifikatnya sudah dicabut" in posted(told)[1]


def test_a_page_changed_after_signing_is_told() -> None:
    checked = pdf_checked(overwritten(signed_pdf()))
    assert checked.verdict is Verdict.CHANGED
    assert "Jangan percaya berkas ini dulu" in posted(overwritten(signed_pdf()))[1]


def test_every_flipped_byte_that_is_signed_is_noticed() -> None:
    good = signed_pdf()
    for place in range(200, len(plain_pdf()), 4_001):
        flipped = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        assert pdf_checked(flipped).verdict in {Verdict.CHANGED, Verdict.UNREADABLE}, place


def test_a_signature_over_a_part_is_told() -> None:
    good = signed_pdf(with_revocations=False)
    checked = pdf_checked(good + b"\n% something after the end\n%%EOF\n")
    assert checked.verdict is not Verdict.INTACT
    assert not checked.signatures or not checked.signatures[0].is_whole


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"bukan pdf sama sekali", "Ini bukan PDF"),
        (b"%PDF-1.7\nrusak", "rusak atau terpotong"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, words: str) -> None:
    status, page = posted(content)
    assert status == 200
    assert words in page


def test_a_locked_and_a_cut_off_file_are_told_apart() -> None:
    assert "terkunci dengan sandi" in posted(locked_pdf())[1]
    assert pdf_checked(signed_pdf()[:-600]).verdict in {Verdict.UNREADABLE, Verdict.CHANGED}


def test_a_file_without_a_signature_says_that_a_picture_is_none() -> None:
    status, page = posted(plain_pdf())
    assert status == 200
    assert "Gambar tanda tangan atau kode QR saja bukan tanda tangan elektronik" in page


def test_an_empty_form_and_a_file_too_large_are_told() -> None:
    assert "Pilih berkas PDF" in Client().post("/periksa/pdf/").content.decode()
    status, page = posted(b"%PDF-1.7" + bytes(30 * 2**20))
    assert status == 422
    assert "lebih besar dari 10 MB" in page


def ours(pdf: bytes) -> Checked:
    return pdf_checked(pdf)


def test_our_own_paper_is_known_by_its_bytes() -> None:
    paper = registered(plain_pdf("AAAA2222"), "AAAA2222")
    checked = ours(plain_pdf("AAAA2222"))
    assert (checked.ours, checked.paper) == (Ours.SAME, paper)


@pytest.mark.parametrize("added", [b"\n% more", b"\r\n% more", b"% more", b" "])
def test_what_was_added_after_the_last_mark_leaves_the_earlier_state_known(added: bytes) -> None:
    bare = b"%PDF-1.7 made by us %%EOF"
    for pdf in (bare, bare + b"\n"):
        assert pdf_check._fingerprints(pdf)[0] in pdf_check._fingerprints(pdf + added)[1:]


def test_our_paper_signed_by_others_later_is_told_as_added_to() -> None:
    registered(plain_pdf(), "7K2M94QD")
    assert ours(signed_pdf()).ours is Ours.EXTENDED


def test_a_forged_certificate_with_a_code_of_ours_is_told() -> None:
    ref = paper_ref_draw()
    registered(plain_pdf(ref), ref)
    other = plain_pdf.__wrapped__(ref).replace(b"/Title", b"/Titel")
    forged = pdf_sign(other, pen("Lasma Contoh"), purpose=PURPOSE)
    checked = ours(forged)
    assert checked.ours is Ours.FORGED
    assert "Mungkin dipalsukan" in posted(forged)[1]


def test_a_code_that_nobody_gave_is_told() -> None:
    checked = ours(plain_pdf("9999ZZZZ"))
    assert (checked.ours, checked.code) == (Ours.UNKNOWN_CODE, "9999ZZZZ")


def test_a_withdrawn_paper_says_so_with_its_reason() -> None:
    registered(plain_pdf("BBBB2222"), "BBBB2222")
    paper_withdraw(
        actor=actor_build(Role.SEKDA, HERE), ref=PaperRef("BBBB2222"), reason="Salah nomor", at=AT
    )
    page = posted(plain_pdf("BBBB2222"))[1]
    ended = page.index("Dokumen ini sudah dicabut")
    assert ended < page.index('id="jawaban"'), "before anything good is said of the file"
    assert "Salah nomor" in page
    assert "Lihat penggantinya" not in page


def withdrawn(ref: str, reason: str) -> None:
    sekda = actor_build(Role.SEKDA, HERE)
    paper_withdraw(actor=sekda, ref=PaperRef(ref), reason=reason, at=AT)


def test_a_replaced_paper_says_so_and_leads_to_the_one_that_stands_now() -> None:
    registered(plain_pdf("CCCC2222"), "CCCC2222")
    withdrawn("CCCC2222", "Diganti versi 2.")
    registered(plain_pdf("DDDD2222"), "DDDD2222")
    for page in (
        posted(plain_pdf("CCCC2222"))[1],
        Client().get("/periksa/CCCC2222/").content.decode(),
    ):
        assert "Dokumen ini sudah diganti" in page
        assert "Diganti versi 2." in page
        assert 'href="/periksa/DDDD2222/"' in page
    assert "sudah diganti" not in posted(plain_pdf("DDDD2222"))[1]
    withdrawn("DDDD2222", "Keliru")
    assert "Lihat penggantinya" not in posted(plain_pdf("CCCC2222"))[1]


def test_a_withdrawn_paper_that_others_signed_later_and_one_that_copies_its_code_say_so() -> None:
    registered(plain_pdf(), "7K2M94QD")
    withdrawn("7K2M94QD", "Salah nomor")
    assert "Dokumen ini sudah dicabut" in posted(signed_pdf())[1]
    other = plain_pdf.__wrapped__("7K2M94QD").replace(b"/Title", b"/Titel")
    page = posted(other)[1]
    assert "pun sudah tidak berlaku" in page
    assert "Dokumen ini sudah dicabut" not in page, "the file is none of ours"


def test_nothing_of_a_file_is_kept(own_folder: Path) -> None:
    before = sorted(own_folder.rglob("*"))
    posted(signed_pdf())
    assert sorted(own_folder.rglob("*")) == before


def bomb() -> bytes:
    """Return a PDF whose page tree is behind a stream that swells to a gigabyte."""
    packer = zlib.compressobj(9)
    first = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush the same bytes swell again, each time to a mebibyte.
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + block * 1_000 + packer.flush()
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    blank = out.getvalue()
    at = len(blank)
    kind = b"9 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
    body = kind % len(packed) + packed + b"\nendstream\nendobj\n"
    entries = bytes([2, 0, 0, 0, 9, 0]) + bytes([1]) + at.to_bytes(4, "big") + b"\0"
    kind = b"10 0 obj\n<</Type/XRef/Size 11/W[1 4 1]/Index[1 1 9 1]/Root 1 0 R/Length %d>>stream\n"
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (at + len(body))
    return blank + body + kind % len(entries) + entries + end


def test_a_bomb_and_an_endless_file_end_the_child_and_not_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = signature_child.pdf_reading(bomb(), trust=trust_folder())
    assert said["flaw"] in {"terlalu_berat", "rusak"}
    good = signature_child.pdf_reading(signed_pdf(), trust=trust_folder())
    assert good == reading_here(signed_pdf(), trust=trust_folder())

    def slow(*_args: object, **_options: object) -> None:
        raise subprocess.TimeoutExpired("signature_reader", 20)

    monkeypatch.setattr(subprocess, "run", slow)
    assert signature_child.pdf_reading(b"%PDF-", trust=trust_folder())["flaw"] == "terlalu_berat"


def test_a_flood_of_strangers_holds_no_thread_and_keeps_no_signer_waiting() -> None:
    gate = signature_child.Gate(BoundedSemaphore(1), 0.01)
    assert gate.room.acquire(timeout=1)
    with pytest.raises(signature_child.ReaderBusyError, match="kirim lagi"):
        signature_child.pdf_reading(b"%PDF-", trust=trust_folder(), gate=gate)
    assert signature_child.STRANGERS.room is not signature_child.OURS.room
    assert signature_child.STRANGERS.wait_seconds < 2


def test_the_fingerprint_of_each_earlier_state_is_taken_in_one_pass() -> None:
    whole, *earlier = pdf_check._fingerprints(signed_pdf())
    assert whole == hashlib.sha256(signed_pdf()).hexdigest()
    assert hashlib.sha256(plain_pdf()).hexdigest() in earlier
