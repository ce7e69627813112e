"""Shapes of what an officer adds to the calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.people.models import RegionHoliday
from netral.shell.widgets import DayField


class HolidayForm(forms.Form):
    """A closed day."""

    day = DayField(label=_("Tanggal"))
    name = forms.CharField(label=_("Nama hari libur"), max_length=120)
    kind = forms.ChoiceField(label=_("Jenis"), choices=RegionHoliday.Kind.choices)
    decree = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Nomor dan tahun keputusannya.")
    )


class ClockSettingForm(forms.Form):
    """The government's number for one unconfirmed clock."""

    n = forms.IntegerField(
        label=_("Jumlah"), min_value=1, max_value=3650, widget=forms.NumberInput({"class": "short"})
    )
    source = forms.CharField(
        label=_("Sumber"),
        max_length=200,
        help_text=_("Peraturan atau surat yang menyebut angkanya."),
    )
