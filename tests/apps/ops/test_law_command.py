"""``./netral law``: a jurist corrects a rule and reads what changes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from netral.core import law
from netral.core.law.book import data_files
from netral.ops import cli
from netral.ops.law import main


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    where = tmp_path / "hukum"
    assert main(["copy", str(where)]) == 0
    capsys.readouterr()
    return where


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def asked_by_options(act: str, post: str) -> list[str]:
    given = {"act": act, "status": "PNS", "post": post, "region": "15.04", "on": "2024-10-10"}
    return [f"--{name}={value}" for name, value in given.items()]


def ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, *options: str
) -> tuple[int, list[dict[str, Any]]]:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    status = main(["answer", *options])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_data_of_this_release_is_found_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "Data hukum ini bisa dipakai" in told
    assert law.LAW_VERSION in told
    assert "Hari pertama belum terkonfirmasi: PP 42/2004" in told


def test_a_copy_is_the_release_to_the_byte_and_never_overwrites(folder: Path) -> None:
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == data_files()
    assert main(["copy", str(folder)]) == 1


def test_every_wrong_record_is_named_with_its_file_and_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "acts-duties.toml", 'confidence = "sedang"', 'confidence = "pasti"')
    change(folder, "acts-skb-ethics.toml", "[[act]]", "[[akt]]")
    change(folder, "authorities.toml", "ended = 2024-08-24", "ended = 2020-01-01")
    assert main(["check", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "3 hal perlu diperbaiki" in told
    lines = (folder / "acts-duties.toml").read_text(encoding="utf-8").splitlines()
    at = lines.index('confidence = "pasti"') + 1
    assert f"acts-duties.toml, baris {at}, catatan 'act D-3F': 'confidence' berisi" in told
    assert "catatan 'addressee kasn': 'ended' lebih dulu daripada 'in_force'" in told
    assert "acts-skb-ethics.toml, baris 3, catatan 'akt E-SPANDUK': jenis catatan 'akt'" in told


def test_every_file_that_is_no_toml_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "stages.toml", "voting_on = 2024-11-27", "voting_on = 2024-02-30")
    (folder / "pledge.toml").write_bytes(b"\xff")
    assert main(["check", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "stages.toml tidak bisa dibaca pada baris 10" in told
    assert "pledge.toml tidak bisa dibaca" in told


def test_what_cannot_hold_between_records_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "acts-skb-ethics.toml", 'twin = "S-SPANDUK"', 'twin = "S-X"')
    assert main(["check", str(folder)]) == 1
    assert "menyebut kode perbuatan yang tidak ada: S-X" in capsys.readouterr().out


def test_a_folder_without_data_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert main(["compare", str(tmp_path / "tidak-ada")]) == 1
    assert capsys.readouterr().err.count("tidak berisi berkas .toml") == 2


def test_a_law_compared_with_itself_says_nothing_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(folder)]) == 0
    assert capsys.readouterr().out == "Tidak ada yang berubah.\n"


def test_a_corrected_rule_is_read_back_in_plain_indonesian(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "acts-pp-94-2021.toml", 'levels = ["sedang"]', 'levels = ["berat"]')
    inputs = tmp_path / "pertanyaan.jsonl"
    asked = {"act": "D-N1", "status": "PNS", "post": "guru", "region": "15.04"}
    lines = [
        asked | {"on": "2024-10-10"},
        asked | {"on": "2024-10-11"},
        asked | {"on": "2025-01-01"},
    ]
    inputs.write_text("\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["compare", str(folder), "--inputs", str(inputs)]) == 3
    told = capsys.readouterr().out
    assert "Catatan: 1 diubah." in told
    assert "tingkat sanksi ditambah berat dan dikurangi sedang." in told
    assert "Jawaban: 2 dari 3 pertanyaan dijawab lain." in told
    assert "2 jawaban, D-N1 (2), hari 10 Oktober 2024 sampai 11 Oktober 2024:" in told
    assert "tingkat sanksi: dari 'sedang' menjadi 'berat'." in told
    assert "D-N1, PNS, guru, wilayah 15.04, 10 Oktober 2024" in told


def test_without_inputs_every_act_is_tried_and_programs_get_an_object(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "acts-special-groups.toml", 'levels = ["kontrak"]\n', "")
    assert main(["compare", "-", str(folder), "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["old"], told["questions"] > 1000) == (law.LAW_VERSION, True)
    assert [change["name"] for change in told["records"]] == ["H-PPNPN"]
    acts = {question["act"] for item in told["answers"] for question in item["questions"]}
    assert acts == {"H-PPNPN"}
    assert told["answers"][0]["count"] == len(told["answers"][0]["questions"])
    assert "sentence" in told["answers"][0]["changes"][0]


def test_an_unusable_question_is_named_with_its_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = tmp_path / "pertanyaan.jsonl"
    inputs.write_text('{"act": "D-N1", "on": "2024-10-10"}\n{"act": 1}\n', encoding="utf-8")
    assert main(["compare", str(folder), "--inputs", str(inputs)]) == 1
    assert "pertanyaan.jsonl, baris 2: " in capsys.readouterr().err


def test_one_question_is_answered_with_its_reasons_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["answer", *asked_by_options("D-N5", "camat")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("ASN tidak boleh membuat keputusan")
    assert "  Diteruskan kepada: Badan Kepegawaian Negara (BKN). [SE MenPANRB 4/2024" in told


def test_an_answer_as_json_is_the_answer_of_the_one_function(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = '{"act": "D-N5", "status": "PNS", "post": "camat", "region": "15", "on": "2024-10-10"}'
    status, (found,) = ask(monkeypatch, capsys, asked, "--json")
    expected = law.answer_to(law.Question.of(json.loads(asked)), law.the_book())
    assert (status, found) == (0, expected.to_dict())


def test_lines_are_answered_each_with_its_id_and_a_wrong_one_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        '{"id": 1, "act": "D-N5", "status": "PNS", "on": "2024-10-10", "facts": ["cuaca:hujan"]}',
        "rusak",
        "",
        "[]",
        '{"id": 2, "act": "X-1", "on": "2024-10-10"}',
        '{"id": 3, "act": "D-N5", "status": "RAJA", "on": "2024-10-10"}',
        '{"id": 4, "act": "D-N5", "status": "PNS", "region": "Jambi", "on": "2024-10-10"}',
    ]
    status, found = ask(monkeypatch, capsys, "\n".join(lines), "--jsonl")
    assert status == 1
    assert [item["id"] for item in found] == [1, None, None, 2, 3, 4]
    assert found[0]["notes"] == ["Fakta 'cuaca:hujan' tidak dikenal, jadi tidak dipakai."]
    told = [item["error"] for item in found[1:]]
    assert [text.split("'")[0] for text in told[2:]] == [
        "Kode perbuatan ",
        "Status ",
        "Kode wilayah ",
    ]
    assert ask(monkeypatch, capsys, lines[0], "--jsonl")[0] == 0


def test_a_question_that_is_no_json_is_a_data_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("rusak"))
    assert main(["answer", "--json"]) == 1
    assert "bukan objek JSON" in capsys.readouterr().err


def test_another_law_answers_by_its_own_records(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "acts-pp-94-2021.toml", 'levels = ["berat"]', 'levels = ["ringan"]')
    asked = asked_by_options("D-N3", "guru")
    assert main(["answer", "--law", str(folder), "--json", *asked]) == 0
    assert json.loads(capsys.readouterr().out)["sanction"]["levels"] == ["ringan"]


def test_the_command_is_reached_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["law", "check"]) == 0
    assert "Data hukum ini bisa dipakai" in capsys.readouterr().out
