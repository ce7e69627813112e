"""The civil servant's number: what is read, what is refused and what is only unusual."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.kinds.nip import (
    NipError,
    NipFlaw,
    NipKind,
    nip_clean,
    nip_masked,
    nip_read,
    nip_shown,
)

TODAY = date(2024, 11, 10)
PNS = "198703122010011901"
PPPK = "199203152023211905"


def flaw_of(text: str) -> NipFlaw:
    with pytest.raises(NipError) as caught:
        nip_read(text, today=TODAY)
    return caught.value.flaw


def test_a_pns_number_tells_birth_sex_and_year() -> None:
    nip = nip_read(PNS, today=TODAY)
    assert (nip.kind, nip.born_on, nip.year, nip.sex) == (
        NipKind.PNS,
        date(1987, 3, 12),
        2010,
        "L",
    )
    assert (nip.age, nip.unusual) == (22, ())


def test_a_pppk_number_is_told_apart_by_its_code() -> None:
    nip = nip_read("198812052022212906", today=TODAY)
    assert (nip.kind, nip.sex, nip.year) == (NipKind.PPPK, "P", 2022)


@pytest.mark.parametrize(
    "text", ["19870312 201001 1 901", "'198703122010011901", " 198703122010011901\u00a0\n"]
)
def test_blanks_and_the_apostrophe_of_sheets_are_forgiven(text: str) -> None:
    assert nip_read(text, today=TODAY).digits == PNS


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", NipFlaw.EMPTY),
        (" ' ", NipFlaw.EMPTY),
        ("199002292015032902", NipFlaw.BIRTH),
        ("188703122010011901", NipFlaw.BIRTH),
        ("198511302009132903", NipFlaw.MONTH),
        ("198511302009002903", NipFlaw.MONTH),
        ("199203152018211905", NipFlaw.MONTH),
        ("199203152023201905", NipFlaw.MONTH),
        ("199203152023301905", NipFlaw.MONTH),
        ("200501102020011907", NipFlaw.AGE),
        ("195001012010011907", NipFlaw.AGE),
        ("200601012024211905", NipFlaw.AGE),
        ("195901012024211905", NipFlaw.AGE),
        ("19870312201001901", NipFlaw.LENGTH),
        ("1987031220100119011", NipFlaw.LENGTH),
        ("1.98703E+17", NipFlaw.FLOAT),
        ("1,98703e17", NipFlaw.FLOAT),
        ("198703122010011900.0", NipFlaw.FLOAT),
        ("198703122010011000", NipFlaw.FLOAT),
        ("19870312201OO11901", NipFlaw.LETTERS),
        ("١٩٨٧٠٣١٢٢٠١٠٠١١٩٠١", NipFlaw.LETTERS),
        ("198703122010013901", NipFlaw.SEX),
        ("199003122031011901", NipFlaw.FUTURE),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_by_its_own_name(text: str, flaw: NipFlaw) -> None:
    assert flaw_of(text) is flaw


def test_the_month_of_birth_counts_for_the_age_of_a_pns() -> None:
    assert nip_read("199003012008031901", today=TODAY).age == 18
    assert flaw_of("199004012008031901") is NipFlaw.AGE


@pytest.mark.parametrize(
    ("text", "unusual"),
    [
        ("197001012006011901", (NipFlaw.AGE_UNUSUAL,)),
        ("199203152023221905", (NipFlaw.CODE_UNUSUAL,)),
        ("196601012024231905", (NipFlaw.AGE_UNUSUAL, NipFlaw.CODE_UNUSUAL)),
        (PPPK, ()),
    ],
)
def test_what_is_only_unusual_goes_in_with_a_note(text: str, unusual: tuple[NipFlaw, ...]) -> None:
    assert nip_read(text, today=TODAY).unusual == unusual


def test_the_error_carries_what_was_read_and_a_repr_hides_the_number() -> None:
    with pytest.raises(NipError) as caught:
        nip_read("19870312", today=TODAY)
    assert caught.value.values == {"n": "8"}
    assert PNS not in repr(nip_read(PNS, today=TODAY))


def test_lists_show_the_birth_date_alone() -> None:
    assert nip_masked(PNS) == "19870312 •••••• • •••"
    assert nip_shown(PNS) == "19870312 201001 1 901"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    with suppress(NipError):
        nip = nip_read(text, today=TODAY)
        assert nip.digits == nip_clean(text)
        assert nip.born_on < TODAY


@given(
    born=st.dates(date(1965, 1, 1), date(2000, 12, 31)),
    wait=st.integers(19, 50),
    month=st.integers(1, 12),
    sex=st.sampled_from("12"),
    serial=st.integers(1, 999),
)
def test_every_number_that_follows_the_rule_is_read_back(
    born: date, wait: int, month: int, sex: str, serial: int
) -> None:
    year = min(born.year + wait, 2024)
    text = f"{born:%Y%m%d}{year}{month:02}{sex}{serial:03}"
    nip = nip_read(text, today=TODAY)
    assert (nip.born_on, nip.year, nip.kind) == (born, year, NipKind.PNS)
    assert nip.sex == ("L" if sex == "1" else "P")


@given(position=st.integers(0, 17), letter=st.sampled_from("abOIl./-"))
def test_one_wrong_letter_never_passes(position: int, letter: str) -> None:
    broken = PNS[:position] + letter + PNS[position + 1 :]
    assert flaw_of(broken) in {NipFlaw.LETTERS, NipFlaw.FLOAT}
