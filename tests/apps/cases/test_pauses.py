"""A limit paused, taken up again, extended: by whom, with which source, and never twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from netral.cases.models import Case, ClockExtension, ClockMove, ClockPause, PausedDay
from netral.cases.services.pauses import (
    case_clock_extend,
    case_clock_resume,
    case_clock_suspend,
)
from netral.core.access import Actor, Role
from netral.core.clock import Suspension
from netral.core.flow.case import CaseStage
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import CaseRef
from netral.journal.models import Entry
from tests.apps.cases.build import KEY, Office, case_at, office_build, opened, report_build, told
from tests.apps.cases.clocks import GROUND, after, closed_and_counted, days, paused
from tests.apps.people.build import account_build, actor_build, staff_client
from tests.apps.people.told import at_once
from tests.apps.reports.build import AT

pytestmark = pytest.mark.django_db
DUE = date(2024, 10, 10)
THE_EIGHTH, THE_NINTH = date(2024, 10, 8), date(2024, 10, 9)


@pytest.fixture
def office() -> Office:
    return office_build()


def sekda() -> Actor:
    return actor_build(Role.SEKDA, KEY)


def extended(case: Case, n: int, **changed: Any) -> Case:
    asked: dict[str, Any] = {"code": "JANJI-COCOK", "ground": GROUND, "at": AT}
    asked |= {"actor": sekda()} | changed
    return case_clock_extend(ref=CaseRef(case.ref), n=n, **asked)


def resumed(case: Case, at: Any) -> Case:
    return case_clock_resume(
        actor=sekda(), ref=CaseRef(case.ref), code="JANJI-COCOK", note="", at=at
    )


def written() -> list[object]:
    tables = (ClockPause, PausedDay, ClockExtension, ClockMove, Entry, Case)
    return [list(model._default_manager.order_by("pk").values()) for model in tables]


def entry_of(kind: str) -> tuple[Entry, dict[str, Any]]:
    entry = Entry.objects.get(kind=kind)
    return entry, json.loads(entry.body or "")["body"]


def test_paused_days_are_not_counted_and_the_limit_moves(office: Office) -> None:
    case = paused(opened(office), THE_EIGHTH, THE_NINTH)
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}
    assert case.due_on == date(2024, 10, 14)
    entry, body = entry_of("case.suspend")
    assert entry.due_on == date(2024, 10, 14)
    assert (body["old"], body["new"]) == ("2024-10-10", "2024-10-14")
    assert (body["first"], body["last"]) == ("2024-10-08", "2024-10-09")
    assert body["source"] == GROUND.source
    assert "Menunggu surat" not in json.dumps(body)


def test_a_pause_stands_in_how_it_was_counted_and_on_the_page(
    office: Office, settings: Any
) -> None:
    settings.NETRAL_TODAY = THE_EIGHTH
    case = paused(opened(office), THE_EIGHTH, THE_NINTH)
    page = staff_client(account_build(Role.SEKDA, KEY)).get(f"/perkara/{case.ref}/")
    text = page.content.decode()
    assert "Dijeda Selasa, 8 Oktober 2024 sampai Rabu, 9 Oktober 2024" in text
    assert "Dijeda sejak Selasa, 8 Oktober 2024: menunggu keterangan lembaga lain." in text
    assert "menunggu keterangan lembaga lain, Peraturan Bupati 12/2023." in text
    assert "Batas waktu dijeda" in text


def test_a_pause_that_overlaps_is_refused_and_nothing_is_written(office: Office) -> None:
    case = paused(opened(office), THE_EIGHTH, THE_NINTH)
    before = written()
    for first, last in ((THE_NINTH, THE_NINTH), (date(2024, 10, 7), date(2024, 10, 20))):
        with pytest.raises(WrongInputError, match="sudah dijeda"):
            paused(case, first, last)
    assert written() == before
    paused(case, DUE, DUE)
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 15)}


def test_the_database_too_refuses_a_day_paused_twice(office: Office) -> None:
    paused(opened(office), THE_EIGHTH, THE_NINTH)
    day = PausedDay.objects.filter(day=THE_EIGHTH).get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PausedDay.objects.create(
            clock=day.clock, government_id=KEY, pause=day.pause, day=THE_EIGHTH
        )


def test_taken_up_again_early_the_days_to_come_count(office: Office) -> None:
    case = paused(opened(office), THE_EIGHTH, date(2024, 10, 15))
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 18)}
    case = resumed(case, after(2))
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 11)}
    assert entry_of("case.resume")[1]["planned"] == "2024-10-15"
    with pytest.raises(WrongInputError):
        resumed(case, after(2))
    paused(case, THE_NINTH, THE_NINTH, at=after(2))
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}


def test_a_pause_ended_before_it_began_leaves_no_trace_in_the_count(office: Office) -> None:
    case = resumed(paused(opened(office), THE_NINTH, THE_NINTH), AT)
    assert days(case) == {"JANJI-COCOK": DUE}
    assert [move.new_on for move in ClockMove.objects.order_by("pk")] == [
        date(2024, 10, 11),
        DUE,
    ]


def test_a_limit_is_extended_once_with_its_source(office: Office) -> None:
    case = extended(opened(office), 2)
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}
    assert entry_of("case.extend")[1]["n"] == 2
    before = written()
    with pytest.raises(AlreadyDoneError):
        extended(case, 1)
    with pytest.raises(WrongInputError):
        extended(opened(office), 4)
    assert written()[:4] == before[:4]


def test_an_extension_and_a_pause_survive_a_new_holiday(office: Office) -> None:
    case = extended(paused(opened(office), THE_EIGHTH, THE_EIGHTH), 1)
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}
    closed_and_counted(DUE)
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 15)}


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SEKDA, Role.PPK}])
def test_only_those_who_lead_the_office_move_a_limit(office: Office, role: Role) -> None:
    case = opened(office)
    before = written()
    with pytest.raises(NotAllowedError):
        paused(case, THE_EIGHTH, THE_EIGHTH, actor=actor_build(role, KEY))
    with pytest.raises(NotAllowedError):
        extended(case, 1, actor=actor_build(role, KEY))
    assert written() == before


def test_elsewhere_the_case_is_not_found(office: Office) -> None:
    case = opened(office)
    with pytest.raises(NotVisibleError):
        paused(case, THE_EIGHTH, THE_EIGHTH, actor=actor_build(Role.SEKDA, "kab-lain"))


def test_whoever_is_waited_for_does_not_move_their_own_limit(office: Office) -> None:
    case = case_at(office, CaseStage.EXAMINED)
    late = case.opened_on + timedelta(days=10)
    at = AT.replace(day=late.day)
    asked: dict[str, Any] = {"code": "JANJI-PUTUS", "at": at}
    with pytest.raises(WrongInputError, match="menunggu langkah Anda sendiri"):
        paused(case, late, late, actor=actor_build(Role.PPK, KEY), **asked)
    paused(case, date(2024, 10, 21), date(2024, 10, 21), actor=sekda(), **asked)


def test_a_limit_that_is_over_is_not_paused_away(office: Office) -> None:
    case = opened(office)
    with pytest.raises(WrongInputError, match="sudah lewat"):
        paused(case, date(2024, 10, 14), date(2024, 10, 15), at=after(7))


@pytest.mark.parametrize("ground", [replace(GROUND, source=" "), replace(GROUND, reason="malas")])
def test_without_a_source_or_with_an_unknown_reason_nothing_moves(
    office: Office, ground: Any
) -> None:
    case = opened(office)
    before = written()
    with pytest.raises(WrongInputError):
        extended(case, 1, ground=ground)
    with pytest.raises(WrongInputError):
        case_clock_suspend(
            actor=sekda(),
            ref=CaseRef(case.ref),
            code="JANJI-COCOK",
            days=Suspension(THE_EIGHTH, THE_EIGHTH),
            ground=ground,
            at=AT,
        )
    assert written() == before


def test_a_clock_that_does_not_run_here_is_not_found(office: Office) -> None:
    with pytest.raises(NotVisibleError):
        paused(opened(office), THE_EIGHTH, THE_EIGHTH, code="DIS-SAMPAI")


def test_the_reporter_learns_the_new_day_and_not_why(office: Office) -> None:
    receipt = report_build(office)
    paused(opened(office, receipt=receipt), THE_EIGHTH, THE_NINTH)
    said = told(receipt)[-1]
    assert "bergeser dari Kamis, 10 Oktober 2024 ke Senin, 14 Oktober 2024." in said
    assert "menunggu" not in said


@pytest.mark.django_db(transaction=True)
def test_of_two_pauses_of_one_day_at_the_same_moment_one_holds() -> None:
    office = office_build()
    case, leader = opened(office), sekda()
    told_both = at_once(lambda: paused(case, THE_EIGHTH, THE_NINTH, actor=leader))
    assert told_both == ["WrongInputError", "done"]
    assert PausedDay.objects.filter(is_lifted=False).count() == 2
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}


def page_of(case: Case, act: str, data: dict[str, str], role: Role = Role.SEKDA) -> Any:
    return staff_client(account_build(role, KEY)).post(f"/perkara/{case.ref}/batas/{act}/", data)


def test_the_pages_pause_take_up_and_extend_and_keep_what_was_typed(
    office: Office, settings: Any
) -> None:
    settings.NETRAL_TODAY = AT.date()
    case = opened(office)
    ground = {"code": "JANJI-COCOK", "reason": "bukti", "source": "Perbup 12/2023", "note": ""}
    late = page_of(case, "jeda", ground | {"first": "2024-10-09", "last": "2024-10-08"})
    assert late.status_code == 422
    assert "lebih dulu daripada awal jedanya" in late.content.decode()
    over = page_of(case, "jeda", ground | {"first": "2024-10-01", "last": "2024-10-08"})
    assert over.status_code == 422
    assert "Perbup 12/2023" in over.content.decode()
    asked = ground | {"first": "2024-10-08", "last": "2024-10-09"}
    assert page_of(case, "jeda", asked).status_code == 302
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}
    again = {"code": "JANJI-COCOK", "note": ""}
    assert page_of(case, "lanjutkan", again).status_code == 302
    assert days(case) == {"JANJI-COCOK": DUE}
    assert page_of(case, "perpanjang", ground | {"n": "2"}).status_code == 302
    assert days(case) == {"JANJI-COCOK": date(2024, 10, 14)}
    leader = staff_client(account_build(Role.SEKDA, KEY))
    assert "/batas/perpanjang/" not in leader.get(f"/perkara/{case.ref}/").content.decode()
    assert page_of(case, "perpanjang", ground | {"n": "1"}).status_code == 422
    assert page_of(case, "hapus", ground).status_code == 404
    assert page_of(case, "jeda", asked, Role.HANDLER).status_code == 403
    handler = staff_client(account_build(Role.HANDLER, KEY))
    assert handler.get(f"/perkara/{case.ref}/batas/jeda/").status_code == 403


def test_the_buttons_stand_where_they_may_be_pressed(office: Office, settings: Any) -> None:
    settings.NETRAL_TODAY = AT.date()
    case = opened(office)
    seen = {
        role: staff_client(account_build(role, KEY)).get(f"/perkara/{case.ref}/").content.decode()
        for role in (Role.SEKDA, Role.HANDLER)
    }
    assert "Jeda batas waktu" in seen[Role.SEKDA]
    assert "Akhiri jeda" not in seen[Role.SEKDA]
    assert "Jeda batas waktu" not in seen[Role.HANDLER]
    paused(case, THE_EIGHTH, THE_NINTH)
    again = staff_client(account_build(Role.SEKDA, KEY)).get(f"/perkara/{case.ref}/")
    assert "Akhiri jeda" in again.content.decode()
