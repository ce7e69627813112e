"""The page of an act says what the law engine answers, record by record and day by day."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from netral.circulars.queries.rules_acts import (
    ActPage,
    UnknownRuleError,
    act_page,
    disputes_told,
    level_told,
    records_of,
    sources_told,
)
from netral.circulars.queries.rules_asked import EACH_VERDICT, asked_of
from netral.circulars.queries.rules_lines import act_line, act_lines
from netral.core import law
from netral.core.text.may import Verdict

DAY = date(2024, 10, 8)
CODES = [act.code for act in law.acts(DAY)]
STATUSES = {"PNS", "CPNS", "PPPK", "KADES", "PERANGKAT_DESA", "BPD", "HONORER", "TNI_POLRI"}


def page_of(code: str, day: date = DAY) -> ActPage:
    found = act_page(code, day)
    assert found is not None
    return found


def engine_answer(code: str, day: date) -> law.Answer | None:
    """Ask the engine for someone whom the act binds, in a stage and election that it fits."""
    act = page_of(code, day).act
    status = next((name for name in act.applies_to if name in STATUSES), "")
    if not status:
        return None
    stage = "kampanye" if act.fits_stage("kampanye") else act.stages[0]
    election = next((e.id for e in law.elections() if e.regime == act.election), "pilkada-2024")
    return law.answer(
        act=code,
        status=status,
        post="",
        region="15.04",
        on=day,
        facts=[f"tahap:{stage}", f"pemilihan:{election}"],
    )


ANSWERED = [
    (code, answer)
    for code in CODES
    if (answer := engine_answer(code, DAY)) is not None and answer.governing == code
]
"""Acts that bind someone whom one can ask for by status alone, each with the engine's answer."""
by_answer = pytest.mark.parametrize(
    ("code", "answered"), ANSWERED, ids=[code for code, _answer in ANSWERED]
)


def test_the_engine_can_be_asked_about_most_acts() -> None:
    assert len(ANSWERED) > 35


@by_answer
def test_the_page_shows_the_menus_and_disputes_that_the_engine_answers_with(
    code: str, answered: law.Answer
) -> None:
    page = page_of(code)
    shown = [menu for told in page.levels for menu in told.menus]
    assert answered.sanction is not None
    assert list(answered.sanction.menus) == shown
    assert list(answered.contested) == [dispute.contested for dispute in page.disputes]
    assert {item.id for item in answered.missing} <= {
        *(question.id for question in page.questions),
        *("jabatan", "jenjang", "tahap", "pemilihan"),
    }


@by_answer
def test_the_page_names_every_receiver_that_the_engine_refers_to_on_the_act_s_own_track(
    code: str, answered: law.Answer
) -> None:
    page = page_of(code)
    own = {item.id for item in answered.referral if page.act.track in item.tracks}
    assert own <= {item.id for item in page.addressees}


@pytest.mark.parametrize("code", CODES)
def test_an_act_s_page_is_whole(code: str) -> None:
    page = page_of(code)
    act = page.act
    assert page.line == act_line(act)
    assert [period for period in page.periods if period.is_shown]
    assert len(page.sources) == len(act.standing.sources)
    assert page.example is not None
    assert page.law_version == law.LAW_VERSION
    assert page.instrument is not None
    assert page.instrument.id == act.instrument
    assert len(page.levels) == len(act.levels)
    if not act.is_breach:
        assert not page.clocks
        assert not page.addressees


def test_a_clock_of_another_track_stays_away() -> None:
    for code in CODES:
        page = page_of(code)
        assert all(page.act.track in told.clock.tracks for told in page.clocks)


def test_an_appeal_belongs_to_the_end_of_service_alone() -> None:
    heavy = {told.clock.rule.code for told in page_of("S-FOTO").clocks}
    medium = {told.clock.rule.code for told in page_of("D-N2").clocks}
    assert "UPAYA-BANDING" in heavy
    assert "UPAYA-BANDING" not in medium
    assert "UPAYA-KEBERATAN" in medium


def test_a_pemilu_act_shows_no_clock_of_the_pilkada() -> None:
    regimes = {told.clock.rule.regime for told in page_of("P-494").clocks}
    assert "pilkada" not in regimes
    assert "pemilu" in regimes


def test_a_number_that_is_not_confirmed_is_none() -> None:
    for code in CODES:
        for told in page_of(code).clocks:
            assert (told.number is None) is not told.clock.rule.confirmed


def test_a_level_names_its_examiner_team_and_deciders() -> None:
    heavy = level_told("berat", DAY)
    assert heavy.examiner is not None
    assert str(heavy.team) == "tim pemeriksa wajib"
    assert [decider.level for decider, _scope, _posts in heavy.deciders] == ["berat"]
    assert level_told("sedang", DAY).team == ""
    light = level_told("ringan", DAY)
    scopes = {str(scope) for _decider, scope, _posts in light.deciders}
    assert scopes == {"provinsi (contoh)", "kabupaten dan kota"}


def test_a_level_before_its_menu_is_empty_and_guesses_nobody() -> None:
    early = level_told("berat", date(2015, 1, 1))
    assert early.menus == ()
    assert early.examiner is None
    assert early.deciders == ()


def test_each_record_of_a_code_is_a_period_and_one_is_shown() -> None:
    for day, shown in ((date(2024, 11, 13), 0), (date(2024, 11, 14), 1)):
        periods = page_of("P-188", day).periods
        assert [period.is_shown for period in periods] == [n == shown for n in range(2)]
    assert [act.standing.in_force for act in records_of("P-188")] == sorted(
        act.standing.in_force for act in records_of("P-188")
    )


def test_an_act_that_is_not_in_force_has_no_page_and_an_unknown_one_is_an_error() -> None:
    assert act_page("S-FOTO", date(2022, 9, 21)) is None
    with pytest.raises(UnknownRuleError, match="X-9"):
        act_page("X-9", DAY)


def test_an_error_does_not_repeat_a_long_address() -> None:
    with pytest.raises(UnknownRuleError) as told:
        records_of("X" * 500)
    assert len(str(told.value)) < 150


def test_a_source_with_an_address_is_named_by_its_host() -> None:
    names = list(law.the_law().sources)
    told = sources_told(names)
    assert len(told) == len(names)
    for source in told:
        assert source.words
        assert "www." not in source.words.split("/")[0]
        assert not source.url or source.words in source.url


def test_a_dispute_keeps_its_sides_in_order() -> None:
    told = disputes_told(law.the_law().contested)
    for dispute in told:
        assert [side for side, _sources in dispute.sides] == list(dispute.contested.sides)
        assert all(sources for _side, sources in dispute.sides)


def test_a_line_speaks_the_language_of_the_page() -> None:
    (line,) = act_lines([page_of("S-FOTO").act])
    assert line.sanction == "hukuman disiplin berat"
    with translation.override("en"):
        (line,) = act_lines([page_of("S-FOTO").act])
        assert line.sanction == "heavy disciplinary sanction"
        assert str(line.track) == "discipline track"
        assert [str(words) for words in line.subjects] == ["PNS", "CPNS (on probation)", "PPPK"]


# What people ask


def test_of_each_verdict_a_few_questions_the_strict_ones_first() -> None:
    found = [item.verdict for code in CODES for item in asked_of(code)]
    assert {Verdict.TIDAK, Verdict.TERGANTUNG, Verdict.BOLEH} <= set(found)
    for code in CODES:
        verdicts = [item.verdict for item in asked_of(code)]
        assert verdicts == sorted(
            verdicts, key=[Verdict.TIDAK, Verdict.TERGANTUNG, Verdict.BOLEH].index
        )
        assert all(verdicts.count(each) <= EACH_VERDICT for each in verdicts)


def test_a_question_stands_at_the_act_that_it_breaks() -> None:
    titles = {item.id for item in asked_of("S-MEDSOS-INTERAKSI")}
    assert "suka-calon" in titles
    assert "suka-calon" not in {item.id for item in asked_of("D-N4")}


def test_an_act_of_which_nobody_asks_has_no_questions() -> None:
    assert asked_of("X-9") == ()
