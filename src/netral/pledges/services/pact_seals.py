"""The government's own seal over a batch of pacts, where a region prefers that to certificates."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, Assurance, require
from netral.core.flow.moves import take
from netral.core.flow.pact import ROUND_MOVES, SEALERS, PactState, RoundStage
from netral.core.kinds.errors import WrongInputError
from netral.papers.models import Seal, SealedDocument
from netral.papers.queries import seals_over
from netral.papers.services import Document, seal_ask
from netral.pledges.models import Pact, PactRound
from netral.pledges.services.pact_papers import pact_press

BATCH = 200
"""How many pacts one press of the button seals: their files are pressed while one waits."""


def pacts_to_seal(round_: PactRound) -> QuerySet[Pact]:
    """Return the pacts that both sides have signed and that no seal covers yet, oldest first.

    One signed by certificate bears its own signature and needs none.
    """
    sealed = SealedDocument.objects.filter(seal__government_id=round_.government_id)
    pacts = Pact.objects.filter(round=round_, state=PactState.KNOWN.value)
    fresh = pacts.exclude(assurance=Assurance.CERTIFICATE.value).exclude(
        known_code__in=sealed.values("paper")
    )
    return fresh.select_related("round__government", "round__text").order_by("known_at", "pk")


def seals_of(round_: PactRound) -> QuerySet[Seal]:
    """Return the seals over pacts of the round, newest first."""
    return seals_over(Pact.objects.filter(round=round_).values_list("ref", flat=True))


def pacts_seal(*, actor: Actor, round_: PactRound, at: datetime) -> Seal:
    """Ask for one seal over the pacts that wait for it; the worker makes it.

    Raises NotVisibleError or NotAllowedError for who may not, MoveRefusedError (409) for a round
    that was withdrawn, WrongInputError when none waits. What was signed is not changed by it.
    """
    require(actor, SEALERS, round_.unit.path)
    take(ROUND_MOVES, "seal", RoundStage(round_.stage))
    pacts = list(pacts_to_seal(round_)[:BATCH])
    if not pacts:
        raise WrongInputError(
            _("Tidak ada pakta yang menunggu segel. Yang disegel: yang sudah diketahui atasan.")
        )
    documents = [
        Document(
            subject=pact.ref,
            title=pact.round.title,
            pdf=pact_press(pact),
            paper=pact.known_code or "",
            matter=pact.ref,
        )
        for pact in pacts
    ]
    return seal_ask(actor=actor, title=round_.title, documents=documents, at=at)
