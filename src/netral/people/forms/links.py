"""Forms of personal links: the PIN, and giving one out by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from netral.people.models import PersonalLink

SIX_DIGITS = RegexValidator(r"^[0-9]{6}$", _("PIN terdiri atas 6 angka."))
PIN_INPUT = {"class": "short", "inputmode": "numeric", "maxlength": "6", "autocomplete": "off"}
MAX_DAYS = 366


class PinForm(forms.Form):
    """The PIN that the person chose."""

    pin = forms.CharField(
        label=_("PIN 6 angka"),
        validators=[SIX_DIGITS],
        widget=forms.PasswordInput(attrs=PIN_INPUT),
    )


class PinChooseForm(PinForm):
    """A new PIN, twice; not one that everybody tries first, nor one that a colleague knows."""

    again = forms.CharField(
        label=_("PIN, sekali lagi"), widget=forms.PasswordInput(attrs=PIN_INPUT)
    )

    def __init__(self, *args: Any, nip: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.nip = nip

    def clean_pin(self) -> str:
        """Refuse six equal digits, runs up or down, and what the own NIP tells."""
        pin = str(self.cleaned_data["pin"])
        steps = {int(b) - int(a) for a, b in pairwise(pin)}
        if steps in ({0}, {1}, {-1}):
            raise forms.ValidationError(_("PIN ini mudah ditebak. Pilih angka lain."))
        if pin in pins_told_by(self.nip):
            raise forms.ValidationError(
                _("PIN ini bagian dari NIP atau hari lahir Anda, yang diketahui rekan sekantor.")
            )
        return pin

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if {"pin", "again"} <= cleaned.keys() and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", _("Kedua PIN berbeda. Ketik yang sama dua kali."))
        return cleaned


def pins_told_by(nip: str) -> set[str]:
    """Return the PINs that who knows the NIP would try: six of its digits, the day of birth.

    A NIP begins with the day of birth as yyyymmdd.
    """
    year, month, day = nip[2:4], nip[4:6], nip[6:8]
    parts = {nip[at : at + 6] for at in range(len(nip) - 5)}
    return {*parts, day + month + year, month + day + year}


class CodeForm(forms.Form):
    """The code that came to the phone."""

    code = forms.CharField(
        label=_("Kode 6 angka"),
        validators=[RegexValidator(r"^[0-9]{6}$", _("Kode terdiri atas 6 angka."))],
        widget=forms.TextInput(
            attrs={**PIN_INPUT, "autocomplete": "one-time-code", "class": "short"}
        ),
    )


class PinReplaceForm(PinChooseForm, CodeForm):
    """The code, and the new PIN twice."""

    field_order = ("code", "pin", "again")


class LinkIssueForm(forms.Form):
    """How a new link reaches the person, and how long it lasts."""

    channel = forms.ChoiceField(label=_("Cara menyerahkan"), choices=PersonalLink.Channel.choices)
    days = forms.IntegerField(
        label=_("Berlaku berapa hari kalender"), min_value=1, max_value=MAX_DAYS, initial=90
    )
