"""The eight words: the list, typing mistakes, what is derived."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.kinds.phrase import (
    ENTROPY_BYTES,
    PhraseError,
    ReceiptPhrase,
    distance,
    phrase_from,
    phrase_locator,
    phrase_read,
    phrase_seed,
    phrase_suggestion,
    phrase_words,
)

ENTROPY = bytes(range(7, 18))


def one_letter_off(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return (
        {left + right[1:] for left, right in cuts if right}
        | {left + letter + right[1:] for left, right in cuts if right for letter in letters}
        | {left + letter + right for left, right in cuts for letter in letters}
    ) - {word}


def test_the_list_has_2048_distinct_words_of_three_to_eight_letters() -> None:
    words = phrase_words()
    assert len(words) == len(set(words)) == 2048
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in words)
    assert all(one < other for one, other in pairwise(words))


def test_no_two_words_differ_by_one_letter() -> None:
    words = set(phrase_words())
    assert not {(word, near) for word in words for near in one_letter_off(word) & words}


@given(st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES))
def test_every_phrase_is_read_back_from_any_way_of_typing_it(entropy: bytes) -> None:
    phrase = phrase_from(entropy)
    numbered = "\n".join(f" {n}. {word.upper()}," for n, word in enumerate(phrase.listed, start=1))
    assert len(phrase.listed) == 8
    assert phrase_read(numbered) == phrase


@given(
    st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES),
    st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES),
)
def test_different_entropy_gives_different_words(one: bytes, other: bytes) -> None:
    assert (phrase_from(one) == phrase_from(other)) == (one == other)


def test_a_phrase_hides_itself() -> None:
    phrase = phrase_from(ENTROPY)
    assert phrase.listed[0] not in repr(phrase)
    assert phrase.words not in f"{phrase}"


def test_locator_and_key_are_unrelated_and_stable() -> None:
    phrase = phrase_from(ENTROPY)
    assert len(phrase_locator(phrase)) == 16
    assert len(phrase_seed(phrase)) == 32
    assert phrase_locator(phrase) != phrase_seed(phrase)[:16]
    assert phrase_locator(phrase) == phrase_locator(ReceiptPhrase(phrase.words))


def test_a_mistyped_word_is_answered_with_the_nearest_one() -> None:
    words = list(phrase_from(ENTROPY).listed)
    words[2] = "kelerrang"
    with pytest.raises(PhraseError, match=r"“kelerrang” .* Mungkin “kelereng”"):
        phrase_read(" ".join(words))


def test_a_word_near_to_none_gets_no_suggestion() -> None:
    assert phrase_suggestion("xyzzyxyzzy") == ""
    with pytest.raises(PhraseError, match="Periksa ejaannya"):
        phrase_read("xyzzyxyzzy")


def test_seven_words_are_told_to_be_seven() -> None:
    with pytest.raises(PhraseError, match="yang terbaca 7"):
        phrase_read(" ".join(phrase_from(ENTROPY).listed[:7]))


def test_a_phrase_needs_its_88_bits() -> None:
    with pytest.raises(ValueError, match="11 bytes"):
        phrase_from(b"short")


@pytest.mark.parametrize(
    ("one", "other", "steps"), [("", "abc", 3), ("batu", "buta", 2), ("kota", "kota", 0)]
)
def test_distance_counts_letters(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == distance(other, one) == steps
