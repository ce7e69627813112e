"""A secret hides its own repr."""

from __future__ import annotations

from netral.core.kinds.secrets import SecretText


def test_a_secret_hides_from_repr_and_still_prints_for_its_owner() -> None:
    token = SecretText("7K2M94QD")
    assert "7K2M" not in f"{token!r} {[token]} { ({'token': token}) }"
    assert f"/saya/{token}/" == "/saya/7K2M94QD/"
