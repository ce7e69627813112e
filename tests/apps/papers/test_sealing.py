"""One seal over a batch: each document carries its own way to the root that was signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from netral.core.access import Role
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import PaperRef
from netral.gateways.signature_frames import framed, unframed
from netral.gateways.signature_pen import done
from netral.journal.models import Entry
from netral.papers.access import WITHDRAWERS
from netral.papers.models import Paper, PaperFile, Seal, SealedDocument
from netral.papers.services import pdf_check, sealing
from netral.papers.services import signed_pdf as checking
from netral.papers.services.archive import file_kept
from netral.papers.services.pdf_check import Ours, Verdict, pdf_checked
from netral.papers.services.registry import PaperFacts, paper_register
from netral.papers.services.sealing import (
    seal_ask,
    seal_clock,
    seal_key,
    seal_make,
    sealed_copy,
    seals_make,
)
from netral.papers.services.signing import Document
from tests.apps.papers.build import AT
from tests.apps.papers.sign import authority, document, pen, plain_pdf, reading_here, signed_pdf
from tests.apps.people.build import actor_build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
HERE = "kab-batanghari"
CODES = ("AAAA3333", "BBBB3333", "CCCC3333")


PEN = sealing._pen


def pen_here(act: Mapping[str, Any], files: Sequence[bytes]) -> list[bytes]:
    try:
        return done(act, files)
    except ValueError as error:
        raise sealing.PenFailedError from error


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    """Read and sign in this process; trust the authority of the tests."""
    monkeypatch.setattr(sealing, "_pen", pen_here)
    monkeypatch.setattr(checking, "pdf_reading", reading_here)
    monkeypatch.setattr(pdf_check, "pdf_reading", reading_here)
    (own_folder / "trust" / "contoh.pem").write_bytes(authority().root_pem)


@pytest.fixture
def key(own_folder: Path) -> None:
    """Give the government its key for seals, and the installation its clock."""
    assert seal_key(HERE).parent == own_folder / "keys"
    seal_key(HERE).write_bytes(pen("Pemerintah Kabupaten Contoh").pem)
    seal_clock().write_bytes(authority().clock.pem)


def asked(role: Role = Role.SEKDA, *, documents: list[Document] | None = None) -> Seal:
    batch = documents or [document(f"PAKTA0000{n}", ref=code) for n, code in enumerate(CODES)]
    return seal_ask(
        actor=actor_build(role, HERE), title="Pakta Dinas Contoh", documents=batch, at=AT
    )


def copies(seal: Seal) -> list[bytes]:
    return [sealed_copy(one) for one in seal.documents.order_by("index")]


@pytest.mark.usefixtures("key")
def test_each_copy_shows_by_itself_that_the_seal_is_its_own() -> None:
    seal = asked()
    assert seals_make(at=AT) == 1
    for copy in copies(seal):
        checked = pdf_checked(copy)
        assert checked.verdict is Verdict.INTACT
        assert checked.seal is not None
        assert checked.seal.name == "Pemerintah Kabupaten Contoh"
        assert checked.seal_size == 3


@pytest.mark.usefixtures("key")
def test_a_copy_begins_with_the_document_as_it_was() -> None:
    seal = asked()
    seals_make(at=AT)
    assert all(
        copy.startswith(plain_pdf(code)) for copy, code in zip(copies(seal), CODES, strict=True)
    )


@pytest.mark.usefixtures("key")
def test_a_changed_an_extended_and_a_swapped_copy_lose_the_seal() -> None:
    seal = asked()
    seals_make(at=AT)
    first, second, _third = copies(seal)
    length = len(plain_pdf(CODES[0]))
    swapped = plain_pdf(CODES[1]) + first[length:]
    for bad in (
        first[:900] + bytes([first[900] ^ 1]) + first[901:],
        first + b"\n",
        first + second,
        swapped,
    ):
        checked = pdf_checked(bad)
        assert checked.seal is None
        assert checked.verdict in {Verdict.CHANGED, Verdict.UNREADABLE}


@pytest.mark.usefixtures("key")
def test_the_sealed_page_is_a_paper_of_ours_and_its_copies_are_known() -> None:
    papers = [
        paper_register(
            actor=actor_build(Role.OFFICER, HERE),
            government=HERE,
            facts=PaperFacts(Paper.Kind.CERTIFICATE, "Pakta", "SUBJECT001"),
            ref=PaperRef(code),
            pdf=plain_pdf(code),
            at=AT,
        )
        for code in CODES
    ]
    seal = asked()
    seals_make(at=AT)
    seal.refresh_from_db()
    assert pdf_checked(file_kept(seal.signed_sha256)).ours is Ours.SAME
    assert pdf_checked(copies(seal)[0]).paper == papers[0]
    assert PaperFile.objects.filter(paper=papers[2]).count() == 2


@pytest.mark.usefixtures("key")
def test_the_page_tells_the_seal_to_a_stranger() -> None:
    seal = asked()
    seals_make(at=AT)
    upload = SimpleUploadedFile("pakta.pdf", copies(seal)[1], content_type="application/pdf")
    page = Client().post("/periksa/pdf/", {"berkas": upload}).content.decode()
    assert "salah satu dari 3 dokumen di bawah satu segel" in page
    assert "Pemerintah Kabupaten Contoh" in page


@pytest.mark.usefixtures("key")
def test_a_seal_is_made_once_and_entered_once() -> None:
    seal = asked()
    assert seal_make(government=HERE, ref=seal.ref, at=AT)
    assert seal_make(government=HERE, ref=seal.ref, at=AT)
    assert Entry.objects.filter(kind="seal.make").count() == 1
    assert Paper.objects.filter(ref=seal.paper).count() == 1


def test_without_a_key_the_seal_waits_and_is_tried_again() -> None:
    seal = asked()
    assert seals_make(at=AT) == 0
    seal.refresh_from_db()
    assert (seal.state, seal.problem) == ("diminta", "kunci")
    seal_key(HERE).write_bytes(b"bukan kunci")
    assert seals_make(at=AT) == 0, "not again before two minutes are over"
    assert seals_make(at=AT + timedelta(minutes=3)) == 0
    seal.refresh_from_db()
    assert seal.problem == "pena"
    seal_key(HERE).write_bytes(pen("Pemerintah Kabupaten Contoh").pem)
    assert seals_make(at=AT + timedelta(minutes=6)) == 1
    assert copies(seal)[0] != plain_pdf(CODES[0])


@pytest.mark.parametrize("role", sorted(set(Role) - WITHDRAWERS))
def test_other_roles_ask_for_no_seal(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        asked(role)
    assert not Seal.objects.exists()


def test_an_officer_of_one_agency_asks_for_no_seal_of_the_government() -> None:
    with pytest.raises(NotVisibleError):
        seal_ask(
            actor=actor_build(Role.OFFICER, f"{HERE}.dinkes"),
            title="Pakta",
            documents=[document()],
            at=AT,
        )


def test_an_empty_batch_and_one_with_a_signed_document_are_refused() -> None:
    with pytest.raises(WrongInputError, match="1 sampai 2000"):
        seal_ask(actor=actor_build(Role.SEKDA, HERE), title="Kosong", documents=[], at=AT)
    with pytest.raises(WrongInputError, match="sudah ditandatangani dengan sertifikat"):
        asked(documents=[Document("PAKTA00001", "Pakta", signed_pdf())])
    assert not SealedDocument.objects.exists()


def test_the_pen_works_in_a_program_of_its_own_as_it_does_here() -> None:
    act = {"act": "carry", "places": [[0, []]]}
    files = [signed_pdf(), plain_pdf()]
    assert PEN(act, files) == done(act, files)
    with pytest.raises(sealing.PenFailedError):
        PEN({"act": "sign", "key": "/tidak/ada", "clock": ""}, files[:1])


def test_what_was_cut_off_on_its_way_is_refused() -> None:
    whole = framed({"act": "sign"}, [b"satu", b"dua"])
    assert unframed(BytesIO(whole))[1] == [b"satu", b"dua"]
    with pytest.raises(ValueError, match="cut off"):
        unframed(BytesIO(whole[:-1]))
