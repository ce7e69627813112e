"""A statement is signed, of one kind, in one form; it passes for nothing else."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netral.core.ledger.checkpoint import checkpoint_open
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import VerifierKey, key_of, note_sign
from netral.core.ledger.promise import promise_open
from netral.core.ledger.statement import (
    FIRST_LINE,
    Stated,
    envelope_read,
    statement_open,
    statement_sign,
)

ORIGIN = "netral.example/jejak/kab-karo"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = key_of(ORIGIN, PRIVATE)


def stated(kind: str = "pledge-sums") -> str:
    return statement_sign(origin=ORIGIN, kind=kind, value={"b": 2, "a": "é\n"}, private=PRIVATE)


def signed(body: str, kind: str = "pledge-sums", origin: str = ORIGIN) -> str:
    text = f"{FIRST_LINE}\norigin {origin}\nkind {kind}\n{body}\n"
    return str(note_sign(text, ORIGIN, PRIVATE))


def test_what_was_stated_is_read_again() -> None:
    assert statement_open(stated(), key=KEY, kind="pledge-sums") == {"a": "é\n", "b": 2}


def test_another_kind_another_origin_and_another_key_are_refused() -> None:
    other = key_of(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    for text, key, kind in (
        (stated("pledge-ask"), KEY, "pledge-sums"),
        (signed("{}", origin="lain.example/jejak/x"), KEY, "pledge-sums"),
        (stated(), other, "pledge-sums"),
        (stated().replace('"b":2', '"b":3'), KEY, "pledge-sums"),
    ):
        with pytest.raises(LedgerError):
            statement_open(text, key=key, kind=kind)


@pytest.mark.parametrize(
    "body", ['{"b":2,"a":1}', '{"a": 1}', "[1]", "x", '{"a":1.5}', '{"a":NaN}', '{"a":1,"a":1}']
)
def test_a_value_that_is_not_in_its_one_form_is_refused(body: str) -> None:
    with pytest.raises(LedgerError):
        statement_open(signed(body), key=KEY, kind="pledge-sums")


def test_a_statement_passes_for_no_checkpoint_and_no_promise() -> None:
    for opened in (checkpoint_open, promise_open):
        with pytest.raises(LedgerError):
            opened(stated(), KEY)


def test_an_envelope_carries_key_and_note_and_nothing_else_is_one() -> None:
    one = Stated(str(KEY), stated())
    assert envelope_read(one.envelope()) == one
    for text in (
        "",
        "{}",
        "[]",
        json.dumps({"key": 1, "note": "x"}),
        json.dumps({"key": str(KEY)}),
    ):
        with pytest.raises(LedgerError):
            envelope_read(text)
    with pytest.raises(LedgerError):
        envelope_read(json.dumps({"key": "a+b+c", "note": "x"}))


def test_the_key_line_of_an_envelope_is_the_one_way_to_write_it() -> None:
    assert isinstance(KEY, VerifierKey)
    assert envelope_read(json.dumps({"key": f" {KEY}\n", "note": ""})).key == str(KEY)
