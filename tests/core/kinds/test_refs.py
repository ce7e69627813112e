"""References that survive being printed, read aloud and typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.kinds.refs import HANDLE_ALPHABET, handle_from, handle_read, handle_shown


@given(st.binary(min_size=16, max_size=40), st.integers(4, 16))
def test_a_handle_has_the_length_asked_for_and_only_letters_of_the_alphabet(
    entropy: bytes, length: int
) -> None:
    handle = handle_from(entropy, length=length)
    assert len(handle) == length
    assert set(handle) <= set(HANDLE_ALPHABET)


@given(st.binary(min_size=12, max_size=12))
def test_a_handle_shown_in_groups_and_typed_in_small_letters_is_read_as_itself(
    entropy: bytes,
) -> None:
    handle = handle_from(entropy, length=12)
    assert handle_read(handle_shown(handle).lower()) == handle


def test_letters_that_look_alike_are_forgiven() -> None:
    assert handle_read("7k2m-94qd") == "7K2M94QD"
    assert handle_read("iLo0 - 1") == "11001"


def test_what_is_no_letter_of_the_alphabet_falls_away() -> None:
    assert handle_read("<b>7K?</b>") == "B7KB"


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="random byte"):
        handle_from(b"1234", length=10)
