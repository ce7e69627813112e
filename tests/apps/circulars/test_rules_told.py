"""An act and a calendar to pass on, in the language of the reader."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from netral.circulars.queries.rules_acts import act_page
from netral.circulars.queries.rules_lists import (
    calendars,
    clocks_told,
    disputes,
    election_named,
    families,
    group_acts,
    instruments,
    stage_entries,
    stage_lines,
    stages_told,
    unconfirmed,
)
from netral.circulars.queries.rules_told import election_calendar, said, share_text
from netral.core import law

DAY = date(2024, 10, 8)
STAMP = datetime(2024, 10, 8, tzinfo=UTC)
URL = "https://netral.example/aturan/"


def shared(code: str) -> list[str]:
    page = act_page(code, DAY)
    assert page is not None
    return share_text(page, URL).splitlines()


def calendar_of(election: str) -> str:
    text = election_calendar(election_named(election), url=URL, stamp=STAMP)
    return text.replace("\r\n ", "")


def test_a_shared_act_has_four_lines_and_ends_with_its_address() -> None:
    plain, basis, sanction, url = shared("D-N4")
    assert plain.startswith("ASN tidak boleh memakai kendaraan")
    assert basis == "Dasar: PP 94/2021 Pasal 5 huruf n angka 4; PP 94/2021 Pasal 14 huruf i."
    assert sanction == "Akibatnya: hukuman disiplin berat."
    assert url == URL


def test_a_shared_act_is_english_for_an_english_reader() -> None:
    with translation.override("en"):
        plain, basis, sanction, _url = shared("D-N4")
    assert plain.startswith("An ASN may not use state vehicles")
    assert basis.startswith("Basis: PP 94/2021")
    assert sanction == "It leads to: heavy disciplinary sanction."


def test_said_follows_the_language() -> None:
    assert said("ya", "yes") == "ya"
    with translation.override("en"):
        assert said("ya", "yes") == "yes"
    with translation.override(None):
        assert said("ya", "yes") == "ya"


@pytest.mark.parametrize("election", [item.id for item in law.elections()])
def test_a_calendar_holds_each_confirmed_stage_with_both_its_days(election: str) -> None:
    text = calendar_of(election)
    found = election_named(election)
    for stage in (*found.stages, *found.milestones):
        after = (stage.last + timedelta(days=1)).strftime("%Y%m%d")
        days = f"DTSTART;VALUE=DATE:{stage.first:%Y%m%d}\r\nDTEND;VALUE=DATE:{after}"
        assert (days in text) is stage.confirmed or text.count(days) == 0
        assert (stage.title_id.replace(",", "\\,") in text) is stage.confirmed


def test_an_event_of_a_calendar_keeps_its_name_when_it_is_fetched_again() -> None:
    names = [line for line in calendar_of("pilkada-2024").splitlines() if line.startswith("UID:")]
    again = [line for line in calendar_of("pilkada-2024").splitlines() if line.startswith("UID:")]
    assert names == again
    assert len(set(names)) == len(names)


def test_a_calendar_is_english_for_an_english_reader() -> None:
    with translation.override("en"):
        text = calendar_of("pilkada-2024")
    assert "Quiet period" in text
    assert "Basis: PKPU 2/2024." in text


# Lists


def test_families_count_every_act_of_the_day_once() -> None:
    assert sum(entry.count for entry in families(DAY)) == len(law.acts(DAY))
    assert all(entry.slug == entry.slug.lower() for entry in families(DAY))


def test_a_stage_counts_what_its_page_lists() -> None:
    for entry in stage_entries(DAY):
        only, always = stage_lines(entry.slug, DAY)
        assert entry.count == len(only) + len(always)
        assert not {line.act.code for line in only} & {line.act.code for line in always}


def test_a_group_s_own_acts_come_first_and_none_is_lost() -> None:
    for group in law.groups(DAY):
        acts = group_acts(group, DAY)
        own = [act.code for act in acts if act.code in group.own_acts]
        assert [act.code for act in acts][: len(own)] == own
        assert {act.code for act in acts} == {act.code for act in law.acts_of_group(group, DAY)}


def test_the_stage_of_the_day_is_told_with_the_next() -> None:
    (now,) = stages_told(DAY)
    assert str(now.words) == "Masa kampanye"
    assert str(now.after_words) == "Masa tenang"
    (last,) = stages_told(date(2024, 12, 1))
    assert last.after is None
    assert last.after_words == ""
    assert stages_told(date(2025, 6, 2)) == ()


def test_the_latest_election_comes_first_and_marks_the_day() -> None:
    first, second = calendars(DAY)
    assert first.election.voting_on > second.election.voting_on
    assert [is_now for _stage, _words, is_now in first.stages].count(True) == 1
    assert not any(is_now for _stage, _words, is_now in second.stages)


def test_each_clock_of_the_day_stands_in_one_part() -> None:
    told = [item.clock.rule.code for _words, items in clocks_told(DAY) for item in items]
    held = [item.rule.code for item in law.the_law().clocks if item.standing.holds(DAY)]
    assert sorted(told) == sorted(held)


def test_disputes_name_acts_that_there_are() -> None:
    for dispute, acts in disputes():
        assert [act.code for act in acts] == list(dispute.contested.acts)


def test_instruments_are_told_in_the_order_of_their_days() -> None:
    told = instruments(DAY)
    days = [item.standing.in_force for item, _acts in told]
    assert days == sorted(days)
    assert sum(len(acts) for _item, acts in told) == len(law.acts(DAY))


def test_what_is_not_confirmed_names_what_it_is() -> None:
    rows = unconfirmed(DAY)
    assert all(row.what and row.title_id and row.title_en for row in rows)
    assert {row.url_name for row in rows} >= {"rule-act", "rule-clocks", "rule-instruments"}
