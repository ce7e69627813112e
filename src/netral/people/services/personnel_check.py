"""Each row of a personnel file checked: a clean row, or a refusal with its reason."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from netral.core.kinds.nip import Nip, NipError, NipFlaw, NipKind, nip_clean, nip_read
from netral.people.models import Person
from netral.people.services.personnel_fields import FIELDS
from netral.people.services.personnel_values import (
    dates_of,
    grade_fits,
    grade_of,
    is_gone,
    sex_of,
    status_of,
    value_of,
)
from netral.people.services.personnel_words import Flaw, RowFlaw

NAMES = tuple(FIELDS)
_NOTHING: Mapping[str, str] = MappingProxyType({})
_LENGTHS = {"name": 160, "title_front": 60, "title_back": 80, "post_title": 200,
            "eselon": 8, "email": 254, "phone": 24, "standing": 40, "post_type": 24,
            "unit_id": 40, "unit_name": 200, "opd_name": 200}  # fmt: skip
_PPPK = frozenset({Person.Status.PPPK, Person.Status.PPPK_PART})


class RosterRow(NamedTuple):
    """A row that passed."""

    line: int
    nip: str
    name: str
    title_front: str
    title_back: str
    status: str
    grade: str
    post_title: str
    post_type: str
    eselon: str
    email: str
    phone: str
    standing: str
    unit_id: str
    unit_name: str
    opd_name: str


class Remark(NamedTuple):
    """What is wrong or unusual in one row."""

    line: int
    flaw: Flaw
    is_refused: bool
    values: Mapping[str, str] = _NOTHING


@dataclass(slots=True)
class Roster:
    """The file checked: who is in it, what was refused, which numbers stood in refused rows."""

    rows: list[RosterRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    read: int = 0


def roster_check(table: Iterable[Sequence[str]], *, today: date, has_units: bool) -> Roster:
    """Check every row (line, banner, then the cells of ``FIELDS``) and the file as a whole."""
    roster = Roster()
    lines: dict[str, list[int]] = defaultdict(list)
    banner = ""
    for line, own_banner, *cells in table:
        if own_banner:
            banner = own_banner
            continue
        values = dict(zip(NAMES, map(value_of, cells), strict=True))
        if _is_no_person(values):
            continue
        if not has_units:
            values["unit_name"] = banner
        roster.read += 1
        _row(int(line), values, roster, lines, today)
    _refuse_doubles(roster, lines)
    return roster


def _is_no_person(values: Mapping[str, str]) -> bool:
    """Tell a row of column numbers, a signature or a total from a person's row."""
    nip, name = nip_clean(values["nip"]), values["name"]
    is_counting = name.isdigit() and (not nip or nip.isdigit()) and len(name) <= 2  # noqa: PLR2004
    is_signature = not nip and not any(values[key] for key in NAMES if key not in {"nip", "name"})
    return is_counting or is_signature


def _row(
    line: int,
    values: dict[str, str],
    roster: Roster,
    lines: dict[str, list[int]],
    today: date,
) -> None:
    remarks: list[Remark] = []
    nip: Nip | None = None
    try:
        nip = nip_read(values["nip"], today=today)
        lines[nip.digits].append(line)
    except NipError as error:
        remarks.append(Remark(line, error.flaw, True, error.values))
    if not values["name"]:
        remarks.append(Remark(line, RowFlaw.NAME, True))
    status = _status(line, values, nip, remarks)
    if nip is not None:
        remarks += _against_columns(line, values, nip)
        remarks += [
            Remark(line, flaw, False, {"age": str(nip.age)} if "usia" in flaw else _NOTHING)
            for flaw in nip.unusual
        ]
    row = _clean(line, values, nip, status, remarks)
    roster.remarks += remarks
    _sort(row, values, roster, is_refused=any(item.is_refused for item in remarks))


def _sort(row: RosterRow, values: Mapping[str, str], roster: Roster, *, is_refused: bool) -> None:
    if is_refused:
        roster.unsure.add(nip_clean(values["nip"]))
    elif is_gone(row.standing):
        roster.gone.add(row.nip)
        roster.remarks.append(Remark(row.line, RowFlaw.GONE, False, {"value": row.standing}))
    else:
        roster.rows.append(row)


def _status(line: int, values: Mapping[str, str], nip: Nip | None, remarks: list[Remark]) -> str:
    """Return the row's status; an empty cell takes what the number says."""
    text = values["status"]
    by_number = str(nip.kind) if nip is not None else str(Person.Status.PNS)
    status = status_of(text) if text else by_number
    if status is None:
        remarks.append(Remark(line, RowFlaw.STATUS, True, {"value": text[:40]}))
        return by_number
    grade = grade_of(values["grade"]) if values["grade"] else ""
    label = str(Person.Status(status).label)
    if nip is not None and (nip.kind is NipKind.PPPK) != (status in _PPPK):
        found = {"status": label, "kind": str(nip.kind)}
        remarks.append(Remark(line, RowFlaw.STATUS_NIP, True, found))
    elif grade and not grade_fits(grade, status):
        found = {"grade": grade[:20], "status": label}
        remarks.append(Remark(line, RowFlaw.GRADE, True, found))
    return status


def _against_columns(line: int, values: Mapping[str, str], nip: Nip) -> Iterator[Remark]:
    """Compare sex and birth date with the number."""
    if values["sex"]:
        sex = sex_of(values["sex"])
        if not sex:
            yield Remark(line, RowFlaw.SEX_UNKNOWN, False, {"value": values["sex"][:20]})
        elif sex != nip.sex:
            yield Remark(line, RowFlaw.SEX, True)
    if values["born_on"]:
        days = dates_of(values["born_on"])
        if not days:
            yield Remark(line, RowFlaw.BIRTH_UNREAD, False)
        elif nip.born_on not in days:
            yield Remark(line, RowFlaw.BIRTH, True)
        elif nip.born_on != days[0]:
            yield Remark(line, RowFlaw.BIRTH_ORDER, False)


def _clean(
    line: int, values: dict[str, str], nip: Nip | None, status: str, remarks: list[Remark]
) -> RosterRow:
    for name, length in _LENGTHS.items():
        if len(values[name]) > length:
            label = {"label": FIELDS[name].label}
            remarks.append(Remark(line, RowFlaw.CUT, False, label))
            values[name] = values[name][:length].rstrip()
    email = values["email"]
    shared = {name: sys.intern(values[name]) for name in ("post_title", "post_type", "eselon")}
    return RosterRow(
        line=line,
        nip=nip.digits if nip is not None else "",
        name=values["name"],
        title_front=sys.intern(values["title_front"]),
        title_back=sys.intern(values["title_back"]),
        status=sys.intern(str(status)),
        grade=sys.intern(grade_of(values["grade"])[:8]),
        email=email if "@" in email else "",
        phone=values["phone"],
        standing=sys.intern(values["standing"]),
        unit_id=sys.intern(values["unit_id"]),
        unit_name=sys.intern(values["unit_name"]),
        opd_name=sys.intern(values["opd_name"]),
        **shared,
    )


def _refuse_doubles(roster: Roster, lines: Mapping[str, Sequence[int]]) -> None:
    """Refuse every row of a number that stands in more than one: we cannot know which is right."""
    doubles = {nip: found for nip, found in lines.items() if len(found) > 1}
    if not doubles:
        return
    roster.rows = [row for row in roster.rows if row.nip not in doubles]
    for nip, found in doubles.items():
        roster.unsure.add(nip)
        words = {"lines": ", ".join(map(str, found))[:120]}
        roster.remarks += [Remark(line, RowFlaw.TWICE, True, words) for line in found]
    roster.remarks.sort(key=lambda item: item.line)


def refused_lines(remarks: Iterable[Remark]) -> set[int]:
    """Return the lines that do not go in."""
    return {item.line for item in remarks if item.is_refused}


def flaw_from(code: str) -> Flaw:
    """Return the flaw a stored code names."""
    return NipFlaw(code) if code in set(NipFlaw) else RowFlaw(code)
