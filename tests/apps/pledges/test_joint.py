"""A pledge over several installations: only signed sums cross, and nothing false gets in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from netral.core.access import Role
from netral.core.flow.joint import GuestStage, Sums
from netral.core.flow.joint_wire import sums_value
from netral.core.flow.pledge import CallStage, Kind, Stage
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NetralError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.ledger.statement import envelope_read
from netral.journal.models import Entry
from netral.journal.services import statement_make
from netral.people.models import Person
from netral.pledges.models import CallGuest, CallHost, PledgeCall, PledgeSession
from netral.pledges.queries.calls import calls_seen
from netral.pledges.queries.joint import host_sums
from netral.pledges.queries.published import call_published
from netral.pledges.queries.room import live_of
from netral.pledges.services import (
    call_close,
    call_looked_up,
    call_withdraw,
    guest_confirm,
    guest_end,
    guest_invite,
    host_join,
    message_now,
    message_take,
    session_join,
)
from netral.pledges.services.hosts import HostPlan, door_of
from netral.pledges.services.outbox import HEARTBEAT, LONGEST
from netral.pledges.tasks import joint_work
from tests.apps.people.build import actor_build, person_build
from tests.apps.people.told import entries
from tests.apps.pledges.build import BEFORE, CLOSES, DURING, OPENS, pledge_build
from tests.apps.pledges.outside import (
    GUEST,
    HERE,
    SITE,
    Joint,
    confirmed_build,
    joint_build,
    told_build,
)
from tests.apps.pledges.test_calls import KARO, LATE, SAMOSIR, SUMUT

pytestmark = pytest.mark.django_db


def people_build(count: int, office: str = "dinkes") -> list[Person]:
    return [person_build(f"{KARO}.{office}") for _ in range(count)]


def pledged(joint: Joint, people: list[Person]) -> None:
    for person in people:
        pledge_build(joint.session, person, at=OPENS)


def refused(joint: Joint, body: str) -> tuple[int, str]:
    """Return what the province answers to a message, after checking that it changed nothing."""
    before = CallGuest.objects.values().get(pk=joint.guest.pk), Entry.objects.count()
    reply = message_take(ref=joint.call.ref, body=body, at=joint.clock[0])
    assert (CallGuest.objects.values().get(pk=joint.guest.pk), Entry.objects.count()) == before
    return reply.status, str(json.loads(reply.text)["refused"])


def test_the_one_invited_takes_over_moments_and_wording_and_holds_a_session_of_its_own() -> None:
    joint = joint_build()
    session = joint.join()
    assert (session.kind, session.stage, session.government_id) == (
        Kind.TOGETHER,
        Stage.OPEN,
        KARO,
    )
    assert (session.opens_at, session.late_from, session.closes_at) == (OPENS, LATE, CLOSES)
    assert session.text.sha256 == joint.call.text.sha256
    assert session.text.government_id == joint.host.call.government_id == KARO
    assert (joint.guest.stage, joint.host.guest_stage) == ("invited", "invited")
    assert [one["body"]["call"] for one in entries("pledge_host.join")] == [joint.call.ref]


def test_each_side_acts_and_confirms_before_any_figure_counts() -> None:
    joint = joint_build()
    joint.join()
    joint.work(BEFORE)
    guest = joint.guest
    assert (guest.stage, guest.own_name) == ("asked", "Kabupaten Karo")
    assert joint.host.guest_stage == "asked"
    live = live_of(call=joint.call, at=DURING)
    assert (live.rows, live.unheard) == ((), ())
    guest_confirm(actor=joint.caller, ref=guest.ref, at=BEFORE)
    assert live_of(call=joint.call, at=DURING).unheard == (GUEST,)
    joint.work(BEFORE + timedelta(minutes=2))
    joint.work(BEFORE + timedelta(minutes=4))
    assert live_of(call=joint.call, at=DURING).unheard == ()
    kinds = ["invite", "ask", "confirm", "report"]
    assert all(len(entries(f"pledge_guest.{act}")) == 1 for act in kinds)
    assert entries("pledge_guest.ask")[0]["actor"] == "luar"


def test_the_count_shows_the_outside_as_received_with_the_moment_of_its_last_message() -> None:
    joint = confirmed_build()
    here, away = people_build(12), people_build(9, "dikbud")
    session_join(actor=joint.caller, ref=joint.call.ref, plan=HERE, at=BEFORE)
    person_build(f"{SUMUT}.dinkes")
    pledged(joint, [*here[:6], *away])
    joint.work(DURING)
    live = live_of(call=joint.call, at=DURING)
    outside, own = live.rows
    assert (own.name, own.outside, own.total) == ("Provinsi Sumatera Utara", None, 1)
    assert (outside.name, outside.done, outside.total) == (GUEST, 15, 21)
    assert outside.outside is not None
    assert (outside.outside.heard_at, outside.outside.is_silent) == (DURING, False)
    assert (live.done, live.total) == (15, 22)
    told = call_published(call=joint.call, at=DURING)
    assert (told["done"], told["total"]) == (15, 22)
    assert sum(one["total"] for one in told["governments"]) == 22


def test_no_person_crosses_and_small_groups_are_hidden_on_the_wire() -> None:
    joint = confirmed_build()
    few, many = people_build(6, "inspektorat"), people_build(20)
    pledged(joint, [*few[:2], *many[:10]])
    joint.work(DURING)
    said = envelope_read(joint.last_said()).note
    for person in [*few, *many]:
        assert person.name not in said
        assert person.nip not in said
        assert person.ref not in said
    offices = {one["name"]: one["done"] for one in joint.guest.offices}
    assert set(offices.values()) == {None}, "one hidden cell alone would be the rest of the sum"
    assert (joint.guest.done, joint.guest.total) == (12, 26)


def test_few_late_comers_are_not_numbered() -> None:
    joint = confirmed_build()
    people = people_build(20)
    pledge_build(joint.session, people[0], at=LATE)
    joint.work(LATE)
    live = live_of(call=joint.call, at=LATE)
    assert (joint.guest.late, live.late, live.is_late_hidden) == (None, 0, True)


def test_silence_is_shown_while_the_pledge_runs_and_only_then() -> None:
    joint = told_build()
    (row,) = live_of(call=joint.call, at=DURING + timedelta(minutes=9)).rows
    assert row.outside is not None
    assert not row.outside.is_silent
    (row,) = live_of(call=joint.call, at=DURING + timedelta(minutes=11)).rows
    assert row.outside is not None
    assert row.outside.is_silent
    (row,) = live_of(call=joint.call, at=CLOSES + timedelta(days=1)).rows
    assert row.outside is not None
    assert not row.outside.is_silent


def test_a_message_sent_again_is_refused_and_the_sender_learns_that_it_had_arrived() -> None:
    joint = told_build()
    last = joint.last_said()
    assert refused(joint, last) == (409, "lama")
    CallHost.objects.update(is_delivered=False, due_at=DURING)
    joint.work(DURING + timedelta(seconds=30))
    assert (joint.host.is_delivered, joint.host.problem) == (True, "")


def test_an_older_message_is_refused_after_a_newer_one() -> None:
    joint = told_build()
    old = joint.last_said()
    pledged(joint, people_build(5))
    joint.work(DURING + timedelta(minutes=1))
    assert joint.guest.done == 5
    assert refused(joint, old) == (409, "lama")
    assert joint.guest.done == 5


def test_a_forged_message_a_changed_one_and_another_key_are_refused() -> None:
    joint = told_build()
    stated = envelope_read(joint.last_said())
    changed = replace_note(stated.note, '"done":0', '"done":9')
    assert refused(joint, stated._replace(note=changed).envelope()) == (422, "kunci")
    sums = replace(host_sums(host=joint.host, at=DURING), done=0)
    other = own_statement(SAMOSIR, sums)
    assert refused(joint, other) == (422, "kunci")
    wrong_line = envelope_read(other)._replace(key=stated.key)
    assert refused(joint, wrong_line.envelope()) == (422, "kunci")


def test_sums_that_do_not_foot_are_refused() -> None:
    joint = told_build()
    sums = host_sums(host=joint.host, at=DURING)
    assert refused(joint, own_statement(KARO, replace(sums, total=sums.total + 1))) == (
        422,
        "bentuk",
    )


def test_another_wording_is_refused_and_ours_cannot_change_after_the_opening() -> None:
    joint = told_build()
    sums = replace(host_sums(host=joint.host, at=DURING), text_sha256="0" * 64)
    assert refused(joint, own_statement(KARO, sums)) == (422, "naskah")
    for change in ({"text_id": 10**6}, {"opens_at": LATE}, {"kind": Kind.LINK}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PledgeSession.objects.filter(pk=joint.session.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        CallHost.objects.filter(pk=joint.host.pk).update(verifier_key="x")


def test_a_clock_that_runs_ahead_is_refused_with_our_time_and_told_to_the_officer() -> None:
    joint = confirmed_build()
    joint.clock[0] = DURING - timedelta(minutes=7)
    joint_work(DURING, joint.neighbour)
    assert "Jam instalasi pengirim" in joint.host.problem
    assert "08.58" in joint.host.problem
    assert not joint.host.is_delivered


def test_a_clock_that_was_set_back_is_refused_until_it_has_caught_up() -> None:
    joint = told_build()
    pledged(joint, people_build(5))
    CallHost.objects.update(due_at=BEFORE)
    joint.work(DURING - timedelta(minutes=3))
    assert not joint.host.is_delivered
    assert "lebih lama" in joint.host.problem
    CallHost.objects.update(due_at=BEFORE)
    pledged(joint, people_build(1))
    joint.work(DURING + timedelta(minutes=3))
    assert (joint.host.is_delivered, joint.guest.done) == (True, 6)


def test_a_cut_network_loses_nothing_and_the_next_try_comes_later_each_time() -> None:
    joint = confirmed_build()
    joint.neighbour.is_cut = True
    pauses, at = [], DURING
    for _ in range(8):
        joint.work(at)
        pauses.append(joint.host.due_at - at)
        at = joint.host.due_at
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST
    assert "tidak menjawab" in joint.host.problem
    joint.neighbour.is_cut = False
    pledged(joint, people_build(7))
    joint.work(at)
    assert (joint.guest.done, joint.host.is_delivered, joint.host.problem) == (7, True, "")


def test_sums_that_did_not_change_are_told_once_and_then_as_a_heartbeat() -> None:
    joint = told_build()
    number = joint.guest.sequence
    for seconds in range(10, 170, 20):
        joint.work(DURING + timedelta(seconds=seconds))
    assert joint.guest.sequence == number
    joint.work(DURING + HEARTBEAT + timedelta(seconds=20))
    assert joint.guest.sequence == number + 1


def test_one_who_comes_back_from_a_backup_goes_on_after_the_last_number() -> None:
    joint = told_build()
    CallHost.objects.update(sequence=0, figures="", note="", said_at=None, due_at=DURING)
    CallGuest.objects.update(sequence=7)
    joint.work(DURING + timedelta(seconds=10))
    CallHost.objects.update(due_at=DURING)
    joint.work(DURING + timedelta(seconds=40))
    assert (joint.guest.sequence, joint.host.sequence, joint.host.is_delivered) == (8, 8, True)


def test_a_call_taken_back_is_taken_back_in_the_other_installation_too() -> None:
    joint = confirmed_build()
    call_withdraw(actor=joint.caller, ref=joint.call.ref, reason="Hujan lebat", at=BEFORE)
    CallHost.objects.update(due_at=BEFORE, is_delivered=False)
    joint.work(BEFORE + timedelta(minutes=9))
    mirror = joint.host.call
    assert (mirror.stage, mirror.reason) == (CallStage.WITHDRAWN, "Hujan lebat")
    assert len(entries("pledge_host.withdraw")) == 1
    assert joint.session.stage == Stage.OPEN, "its own officer decides over its own session"


def test_after_the_closing_late_lists_are_still_told() -> None:
    joint = told_build()
    call_close(actor=joint.caller, ref=joint.call.ref, at=CLOSES)
    people_build(3)
    joint.work(CLOSES + timedelta(hours=3))
    assert joint.guest.total == 3


def test_who_was_sent_away_is_neither_shown_nor_heard_and_reads_why() -> None:
    joint = told_build()
    with pytest.raises(WrongInputError):
        guest_end(actor=joint.caller, ref=joint.guest.ref, reason=" ", at=DURING)
    guest_end(actor=joint.caller, ref=joint.guest.ref, reason="Kunci bocor", at=DURING)
    assert live_of(call=joint.call, at=DURING).rows == ()
    people_build(1)
    joint.work(DURING + timedelta(minutes=1))
    assert "Kunci bocor" in joint.host.problem
    assert joint.host.guest_stage == GuestStage.ENDED


def test_a_wrong_code_is_refused_and_the_officer_reads_it() -> None:
    joint = joint_build()
    joint.join(code=joint.code[:-1] + ("0" if joint.code[-1] != "0" else "1"))
    joint.work(BEFORE)
    assert "Kode undangan tidak cocok" in joint.host.problem
    assert joint.guest.stage == GuestStage.INVITED


def test_an_invitation_serves_one_key_alone() -> None:
    joint = joint_build()
    joint.join()
    joint.work(BEFORE)
    stolen = HostPlan(joint.found().envelope, joint.code, joint.address, HERE)
    with pytest.raises(AlreadyDoneError):
        host_join(actor=actor_build(Role.SEKDA, SAMOSIR), plan=stolen, at=BEFORE)
    with pytest.raises(AlreadyDoneError):
        guest_invite(actor=joint.caller, ref=joint.call.ref, name=GUEST, at=BEFORE)


def test_a_new_invitation_voids_the_old_code() -> None:
    joint = joint_build()
    guest_invite(actor=joint.caller, ref=joint.call.ref, name=GUEST, at=BEFORE)
    joint.join()
    joint.work(BEFORE)
    assert "tidak dikenal" in joint.host.problem
    assert CallGuest.objects.count() == 1


def test_an_office_without_network_does_all_by_files() -> None:
    joint = joint_build()
    plan = HostPlan(joint.found().envelope, joint.code, "", HERE)
    host_join(actor=joint.joiner, plan=plan, at=BEFORE)
    assert joint.work(DURING) == 0
    ref = joint.host.call.ref
    assert take(joint, joint.host.ask) == 200
    guest_confirm(actor=joint.caller, ref=joint.guest.ref, at=BEFORE)
    pledged(joint, people_build(8))
    first = message_now(actor=joint.joiner, ref=ref, at=DURING)
    assert take(joint, first) == 200
    assert joint.guest.done == 8
    second = message_now(actor=joint.joiner, ref=ref, at=DURING + timedelta(minutes=1))
    assert take(joint, second) == 200
    assert take(joint, first) == 409


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"key": 1, "note": ""}', '{"key":"a+b+c","note":"x"}', "x" * 70_000]
)
def test_rubbish_at_the_machine_door_is_refused_in_words(body: str) -> None:
    joint = joint_build()
    assert refused(joint, body)[0] == 422


def test_others_officers_neither_invite_nor_confirm_nor_see_a_mirrored_call() -> None:
    joint = confirmed_build()
    stranger = actor_build(Role.OFFICER, SAMOSIR)
    for act in (
        lambda: guest_invite(actor=stranger, ref=joint.call.ref, name="x", at=BEFORE),
        lambda: guest_confirm(actor=stranger, ref=joint.guest.ref, at=BEFORE),
        lambda: guest_end(actor=stranger, ref=joint.guest.ref, reason="x", at=BEFORE),
        lambda: message_now(actor=stranger, ref=joint.host.call.ref, at=BEFORE),
        lambda: guest_end(
            actor=actor_build(Role.HANDLER, SUMUT), ref=joint.guest.ref, reason="x", at=BEFORE
        ),
    ):
        with pytest.raises(NetralError):
            act()
    assert joint.host.call not in calls_seen(actor=stranger)
    assert joint.host.call not in calls_seen(actor=joint.caller)
    with pytest.raises(NotVisibleError):
        call_withdraw(actor=joint.joiner, ref=joint.host.call.ref, reason="x", at=BEFORE)


def test_an_address_is_understood_however_it_was_copied_and_no_other() -> None:
    door = f"{SITE}/ikrar/serentak/7K2M94QD11/ajakan.json"
    for copied in ("", "/", "/keadaan.json", "/?x=1", "/#daerah"):
        assert door_of(f" {SITE}/ikrar/serentak/7K2M94QD11{copied} ") == door
    for wrong in ("", SITE, "file:///ikrar/serentak/7K2M94QD11/", f"{SITE}/ikrar/serentak/"):
        with pytest.raises(WrongInputError):
            door_of(wrong)


def test_what_is_no_call_is_told_in_words_and_nothing_is_written() -> None:
    joint = joint_build()
    before = PledgeCall.objects.count()
    elsewhere = "https://lain.example/ikrar/serentak/A/"
    for address, envelope in ((elsewhere, ""), ("", "{}"), ("", joint_sums())):
        told = call_looked_up(
            actor=joint.joiner, neighbour=joint.neighbour, address=address, envelope=envelope
        )
        assert isinstance(told, str)
    assert PledgeCall.objects.count() == before


def joint_sums() -> str:
    """Return a message that is signed, but no call."""
    return statement_make(government=KARO, kind="pledge-sums", value={"a": 1}).envelope()


def take(joint: Joint, body: str) -> int:
    return message_take(ref=joint.call.ref, body=body, at=DURING + timedelta(minutes=2)).status


def replace_note(note: str, old: str, new: str) -> str:
    assert old in note
    return note.replace(old, new)


def own_statement(government: str, sums: Sums) -> str:
    value = sums_value(sums)
    return statement_make(government=government, kind="pledge-sums", value=value).envelope()
