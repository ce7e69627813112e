"""Reads of roles: an account's live grants, the words for a role, who could hold a key."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from netral.core.access import Actor, PostKind, Role
from netral.people.models import Account, RoleGrant, UnitKey

ROLE_WORDS = {
    Role.ASN: _("ASN"),
    Role.SUPERIOR: _("Atasan langsung"),
    Role.OPD_HEAD: _("Kepala OPD"),
    Role.HANDLER: _("Petugas"),
    Role.EXAMINER: _("Tim pemeriksa"),
    Role.SEKDA: _("Sekretaris daerah"),
    Role.PPK: _("Pejabat pembina kepegawaian"),
    Role.DESK: _("Pengelola desk"),
    Role.OFFICER: _("Pengelola kepegawaian"),
    Role.OVERSEER: _("Pengawas"),
}
ACTING = {PostKind.PJ: "Pj.", PostKind.PJS: "Pjs.", PostKind.PLT: "Plt.", PostKind.PLH: "Plh."}


def grants_of(account: Account, today: date) -> list[RoleGrant]:
    """Return the account's live grants, oldest first, with unit, government and post."""
    live = RoleGrant.objects.live_on(today).filter(account=account)
    return list(live.select_related("unit__government", "posting", "account").order_by("pk"))


def role_words(grant: RoleGrant) -> str:
    """Return the role as its holder reads it: ``Plt. Kepala OPD, Dinas Kesehatan``."""
    acting = ACTING.get(PostKind(grant.posting.kind), "") if grant.posting else ""
    words = f"{acting} {ROLE_WORDS[Role(grant.role)]}".strip()
    return f"{words}, {grant.unit.name}"


def accounts_of(actor: Actor) -> QuerySet[Account]:
    """Return the accounts with a role in the actor's units, by name."""
    return Account.objects.visible_to(actor.unit).order_by("name", "pk")


def grants_seen(actor: Actor, account: Account) -> list[RoleGrant]:
    """Return the account's grants in the actor's units, newest first."""
    seen = RoleGrant.objects.visible_to(actor.unit).filter(account=account)
    return list(seen.select_related("unit", "posting").order_by("-valid_from", "-pk"))


def unit_keys_of(actor: Actor) -> QuerySet[UnitKey]:
    """Return the live key pairs of the actor's units, with their unit."""
    keys = UnitKey.objects.filter(ended_at=None, unit__path__startswith=actor.government)
    return keys.select_related("unit").order_by("unit__path")
