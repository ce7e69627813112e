"""Who may number, register and withdraw papers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import NotVisibleError
from netral.papers.models import Letterhead

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


def withdrawer_required(actor: Actor, government: str) -> None:
    """Pass if the actor may withdraw papers of the whole government."""
    require(actor, WITHDRAWERS, government)


def letterhead_seen(actor: Actor, ref: str) -> Letterhead:
    """Return a letterhead of the government whose letters the actor looks after; or raise 404."""
    withdrawer_required(actor, actor.government)
    found = Letterhead.objects.visible_to(actor.unit).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Kop surat ini tidak ada, atau bukan milik pemerintah Anda."))
    return found
