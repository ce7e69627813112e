"""Running clocks counted anew: what moves, what stays, what is entered, and how often."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from django.core.management import call_command

from netral.cases.models import Case, CaseClock, ClockMove
from netral.cases.services import recount
from netral.cases.services.recount import change_recount, recount_batch
from netral.cases.tasks import recounts_work
from netral.core.access import Role
from netral.core.flow.case import CaseStage
from netral.core.law import book
from netral.journal.models import Entry
from netral.journal.services import publish
from netral.journal.tasks import seal_all
from netral.ops.netral_verify import main
from netral.people.models import CalendarChange
from netral.people.services import calendar_changes
from netral.people.services.calendar import holiday_withdraw
from netral.people.services.calendar_changes import change_claim, law_changes_note
from netral.people.services.clock_numbers import clock_number_end
from tests.apps.cases.build import (
    CLOSE_AT,
    DELIVER_AT,
    Office,
    case_at,
    matched,
    office_build,
    opened,
    report_build,
    report_of,
)
from tests.apps.cases.clocks import (
    DECREE,
    HOLIDAY,
    closed_and_counted,
    days,
    holiday,
    number,
    officer,
    paused,
)
from tests.apps.people.build import account_build, staff_client
from tests.apps.people.told import at_once
from tests.apps.reports.build import AT, BKPSDM

pytestmark = pytest.mark.django_db
THE_TENTH, THE_ELEVENTH = date(2024, 10, 10), date(2024, 10, 11)


@pytest.fixture
def office() -> Office:
    return office_build()


def entered() -> list[Entry]:
    return list(Entry.objects.filter(kind="case.clocks").order_by("pk"))


def test_a_holiday_moves_the_limit_and_the_case_says_so_in_one_entry(office: Office) -> None:
    case = opened(office)
    assert days(case) == {"JANJI-COCOK": THE_TENTH}
    change = closed_and_counted()
    case.refresh_from_db()
    assert (days(case), case.due_on) == ({"JANJI-COCOK": THE_ELEVENTH}, THE_ELEVENTH)
    (entry,) = entered()
    assert (entry.matter, entry.due_on) == (case.ref, THE_ELEVENTH)
    body = json.loads(entry.body or "")["body"]
    assert body["moved"] == {"JANJI-COCOK": "2024-10-10/2024-10-11"}
    assert (body["reason"], body["decree"]) == ("Hari jadi", DECREE)
    assert (change.phase, change.moved, change.percent) == ("selesai", 1, 100)


def test_old_and_new_day_are_kept_with_their_cause(office: Office) -> None:
    case = opened(office)
    change = closed_and_counted()
    move = ClockMove.objects.get()
    assert (move.old_on, move.new_on, move.change_id) == (THE_TENTH, THE_ELEVENTH, change.pk)
    assert (move.cause, move.reason, move.decree) == ("libur", "Hari jadi", DECREE)
    assert move.clock.case_id == case.pk


def test_how_it_was_counted_names_the_new_holiday(office: Office) -> None:
    case = opened(office)
    before = case.clocks.get().starts_at
    closed_and_counted()
    clock = case.clocks.get()
    assert any("Hari jadi" in line for line in clock.term["counted"])
    assert (clock.starts_at, clock.term["day"]) == (before, "2024-10-11")


@pytest.mark.parametrize(
    "day",
    [date(2024, 10, 7), THE_ELEVENTH, date(2024, 10, 12)],
    ids=["the first day itself", "after the last day", "a Saturday"],
)
def test_a_day_that_was_not_counted_moves_nothing(office: Office, day: date) -> None:
    opened(office)
    change = closed_and_counted(day)
    assert (entered(), ClockMove.objects.count(), change.moved) == ([], 0, 0)


def test_a_withdrawn_holiday_gives_the_day_back(office: Office) -> None:
    case = opened(office)
    row = holiday()
    recounts_work(AT)
    holiday_withdraw(actor=officer(), holiday=row.pk, at=AT)
    assert recounts_work(AT) == 1
    assert days(case) == {"JANJI-COCOK": THE_TENTH}
    assert [entry.due_on for entry in entered()] == [THE_ELEVENTH, THE_TENTH]
    assert ClockMove.objects.latest("pk").reason == "hari libur Hari jadi dicabut"


def test_clocks_that_ended_and_cases_that_closed_are_not_touched(office: Office) -> None:
    moved_on = matched(office, opened(office))
    done = case_at(office, CaseStage.CLOSED)
    before = list(CaseClock.objects.exclude(done_at=None).order_by("pk").values())
    closed_and_counted(at=CLOSE_AT)
    assert list(CaseClock.objects.exclude(done_at=None).order_by("pk").values()) == before
    assert [entry.matter for entry in entered()] == [moved_on.ref]
    assert done.ref not in {entry.matter for entry in entered()}


def test_a_decision_in_force_stays_in_force_whatever_day_is_closed_later(office: Office) -> None:
    case = case_at(office, CaseStage.DELIVERED)
    day = days(case)["DIS-BERLAKU"]
    assert day is not None
    closed_and_counted(date(2024, 10, 30), at=CLOSE_AT)
    assert days(case)["DIS-BERLAKU"] == day


def test_what_begins_on_a_day_that_moves_moves_with_it(office: Office) -> None:
    case = case_at(office, CaseStage.DELIVERED)
    before = days(case)
    assert before["DIS-BERLAKU"] == date(2024, 11, 12)
    assert before["JANJI-LAKSANA"] == date(2024, 11, 19)
    closed_and_counted(date(2024, 10, 30), at=DELIVER_AT)
    now = days(case)
    assert now["DIS-BERLAKU"] == date(2024, 11, 13)
    assert now["JANJI-LAKSANA"] == date(2024, 11, 20)
    (entry,) = entered()
    assert json.loads(entry.body or "")["body"]["moved"] == {
        "DIS-BERLAKU": "2024-11-12/2024-11-13",
        "JANJI-LAKSANA": "2024-11-19/2024-11-20",
    }


def test_an_entered_number_starts_a_clock_that_had_no_day(office: Office) -> None:
    case = case_at(office, CaseStage.EXAMINED)
    assert days(case)["PPK-TINDAK"] is None
    setting = number("PPK-TINDAK", 3, at=DELIVER_AT)
    assert recounts_work(DELIVER_AT) == 1
    case.refresh_from_db()
    assert days(case)["PPK-TINDAK"] == case.due_on == date(2024, 10, 22)
    assert case.clocks.get(code="PPK-TINDAK").is_limit
    clock_number_end(actor=officer(), setting=setting.pk, at=DELIVER_AT)
    recounts_work(DELIVER_AT)
    case.refresh_from_db()
    assert days(case)["PPK-TINDAK"] is None
    assert case.due_on == days(case)["JANJI-PUTUS"]
    assert [entry.due_on for entry in entered()] == [date(2024, 10, 22), case.due_on]


def test_a_day_that_is_paused_already_moves_nothing(office: Office) -> None:
    case = opened(office)
    paused(case, HOLIDAY, HOLIDAY)
    before = days(case)
    assert before == {"JANJI-COCOK": THE_ELEVENTH}
    change = closed_and_counted()
    assert (days(case), change.moved) == (before, 0)


def test_a_pause_is_kept_when_a_holiday_moves_the_clock(office: Office) -> None:
    case = opened(office)
    paused(case, HOLIDAY, HOLIDAY)
    closed_and_counted(date(2024, 10, 8))
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}


def test_a_report_keeps_the_day_that_its_reporter_was_told(office: Office) -> None:
    receipt = report_build(office)
    due = report_of(receipt).due_on
    closed_and_counted(due or HOLIDAY)
    assert report_of(receipt).due_on == due


def test_many_cases_are_counted_in_batches_each_once(office: Office) -> None:
    cases = [opened(office) for _ in range(5)]
    holiday()
    change = change_claim(at=AT)
    assert change is not None
    change = change_recount(change=change, at=AT, batch=2)
    assert (change.total, change.seen, change.moved) == (5, 5, 5)
    assert sorted(entry.matter for entry in entered()) == sorted(case.ref for case in cases)


def test_a_worker_killed_in_the_middle_leaves_nothing_out_and_enters_nothing_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        opened(office)
    holiday()
    change = change_claim(at=AT)
    assert change is not None
    keep, batches = recount._keep, iter([False, True])

    def dies(*args: object) -> None:
        keep(*args)  # type: ignore[arg-type]
        if next(batches):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(recount, "_keep", dies)
        with pytest.raises(KeyboardInterrupt):
            change_recount(change=change, at=AT, batch=2)
    assert len(entered()) == ClockMove.objects.count() == 2
    assert change_claim(at=AT) is None
    later = AT + calendar_changes.CLAIM + timedelta(seconds=1)
    assert recounts_work(later) == 1
    assert len({entry.matter for entry in entered()}) == len(entered()) == 5
    assert ClockMove.objects.count() == 5
    assert set(Case.objects.values_list("due_on", flat=True)) == {THE_ELEVENTH}


def test_a_change_that_is_done_is_done_once(office: Office) -> None:
    opened(office)
    change = closed_and_counted()
    assert recount_batch(government=change.government_id, change=change.pk, at=AT)
    assert recounts_work(AT + timedelta(days=1)) == 0
    assert len(entered()) == 1


def test_a_release_with_other_national_days_counts_the_running_clocks_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(office)
    assert law_changes_note(at=AT) == 0
    assert law_changes_note(at=AT) == 0
    national = book.holidays()
    more = (*national, type(national[0])(HOLIDAY, "Cuti bersama", "cuti_bersama", "SKB 9/2024"))
    monkeypatch.setattr("netral.people.queries.calendar.holidays", lambda: more)
    monkeypatch.setattr("netral.core.law.holidays", lambda: more)
    assert law_changes_note(at=AT) == 1
    assert recounts_work(AT) == 1
    assert days(case) == {"JANJI-COCOK": THE_ELEVENTH}
    assert ClockMove.objects.get().cause == "hukum"


def test_the_page_says_how_the_limit_moved_and_why(office: Office, settings: Any) -> None:
    settings.NETRAL_TODAY = AT.date()
    case = opened(office)
    closed_and_counted()
    browser = staff_client(account_build(Role.HANDLER, BKPSDM))
    page = browser.get(f"/perkara/{case.ref}/").content.decode()
    assert "Batas waktu bergeser dari Kamis, 10 Oktober 2024 ke Jumat, 11 Oktober 2024" in page
    assert f"karena Hari jadi, {DECREE}." in page


@pytest.mark.django_db(transaction=True)
def test_a_recount_and_a_step_on_one_case_come_one_after_the_other() -> None:
    office = office_build()
    case = opened(office)
    holiday()
    free: list[Callable[[], object]] = [lambda: recounts_work(AT), lambda: matched(office, case)]
    seats: dict[int, Callable[[], object]] = {}

    def act() -> None:
        # A thread that is locked out tries the same again.
        if get_ident() not in seats:
            seats[get_ident()] = free.pop()
        seats[get_ident()]()

    assert at_once(act) == ["done", "done"]
    recounts_work(AT + timedelta(minutes=5))
    case.refresh_from_db()
    assert days(case) == {"JANJI-PANGGIL": date(2024, 10, 15)}
    assert case.due_on == date(2024, 10, 15)
    assert Entry.objects.filter(kind="case.match").count() == 1
    assert ClockMove.objects.count() == len(entered()) <= 2


def test_the_offline_verifier_finds_the_moved_clock_live_and_late_by_its_new_day(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = opened(office)
    closed_and_counted()
    paused(case, THE_ELEVENTH, THE_ELEVENTH)
    assert seal_all(AT)
    publish(government=case.government_id, folder=tmp_path)
    # The limit moved from the 10th to the 11th, then to Monday the 14th.
    for day, late in (("2024-10-14", 0), ("2024-10-15", 1)):
        assert main([str(tmp_path), "--json", "--today", day]) == 0
        books = json.loads(capsys.readouterr().out)["books"]["case"]
        assert (books["berjalan"], books["lewat"]) == (1, late)


def test_one_round_of_the_worker_counts_what_waits(office: Office) -> None:
    case = opened(office)
    holiday()
    call_command("worker", "--once", stdout=StringIO())
    assert days(case) == {"JANJI-COCOK": THE_ELEVENTH}
    assert [row.phase for row in CalendarChange.objects.filter(kind="libur")] == ["selesai"]
    assert CalendarChange.objects.filter(kind="hukum").count() == 1
