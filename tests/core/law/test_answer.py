from __future__ import annotations

import json
from datetime import date

import pytest

from netral.core import law

CAMPAIGN = date(2024, 10, 10)


def ask(act: str, *facts: str, post: str = "guru", region: str = "15.04") -> law.Answer:
    return law.answer(act=act, status="PNS", post=post, region=region, on=CAMPAIGN, facts=facts)


def sentences(reason: law.Reason) -> list[str]:
    return [reason.text_id, *(text for item in reason.because for text in sentences(item))]


def test_the_same_question_gives_the_same_bytes() -> None:
    assert ask("D-N5").to_json() == ask("D-N5").to_json()
    assert json.loads(ask("D-N5").to_json()) == ask("D-N5").to_dict()


def test_an_answer_carries_the_version_of_the_law_and_the_question() -> None:
    plain = ask("D-N5").to_dict()
    assert plain["law_version"] == law.LAW_VERSION
    assert (plain["act"], plain["on"], plain["status"]) == ("D-N5", "2024-10-10", "PNS")
    assert plain["sanction"]["menus"][0]["standing"]["in_force"] == "2021-08-31"


def test_the_reasons_name_the_articles_the_stage_and_the_menus() -> None:
    told = sentences(ask("D-N1").reason)
    assert told[0] == "ASN tidak boleh ikut berkampanye untuk calon atau partai."
    assert "Dasar: PP 94/2021 Pasal 5 huruf n angka 1." in told
    assert "Tahap pada hari itu: kampanye." in told
    assert any("PP 53/2010 Pasal 7 ayat (3)" in text for text in told)


def test_the_twin_of_another_stage_is_explained() -> None:
    told = sentences(ask("E-SPANDUK").reason)
    assert "Pada tahap ini perbuatan itu diatur sebagai S-SPANDUK, bukan E-SPANDUK." in told


def test_a_fact_that_changes_the_answer_keeps_the_first_reason_below() -> None:
    found = ask("D-N1", "keaktifan:pasif")
    assert found.governing == "N0-PASIF"
    assert "ASN tidak boleh ikut berkampanye untuk calon atau partai." in sentences(found.reason)


def test_a_fact_that_is_not_known_is_noted_and_ignored() -> None:
    found = ask("D-N1", "cuaca:hujan")
    assert found.governing == "D-N1"
    assert found.notes == ("Fakta 'cuaca:hujan' tidak dikenal, jadi tidak dipakai.",)


def test_an_unconfirmed_level_gives_no_menu() -> None:
    found = ask("S-PASANGAN")
    assert found.sanction is not None
    assert (found.sanction.menus, found.sanction.confirmed) == ((), False)
    assert any("belum terkonfirmasi" in note for note in found.notes)


def test_a_level_without_a_menu_of_that_day_is_not_confirmed() -> None:
    early = law.answer(
        act="S-PARPOL", status="PNS", post="guru", region="15.04", on=date(2023, 1, 5)
    )
    assert early.sanction is not None
    assert not early.sanction.confirmed


def test_a_rule_whose_first_day_was_not_seen_says_so() -> None:
    found = ask("S-PASANGAN")
    assert "Hari mulai berlakunya belum diperiksa pada naskah resmi." in found.notes
    sure = law.answer(act="H-PPNPN", status="PPNPN", post="", region="15.04", on=CAMPAIGN)
    assert sure.notes == ()
    assert [item.id for item in sure.referral] == ["kepala-opd"]


def test_in_a_province_an_unknown_post_is_asked_for() -> None:
    found = ask("D-N2", region="15")
    assert found.decider is None
    assert [item.id for item in found.missing] == ["jenjang"]
    staff = ask("D-N2", region="15", post="staf")
    assert staff.decider is not None
    assert staff.decider.title_id == "Pejabat dua tingkat di atasnya"


def test_an_appeal_to_the_board_is_a_clock_only_where_dismissal_is_possible() -> None:
    assert "UPAYA-BANDING" in ask("D-N5").clocks
    assert "UPAYA-BANDING" not in ask("D-N2").clocks


def test_a_stage_handed_in_wins_over_the_calendar() -> None:
    assert ask("S-SPANDUK", "tahap:pra_penetapan").governing == "E-SPANDUK"
    assert ask("S-SPANDUK", "tahap:entah").governing == "S-SPANDUK"


def test_an_election_handed_in_is_known_outside_its_stages() -> None:
    late = law.answer(
        act="A-283",
        status="PNS",
        post="guru",
        region="15.04",
        on=date(2025, 1, 5),
        facts=("pemilihan:pemilu-2024",),
    )
    assert (late.election, late.stage, late.governing) == ("pemilu-2024", None, "A-283")
    unknown = ask("D-N1", "pemilihan:entah")
    assert (unknown.election, unknown.governing) == (None, None)


def test_a_post_makes_no_official_of_a_person_who_is_not_asn() -> None:
    found = law.answer(act="P-188", status="PPNPN", post="camat", region="15.04", on=CAMPAIGN)
    assert found.governing is None
    assert "tidak mengikat" in found.reason.text_id


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(law.UnknownLawCodeError):
        ask("X-1")


def test_an_answer_tells_the_question_that_it_answers() -> None:
    found = ask("D-N5", "tahap:kampanye", "tahap:kampanye", post="camat")
    assert found.question == law.Question(
        "D-N5", "PNS", "camat", "15.04", CAMPAIGN, ("tahap:kampanye",)
    )
    assert law.answer_to(found.question, law.the_book()) == found


def test_the_names_of_the_package_ask_the_book_of_this_release() -> None:
    assert law.questions_of("D-N1") == law.the_book().questions_of("D-N1")
    assert law.post_kind("camat") == law.the_book().post_kind("camat")
