"""The deed asked about: a yes speaks of it, and a reason never supplies it."""

from __future__ import annotations

import copy
import tomllib
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.core.text.may import MayDataError, Situation, Verdict, may, situations
from netral.core.text.may.book import book_build, the_book
from netral.core.text.may.heading import Head
from netral.core.text.may.reading import Told, questions

REASONS = ("karena", "sebab", "gara-gara", "lantaran", "supaya", "agar")
STRANGE = ("menyandera", "merenovasi", "membisukan", "nyetrumin", "mengguncangkan")
ALLOWED = (
    "dia tidak ikut kampanye", "mau nyoblos di TPS", "menonton debat di rumah",
    "ia menolak ajakan tim sukses", "saya lapor Bawaslu", "melayani semua warga",
)  # fmt: skip
PEOPLE = ("kepala seksi", "kabid", "guru", "staf saya", "kepala puskesmas", "tenaga honorer")
HURTS = ("ganti", "copot", "mutasi", "pindahkan", "turunkan pangkat", "marahi", "promosikan")
POLITICS = (
    "tidak dukung petahana", "mendukung calon lain", "tidak ikut kampanye", "beda pilihan",
    "tidak hadir di deklarasi", "menang-menangkan paslon satu",
)  # fmt: skip


def read(text: str) -> Told:
    book = the_book()
    return questions(text, book.lexicon, book.ear)[-1]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Bolehkah saya menyukai unggahan calon?", "suka"),
        ("boleh ikut memilih di TPS?", "ikut memilih"),
        ("kalau cuma nempel poster calon, boleh?", "tempel"),
        ("poster calon dipasang, di ruang guru boleh?", "pasang"),
        ("boleh menyandera KPU?", "menyandera"),
        ("boleh donor darah di acara yang dihadiri calon?", ""),
        ("boleh jadi narasumber tanpa memihak?", ""),
        ("boleh sandera ketua KPPS?", "sandera"),
        ("bolehkah saya gembok TPS?", "gembok"),
        ("boleh, saya?", ""),
        ("boleh saya?", ""),
        ("Is it OK to watch the debate?", ""),
    ],
)
def test_the_head_is_the_first_deed_that_the_asker_would_do(text: str, word: str) -> None:
    assert read(text).head.word == word


def test_a_deed_that_no_list_knows_is_strange_and_no_deed_is_not() -> None:
    assert read("boleh menyandera KPU?").head.is_strange
    assert not read("boleh menyukai calon?").head.is_strange
    assert not Head().is_strange


@pytest.mark.parametrize("deed", ["sandera", "gusur", "rampas", "gembok", "sogok", "sikat"])
@pytest.mark.parametrize("what", ["ketua KPPS", "TPS", "spanduk KPU", "warung milik caleg"])
def test_a_bare_verb_that_no_list_knows_is_never_allowed(deed: str, what: str) -> None:
    assert may(f"boleh {deed} {what}", stage="kampanye").verdict is not Verdict.BOLEH


def test_bare_asking_leaves_the_deed_to_the_sentence_beside_it() -> None:
    assert read("Boleh tidak? Saya mau menyukai unggahan calon.").head.word == "suka"
    assert read("Saya mau menyukai unggahan calon. Boleh tidak?").head.word == "suka"


def test_a_reason_is_no_part_of_the_main_clause_and_ends_at_a_pause_or_the_question() -> None:
    assert "kampanye" not in read("boleh pulang karena ada kampanye?").main
    assert "kampanye" in read("boleh pulang karena ada kampanye?").classes
    assert "pilih" in read("karena ada kampanye, boleh memilih?").main
    assert "pilih" in read("karena ada kampanye boleh memilih?").main
    assert "-ikut" not in read("boleh pecat staf yang tidak ikut kampanye?").main


def test_a_purpose_may_be_what_is_left_undone_but_not_what_is_done() -> None:
    told = read("boleh pulang agar tidak komentar dan supaya yang lain memilih?")
    assert "-komentar" in told.main
    assert "pilih" not in told.main


def test_what_a_letter_or_an_appeal_says_belongs_to_it() -> None:
    assert "netral" in read("boleh bikin surat edaran supaya staf netral?").main
    assert "pilih" in read("boleh mengajak warga supaya memilih nomor dua?").main


def test_a_no_does_not_rest_on_the_reason_alone() -> None:
    text = "boleh saya pindah tempat duduk karena orang di sebelah pakai kaos paslon"
    assert may(text, stage="kampanye").verdict is not Verdict.TIDAK


def test_an_excuse_in_the_reason_does_not_lift_a_no() -> None:
    text = "Boleh perawat menempel stiker paslon di ruang tunggu gara-gara tetangga lapor Bawaslu"
    assert may(text, stage="kampanye").verdict is Verdict.TIDAK


def test_what_another_left_undone_takes_no_risk_back() -> None:
    text = "ikut arak-arakan calon ke KPU naik motor boleh karena dia tidak ikut kampanye"
    assert may(text, stage="kampanye").verdict is not Verdict.BOLEH


def test_a_yes_by_its_own_deed_may_take_from_the_reason_who_it_is_about() -> None:
    text = "Boleh mengajukan cuti di luar tanggungan negara karena istri maju pilkada?"
    assert may(text, stage="kampanye").situation == "ajukan-cltn"
    text = "boleh izin pulang cepat karena mau mencoblos"
    assert may(text, stage="pemungutan").situation == "izin-memilih"


def test_a_relative_does_it_only_where_they_stand_before_the_deed() -> None:
    assert read("bolehkah anak saya memasang stiker calon?").head.by_kin
    assert not read("bolehkah saya memasang stiker calon di motor anak saya?").head.by_kin
    assert not read("bolehkah saya dan anak saya memasang stiker calon?").head.by_kin


def test_a_relative_who_is_no_employee_is_free_with_their_own_things_only() -> None:
    free = "bolehkah anak saya yang swasta memasang stiker calon di motornya sendiri"
    assert may(free, stage="kampanye").situation == "kerabat-bebas"
    for text in (
        "bolehkah anak saya yang swasta memasang stiker calon di mobil saya",
        "bolehkah saya memasang stiker calon di motor anak saya yang swasta",
        "bolehkah anak saya yang swasta memasang stiker calon di mobil dinas",
    ):
        assert may(text, stage="kampanye").verdict is not Verdict.BOLEH


def test_a_situation_about_a_candidate_needs_one() -> None:
    assert may("boleh belanja di toko milik calon?").situation == "belanja-di-calon"
    assert may("boleh beli saham bank?").verdict is Verdict.TAK_TENTU


def test_what_a_situation_is_about_must_be_a_known_class() -> None:
    folder = resources.files("netral.core.text.may") / "data"
    data: dict[str, Any] = {
        item.name: tomllib.loads(item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    }
    data = copy.deepcopy(data)
    data["01-memilih.toml"]["situation"][0]["about"] = "bulan_madu"
    with pytest.raises(MayDataError, match="bulan_madu"):
        book_build(data)


def test_a_persons_answer_must_name_a_strange_deed_itself() -> None:
    made = Situation(
        id="jawaban-1", topic="", title_id="Gotong patung", title_en="Carrying a statue",
        verdict=Verdict.BOLEH, why_id="Boleh.", why_en="Yes.", basis=("UU 20/2023 Pasal 24",),
        phrases=("menyunggi patung desa", "patung desa keramat"),
    )  # fmt: skip
    assert may("Bolehkah menyunggi patung desa?", more=[made]).situation == "jawaban-1"
    assert may("Bolehkah menyandera patung desa keramat?", more=[made]).situation != "jawaban-1"


def test_leaving_undone_is_the_askers_own_deed_or_it_is_no_yes() -> None:
    assert may("bolehkah saya tidak hadir di kampanye?", stage="kampanye").verdict is Verdict.BOLEH
    for text in (
        "boleh ganti kepala seksi karena dia ga dukung petahana",
        "boleh tidak perpanjang kontrak honorer yang tidak ikut deklarasi",
        "boleh menyandera camat yang tidak ikut kampanye",
    ):
        assert may(text, stage="kampanye").verdict is not Verdict.BOLEH


def test_discipline_for_a_proven_breach_is_no_retaliation() -> None:
    text = "boleh menghukum disiplin pegawai yang terbukti ikut kampanye"
    assert may(text, stage="kampanye").situation != "mutasi-dukungan"


def test_an_ordinary_personnel_matter_is_not_forbidden() -> None:
    text = "boleh menunda kenaikan pangkat staf karena berkas kurang"
    assert may(text, stage="kampanye").verdict is not Verdict.TIDAK


@pytest.mark.parametrize("politics", POLITICS)
@pytest.mark.parametrize("hurt", HURTS)
def test_a_personnel_decision_for_politics_is_forbidden_with_its_article(
    hurt: str, politics: str
) -> None:
    answer = may(f"boleh {hurt} kabid karena dia {politics}", status="PNS", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK
    assert any("PP 94/2021 Pasal 5 huruf n angka 5" in ref for ref in answer.basis)


def test_a_regional_head_is_bound_by_the_election_law_besides() -> None:
    text = "boleh mutasi kabid karena dia tidak dukung saya"
    answer = may(text, status="KEPALA_DAERAH", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK
    assert any("Pasal 71" in ref for ref in answer.basis)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(HURTS), st.sampled_from(PEOPLE),
    st.sampled_from(REASONS), st.sampled_from(POLITICS),
)  # fmt: skip
def test_no_decision_about_staff_is_allowed_for_their_politics(
    hurt: str, person: str, reason: str, politics: str
) -> None:
    text = f"boleh {hurt} {person} {reason} dia {politics}"
    assert may(text, status="PNS", stage="kampanye").verdict is not Verdict.BOLEH


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(STRANGE), st.sampled_from(REASONS), st.sampled_from(ALLOWED))
def test_a_reason_never_makes_a_strange_deed_allowed(
    strange: str, reason: str, allowed: str
) -> None:
    text = f"boleh {strange} kantor {reason} {allowed}"
    assert may(text, status="PNS", stage="kampanye").verdict is not Verdict.BOLEH


def test_every_yes_with_a_subject_names_it_in_its_patterns() -> None:
    for made in situations():
        for pattern in made.patterns:
            assert not made.about or made.about & (pattern.classes | made.covers), made.id
