"""Forms of the steps: the number to sign under, a reason, a cover note, the version one saw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.queries.letters import number_is_used
from netral.circulars.services.content import MARK_LENGTH


class StepForm(forms.Form):
    """A step of the letter; ``naskah`` is the mark of the text that the page showed.

    Another text may have come to the same stage meanwhile: returned, changed, handed on again.
    """

    naskah = forms.CharField(required=False, max_length=MARK_LENGTH, widget=forms.HiddenInput())

    def __init__(self, *args: Any, mark: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mark = mark

    def clean(self) -> dict[str, Any]:
        """Refuse to act on a text that is another one than was shown."""
        cleaned = super().clean() or {}
        if cleaned.get("naskah") not in {"", self.mark}:
            self.add_error(
                None,
                _(
                    "Naskahnya berubah setelah Anda membacanya. Kembali, baca naskah yang "
                    "sekarang, lalu ulangi. Belum ada yang tercatat."
                ),
            )
        return cleaned

    def said(self) -> dict[str, str]:
        """Return what the step itself needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "naskah"}


class PublishForm(StepForm):
    """The letter's number; left empty, the next one of the government's pattern is taken."""

    number = forms.CharField(
        label=_("Nomor surat"),
        required=False,
        max_length=80,
        help_text=_("Kosongkan agar diisi menurut pola nomor pemerintah Anda."),
    )

    def __init__(self, *args: Any, government: str, ref: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.government, self.ref = government, ref

    def clean_number(self) -> str:
        """Refuse a number that another circular carries."""
        number = str(self.cleaned_data["number"])
        if number and number_is_used(government=self.government, number=number, ref=self.ref):
            raise forms.ValidationError(
                _("Nomor %(number)s sudah dipakai surat edaran lain. Isi nomor yang lain."),
                params={"number": number},
            )
        return number


class ReasonForm(StepForm):
    """Why the text goes back, or why the circular ends."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CoverNoteForm(forms.Form):
    """The head's own words to the units."""

    note = forms.CharField(
        label=_("Catatan pengantar"),
        max_length=1_000,
        help_text=_("Dibaca pegawai unit Anda di atas surat edaran."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SeenVersionForm(forms.Form):
    """Which version the person's page showed when the button was pressed."""

    versi = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
