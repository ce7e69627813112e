from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.ledger.books import Account, Books, books
from netral.core.ledger.header import Header

TODAY = date(2024, 11, 10)
DUE = date(2024, 11, 20)


def line(
    kind: str, matter: str = "R1", due: date | None = None, close: str | None = None
) -> Header:
    """Return one header; handles are short here, for the eye."""
    return Header(kind=kind, matter=matter, day=date(2024, 10, 7), due=due, close=close)


def read(*lines: Header) -> Books:
    return books(enumerate(lines), TODAY)


def whys(found: Books) -> list[tuple[int, str]]:
    return [(finding.number, finding.why) for finding in found.findings]


def test_what_was_opened_is_closed_or_open() -> None:
    found = read(
        line("report.open", "R1"),
        line("report.open", "R2"),
        line("case.open", "C1", due=DUE),
        line("case.decide", "C1"),
        line("case.close", "C1", close="terbukti"),
        line("report.close", "R1", close="terbukti"),
    )
    assert found.accounts["report"] == Account(opened=2, closed=1, open=1)
    assert found.accounts["case"] == Account(opened=1, closed=1)
    assert [account.rest for account in found.accounts.values()] == [0, 0]
    assert found.findings == []


def test_a_case_without_a_live_clock_is_found_at_its_opening() -> None:
    assert whys(read(line("report.open"), line("case.open", "C1"))) == [
        (1, "case tanpa batas waktu")
    ]


def test_a_later_clock_counts_and_an_expired_one_is_late_but_not_false() -> None:
    found = read(
        line("case.open", "C1", due=date(2024, 11, 9)),
        line("case.open", "C2", due=date(2024, 11, 9)),
        line("case.step", "C2", due=TODAY),
    )
    assert found.accounts["case"].late == 1
    assert found.findings == []


def test_a_decision_without_its_case_is_found() -> None:
    assert whys(read(line("case.decide", "C9"))) == [(0, "case.decide tanpa pembukaan")]
    assert whys(read(line("report.close", "R9", close="selesai"))) == [
        (0, "report.close tanpa pembukaan")
    ]


def test_a_decision_after_the_end_is_found() -> None:
    found = read(
        line("case.open", "C1", due=DUE),
        line("case.close", "C1", close="terbukti"),
        line("case.decide", "C1"),
    )
    assert whys(found) == [(2, "case.decide pada perkara yang sudah selesai")]


def test_opening_or_closing_twice_is_found_and_the_sum_does_not_come_out() -> None:
    found = read(
        line("report.open"),
        line("report.open"),
        line("report.close", close="selesai"),
        line("report.close", close="selesai"),
    )
    assert whys(found) == [(1, "report.open untuk kedua kali"), (3, "report ditutup dua kali")]
    assert found.accounts["report"].rest == -1


def test_a_case_may_be_opened_again_after_an_objection_but_not_before_its_end() -> None:
    opened, again = line("case.open", "C1", due=DUE), line("case.reopen", "C1", due=DUE)
    closed = line("case.close", "C1", close="terbukti")
    found = read(opened, closed, again)
    assert found.accounts["case"] == Account(opened=1, closed=0, open=1)
    assert found.findings == []
    assert whys(read(opened, again)) == [(1, "case dibuka lagi sebelum ditutup")]


def test_kinds_without_an_account_are_left_alone() -> None:
    found = read(
        line("circular.publish", "S1", due=DUE), line("entry.erase", "S1", close="retensi")
    )
    assert found == Books()


def test_an_erasure_ends_no_matter_but_a_new_clock_of_any_kind_counts() -> None:
    found = read(
        line("case.open", "C1", due=TODAY),
        line("entry.erase", "C1", close="retensi"),
        line("clock.recount", "C1", due=date(2024, 11, 8)),
    )
    assert found.accounts["case"] == Account(opened=1, open=1, late=1)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=30))
def test_the_sum_comes_out_whenever_nothing_is_found(steps: list[tuple[str, bool]]) -> None:
    lines = [
        line("report.close", name, close="selesai") if ends else line("report.open", name)
        for name, ends in steps
    ]
    found = read(*lines)
    if not found.findings:
        assert all(account.rest == 0 for account in found.accounts.values())


@pytest.mark.parametrize("act", ["clocks", "suspend", "resume", "extend"])
def test_a_clock_moves_in_an_open_case_alone_and_its_new_day_counts(act: str) -> None:
    opened, moved = (
        line("case.open", "C1", due=date(2024, 11, 9)),
        line(f"case.{act}", "C1", due=DUE),
    )
    assert whys(read(opened, moved)) == []
    closed = line("case.close", "C1", close="terbukti")
    assert whys(read(opened, closed, moved)) == [(2, f"case.{act} pada perkara yang sudah selesai")]


def test_a_question_is_answered_closed_or_open_and_none_is_lost() -> None:
    found = read(
        line("question.open", "Q1", due=DUE),
        line("question.open", "Q2", due=date(2024, 11, 8)),
        line("question.view", "Q1", due=DUE),
        line("question.answer", "Q1", close="dijawab"),
        line("advice.propose", "A1"),
    )
    assert found.accounts == {"question": Account(opened=2, closed=1, open=1, late=1)}
    assert found.findings == []
    assert whys(read(line("question.answer", "Q9", close="dijawab"))) == [
        (0, "question.answer tanpa pembukaan")
    ]
