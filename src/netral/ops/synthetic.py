"""Synthetic personnel files in the national export's form, for tests and the demonstration.

Every person is invented: names from lists of common names, serials 900 to 999 (which real numbers
do not reach), ``sumber`` says SINTETIS. Private columns hold a marker, never a value.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import xlsxwriter
from lokal import wilayah

from netral.ops.synthetic_defects import planted

DATA = Path(__file__).parent / "data"
PRIVATE_MARK = "RAHASIA-SINTETIS"
COLUMNS = (
    "pns_id", "nip_baru", "nip_lama", "nama", "gelar_depan", "gelar_belakang", "tempat_lahir_id",
    "tempat_lahir_nama", "tanggal_lahir", "jenis_kelamin", "agama_id", "agama_nama",
    "jenis_kawin_id", "jenis_kawin_nama", "nik", "nomor_hp", "email", "email_gov", "alamat",
    "npwp_nomor", "bpjs", "jenis_pegawai_id", "jenis_pegawai_nama", "kedudukan_hukum_id",
    "kedudukan_hukum_nama", "status_cpns_pns", "kartu_asn_virtual", "nomor_sk_cpns",
    "tanggal_sk_cpns", "tmt_cpns", "nomor_sk_pns", "tanggal_sk_pns", "tmt_pns", "gol_awal_id",
    "gol_awal_nama", "gol_akhir_id", "gol_akhir_nama", "tmt_golongan", "mk_tahun", "mk_bulan",
    "jenis_jabatan_id", "jenis_jabatan_nama", "jabatan_id", "jabatan_nama", "tmt_jabatan",
    "tingkat_pendidikan_id", "tingkat_pendidikan_nama", "pendidikan_id", "pendidikan_nama",
    "tahun_lulus", "kpkn_id", "kpkn_nama", "lokasi_kerja_id", "lokasi_kerja_nama", "unor_id",
    "unor_nama", "instansi_induk_id", "instansi_induk_nama", "instansi_kerja_id",
    "instansi_kerja_nama", "satuan_kerja_induk_id", "satuan_kerja_induk_nama",
    "satuan_kerja_kerja_id", "satuan_kerja_kerja_nama", "sumber",
)  # fmt: skip
PRIVATE = (
    "tempat_lahir_nama", "agama_nama", "jenis_kawin_nama", "nik", "alamat", "npwp_nomor", "bpjs",
)  # fmt: skip
# Parts of a hundred (opd.toml gives their sources): sex, and the three statuses.
WOMEN, PNS_PART, PPPK_PART, TITLED = 0.57, 0.62, 0.92, 0.8
PUPILS = {"SD": 10, "SMP": 19, "TK": 4}
HEALTH_CENTRE_STAFF = 36
DISTRICT_STAFF = 20
FIRST_BIRTH, BIRTH_DAYS = date(1966, 6, 1), 12_000
OPD_EDUCATION, OPD_HEALTH = "disdikbud", "dinkes"
Rng = random.Random


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit to be staffed: its OPD, its name, how many, and who leads it."""

    opd: str
    name: str
    staff: int
    head: str
    eselon: str = ""
    field: str = "office"


@dataclass(slots=True)
class Personnel:
    """The rows, and what was planted: (line in the file, flaw code) each."""

    rows: list[dict[str, str]]
    planted: list[tuple[int, str]] = field(default_factory=list)


@cache
def opd_model() -> Mapping[str, Any]:
    """Return the OPD data: the model of a kabupaten and the lists of two."""
    return tomllib.loads((DATA / "opd.toml").read_text(encoding="utf-8"))


@cache
def names() -> Mapping[str, Any]:
    """Return the lists of common names."""
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


def personnel_rows(
    region_code: str,
    n: int,
    *,
    seed: int = 1,
    units: Sequence[UnitSpec] = (),
    defects: Mapping[str, int] | None = None,
) -> Personnel:
    """Return ``n`` synthetic rows of a kabupaten; ``defects``: flaw code -> how many to plant."""
    rng = random.Random(seed)  # noqa: S311 (invented people, not secrets)
    region = wilayah.wilayah_name(region_code) or region_code
    specs = list(units) or kabupaten_units(region_code, n)
    seen: set[str] = set()
    rows: list[dict[str, str]] = []
    for spec, is_head in _seats(specs, n):
        rows.append(_row(rng, spec, region_code, seen, is_head=is_head) | _place(spec, region))
    found = planted(rows, defects or {}, rng)
    return Personnel(rows, found)


def kabupaten_units(region_code: str, n: int) -> list[UnitSpec]:
    """Return the units of a kabupaten with ``n`` ASN, its real kecamatan among them."""
    specs: list[UnitSpec] = []
    districts = [item.name for item in wilayah.list_wilayah(region_code)]
    for opd in opd_model()["model"]:
        staff = max(2, round(n * opd["share"]))
        base = UnitSpec(opd["name"], opd["name"], staff, opd["head"], opd["eselon"])
        if opd["key"] == OPD_EDUCATION:
            specs += _schools(base, districts)
        elif opd["key"] == OPD_HEALTH:
            specs += _health_centres(base, districts)
        else:
            specs.append(base)
    for name in districts:
        label = f"Kecamatan {name}"
        specs.append(UnitSpec(label, label, DISTRICT_STAFF, "Camat", "III.a"))
    return specs


def _schools(opd: UnitSpec, districts: Sequence[str]) -> Iterator[UnitSpec]:
    """Yield the education office and schools, numbered within each kecamatan."""
    office = min(70, opd.staff // 3 + 1)
    yield replace(opd, staff=office)
    left = opd.staff - office
    kinds = cycle((kind, place) for kind in ("SD", "SD", "SMP") for place in districts)
    for number, (kind, district) in enumerate(kinds, 1):
        if left <= 0:
            return
        staff = min(left, PUPILS[kind])
        left -= staff
        name = f"{kind} Negeri {number} {district}"
        yield UnitSpec(opd.opd, name, staff, "Kepala Sekolah", field="teacher")


def _health_centres(opd: UnitSpec, districts: Sequence[str]) -> Iterator[UnitSpec]:
    office = min(70, opd.staff // 3 + 1)
    yield replace(opd, staff=office)
    left = opd.staff - office
    each = max(HEALTH_CENTRE_STAFF, -(-left // max(len(districts), 1)))
    for district in districts:
        staff = min(left, each)
        if staff <= 0:
            return
        left -= staff
        yield UnitSpec(opd.opd, f"Puskesmas {district}", staff, "Kepala Puskesmas", field="health")


def _seats(specs: Sequence[UnitSpec], n: int) -> Iterator[tuple[UnitSpec, bool]]:
    """Yield ``n`` seats: each unit's head first, then its staff; the rest goes round."""
    seats = [(spec, at == 0) for spec in specs for at in range(spec.staff)]
    heads_first = sorted(seats, key=lambda seat: not seat[1])
    yield from heads_first[:n]
    for spec, _number in zip(cycle(specs), range(n - len(heads_first)), strict=False):
        yield spec, False


def _row(
    rng: Rng, spec: UnitSpec, region_code: str, seen: set[str], *, is_head: bool
) -> dict[str, str]:
    sex = "P" if rng.random() < WOMEN else "L"
    born = FIRST_BIRTH + timedelta(days=rng.randrange(BIRTH_DAYS))
    draw = 0.0 if is_head else rng.random()
    status = "PNS" if draw < PNS_PART else "PPPK" if draw < PPPK_PART else "PPPK Paruh Waktu"
    nip = _nip(rng, born, sex, seen, is_pppk=status != "PNS")
    post, post_type, grade = _post(rng, spec, status, is_head=is_head)
    return (
        dict.fromkeys(COLUMNS, "")
        | dict.fromkeys(PRIVATE, PRIVATE_MARK)
        | {
            "pns_id": hashlib.sha256(nip.encode()).hexdigest()[:32].upper(),
            "nip_baru": nip,
            "nama": _name(rng, region_code, sex),
            "gelar_belakang": rng.choice(names()["titles"][spec.field])
            if rng.random() < TITLED
            else "",
            "tanggal_lahir": f"{born:%d-%m-%Y}",
            "jenis_kelamin": sex,
            "email_gov": f"pegawai.{len(seen)}@contoh.example",
            "jenis_pegawai_nama": "PNS Daerah" if status == "PNS" else "PPPK",
            "kedudukan_hukum_nama": "Aktif" if status == "PNS" else "PPPK Aktif",
            "status_cpns_pns": status,
            "gol_akhir_nama": grade,
            "tmt_golongan": "01-04-2023",
            "jenis_jabatan_nama": post_type,
            "jabatan_nama": post,
            "sumber": "SINTETIS",
        }
    )


def _place(spec: UnitSpec, region: str) -> dict[str, str]:
    government = f"Pemerintah {region}"
    key = hashlib.sha256(f"{region}|{spec.opd}|{spec.name}".encode()).hexdigest()[:32].upper()
    return {
        "unor_id": key,
        "unor_nama": spec.name,
        "instansi_kerja_nama": government,
        "instansi_induk_nama": government,
        "satuan_kerja_induk_nama": spec.opd,
        "satuan_kerja_kerja_nama": spec.opd,
        "lokasi_kerja_nama": region,
    }


def _nip(rng: Rng, born: date, sex: str, seen: set[str], *, is_pppk: bool) -> str:
    """Return an unused number; PPPK are appointed from 2021, PNS between 19 and 30."""
    while True:
        if is_pppk:
            middle = f"{rng.randint(2021, 2023)}21"
        else:
            middle = f"{min(born.year + rng.randint(19, 30), 2022)}{rng.randint(1, 12):02}"
        digit = "1" if sex == "L" else "2"
        nip = f"{born:%Y%m%d}{middle}{digit}{rng.randint(900, 999)}"
        if nip not in seen:
            seen.add(nip)
            return nip


def _post(rng: Rng, spec: UnitSpec, status: str, *, is_head: bool) -> tuple[str, str, str]:
    """Return title, type and grade, which fit each other and the status."""
    if is_head:
        high = {"II.a": "IV/d", "II.b": "IV/c", "III.a": "IV/a"}
        kind = "Struktural" if spec.eselon else "Fungsional"
        return spec.head, kind, high.get(spec.eselon, "IV/a")
    level, pns, pppk = rng.choice(
        (("Ahli Pertama", "III/b", "IX"), ("Ahli Muda", "III/d", "IX"), ("Terampil", "II/d", "VII"))
    )
    grade = pns if status == "PNS" else pppk
    titles = {"teacher": "Guru", "health": "Perawat"}
    if spec.field in titles and level != "Terampil":
        return f"{titles[spec.field]} {level}", "Fungsional", grade
    if spec.field == "health":
        return "Bidan Terampil", "Fungsional", grade
    office = rng.choice(("Penata Layanan Operasional", "Pengadministrasi Perkantoran"))
    return office, "Pelaksana", grade


def _name(rng: Rng, region_code: str, sex: str) -> str:
    area = _area(region_code)
    female = sex == "P"
    given = names()["given_female" if female else "given_male"]
    first: str = rng.choice([*given, *area.get("given_female" if female else "given_male", ())])
    if rng.random() < names()["mononym_rate"]:
        return first
    if area.get("family") and rng.random() < area["weight_family"]:
        return f"{first} {rng.choice(area['family'])}"
    second = [*names()["second"], *(names()["second_female"] if female else ())]
    return f"{first} {rng.choice(second)}"


def _area(region_code: str) -> Mapping[str, Any]:
    areas = names()["areas"].values()
    return next((area for area in areas if region_code[:2] in area["provinces"]), {})


def write_xlsx(rows: Sequence[Mapping[str, str]], path: Path) -> Path:
    """Write rows as a workbook of text cells, as the national export does; return the path."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Pegawai")
    sheet.write_row(0, 0, COLUMNS)
    for line, row in enumerate(rows, 1):
        for column, name in enumerate(COLUMNS):
            if row.get(name):
                sheet.write_string(line, column, row[name])
    book.close()
    return path
