"""A round of work: each thing has its turn, and what failed is told at the end."""

from __future__ import annotations

import pytest

from netral.shell.rounds import done_each


def test_a_round_returns_the_sum_of_what_was_done() -> None:
    assert done_each([1, 2, 3], lambda number: number) == 6
    assert done_each([], lambda number: number) == 0


@pytest.mark.django_db  # a broken connection is let go of
def test_what_fails_keeps_none_waiting_and_is_told_by_name() -> None:
    done: list[int] = []

    def work(number: int) -> int:
        if number % 2:
            raise ValueError("odd")
        done.append(number)
        return 1

    with pytest.raises(ExceptionGroup) as told:
        done_each([1, 2, 3, 4], work)
    assert done == [2, 4]
    assert [fault.__notes__ for fault in told.value.exceptions] == [["1"], ["3"]]
