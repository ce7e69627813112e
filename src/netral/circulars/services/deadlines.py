"""The days that each level has, set by the office for the whole government."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.circulars.access import circular_seen, version_in_force_required
from netral.circulars.models import CircularVersion, LevelTerm
from netral.core.access import Actor, require
from netral.core.flow.passing import DEEPEST, MOST_DAYS, SETTERS
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import CircularRef
from netral.journal.services import entry_append


@transaction.atomic
def deadlines_set(
    *, actor: Actor, ref: CircularRef, days: Mapping[int, int], is_workdays: bool, at: datetime
) -> list[LevelTerm]:
    """Set the days of each level of the version in force, in place of those set before.

    A level that is left out has no last day. Enters ``circular.deadline``. Raises NotVisibleError
    for a circular not in force, NotAllowedError in another role, WrongInputError for a number of
    days that is none.
    """
    require(actor, SETTERS, actor.government)
    version = version_in_force_required(circular_seen(actor, ref))
    if any(level > DEEPEST or not 1 <= count <= MOST_DAYS for level, count in days.items()):
        raise WrongInputError(_("Isi 1 sampai 60 hari untuk setiap jenjang, atau kosongkan."))
    _ended(version, is_all=not days).delete()
    rows = LevelTerm.objects.bulk_create(
        LevelTerm(
            version=version,
            government_id=version.government_id,
            level=level,
            days=count,
            is_workdays=is_workdays,
            set_by=actor.account,
            set_at=at,
        )
        for level, count in sorted(days.items())
    )
    entry_append(
        government=version.government_id,
        kind="circular.deadline",
        matter=version.circular.ref,
        actor=actor.account,
        body={
            "version": version.sequence,
            "days": {str(level): count for level, count in sorted(days.items())},
            "is_workdays": is_workdays,
        },
        at=at,
    )
    return rows


def _ended(version: CircularVersion, *, is_all: bool) -> QuerySet[LevelTerm]:
    """Return what was set before; with none at all, that of earlier versions would come back."""
    own = LevelTerm.objects.filter(version__circular_id=version.circular_id)
    return own if is_all else own.filter(version=version)
