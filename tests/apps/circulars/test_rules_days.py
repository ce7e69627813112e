"""Days of the law: which change something, and that nothing changes between them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.queries import rules_words as words
from netral.circulars.queries.rules_days import (
    NoSuchDayError,
    change_on,
    day_asked,
    days_of_change,
    era_of,
    first_day,
    governing,
    next_stage,
    stages_now,
)
from netral.circulars.queries.rules_lists import days_near
from netral.core import law

TODAY = date(2024, 10, 8)
DAYS = st.dates(min_value=first_day(), max_value=date(2030, 12, 31))


def law_of(day: date) -> tuple[object, ...]:
    """Return all that may differ from one day to the next."""
    book = law.the_law()
    held = [
        tuple(item for item in items if item.standing.holds(day))
        for items in (book.acts, book.menus, book.clocks, book.addressees)
    ]
    stages = tuple(law.stage_on(election.id, day) for election in law.elections())
    return (*held, stages)


@given(DAYS)
def test_the_law_is_the_same_on_every_day_of_a_span(day: date) -> None:
    begun, last = era_of(day)
    assert begun <= day
    assert law_of(day) == law_of(begun)
    if last is not None:
        assert day <= last
        assert law_of(last) == law_of(begun)
        assert last + timedelta(days=1) in days_of_change()


@given(DAYS)
def test_a_day_changes_something_exactly_when_it_is_listed(day: date) -> None:
    if day > first_day():
        has_changed = law_of(day) != law_of(day - timedelta(days=1))
        assert has_changed is (day in days_of_change())


def test_each_listed_day_tells_what_changes() -> None:
    for day in days_of_change():
        found = change_on(day)
        assert found.stages or not found.law.is_empty, day
        assert found.eve == day - timedelta(days=1)


def test_a_day_without_a_change_is_refused() -> None:
    with pytest.raises(NoSuchDayError, match="23 September 2024"):
        change_on(date(2024, 9, 23))


def test_an_act_in_a_pair_is_in_no_other_list_of_that_day() -> None:
    for turn in (turn for day in days_of_change() for turn in change_on(day).stages):
        paired = {
            line.act.code for pair in turn.pairs for line in (pair.before, pair.after) if line
        }
        others = {line.act.code for line in (*turn.begun, *turn.ended)}
        assert not paired & others


def test_the_campaign_begins_what_the_quiet_period_ends() -> None:
    begun = {line.act.code for turn in change_on(date(2024, 9, 25)).stages for line in turn.begun}
    ended = {line.act.code for turn in change_on(date(2024, 11, 24)).stages for line in turn.ended}
    assert "D-N1" in begun
    assert "D-N1" in ended


def test_the_end_of_the_calendar_is_a_change_without_a_stage_after() -> None:
    (turn,) = change_on(date(2024, 12, 17)).stages
    assert turn.after is None
    assert turn.before is not None


def test_no_day_asked_for_is_today() -> None:
    assert day_asked("", TODAY) == TODAY
    assert day_asked("2024-09-10", TODAY) == date(2024, 9, 10)


def test_of_a_running_election_the_next_stage_is_known_until_the_last() -> None:
    ((election, stage),) = stages_now(TODAY)
    after = next_stage(election, stage)
    assert after is not None
    assert after.stage == "masa_tenang"
    ((election, stage),) = stages_now(date(2024, 12, 1))
    assert next_stage(election, stage) is None


def test_an_act_is_governed_by_itself_its_twin_or_nothing() -> None:
    photo, joining = law.act("S-FOTO", TODAY), law.act("E-IKUT", TODAY)
    assert photo is not None
    assert joining is not None
    assert governing(photo, "kampanye", TODAY) == photo
    assert getattr(governing(photo, "pra_penetapan", TODAY), "code", "") == "E-FOTO"
    assert governing(photo, "pasca", TODAY) is None
    assert getattr(governing(joining, "kampanye", TODAY), "code", "") == "D-N1"


def test_near_a_day_a_few_turns_before_and_after_are_offered() -> None:
    near = days_near(TODAY)
    assert list(near) == sorted(near)
    assert date(2024, 9, 22) in near
    assert date(2024, 11, 24) in near
    assert len(near) <= 8


# Words


def test_every_code_of_the_data_has_its_words() -> None:
    book = law.the_law()
    assert {act.family for act in book.acts} <= words.FAMILY_LABELS.keys()
    assert {stage for act in book.acts for stage in act.stages} <= {*words.STAGE_LABELS, "semua"}
    assert {name for act in book.acts for name in act.applies_to} <= words.SUBJECT_LABELS.keys()
    assert {act.track for act in book.acts} <= words.TRACK_LABELS.keys()
    assert {menu.level for menu in book.menus} <= words.LEVEL_LABELS.keys()
    assert {item.team for item in book.examiners} <= words.TEAM_LABELS.keys()
    assert {item.scope for item in book.deciders} <= words.SCOPE_LABELS.keys()
    posts = {post for item in book.deciders for post in item.post_levels}
    assert posts <= words.POST_LEVEL_LABELS.keys()
    assert {clock.rule.unit for clock in book.clocks} <= words.UNIT_LABELS.keys()
    assert {clock.rule.kind for clock in book.clocks} <= words.KIND_LABELS.keys()
    assert {item.regime for item in book.elections} <= words.REGIME_LABELS.keys()


def test_every_range_and_authority_of_the_data_can_be_translated() -> None:
    book = law.the_law()
    assert {act.range for act in book.acts} == {str(text) for text in words.RANGE_WORDS}
    assert {act.authority for act in book.acts} == {str(text) for text in words.AUTHORITY_WORDS}


def test_what_holds_in_each_stage_is_said_in_two_words() -> None:
    assert words.stage_words(("semua",)) == (words.ALL_STAGES,)
    assert words.stage_words(tuple(words.STAGE_LABELS)) == (words.EVERY_STAGE,)
    assert words.stage_words(("kampanye",)) == (words.STAGE_LABELS["kampanye"],)
