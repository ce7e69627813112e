"""What one types to check or withdraw a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.core.kinds.refs import handle_read
from netral.papers.services.pdf_check import MOST_OCTETS

CODE_LETTERS = 8


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
