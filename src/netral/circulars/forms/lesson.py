"""Forms of the lesson: one question with its three choices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.queries.lesson import Question


class ChoiceForm(forms.Form):
    """Three choices in the order that was drawn; which question they belong to."""

    use_required_attribute = False

    soal = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    jawaban = forms.TypedChoiceField(
        label=_("Apa yang Anda lakukan?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu jawaban dulu, lalu kirim.")},
    )

    def __init__(self, *args: Any, question: Question | None, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [(each.place, each.text) for each in question.options] if question else []
        self.fields["jawaban"].choices = rows  # type: ignore[attr-defined]
        if question:
            self.initial["soal"] = question.turn.number
