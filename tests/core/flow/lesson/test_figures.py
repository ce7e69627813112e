"""Figures: shown from enough answers on, the same as a plain count, small cells hidden."""

from __future__ import annotations

from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.flow.lesson.figures import (
    FEWEST_ANSWERS,
    SMALL_CELL,
    ClauseFigure,
    ItemFigure,
    Sums,
    cells_hidden,
    clauses_weakest_first,
    item_figure,
    point_biserial,
    weakest,
)

ANSWERS = st.lists(
    st.tuples(st.booleans(), st.integers(min_value=0, max_value=9)), min_size=2, max_size=60
)
PEOPLE = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 30), max_size=8)


def sums_of(answers: list[tuple[bool, int]]) -> Sums:
    rest = [score / 9 for _right, score in answers]
    return Sums(
        len(answers),
        sum(right for right, _score in answers),
        sum(rest),
        sum(each * each for each in rest),
        sum(each for (right, _score), each in zip(answers, rest, strict=True) if right),
    )


@given(ANSWERS)
def test_discrimination_is_the_correlation_of_the_item_with_the_rest(
    answers: list[tuple[bool, int]],
) -> None:
    found = point_biserial(sums_of(answers))
    rights = [float(right) for right, _score in answers]
    rest = [score / 9 for _right, score in answers]
    if len(set(rights)) == 1 or len(set(rest)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(correlation(rights, rest), abs=1e-6)


def test_an_item_is_silent_until_thirty_have_answered() -> None:
    assert item_figure(Sums(FEWEST_ANSWERS - 1, 20)) == ItemFigure(29, None, None)
    assert item_figure(Sums(FEWEST_ANSWERS, 15)).share_right == 0.5


def test_without_an_answer_there_is_no_figure_at_all() -> None:
    assert item_figure(Sums(0, 0), fewest=0) == ItemFigure(0, None, None)
    assert point_biserial(Sums(0, 0)) is None


@pytest.mark.parametrize(
    ("figure", "remark"),
    [
        (ItemFigure(29, None, None), ""),
        (ItemFigure(40, 0.3, 0.5), "sukar"),
        (ItemFigure(40, 0.8, 0.05), "kurang_membedakan"),
        (ItemFigure(40, 0.98, None), "mudah"),
        (ItemFigure(40, 0.98, 0.4), "mudah"),
        (ItemFigure(40, 0.8, 0.4), ""),
        (ItemFigure(40, 0.8, None), ""),
    ],
)
def test_an_editor_is_told_what_to_look_at(figure: ItemFigure, remark: str) -> None:
    assert figure.remark == remark


def test_the_weakest_clause_comes_first_and_too_few_people_are_hidden() -> None:
    figures = clauses_weakest_first(
        [ClauseFigure("foto", 10, 9), ClauseFigure("ktp", 4, 0), ClauseFigure("medsos", 20, 8)]
    )
    assert [(each.clause, each.is_hidden) for each in figures] == [
        ("medsos", False),
        ("foto", False),
        ("ktp", True),
    ]
    assert weakest(figures) == ClauseFigure("medsos", 20, 8)
    assert ClauseFigure("medsos", 20, 8).share_right == 0.4


def test_no_clause_is_called_weak_when_all_were_right_or_hidden_or_none_answered() -> None:
    assert weakest([]) is None
    assert weakest([ClauseFigure("foto", 10, 10)]) is None
    assert weakest([ClauseFigure("foto", 4, 0)]) is None
    assert ClauseFigure("foto", 0, 0).share_right == 0.0


@given(PEOPLE)
def test_a_small_part_of_a_shown_whole_is_hidden_and_never_alone(people: dict[str, int]) -> None:
    hidden = cells_hidden(people)
    small = {name for name, count in people.items() if 0 < count < SMALL_CELL}
    assert small <= hidden
    if len(small) == 1 and any(count >= SMALL_CELL for count in people.values()):
        assert len(hidden) == 2
    if not small:
        assert not hidden


def test_the_next_smallest_goes_with_the_only_small_one() -> None:
    assert cells_hidden({"a": 3, "b": 40, "c": 12}) == {"a", "c"}
