"""A typed question: what is answered, what is held back, and what no text can do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netral.core import law
from netral.core.text.assessing import assess
from netral.core.text.may import MayAnswer, Situation, Verdict, may, may_situation, situations
from netral.core.text.may.answering import LONGEST

SURE = assess("Camat mengerahkan bawahan ke kampanye paslon naik mobil dinas")
LIKE = "Bolehkah saya menyukai unggahan calon bupati?"
PIECES = (
    "bolehkah saya", "like", "postingan", "calon bupati", "KPU", "kampanye", "tidak", "tanpa",
    "hadir", "mobil dinas", "memilih", "batik merah", "pengajian", "kalau", "dan", "?", ".", ",",
    "foto", "pose dua jari", "suami saya", "CLTN", "camat", "boleh gak", "sembako", "semua paslon",
    "lapor", "pensiun", "grup keluarga", "melayani",
)  # fmt: skip
SENTENCES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map(" ".join)


def test_a_prohibited_thing_is_answered_no_with_its_article_and_what_to_do_instead() -> None:
    answer = may(LIKE, status="PNS", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK
    assert answer.acts == ("S-MEDSOS-INTERAKSI",)
    assert "(SKB 22 September 2022, Lampiran II, tabel disiplin butir 6" in answer.text_id
    assert answer.text_id.startswith("Tidak boleh. ")
    assert "Sebagai gantinya, Anda boleh" in answer.text_id
    assert answer.text_en.startswith("Not allowed. ")
    assert answer.contested[0].id == "suka-saja"


def test_a_village_head_is_told_no_dispute_over_the_sanction_of_civil_servants() -> None:
    assert may_situation("suka-calon", status="PNS", stage="kampanye").contested
    head = may_situation("suka-calon", status="KADES", stage="kampanye")
    assert head.contested == ()
    listening = may_situation("hadir-mendengar", status="HONORER", stage="kampanye")
    assert listening.verdict is Verdict.TERGANTUNG
    assert listening.contested


@pytest.mark.parametrize("status", ["KADES", "PERANGKAT_DESA"])
@pytest.mark.parametrize("situation", ["suka-calon", "ikuti-calon"])
def test_no_source_calls_a_village_official_s_like_a_crime_so_a_person_answers(
    status: str, situation: str
) -> None:
    answer = may_situation(situation, status=status, stage="kampanye")
    assert answer.verdict is Verdict.TAK_TENTU
    assert answer.ask_a_person
    assert answer.acts == answer.basis == ()


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Murid saya tanya bu guru pilih siapa, boleh saya jawab?", Verdict.TIDAK),
        ("Orang tua murid tanya pilih siapa, boleh saya jawab?", Verdict.TIDAK),
        ("Siswa nanya mending pilih yg mana, bolehkah saya jawab jujur?", Verdict.TIDAK),
        ("Teman tanya saya pilih siapa, boleh saya jawab?", Verdict.TERGANTUNG),
        ("Boleh saya bebas pilih siapa saja di bilik suara?", Verdict.BOLEH),
    ],
)
def test_telling_whom_to_choose_is_no_voter_education(question: str, verdict: Verdict) -> None:
    assert may(question, status="PNS", stage="kampanye").verdict is verdict


def test_whom_a_superior_orders_is_told_of_orders_and_not_of_persuading_the_family() -> None:
    told = may("Atasan suruh saya dukung calon, apa yang harus saya lakukan?", stage="kampanye")
    assert told.situation == "ikut-perintah"
    refusing = may("Boleh saya tolak kalau atasan minta saya kampanye?", stage="kampanye")
    assert (refusing.verdict, refusing.situation) == (Verdict.BOLEH, "tolak-perintah")


@pytest.mark.parametrize("situation", ["jadi-tim", "kampanye-aktif"])
def test_a_reason_given_to_those_who_are_no_asn_calls_them_none(situation: str) -> None:
    answer = may_situation(situation, status="HONORER", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK
    assert "ASN" not in answer.why_id


def test_an_allowed_thing_is_answered_yes_with_its_limit() -> None:
    answer = may("Boleh follow akun KPU?", status="PNS", stage="kampanye")
    assert answer.verdict is Verdict.BOLEH
    assert answer.acts == ()
    assert answer.limit_id
    assert answer.limit_id in answer.text_id
    assert answer.basis[0].startswith("tidak ada larangannya dalam data aturan; batasnya PP 94")


def test_what_is_contested_is_told_with_each_side_and_sent_to_a_person() -> None:
    answer = may("Bolehkah hadir di kampanye hanya mendengarkan?", stage="kampanye")
    assert answer.verdict is Verdict.TERGANTUNG
    assert answer.ask_a_person
    assert {side.who for side in answer.contested[0].sides} >= {"Bawaslu NTB"}
    assert "Masih diperdebatkan: " in answer.text_id
    assert "Contested: " in answer.text_en


def test_an_unknown_thing_goes_to_a_person() -> None:
    answer = may("Bolehkah memelihara kucing di kantor?")
    assert answer.verdict is Verdict.TAK_TENTU
    assert answer.ask_a_person
    assert answer.situation == ""


def test_one_word_changes_the_answer() -> None:
    assert may("Boleh like postingan KPU?").verdict is Verdict.BOLEH
    assert may("Boleh like postingan paslon?").verdict is Verdict.TIDAK


def test_the_stage_decides_between_ethics_and_discipline() -> None:
    before = may(LIKE, stage="pra_penetapan")
    after = may(LIKE, stage="kampanye")
    assert before.acts == ("E-MEDSOS-INTERAKSI",)
    assert after.acts == ("S-MEDSOS-INTERAKSI",)
    assert before.stage_from == after.stage_from == "diberikan"


def test_a_day_without_a_stage_is_looked_up_in_the_calendar() -> None:
    answer = may(LIKE, on="2024-09-10")
    assert (answer.stage, answer.stage_from) == ("pra_penetapan", "kalender")
    assert answer.changes[0].on == date(2024, 9, 22)
    assert answer.changes[0].acts == ("S-MEDSOS-INTERAKSI",)
    assert answer.changes[0].text_id.startswith("Mulai 22 September 2024")
    assert answer.changes[0].text_en.startswith("From 22 September 2024")


def test_a_stage_that_is_not_of_the_day_given_tells_no_changes() -> None:
    answer = may(LIKE, on="2024-09-10", stage="kampanye")
    assert (answer.stage, answer.stage_from) == ("kampanye", "diberikan")
    assert answer.changes == ()


def test_without_a_stage_the_answer_says_what_each_stage_brings() -> None:
    answer = may(LIKE)
    assert answer.stage == ""
    assert any(line.startswith("Sebelum calon ditetapkan: ") for line in answer.stages_id)
    assert "S-MEDSOS-INTERAKSI" in answer.acts
    assert "E-MEDSOS-INTERAKSI" in answer.acts
    assert any("tahap" in note.lower() for note in answer.notes)


def test_a_day_outside_every_calendar_is_noted() -> None:
    answer = may(LIKE, on="2026-11-30")
    assert answer.verdict is Verdict.TIDAK
    assert any("30 November 2026" in note for note in answer.notes)


def test_a_stage_that_the_question_names_is_used() -> None:
    answer = may("Boleh like postingan calon yang belum ditetapkan?")
    assert (answer.stage, answer.stage_from) == ("pra_penetapan", "pertanyaan")


@pytest.mark.parametrize("on", ["1999-01-01", "besok", "2024-13-40"])
def test_a_day_that_cannot_be_used_is_ignored_with_a_note(on: str) -> None:
    answer = may(LIKE, on=on)
    assert answer.verdict is Verdict.TIDAK
    assert any(on in note for note in answer.notes)


def test_a_day_before_the_rules_is_not_answered_by_todays_rules() -> None:
    answer = may(LIKE, on="2018-05-01", stage="kampanye")
    assert answer.verdict is Verdict.TAK_TENTU
    assert "1 Mei 2018" in answer.text_id


def test_unknown_values_are_noted_and_ignored() -> None:
    answer = may(LIKE, stage="entah", status="raja", post=7, election="x")
    assert answer.verdict is Verdict.TIDAK
    assert len(answer.notes) >= 3


def test_a_general_election_is_judged_by_its_own_law() -> None:
    ours = may("Bolehkah kades ikut kampanye?", status="KADES", stage="kampanye")
    theirs = may(
        "Bolehkah kades ikut kampanye?", status="KADES", stage="kampanye", election="pemilu-2024"
    )
    spoken = may("Bolehkah kades ikut kampanye caleg?", status="KADES", stage="kampanye")
    assert "P-188" in ours.acts
    assert "P-490" in theirs.acts
    assert "P-188" not in theirs.acts
    assert "P-490" in spoken.acts
    assert may(LIKE, election="pilkada", stage="kampanye").acts == ("S-MEDSOS-INTERAKSI",)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "kosong"),
        ("   \n", "kosong"),
        ("😀👍🏽", "kata"),
        ("a" * (LONGEST + 1), "panjang"),
        ("x" * 1_000_000, "panjang"),
        ("qwrtz pflgm", "kenal"),
    ],
)
def test_what_cannot_be_read_is_not_known_and_says_why(text: str, word: str) -> None:
    answer = may(text)
    assert answer.verdict is Verdict.TAK_TENTU
    assert word in answer.notes[0]
    assert answer.ask_a_person


def test_english_is_understood() -> None:
    answer = may("May I like a candidate's post?", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK
    assert any("Inggris" in note for note in answer.notes)
    assert any("English" in note for note in answer.notes_en)


def test_not_taking_part_is_allowed() -> None:
    assert may("Kalau tidak ikut kampanye, boleh?").situation == "tidak-ikut"
    assert may("Boleh kalau saya tidak berdonasi?").situation == "tidak-ikut"


def test_a_denial_ends_where_something_else_begins() -> None:
    answer = may("Kalau tidak pakai seragam tapi ikut kampanye, boleh?", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK


def test_somebody_elses_act_is_no_question_but_a_report() -> None:
    for told in ("pak camat kemarin bagi sembako buat paslon", "saya mau lapor kades kampanye"):
        answer = may(told)
        assert answer.verdict is Verdict.TAK_TENTU
        assert answer.is_report
        assert not answer.ask_a_person
    assert not may("kalau tidak ikut, pak camat marah").is_report


def test_two_questions_get_two_answers_and_no_common_yes() -> None:
    answer = may("Boleh like akun KPU? Kalau like akun paslon?", stage="kampanye")
    assert answer.verdict is Verdict.TERGANTUNG
    assert [part.verdict for part in answer.parts] == [Verdict.BOLEH, Verdict.TIDAK]
    assert answer.text_id.startswith("1. ")
    assert "S-MEDSOS-INTERAKSI" in answer.acts
    assert len(answer.to_dict()["parts"]) == 2


def test_two_questions_with_one_answer_are_answered_once() -> None:
    answer = may("Boleh like postingan calon? Boleh like unggahan paslon?", stage="kampanye")
    assert answer.situation == "suka-calon"
    assert answer.parts == ()


def test_two_noes_stay_a_no() -> None:
    answer = may("Boleh like postingan calon? Boleh pasang baliho calon?", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK


def test_a_second_question_is_read_with_the_first() -> None:
    answer = may("Boleh ikut kampanye? Kalau pakai mobil dinas?", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK


def test_what_is_told_before_the_question_belongs_to_it() -> None:
    answer = may("Saya PNS dan sudah CLTN. Istri saya calon bupati. Boleh mendampingi?")
    assert answer.verdict is Verdict.BOLEH
    assert answer.acts == ("N0-CLTN",)


def test_a_bare_question_asks_about_what_follows() -> None:
    assert may("Boleh tidak? saya mau like postingan calon").verdict is Verdict.TIDAK


def test_the_status_given_wins_over_the_one_in_the_words() -> None:
    answer = may("Bolehkah kades ikut kampanye?", status="PNS", stage="kampanye")
    assert answer.acts[0] == "D-N1"
    assert any("PNS" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("TNI_POLRI", "TNI"),
        ("PASLON", "peserta"),
        ("KEPALA_DAERAH", "kepala daerah"),
        ("BPD", "larangan khusus"),
    ],
)
def test_whoever_the_data_does_not_cover_is_told_so_kindly(status: str, word: str) -> None:
    answer = may("Bolehkah menyukai unggahan calon?", status=status, stage="kampanye")
    assert answer.verdict is Verdict.TAK_TENTU
    assert word in answer.text_id
    assert answer.ask_a_person


def test_a_citizen_is_sent_to_the_election_body() -> None:
    answer = may("Saya warga biasa, boleh pasang baliho?")
    assert answer.verdict is Verdict.TAK_TENTU
    assert "KPU" in answer.text_id


def test_vote_buying_is_forbidden_to_a_citizen_too() -> None:
    answer = may("Saya warga biasa, boleh bagi sembako supaya orang pilih calon?")
    assert answer.verdict is Verdict.TIDAK
    assert answer.acts == ("P-187A",)


def test_what_only_the_reader_of_reports_knows_is_not_allowed_and_says_so() -> None:
    answer = may("Bolehkah saya memobilisir massa paslon naik truk dinas?", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK


def test_an_act_that_no_situation_tells_is_answered_from_the_law(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("netral.core.text.may.answering.choose", lambda *_a, **_k: [])
    answer = may("Boleh guru menyukai postingan calon bupati di Facebook?", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK
    assert answer.situation == "act-s-medsos-interaksi"
    assert any("mirip" in note for note in answer.notes)
    assert may("Boleh makan soto bersama calon pengantin?").verdict is Verdict.TAK_TENTU


def test_the_time_of_a_campaign_is_not_the_campaign() -> None:
    assert may("Boleh bagi zakat pas kampanye?").verdict is Verdict.BOLEH
    assert may("Boleh pakai seragam hadir saat kampanye?").situation == "seragam-kampanye"


def test_a_relative_who_runs_is_a_candidate() -> None:
    assert may("Boleh melayat ke teman yang nyaleg?", stage="kampanye").verdict is Verdict.BOLEH


def test_a_passive_verb_says_what_is_suffered() -> None:
    answer = may("Kalau dikasih amplop dari calon, boleh?", stage="kampanye")
    assert answer.situation == "terima-uang"


def test_a_denial_reaches_over_a_word_that_says_nothing() -> None:
    answer = may("Kalau saya tidak terlalu menyebarluaskan ajakan kampanye, boleh?")
    assert answer.verdict is not Verdict.TIDAK


def test_a_question_word_ends_a_denial() -> None:
    answer = may("Kalau tidak hadir boleh like postingan calon?", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK


def test_a_question_of_how_much_or_when_is_none_of_may_i() -> None:
    answer = may("Kapan PNS memilih di TPS?")
    assert answer.verdict is Verdict.TAK_TENTU
    assert "boleh dan tidak boleh" in answer.notes[0]
    assert may("Kapan saja PNS boleh memilih?").verdict is Verdict.BOLEH


def test_a_note_stands_once() -> None:
    answer = may("Boleh like postingan calon? Boleh pasang baliho calon?")
    assert len(answer.notes) == len(set(answer.notes)) == 1


def test_a_regional_head_is_sent_to_the_supervisory_body() -> None:
    answer = may("Boleh memilih?", status="KEPALA_DAERAH")
    assert answer.verdict is Verdict.TAK_TENTU
    assert "Bawaslu" in answer.text_id


def test_a_citizen_who_is_only_spoken_of_does_not_ask() -> None:
    answer = may("Dekat sawah petani itu, bolehkah saya memilih?")
    assert answer.verdict is Verdict.BOLEH


def test_a_yes_that_the_reader_of_reports_contradicts_goes_to_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = "Bolehkah camat pakai batik warna partai?"
    assert may(asked, stage="kampanye").verdict is Verdict.BOLEH
    monkeypatch.setattr("netral.core.text.may.answering._VERY_SURE", 0.01)
    monkeypatch.setattr("netral.core.text.may.answering.assess", lambda *_a, **_k: SURE)
    assert may(asked, stage="kampanye").verdict is Verdict.TAK_TENTU
    seen = "Bolehkah camat melihat unggahan calon di rumah?"
    assert may(seen, stage="kampanye").verdict is Verdict.BOLEH


def test_a_yes_gives_way_where_the_reader_of_reports_is_sure_of_a_breach() -> None:
    doubted = "Boleh melayani calon dan mengerahkan pegawai dengan mobil dinas untuk tim sukses?"
    assert may(doubted, stage="kampanye").verdict is not Verdict.BOLEH


def test_answers_of_persons_are_found_by_their_phrases() -> None:
    given = Situation(
        id="jawaban-1",
        topic="",
        title_id="Memakai nama calon untuk burung",
        title_en="Naming a bird after a candidate",
        verdict=Verdict.BOLEH,
        why_id="Nama burung tidak diatur.",
        why_en="The names of birds are not regulated.",
        if_no_id="jangan mengunggahnya",
        if_no_en="don't post it",
        limits=("D-N6",),
        phrases=("beri nama burung peliharaan",),
    )
    asked = "Bolehkah saya beri nama burung peliharaan?"
    assert may(asked).verdict is Verdict.TAK_TENTU
    assert may(asked, more=[given]).situation == "jawaban-1"
    assert may("Bolehkah burung?", more=[given]).verdict is Verdict.TAK_TENTU
    risky = "Bolehkah saya beri nama burung peliharaan nama calon bupati?"
    assert may(risky, more=[given]).verdict is not Verdict.BOLEH


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.BOLEH, "Boleh. Sudah dijawab. (SE 1)"),
        (Verdict.TIDAK, "Tidak boleh. Sudah dijawab (SE 1)."),
        (Verdict.TERGANTUNG, "Tergantung. Sudah dijawab. (SE 1)"),
    ],
)
def test_an_offices_answer_is_told_with_its_article_alone(verdict: Verdict, words: str) -> None:
    given = Situation(
        id="kantor-1",
        topic="kantor",
        title_id="Pertanyaan",
        title_en="Question",
        verdict=verdict,
        why_id="Sudah dijawab.",
        why_en="It was answered.",
        basis=("SE 1",),
    )
    answer = may_situation("kantor-1", status="PNS", stage="kampanye", more=[given])
    assert answer.text_id == words
    assert "SE 1" in " ".join(answer.basis)


def test_the_answer_says_which_words_were_understood() -> None:
    text = "🙂 bolehkah like postingan calon bupati?"
    answer = may(text, stage="kampanye")
    assert "calon bupati" in answer.words
    for (start, end), word in zip(answer.spans, answer.words, strict=True):
        assert text[start:end] == word


def test_the_contract_of_the_command_is_kept() -> None:
    told = may(LIKE, on="2024-09-10", stage="pra_penetapan").to_dict()
    assert {"answer", "text", "basis", "acts", "contested", "ask_a_person"} <= told.keys()
    assert told["contested"]["sides"][0]["who"]
    assert told["law_version"] == law.LAW_VERSION
    assert may("Boleh memilih?").to_dict()["contested"] is None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(may(text), MayAnswer)


@settings(max_examples=150, deadline=None)
@given(SENTENCES)
def test_the_same_question_gets_the_same_answer(text: str) -> None:
    assert may(text).to_dict() == may(text).to_dict()


@settings(max_examples=200, deadline=None)
@given(SENTENCES, st.sampled_from(["", "pra_penetapan", "kampanye", "pasca"]))
def test_a_yes_names_no_prohibition_and_always_rests_on_a_situation(text: str, stage: str) -> None:
    known = {made.id for made in situations()}
    answer = may(text, stage=stage)
    if answer.verdict is Verdict.BOLEH:
        assert not [code for code in answer.acts if law.act(code, date(2024, 11, 20)).is_breach]  # type: ignore[union-attr]
        assert answer.situation in known or answer.parts
        assert all(part.situation in known for part in answer.parts)


@settings(max_examples=150, deadline=None)
@given(SENTENCES)
def test_a_risk_put_beside_a_question_never_makes_it_a_yes(text: str) -> None:
    answer = may(f"{text} sambil bagi uang supaya pilih calon dan berkampanye", stage="kampanye")
    allowed = {"lapor-rekan", "tolak-perintah", "tidak-ikut", "diperiksa", "maju-rt"}
    parts = answer.parts or (answer,)
    assert parts[-1].verdict is not Verdict.BOLEH or parts[-1].situation in allowed


@pytest.mark.parametrize("text", ["boleh nyoblosin nenek?", "boleh bantu nyoblos orang tua?"])
def test_voting_for_or_with_another_is_a_matter_of_the_election_commission(text: str) -> None:
    assert may(text, stage="pemungutan").verdict is Verdict.TAK_TENTU
    assert may("boleh nyoblos?", stage="pemungutan").verdict is Verdict.BOLEH
