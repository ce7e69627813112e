"""Who may number, register and withdraw papers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import NotVisibleError
from netral.papers.models import Letterhead, Seal, TrustRoot

ISSUERS = frozenset(
    {
        Role.OPD_HEAD,
        Role.HANDLER,
        Role.EXAMINER,
        Role.SEKDA,
        Role.PPK,
        Role.DESK,
        Role.OFFICER,
    }
)
"""Those who sign or send letters in the name of an office."""
WITHDRAWERS = frozenset({Role.SEKDA, Role.PPK, Role.OFFICER})


def issuer_required(actor: Actor, government: str) -> None:
    """Pass if the actor issues letters anywhere in the government.

    Raises NotVisibleError (404) in another government, NotAllowedError (403) in another role.
    """
    if actor.government != government:
        raise NotVisibleError(_("Alamat ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, ISSUERS, actor.unit)


def withdrawer_required(actor: Actor, unit: str) -> None:
    """Pass if the actor may withdraw papers of a unit: a whole government, or one of its own."""
    require(actor, WITHDRAWERS, unit)


def letterhead_seen(actor: Actor, ref: str) -> Letterhead:
    """Return a letterhead of the government whose letters the actor looks after; or raise 404."""
    withdrawer_required(actor, actor.government)
    found = Letterhead.objects.visible_to(actor.unit).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Kop surat ini tidak ada, atau bukan milik pemerintah Anda."))
    return found


def seal_seen(actor: Actor, ref: str) -> Seal:
    """Return a seal of the government whose papers the actor looks after; or raise 404."""
    withdrawer_required(actor, actor.government)
    seals = Seal.objects.visible_to(actor.unit).select_related("government")
    found = seals.filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Segel ini tidak ada, atau bukan milik pemerintah Anda."))
    return found


TRUSTERS = frozenset({Role.OFFICER})
"""Who proposes which authorities a government trusts, and takes trust back."""
TRUST_CONFIRMERS = frozenset({Role.OFFICER, Role.SEKDA, Role.PPK})
"""Who confirms what another proposed."""


def truster_required(actor: Actor) -> None:
    """Pass if the actor proposes the trusted roots of the whole government."""
    require(actor, TRUSTERS, actor.government)


def trust_confirmer_required(actor: Actor) -> None:
    """Pass if the actor may see and confirm the trusted roots of the whole government."""
    require(actor, TRUST_CONFIRMERS, actor.government)


def trust_root_seen(actor: Actor, ref: str) -> TrustRoot:
    """Return a root of the actor's government; raise NotVisibleError (404) for any other."""
    trust_confirmer_required(actor)
    found = TrustRoot.objects.visible_to(actor.unit).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Akar ini tidak ada, atau bukan dipasang pemerintah Anda."))
    return found
