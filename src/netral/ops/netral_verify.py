"""Check a published journal of Netral by yourself: one file, Python 3.11 and `cryptography`.

    python netral_verify.py FOLDER-OR-URL [--receipt FILE] [--since FILE] [--witness KEY] [--json]

It shares no code with Netral on purpose: two programs must agree. Formats: docs/journal.md.
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
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Lines = list[tuple[str, bytes]]
ACCOUNTS = {"report": "laporan", "case": "perkara", "directive": "arahan", "duty": "kewajiban"}
ACCOUNTS |= {"question": "pertanyaan"}
HASH, WIDTH, TILE, OLD = 32, 256, 32 * 256, "titik periksa lama Anda"
PROMISE, PROOF, DAY = "netral-promise/v1\n", "c2sp.org/tlog-proof@v1\n", "%Y-%m-%d"
BATCH, ROOT = "netral-promise-batch/v1\n", "netral-promise-root/v1\n"
_HANDLE, _DAY = r"[0-9A-HJKMNP-TV-Z]{8,40}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
FORMS = {"v": "1", "matter": _HANDLE, "day": _DAY, "due": _DAY, "c": r"[0-9a-f]{64}"}
FORMS |= {"kind": r"[a-z][a-z_]{0,30}\.[a-z][a-z_]{0,30}", "close": r"[a-z0-9][a-z0-9_-]{0,39}"}
FORMS["of"] = rf"{_HANDLE}|[0-9a-f]{{64}}"


class FalseDataError(Exception):
    """The first thing that is false: where, and why."""


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


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def reader(source: str) -> Callable[[str], bytes]:
    """Return what reads a file that the journal must have, from a folder or from http(s)."""

    def read(name: str) -> bytes:
        try:
            if not source.startswith(("http://", "https://")):
                return (Path(source) / name).read_bytes()
            with urllib.request.urlopen(f"{source.rstrip('/')}/{name}", timeout=30) as answer:  # noqa: S310
                return bytes(answer.read())
        except OSError as error:
            raise FalseDataError(name, "berkas ini harus ada, tetapi tidak ada") from error

    return read


def parse_key(line: str) -> Key:
    """Read ``name+number+base64``."""
    try:
        name, number, material = line.strip().split("+", 2)
        raw = base64.b64decode(material, validate=True)
        key = Key(name, raw[0], raw[1 : 1 + HASH])
        Ed25519PublicKey.from_public_bytes(raw[1:])
    except (ValueError, IndexError) as error:
        raise FalseDataError("key", "baris kunci rusak") from error
    if key.number().hex() != number:
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


def root_of(row: bytes) -> bytes:
    """Return the root over joined hashes, pair by pair; a last one alone goes up as it is."""
    while len(row) > HASH:
        even = len(row) - len(row) % (2 * HASH)
        pairs = [sha(b"\x01" + row[at : at + 2 * HASH]) for at in range(0, even, 2 * HASH)]
        row = b"".join(pairs) + row[even:]
    return row or sha(b"")


def tile_name(level: str, number: int, width: int) -> str:
    """Write the address of a tile or bundle: 1234067 is x001/x234/067."""
    digits = f"{number:0{-(-len(str(number)) // 3) * 3}d}"
    path = re.sub(r"(\d{3})(?=\d)", r"x\1/", digits)
    return f"tile/{level}/{path}" + (f".p/{width}" if width < WIDTH else "")


def split_bundle(data: bytes) -> list[bytes]:
    """Cut a bundle into its entries."""
    entries, at = [], 0
    while at < len(data):
        start, at = at + 2, at + 2 + int.from_bytes(data[at : at + 2], "big")
        entries.append(data[start:at])
    return entries


def entries_of(read: Callable[[str], bytes], size: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (number, entry, leaf hash) of all entries, each compared with its tile."""
    for first in range(0, size, WIDTH):
        width = min(WIDTH, size - first)
        bundle, tile = (tile_name(name, first // WIDTH, width) for name in ("entries", "0"))
        entries, hashes = split_bundle(read(bundle)), read(tile)
        for at, entry in enumerate(entries[:width]):
            leaf = sha(b"\x00" + entry)
            if leaf != hashes[at * HASH : (at + 1) * HASH]:
                raise FalseDataError(f"catatan nomor {first + at}", f"berbeda dari sidik di {tile}")
            yield first + at, entry, leaf
        if len(entries) != width or len(hashes) != width * HASH:
            why = f"{bundle} berisi {len(entries)} catatan, bukan {width}"
            raise FalseDataError(f"catatan nomor {first + min(width, len(entries))}", why)


def check_upper_tiles(read: Callable[[str], bytes], row: bytes) -> None:
    """Compare each tile above level 0 with the hashes under it."""
    level = 0
    while len(row) >= TILE:
        row = b"".join(root_of(row[at : at + TILE]) for at in range(0, len(row) - TILE + 1, TILE))
        level += 1
        for at, part in ((at, row[at : at + TILE]) for at in range(0, len(row), TILE)):
            name = tile_name(str(level), at // TILE, len(part) // HASH)
            if read(name) != part:
                raise FalseDataError(name, "tidak cocok dengan petak di bawahnya")


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
    if right:
        return head
    raise FalseDataError(f"catatan nomor {number}", "kepala tidak sesuai bentuknya")


def fault(thing: str, act: str, head: dict[str, Any], known: dict[str, Any] | None) -> str:
    """Say what is wrong with an act on a matter, by what is known of it so far; "" if nothing."""
    is_open = known is not None and known["open"]
    is_timed = thing == "case" and act in ("open", "clocks", "suspend", "resume", "extend")
    rules = [(known is not None, "dibuka dua kali")]
    if act != "open":
        is_late = not is_open and (act == "decide" or is_timed or "close" in head)
        rules = [
            (known is None, f"{act} tanpa pembukaannya"),
            (act == "reopen" and is_open, "dibuka lagi sebelum selesai"),
            (is_late, f"{act} sesudah selesai"),
        ]
    rules.append((is_timed and "due" not in head, f"{act} tanpa batas waktu"))
    return next((why for is_wrong, why in rules if is_wrong), "")


def balance(heads: list[tuple[int, dict[str, Any]]], today: str) -> dict[str, dict[str, int]]:
    """Opened = closed with a reason + open; each open case has a clock, each decision a case."""
    names = ("masuk", "selesai", "berjalan", "lewat")
    sums, matters = {thing: dict.fromkeys(names, 0) for thing in ACCOUNTS}, dict[str, Any]()
    for number, head in heads:
        (thing, act), known = head["kind"].split("."), matters.get(head["matter"])
        if thing in ACCOUNTS:
            if why := fault(thing, act, head, known):
                why = f"hitungan tidak cocok: {ACCOUNTS[thing]} {why}"
                raise FalseDataError(f"catatan nomor {number}", why)
            known = known or matters.setdefault(head["matter"], {"thing": thing, "due": None})
            sums[known["thing"]]["masuk"] += act == "open"
            sums[known["thing"]]["selesai"] += ("close" in head) - (act == "reopen")
            known["open"] = "close" not in head and (act in ("open", "reopen") or known["open"])
        if known:
            known["due"] = head.get("due", known["due"])
    for matter in matters.values():
        sums[matter["thing"]]["berjalan"] += matter["open"]
        sums[matter["thing"]]["lewat"] += matter["open"] and (matter["due"] or today) < today
    return {thing: account for thing, account in sums.items() if account["masuk"]}


def read_promise(text: str, key: Key) -> dict[str, Any]:
    """Read a promise: one by itself, or one of a batch with its path to the signed root."""
    _, batch, rest = text.partition(BATCH)
    rows = [row.split(" ", 1)[1] for row in rest.partition("\n\n")[0].split("\n") if batch]
    title = ROOT if batch else PROMISE
    body, _, tail = text.partition(title)[2].partition("\n\n")
    body, _ = signed(f"{title}{body}\n\n{tail.partition(chr(10))[0]}\n", key, "tanda terima")
    fields = dict(row.split(" ", 1) for row in body.splitlines()[1:])
    leaf = base64.b64decode(rows[0] if batch else fields["leaf"])
    path, last = [base64.b64decode(row) for row in rows[2:]], int(fields.get("size", 1)) - 1
    if batch and follow(leaf, int(rows[1]), last, path) != base64.b64decode(fields["root"]):
        raise FalseDataError("tanda terima", "jalur janji tidak menuju akar yang disahkan")
    return {"leaf": leaf, "deadline": int(fields["time"]) + int(fields["delay"])}


def read_receipt(text: str, key: Key) -> dict[str, Any]:
    """Read a promise (leaf, deadline) or a proof (number, path, head) out of a receipt."""
    lines, proof, note = text.partition(PROOF)[2].partition("\n\n")
    try:
        found = read_promise(text, key) if "netral-promise" in text else {}
        if proof:
            rows = lines.partition("index ")[2].split("\n")
            found["path"] = [base64.b64decode(row) for row in rows[1:]]
            found["number"], found["head"] = int(rows[0]), parse_head(note, key, "bukti tercatat")
    except (ValueError, LookupError) as error:
        raise FalseDataError("tanda terima", "janji atau buktinya tidak terbaca") from error
    if not found and text:
        raise FalseDataError("tanda terima", "tidak memuat janji atau bukti tercatat")
    return found


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


def check_witnesses(head: Head, keys: list[Key]) -> list[str]:
    """Each witness that the caller trusts must have signed; others are left alone."""
    for key in keys:
        times = [int.from_bytes(value[:8], "big") for value in key.of(head.lines)]
        texts = [f"cosignature/v1\ntime {time}\n{head.text}".encode() for time in times]
        if not texts or not all(map(key.made, (v[8:] for v in key.of(head.lines)), texts)):
            raise FalseDataError("checkpoint", f"tanpa tanda tangan sah saksi {key.name}")
    return [key.name for key in keys]


def verify(options: argparse.Namespace, told: dict[str, Any]) -> None:
    """Check everything in order; raise FalseDataError at the first thing that is false."""
    read, checked = reader(options.source), told["checked"]
    key = parse_key(options.key.read_text("utf-8") if options.key else read("key").decode())
    head = parse_head(read("checkpoint").decode(), key, "checkpoint")
    told |= {"origin": head.origin, "size": head.size, "demo": "demo" in head.origin}
    checked.append(f"titik periksa: {head.size} catatan, ditandatangani {head.origin}")
    told["witnesses"] = check_witnesses(head, [parse_key(line) for line in options.witness])
    receipt = read_receipt(options.receipt.read_text("utf-8") if options.receipt else "", key)
    heads = [(head, "titik periksa sekarang")]
    heads += [(receipt["head"], "bukti tercatat Anda")] if "head" in receipt else []
    if options.since:
        heads.append((parse_head(options.since.read_text("utf-8"), key, OLD), OLD))
    hashed, entries = bytearray(), []
    for number, entry, leaf in entries_of(read, head.size):
        hashed += leaf
        entries.append((number, parse_entry(number, entry)))
    checked.append(f"{head.size} catatan: setiap sidik dan kepalanya")
    checked += check_heads(leaves := bytes(hashed), heads)
    check_upper_tiles(read, leaves)
    # A demonstration's clock is made up: its last entry says what day it is there.
    today = entries[-1][1]["day"] if told["demo"] and entries else time.strftime(DAY)
    now = time.mktime(time.strptime(today, DAY)) if told["demo"] else time.time()
    checked += check_receipt(receipt, leaves, now)
    told["books"] = balance(entries, options.today or today)


def check_heads(leaves: bytes, heads: list[tuple[Head, str]]) -> Iterator[str]:
    """Compare the tree with each signed head, smallest first: what differs lies between two."""
    agreed, size = 0, len(leaves) // HASH
    for head, name in sorted(heads, key=lambda one: one[0].size):
        if head.size > size:
            why = f"Jejak mundur: {name} berisi {head.size} catatan, sekarang {size}"
            raise FalseDataError(f"catatan nomor {size}", why)
        if root_of(leaves[: head.size * HASH]) != head.root:
            place = f"di antara catatan nomor {agreed} dan {head.size - 1}"
            raise FalseDataError(place, f"akar berbeda dari {name}: isi diubah atau bercabang")
        agreed = head.size
        yield f"isi sampai ukuran {head.size} sama dengan {name}"


def check_receipt(receipt: dict[str, Any], leaves: bytes, now: float) -> Iterator[str]:
    """Say where the receipt's entry stands; a promise past its time and not kept is false."""
    if "head" in receipt:
        number, last = receipt["number"], receipt["head"].size - 1
        leaf = leaves[number * HASH : (number + 1) * HASH]
        if follow(leaf, number, last, receipt["path"]) != receipt["head"].root:
            raise FalseDataError(f"catatan nomor {number}", "bukti tercatat Anda tidak cocok")
        yield f"bukti tercatat: catatan nomor {number}"
    if "leaf" in receipt:
        at = leaves.find(receipt["leaf"])
        if at < 0 and receipt["deadline"] < now:
            raise FalseDataError("tanda terima", "dijanjikan masuk Jejak, tetapi tidak ada")
        outcome = "sah, menunggu masuk Jejak" if at < 0 else f"ditepati, catatan nomor {at // HASH}"
        yield f"tanda terima: janji {outcome}"


def words(told: dict[str, Any]) -> str:
    """Tell the outcome in plain Indonesian."""
    lines = [f"Jejak {told['origin'] or told['source']}"]
    lines += ["Data contoh dengan tanggal buatan. Bukan kejadian sebenarnya."] * told["demo"]
    lines += [f"  benar  {item}" for item in told["checked"]]
    if told["false"]:
        return "\n".join([*lines, f"  SALAH  {told['false']['place']}: {told['false']['why']}."])
    for thing, sums in told["books"].items():
        lines.append(
            f"Tidak ada {ACCOUNTS[thing]} yang hilang: {sums['masuk']} masuk = {sums['selesai']} "
            f"selesai + {sums['berjalan']} berjalan ({sums['lewat']} lewat batas)."
        )
    lines += ["Setiap perkara berjalan punya batas waktu. Setiap keputusan punya perkara."]
    return "\n".join([*lines, f"Disahkan {len(told['witnesses'])} saksi Jejak yang Anda sebut."])


def main(argv: list[str] | None = None) -> int:
    """Check and tell; return the exit status."""
    parser = argparse.ArgumentParser(description="Periksa Jejak tanpa percaya pada siapa pun.")
    parser.add_argument("source", help="map unduhan, atau https://.../jejak/<pemerintah>/")
    parser.add_argument("--receipt", type=Path, help="tanda terima: janji atau bukti tercatat")
    for name, help_text in (("since", "titik periksa lama"), ("key", "baris kunci")):
        parser.add_argument(f"--{name}", type=Path, help=f"{help_text} yang Anda simpan sendiri")
    parser.add_argument("--witness", action="append", default=[], help="baris kunci saksi Jejak")
    parser.add_argument("--today", help="hari hitungan; bila kosong, hari ini")
    parser.add_argument("--json", action="store_true", help="hasil untuk program")
    options = parser.parse_args(argv)
    told: dict[str, Any] = {"ok": True, "source": options.source, "origin": "", "demo": False}
    told |= {"size": 0, "checked": [], "books": {}, "witnesses": [], "false": None}
    try:
        verify(options, told)
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"tidak bisa dibaca: {error}")
    except FalseDataError as error:
        if isinstance(error.__cause__, OSError) and not told["origin"]:
            parser.error(f"tidak ada Jejak di {options.source}: {error.__cause__}")
        told |= {"ok": False, "false": dict(zip(("place", "why"), error.args, strict=True))}
    print(json.dumps(told, ensure_ascii=False) if options.json else words(told))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
