"""The kept figures equal a recount person by person, whatever happened in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction

from netral.circulars.models import CircularVersion
from netral.core.access import Role
from netral.core.flow.coverage import State
from netral.journal.tasks import seal_all
from netral.oversight import tasks
from netral.oversight.models import CoverageBook, CoverageCell, CoverageTotal
from netral.oversight.queries.changes import (
    MANY_UNITS,
    Act,
    acts_sealed,
    acts_waiting,
    units_pledged,
)
from netral.oversight.queries.tally import pledged_tallies, tallies, topic_of
from netral.oversight.services.projection import coverage_count, coverage_rebuild
from netral.oversight.tasks import (
    CROWD,
    CROWD_REST,
    MOST_REST,
    PAUSE_SECONDS,
    coverage_due,
    coverage_follow,
    resting,
)
from netral.people.models import Person
from netral.people.services.persons import PostWish, posting_begin
from netral.pledges.models import Pact
from tests.apps.circulars.build import has_read
from tests.apps.oversight.build import (
    AT,
    DISDIK,
    KEY,
    LATER,
    PKM,
    acts_build,
    followed_build,
    season_build,
)
from tests.apps.people.build import actor_build, person_build, posting_build
from tests.apps.pledges.build import pledge_build
from tests.apps.pledges.pacts import head_build, round_build, sign

pytestmark = pytest.mark.django_db
FIRST = "kab-asahan"


def kept() -> dict[tuple[str, str, str, str], int]:
    rows = CoverageCell.objects.filter(government=KEY)
    return {
        (path, group, state, way): number
        for path, group, state, way, number in rows.values_list(
            "unit__path", "group", "state", "way", "number"
        )
    }


def is_equal_to_a_recount() -> bool:
    """Tell whether cells and sums are what a count by other code, person by person, gives."""
    by_unit: dict[tuple[str, str], int] = {}
    by_state: dict[str, int] = {}
    for person in Person.objects.live_on(AT.date()).filter(government=KEY).select_related("unit"):
        reading = person.circular_readings.order_by("-version_id").first()
        reached = {
            "": True,
            "sampai": reading is not None,
            "dibaca": bool(reading and reading.read_at),
            "dipahami": bool(reading and reading.understood_at),
            "berikrar": person.pledges.exists(),
            "bertanda_tangan": person.pacts.filter(state="ditandatangani").exists(),
        }
        for state in (state for state, is_so in reached.items() if is_so):
            key = (person.unit.path, state)
            by_unit[key] = by_unit.get(key, 0) + 1
            by_state[state] = by_state.get(state, 0) + 1
    units: dict[tuple[str, str], int] = {}
    for (path, _group, state, _way), number in kept().items():
        units[path, state] = units.get((path, state), 0) + number
    totals: dict[str, int] = {}
    for row in CoverageTotal.objects.filter(government=KEY):
        totals[row.state] = totals.get(row.state, 0) + row.number
    return units == by_unit and totals == by_state


def test_an_act_is_counted_before_its_entry_is_sealed() -> None:
    version, _session, people = followed_build()
    has_read(version, people[0])
    assert coverage_follow(LATER, set()) == 2
    assert kept()[people[0].unit.path, "asn", "dibaca", "tautan_pin"] == 1
    assert is_equal_to_a_recount()


def test_what_was_counted_while_it_waited_only_moves_the_cursor() -> None:
    version, _session, people = followed_build()
    seen: set[int] = set()
    has_read(version, people[0])
    coverage_follow(LATER, seen)
    counted = CoverageBook.objects.get(pk=KEY).revision
    seal_all(LATER)
    assert coverage_follow(LATER, seen) == 0
    book = CoverageBook.objects.get(pk=KEY)
    assert (book.revision, seen) == (counted, set())
    assert book.cursor > 0


def test_of_entries_counted_before_only_the_keys_are_read_again() -> None:
    acts_build(*followed_build())
    seal_all(LATER)
    all_new = acts_sealed(government=KEY, cursor=0)
    keys = {act.key for act in all_new.acts}
    assert keys
    again = acts_sealed(government=KEY, cursor=0, seen=keys)
    assert (again.acts, again.keys, again.cursor) == ([], keys, all_new.cursor)


def test_a_crowd_that_pledges_is_counted_as_a_whole_count_would() -> None:
    version, session, people = followed_build()
    acts_build(version, session, people)
    coverage_follow(LATER, set())
    topic, units = topic_of(KEY), {person.unit_id for person in people}
    whole = tallies(topic=topic, on=LATER.date(), units=units)
    pledged = {key: number for key, number in whole.items() if key.state == State.PLEDGED}
    assert pledged
    assert pledged_tallies(topic=topic, on=LATER.date(), units=units) == pledged
    assert pledged_tallies(topic=topic, on=LATER.date(), units=None) == pledged


def test_pledges_alone_touch_no_other_figure() -> None:
    _version, session, people = followed_build()
    CoverageCell.objects.filter(unit=people[0].unit, state="").update(number=99)
    pledge_build(session, people[0], at=AT)
    coverage_follow(LATER, set())
    figures = {key[2:]: number for key, number in kept().items() if key[0] == people[0].unit.path}
    assert (figures["berikrar", "tautan_pin"], figures["", ""]) == (1, 99)


@pytest.mark.parametrize("is_pledge_first", [True, False])
def test_who_pledged_and_moved_is_counted_where_the_roster_says(is_pledge_first: bool) -> None:
    _version, session, people = followed_build()
    posting_build(people[0])
    pledge_build(session, people[0], at=AT)
    wish = PostWish(unit=DISDIK, title="Analis", valid_from=AT.date())
    posting_begin(actor=actor_build(Role.OFFICER, KEY), person=people[0].ref, wish=wish, at=LATER)
    acts = acts_waiting(seen=set())[KEY]
    pledges = [act for act in acts if act.kind == "pledge.make"]
    others = [act for act in acts if act not in pledges]
    assert pledges
    assert others
    for part in (pledges, others) if is_pledge_first else (others, pledges):
        coverage_count(government=KEY, acts=part, at=LATER)
    assert kept()[DISDIK, "asn", "berikrar", "tautan_pin"] == 1
    assert is_equal_to_a_recount()


def test_pledges_of_units_that_are_gone_or_erased_count_the_whole_government() -> None:
    body = json.dumps({"actor": "P1", "body": {"person": "P1", "unit": "kab-x.bubar"}})
    assert units_pledged(government=KEY, acts=[Act(1, "pledge.make", body)]) is None
    assert units_pledged(government=KEY, acts=[Act(1, "pledge.make", None)]) is None


@pytest.mark.parametrize("more", [0, 1, 1_000])
def test_acts_of_more_units_than_a_condition_holds_count_the_whole_government(more: int) -> None:
    """As when a session closes right after a crowd: SQLite's conditions are 1,000 deep at most."""
    _version, session, people = followed_build()
    pledge_build(session, people[0], at=AT)
    gone = [f"{KEY}.bubar-{number}" for number in range(MANY_UNITS + more - 1)]
    acts = [
        Act(key, "pledge_session.close", json.dumps({"actor": "", "body": {"unit": path}}))
        for key, path in enumerate([people[0].unit.path, *gone])
    ]
    coverage_count(government=KEY, acts=acts, at=LATER)
    assert is_equal_to_a_recount()
    assert kept()[people[0].unit.path, "asn", "berikrar", "tautan_pin"] == 1


def test_a_long_round_rests_longer_but_never_so_long_that_a_figure_is_old() -> None:
    assert resting(0.01) == PAUSE_SECONDS
    assert PAUSE_SECONDS < resting(0.3) < resting(0.5) <= MOST_REST
    assert resting(60) == MOST_REST
    assert resting(0.1, CROWD - 1) == resting(0.1)
    assert resting(0.1, CROWD) == CROWD_REST


def test_a_worker_that_lost_its_memory_counts_again_and_nothing_doubles() -> None:
    version, session, people = followed_build()
    acts_build(version, session, people)
    coverage_follow(LATER, set())
    before = kept()
    seal_all(LATER)
    coverage_follow(LATER, set())
    coverage_follow(LATER, set())
    assert kept() == before
    assert is_equal_to_a_recount()


def test_who_moves_is_counted_in_the_new_unit_alone() -> None:
    version, _session, people = followed_build()
    seen: set[int] = set()
    posting_build(people[0])
    has_read(version, people[0])
    coverage_follow(LATER, seen)
    wish = PostWish(unit=DISDIK, title="Analis", valid_from=AT.date())
    posting_begin(actor=actor_build(Role.OFFICER, KEY), person=people[0].ref, wish=wish, at=LATER)
    coverage_follow(LATER, seen)
    assert kept()[DISDIK, "asn", "dibaca", "tautan_pin"] == 1
    assert sum(number for key, number in kept().items() if key[2] == "") == len(people)
    assert is_equal_to_a_recount()


def test_who_moves_from_a_unit_that_no_post_names_is_not_counted_twice() -> None:
    _version, _session, people = followed_build()
    wish = PostWish(unit=DISDIK, title="Analis", valid_from=AT.date())
    posting_begin(actor=actor_build(Role.OFFICER, KEY), person=people[0].ref, wish=wish, at=LATER)
    coverage_follow(LATER, set())
    assert sum(number for key, number in kept().items() if key[2] == "") == len(people)
    assert is_equal_to_a_recount()


def test_who_leaves_is_out_from_the_next_day_without_any_entry() -> None:
    version, session, people = followed_build()
    acts_build(version, session, people)
    Person.objects.filter(pk=people[0].pk).update(valid_to=AT.date())
    tomorrow = AT + timedelta(days=1)
    assert coverage_due(tomorrow) >= 1
    totals = CoverageTotal.objects.filter(government=KEY, state="")
    assert sum(totals.values_list("number", flat=True)) == len(people) - 1


def test_staff_beyond_the_asn_are_counted_apart() -> None:
    season_build()
    person_build(PKM, status="NON_ASN")
    coverage_rebuild(government=KEY, at=AT)
    assert kept()[PKM, "non-asn", "", ""] == 1
    assert kept()[PKM, "asn", "", ""] == 3


def test_a_pledge_session_that_opens_is_counted_by_from_then_on() -> None:
    version, session, people = followed_build()
    pledge_build(session, people[0], at=LATER)
    assert CoverageBook.objects.get(pk=KEY).session_id == session.pk
    coverage_follow(LATER, set())
    assert is_equal_to_a_recount()
    assert version.pk == CoverageBook.objects.get(pk=KEY).version_id


def test_a_number_below_one_is_refused_by_the_database() -> None:
    season_build()
    coverage_rebuild(government=KEY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CoverageCell.objects.filter(government=KEY).update(number=0)


def test_a_rebuild_puts_right_what_an_officer_changed_in_the_table() -> None:
    version, session, people = followed_build()
    acts_build(version, session, people)
    coverage_rebuild(government=KEY, at=LATER)
    CoverageCell.objects.filter(state="berikrar").update(number=9)
    CoverageCell.objects.filter(state="dibaca").delete()
    assert not is_equal_to_a_recount()
    coverage_rebuild(government=KEY, at=LATER)
    assert is_equal_to_a_recount()


def test_another_government_is_neither_counted_nor_touched() -> None:
    followed_build()
    person_build("kab-samosir.dinkes")
    coverage_due(LATER)
    totals = CoverageTotal.objects.filter(state="")
    assert dict(totals.values_list("government_id", "number")) == {KEY: 9, "kab-samosir": 1}


def test_a_government_whose_count_fails_is_told_and_keeps_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The faulty one comes first in the order, on a new day as within a round."""
    _version, session, people = followed_build()
    person_build(FIRST)
    for name in ("coverage_rebuild", "coverage_read"):
        monkeypatch.setattr(tasks, name, failing(getattr(tasks, name)))
    with pytest.raises(ExceptionGroup) as told:
        coverage_due(LATER + timedelta(days=1))
    assert FIRST in told.value.exceptions[0].__notes__[0]
    assert CoverageBook.objects.get(pk=KEY).day == LATER.date() + timedelta(days=1)
    CoverageBook.objects.create(
        government_id=FIRST, day=LATER.date(), revision=1, cursor=-1, counted_at=LATER
    )
    pledge_build(session, people[0], at=LATER)
    seal_all(LATER)
    with pytest.raises(ExceptionGroup):
        coverage_follow(LATER, set())
    assert kept()[people[0].unit.path, "asn", "berikrar", "tautan_pin"] == 1


def failing(work: Callable[..., Any]) -> Callable[..., Any]:
    """Return the work of a round, with a fault in one government."""

    def done(*, government: str, **more: Any) -> Any:
        if government == FIRST:
            raise OperationalError("a fault of this government alone")
        return work(government=government, **more)

    return done


def test_one_query_counts_any_number_of_people(django_assert_num_queries: object) -> None:
    season_build()
    topic = topic_of(KEY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert tallies(topic=topic, on=AT.date())


def test_a_signed_pact_is_the_fifth_state_and_an_annulled_one_is_not() -> None:
    followed_build()
    head = head_build(DISDIK, "Kepala Contoh", "Kepala Dinas Pendidikan")
    round_ = round_build(KEY, at=AT, due_on=AT.date() + timedelta(days=9))
    coverage_follow(LATER, set())
    pact = sign(round_, head, at=LATER)
    coverage_follow(LATER, set())
    assert kept()[DISDIK, "asn", "bertanda_tangan", "tautan_pin"] == 1
    assert is_equal_to_a_recount()
    Pact.objects.filter(pk=pact.pk).update(state="dibatalkan")
    coverage_rebuild(government=KEY, at=LATER)
    assert (DISDIK, "asn", "bertanda_tangan", "tautan_pin") not in kept()


def test_whom_the_letter_does_not_address_is_not_in_the_denominator() -> None:
    version, _session, people = season_build()
    person_build(PKM, status="NON_ASN")
    CircularVersion.objects.filter(pk=version.pk).update(groups=["pns"], units=[PKM])
    coverage_rebuild(government=KEY, at=AT)
    assert {key[:3]: number for key, number in kept().items()} == {(PKM, "asn", ""): 3}
    assert len(people) == 9
