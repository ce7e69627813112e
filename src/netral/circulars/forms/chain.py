"""Forms down the chain: the days of each level, the gap list's filters, a signed list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.models import PaperMark
from netral.circulars.services.paper_lists import Entered
from netral.core.flow.passing import DEEPEST, MOST_DAYS, READING, Terms
from netral.core.flow.reminding import Gap
from netral.shell.widgets import DayField

LEVELS = (
    (1, _("OPD dan kecamatan: hari untuk meneruskan")),
    (2, _("Unit di bawahnya: hari untuk meneruskan")),
    (3, _("Unit tingkat berikutnya: hari untuk meneruskan")),
    (READING, _("Setiap pegawai: hari untuk membaca")),
)
GAP_CHOICES = (
    (Gap.READ.value, _("Belum membaca")),
    (Gap.LESSON.value, _("Sudah membaca, belum latihan")),
    (Gap.ONWARD.value, _("Kepala unit belum meneruskan")),
)


class DeadlineForm(forms.Form):
    """The days of each level, and how they are counted."""

    counted = forms.ChoiceField(
        label=_("Cara menghitung"),
        choices=(("kerja", _("Hari kerja")), ("kalender", _("Hari kalender"))),
        widget=forms.RadioSelect,
        help_text=_("Hari kerja mengikuti kalender daerah, dengan hari liburnya."),
    )

    def __init__(self, *args: Any, terms: Terms, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["counted"].initial = (
            "kerja" if terms.is_workdays or not terms.days else "kalender"
        )
        for level, label in LEVELS:
            self.fields[f"level_{level}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=1,
                max_value=MOST_DAYS,
                initial=terms.days.get(level),
                widget=forms.NumberInput(attrs={"class": "short"}),
            )

    def days(self) -> dict[int, int]:
        """Return the days of each level that was filled in; the deepest takes those above it."""
        said = {level: self.cleaned_data[f"level_{level}"] for level, _label in LEVELS}
        filled = {level: days for level, days in said.items() if days}
        return filled | ({DEEPEST: filled[3]} if 3 in filled else {})  # noqa: PLR2004

    @property
    def is_workdays(self) -> bool:
        """Tell whether working days are counted."""
        return bool(self.cleaned_data["counted"] == "kerja")


class GapFilterForm(forms.Form):
    """What the gap list shows: which gap, under whom, a name."""

    celah = forms.ChoiceField(choices=GAP_CHOICES, required=False)
    atasan = forms.CharField(max_length=16, required=False)
    cari = forms.CharField(label=_("Cari nama"), max_length=80, required=False)

    @property
    def gap(self) -> Gap:
        """Return the gap asked for; a strange word means the first."""
        self.is_valid()
        return Gap(self.cleaned_data.get("celah") or Gap.READ)

    def said(self, name: str) -> str:
        """Return one filter as it was given."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class SuperiorForm(forms.Form):
    """Under whom to remind; empty: everyone of the unit."""

    atasan = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput())


class PaperListForm(forms.Form):
    """Which lines are signed, and on which day."""

    hari = DayField(label=_("Hari tanda tangan"))
    baris = forms.TypedMultipleChoiceField(coerce=int, required=False)
    tampil = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(
        self, *args: Any, marks: Iterable[PaperMark], first: date, last: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._first, self._last = first, last
        for name in ("baris", "tampil"):
            rows: Any = self.fields[name]
            rows.choices = [(mark.number, str(mark.number)) for mark in marks]

    def clean_hari(self) -> date:
        """Refuse a day before the letter, or one to come; what was ticked stays on the page."""
        day: date = self.cleaned_data["hari"]
        if not self._first <= day <= self._last:
            raise forms.ValidationError(
                _("Hari tanda tangan ada di antara terbitnya surat dan hari ini.")
            )
        return day

    def numbers(self, name: str) -> list[str]:
        """Return the numbers of the page that was sent, as they were sent."""
        known = {str(value) for value, _label in self.fields[name].choices}  # type: ignore[attr-defined]
        return [number for number in self[name].value() or () if number in known]

    @property
    def is_changed(self) -> bool:
        """Tell whether the page was sent with another day or other ticks than it showed."""
        is_other_day = "hari" in self.changed_data
        return is_other_day or set(self.cleaned_data["baris"]) != set(self.cleaned_data["tampil"])

    def entered(self) -> Entered:
        """Return what the paper says."""
        said = self.cleaned_data
        return Entered(said["hari"], tuple(said["baris"]), shown=tuple(said["tampil"]))


class PhotosInput(forms.ClearableFileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """One file or several."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the list of files; refuse none at all."""
        files = data if isinstance(data, list) and data else [data or None]
        return [super(PhotosField, self).clean(file, initial) for file in files]


class PaperPhotoForm(forms.Form):
    """Photos or scans of a signed list."""

    foto = PhotosField(widget=PhotosInput(), allow_empty_file=True)
