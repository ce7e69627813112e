"""A roll is written down by one officer and confirmed by another; then each one has pledged."""

from __future__ import annotations

from datetime import datetime, timedelta
from operator import attrgetter

import pytest
from django.db import IntegrityError, transaction

from netral.core.access import Actor, Assurance, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pledge import ROLL_CALLERS, PledgeLateError, Stage
from netral.core.kinds.errors import NetralError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.people.models import Person
from netral.people.services.links import link_revoke, links_issue
from netral.pledges.models import Pledge, PledgeSession, RollCall
from netral.pledges.queries.rolls import roll_of, roll_sums, roll_unconfirmed, roll_waiting
from netral.pledges.services import (
    roll_call_confirm,
    roll_call_enter,
    roll_call_scan,
    roll_call_strike,
    session_close,
)
from tests.apps.people.build import actor_build, person_build, unit_build
from tests.apps.people.told import at_once, entries
from tests.apps.pledges.build import (
    BEFORE,
    CLOSES,
    DURING,
    HERE,
    OPD,
    officer,
    pledge_build,
    room_build,
    session_build,
)

pytestmark = pytest.mark.django_db
SCHOOL = f"{HERE}.disdik"


def enter(session: PledgeSession, persons: list[Person], actor: Actor) -> list[RollCall]:
    refs = [PersonRef(person.ref) for person in persons]
    return roll_call_enter(actor=actor, ref=SessionRef(session.ref), persons=refs, at=DURING)


def confirm(
    session: PledgeSession, actor: Actor, persons: list[Person] | None = None, at: datetime = DURING
) -> int:
    """Confirm these, or all whom the page would list."""
    listed = [row.person for row in roll_waiting(actor=actor, session=session)]
    refs = [PersonRef(person.ref) for person in (listed if persons is None else persons)]
    return roll_call_confirm(actor=actor, ref=SessionRef(session.ref), persons=refs, at=at)


def strike(session: PledgeSession, person: Person, actor: Actor) -> Person:
    wrong = PersonRef(person.ref)
    return roll_call_strike(actor=actor, ref=SessionRef(session.ref), person=wrong, at=DURING)


def test_a_list_becomes_pledges_only_when_a_second_officer_confirms_it() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(3)]
    clerk, head = actor_build(Role.OFFICER, HERE), actor_build(Role.SEKDA, HERE)
    enter(session, persons, clerk)
    assert not Pledge.objects.exists(), "written down is not pledged"
    with pytest.raises(WrongInputError, match="orang lain"):
        confirm(session, clerk)
    assert confirm(session, head) == 3
    pledges = list(Pledge.objects.order_by("pk"))
    assert {pledge.person_id for pledge in pledges} == {person.pk for person in persons}
    assert {pledge.assurance for pledge in pledges} == {Assurance.PAPER}
    assert {entry["actor"] for entry in entries("pledge.make")} == {head.account}
    assert {entry["actor"] for entry in entries("pledge.attend")} == {clerk.account}
    assert len(entries("pledge.attend")) == len(entries("pledge.confirm")) == 3


def test_one_who_pledged_from_the_own_phone_keeps_that_stronger_pledge() -> None:
    session, person = room_build(), person_build(OPD)
    own = pledge_build(session, person)
    enter(session, [person], actor_build(Role.OFFICER, HERE))
    confirm(session, actor_build(Role.SEKDA, HERE))
    assert Pledge.objects.get() == own
    assert Pledge.objects.get().assurance == Assurance.LINK_PIN
    assert len(entries("pledge.make")) == 1


def test_the_same_names_again_change_nothing() -> None:
    session, persons, clerk = room_build(), [person_build(OPD)], officer()
    assert len(enter(session, persons, clerk)) == 1
    assert enter(session, persons, clerk) == []
    assert RollCall.objects.count() == len(entries("pledge.attend")) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - ROLL_CALLERS))
def test_other_roles_neither_write_down_nor_confirm(role: Role) -> None:
    session, person, actor = room_build(), person_build(OPD), actor_build(role, HERE)
    enter(session, [person], officer())
    for act in (lambda: enter(session, [person], actor), lambda: confirm(session, actor)):
        with pytest.raises(NetralError):
            act()
    assert not Pledge.objects.exists()


def test_a_head_writes_down_the_own_unit_alone() -> None:
    session, mine, theirs = room_build(), person_build(OPD), person_build(SCHOOL)
    head = actor_build(Role.OPD_HEAD, OPD)
    with pytest.raises(NotVisibleError):
        enter(session, [mine, theirs], head)
    assert not RollCall.objects.exists(), "not even the own one of such a list"
    enter(session, [mine], head)
    enter(session, [theirs], officer())
    assert confirm(session, actor_build(Role.SUPERIOR, SCHOOL)) == 1
    assert Pledge.objects.get().person == theirs


def test_someone_of_another_government_is_never_on_the_roll() -> None:
    session, foreign = room_build(), person_build("kab-samosir.dinkes")
    with pytest.raises(NotVisibleError):
        enter(session, [foreign], officer())
    with pytest.raises(NotVisibleError):
        enter(session, [person_build(OPD)], actor_build(Role.OFFICER, "kab-samosir"))


def test_nobody_is_no_list_and_a_list_comes_after_the_beginning() -> None:
    session, person = room_build(), person_build(OPD)
    with pytest.raises(WrongInputError, match="Belum ada yang dicentang"):
        enter(session, [], officer())
    with pytest.raises(WrongInputError, match="Sesi belum dimulai"):
        roll_call_enter(
            actor=officer(),
            ref=SessionRef(session.ref),
            persons=[PersonRef(person.ref)],
            at=BEFORE,
        )
    assert not entries("pledge.attend")


def test_a_list_that_comes_in_late_counts_until_the_session_is_closed_by_hand() -> None:
    session, persons = room_build(), [person_build(OPD), person_build(OPD)]
    clerk, head = officer(), actor_build(Role.SEKDA, HERE)
    enter(session, persons[:1], clerk)
    next_day = CLOSES + timedelta(days=1)
    assert confirm(session, head, at=next_day) == 1
    with pytest.raises(PledgeLateError):
        pledge_build(session, persons[1], at=next_day)
    session_close(actor=clerk, ref=SessionRef(session.ref), at=next_day)
    with pytest.raises(MoveRefusedError):
        enter(session, persons[1:], clerk)


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.CLOSED])
def test_a_session_by_links_has_no_roll(stage: Stage) -> None:
    session, person = session_build(stage), person_build(OPD)
    with pytest.raises((WrongInputError, MoveRefusedError)):
        enter(session, [person], officer())
    assert not RollCall.objects.exists()


def test_the_own_sheet_is_scanned_and_a_revoked_or_foreign_one_is_not() -> None:
    session, mine, other = room_build(), person_build(OPD), person_build("kab-samosir.dinkes")
    clerk = officer()
    until = CLOSES + timedelta(days=9)
    tokens = {
        person: links_issue(
            actor=officer(person.government_id),
            unit=person.unit.path,
            persons=[person],
            channel="lembar",
            at=BEFORE,
            expires_at=until,
        )[0][1]
        for person in (mine, other)
    }
    address = f"https://netral.example/saya/{tokens[mine]}/"
    ref = SessionRef(session.ref)
    assert roll_call_scan(actor=clerk, ref=ref, scanned=address, at=DURING) == mine
    assert RollCall.objects.get().way == RollCall.Way.QR
    for scanned in (str(tokens[other]), "bukan kode", ""):
        with pytest.raises(NotVisibleError, match="bukan lembar pegawai"):
            roll_call_scan(actor=clerk, ref=ref, scanned=scanned, at=DURING)
    link_revoke(actor=clerk, ref=mine.links.get().ref, reason="Hilang", at=DURING)
    with pytest.raises(NotVisibleError):
        roll_call_scan(actor=clerk, ref=ref, scanned=address, at=DURING)


def test_the_database_refuses_one_officer_for_both_hands() -> None:
    session, person = room_build(), person_build(OPD)
    (row,) = enter(session, [person], officer())
    with pytest.raises(IntegrityError), transaction.atomic():
        RollCall.objects.filter(pk=row.pk).update(confirmed_by=row.entered_by, confirmed_at=DURING)


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_make_each_pledge_once() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(5)]
    enter(session, persons, officer())
    head = actor_build(Role.SEKDA, HERE)
    told = at_once(lambda: confirm(session, head), times=2)
    assert told == ["WrongInputError", "done"]
    assert Pledge.objects.count() == len(entries("pledge.make")) == 5


def test_the_roll_page_sums_what_waits_for_this_officer() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(3)]
    clerk, head = officer(), actor_build(Role.SEKDA, HERE)
    enter(session, persons[:2], clerk)
    assert (roll_sums(actor=clerk, session=session).waiting) == 0
    sums = roll_sums(actor=head, session=session)
    assert (sums.present, sums.confirmed, sums.waiting) == (2, 0, 2)
    confirm(session, head)
    sums = roll_sums(actor=head, session=session)
    assert (sums.present, sums.confirmed, sums.waiting) == (2, 2, 0)
    states = map(attrgetter("has_pledged"), roll_of(actor=head, session=session))
    assert sorted(states) == [False, True, True]


def test_a_wrong_name_is_struck_by_either_officer_and_may_be_written_down_again() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(2)]
    clerk, head = officer(), actor_build(Role.SEKDA, HERE)
    enter(session, persons, clerk)
    assert strike(session, persons[0], clerk) == persons[0]
    assert strike(session, persons[1], head) == persons[1]
    assert not RollCall.objects.exists()
    told = [(entry["actor"], entry["body"]["entered_by"]) for entry in entries("pledge.strike")]
    assert told == [(clerk.account, clerk.account), (head.account, clerk.account)]
    assert len(enter(session, persons, clerk)) == 2


def test_nobody_strikes_a_confirmed_one_a_stranger_or_another_unit() -> None:
    session, persons = room_build(), [person_build(OPD), person_build(SCHOOL)]
    enter(session, persons, officer())
    confirm(session, actor_build(Role.SEKDA, HERE), persons[:1])
    for person, actor in (
        (persons[0], officer()),
        (person_build(OPD), officer()),
        (persons[1], actor_build(Role.OPD_HEAD, OPD)),
    ):
        with pytest.raises(NotVisibleError):
            strike(session, person, actor)
    assert RollCall.objects.count() == 2
    assert not entries("pledge.strike")


def test_only_those_whom_the_second_officer_saw_are_confirmed() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(3)]
    clerk, head = officer(), actor_build(Role.SEKDA, HERE)
    enter(session, persons[:2], clerk)
    seen = persons[:2]
    enter(session, persons[2:], clerk)
    assert confirm(session, head, seen) == 2
    assert not Pledge.objects.filter(person=persons[2]).exists(), "added after the page was shown"
    strike(session, persons[2], clerk)
    with pytest.raises(WrongInputError, match="sudah berubah"):
        confirm(session, head, persons[2:])
    assert Pledge.objects.count() == 2


def test_who_left_since_the_day_of_the_list_was_there_all_the_same() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(3)]
    enter(session, persons, officer())
    Person.objects.filter(pk=persons[0].pk).update(valid_to=DURING.date())
    late = DURING + timedelta(days=2)
    assert confirm(session, actor_build(Role.SEKDA, HERE), at=late) == 3
    assert Pledge.objects.filter(person=persons[0], at=late).exists()


def test_who_moved_out_of_an_invited_unit_does_not_hold_up_the_others() -> None:
    session, persons = room_build(OPD), [person_build(OPD) for _ in range(3)]
    clerk, head = officer(), actor_build(Role.SEKDA, HERE)
    enter(session, persons, clerk)
    Person.objects.filter(pk=persons[0].pk).update(unit=unit_build(SCHOOL))
    assert roll_sums(actor=head, session=session).waiting == roll_unconfirmed(session) == 2
    assert confirm(session, head) == 2
    assert not Pledge.objects.filter(person=persons[0]).exists()
    assert roll_sums(actor=head, session=session).waiting == roll_unconfirmed(session) == 0
