"""``./netral import`` and the synthetic files it is tried on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from netral.core.kinds.nip import nip_read
from netral.ops.synthetic import COLUMNS, PRIVATE_MARK, personnel_rows
from netral.ops.synthetic_defects import EIGHT_KINDS
from netral.people.models import Person, PersonnelImport, Unit
from tests.apps.people.season import AT, CODE, KEY, simalungun, staff_of, workbook

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        call_command("import", *arguments, "--government", KEY)
    out, err = capsys.readouterr()
    return int(str(left.value.code)), out, err


def test_a_sound_file_is_applied_and_the_exit_is_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simalungun()
    code, out, _err = run(capsys, str(workbook(staff_of().rows, tmp_path)))
    assert (code, Person.objects.count()) == (0, 20)
    assert "Tersimpan." in out
    assert "nik" in out


def test_bad_rows_are_told_and_the_exit_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simalungun()
    made = staff_of(60, defects=dict.fromkeys(EIGHT_KINDS, 1))
    code, out, _err = run(capsys, str(workbook(made.rows, tmp_path)), "--json")
    result = json.loads(out)
    found = {(row["line"], row["code"]) for row in result["rows"] if row["refused"]}
    assert code == 1
    assert set(made.planted) <= found
    assert result["counts"]["new"] == 60 - result["counts"]["refused"]


def test_a_dry_run_keeps_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simalungun()
    _code, out, _err = run(capsys, str(workbook(staff_of().rows, tmp_path)), "--dry-run")
    assert "tidak ada yang disimpan" in out
    assert (Person.objects.count(), Unit.objects.count()) == (0, 1)
    assert PersonnelImport.objects.get().phase == "dibuang"


def test_a_file_that_empties_the_list_must_be_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simalungun()
    rows = staff_of().rows
    run(capsys, str(workbook(rows, tmp_path)))
    few = str(workbook(rows[:5], tmp_path, "b.xlsx"))
    code, _out, err = run(capsys, few)
    assert (code, "--complete" in err) == (1, True)
    assert run(capsys, few, "--merge")[0] == 0
    assert not Person.objects.exclude(valid_to=None).exists()
    assert run(capsys, few, "--complete")[0] == 0
    assert Person.objects.exclude(valid_to=None).count() == 15


def test_a_missing_file_or_government_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _out, err = run(capsys, str(tmp_path / "x.xlsx"))
    assert (code, KEY in err) == (1, True)
    simalungun()
    assert run(capsys, str(tmp_path / "x.xlsx"))[0] == 1


def test_synthetic_people_follow_the_rules_and_stay_outside_real_numbers() -> None:
    made = personnel_rows(CODE, 700, seed=2)
    numbers = [row["nip_baru"] for row in made.rows]
    assert len(set(numbers)) == 700
    for row in made.rows:
        nip = nip_read(row["nip_baru"], today=AT.date())
        assert int(nip.digits[15:]) >= 900
        assert (nip.sex, f"{nip.born_on:%d-%m-%Y}") == (row["jenis_kelamin"], row["tanggal_lahir"])
        assert (row["sumber"], row["nik"]) == ("SINTETIS", PRIVATE_MARK)
        assert set(row) == set(COLUMNS)
    assert {row["unor_nama"] for row in made.rows} >= {"Kecamatan Raya", "Dinas Kesehatan"}
    assert personnel_rows(CODE, 700, seed=2).rows == made.rows
