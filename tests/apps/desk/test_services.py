"""Meetings and directives: who may do what, and that nothing open vanishes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from netral.core.access import Role
from netral.core.flow.meeting import DirectiveStage, MeetingStage
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import DirectiveRef, MeetingRef, UnitPath
from netral.desk.models import Attendance, Directive, FollowUp, Meeting, Realisation
from netral.desk.queries import directives_open, meeting_figures, realisations_latest
from netral.desk.services import (
    DirectiveDraft,
    Evidence,
    Spending,
    directive_give,
    directive_step,
    meeting_approve,
    meeting_hold,
    realisation_enter,
)
from netral.journal.models import Entry
from tests.apps.desk.build import (
    AT,
    DUE,
    KEY,
    desk_actor,
    directive_build,
    meeting_build,
    office_build,
    step_take,
)
from tests.apps.people.build import actor_build, unit_build

pytestmark = pytest.mark.django_db

OTHERS = [role for role in Role if role != Role.DESK]


@pytest.fixture(autouse=True)
def office() -> None:
    office_build()


def entries() -> int:
    return Entry.objects.count()


def test_a_planned_meeting_invites_every_opd_and_enters_the_journal() -> None:
    before = entries()
    meeting = meeting_build()
    assert {a.unit.path for a in meeting.attendances.all()} == {f"{KEY}.dinkes", f"{KEY}.dinsos"}
    assert entries() == before + 1
    assert Entry.objects.latest("pk").kind == "meeting.plan"


@pytest.mark.parametrize("role", OTHERS)
def test_another_role_cannot_plan_and_nothing_is_written(role: Role) -> None:
    actor = actor_build(role, KEY)
    before = entries()
    with pytest.raises(NotAllowedError):
        meeting_build(actor)
    assert (entries(), Meeting.objects.count()) == (before, 0)


def test_minutes_count_who_came_and_leave_the_unmarked_unmarked() -> None:
    meeting = meeting_build()
    came = unit_build(f"{KEY}.dinkes")
    meeting_hold(
        actor=desk_actor(),
        ref=MeetingRef(meeting.ref),
        minutes="Dibahas netralitas.",
        present={came.pk: ("hadir", "Sekretaris Dinas")},
        at=AT,
    )
    figures = meeting_figures(meeting=meeting, today=AT.date())
    assert (figures.present, figures.invited) == (1, 2)
    assert meeting.attendances.get(unit__path=f"{KEY}.dinsos").state == Attendance.State.INVITED


def held(meeting: Meeting) -> None:
    meeting_hold(
        actor=desk_actor(), ref=MeetingRef(meeting.ref), minutes="Notula.", present={}, at=AT
    )


@pytest.mark.parametrize("role", [Role.SEKDA, Role.PPK])
def test_a_leader_approves_the_minutes_once(role: Role) -> None:
    meeting = meeting_build()
    held(meeting)
    leader = actor_build(role, KEY)
    done = meeting_approve(actor=leader, ref=MeetingRef(meeting.ref), at=AT)
    assert done.stage == MeetingStage.APPROVED.value
    with pytest.raises(MoveRefusedError):
        meeting_approve(actor=leader, ref=MeetingRef(meeting.ref), at=AT)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SEKDA, Role.PPK}])
def test_another_role_cannot_approve(role: Role) -> None:
    meeting = meeting_build()
    held(meeting)
    actor = actor_build(role, KEY)
    before = entries()
    with pytest.raises(NotAllowedError):
        meeting_approve(actor=actor, ref=MeetingRef(meeting.ref), at=AT)
    assert entries() == before


def test_the_head_of_another_government_does_not_find_the_meeting() -> None:
    meeting = meeting_build()
    held(meeting)
    with pytest.raises(NotVisibleError):
        meeting_approve(actor=actor_build(Role.PPK, "kab-lain"), ref=MeetingRef(meeting.ref), at=AT)


def test_the_database_refuses_an_approval_without_minutes() -> None:
    meeting = meeting_build()
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(stage=MeetingStage.APPROVED.value)


def test_an_open_directive_is_carried_into_the_next_meeting_by_itself() -> None:
    first = meeting_build()
    directive = directive_build(first)
    second = meeting_build(title="Rapat kedua", day=13)
    assert [c.directive_id for c in second.carried.all()] == [directive.pk]
    assert not first.carried.exists()


def test_a_directive_given_between_plan_and_meeting_is_carried_when_the_meeting_is_held() -> None:
    first, second = meeting_build(), meeting_build(title="Rapat kedua", day=13)
    directive = directive_build(first)
    held(second)
    assert [c.directive_id for c in second.carried.all()] == [directive.pk]


def test_a_finished_directive_is_not_carried() -> None:
    first = meeting_build()
    directive = directive_build(first)
    step_take(directive, "prove", actor_build(Role.OPD_HEAD, f"{KEY}.dinkes"))
    step_take(directive, "accept", desk_actor())
    assert not meeting_build(title="Rapat kedua", day=13).carried.exists()


def test_the_same_thing_is_asked_once_of_a_unit() -> None:
    meeting = meeting_build()
    directive_build(meeting)
    before = entries()
    with pytest.raises(AlreadyDoneError):
        directive_build(meeting)
    assert (entries(), Directive.objects.count()) == (before, 1)


def test_a_day_that_is_over_is_refused() -> None:
    meeting = meeting_build()
    with pytest.raises(WrongInputError):
        directive_build(meeting, due_on=date(2024, 11, 5))


def test_a_unit_of_another_government_cannot_own_a_directive() -> None:
    meeting = meeting_build()
    unit_build("kab-lain.dinkes")
    with pytest.raises(NotVisibleError):
        directive_build(meeting, owner="kab-lain.dinkes")


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.DESK, Role.SEKDA, Role.PPK}])
def test_who_does_not_lead_cannot_give_a_directive(role: Role) -> None:
    meeting = meeting_build()
    actor = actor_build(role, KEY)
    before = entries()
    draft = DirectiveDraft("Apel", "netralitas", UnitPath(f"{KEY}.dinkes"), DUE)
    with pytest.raises(NotAllowedError):
        directive_give(actor=actor, meeting=MeetingRef(meeting.ref), draft=draft, at=AT)
    assert entries() == before


def test_the_owner_proves_and_the_desk_accepts_with_a_closing_entry() -> None:
    directive = directive_build(meeting_build())
    owner = actor_build(Role.OPD_HEAD, f"{KEY}.dinkes")
    step_take(directive, "begin", owner)
    step_take(directive, "prove", owner)
    done = step_take(directive, "accept", desk_actor())
    assert done.stage == DirectiveStage.ACCEPTED.value
    last = Entry.objects.latest("pk")
    assert (last.kind, last.close, last.due_on) == ("directive.step", "diterima", None)


def test_a_returned_proof_is_open_again_and_keeps_its_day() -> None:
    directive = directive_build(meeting_build())
    step_take(directive, "prove", actor_build(Role.OPD_HEAD, f"{KEY}.dinkes"))
    step_take(directive, "return", desk_actor(), note="Foto tidak terbaca")
    assert Entry.objects.latest("pk").due_on == DUE
    assert Directive.objects.still_open().count() == 1


@pytest.mark.parametrize("act", ["begin", "prove"])
@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.OPD_HEAD, Role.SUPERIOR}])
def test_who_does_not_own_cannot_take_the_owners_step(act: str, role: Role) -> None:
    directive = directive_build(meeting_build())
    actor = actor_build(role, KEY)
    before = entries()
    with pytest.raises(NotAllowedError):
        step_take(directive, act, actor)
    assert (entries(), FollowUp.objects.count()) == (before, 0)


def test_the_head_of_another_opd_does_not_find_the_directive() -> None:
    directive = directive_build(meeting_build())
    with pytest.raises(NotVisibleError):
        step_take(directive, "prove", actor_build(Role.OPD_HEAD, f"{KEY}.dinsos"))


def test_an_owner_cannot_accept_the_own_proof() -> None:
    directive = directive_build(meeting_build())
    owner = actor_build(Role.OPD_HEAD, f"{KEY}.dinkes")
    step_take(directive, "prove", owner)
    with pytest.raises(NotVisibleError):
        step_take(directive, "accept", owner)


@pytest.mark.parametrize("act", ["accept", "return"])
def test_the_desk_cannot_judge_what_was_not_proved(act: str) -> None:
    directive = directive_build(meeting_build())
    with pytest.raises(MoveRefusedError):
        step_take(directive, act, desk_actor())


def test_evidence_is_kept_under_a_name_that_tells_nothing() -> None:
    directive = directive_build(meeting_build())
    proof = Evidence("jadwal jaga.pdf", "application/pdf", b"%PDF-1.7 isi", "ab" * 32)
    directive_step(
        actor=actor_build(Role.OPD_HEAD, f"{KEY}.dinkes"),
        ref=DirectiveRef(directive.ref),
        act="prove",
        note="Terlampir",
        evidence=proof,
        at=AT,
    )
    step = FollowUp.objects.get()
    assert "jadwal" not in step.file_path
    with default_storage.open(step.file_path) as stored:
        assert stored.read() == b"%PDF-1.7 isi"


def test_open_and_overdue_are_counted_for_who_may_see_them() -> None:
    meeting = meeting_build()
    directive_build(meeting)
    directive_build(meeting, owner=f"{KEY}.dinsos", text="Periksa ulang penerima bantuan")
    assert directives_open(actor=desk_actor(), today=date(2024, 11, 16)) == (2, 2)
    head = actor_build(Role.OPD_HEAD, f"{KEY}.dinkes")
    assert directives_open(actor=head, today=AT.date()) == (1, 0)


def spending(spent: int = 61, month: date = date(2024, 10, 31)) -> Spending:
    return Spending(month, 100, spent, Decimal("68.00"))


def test_a_later_entry_for_the_month_corrects_the_first() -> None:
    head = actor_build(Role.OPD_HEAD, f"{KEY}.dinkes")
    for spent in (61, 62):
        realisation_enter(actor=head, unit=head.unit, spending=spending(spent), at=AT)
    row = Realisation.objects.get()
    assert (row.month, row.spent_rupiah, row.financial_percent) == (date(2024, 10, 1), 62, 62.0)
    assert Entry.objects.filter(kind="realisation.enter").count() == 2


def test_the_newest_month_of_each_unit_is_shown() -> None:
    head = actor_build(Role.OPD_HEAD, f"{KEY}.dinkes")
    for month, spent in ((date(2024, 10, 1), 61), (date(2024, 9, 1), 50)):
        realisation_enter(actor=head, unit=head.unit, spending=spending(spent, month), at=AT)
    assert [row.spent_rupiah for row in realisations_latest(actor=desk_actor())] == [61]


def test_a_unit_without_budget_has_no_share() -> None:
    assert Realisation(budget_rupiah=0, spent_rupiah=0).financial_percent == 0.0


def test_a_head_cannot_enter_for_another_unit() -> None:
    head = actor_build(Role.OPD_HEAD, f"{KEY}.dinkes")
    with pytest.raises(NotVisibleError):
        realisation_enter(actor=head, unit=UnitPath(f"{KEY}.dinsos"), spending=spending(), at=AT)
