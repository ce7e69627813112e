"""What oversight asks of cases, the words on a due day, masking and terms as they are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netral.cases.models import CaseClock
from netral.cases.queries.cases import cases_overdue, persons_found
from netral.cases.queries.clocks import (
    clock_faces,
    clocks_of,
    due_said,
    rule_of,
    term_from_json,
    term_to_json,
)
from netral.cases.queries.figures import (
    case_figures,
    cases_by_stage_and_age,
    cases_waiting_by_role,
)
from netral.cases.queries.law import act_title, answer_for, region_of
from netral.cases.queries.masking import day_written, masked_parts
from netral.cases.queries.queue import queue
from netral.cases.queries.waiting import cases_waiting_for
from netral.cases.services.tries import step_try
from netral.core import law
from netral.core.access import Role
from netral.core.clock import Setting, Suspension, calendar_of, reckon
from netral.core.flow.case import CaseStage
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.core.kinds.terms import Addition, Ending, TermUnit
from netral.people.models import Region
from tests.apps.cases.build import (
    DINKES,
    KEY,
    Office,
    case_at,
    matched,
    office_build,
    opened,
)
from tests.apps.people.build import actor_build, person_build
from tests.apps.reports.build import AT, BKPSDM

CALENDAR = calendar_of("15.04", law.holidays(), law.holiday_years())
TODAY = date(2024, 10, 21)


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    return office_build()


@pytest.mark.parametrize(
    ("due", "state", "words", "is_late"),
    [
        (None, "open", "Tanpa batas waktu", False),
        (date(2024, 10, 17), "late", "Lewat batas 2 hari kerja", True),
        (date(2024, 10, 18), "late", "Lewat batas 1 hari kerja", True),
        (TODAY, "soon", "Hari terakhir", False),
        (date(2024, 10, 23), "soon", "Sisa 2 hari kerja", False),
        (date(2024, 10, 31), "run", "Sisa 8 hari kerja", False),
    ],
)
def test_a_due_day_is_said_in_working_days(
    due: date | None, state: str, words: str, is_late: bool
) -> None:
    said = due_said(due, today=TODAY, calendar=CALENDAR)
    assert (said.state, said.words, said.is_late) == (state, words, is_late)


def test_a_day_missed_over_the_weekend_is_late_without_a_count() -> None:
    friday, sunday = date(2024, 10, 18), date(2024, 10, 20)
    assert due_said(friday, today=sunday, calendar=CALENDAR).words == "Lewat batas"


@pytest.mark.parametrize(
    ("hour", "said"), [(23, "Selesai tepat waktu."), (24 + 2, "Selesai terlambat.")]
)
def test_what_is_done_in_the_night_is_done_on_the_offices_day(
    office: Office, hour: int, said: str
) -> None:
    """The database tells moments in UTC: two in the morning in Jambi is still yesterday there."""
    case = matched(office, opened(office))
    clock = next(row for row in clocks_of(case) if row.due_on and row.is_limit)
    midnight = datetime.combine(clock.due_on or TODAY, time(), tzinfo=CALENDAR.zone.tz)
    done_at = (midnight + timedelta(hours=hour)).astimezone(UTC)
    CaseClock.objects.filter(pk=clock.pk).update(done_at=done_at)
    (face,) = clock_faces([case.clocks.get(pk=clock.pk)], today=TODAY, calendar=CALENDAR)
    assert face.says == said


@pytest.mark.parametrize("code", ["DIS-BERLAKU", "PPK-TINDAK", "DIS-PANGGIL-1"])
def test_a_term_is_kept_as_it_was_told(code: str) -> None:
    for setting in (None, Setting(5, "Perbup 9/2024")):
        rule = law.clock_rule(code)
        term = reckon(rule, AT, CALENDAR, setting=setting)
        assert term_from_json(term_to_json(term, rule), term.start) == term


def test_the_first_summons_shows_that_its_count_is_disputed_and_a_promise_does_not(
    office: Office,
) -> None:
    case = case_at(office, CaseStage.SUMMONED)
    faces = clock_faces(clocks_of(case), today=TODAY, calendar=CALENDAR)
    disputed = [face.dispute for face in faces if face.dispute]
    assert disputed == [law.clock_rule("DIS-PANGGIL-1").dispute]
    assert len(faces) > len(disputed)


FACT = Addition("surat", 2, TermUnit.DAYS, ("Pasal 1",))
PAUSE = Suspension(date(2024, 10, 9), date(2024, 10, 10), "menunggu keterangan lembaga lain")


@pytest.mark.parametrize("code", ["DIS-SAMPAI", "PPK-TINDAK"])
@pytest.mark.parametrize("options", [{}, {"ending": Ending.OPEN, "added": (FACT,)}])
def test_a_kept_term_is_counted_again_by_the_rule_of_its_day(
    code: str, options: dict[str, Any]
) -> None:
    rule = replace(law.clock_rule(code), **options)
    for setting in (None, Setting(5, "Perbup 9/2024")):
        extend_n = 1 if rule.confirmed or setting else 0
        asked: dict[str, Any] = {"suspensions": (PAUSE,), "extend_n": extend_n}
        own = None if rule.confirmed else setting
        term = reckon(rule, AT, CALENDAR, setting=own, **asked)
        kept = json.loads(json.dumps(term_to_json(term, rule, extend_n)))
        assert reckon(rule_of(kept), AT, CALENDAR, setting=own, **asked) == term
        assert term_from_json(kept, AT).suspensions == (PAUSE,)


@pytest.mark.parametrize(
    ("text", "names", "parts"),
    [
        ("Budi datang.", ["Budi Contoh"], [None, " datang."]),
        ("Kata BUDI, contoh.", ["Budi Contoh"], ["Kata ", None, ", ", None, "."]),
        ("Budiman datang.", ["Budi"], ["Budiman datang."]),
        ("Tidak disebut.", [""], ["Tidak disebut."]),
        ("Si Al datang.", ["Al"], ["Si Al datang."]),
        ("", ["Budi"], []),
    ],
)
def test_names_are_left_out_word_by_word(
    text: str, names: list[str], parts: list[str | None]
) -> None:
    assert masked_parts(text, names) == parts


def test_a_day_is_read_when_it_is_one() -> None:
    assert day_written("2024-10-06") == date(2024, 10, 6)
    assert day_written("") is day_written("minggu lalu") is None


def test_a_refusal_becomes_words_and_any_other_error_stays() -> None:
    def refused() -> None:
        raise WrongInputError("Isi dulu.")

    def forbidden() -> None:
        raise NotAllowedError("Bukan Anda.")

    tried = step_try(refused)
    assert (tried.refusal, tried.status) == ("Isi dulu.", 422)
    assert step_try(lambda: None).refusal == ""
    with pytest.raises(NotAllowedError):
        step_try(forbidden)


def test_figures_count_by_stage_age_and_holder_in_few_queries(office: Office) -> None:
    opened(office)
    matched(office, opened(office))
    case_at(office, CaseStage.CLOSED)
    today = AT.date() + timedelta(days=40)
    with CaptureQueriesContext(connection) as caught:
        rows = {row.stage: row for row in cases_by_stage_and_age(government=KEY, today=today)}
        waiting = cases_waiting_by_role(government=KEY, today=today)
    assert len(caught) == 2
    first = rows[CaseStage.OPENED]
    assert (first.total, first.young, first.middle, first.old, first.overdue) == (1, 0, 1, 0, 1)
    assert (rows[CaseStage.CLOSED].total, rows[CaseStage.CLOSED].overdue) == (1, 0)
    assert sum(row.total for row in rows.values()) == 3
    assert {row.role: (row.count, row.overdue) for row in waiting} == {
        Role.HANDLER: (1, 1),
        Role.EXAMINER: (1, 1),
    }


def test_a_head_of_government_sees_counts_and_a_superior_those_of_the_own_staff(
    office: Office,
) -> None:
    matched(office, opened(office))
    matched(office, opened(office), person=person_build(f"{KEY}.dikbud"))
    figures = case_figures(actor=office.ppk, today=AT.date())
    assert (figures.running, figures.late) == (2, 0)
    assert [(row.label, row.holder, row.count) for row in figures.stages] == [
        ("Terlapor dikenali", "Tim pemeriksa", 2)
    ]
    assert [count for _label, count in figures.ages] == [2, 0, 0]
    assert case_figures(actor=office.superior, today=AT.date()).running == 1


def test_what_waits_for_a_role_and_what_is_late(office: Office) -> None:
    first = opened(office)
    second = matched(office, opened(office))
    assert [item.ref for item in cases_waiting_for(actor=office.handler, today=TODAY)] == [
        first.ref
    ]
    (waiting,) = cases_waiting_for(actor=office.examiner, today=TODAY)
    assert (waiting.ref, waiting.url) == (second.ref, f"/perkara/{second.ref}/")
    assert waiting.title.startswith("Memperkenalkan")
    late = cases_overdue(actor=office.handler, today=TODAY)
    assert [case.ref for case in late] == [first.ref, second.ref]
    assert not cases_overdue(actor=actor_build(Role.DESK, KEY), today=TODAY)


def test_the_queue_is_not_for_everybody(office: Office) -> None:
    with pytest.raises(NotVisibleError):
        queue(actor=office.superior, today=TODAY)


@pytest.mark.usefixtures("office")
def test_a_search_reads_name_post_and_unit_and_no_number() -> None:
    person = person_build(DINKES, name="Rosmawati Contoh", post_title="Penata Gizi")
    person_build("kab-lain.dinkes", name="Rosmawati Lain")

    def found(words: str) -> list[str]:
        people = persons_found(government=KEY, words=words, today=TODAY)
        return [one.name for one in people]

    assert found("rosma dinkes") == found("GIZI") == ["Rosmawati Contoh"]
    assert found("rosma guru") == found("ro") == found(person.nip) == []


def test_the_region_tells_which_table_of_deciders_holds(office: Office) -> None:
    case = matched(office, opened(office))
    assert region_of(case) == "00.00"
    case.government.kind = "provinsi"
    assert region_of(case) == "00"
    case.government.region = Region(code="15.04", name="Batang Hari", timezone="Asia/Jakarta")
    assert region_of(case) == "15.04"


def test_an_act_that_no_record_of_the_day_holds_shows_its_code(office: Office) -> None:
    case = opened(office)
    case.act_on = date(2019, 1, 1)
    assert act_title(case) == case.act_code
    assert answer_for(case).governing is None
    assert str(case) == case.ref
    assert case.unit.path == BKPSDM
