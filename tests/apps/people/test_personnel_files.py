"""Files of every kind at the door: what is read, what is refused and with which reason."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from netral.people.services import personnel_files, personnel_formats, personnel_sheet
from netral.people.services.personnel_check import Roster, roster_check
from netral.people.services.personnel_columns import columns_guess, header_find, is_private
from netral.people.services.personnel_fields import FIELDS
from netral.people.services.personnel_files import PersonnelFileError
from netral.people.services.personnel_formats import (
    FileKind,
    Refusal,
    RefusedFileError,
    file_kind,
)
from netral.people.services.personnel_text import csv_rows
from netral.people.services.personnel_workbook import reduced, sheet_names, sheet_rows

TODAY = date(2024, 11, 10)
NIPS = ("198703122010011901", "199203152023211905")
HEADS = ["NIP_BARU", "Nama", "NIK", "Jenis Kelamin"]


def book(folder: Path, rows: Sequence[Sequence[object]], name: str = "a.xlsx") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made.save(folder / name)
    return folder / name


def sound(folder: Path) -> Path:
    return book(folder, [HEADS, [NIPS[0], "Suhaimi", "1504", "L"], [NIPS[1], "Marwan", "15", "L"]])


def reason_of(path: Path) -> Refusal:
    with pytest.raises(RefusedFileError) as caught:
        file_kind(path)
    return caught.value.reason


def head_reason(path: Path) -> Refusal:
    with pytest.raises(RefusedFileError) as caught:
        personnel_sheet.head(path)
    return caught.value.reason


def rows_of(path: Path, out: Path) -> list[list[object]]:
    head = personnel_sheet.head(path)
    order = {**head, "path": str(path), "out": str(out), "mapping": head["guess"]}
    personnel_sheet.rows(order)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def roster_of(path: Path, folder: Path) -> Roster:
    table = rows_of(path, folder / "out.rows")
    head = personnel_sheet.head(path)
    has_units = bool({"unit_name", "opd_name"} & head["guess"].keys())
    return roster_check(table, today=TODAY, has_units=has_units)  # type: ignore[arg-type]


def test_a_workbook_and_a_text_are_told_by_their_content(tmp_path: Path) -> None:
    text = tmp_path / "a.xlsx.csv"
    text.write_text("nip;nama\n", encoding="utf-8")
    assert file_kind(sound(tmp_path)) is FileKind.XLSX
    assert file_kind(text) is FileKind.CSV


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"\xef\xbb\xbf \n", Refusal.EMPTY),
        (b"%PDF-1.7", Refusal.NOT_A_TABLE),
        (b"<html>", Refusal.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Refusal.NOT_A_TABLE),
        (b"PK\x03\x04 cut short", Refusal.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), Refusal.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), Refusal.NOT_A_TABLE),
    ],
)
def test_what_is_no_table_is_refused_by_name(
    tmp_path: Path, content: bytes, reason: Refusal
) -> None:
    path = tmp_path / "berkas"
    path.write_bytes(content)
    assert reason_of(path) is reason


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "terkunci.xlsx"
    with sound(tmp_path).open("rb") as plain, locked.open("wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("rahasia", out)
    assert reason_of(locked) is Refusal.PASSWORD


def test_a_workbook_with_macros_another_zip_and_a_bomb_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sound(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert reason_of(path) is Refusal.MACRO
    other = tmp_path / "surat.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
    assert reason_of(other) is Refusal.NOT_A_TABLE
    monkeypatch.setattr(personnel_formats, "MAX_UNPACKED", 100)
    assert reason_of(sound(tmp_path)) is Refusal.TOO_WIDE


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personnel_formats, "MAX_BYTES", 100)
    assert reason_of(sound(tmp_path)) is Refusal.TOO_LARGE


def test_a_broken_sheet_inside_a_sound_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rusak.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook")
        archive.writestr("xl/worksheets/sheet1.xml", b"<sheet")
    assert head_reason(path) is Refusal.BROKEN


def test_a_table_without_headings_or_rows_is_refused(tmp_path: Path) -> None:
    assert head_reason(book(tmp_path, [["a", "b"], [1, 2]])) is Refusal.NO_HEADER
    assert head_reason(book(tmp_path, [HEADS])) is Refusal.NO_ROWS
    assert head_reason(book(tmp_path, [])) is Refusal.EMPTY


def test_private_columns_never_leave_the_child(tmp_path: Path) -> None:
    path = sound(tmp_path)
    head = personnel_sheet.head(path)
    assert head["private"] == ["NIK"]
    assert head["samples"][2] == []
    assert "1504" not in json.dumps(rows_of(path, tmp_path / "out"))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_each_delimiter_and_encoding_is_read(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    rows = [HEADS, [NIPS[0], "Syarifah Nuraéni", "x", "P"]]
    text = "\n".join(delimiter.join(row) for row in rows)
    path.write_text(text, encoding=encoding)
    (row,) = rows_of(path, tmp_path / "out")
    assert row[:4] == [2, "", NIPS[0], "Syarifah Nuraéni"]


def test_quoted_cells_may_hold_the_delimiter_and_a_line_break(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('nip,nama\n198703122010011901,"Suhaimi,\n S.Pd."\n', encoding="utf-8")
    assert list(csv_rows(path))[1] == ["198703122010011901", "Suhaimi, S.Pd."]


def test_a_number_cell_shows_that_the_nip_is_ruined(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADS, [198703122010011901, "Suhaimi", "", "L"]])
    roster = roster_of(path, tmp_path)
    assert [item.flaw.value for item in roster.remarks] == ["nip_angka"]
    assert roster.remarks[0].values["value"] == "1.98703E+17"


def test_dates_numbers_and_yes_no_cells_become_text(tmp_path: Path) -> None:
    row: list[object] = [
        datetime.fromisoformat("1987-03-12"),
        date(1987, 3, 12),
        31848,
        1.5,
        True,
        None,
    ]
    path = book(tmp_path, [row])
    assert next(sheet_rows(path, "Sheet")) == ["1987-03-12", "1987-03-12", "31848", "1.5", ""]


def test_only_the_asked_columns_are_kept_and_stand_side_by_side(tmp_path: Path) -> None:
    path, small = tmp_path / "shared.xlsx", tmp_path / "small.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("Sheet")
    for line in range(200):
        sheet.write_row(line, 0, [f"{letter}{line}" for letter in "abcdef"])
    made.close()
    assert reduced(path, small, columns=[1, 4])
    found = list(sheet_rows(small, "Sheet"))
    assert (len(found), found[0], found[199]) == (200, ["b0", "e0"], ["b199", "e199"])
    with zipfile.ZipFile(small) as archive:
        assert b"a0" not in archive.read("xl/sharedStrings.xml")


def test_a_workbook_written_in_another_manner_is_read_whole(tmp_path: Path) -> None:
    path = sound(tmp_path)
    odd = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(odd, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part.endswith("sheet1.xml"):
                data = data.replace(b'<c r="', b'<c  r="')
            target.writestr(part, data)
    assert not reduced(odd, tmp_path / "x.xlsx", columns=[0])
    assert [row[2] for row in rows_of(odd, tmp_path / "out")] == list(NIPS)


def test_the_sheet_with_the_table_is_found_among_others(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["Petunjuk pengisian"])
    made.create_sheet("Data").append(["NIP", "Nama"])
    made["Data"].append([NIPS[0], "Suhaimi"])
    made.save(tmp_path / "a.xlsx")
    assert sheet_names(tmp_path / "a.xlsx") == ["Sheet", "Data"]
    assert personnel_sheet.head(tmp_path / "a.xlsx")["sheet"] == "Data"


def test_a_rank_list_with_letterhead_two_heading_rows_and_banners_is_understood(
    tmp_path: Path,
) -> None:
    path = book(
        tmp_path,
        [
            ["PEMERINTAH KABUPATEN CONTOH"],
            ["DAFTAR URUT KEPANGKATAN"],
            [],
            ["No", "Nama", "", "Pangkat", "", "Jabatan", "", ""],
            ["", "Nama Lengkap dengan gelar", "NIP", "Gol/Ruang", "TMT", "Nama", "TMT", "Eselon"],
            ["1", "2", "3", "4", "5", "6", "7", "8"],
            ["DINAS SOSIAL"],
            [
                "1",
                "Drs. H. Suhaimi, M.Si",
                NIPS[0],
                "IV/b",
                "01-04-2021",
                "Kepala Dinas",
                "",
                "II.b",
            ],
            ["BADAN KEUANGAN"],
            ["1", "Maimunah", "199203152023212904", "IX", "", "Penata", "", ""],
            ["", "", "", "", "", "", "Kepala BKPSDM", ""],
        ],
    )
    head = personnel_sheet.head(path)
    assert (head["header_row"], head["header_rows"]) == (3, 2)
    guess = {name: head["headings"][at] for name, at in head["guess"].items()}
    assert guess["nip"] == "Nama | NIP"
    assert guess["post_title"] == "Jabatan | Nama"
    roster = roster_of(path, tmp_path)
    assert roster.remarks == []
    assert [(row.name, row.unit_name, row.grade) for row in roster.rows] == [
        ("Drs. H. Suhaimi, M.Si", "DINAS SOSIAL", "IV/b"),
        ("Maimunah", "BADAN KEUANGAN", "IX"),
    ]


def test_headings_match_without_case_blanks_and_underscores() -> None:
    guess = columns_guess(["nip baru", "NAMA", "Tanggal-Lahir", "JENIS_KELAMIN", "lain"])
    assert guess == {"nip": 0, "name": 1, "born_on": 2, "sex": 3}


def test_of_two_columns_for_one_field_the_better_known_wins() -> None:
    assert columns_guess(["email", "email_gov"])["email"] == 1
    assert columns_guess(["email_gov", "email"])["email"] == 0
    assert is_private("Agama_Nama")
    assert header_find([["judul"], ["NIP", "tanpa nama"]]) is None


def test_every_field_has_a_heading_and_no_heading_is_private() -> None:
    for field in FIELDS.values():
        assert field.headings
        assert not any(is_private(heading) for heading in field.headings)


def test_the_child_answers_a_refusal_in_words_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"%PDF")
    order = json.dumps({"act": "head", "path": str(path)})
    done = subprocess.run(
        [sys.executable, "-m", "netral.people.services.personnel_sheet"],
        input=order,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "src"},
    )
    assert json.loads(done.stdout) == {"refused": "bukan_tabel"}


def test_main_reads_its_order_and_limits_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[object] = []
    monkeypatch.setattr(
        "netral.people.services.personnel_sheet.resource.setrlimit",
        lambda *limit: limits.append(limit),
    )
    orders = [
        {"act": "head", "path": str(sound(tmp_path))},
        {"act": "head", "path": str(book(tmp_path, [], "leer.xlsx"))},
    ]
    answers = []
    for order in orders:
        out = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(order)))
        monkeypatch.setattr("sys.stdout", out)
        assert personnel_sheet.main() == 0
        answers.append(json.loads(out.getvalue()))
    assert len(limits) == 4
    assert answers[0]["guess"]["nip"] == 0
    assert answers[1] == {"refused": "kosong"}


def test_a_child_out_of_memory_or_time_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.NETRAL_DATA_DIR = tmp_path  # type: ignore[attr-defined]
    made = sound(tmp_path)
    personnel_files.file_keep("REF", [made.read_bytes()])
    assert personnel_files.head_read("REF")["sheet"] == "Sheet"
    with monkeypatch.context() as patch:
        patch.setattr(personnel_files, "TIMEOUT_SECONDS", 0.001)
        with pytest.raises(PersonnelFileError, match="terlalu berat"):
            personnel_files.head_read("REF")
    with pytest.raises(PersonnelFileError, match="rusak"):
        personnel_files.rows_read("REF", {"sheet": "?", "header_row": 0, "header_rows": 1}, {})
    for returncode, stderr, words in ((-9, "", "terlalu berat"), (1, "MemoryError", "terlalu")):
        found = subprocess.CompletedProcess([], returncode, "", stderr)
        with monkeypatch.context() as patch:
            patch.setattr(
                "netral.people.services.personnel_files.subprocess.run",
                lambda *_a, _f=found, **_k: _f,
            )
            with pytest.raises(PersonnelFileError, match=words):
                personnel_files.head_read("REF")


def test_the_upload_is_the_owners_alone_and_goes_away(tmp_path: Path, settings: object) -> None:
    settings.NETRAL_DATA_DIR = tmp_path  # type: ignore[attr-defined]
    digest, size = personnel_files.file_keep("REF", [b"abc", b"d"])
    path = personnel_files.file_path("REF", ".file")
    assert (size, len(digest), path.stat().st_mode & 0o777) == (4, 64, 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert personnel_files.percent_of("REF") == 0
    personnel_files.percent_tell("REF", 40)
    assert personnel_files.percent_of("REF") == 40
    personnel_files.files_remove("REF")
    assert list(path.parent.iterdir()) == []


def test_leftovers_of_broken_uploads_are_swept(tmp_path: Path, settings: object) -> None:
    settings.NETRAL_DATA_DIR = tmp_path  # type: ignore[attr-defined]
    left = personnel_files.file_path("tmp1", personnel_files.UPLOADING)
    left.write_bytes(b"x")
    assert personnel_files.uploads_sweep(before=datetime(2001, 1, 1, tzinfo=UTC)) == 0
    assert personnel_files.uploads_sweep(before=datetime(2999, 1, 1, tzinfo=UTC)) == 1
    assert not left.exists()
