"""Numbers of letters: gapless, in the region's form, by those who may."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from netral.core.access import Actor, Role
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.journal.queries.logs import log_of
from netral.papers.access import ISSUERS, WITHDRAWERS
from netral.papers.models import NumberPattern, NumberSeries
from netral.papers.services import number_next, number_pattern_set
from netral.papers.services.numbers import number_written
from tests.apps.people.build import actor_build
from tests.apps.people.told import at_once

ON = date(2024, 10, 1)
AT = datetime(2024, 10, 1, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
HERE = "kab-batanghari"


def taken(actor: Actor, series: str = "SE", on: date = ON) -> str:
    return number_next(actor=actor, government=HERE, series=series, on=on)


@pytest.mark.django_db
def test_numbers_follow_each_other_in_one_series_and_year() -> None:
    actor = actor_build()
    assert [taken(actor) for _ in range(3)] == ["SE/1/X/2024", "SE/2/X/2024", "SE/3/X/2024"]
    assert taken(actor, "ST") == "ST/1/X/2024"
    assert taken(actor, on=date(2025, 1, 2)) == "SE/1/I/2025"
    assert str(NumberSeries.objects.get(year=2025)) == "SE 2025: 1"


@pytest.mark.django_db
def test_a_rolled_back_letter_leaves_no_gap() -> None:
    actor = actor_build()
    taken(actor)
    with transaction.atomic():
        taken(actor)
        transaction.set_rollback(True)
    assert taken(actor) == "SE/2/X/2024"


@pytest.mark.django_db
def test_a_region_writes_numbers_in_its_own_form() -> None:
    actor = actor_build()
    before = log_of(HERE).entries.count()
    pattern = "800/{nomor:3}/{seri}/{tahun}"
    kept = number_pattern_set(actor=actor, government=HERE, series="SE", pattern=pattern, at=AT)
    assert str(kept) == pattern
    assert taken(actor) == "800/001/SE/2024"
    assert log_of(HERE).entries.count() == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", ["800/{tahun}", "{nomor}", "", "{nomor:9}/{tahun}"])
def test_a_pattern_that_could_repeat_a_number_is_refused(pattern: str) -> None:
    with pytest.raises(WrongInputError):
        number_pattern_set(
            actor=actor_build(), government=HERE, series="SE", pattern=pattern, at=AT
        )
    assert not NumberPattern.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - ISSUERS))
def test_other_roles_take_no_number(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        taken(actor_build(role))
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db
def test_the_same_role_elsewhere_takes_no_number_and_sets_no_pattern() -> None:
    actor_build()
    stranger = actor_build(Role.OFFICER, "kab-samosir")
    with pytest.raises(NotVisibleError):
        taken(stranger)
    with pytest.raises(NotVisibleError):
        number_pattern_set(
            actor=stranger, government=HERE, series="SE", pattern="{nomor}{tahun}", at=AT
        )


@pytest.mark.django_db
def test_the_head_of_an_agency_takes_numbers_but_sets_no_pattern() -> None:
    head = actor_build(Role.OPD_HEAD, f"{HERE}.dinkes")
    assert taken(head) == "SE/1/X/2024"
    assert Role.OPD_HEAD not in WITHDRAWERS
    with pytest.raises(NotVisibleError):
        number_pattern_set(
            actor=head, government=HERE, series="SE", pattern="{nomor}{tahun}", at=AT
        )


@pytest.mark.django_db(transaction=True)
def test_two_letters_at_once_get_two_numbers() -> None:
    actor = actor_build()
    numbers: list[str] = []
    assert at_once(lambda: numbers.append(taken(actor)), times=4) == ["done"] * 4
    assert sorted(numbers) == [f"SE/{n}/X/2024" for n in range(1, 5)]


def test_unknown_parts_of_a_pattern_stay_as_they_are() -> None:
    assert number_written("{x}/{nomor:2}/{bulan}", 7, "SE", ON) == "{x}/07/X"
