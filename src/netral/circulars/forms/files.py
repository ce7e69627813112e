"""Files that an officer uploads: a letter to begin from, an attachment to go with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.forms.drafting import ELECTIONS
from netral.circulars.services.attachments import pdf_checked
from netral.circulars.services.sources import source_read
from netral.core.kinds.errors import WrongInputError
from netral.gateways.pdf_text import PdfReader, PdfText


class PdfField(forms.FileField):
    """A PDF; a larger one than the site takes arrives as none."""

    widget = forms.FileInput(attrs={"accept": "application/pdf,.pdf"})
    default_error_messages = {
        "required": _("Belum ada berkas yang sampai. Pilih PDF, paling besar 10 MB."),
        "empty": _("Berkas ini kosong. Pilih berkas yang lain."),
    }


class SourceForm(forms.Form):
    """A letter that is there as a PDF; it is read when the form is checked."""

    berkas = PdfField(
        label=_("Surat edaran dalam PDF"),
        help_text=_("PDF dari pengolah kata, bukan hasil pindai. Paling besar 10 MB, 60 halaman."),
    )
    election = forms.ChoiceField(label=_("Untuk pemilihan"), choices=ELECTIONS)
    form_token = forms.CharField(max_length=40, widget=forms.HiddenInput())

    content: bytes
    found: PdfText

    def __init__(self, *args: Any, reader: PdfReader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reader = reader

    def clean_berkas(self) -> object:
        """Read the file; say what is wrong with one that cannot be read."""
        held = self.cleaned_data["berkas"]
        self.content = held.read()
        try:
            self.found = source_read(self.content, reader=self.reader)
        except WrongInputError as error:
            raise forms.ValidationError(str(error)) from error
        return held


class AttachmentForm(forms.Form):
    """A file that goes with the letter, and what the letter calls it."""

    title = forms.CharField(
        label=_("Nama lampiran"),
        max_length=160,
        help_text=_("Seperti tertulis di surat, misalnya: Daftar larangan."),
    )
    berkas = PdfField(label=_("Berkas PDF"), help_text=_("Paling besar 10 MB dan 300 halaman."))
    revision = forms.IntegerField(widget=forms.HiddenInput())

    content: bytes
    found: PdfText

    def __init__(self, *args: Any, reader: PdfReader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reader = reader

    def clean_berkas(self) -> object:
        """Check the file; say what is wrong with one that is not taken."""
        held = self.cleaned_data["berkas"]
        self.content = held.read()
        try:
            self.found = pdf_checked(self.content, reader=self.reader)
        except WrongInputError as error:
            raise forms.ValidationError(str(error)) from error
        return held
