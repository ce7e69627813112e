"""What a reader of coverage asks for: which unit, on which day, of which group, by which name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.core.flow.coverage import STATES
from netral.shell.widgets import DayField

LONGEST_TEXT = 80


class NodeForm(forms.Form):
    """A node of the tree; every field may be empty."""

    unit = forms.CharField(required=False, max_length=240, widget=forms.HiddenInput)
    kelompok = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    cari = forms.CharField(label=_("Cari unit"), required=False, max_length=LONGEST_TEXT)
    pada = DayField(
        label=_("Keadaan pada hari"),
        required=False,
        help_text=_("Kosong berarti hari ini. Dihitung dari daftar pegawai hari itu."),
    )


class PeopleForm(forms.Form):
    """The people of a node; ``belum`` keeps who has not reached a state."""

    unit = forms.CharField(required=False, max_length=240, widget=forms.HiddenInput)
    belum = forms.ChoiceField(
        required=False,
        choices=[("", ""), *((state.value, state.value) for state in STATES)],
        widget=forms.HiddenInput,
    )
    cari = forms.CharField(
        label=_("Cari nama"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("NIP tidak dipakai untuk mencari, karena akan tertulis di alamat halaman."),
    )
