"""``./netral clock``: its contract for every line it is given, and what it tells a person."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core import law
from netral.ops import cli, clock
from netral.ops.clock_lines import answered

Run = Callable[..., tuple[int, list[dict[str, Any]]]]
KEYS = {
    "id",
    "day",
    "at",
    "kind",
    "unconfirmed",
    "counted",
    "basis",
    "contested",
    "notes",
}
CODES = [item.rule.code for item in law.the_law().clocks]
START = "2024-10-07T10:00"
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
day_texts = st.dates(date(2024, 1, 1), date(2025, 12, 31)).map(date.isoformat)


class Standard(io.TextIOWrapper):
    """A standard stream over bytes in memory."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(content: bytes) -> tuple[int, list[dict[str, Any]]]:
        out = Standard()
        monkeypatch.setattr(sys, "stdin", Standard(content))
        monkeypatch.setattr(sys, "stdout", out)
        status = clock.main(["--jsonl"])
        out.seek(0)
        return status, [json.loads(line) for line in out.read().splitlines()]

    return call


def ask(rule: str = "DIS-BERLAKU", start: str = START, **beside: Any) -> dict[str, Any]:
    return answered({"id": 1, "rule": rule, "start": start, **beside})


def test_each_line_is_answered_by_the_contract(run: Run) -> None:
    asked = {"id": "a", "rule": "DIS-BERLAKU", "start": START, "timezone": "Asia/Jakarta"}
    status, (answer,) = run(json.dumps(asked).encode())
    assert status == 0
    assert answer.keys() == KEYS
    assert (answer["id"], answer["day"], answer["kind"]) == ("a", "2024-10-28", "in_force")
    assert answer["at"] == "2024-10-28T00:00:00+07:00"
    assert answer["basis"] == ["Peraturan BKN 6/2022 Pasal 50 ayat (1)"]
    assert (answer["unconfirmed"], answer["contested"], answer["notes"]) == (False, None, [])
    assert answer["counted"][-1] == "Mulai berlaku Senin, 28 Oktober 2024 pukul 00.00 WIB."


def test_what_cannot_be_answered_says_why_and_the_other_lines_are_answered(run: Run) -> None:
    lines = [
        b'\xef\xbb\xbf{"id": 1, "rule": "DIS-KIRIM", "start": "2024-10-07"}',
        b"not json",
        b"",
        b"[1, 2]",
        b'{"id": 2, "rule": "DIS-X", "start": "2024-10-07"}',
        b'{"id": 3, "start": "2024-10-07"}',
        b'{"id": 4, "rule": "DIS-KIRIM", "start": "07/10/2024"}',
        b'{"id": 5, "rule": "DIS-KIRIM", "start": "9999-12-31T23:59-11:00"}',
        b'{"id": 6, "rule": "DIS-KIRIM", "start": NaN}',
        b'{"id": 7, "rule": "DIS-KIRIM"}',
        b'{"id": 8, "rule": ["DIS-KIRIM"], "start": "2024-10-07"}',
        b"[" * 100_000,
        b'{"id": "\\ud83d", "rule": " dis-kirim ", "start": " 2024-10-07 "}',
    ]
    status, answers = run(b"\n".join(lines))
    assert status == 1
    good = [answer["id"] for answer in answers if "error" not in answer]
    assert good == [1, "?"]
    assert [answer["id"] for answer in answers if "error" in answer] == [
        *[None, None, 2, 3, 4, 5, None, 7, 8, None]
    ]
    assert all(answer["error"].endswith(".") for answer in answers if "error" in answer)


def test_no_line_gives_no_answer_and_no_error(run: Run) -> None:
    assert run(b"\n \n") == (0, [])


def test_each_answer_is_written_before_the_next_line_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = Standard()
    seen: list[int] = []

    class Slow:
        def __iter__(self) -> Any:
            for number in range(3):
                seen.append(out.buffer.getvalue().count(b"\n"))  # type: ignore[attr-defined]
                yield json.dumps({"id": number, "rule": "DIS-KIRIM", "start": START}).encode()

    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": Slow()}))
    monkeypatch.setattr(sys, "stdout", out)
    assert clock.main(["--jsonl"]) == 0
    assert seen == [0, 1, 2]


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_law_is_answered(code: str) -> None:
    answer = ask(code)
    rule = law.clock_rule(code)
    assert answer.keys() == KEYS
    assert answer["basis"] == list(rule.basis)
    assert answer["unconfirmed"] is not rule.confirmed
    assert (answer["day"] is None) is (answer["at"] is None) is answer["unconfirmed"]
    assert answer["kind"] == rule.kind
    assert answer["counted"]


@given(
    st.sampled_from(CODES),
    st.dictionaries(
        st.sampled_from(
            [
                "timezone",
                "kind",
                "regime",
                "suspend",
                "extend_n",
                "local_holidays",
                "backward",
                "setting_n",
                "other",
            ]
        ),
        values,
    ),
)
def test_no_optional_value_whatever_makes_an_error(code: str, beside: dict[str, Any]) -> None:
    answer = ask(code, **beside)
    assert "error" not in answer
    json.dumps(answer)


@given(
    st.sampled_from(CODES),
    st.fixed_dictionaries(
        {},
        optional={
            "timezone": st.sampled_from(["Asia/Jayapura", "WITA", "15.04", "Europe/Berlin"]),
            "suspend": st.lists(st.tuples(day_texts, day_texts).map(sorted), max_size=3),
            "extend_n": st.integers(0, 30),
            "local_holidays": st.lists(day_texts, max_size=4),
            "setting_n": st.integers(1, 30),
        },
    ),
)
def test_a_limit_never_ends_before_midnight_of_its_last_day(
    code: str, beside: dict[str, Any]
) -> None:
    answer = ask(code, kind="latest", **beside)
    if answer["day"] is None or law.clock_rule(code).unit == "jam":
        return
    at = datetime.fromisoformat(answer["at"])
    assert at.date() == date.fromisoformat(answer["day"]) + timedelta(days=1)
    assert (at.hour, at.minute) == (0, 0)


def test_a_start_with_an_offset_is_taken_to_the_zone_and_one_without_is_local() -> None:
    late = "2024-10-07T23:30"
    assert ask("DIS-KIRIM", late, timezone="Asia/Jayapura")["day"] == "2024-10-10"
    assert ask("DIS-KIRIM", f"{late}+07:00", timezone="Asia/Jayapura")["day"] == "2024-10-11"
    assert ask("DIS-KIRIM", "2024-10-07T16:30Z")["day"] == "2024-10-10"


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Asia/Makassar", "+08:00"),
        ("Asia/Pontianak", "+07:00"),
        ("wit", "+09:00"),
        ("71.72", "+08:00"),
        ("Europe/Berlin", "+02:00"),
        (None, "+07:00"),
    ],
)
def test_a_zone_is_a_place_a_short_name_or_a_region(zone: str | None, offset: str) -> None:
    answer = ask("DIS-KIRIM", timezone=zone)
    assert answer["at"].endswith(f"2024-10-11T00:00:00{offset}")
    assert answer["notes"] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("timezone", "99"),
        ("timezone", 7),
        ("kind", "soonest"),
        ("kind", 3),
        ("regime", "pilkades"),
        ("regime", ["pemilu"]),
        ("suspend", "2024-10-08"),
        ("suspend", [["2024-10-10", "2024-10-08"]]),
        ("suspend", [["2024-10-10"]]),
        ("suspend", [[1, 2]]),
        ("suspend", [{"from": "2024-10-10"}]),
        ("suspend", [["0001-01-01T00:00+09:00", "2024-10-10"]]),
        ("suspend", [["2010-01-01", "2060-01-01"]]),
        ("extend_n", -1),
        ("extend_n", 1.5),
        ("extend_n", True),
        ("extend_n", "2"),
        ("extend_n", 10**9),
        ("extend_n", 3650),
        ("local_holidays", "2024-10-08"),
        ("local_holidays", ["8 Oktober"]),
        ("local_holidays", [{"name": "Libur"}]),
        ("backward", "yes"),
        ("setting_n", 5),
        ("setting_n", 0),
        ("six_days", 6),
        ("regio", "15.04"),
    ],
)
def test_what_cannot_be_used_is_noted_and_changes_nothing(key: str, value: object) -> None:
    plain, answer = (
        ask("DIS-KIRIM"),
        answered({"id": 1, "rule": "DIS-KIRIM", "start": START, key: value}),
    )
    (note,) = answer.pop("notes")
    assert key in note
    assert answer == {name: plain[name] for name in answer}


def test_a_value_that_is_null_is_no_value() -> None:
    beside = dict.fromkeys(["timezone", "kind", "regime", "suspend", "extend_n", "setting_n"])
    asked = {"id": 1, "rule": "DIS-KIRIM", "start": START, **beside}
    assert answered(asked) == ask("DIS-KIRIM")


def test_a_suspension_includes_both_its_ends_and_counts_once() -> None:
    held = [["2024-10-09", "2024-10-10"]]
    assert ask("DIS-KIRIM", suspend=held)["day"] == "2024-10-14"
    assert ask("DIS-KIRIM", suspend=held * 2)["day"] == "2024-10-14"
    as_object = [{"from": "2024-10-09T08:00", "to": "2024-10-10"}]
    assert ask("DIS-KIRIM", suspend=as_object)["day"] == "2024-10-14"


def test_a_pause_given_as_a_moment_is_the_day_that_it_is_in_the_zone() -> None:
    night = [["2024-10-08T16:30Z", "2024-10-08T16:30Z"]]
    assert ask("DIS-KIRIM", suspend=night) == ask("DIS-KIRIM", suspend=[["2024-10-08"] * 2])
    east = ask("DIS-KIRIM", suspend=night, timezone="WIT")
    assert any("Dijeda Rabu, 9 Oktober 2024" in step for step in east["counted"])


def test_an_extension_adds_to_the_number() -> None:
    assert ask("DIS-KIRIM", extend_n=2)["day"] == "2024-10-14"
    assert ask("DIS-KIRIM", extend_n=2.0)["day"] == "2024-10-14"


def test_a_local_day_of_a_repeated_vote_is_no_working_day_and_is_named() -> None:
    vote = {"day": "2024-10-09", "name": "Pemungutan suara ulang"}
    answer = ask("DIS-KIRIM", local_holidays=["2024-10-08", vote])
    assert answer["day"] == "2024-10-14"
    assert any("Pemungutan suara ulang" in step for step in answer["counted"])
    assert ask("BWS-PILKADA-LAPOR", local_holidays=["2024-10-08"])["day"] == "2024-10-14"


def test_backward_asks_for_the_last_day_of_receipt() -> None:
    answer = ask("DIS-PANGGIL-1", "2024-10-14", backward=True)
    assert (answer["day"], answer["kind"]) == ("2024-10-03", "latest_receipt")
    assert answer["at"] == "2024-10-04T00:00:00+07:00"
    by_kind = ask("DIS-PANGGIL-1", "2024-10-14", kind="latest_receipt")
    assert by_kind == answer
    assert ask("DIS-BERLAKU", "2024-10-28", backward=True)["day"] == "2024-10-07"
    assert ask("PPK-TINDAK", "2024-10-28", backward=True)["unconfirmed"]


def test_hours_are_counted_forward_only() -> None:
    answer = ask("GKD-BANDING-BAHAS", backward=True, setting_n=24)
    assert answer["at"] == "2024-10-08T10:00:00+07:00"
    assert "hanya dihitung maju" in answer["notes"][0]


def test_the_meaning_of_the_day_can_be_chosen() -> None:
    assert ask("DIS-BERLAKU", kind="latest")["at"] == "2024-10-29T00:00:00+07:00"
    assert ask("DIS-KIRIM", kind="in_force")["at"] == "2024-10-10T00:00:00+07:00"
    assert (
        ask("DIS-KIRIM", kind="not_before")["counted"][-1] == "Paling cepat Kamis, 10 Oktober 2024."
    )


def test_a_regions_number_counts_only_where_the_laws_is_not_confirmed() -> None:
    answer = ask("PPK-TINDAK", setting_n=14)
    assert (answer["day"], answer["unconfirmed"]) == ("2024-10-25", False)
    assert "setting_n" in answer["basis"][0]
    assert ask("UPAYA-BANDING")["counted"][0].startswith("Belum terkonfirmasi")


@pytest.mark.parametrize(
    ("code", "regime", "day"),
    [
        ("BWS-PILKADA-LAPOR", "pilkada", "2024-10-14"),
        ("BWS-PILKADA-LAPOR", "pemilu", "2024-10-16"),
        ("BWS-PEMILU-LAPOR", "Pilkada", "2024-10-14"),
        ("BWS-PILKADA-TANGANI", "pemilu", "2024-10-14"),
        ("BWS-PEMILU-TANGANI", "pilkada", "2024-10-10"),
        ("BWS-KAJIAN-AWAL", "pemilu", "2024-10-09"),
        ("DIS-KIRIM", "pemilu", "2024-10-10"),
    ],
)
def test_the_election_picks_the_twin_where_the_rules_differ(
    code: str, regime: str, day: str
) -> None:
    answer = ask(code, regime=regime)
    assert answer["day"] == day
    is_other = law.clock_rule(code).regime not in {"", regime.lower()}
    assert bool(answer["notes"]) is is_other


def test_a_rule_without_a_twin_says_that_the_other_elections_is_not_confirmed() -> None:
    answer = ask("GKD-PT", regime="pemilu")
    assert answer["day"] == "2024-10-14"
    assert "belum terkonfirmasi" in answer["notes"][0]


def test_a_dispute_carries_each_side_with_its_sources_and_its_own_day() -> None:
    found = ask("BWS-PEMILU-LAPOR", "2024-01-29")["contested"]
    assert found["question"] == "Tujuh hari kerja atau tujuh hari?"
    assert [side["day"] for side in found["sides"]] == [None, "2024-02-05"]
    assert all(side["sources"] and side["who"] and side["says"] for side in found["sides"])
    back = ask("BWS-PEMILU-LAPOR", "2024-01-29", backward=True)
    assert back["contested"]["sides"][1]["day"] == "2024-01-22"


def test_the_first_summons_is_counted_from_receipt_and_says_that_it_is_disputed() -> None:
    answer = ask("DIS-PANGGIL-1")
    assert answer["contested"]["question"].endswith("sejak tanggal suratnya?")
    assert "ketat" in answer["contested"]["sides"][0]["who"]


def test_an_office_of_six_days_works_on_saturday(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("DIS-KIRIM", "2024-10-04")["day"] == "2024-10-09"
    assert ask("DIS-KIRIM", "2024-10-04", six_days=True)["day"] == "2024-10-08"
    clock.main(["DIS-KIRIM", "2024-10-04", "--six-days"])
    assert "Paling lambat Selasa, 8 Oktober 2024" in capsys.readouterr().out


def test_a_person_reads_the_day_first_and_then_how_it_was_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["clock", "DIS-BERLAKU", START, "--zone", "WITA"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == [
        "Keputusan mulai berlaku (DIS-BERLAKU)",
        "Mulai berlaku Senin, 28 Oktober 2024 pukul 00.00 WITA.",
    ]
    assert told[3] == "Cara hitung"
    assert told[-1] == "Dasar: Peraturan BKN 6/2022 Pasal 50 ayat (1)."


def test_a_person_reads_what_is_disputed_and_the_hours_that_are_not_confirmed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock.main(["BWS-PEMILU-LAPOR", "2024-01-29"])
    told = capsys.readouterr().out
    assert "Masih diperdebatkan: Tujuh hari kerja atau tujuh hari?" in told
    assert "Menurut hitungan itu Senin, 5 Februari 2024." in told
    assert "Sumber: https://" in told
    clock.main(["BWS-PILKADA-LAPOR", "2024-10-07"])
    told = capsys.readouterr().out
    assert "Jam loket: belum terkonfirmasi untuk daerah Anda." in told
    assert "- Jumat pukul 08.00 sampai 16.30 (" in told
    assert "siang dan malam (masa tenang, pemungutan)" in told


def test_a_person_may_give_all_that_a_line_may(capsys: pytest.CaptureFixture[str]) -> None:
    beside = ["--suspend", "2024-10-09..2024-10-10", "--extend", "1", "--holiday", "2024-10-14"]
    assert clock.main(["DIS-KIRIM", "2024-10-07", *beside, "--kind", "latest"]) == 0
    assert "Paling lambat Rabu, 16 Oktober 2024 pukul 24.00 WIB." in capsys.readouterr().out
    clock.main(["PPK-TINDAK", "2024-10-07", "--setting", "14", "--regime", "pilkada"])
    assert "Paling lambat Jumat, 25 Oktober 2024" in capsys.readouterr().out
    clock.main(["DIS-PANGGIL-1", "2024-10-14", "--backward"])
    assert "Paling lambat diterima Kamis, 3 Oktober 2024 pukul 24.00" in capsys.readouterr().out
    clock.main(["GKD-BANDING-BAHAS", START, "--setting", "24"])
    assert "Berakhir Selasa, 8 Oktober 2024 pukul 10.00 WIB." in capsys.readouterr().out


def test_a_person_is_told_what_is_not_confirmed_and_what_was_not_used(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock.main(["UPAYA-BANDING", "2024-10-07", "--zone", "Mars"])
    told = capsys.readouterr().out
    assert "Belum terkonfirmasi. Tidak ada tanggal yang kami hitung." in told
    assert "Catatan: 'timezone' tidak dipakai (Mars): dipakai WIB." in told
    clock.main(["BWS-PILKADA-TANGANI", "2024-10-07"])
    assert "Catatan: Untuk bagian pidananya sumber" in capsys.readouterr().out


def test_the_whole_chain_of_a_criminal_case_is_told_day_by_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert clock.main(["GKD-SIDIK", "2024-10-07", "--chain"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition(": ")[2] for line in told[1:]] == [
        "Jumat, 25 Oktober 2024",
        "Rabu, 30 Oktober 2024",
        "Senin, 4 November 2024",
        "Senin, 11 November 2024",
        "Senin, 18 November 2024",
        "Kamis, 21 November 2024",
        "Kamis, 28 November 2024",
    ]


def test_without_a_code_the_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert clock.main([]) == 0
    told = capsys.readouterr().out
    assert all(code in told for code in CODES)
    assert "belum terkonfirmasi" in told


def test_a_person_hears_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert clock.main(["DIS-X", "2024-10-07"]) == 1
    assert "DIS-PANGGIL-1" in capsys.readouterr().err
    assert clock.main(["DIS-KIRIM", "kemarin"]) == 1
    assert clock.main(["DIS-KIRIM", "2024-10-07", "--extend", "3650"]) == 1
    with pytest.raises(SystemExit) as stopped:
        clock.main(["DIS-KIRIM"])
    assert stopped.value.code == 2
