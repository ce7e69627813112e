"""Forms of signing in, of an account's own page, and of the officer who runs accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from netral.core.access import Role
from netral.people.models import Account, Posting, Unit
from netral.people.queries.roles import ROLE_WORDS
from netral.shell.widgets import DayField

PASSWORD_HINT = _("Sedikitnya 12 karakter. Beberapa kata yang tidak berhubungan mudah diingat.")
CODE_INPUT = {"class": "short", "inputmode": "numeric", "autocomplete": "one-time-code"}


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password; allauth checks and counts them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        relabel(self, login=_("Nama pengguna"), password=_("Kata sandi"))


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or one recovery code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        relabel(self, code=_("Kode"))
        self.fields["code"].help_text = _("6 angka dari aplikasi Anda, atau satu kode pemulihan.")


class SecondStepActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the app proves that it holds the secret."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        relabel(self, code=_("6 angka dari aplikasi"))
        self.fields["code"].widget.attrs.update(CODE_INPUT)


class PasswordChangeForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        relabel(
            self,
            oldpassword=_("Kata sandi sekarang"),
            password1=_("Kata sandi baru"),
            password2=_("Kata sandi baru, sekali lagi"),
        )
        self.fields["password1"].help_text = PASSWORD_HINT


class PasswordChooseForm(forms.Form):
    """The first password of an invited account, twice.

    ``asks_phrase``: the account has an unlock key, so its pass phrase is asked for too.
    """

    password = forms.CharField(
        label=_("Kata sandi"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Kata sandi, sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    pass_phrase = forms.CharField(
        label=_("Frasa sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, account: Account, asks_phrase: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account
        if not asks_phrase:
            del self.fields["pass_phrase"]

    def clean_password(self) -> str:
        """Refuse a weak password, as Django's validators see it."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if {"password", "again"} <= cleaned.keys() and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("Kedua kata sandi berbeda. Ketik yang sama dua kali."))
        return cleaned


class RoleForm(forms.Form):
    """A role over a unit, from a day on; tied to a post it ends with the post."""

    role = forms.ChoiceField(
        label=_("Peran"),
        choices=[(role.value, ROLE_WORDS[role]) for role in Role if role != Role.ASN],
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="path",
        empty_label=_("Pilih unit"),
    )
    valid_from = DayField(label=_("Mulai"))
    valid_to = DayField(label=_("Hari terakhir"), required=False)
    posting = forms.ModelChoiceField(
        label=_("Jabatan yang mendasari"),
        queryset=Posting.objects.none(),
        required=False,
        empty_label=_("Tidak ada"),
        help_text=_("Peran berakhir sendiri ketika jabatan ini berakhir."),
    )

    def __init__(self, *args: Any, units: Any, postings: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, queryset in (("unit", units), ("posting", postings)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset


class InvitationForm(RoleForm):
    """Who is invited, and the first role."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=80,
        help_text=_("Huruf kecil, angka, titik, dan garis. Dipakai untuk masuk."),
        validators=[
            RegexValidator(
                r"^[a-zA-Z0-9][a-zA-Z0-9._-]{2,}$", _("Pakai huruf dan angka, sedikitnya 3.")
            )
        ],
    )
    name = forms.CharField(label=_("Nama"), max_length=160, required=False)
    nip = forms.CharField(
        label=_("NIP"),
        max_length=24,
        required=False,
        help_text=_("Isi jika orangnya ada di daftar pegawai; namanya diambil dari sana."),
    )
    field_order = ["username", "name", "nip", "role", "unit", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["posting"]


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Alasan"), max_length=120)


def relabel(form: forms.Form, **labels: Any) -> None:
    """Give allauth's fields our words, and take its placeholders and its help."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
