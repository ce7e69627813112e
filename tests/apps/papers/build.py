"""Papers for the tests."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from netral.papers.services import (
    Certificate,
    Clause,
    Letter,
    Letterhead,
    Mark,
    QrCard,
    QrSheet,
    Receipt,
    Signer,
)

AT = datetime(2024, 10, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
HEAD = Letterhead("Pemerintah Kabupaten Samosir", "Sekretariat Daerah", ("Jalan Contoh 1",))


def certificate(name: str = "Lasma Contoh, S.Pd.", ref: str = "7K2M94QD") -> Certificate:
    """Return a certificate of four points."""
    return Certificate(
        government="Kabupaten Samosir",
        name=name,
        post="Guru Ahli Pertama",
        place_of_work="SD Negeri 7, Dinas Pendidikan",
        said="telah mengucapkan ikrar netralitas ASN",
        when="pada Rabu, 23 Oktober 2024 pukul 09.00 WIB",
        points=("Butir satu.", "Butir dua.", "Butir tiga.", "Butir empat."),
        wording_note="Bukan naskah resmi.",
        mark=Mark(ref, (("Cara pengesahan", "tautan pribadi dan PIN"),)),
    )


def letter(clauses: int = 3, *, is_circular: bool = True, mark: Mark | None = None) -> Letter:
    """Return a letter with that many clauses."""
    return Letter(
        head=HEAD,
        title="Surat Edaran",
        number="SE/12/X/2024",
        about="Netralitas pegawai",
        place_and_day="Pangururan, 1 Oktober 2024",
        to=("Kepala perangkat daerah", "Camat"),
        opening=("Pembuka surat.",),
        clauses=tuple(
            Clause((f"Isi butir {n}.",), f"Judul {n}", "PP 94/2021 Pasal 5 huruf n")
            for n in range(1, clauses + 1)
        ),
        closing=("Penutup surat.",),
        signer=Signer("Bupati Samosir", "Nama Contoh", "197501012005011900"),
        is_circular=is_circular,
        copies=("Arsip",),
        mark=mark,
    )


def qr_sheet(count: int) -> QrSheet:
    """Return a sheet with that many cards."""
    cards = (
        QrCard(f"Pegawai Contoh {n}", "SD Negeri 7", f"https://netral.example/saya/t{n:040d}/")
        for n in range(1, count + 1)
    )
    return QrSheet(
        title="Lembar QR SD Negeri 7",
        below="Kabupaten Samosir",
        office="Kabupaten Samosir",
        instruction="Pindai, lalu tekan Buka.",
        cards=tuple(cards),
    )


def receipt() -> Receipt:
    """Return a receipt with a promise."""
    return Receipt(
        head=HEAD,
        title="Tanda terima",
        opening=("Kami menerima satu laporan.",),
        facts=(("Nomor", "7K2M-94QD"),),
        closing=("Simpan lembar ini.",),
        promise="netral-promise/v1\norigin contoh\n",
        mark=Mark("7K2M94QD"),
    )
