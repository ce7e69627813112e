"""The check page, open to anyone; withdrawing, for those who may."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from netral.core.access import Role
from netral.journal.models import Entry
from netral.journal.services import log_seal
from netral.papers.access import WITHDRAWERS
from netral.papers.models import Paper, PaperFile
from tests.apps.papers.build import AT
from tests.apps.papers.test_registry import HERE, PDF, registered
from tests.apps.people.build import account_build, staff_client

pytestmark = pytest.mark.django_db


def page_of(paper: Paper) -> str:
    return Client().get(f"/periksa/{paper.ref}/").content.decode()


def compared(paper: Paper, content: bytes) -> str:
    upload = SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")
    answer = Client().post(f"/periksa/{paper.ref}/", {"berkas": upload})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_typed_code_leads_to_its_page() -> None:
    paper = registered()
    answer = Client().get("/periksa/", {"kode": f"{paper.ref[:4].lower()} {paper.ref[4:]}"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/periksa/{paper.ref}/"


def test_an_empty_form_is_shown_and_a_short_code_is_told() -> None:
    assert Client().get("/periksa/").status_code == 200
    answer = Client().get("/periksa/", {"kode": "abc"})
    assert answer.status_code == 422
    assert "bukan delapan huruf dan angka" in answer.content.decode()


def test_an_unknown_code_is_told_with_advice() -> None:
    answer = Client().get("/periksa/", {"kode": "ZZZZZZZZ"})
    assert answer.status_code == 404
    assert "minta pemiliknya mengunduh ulang" in answer.content.decode()


def test_an_address_typed_in_small_letters_is_forgiven() -> None:
    paper = registered()
    answer = Client().get(f"/periksa/{paper.ref[:4].lower()}-{paper.ref[4:].lower()}/")
    assert answer["Location"] == f"/periksa/{paper.ref}/"


def test_a_page_hides_the_holder_unless_they_allow_it() -> None:
    hidden = page_of(registered("Lasma Contoh"))
    assert "Lasma Contoh" not in hidden
    assert "disembunyikan pemegang" in hidden
    assert "Lasma Contoh" in page_of(registered("Lasma Contoh", shows_holder=True))
    assert "Pemegang" not in page_of(registered())


def test_a_page_tells_the_state_in_the_journal() -> None:
    paper = registered()
    assert "Menunggu masuk Jejak" in page_of(paper)
    assert Client().get(f"/periksa/{paper.ref}/bukti").status_code == 404
    log_seal(government=HERE, at=AT)
    assert "Sudah disegel" in page_of(paper)
    proof = Client().get(f"/periksa/{paper.ref}/bukti")
    assert proof.content.startswith(b"c2sp.org/tlog-proof@v1")
    assert "attachment" in proof["Content-Disposition"]


def test_a_file_is_compared_byte_for_byte_and_never_kept() -> None:
    paper = registered()
    before = Entry.objects.count()
    assert "Berkas Anda sama" in compared(paper, PDF)
    assert "Berkas Anda tidak sama" in compared(paper, PDF + b" ")
    PaperFile.objects.all().delete()
    assert "Belum ada berkas terdaftar" in compared(paper, PDF)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("content", "words"), [(None, "Pilih berkas PDF"), (b"", "Berkas ini kosong")]
)
def test_a_missing_or_empty_file_is_told(content: bytes | None, words: str) -> None:
    paper = registered()
    data = {} if content is None else {"berkas": SimpleUploadedFile("a.pdf", content)}
    answer = Client().post(f"/periksa/{paper.ref}/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("unit", [HERE, "kab-samosir"])
def test_who_opens_the_withdrawal_page(role: Role, unit: str) -> None:
    paper = registered()
    answer = staff_client(account_build(role, unit)).get(f"/dokumen/{paper.ref}/cabut/")
    inside = 200 if role in WITHDRAWERS else 403
    assert answer.status_code == (inside if unit == HERE else 404)


@pytest.mark.parametrize("role", sorted(Role))
def test_who_opens_the_list(role: Role) -> None:
    answer = staff_client(account_build(role, HERE)).get("/dokumen/")
    assert answer.status_code == (200 if role in WITHDRAWERS else 403)


def test_nobody_gets_in_without_signing_in() -> None:
    paper = registered()
    for url in ("/dokumen/", f"/dokumen/{paper.ref}/cabut/"):
        assert Client().get(url).status_code == 302


def test_a_withdrawal_needs_a_reason_and_shows_on_the_check_page() -> None:
    paper, client = registered(), staff_client(account_build(Role.OFFICER, HERE))
    url = f"/dokumen/{paper.ref}/cabut/"
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "Nomor surat keliru"}, follow=True)
    assert "Dokumen dicabut" in answer.content.decode()
    assert "Nomor surat keliru" in page_of(paper)
    assert "Dicabut" in page_of(paper)
    assert client.post(url, {"reason": "Lagi"}).status_code == 409


def test_the_list_finds_a_code_and_costs_the_same_with_more_rows(
    django_assert_max_num_queries: object,
) -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    assert "Belum ada dokumen" in client.get("/dokumen/").content.decode()
    papers = [registered() for _ in range(6)]
    assert papers[0].ref in client.get("/dokumen/").content.decode()
    found = client.get("/dokumen/", {"kode": papers[0].ref}).content.decode()
    assert papers[0].ref in found
    assert papers[1].ref not in found
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/dokumen/")
