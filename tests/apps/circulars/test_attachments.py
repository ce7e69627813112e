"""Files that go with a letter: added to the draft, hashed with it, read by whom it addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from netral.circulars.models import Attachment, CircularVersion
from netral.circulars.queries.letters import letter_changes
from netral.circulars.services import version_draft
from netral.circulars.services.attachments import attachment_add, attachment_remove
from netral.circulars.services.content import version_hash
from netral.circulars.services.letter import circular_pdf
from netral.circulars.views import files
from netral.core.access import Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef
from netral.gateways.pdf_text import FakePdfReader, PdfText
from netral.vault.models import OfficeFile
from netral.vault.services.office_files import office_file_read
from netral.vault.services.sealing import SealError
from netral.vault.services.store import path_of
from tests.apps.circulars.build import (
    DINKES,
    DISDIK,
    KEY,
    approve,
    draft_build,
    has_read,
    opened,
    publish,
    published_build,
    text_build,
    tree_build,
)
from tests.apps.circulars.test_pages import client_of
from tests.apps.circulars.uploads import file_build, pdf_build
from tests.apps.papers.reading import words_of
from tests.apps.people.build import actor_build, person_build, person_client

pytestmark = pytest.mark.django_db
TWO_PAGES = PdfText(pages=2, lines=((), ()))


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "READER", FakePdfReader(TWO_PAGES))


def add(version: CircularVersion, title: str = "Daftar larangan", **changes: Any) -> Attachment:
    version.refresh_from_db()
    options: dict[str, Any] = {
        "actor": actor_build(Role.OFFICER, KEY),
        "ref": CircularRef(version.circular.ref),
        "title": title,
        "content": pdf_build(title),
        "found": TWO_PAGES,
        "revision": version.revision,
        **changes,
    }
    return attachment_add(**options)


def enclosed_build() -> CircularVersion:
    """Return a version in force with one attachment."""
    circular = draft_build()
    add(circular.versions.get())
    approve(circular)
    return publish(circular, "800/1/SE/2024")


def test_an_attachment_is_part_of_the_hash_by_title_and_fingerprint() -> None:
    version = draft_build().versions.get()
    bare = version_hash(version)
    file = add(version)
    with_file = version_hash(version)
    Attachment.objects.filter(pk=file.pk).update(title="Judul lain")
    renamed = version_hash(version)
    OfficeFile.objects.update(sha256="0" * 64)
    assert len({bare, with_file, renamed, version_hash(version)}) == 4


def test_the_letter_on_paper_lists_its_attachments() -> None:
    version = enclosed_build()
    words = words_of(circular_pdf(version=version))
    assert "Lampiran: 1. Daftar larangan" in words
    assert version.attachments.get().enclosure.sha256[:16] in words


def test_a_signed_letter_takes_no_more_files_and_loses_none() -> None:
    version = enclosed_build()
    with pytest.raises(MoveRefusedError):
        add(version, "Susulan")
    with pytest.raises(MoveRefusedError):
        attachment_remove(
            actor=actor_build(Role.OFFICER, KEY), ref=CircularRef(version.circular.ref), order=1
        )
    assert version.attachments.count() == 1


def test_two_officers_at_once_do_not_overwrite_each_other() -> None:
    version = draft_build().versions.get()
    add(version)
    with pytest.raises(AlreadyDoneError):
        add(version, "Kedua", revision=1)
    assert version.attachments.count() == 1


def test_the_same_file_twice_and_one_too_many_are_refused() -> None:
    version = draft_build().versions.get()
    add(version)
    with pytest.raises(WrongInputError, match="sudah menjadi lampiran"):
        add(version, "Judul lain", content=pdf_build("Daftar larangan"))
    for number in range(9):
        add(version, f"Lampiran {number}")
    with pytest.raises(WrongInputError, match="Paling banyak 10"):
        add(version, "Kesebelas")
    assert version.attachments.count() == 10


def test_the_next_version_begins_with_the_files_and_taking_one_out_leaves_the_old_whole() -> None:
    first = enclosed_build()
    officer, ref = actor_build(Role.OFFICER, KEY), CircularRef(first.circular.ref)
    draft = version_draft(actor=officer, ref=ref)
    assert draft.attachments.get().enclosure_id == first.attachments.get().enclosure_id
    assert letter_changes(first, draft) == ()
    attachment_remove(actor=officer, ref=ref, order=1)
    assert [change.kind.value for change in letter_changes(first, draft)] == ["Dihapus"]
    assert version_hash(first) == first.body_hash
    with pytest.raises(NotVisibleError):
        attachment_remove(actor=officer, ref=ref, order=1)


def test_a_reader_of_the_old_version_is_shown_new_files_bases_and_addressees() -> None:
    first = published_build()
    person = person_build(DINKES)
    has_read(first, person)
    draft = version_draft(actor=actor_build(Role.OFFICER, KEY), ref=CircularRef(first.circular.ref))
    add(draft, "Daftar baru")
    CircularVersion.objects.filter(pk=draft.pk).update(bases=["UU 20/2023"], groups=["pns"])
    approve(first.circular)
    second = publish(first.circular, "800/2/SE/2024")
    opened(second, person)
    page = person_client(person).get(reverse("circular-read", args=[first.circular.ref]))
    words = page.content.decode()
    assert "Daftar baru" in words
    assert "Ditujukan kepada" in words
    assert "Dasar hukum" in words


def test_a_reader_gets_the_file_as_it_was_sealed_and_nothing_it_could_start() -> None:
    version = enclosed_build()
    target = reverse("circular-read-attachment", args=[version.circular.ref, 1])
    got = person_client(person_build(DINKES)).get(target)
    assert (got.status_code, got.content) == (200, pdf_build("Daftar larangan"))
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in got["Content-Security-Policy"]
    assert got["X-Content-Type-Options"] == "nosniff"


def test_who_is_not_addressed_gets_no_file() -> None:
    tree_build()
    circular = draft_build(replace(text_build(), units=(DINKES,)))
    add(circular.versions.get())
    approve(circular)
    publish(circular, "1/SE/2024")
    target = reverse("circular-read-attachment", args=[circular.ref, 1])
    assert person_client(person_build(DISDIK)).get(target).status_code == 404


def test_a_file_changed_on_the_disk_is_not_handed_out() -> None:
    version = enclosed_build()
    path = path_of(version.attachments.get().enclosure.path)
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    with pytest.raises(SealError):
        office_file_read(version.attachments.get().enclosure)
    target = reverse("circular-read-attachment", args=[version.circular.ref, 1])
    assert person_client(person_build(DINKES)).get(target).status_code == 423


def test_the_page_adds_a_file_and_takes_it_out_again_after_asking() -> None:
    circular = draft_build()
    client = client_of(Role.OFFICER)
    target = reverse("circular-attachments", args=[circular.ref])
    assert "Belum ada lampiran" in client.get(target).content.decode()
    data = {"title": "Formulir", "revision": 1, "berkas": file_build()}
    assert client.post(target, data).status_code == 302
    page = client.get(target).content.decode()
    assert "Formulir" in page
    assert "Keluarkan Formulir" in page
    out = reverse("circular-attachment-out", args=[circular.ref, 1])
    assert "Keluarkan lampiran ini?" in client.get(out).content.decode()
    assert Attachment.objects.count() == 1
    assert client.post(out).status_code == 302
    assert Attachment.objects.count() == 0


def test_a_file_that_is_no_pdf_is_refused_and_its_title_is_kept() -> None:
    circular = draft_build()
    target = reverse("circular-attachments", args=[circular.ref])
    data = {"title": "Formulir isian", "revision": 1, "berkas": file_build(b"bukan pdf")}
    got = client_of(Role.OFFICER).post(target, data)
    assert got.status_code == 422
    assert "bukan PDF" in got.content.decode()
    assert "Formulir isian" in got.content.decode()


def test_a_draft_and_its_files_are_for_its_makers() -> None:
    circular = draft_build()
    add(circular.versions.get())
    target = reverse("circular-attachment", args=[circular.ref, 1, 1])
    assert client_of(Role.SEKDA).get(target).content == pdf_build("Daftar larangan")
    assert client_of(Role.OPD_HEAD, DINKES).get(target).status_code == 404
    assert client_of(Role.OFFICER).get(target.replace("-1.pdf", "-7.pdf")).status_code == 404
