"""The government's seal over a batch of pacts: those that both sides signed, each once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from netral.core.access import Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pact import SEALERS
from netral.core.kinds.errors import NetralError, WrongInputError
from netral.core.kinds.refs import PersonRef
from netral.gateways.signature_pen import done
from netral.papers.models import Seal, SealedDocument
from netral.papers.services import sealing, signed_pdf
from netral.papers.services.sealing import seal_clock, seal_key, seals_make
from netral.pledges.models import Pact
from netral.pledges.services.pact_papers import pact_make
from netral.pledges.services.pact_rounds import round_withdraw
from netral.pledges.services.pact_seals import pacts_seal, pacts_to_seal
from netral.pledges.services.pacts import pacts_know
from tests.apps.papers.sign import authority, pen, reading_here
from tests.apps.people.build import account_build, actor_build, staff_client
from tests.apps.pledges.pacts import (
    AWAY,
    HERE,
    LATER,
    OPD,
    Office,
    knower,
    office_build,
    officer,
    sign,
)

pytestmark = pytest.mark.django_db


def known() -> Office:
    """Return an office in which the chief's pact is known and the others' are not."""
    office = office_build()
    for person in (office.head, office.chief, office.clerk):
        sign(office.round, person)
    pact = Pact.objects.get(person=office.chief)
    pacts_know(person=knower(office.head), ref=office.round.ref, pacts=[pact.ref], at=LATER)
    return office


def test_a_seal_covers_what_both_sides_signed_and_the_file_then_carries_it(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NETRAL_DATA_DIR = tmp_path
    for name in ("keys", "trust"):
        (tmp_path / name).mkdir(exist_ok=True)
    monkeypatch.setattr(sealing, "_pen", done)
    monkeypatch.setattr(signed_pdf, "pdf_reading", reading_here)
    office = known()
    seal_key(HERE).write_bytes(pen("Pemerintah Kabupaten Contoh").pem)
    seal_clock().write_bytes(authority().clock.pem)
    person = PersonRef(office.chief.ref)
    plain = pact_make(person_ref=person, ref=office.round.ref, at=LATER)
    seal = pacts_seal(actor=actor_build(Role.SEKDA, HERE), round_=office.round, at=LATER)
    assert seal.size == 1
    assert pact_make(person_ref=person, ref=office.round.ref, at=LATER) == plain
    assert not pacts_to_seal(office.round).exists()
    with pytest.raises(WrongInputError, match="Tidak ada pakta"):
        pacts_seal(actor=officer(), round_=office.round, at=LATER)
    assert seals_make(at=LATER + timedelta(minutes=5)) == 1
    sealed = pact_make(person_ref=person, ref=office.round.ref, at=LATER)
    assert sealed != plain
    assert sealed.startswith(b"%PDF-")


@pytest.mark.parametrize("role", sorted(set(Role) - SEALERS))
def test_other_roles_ask_for_no_seal(role: Role) -> None:
    office = known()
    for actor in (actor_build(role, HERE), officer(OPD), officer(AWAY)):
        with pytest.raises(NetralError):
            pacts_seal(actor=actor, round_=office.round, at=LATER)
    assert not Seal.objects.exists()


def test_a_withdrawn_round_is_not_sealed() -> None:
    office = known()
    office.round.refresh_from_db()
    withdrawn = round_withdraw(actor=officer(), ref=office.round.ref, reason="Keliru", at=LATER)
    with pytest.raises(MoveRefusedError):
        pacts_seal(actor=officer(), round_=withdrawn, at=LATER)


def test_the_page_says_how_many_wait_asks_once_and_tells_how_far_it_is() -> None:
    office = known()
    client = staff_client(account_build(Role.SEKDA, HERE))
    url = f"/ikrar/pakta/{office.round.ref}/"
    assert f"{url}segel/" in client.get(url).content.decode()
    page = client.get(f"{url}segel/").content.decode()
    assert "1 pakta sudah diketahui atasan dan belum disegel" in page
    assert "Kunci segel belum dipasang" in page
    page = client.post(f"{url}segel/", follow=True).content.decode()
    assert "Segel diminta untuk 1 pakta" in page
    seal = Seal.objects.get()
    assert seal.size == 1
    page = client.get(f"{url}segel/").content.decode()
    assert f"/dokumen/segel/{seal.ref}/" in page
    assert "Menunggu segel" in page
    assert "Tidak ada pakta yang menunggu segel" in page
    assert client.post(f"{url}segel/").status_code == 422
    assert Seal.objects.count() == 1


def test_the_page_of_a_round_lists_its_own_seals_alone() -> None:
    office = known()
    pacts_seal(actor=officer(), round_=office.round, at=LATER)
    Seal.objects.all().update(problem="pena")
    stranger = SealedDocument.objects.create(
        seal=Seal.objects.create(
            ref="LAINLAIN01",
            government_id=HERE,
            title="Surat lain",
            size=1,
            root="0" * 64,
            paper="LAIN2345",
            asked_by="uji",
            asked_at=LATER,
        ),
        index=0,
        subject="BUKANPAKTA",
        title="Surat lain",
        sha256="0" * 64,
    )
    client = staff_client(account_build(Role.OFFICER, HERE))
    page = client.get(f"/ikrar/pakta/{office.round.ref}/segel/").content.decode()
    assert "Gagal, dicoba lagi" in page
    assert stranger.seal.ref not in page
