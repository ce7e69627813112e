"""Shapes of what an officer enters about units, posts and superiors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netral.core.access import PostKind
from netral.people.models import Person, Unit
from netral.shell.widgets import DayField

KINDS = (
    (PostKind.DEFINITIVE.value, _("Definitif")),
    (PostKind.PJ.value, _("Penjabat (Pj.)")),
    (PostKind.PJS.value, _("Penjabat sementara (Pjs.)")),
    (PostKind.PLT.value, _("Pelaksana tugas (Plt.)")),
    (PostKind.PLH.value, _("Pelaksana harian (Plh.)")),
)


class UnitOpenForm(forms.Form):
    """A new unit below this one."""

    name = forms.CharField(label=_("Nama unit"), max_length=200)
    on = DayField(label=_("Berlaku sejak"))


class UnitRenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Nama baru"), max_length=200)


class LastDayForm(forms.Form):
    """The last day of a unit or a post."""

    on = DayField(label=_("Hari terakhir"))


class PostingForm(forms.Form):
    """A post to begin."""

    title = forms.CharField(label=_("Nama jabatan"), max_length=200)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="path",
        empty_label=_("Pilih unit"),
    )
    kind = forms.ChoiceField(label=_("Cara menjabat"), choices=KINDS)
    valid_from = DayField(label=_("Sejak"))
    valid_to = DayField(label=pgettext_lazy("hari", "Sampai"), required=False)
    is_head = forms.BooleanField(label=_("Memimpin unit ini"), required=False)

    def __init__(self, *arguments: Any, units: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class SuperiorForm(forms.Form):
    """The direct superior; none means the head of the unit."""

    superior = forms.ModelChoiceField(
        label=_("Atasan langsung"),
        queryset=Person.objects.none(),
        to_field_name="ref",
        required=False,
        empty_label=_("Kepala unitnya"),
        help_text=_("Kosongkan jika atasannya kepala unit itu sendiri."),
    )

    def __init__(self, *arguments: Any, people: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["superior"].queryset = people  # type: ignore[attr-defined]
