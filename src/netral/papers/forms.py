"""What one types to check or withdraw a paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import handle_read
from netral.papers.services import LetterheadText, number_pattern_check, picture_cleaned
from netral.papers.services.pdf_check import MOST_OCTETS
from netral.shell.widgets import DayField

CODE_LETTERS = 8
HEAD = "kepala"
"""The choice of the government head's own letterhead, which belongs to no office."""
PATTERN_PARTS = (
    ("{nomor}", _("Nomor urut surat; setiap tahun mulai lagi dari 1.")),
    ("{nomor:3}", _("Nomor urut yang ditulis tiga angka. Angka 3 boleh diganti 1 sampai 6.")),
    ("{seri}", _("Jenis surat: SE untuk surat edaran.")),
    ("{bulan}", _("Bulan surat terbit, dengan angka Romawi.")),
    ("{tahun}", _("Tahun surat terbit.")),
)
"""The parts of a number that change from letter to letter, and what each stands for."""


class CodeForm(forms.Form):
    """The code under a QR, typed in any form."""

    kode = forms.CharField(
        label=_("Kode di bawah QR"),
        help_text=_(
            "Delapan huruf dan angka, misalnya 7K2M-94QD. Huruf besar atau kecil sama saja."
        ),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )

    def clean_kode(self) -> str:
        """Return the handle that was meant."""
        code = handle_read(self.cleaned_data["kode"])
        if len(code) != CODE_LETTERS:
            raise forms.ValidationError(
                _("Kode ini bukan delapan huruf dan angka. Lihat lagi tulisan di bawah kode QR.")
            )
        return code


class FileForm(forms.Form):
    """A file to be compared with the registered one; it is read, never kept."""

    berkas = forms.FileField(
        label=_("Berkas PDF yang Anda terima"),
        help_text=_("Paling besar 10 MB. Berkas hanya dihitung sidiknya, tidak disimpan."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Pilih berkas PDF, paling besar 10 MB."),
            "empty": _("Berkas ini kosong. Pilih berkas yang Anda terima."),
        },
    )


class PdfForm(forms.Form):
    """Any PDF whose signatures are to be told; it is read, never kept.

    ``sent`` is the length of the whole request: a file above the limit does not reach the form.
    """

    berkas = forms.FileField(
        label=_("Berkas PDF"),
        help_text=_("Paling besar 10 MB. Berkas dibaca lalu dibuang, tidak disimpan."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Pilih berkas PDF, paling besar 10 MB."),
            "empty": _("Berkas ini kosong. Pilih berkas yang Anda terima."),
        },
    )

    def __init__(self, *args: Any, sent: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        if sent > MOST_OCTETS:
            self.fields["berkas"].error_messages["required"] = _(
                "Berkas Anda lebih besar dari 10 MB, jadi tidak kami terima. Kecilkan dulu, atau "
                "periksa dengan aplikasi PDF di komputer."
            )


class WithdrawForm(forms.Form):
    """Why a paper is withdrawn."""

    reason = forms.CharField(
        label=_("Alasan pencabutan"),
        help_text=_("Alasan ini tampil di halaman periksa. Jangan menulis data pribadi."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LetterheadForm(forms.Form):
    """A letterhead that begins on a day; the picture is drawn anew when the form is checked."""

    unit = forms.ChoiceField(
        label=_("Kop untuk surat siapa?"),
        error_messages={"required": _("Pilih surat siapa yang memakai kop ini.")},
        help_text=_("Surat kepala daerah memakai lambang negara, surat OPD lambang daerah."),
    )
    name = forms.CharField(
        label=_("Baris pertama"),
        max_length=160,
        help_text=_("Misalnya: Bupati Batang Hari, atau Pemerintah Kabupaten Batang Hari."),
    )
    office = forms.CharField(
        label=_("Nama perangkat daerah"),
        required=False,
        max_length=200,
        help_text=_("Kosongkan pada kop kepala daerah."),
    )
    address = forms.CharField(
        label=_("Alamat"),
        required=False,
        max_length=240,
        help_text=_("Jika kosong, kop dicetak tanpa baris alamat."),
    )
    contacts = forms.CharField(
        label=_("Telepon, situs web, email"),
        required=False,
        max_length=240,
        help_text=_("Jika kosong, baris ini tidak dicetak."),
    )
    place = forms.CharField(
        label=_("Tempat penandatanganan"),
        required=False,
        max_length=80,
        help_text=_(
            "Ditulis di depan tanggal surat, misalnya: Muara Bulian. Jika kosong, tanggalnya saja."
        ),
    )
    berkas = forms.FileField(
        label=_("Lambang"),
        required=False,
        help_text=_("PNG atau JPEG, paling besar 2 MB. Tanpa berkas, kop terbit tanpa lambang."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    keep_picture = forms.BooleanField(
        label=_("Pakai lambang dari kop yang berlaku sekarang"), required=False
    )
    valid_from = DayField(
        label=_("Mulai berlaku"),
        help_text=_("Surat yang sudah ditandatangani tetap memakai kop pada harinya."),
    )

    def __init__(
        self, *args: Any, offices: Sequence[tuple[str, str]], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        field = self.fields["unit"]
        field.choices = [(HEAD, _("Kepala daerah")), *offices]  # type: ignore[attr-defined]
        self.initial["unit"] = self.initial.get("unit") or HEAD

    def clean_berkas(self) -> bytes:
        """Return the picture drawn anew, empty for none; say what is wrong with another file."""
        held = self.cleaned_data["berkas"]
        if not held:
            return b""
        try:
            return picture_cleaned(held.read())
        except WrongInputError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_valid_from(self) -> date:
        """Refuse a day that is past."""
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(
                _("Kop surat tidak bisa berlaku mundur. Pilih hari ini atau sesudahnya.")
            )
        return day

    def text(self) -> LetterheadText:
        """Return what the service keeps; call it on a valid form."""
        data = self.cleaned_data
        return LetterheadText(
            unit="" if data["unit"] == HEAD else data["unit"],
            name=data["name"],
            office=data["office"],
            address=data["address"],
            contacts=data["contacts"],
            place=data["place"],
            valid_from=data["valid_from"],
            picture=data["berkas"],
            keeps_picture=data["keep_picture"] and not data["berkas"],
        )


class NumberPatternForm(forms.Form):
    """How the government numbers its circulars."""

    pattern = forms.CharField(
        label=_("Pola nomor surat edaran"),
        max_length=80,
        help_text=_(
            "Tulis nomor seperti biasa. Bagian yang berubah tiap surat ganti dengan sebutan dalam "
            "kurung kurawal, misalnya: 800/{nomor:3}/{seri}/{tahun}."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Tulis polanya, misalnya: 800/{nomor:3}/{seri}/{tahun}.")},
    )

    def clean_pattern(self) -> str:
        """Refuse a pattern that could give two letters one number."""
        pattern = str(self.cleaned_data["pattern"])
        try:
            number_pattern_check(pattern)
        except WrongInputError as error:
            raise forms.ValidationError(str(error)) from error
        return pattern
