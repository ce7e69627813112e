"""Each move: by the right role, refused to each other role, place and stage; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.models import Circular, CircularVersion, Delivery
from netral.circulars.services import (
    circular_approve,
    circular_publish,
    circular_return,
    circular_submit,
    circular_withdraw,
)
from netral.circulars.services.content import version_hash
from netral.core.access import Role
from netral.core.flow.circular import MOVES, NEVER_ALONE, CircularStage
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import (
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import CircularRef
from netral.papers.models import Paper
from netral.people.access import actor_of
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    DISDIK,
    GOODS,
    KEY,
    approve,
    approved_build,
    draft_build,
    kinds_entered,
    publish,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.people.build import (
    account_build,
    actor_build,
    grant_build,
    person_build,
    staff_client,
)
from tests.apps.people.build import posting_build as posting

pytestmark = pytest.mark.django_db

SERVICES: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {
    "submit": (circular_submit, {}),
    "approve": (circular_approve, {}),
    "return": (circular_return, {"reason": "Perbaiki butir 2."}),
    "publish": (circular_publish, {"number": "1/SE/2024"}),
    "withdraw": (circular_withdraw, {"reason": "Salah dasar hukum."}),
}
BY_HAND = [move for move in MOVES if move.act not in NEVER_ALONE]


def standing_at(stage: CircularStage) -> Circular:
    """Return a circular whose newest version stands at the stage."""
    circular = published_build(number="9/SE/2024").circular
    version = circular.versions.get()
    if stage is CircularStage.PUBLISHED:
        return circular
    if stage is CircularStage.WITHDRAWN:
        step("withdraw", circular, actor_role=Role.PPK)
        return circular
    version.stage = stage.value
    version.save(update_fields=["stage"])
    version.roster.delete()
    return circular


def step(act: str, circular: Circular, *, actor_role: Role, unit: str = KEY) -> CircularVersion:
    service, more = SERVICES[act]
    made: CircularVersion = service(
        actor=actor_build(actor_role, unit), ref=CircularRef(circular.ref), at=AT, **more
    )
    return made


def before(circular: Circular) -> tuple[list[str], list[str]]:
    stages = list(circular.versions.order_by("sequence").values_list("stage", flat=True))
    return stages, kinds_entered()


@pytest.mark.parametrize("move", BY_HAND, ids=lambda move: f"{move.act}-{move.from_stage.name}")
@pytest.mark.parametrize("role", list(Role))
def test_a_move_is_taken_by_its_roles_and_refused_to_all_others(move: Any, role: Role) -> None:
    circular = standing_at(move.from_stage)
    then = before(circular)
    if role in move.by:
        assert step(move.act, circular, actor_role=role).stage == move.to_stage
        assert f"circular.{move.act}" in kinds_entered()
    else:
        with pytest.raises((NotAllowedError, NotVisibleError)):
            step(move.act, circular, actor_role=role)
        assert before(circular) == then


@pytest.mark.parametrize("move", BY_HAND, ids=lambda move: f"{move.act}-{move.from_stage.name}")
@pytest.mark.parametrize("unit", ["kab-samosir", DINKES])
def test_the_same_role_elsewhere_finds_nothing_to_move(move: Any, unit: str) -> None:
    circular = standing_at(move.from_stage)
    then = before(circular)
    with pytest.raises(NotVisibleError):
        step(move.act, circular, actor_role=min(move.by), unit=unit)
    assert before(circular) == then


@pytest.mark.parametrize("act", sorted(SERVICES))
@pytest.mark.parametrize("stage", [s for s in CircularStage if s is not CircularStage.REPLACED])
def test_a_move_from_another_stage_is_refused_and_nothing_is_written(
    act: str, stage: CircularStage
) -> None:
    if any(move.act == act and move.from_stage is stage for move in MOVES):
        return
    circular = standing_at(stage)
    then = before(circular)
    roles = {role for move in MOVES if move.act == act for role in move.by}
    with pytest.raises(MoveRefusedError):
        step(act, circular, actor_role=min(roles))
    assert before(circular) == then


def test_the_way_from_draft_to_signature_is_one_entry_a_step() -> None:
    circular = approved_build()
    publish(circular, "1/SE/2024")
    assert kinds_entered() == ["circular.submit", "circular.approve", "circular.publish"]


def test_signing_numbers_dates_and_binds_the_words_and_the_post() -> None:
    version = published_build(number="800/1/SE/2024")
    assert (version.number, version.dated_on) == ("800/1/SE/2024", AT.date())
    assert version.signatory_post == "Bupati"
    assert version.body_hash == version_hash(version)
    clause = version.clauses.get(key="kampanye")
    clause.text = "Boleh ikut kampanye."
    clause.save()
    assert version_hash(CircularVersion.objects.get(pk=version.pk)) != version.body_hash


def test_a_signed_circular_can_be_checked_by_a_stranger_and_says_when_it_ended() -> None:
    version = published_build()
    paper = Paper.objects.get(ref=version.paper_ref)
    assert (paper.kind, paper.withdrawn_at) == ("surat_edaran", None)
    assert version.number in paper.title
    step("withdraw", version.circular, actor_role=Role.PPK)
    paper.refresh_from_db()
    assert paper.withdrawn_reason == "Salah dasar hukum."


@pytest.mark.parametrize(
    ("kind", "title", "shown"),
    [
        ("definitif", "Bupati Batang Hari", "Bupati Batang Hari"),
        ("pj", "Bupati Batang Hari", "Pj. Bupati Batang Hari"),
        ("pjs", "Pjs. Bupati Batang Hari", "Pjs. Bupati Batang Hari"),
        ("plt", "Bupati Batang Hari", "Plt. Bupati Batang Hari"),
    ],
)
def test_the_letter_says_how_the_signatory_holds_the_post(
    kind: str, title: str, shown: str
) -> None:
    circular = approved_build()
    version = sign_as(circular, kind, title)
    assert (version.signatory_post, version.signatory_kind) == (shown, kind)


def test_a_daily_stand_in_does_not_sign() -> None:
    circular = approved_build()
    with pytest.raises(NotAllowedError, match="Pelaksana harian"):
        sign_as(circular, "plh", "Bupati Batang Hari")
    assert circular.versions.get().stage == CircularStage.APPROVED


def sign_as(circular: Circular, kind: str, title: str) -> CircularVersion:
    post = posting(person_build(KEY), title=title, kind=kind)
    account = account_build(None)
    grant = grant_build(account, Role.PPK, KEY, posting=post)
    return circular_publish(
        actor=actor_of(account, grant), ref=CircularRef(circular.ref), number="1/SE", at=AT
    )


def test_who_held_the_post_until_yesterday_does_not_sign_today_and_may_have_yesterday() -> None:
    yesterday = AT.date() - timedelta(days=1)
    circular = approved_build()
    post = posting(person_build(KEY), title="Bupati Batang Hari", valid_to=yesterday)
    account = account_build(None)
    grant = grant_build(account, Role.PPK, KEY, posting=post)
    actor, ref = actor_of(account, grant), CircularRef(circular.ref)
    with pytest.raises(NotAllowedError, match="sudah berakhir"):
        circular_publish(actor=actor, ref=ref, number="1/SE", at=AT)
    assert circular.versions.get().stage == CircularStage.APPROVED
    assert not Delivery.objects.exists()
    before_end = AT - timedelta(days=1)
    version = circular_publish(actor=actor, ref=ref, number="1/SE", at=before_end)
    assert version.signatory_post == "Bupati Batang Hari"


def test_of_two_grants_the_one_tied_to_a_post_says_how_it_is_signed() -> None:
    circular = approved_build()
    post = posting(person_build(KEY), title="Bupati Batang Hari", kind="pj")
    account = account_build(None)
    grant_build(account, Role.PPK, KEY, valid_to=AT.date())
    grant = grant_build(account, Role.PPK, KEY, posting=post)
    version = circular_publish(
        actor=actor_of(account, grant), ref=CircularRef(circular.ref), number="1/SE", at=AT
    )
    assert version.signatory_post == "Pj. Bupati Batang Hari"


def test_an_empty_number_is_the_next_one_of_the_governments_own_pattern() -> None:
    assert publish(approved_build(), "").number == "SE/1/IX/2024"
    assert publish(approved_build(), "").number == "SE/2/IX/2024"


def test_a_drawn_number_steps_over_one_that_was_typed_before() -> None:
    publish(approved_build(), "SE/1/IX/2024")
    assert publish(approved_build(), "").number == "SE/2/IX/2024"


def test_a_number_in_use_is_refused_and_the_approval_stays() -> None:
    published_build(number="1/SE/2024")
    circular = approved_build()
    with pytest.raises(WrongInputError, match="sudah dipakai"):
        publish(circular, "1/SE/2024")
    assert circular.versions.get().stage == CircularStage.APPROVED


def test_another_government_may_use_the_same_number() -> None:
    published_build(number="1/SE/2024")
    assert published_build(number="1/SE/2024", key="kab-samosir").is_in_force


def test_the_database_itself_refuses_a_second_use_of_a_number() -> None:
    published_build(number="1/SE/2024")
    other = approved_build().versions.get()
    other.number = "1/SE/2024"
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_the_database_refuses_a_published_version_without_number_and_hash() -> None:
    version = approved_build().versions.get()
    version.stage = CircularStage.PUBLISHED.value
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_publishing_twice_is_refused_with_409() -> None:
    circular = published_build().circular
    with pytest.raises(MoveRefusedError) as refused:
        publish(circular, "2/SE/2024")
    assert refused.value.status == 409


def test_every_opd_receives_the_letter_on_the_day_it_is_signed() -> None:
    tree_build()
    version = published_build()
    units = Delivery.objects.filter(version=version).order_by("unit__path")
    assert [found.unit.path for found in units] == [DINKES, DISDIK]
    assert all(found.must_pass_on and found.passed_on_at is None for found in units)


def test_a_new_version_replaces_the_old_one_and_both_are_in_the_journal() -> None:
    tree_build()
    first = published_build()
    second = renewed_build(first, [CAMPAIGN])
    first.refresh_from_db()
    assert (first.stage, first.replaced_by) == (CircularStage.REPLACED, second)
    assert second.is_in_force
    assert kinds_entered()[-2:] == ["circular.replace", "circular.publish"]
    assert second.deliveries.count() == first.deliveries.count() == 2
    assert Paper.objects.get(ref=first.paper_ref).withdrawn_reason == "Diganti versi 2."


def test_a_returned_text_says_why_and_loses_its_approval() -> None:
    circular = approved_build()
    version = step("return", circular, actor_role=Role.PPK)
    assert (version.stage, version.note) == (CircularStage.DRAFTED, "Perbaiki butir 2.")
    assert (version.approved_by, version.approved_at) == ("", None)


def test_withdrawing_ends_the_version_in_force_while_the_next_is_a_draft() -> None:
    first = published_build()
    draft = renewed_draft(first)
    step("withdraw", first.circular, actor_role=Role.PPK)
    first.refresh_from_db()
    draft.refresh_from_db()
    assert (first.stage, draft.stage) == (CircularStage.WITHDRAWN, CircularStage.DRAFTED)


def test_a_version_signed_after_a_withdrawal_replaces_nothing() -> None:
    first = published_build()
    step("withdraw", first.circular, actor_role=Role.PPK)
    second = renewed_build(first, [GOODS])
    first.refresh_from_db()
    assert (first.stage, first.replaced_by) == (CircularStage.WITHDRAWN, None)
    assert second.is_in_force


def test_withdrawing_a_circular_that_was_never_published_is_refused() -> None:
    with pytest.raises(MoveRefusedError):
        step("withdraw", draft_build(), actor_role=Role.PPK)


def test_a_circular_without_any_text_cannot_be_moved() -> None:
    circular = draft_build()
    version = circular.versions.get()
    version.clauses.all().delete()
    version.delete()
    with pytest.raises(WrongInputError, match="belum punya naskah"):
        step("submit", circular, actor_role=Role.OFFICER)


def renewed_draft(version: CircularVersion) -> CircularVersion:
    return version.circular.versions.create(
        government_id=version.government_id, sequence=2, created_by="A000000001"
    )


def test_a_paper_withdrawn_by_hand_before_does_not_keep_the_circular_in_force() -> None:
    version = published_build()
    Paper.objects.filter(ref=version.paper_ref).update(withdrawn_at=AT, withdrawn_reason="x")
    step("withdraw", version.circular, actor_role=Role.PPK)
    version.refresh_from_db()
    assert version.stage == CircularStage.WITHDRAWN


def link_of(page: str, act: str) -> str:
    """Return the address of a step's button as the page shows it."""
    found = re.search(rf'href="(/edaran/[^"]+/langkah/{act}/\?naskah=[0-9a-f]{{16}})"', page)
    assert found is not None
    return found[1]


def test_nobody_signs_another_text_than_the_one_that_was_read() -> None:
    circular = approved_build()
    head, ref = staff_client(account_build(Role.PPK)), CircularRef(circular.ref)
    read = link_of(head.get(f"/edaran/{ref}/").content.decode(), "publish")
    asked = head.get(read).content.decode()
    assert read.partition("=")[2] in asked
    circular_return(actor=actor_build(Role.PPK), ref=ref, reason="Perbaiki.", at=AT)
    newest = circular.versions.get()
    newest.clauses.update(text="Jangan ikut kampanye, kecuali diundang.")
    approve(circular)
    sent = {"number": "", "naskah": read.partition("=")[2]}
    refused = head.post(f"/edaran/{ref}/langkah/publish/", sent)
    assert refused.status_code == 422
    assert "berubah setelah Anda membacanya" in refused.content.decode()
    assert not circular.versions.filter(published_at__isnull=False).exists()
    now = link_of(head.get(f"/edaran/{ref}/").content.decode(), "publish")
    sent["naskah"] = now.partition("=")[2]
    assert head.post(f"/edaran/{ref}/langkah/publish/", sent).status_code == 302


def test_a_withdrawal_asked_about_one_version_does_not_end_the_next_one() -> None:
    version = published_build()
    head, ref = staff_client(account_build(Role.PPK)), version.circular.ref
    read = link_of(head.get(f"/edaran/{ref}/").content.decode(), "withdraw")
    renewed_build(version, [CAMPAIGN])
    sent = {"reason": "Salah dasar hukum.", "naskah": read.partition("=")[2]}
    refused = head.post(f"/edaran/{ref}/langkah/withdraw/", sent)
    assert refused.status_code == 422
    assert "Salah dasar hukum." in refused.content.decode()
    assert version.circular.versions.filter(stage=CircularStage.PUBLISHED).exists()
