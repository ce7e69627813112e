"""The first day of each record: its source, its confidence, and what is not confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from netral.core import law
from netral.core.law import LawDataError, load
from netral.core.law.book import data_files
from netral.core.law.records import Standing

FILES = data_files()
ACT = """
[[act]]
code = "X-1"
family = "UMUM"
title_id = "Uji"
title_en = "Test"
plain_id = "Uji."
plain_en = "Test."
instrument = "pp-94-2021"
basis = ["PP 94/2021 Pasal 5"]
track = "disiplin"
applies_to = ["PNS"]
stages = ["semua"]
level = "berat"
level_confirmed = false
range = "uji"
authority = "uji"
in_force = 2024-01-02
confidence = "sedang"
confirmed = true
sources = ["S01"]
"""


def with_act(*lines: str) -> dict[str, bytes]:
    return FILES | {"acts-uji.toml": "\n".join((ACT, *lines)).encode()}


def standing(code: str, on: date) -> Standing:
    found = law.act(code, on)
    assert found is not None
    return found.standing


def test_every_first_day_tells_how_sure_it_is_and_a_confirmed_one_its_source() -> None:
    book = law.the_law()
    records: list[Any] = [
        *book.instruments, *book.acts, *book.menus, *book.clocks, *book.examiners,
        *book.deciders, *book.addressees, *book.groups,
    ]  # fmt: skip
    for record in records:
        kept = record.standing
        assert kept.date_confidence in {"tinggi", "sedang", "rendah"}, record
        assert kept.date_sources or not kept.date_confirmed, record
        assert set(kept.date_sources) <= set(book.sources), record


def test_a_record_that_begins_with_its_instrument_takes_its_source() -> None:
    found = standing("D-N1", date(2024, 10, 10))
    assert (found.date_sources, found.date_confidence) == (("T01", "T02"), "tinggi")


def test_a_record_that_begins_later_has_a_source_of_its_own() -> None:
    assert standing("P-188", date(2024, 11, 13)).date_sources == ("T05", "T06")
    assert standing("P-188", date(2024, 11, 14)).date_sources == ("S37", "S38")


def test_a_day_that_no_source_prints_is_not_confirmed() -> None:
    found = standing("V-29B", date(2024, 4, 24))
    assert (found.date_confirmed, found.date_confidence) == (False, "rendah")


def test_the_circular_on_staff_without_asn_status_holds_from_its_date() -> None:
    assert law.act("H-PPNPN", date(2023, 1, 2)) is None
    assert standing("H-PPNPN", date(2023, 1, 3)).date_confirmed


def test_another_first_day_without_a_source_is_refused_by_place() -> None:
    with pytest.raises(LawDataError) as caught:
        load(with_act())
    assert str(caught.value).startswith("acts-uji.toml, baris 2, catatan 'act X-1': hari pertama")


def test_another_first_day_with_a_source_is_law() -> None:
    made = load(with_act('date_sources = ["S01"]', 'date_confidence = "sedang"'))
    assert "X-1" in {act.code for act in made.acts}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (('date_confidence = "sedang"',), "harus punya 'date_sources'"),
        (('date_confidence = "pasti"', 'date_sources = ["S01"]'), "'pasti'"),
        (('date_confidence = "sedang"', 'date_sources = ["S0"]'), "sumber yang tidak ada: S0"),
    ],
)
def test_a_first_day_whose_source_is_unusable_is_refused(lines: tuple[str, ...], says: str) -> None:
    with pytest.raises(LawDataError, match=says):
        load(with_act(*lines))


def test_an_instrument_without_confidence_in_its_day_is_refused() -> None:
    text = FILES["instruments.toml"].decode().replace('date_confidence = "rendah"\n', "", 1)
    with pytest.raises(LawDataError, match="isi 'date_confidence'"):
        load(FILES | {"instruments.toml": text.encode()})
