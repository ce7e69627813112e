"""The region's own table of sanctioning officers: dated, proposed by one, confirmed by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from netral.core.access import Actor, Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.people.models import AuthorityRow
from netral.people.queries.authorities import authorities_of, authority_on
from netral.people.services.authorities import (
    AuthorityWish,
    authority_confirm,
    authority_end,
    authority_propose,
)
from tests.apps.people.build import actor_build
from tests.apps.people.season import AT, KEY, officer, simalungun
from tests.apps.people.told import entries

pytestmark = pytest.mark.django_db
SINCE = date(2022, 1, 3)
WISH = AuthorityWish(
    "sedang", "pengawas", "kepala_opd", "Kepala perangkat daerah", "Perbup 7/2022", SINCE
)


@pytest.fixture(autouse=True)
def _season() -> None:
    simalungun()


def row(wish: AuthorityWish = WISH, *, actor: Actor | None = None) -> AuthorityRow:
    return authority_propose(actor=actor or officer(), wish=wish, at=AT)


def confirmed(wish: AuthorityWish = WISH) -> AuthorityRow:
    return authority_confirm(actor=officer(), row=row(wish).pk, at=AT)


def on(day: date, **changed: Any) -> AuthorityRow | None:
    asked = {"government": KEY, "level": "sedang", "post_level": "pengawas"} | changed
    return authority_on(on=day, **asked)


def test_a_row_speaks_only_once_a_second_person_confirmed_it() -> None:
    found = row()
    assert on(SINCE) is None
    authority_confirm(actor=actor_build(Role.SEKDA, KEY), row=found.pk, at=AT)
    assert on(SINCE) == found
    assert on(SINCE - timedelta(days=1)) is None
    assert entries("authority.set")[0]["body"]["source"] == "Perbup 7/2022"


def test_a_change_adds_a_row_and_the_day_of_the_act_chooses() -> None:
    first = confirmed()
    second = confirmed(replace(WISH, valid_from=date(2024, 5, 1), role="ppk"))
    assert on(date(2024, 4, 30)) == first
    assert on(date(2024, 5, 1)) == second
    assert list(authorities_of(KEY)) == [second, first]


def test_a_row_ends_on_its_last_day() -> None:
    found = confirmed(replace(WISH, valid_to=date(2024, 6, 30)))
    assert on(date(2024, 6, 30)) == found
    assert on(date(2024, 7, 1)) is None


def test_the_row_of_the_very_post_goes_before_the_one_for_all_others() -> None:
    others = confirmed(replace(WISH, post_level="semua", valid_from=date(2023, 1, 2)))
    own = confirmed()
    assert on(date(2024, 1, 2)) == own
    assert on(date(2024, 1, 2), post_level="") == others
    assert on(date(2024, 1, 2), level="ringan") is None


def test_nobody_confirms_their_own_row_and_the_database_agrees() -> None:
    one = officer()
    found = row(actor=one)
    with pytest.raises(NotAllowedError):
        authority_confirm(actor=one, row=found.pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityRow.objects.filter(pk=found.pk).update(confirmed_by=one.account)
    assert entries("authority.set") == []


def test_a_row_that_was_ended_no_longer_speaks_and_stays_to_be_read() -> None:
    found = confirmed()
    with pytest.raises(AlreadyDoneError):
        authority_confirm(actor=officer(), row=found.pk, at=AT)
    authority_end(actor=officer(), row=found.pk, at=AT)
    with pytest.raises(AlreadyDoneError):
        authority_end(actor=officer(), row=found.pk, at=AT)
    assert on(SINCE) is None
    assert list(authorities_of(KEY)) == [found]
    assert row() != found


@pytest.mark.parametrize(
    "wish",
    [
        replace(WISH, level="berat"),
        replace(WISH, post_level="bupati"),
        replace(WISH, role="pemantau"),
        replace(WISH, source=" "),
        replace(WISH, title=" "),
        replace(WISH, valid_to=SINCE - timedelta(days=1)),
    ],
    ids=["the law is sure", "no such level", "no decider", "no source", "no title", "ends first"],
)
def test_a_row_that_says_nothing_sound_is_refused(wish: AuthorityWish) -> None:
    with pytest.raises(WrongInputError):
        row(wish)
    assert not AuthorityRow.objects.exists()


def test_the_same_row_is_entered_once_and_by_an_officer_alone() -> None:
    row()
    with pytest.raises(AlreadyDoneError):
        row()
    for role in set(Role) - {Role.OFFICER}:
        with pytest.raises(NotAllowedError):
            row(replace(WISH, valid_from=AT.date()), actor=actor_build(role, KEY))
    with pytest.raises(NotVisibleError):
        authority_end(actor=actor_build(Role.OFFICER, "kab-samosir"), row=1, at=AT)
    assert AuthorityRow.objects.count() == 1
