"""Words in, ranked acts out: what is said, by whom, when, and what is only quoted or denied."""

from __future__ import annotations

from typing import Any

import pytest

from netral.core import law
from netral.core.text import CueDataError, assess
from netral.core.text.codes import Moment, Person, reference_day, view


def codes(text: str, **facts: object) -> list[str]:
    return [act.code for act in assess(text, **facts).acts]


def top(text: str, **facts: object) -> str:
    return codes(text, **facts)[0]


def notes(text: str, **facts: object) -> str:
    return " ".join(assess(text, **facts).notes)


def test_the_words_that_spoke_are_shown_at_their_place() -> None:
    text = "😀 kmrn pak camat ikutan kampanye paslon 2, mobil plat merah jg dipake"
    found = {act.code: act for act in assess(text).acts}
    joined = found["D-N1"]
    assert joined.words == ("ikutan", "kampanye")
    assert [text[start:end] for start, end in joined.spans] == ["ikutan kampanye"]
    assert [text[a:b] for a, b in found["D-N4"].spans] == ["paslon 2, mobil plat merah"]
    far = assess("Camat ikut bersama semua stafnya pagi itu kampanye").acts[0]
    assert len(far.spans) == 2


def test_an_answer_is_the_same_each_time_and_plain() -> None:
    text = "Guru SD menyukai unggahan calon bupati di Facebook"
    first, again = assess(text), assess(text)
    assert first == again
    plain = first.to_dict()
    assert plain["law_version"] == law.LAW_VERSION
    assert plain["acts"][0] == first.acts[0].to_dict()
    assert plain["acts"][0]["family"] == "MEDSOS"
    assert plain["acts"][0]["contested"]["id"] == "suka-saja"
    assert 0 < plain["acts"][0]["score"] <= 1


def test_the_best_comes_first_and_at_most_five_come() -> None:
    text = "Camat ajak warga pilih nomor 2, pasang baliho paslon, bagi uang, naik mobil dinas"
    scores = [act.score for act in assess(text).acts]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 5


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "S-MEDSOS-INTERAKSI"),
        ({"stage": "pra_penetapan"}, "E-MEDSOS-INTERAKSI"),
        ({"on": "2024-08-01"}, "E-MEDSOS-INTERAKSI"),
        ({"on": "2024-10-05"}, "S-MEDSOS-INTERAKSI"),
        ({"stage": "pasca"}, "D-N5"),
        ({"status": "HONORER"}, "H-PPNPN"),
        ({"post": "kepala desa"}, "V-29J"),
        ({"status": "TNI_POLRI"}, "R-TNIPOLRI"),
        ({"status": "PERANGKAT_DESA"}, "V-51J"),
    ],
)
def test_stage_and_person_choose_the_code(facts: dict[str, object], code: str) -> None:
    assert top("menyukai unggahan calon bupati di Instagram", **facts) == code


def test_a_stage_that_fits_nothing_falls_back_on_the_general_duty() -> None:
    assert top("Camat mengambil formulir di kantor partai", stage="pasca") == "D-N6"
    assert codes("Camat mengambil formulir di kantor partai", on="2021-09-01") == []


def test_an_act_not_yet_law_is_not_suggested() -> None:
    assert "S-FOTO" not in codes("guru foto bareng calon bupati", on="2022-09-21")
    assert "S-FOTO" in codes("guru foto bareng calon bupati", on="2024-10-05")


def test_an_official_post_adds_the_criminal_rule() -> None:
    text = "menerbitkan surat yang menguntungkan pasangan calon"
    assert "P-188" in codes(text, status="PNS", post="camat", stage="kampanye")
    assert codes("Kades arahkan warga pilih caleg saat kampanye pemilu")[:4].count("P-490") == 1
    assert "P-490" not in codes("Kades arahkan warga pilih calon bupati")


def test_no_rule_of_approaching_parties_binds_a_village_head() -> None:
    assert codes("Kades mengambil formulir di kantor partai") == []


def test_a_finding_of_not_proven_is_the_outcome() -> None:
    assert top("Dugaan camat ikut kampanye dinyatakan tidak terbukti") == "N0-TIDAK-TERBUKTI"
    told = codes("Camat ikut kampanye. Setelah diperiksa, tidak terbukti.")
    assert told[:2] == ["N0-TIDAK-TERBUKTI", "D-N1"]


def test_a_sanction_range_comes_from_the_law() -> None:
    sanction: Any = assess("PNS ikut kampanye", stage="kampanye", status="PNS").acts[0].sanction
    assert sanction["level"] == "sedang"
    assert {item["level"] for item in sanction["items"]} == {"sedang"}


def test_a_rule_that_does_not_bind_says_so() -> None:
    found = assess("ASN mencaci maki calon bupati", status="PPPK", stage="kampanye")
    assert found.acts[0].code == "D-3F"
    assert found.acts[0].sanction is None
    assert "tidak mengikat" in found.notes[-1]


@pytest.mark.parametrize(
    "text",
    [
        "ASN dilarang ikut kampanye",
        "Pegawai yang ikut kampanye akan disanksi",
        "Ikut kampanye bisa dipidana",
        "Jika ada ASN ikut kampanye, laporkan",
        "Kalau melihat guru memasang baliho calon, laporkan",
        "Apabila kepala desa tidak netral, sampaikan kepada pengawas",
    ],
)
def test_a_quoted_rule_is_no_event(text: str) -> None:
    assert codes(text) == []
    assert "kutipan aturan" in notes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Saya tidak pernah ikut kampanye maupun pasang baliho calon",
        "Lurah membantah ikut kampanye",
        "Katanya camat ikut kampanye. Itu hoaks.",
        "Camat ditawari ikut kampanye, tapi ia menolak",
        "Bukan camat yang ikut kampanye",
        "Guru tidak memasang spanduk kepada calon",
        "Belum pernah ada guru di sini yang mengajak memilih calon",
        "Bawaslu meminta kades tidak mengarahkan warga memilih calon",
    ],
)
def test_a_denial_is_no_event(text: str) -> None:
    assert codes(text) == []
    assert "bantahan" in notes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Padahal ASN dilarang, camat tetap ikut kampanye paslon",
        "Sudah tahu dilarang tapi lurah malah ikut kampanye",
        "Camat tidak malu ikut kampanye",
        "Camat tidak masuk kantor, ikut kampanye paslon",
        "Camat kedapatan melanggar larangan ikut kampanye",
        "Camat tidak hanya ikut kampanye",
        "Pegawai yang diduga ikut kampanye itu camat",
        "Pak kades bilang kalau camat ikut kampanye",
    ],
)
def test_a_breach_told_beside_a_rule_is_an_event(text: str) -> None:
    assert "D-N1" in codes(text) or "V-29J" in codes(text)


def test_a_call_not_to_choose_one_is_still_a_call() -> None:
    assert top("Camat menyuruh warga supaya tidak memilih paslon 1") == "D-N6"


def test_an_event_for_all_sides_is_not_partisan() -> None:
    assert codes("Camat hadir di debat KPU bersama semua paslon") == []
    assert "semua pihak" in notes("Camat hadir di debat KPU bersama semua paslon")
    assert top("Di acara debat KPU camat mengajak tamu memilih paslon 2") == "D-N6"


@pytest.mark.parametrize(
    "text",
    [
        "Istri camat ikut kampanye",
        "Suami saya ikut kampanye paslon",
        "Warga ikut kampanye paslon",
        "Tim sukses memasang baliho paslon",
        "Pasangan calon berkampanye di pasar",
    ],
)
def test_who_is_no_official_is_bound_by_no_rule_for_officials(text: str) -> None:
    assert codes(text, status="PNS") == codes(text) == []
    assert "bukan pegawai" in notes(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Istri camat yang juga guru ikut kampanye", "D-N1"),
        ("Tim sukses membagikan uang agar memilih paslon 2", "P-187A"),
        ("Paslon melibatkan guru dalam kampanye", "P-189"),
        ("Camat mengajak honorer mendukung paslon", "D-N6"),
        ("Kami disuruh kepala sekolah ikut kampanye", "D-N1"),
        ("Honorer kantor camat ikut kampanye", "H-PPNPN"),
        ("Ada baliho calon dipasang di sini. Yang memasang lurah.", "S-SPANDUK"),
        ("Lurah itu baik. Tadi ikut kampanye.", "D-N1"),
        ("Staf ahli bupati ikut kampanye", "D-N1"),
        ("Saya jadi calon bupati, mendaftar lewat partai, belum cuti", "S-PENDEKATAN"),
        ("Para guru dimobilisasi kepala dinas ke kampanye paslon", "D-N3"),
    ],
)
def test_the_doer_is_found_in_the_words(text: str, code: str) -> None:
    assert code in codes(text)


def test_two_doers_are_both_answered() -> None:
    found = codes("Camat dan kades ikut kampanye calon bupati")
    assert {"V-29J", "D-N1"} <= set(found)


def test_a_question_scores_lower_and_says_so() -> None:
    told, asked = assess("Guru like postingan calon"), assess("Bolehkah guru like postingan calon?")
    assert asked.acts[0].code == told.acts[0].code
    assert asked.acts[0].score < told.acts[0].score
    assert "pertanyaan" in " ".join(asked.notes)
    assert "pertanyaan" not in " ".join(told.notes)


def test_two_sentences_say_together_what_neither_says_alone() -> None:
    (first, *_rest) = assess("Tadi ada kampanye. Camat datang.").acts
    assert first.code == "D-N1"
    assert first.score < assess("Camat datang kampanye.").acts[0].score


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "kosong"),
        (" \n ", "kosong"),
        ("😀🔥", "tidak berisi kata"),
        ("12 34", "tidak berisi kata"),
        ("The mayor went to the beach", "bahasa Indonesia"),
        ("Jalan ini berlubang dan gelap", "Tidak ada perbuatan"),
        ("camat ikut kampanye " * 52_000, "100.000"),
    ],
)
def test_what_cannot_be_read_is_answered_not_known(text: str, says: str) -> None:
    found = assess(text)
    assert found.acts == ()
    assert says in found.notes[0]
    assert "perbuatan" in found.missing


def test_unusable_facts_are_noted_and_the_rest_is_answered() -> None:
    found = assess("PNS ikut kampanye", stage="x", status=9, post={}, on="kapan")
    assert found.acts[0].code == "D-N1"
    assert len([note for note in found.notes if "tidak dipakai" in note]) == 4


def test_what_is_missing_is_named() -> None:
    assert assess("ikut kampanye").missing == ("waktu", "tempat", "pelaku", "bukti")
    assert assess("ikut kampanye", on="2024-10-05", post="camat").missing == ("tempat", "bukti")
    full = "Kemarin camat ikut kampanye di lapangan, ada videonya"
    assert assess(full).missing == ()


def test_a_text_without_a_full_stop_takes_no_long_time() -> None:
    text = "camat ikut kampanye paslon 2 lalu suruh guru pilih nomor 1 di facebook " * 300
    assert assess(text).acts


def test_a_long_chain_of_nobodies_is_looked_through_nearby_only() -> None:
    text = "Camat datang. " + "Hujan turun. " * 20 + "Memasang baliho calon. " + "Sepi. " * 20
    assert "S-SPANDUK" in codes(text)


def test_a_code_out_of_force_cannot_be_viewed() -> None:
    moment = Moment("kampanye", "pilkada", law.the_law().acts[0].standing.in_force, True)
    with pytest.raises(CueDataError, match="S-FOTO"):
        view("S-FOTO", Person("PNS", ""), moment)


def test_without_a_day_the_law_is_that_of_its_last_change() -> None:
    assert reference_day() == max(act.standing.in_force for act in law.the_law().acts)
