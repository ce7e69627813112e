"""Rows checked: each defect has its name; what is only messy goes in."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core.kinds.nip import NipFlaw
from netral.ops.synthetic import COLUMNS, personnel_rows
from netral.ops.synthetic_defects import DEFECTS
from netral.people.services.personnel_check import (
    NAMES,
    Roster,
    flaw_from,
    refused_lines,
    roster_check,
)
from netral.people.services.personnel_columns import columns_guess
from netral.people.services.personnel_formats import Refusal
from netral.people.services.personnel_values import (
    dates_of,
    grade_fits,
    grade_of,
    is_gone,
    sex_of,
    status_of,
    value_of,
)
from netral.people.services.personnel_words import REFUSED, RowFlaw, advice_of, reason_of
from tests.apps.people.season import CODE, UNITS

TODAY = date(2024, 11, 10)
SOUND = {
    "nip": "198703122010011901",
    "name": "Suhaimi Rozali",
    "born_on": "12-03-1987",
    "sex": "L",
    "status": "PNS",
    "grade": "III/a",
    "unit_name": "Dinas Sosial",
    "standing": "Aktif",
}


def line(number: object = 2, **cells: str) -> list[object]:
    values = SOUND | cells
    return [number, "", *(values.get(name, "") for name in NAMES)]


def check(*rows: list[object], has_units: bool = True) -> Roster:
    return roster_check(rows, today=TODAY, has_units=has_units)  # type: ignore[arg-type]


def flaws(roster: Roster) -> list[tuple[str, bool]]:
    return [(item.flaw.value, item.is_refused) for item in roster.remarks]


@pytest.mark.parametrize(
    ("cells", "flaw", "is_refused"),
    [
        ({"nip": "19870312201001190"}, "nip_panjang", True),
        ({"nip": "19870312201OO11901"}, "nip_huruf", True),
        ({"nip": "1.98703E+17"}, "nip_angka", True),
        ({"nip": "198702302010011901", "born_on": ""}, "nip_lahir", True),
        ({"nip": "198703122010131901"}, "nip_bulan", True),
        ({"nip": "200503122020011901", "born_on": ""}, "nip_usia", True),
        ({"nip": "197003122010011901", "born_on": ""}, "nip_usia_tidak_biasa", False),
        ({"nip": ""}, "nip_kosong", True),
        ({"sex": "P"}, "kelamin_beda", True),
        ({"sex": "x"}, "kelamin_tidak_dikenal", False),
        ({"born_on": "13-03-1987"}, "lahir_beda", True),
        ({"born_on": "entah"}, "lahir_tak_terbaca", False),
        ({"born_on": "03-12-1987"}, "lahir_dua_cara", False),
        ({"grade": "IX"}, "golongan_beda", True),
        ({"status": "PPPK", "grade": ""}, "status_beda_nip", True),
        ({"status": "Tenaga Lepas"}, "status_tidak_dikenal", True),
        ({"name": " - "}, "nama_kosong", True),
        ({"standing": "Pensiun"}, "sudah_berhenti", False),
        ({"post_type": "x" * 60}, "dipotong", False),
    ],
)
def test_each_defect_is_found_and_named(cells: dict[str, str], flaw: str, is_refused: bool) -> None:
    roster = check(line(**cells))
    assert flaws(roster) == [(flaw, is_refused)]
    assert len(roster.rows) == (0 if is_refused or flaw == "sudah_berhenti" else 1)
    remark = roster.remarks[0]
    assert "{" not in reason_of(remark.flaw, remark.values)
    assert advice_of(remark.flaw)
    assert flaw_from(remark.flaw.value) is remark.flaw


def test_a_pppk_with_a_grade_of_pns_is_refused_too() -> None:
    cells = {"nip": "199203152023211905", "born_on": "15-03-1992", "status": "PPPK"}
    assert flaws(check(line(**cells))) == [("golongan_beda", True)]
    assert flaws(check(line(**cells, grade="IX"))) == []


def test_every_row_of_a_doubled_number_is_refused_and_says_where_the_other_is() -> None:
    roster = check(line(2), line(3, nip="197808172006042904", born_on="", sex="P"), line(9))
    assert refused_lines(roster.remarks) == {2, 9}
    assert "2, 9" in reason_of(roster.remarks[0].flaw, roster.remarks[0].values)
    assert [row.line for row in roster.rows] == [3]
    assert roster.unsure == {SOUND["nip"]}


def test_a_sound_row_is_cleaned_and_kept() -> None:
    roster = check(
        line(
            nip=" '19870312 201001 1 901",
            sex="Pria",
            born_on="31848",
            grade="Penata Muda (III/a)",
            email="bukan-alamat",
            phone="N/A",
            status="",
        )
    )
    (row,) = roster.rows
    assert (row.nip, row.grade, row.email, row.phone) == (SOUND["nip"], "III/a", "", "")
    assert row.status == "PNS"
    assert flaws(roster) == []


def test_column_numbers_banners_and_signatures_are_no_persons() -> None:
    numbers = [3, "", *(str(at) for at in range(len(NAMES)))]
    signature = [9, "", "", "Kepala BKPSDM", *[""] * (len(NAMES) - 2)]
    roster = check(numbers, [4, "DINAS SOSIAL", *[""] * len(NAMES)], line(5), signature)
    assert (roster.read, roster.remarks) == (1, [])


def test_a_banner_names_the_unit_where_there_is_no_unit_column() -> None:
    banner: list[object] = [4, "DINAS PERIKANAN", *[""] * len(NAMES)]
    roster = check(banner, line(5, unit_name=""), has_units=False)
    assert roster.rows[0].unit_name == "DINAS PERIKANAN"


def test_the_planted_defects_of_a_file_are_all_found_on_their_lines() -> None:
    made = personnel_rows(CODE, 120, seed=5, units=UNITS, defects=dict.fromkeys(DEFECTS, 2))
    at = columns_guess(COLUMNS)
    table = [
        [number, "", *(row[COLUMNS[at[name]]] if name in at else "" for name in NAMES)]
        for number, row in enumerate(made.rows, 2)
    ]
    roster = check(*table)
    found = {(item.line, item.flaw.value) for item in roster.remarks}
    assert len(made.planted) == 2 * len(DEFECTS)
    assert set(made.planted) <= found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12-03-1987", (date(1987, 3, 12), date(1987, 12, 3))),
        ("13/03/1987", (date(1987, 3, 13),)),
        ("1987-03-12", (date(1987, 3, 12),)),
        ("1987-03-12 00:00:00", (date(1987, 3, 12),)),
        ("31848", (date(1987, 3, 12),)),
        ("12", ()),
        ("30-02-1987", ()),
        ("12-03-87", ()),
        ("besok", ()),
    ],
)
def test_dates_in_every_spelling(text: str, days: tuple[date, ...]) -> None:
    assert dates_of(text) == days


@pytest.mark.parametrize(
    "text",
    ["III/a", "IIIa", "III.a", "III-a", "III A", "Penata Muda, III/a", "Penata Muda (III/a)"],
)
def test_grades_in_every_spelling(text: str) -> None:
    assert grade_of(text) == "III/a"


def test_small_readers_know_their_words() -> None:
    assert [sex_of(text) for text in ("Laki-laki", "WANITA", "1", "2", "?")] == [*"LPLP", ""]
    assert status_of("Pegawai Negeri Sipil") == "PNS"
    assert status_of("pppk paruh waktu") == "PPPK_PW"
    assert status_of("relawan") is None
    assert (grade_of("ix"), grade_of("Gol. IX"), grade_of("Juru Ketik")) == (
        "IX",
        "IX",
        "Juru Ketik",
    )
    assert grade_fits("IV/e", "PNS")
    assert not grade_fits("III/e", "PNS")
    assert grade_fits("XVII", "PPPK_PW")
    assert is_gone("Meninggal Dunia")
    assert [value_of(cell) for cell in (" - ", "NULL", "#N/A", "0", " a ")] == ["", "", "", "", "a"]


def test_every_flaw_and_refusal_has_words() -> None:
    for flaw in [*NipFlaw, *RowFlaw]:
        assert advice_of(flaw)
    assert set(REFUSED) == set(Refusal)
