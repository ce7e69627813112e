"""The region's own table of sanctioning officers: as it holds on a day, and as a page shows it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from netral.people.models import AuthorityRow

# The law data is confirmed for every other level; a row for one of those would never be asked.
LEVELS = {"ringan": _("hukuman disiplin ringan"), "sedang": _("hukuman disiplin sedang")}
POST_LEVELS = {
    "jpt_madya": _("pimpinan tinggi madya"),
    "jpt_pratama": _("pimpinan tinggi pratama"),
    "ahli_utama": _("fungsional ahli utama"),
    "administrator": _("administrator"),
    "pengawas": _("pengawas"),
    "pelaksana": _("pelaksana"),
    "semua": _("jabatan lain, atau jenjangnya tidak diketahui"),
}


def authority_on(*, government: str, level: str, post_level: str, on: date) -> AuthorityRow | None:
    """Return the newest confirmed row for the level of sanction and of post that holds on a day.

    A row for the very level of post goes before one for all others.
    """
    rows = AuthorityRow.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        government_id=government,
        level=level,
        post_level__in={post_level, "semua"},
        valid_from__lte=on,
        confirmed_at__isnull=False,
        ended_at=None,
    )
    return min(
        rows, key=lambda row: (row.post_level == "semua", -row.valid_from.toordinal()), default=None
    )


def authorities_of(government: str) -> QuerySet[AuthorityRow]:
    """Return all rows of a government, ended ones too: by level, post, and newest first."""
    rows = AuthorityRow.objects.filter(government_id=government)
    return rows.order_by("level", "post_level", "-valid_from", "-pk")
