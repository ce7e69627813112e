"""Searching the law in the words that people use; no database, and nothing kept of the words."""

from __future__ import annotations

import logging
from datetime import date
from html import unescape

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from netral.circulars.queries.rules_search import LONGEST, Found, rules_found
from netral.core import law

DAY = date(2024, 10, 8)
EVERYDAY = {
    "like": "S-MEDSOS-INTERAKSI",
    "nge-like postingan paslon": "S-MEDSOS-INTERAKSI",
    "ngelike postingan caleg": "S-MEDSOS-INTERAKSI",
    "follow akun calon": "S-MEDSOS-INTERAKSI",
    "status wa": "S-MEDSOS-KAMPANYE",
    "foto dua jari": "S-FOTO",
    "pose": "S-FOTO",
    "kades": "V-29B",
    "kades ikut kampanye": "V-29J",
    "mobil plat merah": "D-N4",
    "pakai mobil dinas ke kampanye": "D-N4",
    "spanduk": "S-SPANDUK",
    "baliho": "S-SPANDUK",
    "bagi sembako": "P-187A",
    "amplop": "P-187A",
    "mutasi pejabat": "H-71-2",
    "suami saya nyalon": "S-PASANGAN",
    "ktp": "D-N7",
    "jadi anggota partai": "S-PARPOL",
    "timses": "S-TIM",
    "rapat mengajak warga pilih calon": "D-N6",
    "honorer": "non-asn",
    "perangkat desa": "perangkat-desa",
    "polisi": "tni-polri",
    "atasan diam saja": "L-28",
}
ARTICLES = {
    "Pasal 5 huruf n angka 6": "D-N6",
    "pp 94/2021 pasal 5 huruf n angka 4": "D-N4",
    "Pasal 188": "P-188",
    "pasal 187A": "P-187A",
    "UU 7/2017 Pasal 494": "P-494",
    "Pasal 29 huruf j": "V-29J",
    "S-FOTO": "S-FOTO",
    "d-n3": "D-N3",
}
ENGLISH = {
    "liking a post": "S-MEDSOS-INTERAKSI",
    "banner": "S-SPANDUK",
    "village head campaign": "V-29J",
    "photos with a candidate": "S-FOTO",
    "party member": "S-PARPOL",
    "money": "P-187A",
}


def keys(found: list[Found]) -> list[str]:
    return [item.url_key for item in found]


def titles(text: str) -> list[str]:
    return [item.title_id for item in rules_found(text, DAY)]


def page_of(**query: str) -> str:
    answer = Client().get(reverse("rule-search"), {"pada": DAY.isoformat(), **query})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_words_find_the_rule_among_the_first_three(text: str) -> None:
    assert EVERYDAY[text] in keys(rules_found(text, DAY))[:3]


@pytest.mark.parametrize("text", ARTICLES)
def test_an_article_or_a_code_finds_its_act_first(text: str) -> None:
    assert keys(rules_found(text, DAY))[0] == ARTICLES[text]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_words_find_it_too(text: str) -> None:
    assert ENGLISH[text] in keys(rules_found(text, DAY))[:3]


@pytest.mark.parametrize("act", [act.code for act in law.acts(DAY)])
def test_an_act_is_found_by_its_own_title(act: str) -> None:
    record = law.act(act, DAY)
    assert record is not None
    assert act in keys(rules_found(record.title_id, DAY))[:3]
    assert act in keys(rules_found(record.title_en, DAY))[:5]


def test_pay_clocks_and_offices_are_found_by_their_short_names() -> None:
    assert any("tunjangan kinerja" in title for title in titles("tukin"))
    assert titles("banding")[0] == "Banding administratif ke BPASN"
    assert "Badan Kepegawaian Negara (BKN)" in titles("bkn")[:3]
    assert titles("keberatan")[0] == "Pengajuan keberatan"
    assert titles("skb 2022")


@pytest.mark.parametrize(
    "text", ["", "   ", "resep rendang", "asdfgh", "😀😀", "yang dan di", "!!"]
)
def test_what_fits_nothing_finds_nothing(text: str) -> None:
    assert rules_found(text, DAY) == []


def test_the_law_of_the_day_is_searched() -> None:
    assert "P-494" in keys(rules_found("Pasal 494", DAY))
    assert "P-494" not in keys(rules_found("Pasal 494", date(2016, 1, 1)))


def test_only_the_first_letters_of_a_long_text_are_read() -> None:
    assert rules_found("x" * LONGEST + " like unggahan calon", DAY) == []
    assert rules_found("like " + "x" * 1_000_000, DAY)


def test_the_same_words_find_the_same_in_the_same_order() -> None:
    assert rules_found("kampanye", DAY) == rules_found("kampanye", DAY)


def test_a_long_result_is_paged_and_the_words_stay() -> None:
    page = page_of(q="kampanye")
    assert "1 sampai 10 dari" in page
    assert "q=kampanye&halaman=2" in page.replace("pada=2024-10-08&", "")
    second = page_of(q="kampanye", halaman="2")
    assert "11 sampai" in second
    assert page_of(q="kampanye", halaman="999999").count("<b>") >= 1


def test_nothing_found_says_so_and_leads_to_a_person() -> None:
    page = page_of(q="resep rendang")
    assert "Tidak ada aturan yang cocok dengan “resep rendang”" in page
    assert "Ini bukan berarti boleh" in page
    assert f'href="{reverse("rules")}"' in page


def test_without_words_the_page_tells_what_can_be_asked() -> None:
    page = page_of()
    assert "misalnya: like unggahan calon" in page
    assert "Tidak ada aturan yang cocok" not in page


def test_words_are_shown_as_words_never_as_markup() -> None:
    answer = Client().get(reverse("rule-search"), {"q": "<script>kampanye</script>"})
    assert "<script>" not in answer.content.decode()


def test_what_is_searched_is_kept_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    fragments = caches["template_fragments"]
    before = set(getattr(fragments, "_cache", ()))
    with caplog.at_level(logging.DEBUG):
        page_of(q="rahasiaku kampanye")
    assert "rahasiaku" not in caplog.text
    kept = [
        value
        for key, value in getattr(fragments, "_cache", {}).items()
        if key not in before and b"rahasiaku" in bytes(value)
    ]
    assert not kept


def test_what_is_allowed_is_found_too() -> None:
    assert "memilih" in keys(rules_found("nyoblos", DAY))[:3]
    assert keys(rules_found("batik", DAY))[0] == "warna-batik"
    assert "akun-kpu" in keys(rules_found("kpu", DAY))[:3]
    page = page_of(q="batik")
    assert f"{reverse('may-situation', args=['warna-batik'])}?hari={DAY}" in page


@pytest.mark.django_db
def test_each_result_opens() -> None:
    for found in rules_found("kampanye partai sanksi banding bkn", DAY):
        args = [found.url_key] if found.url_key else []
        address = reverse(found.url_name, args=args)
        assert Client().get(address, {"pada": DAY.isoformat()}).status_code == 200
