"""The indexed book answers as a search through all records would, for any law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core import law
from netral.core.law import Book, Question, answer_to, load
from netral.core.law.book import data_files

BOOK = law.the_book()
LAW = BOOK.law
DAYS = st.integers(0, 5000).map(lambda days: date(2013, 1, 1) + timedelta(days=days))


@given(DAYS)
def test_every_act_is_found_by_its_code_as_by_searching(on: date) -> None:
    for code in {act.code for act in LAW.acts}:
        searched = [act for act in LAW.acts if act.code == code and act.standing.holds(on)]
        assert BOOK.act(code, on) == (searched[0] if searched else None)


@given(DAYS, st.sampled_from(["moral", "ringan", "sedang", "berat", "kontrak", "entah"]))
def test_menus_and_examiners_are_those_of_the_day(on: date, level: str) -> None:
    menus = [item for item in LAW.menus if item.level == level and item.standing.holds(on)]
    assert list(BOOK.sanction_menus(level, on)) == menus
    found = [item for item in LAW.examiners if item.level == level and item.standing.holds(on)]
    assert BOOK.examiner_for(level, on) == (found[0] if found else None)


@given(DAYS, st.sampled_from(["etika", "disiplin", "pidana", "administrasi"]))
def test_clocks_and_receivers_are_those_of_the_track_and_day(on: date, track: str) -> None:
    clocks = [item for item in LAW.clocks if track in item.tracks and item.standing.holds(on)]
    assert list(BOOK.clocks(track, "", on)) == clocks
    receivers = [
        item
        for item in LAW.addressees
        if track in item.tracks
        and item.standing.holds(on)
        and {"PNS", "SEMUA"}.intersection(item.applies_to)
    ]
    assert list(BOOK.addressees(track, frozenset({"PNS"}), on)) == receivers


WORDS = sorted({word for kind in LAW.posts for word in kind.words})


@given(st.lists(st.sampled_from([*WORDS, "bekas", "kantor"]), min_size=1, max_size=4))
def test_the_longest_words_of_a_post_win_and_of_equals_the_first_in_the_data(
    words: list[str],
) -> None:
    text = " ".join(words).title()
    whole = f" {text.casefold()} "
    found = [
        (-len(word), at)
        for at, kind in enumerate(LAW.posts)
        for word in kind.words
        if any(f"{a}{word}{b}" in whole for a in " ." for b in " .")
    ]
    kind = BOOK.post_kind(text)
    assert (LAW.posts.index(kind) if kind else None) == (min(found)[1] if found else None)


def test_a_law_without_posts_knows_none() -> None:
    files = data_files() | {"posts.toml": b""}
    assert Book(load(files)).post_kind("camat") is None


def test_what_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(law.UnknownLawCodeError, match="'uu-0'"):
        BOOK.instrument("uu-0")
    with pytest.raises(law.UnknownLawCodeError, match="'X'"):
        BOOK.clock("X")
    assert BOOK.acts_of_code("X") == ()
    assert BOOK.election("pilkada-2031") is None


def test_an_instrument_is_found_by_its_id() -> None:
    assert BOOK.instrument("skb-2022").short == "SKB 22 September 2022"


def test_another_law_is_asked_without_touching_the_one_of_this_release() -> None:
    text = data_files()["acts-pp-94-2021.toml"].decode().replace('levels = ["sedang"]', "")
    other = Book(load(data_files() | {"acts-pp-94-2021.toml": text.encode()}))
    asked = Question("D-N1", "PNS", "guru", "15.04", date(2024, 10, 10))
    there, here = answer_to(asked, other), answer_to(asked, BOOK)
    assert (there.law_version, here.law_version) == (other.version, law.LAW_VERSION)
    assert there.sanction is not None
    assert here.sanction is not None
    assert (there.sanction.levels, here.sanction.levels) == ((), ("sedang",))


def test_the_first_day_of_the_law_is_that_of_its_oldest_act() -> None:
    assert BOOK.first_day() == min(act.standing.in_force for act in LAW.acts)
