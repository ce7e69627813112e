"""To whom a report goes: never into the line of the one reported. Read once, before sealing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from netral.core.access import is_within
from netral.core.kinds.errors import NetralError
from netral.people.models import UnitKey
from netral.people.queries.offices import (
    INSPECTORATE,
    OTHER_OFFICE,
    PERSONNEL,
    handling_keys,
    is_told_of,
    office_name,
    office_rank,
)
from netral.reports.services.content import ReportText


class NoOfficeError(NetralError):
    """The government has no office that could open a sealed report, so none is taken."""

    status = 503
    title = "Kantor ini belum siap menerima laporan"


def offices_for(*, government: str, text: ReportText, today: date) -> tuple[UnitKey, UnitKey, bool]:
    """Return (handling unit's key, a second unit's key, was it turned away from the first choice).

    The personnel office handles; a report about it, or that speaks of it, goes to the
    inspectorate. Of two units with such a name the one whose key is older handles: opening or
    renaming another draws no report away. The second key is the other half for the reporter's
    identity; in an office of one unit it is the same.
    Raises NoOfficeError when no unit has a key.
    """
    keys = sorted(handling_keys(government, today=today), key=office_rank)
    if not keys:
        raise NoOfficeError(
            _(
                "Kantor ini belum membuat kunci untuk menyegel laporan. Laporan Anda belum "
                "terkirim dan tidak kami simpan. Sementara ini, hubungi Bawaslu setempat."
            )
        )
    free = [key for key in keys if not is_in_line(key, text)]
    apart = [
        key for key in free if office_rank(key)[0] < OTHER_OFFICE and not is_told_of(key, text.what)
    ]
    handling = [*apart, *free, _last_resort(keys)][0]
    others = [key for key in [*free, *keys] if key.pk != handling.pk]
    return handling, others[0] if others else handling, handling.pk != keys[0].pk


def is_in_line(key: UnitKey, text: ReportText) -> bool:
    """Tell whether a unit stands in the respondent's line: above, below, the same, or named."""
    unit = key.unit.path
    if text.unit and (is_within(text.unit, unit) or is_within(unit, text.unit)):
        return True
    said, name = f"{text.who} {text.post} {text.workplace}".lower(), office_name(key)
    return any(kind.search(said) and kind.search(name) for kind in (PERSONNEL, INSPECTORATE))


def _last_resort(keys: Sequence[UnitKey]) -> UnitKey:
    """All stand in the line (the head of all is reported): the inspectorate, else the first."""
    return next((key for key in keys if office_rank(key)[0] == 1), keys[0])
