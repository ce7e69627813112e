from __future__ import annotations

from datetime import date

import pytest

from netral.core import law
from netral.core.clock import calendar_of
from netral.core.kinds.terms import TermKind, TermUnit

CAMPAIGN = date(2024, 10, 10)
TODAY = date(2025, 6, 10)


def test_the_version_is_the_hash_of_the_data() -> None:
    assert law.the_law().version == law.LAW_VERSION
    assert len(law.LAW_VERSION) == 64


def test_all_fifty_one_acts_and_the_clocks_are_there() -> None:
    assert len({act.code for act in law.the_law().acts}) == 51
    assert len(law.the_law().clocks) == 26


def test_every_act_is_told_in_plain_words_in_both_languages() -> None:
    for act in law.the_law().acts:
        assert act.plain_id.endswith("."), act.code
        assert act.plain_en.endswith("."), act.code
        assert len(act.plain_id.split()) <= 18, act.code
        assert act.title_id
        assert act.title_en
        assert act.basis


def test_an_act_is_law_from_its_first_day() -> None:
    assert law.act("D-N1", date(2021, 8, 31)) is not None
    assert law.act("D-N1", date(2021, 8, 30)) is None
    assert "D-N1" not in {act.code for act in law.acts(date(2021, 8, 30))}


def test_an_unknown_act_is_refused_by_name() -> None:
    with pytest.raises(law.UnknownLawCodeError, match="'X-1'"):
        law.act("X-1", CAMPAIGN)


def test_items_one_and_two_are_medium_and_three_to_seven_heavy() -> None:
    found = {act.code: act.levels for act in law.acts(CAMPAIGN) if act.code.startswith("D-N")}
    assert [found[f"D-N{nr}"] for nr in (1, 2)] == [("sedang",)] * 2
    assert [found[f"D-N{nr}"] for nr in range(3, 8)] == [("berat",)] * 5


def test_medium_sanctions_have_two_menus_each_with_its_basis() -> None:
    menus = law.sanction_menus("sedang", CAMPAIGN)
    assert [(menu.id, menu.standing.citation[0]) for menu in menus] == [
        ("sedang_pp94", "PP 94/2021 Pasal 8 ayat (3)"),
        ("sedang_transisi", "PP 94/2021 Pasal 42; PP 53/2010 Pasal 7 ayat (3)"),
    ]
    assert len(law.sanction_items("sedang", CAMPAIGN)) == 6
    assert law.sanction_items("sedang", date(2021, 8, 30)) == ()


def test_a_sanction_is_found_by_its_stable_id() -> None:
    item = law.sanction_item("BERAT-PDHTAPS")
    assert (item.level, item.basis) == ("berat", "PP 94/2021 Pasal 8 ayat (4)")
    with pytest.raises(law.UnknownLawCodeError, match="PTDH"):
        law.sanction_item("PTDH")


def test_no_menu_of_the_discipline_rule_holds_a_dishonourable_dismissal() -> None:
    titles = [item.title_id.casefold() for item in law.sanction_items("berat", CAMPAIGN)]
    assert not any("tidak dengan hormat" in title for title in titles)


def test_a_clock_rule_carries_number_unit_kind_and_article() -> None:
    rule = law.clock_rule("DIS-BERLAKU")
    assert (rule.n, rule.unit, rule.kind) == (15, TermUnit.WORKDAYS, TermKind.IN_FORCE)
    assert rule.basis == ("Peraturan BKN 6/2022 Pasal 50 ayat (1)",)
    assert law.clock_rule("DIS-PANGGIL-1").kind is TermKind.NOT_BEFORE


@pytest.mark.parametrize("code", ["UPAYA-KEBERATAN", "UPAYA-BANDING", "PPK-TINDAK"])
def test_a_number_that_is_not_confirmed_is_no_default(code: str) -> None:
    rule = law.clock_rule(code)
    assert (rule.n, rule.confirmed) == (None, False)


def test_an_unknown_clock_is_refused_with_those_that_exist() -> None:
    with pytest.raises(law.UnknownLawCodeError, match="DIS-PANGGIL-1"):
        law.clock_rule("DIS-X")


def test_clocks_follow_the_track_the_election_and_the_day() -> None:
    pilkada = {item.rule.code for item in law.clocks("pidana", "pilkada", CAMPAIGN)}
    assert "BWS-PILKADA-LAPOR" in pilkada
    assert "BWS-PEMILU-LAPOR" not in pilkada
    both = {item.rule.code for item in law.clocks("pidana", "", CAMPAIGN)}
    assert {"BWS-PILKADA-LAPOR", "BWS-PEMILU-LAPOR"} <= both
    early = {item.rule.code for item in law.clocks("disiplin", "", date(2024, 9, 30))}
    assert "SBT-SATGAS" not in early


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2024, 5, 4), None),
        (date(2024, 5, 5), "pra_penetapan"),
        (date(2024, 9, 21), "pra_penetapan"),
        (date(2024, 9, 22), "pasca_penetapan"),
        (date(2024, 9, 24), "pasca_penetapan"),
        (date(2024, 9, 25), "kampanye"),
        (date(2024, 11, 23), "kampanye"),
        (date(2024, 11, 24), "masa_tenang"),
        (date(2024, 11, 27), "pemungutan"),
        (date(2024, 11, 28), "pasca"),
        (date(2024, 12, 17), None),
    ],
)
def test_pilkada_2024_has_one_stage_a_day(day: date, stage: str | None) -> None:
    found = law.stage_on("pilkada-2024", day)
    assert (found.stage if found else None) == stage


def test_a_stage_that_is_not_confirmed_is_no_answer() -> None:
    assert law.stage_on("pemilu-2024", date(2023, 11, 27)) is None
    assert [stage.stage for stage in law.stages_on(date(2023, 11, 28))] == ["kampanye"]
    assert law.stages_on(TODAY) == ()


def test_an_election_without_a_calendar_is_refused() -> None:
    with pytest.raises(law.UnknownLawCodeError, match="pilkada-2031"):
        law.stage_on("pilkada-2031", TODAY)


def test_the_elections_show_their_milestones() -> None:
    pilkada = law.elections()[0]
    assert "Penetapan pasangan calon" in {item.title_id for item in pilkada.milestones}


def test_the_pledge_has_four_points_that_are_marked_as_ours() -> None:
    points = law.pledge_points(date(2022, 9, 22))
    assert [point.nr for point in points] == [1, 2, 3, 4]
    assert all(point.ours for point in points)
    assert law.pledge_points(date(2022, 9, 21)) == ()


def test_circular_clauses_point_at_acts_in_force_and_carry_their_articles() -> None:
    clauses = {clause.id: clause for clause in law.circular_clauses(CAMPAIGN)}
    assert clauses["kampanye"].acts == ("D-N1", "D-N2")
    assert "PP 94/2021 Pasal 5 huruf n angka 1" in clauses["kampanye"].basis
    early = {clause.id: clause for clause in law.circular_clauses(date(2022, 1, 1))}
    assert "foto" not in early
    assert early["ktp"].acts == ("D-N7",)


def test_a_team_examines_the_heavy_and_the_superior_the_light() -> None:
    heavy, light = law.examiner_for("berat"), law.examiner_for("ringan")
    assert heavy is not None
    assert light is not None
    assert (heavy.team, light.title_id) == ("wajib", "Atasan langsung")
    assert law.examiner_for("entah") is None


def test_heavy_sanctions_stay_with_the_appointing_authority() -> None:
    decider = law.decider_for("berat", "pengawas")
    assert decider is not None
    assert decider.title_id == "Pejabat pembina kepegawaian"


def test_the_kabupaten_table_says_that_it_is_not_confirmed() -> None:
    decider = law.decider_for("ringan", "pengawas")
    assert decider is not None
    assert not decider.standing.confirmed
    province = law.decider_for("ringan", "pengawas", "provinsi")
    assert province is not None
    assert province.standing.confirmed


def test_there_is_no_decider_for_an_unknown_post_or_before_the_rule() -> None:
    assert law.decider_for("ringan", "", "provinsi") is None
    assert law.decider_for("berat", "pengawas", on=date(2021, 8, 30)) is None


def test_a_matter_is_referred_by_track_person_and_day() -> None:
    asn = frozenset({"PNS"})
    assert [item.id for item in law.addressees("disiplin", asn, date(2024, 8, 24))] == ["kasn"]
    assert [item.id for item in law.addressees("disiplin", asn, date(2024, 8, 25))] == ["bkn"]
    assert [item.id for item in law.addressees("pidana", asn, CAMPAIGN)] == ["bawaslu"]
    assert law.addressees("disiplin", frozenset({"KADES"}), CAMPAIGN) == ()


@pytest.mark.parametrize(
    ("post", "level"),
    [
        ("Camat Muara Tembesi", "administrator"),
        ("sekretaris camat", "pengawas"),
        ("Kepala Dinas Kesehatan", "jpt_pratama"),
        ("staf kelurahan", "pelaksana"),
        ("staf ahli bupati", "jpt_pratama"),
    ],
)
def test_a_post_is_read_from_everyday_words(post: str, level: str) -> None:
    kind = law.post_kind(post)
    assert kind is not None
    assert kind.level == level


def test_an_unknown_post_is_not_guessed() -> None:
    assert law.post_kind("juru kunci") is None


def test_disputes_name_each_side_with_its_source() -> None:
    dispute = law.contested_of("N0-PASIF")[0]
    assert len(dispute.sides) == 3
    assert all(side.sources for side in dispute.sides)
    assert law.contested_of("D-N4") == ()


def test_the_holidays_make_a_calendar() -> None:
    calendar = calendar_of("15.04", law.holidays(), law.holiday_years())
    assert not calendar.is_workday(date(2024, 11, 27))
    assert not calendar.is_workday(date(2025, 4, 7))
    assert calendar.is_workday(date(2024, 11, 28))
    assert law.holiday_years() == {2024, 2025, 2026}
