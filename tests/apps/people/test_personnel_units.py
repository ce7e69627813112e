"""Units of a file: found in the tree, guessed by name, or planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.people.models import Instansi, PersonnelImport, Unit
from netral.people.services.personnel_check import RosterRow
from netral.people.services.personnel_files import PersonnelFileError, file_path
from netral.people.services.personnel_intake import (
    Upload,
    personnel_claim,
    personnel_match,
    personnel_receive,
)
from netral.people.services.personnel_units import UnclearUnitError, tree_of
from tests.apps.people.build import unit_build
from tests.apps.people.season import (
    AT,
    KEY,
    checked,
    officer,
    received,
    simalungun,
    staff_of,
    workbook,
)

pytestmark = pytest.mark.django_db


def row(unit: str = "", opd: str = "", code: str = "") -> RosterRow:
    blank = dict.fromkeys(RosterRow._fields, "")
    return RosterRow(**{**blank, "line": 2, "unit_name": unit, "opd_name": opd, "unit_id": code})  # type: ignore[arg-type]


def path_of(*rows: RosterRow) -> list[str]:
    tree = tree_of(Instansi.objects.get(key=KEY), AT.date())
    tree.plan_opds(rows)
    return [tree.place(item).path.removeprefix(f"{KEY}.") for item in rows]


def test_the_unit_stands_under_its_opd_and_the_opd_under_the_government() -> None:
    simalungun()
    rows = [
        row("Puskesmas Raya", "Dinas Kesehatan", "1"),
        row("Dinas Kesehatan", "Dinas Kesehatan"),
    ]
    assert path_of(*rows) == ["dinkes.pkm-raya", "dinkes"]


def test_schools_and_health_centres_find_their_opd_by_their_own_words() -> None:
    simalungun()
    whole = "Pemerintah Kabupaten Simalungun"
    rows = [
        row("SDN 12 Raya", whole),
        row("Puskesmas Raya", whole),
        row("Bagian Hukum", whole),
        row("Dinas Pendidikan", whole),
        row("Dinas Kesehatan", whole),
        row("Sekretariat Daerah", whole),
        row("Kelurahan Sinaksak", whole),
        row("", whole),
    ]
    assert path_of(*rows) == [
        "dinas-pendidikan.sdn-12-raya",
        "dinkes.pkm-raya",
        "setda.bagian-hukum",
        "dinas-pendidikan",
        "dinkes",
        "setda",
        "kel-sinaksak",
        KEY,
    ]


def test_a_name_that_carries_its_own_way_up_is_split() -> None:
    simalungun()
    (path,) = path_of(row("Subbagian Umum - Sekretariat - Dinas Sosial"))
    assert path == "dinsos.subbagian-umum"


def test_equal_names_with_two_codes_are_two_units() -> None:
    simalungun()
    rows = [row("Subbagian Umum", "Dinas Sosial", code) for code in ("A", "B", "A")]
    assert path_of(*rows) == [
        "dinsos.subbagian-umum",
        "dinsos.subbagian-umum-2",
        "dinsos.subbagian-umum",
    ]


def test_a_known_unit_is_found_by_code_then_by_name_and_takes_the_code() -> None:
    simalungun()
    known = unit_build(f"{KEY}.dinas-air", name="Dinas Air")
    Unit.objects.filter(pk=known.pk).update(external_id="K1")
    unit_build(f"{KEY}.dinas-air.umum", name="Subbagian Umum")
    tree = tree_of(known.government, AT.date())
    assert tree.place(row("Nama Lain", "", "K1")).pk == known.pk
    below = tree.place(row("Subbagian Umum", "Dinas Air", "K2"))
    assert (below.path, tree.adopted) == (f"{KEY}.dinas-air.umum", [below])
    assert tree.planned == []


def test_a_name_that_fits_several_units_is_refused(tmp_path: Path) -> None:
    simalungun()
    for opd in ("dinas-air", "dinas-api"):
        unit_build(f"{KEY}.{opd}.umum", name="Subbagian Umum")
    tree = tree_of(Instansi.objects.get(key=KEY), AT.date())
    with pytest.raises(UnclearUnitError):
        tree.place(row("Subbagian Umum"))
    rows = staff_of().rows
    for name in ("unor_id", "satuan_kerja_kerja_nama", "satuan_kerja_induk_nama"):
        rows[4][name] = ""
    rows[4]["unor_nama"] = "Subbagian Umum"
    entry, plan = checked(officer(), workbook(rows, tmp_path))
    assert (entry.counts["refused"], entry.counts["new"]) == (1, 19)
    assert "2 unit bernama" in entry.remarks.get().reason
    assert len(plan.roster.rows) == 19


def test_columns_that_cannot_be_are_refused(tmp_path: Path) -> None:
    simalungun()
    actor = officer()
    entry = received(actor, workbook(staff_of().rows, tmp_path))
    sound = dict(entry.mapping)
    nik = entry.sheet["headings"].index("nik")
    for mapping in (
        {"nip": sound["nip"]},
        sound | {"title_back": nik},
        sound | {"title_back": 999},
        sound | {"title_back": sound["nip"]},
    ):
        with pytest.raises(WrongInputError):
            personnel_match(actor=actor, ref=entry.ref, mapping=mapping, at=AT)
    personnel_match(actor=actor, ref=entry.ref, mapping=sound, at=AT)
    with pytest.raises(AlreadyDoneError):
        personnel_match(actor=actor, ref=entry.ref, mapping=sound, at=AT)


def test_a_waiting_import_is_claimed_by_one_worker(tmp_path: Path) -> None:
    simalungun()
    actor = officer()
    entry = received(actor, workbook(staff_of().rows, tmp_path))
    personnel_match(actor=actor, ref=entry.ref, mapping=entry.mapping, at=AT)
    assert personnel_claim(phase="baca", at=AT) == entry.ref
    assert personnel_claim(phase="baca", at=AT) is None


def test_a_refused_upload_leaves_no_file(tmp_path: Path, settings: object) -> None:
    settings.NETRAL_DATA_DIR = tmp_path  # type: ignore[attr-defined]
    simalungun()
    with pytest.raises(PersonnelFileError):
        personnel_receive(actor=officer(), upload=Upload("a.pdf", [b"%PDF"]), at=AT)
    assert list(file_path("", "").iterdir()) == []
    assert not PersonnelImport.objects.exists()
