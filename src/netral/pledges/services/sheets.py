"""Result sheets as PDF: of one session with its agencies, of a call with its governments.

Official papers, always in Indonesian. They are pressed from the figures of the moment and show no
person; small cells are hidden in them as on the public page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from netral.core.access import ASSURANCE_WORDS, Assurance
from netral.core.flow.pledge import Kind
from netral.papers.services import Letterhead
from netral.papers.services.minutes import Minutes, minutes_pdf
from netral.pledges.models import PledgeCall, PledgeSession
from netral.pledges.queries.counts import Count, Ways
from netral.pledges.queries.photos import photos_of
from netral.pledges.queries.room import Live
from netral.pledges.services.certificates import FINGERPRINT_SHOWN
from netral.shell.door import public_address
from netral.shell.format import clock_time, long_date, number, share, small_cell
from netral.vault.services.office_files import office_file_read

HIDDEN = "tidak ditampilkan"
TITLES = {
    Kind.ROOM: "Berita acara pengucapan ikrar",
    Kind.LINK: "Lembar hasil ikrar",
    Kind.TOGETHER: "Lembar hasil ikrar serentak",
}


def session_sheet(
    *, session: PledgeSession, rows: Sequence[Count], ways: Ways | None, at: datetime
) -> bytes:
    """Return the sheet of one session; ``rows`` and ``ways`` as ``session_result`` tells them."""
    zone = ZoneInfo(session.government.timezone)
    is_minutes = session.kind == Kind.ROOM
    minutes = Minutes(
        head=Letterhead(government=session.government.name, office=session.unit.name),
        title=TITLES[Kind(session.kind)],
        below=session.title,
        opening=_opening(session, zone),
        facts=(*_facts(session, zone), *_told(session, ways, zone)),
        columns=("Perangkat daerah", "Diundang", "Berikrar", "Bagian"),
        rows=tuple(_row(row) for row in rows),
        total=_total("Jumlah", rows),
        note=_note(at.astimezone(zone)),
        signers=_signers(session) if is_minutes else (),
        foot="Angka terakhir ada di halaman hasil:",
        url=public_address("pledge-result", session.ref),
        photos=_photos(session) if is_minutes else (),
    )
    return minutes_pdf(minutes, at=at)


def call_sheet(*, call: PledgeCall, live: Live, at: datetime) -> bytes:
    """Return the sheet of a simultaneous pledge: sums of the governments that joined."""
    zone = ZoneInfo(call.government.timezone)
    facts = (
        ("Dibuka", _when(call.opens_at, zone)),
        ("Ditutup", _when(call.closes_at, zone)),
        ("Pemimpin ikrar", call.leader),
        ("Naskah", f"{call.text.title}, sidik {call.text.sha256[:FINGERPRINT_SHOWN]}"),
        ("Sumber naskah", call.text.source),
        ("Pemerintah yang ikut", number(len(live.rows))),
        ("Di antaranya susulan", f"{_late(live)} orang, sejak {_when(call.late_from, zone)}"),
    )
    minutes = Minutes(
        head=Letterhead(government=call.government.name),
        title=TITLES[Kind.TOGETHER],
        below=call.title,
        opening=(),
        facts=facts,
        columns=("Pemerintah", "Diundang", "Berikrar", "Bagian"),
        rows=tuple(_row(row) for row in live.rows),
        total=_total("Jumlah", live.rows),
        note=f"{_note(live.counted_at.astimezone(zone))}{_outside(live, zone)}",
        signers=(),
        foot="Angka terakhir ada di halaman ini:",
        url=public_address("pledge-room", call.ref),
    )
    return minutes_pdf(minutes, at=at)


def _late(live: Live) -> str:
    return f"sedikitnya {number(live.late)}" if live.is_late_hidden else number(live.late)


def _outside(live: Live, zone: ZoneInfo) -> str:
    """Say which figures another installation told, and when it was last heard of."""
    told = [
        f"{row.name}, terakhir terdengar {_when(row.outside.heard_at, zone)}"
        for row in live.rows
        if row.outside is not None
    ]
    words = f" Angka yang diterima dari instalasi lain: {'; '.join(told)}." if told else ""
    if live.unheard:
        words += f" Ikut, tetapi belum ada angka yang diterima: {', '.join(live.unheard)}."
    return words


def _photos(session: PledgeSession) -> tuple[tuple[bytes, str], ...]:
    """Return the photos of the minutes with their captions."""
    return tuple((office_file_read(one.file), one.caption) for one in photos_of(session))


def _opening(session: PledgeSession, zone: ZoneInfo) -> tuple[str, ...]:
    if session.kind != Kind.ROOM:
        return ()
    day = long_date(session.opens_at.astimezone(zone).date())
    said = (
        f"Pada hari {day}, bertempat di {session.place}, dipimpin oleh {session.leader}, pegawai "
        f"{session.unit.name} mengucapkan ikrar menurut naskah yang disebut di bawah ini."
    )
    return (said,)


def _facts(session: PledgeSession, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    text = session.text
    return (
        ("Dibuka", _when(session.opens_at, zone)),
        ("Ditutup", _when(session.closed_at or session.closes_at, zone)),
        ("Tempat", session.place),
        ("Pemimpin ikrar", session.leader),
        ("Saksi", ", ".join(session.witnesses) or "-"),
        ("Naskah", f"{text.title}, sidik {text.sha256[:FINGERPRINT_SHOWN]}"),
        ("Sumber naskah", text.source),
    )


def _told(session: PledgeSession, ways: Ways | None, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """Say in which ways, and how many late."""
    if ways is None:
        return (("Cara pengesahan", HIDDEN),)
    told = [
        f"{ASSURANCE_WORDS[Assurance(way)]} {small_cell(count)}"
        for way, count in ways.by_assurance.items()
    ]
    facts = [("Cara pengesahan", "; ".join(told) or "-")]
    if session.late_from is not None:
        since = _when(session.late_from, zone)
        facts.append(("Di antaranya susulan", f"{small_cell(ways.late)} orang, sejak {since}"))
    return tuple(facts)


def _signers(session: PledgeSession) -> tuple[tuple[str, str], ...]:
    return (
        ("Pemimpin ikrar", session.leader),
        *(("Saksi", witness) for witness in session.witnesses),
    )


def _row(row: Count) -> tuple[str, str, str, str]:
    if row.done is None:
        return (row.name, number(row.total), HIDDEN, "")
    return (row.name, number(row.total), number(row.done), share(row.done, row.total))


def _total(name: str, rows: Sequence[Count]) -> tuple[str, str, str, str]:
    total = sum(row.total for row in rows)
    if any(row.done is None for row in rows):
        return (name, number(total), HIDDEN, "")
    done = sum(row.done or 0 for row in rows)
    return (name, number(total), number(done), share(done, total))


def _note(at: datetime) -> str:
    return (
        f"Dihitung pada {long_date(at.date())} pukul {clock_time(at)}. Tidak bersuara tidak "
        "dihitung sebagai sudah berikrar. Kelompok kecil tidak ditampilkan demi melindungi orang."
    )


def _when(at: datetime, zone: ZoneInfo) -> str:
    here = at.astimezone(zone)
    return f"{long_date(here.date())} pukul {clock_time(here)}"
