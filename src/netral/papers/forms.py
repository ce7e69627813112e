"""What one types to check or withdraw a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import handle_read
from netral.papers.services import LetterheadText, number_pattern_check, picture_cleaned
from netral.papers.services.pdf_check import MOST_OCTETS
from netral.papers.services.trust import RootFacts, RootWish, root_read
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


def _fingerprint_read(typed: str) -> str:
    """Return a typed SHA-256 fingerprint as 64 figures in lower case; say what else it is not."""
    figures = re.sub(r"[\s:.-]", "", typed).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", figures):
        raise forms.ValidationError(
            _("Sidik SHA-256 terdiri dari 64 angka dan huruf a sampai f. Salin seluruhnya.")
        )
    return figures


class TrustRootForm(forms.Form):
    """A root certificate and the fingerprint that its issuer tells elsewhere.

    Sent first with a file; the page that shows it sends it again as text, so that nobody chooses
    the file twice. ``facts`` are what was read, of a valid form; ``kept`` of any readable file.
    """

    berkas = forms.FileField(
        label=_("Sertifikat akar"),
        help_text=_("Berkas .pem, .crt, atau .cer dari penerbitnya, satu sertifikat."),
        widget=forms.FileInput(attrs={"accept": ".pem,.crt,.cer,.der,application/x-x509-ca-cert"}),
        error_messages={
            "required": _("Pilih berkas sertifikat akar."),
            "empty": _("Berkas ini kosong. Ambil lagi dari penerbitnya."),
        },
    )
    pem = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput())
    sidik = forms.CharField(
        label=_("Sidik SHA-256 menurut penerbit"),
        max_length=200,
        help_text=_(
            "Salin dari situs resmi atau surat penerbit, bukan dari berkas ini. 64 angka dan "
            "huruf; spasi dan titik dua boleh."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    source = forms.CharField(
        label=_("Dari mana sertifikat dan sidiknya"),
        max_length=240,
        help_text=_("Misalnya: situs resmi penerbit, dibuka 10 November 2024; surat nomor ..."),
    )

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._at = at
        self.fields["berkas"].required = not self.data.get("pem")
        self.facts: RootFacts | None = None
        self.kept: RootFacts | None = None

    def clean_sidik(self) -> str:
        """Return the fingerprint as 64 figures in lower case."""
        return _fingerprint_read(self.cleaned_data["sidik"])

    def clean(self) -> dict[str, Any]:
        """Read the certificate and compare it with what its issuer tells."""
        data = super().clean() or {}
        held = data.get("berkas")
        content = held.read() if held else data.get("pem", "").encode()
        if self.has_error("berkas"):
            return data
        try:
            facts = root_read(content, at=self._at)
        except WrongInputError as error:
            self.add_error("berkas", str(error))
            return data
        self.kept = facts
        if data.get("sidik") and data["sidik"] != facts.sha256:
            self.add_error("sidik", self._other(facts))
            return data
        self.facts = facts
        return data

    def _other(self, facts: RootFacts) -> str:
        return _(
            "Sidik berkas ini %(sha256)s, lain dari yang Anda salin. Jangan dipasang. Ambil lagi "
            "berkasnya dari penerbit; jika tetap lain, tanyakan kepada penerbit."
        ) % {"sha256": facts.sha256}

    def wish(self) -> RootWish:
        """Return what the service keeps; call it on a valid form."""
        if self.facts is None:
            raise ValueError("the form is not valid")
        return RootWish(self.facts, self.cleaned_data["source"])


class RootConfirmForm(forms.Form):
    """The fingerprint as the second officer took it from the issuer."""

    sidik = forms.CharField(
        label=_("Sidik SHA-256 menurut penerbit"),
        max_length=200,
        help_text=_(
            "Ambil sendiri dari situs resmi atau surat penerbit, jangan dari rekan yang memasang. "
            "64 angka dan huruf; spasi dan titik dua boleh."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_sidik(self) -> str:
        """Return the fingerprint as 64 figures in lower case."""
        return _fingerprint_read(self.cleaned_data["sidik"])


class RootRemoveForm(forms.Form):
    """Why a root is trusted no more."""

    reason = forms.CharField(
        label=_("Alasan pencabutan"),
        max_length=240,
        help_text=_("Misalnya: penerbit mengganti akarnya, atau kuncinya bocor."),
    )
