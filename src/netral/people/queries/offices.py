"""The offices that can open what is sealed to them: which government has one, which handles."""

from __future__ import annotations

import re
from datetime import date

from netral.people.models import Instansi, Unit, UnitKey

PERSONNEL = re.compile(r"bkpsdm|bkpsda|bkpp|bkd|bkn|kepegawaian|pengembangan sumber daya manusia")
INSPECTORATE = re.compile(r"inspektorat|inspektur|itkab|itprov|irban")
OTHER_OFFICE = 2
_TOLD_OF = (
    (PERSONNEL, re.compile(r"\b(bkpsdm|bkpsda|bkpp|bkd|badan kepegawaian)\b")),
    (INSPECTORATE, re.compile(r"\b(inspektorat|itkab|itprov|irban)\b")),
)
"""Which office a story speaks of: narrower words than those of a post, so that few go astray."""

# By hand: building this query anew by the ORM took a tenth of the whole sending of a report.
_OPEN = """
    SELECT g.key, g.name, g.kind, g.region_id, g.timezone, g.valid_from, g.valid_to
    FROM people_instansi g
    WHERE g.valid_from <= %s AND (g.valid_to IS NULL OR g.valid_to >= %s) AND EXISTS (
        SELECT 1 FROM people_unit u JOIN people_unitkey k ON k.unit_id = u.id
        WHERE u.government_id = g.key AND k.ended_at IS NULL
    ) ORDER BY g.name
"""


def governments_open(today: date) -> list[Instansi]:
    """Return the governments that can take what is sealed, by name: some unit has a key."""
    day = today.isoformat()
    return list(Instansi.objects.raw(_OPEN, [day, day]))


def handling_keys(government: str, *, today: date) -> list[UnitKey]:
    """Return the live keys of a government's units, with their units."""
    keys = UnitKey.objects.filter(ended_at=None, unit__government_id=government)
    found = keys.select_related("unit", "unit__government")
    return sorted((key for key in found if _is_live(key.unit, today)), key=_path)


def office_rank(key: UnitKey) -> tuple[int, int]:
    """Return the order in which offices handle: personnel, inspectorate, others.

    Of two units with such a name the one whose key is older comes first: opening or renaming
    another draws nothing away.
    """
    name = office_name(key)
    if PERSONNEL.search(name):
        return 0, key.pk
    return (1 if INSPECTORATE.search(name) else OTHER_OFFICE), key.pk


def office_name(key: UnitKey) -> str:
    """Return the words by which an office is known: the last part of its path, and its name."""
    return f"{key.unit.path.rpartition('.')[2]} {key.unit.name.lower()}"


def is_told_of(key: UnitKey, story: str) -> bool:
    """Tell whether a story speaks of the office: the one meant may be named there alone."""
    told, name = story.lower(), office_name(key)
    return any(kind.search(name) and words.search(told) for kind, words in _TOLD_OF)


def _is_live(unit: Unit, today: date) -> bool:
    return unit.valid_from <= today and (unit.valid_to is None or today <= unit.valid_to)


def _path(key: UnitKey) -> str:
    return key.unit.path
