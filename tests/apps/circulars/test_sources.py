"""From an uploaded PDF to a draft: what is read, what is refused, what a person accepts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.models import Attachment, Circular, CircularVersion
from netral.circulars.services.attachments import pdf_checked
from netral.circulars.services.sources import (
    NoTextError,
    circular_from_source,
    draft_of,
    source_read,
)
from netral.circulars.views import files
from netral.core.access import Role
from netral.core.flow.circular import Election
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.core.text.letters import letter_read
from netral.gateways.pdf_text import FakePdfReader, PdfText
from netral.journal.models import Entry
from netral.vault.services.office_files import office_file_read
from tests.apps.circulars.build import AT, DINKES, KEY, approve, publish, tree_build
from tests.apps.circulars.test_pages import client_of, edit_form
from tests.apps.circulars.uploads import LETTER, PDF, READ, file_build
from tests.apps.people.build import actor_build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "READER", FakePdfReader(READ))


def source_build(found: PdfText = READ) -> CircularVersion:
    circular = circular_from_source(
        actor=actor_build(Role.OFFICER, KEY),
        content=PDF,
        found=found,
        election=Election.PILKADA,
        form_token="UNGGAH1",
        at=AT,
    )
    version: CircularVersion = circular.versions.get()
    return version


def sent(client: Client, content: bytes = PDF, **changes: Any) -> Any:
    data = {"election": "pilkada", "form_token": "T1", "berkas": file_build(content), **changes}
    return client.post(reverse("circular-upload"), data)


def test_the_letter_becomes_a_draft_with_its_words_bases_and_clauses() -> None:
    version = source_build()
    assert version.circular.title == "Netralitas asn dalam pilkada 2024"
    assert version.opening == LETTER[5]
    assert version.bases == ["Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara"]
    assert list(version.clauses.values_list("heading", "text", "acts")) == [
        ("Pegawai ASN dilarang", "ikut kampanye dengan atribut partai", []),
        ("Pegawai ASN dilarang", "memakai kendaraan dinas untuk kampanye.", []),
        ("", "Kepala dinas melapor tiap bulan.", []),
    ]
    assert not Entry.objects.filter(kind__startswith="circular.").exists()


def test_the_original_is_kept_sealed_bit_by_bit_with_all_that_was_read() -> None:
    source = Attachment.objects.get(version=source_build())
    assert source.is_source
    assert office_file_read(source.enclosure) == PDF
    assert " ".join(row["text"] for row in source.reading).count("NOMOR : 800/123/SE/2024") == 1
    assert sum(row["count"] for row in source.reading) == len(LETTER)


def test_the_same_form_sent_twice_begins_one_circular_with_one_original() -> None:
    assert source_build().circular_id == source_build().circular_id
    assert Attachment.objects.count() == Circular.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "unit", "error"),
    [(Role.SEKDA, KEY, NotAllowedError), (Role.OFFICER, DINKES, NotVisibleError)],
)
def test_who_writes_no_circulars_begins_none_from_a_file(
    role: Role, unit: str, error: type[Exception]
) -> None:
    tree_build()
    with pytest.raises(error):
        circular_from_source(
            actor=actor_build(role, unit),
            content=PDF,
            found=READ,
            election=Election.PILKADA,
            form_token="X",
            at=AT,
        )
    assert not Circular.objects.exists()


@pytest.mark.parametrize(
    ("content", "answer", "words"),
    [
        (b"PK\x03\x04 bukan pdf", READ, "bukan PDF"),
        (b"<html><script>alert(1)</script></html>", READ, "bukan PDF"),
        (PDF, "locked", "terkunci kata sandi"),
        (PDF, "heavy", "terlalu berat"),
        (PDF, "broken", "rusak atau tidak lengkap"),
        (PDF, PdfText(pages=400, lines=()), "400 halaman"),
        (PDF, PdfText(pages=1, lines=(LETTER,), active=("/JavaScript",)), "memuat program"),
        (PDF, PdfText(pages=2, lines=((), ())), "hasil pindaian"),
        (PDF, PdfText(pages=1, lines=(("\ue001\ue002" * 200,),)), "hasil pindaian"),
        (PDF, PdfText(pages=1, lines=(("شهادة" * 40, "netral"),)), "hasil pindaian"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_leads_on_to_typing(
    monkeypatch: pytest.MonkeyPatch, content: bytes, answer: PdfText | str, words: str
) -> None:
    monkeypatch.setattr(files, "READER", FakePdfReader(answer))
    got = sent(client_of(Role.DESK), content, election="pemilu")
    page = got.content.decode()
    assert got.status_code == 422
    assert words in page
    assert reverse("circular-new") in page
    assert 'value="pemilu" selected' in page
    assert not Circular.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    reader = FakePdfReader("broken")
    with pytest.raises(WrongInputError, match="10 MB"):
        pdf_checked(PDF + bytes(10 * 2**20), reader=reader)
    with pytest.raises(NoTextError):
        source_read(PDF, reader=FakePdfReader(PdfText(pages=1, lines=(("pendek",),))))


def test_a_form_without_a_file_asks_for_one() -> None:
    got = client_of(Role.DESK).post(reverse("circular-upload"), {"election": "pilkada"})
    assert got.status_code == 422
    assert "Belum ada berkas yang sampai" in got.content.decode()


def test_an_upload_leads_to_the_draft_with_the_letter_beside_the_clauses() -> None:
    client = client_of(Role.OFFICER)
    got = sent(client)
    version = CircularVersion.objects.get()
    target = reverse("circular-edit", args=[version.circular.ref])
    assert (got.status_code, got["Location"]) == (302, target)
    page = client.get(target).content.decode()
    assert "Asalnya: halaman 1 baris 10" in page
    assert "NOMOR : 800/123/SE/2024" in page
    assert "halaman 1 baris 13" in page
    assert 'value="D-N2"' in page
    assert "Saran mesin, belum dibaca petugas" in page


def test_no_act_is_accepted_for_anybody_and_each_one_by_its_own_box() -> None:
    version = source_build()
    client = client_of(Role.OFFICER)
    target = reverse("circular-edit", args=[version.circular.ref])
    data = edit_form(version) | {"b1-proposed": ["D-N2"], "b2-proposed": []}
    assert client.post(target, data).status_code == 302
    assert list(version.clauses.values_list("acts", flat=True)) == [["D-N2"], [], []]
    version.refresh_from_db()
    data = edit_form(version) | {"b1-proposed": ["D-N1", "TIDAK-ADA"], "b1-text": "Kata lain."}
    assert client.post(target, data).status_code == 302
    assert version.clauses.first().acts == ["D-N2", "D-N1"]  # type: ignore[union-attr]


def test_what_became_no_clause_is_shown_and_may_still_become_one() -> None:
    version = source_build()
    client = client_of(Role.OFFICER)
    target = reverse("circular-edit", args=[version.circular.ref])
    page = client.get(target).content.decode()
    assert "Belum menjadi butir" in page
    assert 'value="h1-13"' in page
    assert client.post(target, edit_form(version) | {"taken": ["h1-13"]}).status_code == 302
    assert version.clauses.last().text == LETTER[12]  # type: ignore[union-attr]
    assert 'name="taken" value="h1-13"' not in client.get(target).content.decode()
    version.refresh_from_db()
    removed = edit_form(version) | {"b4-is_removed": "on"}
    assert client.post(target, removed).status_code == 302
    assert 'name="taken" value="h1-13"' in client.get(target).content.decode()


def test_a_letter_without_any_mark_is_one_clause_and_one_of_closing_alone_is_kept_too() -> None:
    prose = letter_read([["semua pegawai diminta menjaga netralitas sampai selesai."]])
    assert [c.text for c in draft_of(prose, Election.PILKADA).clauses] == [prose[0].text]
    head = letter_read([["SURAT EDARAN"]])
    draft = draft_of(head, Election.PILKADA)
    assert [clause.text for clause in draft.clauses] == ["SURAT EDARAN"]
    assert draft.title == "Surat edaran tanpa judul"


def test_a_long_title_is_cut_at_a_word_and_stands_whole_in_the_reading() -> None:
    long = "TENTANG " + "NETRALITAS PEGAWAI " * 20
    draft = draft_of(letter_read([["SURAT EDARAN", long, "1. Netral."]]), Election.PILKADA)
    assert len(draft.title) <= 200
    assert draft.title.endswith(("netralitas", "pegawai"))


def test_a_letter_of_a_hundred_and_fifty_clauses_loses_none() -> None:
    lines = ["SURAT EDARAN", *(f"- pegawai tidak boleh melakukan hal {n}." for n in range(150))]
    version = source_build(PdfText(pages=1, lines=(tuple(lines),)))
    assert version.clauses.count() == 90
    page = client_of(Role.OFFICER).get(reverse("circular-edit", args=[version.circular.ref]))
    assert page.content.decode().count('name="taken"') == 60


def test_the_original_is_for_officers_and_part_of_what_is_signed() -> None:
    version = source_build()
    approve(version.circular)
    before = publish(version.circular, "1/SE/2024")
    assert before.attachments.get().is_source
    page = client_of(Role.OFFICER).get(
        reverse("circular-attachment", args=[version.circular.ref, 1, 1])
    )
    assert page.content == PDF
    assert page["Content-Security-Policy"] == files.HANDED_OUT
    assert page["Content-Disposition"].startswith("attachment;")
