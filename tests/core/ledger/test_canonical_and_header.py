from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.ledger import canonical as canonical_module
from netral.core.ledger.canonical import LARGEST, Json, canonical
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.header import (
    Header,
    commitment,
    header_check,
    leaf_bytes,
    leaf_parse,
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)
DAY = date(2024, 10, 7)
OPENED = Header(kind="case.open", matter="7K2M94QDXZ", day=DAY, due=date(2024, 10, 28))


@given(JSON)
def test_canonical_bytes_say_the_same_value_and_are_their_own_form(value: Json) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


def test_names_are_ordered_as_in_the_example_of_rfc_8785() -> None:
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    in_order = list(json.loads(canonical(value)).values())
    assert [name.split()[0] for name in in_order] == [
        "Carriage",
        "One",
        "Control",
        "Latin",
        "Euro",
        "Emoji:",
        "Hebrew",
    ]


def test_strings_are_escaped_as_in_rfc_8785() -> None:
    value = {"literals": [None, True, False], "string": '\u20ac$\u000f\nA\'B"\\\\"/'}
    assert canonical(value) == (
        b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@pytest.mark.parametrize(
    "value", [1.5, {"a": 2.0}, [b"x"], LARGEST + 1, -LARGEST - 1, "\ud800", {1: "a"}, {"a": {2}}]
)
def test_what_has_no_canonical_form_is_refused(value: Json) -> None:
    with pytest.raises(LedgerError):
        canonical(value)


def test_a_leaf_is_the_canonical_header_with_its_commitment() -> None:
    written = leaf_bytes(OPENED, bytes(32))
    assert written == (
        b'{"c":"' + b"0" * 64 + b'","day":"2024-10-07","due":"2024-10-28","kind":"case.open",'
        b'"matter":"7K2M94QDXZ","v":1}'
    )
    assert leaf_parse(written) == (OPENED, bytes(32))


@given(
    st.dates(),
    st.none() | st.dates(),
    st.none() | st.sampled_from(["7K2M94QDXZ", "a" * 64]),
    st.binary(min_size=32, max_size=32),
)
def test_each_leaf_reads_back_as_what_was_written(
    day: date, due: date | None, of: str | None, committed: bytes
) -> None:
    header = Header(kind="report.open", matter="7K2M94QDXZ", day=day, due=due, of=of)
    assert leaf_parse(leaf_bytes(header, committed)) == (header, committed)


@pytest.mark.parametrize(
    "header",
    [
        Header(kind="Case.Open", matter="7K2M94QDXZ", day=DAY),
        Header(kind="case", matter="7K2M94QDXZ", day=DAY),
        Header(kind="case.step", matter="dinas-kesehatan", day=DAY),
        Header(kind="case.step", matter="7K2M", day=DAY),
        Header(kind="case.close", matter="7K2M94QDXZ", day=DAY, close="Terbukti, lihat LHP"),
        Header(kind="case.close", matter="7K2M94QDXZ", day=DAY, close="terbukti", due=DAY),
        Header(kind="case.step", matter="7K2M94QDXZ", day=DAY, of="Budi Santoso"),
        Header(kind="case.open", matter="7K2M94QDXZ", day=DAY),
        Header(kind="case.clocks", matter="7K2M94QDXZ", day=DAY),
    ],
)
def test_a_header_with_another_form_is_refused_before_it_is_written(header: Header) -> None:
    with pytest.raises(LedgerError, match=r"catatan|batas waktu"):
        header_check(header)


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"v":1}',
        leaf_bytes(OPENED, bytes(31)),
        leaf_bytes(OPENED, bytes(32)) + b" ",
        leaf_bytes(OPENED, bytes(32)).replace(b'"v":1', b'"v":2'),
        leaf_bytes(OPENED, bytes(32)).replace(b"10-07", b"13-07"),
        leaf_bytes(OPENED, bytes(32)).replace(b'"v"', b'"unit":"dinkes","v"'),
        leaf_bytes(OPENED, bytes(32)).replace(b'"7K2M94QDXZ"', b"7"),
    ],
)
def test_bytes_that_we_would_not_have_written_are_no_leaf(entry: bytes) -> None:
    with pytest.raises(LedgerError):
        leaf_parse(entry)


def test_a_commitment_binds_and_needs_its_whole_salt() -> None:
    rest = canonical({"actor": "A1"})
    assert commitment(bytes(32), rest) == hashlib.sha256(bytes(32) + rest).digest()
    assert commitment(b"\x01" + bytes(31), rest) != commitment(bytes(32), rest)
    assert commitment(bytes(32), rest + b" ") != commitment(bytes(32), rest)
    with pytest.raises(LedgerError, match="32"):
        commitment(b"pendek", rest)


def test_a_kind_tells_its_thing_and_its_act() -> None:
    assert (OPENED.thing, OPENED.act) == ("case", "open")


@given(
    close=st.none() | st.from_regex(r"[a-z0-9][a-z0-9_-]{0,39}", fullmatch=True),
    of=st.none() | st.from_regex(r"[0-9A-HJKMNP-TV-Z]{8,40}", fullmatch=True),
    day=st.dates(),
)
def test_a_leaf_written_by_hand_is_the_canonical_one(
    close: str | None, of: str | None, day: date
) -> None:
    header = Header(kind="pledge.make", matter="0123456789", day=day, close=close, of=of)
    fields: dict[str, Json] = {
        "v": 1,
        "kind": header.kind,
        "matter": header.matter,
        "day": day.isoformat(),
        "close": close,
        "of": of,
        "c": "ab" * 32,
    }
    told = {name: value for name, value in fields.items() if value is not None}
    assert leaf_bytes(header_check(header), b"\xab" * 32) == canonical(told)


@given(JSON)
def test_what_the_encoder_orders_by_itself_is_what_is_ordered_by_hand(value: Json) -> None:
    ordered = canonical_module._ordered(value)
    by_hand = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    assert canonical(value) == by_hand.encode()
