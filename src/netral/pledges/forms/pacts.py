"""What one types to open a round of pacts, to sign, to acknowledge, and to bring in sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from netral.core.flow.pact import Audience
from netral.core.flow.pledge import Absence
from netral.people.models import Account, Unit
from netral.people.services.fresh import Proof, account_confirm, proof_of
from netral.pledges.forms.sessions import AbsenceForm, wording_choices
from netral.pledges.models import Pact, PactSheet, PledgeText
from netral.pledges.services.pact_rounds import RoundPlan
from netral.shell.widgets import DayField, HintedRadio

AUDIENCE_WORDS = {
    Audience.ASN: _("ASN: PNS, CPNS, dan PPPK"),
    Audience.NON_ASN: _("Pegawai non-ASN"),
    Audience.ALL: _("Semua pegawai"),
}
ABSENCE_WORDS = {
    Absence.REFUSED: _("Saya menolak menandatangani"),
    Absence.LEAVE: _("Saya sedang cuti"),
    Absence.ILL: _("Saya sakit"),
    Absence.STUDY: _("Saya tugas belajar"),
}
PROOF_INPUT = {"class": "short", "autocomplete": "one-time-code"}
PIN_INPUT = {"class": "short", "inputmode": "numeric", "maxlength": "6", "autocomplete": "off"}
SIX_DIGITS = RegexValidator(r"^[0-9]{6}$", _("PIN terdiri atas 6 angka."))


class RoundForm(forms.Form):
    """A round of pacts to be opened."""

    title = forms.CharField(
        label=_("Nama putaran"),
        help_text=_("Misalnya: Pakta integritas netralitas Pilkada 2024."),
        max_length=160,
    )
    unit = forms.ChoiceField(
        label=_("Unit"), help_text=_("Semua pegawai di unit ini dan di bawahnya diminta.")
    )
    audience = forms.ChoiceField(
        label=_("Untuk siapa"),
        choices=[(audience.value, words) for audience, words in AUDIENCE_WORDS.items()],
        initial=Audience.ASN.value,
        widget=HintedRadio(),
    )
    text = forms.ChoiceField(
        label=_("Naskah"),
        help_text=_("Setelah dibuka, naskahnya tetap. Perbaikan berarti putaran baru."),
        required=False,
        widget=HintedRadio(),
    )
    due_on = DayField(label=_("Paling lambat"))

    def __init__(
        self, *args: Any, units: Iterable[Unit], texts: Iterable[PledgeText], **kw: Any
    ) -> None:
        """Take the units and wordings to choose from."""
        super().__init__(*args, **kw)
        unit = cast(forms.ChoiceField, self.fields["unit"])
        unit.choices = [(place.path, place.name) for place in units]
        cast(forms.ChoiceField, self.fields["text"]).choices = wording_choices(texts)

    def plan(self) -> RoundPlan:
        """Return what was typed as the service wants it."""
        values = self.cleaned_data
        return RoundPlan(
            unit=values["unit"],
            audience=Audience(values["audience"]),
            title=values["title"],
            text=values["text"],
            due_on=values["due_on"],
        )


class ReleaseForm(forms.Form):
    """In which unit nobody waits for the superior any more, and why."""

    unit = forms.ChoiceField(
        label=_("Unit"), help_text=_("Berlaku juga untuk semua unit di bawahnya.")
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Misalnya: kepala dinas cuti sampai 4 November, Plt. belum ditunjuk."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kw: Any) -> None:
        """Take the units to choose from."""
        super().__init__(*args, **kw)
        unit = cast(forms.ChoiceField, self.fields["unit"])
        unit.choices = [(place.path, place.name) for place in units]


class ReasonForm(forms.Form):
    """Why a round is withdrawn, or a pact annulled."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tercatat di Jejak. Jangan menulis keadaan kesehatan seseorang."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PinField(forms.CharField):
    """The PIN of the personal link, once more."""

    def __init__(self, **kw: Any) -> None:
        """Take what any field takes."""
        super().__init__(
            label=_("PIN Anda, sekali lagi"),
            help_text=_("PIN 6 angka dari tautan pribadi. Ini tanda tangan Anda."),
            validators=[SIX_DIGITS],
            widget=forms.PasswordInput(attrs=PIN_INPUT),
            **kw,
        )


class ProofForm(forms.Form):
    """An account proves itself once more: by its second step, or by its password."""

    proof = forms.CharField(strip=False, widget=forms.PasswordInput(attrs=PROOF_INPUT))

    def __init__(self, *args: Any, account: Account, **kw: Any) -> None:
        """Take whose account it is; one of a demonstration proves nothing."""
        super().__init__(*args, **kw)
        self.account, kind = account, proof_of(account)
        field = self.fields["proof"]
        if kind is Proof.NONE:
            del self.fields["proof"]
        elif kind is Proof.PASSWORD:
            field.label, field.help_text = _("Kata sandi akun Anda"), _("Ini tanda tangan Anda.")
        else:
            field.label = _("Kode langkah kedua")
            field.help_text = _("6 angka dari aplikasi Anda, atau satu kode pemulihan.")

    def clean(self) -> dict[str, Any]:
        """Try the proof last, when all else is right: a code is good for one act."""
        values = super().clean() or {}
        if not self.errors:
            refusal = account_confirm(account=self.account, typed=values.get("proof", ""))
            if refusal:
                self.add_error("proof", refusal)
        return values


class SignFields(forms.Form):
    """What every way of signing asks: that it was read, and whether the name may be shown."""

    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label=_("Saya sudah membaca semua butir di atas"),
        error_messages={"required": _("Baca semua butir, lalu beri tanda di sini.")},
    )
    show_name = forms.BooleanField(
        label=_("Nama saya boleh tampil di halaman periksa pakta"), required=False
    )


class PinSignForm(SignFields):
    """Sign on the own page."""

    pin = PinField()


class KnowFields(forms.Form):
    """The signed pacts that a superior acknowledges: all ticked, each can be unticked."""

    pacts = forms.MultipleChoiceField(
        label=_("Yang Anda ketahui"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Belum ada yang dipilih. Centang pakta yang Anda ketahui.")},
    )

    def __init__(self, *args: Any, pacts: Sequence[Pact], **kw: Any) -> None:
        """Take the pacts that wait for this superior."""
        super().__init__(*args, **kw)
        field = cast(forms.MultipleChoiceField, self.fields["pacts"])
        field.choices = [
            (pact.ref, f"{pact.name}, {pact.post_title or pact.unit_name}") for pact in pacts
        ]
        field.initial = [pact.ref for pact in pacts]


class PinKnowForm(KnowFields):
    """Acknowledge on the own page."""

    pin = PinField()


class ProofKnowForm(ProofForm, KnowFields):
    """Acknowledge from an account."""

    field_order = ["pacts", "proof"]


class ProofSignForm(ProofForm, SignFields):
    """Sign from an account."""

    field_order = ["text_sha256", "has_read", "show_name", "proof"]


class CertificateForm(SignFields):
    """Sign by certificate: the provider asks for NIK and pass phrase, and neither is kept."""

    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka. Dikirim ke penyelenggara sertifikat, tidak disimpan di sini."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    pass_phrase = forms.CharField(
        label=_("Frasa sandi sertifikat"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class PactAbsenceForm(AbsenceForm):
    """Why a person does not sign."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Say the states in the words of the pact."""
        super().__init__(*args, **kw)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [(kind.value, words) for kind, words in ABSENCE_WORDS.items()]
        self.fields["returns_on"].help_text = _(
            "Untuk cuti, sakit, atau tugas belajar. Anda bisa menandatangani sesudahnya."
        )


class PrintForm(forms.Form):
    """For which unit sheets are printed."""

    unit = forms.ChoiceField(
        label=_("Unit"), help_text=_("Juga unit di bawahnya; yang sudah menandatangani dilewati.")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kw: Any) -> None:
        """Take the units to choose from."""
        super().__init__(*args, **kw)
        unit = cast(forms.ChoiceField, self.fields["unit"])
        unit.choices = [(place.path, place.name) for place in units]


class ScanForm(forms.Form):
    """A scan of signed sheets and whose they are."""

    people = forms.MultipleChoiceField(
        label=_("Lembar siapa saja di dalamnya"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Centang sedikitnya satu orang.")},
    )
    scan = forms.FileField(
        label=_("Pindaian atau foto"),
        help_text=_("PDF, JPG, PNG, atau WebP, paling besar 10 MB. Satu foto untuk satu orang."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        error_messages={
            "required": _("Pilih berkas, paling besar 10 MB."),
            "empty": _("Berkas ini kosong. Pilih lagi berkasnya."),
        },
    )

    def __init__(self, *args: Any, sheets: Sequence[PactSheet], **kw: Any) -> None:
        """Take the printed sheets that are still out."""
        super().__init__(*args, **kw)
        people = cast(forms.MultipleChoiceField, self.fields["people"])
        people.choices = [
            (sheet.person.ref, f"{sheet.person.name}, {sheet.person.unit.name}") for sheet in sheets
        ]


class ConfirmForm(forms.Form):
    """The end of each sheet's code, as the second person reads it off the scan."""

    reason = forms.CharField(
        label=_("Alasan yang dikembalikan"),
        help_text=_("Wajib bila ada kode yang Anda kosongkan, misalnya: belum ditandatangani."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, sheets: Sequence[PactSheet], **kw: Any) -> None:
        """Take the sheets said to be in the scan."""
        super().__init__(*args, **kw)
        for sheet in sheets:
            self.fields[f"kode-{sheet.person.ref}"] = forms.CharField(
                label=sheet.person.name,
                help_text=_(
                    "4 huruf atau angka terakhir kode di lembarnya; kosong bila tidak ada."
                ),
                required=False,
                max_length=12,
                widget=forms.TextInput(
                    attrs={
                        "class": "short",
                        "autocomplete": "off",
                        "autocapitalize": "characters",
                    }
                ),
            )
        self.order_fields([*(f"kode-{sheet.person.ref}" for sheet in sheets), "reason"])

    def codes(self) -> dict[str, str]:
        """Return what was typed for each person."""
        return {
            name.removeprefix("kode-"): typed
            for name, typed in self.cleaned_data.items()
            if name.startswith("kode-")
        }
