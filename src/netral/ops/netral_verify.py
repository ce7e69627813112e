"""Check a published journal of Netral by yourself: one file, Python 3.11 and `cryptography`.

    python netral_verify.py FOLDER-OR-URL [--receipt FILE] [--since FILE] [--witness KEY] [--json]

It shares no code with Netral on purpose: two programs must agree. Formats: RFC 6962 tree,
C2SP tlog-tiles, signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof; docs/journal.md.
Exit: 0 all true, 1 something is false, 2 wrong use or nothing there to check.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Read = Callable[[str], bytes]
Lines = list[tuple[str, bytes]]
ACCOUNTS = {"report": "laporan", "case": "perkara", "directive": "arahan", "duty": "kewajiban"}
HASH, WIDTH, TIMEOUT_SECONDS = 32, 256, 30
PROMISE, PROOF = "netral-promise/v1\n", "c2sp.org/tlog-proof@v1\n"
_HANDLE = r"[0-9A-HJKMNP-TV-Z]{8,40}"
FORMS = {
    "v": "1",
    "kind": r"[a-z][a-z_]{0,30}\.[a-z][a-z_]{0,30}",
    "matter": _HANDLE,
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "due": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "close": r"[a-z0-9][a-z0-9_-]{0,39}",
    "of": rf"{_HANDLE}|[0-9a-f]{{64}}",
    "c": r"[0-9a-f]{64}",
}


class FalseDataError(Exception):
    """The first thing that is false; ``place`` says where."""

    def __init__(self, place: str, why: str) -> None:
        """Keep place and reason apart, for --json."""
        super().__init__(f"{place}: {why}")
        self.place, self.why = place, why


class Key(NamedTuple):
    """A public key with the kind of its signatures: 1 journal, 4 witness."""

    name: str
    kind: int
    raw: bytes

    def number(self) -> bytes:
        """Tell the four bytes before each signature."""
        return sha(f"{self.name}\n".encode() + bytes([self.kind]) + self.raw)[:4]

    def of(self, lines: Lines) -> list[bytes]:
        """Return the signatures that claim to be by this key."""
        return [raw[4:] for name, raw in lines if (name, raw[:4]) == (self.name, self.number())]

    def made(self, value: bytes, message: bytes) -> bool:
        """Say whether the signature is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(value, message)
        except InvalidSignature:
            return False
        return True


class Head(NamedTuple):
    """A checkpoint: the journal's name, its size and root, the signed text and the lines."""

    origin: str
    size: int
    root: bytes
    text: str
    lines: Lines


@dataclass
class Report:
    """What was checked so far, what it showed, and the first thing that is false."""

    source: str
    origin: str = ""
    size: int = 0
    checked: list[str] = field(default_factory=list)
    books: dict[str, dict[str, int]] = field(default_factory=dict)
    witnesses: list[str] = field(default_factory=list)
    false: dict[str, str] | None = None


@dataclass
class Wanted:
    """What must be found while the entries are read: a leaf, and roots at earlier sizes."""

    leaf: bytes = b""
    leaf_at: int | None = None
    deadline: int = 0
    proof: tuple[int, list[bytes], Head] | None = None
    roots: dict[int, tuple[bytes, str]] = field(default_factory=dict)


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def reader(source: str) -> Read:
    """Return what reads a file of the journal from a folder or from http(s)."""
    if not source.startswith(("http://", "https://")):
        return lambda name: (Path(source) / name).read_bytes()

    def fetch(name: str) -> bytes:
        url = f"{source.rstrip('/')}/{name}"
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return bytes(answer.read())

    return fetch


def needed(read: Read, name: str) -> bytes:
    """Read a file that a journal of this size must have."""
    try:
        return read(name)
    except OSError as error:
        raise FalseDataError(name, "berkas ini harus ada, tetapi tidak ada") from error


def parse_key(line: str) -> Key:
    """Read ``name+number+base64``."""
    try:
        name, number, material = line.strip().split("+", 2)
        raw = base64.b64decode(material, validate=True)
        key = Key(name, raw[0], raw[1:])
    except (ValueError, IndexError) as error:
        raise FalseDataError("key", "baris kunci rusak") from error
    if len(key.raw) != HASH or key.number().hex() != number:
        raise FalseDataError("key", "nomor kunci tidak cocok dengan kuncinya")
    return key


def signed(text: str, key: Key, place: str) -> tuple[str, Lines]:
    """Take a signed note apart: its text and all signature lines, if ``key`` signed it."""
    body, blank, tail = text.rpartition("\n\n")
    try:
        parts = [line.split(" ") for line in tail.splitlines()]
        lines = [(name, base64.b64decode(raw, validate=True)) for _, name, raw in parts]
    except ValueError as error:
        raise FalseDataError(place, "baris tanda tangan rusak") from error
    mine = key.of(lines)
    if not blank or not mine or not all(key.made(one, f"{body}\n".encode()) for one in mine):
        raise FalseDataError(place, f"tanda tangan {key.name} tidak sah")
    return f"{body}\n", lines


def parse_head(text: str, key: Key, place: str) -> Head:
    """Read a checkpoint signed by ``key``."""
    body, lines = signed(text, key, place)
    try:
        origin, size, root = body.split("\n")[:3]
        head = Head(origin, int(size), base64.b64decode(root, validate=True), body, lines)
    except ValueError as error:
        raise FalseDataError(place, "bukan titik periksa") from error
    if origin != key.name or str(head.size) != size or len(head.root) != HASH:
        raise FalseDataError(place, "bukan titik periksa Jejak ini")
    return head


class Frontier:
    """The roots of the whole subtrees so far, largest first: enough to tell the root."""

    def __init__(self) -> None:
        """Begin with no leaf."""
        self.peaks: list[bytes] = []
        self.count = 0

    def add(self, leaf: bytes) -> None:
        """Take one more leaf hash."""
        count = self.count
        while count & 1:
            leaf, count = sha(b"\x01" + self.peaks.pop() + leaf), count >> 1
        self.peaks.append(leaf)
        self.count += 1

    def root(self) -> bytes:
        """Join the peaks from the right."""
        *left, root = self.peaks or [sha(b"")]
        for peak in reversed(left):
            root = sha(b"\x01" + peak + root)
        return root


def tile_name(level: str, number: int, width: int) -> str:
    """Write the address of a tile or bundle: 1234067 is x001/x234/067."""
    digits = f"{number:03d}"
    digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{path}" + (f".p/{width}" if width < WIDTH else "")


def split_bundle(data: bytes, name: str) -> list[bytes]:
    """Cut a bundle into its entries."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        entries.append(data[at + 2 : end])
        at = end
    if at != len(data):
        raise FalseDataError(name, "terpotong di tengah catatan")
    return entries


def entries_of(read: Read, size: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (number, entry, leaf hash) of all entries, each compared with its tile."""
    for first in range(0, size, WIDTH):
        width = min(WIDTH, size - first)
        bundle, tile = (tile_name(name, first // WIDTH, width) for name in ("entries", "0"))
        entries, hashes = split_bundle(needed(read, bundle), bundle), needed(read, tile)
        for at, entry in enumerate(entries[:width]):
            leaf = sha(b"\x00" + entry)
            if leaf != hashes[at * HASH : (at + 1) * HASH]:
                why = f"berbeda dari sidiknya di {tile}"
                raise FalseDataError(f"catatan nomor {first + at}", why)
            yield first + at, entry, leaf
        if len(entries) != width or len(hashes) != width * HASH:
            why = f"{bundle} berisi {len(entries)} catatan, bukan {width}"
            raise FalseDataError(f"catatan nomor {first + min(width, len(entries))}", why)


def tile_root(data: bytes) -> bytes:
    """Return the root over a full tile."""
    while len(data) > HASH:
        data = b"".join(sha(b"\x01" + data[at : at + 64]) for at in range(0, len(data), 64))
    return data


def check_upper_tiles(read: Read, size: int) -> int:
    """Compare each hash above level 0 with the tile under it; return how many tiles that were."""
    level, count = 1, 0
    while total := size >> 8 * level:
        for number in range(-(-total // WIDTH)):
            width = min(WIDTH, total - number * WIDTH)
            name = tile_name(str(level), number, width)
            data = needed(read, name)
            for at in range(width):
                below = tile_name(str(level - 1), number * WIDTH + at, WIDTH)
                if tile_root(needed(read, below)) != data[at * HASH : (at + 1) * HASH]:
                    raise FalseDataError(name, f"tidak cocok dengan {below}")
        count, level = count + -(-total // WIDTH), level + 1
    return count


def parse_entry(number: int, entry: bytes) -> dict[str, Any]:
    """Read one entry; it must have the form of docs/journal.md, to the byte."""
    try:
        head: dict[str, Any] = dict(json.loads(entry))
        right = {"v", "kind", "matter", "day", "c"} <= set(head) <= set(FORMS)
        right = right and json.dumps(head, sort_keys=True, separators=(",", ":")).encode() == entry
        right = right and type(head["v"]) is int and {"due", "close"} - set(head) != set()
        for name, value in head.items():
            right = right and re.fullmatch(FORMS[name], str(value)) is not None
        for name in {"day", "due"} & set(head):
            date.fromisoformat(head[name])
    except (ValueError, KeyError, TypeError) as error:
        raise FalseDataError(f"catatan nomor {number}", "kepala tidak terbaca") from error
    if not right:
        raise FalseDataError(f"catatan nomor {number}", "kepala tidak sesuai bentuknya")
    return head


class Books:
    """Opened = closed with a reason + open; each open case has a clock, each decision a case."""

    def __init__(self) -> None:
        """Begin with empty accounts."""
        self.matters: dict[str, dict[str, Any]] = {}
        self.sums: dict[str, dict[str, int]] = {}
        self.wrong: tuple[int, str] | None = None

    def check(self, holds: bool, number: int, why: str) -> bool:
        """Keep the first thing that does not hold."""
        if not holds and self.wrong is None:
            self.wrong = number, why
        return holds

    def sum(self, thing: str) -> dict[str, int]:
        """Return the account of a thing."""
        return self.sums.setdefault(thing, {"masuk": 0, "selesai": 0, "berjalan": 0, "lewat": 0})

    def add(self, number: int, head: dict[str, Any]) -> None:
        """Read one header."""
        thing, act = head["kind"].split(".")
        is_account, known = thing in ACCOUNTS, self.matters.get(head["matter"])
        if is_account and act == "open":
            if not self.check(known is None, number, f"{ACCOUNTS[thing]} dibuka dua kali"):
                return
            known = {"thing": thing, "open": True, "due": None, "number": number}
            self.matters[head["matter"]] = known
            self.sum(thing)["masuk"] += 1
        elif is_account:
            self.check(known is not None, number, f"{head['kind']} tanpa {ACCOUNTS[thing]}nya")
        if known is not None:
            known["due"] = head.get("due", known["due"])
            if is_account:
                self.step(number, act, "close" in head, known)

    def step(self, number: int, act: str, closes: bool, known: dict[str, Any]) -> None:
        """Reopen, decide, close."""
        name, sums = ACCOUNTS[known["thing"]], self.sum(known["thing"])
        if act == "reopen" and self.check(
            not known["open"], number, f"{name} dibuka lagi sebelum selesai"
        ):
            known["open"], sums["selesai"] = True, sums["selesai"] - 1
        if act == "decide":
            self.check(known["open"], number, f"keputusan pada {name} yang sudah selesai")
        if closes:
            self.check(known["open"], number, f"{name} ditutup dua kali")
            known["open"], sums["selesai"] = False, sums["selesai"] + 1

    def balance(self, today: str) -> dict[str, dict[str, int]]:
        """Return the sums; raise FalseDataError at the entry from which they are false."""
        for matter in filter(lambda one: one["open"], self.matters.values()):
            sums = self.sum(matter["thing"])
            sums["berjalan"] += 1
            sums["lewat"] += (matter["due"] or today) < today
            has_clock = matter["thing"] != "case" or matter["due"] is not None
            self.check(has_clock, matter["number"], "perkara berjalan tanpa batas waktu")
        if self.wrong:
            number, why = self.wrong
            raise FalseDataError(f"catatan nomor {number}", f"hitungan tidak cocok: {why}")
        return self.sums


def want_receipt(text: str, key: Key, wanted: Wanted) -> None:
    """Read a promise or a proof out of a receipt; its signatures must be the journal's."""
    _, promise, rest = text.partition(PROMISE)
    lines, proof, note = text.partition(PROOF)[2].partition("\n\n")
    if not promise and not proof:
        raise FalseDataError("tanda terima", "tidak memuat janji atau bukti tercatat")
    if promise:
        body, _, tail = rest.partition("\n\n")
        line = tail.split("\n", 1)[0]
        body, _ = signed(f"{PROMISE}{body}\n\n{line}\n", key, "tanda terima")
        fields = dict(row.split(" ", 1) for row in body.splitlines()[1:])
        wanted.leaf = base64.b64decode(fields["leaf"])
        wanted.deadline = int(fields["time"]) + int(fields["delay"])
    if proof:
        head = parse_head(note, key, "bukti tercatat")
        rows = lines.partition("index ")[2].split("\n")
        wanted.proof = int(rows[0]), [base64.b64decode(row) for row in rows[1:]], head
        wanted.roots[head.size] = (head.root, "bukti tercatat Anda")


def follow(leaf: bytes, place: int, last: int, path: list[bytes]) -> bytes | None:
    """Follow a proof's hashes from a leaf up to the root (RFC 9162, 2.1.3.2)."""
    for step in path:
        if place & 1 or place == last:
            leaf = sha(b"\x01" + step + leaf)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            leaf = sha(b"\x01" + leaf + step)
        place, last = place >> 1, last >> 1
    return leaf if last == 0 else None


def check_witnesses(head: Head, keys: list[Key], report: Report) -> None:
    """Each witness that the caller trusts must have signed; others are left alone."""
    for key in keys:
        values = key.of(head.lines)
        for value in values:
            seen_at = int.from_bytes(value[:8], "big")
            message = f"cosignature/v1\ntime {seen_at}\n{head.text}".encode()
            if not key.made(value[8:], message):
                raise FalseDataError("checkpoint", f"tanda tangan saksi {key.name} tidak sah")
        if not values:
            raise FalseDataError("checkpoint", f"belum disahkan saksi {key.name}")
        report.witnesses.append(key.name)


def verify(options: argparse.Namespace, report: Report) -> None:
    """Check everything in order; raise FalseDataError at the first thing that is false."""
    read = reader(options.source)
    key = parse_key(options.key.read_text("utf-8") if options.key else needed(read, "key").decode())
    head = parse_head(needed(read, "checkpoint").decode(), key, "checkpoint")
    report.origin, report.size = head.origin, head.size
    report.checked.append(f"titik periksa: {head.size} catatan, ditandatangani {head.origin}")
    check_witnesses(head, [parse_key(line) for line in options.witness], report)
    wanted = Wanted()
    if options.receipt:
        want_receipt(options.receipt.read_text("utf-8"), key, wanted)
    if options.since:
        since = parse_head(options.since.read_text("utf-8"), key, "titik periksa lama")
        wanted.roots[since.size] = (since.root, "titik periksa lama Anda")
    books = check_entries(read, head, wanted)
    report.checked.append(f"{head.size} catatan: setiap sidik dan bentuk kepalanya")
    report.checked.append(f"pohon sampai akarnya, {check_upper_tiles(read, head.size)} petak atas")
    report.checked += [
        f"isi sampai ukuran {n} sama dengan {w}" for n, (_, w) in wanted.roots.items()
    ]
    if wanted.leaf:
        report.checked.append(check_promise(wanted))
    report.books = books.balance(options.today)


def check_entries(read: Read, head: Head, wanted: Wanted) -> Books:
    """Read all entries once: hashes, forms, roots at each size that matters, books."""
    for size, (_, name) in wanted.roots.items():
        if size > head.size:
            why = f"Jejak mundur: {name} berisi {size} catatan, sekarang {head.size}"
            raise FalseDataError(f"catatan nomor {head.size}", why)
    tree, books = Frontier(), Books()
    agreed = check_root(tree, wanted, 0)
    for number, entry, leaf in entries_of(read, head.size):
        tree.add(leaf)
        agreed = check_root(tree, wanted, agreed)
        check_leaf(number, leaf, wanted)
        books.add(number, parse_entry(number, entry))
    if tree.root() != head.root:
        place = f"di antara catatan nomor {agreed} dan {head.size - 1}"
        raise FalseDataError(place, "akar pohon berbeda dari yang ditandatangani")
    return books


def check_root(tree: Frontier, wanted: Wanted, agreed: int) -> int:
    """Compare with a remembered root of this size; return up to where the two agree."""
    root, name = wanted.roots.get(tree.count, (None, ""))
    if root not in (None, tree.root()):
        place = f"di antara catatan nomor {agreed} dan {tree.count - 1}"
        raise FalseDataError(place, f"Jejak bercabang: isinya berbeda dari {name}")
    return tree.count if root else agreed


def check_leaf(number: int, leaf: bytes, wanted: Wanted) -> None:
    """Find the promised leaf, and follow the receipt's proof from its own entry."""
    if leaf == wanted.leaf:
        wanted.leaf_at = number
    if wanted.proof and wanted.proof[0] == number:
        _, path, head = wanted.proof
        if follow(leaf, number, head.size - 1, path) != head.root:
            raise FalseDataError(f"catatan nomor {number}", "bukti tercatat Anda tidak cocok")


def check_promise(wanted: Wanted) -> str:
    """Say where the receipt's entry stands; a promise past its time and not kept is false."""
    if wanted.leaf_at is not None:
        return f"tanda terima: janji ditepati, catatan nomor {wanted.leaf_at}"
    if wanted.deadline < time.time():
        raise FalseDataError("tanda terima", "dijanjikan masuk Jejak, tetapi tidak ada")
    return "tanda terima: janji sah, menunggu masuk Jejak"


def words(report: Report) -> str:
    """Tell the outcome in plain Indonesian."""
    lines = [f"Jejak {report.origin or report.source}"]
    if "demo" in report.origin:
        lines.append("Data contoh dengan tanggal buatan. Bukan kejadian sebenarnya.")
    lines += [f"  benar  {item}" for item in report.checked]
    if report.false:
        return "\n".join([*lines, f"  SALAH  {report.false['place']}: {report.false['why']}."])
    for thing, sums in report.books.items():
        lines.append(
            f"Tidak ada {ACCOUNTS[thing]} yang hilang: {sums['masuk']} masuk = {sums['selesai']} "
            f"selesai + {sums['berjalan']} berjalan ({sums['lewat']} lewat batas)."
        )
    lines.append("Setiap perkara berjalan punya batas waktu. Setiap keputusan punya perkara.")
    return "\n".join([*lines, f"Disahkan {len(report.witnesses)} saksi Jejak yang Anda sebut."])


def arguments() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(description="Periksa Jejak tanpa percaya pada siapa pun.")
    parser.add_argument("source", help="map unduhan, atau https://.../jejak/<pemerintah>/")
    parser.add_argument("--receipt", type=Path, help="tanda terima: janji atau bukti tercatat")
    parser.add_argument("--since", type=Path, help="titik periksa lama yang Anda simpan")
    parser.add_argument("--key", type=Path, help="baris kunci yang Anda simpan sendiri")
    parser.add_argument("--witness", action="append", default=[], help="baris kunci saksi Jejak")
    parser.add_argument("--today", default=time.strftime("%Y-%m-%d"), help="hari hitungan")
    parser.add_argument("--json", action="store_true", help="hasil untuk program")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Check and tell; return the exit status."""
    options = arguments().parse_args(argv)
    report = Report(options.source)
    try:
        reader(options.source)("checkpoint")
        verify(options, report)
    except FalseDataError as error:
        report.false = {"place": error.place, "why": error.why}
    except (OSError, UnicodeDecodeError) as error:
        print(f"Tidak bisa dibaca: {error}", file=sys.stderr)
        return 2
    found = {"ok": not report.false, "demo": "demo" in report.origin, **vars(report)}
    print(json.dumps(found, ensure_ascii=False) if options.json else words(report))
    return 1 if report.false else 0


if __name__ == "__main__":
    sys.exit(main())
