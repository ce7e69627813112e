"""Forms of the pass phrase and of a unit's key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.people.models import Account, Unit

MIN_PHRASE = 12


class PassPhraseForm(forms.Form):
    """The pass phrase, to unlock."""

    pass_phrase = forms.CharField(
        label=_("Frasa sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class PassPhraseChooseForm(PassPhraseForm):
    """A new pass phrase, twice; it must not be the password."""

    again = forms.CharField(
        label=_("Frasa sandi, sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account
        self.fields["pass_phrase"].help_text = _(
            "Sedikitnya 12 karakter, dan bukan kata sandi untuk masuk. "
            "Kami tidak bisa memulihkannya."
        )

    def clean_pass_phrase(self) -> str:
        """Refuse a short phrase, and the password itself."""
        phrase = str(self.cleaned_data["pass_phrase"])
        if len(phrase.strip()) < MIN_PHRASE:
            raise forms.ValidationError(
                _("Frasa sandi ini terlalu pendek. Pakai 12 karakter atau lebih.")
            )
        if self.account.check_password(phrase):
            raise forms.ValidationError(
                _("Ini kata sandi Anda untuk masuk. Frasa sandi harus berbeda.")
            )
        return phrase

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        both = {"pass_phrase", "again"} <= cleaned.keys()
        if both and cleaned["pass_phrase"] != cleaned["again"]:
            self.add_error("again", _("Kedua frasa berbeda. Ketik yang sama dua kali."))
        return cleaned


class KeyShareForm(forms.Form):
    """To whom a unit's key is shared."""

    key = forms.IntegerField(widget=forms.HiddenInput)
    holder = forms.ModelChoiceField(
        label=_("Bagikan kepada"),
        queryset=Account.objects.none(),
        to_field_name="ref",
        empty_label=_("Pilih petugas"),
    )

    def __init__(self, *args: Any, holders: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["holder"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = holders


class UnitKeyForm(forms.Form):
    """A unit that gets a key, and who holds it first."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="path",
        empty_label=_("Pilih unit"),
    )
    holders = forms.ModelMultipleChoiceField(
        label=_("Pemegang pertama"),
        queryset=Account.objects.none(),
        to_field_name="ref",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hanya mereka yang sudah membuat frasa sandi."),
    )

    def __init__(self, *args: Any, units: Any, holders: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, queryset in (("unit", units), ("holders", holders)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset
