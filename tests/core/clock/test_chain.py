from __future__ import annotations

from dataclasses import replace
from datetime import date

from netral.core.clock import Calendar, chain, followers
from netral.core.kinds.terms import TermUnit
from tests.core.clock.build import rule

PLAIN = Calendar()
FIRST = replace(rule(2), code="A")
THEN = replace(rule(3, TermUnit.DAYS), code="B", after="A", times=2)
OPEN = replace(rule(None), code="C", after="B")
LAST = replace(rule(1), code="D", after="C")
MONDAY = PLAIN.midnight(date(2024, 11, 4))


def test_each_rule_follows_the_one_it_names_as_often_as_it_runs() -> None:
    assert [item.code for item in followers(FIRST, [LAST, THEN, FIRST])] == ["A", "B", "B"]
    assert followers(LAST, [FIRST, THEN, LAST]) == (LAST,)


def test_rules_that_name_one_another_end_the_line() -> None:
    circle = replace(FIRST, after="B")
    assert [item.code for item in followers(circle, [circle, THEN])] == ["A", "B", "B"]


def test_each_term_begins_on_the_last_day_of_the_one_before() -> None:
    terms = chain(followers(FIRST, [THEN]), MONDAY, PLAIN)
    assert [term.day for term in terms] == [
        date(2024, 11, 6),
        date(2024, 11, 9),
        date(2024, 11, 12),
    ]


def test_a_term_without_a_day_ends_the_line() -> None:
    terms = chain(followers(FIRST, [THEN, OPEN, LAST]), MONDAY, PLAIN)
    assert [term.code for term in terms] == ["A", "B", "B", "C"]
    assert terms[-1].unconfirmed
