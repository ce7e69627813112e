"""Evidence: kept with its owner, opened with a reason, every opening on record."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from nacl.public import PrivateKey

from netral.core.access import Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.models import Entry
from netral.vault.models import Custody, Evidence
from netral.vault.queries import custody_of, evidence_of
from netral.vault.services.evidence import (
    Owner,
    evidence_card,
    evidence_content,
    evidence_keep,
    evidence_open,
)
from netral.vault.services.sealing import SealError, key_pair_draw, public_bytes, unseal
from netral.vault.services.store import path_of
from netral.vault.services.uploads import SealedUpload
from netral.vault.tasks import orphans_sweep
from tests.apps.people.build import actor_build, unit_build
from tests.apps.vault.build import AT, EXIF_MARK, photo, sealed_upload

OFFICE = "kab-batanghari.bkpsdm"
WHY = "telaah awal laporan"


def kept(*uploads: SealedUpload) -> tuple[Evidence, PrivateKey]:
    key = key_pair_draw()
    owner = Owner(ref="R000000001", public_key=public_bytes(key), unit=unit_build(OFFICE))
    with transaction.atomic():
        (first, *_) = evidence_keep(owner=owner, uploads=uploads or (sealed_upload(),), at=AT)
    return first, key


@pytest.mark.django_db
def test_an_officer_gets_a_clean_copy_and_the_opening_is_on_record() -> None:
    evidence, key = kept()
    actor = actor_build(Role.HANDLER, OFFICE)
    opened = evidence_open(actor=actor, ref=evidence.ref, key=key, reason=WHY, at=AT)
    assert EXIF_MARK.encode() not in opened.content
    assert opened.name == f"bukti-{evidence.ref}.jpg"
    received, viewed = custody_of("R000000001")
    assert (received.act, received.actor) == ("terima", "pelapor")
    assert (viewed.act, viewed.actor, viewed.at) == ("lihat", actor.account, AT)
    assert unseal(bytes(viewed.sealed_reason), key) == WHY.encode()
    entry = Entry.objects.get(kind="evidence.view")
    assert entry.matter == "R000000001"


@pytest.mark.django_db
def test_the_original_comes_out_unchanged_as_an_export() -> None:
    evidence, key = kept()
    actor = actor_build(Role.EXAMINER, OFFICE)
    opened = evidence_open(
        actor=actor, ref=evidence.ref, key=key, reason=WHY, at=AT, is_original=True
    )
    assert (opened.content, opened.name) == (photo(), "foto kampanye.jpg")
    assert Entry.objects.filter(kind="evidence.export").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "unit", "error"),
    [
        (Role.HANDLER, "kab-batanghari.dinkes", NotVisibleError),
        (Role.HANDLER, "kab-samosir", NotVisibleError),
        (Role.SUPERIOR, OFFICE, NotAllowedError),
        (Role.PPK, "kab-batanghari", NotAllowedError),
    ],
)
def test_others_open_nothing_and_nothing_is_written(
    role: Role, unit: str, error: type[Exception]
) -> None:
    evidence, key = kept()
    with pytest.raises(error):
        evidence_open(actor=actor_build(role, unit), ref=evidence.ref, key=key, reason=WHY, at=AT)
    assert Custody.objects.count() == 1
    assert not Entry.objects.filter(kind="evidence.view").exists()


@pytest.mark.django_db
def test_without_a_reason_or_the_right_key_nothing_opens() -> None:
    evidence, key = kept()
    actor = actor_build(Role.HANDLER, OFFICE)
    with pytest.raises(WrongInputError, match="mengapa"):
        evidence_open(actor=actor, ref=evidence.ref, key=key, reason="  ", at=AT)
    with pytest.raises(SealError):
        evidence_open(actor=actor, ref=evidence.ref, key=key_pair_draw(), reason=WHY, at=AT)
    with pytest.raises(NotVisibleError):
        evidence_open(actor=actor, ref="TIDAKADA00", key=key, reason=WHY, at=AT)
    assert Custody.objects.count() == 1


@pytest.mark.django_db
def test_a_file_changed_on_the_disk_is_not_shown() -> None:
    evidence, key = kept()
    path = path_of(evidence.path)
    body = bytearray(path.read_bytes())
    body[-20] ^= 1
    path.write_bytes(bytes(body))
    with pytest.raises(SealError, match="berubah"):
        evidence_content(evidence, key)


@pytest.mark.django_db
def test_name_and_fingerprint_are_only_in_the_seal() -> None:
    evidence, key = kept(sealed_upload(name="wajah saya.jpg"))
    assert b"wajah" not in bytes(evidence.sealed)
    card = evidence_card(evidence, key)
    assert (card.name, card.size) == ("wajah saya.jpg", len(photo()))
    assert "wajah" not in repr(card)
    assert list(evidence_of("R000000001")) == [evidence]


@pytest.mark.django_db
def test_an_upload_cannot_have_two_owners() -> None:
    upload = sealed_upload()
    evidence, key = kept(upload)
    owner = Owner(ref="R000000002", public_key=public_bytes(key), unit=evidence.unit)
    with pytest.raises(AlreadyDoneError), transaction.atomic():
        evidence_keep(owner=owner, uploads=[upload], at=AT)
    assert Evidence.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_history_of_evidence_refuses_change(act: str) -> None:
    kept()
    rows = Custody.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(actor="lain") if act == "update" else rows._raw_delete(rows.db)


@pytest.mark.django_db
def test_the_sweeper_takes_old_orphans_and_leaves_evidence(data_dir: Path) -> None:
    evidence, _ = kept()
    orphan = sealed_upload()
    later = AT.now(AT.tzinfo) + timedelta(days=2)
    assert orphans_sweep(at=later - timedelta(days=2)) == 0
    assert orphans_sweep(at=later) == 1
    assert path_of(evidence.path).exists()
    assert not path_of(orphan.path).exists()
    assert (data_dir / "vault").exists()


@pytest.mark.django_db
def test_evidence_is_listed_only_to_the_units_that_handle_it() -> None:
    evidence, _ = kept()
    assert list(Evidence.objects.visible_to(OFFICE)) == [evidence]
    assert list(Evidence.objects.visible_to("kab-batanghari")) == [evidence]
    assert not Evidence.objects.visible_to("kab-batanghari.bkp").exists()
    assert str(evidence) == evidence.ref
    assert "terima" in str(Custody.objects.get())
