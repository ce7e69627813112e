"""A pact signed by certificate: laid down first, signed by the provider, then recorded.

No transaction waits for the provider. What was signed is never signed again: the same call after a
crash finds the signature and goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Assurance
from netral.core.flow.pact import signing_allowed
from netral.core.kinds.refs import PersonRef
from netral.papers.models import Signature
from netral.papers.services import (
    Document,
    Means,
    document_sign,
    paper_ref_draw,
    signer_person,
)
from netral.papers.services.signing import signed_file_note
from netral.pledges.models import Pact, PactSheet
from netral.pledges.queries.pacts import own_pact
from netral.pledges.services.batches import TextChangedError
from netral.pledges.services.pact_papers import CAPACITY, certified_press, signature_of
from netral.pledges.services.pact_rounds import round_locked
from netral.pledges.services.pacts import Signing, pact_keep, round_must_run


@dataclass(frozen=True, slots=True)
class CertifiedAct:
    """What the person read and chose, and by what means they sign; ``account`` if from one."""

    text_sha256: str
    shows_name: bool
    means: Means
    account: str = ""


def pact_certify(*, person_ref: PersonRef, ref: str, act: CertifiedAct, at: datetime) -> Pact:
    """Sign one's own pact by certificate; the same again returns the first.

    Call it outside of any transaction. Raises what ``pact_sign`` raises before anything is sent,
    and what ``document_sign`` raises when the provider refuses; then nothing is recorded.
    """
    before = pact_lay(person_ref=person_ref, ref=ref, text_sha256=act.text_sha256, at=at)
    if isinstance(before, Pact):
        return before
    signature = signature_of(before.code) or document_sign(
        signer=signer_person(person=person_ref, on=at.date(), account=act.account),
        capacity=CAPACITY,
        document=Document(
            subject=f"pakta-{before.code}",
            title=before.round.title,
            pdf=certified_press(before),
            paper=before.code,
            matter=before.round.ref,
        ),
        means=act.means,
        at=at,
    )
    return pact_record(
        person_ref=person_ref, ref=ref, signature=signature, show_name=act.shows_name
    )


@transaction.atomic
def pact_lay(
    *, person_ref: PersonRef, ref: str, text_sha256: str, at: datetime
) -> PactSheet | Pact:
    """Lay down the sheet that the provider will sign, with its code and moment; or the pact made.

    All that would refuse the pact refuses here, before anything is sent.
    """
    round_ = round_locked(ref)
    own = own_pact(person_ref=person_ref, ref=ref, today=at.date())
    if own.pact is not None and own.pact.is_done:
        return own.pact
    round_must_run(round_)
    superior = own.superior.name if own.superior else ""
    signing_allowed(superior=superior, has_signed=not own.waits, is_released=False)
    if text_sha256 != round_.text.sha256:
        raise TextChangedError(
            _("Naskah pakta ini bukan yang Anda baca. Baca lagi butirnya, lalu tandatangani.")
        )
    sheet, _is_new = PactSheet.objects.get_or_create(
        round=round_,
        person=own.person,
        defaults={
            "government_id": round_.government_id,
            "code": paper_ref_draw(),
            "printed_by": person_ref,
            "printed_at": at,
        },
    )
    sheets = PactSheet.objects.select_related(
        "round__government", "round__text", "person__unit", "person__superior"
    )
    return sheets.get(pk=sheet.pk)


@transaction.atomic
def pact_record(*, person_ref: PersonRef, ref: str, signature: Signature, show_name: bool) -> Pact:
    """Record the pact that the provider has signed, and let its check page know the signed file.

    Raises RoundEndedError when the round ended while the provider worked: the signature stands,
    the round does not count it.
    """
    at = signature.made_at or signature.asked_at
    round_locked(ref)
    own = own_pact(person_ref=person_ref, ref=ref, today=at.date())
    if own.pact is not None and own.pact.is_done:
        return own.pact
    signing = Signing(Assurance.CERTIFICATE, show_name, at, code=signature.paper)
    pact = pact_keep(own=own, signing=signing)
    signed_file_note(signature, at)
    return pact
