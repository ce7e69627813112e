"""Forms by which the office's leaders pause, take up again or extend a running limit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.cases.forms.intake import text_field
from netral.cases.models import CaseClock
from netral.cases.services.pauses import Ground
from netral.core.clock import Suspension
from netral.core.flow.pauses import PAUSE_LABELS
from netral.shell.widgets import DayField

REASONS = [(reason.value, _(words)) for reason, words in PAUSE_LABELS.items()]


class ClockForm(forms.Form):
    """Which running limit, and a note that is sealed: all there is to taking it up again."""

    code = forms.ChoiceField(label=_("Batas waktu"), widget=forms.RadioSelect)
    note = text_field(_("Catatan"), _("Disegel untuk unit ini."), rows=3, required=False)

    def __init__(self, *args: Any, clocks: Iterable[CaseClock], **options: Any) -> None:
        super().__init__(*args, **options)
        found = [(clock.code, _(clock.label)) for clock in clocks]
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = found
        if len(found) == 1:
            field.initial = found[0][0]


class GroundForm(ClockForm):
    """With the reason, and the region's own source for it."""

    reason = forms.ChoiceField(label=_("Alasan"), choices=REASONS)
    source = forms.CharField(
        label=_("Dasar dari daerah"),
        max_length=200,
        help_text=_(
            "Tidak ada pasal dalam data hukum yang mengizinkannya, jadi sebutkan aturan atau surat "
            "daerah. Dasar ini tampil di perkara."
        ),
    )

    def ground(self) -> Ground:
        """Return why the clock is moved."""
        data = self.cleaned_data
        return Ground(data["reason"], data["source"], data["note"])


class PauseForm(GroundForm):
    """From when to when the clock stands still."""

    first = DayField(label=_("Dijeda sejak"))
    last = DayField(label=_("Sampai dan termasuk"))
    field_order = ["code", "first", "last", "reason", "source", "note"]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("Hari ini lebih dulu daripada awal jedanya."))
        return data

    def days(self) -> Suspension:
        """Return the days, both included."""
        return Suspension(self.cleaned_data["first"], self.cleaned_data["last"])


class ExtensionForm(GroundForm):
    """By how much the clock is extended."""

    n = forms.IntegerField(
        label=_("Ditambah berapa"),
        min_value=1,
        max_value=3650,
        help_text=_("Dalam satuan batas itu sendiri. Hanya sekali."),
        widget=forms.NumberInput({"class": "short"}),
    )
    field_order = ["code", "n", "reason", "source", "note"]
