"""Uploads: sealed on the way in, judged by content, removed when they cannot be kept."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from netral.core.kinds.errors import WrongInputError
from netral.vault.services import uploads as uploads_module
from netral.vault.services.store import file_open
from netral.vault.services.stream import SealedWriter, sealed_read
from netral.vault.services.uploads import (
    FILE_LIMIT,
    FILES_LIMIT,
    SealingUploadHandler,
    upload_read,
    upload_token,
    uploads_of,
)
from tests.apps.vault.build import pdf, photo, sealed_upload


def posted(files: Iterable[tuple[str, bytes]]) -> tuple[SealingUploadHandler, dict[str, str]]:
    """Post files in a form with one text field; return the handler and the text read."""
    data = {
        "cerita": "tetap ada",
        "berkas": [SimpleUploadedFile(name, content) for name, content in files],
    }
    request = RequestFactory().post("/", data)
    handler = uploads_of(request)
    text = {name: str(value) for name, value in request.POST.items()}
    assert not request.FILES
    return handler, text


def stored(folder: Path) -> list[Path]:
    return [path for path in (folder / "vault").rglob("*") if path.is_file()]


def test_a_photo_is_sealed_and_read_back_with_its_key_alone(data_dir: Path) -> None:
    handler, text = posted([("rapat.jpg", photo())])
    (upload,) = handler.uploads
    with file_open(upload.path) as source:
        assert b"".join(sealed_read(source, upload.key)) == photo()
    (path,) = stored(data_dir)
    assert b"JFIF" not in path.read_bytes()
    assert (upload.kind, upload.name, upload.size) == ("image/jpeg", "rapat.jpg", len(photo()))
    assert text == {"cerita": "tetap ada"}


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"MZ\x90\x00" + bytes(300),
        b"halo",
        b"",
    ],
)
def test_what_only_claims_to_be_a_photo_is_refused_by_its_content(
    data_dir: Path, content: bytes
) -> None:
    handler, text = posted([("foto.jpg", content)])
    assert handler.uploads == []
    assert "“foto.jpg” bukan foto" in handler.refusals[0]
    assert stored(data_dir) == []
    assert text == {"cerita": "tetap ada"}


@pytest.mark.parametrize("content", [pdf(password="x"), b"%PDF-1.7\nrusak"])
def test_a_locked_or_broken_pdf_is_refused_with_advice(data_dir: Path, content: bytes) -> None:
    handler, _ = posted([("surat.pdf", content)])
    assert "tanpa kata sandi" in handler.refusals[0]
    assert stored(data_dir) == []


def test_a_sound_pdf_is_taken() -> None:
    handler, _ = posted([("surat.pdf", pdf())])
    assert [one.kind for one in handler.uploads] == ["application/pdf"]


def test_a_file_over_the_limit_is_refused_and_the_next_one_taken(data_dir: Path) -> None:
    huge = photo() + bytes(FILE_LIMIT)
    handler, text = posted([("panjang.jpg", huge), ("kecil.jpg", photo())])
    assert [one.name for one in handler.uploads] == ["kecil.jpg"]
    assert "paling besar 25 MB" in handler.refusals[0]
    assert len(stored(data_dir)) == 1
    assert text == {"cerita": "tetap ada"}


def test_more_files_than_allowed_are_refused_one_by_one() -> None:
    handler, _ = posted([(f"{n}.jpg", photo()) for n in range(FILES_LIMIT + 1)])
    assert len(handler.uploads) == FILES_LIMIT
    assert "Paling banyak 10" in handler.refusals[0]


def test_a_full_disk_leaves_no_part_behind_and_keeps_what_was_typed(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(name: str) -> BinaryIO:
        path = data_dir / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("/dev/full")
        return path.open("r+b", buffering=0)

    monkeypatch.setattr(uploads_module, "file_create", full)
    monkeypatch.setattr(
        uploads_module, "file_remove", lambda name: (data_dir / "vault" / name).unlink()
    )
    handler, text = posted([("foto.jpg", photo()), ("lain.jpg", photo())])
    assert handler.is_full
    assert "penyimpanan kami penuh" in handler.refusals[0]
    assert handler.uploads == []
    assert not [path for path in (data_dir / "vault").rglob("*") if path.is_symlink()]
    assert text == {"cerita": "tetap ada"}


def test_a_disk_that_fills_up_in_the_middle_leaves_no_part_behind(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(SealedWriter, "write", no_space)
    handler, _ = posted([("foto.jpg", photo())])
    assert handler.is_full
    assert stored(data_dir) == []


def test_a_sender_who_goes_away_leaves_no_part_behind(data_dir: Path) -> None:
    handler = SealingUploadHandler()
    with pytest.MonkeyPatch.context():
        handler.new_file("berkas", "foto.jpg", "image/jpeg", None)
    handler.receive_data_chunk(photo()[:100], 0)
    handler.upload_interrupted()
    assert stored(data_dir) == []
    handler.upload_interrupted()


def test_a_token_carries_an_upload_and_no_one_can_change_it() -> None:
    upload = sealed_upload()
    token = upload_token(upload)
    assert upload_read(token) == upload
    with pytest.raises(WrongInputError, match="Pilih lagi"):
        upload_read(token[:-3] + "abc")


def test_a_token_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    token = upload_token(sealed_upload())
    monkeypatch.setattr(uploads_module, "DRAFT_LASTS", timedelta(seconds=-1))
    with pytest.raises(WrongInputError, match="tidak berlaku"):
        upload_read(token)


def test_an_upload_hides_key_and_name() -> None:
    upload = sealed_upload(name="nama-saya.jpg")
    assert "nama-saya" not in repr(upload)
    assert repr(upload.key) not in repr(upload)
