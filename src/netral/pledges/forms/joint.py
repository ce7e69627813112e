"""What officers type to hold a pledge together with another installation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from netral.core.flow.joint import LARGEST
from netral.core.kinds.refs import handle_read
from netral.pledges.forms.sessions import JoinForm
from netral.pledges.services.hosts import CODE_LETTERS, HostPlan

ONE_OF_BOTH = _("Isi alamat ajakan, atau pilih berkasnya. Salah satu saja.")
FILE_INPUT = {"accept": "application/json,.json"}


class GuestForm(forms.Form):
    """Which government is invited."""

    name = forms.CharField(
        label=_("Pemerintah yang diundang"),
        help_text=_("Misalnya: Kabupaten Karo. Nama ini tampil di hasil, menurut abjad."),
        max_length=160,
    )


class GuestEndForm(forms.Form):
    """Why a government no longer takes part."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Petugas pemerintah itu akan membacanya."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MessageForm(forms.Form):
    """A message that came as a file."""

    berkas = forms.FileField(
        label=_("Berkas kiriman"),
        help_text=_("Berkas .json dari petugas pemerintah itu, persis seperti diterima."),
        widget=forms.FileInput(attrs=FILE_INPUT),
    )

    def clean_berkas(self) -> str:
        """Return the text of the file."""
        return _text_of(self.cleaned_data["berkas"])


class FetchForm(forms.Form):
    """Where the call of another installation is: its address, or a file."""

    address = forms.CharField(
        label=_("Alamat ajakan"),
        help_text=_("Alamat ruang tunggu dari pengajak; awalnya https:// dan memuat /ikrar/."),
        max_length=300,
        required=False,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    berkas = forms.FileField(
        label=_("Atau berkas ajakan"),
        help_text=_("Untuk kantor tanpa jaringan: berkas .json dari pengajak."),
        required=False,
        widget=forms.FileInput(attrs=FILE_INPUT),
    )

    def clean_berkas(self) -> str:
        """Return the text of the file, empty for none."""
        found = self.cleaned_data["berkas"]
        return _text_of(found) if found else ""

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        values = super().clean() or {}
        if not self.errors and bool(values["address"]) == bool(values["berkas"]):
            self.add_error("address", ONE_OF_BOTH)
        return values


class OutsideJoinForm(JoinForm):
    """Where our own part takes place, and the code of the invitation."""

    envelope = forms.CharField(max_length=LARGEST, widget=forms.HiddenInput)
    address = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Kode undangan"),
        help_text=_("30 huruf dan angka dari pengajak. Tanda hubung dan spasi boleh."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    field_order = ("code", "place", "leader", "witnesses")

    def clean_code(self) -> str:
        """Return the code that was meant: case, spaces and look-alike letters forgiven."""
        code = handle_read(self.cleaned_data["code"])
        if len(code) != CODE_LETTERS:
            raise forms.ValidationError(
                _("Kode undangan berisi 30 huruf dan angka. Periksa lagi, atau minta yang baru.")
            )
        return code

    def host_plan(self) -> HostPlan:
        """Return what was typed as the service wants it."""
        values = self.cleaned_data
        return HostPlan(values["envelope"], values["code"], values["address"], self.plan())


def _text_of(file: UploadedFile[bytes]) -> str:
    """Return a small text file's words; refuse what is none."""
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError(_("Berkas ini terlalu besar untuk sebuah kiriman."))
    try:
        return bytes(file.read()).decode()
    except UnicodeDecodeError:
        words = _("Berkas ini bukan kiriman Netral. Pilih berkas .json.")
        raise forms.ValidationError(words) from None
