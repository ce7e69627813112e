"""The same moment over three installations: two kabupaten with own servers join by sums."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from netral.core.ledger.note import key_parse
from netral.core.ledger.statement import statement_open
from netral.ops.crowd.doors import port_free
from netral.ops.province import moment_held
from netral.ops.province.moment_held import fetch
from netral.ops.province.staff import Place, plan
from netral.ops.province.story import FalseThingError, Story
from netral.pledges.models import CallGuest
from netral.pledges.queries.joint import key_fingerprint
from netral.pledges.services import guest_confirm, guest_invite
from netral.shell.moment import moment

ROOT = Path(__file__).resolve().parents[4]
ARRIVE_SECONDS = 90
REFUSED_AGAIN, REFUSED_FORGED = 409, 422


@dataclass(slots=True)
class Member:
    """Another installation: its process, its kabupaten, its own address."""

    place: Place
    process: subprocess.Popen[str]
    port: int
    guest: str = ""

    def asks(self, act: str, **wish: Any) -> dict[str, Any]:
        """Let it do one act; raise FalseThingError with its words when it could not."""
        if self.process.stdin is None or self.process.stdout is None:
            raise FalseThingError(f"{self.place.name} tidak terhubung")
        self.process.stdin.write(json.dumps({"act": act, **wish}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer: dict[str, Any] = json.loads(line or '{"ok": false, "false": "proses berhenti"}')
        if not answer["ok"]:
            raise FalseThingError(answer["false"])
        return answer


@dataclass(slots=True)
class Joint:
    """The other installations of one run."""

    places: Sequence[Place]
    members: list[Member]

    def end(self) -> None:
        """End their processes: each ends its own doors when its input ends."""
        for member in self.members:
            if member.process.stdin is not None:
                member.process.stdin.close()
        for member in self.members:
            try:
                member.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                member.process.kill()

    def members_laid(self, story: Story) -> str:
        """Start each installation with a folder and an address of its own."""
        for number, place in enumerate(self.places, 1):
            self.members.append(_member(story.work.parent / f"anggota-{number}", place))
        with ThreadPoolExecutor(len(self.members)) as pool:
            told = list(pool.map(lambda member: member.asks("lay"), self.members))
        origins = ", ".join(one["origin"] for one in told)
        return f"{len(told)} instalasi lain menyala sendiri-sendiri: {origins}."

    def members_joined(self, story: Story) -> str:
        """Invite, join, compare the keys on both sides, confirm: each by its own officer."""
        caller = story.officers[plan()["key"]]
        for member in self.members:
            name = f"Pemerintah {member.place.name}"
            made = guest_invite(actor=caller, ref=story.held.ref, name=name, at=moment())
            address = f"{settings.NETRAL_ORIGIN}/ikrar/serentak/{story.held.ref}/"
            told = member.asks("join", address=address, code=made.code)
            guest = _asked(story, made.guest.ref)
            member.guest = guest.ref
            story.claim(key_fingerprint(guest.verifier_key) == told["own"], "sidik kunci cocok")
            story.claim(told["text"] == story.held.text.sha256, "sidik naskah cocok")
            public = fetch(member.port, f"/jejak/{member.place.key}/key").decode().strip()
            story.claim(public == guest.verifier_key, "kunci sama dengan Jejaknya yang terbit")
            guest_confirm(actor=caller, ref=guest.ref, at=moment())
        return f"{len(self.members)} pemerintah diundang, minta ikut, dan disahkan kuncinya."

    def crowds_pledge(self, story: Story) -> str:
        """Let all installations hold the moment at once."""
        with ThreadPoolExecutor(len(self.members)) as pool:
            held = [pool.submit(member.asks, "hold") for member in self.members]
            moment_held.moment_awaited(story)
            moment_held.crowd_pledges(story)
            sums = [one.result() for one in held]
        done = len(story.codes) + sum(one["done"] for one in sums)
        story.figures |= {"installations": 1 + len(sums), "pledges_in_all": done}
        return f"{done} orang berikrar di {1 + len(sums)} instalasi, tiap instalasi kill -9 sekali."

    def sums_arrived(self, story: Story) -> str:
        """Wait until the caller shows what each of the others counted, signed by its own key."""
        until = time.monotonic() + ARRIVE_SECONDS
        while not all(self._has_arrived(member) for member in self.members):
            if time.monotonic() > until:
                raise FalseThingError(
                    f"jumlah belum tiba: {[m.asks('told') for m in self.members]}"
                )
            time.sleep(1.0)
        room = fetch(story.ports["site"], f"/ikrar/serentak/{story.held.ref}/").decode()
        for member in self.members:
            story.claim(member.place.name in room, "tampil di ruang tunggu")
        marked = room.count("Dari instalasi lain, terakhir terdengar")
        story.claim(marked == len(self.members), "bertanda dari luar", marked)
        return "Jumlah dari luar tampil dengan tanda dan waktu terakhir terdengar."

    def _has_arrived(self, member: Member) -> bool:
        guest, own = CallGuest.objects.get(ref=member.guest), member.asks("told")
        done = round(member.place.staff * plan()["pledging"])
        is_all = guest.done == done and guest.total == member.place.staff
        return is_all and bool(own["is_delivered"]) and own["sequence"] == guest.sequence

    def false_ones_refused(self, story: Story) -> str:
        """Send again what was sent, change a figure, sign nothing new: all refused."""
        member = self.members[0]
        path = f"/ikrar/serentak/{story.held.ref}/ajakan.json"
        note = member.asks("told")["note"]
        changed = note.replace('\\"done\\":', '\\"done\\":1', 1)
        story.claim(changed != note, "angka dalam kiriman bisa diubah penyerang")
        for text, status in ((note, REFUSED_AGAIN), (changed, REFUSED_FORGED)):
            found = posted(story.ports["site"], path, text)
            story.claim(found == status, "kiriman ulang dan kiriman palsu ditolak", found)
        return "Kiriman yang diulang dan yang diubah ditolak; hitungan tidak berubah."

    def members_proved(self, story: Story) -> str:
        """Let each installation prove its own, and find no person of it in the caller's data."""
        with ThreadPoolExecutor(len(self.members)) as pool:
            told = list(pool.map(lambda member: member.asks("prove"), self.members))
        data = _all_bytes(Path(settings.NETRAL_DATA_DIR))
        for member, one in zip(self.members, told, strict=True):
            for words in one["people"]:
                # A name alone is common: number and handle are what belongs to one person.
                found = [word for word in (words[0], words[2]) if word.encode() in data]
                story.claim(not found, f"tidak ada pegawai {member.place.name} di data provinsi")
        self._signed(story)
        story.figures["proved_elsewhere"] = sum(one["proved"] for one in told)
        return "Tiap instalasi membuktikan miliknya; tidak ada NIP dari luar di data provinsi."

    def _signed(self, story: Story) -> None:
        body = fetch(story.ports["site"], f"/ikrar/serentak/{story.held.ref}/hasil.json")
        for row in json.loads(body)["governments"]:
            if "signed" in row:
                key = key_parse(row["signed"]["key"])
                value = statement_open(row["signed"]["note"], key=key, kind="pledge-sums")
                same = (value["done"], value["total"]) == (row["done"], row["total"])
                story.claim(same, f"angka {row['name']} sama dengan yang ditandatangani")


def _member(folder: Path, place: Place) -> Member:
    empty = folder.parent / "kosong"
    if empty.exists():
        shutil.copytree(empty, folder / "data")
    else:
        (folder / "data").mkdir(parents=True)
    (folder / "data" / "demo.json").write_text('{"today": ""}', encoding="utf-8")
    port = port_free()
    environment = {k: v for k, v in os.environ.items() if k != "NETRAL_DATABASE"}
    environment |= {
        "NETRAL_DATA_DIR": str(folder / "data"),
        "NETRAL_ORIGIN": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "netral.ops.province.member", place.code, place.name]
    command += [str(place.staff), str(folder / "hasil")]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Member(place, process, port)


def _asked(story: Story, ref: str) -> CallGuest:
    """Return the guest once its worker's wish arrived."""
    until = time.monotonic() + ARRIVE_SECONDS
    while time.monotonic() < until:
        guest = CallGuest.objects.get(ref=ref)
        if guest.verifier_key:
            return guest
        time.sleep(0.5)
    raise FalseThingError(f"permintaan ikut belum tiba: {ref} {story.held.ref}")


def posted(port: int, path: str, text: str) -> int:
    """Hand a message to the machine door; return the status."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("POST", path, text.encode(), {"Content-Type": "application/json"})
        with link.getresponse() as answer:
            return answer.status
    finally:
        link.close()


def _all_bytes(folder: Path) -> bytes:
    """Return all that an installation keeps on disk, and what a server keeps of its guests."""
    parts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    rows = repr(list(CallGuest.objects.values())).encode()
    return b"\n".join([*parts, rows])
