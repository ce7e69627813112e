"""Recount published coverage by yourself: one file, Python 3.11, nothing else.

    python netral_recount.py FOLDER-OR-URL [--government KEY] [--proof FILE] [--journal BASE]

FOLDER-OR-URL holds ``index.json`` and ``<government>/<n>.json``, as served under ``/jangkauan/``.
BASE is the journals' folder or address (``.../jejak/``): then each root must be entered there; who
signed the journal is what ``netral_verify.py`` checks. It shares no code with Netral on purpose:
two programs must agree. Formats: docs/coverage.md. Exit: 0 all true, 1 something is false, 2 wrong
use or nothing there to check.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

FIGURES = ["total", "sent", "read", "understood", "pledged", "signed"]
WORDS = ["pegawai", "sampai", "dibaca", "dipahami", "berikrar", "bertanda tangan"]
FORMAT, PROOF_FORMAT = "netral-coverage/1", "netral-coverage-proof/1"
LEAF, PAIR, NAMED = (mark + b"netral-sums/1\n" for mark in (b"\x00", b"\x01", b"\x02"))
LARGEST, CELL, NODE, MANY, WIDTH = 2**53 - 1, 5, 10, 100, 256
_KEY, _HEX = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}"), re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OF = re.compile(rb'"of":"([^"]{1,64})"')
TOPICS = [None, "letter", "letter", "letter", "pledge", "pact"]
Read = Callable[[str], bytes]


class FalseDataError(Exception):
    """The first thing that is false: where, and why."""


class Part(NamedTuple):
    """A node as the node above it binds it."""

    hash: bytes
    sums: list[int]

    def bound(self) -> bytes:
        """Tell hash and sums in their fixed length."""
        return self.hash + b"".join(number.to_bytes(8, "big") for number in self.sums)


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def canonical(value: dict[str, str]) -> bytes:
    """Write a label's only form (RFC 8785; its names are plain letters)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def reader(source: str) -> Read:
    """Return what reads a file from a folder or from http(s)."""

    def read(name: str) -> bytes:
        try:
            if not source.startswith(("http://", "https://")):
                return (Path(source) / name).read_bytes()
            with urllib.request.urlopen(f"{source.rstrip('/')}/{name}", timeout=30) as answer:  # noqa: S310
                return bytes(answer.read())
        except OSError as error:
            raise FalseDataError(name, "berkas ini harus ada, tetapi tidak ada") from error

    return read


def loaded(read: Read, name: str) -> Any:
    """Read a JSON file."""
    try:
        return json.loads(read(name))
    except ValueError as error:
        raise FalseDataError(name, "bukan JSON") from error


def sums_of(told: Any, place: str) -> list[int]:
    """Return six whole numbers, none below 0, none above the first."""
    if not isinstance(told, list) or len(told) != len(FIGURES):
        raise FalseDataError(place, f"harus ada {len(FIGURES)} jumlah")
    if any(type(number) is not int or not 0 <= number <= LARGEST for number in told):
        raise FalseDataError(place, f"jumlah di luar batas: {told}")
    for word, number in zip(WORDS[1:], told[1:], strict=True):
        if number > told[0]:
            raise FalseDataError(place, f"{word} {number}, lebih dari {told[0]} pegawai")
    return told


def hash_of(told: Any, place: str) -> bytes:
    """Return 32 bytes from their letters."""
    if not isinstance(told, str) or not _HEX.fullmatch(told):
        raise FalseDataError(place, "sidiknya rusak")
    return bytes.fromhex(told)


def label_of(told: Any, place: str) -> dict[str, str]:
    """Return a name: texts by plain names."""
    if not isinstance(told, dict) or not {"key", "name"} <= set(told):
        raise FalseDataError(place, "simpul tanpa nama")
    if any(type(value) is not str or not key.isascii() for key, value in told.items()):
        raise FalseDataError(place, "nama simpul rusak")
    return told


def paired(left: Part, right: Part, place: str) -> Part:
    """Return the node over two neighbours."""
    sums = [a + b for a, b in zip(left.sums, right.sums, strict=True)]
    return Part(sha(PAIR + left.bound() + right.bound()), sums_of(sums, place))


def over(row: list[Part], place: str) -> Part:
    """Return the node over a row, pair by pair; a last one alone goes up as it is."""
    while len(row) > 1:
        even = len(row) - len(row) % 2
        pairs = [paired(row[at], row[at + 1], place) for at in range(0, even, 2)]
        row = pairs + row[even:]
    return row[0]


def node_checked(told: Any, seen: set[str], above: str = "") -> Part:
    """Recount a node and all below it; say the first that is false."""
    label = label_of(told.get("label") if isinstance(told, dict) else None, above or "akar")
    place = f"{label['key']} ({label['name']})"
    if label["key"] in seen or not label["key"].startswith(above):
        raise FalseDataError(place, "unit ini terhitung dua kali, atau di bawah unit lain")
    seen.add(label["key"])
    sums = sums_of(told.get("sums"), place)
    protected(sums, place, is_root=not above)
    inner = inner_of(told, seen, label["key"], place)
    if inner.sums != sums:
        for word, mine, theirs in zip(WORDS, inner.sums, sums, strict=True):
            if mine != theirs:
                raise FalseDataError(place, f"{word}: tertulis {theirs}, bagiannya {mine}")
    if sha(NAMED + inner.bound() + canonical(label)) != hash_of(told.get("hash"), place):
        raise FalseDataError(place, "sidik tidak cocok dengan nama, jumlah dan isinya")
    return Part(bytes.fromhex(told["hash"]), sums)


def inner_of(told: dict[str, Any], seen: set[str], key: str, place: str) -> Part:
    """Return the node under the name: over the parts that are told, or as it is told itself."""
    parts = told.get("parts")
    if parts is None:
        return Part(hash_of(told.get("inner"), place), told["sums"])
    if not isinstance(parts, list) or not parts:
        raise FalseDataError(place, "bagian-bagiannya rusak")
    return over([node_checked(part, seen, f"{key}.") for part in parts], place)


def protected(sums: list[int], place: str, *, is_root: bool) -> None:
    """Refuse figures that point at persons: they should never have been published."""
    total, states = sums[0], sums[1:]
    cells = [*states, *(total - one for one in states)]
    cells += [abs(far - near) for near, far in pairwise(states)]
    small = [cell for cell in cells if 0 < cell < CELL]
    if total < NODE or (small and total < MANY and not is_root):
        raise FalseDataError(place, "angkanya begitu kecil, sehingga menunjuk orang")


def record_checked(issue: dict[str, Any], place: str) -> str:
    """Check that the journal's entry binds just this root; return the entry's leaf."""
    record = issue.get("record")
    try:
        leaf, rest = str(record["leaf"]), str(record["rest"])  # type: ignore[index]
        header, body = json.loads(leaf), json.loads(rest)["body"]
        bound = sha(bytes.fromhex(record["salt"]) + rest.encode()).hex()  # type: ignore[index]
    except (TypeError, KeyError, ValueError) as error:
        raise FalseDataError(place, "catatan Jejaknya rusak") from error
    if header.get("c") != bound or header.get("kind") != "coverage.issue":
        raise FalseDataError(place, "catatan Jejaknya mengikat isi lain")
    told = {key: issue[key] for key in ("sequence", "day", "root")}
    if body != told | {"sums": issue["tree"]["sums"]}:
        raise FalseDataError(place, "catatan Jejaknya mengikat akar atau jumlah lain")
    return leaf


def issue_checked(issue: Any, government: str, number: int) -> list[int]:
    """Recount one issue; return the sums of its root."""
    place = f"{government}/{number}.json"
    if not isinstance(issue, dict) or issue.get("format") != FORMAT:
        raise FalseDataError(place, f"bukan {FORMAT}")
    if issue.get("figures") != FIGURES or issue.get("sequence") != number:
        raise FalseDataError(place, "nomor atau daftar angkanya lain")
    if not isinstance(issue.get("about"), dict) or not _DAY.fullmatch(str(issue.get("day"))):
        raise FalseDataError(place, "tidak menyebut harinya atau apa yang dihitung")
    root = node_checked(issue.get("tree"), set())
    label = issue["tree"]["label"]
    head = (label["key"], label.get("day"), label.get("sequence"))
    if head != (government, issue.get("day"), str(number)):
        raise FalseDataError(place, "akarnya milik pemerintah, hari, atau nomor lain")
    if issue.get("root") != root.hash.hex():
        raise FalseDataError(place, "akar yang tertulis bukan akar pohonnya")
    return root.sums


def chained(old: dict[str, Any], new: dict[str, Any], place: str) -> None:
    """Check that one issue follows from the one before: root, day, roster, nothing undone."""
    told = {key: old[key] for key in ("sequence", "day", "root")}
    if new.get("previous") != told:
        raise FalseDataError(place, "tidak menyambung pada terbitan sebelumnya")
    if new["day"] < old["day"]:
        raise FalseDataError(place, f"mundur dari {old['day']} ke {new['day']}")
    flow = new.get("roster")
    try:
        joined, left = flow["joined"], flow["left"]  # type: ignore[index]
        annulled = flow.get("annulled", 0)  # type: ignore[union-attr]
    except (TypeError, KeyError) as error:
        raise FalseDataError(place, "tidak menyebut yang masuk dan yang keluar") from error
    if any(type(number) is not int or number < 0 for number in (joined, left, annulled)):
        raise FalseDataError(place, "yang masuk, keluar, atau dibatalkan bukan bilangan")
    before, after = old["tree"]["sums"], new["tree"]["sums"]
    if after[0] != before[0] + joined - left or left > before[0]:
        why = f"pembagi {after[0]}, padahal {before[0]} + {joined} masuk - {left} keluar"
        raise FalseDataError(place, why)
    for word, topic, was, now in zip(WORDS, TOPICS, before, after, strict=True):
        same = topic and old["about"].get(topic) == new["about"].get(topic)
        # Only a pact can be undone, by an act that stands in the journal.
        undone = annulled if topic == "pact" else 0
        if same and now < was - left - undone:
            more = f", dibatalkan {undone}" if undone else ""
            why = f"{word} turun dari {was} ke {now}, yang keluar {left}{more}"
            raise FalseDataError(place, why)


def entries_of(read: Read, government: str) -> Iterator[bytes]:
    """Yield the published entries of a journal, in their order."""
    try:
        size = int(read(f"{government}/checkpoint").decode().split("\n")[1])
    except (ValueError, IndexError) as error:
        raise FalseDataError(f"{government}/checkpoint", "bukan titik periksa") from error
    for first in range(0, size, WIDTH):
        number, width = first // WIDTH, min(WIDTH, size - first)
        digits = f"{number:0{-(-len(str(number)) // 3) * 3}d}"
        path = re.sub(r"(\d{3})(?=\d)", r"x\1/", digits)
        part = f".p/{width}" if width < WIDTH else ""
        data, at = read(f"{government}/tile/entries/{path}{part}"), 0
        while at < len(data):
            start, at = at + 2, at + 2 + int.from_bytes(data[at : at + 2], "big")
            yield data[start:at]


def government_checked(read: Read, row: Any, journal: Read | None) -> dict[int, dict[str, Any]]:
    """Recount every issue of a government; return them by number."""
    if not isinstance(row, dict) or not _KEY.fullmatch(str(row.get("government"))):
        raise FalseDataError("index.json", "ada baris yang rusak")
    government, newest = row["government"], row.get("newest")
    if type(newest) is not int or newest < 1:
        raise FalseDataError("index.json", f"{government} tanpa nomor terbitan")
    issues: dict[int, dict[str, Any]] = {}
    leaves: dict[str, str] = {}
    for number in range(1, newest + 1):
        place = f"{government}/{number}.json"
        issue = issues[number] = loaded(read, place)
        issue_checked(issue, government, number)
        leaves[record_checked(issue, place)] = place
        if number > 1:
            chained(issues[number - 1], issue, place)
        elif issue.get("previous") is not None:
            raise FalseDataError(place, "yang pertama menyebut terbitan sebelumnya")
    if row.get("root") != issues[newest]["root"]:
        raise FalseDataError("index.json", f"akar {government} bukan akar terbitan terakhirnya")
    if journal is not None:
        entered(journal, government, leaves, annulled_by_round(issues))
    return issues


def annulled_by_round(issues: dict[int, dict[str, Any]]) -> Counter[str]:
    """Return how many pacts of each round the issues say were annulled."""
    told: Counter[str] = Counter()
    for number, issue in issues.items():
        pact = issue["about"].get("pact")
        if number > 1 and isinstance(pact, dict) and issue["roster"].get("annulled"):
            told[str(pact.get("ref"))] += issue["roster"]["annulled"]
    return told


def entered(journal: Read, government: str, leaves: dict[str, str], annulled: Counter[str]) -> None:
    """Check that the entry of each issue is in the government's journal, and each annulment."""
    found: Counter[str] = Counter()
    for entry in entries_of(journal, government):
        leaves.pop(entry.decode(errors="replace"), None)
        if b'"kind":"pact.annul"' in entry and (of := _OF.search(entry)):
            found[of[1].decode()] += 1
    for place in leaves.values():
        raise FalseDataError(place, "akarnya tidak tercatat di Jejak")
    for round_, number in annulled.items():
        if found[round_] < number:
            why = f"{number} pakta disebut dibatalkan, di Jejak {found[round_]}"
            raise FalseDataError(f"{government}, putaran {round_}", why)


def proof_checked(proof: Any, issues: dict[str, dict[int, dict[str, Any]]]) -> str:
    """Follow a person's own path to a root that was recounted; say as what the person counts."""
    place = "bukti Anda"
    if not isinstance(proof, dict) or proof.get("format") != PROOF_FORMAT:
        raise FalseDataError(place, f"bukan {PROOF_FORMAT}")
    counted = sums_of(proof.get("counted"), place)
    if counted[0] != 1:
        raise FalseDataError(place, "bukan daun satu orang")
    salt, person = hash_of(proof.get("salt"), place), str(proof.get("person"))
    here = Part(sha(LEAF + salt + bytes(counted) + person.encode()), counted)
    for step in proof.get("steps", []):
        if "label" in step:
            label = label_of(step["label"], place)
            here = Part(sha(NAMED + here.bound() + canonical(label)), here.sums)
            continue
        other = Part(hash_of(step.get("hash"), place), sums_of(step.get("sums"), place))
        is_left = step.get("side") == "left"
        here = paired(other, here, place) if is_left else paired(here, other, place)
    issue = issues.get(str(proof.get("government")), {}).get(proof.get("sequence", 0))
    if issue is None:
        raise FalseDataError(place, "terbitan yang disebutnya tidak ada di sini")
    if (here.hash.hex(), here.sums) != (issue["root"], issue["tree"]["sums"]):
        raise FalseDataError(place, "jalurnya tidak sampai ke akar yang terbit")
    reached = [word for word, one in zip(WORDS[1:], counted[1:], strict=True) if one]
    return f"Anda terhitung satu kali: {', '.join(reached) or 'belum ada langkah'}"


def recount(options: argparse.Namespace, told: dict[str, Any]) -> None:
    """Recount all that is published and write into ``told`` what was found true."""
    read = reader(options.source)
    journal = reader(options.journal) if options.journal else None
    index = loaded(read, "index.json")
    if not isinstance(index, list):
        raise FalseDataError("index.json", "bukan daftar pemerintah")
    rows = [row for row in index if options.government in {None, row.get("government")}]
    if not rows:
        raise FalseDataError("index.json", "tidak ada pemerintah yang diminta")
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for row in rows:
        issues = government_checked(read, row, journal)
        if row["government"] in found:
            raise FalseDataError("index.json", f"{row['government']} disebut dua kali")
        found[row["government"]] = issues
        last = issues[len(issues)]
        sums = last["tree"]["sums"]
        told["governments"].append(
            {"government": row["government"], "issues": len(issues), "day": last["day"]}
            | {"sums": sums, "about": last["about"]}
        )
        told["issues"] += len(issues)
        told["sums"] = {name: told["sums"][name] + n for name, n in zip(FIGURES, sums, strict=True)}
    if options.proof:
        told["proof"] = proof_checked(json.loads(options.proof.read_bytes()), found)


def words(told: dict[str, Any]) -> str:
    """Tell the outcome in plain Indonesian."""
    lines = []
    for row in told["governments"]:
        sums = ", ".join(f"{w} {n}" for w, n in zip(WORDS, row["sums"], strict=True))
        lines.append(f"  benar  {row['government']}, {row['day']}: {sums}")
    if told["false"]:
        return "\n".join([*lines, f"  SALAH  {told['false']['place']}: {told['false']['why']}."])
    sums = ", ".join(f"{w} {n}" for w, n in zip(WORDS, told["sums"].values(), strict=True))
    lines.append(f"{len(told['governments'])} pemerintah, {told['issues']} terbitan. {sums}.")
    return "\n".join([*lines, *([f"{told['proof']}."] if told["proof"] else [])])


def main(argv: list[str] | None = None) -> int:
    """Recount and tell; return the exit status."""
    parser = argparse.ArgumentParser(description="Hitung ulang jangkauan yang terbit.")
    parser.add_argument("source", help="map unduhan, atau https://.../jangkauan/")
    parser.add_argument("--government", help="satu pemerintah saja")
    parser.add_argument("--proof", type=Path, help="berkas bukti Anda sendiri")
    parser.add_argument("--journal", help="map atau alamat Jejak: https://.../jejak/")
    parser.add_argument("--json", action="store_true", help="hasil untuk program")
    options = parser.parse_args(argv)
    told: dict[str, Any] = {"ok": True, "source": options.source, "governments": [], "issues": 0}
    told |= {"sums": dict.fromkeys(FIGURES, 0), "proof": None, "false": None}
    try:
        recount(options, told)
    except (OSError, ValueError) as error:
        parser.error(f"tidak bisa dibaca: {error}")
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        told |= {"ok": False, "false": {"place": "bentuk data", "why": f"rusak: {error!r}"}}
    except FalseDataError as error:
        if isinstance(error.__cause__, OSError) and error.args[0] == "index.json":
            parser.error(f"tidak ada jangkauan di {options.source}: {error.__cause__}")
        told |= {"ok": False, "false": dict(zip(("place", "why"), error.args, strict=True))}
    print(json.dumps(told, ensure_ascii=False) if options.json else words(told))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
