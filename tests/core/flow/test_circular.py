"""The circular's table, the difference between versions, and the statute of the other election."""

from __future__ import annotations

import pytest

from netral.core.access import Role
from netral.core.flow.circular import (
    DRAFTERS,
    MOVES,
    PREPARING,
    ChangeKind,
    CircularStage,
    ClauseText,
    Election,
    cites_wrong_election_law,
    clause_changes,
    laws_cited,
)
from netral.core.flow.moves import MoveRefusedError, moves_from, take

ALLOWED = {
    ("submit", CircularStage.DRAFTED): DRAFTERS,
    ("approve", CircularStage.PROPOSED): {Role.SEKDA},
    ("return", CircularStage.PROPOSED): {Role.SEKDA},
    ("publish", CircularStage.APPROVED): {Role.PPK},
    ("return", CircularStage.APPROVED): {Role.PPK},
    ("replace", CircularStage.PUBLISHED): {Role.PPK},
    ("withdraw", CircularStage.PUBLISHED): {Role.PPK},
}


def test_each_step_has_one_row_for_the_stage_it_leaves() -> None:
    assert {(move.act, move.from_stage): move.by for move in MOVES} == ALLOWED
    assert len(MOVES) == len(ALLOWED)


@pytest.mark.parametrize("act", sorted({move.act for move in MOVES}))
@pytest.mark.parametrize("stage", list(CircularStage))
def test_a_step_is_taken_only_from_its_own_stages(act: str, stage: CircularStage) -> None:
    if (act, stage) in ALLOWED:
        assert take(MOVES, act, stage).by == ALLOWED[act, stage]
    else:
        with pytest.raises(MoveRefusedError):
            take(MOVES, act, stage)


def test_every_move_says_its_button_and_its_basis() -> None:
    assert all(move.label and move.basis for move in MOVES)
    assert all(len(move.label) <= 24 for move in MOVES)


def test_what_has_ended_offers_no_button_to_anyone() -> None:
    for stage in (CircularStage.REPLACED, CircularStage.WITHDRAWN):
        assert not any(moves_from(MOVES, stage, role) for role in Role)


def test_a_version_in_preparation_is_not_yet_law_for_anyone() -> None:
    assert CircularStage.PUBLISHED not in PREPARING
    assert {move.to_stage for move in MOVES if move.act == "publish"} == {CircularStage.PUBLISHED}


CAMPAIGN = ClauseText("kampanye", "Kampanye", "Jangan ikut kampanye.", ("D-N1",))
GOODS = ClauseText("fasilitas", "Barang negara", "Jangan memakai mobil dinas.", ("D-N4",))
MEDIA = ClauseText("medsos", "Media sosial", "Jangan menyukai unggahan.", ("S-MEDSOS",))


def test_a_new_a_changed_and_a_removed_clause_are_told_apart() -> None:
    stricter = ClauseText("kampanye", "Kampanye", "Jangan ikut kampanye apa pun.", ("D-N1",))
    changes = clause_changes([CAMPAIGN, GOODS], [MEDIA, stricter])
    assert [(change.kind, change.old, change.new) for change in changes] == [
        (ChangeKind.ADDED, None, MEDIA),
        (ChangeKind.CHANGED, CAMPAIGN, stricter),
        (ChangeKind.REMOVED, GOODS, None),
    ]


def test_another_act_under_the_same_words_is_a_change() -> None:
    other = ClauseText("kampanye", "Kampanye", "Jangan ikut kampanye.", ("D-N1", "D-N2"))
    assert [change.kind for change in clause_changes([CAMPAIGN], [other])] == [ChangeKind.CHANGED]


def test_clauses_that_only_moved_are_no_change() -> None:
    assert clause_changes([CAMPAIGN, GOODS], [GOODS, CAMPAIGN]) == ()


@pytest.mark.parametrize(
    ("basis", "law"),
    [
        ("UU 10/2016 Pasal 71", "10/2016"),
        ("UU No. 7 Tahun 2017", "7/2017"),
        ("Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum", "7/2017"),
        ("undang undang 1/2015", "1/2015"),
        ("UU Pilkada", "10/2016"),
        ("UU Pemilu Pasal 283", "7/2017"),
    ],
)
def test_a_statute_is_recognised_however_it_is_written(basis: str, law: str) -> None:
    assert laws_cited([basis]) == {law}


def test_what_is_no_statute_is_not_taken_for_one() -> None:
    assert laws_cited(["PP 94/2021 Pasal 5 huruf n", "SKB 22 September 2022"]) == frozenset()


@pytest.mark.parametrize(
    ("election", "bases", "is_wrong"),
    [
        (Election.PILKADA, ["UU 7/2017"], True),
        (Election.PILKADA, ["UU 7/2017", "UU 10/2016"], False),
        (Election.PILKADA, ["PP 94/2021"], False),
        (Election.PILKADA, ["UU 20/2023", "UU 7/2017 Pasal 280"], True),
        (Election.PEMILU, ["UU 10/2016"], True),
        (Election.PEMILU, ["UU 7/2017"], False),
        (Election.PEMILU, [], False),
    ],
)
def test_only_the_other_elections_statute_is_a_slip(
    election: Election, bases: list[str], is_wrong: bool
) -> None:
    assert cites_wrong_election_law(election, bases) is is_wrong
