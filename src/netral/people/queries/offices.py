"""The offices that can open what is sealed to them: which government has one, which handles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from netral.people.models import Instansi, Unit, UnitKey

PERSONNEL = re.compile(r"bkpsdm|bkpsda|bkpp|bkd|bkn|kepegawaian|pengembangan sumber daya manusia")
INSPECTORATE = re.compile(r"inspektorat|inspektur|itkab|itprov|irban")
OTHER_OFFICE = 2
_TOLD_OF = (
    (PERSONNEL, re.compile(r"\b(bkpsdm|bkpsda|bkpp|bkd|badan kepegawaian)\b")),
    (INSPECTORATE, re.compile(r"\b(inspektorat|itkab|itprov|irban)\b")),
)
"""Which office a story speaks of: narrower words than those of a post, so that few go astray."""

# By hand, both: building these two anew by the ORM took a fifth of the whole sending of a report.
_OPEN = """
    SELECT g.key, g.name, g.kind, g.timezone
    FROM people_instansi g
    WHERE g.valid_from <= %s AND (g.valid_to IS NULL OR g.valid_to >= %s) AND EXISTS (
        SELECT 1 FROM people_unit u JOIN people_unitkey k ON k.unit_id = u.id
        WHERE u.government_id = g.key AND k.ended_at IS NULL
    ) ORDER BY g.name
"""
_KEYS = """
    SELECT k.id, u.id, k.ref, k.public_key, u.path, u.name, g.key, g.name, g.kind, g.timezone
    FROM people_unitkey k JOIN people_unit u ON k.unit_id = u.id
    JOIN people_instansi g ON u.government_id = g.key
    WHERE k.ended_at IS NULL AND g.key = %s
    AND u.valid_from <= %s AND (u.valid_to IS NULL OR u.valid_to >= %s)
    ORDER BY u.path
"""
# In the order of the models' columns, as ``from_db`` reads them.
_GOVERNMENT = ("key", "name", "kind", "timezone")
_UNIT = ("id", "path", "government_id", "name")
_KEY = ("id", "unit_id", "ref", "public_key")


def governments_open(today: date) -> list[Instansi]:
    """Return the governments that can take what is sealed, by name: some unit has a key."""
    return [_government(row) for row in _rows(_OPEN, today, today)]


def handling_keys(government: str, *, today: date) -> list[UnitKey]:
    """Return the live keys of a government's living units by path, with their units.

    What sealing does not need is left deferred, as ``only`` would leave it.
    """
    return [_handling_key(row) for row in _rows(_KEYS, government, today, today)]


def _rows(sql: str, *values: str | date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(value) for value in values])
        return list(cursor.fetchall())


def _handling_key(row: Sequence[Any]) -> UnitKey:
    unit_pk, path, name, government = row[1], row[4], row[5], row[6]
    key = UnitKey.from_db(connection.alias, _KEY, row[:4])
    key.unit = Unit.from_db(connection.alias, _UNIT, (unit_pk, path, government, name))
    key.unit.government = _government(row[6:])
    return key


def _government(row: Sequence[Any]) -> Instansi:
    return Instansi.from_db(connection.alias, _GOVERNMENT, row)


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
