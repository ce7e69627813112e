"""Signed in ink: one officer enters the scan, another confirms it."""

from __future__ import annotations

import json

import pytest

from netral.core.access import Actor, Assurance, Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import PersonRef
from netral.journal.models import Entry
from netral.papers.access import INK_CLERKS
from netral.papers.models import Signature
from netral.papers.services import Scan, SignerFacts, ink_confirm, ink_enter, ink_refuse
from netral.papers.services.archive import file_kept
from netral.papers.services.signers import signer_person
from tests.apps.papers.build import AT
from tests.apps.papers.sign import document
from tests.apps.people.build import actor_build, person_build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
UNIT = "kab-batanghari.dinkes"
JPEG = b"\xff\xd8\xff\xe0 pindaian contoh"


def clerk(role: Role = Role.OFFICER, unit: str = UNIT) -> Actor:
    return actor_build(role, unit)


def signer() -> SignerFacts:
    return signer_person(person=PersonRef(person_build(UNIT).ref), on=AT.date())


def entered(actor: Actor, *, content: bytes = JPEG, who: SignerFacts | None = None) -> Signature:
    return ink_enter(
        actor=actor,
        signer=who or signer(),
        capacity="Yang membuat pernyataan",
        document=document(),
        scan=Scan(content),
        at=AT,
    )


def test_a_scan_stands_once_a_second_officer_confirms_it() -> None:
    waiting = entered(clerk())
    assert (waiting.state, waiting.promise) == ("menunggu", "")
    made = ink_confirm(actor=clerk(Role.SUPERIOR), ref=waiting.ref, at=AT)
    assert (made.state, made.assurance) == ("dibubuhkan", Assurance.PAPER)
    assert file_kept(made.scan_sha256) == JPEG
    body = json.loads(Entry.objects.get(kind="signature.make").body or "")["body"]
    assert body["scan"] == made.scan_sha256


def test_who_entered_it_cannot_confirm_it_and_nothing_is_written() -> None:
    actor = clerk()
    waiting = entered(actor)
    with pytest.raises(WrongInputError, match="orang lain"):
        ink_confirm(actor=actor, ref=waiting.ref, at=AT)
    assert not Entry.objects.filter(kind="signature.make").exists()


@pytest.mark.parametrize("role", sorted(set(Role) - INK_CLERKS))
def test_other_roles_neither_enter_nor_confirm(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        entered(clerk(role))
    waiting = entered(clerk())
    with pytest.raises(NotAllowedError):
        ink_confirm(actor=clerk(role), ref=waiting.ref, at=AT)


def test_another_unit_does_not_even_see_it() -> None:
    waiting = entered(clerk())
    stranger = clerk(unit="kab-batanghari.dinsos")
    with pytest.raises(NotVisibleError):
        entered(stranger)
    with pytest.raises(NotVisibleError):
        ink_confirm(actor=stranger, ref=waiting.ref, at=AT)
    with pytest.raises(NotVisibleError):
        ink_refuse(actor=stranger, ref=waiting.ref, reason="Buram", at=AT)


def test_a_refused_scan_says_why_and_can_be_entered_again() -> None:
    who = signer()
    first = entered(clerk(), who=who)
    with pytest.raises(WrongInputError, match="Tulis mengapa"):
        ink_refuse(actor=clerk(), ref=first.ref, reason=" ", at=AT)
    ink_refuse(actor=clerk(), ref=first.ref, reason="Fotonya buram.", at=AT)
    with pytest.raises(AlreadyDoneError):
        ink_confirm(actor=clerk(), ref=first.ref, at=AT)
    second = entered(clerk(), who=who)
    assert ink_confirm(actor=clerk(), ref=second.ref, at=AT).state == "dibubuhkan"
    with pytest.raises(AlreadyDoneError, match="sudah ditandatangani"):
        entered(clerk(), who=who)


def test_a_better_scan_takes_the_place_of_one_that_waits() -> None:
    who = signer()
    first = entered(clerk(), who=who)
    second = entered(clerk(), who=who, content=b"%PDF-1.7 lebih jelas")
    assert second.pk == first.pk
    assert file_kept(second.scan_sha256).startswith(b"%PDF")


def test_a_file_that_is_no_scan_and_one_that_is_too_large_are_refused() -> None:
    with pytest.raises(WrongInputError, match="PDF, JPG, atau PNG"):
        entered(clerk(), content=b"<html>")
    with pytest.raises(WrongInputError, match="paling besar 10 MB"):
        entered(clerk(), content=JPEG + bytes(10 * 2**20))
    assert not Signature.objects.exists()
