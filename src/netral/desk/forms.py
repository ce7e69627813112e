"""Shapes of what the desk types."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import puremagic
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from netral.core.kinds.refs import UnitPath
from netral.desk.models import Attendance, Directive
from netral.desk.services import MAX_FILE, DirectiveDraft, Evidence, MeetingPlan, Spending
from netral.people.models import Unit
from netral.shell.widgets import DayField, TimeOfDayInput

FILE_TYPES = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class MeetingForm(forms.Form):
    """A meeting to be planned."""

    title = forms.CharField(label=_lazy("Judul rapat"), max_length=200)
    day = DayField(label=_lazy("Hari"))
    hour = forms.TimeField(label=_lazy("Pukul"), widget=TimeOfDayInput())
    place = forms.CharField(label=_lazy("Tempat"), max_length=200)
    leader = forms.CharField(label=_lazy("Pemimpin rapat"), max_length=200)
    agenda = forms.CharField(
        label=_lazy("Acara"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_lazy(
            "Satu acara satu baris. Arahan yang masih terbuka masuk dengan sendirinya."
        ),
    )

    def plan(self, zone: str) -> MeetingPlan:
        """Return the plan in the office's zone."""
        data = self.cleaned_data
        begins = datetime.combine(data["day"], data["hour"], tzinfo=ZoneInfo(zone))
        return MeetingPlan(data["title"], data["place"], begins, data["leader"], data["agenda"])


class MinutesForm(forms.Form):
    """Minutes, and who came: one row of fields for each invited unit."""

    minutes = forms.CharField(
        label=_lazy("Notula"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_lazy("Apa yang dibahas dan disepakati, dengan kata sehari-hari."),
    )

    def __init__(self, *args: Any, attendances: list[Attendance], **options: Any) -> None:
        super().__init__(*args, **options)
        self.attendances = attendances
        choices = [c for c in Attendance.State.choices if c[0] != Attendance.State.INVITED]
        for row in attendances:
            self.fields[f"state_{row.unit_id}"] = forms.ChoiceField(
                label=row.unit.name,
                choices=[("", _("Belum dicatat")), *choices],
                required=False,
                initial="" if row.state == Attendance.State.INVITED else row.state,
            )
            self.fields[f"who_{row.unit_id}"] = forms.CharField(
                label=_("Diwakili oleh"), max_length=160, required=False, initial=row.represented_by
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """Return the pairs of bound fields, in the order of the units."""
        return [(self[f"state_{r.unit_id}"], self[f"who_{r.unit_id}"]) for r in self.attendances]

    def present(self) -> dict[int, tuple[str, str]]:
        """Return (state, represented by) for each unit that was marked."""
        data = self.cleaned_data
        return {
            row.unit_id: (data[f"state_{row.unit_id}"], data[f"who_{row.unit_id}"])
            for row in self.attendances
            if data[f"state_{row.unit_id}"]
        }


class DirectiveForm(forms.Form):
    """A directive to one unit, or to every unit of a kind."""

    text = forms.CharField(label=_lazy("Apa yang harus terjadi"), max_length=400)
    topic = forms.ChoiceField(label=_lazy("Tentang"), choices=Directive.Topic.choices)
    owner = forms.ChoiceField(label=_lazy("Pemilik"))
    due_on = DayField(label=_lazy("Paling lambat"))

    def __init__(self, *args: Any, owners: list[Unit], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        field = self.fields["owner"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(unit.path, unit.name) for unit in owners]

    def clean_due_on(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(
                _("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.")
            )
        return day

    def draft(self) -> DirectiveDraft:
        """Return what is asked of whom."""
        data = self.cleaned_data
        return DirectiveDraft(data["text"], data["topic"], UnitPath(data["owner"]), data["due_on"])


class StepForm(forms.Form):
    """A step on a directive, with its evidence."""

    note = forms.CharField(
        label=_lazy("Keterangan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000
    )
    file = forms.FileField(
        label=_lazy("Bukti"),
        required=False,
        help_text=_lazy("Foto (JPG, PNG), PDF, Word, atau Excel; paling besar 5 MB."),
    )

    def __init__(self, *args: Any, is_proof: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_proof:
            del self.fields["file"]

    def clean_file(self) -> Evidence | None:
        """Return the evidence; its type is found by content, never by name."""
        upload: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if upload is None:
            return None
        if (upload.size or 0) > MAX_FILE:
            raise forms.ValidationError(
                _("Berkas ini lebih dari 5 MB. Perkecil fotonya, lalu kirim lagi.")
            )
        content = upload.read()
        content_type = _type_of(content)
        if content_type not in FILE_TYPES:
            raise forms.ValidationError(
                _("Isi berkas ini bukan foto, PDF, Word, atau Excel. Kirim dalam bentuk itu.")
            )
        digest = hashlib.sha256(content).hexdigest()
        return Evidence((upload.name or "bukti")[-160:], content_type, content, digest)


class SpendingForm(forms.Form):
    """What a unit has spent and built by the end of a month."""

    month = DayField(
        label=_lazy("Bulan"), help_text=_lazy("Pilih tanggal mana pun pada bulan itu.")
    )
    budget = forms.IntegerField(label=_lazy("Pagu, rupiah"), min_value=0, max_value=10**15)
    spent = forms.IntegerField(label=_lazy("Realisasi keuangan, rupiah"), min_value=0)
    physical = forms.DecimalField(
        label=_lazy("Realisasi fisik, persen"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse spending beyond the budget: most often a digit too many."""
        data: dict[str, Any] = super().clean() or {}
        spent, budget = data.get("spent"), data.get("budget")
        if spent is not None and budget is not None and spent > budget:
            self.add_error("spent", _("Realisasi melebihi pagu. Periksa jumlah nolnya."))
        return data

    def spending(self) -> Spending:
        """Return the month's figures."""
        data = self.cleaned_data
        return Spending(data["month"], data["budget"], data["spent"], data["physical"])


def _type_of(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content, mime=True))
    except puremagic.PureError:
        return ""
