"""Trusted roots: only what its issuer's fingerprint confirms, told with who vouches, removable."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from netral.core.access import Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.gateways import signature_child
from netral.journal.models import Entry
from netral.papers.access import TRUSTERS
from netral.papers.models import TrustRoot
from netral.papers.queries import roots_pem
from netral.papers.services import pdf_check
from netral.papers.services.pdf_check import Verdict, pdf_checked, trusted_names
from netral.papers.services.trust import (
    RootWish,
    root_read,
    trust_root_add,
    trust_root_remove,
)
from tests.apps.papers.sign import authority, now, pen, reading_here, signed_pdf
from tests.apps.people.build import (
    account_build,
    actor_build,
    government_build,
    staff_client,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
HERE, AWAY = "kab-batanghari", "kab-samosir"
SOURCE = "situs resmi penerbit, dibuka hari ini"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_check, "pdf_reading", reading_here)


def fingerprint() -> str:
    return root_read(authority().root_pem, at=now()).sha256


def added(unit: str = HERE, role: Role = Role.OFFICER) -> TrustRoot:
    wish = RootWish(root_read(authority().root_pem, at=now()), SOURCE)
    return trust_root_add(actor=actor_build(role, unit), wish=wish, at=now())


def sent(client: Client, content: bytes, sidik: str, **more: str) -> str:
    """Send the form; return the page."""
    answer = client.post(
        reverse("trust-root-new"),
        {"berkas": SimpleUploadedFile("akar.crt", content), "sidik": sidik, "source": SOURCE}
        | more,
    )
    return f"{answer.status_code} {answer.content.decode()}"


def test_an_officer_compares_confirms_and_the_check_page_then_knows_the_issuer() -> None:
    before = pdf_checked(signed_pdf())
    assert before.verdict is Verdict.STRANGER
    client = staff_client(account_build(Role.OFFICER, HERE))
    typed = ":".join(f"{byte:02X}" for byte in bytes.fromhex(fingerprint()))
    page = sent(client, authority().root_pem, typed)
    assert page.startswith("200")
    assert "Kenali akar ini?" in page
    assert fingerprint() in page
    assert not TrustRoot.objects.exists()  # looked at, not yet confirmed
    answer = client.post(
        reverse("trust-root-new"),
        {
            "pem": authority().root_pem.decode(),
            "sidik": typed,
            "source": SOURCE,
            "pasang": "1",
        },
    )
    assert answer.status_code == 302
    checked = pdf_checked(signed_pdf())
    assert checked.verdict is Verdict.INTACT
    (one,) = checked.signatures
    assert one.vouchers == ("Kabupaten Batang Hari",)
    assert "Otoritas Contoh" in trusted_names()
    listed = client.get(reverse("trust-roots")).content.decode()
    assert SOURCE in listed
    assert fingerprint() in listed


def test_who_vouches_is_told_on_the_check_page_of_the_public_door() -> None:
    government_build(AWAY, "Kabupaten Samosir")
    added()
    added(AWAY)
    answer = Client().post(
        reverse("paper-pdf"), {"berkas": SimpleUploadedFile("surat.pdf", signed_pdf())}
    )
    said = answer.content.decode()
    assert "Yang mengenalnya: Kabupaten Batang Hari, Kabupaten Samosir." in said


def test_another_fingerprint_is_refused_with_the_files_own_and_nothing_typed_is_lost() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    page = sent(client, authority().root_pem, "ab" * 32)
    assert page.startswith("422")
    assert f"Sidik berkas ini {fingerprint()}" in page
    assert "ab" * 32 in page
    assert SOURCE in page
    assert "Berkas Otoritas Contoh sudah dibaca" in page
    # The second step looks again: a page kept open and altered adds nothing either.
    answer = client.post(
        reverse("trust-root-new"),
        {
            "pem": authority().root_pem.decode(),
            "sidik": "ab" * 32,
            "source": SOURCE,
            "pasang": "1",
        },
    )
    assert answer.status_code == 422
    assert "Jangan dipasang" in sent(client, authority().root_pem, "ab" * 32)
    assert "64 angka" in sent(client, authority().root_pem, "abcd")
    assert not TrustRoot.objects.exists()


def bad_files() -> dict[str, bytes]:
    """Return what an officer might send in place of a root, by a piece of the answer."""
    root, mine = authority().root_pem, pen()
    return {
        "bukan sertifikat": b"%PDF-1.7 bukan",
        "lebih dari 64 KB": b"x" * 70_000,
        "kunci rahasia": mine.pem,
        "beberapa sertifikat": root + root,
        "bukan akar": mine.certificate.public_bytes(serialization.Encoding.DER),
    }


@pytest.mark.parametrize(
    "said",
    ["bukan sertifikat", "lebih dari 64 KB", "kunci rahasia", "beberapa sertifikat", "bukan akar"],
)
def test_what_is_no_root_is_refused_with_the_reason(said: str) -> None:
    with pytest.raises(WrongInputError, match=said):
        root_read(bad_files()[said], at=now())
    client = staff_client(account_build(Role.OFFICER, HERE))
    assert said in sent(client, bad_files()[said], "ab" * 32)


@pytest.mark.parametrize("days", [-10, 21 * 365])
def test_a_root_that_is_not_in_force_is_refused(days: int) -> None:
    with pytest.raises(WrongInputError, match="tidak berlaku"):
        root_read(authority().root_pem, at=now() + timedelta(days=days))


def test_a_root_in_the_other_form_of_file_is_the_same() -> None:
    der = authority().root.public_bytes(serialization.Encoding.DER)
    assert root_read(der, at=now()) == root_read(authority().root_pem, at=now())


def test_a_removed_root_counts_no_more_and_says_why_and_can_come_back() -> None:
    root, client = added(), staff_client(account_build(Role.OFFICER, HERE))
    url = reverse("trust-root-remove", args=[root.ref])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.get(url).status_code == 200
    assert pdf_checked(signed_pdf()).verdict is Verdict.INTACT
    assert client.post(url, {"reason": "Penerbit mengganti akarnya"}).status_code == 302
    assert pdf_checked(signed_pdf()).verdict is Verdict.STRANGER
    assert "Penerbit mengganti akarnya" in client.get(reverse("trust-roots")).content.decode()
    with pytest.raises(AlreadyDoneError):
        trust_root_remove(actor=actor_build(Role.OFFICER, HERE), ref=root.ref, reason="x", at=now())
    added()
    assert pdf_checked(signed_pdf()).verdict is Verdict.INTACT
    kinds = Entry.objects.filter(kind__startswith="trust_root.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "trust_root.add",
        "trust_root.remove",
        "trust_root.add",
    ]


def test_the_same_root_is_added_once_in_a_government_and_handed_on_once_for_all() -> None:
    added()
    with pytest.raises(AlreadyDoneError):
        added()
    added(AWAY)
    assert TrustRoot.objects.count() == 2
    assert roots_pem().count(b"BEGIN CERTIFICATE") == 1


@pytest.mark.parametrize("role", sorted(set(Role) - TRUSTERS))
def test_no_other_role_says_whom_to_trust(role: Role) -> None:
    root = added()
    with pytest.raises(NotAllowedError):
        added(role=role)
    with pytest.raises(NotAllowedError):
        trust_root_remove(actor=actor_build(role, HERE), ref=root.ref, reason="x", at=now())


def test_an_officer_of_one_office_or_of_another_government_does_neither() -> None:
    root = added()
    with pytest.raises(NotVisibleError):
        added(f"{HERE}.dinkes")
    for unit in (AWAY, f"{HERE}.dinkes"):
        with pytest.raises(NotVisibleError):
            trust_root_remove(
                actor=actor_build(Role.OFFICER, unit), ref=root.ref, reason="x", at=now()
            )


def test_the_readers_own_program_takes_the_roots_before_the_file(own_folder: Path) -> None:
    assert not list((own_folder / "trust").iterdir())
    trust = own_folder / "trust"
    bare = signature_child.pdf_reading(signed_pdf(), trust=trust)
    known = signature_child.pdf_reading(signed_pdf(), trust=trust, roots=authority().root_pem)
    chains = [said["signatures"][0]["chain"] for said in (bare, known)]
    assert chains == ["tidak_dikenal", "dikenal"]
    assert known["signatures"][0]["root_sha256"] == fingerprint()
