"""The session's moves: each by the right role, refused to all others, from each other stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from netral.core.access import Actor, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pledge import DRAFTERS, OPENERS, Stage
from netral.core.kinds.errors import NetralError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import SessionRef
from netral.core.law import pledge_points
from netral.journal.models import Entry
from netral.pledges.models import PledgeSession, PledgeText
from netral.pledges.services import (
    TextDraft,
    pledge_text_add,
    session_close,
    session_draft,
    session_open,
    session_revise,
)
from tests.apps.people.build import actor_build, unit_build
from tests.apps.people.told import entries
from tests.apps.pledges.build import (
    BEFORE,
    CLOSES,
    DURING,
    HERE,
    OPD,
    OPENS,
    officer,
    plan,
    session_build,
)

pytestmark = pytest.mark.django_db

Move = Callable[[Actor, str], Any]
OFFICIAL = TextDraft("Ikrar resmi", ("Butir satu", "Butir dua"), "Keputusan contoh", True)


def revise(actor: Actor, ref: str) -> PledgeSession:
    return session_revise(
        actor=actor, ref=SessionRef(ref), plan=plan(title="Ikrar baru"), at=BEFORE
    )


def open_(actor: Actor, ref: str) -> PledgeSession:
    return session_open(actor=actor, ref=SessionRef(ref), at=BEFORE)


def close(actor: Actor, ref: str) -> PledgeSession:
    return session_close(actor=actor, ref=SessionRef(ref), at=DURING)


MOVES: list[tuple[Move, Stage, frozenset[Role], str]] = [
    (revise, Stage.DRAFTED, DRAFTERS, "pledge_session.revise"),
    (open_, Stage.DRAFTED, OPENERS, "pledge_session.open"),
    (close, Stage.OPEN, OPENERS, "pledge_session.close"),
]
NAMES = ["revise", "open", "close"]


def rows() -> list[list[dict[str, Any]]]:
    models: tuple[Any, ...] = (PledgeSession, Entry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(move: Move, actor: Actor, ref: str, error: type[NetralError]) -> None:
    before = rows()
    with pytest.raises(error):
        move(actor, ref)
    assert rows() == before


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize(("move", "stage", "roles", "kind"), MOVES, ids=NAMES)
def test_a_move_is_taken_by_its_roles_alone(
    move: Move, stage: Stage, roles: frozenset[Role], kind: str, role: Role
) -> None:
    session, actor = session_build(stage), actor_build(role, HERE)
    if role not in roles:
        refused(move, actor, session.ref, NetralError)
        return
    move(actor, session.ref)
    (entry,) = entries(kind)
    assert entry["actor"] == actor.account
    assert entry["body"]["text"] == session.text.sha256


@pytest.mark.parametrize("unit", [OPD, "kab-samosir", "kab-batanghari-lain"])
@pytest.mark.parametrize(("move", "stage", "roles", "kind"), MOVES, ids=NAMES)
def test_the_same_role_elsewhere_moves_nothing(
    move: Move, stage: Stage, roles: frozenset[Role], kind: str, unit: str
) -> None:
    session = session_build(stage)
    refused(move, actor_build(min(roles), unit), session.ref, NotVisibleError)
    assert not entries(kind)


@pytest.mark.parametrize("stage", sorted(Stage))
@pytest.mark.parametrize(("move", "allowed", "roles", "kind"), MOVES, ids=NAMES)
def test_a_move_from_another_stage_is_refused(
    move: Move, allowed: Stage, roles: frozenset[Role], kind: str, stage: Stage
) -> None:
    if stage is allowed:
        return
    session = session_build(stage)
    before = len(entries(kind))
    refused(move, actor_build(min(roles), HERE), session.ref, MoveRefusedError)
    assert len(entries(kind)) == before


@pytest.mark.parametrize("move", [revise, open_, close], ids=NAMES)
def test_an_unknown_session_is_told(move: Move) -> None:
    refused(move, officer(), "ZZZZZZZZZZ", NotVisibleError)


@pytest.mark.parametrize("role", sorted(Role))
def test_drafting_is_for_drafters(role: Role) -> None:
    actor, wanted = actor_build(role, HERE), plan()
    if role in DRAFTERS:
        assert session_draft(actor=actor, plan=wanted, at=BEFORE).stage == Stage.DRAFTED
        assert len(entries("pledge_session.draft")) == 1
        return
    with pytest.raises(NetralError):
        session_draft(actor=actor, plan=wanted, at=BEFORE)
    assert not PledgeSession.objects.exists()
    assert not PledgeText.objects.exists()


def test_drafting_for_a_unit_elsewhere_or_unknown_is_refused() -> None:
    actor = officer(OPD)
    for unit in (HERE, f"{HERE}.dinkes-lain", "kab-samosir"):
        with pytest.raises(NotVisibleError):
            session_draft(actor=actor, plan=plan(unit), at=BEFORE)
    with pytest.raises(NotVisibleError):
        session_draft(actor=actor, plan=replace(plan(OPD), unit=f"{OPD}.tidak-ada"), at=BEFORE)
    assert not PledgeSession.objects.exists()


def test_the_same_draft_sent_twice_is_one_session() -> None:
    actor, wanted = officer(), plan()
    first = session_draft(actor=actor, plan=wanted, at=BEFORE)
    assert session_draft(actor=actor, plan=wanted, at=BEFORE) == first
    assert len(entries("pledge_session.draft")) == 1


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(WrongInputError):
        session_draft(actor=officer(), plan=plan(closes_at=OPENS), at=BEFORE)
    session = session_build(Stage.DRAFTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeSession.objects.filter(pk=session.pk).update(closes_at=OPENS)


def test_a_session_whose_time_is_over_does_not_open() -> None:
    session = session_build(Stage.DRAFTED)
    with pytest.raises(WrongInputError):
        session_open(actor=officer(), ref=SessionRef(session.ref), at=CLOSES)
    assert not entries("pledge_session.open")


def test_without_a_text_of_its_own_a_region_gets_ours_marked_so() -> None:
    session = session_build(Stage.DRAFTED)
    assert session.text.points == [point.text_id for point in pledge_points(BEFORE.date())]
    assert len(session.text.points) == 4
    assert not session.text.is_official
    assert "bukan naskah resmi" in session.text.source
    session_build(Stage.DRAFTED, title="Kedua")
    assert PledgeText.objects.count() == len(entries("pledge_text.add")) == 1


def test_before_the_joint_decree_there_is_no_wording_of_ours() -> None:
    early = BEFORE.replace(year=2021)
    with pytest.raises(WrongInputError):
        session_draft(actor=officer(), plan=plan(), at=early)
    assert not PledgeText.objects.exists()


def test_a_text_can_be_replaced_until_the_session_opens() -> None:
    actor, session = officer(), session_build(Stage.DRAFTED)
    text = pledge_text_add(actor=actor, draft=OFFICIAL, at=BEFORE)
    changed = session_revise(
        actor=actor, ref=SessionRef(session.ref), plan=plan(text=text.ref), at=BEFORE
    )
    assert changed.text == text
    open_(actor, session.ref)
    with pytest.raises(DatabaseError), transaction.atomic():
        PledgeSession.objects.filter(pk=session.pk).update(text=session.text)
    PledgeSession.objects.filter(pk=session.pk).update(place="Aula")
    assert PledgeSession.objects.get(pk=session.pk).text == text


def test_a_text_of_another_government_is_not_taken() -> None:
    unit_build("kab-samosir")
    text = pledge_text_add(actor=officer("kab-samosir"), draft=OFFICIAL, at=BEFORE)
    with pytest.raises(NotVisibleError):
        session_draft(actor=officer(), plan=plan(text=text.ref), at=BEFORE)


def test_a_text_never_changes_and_is_never_deleted() -> None:
    text = pledge_text_add(actor=officer(), draft=OFFICIAL, at=BEFORE)
    for spoil in (
        lambda: PledgeText.objects.filter(pk=text.pk).update(title="Lain"),
        lambda: PledgeText.objects.filter(pk=text.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


@pytest.mark.parametrize("points", [(), ("", "  "), ("x",) * 9, ("x" * 601,)])
def test_a_text_without_points_or_with_too_many_is_refused(points: tuple[str, ...]) -> None:
    draft = TextDraft("Judul", points, "Sumber", False)
    with pytest.raises(WrongInputError):
        pledge_text_add(actor=officer(), draft=draft, at=BEFORE)
    assert not entries("pledge_text.add")


@pytest.mark.parametrize("role", sorted(set(Role) - DRAFTERS))
def test_other_roles_enter_no_text(role: Role) -> None:
    with pytest.raises(NetralError):
        pledge_text_add(actor=actor_build(role, HERE), draft=OFFICIAL, at=BEFORE)
    assert not PledgeText.objects.exists()


def test_a_stage_must_fit_its_moments() -> None:
    session = session_build(Stage.DRAFTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeSession.objects.filter(pk=session.pk).update(stage="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeSession.objects.filter(pk=session.pk).update(stage="lain")


def test_rows_are_told_by_their_names() -> None:
    session = session_build(Stage.DRAFTED)
    assert str(session) == "Ikrar"
    assert str(session.text) == "Ikrar netralitas ASN"
    assert session.opens_at + timedelta(hours=2) == session.closes_at
