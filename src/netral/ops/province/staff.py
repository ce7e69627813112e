"""The province's governments and their staff: real places, invented people, made in bulk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from lokal import wilayah

from netral.core.access import Actor, Role
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.ops.synthetic import UnitSpec, kabupaten_units, personnel_rows
from netral.people.models import Person, Region, Unit
from netral.people.services.accounts import Invitee, first_officer_make
from netral.people.services.handles import handles_new
from netral.people.services.places import government_open
from netral.people.services.regions import regions_load
from netral.shell.database import rows_insert

DATA = Path(__file__).resolve().parent.parent / "data" / "province.toml"
SINCE = date(2020, 1, 1)
STATUSES = {"PPPK Paruh Waktu": "PPPK_PW"}
LEAST = 40
_COLUMNS = (
    *("ref", "government_id", "unit_id", "nip", "name", "title_front", "title_back", "status"),
    *("grade", "post_title", "eselon", "email", "phone", "standing", "post_type", "valid_from"),
)


@cache
def plan() -> dict[str, Any]:
    """Return the scenario's plan."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Place:
    """A kabupaten or kota of the province: real code, name, and how many are on its roster."""

    code: str
    name: str
    staff: int

    @property
    def key(self) -> str:
        """Return the government's key, such as ``kab-samosir``."""
        kind, _, rest = self.name.partition(" ")
        return f"{'kota' if kind == 'Kota' else 'kab'}-{slugify(rest)}"

    @property
    def kind(self) -> str:
        """Return what sort of government it is."""
        return "kota" if self.name.startswith("Kota ") else "kabupaten"


def places(*, share: float, most: int) -> list[Place]:
    """Return the province's kabupaten and kota, at ``share`` of their assumed size."""
    return [_place(item.code, item.name, share) for item in wilayah.list_wilayah(plan()["code"])][
        :most
    ]


def _place(code: str, name: str, share: float) -> Place:
    districts = len(wilayah.list_wilayah(code))
    whole = plan()["fixed"] + plan()["per_district"] * districts
    return Place(code, name, max(LEAST, round(whole * share)))


def province_make(*, at: datetime) -> Actor:
    """Open the province's own government; return its officer."""
    region = _region(plan()["code"])
    return _opened(plan()["key"], plan()["name"], "provinsi", region, at)


def place_make(place: Place, *, at: datetime) -> Actor:
    """Open one government with its journal, its officer and its whole staff; return the officer."""
    officer = _opened(place.key, place.name, place.kind, _region(place.code), at)
    specs = kabupaten_units(place.code, place.staff)
    rows = personnel_rows(
        place.code, place.staff, seed=int(place.code.replace(".", "")), units=specs
    )
    with transaction.atomic():
        units = _units(place.key, specs)
        rows_insert("people_person", _COLUMNS, _people(place.key, rows.rows, units))
    return officer


def _region(code: str) -> Region:
    regions_load([code], depth=len(code.split(".")))
    return Region.objects.get(code=code)


def _opened(key: str, name: str, kind: str, region: Region, at: datetime) -> Actor:
    government_open(key=key, name=name, kind=kind, region=region, at=at)
    invitee = Invitee(username=f"pengelola.{key}", name="Pengelola Contoh")
    account, _token = first_officer_make(government=key, invitee=invitee, at=at)
    return Actor(AccountRef(account.ref), account.name, Role.OFFICER, UnitPath(key))


def _units(key: str, specs: Sequence[UnitSpec]) -> dict[tuple[str, str], int]:
    """Open the units, OPDs first; return their keys by the names of OPD and unit."""
    root = Unit.objects.get(path=key)
    opds = list(dict.fromkeys(spec.opd for spec in specs))
    above = Unit.objects.bulk_create(
        _unit(root, f"{key}.o{number}", name, Unit.Kind.OPD) for number, name in enumerate(opds)
    )
    by_opd = dict(zip(opds, above, strict=True))
    found = {(name, name): unit.pk for name, unit in by_opd.items()}
    below = list(dict.fromkeys((s.opd, s.name) for s in specs if s.opd != s.name))
    made = Unit.objects.bulk_create(
        _unit(by_opd[opd], f"{by_opd[opd].path}.u{number}", name, Unit.Kind.UNIT)
        for number, (opd, name) in enumerate(below)
    )
    return found | {pair: unit.pk for pair, unit in zip(below, made, strict=True)}


def _unit(parent: Unit, path: str, name: str, kind: str) -> Unit:
    return Unit(
        path=path,
        government_id=parent.government_id,
        parent=parent,
        name=name,
        kind=kind,
        valid_from=SINCE,
    )


def _people(
    key: str, rows: Sequence[dict[str, str]], units: dict[tuple[str, str], int]
) -> Iterator[tuple[object, ...]]:
    for ref, row in zip(handles_new(len(rows)), rows, strict=True):
        unit = units[row["satuan_kerja_induk_nama"], row["unor_nama"]]
        status = STATUSES.get(row["status_cpns_pns"], row["status_cpns_pns"])
        yield (
            *(ref, key, unit, row["nip_baru"], row["nama"], "", row["gelar_belakang"], status),
            *(row["gol_akhir_nama"], row["jabatan_nama"], "", row["email_gov"], "", ""),
            *(row["jenis_jabatan_nama"], SINCE.isoformat()),
        )


def people_of(key: str) -> list[str]:
    """Return the references of a government's staff in an order that never changes."""
    return list(
        Person.objects.filter(government_id=key).order_by("nip").values_list("ref", flat=True)
    )
