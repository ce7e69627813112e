"""What a stranger can check afterwards: journals, certificates, totals, and nobody missing."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from netral.journal.models import Entry, Pending
from netral.journal.services import publish
from netral.ops import netral_verify
from netral.ops.province.moment_held import fetch
from netral.ops.province.story import FalseThingError, Story
from netral.papers.models import Paper
from netral.pledges.models import Pledge

SEAL_SECONDS = 120
SHEETS = "lembar"
LOGS = "jejak"


def journals_sealed(story: Story) -> str:
    """Wait until the worker sealed all; publish each journal as the public door serves it."""
    until = time.monotonic() + SEAL_SECONDS
    while Pending.objects.exists():
        if time.monotonic() > until:
            raise FalseThingError("pekerja belum menyegel semua catatan")
        time.sleep(0.5)
    sizes = {key: publish(government=key, folder=story.work / LOGS / key) for key in _keys(story)}
    story.figures["leaves"] = sum(sizes.values())
    return f"{len(sizes)} Jejak disegel dan diterbitkan: {sum(sizes.values())} daun."


def _keys(story: Story) -> list[str]:
    return list(story.officers)


def sheets_written(story: Story) -> str:
    """Fetch the result sheet of the call and of each government, as PDF."""
    folder = story.work / SHEETS
    folder.mkdir(parents=True)
    port = story.ports["site"]
    pages = {"semua": f"/ikrar/serentak/{story.held.ref}/hasil.pdf"}
    pages |= {key: f"/ikrar/{session.ref}/hasil.pdf" for key, session in story.sessions.items()}
    for name, path in pages.items():
        pdf = fetch(port, path)
        story.claim(pdf.startswith(b"%PDF-"), f"lembar hasil {name} berupa PDF")
        (folder / f"{name}.pdf").write_bytes(pdf)
    return f"{len(pages)} lembar hasil ditulis sebagai PDF."


def totals_recounted(story: Story) -> str:
    """Recount the published totals: they foot, and the journals hold just as many pledges."""
    body = fetch(story.ports["site"], f"/ikrar/serentak/{story.held.ref}/hasil.json")
    told = json.loads(body)
    (story.work / "hasil.json").write_bytes(body)
    rows = [row for row in told["governments"] if "session" in row]
    story.claim(len(rows) == len(story.places), "semua pemerintah ada di hasil", len(rows))
    for name in ("done", "total"):
        whole = sum(row[name] for row in told["governments"])
        story.claim(whole == told[name], f"jumlah {name} seprovinsi cocok")
    for row in told["governments"]:
        _foots(story, row)
    counted = Counter(head["of"] for head in _pledge_heads(story))
    found = {row["session"]: row["done"] for row in rows}
    story.claim(found == {ref: counted[ref] for ref in found}, "hasil sama dengan isi Jejak", found)
    done, total = (sum(row[name] for row in rows) for name in ("done", "total"))
    story.claim(sum(counted.values()) == done, "tidak ada ikrar di luar hasil")
    story.claim(total == story.staff, "yang diundang sama dengan daftar pegawai")
    return (
        f"Hasil dihitung ulang: {told['done']} dari {told['total']}; tiap pemerintah cocok dengan "
        "perangkat daerahnya dan dengan catatan di Jejaknya."
    )


def _foots(story: Story, row: Mapping[str, Any]) -> None:
    offices = row["offices"]
    story.claim(
        sum(one["total"] for one in offices) == row["total"], f"{row['name']}: undangan cocok"
    )
    shown = [one["done"] for one in offices if one["done"] is not None]
    hidden = [one for one in offices if one["done"] is None]
    rest = row["done"] - sum(shown)
    is_right = rest == 0 if not hidden else 0 <= rest <= sum(one["total"] for one in hidden)
    story.claim(
        is_right and len(hidden) != 1, f"{row['name']}: ikrar cocok, kelompok kecil terjaga"
    )


def _pledge_heads(story: Story) -> Iterator[dict[str, Any]]:
    """Yield the public headers of all pledges in the published journals."""
    for key in _keys(story):
        for _number, entry, _leaf in _entries(story.work / LOGS / key):
            head = json.loads(entry)
            if head["kind"] == "pledge.make":
                yield head


def _entries(folder: Path) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield number, bytes and leaf hash of each entry, read by the verifier's own reader."""
    size = int((folder / "checkpoint").read_text(encoding="utf-8").split("\n")[1])
    yield from netral_verify.entries_of(netral_verify.reader(str(folder)), size)


def journals_verified(story: Story) -> str:
    """Let the one-file verifier check every journal, with one certificate's proof for each."""
    proofs = story.work / "bukti"
    proofs.mkdir()
    checked = 0
    for key in _keys(story):
        receipt = _proof(story, key, proofs)
        told, code = verified(story.work / LOGS / key, receipt)
        story.claim(code == 0 and told["ok"], f"pemeriksa mandiri menerima Jejak {key}", told)
        checked += receipt is not None
    story.figures["certificates_checked"] = checked
    _broken_is_found(story)
    return (
        f"{len(_keys(story))} Jejak dan {checked} sertifikat diperiksa di luar jaringan dengan "
        "netral_verify.py; satu bita yang diubah ditemukan."
    )


def _proof(story: Story, key: str, folder: Path) -> Path | None:
    """Fetch the proof of one acknowledged certificate of a government."""
    made = Pledge.objects.filter(government_id=key).order_by("pk").first()
    if made is None:
        return None
    path = folder / f"{key}.txt"
    path.write_bytes(fetch(story.ports["site"], f"/periksa/{made.certificate}/bukti"))
    return path


def verified(folder: Path, receipt: Path | None) -> tuple[dict[str, Any], int]:
    """Return what the verifier says of a folder, run as anyone runs it, and its exit status."""
    command = [sys.executable, netral_verify.__file__, str(folder), "--json"]
    command += ["--receipt", str(receipt)] if receipt else []
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    return json.loads(done.stdout or '{"ok": false}'), done.returncode


def _broken_is_found(story: Story) -> None:
    key = story.places[0].key
    copy = story.work / "rusak"
    shutil.copytree(story.work / LOGS / key, copy)
    tile = min(path for path in (copy / "tile" / "entries").rglob("*") if path.is_file())
    data = bytearray(tile.read_bytes())
    data[len(data) // 2] ^= 1
    tile.write_bytes(bytes(data))
    _told, code = verified(copy, None)
    story.claim(code == 1, "satu bita yang diubah ditemukan", code)
    shutil.rmtree(copy)


def nobody_missing(story: Story) -> str:
    """Compare what was acknowledged with what is kept, person by person, and with the journals."""
    rows = list(Pledge.objects.values_list("person__ref", "ref", "certificate"))
    entered = Counter(Entry.objects.filter(kind="pledge.make").values_list("matter", flat=True))
    papers = set(Paper.objects.values_list("ref", flat=True))
    kept: dict[str, list[str]] = defaultdict(list)
    for person, ref, code in rows:
        story.claim(entered[ref] == 1 and code in papers, "ikrar punya catatan dan sertifikat")
        kept[person].append(code)
    lost = [person for person in story.codes if person not in kept]
    doubled = [person for person, codes in kept.items() if len(codes) > 1]
    other = [p for p, code in story.codes.items() if code and kept.get(p) != [code]]
    story.claim(not lost, "tidak satu pun ikrar yang sudah dijawab hilang", len(lost))
    story.claim(not doubled and len(rows) == sum(entered.values()), "tidak ada yang ganda", doubled)
    story.claim(not other, "sertifikatnya sama dengan yang dijawabkan", len(other))
    extra = len(kept) - len(story.codes)
    story.claim(extra == 0, "tidak ada ikrar yang tidak diucapkan", extra)
    _promises_kept(story)
    story.proved = list(dict.fromkeys(story.proved))
    return (
        f"{len(story.codes)} jawaban dicocokkan satu per satu: tidak ada yang hilang, tidak ada "
        f"yang ganda; {len(story.leaves)} janji bertanda tangan ada semua di Jejak yang terbit."
    )


def _promises_kept(story: Story) -> None:
    """Find each leaf that was promised in an answer among the published journals' leaves."""
    published = {
        base64.b64encode(leaf).decode()
        for place in story.places
        for _number, _entry, leaf in _entries(story.work / LOGS / place.key)
    }
    missing = [leaf for leaf in story.leaves.values() if leaf not in published]
    story.claim(not missing, "setiap janji ada di Jejak", len(missing))
    doubled = len(story.leaves) - len(set(story.leaves.values()))
    story.claim(not doubled, "tidak ada janji yang ganda", doubled)
