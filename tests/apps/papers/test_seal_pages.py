"""The pages of seals: how far each is, why it waits, tried again by a press, told when made."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from netral.core.access import Role
from netral.core.kinds.errors import AlreadyDoneError, NotAllowedError, NotVisibleError
from netral.journal.models import Entry
from netral.papers.access import WITHDRAWERS
from netral.papers.models import Seal
from netral.papers.services import sealing
from netral.papers.services import signed_pdf as checking
from netral.papers.services.sealing import (
    seal_again,
    seal_ask,
    seal_clock,
    seal_key,
    seals_make,
)
from tests.apps.papers.build import AT
from tests.apps.papers.sign import authority, document, pen, reading_here
from tests.apps.papers.test_sealing import pen_here
from tests.apps.people.build import account_build, actor_build, staff_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
HERE = "kab-batanghari"
SOON = AT + timedelta(seconds=20)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    """Read and sign in this process; trust the authority of the tests."""
    monkeypatch.setattr(sealing, "_pen", pen_here)
    monkeypatch.setattr(checking, "pdf_reading", reading_here)
    (own_folder / "trust" / "contoh.pem").write_bytes(authority().root_pem)


def asked() -> Seal:
    return seal_ask(
        actor=actor_build(Role.SEKDA, HERE), title="Pakta Contoh", documents=[document()], at=AT
    )


def key_put() -> None:
    seal_key(HERE).write_bytes(pen("Pemerintah Kabupaten Contoh").pem)
    seal_clock().write_bytes(authority().clock.pem)


def page_of(client: Client, seal: Seal) -> str:
    return client.get(reverse("seal", args=[seal.ref])).content.decode()


def test_a_seal_without_a_key_says_so_and_is_made_at_once_when_pressed_again() -> None:
    seal, client = asked(), staff_client(account_build(Role.SEKDA, HERE))
    assert "dalam beberapa detik" in page_of(client, seal)
    assert seals_make(at=AT) == 0
    page = page_of(client, seal)
    assert "Kunci segel belum dipasang" in page
    assert "Dicoba lagi sendiri" in page
    assert "Menunggu kunci" in client.get(reverse("seals")).content.decode()
    key_put()
    assert seals_make(at=SOON) == 0  # its two minutes are not over
    assert client.post(reverse("seal-retry", args=[seal.ref])).status_code == 302
    assert seals_make(at=SOON) == 1
    page = page_of(client, seal)
    assert "Pemerintah Kabupaten Contoh" in page
    assert "Dikenal di sini." in page
    assert reverse("seal-retry", args=[seal.ref]) not in page
    assert "membawa segel" in page


def test_a_pen_that_fails_is_told_and_nothing_of_it_is_kept() -> None:
    seal, client = asked(), staff_client(account_build(Role.OFFICER, HERE))
    seal_key(HERE).write_bytes(b"bukan kunci")
    seals_make(at=AT)
    page = page_of(client, seal)
    assert "Program segel berhenti tanpa jawaban" in page
    listed = client.get(reverse("seals")).content.decode()
    assert "Gagal, dicoba lagi" in listed
    assert "Kunci segel belum dipasang" not in listed
    seal.refresh_from_db()
    assert (seal.state, seal.signed_sha256) == ("diminta", "")


def test_a_press_is_one_entry_and_a_second_one_none() -> None:
    seal, actor = asked(), actor_build(Role.PPK, HERE)
    with pytest.raises(AlreadyDoneError, match="menunggu giliran"):
        seal_again(actor=actor, ref=seal.ref, at=SOON)
    seals_make(at=AT)
    seal_again(actor=actor, ref=seal.ref, at=SOON)
    with pytest.raises(AlreadyDoneError):
        seal_again(actor=actor, ref=seal.ref, at=SOON)
    assert Entry.objects.filter(kind="seal.again").count() == 1
    key_put()
    seals_make(at=SOON)
    with pytest.raises(AlreadyDoneError, match="sudah dibubuhkan"):
        seal_again(actor=actor, ref=seal.ref, at=SOON)


@pytest.mark.parametrize("role", sorted(set(Role) - WITHDRAWERS))
def test_no_other_role_tries_again(role: Role) -> None:
    seal = asked()
    seals_make(at=AT)
    with pytest.raises(NotAllowedError):
        seal_again(actor=actor_build(role, HERE), ref=seal.ref, at=SOON)
    seal.refresh_from_db()
    assert seal.tried_at == AT


def test_nobody_sees_or_tries_a_seal_of_another_government() -> None:
    seal = asked()
    seals_make(at=AT)
    for unit in ("kab-samosir", f"{HERE}.dinkes"):
        with pytest.raises(NotVisibleError):
            seal_again(actor=actor_build(Role.OFFICER, unit), ref=seal.ref, at=SOON)
    away = staff_client(account_build(Role.OFFICER, "kab-samosir"))
    assert away.get(reverse("seal", args=[seal.ref])).status_code == 404
    assert seal.ref not in away.get(reverse("seals")).content.decode()
