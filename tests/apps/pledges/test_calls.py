"""One government calls, many join by their own act: nobody's people are seen by the others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from netral.core.access import Actor, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pledge import OPENERS, CallStage, Kind, Stage
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NetralError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import SessionRef
from netral.journal.models import Entry
from netral.people.models import Instansi, Region
from netral.pledges.models import PledgeCall, PledgeSession
from netral.pledges.queries.calls import calls_seen
from netral.pledges.queries.room import live_of
from netral.pledges.services import (
    CallPlan,
    JoinPlan,
    SameNameError,
    call_announce,
    call_close,
    call_withdraw,
    session_close,
    session_draft,
    session_join,
)
from tests.apps.people.build import actor_build, government_build, person_build, unit_build
from tests.apps.people.told import at_once, entries
from tests.apps.pledges.build import BEFORE, CLOSES, DURING, OPENS, plan, pledge_build

pytestmark = pytest.mark.django_db

SUMUT, SAMOSIR, KARO, SOLOK = "prov-sumut", "kab-samosir", "kab-karo", "kab-solok"
LATE = OPENS + timedelta(minutes=30)
PLAN = CallPlan(
    title="Ikrar serentak se-Sumatera Utara",
    text="",
    leader="Gubernur",
    opens_at=OPENS,
    late_from=LATE,
    closes_at=CLOSES,
)
HERE = JoinPlan("Aula bupati", "Sekda", ("Ketua Bawaslu",))


def province_build() -> Actor:
    """Return the officer of a province with two of its kabupaten, and one of another province."""
    north = Region.objects.create(code="12", kind="provinsi", name="Sumut", timezone="Asia/Jakarta")
    west = Region.objects.create(code="13", kind="provinsi", name="Sumbar", timezone="Asia/Jakarta")
    government_build(SUMUT, "Provinsi Sumatera Utara")
    Instansi.objects.filter(key=SUMUT).update(region=north)
    for key, code, parent in (
        (SAMOSIR, "12.17", north),
        (KARO, "12.06", north),
        (SOLOK, "13.02", west),
    ):
        region = Region.objects.create(
            code=code, kind="kabupaten", name=key, parent=parent, timezone="Asia/Jakarta"
        )
        government_build(key, key.replace("kab-", "Kabupaten ").title())
        Instansi.objects.filter(key=key).update(region=region)
    return actor_build(Role.OFFICER, SUMUT)


def announced() -> PledgeCall:
    return call_announce(actor=province_build(), plan=PLAN, at=BEFORE)


def joined(call: PledgeCall, key: str) -> PledgeSession:
    made = session_join(actor=actor_build(Role.SEKDA, key), ref=call.ref, plan=HERE, at=BEFORE)
    return PledgeSession.objects.select_related("text", "unit", "government").get(pk=made.pk)


@pytest.mark.parametrize("role", sorted(Role))
def test_a_call_is_announced_by_its_roles_alone_and_entered_once(role: Role) -> None:
    province_build()
    actor = actor_build(role, SUMUT)
    if role not in OPENERS:
        with pytest.raises(NetralError):
            call_announce(actor=actor, plan=PLAN, at=BEFORE)
        assert not PledgeCall.objects.exists()
        return
    first, again = (call_announce(actor=actor, plan=PLAN, at=BEFORE) for _ in range(2))
    assert first == again
    (entry,) = entries("pledge_call.announce")
    assert (entry["actor"], entry["body"]["text"]) == (actor.account, first.text.sha256)


def test_an_officer_of_one_agency_cannot_call_for_the_whole_government() -> None:
    province_build()
    unit_build(f"{SUMUT}.dinkes")
    with pytest.raises(NotVisibleError):
        call_announce(actor=actor_build(Role.OFFICER, f"{SUMUT}.dinkes"), plan=PLAN, at=BEFORE)


def test_a_kabupaten_calls_nobody() -> None:
    province_build()
    with pytest.raises(NotAllowedError, match="buat sesi"):
        call_announce(actor=actor_build(Role.OFFICER, SAMOSIR), plan=PLAN, at=BEFORE)


@pytest.mark.parametrize(
    "changes",
    [
        {"opens_at": BEFORE - timedelta(days=1)},
        {"late_from": OPENS - timedelta(minutes=1)},
        {"closes_at": LATE},
    ],
)
def test_moments_out_of_order_are_refused(changes: dict[str, object]) -> None:
    wrong = replace(PLAN, **changes)  # type: ignore[arg-type]
    with pytest.raises(WrongInputError):
        call_announce(actor=province_build(), plan=wrong, at=BEFORE)
    assert not PledgeCall.objects.exists()


def test_what_a_call_says_never_changes() -> None:
    call = announced()
    for change in ({"opens_at": LATE}, {"title": "Lain"}, {"leader": "Lain"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PledgeCall.objects.filter(pk=call.pk).update(**change)


def test_a_kabupaten_of_the_province_joins_by_its_own_officer_with_its_own_wording_row() -> None:
    call = announced()
    session = joined(call, SAMOSIR)
    assert (session.kind, session.stage, session.call) == (Kind.TOGETHER, Stage.OPEN, call)
    assert (session.opens_at, session.late_from, session.closes_at) == (OPENS, LATE, CLOSES)
    assert session.text.sha256 == call.text.sha256
    assert (session.text.government_id, session.government_id) == (SAMOSIR, SAMOSIR)
    entry = Entry.objects.get(kind="pledge_session.join")
    assert entry.log.government == SAMOSIR
    assert json.loads(entry.body or "")["body"]["call"] == call.ref
    assert joined(call, SAMOSIR) == session
    assert len(entries("pledge_session.join")) == 1


def test_a_kabupaten_of_another_province_neither_sees_nor_joins() -> None:
    call = announced()
    stranger = actor_build(Role.OFFICER, SOLOK)
    assert not calls_seen(actor=stranger).exists()
    with pytest.raises(NotVisibleError):
        session_join(actor=stranger, ref=call.ref, plan=HERE, at=BEFORE)
    assert not PledgeSession.objects.exists()


def test_the_province_cannot_join_for_a_kabupaten_nor_move_its_session() -> None:
    call = announced()
    session = joined(call, SAMOSIR)
    officer = actor_build(Role.OFFICER, SUMUT)
    session_join(actor=officer, ref=call.ref, plan=HERE, at=BEFORE)
    assert set(PledgeSession.objects.values_list("government_id", flat=True)) == {SAMOSIR, SUMUT}
    with pytest.raises(NotVisibleError):
        session_close(actor=officer, ref=SessionRef(session.ref), at=DURING)


@pytest.mark.parametrize("role", sorted(set(Role) - OPENERS))
def test_joining_is_refused_to_all_other_roles(role: Role) -> None:
    call = announced()
    with pytest.raises(NetralError):
        session_join(actor=actor_build(role, KARO), ref=call.ref, plan=HERE, at=BEFORE)
    assert not PledgeSession.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_join_at_once_make_one_session() -> None:
    call, actor = announced(), actor_build(Role.OFFICER, KARO)
    told = at_once(lambda: session_join(actor=actor, ref=call.ref, plan=HERE, at=BEFORE), times=3)
    assert told == ["done"] * 3
    assert PledgeSession.objects.count() == len(entries("pledge_session.join")) == 1


def test_a_call_is_taken_back_before_its_moment_with_a_reason_and_not_after() -> None:
    call, officer = announced(), actor_build(Role.SEKDA, SUMUT)
    with pytest.raises(WrongInputError):
        call_withdraw(actor=officer, ref=call.ref, reason="  ", at=BEFORE)
    with pytest.raises(AlreadyDoneError):
        call_withdraw(actor=officer, ref=call.ref, reason="Hujan", at=OPENS)
    taken = call_withdraw(actor=officer, ref=call.ref, reason="Hujan", at=BEFORE)
    assert (taken.stage, taken.reason) == (CallStage.WITHDRAWN, "Hujan")
    with pytest.raises(MoveRefusedError):
        call_close(actor=officer, ref=call.ref, at=DURING)
    with pytest.raises(AlreadyDoneError):
        joined(call, SAMOSIR)
    assert len(entries("pledge_call.withdraw")) == 1


def test_one_who_joined_cannot_move_the_call_of_another() -> None:
    call = announced()
    stranger = actor_build(Role.OFFICER, SAMOSIR)
    with pytest.raises(NotVisibleError):
        call_withdraw(actor=stranger, ref=call.ref, reason="x", at=BEFORE)
    with pytest.raises(NotVisibleError):
        call_close(actor=stranger, ref=call.ref, at=BEFORE)
    call_close(actor=actor_build(Role.OFFICER, SUMUT), ref=call.ref, at=CLOSES)
    assert len(entries("pledge_call.close")) == 1
    assert PledgeCall.objects.get().stage == CallStage.CLOSED


def test_another_call_of_the_same_name_and_moment_is_told() -> None:
    officer = province_build()
    call = call_announce(actor=officer, plan=PLAN, at=BEFORE)
    assert call_announce(actor=officer, plan=PLAN, at=BEFORE) == call, "the same again is the same"
    with pytest.raises(SameNameError):
        call_announce(actor=officer, plan=replace(PLAN, leader="Wakil gubernur"), at=BEFORE)
    assert len(entries("pledge_call.announce")) == 1


def test_one_who_prepared_a_session_of_the_calls_name_and_moment_is_told_what_to_do() -> None:
    call = announced()
    own = plan(SAMOSIR, title=call.title, opens_at=call.opens_at)
    session_draft(actor=actor_build(Role.OFFICER, SAMOSIR), plan=own, at=BEFORE)
    with pytest.raises(SameNameError, match="Ganti dulu nama atau waktunya"):
        joined(call, SAMOSIR)
    assert not entries("pledge_session.join")


def test_a_session_of_a_call_cannot_be_drafted_by_hand() -> None:
    officer = actor_build(Role.OFFICER, SAMOSIR)
    with pytest.raises(WrongInputError):
        session_draft(actor=officer, plan=plan(SAMOSIR, kind=Kind.TOGETHER), at=BEFORE)


def test_the_live_count_tells_sums_by_government_and_late_comers_apart() -> None:
    call = announced()
    near, far = joined(call, SAMOSIR), joined(call, KARO)
    first, second = person_build(f"{SAMOSIR}.dinkes"), person_build(f"{SAMOSIR}.dinkes")
    other = person_build(f"{KARO}.dinkes")
    person_build(f"{KARO}.dinkes")
    pledge_build(near, first, at=OPENS)
    pledge_build(near, second, at=LATE)
    pledge_build(far, other, at=LATE - timedelta(seconds=1))
    live = live_of(call=call, at=DURING)
    assert [(row.name, row.done, row.total) for row in live.rows] == [
        ("Kabupaten Karo", 1, 2),
        ("Kabupaten Samosir", 2, 2),
    ]
    assert (live.done, live.total, live.late) == (3, 4, 1)
