"""The reporter's identity: two people, two reasons, two keys."""

from __future__ import annotations

import pytest

from netral.core.access import Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.models import Entry
from netral.reports.models import IdentityRequest, ReporterIdentity
from netral.reports.services.content import identity_read, packed
from netral.reports.services.identity import identity_approve, identity_open, identity_request
from netral.vault.services.sealing import SealError
from tests.apps.people.build import actor_build
from tests.apps.reports.build import (
    AT,
    BKPSDM,
    INSPEKTORAT,
    SOMEONE,
    handler,
    key_build,
    offices_build,
    sent,
)

pytestmark = pytest.mark.django_db
WHY = "Perlu memanggil pelapor untuk klarifikasi bukti."


def test_two_people_with_reasons_open_the_identity() -> None:
    keys = offices_build()
    ref, asker = sent(identity=SOMEONE).ref, handler(BKPSDM)
    identity_request(actor=asker, ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT)
    granter = handler(INSPEKTORAT)
    identity_approve(actor=granter, ref=ref, reason=WHY, unit_key=keys.inspektorat, at=AT)
    opened = identity_open(actor=asker, ref=ref, unit_key=keys.bkpsdm, at=AT)
    assert opened == SOMEONE
    kinds = Entry.objects.filter(matter=ref).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "report.open",
        "identity.request",
        "identity.approve",
        "identity.open",
    ]
    assert "request" in str(IdentityRequest.objects.get())
    assert "identity" in str(ReporterIdentity.objects.get())


def test_one_person_alone_opens_nothing() -> None:
    keys = offices_build()
    ref, asker = sent(identity=SOMEONE).ref, handler(BKPSDM)
    with pytest.raises(NotAllowedError, match="orang kedua"):
        identity_open(actor=asker, ref=ref, unit_key=keys.bkpsdm, at=AT)
    identity_request(actor=asker, ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT)
    with pytest.raises(NotAllowedError, match="orang kedua"):
        identity_open(actor=asker, ref=ref, unit_key=keys.bkpsdm, at=AT)


def test_who_asks_cannot_grant_even_over_both_units() -> None:
    only = key_build("kab-batanghari.kantor-tunggal")
    ref = sent(identity=SOMEONE).ref
    asker = handler("kab-batanghari.kantor-tunggal")
    identity_request(actor=asker, ref=ref, reason=WHY, unit_key=only, at=AT)
    with pytest.raises(NotAllowedError, match="Perlu orang kedua"):
        identity_approve(actor=asker, ref=ref, reason=WHY, unit_key=only, at=AT)
    second = handler("kab-batanghari.kantor-tunggal")
    identity_approve(actor=second, ref=ref, reason=WHY, unit_key=only, at=AT)
    assert identity_open(actor=asker, ref=ref, unit_key=only, at=AT) == SOMEONE
    with pytest.raises(NotAllowedError):
        identity_open(actor=second, ref=ref, unit_key=only, at=AT)


def test_neither_unit_s_key_alone_opens_a_half_of_the_other() -> None:
    keys = offices_build()
    ref = sent(identity=SOMEONE).ref
    with pytest.raises(SealError):
        identity_request(
            actor=handler(BKPSDM), ref=ref, reason=WHY, unit_key=keys.inspektorat, at=AT
        )
    identity_request(actor=handler(BKPSDM), ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT)
    with pytest.raises(SealError):
        identity_approve(
            actor=handler(INSPEKTORAT), ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT
        )


@pytest.mark.parametrize("reason", ["", "   ", "perlu"])
def test_a_reason_is_a_sentence(reason: str) -> None:
    keys = offices_build()
    ref = sent(identity=SOMEONE).ref
    with pytest.raises(WrongInputError, match="alasan"):
        identity_request(actor=handler(BKPSDM), ref=ref, reason=reason, unit_key=keys.bkpsdm, at=AT)
    assert not IdentityRequest.objects.exists()


def test_only_one_request_waits_and_none_is_granted_twice() -> None:
    keys = offices_build()
    ref, asker = sent(identity=SOMEONE).ref, handler(BKPSDM)
    with pytest.raises(AlreadyDoneError, match="Tidak ada permintaan"):
        identity_approve(
            actor=handler(INSPEKTORAT), ref=ref, reason=WHY, unit_key=keys.inspektorat, at=AT
        )
    identity_request(actor=asker, ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT)
    with pytest.raises(AlreadyDoneError, match="menunggu"):
        identity_request(actor=asker, ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT)


@pytest.mark.parametrize(
    ("role", "unit", "error"),
    [
        (Role.EXAMINER, BKPSDM, NotAllowedError),
        (Role.HANDLER, INSPEKTORAT, NotVisibleError),
        (Role.PPK, "kab-batanghari", NotAllowedError),
    ],
)
def test_others_may_not_ask(role: Role, unit: str, error: type[Exception]) -> None:
    keys = offices_build()
    ref = sent(identity=SOMEONE).ref
    with pytest.raises(error):
        identity_request(
            actor=actor_build(role, unit), ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT
        )


def test_an_anonymous_report_has_no_identity_to_open() -> None:
    keys = offices_build()
    with pytest.raises(NotVisibleError, match="tanpa nama"):
        identity_request(
            actor=handler(BKPSDM), ref=sent().ref, reason=WHY, unit_key=keys.bkpsdm, at=AT
        )


def test_a_changed_seal_is_noticed() -> None:
    keys = offices_build()
    ref, asker = sent(identity=SOMEONE).ref, handler(BKPSDM)
    identity_request(actor=asker, ref=ref, reason=WHY, unit_key=keys.bkpsdm, at=AT)
    identity_approve(
        actor=handler(INSPEKTORAT), ref=ref, reason=WHY, unit_key=keys.inspektorat, at=AT
    )
    ReporterIdentity.objects.update(sealed=bytes(200))
    with pytest.raises(SealError, match="berubah"):
        identity_open(actor=asker, ref=ref, unit_key=keys.bkpsdm, at=AT)


def test_identities_of_all_lengths_look_alike() -> None:
    assert identity_read(packed(SOMEONE)) == SOMEONE
    assert len(packed(SOMEONE)) % 512 == 0
