"""The table of a case: no stage without a way on, no step without its roles and its source."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core import law
from netral.core.access import Role
from netral.core.flow.case import (
    DECIDERS,
    EXAMINERS,
    HANDLERS,
    JOINABLE,
    MATCH_LABELS,
    MOVES,
    NOT_PROVEN_LABELS,
    OPEN_STAGES,
    PROMISE_BASIS,
    PROMISES,
    STAGE_CLOCKS,
    STAGE_LABELS,
    CaseStage,
    Match,
    NotProvenReason,
    buttons,
    deciders,
    examiners,
    move_of,
    promise_rule,
    roles_of,
    waits_for,
)
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.terms import TermKind

DAY = date(2024, 10, 5)
ACTS = sorted({move.act for move in MOVES})
PPK = frozenset({Role.PPK})


def test_every_open_stage_has_a_way_on_and_the_end_has_none() -> None:
    onward = {move.from_stage for move in MOVES if move.to_stage != move.from_stage}
    assert onward == set(OPEN_STAGES) == set(CaseStage) - {CaseStage.CLOSED}


def test_every_stage_can_be_reached_from_the_opening() -> None:
    reached = {CaseStage.OPENED}
    for _step in CaseStage:
        reached |= {move.to_stage for move in MOVES if move.from_stage in reached}
    assert reached == set(CaseStage)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", CaseStage)
def test_a_step_is_taken_from_its_own_stages_alone(act: str, stage: CaseStage) -> None:
    if any(move.act == act and move.from_stage == stage for move in MOVES):
        assert move_of(act, stage).act == act
    else:
        with pytest.raises(MoveRefusedError):
            move_of(act, stage)


def test_an_unknown_step_is_nobodys() -> None:
    assert not roles_of("vanish")
    with pytest.raises(MoveRefusedError):
        move_of("vanish", CaseStage.OPENED)


def test_roles_of_a_step_are_those_of_the_table() -> None:
    assert roles_of("summon") == roles_of("examine") == EXAMINERS
    assert roles_of("decide") == roles_of("clear") == DECIDERS
    assert roles_of("close") == roles_of("refer") == HANDLERS


def test_who_examines_never_holds_the_office_that_decides_by_the_table() -> None:
    assert Role.EXAMINER not in DECIDERS
    assert Role.PPK not in EXAMINERS


def test_every_clock_of_the_table_is_one_of_the_law_data() -> None:
    codes = [move.clock for move in MOVES if move.clock]
    for code in [*codes, *(code for row in STAGE_CLOCKS.values() for code in row)]:
        assert law.clock_rule(code).basis


def test_every_open_stage_has_a_promise_that_says_it_is_no_law() -> None:
    assert set(PROMISES) == set(OPEN_STAGES)
    for stage in OPEN_STAGES:
        rule = promise_rule(stage)
        assert (rule.basis, rule.kind) == ((PROMISE_BASIS,), TermKind.LATEST)
        assert rule.confirmed
        assert rule.n
    assert len({code for code, _days, _title in PROMISES.values()}) == len(PROMISES)


def test_every_word_a_person_reads_is_there() -> None:
    assert set(STAGE_LABELS) == set(CaseStage)
    assert set(MATCH_LABELS) == set(Match)
    assert set(NOT_PROVEN_LABELS) == set(NotProvenReason)


def test_a_report_is_joined_before_the_decision_only() -> None:
    assert CaseStage.EXAMINED in JOINABLE
    assert not {CaseStage.DECIDED, CaseStage.NOT_PROVEN, CaseStage.CLOSED} & set(JOINABLE)


@pytest.mark.parametrize(
    ("level", "roles"),
    [
        ("ringan", {Role.SUPERIOR}),
        ("sedang", {Role.SUPERIOR, Role.EXAMINER}),
        ("berat", {Role.EXAMINER}),
        ("moral", {Role.EXAMINER}),
        ("tak-dikenal", {Role.SUPERIOR, Role.EXAMINER}),
    ],
)
def test_who_examines_follows_the_level(level: str, roles: set[Role]) -> None:
    assert examiners(law.examiner_for(level, DAY)) == roles


@pytest.mark.parametrize(
    ("level", "post", "scope", "roles"),
    [
        ("berat", "pelaksana", "kabupaten", {Role.PPK}),
        ("moral", "", "kabupaten", {Role.PPK}),
        ("ringan", "pelaksana", "provinsi", {Role.SUPERIOR}),
        ("sedang", "pelaksana", "provinsi", {Role.OPD_HEAD}),
        ("sedang", "jpt_pratama", "provinsi", {Role.PPK}),
        ("ringan", "pelaksana", "kabupaten", {Role.PPK}),
        ("tak-dikenal", "", "kabupaten", {Role.PPK}),
    ],
)
def test_who_decides_follows_the_law_datas_table(
    level: str, post: str, scope: str, roles: set[Role]
) -> None:
    assert deciders(law.decider_for(level, post, scope, DAY)) == roles


@pytest.mark.parametrize(
    ("stage", "examine", "decide", "role"),
    [
        (CaseStage.OPENED, EXAMINERS, PPK, Role.HANDLER),
        (CaseStage.MATCHED, EXAMINERS, PPK, Role.SUPERIOR),
        (CaseStage.SUMMONED, frozenset({Role.EXAMINER}), PPK, Role.EXAMINER),
        (CaseStage.EXAMINED, EXAMINERS, PPK, Role.PPK),
        (CaseStage.EXAMINED, EXAMINERS, frozenset({Role.SUPERIOR}), Role.SUPERIOR),
        (CaseStage.DECIDED, EXAMINERS, PPK, Role.HANDLER),
        (CaseStage.REFERRED, EXAMINERS, PPK, Role.HANDLER),
        (CaseStage.CLOSED, EXAMINERS, PPK, None),
    ],
)
def test_a_case_waits_for_the_one_whose_step_comes_next(
    stage: CaseStage, examine: frozenset[Role], decide: frozenset[Role], role: Role | None
) -> None:
    assert waits_for(stage, examine, decide) is role


def acts(stage: CaseStage, role: Role, by_level: frozenset[Role] | None = None) -> list[str]:
    return [move.act for move in buttons(stage, role, by_level)]


def test_buttons_are_those_of_the_role_at_this_level() -> None:
    timing = ["suspend", "resume", "extend"]
    assert acts(CaseStage.EXAMINED, Role.PPK, PPK) == ["decide", "clear", *timing]
    assert acts(CaseStage.EXAMINED, Role.SEKDA, PPK) == timing
    assert acts(CaseStage.EXAMINED, Role.SUPERIOR, PPK) == []
    assert acts(CaseStage.EXAMINED, Role.SUPERIOR) == ["decide", "clear"]
    assert acts(CaseStage.MATCHED, Role.SUPERIOR, frozenset({Role.EXAMINER})) == []
    assert acts(CaseStage.MATCHED, Role.HANDLER, frozenset({Role.EXAMINER})) == [
        "rematch",
        "refer",
        "join",
    ]
    assert acts(CaseStage.DECIDED, Role.HANDLER, PPK) == ["deliver"]
    assert acts(CaseStage.CLOSED, Role.HANDLER, PPK) == []
