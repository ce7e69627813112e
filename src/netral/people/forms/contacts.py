"""Forms of contacts and messages: what came back, a list of it, the region's rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.people.models import MessageRule
from netral.people.services.message_rule import RuleWish
from netral.shell.widgets import TimeOfDayInput


class BounceForm(forms.Form):
    """What the mail server says: the address, or the message's key, and why."""

    address = forms.CharField(max_length=254, required=False)
    key = forms.CharField(max_length=26, required=False)
    reason = forms.CharField(max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        cleaned = super().clean() or {}
        if not cleaned.get("address") and not cleaned.get("key"):
            raise forms.ValidationError("address or key")
        return cleaned


class DeadListForm(forms.Form):
    """Addresses that came back, one a line."""

    lines = forms.CharField(
        label=_("Alamat yang tidak sampai"),
        help_text=_("Satu baris satu email atau nomor HP. Sesudah koma boleh ditulis sebabnya."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=200_000,
    )


class DeadReasonForm(forms.Form):
    """Why one address reaches nobody."""

    reason = forms.CharField(
        label=_("Sebabnya"),
        help_text=_("Misalnya: surat kembali, nomor sudah dipakai orang lain."),
        max_length=160,
    )


class MessageRuleForm(forms.Form):
    """When and how messages are sent."""

    quiet_from = forms.TimeField(label=_("Jam tenang mulai"), widget=TimeOfDayInput())
    quiet_to = forms.TimeField(
        label=_("Jam tenang sampai"),
        help_text=_("Di antara kedua jam itu tidak ada pengingat, menurut waktu setempat."),
        widget=TimeOfDayInput(),
    )
    is_automatic = forms.BooleanField(
        label=_("Kirim pengingat otomatis, sebelum dan sesudah batas waktu"), required=False
    )
    has_link = forms.BooleanField(
        label=_("Sertakan tautan pribadi baru dalam pengingat"),
        help_text=_(
            "SMS dan pesan bisa dibaca orang lain di HP yang sama. Tanpa ini, pesan hanya meminta "
            "membuka lembar atau tautan yang sudah dipegang."
        ),
        required=False,
    )
    needs_code = forms.BooleanField(
        label=_("Wajib kode ke HP saat tautan pertama dipakai"),
        help_text=_("Berlaku bagi yang nomornya tercatat dan bisa menerima pesan."),
        required=False,
    )

    def wish(self) -> RuleWish:
        """Return what was set."""
        return RuleWish(**self.cleaned_data)


def rule_initial(rule: MessageRule) -> dict[str, Any]:
    """Return the rule as the form shows it first."""
    names = ("quiet_from", "quiet_to", "is_automatic", "has_link", "needs_code")
    return {name: getattr(rule, name) for name in names}
