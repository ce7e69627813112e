"""To whom a letter goes: groups of staff, and offices where it is not for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.queries.rosters import opds_on
from netral.circulars.queries.rules_told import group_title, said
from netral.core import law
from netral.core.law.grouping import ASN_GROUPS, STAFF_GROUPS
from netral.shell.widgets import HintedCheckboxes


class AddresseeForm(forms.Form):
    """The addressees of a letter; all groups ticked or no office ticked means all."""

    groups = forms.MultipleChoiceField(
        label=_("Kelompok yang dituju"),
        widget=HintedCheckboxes(),
        help_text=_("Setiap kelompok membaca aturan dan sanksinya sendiri."),
        error_messages={"required": _("Pilih paling sedikit satu kelompok pegawai.")},
    )
    units = forms.MultipleChoiceField(
        label=_("Hanya perangkat daerah ini"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_(
            "Tanpa pilihan, semua perangkat daerah dituju. Yang tidak dituju tidak ikut dihitung."
        ),
    )

    def __init__(self, *args: Any, government: str, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        found = [group for each in STAFF_GROUPS if (group := law.group(each.id, on))]
        field = self.fields["groups"]
        field.choices = [(g.id, group_title(g)) for g in found]  # type: ignore[attr-defined]
        field.widget.hints = {g.id: said(g.plain_id, g.plain_en) for g in found}
        self.fields["units"].choices = opds_on(government, on)  # type: ignore[attr-defined]

    def addressees(self) -> dict[str, tuple[str, ...]]:
        """Return groups and units as the service keeps them: all groups are none named."""
        groups = tuple(self.cleaned_data["groups"])
        is_all = len(groups) == len(STAFF_GROUPS)
        return {
            "groups": () if is_all else groups,
            "units": tuple(self.cleaned_data["units"]),
        }


def addressees_initial(groups: Sequence[str], units: Sequence[str]) -> dict[str, list[str]]:
    """Return what is ticked for a draft that is there; no group named is every group."""
    return {
        "groups": list(groups) or [group.id for group in STAFF_GROUPS],
        "units": list(units),
    }


def addressees_usual() -> dict[str, list[str]]:
    """Return what is ticked on a new letter: all ASN, in every office."""
    return {"groups": list(ASN_GROUPS), "units": []}
