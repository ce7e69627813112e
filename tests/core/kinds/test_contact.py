"""Numbers and addresses as offices type them, and as a page may show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.kinds.contact import mail_masked, mail_of, phone_masked, phone_of


@pytest.mark.parametrize(
    "typed",
    ["0812-3456-7890", "62812 3456 7890", "+62 (812) 34567890", "81234567890",
     "081234567890 / 0741-22334", "0812.3456.7890"],
)  # fmt: skip
def test_one_number_in_many_forms_is_one(typed: str) -> None:
    assert phone_of(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["", "-", "0741-22334", "0812", "+1 212 555 0100", "tidak ada"])
def test_what_takes_no_message_is_no_number(typed: str) -> None:
    assert phone_of(typed) == ""


@given(st.text(max_size=40))
def test_any_text_gives_a_number_of_this_country_or_nothing(typed: str) -> None:
    found = phone_of(typed)
    assert found == "" or (found.startswith("+628") and found[1:].isascii() and found[1:].isdigit())


def test_mail_is_folded_and_checked() -> None:
    assert mail_of(" Siti@Batanghari.EXAMPLE ") == "siti@batanghari.example"
    assert [mail_of(text) for text in ("", "siti", "a@b", "a b@c.example", "a@b.example, c")] == [
        ""
    ] * 5


def test_the_middle_of_an_address_stays_hidden() -> None:
    assert phone_masked("+6281234567890") == "0812•••••890"
    assert mail_masked("siti.aminah@batanghari.example") == "s•••@batanghari.example"
