"""Writing: drafts, their saves, next versions."""

from __future__ import annotations

import pytest

from netral.circulars.models import Circular, CircularVersion
from netral.circulars.services import circular_draft, draft_save, version_draft
from netral.core.access import Role
from netral.core.flow.circular import DRAFTERS, CircularStage, ClauseText
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import CircularRef
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    GOODS,
    KEY,
    approve,
    draft_build,
    kinds_entered,
    publish,
    published_build,
    text_build,
)
from tests.apps.people.build import actor_build

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_its_clauses_in_order_and_enters_nothing_in_the_journal() -> None:
    circular = draft_build()
    version = circular.versions.get()
    assert version.stage == CircularStage.DRAFTED
    assert [clause.content() for clause in version.clauses.all()] == [CAMPAIGN, GOODS]
    assert kinds_entered() == []


def test_the_same_form_sent_twice_begins_one_circular() -> None:
    actor = actor_build(Role.OFFICER)
    first = circular_draft(actor=actor, text=text_build(), form_token="SAMA", at=AT)
    again = circular_draft(actor=actor, text=text_build(), form_token="SAMA", at=AT)
    assert first == again
    assert Circular.objects.count() == CircularVersion.objects.count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - DRAFTERS))
def test_who_does_not_write_circulars_begins_none(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        circular_draft(actor=actor_build(role), text=text_build(), form_token="A", at=AT)
    assert not Circular.objects.exists()


def test_an_officer_of_one_unit_does_not_write_for_the_whole_government() -> None:
    actor = actor_build(Role.OFFICER, f"{KEY}.dinkes")
    with pytest.raises(NotVisibleError):
        circular_draft(actor=actor, text=text_build(), form_token="A", at=AT)


def test_a_circular_without_a_clause_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(WrongInputError, match="satu butir"):
        circular_draft(actor=actor_build(), text=text_build([]), form_token="A", at=AT)
    assert not Circular.objects.exists()


def test_a_save_replaces_the_text_and_gives_a_new_clause_its_own_key() -> None:
    circular = draft_build()
    own = ClauseText("", "Kendaraan", "Kunci mobil dinas pada hari kampanye.", ("D-N4",))
    version = draft_save(
        actor=actor_build(Role.HANDLER),
        ref=CircularRef(circular.ref),
        text=text_build([GOODS, own], title="Judul lain"),
        revision=1,
        at=AT,
    )
    keys = [clause.key for clause in version.clauses.all()]
    assert keys[0] == "fasilitas"
    assert len(keys[1]) == 10
    circular.refresh_from_db()
    assert circular.title == "Judul lain"


def test_the_second_of_two_writers_is_told_and_loses_no_word_of_the_first() -> None:
    ref = CircularRef(draft_build().ref)
    actor = actor_build()
    draft_save(actor=actor, ref=ref, text=text_build([GOODS]), revision=1, at=AT)
    with pytest.raises(AlreadyDoneError, match="Rekan Anda"):
        draft_save(actor=actor, ref=ref, text=text_build([CAMPAIGN]), revision=1, at=AT)
    assert [c.key for c in CircularVersion.objects.get().clauses.all()] == ["fasilitas"]


def test_a_text_handed_in_cannot_be_changed_any_more() -> None:
    circular = draft_build()
    approve(circular)
    with pytest.raises(MoveRefusedError, match="selama masih rancangan"):
        draft_save(
            actor=actor_build(), ref=CircularRef(circular.ref), text=text_build(), revision=1, at=AT
        )


def test_a_draft_of_another_government_does_not_exist_for_an_officer() -> None:
    circular = draft_build()
    with pytest.raises(NotVisibleError):
        draft_save(
            actor=actor_build(Role.OFFICER, "kab-samosir"),
            ref=CircularRef(circular.ref),
            text=text_build(),
            revision=1,
            at=AT,
        )


def test_a_next_version_begins_with_the_words_and_keys_of_the_last() -> None:
    version = published_build()
    draft = version_draft(actor=actor_build(Role.DESK), ref=CircularRef(version.circular.ref))
    assert (draft.sequence, draft.stage) == (2, CircularStage.DRAFTED)
    assert [clause.content() for clause in draft.clauses.all()] == [CAMPAIGN, GOODS]
    version.refresh_from_db()
    assert version.is_in_force


def test_only_one_version_is_in_preparation_at_a_time() -> None:
    circular = draft_build()
    with pytest.raises(AlreadyDoneError, match="sedang disiapkan"):
        version_draft(actor=actor_build(), ref=CircularRef(circular.ref))


def test_the_title_of_a_signed_circular_stays_when_a_later_version_is_written() -> None:
    circular = draft_build()
    approve(circular)
    publish(circular, "1/SE/2024")
    ref = CircularRef(circular.ref)
    version_draft(actor=actor_build(), ref=ref)
    draft_save(actor=actor_build(), ref=ref, text=text_build(title="Lain"), revision=1, at=AT)
    circular.refresh_from_db()
    assert circular.title == "Netralitas ASN dalam Pilkada 2024"
