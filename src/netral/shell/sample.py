"""What the sheet of components shows; every person and figure is made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from netral.core.clock import Mark, Square
from netral.shell.drawing import ClockFace, Outcome
from netral.shell.widgets import DayField, GroupedCheckboxes, HintedRadio

WIB = timezone(timedelta(hours=7), "WIB")
RECEIVED_ON = date(2024, 10, 29)
TODAY = date(2024, 11, 11)
DUE_ON = date(2024, 11, 18)
SATURDAY = 5
SYMBOL_NAMES = (
    "lapor", "tanya", "periksa", "buku", "jam", "berkas", "orang", "gembok",
    "panah", "menu", "unduh", "pesan", "centang", "cetak", "mark",
)  # fmt: skip
PHRASE = ("embun", "lentera", "rotan", "pasar", "gerimis", "tenun", "dermaga", "kelapa")
TOKENS = (
    ("paper", "dasar halaman"), ("surface", "lembar, isian"), ("sunken", "pita tenang"),
    ("line", "garis rambut"), ("edge", "tepi kendali"), ("ink", "tinta"),
    ("ink-soft", "tinta kedua"), ("sea", "laut: tindakan, selesai"),
    ("sea-strong", "laut saat disentuh"), ("sea-soft", "laut teduh"),
    ("plum", "manggis: perlu Anda, lewat"), ("plum-soft", "manggis teduh"),
    ("earth", "tanah: segera, hati-hati"), ("earth-soft", "tanah teduh"), ("d1", "dalam 1"),
    ("d2", "dalam 2"), ("d3", "dalam 3"), ("d4", "dalam 4"), ("d5", "dalam 5"),
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of each kind."""

    place = forms.CharField(
        label="Di mana terjadinya?", help_text="Misalnya nama kantor, jalan, atau desa."
    )
    day = DayField(label="Kapan terjadi?", help_text="Perkiraan boleh.")
    unit = forms.ChoiceField(
        label="Perangkat daerah",
        choices=[
            ("setda", "Sekretariat Daerah"),
            ("dpp", "Dinas Pengendalian Penduduk, Pemberdayaan Perempuan, dan Perlindungan Anak"),
        ],
    )  # fmt: skip
    story = forms.CharField(label="Cerita Anda", widget=forms.Textarea(attrs={"rows": 4}))
    device = forms.ChoiceField(
        label="Apakah Anda aman memakai gawai ini?",
        choices=[("own", "Ya, ini milik saya"), ("shared", "Tidak, dipakai bersama")],
        widget=HintedRadio(hints={"shared": "Kami tunjukkan cara menghapus riwayat browser."}),
    )
    acts = forms.MultipleChoiceField(
        label="Mana yang paling mirip?",
        choices=[("1", "Membagi barang"), ("2", "Memakai fasilitas negara")],
        widget=forms.CheckboxSelectMultiple,
    )
    things = forms.MultipleChoiceField(
        label="Barang apa saja?",
        required=False,
        choices=[
            ("Kendaraan", [("k1", "Mobil dinas"), ("k2", "Sepeda motor dinas")]),
            ("Gedung", [("g1", "Aula kantor")]),
        ],
        widget=GroupedCheckboxes(more="Pilih dari daftar barang"),
    )
    address = forms.EmailField(label="Alamat untuk kabar", required=False)
    evidence = forms.FileField(label="Bukti", required=False)
    is_read = forms.BooleanField(label="Saya sudah membaca")


def sample_context(page_number: int) -> dict[str, Any]:
    """Return the context of the sheet of components."""
    return {
        "form": SampleForm(
            {"unit": "setda", "device": "own", "day": "2024-31-12", "things": ["k2"]}
        ),
        "tokens": TOKENS,
        "symbols": SYMBOL_NAMES,
        "phrase": PHRASE,
        "page": sample_page(page_number),
        "states": [("", "Semua", 240), ("baru", "Belum dibaca", 4), ("lewat", "Lewat batas", 1)],
        "steps": ["Apa", "Siapa", "Di mana", "Kapan", "Bukti", "Aman"],
        "faces": sample_faces(),
        "timeline": sample_timeline(),
        "outcomes": sample_outcomes(),
        "talk": sample_talk(),
        "figures": [
            {"figure": "79,5%", "label": "sudah berikrar", "of": 5982},
            {"figure": "12", "label": "laporan menunggu"},
            {"figure": "1", "label": "lewat batas waktu", "is_late": True},
        ],
        "total": ("Laporan masuk sejak 25 September 2024", 34),
        "parts": [("Selesai, dengan alasan tertulis", 19), ("Masih berjalan", 15)],
        "at": datetime(2024, 11, 27, 14, 5, tzinfo=WIB),
    }


def sample_page(number: int) -> Page[int]:
    """Return one page of many; a number beyond the last gives the last."""
    return Paginator(range(1, 241), 100).get_page(number)


def sample_faces() -> list[ClockFace]:
    """Return clocks that run, are late, are unsure, are done and have not begun."""
    return [
        ClockFace(
            label="Keputusan atas usul tim, paling lambat",
            due=DUE_ON,
            state="soon",
            says="Hari kerja ke-9 dari 14. Tersisa 5 hari kerja.",
            days=sample_days(),
            counted=[
                "Diterima Selasa, 29 Oktober 2024; hari itu tidak dihitung.",
                "Hari kerja ke-14: Senin, 18 November 2024.",
            ],
            is_unsure=True,
            unsure_note="Keputusan Bupati (contoh)",
        ),
        ClockFace(
            label="Telaah awal, paling lambat",
            due=date(2024, 11, 7),
            state="late",
            says="Lewat batas 2 hari kerja.",
            basis="Peraturan daerah (contoh)",
            moves=[
                (
                    "Batas waktu bergeser dari Rabu, 6 November 2024 ke Kamis, 7 November 2024, "
                    "karena Hari jadi (contoh), Keputusan Bupati (contoh)."
                ),
            ],
        ),
        ClockFace(label="Sesudah ditetapkan: penyampaian", instead="14 hari kerja", state="open"),
        ClockFace(
            label="Panggilan, paling kurang 7 hari kerja sebelum diperiksa",
            instead="Terpenuhi: 9 hari kerja",
            state="done",
            basis="PP 94/2021 Pasal 26 ayat (2)",
        ),
    ]


def sample_days() -> list[Square]:
    """Return the days of the running clock."""
    days = [RECEIVED_ON + timedelta(days=n) for n in range(1, (DUE_ON - RECEIVED_ON).days + 1)]
    return [Square(day, _mark(day), day == TODAY, day == DUE_ON) for day in days]


def _mark(day: date) -> Mark:
    if day.weekday() >= SATURDAY:
        return Mark.OFF
    if day == TODAY:
        return Mark.NOW
    return Mark.PAST if day < TODAY else Mark.NEXT


def sample_timeline() -> list[dict[str, Any]]:
    """Return the way of one case."""
    return [
        {"title": "Laporan diterima", "state": "done", "on": date(2024, 10, 2)},
        {
            "title": "Tim pemeriksa dibentuk",
            "state": "done",
            "on": date(2024, 10, 9),
            "law": "PP 94/2021 Pasal 27",
        },
        {"title": "Menunggu keputusan", "state": "now", "by": DUE_ON, "note": "pejabat pembina"},
        {"title": "Penyampaian dan hak keberatan", "state": "next"},
    ]


def sample_outcomes() -> list[Outcome]:
    """Return how fourteen like cases ended."""
    return [
        Outcome(label="Sanksi moral", count=1),
        Outcome(label="Teguran tertulis", count=2),
        Outcome(label="Penurunan jabatan, 12 bulan", count=6, is_usual=True, is_this=True),
        Outcome(label="Pembebasan dari jabatan, 12 bulan", count=2, is_usual=True),
        Outcome(label="Pemberhentian dengan hormat", count=0, is_usual=True),
    ]


def sample_talk() -> list[dict[str, Any]]:
    """Return three messages between an office and a reporter."""
    at = datetime(2024, 11, 8, 9, 10, tzinfo=WIB)
    return [
        {"who": "Petugas", "at": at, "text": "Apakah Anda ingat nama gedungnya?"},
        {
            "who": "Anda",
            "at": at + timedelta(hours=5),
            "text": "Aula di belakang kantor camat.",
            "is_mine": True,
        },
        {"who": "Petugas", "at": at + timedelta(days=3), "text": "Terima kasih. Kami periksa."},
    ]
