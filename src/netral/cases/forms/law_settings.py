"""Forms of the region's settings of law: closed days, clock numbers, the table of officers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.people.models import RegionHoliday
from netral.people.queries.authorities import LEVELS, POST_LEVELS
from netral.people.services.authorities import AuthorityWish
from netral.people.services.calendar import HolidayWish
from netral.shell.widgets import DayField

SOURCE_HINT = _("Peraturan atau surat yang menyebutnya, dengan nomor dan tahun.")
DECIDERS = (
    ("atasan", _("Atasan langsung terlapor")),
    ("kepala_opd", _("Kepala OPD terlapor")),
    ("ppk", _("Pejabat pembina kepegawaian")),
)


class HolidayForm(forms.Form):
    """A closed day."""

    day = DayField(label=_("Tanggal"))
    name = forms.CharField(label=_("Nama hari libur"), max_length=120)
    kind = forms.ChoiceField(label=_("Jenis"), choices=RegionHoliday.Kind.choices)
    decree = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Nomor dan tahun keputusannya.")
    )

    def wish(self) -> HolidayWish:
        """Return what is wished."""
        return HolidayWish(**self.cleaned_data)


class ClockNumberForm(forms.Form):
    """The government's number for one unconfirmed clock."""

    n = forms.IntegerField(
        label=_("Jumlah"), min_value=1, max_value=3650, widget=forms.NumberInput({"class": "short"})
    )
    source = forms.CharField(label=_("Sumber"), max_length=200, help_text=SOURCE_HINT)


class AuthorityForm(forms.Form):
    """One row of the table: for which sanctions and posts, who decides, since when."""

    level = forms.ChoiceField(label=_("Tingkat hukuman"), choices=LEVELS)
    post_level = forms.ChoiceField(label=_("Jenjang jabatan terlapor"), choices=POST_LEVELS)
    role = forms.ChoiceField(label=_("Yang memutus"), choices=DECIDERS)
    title = forms.CharField(
        label=_("Sebutan pejabatnya"),
        max_length=160,
        help_text=_("Seperti tertulis dalam peraturannya."),
    )
    source = forms.CharField(label=_("Sumber"), max_length=200, help_text=SOURCE_HINT)
    valid_from = DayField(
        label=_("Berlaku sejak"), help_text=_("Untuk perbuatan pada hari itu atau sesudahnya.")
    )
    valid_to = DayField(
        label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila masih berlaku.")
    )

    def wish(self) -> AuthorityWish:
        """Return the row that is wished."""
        return AuthorityWish(**self.cleaned_data)
