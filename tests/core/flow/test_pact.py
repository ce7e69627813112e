"""The order of a pact: from the top down, unless the order was released."""

from __future__ import annotations

import pytest

from netral.core.flow.pact import PactEarlyError, signing_allowed


@pytest.mark.parametrize(
    ("superior", "has_signed", "is_released"),
    [("", False, False), ("Kepala dinas", True, False), ("Kepala dinas", False, True)],
)
def test_the_first_those_below_a_signed_one_and_a_released_unit_may_sign(
    superior: str, has_signed: bool, is_released: bool
) -> None:
    signing_allowed(superior=superior, has_signed=has_signed, is_released=is_released)


def test_nobody_signs_before_the_superior_who_is_named() -> None:
    with pytest.raises(PactEarlyError, match="Kepala dinas belum menandatangani") as told:
        signing_allowed(superior="Kepala dinas", has_signed=False, is_released=False)
    assert told.value.status == 409
