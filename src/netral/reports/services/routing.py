"""To whom a report goes: never into the line of the one reported. Read once, before sealing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from netral.core.access import is_within
from netral.core.kinds.errors import NetralError
from netral.people.models import UnitKey
from netral.reports.queries import handling_keys
from netral.reports.services.content import ReportText

PERSONNEL = re.compile(r"bkpsdm|bkpsda|bkpp|bkd|bkn|kepegawaian|pengembangan sumber daya manusia")
INSPECTORATE = re.compile(r"inspektorat|inspektur|itkab|itprov|irban")
OTHER_OFFICE = 2
_TOLD_OF = (
    (PERSONNEL, re.compile(r"\b(bkpsdm|bkpsda|bkpp|bkd|badan kepegawaian)\b")),
    (INSPECTORATE, re.compile(r"\b(inspektorat|itkab|itprov|irban)\b")),
)
"""Which office a story speaks of: narrower words than those of a post, so that few go astray."""


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
    keys = sorted(handling_keys(government, today=today), key=_rank)
    if not keys:
        raise NoOfficeError(
            _(
                "Kantor ini belum membuat kunci untuk menyegel laporan. Laporan Anda belum "
                "terkirim dan tidak kami simpan. Sementara ini, hubungi Bawaslu setempat."
            )
        )
    free = [key for key in keys if not is_in_line(key, text)]
    apart = [key for key in free if _rank(key)[0] < OTHER_OFFICE and not _is_told_of(key, text)]
    handling = [*apart, *free, _last_resort(keys)][0]
    others = [key for key in [*free, *keys] if key.pk != handling.pk]
    return handling, others[0] if others else handling, handling.pk != keys[0].pk


def is_in_line(key: UnitKey, text: ReportText) -> bool:
    """Tell whether a unit stands in the respondent's line: above, below, the same, or named."""
    unit = key.unit.path
    if text.unit and (is_within(text.unit, unit) or is_within(unit, text.unit)):
        return True
    said, name = f"{text.who} {text.post} {text.workplace}".lower(), _name(key)
    return any(kind.search(said) and kind.search(name) for kind in (PERSONNEL, INSPECTORATE))


def _is_told_of(key: UnitKey, text: ReportText) -> bool:
    """Tell whether the story speaks of a unit: the one reported may be named there alone."""
    story, name = text.what.lower(), _name(key)
    return any(kind.search(name) and told.search(story) for kind, told in _TOLD_OF)


def _rank(key: UnitKey) -> tuple[int, int]:
    name = _name(key)
    if PERSONNEL.search(name):
        return 0, key.pk
    return (1 if INSPECTORATE.search(name) else OTHER_OFFICE), key.pk


def _last_resort(keys: Sequence[UnitKey]) -> UnitKey:
    """All stand in the line (the head of all is reported): the inspectorate, else the first."""
    return next((key for key in keys if _rank(key)[0] == 1), keys[0])


def _name(key: UnitKey) -> str:
    return f"{key.unit.path.rpartition('.')[2]} {key.unit.name.lower()}"
