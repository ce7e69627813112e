"""What is known beside the text: what cannot be used is noted, never an error."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core.text.given import Given, first_day, given_read


def read(
    stage: object = None, status: object = None, post: object = None, on: object = None
) -> Given:
    return given_read(stage=stage, status=status, post=post, on=on)


@pytest.mark.parametrize(
    ("status", "post", "expected"),
    [
        ("PNS", None, ("PNS", "ASN")),
        (" p3k ", None, ("PPPK", "PPPK")),
        ("kepala desa", None, ("KADES", "KADES")),
        ("TNI/Polri", None, ("TNI_POLRI", "TNIPOLRI")),
        (None, "kepala desa", ("KADES", "KADES")),
        (None, "Camat (PNS)", ("PNS", "ASN")),
        (None, "juru masak", ("", "")),
        ("HONORER", "kepala desa", ("HONORER", "HONORER")),
        (None, None, ("", "")),
    ],
)
def test_status_and_post_make_a_kind(
    status: object, post: object, expected: tuple[str, str]
) -> None:
    found = read(status=status, post=post)
    assert (found.status, found.kind) == expected
    assert found.notes == ()


@pytest.mark.parametrize(
    ("on", "stage", "regime"),
    [
        ("2024-08-01", "pra_penetapan", "pilkada"),
        ("2024-10-05T10:00", "kampanye", "pilkada"),
        (date(2024, 1, 10), "kampanye", "pemilu"),
        ("2019-05-01", "", ""),
    ],
)
def test_the_calendar_gives_the_stage_of_a_day(on: object, stage: str, regime: str) -> None:
    found = read(on=on)
    assert (found.stage, found.regime) == (stage, regime)


def test_a_given_stage_wins_over_the_calendar() -> None:
    assert read(stage="Masa Tenang", on="2024-10-05").stage == "masa_tenang"


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"stage": "semua"}, "stage"),
        ({"stage": 7}, "stage"),
        ({"status": "presiden direktur"}, "status"),
        ({"post": 3}, "post"),
        ({"post": "   "}, "post"),
        ({"on": "kemarin"}, "on"),
        ({"on": ["2024-10-05"]}, "on"),
        ({"on": "1945-08-17"}, "early"),
    ],
)
def test_what_cannot_be_used_is_noted(facts: dict[str, object], key: str) -> None:
    found = read(**facts)
    assert [name for name, _value in found.notes] == [key]
    assert (found.stage, found.status, found.post, found.on) == ("", "", "", None)


def test_a_long_value_is_shortened_in_its_note() -> None:
    (note,) = read(status="x" * 500).notes
    assert note[1] == f"{'x' * 39}…"


def test_the_first_day_of_law_itself_is_used() -> None:
    assert read(on=first_day()).on == first_day()
