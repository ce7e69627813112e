"""A simultaneous pledge over several installations: what they say to each other, and no more.

Four statements go over the wire, each signed with the journal's key of the government that makes
it: the call, the wish to take part, the sums, the answer. None holds a person. What stands here is
their form and when one is refused; keys, storing and sending stand elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netral.core.flow.moves import Move
from netral.core.flow.pledge import OPENERS, CallStage, text_sha256
from netral.core.kinds.errors import NetralError
from netral.core.ledger.canonical import canonical

CALL, ASK, SUMS, ANSWER = "pledge-call", "pledge-ask", "pledge-sums", "pledge-answer"
CLOCK_LEEWAY = timedelta(minutes=5)
"""How far ahead the other installation's clock may be."""
SILENT_AFTER = timedelta(minutes=10)
"""From when on one who takes part is shown as not heard of while the pledge runs."""
LARGEST = 64_000
"""How many letters one message may hold: a kabupaten has some fifty agencies."""


class GuestStage(StrEnum):
    """Where a government of another installation stands with the one that called."""

    INVITED = "invited"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    ENDED = "ended"


GUEST_MOVES = (
    Move("ask", GuestStage.INVITED, GuestStage.ASKED, by=frozenset(), label="Minta ikut"),
    Move("confirm", GuestStage.ASKED, GuestStage.CONFIRMED, by=OPENERS, label="Sahkan"),
    Move("end", GuestStage.INVITED, GuestStage.ENDED, by=OPENERS, label="Cabut"),
    Move("end", GuestStage.ASKED, GuestStage.ENDED, by=OPENERS, label="Cabut"),
    Move("end", GuestStage.CONFIRMED, GuestStage.ENDED, by=OPENERS, label="Cabut"),
)


class Refusal(StrEnum):
    """Why a message of another installation was refused: the code that its answer carries."""

    FORM = "bentuk"
    KEY = "kunci"
    INVITATION = "undangan"
    WORDING = "naskah"
    OLD = "lama"
    CLOCK = "jam"
    WITHDRAWN = "ditarik"
    UNCONFIRMED = "belum_disahkan"


class JointRefusedError(NetralError):
    """A message of another installation cannot be taken; nothing was changed."""

    title = "Kiriman dari instalasi lain ditolak"

    def __init__(self, code: Refusal, words: str) -> None:
        """Take the code for the machine, and the words for the officer who will read them."""
        super().__init__(words)
        self.code = code
        self.status = 409 if code in {Refusal.OLD, Refusal.WITHDRAWN, Refusal.UNCONFIRMED} else 422


@dataclass(frozen=True, slots=True)
class Wording:
    """A pledge's text as it goes over the wire."""

    title: str
    points: tuple[str, ...]
    source: str
    is_official: bool
    variant: str

    @property
    def sha256(self) -> str:
        """Return the fingerprint that every pledge of it binds."""
        return text_sha256(self.title, self.points)


@dataclass(frozen=True, slots=True)
class CallSaid:
    """A call as its own government states it."""

    call: str
    government: str
    title: str
    leader: str
    text: Wording
    opens_at: datetime
    late_from: datetime
    closes_at: datetime
    stage: CallStage
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A government's wish to take part, with the proof that it holds the invitation."""

    call: str
    guest: str
    government: str
    text_sha256: str
    proof: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfficeSum:
    """One agency: how many pledged of how many; ``done`` None is hidden to protect people."""

    name: str
    total: int
    done: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """How many pledged in one government at a moment; ``late`` None is hidden as well."""

    call: str
    guest: str
    text_sha256: str
    sequence: int
    at: datetime
    done: int
    total: int
    late: int | None
    offices: tuple[OfficeSum, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What the one who called says to a message that it took."""

    call: str
    guest: str
    guest_stage: GuestStage
    sequence: int
    text_sha256: str
    stage: CallStage
    reason: str
    at: datetime


def invitation_key(secret: str) -> bytes:
    """Return what the caller keeps of an invitation's secret (100 bits: no slow hash is needed)."""
    return hashlib.sha256(b"netral.joint.invitation\x00" + secret.encode()).digest()


def invitation_proof(key: bytes, *, call: str, guest: str, verifier_key: str) -> str:
    """Return the proof that one holds the invitation; it binds the key that will sign the sums."""
    said = canonical({"call": call, "guest": guest, "key": verifier_key})
    return hmac.digest(key, said, "sha256").hex()


def sums_check(
    sums: Sums, *, text_sha256: str, sequence: int, said_at: datetime | None, at: datetime
) -> None:
    """Pass when sums may replace the last ones; ``sequence`` and ``said_at`` are the last one's.

    Raises JointRefusedError for another wording, a message sent before or older than the last, a
    clock that runs ahead, or figures that do not add up.
    """
    if sums.text_sha256 != text_sha256:
        raise JointRefusedError(
            Refusal.WORDING,
            "Naskahnya bukan naskah ajakan ini. Setelah dibuka, naskah tidak bisa berganti: "
            "periksa sesi di instalasi pengirim.",
        )
    if sums.at > at + CLOCK_LEEWAY:
        raise JointRefusedError(
            Refusal.CLOCK,
            f"Jam instalasi pengirim lebih cepat dari {int(CLOCK_LEEWAY.total_seconds()) // 60} "
            f"menit. Di sini pukul {at:%H.%M.%S}. Setel jam peladennya, lalu kirim lagi.",
        )
    is_older = said_at is not None and sums.at < said_at
    if sums.sequence <= sequence or is_older:
        raise JointRefusedError(
            Refusal.OLD,
            f"Kiriman nomor {sums.sequence} sudah pernah diterima, atau lebih lama dari kiriman "
            f"nomor {sequence} yang terakhir. Angka yang tampil tidak berubah.",
        )
    _added_up(sums)


def _added_up(sums: Sums) -> None:
    shown = [office.done for office in sums.offices if office.done is not None]
    is_whole = len(shown) == len(sums.offices)
    is_right = (
        0 <= sums.done <= sums.total
        and 0 <= (sums.late or 0) <= sums.done
        and all((office.done or 0) <= office.total for office in sums.offices)
        and sum(office.total for office in sums.offices) == sums.total
        and (sum(shown) == sums.done if is_whole else sum(shown) <= sums.done)
    )
    if not is_right:
        raise JointRefusedError(
            Refusal.FORM, "Jumlah per perangkat daerah tidak sama dengan jumlah pemerintahnya."
        )
