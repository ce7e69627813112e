"""``./netral assess``: its contract for one text and for every line it is given."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from netral.core import law
from netral.ops import assess, cli

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


class Standard(io.TextIOWrapper):
    """A standard stream over bytes in memory."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(content: bytes, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        out = Standard()
        monkeypatch.setattr(sys, "stdin", Standard(content))
        monkeypatch.setattr(sys, "stdout", out)
        status = assess.main(list(arguments))
        out.seek(0)
        return status, [json.loads(line) for line in out.read().splitlines()]

    return call


def test_one_text_gives_one_object(run: Run) -> None:
    text = "Guru SD menyukai unggahan calon bupati di Facebook"
    facts = ["--stage", "kampanye", "--status", "PNS", "--post", "guru", "--on", "2024-10-05"]
    status, (answer,) = run(text.encode(), "--json", *facts)
    first = answer["acts"][0]
    assert status == 0
    assert {"acts", "missing", "notes", "law_version"} == answer.keys()
    assert answer["law_version"] == law.LAW_VERSION
    assert (first["code"], first["family"]) == ("S-MEDSOS-INTERAKSI", "MEDSOS")
    assert (first["track"], first["sanction"]["level"]) == ("disiplin", "berat")
    assert first["sanction"]["items"]
    assert first["basis"]
    assert [text[start:end] for start, end in first["spans"]]


def test_each_line_is_answered_with_its_id(run: Run) -> None:
    lines = [
        {"id": 7, "text": "Camat ikut kampanye", "stage": "pra_penetapan", "post": "camat (PNS)"},
        {"id": "b", "text": "Kades ikut kampanye", "status": None, "on": "2024-10-05"},
        {"id": None, "text": "😀", "on": 5, "stage": [], "post": {}, "extra": 1},
    ]
    status, answers = run("\n".join(map(json.dumps, lines)).encode(), "--jsonl")
    assert status == 0
    assert [answer["id"] for answer in answers] == [7, "b", None]
    assert [answer["acts"][:1] and answer["acts"][0]["code"] for answer in answers] == [
        "E-IKUT",
        "V-29J",
        [],
    ]
    assert len(answers[2]["notes"]) == 4


def test_facts_of_the_command_hold_for_lines_without_their_own(run: Run) -> None:
    line = json.dumps({"id": 1, "text": "ikut kampanye"}).encode()
    assert run(line, "--jsonl", "--status", "KADES")[1][0]["acts"][0]["code"] == "V-29J"


def test_a_bad_line_is_answered_by_its_error_and_the_rest_goes_on(run: Run) -> None:
    content = (
        b'not json\n[1]\n\n{"id": 3}\n\xff\xfe\n' + b"[" * 100_000 + b'\n{"id": 4, "text": "a"}'
    )
    status, answers = run(content, "--jsonl")
    assert status == 1
    assert [answer["id"] for answer in answers] == [None, None, 3, None, None, 4]
    assert ["error" in answer for answer in answers] == [True] * 5 + [False]


def test_letters_that_are_no_letters_stop_nothing(run: Run) -> None:
    status, answers = run(b'{"id": "\\ud800", "text": "camat \\udfff ikut kampanye"}', "--jsonl")
    assert status == 0
    assert answers[0]["acts"][0]["code"] == "D-N1"
    assert run(b"camat \xff ikut kampanye")[1][0]["acts"][0]["code"] == "D-N1"


def test_a_text_of_a_megabyte_is_answered_not_known(run: Run) -> None:
    _status, (answer,) = run(b"camat ikut kampanye " * 52_429, "--json")
    assert answer["acts"] == []
    assert "100.000" in answer["notes"][0]


def test_the_command_is_reached_without_a_site(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(b""))
    assert cli.main(["assess", "--json"]) == 0
    assert "kosong" in capsys.readouterr().out
    with pytest.raises(SystemExit) as caught:
        cli.main(["assess", "--strange"])
    assert caught.value.code == 2
