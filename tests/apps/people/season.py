"""A government with its journal, and personnel files, for the tests of imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from netral.core.access import Actor, Role
from netral.ops.synthetic import Personnel, UnitSpec, personnel_rows, write_xlsx
from netral.people.models import Instansi, PersonnelImport, Region
from netral.people.services.personnel_intake import (
    Upload,
    personnel_match,
    personnel_read,
    personnel_receive,
)
from netral.people.services.personnel_plan import Plan
from netral.people.services.places import government_open
from netral.people.services.regions import regions_load
from tests.apps.people.build import actor_build

KEY = "kab-simalungun"
CODE = "12.08"
AT = datetime(2024, 9, 2, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
UNITS = (
    UnitSpec("Dinas Kesehatan", "Dinas Kesehatan", 6, "Kepala Dinas", "II.b"),
    UnitSpec("Dinas Kesehatan", "Puskesmas Raya", 8, "Kepala Puskesmas", field="health"),
    UnitSpec("Kecamatan Raya", "Kecamatan Raya", 6, "Camat", "III.a"),
)


def simalungun() -> Instansi:
    """Open the government with its journal and its region."""
    regions_load([CODE])
    region = Region.objects.get(code=CODE)
    return government_open(
        key=KEY, name="Kabupaten Simalungun", kind="kabupaten", region=region, at=AT
    )


def officer() -> Actor:
    """Return the personnel officer of the government."""
    return actor_build(Role.OFFICER, KEY)


def staff_of(n: int = 20, *, defects: Mapping[str, int] | None = None, seed: int = 3) -> Personnel:
    """Return the rows of a small government."""
    return personnel_rows(CODE, n, seed=seed, units=UNITS, defects=defects)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes."""
    yield path.read_bytes()


def received(actor: Actor, path: Path, at: datetime = AT) -> PersonnelImport:
    """Receive a file."""
    return personnel_receive(actor=actor, upload=Upload(path.name, pieces(path)), at=at)


def checked(actor: Actor, path: Path, at: datetime = AT) -> tuple[PersonnelImport, Plan]:
    """Receive, match by the guess and read a file."""
    entry = received(actor, path, at)
    personnel_match(actor=actor, ref=entry.ref, mapping=entry.mapping, at=at)
    return personnel_read(ref=entry.ref)


def workbook(rows: Sequence[Mapping[str, str]], folder: Path, name: str = "pegawai.xlsx") -> Path:
    """Write rows as a workbook."""
    return write_xlsx(rows, folder / name)
