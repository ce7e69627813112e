"""Trusted roots: by two officers and the issuer's fingerprint, told with who vouches."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from netral.core.access import Actor, Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.gateways import signature_child
from netral.journal.models import Entry
from netral.oversight.queries.waiting import waiting_for
from netral.papers.access import TRUST_CONFIRMERS, TRUSTERS
from netral.papers.models import TrustRoot
from netral.papers.queries import roots_pem
from netral.papers.services import pdf_check
from netral.papers.services.pdf_check import Verdict, pdf_checked, trusted_names
from netral.papers.services.trust import (
    RootWish,
    root_read,
    trust_root_confirm,
    trust_root_propose,
    trust_root_remove,
)
from netral.people.access import actor_of
from netral.people.models import Account
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


def actor_as(account: Account) -> Actor:
    return actor_of(account, account.grants.select_related("unit").get())


def proposed(unit: str = HERE, role: Role = Role.OFFICER) -> TrustRoot:
    wish = RootWish(root_read(authority().root_pem, at=now()), SOURCE)
    return trust_root_propose(actor=actor_build(role, unit), wish=wish, at=now())


def confirmed(root: TrustRoot, *, actor: Actor | None = None, sha256: str = "") -> TrustRoot:
    """Confirm as the secretary of the same government, unless another is named."""
    return trust_root_confirm(
        actor=actor or actor_build(Role.SEKDA, root.government_id),
        ref=root.ref,
        sha256=sha256 or fingerprint(),
        at=now(),
    )


def added(unit: str = HERE) -> TrustRoot:
    return confirmed(proposed(unit))


def sent(client: Client, content: bytes, sidik: str, **more: str) -> str:
    """Send the form; return the page."""
    answer = client.post(
        reverse("trust-root-new"),
        {"berkas": SimpleUploadedFile("akar.crt", content), "sidik": sidik, "source": SOURCE}
        | more,
    )
    return f"{answer.status_code} {answer.content.decode()}"


def test_one_officer_compares_and_proposes_and_nothing_counts_yet() -> None:
    before = pdf_checked(signed_pdf())
    assert before.verdict is Verdict.STRANGER
    client = staff_client(account_build(Role.OFFICER, HERE))
    typed = ":".join(f"{byte:02X}" for byte in bytes.fromhex(fingerprint()))
    page = sent(client, authority().root_pem, typed)
    assert page.startswith("200")
    assert "Pasang akar ini?" in page
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
    assert pdf_checked(signed_pdf()).verdict is Verdict.STRANGER  # one officer alone: not yet
    waits = client.get(reverse("trust-roots")).content.decode()
    assert "Menunggu petugas kedua" in waits
    assert fingerprint() not in waits  # to be taken from the issuer, not copied from a page


def test_the_second_officer_confirms_and_the_check_page_then_knows_the_issuer() -> None:
    url = reverse("trust-root-confirm", args=[proposed().ref])
    second = staff_client(account_build(Role.PPK, HERE, name="Petugas Contoh Kedua"))
    asked = second.get(url).content.decode()
    assert SOURCE in asked
    assert fingerprint() not in asked
    assert second.post(url, {"sidik": fingerprint().upper()}).status_code == 302
    checked = pdf_checked(signed_pdf())
    assert checked.verdict is Verdict.INTACT
    (one,) = checked.signatures
    assert one.vouchers == ("Kabupaten Batang Hari",)
    assert "Otoritas Contoh" in trusted_names()
    listed = second.get(reverse("trust-roots")).content.decode()
    assert SOURCE in listed
    assert fingerprint() in listed
    assert "disahkan" in listed
    assert "Petugas Contoh Kedua" in listed


def test_who_proposed_a_root_never_confirms_it_and_the_row_bears_no_such_thing() -> None:
    officer = account_build(Role.OFFICER, HERE)
    actor = actor_as(officer)
    wish = RootWish(root_read(authority().root_pem, at=now()), SOURCE)
    root = trust_root_propose(actor=actor, wish=wish, at=now())
    with pytest.raises(NotAllowedError, match="Anda yang memasang"):
        confirmed(root, actor=actor)
    client = staff_client(officer)
    url = reverse("trust-root-confirm", args=[root.ref])
    assert "Minta petugas lain" in client.get(url).content.decode()
    assert client.post(url, {"sidik": fingerprint()}).status_code == 403
    root.confirmed_by, root.confirmed_at = root.added_by, now()
    with pytest.raises(IntegrityError, match="trust_root_is_confirmed_by_another"):
        root.save()


def test_a_second_officer_with_another_fingerprint_confirms_nothing_and_is_told_why() -> None:
    root = proposed()
    with pytest.raises(WrongInputError, match="Jangan disahkan"):
        confirmed(root, sha256="ab" * 32)
    client = staff_client(account_build(Role.SEKDA, HERE))
    answer = client.post(reverse("trust-root-confirm", args=[root.ref]), {"sidik": "ab" * 32})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Jangan disahkan" in said
    assert "ab" * 32 in said
    assert fingerprint() not in said
    assert roots_pem() == b""


def test_a_root_is_confirmed_once_and_not_after_its_proposal_was_taken_back() -> None:
    root = added()
    with pytest.raises(AlreadyDoneError):
        confirmed(root)
    officer = actor_build(Role.OFFICER, HERE)
    trust_root_remove(actor=officer, ref=root.ref, reason="keliru", at=now())
    again = proposed()
    trust_root_remove(actor=officer, ref=again.ref, reason="keliru lagi", at=now())
    with pytest.raises(AlreadyDoneError):
        confirmed(again)
    client = staff_client(account_build(Role.SEKDA, HERE))
    page = client.get(reverse("trust-root-confirm", args=[again.ref])).content.decode()
    assert "tidak menunggu pengesahan lagi" in page


def test_a_root_that_ended_while_it_waited_is_not_confirmed() -> None:
    root = proposed()
    with pytest.raises(WrongInputError, match="tidak berlaku"):
        trust_root_confirm(
            actor=actor_build(Role.SEKDA, HERE),
            ref=root.ref,
            sha256=fingerprint(),
            at=now() + timedelta(days=21 * 365),
        )


@pytest.mark.parametrize("role", sorted(set(Role) - TRUST_CONFIRMERS))
def test_no_other_role_confirms_whom_to_trust(role: Role) -> None:
    root = proposed()
    with pytest.raises(NotAllowedError):
        confirmed(root, actor=actor_build(role, HERE))


def test_what_was_proposed_waits_for_every_other_officer_of_the_whole_government_alone() -> None:
    account = account_build(Role.OFFICER, HERE)
    wish = RootWish(root_read(authority().root_pem, at=now()), SOURCE)
    trust_root_propose(actor=actor_as(account), wish=wish, at=now())

    def waits(actor: Actor) -> bool:
        return "Otoritas Contoh" in {
            item.title for item in waiting_for(actor=actor, today=now().date())
        }

    assert waits(actor_build(Role.SEKDA, HERE))
    assert waits(actor_build(Role.OFFICER, HERE))
    assert not waits(actor_as(account))
    assert not waits(actor_build(Role.OPD_HEAD, f"{HERE}.dinkes"))
    assert not waits(actor_build(Role.SEKDA, AWAY))


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
        "trust_root.propose",
        "trust_root.confirm",
        "trust_root.remove",
        "trust_root.propose",
        "trust_root.confirm",
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
        proposed(role=role)
    with pytest.raises(NotAllowedError):
        trust_root_remove(actor=actor_build(role, HERE), ref=root.ref, reason="x", at=now())


def test_an_officer_of_one_office_or_of_another_government_does_neither() -> None:
    root = added()
    with pytest.raises(NotVisibleError):
        proposed(f"{HERE}.dinkes")
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
