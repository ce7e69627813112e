"""``./netral boleh``: its contract for every line it is given, and the words for a person."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from netral.core import law
from netral.ops import boleh, cli

Run = Callable[..., tuple[int, str]]
CONTRACT = {"id", "answer", "text", "basis", "acts", "contested", "ask_a_person"}


class Standard(io.TextIOWrapper):
    """A standard stream over bytes in memory."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(content: bytes, *arguments: str) -> tuple[int, str]:
        out = Standard()
        monkeypatch.setattr(sys, "stdin", Standard(content))
        monkeypatch.setattr(sys, "stdout", out)
        status = boleh.main(list(arguments))
        out.seek(0)
        return status, out.read()

    return call


def lines(told: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.splitlines()]


def test_each_line_is_answered_by_the_contract(run: Run) -> None:
    asked = [
        {"id": 7, "question": "Boleh like postingan calon?", "stage": "pra_penetapan"},
        {"id": "b", "question": "Boleh memilih?", "status": None, "on": "2024-11-27"},
        {"id": None, "question": "😀", "on": 5, "stage": [], "post": {}, "extra": 1},
    ]
    status, told = run("\n".join(map(json.dumps, asked)).encode(), "--jsonl")
    answers = lines(told)
    assert status == 0
    assert [answer["id"] for answer in answers] == [7, "b", None]
    assert [answer["answer"] for answer in answers] == ["tidak", "boleh", "tak_tentu"]
    assert all(answer.keys() >= CONTRACT for answer in answers)
    assert answers[0]["acts"] == ["E-MEDSOS-INTERAKSI"]
    assert answers[0]["law_version"] == law.LAW_VERSION
    assert answers[1]["stage"] == "pemungutan"
    assert len(answers[2]["notes"]) == 4


def test_a_bad_line_is_answered_by_its_error_and_the_rest_goes_on(run: Run) -> None:
    content = b'not json\n[1]\n\n{"id": 3}\n\xff\xfe\n' + b"[" * 100_000
    status, told = run(content + b'\n{"id": 4, "question": "boleh memilih"}', "--jsonl")
    answers = lines(told)
    assert status == 1
    assert [answer["id"] for answer in answers] == [None, None, 3, None, None, 4]
    assert ["error" in answer for answer in answers] == [True] * 5 + [False]


def test_facts_of_the_command_hold_for_lines_without_their_own(run: Run) -> None:
    line = json.dumps({"id": 1, "question": "boleh ikut kampanye?"}).encode()
    facts = ["--status", "KADES", "--stage", "kampanye"]
    assert lines(run(line, "--jsonl", *facts)[1])[0]["acts"][0] == "V-29J"


def test_letters_that_are_no_letters_stop_nothing(run: Run) -> None:
    status, told = run(b'{"id": "\\ud800", "question": "boleh like paslon \\udfff"}', "--jsonl")
    assert status == 0
    assert lines(told)[0]["answer"] == "tidak"


def test_a_question_of_a_megabyte_is_answered_not_known(run: Run) -> None:
    line = json.dumps({"id": 1, "question": "boleh like calon " * 65_000}).encode()
    (answer,) = lines(run(line, "--jsonl")[1])
    assert answer["answer"] == "tak_tentu"
    assert "5.000" in answer["notes"][0]


def test_a_person_reads_the_answer_first(run: Run) -> None:
    status, told = run(b"", "boleh", "like", "postingan", "calon", "--on", "2024-10-05")
    assert status == 0
    assert told.startswith("Tidak boleh. ")
    assert "Dasar: SKB" in told
    assert "Mulai 27 November 2024" in told
    assert "Boleh, misalnya: " in told


def test_a_person_may_type_on_standard_input_and_is_told_the_notes(run: Run) -> None:
    _status, told = run(b"boleh memelihara ikan?", "--stage", "entah")
    assert told.startswith("Kami belum punya jawaban")
    assert "Catatan: " in told


def test_one_question_can_be_answered_as_json(run: Run) -> None:
    told = run(b"", "--json", "boleh memilih?")[1]
    assert json.loads(told)["answer"] == "boleh"


def test_the_command_is_reached_without_a_site(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["boleh", "--strange"])
    assert caught.value.code == 2
    assert "boleh" in capsys.readouterr().err
