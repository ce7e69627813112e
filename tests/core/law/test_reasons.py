"""Every conclusion of an answer has its reason, in both languages, with what it cites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.core import law
from netral.core.law import Answer, Question, Reason, answer_to
from netral.core.law.questions import PERSONS

CAMPAIGN = date(2024, 10, 10)
BOOK = law.the_book()


def walked(reason: Reason) -> Iterator[Reason]:
    yield reason
    for below in reason.because:
        yield from walked(below)


def about(found: Answer) -> set[str]:
    return {reason.about for reason in walked(found.reason)}


def ask(act: str, status: str = "PNS", post: str = "guru", **more: object) -> Answer:
    facts = more.get("facts", ())
    assert isinstance(facts, tuple)
    on, region = more.get("on", CAMPAIGN), more.get("region", "15.04")
    assert isinstance(on, date)
    return answer_to(Question(act, status, post, str(region), on, facts), BOOK)


def told(found: Answer) -> str:
    return " ".join(reason.text_id for reason in walked(found.reason))


QUESTIONS = st.builds(
    lambda act, person, region, days: Question(
        act, person[0], person[1], region, date(2014, 1, 1) + timedelta(days=days), person[2]
    ),
    st.sampled_from(sorted({act.code for act in law.the_law().acts})),
    st.sampled_from(PERSONS),
    st.sampled_from(["", "15", "15.04"]),
    st.integers(0, 4300),
)


@settings(max_examples=300, deadline=None)
@given(QUESTIONS)
def test_each_conclusion_has_a_reason_of_its_own(question: Question) -> None:
    found = answer_to(question, BOOK)
    seen = about(found)
    expected = {
        *(f"jalur:{track}" for track in found.tracks),
        *(f"batas:{code}" for code in found.clocks),
        *(f"alamat:{item.id}" for item in found.referral),
        *(f"perdebatan:{item.id}" for item in found.contested),
        *(f"kurang:{item.id}" for item in found.missing),
        *({"norma"} if found.norms else ()),
        *({"tingkat"} if found.sanction else ()),
        *({f"menu:{menu.id}" for menu in found.sanction.menus} if found.sanction else ()),
        *({"pemeriksa"} if found.examiner else ()),
        *({"pemutus"} if found.decider else ()),
    }
    assert expected <= seen


@settings(max_examples=300, deadline=None)
@given(QUESTIONS)
def test_every_reason_is_a_sentence_in_both_languages_and_cites(question: Question) -> None:
    for reason in walked(answer_to(question, BOOK).reason):
        assert reason.text_id.rstrip("'\"")[-1] in ".?", reason
        assert reason.text_en.rstrip("'\"")[-1] in ".?", reason
        assert reason.about, reason
        # Only a stage that was told, or a day before all law, rests on no source.
        if reason.about.partition(":")[0] not in {"tahap", "hari"}:
            assert reason.cites, reason


def test_what_is_not_confirmed_is_said_in_the_reason() -> None:
    assert "Rentang sanksi: hukuman disiplin berat. Ini belum terkonfirmasi." in told(ask("S-TIM"))
    assert "yang diisi daerah. Ini belum terkonfirmasi." in told(ask("D-N2"))
    village = told(ask("V-29B", "KADES", "kepala desa"))
    assert "sejak 15 Januari 2014, dengan dasar ini sejak 25 April 2024. Ini belum" in village
    assert "Angkanya belum terkonfirmasi, jadi tidak dihitung." in told(ask("D-N5"))
    english = [reason.text_en for reason in walked(ask("S-TIM").reason)]
    assert any(text.endswith("This is not confirmed.") for text in english)


def test_an_ethics_council_is_named_as_not_confirmed() -> None:
    found = ask("E-SPANDUK", on=date(2024, 9, 1))
    reason = next(r for r in walked(found.reason) if r.about == "pemeriksa")
    assert reason.text_id.endswith("Ini belum terkonfirmasi.")
    assert reason.cites == ("PP 42/2004 (pasal tentang majelis belum terkonfirmasi)",)


def test_who_handles_a_crime_is_told_where_no_office_examines() -> None:
    found = ask("P-187A", "", "")
    assert found.governing == "P-187A"
    assert "Yang menangani: Sentra Gakkumdu, lalu pengadilan negeri." in told(found)


def test_a_stage_that_was_told_says_that_it_was_told() -> None:
    found = ask("D-N5", on=date(2025, 3, 1), facts=("tahap:kampanye",))
    assert "Tahap pada hari itu: kampanye. Ini menurut keterangan." in told(found)
    assert "Tahap pada hari itu: kampanye." in told(ask("D-N5"))
    same = ask("D-N5", facts=("tahap:kampanye",))
    assert "menurut keterangan" not in told(same)


def test_a_fact_in_between_is_part_of_the_way() -> None:
    found = ask("D-N7", facts=("izin_ktp:tidak",), on=date(2024, 6, 10))
    assert found.governing == "N0-SUBJEK"
    assert "Apakah KTP dipakai dengan izin pemiliknya? Jawabannya: tidak." in told(found)
    assert found.reason.because[0].because[0].about == "aturan:D-N7"


def test_a_rule_not_in_force_says_since_when_it_is_and_how_sure_that_is() -> None:
    found = ask("N0-CLTN", on=date(2023, 1, 1))
    assert "belum atau tidak lagi berlaku pada 1 Januari 2023." in found.reason.text_id
    assert "Berlaku sejak 20 September 2023. Ini belum terkonfirmasi." in told(found)
    ended = ask("P-188", on=date(2016, 6, 30))
    assert "Berlaku sejak 1 Juli 2016 sampai 13 November 2024." in told(ended)


def test_a_day_before_all_law_is_not_known() -> None:
    found = ask("D-N1", on=date(2010, 1, 1))
    assert found.reason.text_id == (
        "Tidak diketahui: data hukum ini mulai 15 Januari 2014, dan 1 Januari 2010 lebih dulu."
    )
    assert (found.governing, found.norms, found.clocks) == (None, (), ())


def test_a_rule_for_others_names_them() -> None:
    found = ask("V-29B")
    assert "tidak mengikat orang dengan status dan jabatan itu (PNS)." in found.reason.text_id
    assert "Aturan ini mengikat: kepala desa." in told(found)


def test_a_rule_of_another_stage_or_election_names_its_own() -> None:
    assert "Aturan ini untuk tahap: kampanye." in told(ask("D-N2", on=date(2024, 9, 22)))
    other = ask("P-490", "KADES", "kepala desa")
    assert "jenis pemilihan yang lain: Pemilu, bukan Pilkada." in told(other)


@pytest.mark.parametrize(
    ("act", "status", "post", "missing"),
    [
        ("D-N4", "", "", "status"),
        ("P-188", "PNS", "juru kunci", "jabatan"),
        ("P-188", "PNS", "", "jabatan"),
        ("L-28", "PNS", "guru", "subjek"),
        ("L-PPK", "KEPALA_DAERAH", "bupati", "subjek"),
    ],
)
def test_what_is_not_known_of_the_person_is_asked_and_not_guessed(
    act: str, status: str, post: str, missing: str
) -> None:
    found = ask(act, status, post)
    assert found.governing is None
    assert [item.id for item in found.missing] == [missing]
    assert found.reason.about == f"kurang:{missing}"
    assert "Belum diketahui apakah aturan ini mengikat orang itu." in found.reason.text_id


def test_a_teacher_is_known_to_be_no_official() -> None:
    found = ask("P-188")
    assert (found.governing, found.missing) == (None, ())


def test_an_unknown_post_asks_only_where_the_answer_would_change() -> None:
    assert [item.id for item in ask("D-N5", post="juru kunci").missing] == ["jabatan"]
    assert [item.id for item in ask("D-N4", post="juru kunci").missing] == []
    early = ask("D-N5", post="juru kunci", on=date(2024, 9, 1))
    assert [item.id for item in early.missing] == []


def test_whoever_has_no_part_in_the_matter_is_told_not_bound() -> None:
    found = ask("L-28", facts=("subjek:BUKAN",))
    assert (found.governing, found.missing) == (None, ())
    assert "tidak mengikat" in found.reason.text_id


def test_an_unknown_region_names_no_decider_and_asks() -> None:
    found = ask("D-N2", region="")
    assert found.decider is None
    assert [item.id for item in found.missing] == ["wilayah"]
    heavy = ask("D-N4", region="")
    assert heavy.decider is not None
    assert heavy.missing == ()


@pytest.mark.parametrize("status", ["RAJA", "pns", "SEMUA", "PPK", "PEJABAT_ASN"])
def test_a_status_outside_the_list_is_refused_with_the_list(status: str) -> None:
    with pytest.raises(law.UnknownLawCodeError, match="Yang ada: PNS, CPNS"):
        ask("D-N1", status)


@pytest.mark.parametrize("region", ["Jambi", "1", "15.4", "15.04.01.2", "15,04", "15.04.01.20011"])
def test_a_region_that_can_be_none_is_refused(region: str) -> None:
    with pytest.raises(law.UnknownLawCodeError, match="Kode wilayah"):
        ask("D-N1", region=region)


@pytest.mark.parametrize("region", ["15", "15.04", "15.04.01", "15.04.01.2001"])
def test_a_region_of_any_depth_is_taken(region: str) -> None:
    assert ask("D-N1", region=region).governing == "D-N1"


@pytest.mark.parametrize(
    "fact", ["cuaca:hujan", "tahap:entah", "pemilihan:entah", "subjek:RAJA", "keaktifan:entah", "x"]
)
def test_a_fact_or_value_that_is_unknown_is_noted_and_ignored(fact: str) -> None:
    assert f"Fakta '{fact}' tidak dikenal, jadi tidak dipakai." in ask("D-N1", facts=(fact,)).notes


def test_a_known_fact_with_nothing_told_is_no_mistake() -> None:
    found = ask("D-N1", facts=("tahap:", "keaktifan:"))
    assert found.notes == ()
    assert (found.stage, [item.id for item in found.missing]) == ("kampanye", ["keaktifan"])


def test_every_range_and_authority_is_told_in_english_too() -> None:
    for act in law.the_law().acts:
        assert act.range_en, act.code
        assert act.authority_en, act.code
    found = ask("P-187A", "", "")
    english = " ".join(reason.text_en for reason in walked(found.reason))
    assert "Who handles it: The Gakkumdu centre, then the district court." in english
    assert found.sanction is not None
    assert found.sanction.text_en.startswith("prison of 36-72 months")
