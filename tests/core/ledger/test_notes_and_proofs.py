from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from netral.core.ledger.checkpoint import (
    Cosigned,
    Head,
    checkpoint_open,
    checkpoint_sign,
    cosign,
    cosigned,
    head_parse,
)
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import leaf_hash, leaf_hashes
from netral.core.ledger.note import (
    COSIGNATURE,
    Note,
    VerifierKey,
    hash_bytes,
    key_of,
    key_parse,
    lines_of,
    note_open,
    note_parse,
    note_sign,
    whole_number,
)
from netral.core.ledger.promise import DELAY_SECONDS, promise_open, promise_sign, promises_sign
from netral.core.ledger.proof import Proof, proof_check, proof_parse
from netral.core.ledger.tree import grown, inclusion_ranges, range_roots, root

# The example of the documentation of golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_NOTE = (
    f"{PETER_TEXT}\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example of C2SP tlog-cosignature.
COSIGNED_NOTE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
    "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJs"
    "X3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
ORIGIN = "netral.example/jejak/kab-batanghari"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG_KEY = key_of(ORIGIN, LOG)
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
HEAD = Head(ORIGIN, 3, leaf_hash(b"akar"))


def test_the_published_note_is_opened_and_signed_to_the_byte() -> None:
    key = key_parse(PETER)
    assert str(key) == PETER
    assert note_open(PETER_NOTE, key).text == PETER_TEXT
    private = Ed25519PrivateKey.from_private_bytes(PETER_SEED)
    assert str(note_sign(PETER_TEXT, "PeterNeumann", private)) == PETER_NOTE


def test_a_changed_letter_or_another_key_opens_nothing() -> None:
    with pytest.raises(LedgerError, match="tidak sah"):
        note_open(PETER_NOTE.replace("answer", "anzwer"), key_parse(PETER))
    with pytest.raises(LedgerError, match="tidak sah"):
        note_open(PETER_NOTE, key_of("PeterNeumann", OTHER))


def test_signatures_of_others_are_ignored_but_a_false_one_of_the_key_is_not() -> None:
    note = note_parse(PETER_NOTE)
    mine = note_sign(PETER_TEXT, "orang.lain", OTHER).signatures[0]
    false = mine._replace(name="PeterNeumann", key_id=key_parse(PETER).key_id)
    assert note_open(str(Note(note.text, (mine, *note.signatures))), key_parse(PETER))
    with pytest.raises(LedgerError, match="tidak sah"):
        note_open(str(Note(note.text, (*note.signatures, false))), key_parse(PETER))


def test_the_text_of_a_note_may_hold_empty_lines() -> None:
    text = "satu\n\ndua\n\n"
    assert (
        note_open(str(note_sign(text, "a.example", OTHER)), key_of("a.example", OTHER)).text == text
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "teks saja\n",
        "teks\n\n",
        PETER_NOTE[:-1],
        PETER_NOTE.replace("\u2014", "-"),
        PETER_NOTE.replace("x08go", "x08g*"),
        PETER_NOTE.replace("JnAM=", "JnAN="),
        PETER_NOTE.replace("think", "thi\tnk"),
        "a\n\n\u2014 nama AAAA\n",
        "a\n\n\u2014 na+ma AAAAAAAA\n",
        "a\n" * 40_000 + PETER_NOTE,
    ],
)
def test_what_has_not_the_form_of_a_note_is_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        note_parse(text)


@pytest.mark.parametrize(
    "line",
    [
        "",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("PeterNeumann", ""),
        "PeterNeumann+c74f20a3+ARpc",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_key_line_whose_parts_disagree_is_refused(line: str) -> None:
    with pytest.raises(LedgerError):
        key_parse(line)


def test_a_text_that_ends_in_mid_line_is_not_signed() -> None:
    with pytest.raises(LedgerError, match="baris baru"):
        note_sign("tanpa akhir", ORIGIN, LOG)


def test_a_checkpoint_reads_back_and_belongs_to_its_journal() -> None:
    head, note = checkpoint_open(checkpoint_sign(HEAD, LOG), LOG_KEY)
    assert head == HEAD
    assert note.text.split("\n")[:2] == [ORIGIN, "3"]
    foreign = str(note_sign(HEAD._replace(origin="lain.example").text, ORIGIN, LOG))
    with pytest.raises(LedgerError, match=r"lain\.example"):
        checkpoint_open(foreign, LOG_KEY)


def test_extension_lines_are_read_over() -> None:
    assert head_parse(HEAD.text + "tambahan\n") == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "\n1\nxx\n",
        "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n\u0663\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n1\nCsUY\n",
    ],
)
def test_a_head_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        head_parse(text)


def test_the_published_cosignature_is_read_and_its_time_found() -> None:
    note = note_parse(COSIGNED_NOTE)
    assert head_parse(note.text).size == 20_852_163
    assert [line.name for line in note.signatures] == [
        "example.com/behind-the-sofa",
        "witness.example.com/w1",
    ]
    assert int.from_bytes(note.signatures[1].value[:8], "big") == 1_679_315_147
    assert str(note) == COSIGNED_NOTE


def test_a_witness_signs_text_and_time_and_neither_can_be_changed() -> None:
    witness = key_of("saksi.example", OTHER, COSIGNATURE)
    note = note_parse(checkpoint_sign(HEAD, LOG))
    line = cosign(note.text, 1_730_000_000, "saksi.example", OTHER)
    both = Note(note.text, (*note.signatures, line))
    assert key_parse(str(witness)) == witness
    assert checkpoint_open(str(both), LOG_KEY)[0] == HEAD
    assert cosigned(both, witness) == Cosigned("saksi.example", 1_730_000_000)
    assert cosigned(note, witness) is None
    later = line._replace(value=(1_730_000_001).to_bytes(8, "big") + line.value[8:])
    with pytest.raises(LedgerError, match=r"saksi\.example"):
        cosigned(Note(note.text, (later,)), witness)
    OTHER.public_key().verify(
        line.value[8:], b"cosignature/v1\ntime 1730000000\n" + HEAD.text.encode()
    )


def proof_of(index: int, entries: list[bytes]) -> Proof:
    """Prove one entry of a small journal under its signed head."""
    tiles = grown(0, {}, leaf_hashes(entries))
    head = Head(ORIGIN, len(entries), root(len(entries), tiles))
    path = range_roots(inclusion_ranges(index, len(entries)), tiles)
    return Proof(index, tuple(path), checkpoint_sign(head, LOG))


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_proof_needs_nothing_but_the_key(size: int) -> None:
    entries = [bytes([number]) for number in range(size)]
    text = str(proof_of(size - 1, entries))
    assert text.startswith(f"c2sp.org/tlog-proof@v1\nindex {size - 1}\n")
    assert proof_check(proof_parse(text), leaf_hash(entries[-1]), LOG_KEY).size == size
    with pytest.raises(LedgerError, match=f"nomor {size - 1}"):
        proof_check(proof_parse(text), leaf_hash(b"lain"), LOG_KEY)


def test_extra_data_of_a_proof_is_not_trusted_and_dropped() -> None:
    text = str(proof_of(0, [b"a", b"b"]))
    assert proof_parse(text.replace("index", "extra QUJD\nindex", 1)) == proof_parse(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 0", "index 00"),
        ("index 0", "nomor 0"),
        ("\n\n", "\n"),
        ("index 0", ""),
    ],
)
def test_a_proof_of_another_form_is_refused(old: str, new: str) -> None:
    text = str(proof_of(0, [b"a"]))
    with pytest.raises(LedgerError):
        proof_parse(text.replace(old, new))


def test_a_promise_is_a_note_that_cannot_pass_for_a_checkpoint() -> None:
    given = promise_sign(ORIGIN, leaf_hash(b"laporan"), 1_730_000_000, LOG)
    assert promise_open(given.text, LOG_KEY) == given
    assert f"\ndelay {DELAY_SECONDS}\n" in given.text
    with pytest.raises(LedgerError):
        checkpoint_open(given.text, LOG_KEY)
    with pytest.raises(LedgerError):
        promise_open(checkpoint_sign(HEAD, LOG), LOG_KEY)


@given(count=st.integers(min_value=1, max_value=70))
def test_one_signature_promises_many_leaves_and_each_text_opens_alone(count: int) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(count)]
    given_all = promises_sign(ORIGIN, leaves, 1_730_000_000, LOG)
    assert [promise_open(one.text, LOG_KEY) for one in given_all] == given_all
    assert [one.leaf for one in given_all] == leaves
    signatures = {one.text.rpartition("\n\n")[2] for one in given_all}
    assert len(signatures) == 1


def test_no_promise_of_a_batch_can_be_turned_into_another() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(5)]
    first, second = promises_sign(ORIGIN, leaves, 5, LOG)[:2]
    leaf, other = (one.text.split("\n")[1] for one in (first, second))
    bent = [
        first.text.replace(leaf, other),
        first.text.replace("index 0", "index 2"),
        first.text.replace("index 0", "index 9"),
        first.text.replace("node ", "knot ", 1),
        first.text.replace("size 5", "size 4"),
        first.text.replace("time 5", "time 6"),
        first.text.replace("\n\n", "\n", 1),
    ]
    for text in bent:
        with pytest.raises(LedgerError):
            promise_open(text, LOG_KEY)
    foreign = promises_sign("netral.example/jejak/lain", leaves, 5, LOG)[0].text
    with pytest.raises(LedgerError):
        promise_open(foreign, LOG_KEY)
    assert promises_sign(ORIGIN, [], 5, LOG) == []


def test_a_batch_that_says_something_else_is_refused_even_when_it_is_signed() -> None:
    text = promises_sign(ORIGIN, [leaf_hash(b"a"), leaf_hash(b"b")], 5, LOG)[0].text
    before, _, signed = text.partition("\n\n")
    note = note_parse(signed)
    for wrong in (note.text.replace("delay 60", "delay 6"), note.text.replace(ORIGIN, "x")):
        with pytest.raises(LedgerError):
            promise_open(f"{before}\n\n{note_sign(wrong, ORIGIN, LOG)}", LOG_KEY)


@pytest.mark.parametrize(
    ("old", "new"),
    [("/v1\n", "/v1 \n"), (ORIGIN, "lain.example"), ("delay 60", "delay 6"), ("time 5", "time x")],
)
def test_a_promise_that_says_something_else_is_refused_even_when_it_is_signed(
    old: str, new: str
) -> None:
    note = note_parse(promise_sign(ORIGIN, leaf_hash(b"a"), 5, LOG).text)
    text = str(note_sign(note.text.replace(old, new), ORIGIN, LOG))
    with pytest.raises(LedgerError):
        promise_open(text, LOG_KEY)


def test_small_readers_refuse_what_is_not_canonical() -> None:
    assert whole_number("0") == 0
    assert lines_of("a 1\nb 2\n", ["a ", "b "]) == ["1", "2"]
    with pytest.raises(LedgerError):
        lines_of("a 1\n", ["a ", "b "])
    with pytest.raises(LedgerError):
        hash_bytes("AAAA")
    assert VerifierKey("a", 1, bytes(32)) != VerifierKey("a", 4, bytes(32))
