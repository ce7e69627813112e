"""The days that each level has, set by the office for the whole government."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.access import circular_seen, version_in_force_required
from netral.circulars.models import LevelTerm
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
    # With none at all, those of the version before would come back: they end too.
    ended = {"version": version} if days else {"version__circular": version.circular}
    LevelTerm.objects.filter(**ended).delete()
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
