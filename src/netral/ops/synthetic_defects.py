"""Plants the defects that real personnel files have, so that the import must find each."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

Row = dict[str, str]
NIP, GRADE = "nip_baru", "gol_akhir_nama"
FIRST_LINE = 2


def _length(row: Row, _other: Row) -> None:
    row[NIP] = row[NIP][:-1]


def _letters(row: Row, _other: Row) -> None:
    row[NIP] = f"{row[NIP][:4]}O{row[NIP][5:]}"


def _float(row: Row, _other: Row) -> None:
    row[NIP] = f"{float(row[NIP]):.5E}"


def _birth(row: Row, _other: Row) -> None:
    row[NIP] = f"{row[NIP][:4]}0230{row[NIP][8:]}"


def _month(row: Row, _other: Row) -> None:
    row[NIP] = f"{row[NIP][:12]}13{row[NIP][14:]}"


def _twice(row: Row, other: Row) -> None:
    for name in (NIP, "tanggal_lahir", "jenis_kelamin", "status_cpns_pns", GRADE):
        row[name] = other[name]


def _sex(row: Row, _other: Row) -> None:
    row["jenis_kelamin"] = "L" if row["jenis_kelamin"] == "P" else "P"


def _born(row: Row, _other: Row) -> None:
    year = int(row["tanggal_lahir"][-4:])
    row["tanggal_lahir"] = f"{row['tanggal_lahir'][:-4]}{year - 1}"


def _grade(row: Row, _other: Row) -> None:
    row[GRADE] = "IX" if row["status_cpns_pns"] == "PNS" else "III/b"


def _age(row: Row, _other: Row) -> None:
    born = row[NIP][:8]
    row[NIP] = f"{born}{int(born[:4]) + 15}01{row[NIP][14:]}"
    row["status_cpns_pns"] = ""
    row[GRADE] = ""


def _name(row: Row, _other: Row) -> None:
    row["nama"] = "-"


def _status(row: Row, _other: Row) -> None:
    row["status_cpns_pns"] = "Tenaga Lepas"


# Flaw code of the import -> how a sound row is broken.
DEFECTS: Mapping[str, Callable[[Row, Row], None]] = {
    "nip_panjang": _length,
    "nip_huruf": _letters,
    "nip_angka": _float,
    "nip_lahir": _birth,
    "nip_ganda": _twice,
    "kelamin_beda": _sex,
    "lahir_beda": _born,
    "golongan_beda": _grade,
    "nip_bulan": _month,
    "nip_usia": _age,
    "nama_kosong": _name,
    "status_tidak_dikenal": _status,
}
EIGHT_KINDS = dict.fromkeys(list(DEFECTS)[:8], 5)


def planted(
    rows: Sequence[Row], defects: Mapping[str, int], rng: random.Random
) -> list[tuple[int, str]]:
    """Break some rows in place, each once; return (line in the file, flaw code), by line.

    A doubled number is copied from a row that stays sound otherwise; that row is refused too.
    """
    codes = [code for code, count in defects.items() for _number in range(count)]
    picked = rng.sample(range(len(rows)), 2 * len(codes))
    found = []
    for code, at, other in zip(codes, picked[::2], picked[1::2], strict=True):
        DEFECTS[code](rows[at], rows[other])
        found.append((at + FIRST_LINE, code))
    return sorted(found)
