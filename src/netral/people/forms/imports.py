"""Shapes of an import: the file, its columns, and the officer's word that it is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.people.models import PersonnelImport
from netral.people.services.personnel_fields import FIELDS, REQUIRED
from netral.shell.widgets import DayField, HintedRadio


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Berkas pegawai"),
        help_text=_("XLSX atau CSV, paling besar 64 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )


class MatchForm(forms.Form):
    """Which column fills which field; a column that is dropped is not offered."""

    def __init__(
        self,
        *arguments: Any,
        headings: Iterable[str],
        private: Iterable[str],
        samples: list[list[str]],
        guess: Mapping[str, int],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        hidden = set(private)
        columns = [
            (str(at), f"{heading} ({', '.join(samples[at])})" if samples[at] else heading)
            for at, heading in enumerate(headings)
            if heading and heading not in hidden
        ]
        for name, field in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=_(field.label),
                choices=[("", _("tidak ada")), *columns],
                required=name in REQUIRED,
                initial=str(guess.get(name, "")),
                help_text="" if name in guess else _("Belum kami temukan; periksa."),
            )

    def mapping(self) -> dict[str, int]:
        """Return field -> column for what was chosen."""
        return {name: int(value) for name, value in self.cleaned_data.items() if value != ""}


class SaveForm(forms.Form):
    """How the difference is to be applied."""

    mode = forms.ChoiceField(
        label=_("Isi berkas"),
        choices=PersonnelImport.Mode.choices,
        widget=HintedRadio(
            hints={
                "lengkap": _("Yang tidak ada di berkas dianggap keluar pada hari di bawah."),
                "tambah_ubah": _("Yang tidak ada di berkas tetap di daftar."),
            }
        ),
    )
    valid_from = DayField(label=_("Berlaku sejak"))
    left_on = DayField(
        label=_("Hari terakhir bertugas yang keluar"),
        help_text=_("Mereka tidak dihapus; masa tugasnya berakhir pada hari ini."),
    )
