"""Who may do what, where."""

from __future__ import annotations

import pytest

from netral.core.access import Actor, Role, government_of, is_within, require
from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.core.kinds.refs import AccountRef, UnitPath


def head_of_health() -> Actor:
    return Actor(
        account=AccountRef("A1"),
        name="Suhaimi Rozali",
        role=Role.OPD_HEAD,
        unit=UnitPath("kab-contoh.dinkes"),
    )


def test_a_unit_lies_within_itself_and_within_what_stands_above_it() -> None:
    assert is_within("kab-contoh.dinkes", "kab-contoh.dinkes")
    assert is_within("kab-contoh.dinkes.pkm-a", "kab-contoh.dinkes")
    assert is_within("kab-contoh.dinkes.pkm-a", "kab-contoh")


def test_a_unit_whose_name_begins_alike_lies_outside() -> None:
    assert not is_within("kab-contoh.dinkes-dua", "kab-contoh.dinkes")
    assert not is_within("kab-contoh-barat.dinkes", "kab-contoh")


def test_the_government_is_the_first_part_of_a_path() -> None:
    assert government_of("kab-contoh.dinkes.pkm-a") == "kab-contoh"
    assert head_of_health().government == "kab-contoh"


def test_a_role_over_the_unit_passes() -> None:
    require(head_of_health(), Role.OPD_HEAD, "kab-contoh.dinkes.pkm-a")
    require(head_of_health(), {Role.SEKDA, Role.OPD_HEAD}, "kab-contoh.dinkes")


def test_another_role_over_the_unit_is_refused_openly() -> None:
    with pytest.raises(NotAllowedError) as refusal:
        require(head_of_health(), Role.SEKDA, "kab-contoh.dinkes")
    assert refusal.value.status == 403


@pytest.mark.parametrize("unit", ["kab-contoh.dikbud", "kab-contoh", "kab-lain.dinkes"])
def test_the_right_role_elsewhere_sees_nothing(unit: str) -> None:
    with pytest.raises(NotVisibleError) as refusal:
        require(head_of_health(), Role.OPD_HEAD, unit)
    assert refusal.value.status == 404
