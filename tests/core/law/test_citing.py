"""Rules cited in the many ways of writing them."""

from __future__ import annotations

import pytest

from netral.core import law
from netral.core.law.citing import SAME_RECORD, citations_of

MINISTER = "Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
FIVE = "Menteri PANRB, Mendagri, Kepala BKN, Ketua KASN, dan Ketua Bawaslu"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Undang-Undang Nomor 20 Tahun 2023 tentang ASN", ["uu-20-2023"]),
        ("UU No. 20 Tahun 2023", ["uu-20-2023"]),
        ("UU 20/2023 Pasal 24 ayat (1) huruf d", ["uu-20-2023"]),
        ("Undang-undang Republik Indonesia Nomor 7 Tahun 2017", ["uu-7-2017"]),
        ("UU Pilkada; UU Pemilu; UU ASN", ["uu-10-2016", "uu-7-2017", "uu-20-2023"]),
        ("Peraturan Pemerintah Nomor 94 Tahun 2021", ["pp-94-2021"]),
        ("PP 094/2021", ["pp-94-2021"]),
        ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2014", ["perppu-1-2014"]),
        ("Perpres 116/2022", ["perpres-116-2022"]),
        ("Peraturan Komisi Pemilihan Umum Nomor 2 Tahun 2024", ["pkpu-2-2024"]),
        ("Peraturan Badan Pengawas Pemilihan Umum Nomor 8 Tahun 2020", ["perbawaslu-8-2020"]),
        ("Peraturan Badan Kepegawaian Negara Nomor 6 Tahun 2022", ["pbkn-6-2022"]),
        (f"Surat Edaran {MINISTER} Nomor 1 Tahun 2023", ["se-panrb-1-2023"]),
        ("SE MenPAN-RB Nomor 18 Tahun 2023", ["se-panrb-18-2023"]),
        ("Putusan MK Nomor 136/PUU-XXII/2024", ["mk-136-2024"]),
        ("SKB 22 September 2022", ["skb-2022"]),
        (f"Keputusan Bersama {FIVE} Nomor 2 Tahun 2022, Nomor 800-5474 Tahun 2022", ["skb-2022"]),
        (
            "UU Nomor 1 Tahun 2015 sebagaimana diubah dengan UU Nomor 6 Tahun 2020",
            ["uu-1-2015", "uu-6-2020"],
        ),
        ("Surat Gubernur Jambi Nomor 800/1 Tahun 2024", []),
        ("ruu 20 Tahun 2023", []),
        ("", []),
    ],
)
def test_a_rule_is_recognised_as_written(text: str, keys: list[str]) -> None:
    assert [one.key for one in citations_of(text)] == keys


def test_a_citation_says_where_it_stands() -> None:
    text = "Dasar: UU 20/2023, lalu PP 94/2021."
    assert [text[one.start : one.end] for one in citations_of(text)] == ["UU 20/2023", "PP 94/2021"]


def test_every_rule_of_the_law_data_is_recognised_by_the_words_it_is_cited_by() -> None:
    unread = {"mendagri-2024-07-09", "bkn-sbt-2024"}  # a statement and a work flow: no rule
    missed = [
        rule.id
        for rule in law.the_law().instruments
        if rule.id not in {one.record for one in citations_of(rule.short)} | unread
    ]
    assert missed == []


def test_statutes_held_under_another_record_lead_to_one_that_is_there() -> None:
    assert set(SAME_RECORD.values()) <= {rule.id for rule in law.the_law().instruments}
    assert citations_of("UU 1/2015")[0].record == "uu-10-2016"
